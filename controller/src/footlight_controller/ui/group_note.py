"""How a command to many players went, as one note."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from footlight_common.protocol.commands import AnyAction, SetMute, name_of
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.words import isolated, sentence, shortened

# More cannot be read in a passing note; the detail has them all.
TOLD = 3

_numbers = itertools.count(1)

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one player."""

    name: str
    error: str = ""
    """Why not; empty when it did."""


def group_note(action: AnyAction, outcomes: Sequence[Outcome]) -> Note:
    """`12 players paused`, or `10 of 12 players paused` and who did not and why; `detail` has a line for each."""
    failed = [outcome for outcome in outcomes if outcome.error]
    done = len(outcomes) - len(failed)
    words = _done(action)
    if failed:
        subject = translate("GroupNote", "{} of {} players {}").format(done, len(outcomes), words)
    else:
        subject = translate("GroupNote", "{} players {}").format(done, words)
    text = "\n".join(_line(outcome) for outcome in failed[:TOLD])
    if len(failed) > TOLD:
        text += "\n" + translate("GroupNote", "and {} more").format(len(failed) - TOLD)
    return Note(
        # Never told together with another: each has its own result.
        topic=f"group {next(_numbers)}",
        subject=subject,
        text=text,
        level=Level.GOOD if not failed else Level.CAUTION if done else Level.BAD,
        icon="check-circle" if not failed else "alert-circle",
        detail="\n".join(_line(outcome) for outcome in outcomes),
    )


def _line(outcome: Outcome) -> str:
    result = sentence(outcome.error) if outcome.error else translate("GroupNote", "Done")
    return f"{isolated(shortened(outcome.name))}: {result}"


def _done(action: AnyAction) -> str:
    if isinstance(action, SetMute):
        return translate("GroupNote", "muted") if action.muted else translate("GroupNote", "unmuted")
    return {
        "play": translate("GroupNote", "were given the files"),
        "pause": translate("GroupNote", "paused"),
        "resume": translate("GroupNote", "playing on"),
        "stop": translate("GroupNote", "stopped"),
        "next": translate("GroupNote", "went to the next item"),
        "previous": translate("GroupNote", "went to the item before"),
        "volume": translate("GroupNote", "have the new volume"),
        "identify": translate("GroupNote", "show their names"),
        "restart": translate("GroupNote", "restart"),
    }.get(name_of(action), name_of(action))
