"""What a player measures and says, on its page, by mouse and by keyboard, on a real player."""

import pytest
from PySide6.QtCore import Qt

Key = Qt.Key


@pytest.fixture
def lobby(make_screen):
    return make_screen("Lobby", area="Foyer", plays=("one", "two"), keeps_log=True)


def open_tab(person, window, word):
    wall = window.page.wall
    person.sees(lambda: "Playing" in person.reads("Lobby"))
    person.double_click(wall.viewport(), wall.visualRect(person.card("Lobby")).center())
    person.sees(window.player.isVisible)
    tabs = window.player.tabs
    place = next(place for place in range(tabs.count()) if tabs.tabText(place) == word)
    person.click(tabs, tabs.tabRect(place).center())


def test_figures_are_watched_and_looked_back_at(lobby, tell):
    def story(person, window):
        open_tab(person, window, "Figures")
        figures = window.records.figures
        person.sees(lambda: figures.board is not None and figures.board.plots.isVisible())
        board = figures.board
        person.sees(lambda: {"cpu", "memory", "frames"} <= {card.subject.key for card in board.plots.cards})
        cpu = next(card for card in board.plots.cards if card.subject.key == "cpu")
        person.sees(lambda: "%" in cpu.legend.told)
        first_s = board.span.to_s
        person.sees(lambda: board.span.to_s > first_s)

        person.click(board.bar.choices[86_400.0])
        assert board.span.length_s == 86_400.0
        person.tab_to("Plots")
        person.press(Key.Key_PageUp)
        assert not board.live
        person.press(Key.Key_Left)
        assert "Processor" in board.plots.accessibleDescription()
        person.press(Key.Key_End)
        assert board.live
        person.press(Key.Key_Escape)
        assert board.plots.crosshair_s is None

    tell(story, lobby)


def test_the_log_is_followed_filtered_and_made_to_say_more(lobby, tell):
    def story(person, window):
        open_tab(person, window, "Log")
        log = window.records.logs
        person.sees(lambda: log.model.rowCount() > 0)
        before = log.model.last.seq
        person.click(log.foot.more)
        person.choose("Debug lines too, for 10 minutes")
        person.sees(log.raised.isVisible)
        person.sees(lambda: log.model.last.seq > before)
        person.sees(lambda: "asked for it" in log.raised.text)
        person.click(log.raised.back)
        person.sees(lambda: not log.raised.isVisible())

        person.ctrl(Key.Key_F)
        assert person.focus is log.bar.search
        person.write("debug")
        person.press(Key.Key_Return)
        person.sees(lambda: "debug" in log.model.rows[log.table.currentIndex().row()].text)
        person.click(log.bar.text)
        person.write("nothing says this")
        person.sees(lambda: log.nothing.headline == "No line fits")
        person.click(log.nothing.button)
        person.sees(lambda: log.model.rowCount() > 0)

    tell(story, lobby)
