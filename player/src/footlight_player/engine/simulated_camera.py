"""Pictures of a screen that is not there: a colour for the item, and a bar for how far it is."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from footlight_common.model.playback import Playback
from footlight_player.core.camera import ImageFile, ImageType

_WIDTH_PX, _HEIGHT_PX = 320, 180
_BAND_PX = 20
_BAR_PX = 8
_DARK = (16, 18, 24)
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class SimulatedShot:
    """Bands of the item's colour over a bar as long as what was played."""

    colour: Colour
    played: float
    """0 to 1."""

    def encode(self, width_px: int, kind: ImageType) -> ImageFile:
        """See `Shot`. Always PNG, which needs no library."""
        del kind
        width_px = min(width_px, _WIDTH_PX)
        height_px = max(1, width_px * _HEIGHT_PX // _WIDTH_PX)
        rows = bytearray()
        for y in range(height_px):
            rows.append(0)
            rows += self._row(y * _HEIGHT_PX // height_px, width_px)
        header = struct.pack(">IIBBBBB", width_px, height_px, 8, 2, 0, 0, 0)
        chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 1)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks), ImageType.PNG

    def _row(self, y: int, width_px: int) -> bytes:
        if y >= _HEIGHT_PX - _BAR_PX:
            filled = round(self.played * width_px)
            return bytes((255, 255, 255)) * filled + bytes(_DARK) * (width_px - filled)
        # Darker from band to band, so that a picture is told from a plain surface.
        share = 1 - 0.7 * (y // _BAND_PX) * _BAND_PX / _HEIGHT_PX
        return bytes(round(part * share) for part in self.colour) * width_px


class SimulatedCamera:
    """See `Camera`."""

    def __init__(self, playback: Callable[[], Playback]) -> None:
        self._playback = playback

    async def grab(self, width_px: int) -> SimulatedShot:
        del width_px
        playback = self._playback()
        if playback.item is None:
            return SimulatedShot(_DARK, 0.0)
        duration_s = playback.duration_s
        return SimulatedShot(_colour(playback.item.uri), playback.position_s / duration_s if duration_s else 0.0)


def _colour(uri: str) -> Colour:
    seed = zlib.crc32(uri.encode())
    return 60 + seed % 160, 60 + (seed >> 8) % 160, 60 + (seed >> 16) % 160


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
