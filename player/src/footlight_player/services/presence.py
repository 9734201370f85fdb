"""Who is connected to this player, and who of them controls it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from footlight_common.clock import Clock
from footlight_common.model.presence import CONTROLLING_S, Present
from footlight_player.core.actor import Actor

# Who drags a slider is told of no more often: that they control is known, and what they do is seen.
REFRESH_S = 10.0


@dataclass(slots=True)
class _Stay:
    present: Present
    controls_until_s: float = 0.0
    """Monotonic; past when they do not."""
    told_s: float = 0.0
    """Monotonic time at which `changed` was last called for a command of theirs."""


class Presence:
    """Sessions by their id, from `enter` to `leave`. On the core thread only; `changed` must not raise."""

    def __init__(self, clock: Clock, changed: Callable[[], None]) -> None:
        self._clock = clock
        self._changed = changed
        self._stays: dict[str, _Stay] = {}
        self._ending: asyncio.Task[None] | None = None

    @property
    def present(self) -> tuple[Present, ...]:
        """Everybody, longest first."""
        return tuple(stay.present for stay in self._stays.values())

    def enter(self, actor: Actor) -> None:
        """A session was welcomed."""
        self._stays[actor.session] = _Stay(
            Present(
                session=actor.session,
                member=actor.member,
                name=actor.name,
                role=actor.role,
                controller=actor.controller,
                since_s=self._clock.wall_s(),
            )
        )
        self._changed()

    def know(self, actor: Actor) -> None:
        """The roster says something else of this member now; nothing for a session that is not here."""
        stay = self._stays.get(actor.session)
        if stay is not None and (stay.present.name, stay.present.role) != (actor.name, actor.role):
            stay.present = replace(stay.present, name=actor.name, role=actor.role)
            self._changed()

    def leave(self, session: str) -> None:
        """A session ended; nothing for one that is not here."""
        if self._stays.pop(session, None) is not None:
            self._changed()

    def command(self, session: str, word: str) -> None:
        """The player did what this session asked for."""
        stay = self._stays.get(session)
        if stay is None:
            return
        now_s = self._clock.monotonic_s()
        known = stay.present.controls and stay.present.command == word and now_s < stay.told_s + REFRESH_S
        stay.present = replace(stay.present, commanded_s=self._clock.wall_s(), command=word)
        stay.controls_until_s = now_s + CONTROLLING_S
        if self._ending is None or self._ending.done():
            self._ending = asyncio.get_running_loop().create_task(self._end_control(), name="presence")
        if not known:
            stay.told_s = now_s
            self._changed()

    def close(self) -> None:
        """Nobody is told of anything any more."""
        self._stays.clear()
        if self._ending is not None:
            self._ending.cancel()

    async def _end_control(self) -> None:
        while ends := [stay.controls_until_s for stay in self._stays.values() if stay.present.controls]:
            await self._clock.sleep(min(ends) - self._clock.monotonic_s())
            now_s = self._clock.monotonic_s()
            over = [stay for stay in self._stays.values() if stay.present.controls and stay.controls_until_s <= now_s]
            for stay in over:
                stay.present = replace(stay.present, commanded_s=None, command="")
            if over:
                self._changed()
