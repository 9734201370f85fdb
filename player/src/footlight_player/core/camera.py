"""Pictures of the screen: what a player needs of whatever sees it."""

from enum import StrEnum
from typing import Protocol

MAX_WIDTH_PX = 1280


class ImageType(StrEnum):
    """Media types that can be asked for."""

    JPEG = "image/jpeg"
    WEBP = "image/webp"
    PNG = "image/png"


ImageFile = tuple[bytes, ImageType]


class Shot(Protocol):
    """One picture of the screen."""

    def encode(self, width_px: int, kind: ImageType) -> ImageFile:
        """An image file at most `width_px` wide, never enlarged, and what it is. Takes time: not on a loop."""
        ...


class Camera(Protocol):
    """Whatever sees the screen."""

    async def grab(self, width_px: int) -> Shot:
        """What is presented now, video and overlay, good for files up to this width. Raises NoPicture."""
        ...
