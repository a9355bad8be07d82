"""Agencies like for like, from a remittance file: one function for the screen and the command."""

from dataclasses import dataclass

import numpy as np

from placement.api.remittances import batches_of
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray, IntArray
from placement.odds.league import League, Results, league
from placement.odds.league_shares import Shares, shares, usual_floor
from placement.tape.bands import age_band_of
from placement.tape.labels import age_band_label
from placement.tape.remittances import Remittances

__all__ = [
    "LEAGUE_AGES",
    "AgencyLeague",
    "Shares",
    "agency_league",
    "next_batch",
    "usual_floor",
]

LEAGUE_AGES = (3.0, 6.0, 12.0, 24.0, 36.0, 60.0)
"""Months past due at placement within which batches are of one kind."""

USUAL_LEAGUE_SEED = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class AgencyLeague:
    """How the agencies of a file compare."""

    remittances: Remittances
    """Batches with an agency."""

    left_out: int
    """Batches without one."""

    kinds: tuple[str, ...]
    """Sector, age and product of each kind of batch."""

    league: League

    @property
    def usual_balance(self) -> float:
        """Money of a next batch, if it is like the placements of one month so far on average."""
        placed = self.remittances.placed
        known = placed[placed >= 0]
        months = len(np.unique(known)) if len(known) == len(placed) else len(placed)
        return float(self.remittances.balance.sum() / max(months, 1))


def agency_league(remittances: Remittances, *, seed: int = USUAL_LEAGUE_SEED) -> AgencyLeague:
    """Return how the agencies of a remittance file compare on the same mix.

    What is expected of a month of a batch is what all agencies together show for its sector, band
    of ages, product and month since placement.

    Args:
        remittances: The file.
        seed: Of the draws behind the chances and intervals.

    Raises:
        InputError: It names fewer than two agencies, or too little is known to compare them.
    """
    named = np.array([bool(name) for name in remittances.agency])
    if len(set(remittances.agency) - {""}) < 2:
        raise InputError(
            t(
                "{file} names fewer than two agencies, and a league takes two. Give a column with "
                "the agency of each batch (--column agency=HEADING).",
                file=remittances.filename,
            )
        )
    held = remittances.take(named)
    batches = batches_of(held)
    names, agency = numbered(held.agency)
    kinds, mix = numbered(kinds_of(held))
    found = league(
        Results(
            agencies=names,
            agency=agency,
            mix=mix,
            accounts=batches.accounts,
            balance=batches.balance,
            collected=batches.collected,
        ),
        rng=np.random.default_rng(seed),
    )
    if np.isnan(held.accounts).any() and not found.dispersion_is_measured:
        raise InputError(
            t(
                "{file} has too few batches to see how much they differ by chance, and does not "
                "say how many accounts were placed. Give the number of accounts of each batch "
                "(--column accounts=HEADING), or more batches.",
                file=remittances.filename,
            )
        )
    return AgencyLeague(remittances=held, left_out=int((~named).sum()), kinds=kinds, league=found)


def next_batch(
    found: AgencyLeague,
    *,
    balance: float | None = None,
    floor: float | None = None,
    minimum: FloatArray | float = 0.0,
) -> Shares:
    """Return how the next batch is shared out; arguments as `shares` of
    `placement.odds.league_shares`.

    Args:
        found: The league.
        balance: Money of the batch; by default that of the placements of a month so far.
        floor: Share that every agency gets, for learning; `usual_floor` if None.
        minimum: Money that each agency must get.
    """
    return shares(
        found.league,
        balance=found.usual_balance if balance is None else balance,
        floor=floor,
        minimum=minimum,
    )


def kinds_of(held: Remittances) -> tuple[str, ...]:
    """Return the sector, band of ages and product of each batch, in words."""
    bands = age_band_of(np.nan_to_num(held.age), LEAGUE_AGES)
    ages = [
        t("age unknown") if unknown else age_band_label(LEAGUE_AGES, int(band))
        for band, unknown in zip(bands, np.isnan(held.age), strict=True)
    ]
    return tuple(
        " · ".join(part for part in parts if part)
        for parts in zip(held.sector, ages, held.product, strict=True)
    )


def numbered(names: tuple[str, ...]) -> tuple[tuple[str, ...], IntArray]:
    """Return different names in the order of the alphabet, and the position of each among them."""
    different, of = np.unique(np.array(names, dtype=object), return_inverse=True)
    return tuple(different.tolist()), of.astype(np.int64)
