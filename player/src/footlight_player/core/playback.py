"""The playback decisions: commands, engine events and ticks in; effects for the engine and facts for the log out."""

from itertools import count

from footlight_common.errors import InvalidArgument, MediaError, NothingToPlay
from footlight_common.model.playback import Playback, PlaybackState, Playlist, StopReason
from footlight_common.protocol.commands import Next, Pause, Play, Previous, Resume, Seek, SetMute, SetVolume, Stop
from footlight_player.core import effects
from footlight_player.core.course import Course, playlist_of
from footlight_player.core.effects import Effect
from footlight_player.core.facts import PlaybackFact, Progress, Skipped, Started
from footlight_player.core.frames import FrameShare, FrameWatch
from footlight_player.core.memory import Memory
from footlight_player.core.outcome import Moment, Outcome
from footlight_player.core.ports import Ended, EngineEvent, Failed, Ready, Shown, Ticket
from footlight_player.core.showing import Opening, Showing, state_of

PlaybackAction = Play | Pause | Resume | Stop | Next | Previous | Seek | SetVolume | SetMute


class PlaybackMachine:
    """Decides what is on the screen.

    At any time at most one item is on screen and at most one is being opened behind it. What is on screen stays there
    until what replaces it is ready. A list of which nothing can be shown is given up after one round; what was on
    screen before it goes on with its own list.
    """

    def __init__(self) -> None:
        self._tickets, self._lists = count(1), count(1)
        self._course = Course()
        self._paused = False
        self._volume = 100
        self._muted = False
        self._screen: Showing | None = None
        self._opening: Opening | None = None
        # Replaced when the engine had its cue already: it may have reached the screen all the same.
        self._cued: Opening | None = None
        self._watch = FrameWatch()
        self._share = FrameShare()
        self._since_s = 0.0
        self._appearance: tuple[PlaybackState, Ticket | None] | None = None
        self._effects: list[Effect] = []
        self._facts: list[PlaybackFact] = []

    @property
    def playback(self) -> Playback:
        """What is shown, as of the last input."""
        on, opening = self._screen, self._opening
        playback = Playback(state=self._state(), volume=self._volume, muted=self._muted, since_s=self._since_s)
        if on is not None:
            return on.described_in(playback)
        if opening is not None:
            return opening.described_in(playback)
        return playback

    @property
    def memory(self) -> Memory:
        """What to know to play on later. A list that was given up stays in it: its media may be back by then."""
        on, opening = self._screen, self._opening
        index, position_s = self._course.cursor, 0.0
        if on is not None and not on.over and not self._foreign and not (opening is not None and opening.wanted):
            index, position_s = on.index, on.position_s
        elif opening is not None:
            index, position_s = opening.index, opening.start_s
        return Memory(
            playlist=self._course.playlist,
            index=index,
            position_s=position_s,
            paused=self._paused,
            volume=self._volume,
            muted=self._muted,
        )

    @property
    def progress(self) -> Progress | None:
        """How much of the item on screen was shown, as of the last input; None when nothing is."""
        on = self._screen
        return None if on is None or on.over else on.progress(self._share)

    def closing(self, moment: Moment) -> Outcome:
        """The player ends: what leaves the screen. Nothing else changes, and `memory` still knows the place."""
        self._look(moment)
        if (on := self._screen) is None or on.over:
            return Outcome()
        return Outcome(facts=(*self._watch.dismiss(on.item), on.stopped(StopReason.CLOSED, self._share)))

    def restore(self, memory: Memory, moment: Moment) -> Outcome:
        """Play on from `memory`; once, before any other input."""
        self._volume, self._muted = memory.volume, memory.muted
        self._effects.append(effects.SetLoudness(self._volume, self._muted))
        if memory.playlist.items:
            self._paused = memory.paused
            self._begin(memory.playlist, memory.index, start_s=memory.position_s)
        return self._outcome(moment)

    def command(self, action: PlaybackAction, moment: Moment) -> Outcome:
        """Carry out a command. Raises CommandError, and then nothing has changed."""
        self._look(moment)
        match action:
            case Play():
                self._play(action)
            case Pause():
                self._pause()
            case Resume():
                self._resume()
            case Stop():
                self._stop()
            case Next():
                self._go(1)
            case Previous():
                self._go(-1)
            case Seek():
                self._seek(action.position_s)
            case SetVolume():
                self._set_loudness(action.level, muted=self._muted)
            case SetMute():
                self._set_loudness(self._volume, muted=action.muted)
        return self._outcome(moment)

    def event(self, event: EngineEvent, moment: Moment) -> Outcome:
        """Take note of what the engine says. Events of tickets that are void by now change nothing."""
        self._share.look(moment.readings)
        match event:
            case Ready():
                self._on_ready(event.ticket)
            case Shown():
                self._on_shown(event, moment)
            case Ended():
                self._on_ended(event.ticket, moment)
            case Failed():
                self._on_failed(event.ticket, event.error, moment)
        return self._outcome(moment)

    def tick(self, moment: Moment) -> Outcome:
        """Once a second: compare what should be on the screen with what is."""
        self._look(moment)
        on, opening = self._screen, self._opening
        if on is not None and not on.over:
            self._facts.extend(self._watch.judge(on.item, moment.readings, moment.monotonic_s))
            if not self._watch.stalled and on.lasts(moment.monotonic_s):
                self._prove(on)
        elif opening is not None and opening.ready:
            # An engine that missed its cue would leave the last frame up for ever.
            opening.late_ticks += 1
            if opening.overdue:
                self._show(opening)
        return self._outcome(moment)

    # Commands

    def _play(self, action: Play) -> None:
        playlist = playlist_of(action)
        self._paused = False
        self._begin(playlist, action.start)

    def _pause(self) -> None:
        self._require_something()
        self._paused = True
        on = self._screen
        if on is not None and not on.over and not on.paused:
            on.paused = True
            self._facts.extend(self._watch.dismiss(on.item))
            self._effects.append(effects.Hold())

    def _resume(self) -> None:
        self._require_something()
        self._paused = False
        self._release()

    def _stop(self) -> None:
        if self._screen is not None or self._opening is not None:
            self._leave_screen(StopReason.STOPPED)
            self._effects.append(effects.Clear())
        self._course = Course()
        self._turn_idle()

    def _go(self, step: int) -> None:
        self._require_something()
        on, opening = self._screen, self._opening
        here = self._course.cursor
        if opening is not None and opening.wanted:
            here = opening.index
        elif on is not None and not self._foreign:
            here = on.index
        index = self._course.asked_beside(here, step)
        self._paused = False
        self._course.ask_for(index)
        if step > 0 and opening is not None and opening.index == index and not opening.wanted:
            opening.wanted = True
            self._present()
        else:
            self._open(index, wanted=True, step=step, origin=here)

    def _seek(self, position_s: float) -> None:
        self._require_something()
        if (on := self._screen) is None or on.over:
            msg = "Nothing moves on the screen yet. Seek again when the item plays."
            raise NothingToPlay(msg)
        on.jump(position_s)
        self._effects.append(effects.Jump(position_s))

    def _set_loudness(self, level: int, *, muted: bool) -> None:
        if not 0 <= level <= 100:
            msg = f"The volume goes from 0 to 100, not to {level}."
            raise InvalidArgument(msg)
        self._volume, self._muted = level, muted
        self._effects.append(effects.SetLoudness(level, muted))

    def _require_something(self) -> None:
        if self._screen is None and self._opening is None:
            msg = "Nothing is playing. Play something first."
            raise NothingToPlay(msg)

    # Engine events

    def _on_ready(self, ticket: Ticket) -> None:
        if (opening := self._opening) is not None and opening.ticket == ticket:
            opening.ready = True
            self._present()

    def _on_shown(self, event: Shown, moment: Moment) -> None:
        if self._opening is not None and self._opening.ticket == event.ticket:
            opening, self._opening = self._opening, None
        elif self._cued is not None and self._cued.ticket == event.ticket:
            opening = self._cued
        else:
            return
        self._cued = None
        self._leave_screen(StopReason.REPLACED)
        on = Showing.of(opening, moment.monotonic_s, paused=self._paused)
        on.see(moment.readings.position_s, moment.readings.duration_s, moment.monotonic_s)
        self._screen = on
        self._watch.restart(moment.monotonic_s)
        self._facts.append(Started(item=on.item, index=on.index, gap_ms=event.gap_ms))
        # A pause or resume given while the cut was under way may have met the item before.
        if self._paused != (opening.shown and opening.shown_paused):
            self._effects.append(effects.Hold() if self._paused else effects.Release())
        if self._opening is None:
            self._open_following(on)

    def _on_ended(self, ticket: Ticket, moment: Moment) -> None:
        on = self._screen
        if on is None or on.ticket != ticket or on.over:
            return
        self._prove(on)
        # The readings may be those of the next item by now.
        on.reach_end(moment.monotonic_s)
        self._leave_screen(StopReason.ENDED)
        if self._opening is None or not self._opening.armed:
            self._go_on()

    def _on_failed(self, ticket: Ticket, error: MediaError, moment: Moment) -> None:
        on, opening = self._screen, self._opening
        if opening is not None and opening.ticket == ticket:
            self._opening = None
            self._course.fail()
            self._facts.extend(self._course.reported(opening.index, opening.item, error))
            self._open_instead_of(opening)
        elif on is not None and on.ticket == ticket and not on.over:
            on.break_off(moment.monotonic_s, stalled=self._watch.stalled)
            self._leave_screen(StopReason.FAILED)
            if self._foreign:
                self._facts.append(Skipped(item=on.item, index=on.index, code=error.code, message=str(error)))
            else:
                self._course.fail(counts=not on.proven)
                self._facts.extend(self._course.reported(on.index, on.item, error))
                if self._course.given_up:
                    self._opening = None
            self._go_on()

    # Decisions

    @property
    def _foreign(self) -> bool:
        """What is on screen, if anything, is not of the current playlist."""
        return self._screen is None or self._screen.course is not self._course

    def _begin(self, playlist: Playlist, index: int, start_s: float = 0.0) -> None:
        self._course = Course(playlist, next(self._lists))
        self._open(index, wanted=True, start_s=start_s)

    def _open(self, index: int, *, wanted: bool, step: int = 1, origin: int = 0, start_s: float = 0.0) -> None:
        ticket, item = Ticket(next(self._tickets)), self._course.items[index]
        self._course.cursor = index
        if self._opening is not None and (self._opening.armed or self._opening.shown):
            self._cued = self._opening
        self._opening = Opening(
            ticket=ticket,
            item=item,
            index=index,
            course=self._course,
            start_s=start_s,
            step=step,
            origin=origin,
            wanted=wanted,
        )
        self._effects.append(effects.Prepare(ticket, item, start_s))

    def _open_following(self, on: Showing) -> None:
        index = self._course.beside(on.index, 1)
        if index is not None:
            self._open(index, wanted=False)

    def _open_instead_of(self, failed: Opening) -> None:
        on = self._screen
        index = None if self._course.given_up else self._course.beside(failed.index, failed.step)
        if index is not None:
            self._open(index, wanted=failed.wanted, step=failed.step, origin=failed.origin)
        elif failed.step < 0 and not self._course.given_up:
            # Nothing before it can be shown either: stay where the way back began.
            if on is None or on.over or self._foreign:
                self._open(failed.origin, wanted=True)
            else:
                self._release()
                self._open_following(on)
        elif on is not None and self._foreign:
            self._go_back(on)
        elif on is None or on.over:
            self._go_on()
        else:
            self._release()

    def _go_back(self, on: Showing) -> None:
        """Nothing of the new list can be shown: what is on screen goes on with its own."""
        self._course = on.course
        self._paused = on.paused and not on.over
        index = None if on.course.given_up else on.course.beside(on.index, 1)
        if index is not None:
            self._open(index, wanted=on.over)
        elif on.over:
            self._go_on()

    def _go_on(self) -> None:
        """Nothing on the screen goes on by itself: show what is next, or turn idle."""
        if self._opening is not None:
            self._present()
            return
        self._effects.append(effects.Clear())
        if not self._course.given_up:
            self._course = Course()
        self._turn_idle()

    def _present(self) -> None:
        opening, on = self._opening, self._screen
        if opening is None or not opening.ready or opening.shown:
            return
        if opening.wanted or on is None or on.over:
            self._show(opening)
        elif not opening.armed:
            opening.armed = True
            self._effects.append(effects.Arm(opening.ticket))

    def _show(self, opening: Opening) -> None:
        opening.shown, opening.shown_paused = True, self._paused
        self._effects.append(effects.Show(opening.ticket, self._paused))

    def _release(self) -> None:
        on = self._screen
        if on is not None and not on.over and on.paused and not self._paused:
            on.paused = False
            self._effects.append(effects.Release())

    def _leave_screen(self, reason: StopReason) -> None:
        on = self._screen
        if on is not None and not on.over:
            on.over = True
            self._facts.extend(self._watch.dismiss(on.item))
            self._facts.append(on.stopped(reason, self._share))
            self._share.pass_on()

    def _turn_idle(self) -> None:
        self._screen = self._opening = self._cued = None
        self._paused = False

    def _prove(self, on: Showing) -> None:
        if not on.proven:
            on.proven = True
            if not self._foreign:
                self._course.prove(on.index)

    def _state(self) -> PlaybackState:
        return state_of(self._screen, self._opening, foreign=self._foreign, stalled=self._watch.stalled)

    def _look(self, moment: Moment) -> None:
        self._share.look(moment.readings)
        self._watch.look(moment.readings, moment.monotonic_s)
        if self._screen is not None and not self._screen.over:
            self._screen.see(moment.readings.position_s, moment.readings.duration_s, moment.monotonic_s)

    def _outcome(self, moment: Moment) -> Outcome:
        shown = self._screen or self._opening
        appearance = (self._state(), shown.ticket if shown else None)
        if appearance != self._appearance:
            self._appearance = appearance
            self._since_s = moment.wall_s
        outcome = Outcome(tuple(self._effects), tuple(self._facts))
        self._effects.clear()
        self._facts.clear()
        return outcome
