"""Errors in the user's words: what, the rule, what came, what to do."""


class PlacementError(Exception):
    """Anything that is wrong with what the user gave us."""


class InputError(PlacementError):
    """One value breaks its rule."""


class AssumptionError(PlacementError):
    """A number of the library, or one laid over it, is unknown or out of bounds."""


class TapeError(PlacementError):
    """A file cannot be read as a portfolio at all, or no usable row remains.

    Attributes:
        messages: One line per finding, ready to print.
    """

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages
