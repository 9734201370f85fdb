"""The timeline: what a player did while no controller was there, seen from afar and as a story."""

from PySide6.QtCore import QPoint, Qt

from footlight_controller.ui.shell.places import TIMELINE
from footlight_controller.ui.timeline.ribbon import Kind


def words(tab):
    """The story, in the order it happened."""
    told = [tab.model.told(row).text for row in range(tab.model.rowCount())]
    return [text.replace("\u2068", "").replace("\u2069", "") for text in reversed(told)]


def in_order(wanted, told):
    rest = iter(told)
    return all(any(text.startswith(each) for text in rest) for each in wanted)


def test_what_a_player_did_while_no_controller_was_there_is_told_in_order(tell, make_screen, qtbot):
    lobby = make_screen("Lobby", area="Foyer", plays=("one", "two"))
    qtbot.waitUntil(lambda: lobby.shows == "one")
    lobby.switch_off()
    lobby.switch_on()
    qtbot.waitUntil(lambda: lobby.shows == "one")

    def story(person, window):
        person.ctrl(Qt.Key.Key_3)
        assert window.frame.open_key == TIMELINE
        chart = window.records.timeline.chart

        def played():
            past = chart.lines[-1].past if chart.lines else None
            return past is not None and Kind.PLAYED in past.ribbon.kinds

        person.sees(played)
        title = chart.rect_of(lobby.id).center().toPoint()
        person.click(chart.viewport(), QPoint(20, title.y()))
        person.sees(window.player.isVisible)
        tab = window.records.timeline_tab
        tabs = window.player.tabs
        person.click(tabs, tabs.tabRect(1).center())
        person.sees(tab.isVisible)
        wanted = (
            "The player started",
            "Plays one",
            "one left the screen with the player",
            "The player was closed",
            "The player started",
            "Plays one",
        )
        person.sees(lambda: in_order(wanted, words(tab)))

    tell(story, lobby)
