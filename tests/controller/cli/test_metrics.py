"""`footlight metrics`: what is printed, for people and for programs."""

import pytest

from footlight_common.errors import Unreachable
from footlight_common.model.metrics import Metrics, Rollup, Throttling
from footlight_common.protocol.events import MetricsUpdate
from footlight_common.protocol.pages import MetricsPage

NOW = Metrics(
    cpu_percent=12.34,
    cores_percent=(10.0, 15.0),
    load_1=0.5,
    memory_used_bytes=1_234_000_000,
    temperature_c=48.3,
    throttling=Throttling(throttled=True),
    disk_free_bytes=999,
    received_bytes_s=1500.0,
    decoder="v4l2m2m\x1b[31m",
    presented_frames=300,
    presented_fps=30.0,
    open_files=42,
)


class Scripted:
    """The figures of one player."""

    def __init__(self):
        self.asked = []
        self.rollups = {}
        self.error = None

    async def now(self, player_id):
        if self.error is not None:
            raise self.error
        return MetricsUpdate(at_s=1_790_000_000.5, metrics=NOW)

    async def page(self, player_id, *, from_s, to_s, figures=()):
        self.asked.append((player_id, from_s, to_s, figures))
        return MetricsPage(figures=self.rollups, step_s=300)


@pytest.fixture
def figures(behind):
    behind.metrics = Scripted()
    return behind.metrics


def test_each_figure_is_a_line_in_its_unit_and_what_is_absent_is_left_out(footlight, figures):
    answer = footlight("metrics", "Lobby")
    assert answer.code == 0
    told = dict(line.split(maxsplit=1) for line in answer.out.splitlines())
    assert told["cpu_percent"] == "12.3 %"
    assert told["cores_percent.1"] == "15.0 %"
    assert told["load_1"] == "0.50"
    assert told["memory_used_bytes"] == "1.2 GB"
    assert told["temperature_c"] == "48.3 °C"
    assert (told["throttling.throttled"], told["throttling.under_voltage"]) == ("yes", "no")
    assert told["disk_free_bytes"] == "999 B"
    assert told["received_bytes_s"] == "1.5 kB/s"
    assert told["presented_fps"] == "30.0 fps"
    assert (told["presented_frames"], told["open_files"]) == ("300", "42")
    assert not {"sent_bytes_s", "disk_life_percent", "memory_total_bytes"} & told.keys()
    assert "\x1b" not in answer.out


def test_json_has_everything_and_null_for_what_is_absent(footlight, figures):
    (line,) = footlight("metrics", "Lobby", "--json").lines
    assert line["player"] == {"id": "ab12000000000000", "name": "Lobby"}
    assert (line["at"], line["cpu_percent"], line["cores_percent"]) == (1_790_000_000.5, 12.34, [10.0, 15.0])
    assert line["disk_life_percent"] is None


def test_only_the_figures_that_are_asked_for(footlight, figures):
    assert set(footlight("metrics", "Lobby", "--figures", "load_1, cpu_percent", "--json").lines[0]) == {
        "player",
        "at",
        "load_1",
        "cpu_percent",
    }
    lines = footlight("metrics", "Lobby", "--figures", "cores_percent").out.splitlines()
    assert [line.split()[0] for line in lines] == ["FIGURE", "cores_percent.0", "cores_percent.1"]


def test_since_shows_least_mean_most_and_the_way_it_went(footlight, figures):
    means = [0.0, 10.0, 20.0, 30.0]
    figures.rollups = {
        "temperature_c": tuple(
            Rollup(at_s=300 * number, least=mean - 5, mean=mean, most=mean + 7) for number, mean in enumerate(means)
        ),
        "throttling.throttled": (Rollup(at_s=0, least=0.0, mean=0.25, most=1.0),),
        "disk_total_bytes": tuple(Rollup(at_s=60 * n, least=1e9, mean=1e9 + n, most=1e9) for n in range(3)),
    }
    answer = footlight("metrics", "Lobby", "--since", "1h")
    assert answer.out.splitlines()[0].split() == ["FIGURE", "LEAST", "MEAN", "MOST", "TREND"]
    assert "temperature_c" in answer.out
    line = next(line for line in answer.out.splitlines() if "temperature" in line)
    assert line.split() == ["temperature_c", "-5.0", "°C", "15.0", "°C", "37.0", "°C", "▁▃▅█"]
    assert next(line for line in answer.out.splitlines() if "disk" in line).endswith("  ▁▁▁")
    assert "0 %" in answer.out
    assert "25 %" in answer.out
    (asked,) = figures.asked
    assert asked[2] - asked[1] > 3600


def test_since_with_json_is_a_line_a_rollup(footlight, figures):
    figures.rollups = {"load_1": (Rollup(at_s=300, least=0.1, mean=0.2, most=0.3),)}
    (line,) = footlight("metrics", "Lobby", "--since", "7d", "--figures", "load_1", "--json").lines
    assert line == {
        "player": {"id": "ab12000000000000", "name": "Lobby"},
        "figure": "load_1",
        "at": 300,
        "seconds": 300,
        "least": 0.1,
        "mean": 0.2,
        "most": 0.3,
    }
    assert figures.asked[0][3] == ("load_1",)


def test_nothing_at_all_is_said(footlight, figures):
    answer = footlight("metrics", "Lobby", "--since", "1h")
    assert (answer.code, answer.out) == (0, "")
    assert "Lobby has no figures of that time" in answer.err
    assert "none of these" in footlight("metrics", "Lobby", "--figures", "nonsense").err


def test_a_time_that_is_none_is_wrong_usage(footlight, figures):
    answer = footlight("metrics", "Lobby", "--since", "soon")
    assert answer.code == 2
    assert "'soon' is no time" in answer.err


def test_a_player_that_sends_none_is_an_error_in_words(footlight, figures):
    figures.error = Unreachable("the player sent no figures within 10 s.")
    answer = footlight("metrics", "Lobby")
    assert (answer.code, answer.err) == (1, "footlight: the player sent no figures within 10 s.\n")
