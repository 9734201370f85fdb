"""Tells image files apart by their first bytes."""


def image_type(data: bytes) -> str:
    """`jpeg`, `png` or `webp`; empty when `data` is none of these."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    # RFC 9649 section 2.4
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""
