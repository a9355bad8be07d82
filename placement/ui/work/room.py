"""Whose room this process is, if it is one: a process that one browser's desk has for itself.

`placement/ui/rooms` makes rooms and tells them this.
"""

import os
from collections.abc import Mapping
from enum import StrEnum
from typing import NoReturn

FORGOTTEN = 91
"""Exit code of a room whose reader had all forgotten."""


class Before(StrEnum):
    """What became of the room that a browser had before."""

    ORDERLY = ""
    FORGOTTEN = "forgotten"
    BROKEN = "broken"


_told: dict[str, str] = {}
"""By the front; empty where this is no room."""


def enter(told: Mapping[str, str]) -> None:
    """Take in what the front tells with every request."""
    _told.update(told)


def is_room() -> bool:
    """Return whether this process is a room."""
    return bool(_told)


def is_shared() -> bool:
    """Return whether this is the room of all who get none to themselves."""
    return is_room() and not browser()


def browser() -> str:
    """Return whose room this is; nothing where it is shared, or none."""
    return _told.get("browser", "")


def before() -> Before:
    """Return what became of the room that the browser had before this one."""
    return Before(_told.get("before", ""))


def end_forgotten() -> NoReturn:
    """End this room at once, and all that is in its memory."""
    os._exit(FORGOTTEN)
