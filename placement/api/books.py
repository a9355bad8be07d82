"""From a file to a ranked book, and the same book account by account."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from placement.api.accounts import rank_segments
from placement.api.crossovers import crossover_ages
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.rank import OPTIONS, Ranking
from placement.decide.totals import TOTALS
from placement.domain.types import AGENCY_OPTIONS, FloatArray, IntArray, Stance
from placement.tape.bands import Bands
from placement.tape.check import check
from placement.tape.columns import ColumnMatch, match_columns
from placement.tape.findings import Finding
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.only_number import only_number
from placement.tape.read import RawTable, read_table
from placement.tape.segment import Segmentation, account_segments, segment
from placement.tape.tape import Tape

CHUNK = 5_000
"""Accounts valued at a time when every account is valued on its own."""


CHECKED_BY_ACCOUNT = 20_000
"""Up to this many accounts a ranking is checked account by account without being asked."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Book:
    """A checked tape, how its columns were read and what was noticed."""

    tape: Tape
    match: ColumnMatch
    findings: tuple[Finding, ...]


def open_tape(
    source: Path | bytes,
    *,
    filename: str,
    assumptions: Assumptions,
    mapping: Mapping[str, str] | None = None,
    meaning: Meaning = AS_IT_STANDS,
    as_of: dt.date | None = None,
    sector: str | None = None,
    creditor_type: str | None = None,
) -> Book:
    """Read, match and check a tape.

    Raises:
        TapeError: The file cannot be read, or no usable row remains.
        InputError: The mapping or a default is wrong.
    """
    raw = read_table(
        source, filename=filename, keep=tuple((mapping or {}).values()), meaning=meaning
    )
    return check_tape(
        raw,
        assumptions=assumptions,
        mapping=mapping,
        meaning=meaning,
        as_of=as_of,
        sector=sector,
        creditor_type=creditor_type,
    )


def check_tape(
    raw: RawTable,
    *,
    assumptions: Assumptions,
    mapping: Mapping[str, str] | None = None,
    meaning: Meaning = AS_IT_STANDS,
    as_of: dt.date | None = None,
    sector: str | None = None,
    creditor_type: str | None = None,
    date_advice: str | None = None,
) -> Book:
    """Match and check a table that was read before; arguments and errors as `open_tape`.

    `date_advice` says how to give a missing cut-off date; by default with the command's option.
    """
    match = match_columns(raw.table.column_names, mapping, numbered_by=only_number(raw))
    checked = check(
        raw,
        match=match,
        meaning=meaning,
        as_of=as_of,
        sector=sector,
        creditor_type=creditor_type,
        known_sectors=assumptions.sectors,
        # So that a mistyped date in the future is a finding and not the cut-off date.
        today=dt.date.today(),
        date_advice=date_advice,
    )
    return Book(tape=checked.tape, match=match, findings=tuple(checked.findings))


def segment_tape(
    tape: Tape, assumptions: Assumptions, *, bands: Bands | None = None
) -> Segmentation:
    """Group a tape by sector, creditor type, age band, balance band and flags.

    An age band is cut where the sector's commission steps inside it, and where the library's best
    option changes.
    """
    limitation = float(np.mean(assumptions.number("law.limitation_months")))
    steps = {name: _commission_steps(tape, name, assumptions) for name in tape.sector.names}

    def cut(splits: Mapping[str, tuple[float, ...]]) -> Segmentation:
        return segment(tape, bands=bands or Bands(), splits=splits, limitation_months=limitation)

    first = cut(steps)
    crossed = crossover_ages(tape, first, load_library())
    if not crossed:
        return first
    return cut({name: (*steps[name], *crossed.get(name, ())) for name in steps})


def _commission_steps(tape: Tape, sector: str, assumptions: Assumptions) -> tuple[float, ...]:
    """Return the months from which a commission of the sector holds, for all its creditors."""
    tables = (f"{sector}.agency.commission.{kind}" for kind in tape.creditor_type.names)
    return tuple(
        sorted({month for path in tables for month in assumptions.table(path)[0].tolist()})
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class BookRanking:
    """A ranked book, or one segment of it."""

    book: Book
    segmentation: Segmentation
    ranking: Ranking
    part: int | None = None
    """Position in the book of the only segment that is ranked; None where all are."""

    @property
    def key(self) -> str:
        """What is ranked, as the key of answers about it; the numbers apart."""
        digest = self.book.tape.digest
        return digest if self.part is None else f"{digest}#{self.part}"


def rank_tape(
    source: Path | bytes,
    *,
    filename: str | None = None,
    assumptions: Assumptions | None = None,
    stance: Stance = Stance.PROFIT_SEEKING,
    mapping: Mapping[str, str] | None = None,
    meaning: Meaning = AS_IT_STANDS,
    as_of: dt.date | None = None,
    sector: str | None = None,
    creditor_type: str | None = None,
    bands: Bands | None = None,
) -> BookRanking:
    """Take a file to its ranked segments; errors as `open_tape`."""
    assumptions = assumptions or load_library()
    name = filename or (source.name if isinstance(source, Path) else "")
    book = open_tape(
        source,
        filename=name,
        assumptions=assumptions,
        mapping=mapping,
        meaning=meaning,
        as_of=as_of,
        sector=sector,
        creditor_type=creditor_type,
    )
    return rank_book(book, assumptions, stance=stance, bands=bands)


def rank_book(
    book: Book,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    bands: Bands | None = None,
) -> BookRanking:
    """Return a checked book's ranked segments."""
    segmentation = segment_tape(book.tape, assumptions, bands=bands)
    ranking = rank_segments(segmentation.segments, assumptions, stance=stance)
    return BookRanking(book=book, segmentation=segmentation, ranking=ranking)


def _as_the_segment(ranking: Ranking, chosen: IntArray, rows: IntArray) -> FloatArray:
    """Return what accounts bring under their segment's choice.

    A lot is taken as a whole, so an account that would not pay an agency on its own goes with the
    others. What is not open to an account otherwise leaves it its own best.
    """
    net = ranking.net[chosen, rows]
    placed = np.isin(chosen, [OPTIONS.index(option) for option in AGENCY_OPTIONS])
    with_the_lot = np.where(placed, ranking.valuation.next_placement.creditor.net, ranking.best_net)
    return np.where(np.isnan(net), with_the_lot, net)


@dataclass(frozen=True, kw_only=True, eq=False)
class AccountCheck:
    """The same book valued account by account, beside its valuation by segment."""

    by_segment: float
    """Best mix, each segment valued at its mean account times its count."""
    by_account: float
    """The segments' choices, every account valued on its own."""
    by_account_best: float
    """Every account valued on its own and given its own best option."""
    option: np.ndarray
    """Position in `OPTIONS` of each account's best option, shape (accounts,)."""
    net: np.ndarray
    """Net recovery of each account under that option, shape (accounts,)."""
    totals: np.ndarray
    """Cash, fees and tax of each net, shape (totals, accounts)."""

    @property
    def difference(self) -> float:
        """What valuing by segment misses: account by account less by segment."""
        return self.by_account - self.by_segment


def check_by_account(
    ranked: BookRanking,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    progress: Callable[[float], None] | None = None,
) -> AccountCheck:
    """Value every account on its own and compare with the valuation by segment.

    Args:
        ranked: The ranked book.
        assumptions: The same numbers the ranking used.
        stance: The same stance.
        progress: Called with the share done.
    """
    accounts = account_segments(ranked.book.tape)
    index = ranked.segmentation.index
    chosen = ranked.ranking.best[index]
    option = np.empty(len(accounts), dtype=np.int64)
    net = np.empty(len(accounts))
    totals = np.empty((len(TOTALS), len(accounts)))
    same_choice = 0.0
    for start in range(0, len(accounts), CHUNK):
        part = slice(start, min(start + CHUNK, len(accounts)))
        ranking = rank_segments(
            accounts.take(np.arange(part.start, part.stop)), assumptions, stance=stance
        )
        option[part], net[part] = ranking.best, ranking.best_net
        totals[:, part] = ranking.best_totals
        rows = np.arange(part.stop - part.start)
        same_choice += float(_as_the_segment(ranking, chosen[part], rows).sum())
        if progress:
            progress(part.stop / len(accounts))
    return AccountCheck(
        by_segment=ranked.ranking.best_mix_total,
        by_account=same_choice,
        by_account_best=float(net.sum()),
        option=option,
        net=net,
        totals=totals,
    )
