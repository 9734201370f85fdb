"""What the audit says of a command, and what it must never say."""

import pytest

from footlight_common.model.logs import LogLevel
from footlight_common.model.playback import Item
from footlight_common.protocol.commands import Identify, Pause, Play, Rename, Seek, SetLogLevel, SetMute, SetVolume
from footlight_player.core.detail import detail_of, kept_item, redacted, title_of


def clips(*uris):
    return tuple(Item(uri=uri) for uri in uris)


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Play(items=clips("/media/one.mp4", "/media/two.mp4")), "one.mp4, two.mp4"),
        (Play(items=clips(*(f"/media/{n}.mp4" for n in range(8)))), "0.mp4, 1.mp4, 2.mp4, 3.mp4, 4.mp4, +3"),
        (Seek(position_s=83.25), "83.2 s"),
        (SetVolume(level=80), "80"),
        (SetMute(muted=True), "on"),
        (SetMute(muted=False), "off"),
        (Identify(duration_s=5.0), "5 s"),
        (Rename(name="Bar", area="Foyer"), "Bar, Foyer"),
        (Rename(area=""), ""),
        (SetLogLevel(level=LogLevel.DEBUG, duration_s=900.0), "debug, 900 s"),
        (Pause(), ""),
    ],
)
def test_a_command_is_told_in_a_few_words(action, said):
    assert detail_of(action) == said


@pytest.mark.parametrize(
    ("uri", "title"),
    [
        ("rtsp://user:secret@camera/stream?token=secret#secret", "stream"),
        ("rtsp://user:secret@camera", "camera"),
        ("srt://camera:9000?passphrase=secret", "camera:9000"),
        ("https://media.example/live%20feed.m3u8?sig=secret", "live feed.m3u8"),
        ("rtsp://user:se/cret@camera/stream", "rtsp://…"),
        ("https://user:1/secret@camera/stream", "https://…"),
        ("http://[secret/x", "http://…"),
        ("https://media.example/my film.mp4?x=1&token=secret", "my film.mp4"),
        ("/media/one.mp4", "one.mp4"),
    ],
)
def test_the_title_of_an_address_keeps_its_secrets(uri, title):
    assert title_of(Item(uri=uri)) == title


def test_a_title_that_people_gave_stays_unless_it_is_an_address():
    assert title_of(Item(uri="rtsp://user:secret@camera/x", title="Lobby camera")) == "Lobby camera"
    assert title_of(Item(uri="/x", title="rtsp://user:secret@camera/x")) == "rtsp://camera/x"


def test_addresses_in_a_text_are_cut_down_and_the_rest_stays():
    text = "cannot open rtsp://user:secret@camera:554/x?t=secret now"
    assert redacted(text) == "cannot open rtsp://camera:554/x now"


@pytest.mark.parametrize(
    ("uri", "kept"),
    [
        ("http://user:secret@media.example/x.mp4?id=5&token=secret&password=secret", None),
        ("http://media.example/x.mp4?X-Amz-Signature=secret&id=5#t=3", None),
        ("rtsp://user:se/cret@camera/stream", None),
        ("https://media.example/watch?id=5&part=2", "https://media.example/watch?id=5&part=2"),
        ("/media/user:me@home/one.mp4?token=1", "/media/user:me@home/one.mp4?token=1"),
    ],
)
def test_an_item_is_remembered_without_its_secrets_and_stays_one_of_its_own(uri, kept):
    remembered = kept_item(Item(uri=uri, title="Camera"))
    assert remembered.title == "Camera"
    assert "secret" not in remembered.uri
    assert "cret@" not in remembered.uri
    assert remembered.uri == (kept or remembered.uri)
    assert ("id=5" in uri) == ("id=5" in remembered.uri)
