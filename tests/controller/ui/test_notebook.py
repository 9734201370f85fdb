import pytest

from footlight_common.clock import ManualClock
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.shell.notebook import MOST, Notebook


def note(topic="offline", subject="Lobby", **fields):
    fields = {"subject_id": subject, "text": "No answer.", "together": "{} players", "level": Level.CAUTION, **fields}
    return Note(topic=topic, subject=subject, **fields)


ONLINE = {"topic": "online", "level": Level.GOOD, "text": "Online"}


@pytest.fixture
def notebook(qapp):
    return Notebook(ManualClock())


def topics(notebook):
    return [(kept.topic, kept.subject) for kept in notebook.kept]


def test_what_is_wrong_is_kept_newest_first_and_what_went_well_is_not(notebook):
    notebook.take([note(), note(topic="paused", level=Level.GOOD), note(topic="alert", level=Level.BAD)])
    assert topics(notebook) == [("alert", "Lobby"), ("offline", "Lobby")]
    assert notebook.unread == 2


def test_coming_online_is_kept_only_for_one_that_was_missed_and_once(notebook):
    notebook.take([note(**ONLINE)])
    assert topics(notebook) == []
    notebook.take([note()])
    notebook.take([note(**ONLINE)])
    notebook.take([note(**ONLINE), note(subject="Bar", **ONLINE)])
    assert topics(notebook) == [("online", "Lobby"), ("offline", "Lobby")]


def test_a_crowd_that_goes_at_once_is_one_note_about_nobody_in_particular(notebook):
    notebook.take(note(subject=f"P{number}") for number in range(1000))
    (kept,) = notebook.kept
    assert (kept.subject, kept.subject_id) == ("1000 players", "")
    assert "997 more" in kept.text


def test_no_more_than_the_latest_are_kept(notebook):
    for number in range(MOST + 5):
        notebook.take([note(subject=f"P{number}")])
    assert len(notebook.kept) == MOST
    assert notebook.kept[0].subject == f"P{MOST + 4}"


def test_reading_and_clearing(notebook, qtbot):
    notebook.take([note()])
    with qtbot.waitSignal(notebook.changed):
        notebook.mark_read()
    assert (notebook.unread, len(notebook.kept)) == (0, 1)
    notebook.clear()
    assert notebook.kept == []


def test_notes_are_there_in_the_next_run(qapp, tmp_path):
    file = tmp_path / "notes.json"
    first = Notebook(ManualClock(), file)
    first.take([note(text="é\n🎬")])
    first.flush()
    assert Notebook(ManualClock(), file).kept == first.kept


@pytest.mark.parametrize("content", [b"", b"{", b'[{"at_s": "now"}]', b"\xff\x00"])
def test_a_damaged_file_is_begun_anew(qapp, tmp_path, content):
    file = tmp_path / "notes.json"
    file.write_bytes(content)
    notebook = Notebook(ManualClock(), file)
    assert notebook.kept == []
    notebook.take([note()])
    notebook.flush()
    assert len(Notebook(ManualClock(), file).kept) == 1


def test_a_folder_that_is_not_there_costs_only_the_keeping(qapp, tmp_path):
    notebook = Notebook(ManualClock(), tmp_path / "no" / "notes.json")
    notebook.take([note()])
    notebook.flush()
    assert len(notebook.kept) == 1
