"""What the codec takes, what it refuses, and that nothing else comes out of it."""

import json
from typing import get_args, get_type_hints

import msgspec
import pytest
from common.golden.messages import TO_CONTROLLER, TO_PLAYER
from hypothesis import given
from hypothesis import strategies as st

from footlight_common import protocol
from footlight_common.errors import MessageTooLarge, ProtocolError
from footlight_common.model.audit import AuditEntry, AuditPage
from footlight_common.model.playback import MAX_TITLE_LENGTH, MAX_URI_LENGTH, Item, Playback, Playlist
from footlight_common.model.player import PlayerIdentity, PlayerStats, PlayerStatus
from footlight_common.model.presence import Present
from footlight_common.protocol.base import MAX_ID_LENGTH, MAX_MESSAGE_BYTES, MAX_NAME_LENGTH, encode, id_of
from footlight_common.protocol.commands import AnyAction, Command, Next, SetMute, name_of
from footlight_common.protocol.session import Cursor


def command(action):
    return {"type": "command", "id": "c1", "action": action}


def play(*items, **fields):
    return command({"do": "play", "items": [*items], **fields})


@pytest.mark.parametrize(
    "message",
    [
        {"type": "hello", "name": ""},
        {"type": "hello", "name": "n" * MAX_NAME_LENGTH},
        {"type": "subscribe", "topics": []},
        {"type": "subscribe", "topics": ["devices"], "since": None},
        {"type": "ping", "id": "i" * MAX_ID_LENGTH},
        play({"uri": "a"}),
        play({"uri": "u" * MAX_URI_LENGTH, "title": "t" * MAX_TITLE_LENGTH}),
        play(*[{"uri": "a"}] * 1000, start=999),
        command({"do": "seek", "position_s": 0}),
        command({"do": "volume", "level": 0}),
        command({"do": "volume", "level": 100}),
        command({"do": "identify", "duration_s": 60}),
        command({"do": "mute"}),
    ],
    ids=str,
)
def test_taken(message):
    assert encode(protocol.to_player.decode(json.dumps(message)))


@pytest.mark.parametrize(
    "message",
    [
        {},
        [],
        None,
        "hello",
        {"name": "no type"},
        {"type": "reboot"},
        {"type": None, "name": "a"},
        {"type": "hello"},
        {"type": "hello", "name": None},
        {"type": "hello", "name": "n" * (MAX_NAME_LENGTH + 1)},
        {"type": "hello", "name": "a", "protocol": "1"},
        {"type": "hello", "name": "a", "protocol": True},
        {"type": "hello", "name": "a", "protocol": 1.5},
        {"type": "subscribe", "topics": ["everything"]},
        {"type": "subscribe", "topics": "devices"},
        {"type": "subscribe", "topics": [], "since": {"stream": "s", "seq": -1}},
        {"type": "subscribe", "topics": [], "since": {"stream": "s", "seq": 2**53}},
        {"type": "subscribe", "topics": [], "since": {"stream": "s" * (MAX_ID_LENGTH + 1), "seq": 1}},
        {"type": "ping", "id": ""},
        {"type": "ping", "id": 7},
        {"type": "ping", "id": "i" * (MAX_ID_LENGTH + 1)},
        {"type": "command", "id": "c1"},
        command({}),
        command({"do": "explode"}),
        command({"type": "pause"}),
        {"type": "command", "id": "c1", "key": "k" * 65, "action": {"do": "pause"}},
        play(),
        play("clip.mp4"),
        play({"uri": ""}),
        play({"uri": "a\x00b"}),
        play({"uri": "u" * (MAX_URI_LENGTH + 1)}),
        play({"uri": "a", "title": "t" * (MAX_TITLE_LENGTH + 1)}),
        play(*[{"uri": "a"}] * 1001),
        play({"uri": "a"}, start=-1),
        play({"uri": "a"}, loop=1),
        command({"do": "seek"}),
        command({"do": "seek", "position_s": -0.1}),
        command({"do": "seek", "position_s": "1"}),
        command({"do": "volume", "level": -1}),
        command({"do": "volume", "level": 101}),
        command({"do": "volume", "level": 50.5}),
        command({"do": "identify", "duration_s": 0}),
        command({"do": "identify", "duration_s": 61}),
    ],
    ids=lambda message: str(message)[:60],
)
def test_refused(message):
    with pytest.raises(ProtocolError, match="not a message of footlight"):
        protocol.to_player.decode(json.dumps(message))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        b"\xff\xfe",
        b'{"type":"hello","name":"\xff"}',
        '{"type":"hello","name":"\ud800"}',
        r'{"type":"hello","name":"\ud800"}',
        '{"type":"hello","name":NaN}',
        '{"type":"command","id":"1","action":{"do":"seek","position_s":1e999}}',
        '{"type":"command","id":"1","action":{"do":"seek","position_s":Infinity}}',
        "[" * 100_000,
        '{"a":' * 30_000,
    ],
    ids=lambda text: str(text[:40]),
)
def test_malformed_is_refused(text):
    with pytest.raises(ProtocolError):
        protocol.to_player.decode(text)


def test_each_side_refuses_what_only_the_other_may_say():
    for value in TO_PLAYER.values():
        with pytest.raises(ProtocolError):
            protocol.to_controller.decode(encode(value))
    for value in TO_CONTROLLER.values():
        with pytest.raises(ProtocolError):
            protocol.to_player.decode(encode(value))


def test_limit_counts_bytes_and_holds_to_the_byte():
    frame = len(encode(Command(id="c", action=Next())))
    padded = '{"type":"command","id":"c","action":{"do":"next"},"key":"","x":"{}"}'
    room = MAX_MESSAGE_BYTES - frame - len(',"x":""')
    assert protocol.to_player.decode(padded.replace("{}", "x" * room))
    with pytest.raises(MessageTooLarge, match=str(MAX_MESSAGE_BYTES)):
        protocol.to_player.decode(padded.replace("{}", "x" * (room + 1)))
    with pytest.raises(MessageTooLarge):
        protocol.to_player.decode(padded.replace("{}", "é" * (room // 2 + 1)))


def with_unknown_fields(value):
    if isinstance(value, dict):
        return {**{key: with_unknown_fields(part) for key, part in value.items()}, "added_later": {"deep": [1, None]}}
    return [with_unknown_fields(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("key", TO_PLAYER)
def test_unknown_fields_to_player_are_ignored(key):
    text = json.dumps(with_unknown_fields(json.loads(encode(TO_PLAYER[key]))))
    assert protocol.to_player.decode(text) == TO_PLAYER[key]


@pytest.mark.parametrize("key", TO_CONTROLLER)
def test_unknown_fields_to_controller_are_ignored(key):
    text = json.dumps(with_unknown_fields(json.loads(encode(TO_CONTROLLER[key]))))
    assert protocol.to_controller.decode(text) == TO_CONTROLLER[key]


# What version 1 asks for since its first day. A field added later has a default, or old programs could not be heard.
REQUIRED_IN_V1 = {
    "Hello": {"name"},
    "Subscribe": {"topics"},
    "Command": {"id", "action"},
    "RosterOffer": {"offer"},
    "RosterChanged": {"epoch", "version"},
    "RequestDeviceStatus": set(),
    "RequestStats": set(),
    "Ping": {"id"},
    "Welcome": {"identity", "cursor"},
    "Snapshot": {"status", "cursor"},
    "Result": {"id", "ok"},
    "Pong": {"id", "at_s"},
    "Goodbye": {"code"},
    "Refusal": {"code", "message"},
    "DeviceStatusChanged": {"at_s", "status"},
    "PresenceChanged": {"at_s"},
    "StatsUpdate": {"at_s", "stats"},
    "PlaybackStarted": {"seq", "at_s", "item", "index"},
    "PlaybackStopped": {"seq", "at_s", "item", "index", "reason"},
    "PlaybackSkipped": {"seq", "at_s", "item", "index", "code", "message"},
    "CommandCompleted": {"seq", "at_s", "command", "by", "ok"},
    "Alert": {"seq", "at_s", "code", "message"},
    "PowerOn": {"seq", "at_s"},
    "PowerOff": {"seq", "at_s", "reason"},
    "ControllerCame": {"seq", "at_s", "session", "name"},
    "ControllerLeft": {"seq", "at_s", "session", "name"},
    "ClockStepped": {"seq", "at_s", "by_s"},
    "HistoryLost": {"seq", "at_s"},
    "MetricsUpdate": {"at_s", "metrics"},
    "LogLines": {"at_s", "lines"},
    "Play": {"items"},
    "Pause": set(),
    "Resume": set(),
    "Stop": set(),
    "Next": set(),
    "Previous": set(),
    "Seek": {"position_s"},
    "SetVolume": {"level"},
    "SetMute": set(),
    "Identify": set(),
    "Rename": set(),
    "Restart": set(),
    "SetLogLevel": {"level"},
    "Cursor": {"stream", "seq"},
    "Item": {"uri"},
    "Playlist": set(),
    "Playback": set(),
    "PlayerIdentity": {"id", "name"},
    "PlayerStats": set(),
    "PlayerStatus": {"identity"},
    "Present": {"session", "member", "name", "role"},
    "AuditEntry": {"seq", "at_s", "command"},
    "AuditPage": set(),
}


def test_no_field_was_added_without_a_default():
    kinds = [*get_args(protocol.ToPlayer), *get_args(protocol.ToController), *get_args(AnyAction)]
    kinds += [Cursor, Item, Playlist, Playback, PlayerIdentity, PlayerStats, PlayerStatus]
    kinds += [Present, AuditEntry, AuditPage]
    required = {
        kind.__name__: {field.name for field in msgspec.inspect.type_info(kind).fields if field.required}
        for kind in kinds
    }
    assert required == REQUIRED_IN_V1


def test_every_message_is_frozen():
    for kind in [*get_args(protocol.ToPlayer), *get_args(protocol.ToController), *get_args(AnyAction)]:
        assert kind.__struct_config__.frozen, kind


def test_every_figure_has_its_unit_in_its_name():
    units = ("_s", "_ms", "_percent", "_c", "_bytes", "_fps")
    for kind in [*get_args(protocol.ToPlayer), *get_args(protocol.ToController), *get_args(AnyAction), PlayerStats]:
        floats = [name for name, hint in get_type_hints(kind).items() if float in (hint, *get_args(hint))]
        assert [name for name in floats if not name.endswith(units)] == [], kind


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ('{"type":"nonsense","id":"c7"}', "c7"),
        (b'{"id":"c7","action":3}', "c7"),
        ('{"id":7}', ""),
        ('{"id":null}', ""),
        ("{}", ""),
        ("[]", ""),
        ("", ""),
        ('{"id":"c7"', ""),
        (b'{"id":"\xff"}', ""),
        ('{"id":"\ud800"}', ""),
        ("[" * 100_000, ""),
        ('{"id":"' + "i" * 99 + '"}', "i" * MAX_ID_LENGTH),
    ],
    ids=lambda value: str(value[:30]),
)
def test_id_of_a_message_that_may_be_malformed(text, identifier):
    assert id_of(text) == identifier


def test_action_is_named_by_its_word_on_the_wire():
    assert name_of(SetMute()) == "mute"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def places(value, path=()):
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from places(part, (*path, key))


def replaced(value, path, put):
    if not path:
        return put
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], put)
    return copy


@st.composite
def mutations(draw, messages):
    """A golden message with one part of it replaced by anything."""
    value = json.loads(encode(draw(st.sampled_from([*messages.values()]))))
    path = draw(st.sampled_from([*places(value)]))
    return json.dumps(replaced(value, path, draw(json_values)))


def taken_or_refused(codec, text):
    try:
        message = codec.decode(text)
    except ProtocolError:
        return
    assert codec.decode(encode(message)) == message


@given(st.binary() | st.text(st.characters(codec=None)) | json_values.map(json.dumps) | mutations(TO_PLAYER))
def test_anything_at_all_is_taken_whole_or_refused_by_a_player(text):
    taken_or_refused(protocol.to_player, text)
    assert len(id_of(text)) <= MAX_ID_LENGTH


@given(st.binary() | st.text(st.characters(codec=None)) | json_values.map(json.dumps) | mutations(TO_CONTROLLER))
def test_anything_at_all_is_taken_whole_or_refused_by_a_controller(text):
    taken_or_refused(protocol.to_controller, text)
