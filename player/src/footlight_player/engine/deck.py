"""One mpv instance as the core thread sees it: coroutines to open and empty it, and two things it reports."""

import asyncio
import enum
import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

import mpv

from footlight_common.errors import MediaError
from footlight_player.engine import failures, properties
from footlight_player.engine.options import new_player
from footlight_player.engine.sound import audio_output

logger = logging.getLogger(__name__)

# An mpv that answers no command for this long hangs in a driver or a dead network drive.
ANSWER_DEADLINE_S = 3.0

# mpv hands its log lines over when it has no more events; the one that says why comes after the failure.
LOG_GRACE_S = 0.05

_LOOK = (
    properties.POSITION,
    properties.DURATION,
    properties.FRAME_RATE,
    properties.VIDEO_TRACK,
    properties.VIDEO_IS_IMAGE,
    properties.AUDIO_TRACK,
    properties.DECODER_IN_USE,
    properties.DROPPED_LATE,
    properties.DROPPED_BY_DECODER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What mpv says of the item in it, at one moment."""

    position_s: float
    duration_s: float | None
    frame_rate: float | None
    has_picture: bool
    still: bool
    """A picture without movement."""
    has_sound: bool
    decoder: str
    dropped_frames: int
    """Since the item was opened."""


class DeckStuck(Exception):
    """An mpv that no longer answers; only a new one helps."""


class _NotOpened(Exception):
    """How mpv reported that it could not open an item."""

    def __init__(self, reason: int, code: int) -> None:
        self.reason = reason
        self.code = code


class _Phase(enum.Enum):
    EMPTY = enum.auto()
    OPENING = enum.auto()
    OPEN = enum.auto()


class Deck:
    """Belongs to the core thread. mpv's own thread reaches it through `_cross` alone."""

    def __init__(
        self, number: int, *, on_end: Callable[["Deck"], None], on_break: Callable[["Deck", MediaError], None]
    ) -> None:
        self.number = number
        self.at_end = False
        """The item in it has played to its end; its last frame stays."""
        self._on_end = on_end
        self._on_break = on_break
        self._loop = asyncio.get_running_loop()
        self._player: mpv.MPV | None = None
        self._phase = _Phase.EMPTY
        self._uri = ""
        self._opened: asyncio.Future[None] | None = None
        # mpv numbers what it loads. Events of one number may come long after the next was asked for.
        self._asked_for: int | None = None
        self._inside: int | None = None
        self._empty = asyncio.Event()
        self._silent = asyncio.Event()
        self._log: deque[str] = deque(maxlen=20)

    @property
    def alive(self) -> bool:
        """There is an mpv to talk to."""
        return self._player is not None

    @property
    def player(self) -> mpv.MPV:
        """The mpv, for whoever draws it. Raises DeckStuck while there is none."""
        if self._player is None:
            raise DeckStuck
        return self._player

    @property
    def version(self) -> str:
        """Of its mpv."""
        return "" if self._player is None else ".".join(map(str, self._player.mpv_version_tuple))

    async def start(self, board: str) -> None:
        """Get an mpv set up for the board of this model."""
        self._player = await asyncio.to_thread(self._new_player, board)

    async def terminate(self) -> None:
        """End this mpv; whoever draws it has let go before. Leaves a hanging one behind after `ANSWER_DEADLINE_S`."""
        player, self._player = self._player, None
        self._phase = _Phase.EMPTY
        if player is None:
            return
        # The pool of the loop would wait for a hanging one at exit.
        ended = _in_own_thread(player.terminate)
        try:
            async with asyncio.timeout(ANSWER_DEADLINE_S):
                await asyncio.wrap_future(ended)
        except TimeoutError:
            logger.error("mpv of deck %d does not end; it is left behind", self.number)

    async def load(self, uri: str, start_s: float) -> Look:
        """Open `uri`, paused on its first frame at `start_s`. Only after `halt`. Raises MediaError or DeckStuck."""
        source = await asyncio.to_thread(failures.source_of, uri)
        output = await asyncio.to_thread(audio_output)
        self._log.clear()
        self._uri, self._phase, self.at_end = uri, _Phase.OPENING, False
        self._silent.clear()
        self._opened = self._loop.create_future()
        self._set(properties.AUDIO_OUTPUT, output)
        self._set(properties.PAUSE, "yes")
        start = f"start={max(0.0, start_s):.3f}"
        self._asked_for = None
        self._command(name=properties.LOAD, url=source, flags="replace", options=start, callback=self._hear_number)
        try:
            await self._opened
        except _NotOpened as err:
            if err.reason == mpv.MpvEventEndFile.REDIRECT:
                raise failures.is_a_list(uri) from err
            await asyncio.sleep(LOG_GRACE_S)
            raise failures.opening_failed(uri, err.code, self._log) from err
        look = await self.look()
        if not look.has_picture:
            raise failures.no_picture(uri)
        return look

    async def halt(self) -> None:
        """Empty the deck, whatever it is doing. Raises DeckStuck."""
        self._phase, self.at_end = _Phase.EMPTY, False
        if self._opened is not None:
            self._opened.cancel()
        try:
            async with asyncio.timeout(ANSWER_DEADLINE_S):
                await self._answer(properties.STOP)
                # What began before the stop was carried out has been reported before its answer.
                if self._inside is not None:
                    await self._empty.wait()
        except TimeoutError as err:
            raise DeckStuck from err

    async def fall_silent(self, patience_s: float) -> None:
        """Return once the last of its sound was heard, which may be a little after its last picture was seen."""
        try:
            async with asyncio.timeout(patience_s):
                await self._silent.wait()
        except TimeoutError:
            return

    async def look(self) -> Look:
        """Ask mpv how the item is doing. Raises DeckStuck."""
        try:
            async with asyncio.timeout(ANSWER_DEADLINE_S):
                values = await self._expand(*_LOOK)
        except TimeoutError as err:
            raise DeckStuck from err
        position, duration, rate, picture, image, sound, decoder, late, undecoded = values
        frame_rate = _number(rate)
        return Look(
            position_s=_number(position) or 0.0,
            duration_s=_number(duration),
            frame_rate=frame_rate,
            has_picture=bool(picture),
            # A picture that changes less than once a second is as good as still to whoever waits for frames.
            still=image == "yes" or (frame_rate is not None and frame_rate < 1),
            has_sound=bool(sound),
            decoder=decoder,
            dropped_frames=int(_number(late) or 0) + int(_number(undecoded) or 0),
        )

    def set_paused(self, paused: bool) -> None:
        self._set(properties.PAUSE, "yes" if paused else "no")

    def seek(self, position_s: float) -> None:
        self._command(properties.SEEK, f"{max(0.0, position_s):.3f}", "absolute+exact")

    def set_volume(self, level: int, *, muted: bool) -> None:
        self._set(properties.VOLUME, str(level))
        self._set(properties.MUTE, "yes" if muted else "no")

    def _new_player(self, board: str) -> mpv.MPV:
        player = new_player(board, self._hear_log)
        player.event_callback(properties.START_FILE, properties.PLAYBACK_RESTART, properties.END_FILE)(self._hear_event)
        player.observe_property(properties.END_REACHED, self._hear_property)
        player.observe_property(properties.PAUSE, self._hear_property)
        return player

    # On mpv's thread: translate and cross over, nothing else. A synchronous call to mpv here would wait for itself.

    def _hear_event(self, event: mpv.MpvEvent) -> None:
        kind, data = event.event_id.value, event.data
        if kind == mpv.MpvEventID.START_FILE:
            self._cross(self._take_start, int(data.playlist_entry_id))
        elif kind == mpv.MpvEventID.PLAYBACK_RESTART:
            self._cross(self._take_restart)
        else:
            self._cross(self._take_end_of_file, int(data.playlist_entry_id), int(data.reason), int(data.error))

    def _hear_number(self, error: Exception | None, result: dict[str, int] | None) -> None:
        self._cross(self._take_number, result["playlist_entry_id"] if error is None and result else None)

    def _hear_property(self, name: str, value: object) -> None:
        self._cross(self._take_property, name, value is True)

    def _hear_log(self, level: str, prefix: str, text: str) -> None:
        self._cross(self._take_log, f"{prefix}: {text.strip()}", level)

    def _cross(self, take: Callable[..., None], *arguments: object) -> None:
        try:
            self._loop.call_soon_threadsafe(take, *arguments)
        except RuntimeError:
            # The core ended before this mpv did; nobody is left who wants to know.
            return

    # On the core thread again.

    def _take_number(self, number: int | None) -> None:
        self._asked_for = number
        if number is None:
            _resolve(self._opened, _NotOpened(mpv.MpvEventEndFile.ERROR, 0))

    def _take_start(self, number: int) -> None:
        self._inside = number
        self._empty.clear()

    def _take_restart(self) -> None:
        if self._phase is _Phase.OPENING and self._inside == self._asked_for:
            self._phase = _Phase.OPEN
            _resolve(self._opened)

    def _take_end_of_file(self, number: int, reason: int, error: int) -> None:
        if number == self._inside:
            self._inside = None
            self._empty.set()
        phase = self._phase
        if phase is _Phase.EMPTY or number != self._asked_for:
            return
        self._phase = _Phase.EMPTY
        self._silent.set()
        if phase is _Phase.OPEN:
            self._on_break(self, failures.broke(self._uri))
        else:
            _resolve(self._opened, _NotOpened(reason, error))

    def _take_property(self, name: str, value: bool) -> None:
        if self._phase is _Phase.EMPTY or self._inside is None or self._inside != self._asked_for:
            return
        if name == properties.PAUSE:
            if value and self.at_end:
                self._silent.set()
        elif value != self.at_end:
            self.at_end = value
            if value and self._phase is _Phase.OPEN:
                self._on_end(self)

    def _take_log(self, line: str, level: str) -> None:
        self._log.append(line)
        logger.debug("deck %d, mpv %s: %s", self.number, level, line)

    def _set(self, name: str, value: str) -> None:
        self._command(properties.SET, name, value)

    def _command(self, *words: str, **named: object) -> None:
        self.player.command_async(*words, **named)

    async def _answer(self, *words: str) -> object:
        # Not the future of python-mpv: cancelling it fails when the answer is on its way.
        answer: asyncio.Future[object] = self._loop.create_future()

        def hear(_error: Exception | None, result: object) -> None:
            self._cross(_answered, answer, result)

        self._command(*words, callback=hear)
        return await answer

    async def _expand(self, *names: str) -> list[str]:
        """The values of properties as mpv writes them; empty for those that do not apply now."""
        text = await self._answer(properties.EXPAND, "\n".join(f"${{={name}:}}" for name in names))
        return str(text).split("\n")


def _in_own_thread(work: Callable[[], object]) -> Future[None]:
    """Run `work` on a thread that nobody has to wait for."""
    done: Future[None] = Future()
    done.set_running_or_notify_cancel()

    def run() -> None:
        work()
        done.set_result(None)

    threading.Thread(target=run, name="mpv-end", daemon=True).start()
    return done


def _resolve(future: asyncio.Future[None] | None, error: _NotOpened | None = None) -> None:
    if future is None or future.done():
        return
    if error is None:
        future.set_result(None)
    else:
        future.set_exception(error)


def _answered(answer: asyncio.Future[object], result: object) -> None:
    if not answer.done():
        answer.set_result(result)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
