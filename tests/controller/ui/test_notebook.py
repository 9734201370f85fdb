import asyncio

import pytest

from footlight_common.clock import ManualClock
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.shell.notebook import KNOWN_FOR_S, MOST, Notebook


def note(topic="offline", subject="Lobby", **fields):
    fields = {
        "subject_id": subject,
        "text": "No answer.",
        "together": Counted("Notes", "%n player(s) went offline", "", 2),
        "level": Level.CAUTION,
        **fields,
    }
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
    assert (kept.subject, kept.subject_id) == ("1000 players went offline", "")
    assert "997 more" in kept.text


def test_no_more_than_the_latest_are_kept(notebook):
    for number in range(MOST + 5):
        notebook.take([note(topic=f"alert {number}", subject=f"P{number}")])
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


def test_what_follows_within_seconds_joins_the_note_that_is_there(qapp):
    clock = ManualClock()
    notebook = Notebook(clock)
    notebook.take([note(subject=f"P{number}") for number in range(8)])
    asyncio.run(clock.advance(2.0))
    notebook.take([note(subject=f"P{number}") for number in range(8, 12)])
    (kept,) = notebook.kept
    assert kept.subject == "12 players went offline"
    assert [part.subject_id for part in kept.parts] == [f"P{number}" for number in range(12)]


def test_single_notes_that_follow_one_another_become_one_from_the_fourth_on(qapp):
    notebook = Notebook(ManualClock())
    for number in range(3):
        notebook.take([note(subject=f"P{number}")])
    assert len(notebook.kept) == 3
    notebook.take([note(subject="P3")])
    assert topics(notebook) == [("offline", "4 players went offline")]


BROKEN = {"topic": "broken clip.mp4", "text": "Skipped clip.mp4: No video.", "repeats": True}


def test_an_item_that_breaks_each_time_it_comes_is_one_note_with_how_often(qapp):
    clock = ManualClock()
    notebook = Notebook(clock)
    for _ in range(30):
        notebook.take([note(**BROKEN, level=Level.BAD)])
        notebook.take([note(**BROKEN), note(subject="Bar", **BROKEN)])
        asyncio.run(clock.advance(12.0))
    assert topics(notebook) == [("broken clip.mp4", "Bar"), ("broken clip.mp4", "Lobby")]
    assert {kept.text for kept in notebook.kept} == {"30 times: Skipped clip.mp4: No video."}
    assert notebook.unread == 2


def test_it_calls_nobody_again_who_has_read_it_until_it_was_away_for_long(qapp):
    clock = ManualClock()
    notebook = Notebook(clock)
    notebook.take([note(**BROKEN)])
    notebook.mark_read()
    asyncio.run(clock.advance(12.0))
    notebook.take([note(**BROKEN)])
    assert notebook.unread == 0
    asyncio.run(clock.advance(KNOWN_FOR_S + 1.0))
    notebook.take([note(**BROKEN)])
    assert notebook.unread == 1


def test_an_item_that_breaks_again_and_again_at_many_players_is_one_note(qapp):
    clock = ManualClock()
    notebook = Notebook(clock)
    for _ in range(10):
        notebook.take([note(subject=f"P{number}", **BROKEN) for number in range(5)])
        asyncio.run(clock.advance(12.0))
    (kept,) = notebook.kept
    assert [part.subject_id for part in kept.parts] == [f"P{number}" for number in range(5)]


def test_what_comes_later_is_a_story_of_its_own(qapp):
    clock = ManualClock()
    notebook = Notebook(clock)
    notebook.take([note(subject=f"P{number}") for number in range(8)])
    asyncio.run(clock.advance(60.0))
    notebook.take([note(subject=f"P{number}") for number in range(8, 12)])
    assert [kept.subject for kept in notebook.kept] == ["4 players went offline", "8 players went offline"]


def test_one_of_a_crowd_that_went_is_told_when_it_is_back(notebook):
    notebook.take([note(subject=f"P{number}") for number in range(5)])
    notebook.take([note(subject="P3", **ONLINE), note(subject="P9", **ONLINE)])
    assert topics(notebook)[0] == ("online", "P3")


def test_of_many_notes_about_many_players_the_oldest_lose_their_lists(qapp):
    notebook = Notebook(ManualClock())
    for number in range(5):
        notebook.take([note(topic=f"alert {number}", subject=f"P{each}") for each in range(1000)])
    assert [len(kept.parts) for kept in notebook.kept] == [1000, 1000, 1000, 1000, 0]


def test_the_players_of_a_note_are_there_in_the_next_run(qapp, tmp_path):
    file = tmp_path / "notes.json"
    first = Notebook(ManualClock(), file)
    first.take([note(subject=f"P{number}") for number in range(5)])
    first.flush()
    (kept,) = Notebook(ManualClock(), file).kept
    assert kept == first.kept[0]
