"""Image files by their first bytes."""

import pytest

from footlight_controller.core.images import image_type


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0rest", "jpeg"),
        (b"\x89PNG\r\n\x1a\nrest", "png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", ""),
        (b"<html>", ""),
        (b"", ""),
    ],
)
def test_the_first_bytes_say_what_it_is(data, kind):
    assert image_type(data) == kind
