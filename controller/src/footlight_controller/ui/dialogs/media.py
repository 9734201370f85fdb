"""Choosing what to play: files of this machine, or a URL."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl

from footlight_common.model.playback import Item

VIDEO_SUFFIXES = ("mp4", "mkv", "mov", "webm", "avi", "m4v", "mpg", "mpeg", "ts", "ogv", "wmv", "flv")
PICTURE_SUFFIXES = ("jpg", "jpeg", "png", "webp", "gif", "bmp")


translate = QCoreApplication.translate


def name_filters() -> list[str]:
    """For a file dialog: what players can show, then everything."""
    patterns = " ".join(f"*.{suffix}" for suffix in (*VIDEO_SUFFIXES, *PICTURE_SUFFIXES))
    return [translate("Media", "Video and pictures ({})").format(patterns), translate("Media", "All files (*)")]


def items_of(urls: Iterable[QUrl]) -> tuple[Item, ...]:
    """Files by their absolute path, everything else by its URL."""
    return tuple(Item(uri=_uri(url)) for url in urls if not url.isEmpty())


def item_of_text(text: str) -> Item:
    """From what a person typed. Raises ValueError saying what is wrong."""
    text = text.strip()
    url = QUrl(text, QUrl.ParsingMode.StrictMode)
    if "://" not in text or not url.isValid() or not (url.host() or url.isLocalFile()):
        raise ValueError(
            translate("Media", "This is no URL. Write it in full, for example https://example.org/clip.mp4")
        )
    if url.isLocalFile():
        return Item(uri=url.toLocalFile())
    return Item(uri=text)


def _uri(url: QUrl) -> str:
    if url.isLocalFile():
        return str(Path(url.toLocalFile()).absolute())
    # Not toString, which shows %20 as a blank.
    return bytes(url.toEncoded().data()).decode()
