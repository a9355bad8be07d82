"""The moves of a plan, each a linear map on an account's masses.

At month t an account that is still in the plan is described by

    w  willing debtors
    o  open accounts
    r  reluctant debtors, who follow from the month and the letter
    S  share of the account that no payment order has settled, which follows from the order

A move starts in month t, pays a reward that is linear in these and hands them on. Rewards are
after tax and in today's money, so a plan's value is the plain sum of its moves' rewards.

What is collected is taxed at max(k, d). A suit or a sale may deduct the loss before d, and then
moves the tax on everything collected before it as well. As long as the deduction lies ahead, that
is exactly s*B*(S - o), the balance of the accounts no longer open; so the end of a plan can settle
it, and no record of the past is needed.

Source: own definition, docs/model.md, "When to change course".
"""

from dataclasses import dataclass

from placement.domain.types import BoolArray, FloatArray, IntArray, Option, Segments

SHORTEST, LONGEST = 1, 120
"""Months a horizon may have."""

DEFAULT_HORIZON = 60

ORDER_RETURNS_AFTER = 2
"""Months after which a payment order that fell gives its accounts back."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Work:
    """Months in which debtors pay on contact or by themselves; arrays (segments, months + 1)."""

    months: IntArray
    """Length, shape (segments,)."""
    reward_willing: FloatArray
    """Reward per willing debtor."""
    reward_open: FloatArray
    """Reward per open account; costs are negative."""
    keep_willing: FloatArray
    """Share of the willing still unpaid and willing at the end."""
    paid: FloatArray
    """Share of the willing who paid."""
    demands_at_end: FloatArray
    """Months since the last contact when the stage ends; infinity if there was none."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Letter:
    """A letter; arrays (segments, months + 1) or (segments,)."""

    reward_willing: FloatArray
    reward_reluctant: FloatArray
    reward_open: FloatArray
    willing_response: FloatArray
    reluctant_response: FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Order:
    """A payment order; what stands is settled, what falls comes back after two months."""

    reward_not_lost: FloatArray
    """Reward per willing or reluctant debtor."""
    reward_open: FloatArray
    stands: FloatArray
    """Chance that it stands, shape (segments,)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class End:
    """A move that ends the plan; arrays (segments, months + 1)."""

    reward_not_lost: FloatArray
    reward_open: FloatArray
    relief: FloatArray
    """Tax relief on the whole claim, when this end brings it."""
    earlier: FloatArray
    """Extra tax per account that paid before, where this end brings the deduction forward."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Moves:
    """Every move of every segment for every starting month."""

    segments: Segments
    horizon: int
    willing: FloatArray
    """At the cut-off date, shape (segments,), as the next four."""
    reluctant: FloatArray
    fade_rate: FloatArray
    relief: FloatArray
    """Tax relief on the whole claim at the deduction date."""
    placements: IntArray
    months_since_demand: FloatArray
    limitation_months: float
    wait: Work
    in_house: tuple[Work, ...]
    """By length: one month, two months and so on."""
    agency: tuple[Work, ...]
    """By placement number."""
    letter: Letter
    order: Order
    lawsuit: End
    """While the limitation period runs and no order was tried."""
    lawsuit_after_order: FloatArray
    """Added to the reward per open account after an order: its fee counts towards the suit's."""
    lawsuit_barred: End
    """Once the limitation period is over."""
    sale: End
    write_off: End
    may: dict[Option, BoolArray]
    """Where an option is open at all, placements apart, shape (segments,)."""
