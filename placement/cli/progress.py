"""How far long work is, on standard error."""

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
            print(self.said(100 * share), file=sys.stderr)
        self._told = max(tenths, self._told)

    def said(self, percent: float) -> str:
        """Return what is said at a share of the work."""
        return t("Valuing draws: {percent:.0f}%", percent=percent)


class MemoProgress(DrawsProgress):
    """The same of a memo, of which draws are a part."""

    def said(self, percent: float) -> str:
        """Return what is said at a share of the work."""
        return t("Working out the memo: {percent:.0f}%", percent=percent)


def tell_accounts(share: float) -> None:
    """Say which share of the accounts is valued."""
    print(t("Valuing accounts: {percent:.0f}%", percent=100 * share), file=sys.stderr)
