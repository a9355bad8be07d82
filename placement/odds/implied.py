"""The odds that a few well-known numbers imply: what came in, how fast, and with how many contacts.

A batch of hard debtors, worked alike in every month, brings over K months

    L = s * w * mu / S * F(S, K),      S = mu + lambda
    F(S, K) = share of those who pay in the end whose money is in by month K

so that the share x of it that is in by month k < K tells the speed, S from F(S, k) / F(S, K) = x,
one root; then mu = S - lambda and w = L S / (s mu F(S, K)). With A contacts made for each account
that pays, i contacts a month to each open account, and mu0 the rate at which they pay unasked,

    i = A * payers / (months that accounts were open)        omega = i / (mu - mu0)

Accounts per seat N say i themselves: contacts a seat makes in a month, over N.

Source: own definition, docs/model.md, "Odds from evidence".
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray
from placement.odds.liquidation import Odds, arrivals, expected_shares

SLOWEST, FASTEST = 1e-6, 40.0
"""Speeds a month between which the root is looked for; at 40 all of it is in after a day."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What is known of the accounts besides the answers."""

    fade_rate: float
    self_cure_rate: float
    settlement_share: float
    instalments: int
    breakage: float


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What somebody knows of a batch, one number each."""

    liquidation: float
    """Share of the balance that came in, L."""

    months: int
    """Over so many months, K."""

    first_months: int | None = None
    first_share: float | None = None
    """Share of what came in over all months that was in by `first_months`, x."""

    contacts_per_success: float | None = None
    """Contacts made for each account that paid, A."""

    contacts_per_month: float | None = None
    """Contacts to each open account a month, i, where accounts per seat say it."""


@dataclass(frozen=True, kw_only=True)
class Implied:
    """Odds that the answers imply."""

    willing_hard: float
    pay_hazard: float
    contacts_per_hard: float
    contacts_per_month: float
    contacts_per_success: float
    payers: float
    """Share of accounts that start to pay within the months."""

    contacts: float
    """Contacts made per account placed within the months."""

    ultimate: float
    """Share of the balance that comes in in the end."""

    collected: float
    """Share of the balance that came in within the months: the answer again."""


def implied_odds(
    answers: Answers, claim: Claim, *, usual_hazard: float, usual_contacts: float
) -> Implied:
    """Return the odds that answers imply.

    Args:
        answers: What is known.
        claim: Fading, what a payer brings and when.
        usual_hazard: The library's hazard, where nothing says how fast it came in.
        usual_contacts: Contacts to an account a month, where neither contacts per success nor
            accounts per seat are given.

    Raises:
        InputError: No odds give these answers; says which two clash, and by how much.
    """
    speed = _speed(answers, claim, usual_hazard)
    hazard = speed - claim.fade_rate
    arrived = _arrived(speed, answers.months, claim)
    most = claim.settlement_share * hazard / speed * arrived
    willing = answers.liquidation / most
    if willing > 1.0:
        raise InputError(
            t(
                "{share:.1%} in {months} months clashes with how fast it came in: if every debtor "
                "were willing, at this pace {most:.1%} would come in, {gap:.1%} of the balance "
                "less. One of the two is not what you think.",
                share=answers.liquidation,
                months=answers.months,
                most=most,
                gap=answers.liquidation - most,
            )
        )
    odds = Odds(willing_share=willing, pay_hazard=hazard, fade_rate=claim.fade_rate)
    paid = expected_shares(odds, np.zeros(1), answers.months)[0]
    open_months = float((1.0 - (np.cumsum(paid) - paid)).sum())
    payers = float(paid.sum())
    intensity = usual_contacts
    if answers.contacts_per_month is not None:
        intensity = answers.contacts_per_month
    elif answers.contacts_per_success is not None:
        intensity = answers.contacts_per_success * payers / open_months
    return Implied(
        willing_hard=willing,
        pay_hazard=hazard,
        contacts_per_hard=intensity / (hazard - claim.self_cure_rate),
        contacts_per_month=intensity,
        contacts_per_success=intensity * open_months / payers,
        payers=payers,
        contacts=intensity * open_months,
        ultimate=odds.ultimate * _brought(claim),
        collected=willing * most,
    )


def liquidation_curve(odds: Odds, months: int, claim: Claim) -> FloatArray:
    """Return the running share of the balance that is in by each month, shape (months,)."""
    come = arrivals(months, instalments=claim.instalments, breakage=claim.breakage)
    money = expected_shares(odds, np.zeros(1), months)[0] @ come
    return np.asarray(claim.settlement_share * np.cumsum(money))


def _speed(answers: Answers, claim: Claim, usual_hazard: float) -> float:
    """Return S, from the share that was in early, else the library's."""
    if answers.first_share is None or answers.first_months is None:
        return usual_hazard + claim.fade_rate
    least_speed = claim.self_cure_rate + claim.fade_rate
    least = _early(max(least_speed, SLOWEST), answers, claim)
    most = _early(FASTEST, answers, claim)
    if not least < answers.first_share < most:
        is_slow = answers.first_share <= least
        raise InputError(
            t(
                "{share:.1%} of it in the first {first} of {months} months clashes with debtors "
                "who turn lost at {fade:.3f} a month and pay unasked at {alone:.3f}: even if no "
                "work helped, {least:.1%} would be in by then, {gap:.1%} more. Either it came in "
                "faster, or debtors fade more slowly than the library says.",
                share=answers.first_share,
                first=answers.first_months,
                months=answers.months,
                fade=claim.fade_rate,
                alone=claim.self_cure_rate,
                least=least,
                gap=least - answers.first_share,
            )
            if is_slow
            else t(
                "{share:.1%} of it in the first {first} of {months} months is faster than "
                "instalments come in: paid in {count} parts, at most {most:.1%} is in by then, "
                "{gap:.1%} less.",
                share=answers.first_share,
                first=answers.first_months,
                months=answers.months,
                count=claim.instalments,
                most=most,
                gap=answers.first_share - most,
            )
        )
    found = brentq(
        lambda speed: _early(speed, answers, claim) - answers.first_share,
        max(least_speed, SLOWEST),
        FASTEST,
        xtol=1e-12,
    )
    return float(found)


def _early(speed: float, answers: Answers, claim: Claim) -> float:
    first = answers.first_months or answers.months
    return _arrived(speed, first, claim) / _arrived(speed, answers.months, claim)


def _arrived(speed: float, months: int, claim: Claim) -> float:
    """Return F(S, K): of those who leave by paying, the share of money that is in by month K."""
    odds = Odds(willing_share=1.0, pay_hazard=speed, fade_rate=0.0)
    come = arrivals(months, instalments=claim.instalments, breakage=claim.breakage)
    return float((expected_shares(odds, np.zeros(1), months)[0] @ come).sum())


def _brought(claim: Claim) -> float:
    """Return what a payer brings in the end as a share of the balance."""
    kept = (1.0 - claim.breakage) ** np.arange(claim.instalments)
    return claim.settlement_share * float(kept.mean())
