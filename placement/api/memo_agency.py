"""The memo of a book for an agency's owner: which sectors to bid for, as one lot each."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from placement.api.accounts import agency_side
from placement.api.books import BookRanking
from placement.api.deals import deal, lot_of_book
from placement.api.memo import PLAN_DRAWS, text_file
from placement.api.uncertainty import USUAL_CORRELATION, USUAL_SEED, streams_of
from placement.assume.assumptions import Assumptions
from placement.domain.types import AGENCY_OPTIONS, FloatArray, Segments, Stance
from placement.report.made_with import MadeWith
from placement.report.memo import Memo
from placement.report.memo_agency import AgencyCase, AgencyLot, agency_memo
from placement.risk.draws import draw_numbers
from placement.risk.factors import movable
from placement.risk.profits import profits_in_draws
from placement.risk.tornado import swings
from placement.risk.worth import Choices, options_alone
from placement.value.options import value_options

AGENCY_MEMO_FORMATS = (".html", ".docx", ".xlsx")
"""Endings of the files that an agency's memo can be."""

AGREED = ("months", "commission", "commission_per_earlier_placement")
"""Numbers of an agency that its contract states; they do not move."""


@dataclass(frozen=True, kw_only=True, eq=False)
class AgencyMemoBook:
    """What an agency's memo says; made once, told in any language."""

    case: AgencyCase

    def memo(self) -> Memo:
        """Return the memo in the language that is spoken around the call."""
        return agency_memo(self.case)

    def file(self, suffix: str) -> bytes:
        """Return the memo as a file in the language that is spoken around the call.

        Args:
            suffix: One of `AGENCY_MEMO_FORMATS`.
        """
        from placement.report.memo_xlsx_agency import agency_workbook

        memo = self.memo()
        return agency_workbook(self.case, memo) if suffix == ".xlsx" else text_file(memo, suffix)


def agency_memo_book(
    ranked: BookRanking,
    made_with: MadeWith,
    *,
    draws: int = PLAN_DRAWS,
    seed: int = USUAL_SEED,
    progress: Callable[[float], None] | None = None,
) -> AgencyMemoBook:
    """Return what the memo for an agency's owner says.

    Each sector is one lot under one contract, every account with its next agency at the
    commission of the numbers in use.

    Args:
        ranked: The book.
        made_with: The numbers and the stance it was ranked with.
        draws: Draws of each lot's profit.
        seed: As in `simulate`.
        progress: Called with the share done.

    Raises:
        InputError: The draws or the seed break their rule, or no account can be placed.
    """
    assumptions, stance = made_with.assumptions, made_with.stance
    segments, side = ranked.ranking.valuation.segments, agency_side(ranked.ranking)
    tell = progress or (lambda share: None)
    placeable = np.asarray(segments.placements < len(AGENCY_OPTIONS))
    lot_of_book(segments, among=placeable)  # says so where nothing can be placed
    sectors = sorted({each for each, can in zip(segments.sector, placeable, strict=True) if can})
    lots = []
    for at, sector in enumerate(sectors):
        tell(0.8 * at / len(sectors))
        mine = np.array([each == sector for each in segments.sector]) & placeable
        drawn = draw_numbers(
            assumptions,
            [sector],
            count=draws,
            streams=streams_of(seed),
            correlation=USUAL_CORRELATION,
            held=_agreed(assumptions, [sector]),
        )
        lots.append(
            AgencyLot(
                sector=sector,
                deal=deal(segments.take(mine), assumptions, stance=stance),
                worked=int(segments.accounts[mine & side.works].sum()),
                profits=profits_in_draws(segments.take(mine), drawn, stance=stance),
            )
        )
    # What moves a lot that is left alone changes nothing.
    bid_for = [lot.sector for lot in lots if lot.pays] or sectors
    chosen = np.array([each in bid_for for each in segments.sector]) & placeable
    some = segments.take(chosen)
    base = np.asarray(side.profit[chosen])
    found = swings(
        _placed(stance),
        some,
        assumptions,
        movable(assumptions, bid_for, _agreed(assumptions, bid_for)),
        leads=np.zeros(len(some), dtype=np.int64),
        base=base,
        progress=lambda share: tell(0.8 + 0.2 * share),
    )
    lots.sort(key=lambda lot: (not lot.pays, -lot.profit))
    return AgencyMemoBook(
        case=AgencyCase(
            lots=tuple(lots),
            swings=found,
            before_fixed=float(base @ some.accounts),
            seed=seed,
            findings=ranked.book.findings,
            tape=ranked.book.tape,
            made_with=made_with,
        )
    )


def _agreed(assumptions: Assumptions, sectors: list[str]) -> list[str]:
    """Return the tables that contracts state."""
    named = (f"{sector}.agency.{name}" for sector in sectors for name in AGREED)
    there = tuple(assumptions.entries)
    return [name for name in named if any(p == name or p.startswith(f"{name}.") for p in there)]


def _placed(stance: Stance) -> Choices:
    """Return the one choice of the next placement, worth what the agency earns."""

    def value(rows: Segments, numbers: Assumptions) -> tuple[FloatArray, FloatArray]:
        earned = value_options(rows, numbers, stance=stance).next_placement.agency_profit
        return earned[None], earned

    return Choices(names=("placed",), value=value, rows=options_alone(stance).rows)
