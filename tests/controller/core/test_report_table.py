import csv
import io

from footlight_controller.core.proof_of_play import By, Key, Line, Report, Tally
from footlight_controller.core.report_table import write_csv


def report(*by, **key):
    line = Line(key=Key(**key), item="=1+1", player="Lobby", tally=Tally(plays=2, ended=2, complete=1, seconds=12.5))
    return Report(from_s=0, until_s=1, by=by, lines=(line,), total=line.tally, players=1, unknown_s=0)


def rows(found):
    out = io.StringIO(newline="")
    assert write_csv(found, out) == 1
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_there_are_columns_for_what_the_report_tells_apart_alone():
    (row,) = rows(report(By.DAY, By.PLAYER, day="2026-11-23", player_id="ab12"))
    assert row == {
        "day": "2026-11-23",
        "player": "Lobby",
        "player_id": "ab12",
        "plays": "2",
        "ended": "2",
        "complete": "1",
        "failed": "0",
        "seconds_on_screen": "12.500",
        "presented_frames": "0",
        "dropped_frames": "0",
        "seconds_without_new_frames": "0.000",
    }


def test_no_name_is_taken_for_a_formula():
    (row,) = rows(report(By.ITEM, uri="/a.mp4"))
    assert (row["item"], row["uri"]) == ("'=1+1", "/a.mp4")
