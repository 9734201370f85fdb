"""The tree of errors is the one its module draws, and every code finds its way back."""

import re

import pytest

from footlight_common import errors
from footlight_common.errors import FootlightError, MediaMissing, error_from_code


def branches(kind, depth=0):
    yield depth, kind.__name__, kind.code
    for child in kind.__subclasses__():
        yield from branches(child, depth + 1)


def drawn():
    for line in (errors.__doc__ or "").splitlines():
        found = re.fullmatch(r"([│├└─ ]*)(\w+)(?: +(\w+))?", line)
        if found:
            yield len(found[1]) // 4, found[2], found[3] or "failed"


def test_drawn_tree_is_the_tree():
    assert list(drawn()) == list(branches(FootlightError))


def test_every_code_is_one_class_and_a_word_for_the_wire():
    codes = [code for _, _, code in branches(FootlightError)]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z_]{1,40}", code) for code in codes)


def test_a_code_is_taken_once():
    with pytest.raises(TypeError, match="taken by MediaMissing"):
        type("Second", (FootlightError,), {"code": MediaMissing.code})


@pytest.mark.parametrize("code", [code for depth, _, code in branches(FootlightError) if depth])
def test_error_crosses_the_wire_with_code_and_text(code):
    error = error_from_code(code, "what happened")
    assert (error.code, str(error)) == (code, "what happened")


def test_code_of_a_newer_program_is_still_an_error():
    error = error_from_code("not_known_yet", "what happened")
    assert (type(error), str(error)) == (FootlightError, "what happened")
