"""Standard output that may be full, closed or of a narrow encoding, without a traceback."""

import errno
import io
import os
import sys
from collections.abc import Callable

from footlight_controller.cli.interrupt import EXIT_CODE

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def run_program(program: Callable[[], None]) -> None:
    """Run the whole command line. Ends in SystemExit, also after Ctrl+C and when nothing can be written."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # One sign for one: a longer stand-in would tear tables apart.
        sys.stdout.reconfigure(errors="replace")
    try:
        program()
    except KeyboardInterrupt:
        sys.exit(EXIT_CODE)
    except OSError as err:
        if err.errno not in _NO_ROOM:
            raise
        # The interpreter writes what is left once more at its end, and would complain.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        print(f"footlight: cannot write the output: {err.strerror}.", file=sys.stderr)
        sys.exit(1)
