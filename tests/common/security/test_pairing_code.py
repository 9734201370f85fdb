"""A code is six digits, however it is typed, and shows itself only where it is meant to."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footlight_common.errors import InvalidCode
from footlight_common.security.attempts import Attempts
from footlight_common.security.pairing_code import PairingCode

CODE = "271828"


@pytest.mark.parametrize(
    "typed",
    [
        "271828",
        "271-828",
        " 271 828\n",
        "271\u2013828",
        "2-7-1-8-2-8",
        "271\u00a0828",
        "\uff12\uff17\uff11\uff0d\uff18\uff12\uff18",
        "\u0662\u0667\u0661\u0668\u0662\u0668",
    ],
    ids=ascii,
)
def test_code_as_people_type_or_paste_it(typed):
    assert PairingCode.parse(typed).shown == "271-828"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "here are 0"),
        ("27182", "here are 5"),
        ("2718281", "here are 7"),
        ("271-82B", "digits only"),
        ("271.828", "digits only"),
        ("²71828³x", "digits only"),
        ("271828" * 50, "too long"),
    ],
)
def test_anything_else_is_refused_with_the_reason(typed, words):
    with pytest.raises(InvalidCode, match=words) as refused:
        PairingCode.parse(typed)
    assert "123-456" in str(refused.value)


@given(st.text(max_size=80))
def test_any_text_is_a_code_or_refused(typed):
    try:
        assert len(PairingCode.parse(typed).secret) == 6
    except InvalidCode as err:
        assert str(err)  # noqa: PT017


@given(st.text(alphabet="0123456789-x", min_size=5, max_size=12))
def test_what_was_typed_is_not_repeated(typed):
    try:
        PairingCode.parse(typed)
    except InvalidCode as err:
        assert typed not in str(err)  # noqa: PT017


def test_code_shows_itself_nowhere(caplog):
    code = PairingCode(CODE)
    attempts = Attempts(0.0, new_code=lambda: code)
    attempt = attempts.begin(0.0)
    caplog.set_level(logging.DEBUG)
    logging.getLogger("test").info("%s %r %s %s", code, code, [code], attempt)
    text = caplog.text + f"{code} {code!r} {vars(attempts)} {attempt!r}"
    assert not any(digits in text for digits in (CODE, "271-828"))


def test_codes_are_equal_by_their_digits_and_hashed_by_nothing():
    assert PairingCode(CODE) == PairingCode.parse("271-828")
    assert PairingCode(CODE) != PairingCode("271829")
    assert PairingCode(CODE) != CODE
    with pytest.raises(TypeError):
        hash(PairingCode(CODE))


def test_new_codes_differ_and_keep_leading_zeros(monkeypatch):
    assert len({PairingCode.generate().secret for _ in range(50)}) > 40
    monkeypatch.setattr("secrets.randbelow", lambda _: 7)
    assert PairingCode.generate().shown == "000-007"
