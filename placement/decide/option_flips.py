"""What would flip the best option of one account: balance, commission, odds, or a buyer's price.

The claim "option a is best" holds by the gap

    gap(x) = net_a(x) - max over b != a of net_b(x)

where x is one quantity and all others stay. Three quantities moved both ways are six lanes;
they are walked together, so that a whole search is a handful of valuations. A buyer's price needs
none (`placement.decide.flip_quantities.price_flip`).

Source: own definition, docs/model.md, "Flip points".
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.flip import POINTS, first_flip, open_nets
from placement.decide.flip_quantities import (
    PATHS,
    SEARCHED,
    Flip,
    Quantity,
    price_flip,
    way_of,
)
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray, IntArray, Option, Segments, Stance
from placement.value.options import Valuation, value_options

OPTIONS = tuple(Option)

LANES = tuple((quantity, is_up) for quantity in SEARCHED for is_up in (False, True))
"""What is walked along, in the order of every array here."""

ROUNDS = 4
"""32 ** 4 is a million: a balance is found to some hundred-thousandths of itself."""

TIE = 1e-12
"""Share of the balance below which two options count as equal, and today's stays."""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of a way on which one option is best."""

    quantity: Quantity
    is_up: bool
    option: Option
    start: float
    """Where it begins, a share of the way from today's number, 0 to 1."""
    end: float


@dataclass(frozen=True, kw_only=True)
class OptionFlips:
    """What changes the best option, and which one is best how far."""

    flips: tuple[Flip, ...]
    stretches: tuple[Stretch, ...]
    """The first change of a way is exact; those behind it lie within a step of 1 / 32."""


def option_flips(
    account: Segments, assumptions: Assumptions, *, stance: Stance = Stance.PROFIT_SEEKING
) -> OptionFlips:
    """Return where balance, commission, odds or a price change the best option of an account.

    Args:
        account: One segment; valued at its mean account.
        assumptions: The numbers in use, none of them drawn.
        stance: How agencies set their effort.

    Returns:
        The price first, then each quantity down and up. Flips that come and go within 1 / 32 of
        a way are not seen.

    Raises:
        InputError: There is not exactly one segment.
    """
    if len(account) != 1:
        raise InputError(
            t(
                "Flips of the best option are looked up for one segment at a time; got {count}. "
                "Choose one.",
                count=len(account),
            )
        )
    lanes = _Lanes(account, assumptions, stance)
    price = _price(lanes.today)
    flips = lanes.flips()
    return OptionFlips(
        flips=(price, *flips),
        stretches=(*_price_stretches(price), *lanes.stretches(flips)),
    )


class _Lanes:
    """One account on its six ways; places have shape (points, lanes)."""

    def __init__(self, account: Segments, assumptions: Assumptions, stance: Stance) -> None:
        self._account, self._numbers, self._stance = account, assumptions, stance
        self.ways = tuple(
            way_of(quantity, is_up=is_up, account=account, assumptions=assumptions)
            for quantity, is_up in LANES
        )

    @cached_property
    def today(self) -> Valuation:
        """The account with nothing moved."""
        return value_options(self._account, self._numbers, stance=self._stance)

    @cached_property
    def best(self) -> int:
        """Position of today's best option."""
        return int(np.argmax(open_nets(self.today)[:, 0]))

    def flips(self) -> tuple[Flip, ...]:
        """Return each lane's first flip, or that there is none."""
        found = self._first_flips()
        behind = self._behind(np.where(np.isnan(found), [way.start for way in self.ways], found))
        return tuple(
            Flip(
                quantity=quantity,
                is_up=is_up,
                start=way.start,
                searched_to=way.toward,
                value=None if np.isnan(place) else float(place),
                from_move=OPTIONS[self.best].value,
                to_move=None if np.isnan(place) else option.value,
            )
            for (quantity, is_up), way, place, option in zip(
                LANES, self.ways, found, behind, strict=True
            )
        )

    def stretches(self, flips: tuple[Flip, ...]) -> tuple[Stretch, ...]:
        """Return which option is best along every lane."""
        shares = np.linspace(0.0, 1.0, POINTS)
        places = np.array([[way.place(share) for way in self.ways] for share in shares.tolist()])
        best = np.argmax(self.nets(places), axis=0)
        return tuple(
            stretch
            for lane, flip in enumerate(flips)
            for stretch in _stretches(flip, shares, best[:, lane], first=self.best)
        )

    def nets(self, places: FloatArray) -> FloatArray:
        """Return the options' nets at places, shape (options, points, lanes); see `open_nets`."""
        of = np.array([SEARCHED.index(quantity) for quantity, _ in LANES])
        found = np.empty((len(OPTIONS), *places.shape))
        balance = of == SEARCHED.index(Quantity.BALANCE)
        found[:, :, balance] = self._nets_by_balance(places[:, balance])
        found[:, :, ~balance] = self._nets_by_number(places, np.flatnonzero(~balance))
        return found

    def _nets_by_balance(self, places: FloatArray) -> FloatArray:
        copies = self._account.take(np.zeros(places.size, dtype=np.int64))
        moved = replace(copies, balance=places.ravel().copy())
        nets = open_nets(value_options(moved, self._numbers, stance=self._stance))
        return nets.reshape(len(OPTIONS), *places.shape)

    def _nets_by_number(self, places: FloatArray, lanes: IntArray) -> FloatArray:
        # Every place is a draw in which one number is moved and the others stay.
        drawn = {}
        for quantity, path in PATHS.items():
            values = np.full((len(places), len(lanes)), float(self._numbers.number(path)))
            own = np.array([LANES[lane][0] is quantity for lane in lanes])
            values[:, own] = places[:, lanes[own]]
            drawn[path] = values.reshape(-1, 1)
        moved = replace(self._numbers, drawn=drawn)
        nets = open_nets(value_options(self._account, moved, stance=self._stance))
        return nets.reshape(len(OPTIONS), len(places), len(lanes))

    def _first_flips(self) -> FloatArray:
        def gap(places: FloatArray) -> FloatArray:
            nets = self.nets(places)
            others = np.delete(nets, self.best, axis=0).max(axis=0)
            return np.asarray(nets[self.best] - others + TIE * self._account.balance[0])

        return first_flip(
            gap,
            start=np.array([way.start for way in self.ways]),
            toward=np.array([way.toward for way in self.ways]),
            rounds=ROUNDS,
        )

    def _behind(self, places: FloatArray) -> list[Option]:
        """Return the best option but today's at a place on each lane, shape (lanes,)."""
        nets = self.nets(places[None])[:, 0]
        nets[self.best] = -np.inf
        return [OPTIONS[int(row)] for row in np.argmax(nets, axis=0)]


def _price(today: Valuation) -> Flip:
    nets = open_nets(today)[:, 0].tolist()
    values = {o.value: net for o, net in zip(OPTIONS, nets, strict=True) if net > -np.inf}
    return price_flip(today.terms, values)


def _price_stretches(flip: Flip) -> tuple[Stretch, ...]:
    """Return today's option up to the price of the flip, and the one that takes its place.

    The other way no price changes anything, however far.
    """
    end = 1.0 if flip.value is None else flip.way.share(flip.value)
    parts = [
        (not flip.is_up, flip.from_move, 0.0, 1.0),
        (flip.is_up, flip.from_move, 0.0, end),
        (flip.is_up, flip.to_move, end, 1.0),
    ]
    return tuple(
        Stretch(quantity=flip.quantity, is_up=is_up, option=Option(name), start=start, end=stop)
        for is_up, name, start, stop in parts
        if name is not None
    )


def _stretches(
    flip: Flip, shares: FloatArray, best: IntArray, *, first: int
) -> tuple[Stretch, ...]:
    """Return the stretches of one lane.

    Args:
        flip: Its first flip.
        shares: Places looked at, shares of the way, shape (points,).
        best: Position of the best option at each, shape (points,).
        first: Position of today's best option.
    """
    exact = 1.0 if flip.value is None else flip.way.share(flip.value)
    # Up to the flip today's option is best, a tie included.
    best = np.where(shares < exact, first, best) if flip.value is not None else best * 0 + first
    changes = np.flatnonzero(np.diff(best))
    cuts = (shares[changes] + shares[changes + 1]) / 2.0
    if len(cuts):
        cuts[0] = exact
    edges = [0.0, *cuts.tolist(), 1.0]
    options = [best[0], *best[changes + 1]]
    return tuple(
        Stretch(
            quantity=flip.quantity,
            is_up=flip.is_up,
            option=OPTIONS[int(row)],
            start=start,
            end=end,
        )
        for row, start, end in zip(options, edges[:-1], edges[1:], strict=True)
    )
