"""The wall of cards and the table by keyboard alone, on real players."""

from PySide6.QtCore import Qt

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def test_players_are_searched_filtered_grouped_sorted_and_shown_in_every_size(four, tell):
    def story(person, window):
        page = window.page
        person.sees(lambda: page.playing.text == "3")
        assert person.focus is page.wall

        person.ctrl(Key.Key_F)
        person.write("foyer")
        person.sees(lambda: person.cards == ["Bar", "Lobby"])
        person.press(Key.Key_Down)
        assert person.focus is page.wall
        person.ctrl(Key.Key_F)
        person.write("nobody")
        person.sees(page.nothing_found.isVisible)
        person.press(Key.Key_Return)
        assert person.focus is page.nothing_found.button
        person.press(Key.Key_Space)
        person.sees(lambda: person.cards == ["Kitchen", "Bar", "Lobby", "Stage"])
        assert person.focus is page.wall

        person.tab_to("Playing: 3", back=True)
        person.press(Key.Key_Space)
        person.sees(lambda: person.cards == ["Kitchen", "Lobby", "Stage"])
        person.tab_to("All: 4", back=True)
        person.press(Key.Key_Space)
        person.tab_to("Group by area")
        person.press(Key.Key_Space)
        person.sees(lambda: person.cards == ["Bar", "Kitchen", "Lobby", "Stage"])
        person.tab_to("Sort")
        person.in_menu(lambda: person.press(Key.Key_Space), lambda: person.choose_by_keys("By status"))
        person.sees(lambda: person.cards == ["Kitchen", "Lobby", "Stage", "Bar"])

        heights = []
        for name in ("Small cards", "Medium cards", "Large cards with pictures"):
            person.tab_to(name)
            person.press(Key.Key_Space)
            heights.append(page.wall.cell.height())
        assert heights[0] < heights[1] < heights[2]
        person.tab_to("Table")
        person.press(Key.Key_Space)
        person.sees(page.table.isVisible)
        assert person.tab_to("Players") is page.table
        person.press(Key.Key_Home, Key.Key_Down)
        assert person.chosen == ["Lobby"]
        person.press(Key.Key_Return)
        person.sees(window.player.isVisible)
        assert window.player.view.name == "Lobby"

    tell(story, *four)


def test_several_are_chosen_by_keys_and_commanded_with_a_result_for_each(four, tell):
    _, kitchen, lobby, stage = four

    def story(person, window):
        page, bulk = window.page, window.page.group_bar
        person.sees(lambda: page.playing.text == "3")
        person.press(Key.Key_Home)
        person.press(Key.Key_Right, modifiers=SHIFT)
        person.press(Key.Key_Right, modifiers=SHIFT)
        assert (person.chosen, bulk.text) == (["Kitchen", "Bar", "Lobby"], "3 players selected")
        person.tab_to("Pause")
        person.press(Key.Key_Space)
        person.sees(lambda: not kitchen.moves and not lobby.moves)
        person.sees(lambda: any(title == "2 of 3 players paused" and "Bar" in text for title, text in person.toasts))
        assert stage.moves

        person.tab_to("Players", back=True)
        person.ctrl(Key.Key_A)
        assert person.chosen == ["Kitchen", "Bar", "Lobby", "Stage"]
        person.tab_to("Volume")
        person.in_menu(lambda: person.press(Key.Key_Space), lambda: person.choose_by_keys("80 %"))
        person.sees(lambda: [each.loudness[0] for each in four] == [80] * 4)
        person.tab_to("Clear selection")
        person.press(Key.Key_Space)
        assert (bulk.isVisible(), person.focus) == (False, page.wall)

        person.ctrl(Key.Key_A)
        person.in_menu(lambda: person.press(Key.Key_Menu), lambda: person.choose_by_keys("Mute"))
        person.sees(lambda: [each.loudness[1] for each in four] == [True] * 4)
        person.press(Key.Key_Escape)
        assert person.chosen == []

    tell(story, *four)


def test_the_menu_key_opens_the_menu_of_the_card_and_escape_leads_back_to_it(four, tell):
    lobby = four[2]

    def story(person, window):
        person.sees(lambda: window.page.playing.text == "3")
        person.write("lob")
        assert person.chosen == ["Lobby"]
        person.in_menu(lambda: person.press(Key.Key_Menu), lambda: person.press(Key.Key_Escape))
        person.sees(lambda: person.focus is window.page.wall)
        assert (person.menu, person.chosen) == (None, ["Lobby"])
        person.in_menu(lambda: person.press(Key.Key_Menu), lambda: person.choose_by_keys("Pause"))
        person.sees(lambda: (lobby.shows, lobby.moves) == ("one", False))

    tell(story, *four)
