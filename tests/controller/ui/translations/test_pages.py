from controller.ui.translations import pseudo
from controller.ui.translations.lively import events, fleet, found
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QPushButton,
)

from footlight_common.model.logs import LogLevel
from footlight_common.protocol.commands import (
    Identify,
    Next,
    Pause,
    Play,
    Previous,
    Rename,
    Restart,
    Resume,
    Seek,
    SetLogLevel,
    SetMute,
    SetVolume,
    Stop,
    name_of,
)
from footlight_controller.core.changes import Changes
from footlight_controller.ui.dialogs.question import Question
from footlight_controller.ui.group_note import Outcome, group_note
from footlight_controller.ui.models.arranging import Arranging, Shape, Show
from footlight_controller.ui.notes import command_note
from footlight_controller.ui.player_menu import PlayerMenu
from footlight_controller.ui.shell.places import DISCOVERED, MONITORING, SETTINGS


def test_every_page_speaks_the_language(tour, eventually):
    async def story(window, controller, look):
        page = window.page
        for shape in Shape:
            page.arrange(Arranging(shape=shape, grouped=True))
            look()
        page.arrange(Arranging(search="nobody"))
        look()
        page.arrange(Arranging(show=Show.ATTENTION, search=""))
        look()
        window.frame.open_page(DISCOVERED)
        window.discovered.ignored.fold.setChecked(True)
        look()
        window.frame.open_page(SETTINGS)
        look()
        for view in fleet():
            window.open_player(view.id)
            await eventually(lambda: window.player.queue._fetching is None)
            look()
        window.player.header.name.edit()
        look()
        gone = frozenset(view.id for view in fleet())
        controller.say(Changes(removed=gone, notices=("ΞΔΘ",)))
        await eventually(lambda: not window.model.rowCount())
        look()
        window.frame.open_page(MONITORING)
        look()
        window.frame.open_page(DISCOVERED)
        controller.say(Changes(discovered=()))
        await eventually(lambda: not window.discovered.waiting)
        look()

    tour(story)


def test_everything_over_the_pages_speaks_the_language(tour, eventually, qtbot):
    async def story(window, controller, look):
        views = fleet()
        window.page.arrange(Arranging())
        window.page.wall.selectAll()
        look()
        await eventually(window.page.group_bar.isVisible)
        QTest.keyClick(window.page.wall, Qt.Key.Key_Menu)
        look()
        window.page.wall.clearSelection()
        menus = [PlayerMenu(window._theme, view, window._actions, window) for view in views]
        look(*menus)
        for menu in menus:
            menu.deleteLater()
        for typed in ("", "ΨΩ", pseudo.pseudo("Pause")[1:4], f"{pseudo.pseudo('Volume')[1:7]} 40", "no such thing"):
            window.quick_bar.open()
            window.quick_bar.field.setText(typed)
            look(window.quick_bar)
        window.quick_bar.close_bar()
        # One of each, then several of each at once.
        notes = [window._narrator.notes_of(events(told)) for told in (views[:1], views[:5])]
        actions = (
            Pause(),
            Resume(),
            Stop(),
            Next(),
            Previous(),
            Identify(),
            Restart(),
            Play(items=()),
            Rename(name="x"),
            SetLogLevel(level=LogLevel.DEBUG),
        )
        for action in (*actions, Seek(position_s=1.0), SetMute(muted=True), SetMute(muted=False), SetVolume(level=4)):
            for good, count in ((0, 2), (1, 5), (4, 0)):
                outcomes = [Outcome("ΨΩΔ")] * good + [Outcome("ΨΩΔ", "ΦΨΛ")] * count
                notes.append([group_note(action, outcomes)])
            done = [command_note(view.id, view.name, name_of(action), action=action) for view in views[:2]]
            notes += [[note] for note in done if note] + [[note for note in done if note]]
        notes.append([command_note(view.id, view.name, "stop", error="ΦΨΛ") for view in views[:2]])
        for together in notes:
            by_topic = {note.topic: [each for each in together if each.topic == note.topic] for note in together}
            for topic in by_topic.values():
                window.tell(*topic)
                look(*window.toasts.shown)
                window.toasts.clear()
        window.frame.title_bar.bell.click()
        look()
        window.frame.title_bar.bell.click()
        controller.welcome = views[0]
        for act in (window._newcomers.add, window._newcomers.ignore, window._newcomers.show_again):
            act(*found()[:2])
            await eventually(lambda: window.toasts.shown)
            look(*window.toasts.shown)
            window.toasts.clear()
        window._newcomers.identify(found()[0])
        window._commander.remove(views[5])
        window._copy_address(views[0])
        await eventually(lambda: len(window.toasts.shown) == 3)
        look(*window.toasts.shown)
        window.toasts.clear()
        window.ask_address()
        window.playing.ask_url(views[0])
        look()
        question = window.findChildren(Question)[-1]
        question.field.setText("no address")
        question.confirm.click()
        await eventually(question.error.isVisible)
        look()
        window._ask_to_remove(views[5])
        window.settings.findChildren(QPushButton)[-1].click()
        window.open_player(views[0].id)
        window.player.ask_to_restart(views[0])
        look()
        for dialog in window.findChildren(QDialog):
            dialog.close()

    tour(story)
