"""What a simulated item does, as written in its URI."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from footlight_common.errors import MediaError, MediaMissing, MediaUnreachable, MediaUnsupported

_NEVER_S = float("inf")
_DEFAULT_DURATION_S = 10.0
_FAILURES: dict[str, tuple[type[MediaError], str]] = {
    "missing": (MediaMissing, "There is no such simulated file. Take it off the list."),
    "unsupported": (MediaUnsupported, "This simulated file holds nothing that can be shown. Take it off the list."),
    "unreachable": (MediaUnreachable, "The simulated address does not answer. Check the network and the address."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedMedia:
    """`sim:NAME?duration=7&open=0.2&fail=missing&at=3&stall=2`, times in seconds.

    `duration=live` never ends; `fail` is missing, unsupported or unreachable, on opening or `at` a place on screen;
    after `stall` no more frames come. Any other URI opens at once and plays 10 s.
    """

    duration_s: float | None = _DEFAULT_DURATION_S
    """None for what never ends."""
    open_s: float = 0.0
    failure: str = ""
    """Word for why it cannot be shown; empty when it can."""
    breaks_at_s: float = _NEVER_S
    stalls_at_s: float = _NEVER_S

    @property
    def length_s(self) -> float:
        return _NEVER_S if self.duration_s is None else self.duration_s

    @property
    def breaks_on_screen(self) -> bool:
        return bool(self.failure) and self.breaks_at_s < self.length_s

    def error(self) -> MediaError:
        """What is said of one that cannot be shown."""
        kind, text = _FAILURES[self.failure]
        return kind(text)

    @classmethod
    def parse(cls, uri: str) -> Self:
        """Raises MediaUnsupported for a `sim:` URI that says something else."""
        parts = urlsplit(uri)
        if parts.scheme != "sim":
            return cls()
        words = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        duration = words.get("duration", str(_DEFAULT_DURATION_S))
        try:
            return cls(
                duration_s=None if duration == "live" else _seconds(duration),
                open_s=_seconds(words.get("open", "0")),
                failure=_failure(words.get("fail", "")),
                breaks_at_s=_seconds(words["at"]) if "at" in words else _NEVER_S,
                stalls_at_s=_seconds(words["stall"]) if "stall" in words else _NEVER_S,
            )
        except ValueError as err:
            msg = f"The simulated engine does not understand {uri[:100]} ({err})."
            raise MediaUnsupported(msg) from err


def file_path(uri: str) -> Path | None:
    """The file a URI names; None when it names something else."""
    if uri.startswith("file://"):
        return Path(unquote(urlsplit(uri).path))
    if "://" in uri or uri.startswith("sim:"):
        return None
    return Path(uri)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < _NEVER_S:
        msg = f"{text} is no number of seconds"
        raise ValueError(msg)
    return seconds


def _failure(word: str) -> str:
    if word and word not in _FAILURES:
        msg = f"fail={word}"
        raise ValueError(msg)
    return word
