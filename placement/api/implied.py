"""Odds from five questions: what a batch brought, how fast, with how many contacts, at what
commission, and what a buyer pays. The first three imply the odds, the other two check them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from placement.api.accounts import one_account
from placement.api.library_odds import LibraryOdds, Overlay, Range, library_odds, overlay_of
from placement.api.rules import require
from placement.assume.assumptions import Assumptions
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray, Stance
from placement.odds.implied import Answers, Claim, Implied, implied_odds, liquidation_curve
from placement.odds.liquidation import Odds
from placement.value.book import Book

__all__ = ["Check", "ImpliedAnswer", "Questions", "answer_range", "implied"]

BUYERS_RETURN = 0.20
"""Share of what a buyer of debts collects that he wants to keep as his return.

This and the next three are judgements: they only decide when two answers are called a clash, and
move no odds.
"""

BUYERS_COST = 0.05
"""Share that he spends on the deal itself."""

RICH = 0.5
"""Margin of an agency above which rivals would have bid the commission down."""

DEAR = 3.0
"""Times what a buyer needs from which nobody would sell at the price."""

MOST_MONTHS = 120


@dataclass(frozen=True, kw_only=True)
class Questions:
    """The five questions as they were answered, each a number or a range."""

    sector: str
    balance: float
    age: float
    """Months past due at placement."""

    liquidation: Range
    """Share of the balance that came in over `months`."""

    months: int
    first_share: Range | None = None
    """Share of that which was in by `first_months`."""

    first_months: int | None = None
    contacts_per_success: Range | None = None
    accounts_per_seat: Range | None = None
    commission: Range | None = None
    price: Range | None = None
    """What a buyer pays for such debts, a share of the balance."""

    def __post_init__(self) -> None:
        """Check every answer against its own bounds."""
        for name, given in (
            ("liquidation", self.liquidation),
            ("first_share", self.first_share),
            ("commission", self.commission),
            ("price", self.price),
        ):
            if given is not None:
                for x in (given.low, given.high):
                    require(
                        0.0 < x < 1.0,
                        t(
                            "{name} must be a share above 0 and below 1, as 0.15; got {x:g}.",
                            name=name,
                            x=x,
                        ),
                    )
        for name, given in (
            ("contacts_per_success", self.contacts_per_success),
            ("accounts_per_seat", self.accounts_per_seat),
        ):
            if given is not None:
                require(
                    given.low > 0, t("{name} must be above 0; got {x:g}.", name=name, x=given.low)
                )
        require(
            1 <= self.months <= MOST_MONTHS,
            t("months must be from 1 to {most}; got {x:g}.", most=MOST_MONTHS, x=self.months),
        )
        require(
            (self.first_share is None) == (self.first_months is None),
            t("first_months and first_share belong together; give both, or neither."),
        )
        if self.first_months is not None:
            require(
                1 <= self.first_months < self.months,
                t(
                    "first_months must be from 1 to less than the {months} months; got {x:g}.",
                    months=self.months,
                    x=self.first_months,
                ),
            )


@dataclass(frozen=True, kw_only=True)
class Check:
    """What one answer says of the others."""

    about: str
    """`caseload`, `commission`, `seat`, `price` or `library`."""

    is_right: bool
    """The answers go together."""

    says: str


@dataclass(frozen=True, kw_only=True, eq=False)
class ImpliedAnswer:
    """Odds from the questions, with ranges and checks."""

    questions: Questions
    library: LibraryOdds
    willing_hard: Range
    pay_hazard: Range
    contacts_per_hard: Range
    """Contacts that a hard debtor needs at this age; the library's number times its age factor."""

    contacts_per_month: Range
    contacts_per_success: Range
    ultimate: Range
    checks: tuple[Check, ...]
    month: FloatArray
    curve: FloatArray
    """Running share of the balance that comes in by each month, shape (months,), as the rest."""

    low: FloatArray
    high: FloatArray
    library_curve: FloatArray
    without: int
    """Corners of the ranges that no odds give, which were left out."""

    def overlay(self, assumptions: Assumptions) -> Overlay:
        """Return the numbers to lay over the library.

        Raises:
            InputError: No number of the library shows such odds.
        """
        asked = self.questions
        return overlay_of(
            assumptions,
            asked.sector,
            asked.age,
            source=t(
                "Implied by answers: {share} of the balance in {months} months",
                share=_percent(asked.liquidation),
                months=asked.months,
            )
            + (
                ""
                if asked.contacts_per_success is None
                else t(
                    ", {contacts} contacts a success", contacts=_plain(asked.contacts_per_success)
                )
            ),
            willing_share=self.willing_hard,
            contacts_per_hard=self.contacts_per_hard,
        )


def implied(asked: Questions, assumptions: Assumptions) -> ImpliedAnswer:
    """Return the odds that the answers imply, and what each answer says of the others.

    A range answered is a range kept: the odds are worked out at the ends of every range, with the
    library's range of fading, and their extremes are the ranges of the odds.

    Raises:
        InputError: No odds give these answers; says which two clash and by how much.
    """
    library = library_odds(assumptions, asked.sector, asked.age)
    seat = float(assumptions.number(f"{asked.sector}.agency.contacts_per_seat_month"))

    def at(part: Callable[[Range], float], fade: float) -> tuple[Implied, Claim]:
        claim = _claim(library, fade)
        return _implied(asked, part, claim, library, seat), claim

    middle, claim = at(lambda given: given.value, library.fade_rate.value)
    corners: list[Implied] = [middle]
    curves: list[FloatArray] = []
    without = 0
    horizon = max(24, asked.months)
    for ends, fade in _corners(asked, library):
        try:
            found, own = at(ends, fade)
        except InputError:
            without += 1
            continue
        corners.append(found)
        curves.append(_curve(found, own, horizon))
    curve = _curve(middle, claim, horizon)
    curves.append(curve)
    usual = Odds(
        willing_share=library.willing_share.value, pay_hazard=library.pay_hazard.value,
        fade_rate=library.fade_rate.value,
    )  # fmt: skip
    spans = {
        name: _span(middle, corners, name)
        for name in (
            "willing_hard", "pay_hazard", "contacts_per_hard", "contacts_per_month",
            "contacts_per_success", "ultimate",
        )
    }  # fmt: skip
    return ImpliedAnswer(
        questions=asked,
        library=library,
        **spans,
        checks=tuple(_checks(asked, middle, spans, library, assumptions)),
        month=np.arange(1.0, horizon + 1.0),
        curve=curve,
        low=np.min(curves, axis=0),
        high=np.max(curves, axis=0),
        library_curve=liquidation_curve(usual, horizon, claim),
        without=without,
    )


def answer_range(text: str, name: str) -> Range:
    """Return a number, 0.1, or a range, 0.08:0.14, as a range whose value is its middle.

    Raises:
        InputError: It is neither, or its ends are not in order.
    """
    parts = text.replace("：", ":").split(":")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        numbers = []
    if not 1 <= len(numbers) <= 2 or not np.isfinite(numbers).all() or numbers[0] > numbers[-1]:
        raise InputError(
            t(
                "{name} must be a number, or a range such as 0.08:0.14 with the lower end first; "
                "got {text!r}.",
                name=name,
                text=text,
            )
        )
    return Range(value=sum(numbers) / len(numbers), low=numbers[0], high=numbers[-1])


def _claim(library: LibraryOdds, fade: float) -> Claim:
    return Claim(
        fade_rate=fade,
        self_cure_rate=library.self_cure_rate,
        settlement_share=library.settlement_share,
        instalments=library.instalments,
        breakage=library.breakage,
    )


def _implied(
    asked: Questions,
    part: Callable[[Range], float],
    claim: Claim,
    library: LibraryOdds,
    seat: float,
) -> Implied:
    def take(given: Range | None) -> float | None:
        return None if given is None else part(given)

    accounts = take(asked.accounts_per_seat)
    answers = Answers(
        liquidation=part(asked.liquidation),
        months=asked.months,
        first_months=asked.first_months,
        first_share=take(asked.first_share),
        contacts_per_success=take(asked.contacts_per_success),
        # Where both are known, contacts per success lead and the caseload is checked.
        contacts_per_month=None
        if accounts is None or asked.contacts_per_success is not None
        else seat / accounts,
    )
    return implied_odds(
        answers,
        claim,
        usual_hazard=library.pay_hazard.value,
        usual_contacts=library.contacts_per_month,
    )


def _corners(
    asked: Questions, library: LibraryOdds
) -> Iterator[tuple[Callable[[Range], float], float]]:
    """Yield every choice of ends of the ranges that were answered, and of fading."""
    given = [
        each
        for each in (asked.liquidation, asked.first_share, asked.contacts_per_success,
                     asked.accounts_per_seat)
        if each is not None and each.low < each.high
    ]  # fmt: skip
    fades = (library.fade_rate.low, library.fade_rate.high)
    for ends in product((False, True), repeat=len(given)):
        chosen = {id(r): r.high if top else r.low for r, top in zip(given, ends, strict=True)}
        for fade in fades:
            yield (lambda r, chosen=chosen: chosen.get(id(r), r.value)), fade  # type: ignore[misc]


def _curve(found: Implied, claim: Claim, months: int) -> FloatArray:
    odds = Odds(
        willing_share=found.willing_hard, pay_hazard=found.pay_hazard, fade_rate=claim.fade_rate
    )
    return liquidation_curve(odds, months, claim)


def _span(middle: Implied, corners: list[Implied], name: str) -> Range:
    values = [float(getattr(each, name)) for each in corners]
    return Range(value=float(getattr(middle, name)), low=min(values), high=max(values))


def _checks(
    asked: Questions,
    middle: Implied,
    spans: dict[str, Range],
    library: LibraryOdds,
    assumptions: Assumptions,
) -> Iterator[Check]:
    if asked.contacts_per_success is not None and asked.accounts_per_seat is not None:
        yield _caseload(
            asked.contacts_per_success, asked.accounts_per_seat, asked, middle, assumptions
        )
    if asked.commission is not None:
        yield _commission(asked, asked.commission, middle, assumptions)
    yield _seat(asked, middle, assumptions)
    if asked.price is not None:
        yield _price(asked, asked.price, spans["ultimate"], assumptions)
    yield _library(spans, library)


def _caseload(
    contacts: Range, given: Range, asked: Questions, middle: Implied, assumptions: Assumptions
) -> Check:
    seat = float(assumptions.number(f"{asked.sector}.agency.contacts_per_seat_month"))
    accounts = seat / middle.contacts_per_month
    times = accounts / given.value
    fits = given.low / 1.5 <= accounts <= given.high * 1.5
    numbers = {
        "contacts": _plain(contacts),
        "accounts": f"{accounts:,.0f}",
        "given": _plain(given),
    }
    if fits:
        says = t(
            "{contacts} contacts a success leave {accounts} accounts to a seat; you say {given}. "
            "The two go together.",
            **numbers,
        )
    else:
        says = t(
            "{contacts} contacts a success leave {accounts} accounts to a seat and not {given}, "
            "{times:.1f} times as many: one of the two is not what you think.",
            **numbers,
            times=times,
        )
    return Check(about="caseload", is_right=fits, says=says)


def _commission(
    asked: Questions, commission: Range, middle: Implied, assumptions: Assumptions
) -> Check:
    book = _book(asked, assumptions)
    per_contact = float(np.ravel(book.cost_per_contact("agency"))[0])
    onboarding = float(np.ravel(book.lookup.scalar("agency.onboarding"))[0])
    income = commission.value * middle.collected * asked.balance
    cost = per_contact * middle.contacts + onboarding
    margin = 1.0 - cost / income
    numbers = {
        "commission": _percent(commission),
        "contacts": f"{middle.contacts_per_success:,.0f}",
        "margin": f"{abs(margin):.0%}",
    }
    if margin > RICH:
        says = t(
            "At {commission} and {contacts} contacts a success an agency would keep {margin} of "
            "what it earns before rent and managers: one of the two is not what you think.",
            **numbers,
        )
    elif margin < 0.0:
        says = t(
            "At {commission} and {contacts} contacts a success an agency would lose {margin} of "
            "what it earns; it lives from {least} on: one of the two is not what you think.",
            **numbers,
            least=f"{cost / (middle.collected * asked.balance):.1%}",
        )
    else:
        says = t(
            "At {commission} and {contacts} contacts a success an agency keeps {margin} of what it "
            "earns before rent and managers. The two go together.",
            **numbers,
        )
    return Check(about="commission", is_right=0.0 <= margin <= RICH, says=says)


def _seat(asked: Questions, middle: Implied, assumptions: Assumptions) -> Check:
    """Return what a seat would collect in a month, beside what is published if anything is."""
    seat = float(assumptions.number(f"{asked.sector}.agency.contacts_per_seat_month"))
    money = middle.collected * asked.balance / middle.contacts * seat
    path = f"{asked.sector}.agency.collections_per_seat_month"
    if path not in assumptions.entries:
        says = t("A seat would collect {money} a month.", money=f"{money:,.0f}")
        return Check(about="seat", is_right=True, says=says)
    known = assumptions.entries[path]
    fits = known.low <= money <= known.high
    numbers = {
        "money": f"{money:,.0f}",
        "low": f"{known.low:,.0f}",
        "high": f"{known.high:,.0f}",
    }
    if fits:
        says = t("A seat would collect {money} a month; published are {low} to {high}.", **numbers)
    else:
        says = t(
            "A seat would collect {money} a month, outside the published {low} to {high}: what "
            "came in and the contacts a success do not go together.",
            **numbers,
        )
    return Check(about="seat", is_right=fits, says=says)


def _price(asked: Questions, price: Range, ultimate: Range, assumptions: Assumptions) -> Check:
    book = _book(asked, assumptions)
    ladder = book.lookup.by_age_and_creditor("agency.commission")
    commission = asked.commission.value if asked.commission else float(np.ravel(ladder)[0])
    kept = max(1.0 - commission - BUYERS_RETURN - BUYERS_COST, 0.05)
    needs = price.value / kept
    numbers = {
        "price": _percent(price),
        "needs": f"{needs:.1%}",
        "comes": _percent(ultimate),
    }
    if ultimate.high < needs:
        says = t(
            "A buyer who pays {price} needs {needs} to come in; these odds bring {comes} in the "
            "end, {gap} too little: one of the two is not what you think.",
            **numbers,
            gap=f"{needs - ultimate.high:.1%}",
        )
    elif ultimate.low > DEAR * needs:
        says = t(
            "A buyer who pays {price} needs {needs} to come in; these odds bring {comes} in the "
            "end, {times:.1f} times that: nobody would sell at this price.",
            **numbers,
            times=ultimate.value / needs,
        )
    else:
        says = t(
            "A buyer who pays {price} needs {needs} to come in; these odds bring {comes} in the "
            "end. The two go together.",
            **numbers,
        )
    fits = needs <= ultimate.high and ultimate.low <= DEAR * needs
    return Check(about="price", is_right=fits, says=says)


def _library(spans: dict[str, Range], library: LibraryOdds) -> Check:
    own, known = spans["willing_hard"], library.willing_share
    fits = own.low <= known.high and own.high >= known.low
    numbers = {"own": _percent(own), "known": _percent(known)}
    if fits:
        says = t("{own} are willing; the library has {known} at this age.", **numbers)
    else:
        says = t(
            "{own} are willing where the library has {known} at this age: your accounts differ "
            "from published ones, or an answer is not what you think.",
            **numbers,
        )
    return Check(about="library", is_right=fits, says=says)


def _book(asked: Questions, assumptions: Assumptions) -> Book:
    account = one_account(sector=asked.sector, balance=asked.balance, age=asked.age)
    return Book(account, assumptions, stance=Stance.PROFIT_SEEKING)


def _percent(given: Range) -> str:
    if given.low == given.high:
        return f"{given.value:.1%}"
    return f"{given.low:.1%}-{given.high:.1%}"


def _plain(given: Range | None) -> str:
    if given is None:
        return ""
    if given.low == given.high:
        return f"{given.value:,.0f}"
    return f"{given.low:,.0f}-{given.high:,.0f}"
