"""Writes out plans month by month, from the terms that value the options.

All plans are taken a step at a time: the first step of every plan, then the second, and those
that are alike together.
"""

from collections.abc import Callable, Sequence

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.timing.calendar.ledger import Ledger
from placement.decide.timing.calendar.months_courts import (
    write_order,
    write_sale,
    write_suit,
    write_write_off,
)
from placement.decide.timing.calendar.months_work import write_letter, write_work
from placement.decide.timing.calendar.running import Running
from placement.decide.timing.calendar.step_terms import StepTerms, list_steps
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.plans import PLACEMENTS, Plan
from placement.domain.types import FloatArray, Option, Segments, Stance
from placement.value.terms import resolve_terms

WRITERS: dict[str, Callable[[Running, StepTerms], None]] = {
    **dict.fromkeys((WAIT, Option.IN_HOUSE.value, *PLACEMENTS), write_work),
    Option.LAW_LETTER.value: write_letter,
    Option.PAYMENT_ORDER.value: write_order,
    Option.LAWSUIT.value: write_suit,
    Option.SALE.value: write_sale,
    Option.WRITE_OFF.value: write_write_off,
}
"""What writes down the months of a step, by its action."""


def write_down(
    plans: Sequence[Plan],
    segments: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance,
    months: int,
) -> tuple[Ledger, FloatArray]:
    """Return the months of all plans, and the value today of 1 a month from now by segment.

    Args:
        plans: A plan for each segment.
        segments: The book.
        assumptions: The numbers.
        stance: How agencies set their effort.
        months: Months to write at least.
    """
    now = resolve_terms(segments, assumptions, stance=stance)
    steps = list_steps(plans, segments, assumptions, stance=stance)
    last = max(steps.last_month, int(np.ceil(now.market.months_until_deductible.max())) + 1)
    size = (len(segments),)
    discount = np.broadcast_to(now.market.discount, size)
    ledger = Ledger(
        segments=len(segments),
        # One more, because a tax date is split between the months around it.
        months=max(months, last + 2),
        tax_rate=np.broadcast_to(now.market.tax_rate, size),
        discount=discount,
        basis=now.debtor.principal_share * now.debtor.balance,
    )
    run = Running(ledger, now, segments, assumptions)
    for number in range(int(steps.number.max()) + 1):
        for action in sorted(set(steps.action[steps.number == number])):
            alike = (steps.number == number) & (steps.action == action)
            WRITERS[action](run, steps.take(alike))
    ledger.close()
    return ledger, discount
