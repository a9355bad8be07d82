"""What the creditor says of each agency that accounts may be given to."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from placement.domain.errors import InputError
from placement.domain.text import listed, pt, t
from placement.domain.types import AGENCY_OPTIONS, MOST_ACCOUNTS, MOST_OWED, Option

ANY_MOVE = "any"
"""What a table says of an agency that takes every placement."""


@dataclass(frozen=True, kw_only=True)
class Taker:
    """An agency and what it takes."""

    name: str

    moves: tuple[Option, ...] = AGENCY_OPTIONS
    """Placements that it takes."""

    sectors: tuple[str, ...] = ()
    """Sectors that it takes; empty are all."""

    capacity_accounts: int | None = None
    """Accounts that it can take at most; None is no limit, 0 is nobody now."""

    capacity_balance: float | None = None
    """Money that it can take at most, in the tape's currency; None is no limit."""

    minimum_accounts: int = 0
    """Accounts below which it does not take the lot at all."""

    share: float | None = None
    """Its part of what it may take, against the parts of others; None where nobody's is given."""

    def __post_init__(self) -> None:
        """Check every value against its rule."""
        if not self.name.strip():
            raise InputError(t("agency must have a name. Fill the cell, or delete the row."))
        _require_whole("capacity_accounts", self.name, self.capacity_accounts)
        _require_whole("minimum_accounts", self.name, self.minimum_accounts)
        most = self.capacity_balance
        if most is not None and not 0 <= most <= MOST_OWED:
            raise InputError(
                t(
                    "{agency}: {name} must be from 0 to {most:,.0f}; got {x:g}.",
                    agency=self.name,
                    name=pt("heading", "capacity_balance"),
                    most=MOST_OWED,
                    x=most,
                )
            )
        if self.share is not None and not (self.share >= 0 and math.isfinite(self.share)):
            raise InputError(
                t(
                    "{agency}: share must be 0 or more, such as 70 beside 30; got {x:g}.",
                    agency=self.name,
                    x=self.share,
                )
            )

    @property
    def is_shut(self) -> bool:
        """Whether it can take nobody: no capacity, or a share of 0."""
        return 0 in (self.capacity_accounts, self.capacity_balance, self.share)


def check_takers(takers: Sequence[Taker]) -> None:
    """Raise InputError where agencies contradict each other.

    Raises:
        InputError: Two rows have one name, or some have a share and some none.
    """
    names = [" ".join(taker.name.split()).casefold() for taker in takers]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise InputError(
                t(
                    "{agency} stands on two rows. Give an agency one row, with all it takes: "
                    "{example}.",
                    agency=takers[place].name,
                    example="agency_1;agency_2",
                )
            )
    without = [taker.name for taker in takers if taker.share is None]
    if without and len(without) < len(takers):
        raise InputError(
            t(
                "share is empty for {agencies} and given for others. Give every agency one, or "
                "none: then they get equal parts.",
                agencies=listed(without),
            )
        )


def _require_whole(name: str, agency: str, value: int | None) -> None:
    if value is not None and not (0 <= value <= MOST_ACCOUNTS and value == int(value)):
        raise InputError(
            t(
                "{agency}: {name} must be a whole number from 0 to {most}; got {x:g}.",
                agency=agency,
                name=pt("heading", name),
                most=f"{MOST_ACCOUNTS:,}",
                x=value,
            )
        )
