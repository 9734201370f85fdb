"""The window is closed while something is under way."""

import socket

from PySide6.QtCore import Qt

from footlight_controller.ui.dialogs.question import Question


def test_a_command_that_gets_no_answer_does_not_hold_up_the_end(make_screen, tell):
    lobby = make_screen("Lobby", plays=("one",))

    def story(person, window):
        person.sees(lambda: "Playing" in person.reads("Lobby"))
        with lobby.frozen():
            person.ctrl(Qt.Key.Key_K)
            person.write("pause lobby")
            person.press(Qt.Key.Key_Return)
            person.close_window()
            person.sees(lambda: not window.isVisible())

    tell(story, lobby)
    assert lobby.shows == "one"


def test_a_player_that_is_being_added_does_not_hold_up_the_end(tell):
    def story(person, window):
        person.ctrl(Qt.Key.Key_N)
        person.sees(lambda: window.findChild(Question))
        question = window.findChild(Question)
        person.write(f"127.0.0.1:{silent.getsockname()[1]}")
        person.press(Qt.Key.Key_Return)
        person.sees(question.progress.isVisible)
        window.quit()

    with socket.create_server(("127.0.0.1", 0)) as silent:
        tell(story)
