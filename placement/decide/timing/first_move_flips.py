"""What would change the plan: where another first move takes the place of today's.

The claim "begin with a" holds by the gap

    gap(x) = V_a(x) - max over b != a of V_b(x)

where V_b(x) is the best plan that begins with b when a quantity is x. The search walks from
today's x in small steps, looking with the book's solver, up to the first step on which the gap
changes its sign. The exact solver confirms that step and narrows it. (`first_flip` of
`placement.decide.flip` looks 231 times each way, which only single options can afford.)

A buyer's offer for today needs no search (`placement.decide.flip_quantities.price_flip`).

Source: own definition, docs/model.md, "When to change course" and "Flip points".
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, cached_property

import numpy as np
from scipy.optimize import brentq

from placement.assume.assumptions import Assumptions
from placement.decide.flip_quantities import (
    PATHS,
    SEARCHED,
    Flip,
    Quantity,
    best_of,
    price_flip,
    way_of,
)
from placement.decide.timing.book.solver import plan_book
from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray, Segments, Stance
from placement.value.resolve import resolve_terms

QUICK_HORIZON = 36
"""Months a plan may last here unless told otherwise; a flip takes some dozens of solutions."""

STEPS = 36
"""Places looked at on the way; flips that come and go between two of them are not seen."""

BALANCES = 240
"""Places looked at where the balance moves: all at once, so that narrow bands are seen."""

CLOSE_ENOUGH = 1e-4
"""Share of a step within which a flip is found."""


def first_move_flips(
    account: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = QUICK_HORIZON,
) -> tuple[Flip, ...]:
    """Return where balance, commission and odds, up and down, and a price change the first move.

    Args:
        account: One segment; valued at its mean account.
        assumptions: The numbers in use.
        stance: How agencies set their effort.
        horizon: Months a plan may last.

    Raises:
        InputError: There is not exactly one segment, or the horizon is out of bounds.
    """
    return tuple(each_flip(account, assumptions, stance=stance, horizon=horizon))


def each_flip(
    account: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = QUICK_HORIZON,
) -> Iterator[Flip]:
    """Yield the flips one by one, the price first; arguments and errors as the function above."""
    if len(account) != 1:
        raise InputError(
            t(
                "Flips of the first move are looked up for one segment at a time; got {count}. "
                "Choose one.",
                count=len(account),
            )
        )
    world = _World(account, assumptions, stance, horizon)
    yield _price_to_sell_today(world)
    for quantity in SEARCHED:
        for is_up in (False, True):
            yield _search(world, quantity, is_up=is_up)


def price_to_sell_today(
    account: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = QUICK_HORIZON,
) -> Flip:
    """Return the price, as a share of the balance, at which selling today becomes the first move.

    Where it is the first move already, the price below which it no longer is. None is found
    where the price would lie above the balance or below zero.
    """
    return _price_to_sell_today(_World(account, assumptions, stance, horizon))


class _World:
    """One account under one set of numbers, of which one can be moved."""

    def __init__(
        self, account: Segments, assumptions: Assumptions, stance: Stance, horizon: int
    ) -> None:
        self.account, self.assumptions = account, assumptions
        self.stance, self.horizon = stance, horizon

    @cached_property
    def today(self) -> dict[str, float]:
        """Best value by first move, with nothing moved."""
        return self._solve(self.account, self.assumptions)

    def where(self, quantity: Quantity, place: float) -> dict[str, float]:
        """Return the best value by first move where a quantity is so much, exactly."""
        return self._solve(*self._moved(quantity, place))

    def look(self, quantity: Quantity, places: FloatArray) -> Iterator[dict[str, float]]:
        """Yield the best values by first move at some places, to the book solver's gap."""
        if quantity is Quantity.BALANCE:
            copies = self.account.take(np.zeros(len(places), dtype=np.int64))
            yield from self._solve_book(replace(copies, balance=places), self.assumptions)
            return
        # One by one, as whoever looks stops at the first change.
        for place in places:
            yield from self._solve_book(*self._moved(quantity, float(place)))

    def _moved(self, quantity: Quantity, place: float) -> tuple[Segments, Assumptions]:
        if quantity is Quantity.BALANCE:
            return replace(self.account, balance=np.array([place])), self.assumptions
        return self.account, self.assumptions.with_values({PATHS[quantity]: place})

    def _moves(self, account: Segments, assumptions: Assumptions) -> Moves:
        return build_moves(account, assumptions, stance=self.stance, horizon=self.horizon)

    def _solve(self, account: Segments, assumptions: Assumptions) -> dict[str, float]:
        found = fitted_plan(self._moves(account, assumptions)).first_moves
        return {name: plan.value for name, plan in found.items()}

    def _solve_book(
        self, accounts: Segments, assumptions: Assumptions
    ) -> Iterator[dict[str, float]]:
        by_move = plan_book(self._moves(accounts, assumptions)).first_value
        for values in by_move.T.tolist():
            found = zip(FIRST_MOVES, values, strict=True)
            yield {name: value for name, value in found if not np.isnan(value)}


def _price_to_sell_today(world: _World) -> Flip:
    terms = resolve_terms(world.account, world.assumptions, stance=world.stance)
    return price_flip(terms, world.today)


def _search(world: _World, quantity: Quantity, *, is_up: bool) -> Flip:
    """Walk one way from today's number and return the first flip."""
    way = way_of(quantity, is_up=is_up, account=world.account, assumptions=world.assumptions)
    first = best_of(world.today)

    @cache
    def values(share: float) -> dict[str, float]:
        return world.where(quantity, way.place(share)) if share else world.today

    steps = BALANCES if quantity is Quantity.BALANCE else STEPS
    shares = np.linspace(0.0, 1.0, steps + 1).tolist()
    seen = world.look(quantity, np.array([way.place(share) for share in shares[1:]]))
    flip = None
    for holds, fails, looked in zip(shares, shares[1:], seen, strict=False):
        if _lead(looked, first) < 0.0 and _lead(values(fails), first) < 0.0:
            flip = _narrow(values, first, holds, fails)
            break
    return Flip(
        quantity=quantity,
        is_up=is_up,
        start=way.start,
        searched_to=way.toward,
        value=way.place(flip[0]) if flip else None,
        from_move=first,
        to_move=flip[1] if flip else None,
    )


def _narrow(
    values: Callable[[float], dict[str, float]], first: str, holds: float, fails: float
) -> tuple[float, str]:
    """Return the share at which the gap changes its sign, and the best move behind it."""
    # Where the book's solver missed an earlier change, all the way from today is narrowed.
    holds = holds if _lead(values(holds), first) >= 0.0 else 0.0
    behind = [fails]

    def lead(share: float) -> float:
        found = _lead(values(share), first)
        if found < 0.0:
            behind.append(share)
        return found

    root = float(brentq(lead, holds, fails, xtol=CLOSE_ENOUGH * (fails - holds)))
    return root, best_of(values(min(behind)))


def _lead(values: dict[str, float], first: str) -> float:
    """Return the gap by which a first move leads; below zero where it is shut."""
    others = max(value for name, value in values.items() if name != first)
    return values.get(first, others - max(1.0, abs(others))) - others
