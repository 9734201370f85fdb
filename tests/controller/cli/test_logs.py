"""`footlight logs`: what is asked for, how it is shown, and what it refuses."""

import time

import pytest

from footlight_common.errors import NotLinked, RoleDenied, StorageError
from footlight_common.model.logs import LogFilter, LogLevel, LogLine
from footlight_common.protocol.commands import SetLogLevel
from footlight_common.protocol.topics import Topic
from footlight_controller.core.changes import Changes, DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.core.log_tail import LogNews

ID = "ab12000000000000"
AT_S = 1_750_000_000.25
CLOCK = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(AT_S)) + ".250"


def line(seq, text, level=LogLevel.INFO):
    return LogLine(seq=seq, at_s=AT_S, level=level, logger="footlight_player.app", text=text)


class ScriptedLogs:
    """The logs of a controller: these lines, and this news."""

    def __init__(self, behind):
        self.behind = behind
        self.lines = (line(7, "plays one.mp4"), line(8, "burns\n  File x\nKeyError", LogLevel.ERROR))
        self.asked = []
        self.news = []
        self.error = None

    async def newest(self, player_id, wanted, *, most):
        self.asked.append((player_id, wanted, most))
        if self.error is not None:
            raise self.error
        return self.lines

    async def save_archive(self, player_id, path):
        if self.error is not None:
            raise self.error
        path.write_bytes(b"x" * 2048)
        return 2048

    async def follow(self, player_id, tell, wanted, *, most):
        self.asked.append((player_id, wanted, most))
        for each in self.news:
            if isinstance(each, LogNews):
                tell(each)
            else:
                told = (FleetEvent(player_id=player_id, player_name="Lobby", event=each),)
                for sink in self.behind.sinks:
                    sink(Changes(events=told))
        # As Ctrl+C does.
        raise KeyboardInterrupt


@pytest.fixture
def logs(behind):
    behind.logs = ScriptedLogs(behind)
    return behind.logs


def test_lines_are_shown_with_time_level_part_and_text(footlight, logs):
    answer = footlight("logs", "Lobby")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        f"{CLOCK} INFO     footlight_player.app: plays one.mp4",
        f"{CLOCK} ERROR    footlight_player.app: burns",
        "      File x",
        "    KeyError",
    ]
    assert logs.asked == [(ID, LogFilter(), 100)]


def test_what_a_player_says_controls_no_terminal(footlight, logs):
    logs.lines = (line(1, "a\x1b[2Jb\r\x07\u202ec [bold]d\nnext\x1b[31m"),)
    answer = footlight("logs", "Lobby")
    assert answer.out.splitlines() == [
        f"{CLOCK} INFO     footlight_player.app: a[2Jb",
        "    c [bold]d",
        "    next[31m",
    ]


def test_as_json_each_line_is_an_object(footlight, logs):
    answer = footlight("logs", "Lobby", "--json")
    assert answer.lines[0] == {
        "player": {"id": ID, "name": "Lobby"},
        "seq": 7,
        "at": AT_S,
        "level": "info",
        "logger": "footlight_player.app",
        "text": "plays one.mp4",
    }


def test_the_question_is_passed_on(footlight, logs):
    footlight("logs", "Lobby", "--level", "WARNING", "--text", "disk", "--logger", "a.b", "--lines", "5")
    assert logs.asked == [(ID, LogFilter(level=LogLevel.WARNING, text="disk", logger="a.b"), 5)]


def test_nothing_that_fits_is_said_on_stderr(footlight, logs):
    logs.lines = ()
    assert footlight("logs", "Lobby", "--text", "x").err == "footlight: no line fits.\n"
    assert footlight("logs", "Lobby").err == "footlight: Lobby has said nothing yet.\n"


def test_following_shows_lines_gaps_and_breaks_until_it_is_interrupted(footlight, logs, behind):
    logs.news = [
        LogNews(lines=logs.lines[:1]),
        DeviceOffline(at_s=1.0, code="restart", reason="The player restarts."),
        DeviceOnline(at_s=2.0),
        LogNews(dropped=12),
        LogNews(lines=(line(9, "back"),)),
    ]
    answer = footlight("logs", "Lobby", "-f", "--lines", "3")
    assert answer.code == 0
    assert [each.rpartition(": ")[2] for each in answer.out.splitlines()] == ["plays one.mp4", "back"]
    assert answer.err.splitlines() == [
        "footlight: Lobby is offline: The player restarts. Waiting for it.",
        "footlight: Lobby is back.",
        "footlight: 12 lines came too fast for Lobby to keep.",
    ]
    assert logs.asked == [(ID, LogFilter(), 3)]
    assert behind.options["topics"] == (Topic.DEVICES, Topic.LOGS)
    assert behind.sinks == []


@pytest.mark.parametrize(("said", "duration_s"), [((), 600.0), (("--for", "90s"), 90.0), (("--for", "2h"), 7200.0)])
def test_the_level_is_raised_first(footlight, logs, behind, said, duration_s):
    answer = footlight("logs", "Lobby", "--raise-level", "debug", *said, "--lines", "0")
    assert (answer.code, answer.out) == (0, "")
    assert behind.commands == [(ID, SetLogLevel(level=LogLevel.DEBUG, duration_s=duration_s))]
    assert answer.err.startswith("footlight: Lobby keeps lines from debug on until ")
    assert logs.asked == []


def test_the_archive_is_saved(footlight, logs, tmp_path):
    answer = footlight("logs", "Lobby", "--archive", "all.tar.gz")
    assert (answer.code, answer.out, answer.err) == (0, "Saved the log of Lobby as all.tar.gz (2 KiB).\n", "")
    assert (tmp_path / "all.tar.gz").stat().st_size == 2048


@pytest.mark.parametrize("arguments", [(), ("--archive", "x.tar.gz")])
@pytest.mark.parametrize(
    "error", [RoleDenied("logs needs the role technician."), StorageError("no room"), NotLinked("off")]
)
def test_a_refusal_is_one_line(footlight, logs, arguments, error):
    logs.error = error
    answer = footlight("logs", "Lobby", *arguments)
    assert (answer.code, answer.out, answer.err) == (1, "", f"footlight: {error}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--for", "10m"),
        ("--raise-level", "loud"),
        ("--raise-level", "debug", "--for", "ten"),
        ("--raise-level", "debug", "--for", "0m"),
        ("--raise-level", "debug", "--for", "25h"),
        ("--level", "x"),
        ("--lines", "-1"),
        ("--archive", "x", "-f"),
        ("--archive", "x", "--json"),
        ("--archive", "x", "--level", "info"),
        ("--archive", "x", "--lines", "5"),
    ],
)
def test_wrong_usage(footlight, logs, arguments):
    assert footlight("logs", "Lobby", *arguments).code == 2
    assert logs.asked == []
