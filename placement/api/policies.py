"""A book's best moves as few rules: found, valued, changed by hand, replayed, and checked.

An account's value under a move is what `rank` says of its segment: with the best follow-up
(`net_with_follow_up`, and waiting beside the options), or closed at its end (`net`).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from placement.api.accounts import rank_segments
from placement.api.books import Book, BookRanking, rank_book
from placement.api.follow_ups import begun, best_plans
from placement.assume.assumptions import Assumptions
from placement.decide.rank import OPTIONS, Ranking
from placement.decide.rules.best import BestPolicies, best_policies
from placement.decide.rules.policy import (
    RULE_MOVES,
    MoveValues,
    PolicyValue,
    RulePolicy,
    share_kept,
    value_of,
)
from placement.decide.rules.table import policy_of_rows
from placement.decide.rules.traits import Scheme, codes_of
from placement.decide.timing.follow_up import Begun, solves_exactly
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.policy.rules import PLACE
from placement.domain.text import t
from placement.domain.types import AGENCY_OPTIONS, FloatArray, IntArray, Option, Stance
from placement.tape.against import against
from placement.tape.bands import Bands
from placement.tape.segment import account_segments

USUAL_RULES = 12
"""Rules of a policy where nobody says how many."""

POLICY_DRAWN = 400
"""Accounts valued on their own where nobody asks for all: enough to tell whether valuing by
segment misleads, few enough to wait for."""

SEED = 20_261_129
"""Of the accounts that are drawn."""

AT_A_TIME = 500
"""Accounts valued on their own in one go."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PolicyBook:
    """A ranked book as rules see it."""

    ranked: BookRanking
    values: MoveValues
    is_closed: bool
    """Whether each move counts closed at its end and not with its best follow-up."""


def policy_book(ranked: BookRanking, followed: Begun | None) -> PolicyBook:
    """Return what each move is worth to a ranked book.

    Args:
        ranked: The book.
        followed: Its options with the best that can follow them; None to count each closed at its
            end, where nobody waits.
    """
    ranking, segments = ranked.ranking, ranked.segmentation.segments
    scheme = Scheme.of(ranked.segmentation)
    return PolicyBook(
        ranked=ranked,
        values=MoveValues(
            scheme=scheme,
            codes=codes_of(ranked.segmentation, scheme),
            accounts=segments.accounts,
            balance=segments.balance * segments.accounts,
            value=by_move(ranking, followed) * segments.accounts,
            written_off=ranking.written_off * segments.accounts,
            otherwise=Option.IN_HOUSE.value if followed is None else WAIT,
        ),
        is_closed=followed is None,
    )


def by_move(ranking: Ranking, followed: Begun | None) -> FloatArray:
    """Return the value per account of each move of a rule, NaN where it is not open.

    Shape (moves, segments) in the order of `RULE_MOVES`.
    """
    net = ranking.net if followed is None else followed.net
    waiting = np.full(net.shape[1], np.nan) if followed is None else followed.waiting
    placed = [OPTIONS.index(option) for option in AGENCY_OPTIONS]
    rows = {WAIT: waiting, PLACE: np.fmax.reduce(net[placed])}
    return np.stack(
        [rows[move] if move in rows else net[OPTIONS.index(Option(move))] for move in RULE_MOVES]
    )


def find_policies(book: PolicyBook, most: int = USUAL_RULES) -> BestPolicies:
    """Return the best policies with up to so many rules, by number of rules.

    Raises:
        InputError: The number is not from 1 to 100.
    """
    return best_policies(book.values, most)


def value_policy(policy: RulePolicy, book: PolicyBook) -> PolicyValue:
    """Return what a policy, such as one changed by hand, is worth on a book.

    Raises:
        InputError: No rule holds for some accounts.
    """
    codes = codes_of(book.ranked.segmentation, policy.scheme)
    values = replace(book.values, scheme=policy.scheme, codes=codes)
    return value_of(replace(policy, otherwise=book.values.otherwise), values)


def not_open_reasons(
    found: PolicyValue, book: PolicyBook
) -> tuple[tuple[tuple[str, int], ...], ...]:
    """Return why each rule's move is not open to accounts under it, and to how many, most first.

    Args:
        found: The policy on its book.
        book: As rules see it.
    """
    valuation = book.ranked.ranking.valuation
    placements = np.minimum(valuation.segments.placements, len(AGENCY_OPTIONS) - 1)
    lost: list[Counter[str]] = [Counter() for _ in found.policy.rules]
    for segment in np.flatnonzero(~found.obeyed & (found.rule >= 0)).tolist():
        move = RULE_MOVES[found.asked[segment]]
        if move == WAIT:
            why = t("Waiting is no move where each counts closed at its end.")
        else:
            option = AGENCY_OPTIONS[placements[segment]] if move == PLACE else Option(move)
            why = valuation.reasons[option][segment] or t(
                "The agency would not take the lot: it would lose money."
            )
        lost[found.rule[segment]][why] += int(found.book.accounts[segment])
    return tuple(tuple(reasons.most_common()) for reasons in lost)


def changed_policy(
    rows: Sequence[Mapping[str, object]], book: PolicyBook, assumptions: Assumptions
) -> RulePolicy:
    """Return the policy that rows of a decision table say.

    Args:
        rows: As `report.policy_files.read_policy_rows` reads them.
        book: The book that they are for.
        assumptions: The numbers in use, whose sectors may be named.

    Raises:
        InputError: A cell breaks its rule, or two rules overlap.
    """
    return policy_of_rows(
        rows,
        scheme=book.values.scheme,
        otherwise=book.values.otherwise,
        known_sectors=tuple(assumptions.sectors),
    )


def price_of_change(changed: PolicyValue, proposed: PolicyValue) -> FloatArray:
    """Return what each rule of a changed policy leaves more than the proposal on its accounts.

    Shape (rules,); adds up to the difference of the two.
    """
    return changed.by_rule(changed.value - proposed.value)


@dataclass(frozen=True, kw_only=True)
class ByAccount:
    """A policy measured on accounts that are valued on their own; money of the whole book."""

    accounts: int
    """Accounts valued."""
    of: int
    """Accounts of the book."""
    total: float
    """What the rules leave; an estimate where accounts were drawn."""
    best: float
    """What every account's own best move leaves."""
    error: float
    """Standard error of what the rules lose; 0 where all accounts were valued."""

    @property
    def kept(self) -> float | None:
        """Share of the best value that the rules keep."""
        return share_kept(self.total, self.best)

    @property
    def lost(self) -> float:
        """What the rules cost against account by account."""
        return self.best - self.total


def check_policy_by_account(
    found: PolicyValue,
    book: PolicyBook,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    most: int | None = POLICY_DRAWN,
    seed: int = SEED,
    progress: Callable[[float], None] | None = None,
) -> ByAccount:
    """Return what a policy keeps where every account is valued on its own.

    In larger books accounts are drawn, each with a chance in proportion to its balance:

        total = mean over the drawn of value / chance

    Args:
        found: The policy on the book.
        book: The book.
        assumptions: The numbers it was ranked with.
        stance: The stance it was ranked with.
        most: Accounts valued; None for all.
        seed: Of the drawing.
        progress: Called with the share done.
    """
    tape, index = book.ranked.book.tape, book.ranked.segmentation.index
    size = len(tape)
    chosen, weight = np.arange(size), np.ones(size)
    is_drawn = most is not None and most < size
    if most is not None and is_drawn:
        chance = tape.balance / tape.balance.sum()
        rng = np.random.Generator(np.random.PCG64(seed))
        chosen = np.sort(rng.choice(size, most, p=chance))
        weight = 1.0 / (most * chance[chosen])
    asked = found.asked[index[chosen]]
    accounts = account_segments(tape).take(chosen)
    value, best = np.empty(len(chosen)), np.empty(len(chosen))
    exactly = solves_exactly(len(chosen))
    for start in range(0, len(chosen), AT_A_TIME):
        part = np.arange(start, min(start + AT_A_TIME, len(chosen)))
        ranking = rank_segments(accounts.take(part), assumptions, stance=stance)
        value[part], best[part] = _own(
            ranking, asked[part], book, assumptions, stance=stance, exactly=exactly
        )
        if progress:
            progress(float(part[-1] + 1) / len(chosen))
    lost = weight * (best - value) * len(chosen)
    return ByAccount(
        accounts=len(chosen),
        of=size,
        total=float((weight * value).sum()),
        best=float((weight * best).sum()),
        error=float(lost.std(ddof=1) / np.sqrt(len(lost))) if is_drawn else 0.0,
    )


def _own(
    ranking: Ranking,
    asked: IntArray,
    book: PolicyBook,
    assumptions: Assumptions,
    *,
    stance: Stance,
    exactly: bool,
) -> tuple[FloatArray, FloatArray]:
    """Return what accounts leave under the rules and under their own best move."""
    if book.is_closed:
        values = by_move(ranking, None)
        return _taken(values, asked, book), np.nanmax(values, axis=0)
    lead = best_plans(ranking, assumptions, stance=stance, exactly=exactly)
    first = np.array([RULE_MOVES.index(_rule_move(plan.steps[0].action)) for plan in lead.plans])
    best = np.array(lead.net)
    value = best.copy()
    # Whoever is asked for what is best anyway needs no further search, which takes its time.
    if (others := np.flatnonzero(first != asked)).size:
        some = rank_segments(ranking.valuation.segments.take(others), assumptions, stance=stance)
        followed = begun(some, assumptions, stance=stance, exactly=exactly)
        values = by_move(some, followed)
        value[others] = _taken(values, asked[others], book)
        best[others] = np.maximum(best[others], np.nanmax(values, axis=0))
    return value, best


def _rule_move(action: str) -> str:
    return PLACE if action in AGENCY_OPTIONS else action


def _taken(values: FloatArray, asked: IntArray, book: PolicyBook) -> FloatArray:
    """Return what accounts leave under what is asked of them, or else under `otherwise`."""
    own = values[asked, np.arange(len(asked))]
    return np.where(np.isnan(own), values[RULE_MOVES.index(book.values.otherwise)], own)


@dataclass(frozen=True, kw_only=True)
class MoveChange:
    """Accounts that the same rules now ask another move of; money of this month's book."""

    before: str
    after: str
    accounts: int
    balance: float
    gain: float
    """What they leave more under the new move than if they stayed on the old one."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Replay:
    """The same rules on last month's book and on this month's."""

    stayed: int
    """Accounts of both books."""
    came: int
    went: int
    unchanged: int
    """Accounts of both books whose move stays."""
    changes: tuple[MoveChange, ...]
    """Largest balance first."""

    @property
    def accounts(self) -> int:
        """Accounts that change their move."""
        return sum(change.accounts for change in self.changes)

    @property
    def balance(self) -> float:
        """What they owe."""
        return sum(change.balance for change in self.changes)

    @property
    def gain(self) -> float:
        """What changing the move brings."""
        return sum(change.gain for change in self.changes)


def replay_policy(
    found: PolicyValue,
    book: PolicyBook,
    last: Book,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    bands: Bands | None = None,
) -> Replay:
    """Return which accounts the same rules ask another move of than last month.

    Args:
        found: The policy on this month's book.
        book: This month's book.
        last: Last month's book.
        assumptions: The numbers this month's was ranked with.
        stance: The stance it was ranked with.
        bands: How it was cut.

    Raises:
        InputError: A book has no account numbers, or the currencies differ.
    """
    who = against(last.tape, book.ranked.book.tape)
    ranked = rank_book(last, assumptions, stance=stance, bands=bands)
    then = _moves_by_account(found.policy, ranked)
    now = found.move[book.ranked.segmentation.index]
    old, new = then[who.stayed_last], now[who.stayed_now]
    index = book.ranked.segmentation.index[who.stayed_now]
    balance = book.ranked.book.tape.balance[who.stayed_now]
    whole = np.bincount(
        book.ranked.segmentation.index,
        book.ranked.book.tape.balance,
        minlength=len(book.values.accounts),
    )
    taken = book.values.taken
    gain = (taken[new, index] - taken[old, index]) * balance / whole[index]
    changes = [
        MoveChange(
            before=RULE_MOVES[before],
            after=RULE_MOVES[after],
            accounts=int(chosen.sum()),
            balance=float(balance[chosen].sum()),
            gain=float(gain[chosen].sum()),
        )
        for before in range(len(RULE_MOVES))
        for after in range(len(RULE_MOVES))
        if before != after and (chosen := (old == before) & (new == after)).any()
    ]
    return Replay(
        stayed=len(old),
        came=len(who.came),
        went=len(who.went),
        unchanged=int((old == new).sum()),
        changes=tuple(sorted(changes, key=lambda change: -change.balance)),
    )


def replay_answer(replay: Replay) -> dict[str, Any]:
    """Return a replay as plain data, by the names of the public interface."""
    return {
        "stayed": replay.stayed,
        "came": replay.came,
        "went": replay.went,
        "unchanged": replay.unchanged,
        "moves": replay.accounts,
        "balance": replay.balance,
        "gain": replay.gain,
        "changes": [asdict(change) for change in replay.changes],
    }


def _moves_by_account(policy: RulePolicy, ranked: BookRanking) -> IntArray:
    """Return the move of every account of a book, a position in `RULE_MOVES`.

    `otherwise` where no rule holds or the rule's move is not open.
    """
    codes = codes_of(ranked.segmentation, policy.scheme)
    values = policy_book(ranked, None).values
    value = values.value.copy()
    # What is asked here is only what was open, and `otherwise` is open to all.
    value[RULE_MOVES.index(policy.otherwise)] = 0.0
    on_it = PolicyValue(
        policy=policy,
        book=replace(values, scheme=policy.scheme, codes=codes, value=value),
        rule=policy.rule_of(codes),
    )
    return np.asarray(on_it.move[ranked.segmentation.index])
