"""`python -m placement COMMAND`."""

import os
import sys

from placement.cli import main


def _end(code: int) -> None:
    """End at once: a thread of Arrow that lets go of a Python that is ending aborts it."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (BrokenPipeError, ValueError):
        pass  # nobody reads any more
    os._exit(code)


if __name__ == "__main__":
    _end(main())
