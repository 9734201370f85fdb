"""The event loop of both programs: uvloop where it exists."""

import asyncio
from typing import Any


def new_event_loop() -> asyncio.AbstractEventLoop:
    """For asyncio.Runner. Made on any thread, to be run on one."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    loop = uvloop.new_event_loop()
    loop.set_exception_handler(_tell)
    return loop


def _tell(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    # WORKAROUND uvloop#506: what arrives over TLS when the connection is being aborted is answered on a closed socket,
    # and told as an error. The connection is gone, as it should be.
    err = context.get("exception")
    message = str(context.get("message"))
    if isinstance(err, RuntimeError) and "handler is closed" in str(err) and message.startswith("Fatal error on SSL"):
        return
    loop.default_exception_handler(context)
