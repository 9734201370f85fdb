"""The wall of cards and the table by mouse, on real players."""

from PySide6.QtCore import QPoint, Qt

from footlight_controller.ui.dialogs.confirmation import Confirmation
from footlight_controller.ui.models.arranged import Column
from footlight_controller.ui.models.arranging import Shape, Show

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def confirmation(window):
    return next((each for each in window.findChildren(Confirmation) if each.isVisible()), None)


def test_players_are_searched_filtered_grouped_sorted_and_shown_in_every_size(four, tell):
    def story(person, window):
        page, toolbar = window.page, window.page.toolbar
        person.sees(lambda: page.playing.text == "3")
        assert person.cards == ["Kitchen", "Bar", "Lobby", "Stage"]

        person.click(toolbar.search)
        person.write("foyer")
        person.sees(lambda: person.cards == ["Bar", "Lobby"])
        person.click(toolbar.chips[Show.PLAYING])
        person.sees(lambda: person.cards == ["Lobby"])
        person.click(toolbar.search)
        person.write("x")
        person.sees(page.nothing_found.isVisible)
        person.click(page.nothing_found.button)
        person.sees(lambda: person.cards == ["Kitchen", "Bar", "Lobby", "Stage"])

        person.click(toolbar.group)
        person.sees(lambda: person.cards == ["Bar", "Kitchen", "Lobby", "Stage"])
        person.in_menu(lambda: person.click(toolbar.sort), lambda: person.choose("By status"))
        person.sees(lambda: person.cards == ["Kitchen", "Lobby", "Stage", "Bar"])

        heights = []
        for shape in (Shape.SMALL, Shape.MEDIUM, Shape.LARGE):
            person.click(toolbar.shapes[shape])
            assert toolbar.shapes[shape].isChecked()
            heights.append(page.wall.cell.height())
        assert heights[0] < heights[1] < heights[2]

        person.click(toolbar.shapes[Shape.TABLE])
        person.sees(page.table.isVisible)
        header = page.table.horizontalHeader()
        name = QPoint(header.sectionViewportPosition(Column.NAME) + 20, header.height() // 2)
        person.click(header.viewport(), name)
        person.sees(lambda: person.cards == ["Bar", "Kitchen", "Lobby", "Stage"])
        assert toolbar.sort.text() == "By name"

    tell(story, *four)


def test_several_are_chosen_by_mouse_and_commanded_with_a_result_for_each(four, tell):
    _, kitchen, lobby, stage = four

    def story(person, window):
        page, wall, bulk = window.page, window.page.wall, window.page.group_bar
        person.sees(lambda: page.playing.text == "3")
        person.click_item(wall, person.card("Kitchen"))
        assert (person.chosen, bulk.isVisible()) == (["Kitchen"], False)
        person.click_item(wall, person.card("Stage"), modifiers=CTRL)
        assert (person.chosen, bulk.text) == (["Kitchen", "Stage"], "2 players selected")
        person.click(bulk.pause)
        person.sees(lambda: not kitchen.moves and not stage.moves)
        person.sees(lambda: ("2 players paused", "") in person.toasts)
        person.sees(lambda: "Paused" in person.reads("Kitchen") and "Paused" in person.reads("Stage"))
        assert lobby.moves

        person.click_item(wall, person.card("Bar"))
        person.click_item(wall, person.card("Lobby"), modifiers=SHIFT)
        assert person.chosen == ["Bar", "Lobby"]
        person.click(bulk.pause)
        person.sees(lambda: not lobby.moves)
        person.sees(lambda: any(title == "1 of 2 players paused" and "Bar" in text for title, text in person.toasts))

        margin = QPoint(4, 4)
        begin = wall.visualRect(person.card("Kitchen")).topLeft() + margin
        person.drag(wall.viewport(), begin, wall.visualRect(person.card("Lobby")).center())
        person.sees(lambda: person.chosen == ["Kitchen", "Bar", "Lobby"])
        person.in_menu(lambda: person.click(bulk.volume), lambda: person.choose("40 %"))
        person.sees(lambda: [each.loudness[0] for each in four] == [40, 40, 40, 100])
        person.click(bulk.stop)
        person.sees(lambda: confirmation(window))
        person.click(confirmation(window).confirm)
        person.sees(lambda: [each.shows for each in four] == ["", "", "", "show"])
        person.click(bulk.clear)
        assert (person.chosen, bulk.isVisible()) == ([], False)

    tell(story, *four)


def test_the_menu_of_a_card_and_of_several_does_what_it_says(four, tell):
    bar, _, lobby, _ = four

    def story(person, window):
        wall, right = window.page.wall, Qt.MouseButton.RightButton

        def choose(name, *entries):
            place = wall.visualRect(person.card(name)).center()
            person.in_menu(lambda: person.click(wall.viewport(), place, button=right), lambda: person.choose(*entries))

        person.sees(lambda: window.page.playing.text == "3")
        choose("Lobby", "Next")
        person.sees(lambda: lobby.shows == "two")
        choose("Lobby", "Volume: 100 %", "60 %")
        person.sees(lambda: lobby.loudness == (60, False))
        choose("Bar", "Identify")
        person.sees(lambda: bar.view.identifying)

        person.click_item(wall, person.card("Kitchen"))
        person.click_item(wall, person.card("Stage"), modifiers=CTRL)
        choose("Stage", "Mute")
        person.sees(lambda: [each.loudness[1] for each in four] == [False, True, False, True])

    tell(story, *four)


def test_large_cards_show_what_is_on_the_screens(four, tell):
    def story(person, window):
        page, wall = window.page, window.page.wall
        person.sees(lambda: page.playing.text == "3")
        person.click(page.toolbar.group)
        person.click(page.toolbar.shapes[Shape.LARGE])

        def colours(name):
            card = wall.visualRect(person.card(name)).adjusted(40, 40, -40, -wall.cell.height() // 2)
            picture = wall.viewport().grab(card).toImage()
            return {picture.pixelColor(x, 10).name() for x in range(10)}, {picture.pixel(10, y) for y in range(60)}

        # The picture of a player is in bands of the colour of its item; a place without one is plain.
        person.sees(lambda: all(len(colours(name)[1]) > 1 for name in ("Kitchen", "Lobby", "Stage")))
        assert colours("Kitchen")[0] != colours("Stage")[0]

    tell(story, *four)
