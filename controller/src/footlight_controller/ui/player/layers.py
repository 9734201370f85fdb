"""The layers of a player's status, from the link up to the machine: how each stands, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from footlight_common.model.playback import PlaybackState
from footlight_controller.core.view import (
    HOT_C,
    LEAST_DISK_FREE_BYTES,
    LONGEST_CLOCK_OFFSET_S,
    LinkState,
    PlayerView,
)
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.player.figures import duration, number, size
from footlight_controller.ui.status import STATUS_LOOKS, Status, alert_of, look_of
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.words import (
    isolated,
    last_try,
    one_line,
    place_in_list,
    seen,
    sentence,
    shortened,
    why_not_online,
)

# Longer names fill the card.
LONGEST_NAME = 60
# A clip that begins, or an update, may take all of a machine for less.
BUSY_FROM_S = 60.0

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One row: which layer, how it stands in one word, and why."""

    name: str
    icon: str
    tone: Tone
    word: str
    why: str = ""


def layers_of(view: PlayerView, wall_s: float) -> tuple[Layer, ...]:
    """Link, player, frames, content, display and host of `view` at the controller's `wall_s`."""
    return (
        _link(view, wall_s),
        _player(view),
        _frames(view),
        _content(view),
        _display(view),
        _host(view, wall_s),
    )


def _link(view: PlayerView, wall_s: float) -> Layer:
    name = translate("Layers", "Link")
    link = view.link
    if link.state is LinkState.ONLINE:
        lasts = translate("Layers", "For {}").format(duration(wall_s - link.since_s)) if link.since_s else ""
        word = translate("Layers", "Online")
        return Layer(name=name, icon="power-plug-outline", tone=Tone.GOOD, word=word, why=lasts)
    look = look_of(view)
    parts = [one_line(why_not_online(view))]
    if latest := last_try(view):
        parts.append(translate("Layers", "Latest attempt: {}").format(one_line(latest)))
    parts.append(translate("Layers", "Last heard of: {}").format(seen(view, wall_s)))
    tone = alert_of(view) or look.tone
    return Layer(name=name, icon=look.icon, tone=tone, word=look.word, why=_said(parts))


def _player(view: PlayerView) -> Layer:
    name, stats = translate("Layers", "Player"), view.stats
    if not view.online:
        return _unknown(name, "application-outline")
    parts = []
    if stats.uptime_s > 0:
        parts.append(translate("Layers", "For {}").format(duration(stats.uptime_s)))
    if stats.rss_bytes is not None:
        parts.append(translate("Layers", "{} of memory").format(size(stats.rss_bytes)))
    if stats.open_files is not None:
        parts.append(Counted("Layers", "%Ln open file(s)", "", 2).of(stats.open_files))
    word = translate("Layers", "Running")
    return Layer(name=name, icon="application-outline", tone=Tone.GOOD, word=word, why=_listed(parts))


def _frames(view: PlayerView) -> Layer:
    name, icon, stats, state = translate("Layers", "Frames"), "filmstrip", view.stats, view.playback.state
    if not view.online:
        return _unknown(name, icon)
    dropped = Counted("Layers", "%Ln dropped", "", 2).of(stats.dropped_frames)
    match state:
        case PlaybackState.PLAYING:
            word = translate("Layers", "{} a second").format(number(stats.presented_fps, 1))
            return Layer(name=name, icon=icon, tone=Tone.GOOD, word=word, why=_listed([dropped, *_gaps(view)]))
        case PlaybackState.STALLED:
            why = translate("Layers", "No frame reached the screen for a second")
            word = translate("Layers", "None")
            return Layer(name=name, icon="alert", tone=Tone.CAUTION, word=word, why=_listed([why, dropped]))
        case PlaybackState.PAUSED:
            why = translate("Layers", "One frame stays up until it goes on")
            return Layer(name=name, icon=icon, tone=Tone.GOOD, word=translate("Layers", "Held"), why=why)
        case PlaybackState.LOADING:
            why = translate("Layers", "What was up before stays until the first frame is there")
            return Layer(name=name, icon=icon, tone=Tone.ACCENT, word=translate("Layers", "Waiting"), why=why)
        case _:
            why = translate("Layers", "Nothing plays, so none are needed")
            return Layer(name=name, icon=icon, tone=Tone.QUIET, word=translate("Layers", "None"), why=why)


def _gaps(view: PlayerView) -> Iterator[str]:
    stats = view.stats
    if stats.hand_offs:
        yield Counted("Layers", "%Ln change(s) of item", "", 2).of(stats.hand_offs)
    if stats.last_gap_ms is not None:
        yield translate("Layers", "last gap {}\u00a0ms").format(number(stats.last_gap_ms, 1))
    if stats.worst_gap_ms is not None:
        yield translate("Layers", "worst {}\u00a0ms").format(number(stats.worst_gap_ms, 1))


def _content(view: PlayerView) -> Layer:
    name, playback = translate("Layers", "Content"), view.playback
    item = isolated(shortened(playback.item.name, LONGEST_NAME)) if playback.item else ""
    if not view.online:
        why = translate("Layers", "Last known: {}").format(item) if item else ""
        return _unknown(name, "playlist-play", why)
    look = STATUS_LOOKS[Status.of(view)]
    parts = [item] if item else []
    if place := place_in_list(playback):
        parts.append(place)
    if playback.loop:
        parts.append(translate("Layers", "again and again"))
    why = _listed(parts) if item else translate("Layers", "It shows its idle card. Play something on it.")
    return Layer(name=name, icon=look.icon, tone=look.tone, word=look.word, why=why)


def _display(view: PlayerView) -> Layer:
    name, icon, display = translate("Layers", "Display"), "monitor", view.host.display
    if not view.online:
        return _unknown(name, icon)
    why = ""
    if view.stats.decoder:
        software = view.stats.decoder == "no"
        why = (
            translate("Layers", "Decoded in software")
            if software
            else translate("Layers", "Decoded by {}").format(shortened(view.stats.decoder))
        )
    if not display:
        why = why or translate("Layers", "The machine does not tell")
        return Layer(name=name, icon=icon, tone=Tone.QUIET, word=translate("Layers", "Unknown"), why=why)
    return Layer(name=name, icon=icon, tone=Tone.GOOD, word=_mode(display), why=why)


def _mode(display: str) -> str:
    """As people write it, of `1920x1080@60`; anything else as it is."""
    resolution, _, rate = display.partition("@")
    width, _, height = resolution.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        return shortened(display)
    shown = f"{width} \u00d7 {height}"
    return translate("Layers", "{}, {} Hz").format(shown, rate) if rate else shown


def _host(view: PlayerView, wall_s: float) -> Layer:
    name, stats = translate("Layers", "Host"), view.stats
    if not view.online:
        return _unknown(name, "chip")
    wrong = []
    if view.clock_offset_s is not None and abs(view.clock_offset_s) > LONGEST_CLOCK_OFFSET_S:
        off = duration(abs(view.clock_offset_s))
        wrong.append(
            translate("Layers", "Its clock is {} ahead of this computer").format(off)
            if view.clock_offset_s > 0
            else translate("Layers", "Its clock is {} behind this computer").format(off)
        )
    if stats.disk_free_bytes is not None and stats.disk_free_bytes < LEAST_DISK_FREE_BYTES:
        wrong.append(translate("Layers", "Its disk is almost full"))
    if stats.temperature_c is not None and stats.temperature_c >= HOT_C:
        wrong.append(translate("Layers", "It is too hot and slows down"))
    figures = _listed(list(_machine(view)))
    if wrong:
        word = translate("Layers", "Needs attention")
        return Layer(name=name, icon="alert", tone=Tone.CAUTION, word=word, why=_said([*wrong, figures]))
    busy_s = wall_s - view.busy_since_s if view.busy_since_s is not None else 0.0
    if busy_s >= BUSY_FROM_S:
        why = _said([translate("Layers", "Its processor has had no rest for {}").format(duration(busy_s)), figures])
        return Layer(name=name, icon="chip", tone=Tone.CAUTION, word=translate("Layers", "Busy"), why=why)
    if not figures:
        why = translate("Layers", "The machine does not tell")
        return Layer(name=name, icon="chip", tone=Tone.QUIET, word=translate("Layers", "Unknown"), why=why)
    return Layer(name=name, icon="chip", tone=Tone.GOOD, word=translate("Layers", "Well"), why=figures)


def _machine(view: PlayerView) -> Iterator[str]:
    stats = view.stats
    if stats.cpu_percent is not None:
        yield translate("Layers", "CPU {} %").format(number(stats.cpu_percent))
    if stats.memory_percent is not None:
        yield translate("Layers", "memory {} %").format(number(stats.memory_percent))
    if stats.temperature_c is not None:
        yield translate("Layers", "{} °C").format(number(stats.temperature_c))
    if stats.disk_free_bytes is not None:
        yield translate("Layers", "{} free").format(size(stats.disk_free_bytes))


def _unknown(name: str, icon: str, why: str = "") -> Layer:
    word = translate("Layers", "Unknown")
    return Layer(
        name=name, icon=icon, tone=Tone.QUIET, word=word, why=why or translate("Layers", "Not known while offline")
    )


def _listed(parts: list[str]) -> str:
    return ", ".join(part for part in parts if part)


def _said(parts: list[str]) -> str:
    """As sentences, each with its full stop."""
    return " ".join(sentence(part) if part[-1] in ".!?" else f"{sentence(part)}." for part in parts if part)
