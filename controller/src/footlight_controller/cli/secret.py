"""What must not stand in the list of processes or the history of a shell: asked for, or read from standard input."""

import sys

import typer

# A line of a file that is no secret at all must not fill the memory.
_MAX_LENGTH = 4096


def asked(question: str) -> str:
    """What a person types without seeing it, else the next line of standard input."""
    if sys.stdin.isatty():
        return str(typer.prompt(question, hide_input=True, err=True))
    return sys.stdin.readline(_MAX_LENGTH).rstrip("\r\n")
