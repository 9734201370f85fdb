"""The page of a player by mouse, on a real player."""

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QTreeView

from footlight_controller.ui.dialogs.confirmation import Confirmation
from footlight_controller.ui.dialogs.question import Question


@pytest.fixture
def lobby(make_screen, by_mdns):
    screen = make_screen("Lobby", area="Foyer", plays=("one", "two", "three"))
    by_mdns.add(screen.id)
    return screen


def dialog(window, kind):
    return next((each for each in window.findChildren(kind) if each.isVisible()), None)


def open_page(person, window):
    wall = window.page.wall
    person.sees(lambda: "Playing" in person.reads("Lobby"))
    person.double_click(wall.viewport(), wall.visualRect(person.card("Lobby")).center())
    person.sees(window.player.isVisible)


def test_playback_is_watched_and_controlled(lobby, tell):
    def story(person, window):
        open_page(person, window)
        page, controls = window.player, window.player.transport
        person.sees(lambda: page.header.status.text() == "Playing")
        person.sees(lambda: not page.picture.image.isNull())
        person.sees(lambda: [item.name for item in page.queue.model.items] == ["one", "two", "three"])
        assert (controls.item.whole, lobby.shows) == ("one", "one")

        person.click(controls.play)
        person.sees(lambda: page.header.status.text() == "Paused")
        assert not lobby.moves
        person.click(controls.play)
        person.sees(lambda: page.header.status.text() == "Playing")
        assert lobby.moves

        person.click(controls.next)
        person.sees(lambda: (controls.item.whole, lobby.shows) == ("two", "two"))
        person.click(controls.previous)
        person.sees(lambda: (controls.item.whole, lobby.shows) == ("one", "one"))
        person.click(controls.seek)
        person.sees(lambda: 290 < lobby.position_s < 330)
        person.sees(lambda: controls.position.text().startswith("5:0"))

        person.drag(controls.volume, controls.volume.rect().center(), QPoint(8, controls.volume.height() // 2))
        person.sees(lambda: lobby.loudness == (0, False))
        person.click(controls.mute)
        person.sees(lambda: lobby.loudness == (0, True))
        person.sees(lambda: controls.level.text() == "Muted")

        # The passing notes lie over the end of the list.
        person.press(Qt.Key.Key_Escape)
        person.sees(lambda: not window.toasts.height())
        queue = page.queue.list
        person.double_click(queue.viewport(), queue.visualRect(page.queue.model.index(2)).center())
        person.sees(lambda: (controls.item.whole, lobby.shows) == ("three", "three"))
        person.click(controls.stop)
        person.sees(lambda: page.header.status.text() == "Idle")
        assert (lobby.shows, lobby.view.idle) == ("", True)

        person.click(page.header.back_button)
        person.sees(window.page.isVisible)
        person.sees(lambda: "Idle" in person.reads("Lobby"))
        assert person.chosen == ["Lobby"]

    tell(story, lobby)


def test_files_and_a_url_are_played(lobby, tell, tmp_path):
    media = tmp_path / "media"
    media.mkdir()
    (media / "clip.mp4").touch()

    def story(person, window):
        open_page(person, window)
        controls = window.player.transport
        person.click(controls.files)
        person.sees(lambda: dialog(window, QFileDialog))
        chooser = dialog(window, QFileDialog)
        # Where it begins is for Qt to say.
        chooser.setDirectory(str(media))
        files = chooser.findChild(QTreeView, "treeView")
        person.sees(lambda: files.model().rowCount(files.rootIndex()) == 1)
        person.click_item(files, files.model().index(0, 0, files.rootIndex()))
        person.sees(lambda: chooser.selectedUrls() == [QUrl.fromLocalFile(str(media / "clip.mp4"))])
        person.click(chooser.findChild(QDialogButtonBox).buttons()[0])
        person.sees(lambda: (controls.item.whole, lobby.shows) == ("clip.mp4", "clip.mp4"))

        person.click(controls.url)
        person.sees(lambda: dialog(window, Question))
        question = dialog(window, Question)
        person.click(question.field)
        person.write("https://example.org/next.mp4")
        person.click(question.confirm)
        person.sees(lambda: (controls.item.whole, lobby.shows) == ("next.mp4", "next.mp4"))

    tell(story, lobby)


def test_it_is_renamed_moved_identified_and_restarted(lobby, tell):
    def story(person, window):
        open_page(person, window)
        header = window.player.header
        for text, new, told in (
            (header.name, "Entrance", lambda: lobby.view.name),
            (header.area, "Ground floor", lambda: lobby.view.area),
        ):
            person.click(text.pencil)
            person.write(new)
            person.click(text.confirm)
            person.sees(lambda text=text, new=new: not text.editing and text.shown.whole == new)
            assert told() == new

        person.click(header.buttons.identify)
        person.sees(lambda: lobby.view.identifying)

        person.click(header.buttons.restart)
        person.sees(lambda: dialog(window, Confirmation))
        assert dialog(window, Confirmation).windowTitle() == "Restart Entrance?"
        person.click(dialog(window, Confirmation).confirm)
        person.sees(lambda: lobby.starts == 2)
        person.sees(lambda: header.status.text() == "Playing")
        assert (lobby.shows, lobby.view.name) == ("one", "Entrance")
        assert header.name.shown.whole == "Entrance"

    tell(story, lobby)


def test_a_player_that_vanishes_while_its_page_is_open_is_shown_as_gone_and_comes_back(lobby, tell):
    def story(person, window):
        open_page(person, window)
        page = window.player
        person.sees(lambda: not page.picture.image.isNull())
        lobby.switch_off()
        person.sees(lambda: page.header.status.text() == "Offline")
        assert page.picture.image.isNull()
        assert page.picture.why == "The player was closed."
        assert not page.transport.play.isEnabled()
        assert not page.header.name.pencil.isEnabled()
        assert page.header.buttons.remove.isVisible()

        lobby.switch_on()
        person.sees(lambda: page.header.status.text() == "Playing")
        person.sees(lambda: not page.picture.image.isNull())
        person.click(page.transport.play)
        person.sees(lambda: (lobby.shows, lobby.moves) == ("one", False))

        lobby.switch_off()
        person.sees(page.header.buttons.remove.isVisible)
        person.click(page.header.buttons.remove)
        person.sees(lambda: dialog(window, Confirmation))
        person.click(dialog(window, Confirmation).confirm)
        person.sees(page.gone.isVisible)
        person.click(page.gone.button)
        person.sees(window.page.empty.isVisible)

    tell(story, lobby)
