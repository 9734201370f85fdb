import pytest
from controller.ui.scripted_team import member, site

from footlight_common.security.roles import Role
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.settings.site_section import SiteSection


@pytest.fixture
def permission(qapp):
    return Permission()


@pytest.fixture
def section(theme, permission, qtbot):
    section = SiteSection(theme, permission)
    qtbot.addWidget(section)
    section.resize(700, 400)
    return section


def test_without_a_site_it_is_not_there(section):
    assert section.isHidden()


def test_it_says_who_one_is_and_where_the_keys_lie(section, permission):
    permission.show_site(site(member(), member(2, "Sam", Role.VIEWER), name="Museum"))
    assert not section.isHidden()
    assert "Museum" in section.text
    assert "You are \u2068Front office\u2069 here. It has 2 members." in section.text
    section.show_keyring(False)
    assert "in a file that your account alone can read" in section.text
    section.show_keyring(True)
    assert "locked by the keyring of the desktop" in section.text


def test_an_admin_saves_a_backup(section, permission, qtbot):
    permission.show_site(site())
    with qtbot.waitSignal(section.backup_wanted):
        section.backup.click()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR, Role.TECHNICIAN])
def test_others_are_told_why_they_cannot(section, permission, role):
    permission.show_site(site(member(role=role)))
    assert not section.backup.isEnabled()
    assert f"Needs the role admin; yours is {role.word} in" in section.text


def test_who_holds_no_key_is_told_so(section, permission):
    permission.show_site(site(member(role=Role.OPERATOR)))
    assert "None on this computer" in section.text


def test_who_was_removed_is_told_what_to_do(section, permission):
    permission.show_site(site(member(), me=None))
    assert "Ask an admin to invite you again" in section.text
