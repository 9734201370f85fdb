"""Words of the command line turned into what players take."""

import pytest

from footlight_common.errors import InvalidArgument
from footlight_controller.cli.arguments import item_of, log_level_of, seconds_of, span_of


@pytest.mark.parametrize(
    ("text", "position_s"),
    [
        ("0", 0.0),
        ("90", 90.0),
        ("90.5", 90.5),
        ("1:30", 90.0),
        ("01:05.5", 65.5),
        ("90:00", 5400.0),
        ("1:00:30", 3630.0),
    ],
)
def test_a_place_in_an_item(text, position_s):
    assert seconds_of(text) == position_s


@pytest.mark.parametrize("text", ["", "-1", "1:60", "1:60:00", "1:2:3:4", "1.5:00", "nan", "inf", "٣", "1e3"])
def test_no_place_in_an_item(text):
    with pytest.raises(ValueError, match="MM:SS"):
        seconds_of(text)


@pytest.mark.parametrize(("text", "span_s"), [("90s", 90.0), ("10m", 600.0), ("2 H", 7200.0), ("24h", 86_400.0)])
def test_a_span_of_time(text, span_s):
    assert span_of(text) == span_s


@pytest.mark.parametrize("text", ["", "10", "0m", "-1m", "1.5h", "25h", "1d", "m", "999999s"])
def test_no_span_of_time(text):
    with pytest.raises(ValueError, match="write 90s, 10m or 2h, a day at most"):
        span_of(text)


def test_a_level_of_a_log():
    assert log_level_of("Warning") == "warning"
    with pytest.raises(ValueError, match=r"no level 'loud'\. There are debug, info, warning"):
        log_level_of("loud")


@pytest.mark.parametrize("url", ["http://nas/a.mp4", "RTSP://cam/1", "file:///a.mp4", "av://lavfi:testsrc"])
def test_a_url_is_sent_as_it_is(url):
    assert item_of(url).uri == url


def test_an_absolute_path_need_not_exist_here():
    assert item_of("/on/the/player.mp4").uri == "/on/the/player.mp4"


def test_a_link_keeps_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "monday.mp4").touch()
    (tmp_path / "today.mp4").symlink_to("monday.mp4")
    assert item_of("today.mp4").uri == str(tmp_path / "today.mp4")


@pytest.mark.parametrize("text", ["missing.mp4", ".", "", "/a\x00b", "/bad\udcff.mp4", "/" + "x" * 5000], ids=range(6))
def test_what_cannot_be_played_is_refused(text):
    with pytest.raises(InvalidArgument):
        item_of(text)
