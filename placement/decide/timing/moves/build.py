"""Works out every move of a book from the same terms that value its options."""

from dataclasses import replace

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.assume.lookup import Lookup
from placement.decide.timing.moves.moves import (
    DEFAULT_HORIZON,
    LONGEST,
    ORDER_RETURNS_AFTER,
    SHORTEST,
    End,
    Letter,
    Moves,
    Order,
    Work,
)
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import (
    AGENCY_OPTIONS,
    BoolArray,
    FloatArray,
    Option,
    Segments,
    Stance,
)
from placement.odds.debtor import follow
from placement.value.availability import is_open
from placement.value.effort import choose_effort
from placement.value.terms import resolve_terms


def build_moves(
    segments: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
) -> Moves:
    """Return all moves of a book.

    An agency's effort is one pair of numbers per month the placement starts and placement
    number, set from the odds an unworked account of that age shows.

    Args:
        segments: The book.
        assumptions: The numbers.
        stance: How agencies set their effort.
        horizon: Months a plan may last.

    Raises:
        InputError: The horizon is out of bounds.
    """
    if not SHORTEST <= horizon <= LONGEST or int(horizon) != horizon:
        raise InputError(
            t(
                "horizon must be a whole number of months from {low} to {high}; got {came}.",
                low=SHORTEST,
                high=LONGEST,
                came=horizon,
            )
        )
    return _Builder(segments, assumptions, stance, int(horizon)).build()


class _Builder:
    """Works out the moves; rows of the resolved terms are segment by starting month."""

    def __init__(
        self, segments: Segments, assumptions: Assumptions, stance: Stance, horizon: int
    ) -> None:
        self.segments, self.assumptions, self.stance = segments, assumptions, stance
        self.horizon = horizon
        self.size, self.starts = len(segments), horizon + 1
        self.now = resolve_terms(segments, assumptions, stance=stance)
        self.later = resolve_terms(self._aged(), assumptions, stance=stance)
        market = self.now.market
        self.tax = np.broadcast_to(market.tax_rate, (self.size,))[:, None]
        self.kept = 1.0 - self.tax
        self.force = np.broadcast_to(np.log1p(market.discount_per_month), (self.size,))[:, None]
        self.deductible = market.months_until_deductible[:, None]
        self.month = np.arange(self.starts, dtype=float)[None, :]
        self.value_of_start = np.exp(-self.force * self.month)
        debtor = self.now.debtor
        self.held = (market.holding_cost_rate * debtor.balance)[:, None]
        self.paid_value = debtor.paid_value[:, None]

    def _aged(self, placements: int | None = None) -> Segments:
        """Return each segment once per starting month, that much older."""
        s, n = self.segments, self.starts
        repeated = s.take(np.repeat(np.arange(self.size), n))
        return replace(
            repeated,
            age=repeated.age + np.tile(np.arange(n, dtype=float), self.size),
            placements=repeated.placements
            if placements is None
            else np.full(self.size * n, placements, dtype=np.int64),
        )

    def grid(self, array: FloatArray) -> FloatArray:
        """Return a resolved number as (segments, starting months)."""
        return np.broadcast_to(array, (self.size * self.starts,)).reshape(self.size, self.starts)

    def each(self, array: FloatArray) -> FloatArray:
        """Return a number of the cut-off date as (segments, 1)."""
        return np.broadcast_to(array, (self.size,))[:, None]

    def relief(self, deducted: FloatArray) -> FloatArray:
        """Return tau * beta * B * v ** (month of the deduction)."""
        debtor = self.now.debtor
        basis = (debtor.principal_share * debtor.balance)[:, None]
        return np.asarray(self.tax * basis * np.exp(-self.force * deducted))

    def brought_forward(self, deducted: FloatArray) -> FloatArray:
        """Return the tax that one earlier payment costs more when the loss is deducted sooner."""
        sooner = np.exp(-self.force * deducted) - np.exp(-self.force * self.deductible)
        return np.asarray(self.tax * self.paid_value * sooner)

    def annuity(self, months: FloatArray) -> FloatArray:
        """Return sum_{k=1..months} v ** (t + k) for every start t."""
        v = np.exp(-self.force)
        series = np.where(
            self.force > 0.0, v * (1.0 - v**months) / np.where(v < 1.0, 1.0 - v, 1.0), months
        )
        return np.asarray(series * self.value_of_start)

    def build(self) -> Moves:
        debtor = self.now.debtor
        return Moves(
            segments=self.segments,
            horizon=self.horizon,
            willing=np.broadcast_to(debtor.willing, (self.size,)),
            reluctant=np.broadcast_to(debtor.reluctant, (self.size,)),
            fade_rate=np.broadcast_to(debtor.fade_rate, (self.size,)),
            relief=self.relief(self.deductible)[:, 0],
            placements=self.segments.placements,
            months_since_demand=np.where(
                np.isnan(self.segments.months_since_demand),
                self.segments.age,
                self.segments.months_since_demand,
            ),
            limitation_months=float(np.mean(self.assumptions.number("law.limitation_months"))),
            wait=self._wait(),
            in_house=self._in_house(),
            agency=tuple(self._agency(number) for number in range(1, len(AGENCY_OPTIONS) + 1)),
            letter=self._letter(),
            order=self._order(),
            lawsuit=self._lawsuit(barred=False),
            lawsuit_after_order=self._top_up(),
            lawsuit_barred=self._lawsuit(barred=True),
            sale=self._sale(),
            write_off=self._write_off(),
            may=self._may(),
        )

    def _work(
        self,
        *,
        hazard: FloatArray,
        contacts: FloatArray,
        months: FloatArray,
        cost_per_contact: FloatArray,
        commission: FloatArray,
        cost_at_start: FloatArray,
        relationship: FloatArray,
        last_contact: FloatArray,
    ) -> Work:
        """Return months of work.

        Args:
            hazard: Pay hazard, shape (segments, starts, months).
            contacts: Contacts a month, same shape.
            months: Length of the stage, shape (segments, 1).
            cost_per_contact: What the creditor pays per contact, (segments, starts).
            commission: Share of what is collected, (segments, starts).
            cost_at_start: Deductible cost per open account at the start, (segments, starts).
            relationship: Margin at risk per open account, (segments, starts).
            last_contact: Month of the stage with the last contact, 0 for none.
        """
        k = np.arange(1.0, hazard.shape[-1] + 1.0)
        runs = k <= months[..., None]
        fade = self.now.debtor.fade_rate
        fade_grid = np.broadcast_to(fade[:, None], hazard.shape[:2])
        path = follow(np.ones(hazard.shape[:2]), hazard=hazard * runs, fade_rate=fade_grid)
        paid = path.paid * runs
        before = 1.0 - path.open_before
        worth = np.exp(-self.force[..., None] * (self.month[..., None] + k)) * runs
        counted = contacts * runs
        taxed_at = np.maximum(self.month[..., None] + k, self.deductible[..., None])
        taxed = np.exp(-self.force[..., None] * taxed_at)
        per_payment = 1.0 - self.kept * commission
        reward_willing = self.paid_value * (
            per_payment * (worth * paid).sum(axis=-1) - self.tax * (taxed * paid).sum(axis=-1)
        )
        contact_cost = self.kept * cost_per_contact
        # Whoever has paid is no longer contacted or held, so both costs fall with the willing.
        reward_willing = reward_willing + contact_cost * (worth * counted * before).sum(axis=-1)
        reward_willing = reward_willing + self.held * (worth * before).sum(axis=-1)
        reward_open = (
            -contact_cost * (worth * counted).sum(axis=-1)
            - self.held * worth.sum(axis=-1)
            - (self.kept * cost_at_start + relationship) * self.value_of_start
        )
        gone = ((hazard * runs).sum(axis=-1)) + fade_grid * months
        return Work(
            months=months[:, 0].astype(np.int64),
            reward_willing=reward_willing,
            reward_open=reward_open,
            keep_willing=np.exp(-gone),
            paid=paid.sum(axis=-1),
            demands_at_end=np.where(last_contact > 0.0, months - last_contact, np.inf),
        )

    def _wait(self) -> Work:
        zero = np.zeros((self.size, self.starts))
        self_cure = self.grid(self.later.debtor.self_cure_rate)
        return self._work(
            hazard=self_cure[..., None],
            contacts=zero[..., None],
            months=np.ones((self.size, 1)),
            cost_per_contact=zero,
            commission=zero,
            cost_at_start=zero,
            relationship=zero,
            last_contact=zero,
        )

    def _in_house(self) -> tuple[Work, ...]:
        own = self.later.in_house
        longest = self.each(self.now.in_house.months)
        zero = np.zeros((self.size, self.starts))
        contacts = self.grid(own.contacts_per_month)
        hazard = self.grid(self.later.debtor.self_cure_rate) + contacts / self.grid(
            own.contacts_per_willing
        )
        stages = []
        for length in range(1, int(longest.max()) + 1):
            months = np.minimum(float(length), longest)
            wide = (self.size, self.starts, length)
            stages.append(
                self._work(
                    hazard=np.broadcast_to(hazard[..., None], wide),
                    contacts=np.broadcast_to(contacts[..., None], wide),
                    months=months,
                    cost_per_contact=self.grid(
                        own.cost_per_contact + own.complaint_cost_per_contact
                    ),
                    commission=zero,
                    cost_at_start=zero,
                    relationship=self.grid(own.relationship_cost),
                    last_contact=np.where(contacts > 0.0, months, 0.0),
                )
            )
        return tuple(stages)

    def _agency(self, number: int) -> Work:
        """Return a placement, its effort set from the odds that an unworked account shows."""
        option = AGENCY_OPTIONS[number - 1]
        aged = resolve_terms(self._aged(number - 1), self.assumptions, stance=self.stance)
        agency = aged.agency[option]
        effort = choose_effort(aged, agency)
        term = self.each(self.now.agency[option].months)
        lag = self.each(self._number("agency.recall_lag_months"))
        k = np.arange(1.0, float((term + lag).max()) + 1.0)
        worked, per_month = self.grid(effort.worked_months), self.grid(effort.contacts_per_month)
        contacts = np.where(k <= worked[..., None], per_month[..., None], 0.0)
        hazard = (
            self.grid(aged.debtor.self_cure_rate)[..., None]
            + contacts / self.grid(agency.contacts_per_willing)[..., None]
        )
        return self._work(
            hazard=hazard,
            contacts=contacts,
            months=term + lag,
            cost_per_contact=self.grid(agency.complaint_cost_per_contact),
            commission=self.grid(agency.commission),
            cost_at_start=self.grid(agency.placement_fee),
            relationship=self.grid(agency.relationship_cost),
            last_contact=worked,
        )

    def _number(self, path: str) -> FloatArray:
        """Return each segment's number at `sector.path`."""
        return Lookup(self.segments, self.assumptions).scalar(path)

    def _letter(self) -> Letter:
        letter = self.later.letter
        answered = self.value_of_start * np.exp(-self.force)
        taxed = np.exp(-self.force * np.maximum(self.month + 1.0, self.deductible))
        per_payment = self.paid_value * (
            answered * (1.0 - self.kept * self.grid(letter.commission)) - self.tax * taxed
        )
        return Letter(
            reward_willing=per_payment * self.grid(letter.willing_response),
            reward_reluctant=per_payment * self.grid(letter.reluctant_response),
            reward_open=-(self.kept * self.grid(letter.cost) + self.grid(letter.relationship_cost))
            * self.value_of_start
            - self.held * answered,
            willing_response=self.grid(letter.willing_response)[:, 0],
            reluctant_response=self.grid(letter.reluctant_response)[:, 0],
        )

    def _order(self) -> Order:
        order = self.later.payment_order
        months = self.grid(order.months)
        stands = self.each(self.now.payment_order.success)
        ends = self.value_of_start * np.exp(-self.force * months)
        # What the order brings in is taxed when it comes or, if later, at the deduction date.
        taxed = np.exp(-self.force * np.maximum(self.month + months, self.deductible))
        fade = np.exp(-self.each(self.now.debtor.fade_rate) * months)
        gross = self.each(self.now.debtor.balance) * self.grid(order.yield_share) * fade * stands
        fee = self.grid(order.fee)
        held = stands * self.annuity(months) + (1.0 - stands) * self.annuity(
            np.asarray(float(ORDER_RETURNS_AFTER))
        )
        return Order(
            reward_not_lost=gross * (ends - self.tax * taxed),
            reward_open=-(self.kept * fee + self.grid(order.relationship_cost))
            * self.value_of_start
            + self.kept * stands * self.grid(order.refund) * fee * ends
            - self.held * held,
            stands=stands[:, 0],
        )

    def _lawsuit(self, *, barred: bool) -> End:
        suit = self.later.lawsuit
        months = self.grid(suit.months)
        win = self._win(barred=barred)
        ends = self.value_of_start * np.exp(-self.force * months)
        fade = np.exp(-self.each(self.now.debtor.fade_rate) * months)
        gross = self.each(self.now.debtor.balance) * self.grid(suit.yield_share) * fade * win
        fee = self.grid(suit.fee)
        deducted = np.minimum(self.deductible, self.month + months)
        return End(
            reward_not_lost=gross * ends * self.kept * (1.0 - self.grid(suit.lawyer_share)),
            reward_open=-(
                self.kept * (fee + self.grid(suit.case_cost)) + self.grid(suit.relationship_cost)
            )
            * self.value_of_start
            + self.kept * win * self.grid(suit.refund) * fee * ends
            - self.held * self.annuity(months),
            relief=self.relief(deducted),
            earlier=self.brought_forward(deducted),
        )

    def _win(self, *, barred: bool) -> FloatArray:
        """Return the chance to win with the limitation period over, or still running."""
        fresh = replace(self.segments, months_since_demand=np.zeros(self.size))
        win = self.each(resolve_terms(fresh, self.assumptions, stance=self.stance).lawsuit.success)
        plead = self.assumptions.number("court.limitation_plead") if barred else 0.0
        return np.asarray(win * (1.0 - plead))

    def _top_up(self) -> FloatArray:
        """Return what the order's fee saves when a suit follows, per open account."""
        saved = self.kept * self.grid(self.later.payment_order.fee)
        return np.asarray(saved * self.value_of_start)

    def _sale(self) -> End:
        sale = self.later.sale
        lag = self.grid(sale.lag_months)
        paid = self.value_of_start * np.exp(-self.force * lag)
        proceeds = self.grid(sale.price) * self.each(self.now.debtor.balance)
        deducted = np.minimum(self.deductible, self.month + lag)
        return End(
            reward_not_lost=np.zeros((self.size, self.starts)),
            reward_open=self.kept * proceeds * paid
            - (self.kept * self.grid(sale.cost) + self.grid(sale.relationship_cost))
            * self.value_of_start
            - self.held * self.annuity(lag),
            relief=self.relief(deducted),
            earlier=self.brought_forward(deducted),
        )

    def _write_off(self) -> End:
        relationship = self.grid(self.later.write_off_relationship_cost)
        return End(
            reward_not_lost=np.zeros((self.size, self.starts)),
            reward_open=-relationship * self.value_of_start,
            relief=np.broadcast_to(self.relief(self.deductible), (self.size, self.starts)),
            earlier=np.zeros((self.size, self.starts)),
        )

    def _may(self) -> dict[Option, BoolArray]:
        may = {}
        for option in Option:
            if option in AGENCY_OPTIONS:
                may[option] = np.ones(self.size, dtype=bool)
            else:
                may[option] = is_open(option, self.segments, self.now)
        return may
