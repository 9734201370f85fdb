"""How a command to many players went, as one note."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from footlight_common.protocol.commands import AnyAction, Rename, SetMute, name_of
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.notes import Level, Note, Part
from footlight_controller.ui.words import isolated, sentence, shortened

# More cannot be read in a passing note; its parts have them all.
TOLD = 3

_numbers = itertools.count(1)

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one player."""

    name: str
    error: str = ""
    """Why not; empty when it did."""
    player_id: str = ""


def group_note(action: AnyAction, outcomes: Sequence[Outcome]) -> Note:
    """`12 players paused`, or `10 of 12 players paused` and who did not and why; `parts` has all of them."""
    failed = [outcome for outcome in outcomes if outcome.error]
    done = len(outcomes) - len(failed)
    words = _done(action)
    if failed:
        partly = Counted("GroupNote", "{done} of %n player(s) {words}", "", 2).of(len(outcomes))
        subject = partly.format(done=done, words=words)
    else:
        subject = Counted("GroupNote", "%n player(s) {}", "", 2).of(done).format(words)
    text = "\n".join(_line(outcome) for outcome in failed[:TOLD])
    if len(failed) > TOLD:
        text += "\n" + Counted("GroupNote", "and %n more", "", 2).of(len(failed) - TOLD)
    return Note(
        # Never told together with another: each has its own result.
        topic=f"group {next(_numbers)}",
        subject=subject,
        text=text,
        level=Level.GOOD if not failed else Level.CAUTION if done else Level.BAD,
        icon="check-circle" if not failed else "alert-circle",
        lasting=True,
        # Success is seen on the cards; it is kept for whoever wants to go through it.
        seen=not failed,
        parts=tuple(_part(outcome) for outcome in sorted(outcomes, key=lambda outcome: not outcome.error)),
    )


def _line(outcome: Outcome) -> str:
    return f"{isolated(shortened(outcome.name))}: {sentence(outcome.error)}"


def _part(outcome: Outcome) -> Part:
    return Part(
        subject=outcome.name,
        subject_id=outcome.player_id,
        text=sentence(outcome.error) or translate("GroupNote", "Done"),
        level=Level.BAD if outcome.error else Level.GOOD,
    )


def _done(action: AnyAction) -> str:
    if isinstance(action, Rename) and action.area is not None and action.name is None:
        area = shortened(action.area)
        moved = translate("GroupNote", "moved to {}").format(area)
        return moved if area else translate("GroupNote", "stand in no area")
    if isinstance(action, SetMute):
        return translate("GroupNote", "muted") if action.muted else translate("GroupNote", "unmuted")
    return {
        "play": translate("GroupNote", "were given the files"),
        "pause": translate("GroupNote", "paused"),
        "resume": translate("GroupNote", "playing on"),
        "stop": translate("GroupNote", "stopped"),
        "next": translate("GroupNote", "went to the next item"),
        "previous": translate("GroupNote", "went to the item before"),
        "seek": translate("GroupNote", "went to another place"),
        "rename": translate("GroupNote", "have another name or area"),
        "volume": translate("GroupNote", "have the new volume"),
        "identify": translate("GroupNote", "show their names"),
        "restart": translate("GroupNote", "restart"),
        "set_log_level": translate("GroupNote", "have the new log level"),
    }.get(name_of(action), name_of(action))
