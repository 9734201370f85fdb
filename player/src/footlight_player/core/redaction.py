"""Takes out of a text what nobody may read in a log: codes, keys, passwords."""

import re
from collections.abc import Iterable

from footlight_player.core.detail import redacted

HIDDEN = "…"
# Each pattern takes time in proportion to the text: repeats that could overlap have a limit.
# To the end of the text where a key was cut off.
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]{1,40}-----.*?(?:-----END [A-Z0-9 ]{1,40}-----|\Z)", re.DOTALL)
# How a private key or a certificate in DER begins in base64.
_DER = re.compile(r"(?<![A-Za-z0-9+/])(?:MI[A-Za-z0-9+/]{2}|MC4CAQ|MHcCAQ)[A-Za-z0-9+/=]{36,}")
_BYTES = re.compile(r"\bb(?:'(?:[^'\\]|\\.){16,}'|\"(?:[^\"\\]|\\.){16,}\")")
_LABELLED = re.compile(
    r"\b((?:[a-z0-9]{1,20}[_-])?"
    r"(?:password|passwd|passphrase|passcode|secret|token|api[_-]?key|private[_-]?key|authorization|cookie))"
    r"(b?[\"']?\s{0,3}[:=]\s{0,3})"
    r"(?:(?:basic|bearer|digest)\s{1,3})?"
    r"(?:b?\"[^\"\n]*\"|b?'[^'\n]*'|[^\s\"',;)}\]]+)",
    re.IGNORECASE,
)
_HANDED_OVER = re.compile(r"\b(Basic|Bearer)\s{1,3}[A-Za-z0-9+/=._~-]{12,}")
_KEY = re.compile(r"\b((?:key|seed)\s{0,3}[:=]?\s{0,3})(?:0x)?[0-9a-f]{60,130}\b", re.IGNORECASE)
_CODE = re.compile(r"\b((?:code|pin)\W{0,3}(?:(?:is|was)\W{1,3})?)[0-9]{3}[ -]?[0-9]{3}(?![0-9])", re.IGNORECASE)


def without_secrets(text: str, known: re.Pattern[str] | None = None) -> str:
    """`text` with what is secret, or may be, replaced. Of addresses stay host and path.

    `known` is what `pattern_of` made.
    """
    if known is not None:
        text = known.sub(HIDDEN, text)
    if "-----BEGIN" in text:
        text = _PEM.sub(HIDDEN, text)
    if "://" in text:
        text = redacted(text)
    text = _LABELLED.sub(rf"\1\2{HIDDEN}", text)
    text = _HANDED_OVER.sub(rf"\1 {HIDDEN}", text)
    text = _DER.sub(HIDDEN, text)
    text = _BYTES.sub(f"b'{HIDDEN}'", text)
    text = _KEY.sub(rf"\1{HIDDEN}", text)
    return _CODE.sub(rf"\1{HIDDEN}", text)


def pattern_of(secrets: Iterable[str]) -> re.Pattern[str] | None:
    """Finds these texts where they stand alone; None when there are none."""
    # The longest first, for one may be the beginning of another.
    words = "|".join(re.escape(secret) for secret in sorted(filter(None, secrets), key=len, reverse=True))
    return re.compile(rf"(?<![0-9A-Za-z])(?:{words})(?![0-9A-Za-z])") if words else None
