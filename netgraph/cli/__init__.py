"""The program `netgraph`: words to calls, answers to text.

`main` keeps the promises of every command: exit code 0 done, 1 could not, 2 wrong usage; a refusal
is a sentence, never a traceback. The commands themselves load when the program runs.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the program with the words of the shell."""
    try:
        _prepare_streams()
        from .commands import app

        app(prog_name="netgraph")
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception as fault:
        if os.environ.get("NETGRAPH_TRACEBACK"):
            raise
        print(f"netgraph: {_sentence(fault)}", file=sys.stderr)
        raise SystemExit(1) from None


def _prepare_streams() -> None:
    """Let a letter the terminal does not know cost that letter, not the answer."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _sentence(fault: Exception) -> str:
    """Return what went wrong, as a person would say it."""
    from ..errors import NetgraphError
    from ..views.text import safe

    if isinstance(fault, NetgraphError):
        return safe(fault)
    if isinstance(fault, OSError) and fault.filename is not None:
        return safe(f"{fault.filename}: {fault.strerror}")
    if isinstance(fault, MemoryError):
        return "not enough memory for this network"
    return safe(
        f"a fault of netgraph's own ({type(fault).__name__}: {fault}); please report it. "
        "NETGRAPH_TRACEBACK=1 shows where it happened"
    )
