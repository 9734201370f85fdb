"""What was asked of a player and by whom, as the player keeps it."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from footlight_common.security.roles import Role

MAX_PAGE_ENTRIES = 500
DEFAULT_PAGE_ENTRIES = 200
# Of names, words and texts in an entry; the player cuts them when it writes.
MAX_TEXT_LENGTH = 300

# What is asked for or happens without a command; the others are the words of commands.
UNPAIR = "unpair"
PAIRED = "paired"
RESET = "reset"
ROSTER = "roster"
LOST = "lost"
# Wishes to read what the role does not open; whoever may read leaves no line.
AUDIT = "audit"
SEEN = "seen"
HAPPENINGS = (UNPAIR, PAIRED, RESET, ROSTER, LOST, AUDIT, SEEN)

_Text = Annotated[str, Meta(max_length=MAX_TEXT_LENGTH)]
_Seq = Annotated[int, Meta(ge=1, le=2**53 - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the audit."""

    seq: _Seq
    """Grows with each entry of a player, whatever its clock does."""
    at_s: float
    """Player's wall clock, Unix seconds."""
    member: _Text = ""
    """Id of the member; empty when it was nobody who called."""
    name: _Text = ""
    """Of the member, at that time."""
    role: Role | None = None
    """At that time."""
    controller: _Text = ""
    """What the controller called itself."""
    command: _Text
    """Word of a command, or UNPAIR, PAIRED, RESET, ROSTER (a newer team was taken), LOST (entries were not kept)."""
    detail: _Text = ""
    """What exactly, such as titles or a level. No address with a password is in it."""
    ok: bool = True
    code: _Text = ""
    """Of the error; empty when done."""
    message: _Text = ""
    """Why it was not done, for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Some entries, newest first."""

    entries: Annotated[tuple[AuditEntry, ...], Meta(max_length=MAX_PAGE_ENTRIES)] = ()
    next_before: _Seq | None = None
    """What to ask for as `before` to get older ones; None when there are none."""
