"""The kiosk of the player with the smallest core that plays a list for ever, for measuring and looking."""

import argparse
import asyncio
import itertools
import json
import sys

from footlight_common.model.playback import Item
from footlight_player.core.camera import Camera, ImageType
from footlight_player.core.kiosk import Kiosk, KioskView
from footlight_player.core.ports import Ended, EngineEvent, Failed, Ready, Shown, Ticket
from footlight_player.services.screenshots import SHARED_S
from footlight_player.ui.kiosk import WindowMode, run_kiosk

THUMBNAIL_PX = 480


async def play_for_ever(kiosk: Kiosk, uris: list[str], *, grab: bool = False) -> None:
    """Play `uris` round and round, printing one JSON line per event and per second; `grab` a picture each second."""
    engine = kiosk.engine
    events: asyncio.Queue[EngineEvent] = asyncio.Queue()
    await engine.start(events.put_nowait)
    engine.set_volume(100, muted=True)
    turns = zip(map(Ticket, itertools.count(1)), itertools.cycle(uris), strict=False)
    names: dict[Ticket, str] = {}
    playing = False

    def prepare_next() -> None:
        ticket, uri = next(turns)
        names[ticket] = uri
        engine.prepare(ticket, Item(uri=uri))

    async def report() -> None:
        while True:
            await asyncio.sleep(1)
            readings = engine.readings()
            _say(readings={name: getattr(readings, name) for name in readings.__slots__})

    async def photograph(camera: Camera) -> None:
        while True:
            await asyncio.sleep(SHARED_S)
            shot = await camera.grab(THUMBNAIL_PX)
            body, _ = await asyncio.to_thread(shot.encode, THUMBNAIL_PX, ImageType.JPEG)
            _say(picture_bytes=len(body))

    side = [asyncio.create_task(report())]
    if grab and kiosk.camera is not None:
        side.append(asyncio.create_task(photograph(kiosk.camera)))
    kiosk.show(KioskView(name="Benchmark", idle=False))
    prepare_next()
    try:
        while True:
            event = await events.get()
            _say(event=type(event).__name__, ticket=event.ticket, uri=names[event.ticket])
            match event:
                case Ready(ticket):
                    engine.arm(ticket) if playing else engine.show(ticket)
                case Shown(_, gap_ms):
                    playing = True
                    _say(gap_ms=gap_ms)
                    prepare_next()
                case Failed(_, error):
                    _say(error=str(error))
                    prepare_next()
                case Ended():
                    pass
    finally:
        for task in side:
            task.cancel()


def _say(**facts: object) -> None:
    print(json.dumps(facts), flush=True)


def main() -> int:
    """Run until told to end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--window", default="1280x720")
    parser.add_argument("--grab", action="store_true")
    parser.add_argument("uris", nargs="+")
    options = parser.parse_args()
    width, _, height = options.window.partition("x")
    return run_kiosk(
        lambda kiosk: play_for_ever(kiosk, options.uris, grab=options.grab),
        window=WindowMode(size=(int(width), int(height))),
    )


if __name__ == "__main__":
    sys.exit(main())
