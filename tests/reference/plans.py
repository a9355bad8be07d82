"""The value of a given plan, walked month by month on plain floats, and all short plans.

A plan is a list of (action, months): `wait`, `in_house`, `agency` (or `agency_2` and so on),
`law_letter`, `payment_order`, closed by `write_off`, `sale`, `lawsuit` or `keep`. Money is per
account at the cut-off date and in today's value.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tests.reference.debtor import Masses, month_of_letter, month_of_work, months_of_court
from tests.reference.effort import Effort, effort_of, fixed_effort, lot_of
from tests.reference.history import masses_now
from tests.reference.numbers import Account, Case, Library
from tests.reference.options import (
    BACK_ON_SETTLING,
    COMPONENTS,
    ORDER_FALLS_IN,
    SETTLES_IN,
    Parts,
    sale_price,
)

MOST_LETTERS = 4
"""Letters one plan may write."""

MOST_PLACEMENTS = 3
"""Placements an account may have in all."""

ENDS = ("write_off", "sale", "lawsuit", "keep")

Step = tuple[str, int]
"""Action and months; an end has none."""

Efforts = Mapping[tuple[int, int], tuple[float, int]]
"""(contacts a month, months) by the month a placement starts in and its number."""


class Payment(NamedTuple):
    """Balance collected, and by when the loss on what it leaves is deducted."""

    month: int
    amount: float
    deducted_in: float
    is_final: bool = False
    """Whether an order has settled it, so that no later step moves its date."""


class Settled(NamedTuple):
    """A part of the account whose loss is deducted by a date of its own."""

    part: float
    deducted_in: float


class Placed(NamedTuple):
    """A placement of a plan as the agency sees it."""

    start_month: int
    number: int
    effort: Effort
    """Per account that it gets."""
    open: float
    """Share of the account that it gets."""


@dataclass(frozen=True, kw_only=True)
class At:
    """A plan half-way: its masses, its cash so far and what the tax office does not know yet."""

    masses: Masses
    since_demand: float
    is_barred: bool
    placements: int
    letters: int
    written: int = 0
    """Letters of this plan."""
    order: bool = False
    month: int = 0
    share: float = 1.0
    """Of the account that no order has settled, paid or open."""
    cash: tuple[tuple[str, float], ...] = ()
    """Component and present value, before tax."""
    settled: tuple[Settled, ...] = ()
    """What orders have settled."""
    collected: tuple[Payment, ...] = ()
    steps: tuple[Step, ...] = ()
    placed: tuple[Placed, ...] = ()

    def plus(self, *cash: tuple[str, float]) -> tuple[tuple[str, float], ...]:
        """Return the cash so far and some more."""
        return (*self.cash, *cash)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a plan is worth."""

    value: float
    parts: Parts
    steps: tuple[Step, ...]
    placed: tuple[Placed, ...]


class Desk:
    """Walks the plans of one account.

    An order that stands, a suit or a sale dates the loss on the claims still open then. Whoever
    paid before keeps the account's own date; with `earlier_too` their part of the loss, and the
    tax on what they paid, moves to the new date as well (an older reading of the same rule).
    """

    def __init__(
        self,
        library: Library,
        account: Account,
        *,
        contractual: bool = False,
        earlier_too: bool = False,
    ) -> None:
        self.case = Case(library, account)
        self.contractual, self.earlier_too = contractual, earlier_too
        self.limitation = library["law.limitation_months"]
        self._prices: dict[float, float] = {}

    def begin(self) -> At:
        """Return the account at the cut-off date."""
        case = self.case
        return At(
            masses=masses_now(case, contractual=self.contractual),
            since_demand=case.since_demand(),
            is_barred=case.is_time_barred(),
            placements=case.account.placements,
            letters=case.account.letters,
        )

    def age(self, at: At) -> float:
        """Return months past due."""
        return self.case.account.age + at.month

    def v(self, month: float) -> float:
        """Return the value today of 1 in a month."""
        return float(self.case.v**month)

    def wait(self, at: At, months: int) -> At:
        """Return what months without work lead to."""
        return self._work(at, "wait", months, lambda _: 0.0, channel="in_house")

    def in_house(self, at: At, months: int) -> At:
        """Return what months of own work lead to."""
        case = self.case
        each = case.contact_cost("in_house") + case.own("in_house.complaint_cost_per_contact")
        i = case.own("in_house.contacts_per_month")
        return self._work(at, "in_house", months, lambda _: i, channel="in_house", each=each)

    def place(self, at: At, effort: tuple[float, int] | None = None) -> At | None:
        """Return what the next placement leads to; None where no agency takes the lot."""
        case, age, number = self.case, self.age(at), at.placements + 1
        if number > MOST_PLACEMENTS:
            return None
        if effort is None:
            done = effort_of(case, at.masses, age, number, contractual=self.contractual)
        else:
            done = fixed_effort(lot_of(case, age, number), at.masses, *effort)
        if done.profit < 0.0 and not self.contractual:
            return None
        fee = case.own("agency.placement_fee") * at.masses.open * self.v(at.month)
        at = replace(
            at,
            cash=at.plus(
                ("operating_cost", -fee), ("relationship_cost", -self._charge(at, "agency"))
            ),
            placed=(*at.placed, Placed(at.month, number, done, at.masses.open)),
        )
        after = self._work(
            at,
            f"agency_{number}",
            case.term + case.recall_lag,
            lambda k: done.contacts if k <= done.months else 0.0,
            channel="agency",
            placement=number,
            each=case.own("agency.complaint_cost_per_contact"),
            commission=case.commission(number, age),
        )
        return replace(after, placements=number)

    def letter(self, at: At) -> At:
        """Return what a letter leads to."""
        case, age, m = self.case, self.age(at), at.masses
        after, answered = month_of_letter(m, case.responses(age, at.letters), case.fade(age))
        gross, v = case.brings * answered, self.v(at.month + 1)
        share = case.lawyer_share(case.own("law_letter.commission"))
        since, barred = self._clock(at, 1, 1.0)
        return replace(
            at,
            month=at.month + 1,
            masses=after,
            cash=at.plus(
                ("legal_cost", -case.own("law_letter.cost") * m.open * self.v(at.month)),
                ("relationship_cost", -self._charge(at, "law_letter")),
                ("collected", gross * v),
                ("commission", -share * gross * v),
                ("holding_cost", -case.holding * m.open * v),
            ),
            collected=(*at.collected, Payment(at.month + 1, gross, case.deductible_in)),
            letters=at.letters + 1,
            written=at.written + 1,
            since_demand=since,
            is_barred=barred,
            steps=(*at.steps, ("law_letter", 1)),
        )

    def order(self, at: At) -> At:
        """Return what a payment order leads to: what stands is settled, what falls comes back."""
        case, age, m = self.case, self.age(at), at.masses
        stands = case.order_stands(barred=at.is_barred)
        falls, months = 1.0 - stands, int(case.library["court.months.payment_order"])
        ends = at.month + months
        gross = case.balance * case.own("payment_order.yield") * m.not_lost
        gross *= case.faded(age, months)
        fee = case.order_fee() * m.open
        held = stands * sum(self.v(at.month + k) for k in range(1, months + 1))
        held += falls * sum(self.v(at.month + k) for k in range(1, ORDER_FALLS_IN + 1))
        settled, collected = self._dated(at, ends, open_part=stands * m.open, part=stands)
        brought = Payment(ends, stands * gross, min(case.deductible_in, ends), True)
        since, barred = self._clock(at, ORDER_FALLS_IN, float(ORDER_FALLS_IN))
        return replace(
            at,
            month=at.month + ORDER_FALLS_IN,
            masses=months_of_court(m, case.faded(age, ORDER_FALLS_IN)).times(falls),
            share=at.share * falls,
            cash=at.plus(
                ("legal_cost", -fee * self.v(at.month)),
                ("relationship_cost", -self._charge(at, "payment_order")),
                ("collected", stands * gross * self.v(ends)),
                ("fees_refunded", stands * case.library["court.refund"] * fee * self.v(ends)),
                ("holding_cost", -case.holding * m.open * held),
            ),
            settled=settled,
            collected=(*collected, brought),
            order=True,
            since_demand=since,
            is_barred=barred,
            steps=(*at.steps, ("payment_order", ORDER_FALLS_IN)),
        )

    def keep(self, at: At) -> Outcome:
        """Keep the claim and leave it alone: the relief on the loss and nothing else."""
        return self._close(at, "keep", at.cash)

    def write_off(self, at: At) -> Outcome:
        """Stop collecting and close the account."""
        cash = at.plus(("relationship_cost", -self._charge(at, "write_off")))
        return self._close(at, "write_off", cash)

    def sale(self, at: At) -> Outcome:
        """Sell what is left; the sale realises the loss."""
        case, m = self.case, at.masses
        lag = int(case.own("sale.lag_months"))
        ends = at.month + lag
        price = self._price(at) * m.open * case.balance
        held = sum(self.v(month) for month in range(at.month + 1, ends + 1))
        cash = at.plus(
            ("operating_cost", -case.own("sale.cost") * m.open * self.v(at.month)),
            ("relationship_cost", -self._charge(at, "sale")),
            ("sale_proceeds", price * self.v(ends)),
            ("holding_cost", -case.holding * m.open * held),
        )
        settled, collected = self._dated(at, ends, open_part=m.open, part=1.0)
        return self._close(replace(at, settled=settled, collected=collected), "sale", cash)

    def lawsuit(self, at: At) -> Outcome:
        """Sue: some settle at filing, the rest wait for the ruling, which is evidence."""
        case, age, m = self.case, self.age(at), at.masses
        ends, filed = at.month + case.suit_months(), at.month + SETTLES_IN
        q_w, q_r = case.own("lawsuit.settle_willing"), case.own("lawsuit.settle_reluctant")
        agrees = q_w * (m.easy + m.hard) + q_r * m.reluctant
        rest = m.open - agrees
        win = case.win(barred=at.is_barred)
        ruled = win * case.balance * case.own("lawsuit.yield") * (m.not_lost - agrees)
        ruled *= case.faded(age, case.suit_months())
        agreed = case.brings * agrees
        fee = case.suit_fee()
        due = fee - (case.order_fee() if at.order else 0.0)
        share = case.lawyer_share(case.own("lawsuit.lawyer_share"))
        refund = win * case.library["court.refund"] * fee * rest
        held = m.open * sum(self.v(month) for month in range(at.month + 1, filed + 1))
        held += rest * sum(self.v(month) for month in range(filed + 1, ends + 1))
        cash = at.plus(
            ("legal_cost", -(due + case.own("lawsuit.case_cost")) * m.open * self.v(at.month)),
            ("relationship_cost", -self._charge(at, "lawsuit")),
            ("collected", agreed * self.v(filed)),
            ("fees_refunded", BACK_ON_SETTLING * fee * agrees * self.v(filed)),
            ("collected", ruled * self.v(ends)),
            ("commission", -share * ruled * self.v(ends)),
            ("fees_refunded", refund * self.v(ends)),
            ("holding_cost", -case.holding * held),
        )
        settled, collected = self._dated(at, ends, open_part=rest, part=1.0)
        d = case.deductible_in
        collected += (Payment(filed, agreed, d), Payment(ends, ruled, min(d, ends)))
        return self._close(replace(at, settled=settled, collected=collected), "lawsuit", cash)

    def ends(self, at: At, horizon: int) -> Iterator[Outcome]:
        """Yield every way to end the plan here."""
        age = self.age(at)
        if self.case.may("write_off", age):
            yield self.write_off(at)
        if self.case.at("sale.price", age) > 0.0 and self.case.may("sale", age):
            yield self.sale(at)
        yield self.lawsuit(at)
        if at.month == horizon:
            yield self.keep(at)

    def moves(self, at: At, horizon: int, efforts: Efforts | None = None) -> Iterator[At]:
        """Yield every way to go on; waiting and own work month by month."""
        room = horizon - at.month
        if room < 1:
            return
        yield self.wait(at, 1)
        yield self.in_house(at, 1)
        if at.written < MOST_LETTERS:
            yield self.letter(at)
        if self.case.term + self.case.recall_lag <= room:
            placed = self.place(at, given(at, efforts))
            if placed is not None:
                yield placed
        if room >= ORDER_FALLS_IN and not at.order and self.case.may_ask_for_an_order():
            yield self.order(at)

    def _work(
        self,
        at: At,
        name: str,
        months: int,
        contacts: Callable[[int], float],
        *,
        channel: str,
        placement: int = 1,
        each: float = 0.0,
        commission: float = 0.0,
    ) -> At:
        """Return what months lead to in which the willing pay, by themselves or on contact."""
        case, age, masses = self.case, self.age(at), at.masses
        collected, cash, last = list(at.collected), [], 0
        d = case.deductible_in
        for k in range(1, months + 1):
            i, was_open = contacts(k), masses.open
            last = k if i > 0.0 else last
            hazards = case.hazards(channel, age + k - 1, i, placement)
            masses, paid = month_of_work(masses, hazards, case.fade(age + k - 1))
            gross, v = case.brings * paid, self.v(at.month + k)
            cash += [
                ("collected", gross * v),
                ("commission", -commission * gross * v),
                ("operating_cost", -each * i * was_open * v),
                ("holding_cost", -case.holding * was_open * v),
            ]
            collected.append(Payment(at.month + k, gross, d))
        since, barred = self._clock(at, months, float(months - last) if last else None)
        return replace(
            at,
            month=at.month + months,
            masses=masses,
            cash=at.plus(*cash),
            collected=tuple(collected),
            since_demand=since,
            is_barred=barred,
            steps=(*at.steps, (name, months)),
        )

    def _clock(self, at: At, months: int, since: float | None) -> tuple[float, bool]:
        """Return months since the last demand and whether the period is over, after a move.

        A demand restarts the clock while it runs; once over it stays over.
        """
        if since is None or at.is_barred:
            later = at.since_demand + months
            return later, at.is_barred or later >= self.limitation
        return since, False

    def _charge(self, at: At, option: str) -> float:
        """Return today's cost in goodwill of what an option adds to what was done before."""
        past = [
            ("agency", at.placements > 0),
            ("law_letter", at.letters > 0),
            ("payment_order", at.order),
        ]
        through = tuple(name for name, was in past if was)
        at_risk = self.case.margin_at_risk(option, self.age(at), through)
        return at_risk * at.masses.not_lost * self.v(at.month)

    def _price(self, at: At) -> float:
        """Return the price of accounts like those open here, per unit of balance."""
        age = self.age(at)
        if age not in self._prices:
            # A price is linear in what is left, so one pack prices every plan of this age.
            some = Masses(0.01, 0.0, 0.0)
            price = sale_price(self.case, some, age, contractual=self.contractual)
            self._prices[age] = price / 0.01
        m, eta = at.masses.per_open(), self.case.own("sale.reluctant_weight")
        return self._prices[age] * (m.easy + m.hard + eta * m.reluctant)

    def _dated(
        self, at: At, ends: int, *, open_part: float, part: float
    ) -> tuple[tuple[Settled, ...], tuple[Payment, ...]]:
        """Return what is settled and collected once a step dates the loss of some claims.

        Args:
            at: The plan when the step begins.
            ends: Month in which the step is evidence or a sale.
            open_part: Share of the account, open now, whose loss it dates.
            part: Part of those who paid before that goes the same way, in the older reading.
        """
        date = min(self.case.deductible_in, ends)
        if not self.earlier_too:
            return (*at.settled, Settled(open_part, date)), at.collected
        paid = part * (at.share - at.masses.open)
        collected: list[Payment] = []
        for payment in at.collected:
            if payment.is_final:
                collected.append(payment)
                continue
            month, amount, deducted_in, _ = payment
            collected += [
                Payment(month, amount * part, date, True),
                Payment(month, amount * (1.0 - part), deducted_in),
            ]
        return (*at.settled, Settled(open_part + paid, date)), tuple(collected)

    def _claim_tax(self, at: At) -> float:
        """Return the tax on the claim: every part's loss at its date, every payment at its own."""
        case = self.case
        usual = 1.0 - sum(part for part, _ in at.settled)
        loss = usual * self.v(case.deductible_in)
        loss += sum(part * self.v(deducted_in) for part, deducted_in in at.settled)
        taxed = sum(
            amount * self.v(max(month, deducted_in))
            for month, amount, deducted_in, _ in at.collected
        )
        return case.tau * (case.basis * loss - taxed)

    def _close(self, at: At, end: str, cash: tuple[tuple[str, float], ...]) -> Outcome:
        parts = dict.fromkeys(COMPONENTS, 0.0)
        for component, amount in cash:
            parts[component] += amount
        taxed = ("commission", "operating_cost", "legal_cost", "fees_refunded", "sale_proceeds")
        parts["tax"] = self._claim_tax(at)
        parts["tax"] -= self.case.tau * sum(parts[component] for component in taxed)
        return Outcome(
            value=sum(parts.values()),
            parts=parts,
            steps=(*at.steps, (end, 0)),
            placed=at.placed,
        )


def walk(desk: Desk, steps: Sequence[Step], efforts: Efforts | None = None) -> At | None:
    """Return the account after these steps; None where an agency would not take the lot."""
    at: At | None = desk.begin()
    for action, months in steps:
        if at is None:
            return None
        if action == "wait":
            at = desk.wait(at, months)
        elif action == "in_house":
            at = desk.in_house(at, months)
        elif action == "law_letter":
            at = desk.letter(at)
        elif action == "payment_order":
            at = desk.order(at)
        else:
            at = desk.place(at, given(at, efforts))
    return at


def given(at: At, efforts: Efforts | None) -> tuple[float, int] | None:
    """Return the effort that is given for the placement that starts here, None for its own."""
    return None if efforts is None else efforts.get((at.month, at.placements + 1))


def value_plan(desk: Desk, plan: Sequence[Step]) -> Outcome | None:
    """Return what a plan is worth, every placement worked as its own masses make worthwhile."""
    return value_with_efforts(desk, plan, None)


def value_with_efforts(desk: Desk, plan: Sequence[Step], efforts: Efforts | None) -> Outcome | None:
    """Return the same with the effort of some placements given, by (month, number)."""
    *steps, (end, _) = plan
    at = walk(desk, steps, efforts)
    if at is None:
        return None
    closing = {
        "write_off": desk.write_off,
        "sale": desk.sale,
        "lawsuit": desk.lawsuit,
        "keep": desk.keep,
    }
    return closing[end](at)


@dataclass
class Best:
    """The best plan by first move."""

    by_first: dict[str, Outcome] = field(default_factory=dict)
    plans: int = 0

    def offer(self, outcome: Outcome) -> None:
        """Take note of one plan."""
        self.plans += 1
        name = outcome.steps[0][0]
        if name not in self.by_first or outcome.value > self.by_first[name].value:
            self.by_first[name] = outcome

    @property
    def value(self) -> float:
        """The best of all."""
        return self.plan.value

    @property
    def plan(self) -> Outcome:
        """The best of all plans."""
        return max(self.by_first.values(), key=lambda outcome: outcome.value)


def enumerate_plans(desk: Desk, horizon: int, efforts: Efforts | None = None) -> Best:
    """Return the best of all plans within a horizon, by first move.

    Every placement is worked as its own masses make worthwhile, or as given by (month, number).
    """
    best = Best()
    waiting = [desk.begin()]
    while waiting:
        at = waiting.pop()
        for outcome in desk.ends(at, horizon):
            best.offer(outcome)
        waiting.extend(desk.moves(at, horizon, efforts))
    return best
