"""Every plan of one account on a short horizon, valued month by month on plain floats.

Written from docs/model.md and nothing but the public `inputs` of accounts of each age.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from math import exp
from typing import Any

Inputs = dict[str, Any]

Shown = Callable[[int, int], Inputs]
"""`inputs` of the account when it is so many months older and was placed so often."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """What the enumeration needs to know."""

    shown: Shown
    horizon: int
    placements: int
    since_demand: float
    limitation: float
    plead: float
    recall_lag: int
    order_is_open: bool
    sale_is_open: bool


@dataclass(frozen=True, kw_only=True)
class _At:
    """A plan half-way: its masses, its cash so far and what the tax office does not know yet."""

    month: int = 0
    willing: float
    reluctant: float
    is_open: float = 1.0
    share: float = 1.0
    placements: int
    letter: bool = False
    order: bool = False
    since_demand: float
    is_barred: bool
    cash: float = 0.0
    """After tax except the tax on the claim, in today's money."""
    collected: tuple[tuple[int, float], ...] = ()
    """Month and balance collected."""
    steps: tuple[tuple[str, int, int], ...] = ()


@dataclass
class Best:
    """The best value by first move."""

    by_first: dict[str, float] = field(default_factory=dict)
    plans: int = 0

    def offer(self, name: str, value: float) -> None:
        """Take note of one plan."""
        self.plans += 1
        self.by_first[name] = max(value, self.by_first.get(name, -1e300))


def enumerate_plans(account: Account) -> Best:
    """Return the best value of all plans, by first move."""
    best = Best()
    now = account.shown(0, account.placements)
    start = _At(
        willing=now["willing"],
        reluctant=now["reluctant"],
        placements=account.placements,
        since_demand=account.since_demand,
        is_barred=account.since_demand >= account.limitation,
    )
    waiting = [start]
    while waiting:
        at = waiting.pop()
        for name, value in _ends(account, at):
            best.offer(at.steps[0][0] if at.steps else name, value)
        waiting.extend(_next(account, at))
    return best


def _v(inputs: Inputs, months: float) -> float:
    return float((1 + inputs["discount_per_month"]) ** -months)


def _next(account: Account, at: _At) -> Iterator[_At]:
    room = account.horizon - at.month
    here = account.shown(at.month, account.placements)
    if room >= 1:
        yield _work(account, at, "wait", 1, here, lambda _: 0.0, 1.0, 0.0, 0.0, 0.0, 0.0)
        if not at.letter:
            yield _letter(account, at, here)
    own = here["in_house"]
    for months in range(1, min(own["months"], room) + 1):
        yield _work(
            account,
            at,
            "in_house",
            months,
            here,
            lambda _: own["contacts_per_month"],
            here["contacts_per_willing"],
            own["cost_per_contact"] + own["complaint_cost_per_contact"],
            0.0,
            0.0,
            own["relationship_cost"],
        )
    if at.placements < 3:
        name = f"agency_{at.placements + 1}"
        terms = account.shown(at.month, at.placements)[name]
        months = terms["months"] + account.recall_lag
        if months <= room:
            yield replace(
                _work(
                    account,
                    at,
                    name,
                    months,
                    here,
                    lambda k: terms["contacts_per_month"] if k <= terms["worked_months"] else 0.0,
                    terms["contacts_per_willing"],
                    terms["complaint_cost_per_contact"],
                    terms["commission"],
                    terms["placement_fee"],
                    terms["relationship_cost"],
                ),
                placements=at.placements + 1,
            )
    if account.order_is_open and not at.order and room >= 2:
        yield _order(account, at, here)


def _clock(account: Account, at: _At, months: int, since: float | None) -> tuple[float, bool]:
    """Return months since the last demand and whether the period is over, after a move."""
    if since is None or at.is_barred:
        later = at.since_demand + months
        return later, at.is_barred or later >= account.limitation
    return since, False


def _work(
    account: Account,
    at: _At,
    name: str,
    months: int,
    here: Inputs,
    contacts: Callable[[int], float],
    per_willing: float,
    cost_per_contact: float,
    commission: float,
    fee: float,
    relationship: float,
) -> _At:
    tax, fade = here["tax_rate"], here["fade_rate"]
    worth = here["balance"] * here["settlement_share"] * here["instalment_factor"]
    willing, is_open = at.willing, at.is_open
    cash = at.cash - ((1 - tax) * fee + relationship) * is_open * _v(here, at.month)
    collected = list(at.collected)
    last = 0
    for k in range(1, months + 1):
        i = contacts(k)
        last = k if i > 0 else last
        hazard = here["self_cure_rate"] + i / per_willing
        paid = willing * hazard / (hazard + fade) * (1 - exp(-(hazard + fade)))
        v = _v(here, at.month + k)
        cash += v * paid * worth * (1 - (1 - tax) * commission)
        cash -= v * (1 - tax) * cost_per_contact * i * is_open
        cash -= v * here["holding_cost_rate"] * here["balance"] * is_open
        collected.append((at.month + k, paid * worth))
        willing, is_open = willing * exp(-(hazard + fade)), is_open - paid
    since, barred = _clock(account, at, months, float(months - last) if last else None)
    return replace(
        at,
        month=at.month + months,
        willing=willing,
        is_open=is_open,
        reluctant=at.reluctant * exp(-fade * months),
        cash=cash,
        collected=tuple(collected),
        since_demand=since,
        is_barred=barred,
        steps=(*at.steps, (name, at.month, months)),
    )


def _letter(account: Account, at: _At, here: Inputs) -> _At:
    terms, tax, fade = here["law_letter"], here["tax_rate"], here["fade_rate"]
    worth = here["balance"] * here["settlement_share"] * here["instalment_factor"]
    p_w, p_r = terms["willing_response"], terms["reluctant_response"]
    answering = p_w * at.willing + p_r * at.reluctant
    v = _v(here, at.month + 1)
    cash = at.cash + v * answering * worth * (1 - (1 - tax) * terms["commission"])
    cash -= (
        ((1 - tax) * terms["cost"] + terms["relationship_cost"]) * at.is_open * _v(here, at.month)
    )
    cash -= v * here["holding_cost_rate"] * here["balance"] * at.is_open
    since, barred = _clock(account, at, 1, 1.0)
    return replace(
        at,
        month=at.month + 1,
        willing=at.willing * (1 - p_w) * exp(-fade),
        reluctant=at.reluctant * (1 - p_r) * exp(-fade),
        is_open=at.is_open - answering,
        cash=cash,
        collected=(*at.collected, (at.month + 1, answering * worth)),
        letter=True,
        since_demand=since,
        is_barred=barred,
        steps=(*at.steps, ("law_letter", at.month, 1)),
    )


def _order(account: Account, at: _At, here: Inputs) -> _At:
    terms, tax, fade = here["payment_order"], here["tax_rate"], here["fade_rate"]
    stands = terms["served"] * (1 - terms["objection"])
    ends = at.month + terms["months"]
    gross = here["balance"] * terms["yield"] * (at.willing + at.reluctant)
    gross *= exp(-fade * terms["months"])
    cash = at.cash
    cash -= (
        ((1 - tax) * terms["fee"] + terms["relationship_cost"]) * at.is_open * _v(here, at.month)
    )
    cash += (
        stands * _v(here, ends) * (gross + (1 - tax) * terms["refund"] * terms["fee"] * at.is_open)
    )
    held = stands * sum(_v(here, at.month + k) for k in range(1, terms["months"] + 1))
    held += (1 - stands) * sum(_v(here, at.month + k) for k in (1, 2))
    cash -= here["holding_cost_rate"] * here["balance"] * at.is_open * held
    first = account.shown(0, account.placements)
    cash += stands * _claim_tax(
        first, at.share, (*at.collected, (ends, gross)), first["months_until_deductible"]
    )
    falls = 1 - stands
    since, barred = _clock(account, at, 2, 2.0)
    return replace(
        at,
        month=at.month + 2,
        willing=at.willing * falls * exp(-2 * fade),
        reluctant=at.reluctant * falls * exp(-2 * fade),
        is_open=at.is_open * falls,
        share=at.share * falls,
        cash=cash,
        order=True,
        since_demand=since,
        is_barred=barred,
        collected=tuple((k, amount * falls) for k, amount in at.collected),
        steps=(*at.steps, ("payment_order", at.month, 2)),
    )


def _claim_tax(
    first: Inputs, share: float, collected: tuple[tuple[int, float], ...], deductible: float
) -> float:
    basis = first["principal_share"] * first["balance"] * share
    taxed = sum(amount * _v(first, max(k, deductible)) for k, amount in collected)
    return float(first["tax_rate"] * (basis * _v(first, deductible) - taxed))


def _ends(account: Account, at: _At) -> Iterator[tuple[str, float]]:
    here, first = account.shown(at.month, account.placements), account.shown(0, account.placements)
    deductible, tax = first["months_until_deductible"], here["tax_rate"]
    yield "write_off", at.cash + _claim_tax(first, at.share, at.collected, deductible)
    if account.sale_is_open:
        terms = here["sale"]
        ends = at.month + terms["lag_months"]
        cash = at.cash + (1 - tax) * terms["price"] * here["balance"] * at.is_open * _v(here, ends)
        cash -= (
            ((1 - tax) * terms["cost"] + terms["relationship_cost"])
            * at.is_open
            * _v(here, at.month)
        )
        held = sum(_v(here, k) for k in range(at.month + 1, ends + 1))
        cash -= here["holding_cost_rate"] * here["balance"] * at.is_open * held
        yield "sale", cash + _claim_tax(first, at.share, at.collected, min(deductible, ends))
    yield "lawsuit", _suit(account, at, here, first)


def _suit(account: Account, at: _At, here: Inputs, first: Inputs) -> float:
    terms, tax = here["lawsuit"], here["tax_rate"]
    # The account shown is fresh or not by its own clock; here the plan's clock decides.
    win = account.shown(0, account.placements)["lawsuit"]["win"]
    if account.since_demand >= account.limitation:
        win /= 1 - account.plead
    win *= 1 - account.plead if at.is_barred else 1.0
    ends = at.month + terms["months"]
    gross = win * here["balance"] * terms["yield"] * (at.willing + at.reluctant)
    gross *= exp(-here["fade_rate"] * terms["months"])
    fee = terms["fee"] - (here["payment_order"]["fee"] if at.order else 0.0)
    cash = at.cash
    cash -= (
        ((1 - tax) * (fee + terms["case_cost"]) + terms["relationship_cost"])
        * at.is_open
        * _v(here, at.month)
    )
    cash += _v(here, ends) * (
        gross * (1 - (1 - tax) * terms["lawyer_share"])
        + (1 - tax) * win * terms["refund"] * terms["fee"] * at.is_open
    )
    held = sum(_v(here, k) for k in range(at.month + 1, ends + 1))
    cash -= here["holding_cost_rate"] * here["balance"] * at.is_open * held
    deducted = min(first["months_until_deductible"], ends)
    return cash + _claim_tax(first, at.share, (*at.collected, (ends, gross)), deducted)
