"""Errors in the user's words: what, the rule, what came, what to do."""


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
