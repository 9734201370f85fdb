import pytest
from PySide6.QtCore import QUrl

from footlight_controller.ui.dialogs.media import item_of_text, items_of


def test_files_go_by_path_and_everything_else_by_url():
    urls = [QUrl.fromLocalFile("/media/a b.mp4"), QUrl("https://example.org/c%20d.mp4"), QUrl()]
    assert [item.uri for item in items_of(urls)] == ["/media/a b.mp4", "https://example.org/c%20d.mp4"]


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        (" https://example.org/a.mp4 ", "https://example.org/a.mp4"),
        ("rtsp://camera.local/stream", "rtsp://camera.local/stream"),
        ("file:///media/a.mp4", "/media/a.mp4"),
    ],
)
def test_urls_are_taken(text, uri):
    assert item_of_text(text).uri == uri


@pytest.mark.parametrize("text", ["", "clip.mp4", "https://", "://x", "http:// spaced out/x", "https:example.org"])
def test_what_is_no_url_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match=r"example\.org"):
        item_of_text(text)
