"""Measuring a claim: how well it holds over its range, where it flips, what that hangs on."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy.optimize import brentq

from docs.verdict_claims import LIBRARY, Claim, Followed, Hang, Way
from docs.verdict_plans import Outlook
from placement.assume.assumptions import Assumptions
from placement.assume.tables import ladder_step, log_linear
from placement.decide.flip import flip_account, flip_assumption
from placement.domain.types import FloatArray, Segments
from placement.value.options import value_options

BALANCES, AGES_PER_MONTH = 9, 4
"""Points of the grid on which a claim about closed options is held."""

PLAN_BALANCES, PLAN_AGES = 5, 7
"""Points of the grid on which a claim about plans is held, at most."""

LOOKED_AT, NARROWED = 8, 1e-4
"""Places looked at on the way to a flip of plans; share of a step within which it is found."""


UNBOUNDED = 1e12

WHOLE_UNITS = ("count", "whole_months")


@dataclass(frozen=True, kw_only=True)
class Hold:
    """How well a claim holds over its range."""

    creditor: str
    smallest: float
    """The smallest gap relative to the balance, times its balance: the worst place's gap."""
    balance: float
    age: float
    share: float
    """Share of the grid on which the claim is true."""


def book(sector: str, balances: FloatArray, ages: FloatArray, creditor: str) -> Segments:
    """Return one account for each pair of balance and age."""
    count = len(balances)
    unknown, never = np.full(count, np.nan), np.zeros(count, dtype=bool)
    return Segments(
        label=(sector,) * count,
        sector=(sector,) * count,
        creditor_type=(creditor,) * count,
        accounts=np.ones(count, dtype=np.int64),
        balance=np.asarray(balances, dtype=float).copy(),
        principal_share=unknown.copy(),
        age=np.asarray(ages, dtype=float).copy(),
        placements=np.zeros(count, dtype=np.int64),
        months_since_demand=unknown.copy(),
        disputed=never.copy(),
        unreachable=never.copy(),
    )


def grid(claim: Claim, creditor: str, way: Way = Way.CLOSED) -> Segments:
    """Return accounts all over a claim's range, its corners included."""
    closed = way is Way.CLOSED
    span = claim.ages[1] - claim.ages[0]
    ages = round(span * AGES_PER_MONTH) + 1 if closed else min(round(span) + 1, PLAN_AGES)
    balances, months = np.meshgrid(
        np.geomspace(*claim.balances, BALANCES if closed else PLAN_BALANCES),
        np.linspace(*claim.ages, ages),
    )
    return book(claim.sector, balances.ravel(), months.ravel(), creditor)


def gap_of(
    claim: Claim, accounts: Segments, way: Way, assumptions: Assumptions | None = None
) -> FloatArray:
    """Return the money per account by which a claim holds, shape (accounts,)."""
    measure, used = claim.measure(way), assumptions or claim.assumptions
    if measure is None:
        raise ValueError(f"{claim.key} has no measure {way}.")
    if isinstance(measure, Followed):
        return measure.gap(Outlook(accounts, used, claim.stance))
    return measure.gap(value_options(accounts, used, stance=claim.stance))


def hold(claim: Claim, creditor: str, way: Way = Way.CLOSED) -> Hold:
    """Return how well a claim holds over its range."""
    accounts = grid(claim, creditor, way)
    gap = gap_of(claim, accounts, way)
    worst = int(np.argmin(gap / accounts.balance))
    return Hold(
        creditor=creditor,
        smallest=float(gap[worst]),
        balance=float(accounts.balance[worst]),
        age=float(accounts.age[worst]),
        share=float(np.mean(gap > 0.0)),
    )


def place_of(claim: Claim, hang: Hang) -> tuple[float, float]:
    """Return the balance and the age at which a flip is looked for."""
    return hang.at or claim.at


def flip(claim: Claim, hang: Hang, way: Way = Way.CLOSED) -> float:
    """Return where a claim flips: a balance, an age, a value or, for a table, a factor."""
    if way is Way.FOLLOWED:
        return _flip_of_plans(claim, hang)
    account, measure = account_of(claim, hang), claim.closed
    if measure is None:
        raise ValueError(f"{claim.key} has no measure {way}.")
    if hang.on in ("balance", "age"):
        return flip_account(
            account,
            claim.assumptions,
            field="balance" if hang.on == "balance" else "age",
            gap=measure.gap,
            toward=hang.toward,
            stance=claim.stance,
        ).item()
    return flip_assumption(
        account,
        claim.assumptions,
        path=hang.on,
        gap=measure.gap,
        toward=hang.toward,
        stance=claim.stance,
    ).item()


def account_of(claim: Claim, hang: Hang) -> Segments:
    """Return the account whose flip is looked for."""
    balance, age = place_of(claim, hang)
    return book(claim.sector, np.array([balance]), np.array([age]), claim.creditors[0])


def gap_at(claim: Claim, hang: Hang, place: float, way: Way) -> float:
    """Return the money by which a claim holds where a number is so much, all else as it is."""
    account, used = account_of(claim, hang), claim.assumptions
    if hang.on == "balance":
        account = replace(account, balance=np.array([place]))
    elif hang.on == "age":
        account = replace(account, age=np.array([place]))
    else:
        used = moved_to(used, hang.on, place)
    # Where a step is not open a gap is infinite.
    return float(np.clip(gap_of(claim, account, way, used)[0], -UNBOUNDED, UNBOUNDED))


def moved_to(assumptions: Assumptions, path: str, place: float) -> Assumptions:
    """Return the numbers as if the library said one of them, or all of a table, otherwise.

    A number is set to a value, a table multiplied. A number that counts something is rounded.
    """
    if path in assumptions.entries:
        is_whole = assumptions.entries[path].unit in WHOLE_UNITS
        values = {path: float(round(place)) if is_whole else place}
    else:
        paths = assumptions.paths_under(path)
        values = {found: assumptions.entries[found].value * place for found in paths}
    return assumptions.with_values(values).as_library()


def start_of(claim: Claim, hang: Hang) -> float:
    """Return today's number, 1 for a table."""
    today = dict(zip(("balance", "age"), place_of(claim, hang), strict=True))
    entries = claim.assumptions.entries
    return today.get(hang.on, entries[hang.on].value if hang.on in entries else 1.0)


def _flip_of_plans(claim: Claim, hang: Hang) -> float:
    """Return the first flip on the way, found by looking at places and narrowing the step."""
    start, toward = start_of(claim, hang), hang.toward

    def at(share: float) -> float:
        if start > 0.0 and toward > 0.0:
            return float(start * (toward / start) ** share)
        return float(start + (toward - start) * share)

    def gap(share: float) -> float:
        return gap_at(claim, hang, at(share), Way.FOLLOWED)

    today = gap(0.0) > 0.0
    shares = np.linspace(0.0, 1.0, LOOKED_AT + 1).tolist()
    for before, after in pairwise(shares):
        if (gap(after) > 0.0) != today:
            root = brentq(gap, before, after, xtol=NARROWED * (after - before))
            return at(float(root))
    return float("nan")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """An assumption as it is read at a claim's place."""

    name: str
    value: float
    low: float
    high: float
    status: str
    added: bool = False
    """The flip is added to the value; else, for a table, multiplied."""


def read(claim: Claim, hang: Hang) -> Reading | None:
    """Return an assumption at the claim's age; None for a balance, an age or many tables."""
    path, (_, age) = hang.on, place_of(claim, hang)
    if path in ("balance", "age"):
        return None
    if path == "what_if.commission_points":
        return _ladder(claim, age)
    entries = claim.assumptions.entries
    if path in entries:
        one = entries[path]
        own = LIBRARY.entries[path]
        status = own.status if one is own else "set for this claim"
        return Reading(name=path, value=one.value, low=own.low, high=own.high, status=status)
    paths = claim.assumptions.paths_under(path)
    keys = [found.removeprefix(path + ".").removesuffix("m") for found in paths]
    if not all(key.isdigit() for key in keys):
        return None
    points = np.array([float(key) for key in keys])
    order = np.argsort(points)

    def reading(part: str) -> float:
        source = entries if part == "value" else LIBRARY.entries
        values = np.array([getattr(source[found], part) for found in paths], dtype=float)
        return log_linear(np.array([age]), points=points[order], values=values[order]).item()

    nearest = paths[int(np.argmin(np.abs(points - age)))]
    return Reading(
        name=f"{path} at {age:g} months",
        value=reading("value"),
        low=reading("low"),
        high=reading("high"),
        status="set for this claim" if nearest in claim.sets else entries[nearest].status,
    )


def _ladder(claim: Claim, age: float) -> Reading:
    """Return the commission the account's age has reached; points are added to it."""
    prefix = f"{claim.sector}.agency.commission.{claim.creditors[0]}"
    points, _ = claim.assumptions.table(prefix)
    rung = ladder_step(np.array([age]), points=points, values=points).item()
    one = claim.assumptions.entries[f"{prefix}.{rung:g}m"]
    return Reading(
        name=one.path, value=one.value, low=one.low, high=one.high, status=one.status, added=True
    )
