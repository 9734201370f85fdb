import os
from pathlib import Path

import pytest

from footlight_common.errors import MediaMissing, MediaUnreachable, MediaUnsupported
from footlight_player.engine import failures

LOADING_FAILED, UNKNOWN_FORMAT = -13, -17


def test_a_file_and_a_file_url_name_the_same_path(tmp_path):
    path = tmp_path / "a film.mp4"
    path.write_bytes(b"x")
    assert failures.source_of(str(path)) == str(path)
    assert failures.source_of(path.as_uri()) == str(path)


@pytest.mark.parametrize("uri", ["http://a/b.mp4", "HTTPS://a/b", "rtsp://camera/1", "udp://239.0.0.1:1234"])
def test_addresses_of_films_and_cameras_pass(uri):
    assert failures.source_of(uri) == uri


@pytest.mark.parametrize("uri", ["edl://x", "memory://x", "av://v4l2:/dev/video0", "lavf://file:/etc/passwd", "fd://0"])
def test_what_mpv_would_open_beyond_that_does_not(uri):
    with pytest.raises(MediaUnsupported, match="does not open"):
        failures.source_of(uri)


@pytest.mark.parametrize("path", ["/nowhere/clip.mp4", "relative.mp4", "file:///nowhere"])
def test_what_is_not_there_is_missing(path):
    with pytest.raises(MediaMissing, match="There is no file"):
        failures.source_of(path)


def test_a_path_no_system_could_open_is_missing():
    with pytest.raises(MediaMissing, match="cannot be opened"):
        failures.source_of("/" + "a" * 4000)


def test_folders_pipes_and_empty_files_are_named_as_such(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").touch()
    for path, words in ((tmp_path, "folder"), (tmp_path / "pipe", "pipe"), (tmp_path / "empty", "empty")):
        with pytest.raises(MediaUnsupported, match=words):
            failures.source_of(str(path))


def test_texts_hold_no_password_no_query_and_no_page_of_path():
    text = failures.shown("https://name:word@host:81/a/b.mp4?token=1")
    assert text == "https://host:81/a/b.mp4"
    assert len(failures.shown("/" + "a" * 5000)) == 200


@pytest.mark.parametrize(
    ("code", "log", "words"),
    [
        (LOADING_FAILED, ["ffmpeg: http: HTTP error 404 Not Found"], "there is nothing at this address"),
        (UNKNOWN_FORMAT, ["ffmpeg: tcp: Connection to tcp://h:9 failed: Connection refused"], "refused"),
        (LOADING_FAILED, ["ffmpeg: tcp: Failed to resolve hostname h: Name or service not known"], "host name"),
        (LOADING_FAILED, [], "did not answer"),
    ],
)
def test_why_an_address_cannot_be_reached_is_read_from_the_log(code, log, words):
    error = failures.opening_failed("http://h/a.mp4", code, log)
    assert type(error) is MediaUnreachable
    assert words in str(error)


def test_an_address_that_answers_with_something_else_is_unsupported():
    assert type(failures.opening_failed("http://h/a.mp4", UNKNOWN_FORMAT, [])) is MediaUnsupported


@pytest.mark.parametrize(
    ("position_s", "duration_s", "frame_rate", "early"),
    [
        (1.93, 3.0, 30.0, True),
        (2.96, 3.0, 30.0, False),
        (29.5, 30.0, 25.0, False),
        (20.0, 30.0, 25.0, True),
        (50.0, 60.0, 0.2, False),
        (0.0, 0.034, None, False),
    ],
)
def test_an_end_far_before_the_end_is_early(position_s, duration_s, frame_rate, early):
    assert failures.ended_early(position_s, duration_s, frame_rate) is early
