"""Who was removed from the site is told once, and has a way back in."""

from controller.ui.fleet import changes_of, offline, player
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_team import member, site
from controller.ui.scripted_window import scripted_window

from footlight_common.security.roles import Role
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.shell.places import SETTINGS
from footlight_controller.ui.site_notes import SiteNotes

MINE = site(member(), member(2, "Sam", Role.OPERATOR), me=1)
GONE = site(member(), me=None, version=4)
SHUT_OUT = offline("An admin took your access back.", code="revoked")


def in_window(theme, in_qt, eventually, story):
    controller = ScriptedController(changes_of(player(1)))
    controller.site = MINE

    async def around():
        async with scripted_window(theme, controller) as (window, bridge):
            await bridge.start()
            await eventually(window.model.rowCount)
            await story(window, controller)

    in_qt(around())


def test_a_note_tells_it_once_and_what_to_do(qapp):
    notes = SiteNotes()
    assert not notes.notes_of(MINE)
    (note,) = notes.notes_of(GONE)
    assert note.lasting
    assert "You were removed from \u2068North hall\u2069. Ask an admin to invite you" in note.text
    assert not notes.notes_of(site(member(), me=None, version=5))
    assert not notes.notes_of(site(member(), member(3, "Sam", Role.OPERATOR), me=1, version=6))


def test_a_note_tells_it_once_where_only_players_know(qapp):
    notes = SiteNotes()
    notes.notes_of(MINE)
    assert len(notes.notes_of(MINE, removed=True)) == 1
    assert not notes.notes_of(MINE, removed=True)
    assert not notes.notes_of(GONE, removed=True)


BY_OTHERS = {"Sam": "Joined the site as Operator, invited by \u2068Back office\u2069", "Kim": "Is Viewer now"}


def test_an_admin_is_told_of_every_change_of_the_team_and_has_it_kept(qapp):
    notes, kim = SiteNotes(), member(3, "Kim")
    notes.notes_of(site(member(), kim))
    sam = member(2, "Sam", Role.OPERATOR, added_by="Back office")
    told = notes.notes_of(site(member(), member(3, "Kim", Role.VIEWER), sam, version=4))
    assert {note.subject: note.text for note in told} == BY_OTHERS
    assert all(note.lasting and not note.seen for note in told)
    (gone,) = notes.notes_of(site(member(), sam, version=5), changed_here={kim.id})
    assert (gone.subject, gone.text, gone.lasting, gone.seen) == ("Kim", "Was removed from the site", True, True)


def test_nobody_else_is_told_of_the_team(qapp):
    notes, me = SiteNotes(), member(2, "Sam", Role.OPERATOR)
    notes.notes_of(site(member(), me, me=1))
    assert not notes.notes_of(site(member(), me, member(3, "Kim"), me=1, version=4))


def test_a_member_whom_players_shut_out_is_removed_though_the_roster_here_is_old(qapp):
    permission = Permission()
    permission.show_site(MINE)
    assert not permission.removed
    permission.show_site(MINE, shut_out=True)
    assert permission.removed
    assert permission.refusal_here(Role.ADMIN).startswith("You are not in")
    permission.show_site(GONE)
    assert permission.removed


def test_settings_and_the_side_bar_lead_to_the_form_that_joins_and_back(theme, in_qt, eventually):
    async def story(window, controller):
        section, bar, welcome = window.site.section, window.frame.side_bar, window.site.welcome
        window.frame.open_page(SETTINGS)
        assert section.join.isHidden()
        assert bar.join.isHidden()
        controller.say(changes_of(player(1, link=SHUT_OUT)))
        await eventually(section.join.isVisible)
        assert bar.join.isVisible()
        assert bar._site.whole == "Removed from \u2068North hall\u2069"
        for button in (section.join, bar.join):
            button.click()
            assert welcome.join_form.isVisible()
            welcome.join_form.back.emit()
            assert window.frame.isVisible()

    in_window(theme, in_qt, eventually, story)


def test_who_joined_again_is_back_where_they_were(theme, in_qt, eventually):
    async def story(window, controller):
        controller.say(changes_of(player(1), site=GONE))
        await eventually(lambda: not window.site.section.join.isHidden())
        window.site.section.join.click()
        controller.say(changes_of(player(1), site=site(member(), member(3, "Sam", Role.OPERATOR), me=1, version=5)))
        await eventually(lambda: window.site.section.join.isHidden())
        assert window.site.welcome.join_form.isVisible()
        window.site.welcome.join_form.succeeded.emit()
        assert window.frame.isVisible()
        assert window.frame.side_bar.join.isHidden()

    in_window(theme, in_qt, eventually, story)
