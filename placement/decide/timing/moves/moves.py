"""The moves of a plan, each a linear map on an account's masses.

At month t an account that is still in the plan is described by the shares, of one account at the
cut-off date, of

    w1, w2  easy and hard debtors
    r       reluctant debtors
    o       open accounts

A move starts in month t, pays a reward that is linear in these and hands them on. Rewards are
after tax and in today's money, so a plan's value is the plain sum of its moves' rewards and of the
tax relief on the whole claim at its own date d, which every plan has. A suit, an order that stood
or a sale may deduct the loss of the claims that are still open sooner; that is part of its reward.

What a step adds to the margin at risk depends on the steps taken before, so it is kept apart.

Source: own definition, docs/model.md, "When to change course".
"""

from dataclasses import dataclass

import numpy as np

from placement.decide.timing.moves.agencies import Agencies
from placement.domain.types import BoolArray, FloatArray, IntArray, Segments
from placement.value.court import FALLEN_MONTHS
from placement.value.terms import Terms

SHORTEST, LONGEST = 1, 120
"""Months a horizon may have."""

DEFAULT_HORIZON = 60

ORDER_RETURNS_AFTER = int(FALLEN_MONTHS)
"""Months after which a payment order that fell gives its accounts back."""

MOST_LETTERS = 4
"""Letters that a plan may write; at half the response each, a fifth would answer a sixteenth."""

EASY, HARD, RELUCTANT, OPEN = range(4)
"""Places of the masses."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Work:
    """Months in which debtors pay on contact or by themselves; arrays (..., segments, months + 1).

    The last axis is the month in which it starts.
    """

    months: IntArray
    """Length, shape (segments,)."""
    reward: FloatArray
    """Reward per easy, hard, reluctant debtor and per open account, masses first."""
    keep: FloatArray
    """Share of easy, hard and reluctant debtors left at the end, masses first."""
    paid: FloatArray
    """Share of easy and hard debtors who paid, types first."""
    demands_at_end: FloatArray
    """Months since the last contact when the stage ends; infinity if there was none."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Letter:
    """A letter; arrays (segments, months + 1) or (segments,)."""

    reward_answer: FloatArray
    """Reward per debtor who answers."""
    reward_open: FloatArray
    willing_response: FloatArray
    """Share of the willing who answer the first letter of all."""
    reluctant_response: FloatArray
    repeat_factor: FloatArray
    """How much less each further letter is answered, shape (segments,)."""
    so_far: IntArray
    """Letters before the cut-off date, shape (segments,)."""
    most: IntArray
    """Letters that a plan may write, those that cannot earn their cost left out, (segments,)."""
    keep: FloatArray
    """Share of debtors who have not turned lost when it has been answered."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Order:
    """A payment order; what stands is settled, what falls comes back after two months."""

    reward_not_lost: FloatArray
    """Reward per willing or reluctant debtor, shape (segments, months + 1)."""
    reward_open: FloatArray
    keep: FloatArray
    """Share of debtors, of all accounts, who come back and have not turned lost."""
    stands: FloatArray
    """Chance that it stands, shape (segments,)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class End:
    """A move that ends the plan."""

    reward: FloatArray
    """Per easy, hard, reluctant debtor and open account, shape (4, segments, months + 1)."""
    may: BoolArray
    """Where it is open, shape (segments, months + 1)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Moves:
    """Every move of every segment for every starting month."""

    segments: Segments
    horizon: int
    masses: FloatArray
    """At the cut-off date, shape (4, segments)."""
    relief: FloatArray
    """Tax relief on the whole claim at its own date, shape (segments,); part of every plan."""
    placements: IntArray
    months_since_demand: FloatArray
    limitation_months: float
    wait: Work
    in_house: Work
    """One month of it; stages are as long as the months in a row."""
    in_house_months: IntArray
    """Months of a stage of it where a policy does not say, shape (segments,)."""
    agency: tuple[Work, ...]
    """By placement number."""
    agency_profit: tuple[FloatArray, ...]
    """The agency's profit from a placement, by number, masses first, (4, segments, months + 1)."""
    first_efforts: tuple[tuple[FloatArray, FloatArray], ...]
    """Contacts a month and worked months that those are of, by number, (segments, months + 1)."""
    agencies: Agencies
    """What placements are worked out from."""
    letter: Letter
    order: Order
    order_barred: Order
    """Once the limitation period is over."""
    may_order: BoolArray
    """Where a payment order is open at all, shape (segments,)."""
    lawsuit: End
    """While the limitation period runs and no order was tried."""
    lawsuit_after_order: FloatArray
    """Added to the reward per open account after an order: its fee counts towards the suit's."""
    lawsuit_barred: End
    """Once the limitation period is over."""
    sale: End
    write_off: End
    price_per_willing: FloatArray
    """What buyers pay per willing debtor, share of a balance, shape (segments, months + 1)."""
    win: tuple[FloatArray, FloatArray]
    """Chance to win a suit, the limitation period running and over, shape (segments,)."""
    terms: Terms
    """The numbers of the cut-off date."""
    margin: dict[str, FloatArray]
    """Margin that an option puts at risk, per debtor who is not lost, in today's money."""

    def added_margin(
        self, option: str, *, placed: BoolArray | bool, letters: BoolArray | bool,
        ordered: BoolArray | bool, at: tuple[IntArray | slice | int, IntArray | slice | int],
    ) -> FloatArray:  # fmt: skip
        """Return what an option adds to the margin at risk after the steps taken so far.

            [rho(option) - the most of rho(step) over the steps taken]+

        Args:
            option: Name of the option, placements together as `agency`.
            placed: Whether there was a placement, an array that broadcasts, as the next two.
            letters: Whether there was a letter.
            ordered: Whether a payment order was tried.
            at: Segments and starting months.
        """

        charged = np.maximum(
            np.where(placed, self.margin["agency"][at], 0.0),
            np.where(letters, self.margin["law_letter"][at], 0.0),
        )
        charged = np.maximum(charged, np.where(ordered, self.margin["payment_order"][at], 0.0))
        return np.asarray(np.maximum(self.margin[option][at] - charged, 0.0))
