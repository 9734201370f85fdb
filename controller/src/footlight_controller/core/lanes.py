"""Alerts and links of controllers as spans, in lanes of which none overlaps itself."""

from collections.abc import Iterator
from dataclasses import replace

from footlight_common.protocol.events import Alert, ControllerCame, ControllerLeft
from footlight_controller.core.timeline import Alerted, Linked


class AlertLanes:
    """A lane for each code. Fed in the order things happened."""

    def __init__(self) -> None:
        self._lanes: dict[str, list[Alerted]] = {}
        self._open: dict[str, Alerted] = {}

    def take(self, event: Alert, at_s: float, *, estimated: bool) -> None:
        """An alert began, changed or ended."""
        before = self._open.pop(event.code, None)
        if before is None and not event.active:
            # It began before what is known, and nobody here can tell when: its end alone is shown.
            before = _alerted(event, at_s, estimated=estimated)
        if before is not None:
            self._lanes.setdefault(event.code, []).append(replace(before, ended_s=at_s))
        if event.active:
            self._lanes.setdefault(event.code, [])
            self._open[event.code] = _alerted(event, at_s, estimated=estimated)

    def end(self, ended_s: float) -> None:
        """All that stands ended, or nothing more is known of it."""
        for code, alerted in self._open.items():
            self._lanes[code].append(replace(alerted, ended_s=max(ended_s, alerted.started_s)))
        self._open.clear()

    def finish(self, ended_s: float) -> None:
        """All that stands still does."""
        for code, alerted in self._open.items():
            self._lanes[code].append(replace(alerted, ended_s=ended_s, lasts=True))

    def lanes(self) -> Iterator[list[Alerted]]:
        """In the order the codes first came."""
        return iter(self._lanes.values())


def _alerted(event: Alert, started_s: float, *, estimated: bool) -> Alerted:
    return Alerted(
        started_s=started_s,
        ended_s=started_s,
        estimated=estimated,
        code=event.code,
        severity=event.severity,
        message=event.message,
    )


class LinkLanes:
    """As many lanes as there were links at one time. Fed in the order things happened."""

    def __init__(self) -> None:
        self._spans: list[Linked] = []
        self._open: dict[str, Linked] = {}

    def take(self, event: ControllerCame | ControllerLeft, at_s: float, *, estimated: bool) -> None:
        """A controller came or left."""
        before = self._open.pop(event.session, None)
        came = isinstance(event, ControllerCame)
        if before is None and not came:
            before = _linked(event, at_s, estimated=estimated)
        if before is not None:
            self._spans.append(replace(before, ended_s=at_s))
        if came:
            self._open[event.session] = _linked(event, at_s, estimated=estimated)

    def end(self, ended_s: float) -> None:
        """All links ended, or nothing more is known of them."""
        self._spans += [replace(each, ended_s=max(ended_s, each.started_s)) for each in self._open.values()]
        self._open.clear()

    def finish(self, ended_s: float) -> None:
        """All that are there still are."""
        self._spans += [replace(each, ended_s=ended_s, lasts=True) for each in self._open.values()]

    def lanes(self) -> list[list[Linked]]:
        """Each span in the first lane that has room."""
        lanes: list[list[Linked]] = []
        for span in sorted(self._spans, key=lambda each: (each.started_s, each.ended_s)):
            for lane in lanes:
                if lane[-1].ended_s <= span.started_s:
                    lane.append(span)
                    break
            else:
                lanes.append([span])
        return lanes


def _linked(event: ControllerCame | ControllerLeft, started_s: float, *, estimated: bool) -> Linked:
    return Linked(
        started_s=started_s,
        ended_s=started_s,
        estimated=estimated,
        session=event.session,
        name=event.name,
        controller=event.controller,
    )
