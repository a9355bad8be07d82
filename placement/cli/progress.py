"""How far draws are, on standard error."""

import sys

from placement.domain.text import t


class DrawsProgress:
    """Says how far draws are, ten times at most; nothing of what is done at once."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, share: float) -> None:
        """Take the share done."""
        tenths = int(10 * share)
        if tenths > self._told and (self._told or share < 1.0):
            print(t("Valuing draws: {percent:.0f}%", percent=100 * share), file=sys.stderr)
        self._told = max(tenths, self._told)
