from controller.ui.fleet import player

from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.notes import Note, Part

HALLS = (player(1, "Hall"), player(2, "Hall"), player(3, "Bar"))


def test_a_name_that_two_players_have_gets_the_number_of_its_card():
    namesakes = Namesakes(HALLS)
    assert namesakes.names(HALLS) == ["Hall #0000", "Hall #0000", "Bar"]
    assert namesakes.told("Hall", "ab12cd") == "Hall #ab12"
    assert namesakes.told("Hall", "") == "Hall"


def test_a_note_tells_each_player_in_it_apart_once():
    namesakes = Namesakes(HALLS)
    parts = (Part(subject="Hall", subject_id="ab12cd"), Part(subject="Bar", subject_id="cd12ab"))
    note = namesakes.note(Note(topic="t", subject="2 players paused", parts=parts))
    assert [part.subject for part in note.parts] == ["Hall #ab12", "Bar"]
    assert namesakes.note(note) is note
    plain = Note(topic="t", subject="Bar", subject_id="cd12ab")
    assert namesakes.note(plain) is plain
