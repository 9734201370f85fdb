"""From nothing to a picture: a site is made, a new player is paired with the code on its screen, and it plays."""

import asyncio
import re
import subprocess
import sys

import pytest
from controller.services.home import move_in
from PySide6.QtCore import Qt

from footlight_common.security.roles import Role
from footlight_controller import app
from footlight_controller.services.site_file import SiteFile
from footlight_controller.ui.core_thread import CoreThread
from footlight_controller.ui.dialogs.confirmation import Confirmation
from footlight_controller.ui.dialogs.question import Question
from footlight_controller.ui.pairing.pair_sheet import PairSheet
from footlight_controller.ui.settings.backup_sheet import BackupSheet
from footlight_controller.ui.shell.places import DISCOVERED, MONITORING

PROGRAM = [sys.executable, "-c", "from footlight_player.app import main; main()"]


class NewPlayer:
    """A `footlight-player` in a process of its own that belongs to nobody, and a shell on its box."""

    def __init__(self, folder):
        self._folder = folder
        arguments = ["--engine", "simulated", "--host", "127.0.0.1", "--port", "0", "--name", "Terrace"]
        self._process = subprocess.Popen(
            [*PROGRAM, *arguments, "--data-dir", str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        line = self._process.stdout.readline()
        self.id, self.address = re.search(r" ([0-9a-f]{16}) (\S+)$", line.strip()).groups()

    def code(self):
        """What `footlight-player code` says; nothing while it belongs to a site."""
        asked = [*PROGRAM, "code", "--data-dir", str(self._folder)]
        return subprocess.run(asked, capture_output=True, text=True, check=False, timeout=20).stdout.strip()

    def end(self):
        self._process.terminate()
        self._process.wait(10)
        self._process.stdout.close()


@pytest.fixture
def terrace(tmp_path):
    player = NewPlayer(tmp_path / "terrace")
    yield player
    player.end()


def create_site(person, window):
    """By keyboard, as the window opens."""
    welcome = window.site.welcome
    person.sees(welcome.choose_create.hasFocus)
    person.press(Qt.Key.Key_Return)
    person.sees(welcome.create_form.site.hasFocus)
    person.ctrl(Qt.Key.Key_A)
    person.write("Museum")
    person.press(Qt.Key.Key_Tab)
    person.ctrl(Qt.Key.Key_A)
    person.write("Front office")
    person.press(Qt.Key.Key_Return)
    person.sees(welcome.ready.isVisible)


def test_a_site_is_made_saved_and_a_new_player_found_paired_played_on_and_unpaired(
    terrace, by_mdns, tell, tmp_path, data_dir
):
    by_mdns.add(terrace.id)
    kept = tmp_path / "museum.footlight"

    def story(person, window):
        create_site(person, window)
        person.press(Qt.Key.Key_Return)
        person.sees(lambda: window.findChild(BackupSheet) is not None)
        sheet = window.findChild(BackupSheet)
        person.write("correct horse")
        person.press(Qt.Key.Key_Tab)
        person.write("correct horse")
        person.press(Qt.Key.Key_Tab)
        person.ctrl(Qt.Key.Key_A)
        person.write(str(kept))
        person.click(sheet.confirm)
        person.sees(kept.exists)
        person.sees(lambda: window.findChild(BackupSheet) is None)
        person.click(window.site.welcome.go_on)
        person.sees(window.frame.isVisible)

        entries = window.frame.side_bar.buttons
        person.sees(lambda: entries[DISCOVERED].count == 1)
        person.click(entries[DISCOVERED])
        (card,) = window.discovered.cards.cards
        person.click(card.pair)
        person.sees(lambda: window.findChild(PairSheet) is not None)
        sheet = window.findChild(PairSheet)
        # With a wrong one first.
        code = terrace.code()
        wrong = code.replace(code[0], str((int(code[0]) + 1) % 10))
        person.write(wrong)
        person.press(Qt.Key.Key_Return)
        person.sees(lambda: "The code is wrong" in sheet.error.text())
        person.sees(lambda: sheet.boxes.selectedText() == wrong.replace("-", "") and sheet.boxes.hasFocus())
        person.sees(lambda: paired(person, window, sheet, terrace))
        person.sees(lambda: ("Terrace", "Paired with \u2068Museum\u2069") in person.toasts)

        person.click(entries[MONITORING])
        person.sees(lambda: person.cards == ["Terrace"])
        person.sees(lambda: person.reads("Terrace").startswith("Terrace, Outside, Idle"))
        wall = window.page.wall
        place = wall.visualRect(person.card("Terrace")).center()
        person.click(wall.viewport(), place, button=Qt.MouseButton.RightButton)
        person.choose("Play URL…")
        person.sees(lambda: window.findChild(Question) is not None)
        person.write("https://example.org/clip.mp4")
        person.press(Qt.Key.Key_Return)
        person.sees(lambda: person.reads("Terrace").startswith("Terrace, Outside, Playing, clip.mp4"))

        window.open_player(terrace.id)
        person.click(window.player.header.buttons.menu)
        person.choose("Unpair…")
        person.sees(lambda: window.findChild(Confirmation) is not None)
        person.click(window.findChild(Confirmation).confirm)
        person.sees(lambda: ("Terrace", "Unpaired. Its screen shows a code to pair it again.") in person.toasts)
        person.sees(lambda: any(card.pair.isEnabled() for card in window.discovered.cards.cards))
        person.sees(lambda: re.fullmatch(r"[0-9]{3}-[0-9]{3}", terrace.code()))

    def paired(person, window, sheet, terrace):
        """Tries with the code on the screen now, for as long as the player wants a pause after the wrong one."""
        if window.findChild(PairSheet) is None:
            return True
        if not sheet.busy:
            person.write(terrace.code())
            sheet.area.setText("Outside")
            person.press(Qt.Key.Key_Return)
        return False

    tell(story, first_start=True)
    assert SiteFile(data_dir).require().name == "Museum"


def test_the_next_start_has_the_players_at_once(terrace, by_mdns, tell):
    tell(create_site, first_start=True)

    def story(person, window):
        assert window.frame.isVisible()
        person.sees(lambda: "Museum" in window.site.section.text)

    tell(story, first_start=True)


class Office:
    """Another controller of the site on this machine, whose admin invites somebody."""

    def __init__(self, folder):
        move_in(folder)
        self._folder = folder
        self._up, self._over = asyncio.Event(), asyncio.Event()
        self._thread = CoreThread(self._live, asyncio.new_event_loop)
        self._thread.start()

    def invite(self, role):
        return self._thread.submit(self._invite(role)).result(10)

    def end(self):
        self._thread.call_soon(self._over.set)
        self._thread.ended.result(10)

    async def _invite(self, role):
        await self._up.wait()
        return await self._controller.team.invite(role)

    async def _live(self):
        self._controller = app.build_controller(self._folder, "127.0.0.1")
        await self._controller.start()
        self._up.set()
        await self._over.wait()
        await self._controller.close()


@pytest.fixture
def office(found, tmp_path):
    office = Office(tmp_path / "office")
    yield office
    office.end()


def test_a_site_is_joined_with_the_code_on_the_screen_of_an_admin(office, tell):
    invitation = office.invite(Role.OPERATOR)

    def story(person, window):
        welcome = window.site.welcome
        person.click(welcome.choose_join)
        person.write(str(invitation.addresses[0]))
        person.press(Qt.Key.Key_Tab)
        person.write(invitation.code)
        person.press(Qt.Key.Key_Tab)
        person.ctrl(Qt.Key.Key_A)
        person.write("Sam")
        person.press(Qt.Key.Key_Return)
        person.sees(window.frame.isVisible)
        person.sees(lambda: window.permission.role is Role.OPERATOR)
        assert "You are \u2068Sam\u2069 here. It has 2 members." in window.site.section.text
        assert not window.site.section.backup.isEnabled()

    tell(story, first_start=True)
