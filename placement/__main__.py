"""`python -m placement COMMAND`."""

import os
import sys


def _hold_places() -> None:
    """Fill the places of streams that are closed, or the next file that is opened would be one."""
    for place in range(3):
        try:
            os.fstat(place)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)  # takes the lowest place that is free


def _run() -> int:
    try:
        # Starting takes a while, in which Ctrl-C may be pressed too.
        from placement.cli import main

        return main()
    except KeyboardInterrupt:
        if sys.stderr is not None:
            print("Stopped.", file=sys.stderr)
        return 130


def _end(code: int) -> None:
    """End at once: a thread of Arrow that lets go of a Python that is ending aborts it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            pass  # nobody reads any more, which was said where it can be
    os._exit(code)


if __name__ == "__main__":
    _hold_places()
    _end(_run())
