"""A kiosk whose core obeys lines on standard input and tells its events on standard output, both in JSON."""

import asyncio
import json
import locale
import logging
import sys
import time
from concurrent.futures import Future
from pathlib import Path

from player.ui.display import HEIGHT, WIDTH

from footlight_common.model.playback import Item
from footlight_player.core.camera import ImageType
from footlight_player.core.kiosk import Kiosk, KioskView
from footlight_player.core.ports import EngineEvent, Failed, Shown
from footlight_player.engine.mpv_engine import MpvEngine
from footlight_player.engine.recycling import Recycling
from footlight_player.ui import kiosk
from footlight_player.ui.window import KioskWindow


def say(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def tell(event: EngineEvent) -> None:
    more: dict[str, object] = {}
    if isinstance(event, Shown):
        more["gap_ms"] = event.gap_ms
    if isinstance(event, Failed):
        more["error"] = str(event.error)
    say(event=type(event).__name__, ticket=event.ticket, **more)


async def obey(stage: Kiosk) -> None:
    engine = stage.engine
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    await engine.start(tell)
    say(event="Started", display=stage.display, version=engine.version, numbers=locale.setlocale(locale.LC_NUMERIC))
    try:
        while line := await lines.readline():
            command, *words = json.loads(line)
            if command == "view":
                stage.show(KioskView(**words[0]))
            elif command == "prepare":
                engine.prepare(words[0], Item(uri=words[1]))
            elif command == "readings":
                readings = engine.readings()
                say(event="Readings", **{name: getattr(readings, name) for name in readings.__slots__})
            elif command == "grab":
                shot = await stage.camera.grab(words[1])
                body, _ = await asyncio.to_thread(shot.encode, words[1], ImageType(words[2]))
                await asyncio.to_thread(Path(words[0]).write_bytes, body)
                say(event="Grabbed")
            elif command == "fail":
                raise RuntimeError(words[0])
            else:
                getattr(engine, command)(*words)
    finally:
        await asyncio.sleep(0)
        say(event="Goodbye")


class NudgedWindow(KioskWindow):
    """Hears of a frame that is none before each first frame."""

    def prime(self, deck: int) -> Future[None]:
        future = super().prime(deck)
        self._pictures[deck]._updated.emit()
        return future


class BusyWindow(KioskWindow):
    """Has so much else to do that the first frame may be there before it gets to expecting it."""

    def prime(self, deck: int) -> Future[None]:
        self._asked.emit(lambda: time.sleep(0.3))
        return super().prime(deck)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    if "recycle" in sys.argv:
        growth = Recycling(max_more_files=-1000, max_more_bytes=1 << 40, warm_up_items=1)
        kiosk.MpvEngine = lambda screen: MpvEngine(screen, recycling=growth)
    if "nudge" in sys.argv:
        kiosk.KioskWindow = NudgedWindow
    if "busy" in sys.argv:
        kiosk.KioskWindow = BusyWindow
    mode = kiosk.WindowMode(size=(WIDTH, HEIGHT), fullscreen="fullscreen" in sys.argv)
    sys.exit(kiosk.run_kiosk(obey, window=mode))
