"""Whatever bytes a stranger sends, a pairing is refused in one way and never goes wrong in another."""

import base64
import json

import pytest
from common.security.talk import Invitation, Pairing, run
from hypothesis import given, settings
from hypothesis import strategies as st

from footlight_common.errors import PairingFailed
from footlight_common.security.pake import ELEMENT_BYTES, PAKE

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
LIKELY = st.fixed_dictionaries(
    {"type": st.sampled_from(["opening", "reply", "sealed", "confirmation", "done", "grant", ""])},
    optional={
        "element": st.binary(max_size=40).map(lambda data: base64.b64encode(data).decode()) | JSON,
        "key": st.text(alphabet="0123456789abcdef", min_size=64, max_size=64) | JSON,
        "body": st.text(max_size=40) | JSON,
        "mac": st.binary(min_size=32, max_size=32).map(lambda data: base64.b64encode(data).decode()) | JSON,
    },
)
ANYTHING = (
    st.binary(max_size=200)
    | (JSON | LIKELY).map(lambda value: json.dumps(value).encode())
    | st.sampled_from([b"[" * 1000, b'{"a":' * 200, b"\xff" * 1024, b" " * 2000])
)


@given(ANYTHING)
@settings(max_examples=60)
def test_first_message_to_a_player(data):
    """The only one that anybody may send."""
    player = Pairing().player
    try:
        assert json.loads(player.reply(data))["type"] == "reply"
    except PairingFailed:
        assert player.over


@pytest.mark.parametrize("number", range(1, 6))
def test_any_later_message(number):
    @given(ANYTHING)
    @settings(max_examples=15)
    def check(data):
        talk = Pairing()
        with pytest.raises(PairingFailed):
            run(talk, upto=number + 1, between=lambda n, real: data if n == number else real)
        assert not talk.finished

    check()


@pytest.mark.parametrize("number", range(7))
def test_any_message_of_an_invitation(number):
    @given(st.data())
    @settings(max_examples=8)
    def check(draw):
        talk, hidden = Invitation(), []

        def damage(n, real):
            if n != number:
                return real
            # Certificates and what is packed of them differ in length from run to run.
            at = draw.draw(st.integers(0, 1_000_000)) % len(real)
            hidden.append(real[:at] + bytes([real[at] ^ draw.draw(st.integers(1, 255))]) + real[at + 1 :])
            return hidden[0]

        with pytest.raises(PairingFailed):
            run(talk, between=damage)
        assert not talk.finished

    check()


@given(st.binary(max_size=40) | st.binary(min_size=32, max_size=32).map(lambda data: b"A" + data))
@settings(max_examples=60)
def test_any_bytes_are_an_element_or_refused(data):
    try:
        assert len(PAKE.of_host(b"123456", b"caller", b"host").finish(data)) == 32
    except PairingFailed as err:
        assert str(err)  # noqa: PT017


# Points of small order and encodings of no point, of which a careless reader makes a key that everybody knows.
SMALL = [b"\0" * 32, b"\1" + b"\0" * 31, b"\xec" + b"\xff" * 30 + b"\x7f", b"\0" * 31 + b"\x80", b"\xff" * 32]


@pytest.mark.parametrize("point", SMALL, ids=range(len(SMALL)))
def test_weak_elements_are_refused(point):
    host = PAKE.of_host(b"123456", b"caller", b"host")
    with pytest.raises(PairingFailed):
        host.finish(b"A" + point)


def test_own_element_and_one_of_the_same_side_are_refused():
    for make in (PAKE.of_host, PAKE.of_caller):
        one, other = make(b"123456", b"caller", b"host"), make(b"123456", b"caller", b"host")
        with pytest.raises(PairingFailed):
            other.finish(one.element)
        reflected = (b"A" if one.element[:1] == b"B" else b"B") + one.element[1:]
        assert len(reflected) == ELEMENT_BYTES
        with pytest.raises(PairingFailed):
            one.finish(reflected)
