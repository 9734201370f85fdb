"""Roles stand in one order and have one word each."""

import itertools

import pytest

from footlight_common.errors import InvalidArgument
from footlight_common.security.roles import Role


def test_each_role_includes_the_ones_before():
    roles = [Role.VIEWER, Role.OPERATOR, Role.TECHNICIAN, Role.ADMIN]
    assert [*Role] == roles
    assert min(roles) is Role.VIEWER
    assert max(roles) is Role.ADMIN
    for low, high in itertools.combinations(roles, 2):
        assert low < high
        assert low <= high
        assert high > low
        assert high >= low
        assert not low >= high


def test_role_is_compared_with_roles_only():
    with pytest.raises(TypeError):
        assert Role.ADMIN > "viewer"


def test_words_on_the_wire():
    assert [role.word for role in Role] == ["viewer", "operator", "technician", "admin"]
    assert [Role.from_word(role.word) for role in Role] == [*Role]


@pytest.mark.parametrize("word", ["", "Admin", "root", "admin ", "0"])
def test_another_word_is_refused_with_the_choices(word):
    with pytest.raises(InvalidArgument, match="viewer, operator, technician, admin"):
        Role.from_word(word)
