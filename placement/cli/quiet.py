"""Keeps what compiled solvers print off standard output, which belongs to the answer."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def solver_is_silent() -> Iterator[None]:
    """Drop what is written to standard output below Python inside the block.

    HiGHS prints a line of its own where it repairs a solution, whatever its options say.
    """
    sys.stdout.flush()
    own = os.dup(1)
    nobody_reads, nowhere = os.pipe()
    os.close(nobody_reads)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    try:
        yield
    finally:
        # The C library keeps lines back until it is told; they must not come out afterwards.
        ctypes.CDLL("ucrtbase" if os.name == "nt" else None).fflush(None)
        os.dup2(own, 1)
        os.close(own)
