"""Errors in the user's words: what, the rule, what came, what to do."""

import errno

from placement.domain.text import t


def system_reason(error: OSError) -> str:
    """Return why the system refused a file, in the reader's language where it is a usual reason."""
    usual = {
        errno.ENOENT: t("No such file or directory"),
        errno.EACCES: t("Permission denied"),
        errno.EISDIR: t("Is a directory"),
        errno.ENOTDIR: t("Not a directory"),
        errno.ENOSPC: t("No space left on device"),
        errno.EROFS: t("Read-only file system"),
    }
    return usual.get(error.errno or 0) or error.strerror or str(error)


class PlacementError(Exception):
    """Anything that is wrong with what the user gave us."""

    @property
    def messages(self) -> tuple[str, ...]:
        """One line per finding, ready to print."""
        return (str(self),)


class InputError(PlacementError):
    """One value breaks its rule."""


class AssumptionError(PlacementError):
    """A number of the library, or one laid over it, is unknown or out of bounds."""


class TapeError(PlacementError):
    """A file cannot be read as a portfolio at all, or no usable row remains."""

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self._messages = messages

    @property
    def messages(self) -> tuple[str, ...]:
        """One line per finding, ready to print."""
        return self._messages


class NoHeadingsError(TapeError):
    """The row that is read as headings holds data, so what stands there may be anybody's."""
