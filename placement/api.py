"""One function per question: the door that the screen and the commands share."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.assume.library import lay_over, load_library, read_overlay
from placement.decide.agency_book import AgencyBook, agency_book
from placement.decide.grid import Case, DecisionGrid, decision_grid, log_steps
from placement.decide.rank import OPTIONS, Ranking, rank
from placement.decide.timing.book.solver import plan_book
from placement.decide.timing.calendar.cash import CashCalendar, cash_calendar
from placement.decide.timing.exact.acting import Acting, value_of_acting_in
from placement.decide.timing.exact.solver import ExactSolver
from placement.decide.timing.first_move_flips import QUICK_HORIZON, FirstMoveFlip, each_flip
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import DEFAULT_HORIZON, Moves
from placement.decide.timing.plans import AccountPlan, BookPlans, Plan
from placement.decide.timing.policy.policy import PolicyPlan, policy_plan
from placement.decide.timing.policy.rules import Policy
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import CreditorType, Option, Segments, Stance
from placement.tape.check import check
from placement.tape.columns import ColumnMatch, match_columns
from placement.tape.findings import Finding
from placement.tape.read import RawTable, read_table
from placement.tape.segment import Bands, Segmentation, account_segments, segment
from placement.tape.tape import Tape
from placement.value.legal_fees import (
    acceptance_fee,
    enforcement_fee,
    lawyer_cap,
    payment_order_fee,
    preservation_fee,
    summary_fee,
)
from placement.value.options import value_options

CHUNK = 5_000
"""Accounts valued at a time when every account is valued on its own."""

CHECKED_BY_ACCOUNT = 20_000
"""Up to this many accounts a ranking is checked account by account without being asked."""


def assumptions_in_use(
    *, sets: Mapping[str, float] | None = None, overlays: Sequence[Path] = ()
) -> Assumptions:
    """Return the library with the user's files and single values laid over it, in this order.

    Raises:
        AssumptionError: A path is unknown or a value out of bounds.
    """
    assumptions = load_library()
    for file in overlays:
        assumptions = lay_over(assumptions, read_overlay(file))
    return assumptions.with_values(sets or {})


def court_charges(amount: float) -> dict[str, float]:
    """Return what court and lawyers may charge on a claim of this amount, by the law's bands.

    Raises:
        InputError: The amount is not above zero.
    """
    _require(amount > 0 and np.isfinite(amount), t("amount must be above 0; got {x:g}.", x=amount))
    library, claim = load_library(), np.array(amount, dtype=float)
    return {
        "acceptance": float(acceptance_fee(claim, library)),
        "summary": float(summary_fee(claim, library)),
        "payment_order": float(payment_order_fee(claim, library)),
        "enforcement": float(enforcement_fee(claim, library)),
        "preservation": float(preservation_fee(claim, library)),
        "lawyer_cap": float(lawyer_cap(claim, library)),
    }


def default_creditor_type(sector: str) -> str:
    """Return the creditor type assumed where none is given."""
    return (CreditorType.JOINT_STOCK if sector == "bank_card" else CreditorType.OTHER).value


def one_account(
    *,
    sector: str,
    balance: float,
    age: float,
    creditor_type: str | None = None,
    principal: float | None = None,
    placements: int = 0,
    months_since_demand: float | None = None,
    disputed: bool = False,
    unreachable: bool = False,
) -> Segments:
    """Return one account as a segment of its own.

    Args:
        sector: A key of the library.
        balance: Amount owed, above 0.
        age: Months past due, 0 or more.
        creditor_type: `CreditorType`; by default joint-stock for bank cards, other elsewhere.
        principal: Part of the balance that is principal; by default the library's share.
        placements: Placements with an agency so far.
        months_since_demand: Months since the last provable demand; by default the age.
        disputed: The debtor contests the claim.
        unreachable: Nobody can reach the debtor.

    Raises:
        InputError: A value breaks its rule; names it.
    """
    _require(
        balance > 0 and np.isfinite(balance), t("balance must be above 0; got {x:g}.", x=balance)
    )
    _require(0 <= age <= 600, t("age must lie from 0 to 600 months past due; got {x:g}.", x=age))
    _require(placements >= 0, t("placements must be 0 or more; got {x}.", x=placements))
    if principal is not None:
        _require(
            0 <= principal <= balance,
            t(
                "principal must lie from 0 to the balance of {balance:g}; got {x:g}.",
                balance=balance,
                x=principal,
            ),
        )
    if months_since_demand is not None:
        _require(
            months_since_demand >= 0,
            t("months-since-demand must be 0 or more; got {x:g}.", x=months_since_demand),
        )
    kind = creditor_type or default_creditor_type(sector)
    known = [member.value for member in CreditorType]
    _require(
        kind in known,
        t("creditor must be one of {known}; got {kind!r}.", known=", ".join(known), kind=kind),
    )
    unknown = float("nan")
    return Segments(
        label=(sector,),
        sector=(sector,),
        creditor_type=(kind,),
        accounts=np.array([1]),
        balance=np.array([float(balance)]),
        principal_share=np.array([unknown if principal is None else principal / balance]),
        age=np.array([float(age)]),
        placements=np.array([placements]),
        months_since_demand=np.array(
            [unknown if months_since_demand is None else float(months_since_demand)]
        ),
        disputed=np.array([disputed]),
        unreachable=np.array([unreachable]),
    )


def rank_segments(
    segments: Segments, assumptions: Assumptions, *, stance: Stance = Stance.PROFIT_SEEKING
) -> Ranking:
    """Return the ranking of every segment's options; one account is a book of one segment.

    Raises:
        InputError: A sector is not in the library.
    """
    return rank(value_options(segments, assumptions, stance=stance))


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
    as_of: dt.date | None = None,
    sector: str | None = None,
    creditor_type: str | None = None,
) -> Book:
    """Read, match and check a tape.

    Raises:
        TapeError: The file cannot be read, or no usable row remains.
        InputError: The mapping or a default is wrong.
    """
    raw = read_table(source, filename=filename, keep=tuple((mapping or {}).values()))
    return check_tape(
        raw,
        assumptions=assumptions,
        mapping=mapping,
        as_of=as_of,
        sector=sector,
        creditor_type=creditor_type,
    )


def check_tape(
    raw: RawTable,
    *,
    assumptions: Assumptions,
    mapping: Mapping[str, str] | None = None,
    as_of: dt.date | None = None,
    sector: str | None = None,
    creditor_type: str | None = None,
    date_advice: str | None = None,
) -> Book:
    """Match and check a table that was read before; arguments and errors as `open_tape`.

    `date_advice` says how to give a missing cut-off date; by default with the command's option.
    """
    match = match_columns(raw.table.column_names, mapping)
    checked = check(
        raw,
        match=match,
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
    """Group a tape by sector, creditor type, age band, balance band and flags."""
    limitation = float(np.mean(assumptions.number("law.limitation_months")))
    return segment(tape, bands=bands or Bands(), limitation_months=limitation)


@dataclass(frozen=True, kw_only=True, eq=False)
class BookRanking:
    """A ranked book."""

    book: Book
    segmentation: Segmentation
    ranking: Ranking


def rank_tape(
    source: Path | bytes,
    *,
    filename: str | None = None,
    assumptions: Assumptions | None = None,
    stance: Stance = Stance.PROFIT_SEEKING,
    mapping: Mapping[str, str] | None = None,
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
        as_of=as_of,
        sector=sector,
        creditor_type=creditor_type,
    )
    segmentation = segment_tape(book.tape, assumptions, bands=bands)
    ranking = rank_segments(segmentation.segments, assumptions, stance=stance)
    return BookRanking(book=book, segmentation=segmentation, ranking=ranking)


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
    same_choice = 0.0
    for start in range(0, len(accounts), CHUNK):
        part = slice(start, min(start + CHUNK, len(accounts)))
        ranking = rank_segments(
            accounts.take(np.arange(part.start, part.stop)), assumptions, stance=stance
        )
        option[part], net[part] = ranking.best, ranking.best_net
        rows = np.arange(part.stop - part.start)
        same_choice += float(ranking.net[chosen[part], rows].sum())
        if progress:
            progress(part.stop / len(accounts))
    return AccountCheck(
        by_segment=ranked.ranking.best_mix_total,
        by_account=same_choice,
        by_account_best=float(net.sum()),
        option=option,
        net=net,
    )


MAP_STEPS = (40, 40)
"""Balances and ages of a decision map; up to 60 months a row is a month and a half, so that the
ages at which commissions step are edges between rows."""


def decision_map(
    case: Case,
    assumptions: Assumptions,
    *,
    balance_from: float = 100.0,
    balance_to: float = 1_000_000.0,
    age_to: float = 60.0,
    stance: Stance = Stance.PROFIT_SEEKING,
) -> DecisionGrid:
    """Return the best option over a grid of balance (equal ratios) and age (equal steps).

    Args:
        case: Sector, creditor type, placements and flags that all accounts share.
        assumptions: The numbers in use.
        balance_from: Lower edge of the map in the account's currency, above 0.
        balance_to: Upper edge, above the lower.
        age_to: Oldest age, months past due, above 0.
        stance: How agencies set their effort.

    Raises:
        InputError: The sector is unknown, or the edges do not rise.
    """
    _require(
        0.0 < balance_from < balance_to < np.inf,
        t(
            "The map's balances must rise from above 0; got {low:g} to {high:g}.",
            low=balance_from,
            high=balance_to,
        ),
    )
    _require(
        0.0 < age_to <= 600.0, t("age must lie from 0 to 600 months past due; got {x:g}.", x=age_to)
    )
    columns, rows = MAP_STEPS
    _, balance = log_steps(balance_from, balance_to, columns)
    age = (np.arange(rows) + 0.5) * age_to / rows
    return decision_grid(case, assumptions, balance=balance, age=age, stance=stance)


def agency_side(ranking: Ranking) -> AgencyBook:
    """Return what the next agency would do with each segment, and earn."""
    return agency_book(ranking)


def option_name(position: int) -> Option:
    """Return the option at a position of a ranking's arrays."""
    return OPTIONS[position]


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise InputError(message)


def plan_account(
    account: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
) -> AccountPlan:
    """Return the best plan for one account, exactly.

    Args:
        account: One segment; valued at its mean account.
        assumptions: The numbers.
        stance: How agencies set their effort.
        horizon: Months a plan may last.

    Raises:
        InputError: The sector is not in the library, or the horizon is out of bounds.
    """
    solver = ExactSolver(build_moves(account, assumptions, stance=stance, horizon=horizon))
    return AccountPlan(plan=solver.plan(), first_moves=solver.first_moves())


@dataclass(frozen=True, kw_only=True, eq=False)
class PolicyComparison:
    """What a creditor's own habit does with each segment, beside the best plan."""

    own: tuple[PolicyPlan, ...]
    best: tuple[Plan, ...]

    @property
    def cost(self) -> np.ndarray:
        """What the habit leaves less than the best plan, per account, shape (segments,)."""
        return np.array([b.value - o.value for b, o in zip(self.best, self.own, strict=True)])


def policy_comparison(moves: Moves, policy: Policy, *, best: Sequence[Plan]) -> PolicyComparison:
    """Return what a policy does with every segment, beside the plans that are best for them.

    Args:
        moves: The moves of the segments, as `timing_moves` returns them.
        policy: The habit.
        best: The best plan of each segment with the same moves.
    """
    own = tuple(policy_plan(moves, position, policy) for position in range(len(moves.segments)))
    return PolicyComparison(own=own, best=tuple(best))


def timing_moves(
    segments: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
) -> Moves:
    """Return every move of every segment, from which plans are made.

    Raises:
        InputError: A sector is not in the library, or the horizon is out of bounds.
    """
    return build_moves(segments, assumptions, stance=stance, horizon=horizon)


def plan_book_segments(moves: Moves) -> BookPlans:
    """Return a plan for every segment at once, at most a little below the exact one."""
    return plan_book(moves)


@dataclass(frozen=True, kw_only=True, eq=False)
class AccountTiming:
    """When to act on one account, and what it is worth to act in each month."""

    planned: AccountPlan
    acting: Acting


def account_timing(moves: Moves, position: int = 0) -> AccountTiming:
    """Return one segment's plan, exactly, and its value of acting in each month.

    Args:
        moves: The moves of its book.
        position: The segment.
    """
    solver = ExactSolver(moves, position)
    planned = AccountPlan(plan=solver.plan(), first_moves=solver.first_moves())
    return AccountTiming(planned=planned, acting=value_of_acting_in(moves, position, solver=solver))


def calendar_of_plans(
    plans: Sequence[Plan],
    segments: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
) -> CashCalendar:
    """Return a book's cash in and out and its accounts by stage, month by month.

    Args:
        plans: The plan of each segment.
        segments: The segments.
        assumptions: The numbers the plans were made with.
        stance: The stance they were made with.
        horizon: The horizon they were made with.

    Raises:
        InputError: Plans and segments differ in number.
    """
    return cash_calendar(plans, segments, assumptions, stance=stance, horizon=horizon)


FLIPS = 7
"""A price to sell at today, and three quantities moved both ways."""


def first_move_flips(
    account: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = QUICK_HORIZON,
    progress: Callable[[float], None] | None = None,
) -> tuple[FirstMoveFlip, ...]:
    """Return where balance, commission, odds or a price change the first move of the best plan.

    Args:
        account: One segment; valued at its mean account.
        assumptions: The numbers in use.
        stance: How agencies set their effort.
        horizon: Months a plan may last.
        progress: Called with the share done.

    Raises:
        InputError: There is not exactly one segment, or the horizon is out of bounds.
    """
    found = []
    for flip in each_flip(account, assumptions, stance=stance, horizon=horizon):
        found.append(flip)
        if progress:
            progress(len(found) / FLIPS)
    return tuple(found)
