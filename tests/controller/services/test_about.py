"""What is made of the words of whoever answers at an address."""

import json

from hypothesis import example, given
from hypothesis import strategies as st

from footlight_common.errors import FootlightError, ProtocolError
from footlight_controller.services.about import About, read_about
from footlight_controller.services.refusal import MAX_REFUSAL_LENGTH, read_refusal

VALUES = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=2)
FIELDS = st.sampled_from(["id", "name", "version", "protocol", "claimed", "site", "code", "message", "more"])
LIKELY = st.dictionaries(FIELDS, VALUES | st.just("0123456789abcdef")).map(lambda fields: json.dumps(fields).encode())


@given(st.binary(max_size=200) | LIKELY)
@example(b"[" * 4096)
@example(b'{"id":"0123456789abcdef","name":"\\ud800"}')
def test_any_answer_is_a_players_or_refused_and_its_name_is_one_line(body):
    try:
        about = read_about(body)
    except ProtocolError:
        about = About(id="0123456789abcdef")
    assert about.title.isprintable()
    assert about.title


@given(st.binary(max_size=200) | LIKELY)
@example(b"[" * 4096)
def test_any_refusal_is_an_error_in_words_of_one_line(body):
    err = read_refusal(body)
    assert isinstance(err, FootlightError)
    assert str(err).splitlines() == [str(err)]
    assert len(str(err)) <= MAX_REFUSAL_LENGTH
