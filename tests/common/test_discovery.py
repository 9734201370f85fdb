"""What a player announces fits DNS; what a stranger announces is believed only in part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zeroconf import ServiceInfo

from footlight_common.discovery import SERVICE_TYPE, Address, PlayerRecord, cut_utf8, is_player_id, showable

ID = "00ff00ff00ff00ff"


def txt(**values):
    return {"id": ID, "v": "1", "name": "Lobby", "claimed": "0", "site": "", **values}


def raw(pairs):
    return {key.encode(): None if value is None else value.encode() for key, value in pairs.items()}


NAMES = [
    "Lobby",
    "L" * 200,
    "Küche",
    "🎬" * 60,
    "2nd floor. East. ",
    ". . .",
    "",
    " ",
    "a\nb\tc",
    "\x1b[31mred",
    "a\udcffb",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_makes_a_service_that_zeroconf_takes(name):
    record = PlayerRecord(id=ID, name=name)
    info = ServiceInfo(SERVICE_TYPE, record.instance, port=1, properties=record.to_txt(), server=record.host)
    label = record.instance.removesuffix(f".{SERVICE_TYPE}")
    assert len(label.encode()) <= 63
    assert "." not in label
    assert label.endswith(" 00ff")
    assert len(info.text) <= 400


@pytest.mark.parametrize("name", NAMES)
def test_record_comes_back_from_its_txt(name):
    record = PlayerRecord.from_txt(raw(PlayerRecord(id=ID, name=name, site="abc", claimed=True).to_txt()))
    assert record is not None
    assert (record.id, record.protocol, record.claimed, record.site) == (ID, 1, True, "abc")
    assert record.name


def test_namesakes_have_services_of_their_own():
    other = PlayerRecord(id="11ff00ff00ff00ff", name="Lobby")
    assert other.instance != PlayerRecord(id=ID, name="Lobby").instance


@pytest.mark.parametrize(
    "pairs",
    [
        {},
        {"id": ID},
        {"v": "1"},
        txt(id=""),
        txt(id=None),
        txt(id=ID.upper()),
        txt(id=ID + "0"),
        txt(id="../../../../etc/"),
        txt(v=""),
        txt(v=None),
        txt(v="-1"),
        txt(v="1.0"),
        txt(v="one"),
        txt(v="\u0661"),
        txt(v="9" * 6),
    ],
)
def test_record_of_something_else_is_none(pairs):
    assert PlayerRecord.from_txt(raw(pairs)) is None


@pytest.mark.parametrize(
    ("said", "believed"),
    [
        ("Lobby", "Lobby"),
        (None, "00ff"),
        ("", "00ff"),
        (" \n ", "00ff"),
        ("x" * 250, "x" * 200),
        ("é" * 125, "é" * 100),
        ("\x1b]0;owned\x07Lobby", "]0;ownedLobby"),
        ("Lobby\u202etxt.exe", "Lobbytxt.exe"),
        ("👩‍🚀 deck", "👩‍🚀 deck"),
    ],
)
def test_name_of_a_stranger_is_cut_and_cleaned(said, believed):
    record = PlayerRecord.from_txt(raw(txt(name=said)))
    assert record is not None
    assert record.name == believed


def test_keys_are_read_in_any_case_and_unknown_ones_ignored():
    record = PlayerRecord.from_txt({b"ID": ID.encode(), b"V": b"1", b"\xff": b"\xff", b"later": None})
    assert record == PlayerRecord(id=ID, name="00ff")


@given(st.dictionaries(st.sampled_from([b"id", b"v", b"name", b"site", b"x"]) | st.binary(), st.none() | st.binary()))
def test_any_txt_is_a_record_or_none(pairs):
    PlayerRecord.from_txt({b"id": ID.encode(), **pairs})


@given(st.text(st.characters(codec=None)), st.integers(0, 80))
def test_cut_text_fits_and_is_a_start(text, size_bytes):
    cut = cut_utf8(text, size_bytes)
    assert len(cut.encode()) <= size_bytes
    assert text.encode(errors="replace").decode().startswith(cut)


@given(st.text(st.characters(codec=None)))
def test_showable_text_is_one_line_and_stays_as_it_is(text):
    shown = showable(text)
    assert len(shown.splitlines()) <= 1
    assert "\x1b" not in shown
    assert showable(shown) == shown


@pytest.mark.parametrize(
    ("text", "is_one"), [(ID, True), ("", False), (ID[1:], False), (ID + "\n", False), ("g" * 16, False)]
)
def test_form_of_a_player_id(text, is_one):
    assert is_player_id(text) is is_one


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("192.168.1.20", "192.168.1.20", 8470),
        ("192.168.1.20:1", "192.168.1.20", 1),
        ("player.local:65535", "player.local", 65535),
        ("lobby_2-east", "lobby_2-east", 8470),
        (" lobby ", "lobby", 8470),
        ("::1", "::1", 8470),
        ("[::1]", "::1", 8470),
        ("[::1]:99", "::1", 99),
        ("fe80::1%eth0", "fe80::1%eth0", 8470),
        ("[fe80::1%eth0]:99", "fe80::1%eth0", 99),
    ],
)
def test_address_taken(text, host, port):
    address = Address.parse(text)
    assert (address.host, address.port) == (host, port)
    assert Address.parse(str(address)) == address


def test_another_port_may_be_the_usual_one():
    assert Address.parse("lobby", default_port=8471).port == 8471
    assert Address.parse("lobby:99", default_port=8471).port == 99
    with pytest.raises(ValueError, match=r"192\.168\.1\.20:8471"):
        Address.parse("", default_port=8471)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ":",
        ":8470",
        "lobby:",
        "lobby:0",
        "lobby:65536",
        "lobby:-1",
        "lobby:+1",
        "lobby:८",
        "lobby:" + "9" * 5000,
        "lobby:80:80",
        "ws://lobby:8470/ws",
        "lobby/x",
        "two words",
        "user@lobby",
        "a:b:c",
        "[lobby]:80",
        "[::1",
        "::1]",
        "[]",
        "[::1]:",
        "1:2:3:4:5:6:7:8:9",
        "lobby\nother",
        "h" * 254,
    ],
    ids=lambda text: repr(text[:20]),
)
def test_address_refused_in_words(text):
    with pytest.raises(ValueError, match=r"is no address: write HOST|out of range: use 1 to 65535"):
        Address.parse(text)
