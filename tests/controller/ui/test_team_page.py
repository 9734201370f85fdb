from dataclasses import replace

import pytest
from controller.ui.fleet import ODD_NAMES, changes_of, offline, player
from controller.ui.scripted_team import member, site
from controller.ui.stories import teller
from controller.ui.team_desk import BACK, FRONT, PROJECTION, TEAM, WARDROBE, Desk
from controller.ui.test_presence import at, present
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from footlight_common.errors import RosterRefused
from footlight_common.security.roles import Role
from footlight_controller.ui.team.page import STEP
from footlight_controller.ui.widgets.switch import Switch


@pytest.fixture
def tell(in_qt, theme):
    return teller(in_qt, lambda: Desk(theme))


def test_everybody_sees_the_members_with_their_roles_and_who_added_them(tell):
    async def story(desk):
        desk.show(site(FRONT, BACK, PROJECTION, WARDROBE, me=1))
        assert [row.name.whole for row in desk.page.rows] == ["Back office", "Front office", "Wardrobe", "Projection"]
        row = desk.row("Back office")
        assert row.role.text() == "Operator"
        assert row.added.whole == "Added 15 Jun 2025 by \u2068Front office\u2069"
        assert "You" in row.accessibleName()
        assert "You" not in desk.row("Wardrobe").accessibleName()

    tell(story)


@pytest.mark.parametrize("me", [1, 2], ids=["operator", "technician"])
def test_who_is_no_admin_changes_nothing_and_sees_why(tell, me):
    async def story(desk):
        desk.show(site(FRONT, BACK, PROJECTION, WARDROBE, me=me))
        assert not desk.page.invite.isEnabled()
        assert not desk.page.rotate.isEnabled()
        assert "Only admins change the team" in desk.page.why.text()
        assert "Only admins" in desk.page.invite.toolTip()
        assert not any(row.role.isEnabled() or row.remove.isEnabled() for row in desk.page.rows)
        assert desk.controller.asked == []

    tell(story)


def test_an_admin_whose_keys_are_not_here_yet_sees_that(tell):
    async def story(desk):
        desk.show(replace(TEAM, signs_roster=False))
        assert not desk.page.invite.isEnabled()
        assert "keys that go with it are not here yet" in desk.page.why.text()

    tell(story)


def test_a_role_that_changes_while_it_is_open_is_followed_at_once(tell):
    async def story(desk):
        desk.show(TEAM)
        assert desk.page.invite.isEnabled()
        desk.show(site(FRONT, BACK, PROJECTION, WARDROBE, me=1))
        assert not desk.page.invite.isEnabled()

    tell(story)


def test_who_is_here_now_and_when_the_others_were_seen(tell, eventually):
    async def story(desk):
        desk.controller.seen_at = {PROJECTION.id: desk.clock.wall_s() - 7200.0}
        colleague = replace(present(2), member=BACK.id)
        desk.show(TEAM, at(colleague))
        assert "Here now" in desk.row("Back office").accessibleName()
        await eventually(lambda: "seen 2 h ago" in desk.row("Projection").added.whole)
        assert "seen" not in desk.row("Back office").added.whole
        desk.players = [at()]
        desk.page.show_changes(changes_of(at(), site=TEAM))
        await eventually(lambda: "Here now" not in desk.row("Back office").accessibleName())

    tell(story)


def test_it_is_asked_anew_each_minute_and_only_while_it_is_open(tell, eventually):
    async def story(desk):
        desk.show(TEAM)
        await eventually(lambda: len(desk.controller.asked) == 1)
        assert desk.page._minute.isActive()
        desk.page._minute.timeout.emit()
        await eventually(lambda: len(desk.controller.asked) == 2)
        desk.page.hide()
        assert not desk.page._minute.isActive()

    tell(story)


def test_another_role_is_given_from_the_menu(tell, eventually):
    async def story(desk):
        desk.show(TEAM)
        desk.choose("Back office", Role.TECHNICIAN)
        await eventually(lambda: desk.told)
        assert desk.asked == [("set_role", BACK.id, Role.TECHNICIAN)]
        assert desk.told == [("Back office", "Is Technician now")]

    tell(story)


def test_a_refusal_is_told(tell, eventually):
    async def story(desk):
        def refuse():
            raise RosterRefused("there is no such member any more.")

        desk.controller.team.answer = refuse
        desk.show(TEAM)
        desk.choose("Back office", Role.VIEWER)
        await eventually(lambda: desk.told)
        assert desk.told == [("Back office", "There is no such member any more.")]

    tell(story)


def test_the_only_admin_keeps_the_role_and_nobody_removes_oneself(tell):
    async def story(desk):
        desk.show(site(FRONT, BACK))
        assert not desk.row("Front office").role.isEnabled()
        assert "needs an admin" in desk.row("Front office").role.toolTip()
        desk.show(TEAM)
        assert desk.row("Front office").role.isEnabled()
        assert not desk.row("Front office").remove.isEnabled()

    tell(story)


def test_making_a_technician_a_viewer_is_asked_in_plain_words(tell, eventually):
    async def story(desk):
        desk.show(TEAM)
        desk.choose("Projection", Role.VIEWER)
        assert desk.sheet().windowTitle() == "Make \u2068Projection\u2069 a viewer?"
        assert desk.asked == []

    tell(story)


def test_taking_ones_own_role_down_is_asked_first(tell, eventually):
    async def story(desk):
        desk.show(TEAM)
        desk.choose("Front office", Role.OPERATOR)
        assert desk.asked == []
        desk.sheet().confirm.click()
        await eventually(lambda: desk.asked == [("set_role", FRONT.id, Role.OPERATOR)])

    tell(story)


def test_removing_is_asked_and_says_who_gets_to_know_it_later(tell, eventually):
    async def story(desk):
        desk.show(TEAM, player(1), player(2, "Stage", link=offline()))
        desk.row("Back office").remove.click()
        sheet = desk.sheet()
        assert "Stage" in sheet.accessibleDescription()
        assert "Lobby" not in sheet.accessibleDescription()
        # An operator never held a key.
        assert sheet.findChild(Switch) is None
        QTest.keyClick(sheet, Qt.Key.Key_Return)
        await eventually(lambda: not sheet.isVisible())
        assert desk.asked == []
        desk.row("Back office").remove.click()
        desk.sheet().confirm.click()
        await eventually(lambda: desk.told)
        assert desk.asked == [("revoke", BACK.id)]

    tell(story)


@pytest.mark.parametrize("name", ["W" * 60, "A name of many words " * 5])
def test_a_long_name_leaves_the_question_around_it_in_sight(tell, name):
    async def story(desk):
        desk.show(site(FRONT, member(3, name, Role.TECHNICIAN)))
        desk.row(name).remove.click()
        sheet = desk.sheet()
        assert sheet.windowTitle().startswith("Remove \u2068")
        assert sheet.windowTitle().endswith("…\u2069?")
        labels = [each for each in sheet.findChildren(QLabel) if each.isVisible() and each.text()]
        assert all(
            each.fontMetrics().boundingRect(0, 0, each.width(), 999, Qt.TextFlag.TextWordWrap, each.text()).width()
            <= each.width()
            for each in labels
        )
        sheet.reject()

    tell(story)


def test_who_held_keys_is_removed_and_the_site_gets_other_keys_unless_that_is_switched_off(tell, eventually):
    async def story(desk):
        desk.show(TEAM)
        desk.row("Projection").remove.click()
        desk.sheet().confirm.click()
        await eventually(lambda: len(desk.told) == 2)
        assert desk.asked == [("revoke", PROJECTION.id), ("rotate",)]
        await eventually(lambda: not desk.sheet())
        desk.row("Wardrobe").remove.click()
        desk.sheet().findChild(Switch).setChecked(False)
        desk.sheet().confirm.click()
        await eventually(lambda: not desk.sheet())
        assert desk.asked[2:] == [("revoke", WARDROBE.id)]

    tell(story)


def test_who_was_removed_is_told_so_and_sees_no_role_as_if_it_still_held(tell):
    async def story(desk):
        desk.show(TEAM)
        assert not desk.row("Back office").role.isHidden()
        desk.permission.show_site(TEAM, shut_out=True)
        assert "any more. Ask an admin to invite you again" in desk.page.why.text()
        row = desk.row("Back office")
        assert (row.role.isHidden(), row.remove.isHidden()) == (True, True)
        assert "Operator" not in row.accessibleName()
        desk.permission.show_site(TEAM)
        assert not row.role.isHidden()

    tell(story)


def test_a_second_try_at_the_keys_removes_nobody_twice(tell, eventually):
    async def story(desk):
        desk.show(TEAM)
        desk.row("Projection").remove.click()
        sheet = desk.sheet()
        sheet.findChild(Switch).setChecked(True)

        def refuse_second():
            if len(desk.asked) == 2:
                raise RosterRefused("the disk is full.")

        desk.controller.team.answer = refuse_second
        sheet.confirm.click()
        await eventually(lambda: sheet.error.text() == "The disk is full.")
        sheet.confirm.click()
        await eventually(lambda: not desk.sheet())
        assert desk.asked == [("revoke", PROJECTION.id), ("rotate",), ("rotate",)]

    tell(story)


def test_the_keys_are_changed_after_a_question(tell, eventually):
    async def story(desk):
        desk.show(TEAM)
        desk.page.rotate.click()
        assert desk.asked == []
        desk.sheet().confirm.click()
        await eventually(lambda: desk.told)
        assert desk.asked == [("rotate",)]
        assert desk.notes[0].lasting

    tell(story)


def test_players_with_an_older_team_are_listed_with_how_long_they_are_gone(tell):
    async def story(desk):
        gone = player(2, "Stage", link=offline(), roster_behind=True, last_seen_s=desk.clock.wall_s() - 7200)
        desk.show(TEAM, player(1), gone, player(3, "Bar", roster_behind=True))
        assert desk.page.behind.rows == [("Stage", "Offline, seen 2 h ago"), ("Bar", "Online, on its way")]
        wanted = []
        desk.page.player_wanted.connect(wanted.append)
        show = next(each for each in desk.page.behind.findChildren(type(desk.page.invite)))
        show.click()
        assert wanted == [gone.id]
        desk.show(TEAM, player(1))
        desk.page._show()
        assert not desk.page.behind.isVisible()

    tell(story)


def test_a_full_site_is_shown_in_steps(tell):
    async def story(desk):
        desk.show(site(*(member(number, f"Member {number}") for number in range(1, 121))))
        assert len(desk.page.rows) == STEP
        desk.page.more.click()
        assert len(desk.page.rows) == 2 * STEP
        desk.page.more.click()
        assert len(desk.page.rows) == 120
        assert not desk.page.more.isVisible()
        desk.show(TEAM)
        assert len(desk.page.rows) == 4

    tell(story)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_name_fits_and_nothing_in_it_is_markup(tell, name):
    async def story(desk):
        desk.page.resize(620, 400)
        desk.show(site(FRONT, member(2, name, Role.OPERATOR)))
        row = desk.page.rows[1]
        assert row.name.textFormat() is Qt.TextFormat.PlainText
        assert desk.page._area.widget().width() <= desk.page.width()
        row.remove.click()
        desk.page.grab()
        desk.sheet().reject()

    tell(story)


def test_without_a_site_it_says_where_to_make_one(tell):
    async def story(desk):
        desk.page.show()
        assert desk.page.empty.isVisible()
        assert "Monitoring" in desk.page.empty.text

    tell(story)


def test_making_somebody_an_admin_is_asked_first(tell, eventually):
    async def story(desk):
        desk.show(TEAM)
        desk.choose("Back office", Role.ADMIN)
        sheet = await eventually(desk.sheet)
        assert sheet.windowTitle() == "Make \u2068Back office\u2069 an admin?"
        assert desk.asked == []
        sheet.confirm.click()
        await eventually(lambda: desk.asked == [("set_role", BACK.id, Role.ADMIN)])
        await eventually(lambda: desk.sheet() is None)

    tell(story)


def test_the_menu_of_roles_opens_at_the_present_one(tell, eventually):
    async def story(desk):
        desk.show(TEAM)
        menu = desk.row("Projection")._menu
        menu.popup(desk.page.pos())
        await eventually(lambda: menu.activeAction() is menu.actions()[list(Role).index(PROJECTION.role)])
        menu.close()

    tell(story)


def test_who_was_never_seen_is_said_once_a_player_was_asked(tell, eventually):
    async def story(desk):
        desk.controller.seen_at = {PROJECTION.id: desk.clock.wall_s() - 7200.0}
        desk.show(TEAM, at(replace(present(2), member=BACK.id)))
        await eventually(lambda: desk.row("Wardrobe").added.whole.endswith(", never seen"))
        desk.clock.jump_wall(-3 * 86_400 + 20)
        desk.page._show()
        assert desk.row("Wardrobe").added.whole.endswith(", just joined")
        desk.clock.jump_wall(3 * 86_400 - 20)
        desk.page._show()
        assert "seen" not in desk.row("Back office").added.whole
        assert desk.row("Projection").added.whole.endswith("seen 2 h ago")

    tell(story)


def test_the_question_that_removes_says_which_players_still_let_them_in(tell, eventually):
    async def story(desk):
        desk.show(TEAM, player(1), player(2, "Stage", link=offline()))
        desk.row("Back office").remove.click()
        sheet = await eventually(desk.sheet)
        text = " ".join(part.text() for part in sheet.findChildren(QLabel))
        assert "no player that is reached lets them in again" in text
        assert "let them in until they hear of it: \u2068Stage\u2069." in text
        sheet.reject()

    tell(story)
