"""Measuring a claim: how well it holds over its range, where it flips, what that hangs on."""

from dataclasses import dataclass

import numpy as np

from docs.verdict_claims import LIBRARY, Claim, Hang
from placement.assume.tables import log_linear, step
from placement.decide.flip import flip_account, flip_assumption
from placement.domain.types import FloatArray, Segments
from placement.value.options import value_options

BALANCES, AGES_PER_MONTH = 9, 4
"""Points of the grid on which a claim is held: balances in equal ratios, ages in steps."""


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


def grid(claim: Claim, creditor: str) -> Segments:
    """Return accounts all over a claim's range, its corners included."""
    months = round((claim.ages[1] - claim.ages[0]) * AGES_PER_MONTH) + 1
    balances, ages = np.meshgrid(
        np.geomspace(*claim.balances, BALANCES), np.linspace(*claim.ages, months)
    )
    return book(claim.sector, balances.ravel(), ages.ravel(), creditor)


def hold(claim: Claim, creditor: str) -> Hold:
    """Return how well a claim holds over its range."""
    accounts = grid(claim, creditor)
    gap = claim.gap(value_options(accounts, claim.assumptions, stance=claim.stance))
    worst = int(np.argmin(gap / accounts.balance))
    return Hold(
        creditor=creditor,
        smallest=float(gap[worst]),
        balance=float(accounts.balance[worst]),
        age=float(accounts.age[worst]),
        share=float(np.mean(gap > 0.0)),
    )


def flip(claim: Claim, hang: Hang) -> float:
    """Return where a claim flips: a balance, an age, a value or, for a table, a factor."""
    account = book(
        claim.sector, np.array([claim.at[0]]), np.array([claim.at[1]]), claim.creditors[0]
    )
    if hang.on in ("balance", "age"):
        return flip_account(
            account,
            claim.assumptions,
            field="balance" if hang.on == "balance" else "age",
            gap=claim.gap,
            toward=hang.toward,
            stance=claim.stance,
        ).item()
    return flip_assumption(
        account,
        claim.assumptions,
        path=hang.on,
        gap=claim.gap,
        toward=hang.toward,
        stance=claim.stance,
    ).item()


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


def read(claim: Claim, path: str) -> Reading | None:
    """Return an assumption at the claim's age; None for a balance, an age or many tables."""
    if path in ("balance", "age"):
        return None
    if path == "what_if.commission_points":
        return _ladder(claim)
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
    at = np.array([claim.at[1]])

    def reading(part: str) -> float:
        source = entries if part == "value" else LIBRARY.entries
        values = np.array([getattr(source[found], part) for found in paths], dtype=float)
        return log_linear(at, points=points[order], values=values[order]).item()

    nearest = paths[int(np.argmin(np.abs(points - claim.at[1])))]
    return Reading(
        name=f"{path} at {claim.at[1]:g} months",
        value=reading("value"),
        low=reading("low"),
        high=reading("high"),
        status="set for this claim" if nearest in claim.sets else entries[nearest].status,
    )


def _ladder(claim: Claim) -> Reading:
    """Return the commission the account's age has reached; points are added to it."""
    prefix = f"{claim.sector}.agency.commission.{claim.creditors[0]}"
    points, _ = claim.assumptions.table(prefix)
    rung = step(np.array([claim.at[1]]), points=points, values=points).item()
    one = claim.assumptions.entries[f"{prefix}.{rung:g}m"]
    return Reading(
        name=one.path, value=one.value, low=one.low, high=one.high, status=one.status, added=True
    )
