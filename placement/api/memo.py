"""The decision memo of a book: what a creditor's committee decides by."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from placement.api.books import BookRanking
from placement.api.follow_ups import best_plans_and_begun, parts_begun_with
from placement.api.timing import calendar_of_plans
from placement.api.uncertainty import USUAL_CORRELATION, USUAL_SEED, Simulation, simulate
from placement.decide.timing.follow_up import BestPlans
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.report.made_with import MadeWith
from placement.report.memo import Memo
from placement.report.memo_case import CreditorCase, Drawn
from placement.report.memo_creditor import creditor_memo
from placement.risk.factors import movable
from placement.risk.tornado import swings
from placement.risk.worth import options_alone

PLANNED, PLAN_DRAWS = 40, 25
"""Largest segments whose first moves are drawn for a book's headline, and in how many draws."""

MEMO_FORMATS = (".html", ".docx", ".xlsx")
"""Endings of the files that a memo can be."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MemoBook:
    """What a creditor's memo says; made once, told in any language."""

    case: CreditorCase

    def memo(self) -> Memo:
        """Return the memo in the language that is spoken around the call."""
        return creditor_memo(self.case)

    def file(self, suffix: str) -> bytes:
        """Return the memo as a file in the language that is spoken around the call.

        Args:
            suffix: One of `MEMO_FORMATS`: a web page, a document, a workbook with live formulas.
        """
        from placement.report.memo_xlsx import creditor_workbook

        memo = self.memo()
        return creditor_workbook(self.case, memo) if suffix == ".xlsx" else text_file(memo, suffix)


def text_file(memo: Memo, suffix: str) -> bytes:
    """Return a memo as a document where the ending is `.docx`, otherwise as a web page."""
    from placement.report.memo_docx import memo_docx
    from placement.report.memo_html import memo_page

    return memo_docx(memo) if suffix == ".docx" else memo_page(memo).encode("utf-8")


def memo_book(
    ranked: BookRanking,
    made_with: MadeWith,
    *,
    horizon: int = DEFAULT_HORIZON,
    draws: int = PLAN_DRAWS,
    seed: int = USUAL_SEED,
    correlation: float = USUAL_CORRELATION,
    plans: BestPlans | None = None,
    drawn: Simulation | None = None,
    progress: Callable[[float], None] | None = None,
) -> MemoBook:
    """Return what the memo of a book says.

    Args:
        ranked: The book.
        made_with: The numbers and the stance it was ranked with.
        horizon: Months a plan may last.
        draws: Draws of the largest segments' first moves.
        seed: As in `simulate`.
        correlation: As in `simulate`.
        plans: The best plan of every segment, where it is at hand.
        drawn: Those draws, where they are at hand.
        progress: Called with the share done.

    Raises:
        InputError: The horizon, the draws or the seed break their rule.
    """
    assumptions, stance = made_with.assumptions, made_with.stance
    ranking, segments = ranked.ranking, ranked.ranking.valuation.segments

    def tell(first: float, last: float) -> Callable[[float], None]:
        return lambda share: progress(first + (last - first) * share) if progress else None

    tell(0.0, 0.0)(0.0)
    if plans is None:
        plans, begun = best_plans_and_begun(ranking, assumptions, stance=stance, horizon=horizon)
    else:
        begun = parts_begun_with(ranking, assumptions, stance=stance, horizon=horizon)
    calendar = calendar_of_plans(plans.plans, segments, assumptions, stance=stance, horizon=horizon)
    tell(0.2, 0.2)(0.0)
    largest = np.argsort(-segments.balance * segments.accounts, kind="stable")[:PLANNED]
    drawn = drawn or simulate(
        segments.take(largest),
        assumptions,
        among="first_moves",
        stance=stance,
        horizon=horizon,
        draws=draws,
        seed=seed,
        correlation=correlation,
        progress=tell(0.2, 0.7),
    )
    found = swings(
        options_alone(stance),
        segments,
        assumptions,
        movable(assumptions, set(segments.sector)),
        leads=ranking.best,
        base=ranking.best_net,
        progress=tell(0.7, 1.0),
    )
    return MemoBook(
        case=CreditorCase(
            ranking=ranking,
            plans=plans,
            options_begun=begun,
            calendar=calendar,
            drawn=Drawn(
                segments=drawn.segments,
                odds=drawn.odds,
                together=drawn.book[0],
                draws=drawn.draws.count,
                seed=drawn.seed,
            ),
            swings=found,
            findings=ranked.book.findings,
            tape=ranked.book.tape,
            made_with=made_with,
            horizon=horizon,
        )
    )
