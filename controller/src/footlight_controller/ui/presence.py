"""Who else is at a player, in words, and in the order in which they are shown."""

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from footlight_common.model.presence import Present
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.moments import moment
from footlight_controller.ui.role_words import role_word
from footlight_controller.ui.words import isolated, one_line, shortened

# More are told as a number.
MOST_SHOWN = 3

translate = QCoreApplication.translate


def others_at(view: PlayerView) -> tuple[Present, ...]:
    """Who is connected beside this controller: who controls first, then longest there first; each once."""
    present = view.present
    if len(present) < 2 and (not present or present[0].session == view.session):
        # By far the most there are.
        return ()
    own = next((_seat(one) for one in present if one.session == view.session), None)
    found: dict[tuple[str, str], Present] = {}
    for one in present:
        seat = _seat(one)
        # A connection of before that the player has not given up yet is nobody else.
        if seat != own and (seat not in found or one.controls):
            found[seat] = one
    return tuple(sorted(found.values(), key=lambda one: not one.controls))


def present_line(one: Present, clock_offset_s: float | None = None) -> str:
    """`Back office (operator) controls it from Desk 2, here since 14:05`.

    `clock_offset_s` is what the player's clock is ahead of that of this computer.
    """
    name, role = isolated(shortened(one.name)), role_word(one.role)
    since = clock_of(one.since_s - (clock_offset_s or 0.0))
    if one.controller:
        computer = isolated(shortened(one.controller))
        if one.controls:
            return translate("Presence", "{} ({}) controls it from {}, here since {}").format(
                name, role, computer, since
            )
        return translate("Presence", "{} ({}) is here from {} since {}").format(name, role, computer, since)
    if one.controls:
        return translate("Presence", "{} ({}) controls it, here since {}").format(name, role, since)
    return translate("Presence", "{} ({}) is here since {}").format(name, role, since)


def present_lines(view: PlayerView) -> list[str]:
    """A line for each of the others."""
    return [present_line(one, view.clock_offset_s) for one in others_at(view)]


def present_names(view: PlayerView) -> str:
    """Their names in one line, as a table has them; who controls says so."""
    return ", ".join(
        translate("Presence", "{} controls").format(one_line(one.name)) if one.controls else one_line(one.name)
        for one in others_at(view)
    )


def clock_of(at_s: float) -> str:
    """A moment of today as people write it; of another day with its date."""
    at, locale = moment(at_s), QLocale()
    time = locale.toString(at.time(), QLocale.FormatType.ShortFormat)
    if at.date() == QDateTime.currentDateTime().date():
        return time
    return f"{locale.toString(at.date(), QLocale.FormatType.ShortFormat)} {time}"


def _seat(one: Present) -> tuple[str, str]:
    return one.member, one.controller
