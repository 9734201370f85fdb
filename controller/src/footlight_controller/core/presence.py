"""Who else is at a player, as a card may show it, and who of them has just begun to control it."""

from dataclasses import replace

from footlight_common.discovery import showable
from footlight_common.model.presence import Present

# Of a name that somebody else chose.
_MAX_NAME_LENGTH = 64


def shown(present: tuple[Present, ...]) -> tuple[Present, ...]:
    """`present`, longest there first, with names of one line and bounded length."""
    return tuple(sorted(map(_trimmed, present), key=lambda one: (one.since_s, one.session)))


def took_control(before: tuple[Present, ...], now: tuple[Present, ...], own_session: str) -> tuple[Present, ...]:
    """Those who control now and did not before, without this controller itself."""
    known = {one.session for one in before if one.controls}
    return tuple(one for one in now if one.controls and one.session not in known | {own_session})


def controls(present: tuple[Present, ...], session: str) -> bool:
    """Whether the player did within CONTROLLING_S what this session asked for."""
    return any(one.session == session and one.controls for one in present)


def _trimmed(one: Present) -> Present:
    name = showable(one.name)[:_MAX_NAME_LENGTH] or one.member[:4]
    return replace(one, name=name, controller=showable(one.controller)[:_MAX_NAME_LENGTH])
