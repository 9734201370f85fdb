"""The Reports page, over what real players really showed."""

from PySide6.QtCore import Qt

from footlight_controller.ui.reports.report_rows import ReportColumn

Key = Qt.Key


def test_by_keyboard_somebody_sees_what_was_on_screen_and_how_much_of_the_time_players_ran(make_screen, tell):
    lobby = make_screen("Lobby", area="Foyer", plays=("one", "two"))
    stage = make_screen("Stage", area="Hall", plays=("show",))

    def story(person, window):
        person.sees(lambda: lobby.shows and stage.shows)
        page = window.records.reports
        person.ctrl(Key.Key_4)
        person.sees(page.proof.isVisible)
        assert person.focus is page.proof.bar.period.pick
        person.sees(lambda: page.proof.counting.whole and {line.item for line in page.proof.model.rows} >= {"show"})
        assert {line.item for line in page.proof.model.rows} == {"one", "show"}
        assert page.proof.total.cells[ReportColumn.PLAYS] == str(sum(row.tally.plays for row in page.proof.model.rows))

        person.tab_to("A line for each: Player")
        person.press(Key.Key_Space)
        person.sees(lambda: {line.player for line in page.proof.model.rows} == {"Lobby", "Stage"})
        person.tab_to("Proof of play")
        person.press(Key.Key_Down, Key.Key_Return)
        person.sees(window.player.isVisible)

        person.ctrl(Key.Key_4)
        person.tab_to("Report", back=True)
        person.press(Key.Key_Right)
        person.sees(page.availability.isVisible)
        person.sees(lambda: page.availability.measuring.whole and len(page.availability.model.rows) == 2)
        assert all(row.found.playing for row in page.availability.model.rows)

    tell(story, lobby, stage)
