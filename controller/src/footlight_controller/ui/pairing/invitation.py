"""The address in what people paste: as it is written, or as the QR code on a player's screen has it."""

from urllib.parse import parse_qs, urlsplit

from footlight_common.discovery import Address

_SCHEME = "footlight:"


def address_in(text: str) -> Address:
    """Raises ValueError saying what is wrong."""
    text = text.strip()
    if text.startswith(_SCHEME):
        query = parse_qs(urlsplit(text[:400]).query)
        host, port = (next(iter(query.get(key, ())), "") for key in ("host", "port"))
        text = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return Address.parse(text)
