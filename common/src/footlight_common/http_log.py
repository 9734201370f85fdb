"""Where HTTP servers log: errors of our own, and nothing of what a stranger sends instead of HTTP."""

import logging


class _Ours(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0] if record.exc_info else None
        # aiohttp answers such a caller with 400 and logs a traceback for each: anybody could fill a disk with them.
        return kind is None or kind.__module__ != "aiohttp.http_exceptions"


HTTP_LOG = logging.getLogger(__name__)
HTTP_LOG.addFilter(_Ours())
