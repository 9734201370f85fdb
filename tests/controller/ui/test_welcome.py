import pytest
from controller.ui.fleet import changes_of, player
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_team import member, site
from controller.ui.scripted_window import scripted_window, toasts
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from footlight_common.discovery import Address
from footlight_common.errors import BackupFailed, RosterRefused, WrongCode
from footlight_common.security.roles import Role
from footlight_controller.core.changes import Changes
from footlight_controller.core.site_view import Inviter
from footlight_controller.ui.settings.backup_sheet import BackupSheet, file_name, free

OFFICE = Inviter(id="a" * 16, name="office-pc", addresses=(Address(host="192.168.1.5", port=8471),))
STAGE = Inviter(id="b" * 16, name="stage-pc", addresses=(Address(host="192.168.1.6", port=8471),))


@pytest.fixture
def tell(in_qt, theme, eventually):
    """Runs `story(window, controller)` at the first start: there is no site until `controller.site` has one."""

    def run(story, first=None):
        controller = ScriptedController(first)
        controller.site = None

        async def around():
            async with scripted_window(theme, controller, (1280, 900)) as (window, bridge):
                await bridge.start()
                await eventually(lambda: window.site.welcome.isVisible())
                await story(window, controller)

        in_qt(around())

    return run


def found(controller, view):
    """The controller belongs to this site from now on."""
    controller.site = controller.team.site = view
    controller.say(Changes(site=view))


def test_without_a_site_the_first_start_has_the_whole_window(tell):
    async def story(window, controller):
        assert not window.frame.isVisible()
        assert window.site.welcome.choose_create.hasFocus()
        assert not window.quick_bar.isVisible()

    tell(story, changes_of(player(1)))


def test_a_site_is_created_and_a_backup_is_offered_before_the_players_are_shown(tell, eventually, tmp_path):
    async def story(window, controller):
        welcome = window.site.welcome
        QTest.keyClick(welcome.choose_create, Qt.Key.Key_Space)
        form = welcome.create_form
        assert form.site.hasFocus()
        form.site.setText("  Museum ")
        form.member.setText("Front office")
        controller.team.answer = lambda: found(controller, site(name="Museum"))
        QTest.keyClick(form.member, Qt.Key.Key_Return)
        await eventually(lambda: welcome.ready.isVisible())
        assert controller.team.asked == [("create", "Museum", "Front office")]
        await eventually(lambda: window.permission.site is not None)
        assert welcome.isVisible()

        controller.team.answer = lambda: None
        welcome.save_backup.click()
        sheet = await eventually(lambda: window.findChild(BackupSheet))
        target = tmp_path / "kept.footlight"
        sheet.passphrase.setText("correct horse")
        sheet.again.setText("correct horse")
        sheet.file.path.setText(str(target))
        sheet.confirm.click()
        await eventually(target.exists)
        await eventually(lambda: window.findChild(BackupSheet) is None)
        assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"a backup", 0o600)
        assert "saved as \u2068kept.footlight\u2069" in welcome._text.text()
        assert [button.property("kind") for button in (welcome.save_backup, welcome.go_on)] == ["", "primary"]
        assert window.focusWidget() is welcome.go_on
        welcome.go_on.click()
        assert window.frame.isVisible()
        await eventually(lambda: "Museum" in window.site.section.text)

    tell(story)


def test_what_goes_wrong_is_said_in_the_form_and_can_be_tried_again(tell, eventually):
    async def story(window, controller):
        welcome = window.site.welcome
        welcome.choose_create.click()
        form = welcome.create_form

        def refuse():
            raise RosterRefused("the name is taken.")

        controller.team.answer = refuse
        form.site.setText("Museum")
        form.member.setText("Front office")
        form.confirm.click()
        await eventually(lambda: form.error.text() == "The name is taken.")
        assert form.error.isVisible()
        assert form.site.hasFocus()
        form.site.setText("House")
        assert not form.error.isVisible()
        form.site.clear()
        assert not form.confirm.isEnabled()

    tell(story)


def test_a_site_is_joined_at_the_only_computer_that_invites(tell, eventually):
    async def story(window, controller):
        welcome, form = window.site.welcome, window.site.welcome.join_form
        welcome.choose_join.click()
        (chip,) = form.chips.buttons()
        assert chip.text() == "office-pc at 192.168.1.5:8471"
        assert form.address.text() == "192.168.1.5:8471"
        assert form.boxes.hasFocus()
        form.boxes.take("123-456")
        form.member.setText("Sam")
        controller.team.answer = lambda: found(controller, site(member(role=Role.OPERATOR)))
        form.confirm.click()
        await eventually(lambda: window.frame.isVisible())
        assert controller.team.asked == [("join", OFFICE.addresses[0], "123-456", "Sam")]

    tell(story, Changes(inviters=(OFFICE,)))


def test_of_several_that_invite_one_is_chosen_and_they_come_and_go(tell, eventually):
    async def story(window, controller):
        welcome, form = window.site.welcome, window.site.welcome.join_form
        welcome.choose_join.click()
        assert form.address.text() == ""
        form.chips.buttons()[1].click()
        assert form.address.text() == "192.168.1.6:8471"
        controller.say(Changes(inviters=(STAGE,)))
        await eventually(lambda: len(form.chips.buttons()) == 1)
        assert form.chips.buttons()[0].isChecked()
        controller.say(Changes())
        await eventually(lambda: not form.found.isVisible())
        assert form.address.text() == "192.168.1.6:8471"

    tell(story, Changes(inviters=(OFFICE, STAGE)))


def test_a_wrong_code_empties_the_boxes_of_the_form(tell, eventually):
    async def story(window, controller):
        welcome, form = window.site.welcome, window.site.welcome.join_form

        def refuse():
            raise WrongCode("the code is wrong.")

        controller.team.answer = refuse
        welcome.choose_join.click()
        form.boxes.take("123456")
        form.member.setText("Sam")
        form.confirm.click()
        await eventually(lambda: form.error.text() == "The code is wrong.")
        assert (form.boxes.text(), form.boxes.hasFocus(), form.confirm.isEnabled()) == ("", True, False)

    tell(story, Changes(inviters=(OFFICE,)))


def test_a_site_is_restored_from_a_backup(tell, eventually, tmp_path):
    file = tmp_path / "kept.footlight"
    file.write_bytes(b"a backup")

    async def story(window, controller):
        welcome, form = window.site.welcome, window.site.welcome.restore_form
        welcome.choose_restore.click()
        form.file.path.setText(str(tmp_path / "elsewhere"))
        form.passphrase.setText("correct horse")
        form.member.setText("Front office")
        form.confirm.click()
        await eventually(lambda: "Cannot read" in form.error.text() or "cannot read" in form.error.text())
        assert controller.team.asked == []
        assert form.file.path.hasFocus()
        assert form.file.geometry().bottom() < form.error.y() < form.passphrase.mapTo(form, QPoint()).y()

        def refuse():
            raise BackupFailed("the passphrase is wrong.")

        form.file.path.setText(str(file))
        controller.team.answer = refuse
        form.confirm.click()
        await eventually(lambda: form.error.text() == "The passphrase is wrong.")
        assert form.passphrase.hasFocus()
        assert form.error.y() > form.passphrase.mapTo(form, QPoint()).y()
        controller.team.answer = lambda: found(controller, site())
        form.confirm.click()
        await eventually(lambda: window.frame.isVisible())
        assert controller.team.asked[-1] == ("restore", b"a backup", "correct horse", "Front office")

    tell(story)


def test_who_restores_with_a_name_that_is_taken_is_told_the_one_they_have_now(tell, eventually, tmp_path):
    file = tmp_path / "kept.footlight"
    file.write_bytes(b"a backup")

    async def story(window, controller):
        form = window.site.welcome.restore_form
        window.site.welcome.choose_restore.click()
        form.file.path.setText(str(file))
        form.passphrase.setText("correct horse")
        form.member.setText("Front office")
        controller.team.answer = lambda: found(controller, site(member(2, "Front office 2")))
        form.confirm.click()
        text = "You are \u2068Front office 2\u2069 here: somebody else has the name \u2068Front office\u2069."
        await eventually(lambda: ("North hall", text) in toasts(window))

    tell(story)


def test_escape_leads_back_to_where_one_came_from(tell):
    async def story(window, controller):
        welcome = window.site.welcome
        welcome.choose_restore.click()
        QTest.keyClick(welcome.restore_form.passphrase, Qt.Key.Key_Escape)
        assert welcome.choices.isVisible()
        assert welcome.choose_restore.hasFocus()

    tell(story)


def test_what_stands_in_the_way_is_said_on_top(tell):
    async def story(window, controller):
        assert window.site.welcome.banner.text == "The site cannot be read."

    tell(story, Changes(notices=("The site cannot be read.",)))


def test_a_backup_needs_the_same_passphrase_twice(tell, eventually):
    async def story(window, controller):
        found(controller, site())
        await eventually(lambda: window.frame.isVisible())
        window.site.save_backup()
        sheet = await eventually(lambda: window.findChild(BackupSheet))
        sheet.passphrase.setText("correct horse")
        sheet.again.setText("correct hose")
        QTest.keyClick(sheet.again, Qt.Key.Key_Return)
        assert not sheet.confirm.isEnabled()
        assert "not the same" in sheet.error.text()
        sheet.again.setText("correct horse")
        assert sheet.confirm.isEnabled()
        sheet.passphrase.setText("short")
        sheet.again.setText("short")
        assert not sheet.confirm.isEnabled()
        sheet.reject()

    tell(story)


def test_a_file_that_cannot_be_made_is_an_error_of_the_file(tell, eventually, tmp_path):
    async def story(window, controller):
        found(controller, site())
        await eventually(lambda: window.frame.isVisible())
        window.site.save_backup()
        sheet = await eventually(lambda: window.findChild(BackupSheet))
        sheet.passphrase.setText("correct horse")
        sheet.again.setText("correct horse")
        sheet.file.path.setText(str(tmp_path))
        sheet.confirm.click()
        await eventually(lambda: "annot make" in sheet.error.text())
        sheet.layout().activate()
        assert sheet.file.path.hasFocus()
        assert sheet.error.mapTo(sheet, QPoint()).y() > sheet.file.mapTo(sheet, QPoint()).y()
        sheet.reject()

    tell(story)


def test_a_second_backup_of_a_day_has_a_name_of_its_own(tmp_path):
    first = tmp_path / "Museum 2026-11-23.footlight"
    assert free(first) == first
    first.touch()
    second = tmp_path / "Museum 2026-11-23-2.footlight"
    assert free(first) == second
    second.touch()
    assert free(first) == tmp_path / "Museum 2026-11-23-3.footlight"


def test_the_name_of_a_backup_has_no_signs_a_file_cannot_have():
    assert file_name("Café / Bar: 1", 1_750_000_000.0) == "Café _ Bar_ 1 2025-06-15.footlight"
    assert file_name("", 0.0) == "site 1970-01-01.footlight"


def test_another_role_is_followed_at_once_and_told(tell, eventually):
    async def story(window, controller):
        found(controller, site(member(role=Role.ADMIN)))
        controller.say(changes_of(player(1)))
        await eventually(lambda: window.model.rowCount() == 1)
        window.open_player(player(1).id)
        assert window.player.transport.play.isEnabled()
        found(controller, site(member(role=Role.VIEWER)))
        await eventually(lambda: ("North hall", "Your role is viewer now") in toasts(window))
        assert not window.player.transport.play.isEnabled()
        assert not window.player.header.buttons.identify.isEnabled()
        assert not window.player.header.name.pencil.isEnabled()
        assert window.player.transport.refusal.text.startswith("Needs the role operator; yours is viewer")
        found(controller, site(member(), me=None))
        removed = "You were removed from \u2068North hall\u2069."
        text = f"{removed} Ask an admin to invite you, then choose Join again in Settings."
        await eventually(lambda: ("North hall", text) in toasts(window))

    tell(story)
