"""A screen nobody sees: takes the frames of a real mpv as a window would, without GL and without a display."""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

import mpv


class UnseenScreen:
    """Implements `engine.screen.Screen` on a thread of its own; `close` ends it."""

    def __init__(self) -> None:
        self.presented_frames = 0
        self.log: list[str] = []
        self.slow_s = 0.0
        """How long it takes to get to a frame."""
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._contexts: dict[int, mpv.MpvRenderContext] = {}
        self._freed: list[mpv.MpvRenderContext] = []
        self._primed: dict[int, Future[None]] = {}
        self._front: int | None = None
        self._cut: Future[float | None] | None = None
        self.last_frame_s = 0.0
        self._thread = threading.Thread(target=self._run, name="unseen-screen")
        self._thread.start()

    def attach(self, deck: int, player: mpv.MPV) -> Future[None]:
        def work() -> None:
            context = mpv.MpvRenderContext(player, "sw")
            self._contexts[deck] = context
            context.update_cb = lambda: self._work.put(lambda: self._take_frame(deck))

        return self._ask(f"attach {deck}", work)

    def detach(self, deck: int) -> Future[None]:
        def work() -> None:
            context = self._contexts.pop(deck, None)
            if context is not None:
                context.free()
                # The callback belongs to the context and must outlive it.
                self._freed.append(context)

        return self._ask(f"detach {deck}", work)

    def prime(self, deck: int) -> Future[None]:
        future: Future[None] = Future()
        future.set_running_or_notify_cancel()

        def work() -> None:
            self._skip(deck)
            self._primed[deck] = future

        self._ask(f"prime {deck}", work)
        return future

    def cut(self, deck: int, *, standing: bool) -> Future[float | None]:
        future: Future[float | None] = Future()
        future.set_running_or_notify_cancel()
        asked_s = time.monotonic()

        def work() -> None:
            since_s = asked_s if standing else self.last_frame_s
            before, self._front = self._front, deck
            self._present()
            gap_ms = None if before is None else 1000 * (time.monotonic() - since_s)
            future.set_result(gap_ms)

        self._ask(f"cut {deck}", work)
        return future

    def blank(self) -> None:
        def work() -> None:
            self._front = None

        self._ask("blank", work)

    def turn(self) -> Future[None]:
        return self.do(lambda: None)

    def do(self, work: Callable[[], object]) -> Future[None]:
        """Keep the thread busy with this."""
        return self._ask("turn", work)

    def close(self) -> None:
        self._work.put(None)
        self._thread.join()

    def _ask(self, what: str, work: Callable[[], object]) -> Future[None]:
        done: Future[None] = Future()
        done.set_running_or_notify_cancel()

        def carry_out() -> None:
            self.log.append(what)
            work()
            done.set_result(None)

        self._work.put(carry_out)
        return done

    def _take_frame(self, deck: int) -> None:
        time.sleep(self.slow_s)
        is_new = self._skip(deck)
        primed = self._primed.pop(deck, None)
        if primed is not None:
            primed.set_result(None)
        elif is_new and deck == self._front:
            self._present()

    def _skip(self, deck: int) -> bool:
        context = self._contexts.get(deck)
        if context is None or not context.update():
            return False
        info = mpv.MpvRenderParam("next_frame_info", {})
        mpv.backend.mpv_render_context_get_info(context.handle, info)
        context.render(skip_rendering=True, block_for_target_time=False)
        context.report_swap()
        # A frame drawn once more, as after a pause, is no new one.
        return not info.value.flags & 2

    def _present(self) -> None:
        self.presented_frames += 1
        self.last_frame_s = time.monotonic()

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()
