"""Works out every move of a book from the same numbers that value its options."""

from dataclasses import replace
from functools import cached_property

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.timing.moves.agencies import Agencies, PlacedRows, after_placement
from placement.decide.timing.moves.moves import (
    DEFAULT_HORIZON,
    EASY,
    HARD,
    LONGEST,
    MOST_LETTERS,
    OPEN,
    ORDER_RETURNS_AFTER,
    SHORTEST,
    End,
    Letter,
    Moves,
    Order,
    Work,
)
from placement.decide.timing.moves.packs import price_per_share, unplaced_packs
from placement.domain.days import has_reached
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import (
    AGENCY_OPTIONS,
    BoolArray,
    FloatArray,
    IntArray,
    Option,
    Segments,
    Stance,
)
from placement.odds.debtor import chance_within_month
from placement.value.availability import is_open
from placement.value.book import Book
from placement.value.court import SETTLED_MONTH, SETTLED_REFUND
from placement.value.resolve import objection_after, price_per_willing, resolve_terms

MARGINS = ("agency", "law_letter", "payment_order", "lawsuit", "sale", "write_off")


def build_moves(
    segments: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
) -> Moves:
    """Return all moves of a book.

    An agency's effort is one pair of numbers per month the placement starts and placement number,
    set from what in-house work all along and placements one after the other leave.

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
    """Works out the moves; arrays are (segments, starting months) unless said otherwise."""

    def __init__(
        self, segments: Segments, assumptions: Assumptions, stance: Stance, horizon: int
    ) -> None:
        self.segments, self.assumptions, self.stance = segments, assumptions, stance
        self.horizon = horizon
        self.size, self.starts = len(segments), horizon + 1
        self.book = Book(segments, assumptions, stance=stance)
        self.now = resolve_terms(segments, assumptions, stance=stance)
        market, debtor = self.now.market, self.now.debtor
        self.tax = self.each(market.tax_rate)
        self.kept = 1.0 - self.tax
        self.force = np.log1p(self.each(market.discount_per_month))
        self.deductible = market.months_until_deductible[:, None]
        self.month = np.arange(self.starts, dtype=float)[None, :]
        self.ages = segments.age[:, None] + self.month
        self.value_of_start = np.exp(-self.force * self.month)
        self.held = (market.holding_cost_rate * debtor.balance)[:, None]
        self.paid_value = debtor.paid_value[:, None]
        self.masses = np.stack(
            [
                np.broadcast_to(part, (self.size,))
                for part in (debtor.willing_easy, debtor.willing_hard, debtor.reluctant, 1.0)
            ]
        )

    def each(self, array: FloatArray) -> FloatArray:
        """Return a number of the cut-off date as (segments, 1)."""
        return np.broadcast_to(array, (self.size,))[:, None]

    def wide(self, array: FloatArray) -> FloatArray:
        return np.broadcast_to(array, (self.size, self.starts))

    @cached_property
    def months_ahead(self) -> int:
        """Months of rates that moves from the last starting month may need."""
        courts = (self.now.lawsuit.months, self.now.payment_order.months)
        placed = self.book.term + self.book.recall_lag
        return self.starts + max(int(np.ceil(np.max(months))) for months in (*courts, placed))

    @cached_property
    def all_ages(self) -> FloatArray:
        return self.segments.age[:, None] + np.arange(self.months_ahead)

    @cached_property
    def fade_ahead(self) -> FloatArray:
        """Rate of fading in each month ahead, shape (segments, months ahead)."""
        return self.book.fade(self.all_ages)

    @property
    def fade(self) -> FloatArray:
        return self.fade_ahead[:, : self.starts]

    def kept_for(self, months: FloatArray) -> FloatArray:
        """Return the share of debtors left after so many months, from every starting month."""
        total = np.concatenate(
            [np.zeros((self.size, 1)), np.cumsum(self.fade_ahead, axis=1)], axis=1
        )
        end = np.rint(self.month + months).astype(np.int64)
        later = np.take_along_axis(total, np.broadcast_to(end, self.ages.shape), axis=1)
        return np.asarray(np.exp(total[:, : self.starts] - later))

    def relief(self, deducted: FloatArray) -> FloatArray:
        """Return tau * beta * B * v ** (month of the deduction)."""
        debtor = self.now.debtor
        basis = (debtor.principal_share * debtor.balance)[:, None]
        return np.asarray(self.tax * basis * np.exp(-self.force * deducted))

    def sooner(self, deducted: FloatArray) -> FloatArray:
        """Return what a loss deducted by some month is worth more than at its own date."""
        date = np.minimum(self.deductible, deducted)
        return np.asarray(self.relief(date) - self.relief(self.deductible))

    def taxed(self, month: FloatArray, *, deducted: FloatArray | None = None) -> FloatArray:
        """Return v ** max(k, d) for what is collected in month k."""
        date = self.deductible if deducted is None else np.minimum(self.deductible, deducted)
        return np.asarray(np.exp(-self.force * np.maximum(month, date)))

    def annuity(self, months: FloatArray) -> FloatArray:
        """Return sum_{k=1..months} v ** (t + k) for every start t."""
        v = np.exp(-self.force)
        series = np.where(
            self.force > 0.0, v * (1.0 - v**months) / np.where(v < 1.0, 1.0 - v, 1.0), months
        )
        return np.asarray(series * self.value_of_start)

    def build(self) -> Moves:
        segments = self.segments
        agencies = self._agencies()
        in_house = self._in_house()
        placed = self._placed(agencies, in_house)
        return Moves(
            segments=segments,
            horizon=self.horizon,
            masses=self.masses,
            relief=self.relief(self.deductible)[:, 0],
            placements=segments.placements,
            months_since_demand=np.where(
                np.isnan(segments.months_since_demand), segments.age, segments.months_since_demand
            ),
            limitation_months=float(np.mean(self.assumptions.number("law.limitation_months"))),
            wait=self._month(np.zeros(self.size), cost_per_contact=np.zeros(self.size)),
            in_house=in_house,
            in_house_months=np.rint(np.broadcast_to(self.now.in_house.months, (self.size,))).astype(
                np.int64
            ),
            agency=tuple(self._agency(agencies, rows) for rows in placed),
            agency_profit=tuple(rows.profit.reshape(4, *self.ages.shape) for rows in placed),
            first_efforts=tuple(
                (
                    rows.contacts_per_month.reshape(self.ages.shape),
                    rows.worked_months.reshape(self.ages.shape),
                )
                for rows in placed
            ),
            agencies=agencies,
            letter=self._letter(),
            order=self._order(barred=False),
            order_barred=self._order(barred=True),
            may_order=is_open(Option.PAYMENT_ORDER, segments, self.now),
            lawsuit=self._lawsuit(barred=False),
            lawsuit_after_order=np.asarray(
                self.kept * self.each(self.now.payment_order.fee) * self.value_of_start
            ),
            lawsuit_barred=self._lawsuit(barred=True),
            sale=self._sale(),
            write_off=self._write_off(),
            price_per_willing=self._price,
            win=(self._win(barred=False)[:, 0], self._win(barred=True)[:, 0]),
            terms=self.now,
            margin={option: self._margin(option) for option in MARGINS},
        )

    def _margin(self, option: str) -> FloatArray:
        rate = self.book.margin_at_risk(option, self.ages)
        return np.asarray(rate * self.segments.balance[:, None] * self.value_of_start)

    def _in_house(self) -> Work:
        own = self.now.in_house
        return self._month(
            np.broadcast_to(own.contacts_per_month, (self.size,)),
            cost_per_contact=own.cost_per_contact + own.complaint_cost_per_contact,
        )

    def _month(self, contacts: FloatArray, *, cost_per_contact: FloatArray) -> Work:
        """Return one month of own work, or of waiting where there are no contacts."""
        hazard = self.book.in_house_hazard(contacts, self.ages)
        fade = self.fade
        rate = hazard + fade
        paid = hazard * chance_within_month(rate)
        worth = self.value_of_start * np.exp(-self.force)
        per_payment = self.paid_value * (worth - self.tax * self.taxed(self.month + 1.0))
        cost = self.kept * self.each(contacts) * self.each(cost_per_contact) + self.held
        made = np.broadcast_to((contacts > 0.0)[:, None], self.ages.shape)
        return Work(
            months=np.ones(self.size, dtype=np.int64),
            reward=np.stack(
                [
                    per_payment * paid[EASY],
                    per_payment * paid[HARD],
                    np.zeros(self.ages.shape),
                    -cost * worth,
                ]
            ),
            keep=np.stack([np.exp(-rate[EASY]), np.exp(-rate[HARD]), np.exp(-fade)]),
            paid=paid,
            demands_at_end=np.where(made, 0.0, np.inf),
        )

    def _agencies(self) -> Agencies:
        now, book, lookup = self.now, self.book, self.book.lookup
        every = (self.size,)

        def flat(array: FloatArray) -> FloatArray:
            return np.broadcast_to(array, every)

        numbers = range(len(AGENCY_OPTIONS))
        first = book.agency(0, self.segments.age, months=self.months_ahead)
        ladder = lookup.by_age_and_creditor("agency.commission", at=self.ages)
        dearer = lookup.scalar("agency.commission_per_earlier_placement")[:, None]
        points = lookup.shared("what_if.commission_points")
        later = lookup.scalar("agency.later_placement_factor")
        return Agencies(
            stance=self.stance,
            term=np.rint(flat(book.term)).astype(np.int64),
            lag=np.rint(flat(book.recall_lag)).astype(np.int64),
            balance=self.segments.balance,
            paid_value=now.debtor.paid_value,
            discount=flat(now.market.discount),
            tax_rate=self.tax[:, 0],
            deductible=self.deductible[:, 0],
            held=self.held[:, 0],
            vat_rate=flat(now.market.vat_rate),
            self_cure=flat(book.self_cure_rate),
            cost_per_contact=flat(first.cost_per_contact),
            complaint_cost=flat(first.complaint_cost_per_contact),
            onboarding=flat(first.onboarding),
            placement_fee=flat(first.placement_fee),
            contacts_per_seat=flat(lookup.scalar("agency.contacts_per_seat_month")),
            contract_contacts=flat(first.contract_contacts_per_month),
            most_contacts=flat(first.max_contacts_per_month),
            harder=np.stack([flat(later**number) for number in numbers]),
            commission=np.stack(
                [np.clip(ladder + points + dearer * number, 0.0, 1.0) for number in numbers]
            ),
            fade=self.fade_ahead,
            contacts_per_willing=first.contacts_per_willing,
        )

    def _placed(self, agencies: Agencies, in_house: Work) -> list[PlacedRows]:
        """Return placements by number, each given what work in-house and earlier ones leave."""
        masses = self._worked_all_along(in_house)
        segment = np.repeat(np.arange(self.size), self.starts)
        start = np.tile(np.arange(self.starts), self.size)
        so_far = self.segments.placements[segment]
        found: list[PlacedRows | None] = [None] * len(AGENCY_OPTIONS)
        flat = masses.reshape(4, -1)
        rows: PlacedRows | None = None
        for further in range(len(AGENCY_OPTIONS)):
            number = np.minimum(so_far + further, len(AGENCY_OPTIONS) - 1)
            effort = agencies.best(number, segment, start, flat)
            rows = agencies.placed(number, segment, start, effort)
            for absolute in range(len(AGENCY_OPTIONS)):
                mine = (so_far + further == absolute) | (further == 0 and found[absolute] is None)
                found[absolute] = _chosen(mine, rows, found[absolute])
            flat = self._placed_before(after_placement(flat, rows), agencies, flat)
        return [rows for rows in found if rows is not None]

    def _worked_all_along(self, in_house: Work) -> FloatArray:
        """Return the masses in every month under in-house work, shape (4, segments, months)."""
        masses = np.empty((4, *self.ages.shape))
        masses[:, :, 0] = self.masses
        for month in range(self.horizon):
            before = masses[:, :, month]
            paid = (before[:2] * in_house.paid[..., month]).sum(axis=0)
            masses[:3, :, month + 1] = before[:3] * in_house.keep[..., month]
            masses[OPEN, :, month + 1] = before[OPEN] - paid
        return masses

    def _placed_before(
        self, after: FloatArray, agencies: Agencies, masses: FloatArray
    ) -> FloatArray:
        """Return the masses in the month in which a placement has just ended.

        In the months before any could end, those of the start: no plan is there.
        """
        lasts = (agencies.term + agencies.lag)[:, None]
        begun = np.broadcast_to(np.arange(self.starts)[None, :] - lasts, self.ages.shape)
        wide = after.reshape(4, *self.ages.shape)
        moved = np.take_along_axis(wide, np.maximum(begun, 0)[None], axis=2)
        kept = masses.reshape(4, *self.ages.shape)
        return np.where(begun >= 0, moved, kept).reshape(4, -1)

    def _agency(self, agencies: Agencies, rows: PlacedRows) -> Work:
        shape = self.ages.shape
        return Work(
            months=agencies.term + agencies.lag,
            reward=rows.reward.reshape(4, *shape),
            keep=rows.keep.reshape(3, *shape),
            paid=rows.paid.reshape(2, *shape),
            demands_at_end=rows.demands_at_end.reshape(shape),
        )

    def _letter(self) -> Letter:
        letter, lookup, segments = self.now.letter, self.book.lookup, self.segments
        answered = self.value_of_start * np.exp(-self.force)
        willing, reluctant = self.book.letter_responses(self.ages, np.zeros((1, 1)))
        per_answer = self.paid_value * (
            answered * (1.0 - self.kept * self.each(letter.commission))
            - self.tax * self.taxed(self.month + 1.0)
        )
        repeat = np.broadcast_to(lookup.scalar("law_letter.repeat_factor"), (self.size,))
        return Letter(
            reward_answer=per_answer,
            reward_open=-self.kept * self.each(letter.cost) * self.value_of_start
            - self.held * answered,
            willing_response=self.wide(willing),
            reluctant_response=self.wide(reluctant),
            repeat_factor=repeat,
            so_far=segments.letters,
            most=self._letters_that_pay(np.maximum(willing, reluctant).max(axis=1), repeat),
            keep=np.exp(-self.fade),
        )

    def _letters_that_pay(self, response: FloatArray, repeat: FloatArray) -> IntArray:
        """Return how many letters a plan may write: those that can earn their cost, and one more.

        Of the open accounts no larger share than now is ever not lost, so a letter brings at most
        B*s * p * q**k * (w + r) an account. One that does not pay may still restart the limitation
        period or be asked about.
        """
        debtor, letter = self.now.debtor, self.now.letter
        so_far = self.segments.letters[:, None] + np.arange(MOST_LETTERS)
        most = (debtor.paid_value * debtor.not_lost * response)[:, None]
        pays = most * repeat[:, None] ** so_far > self.each(letter.cost)
        paying = np.cumprod(pays, axis=1).sum(axis=1)
        return np.asarray(np.minimum(paying + 1, MOST_LETTERS), dtype=np.int64)

    def _order(self, *, barred: bool) -> Order:
        order = self.now.payment_order
        objection = objection_after(
            self.book.lookup.scalar("payment_order.objection"),
            barred=np.full(self.size, barred),
            plead=self.book.lookup.shared("court.limitation_plead"),
        )
        stands = np.broadcast_to(order.served * (1.0 - objection), (self.size,))
        months, share = self.each(order.months), stands[:, None]
        ends = self.value_of_start * np.exp(-self.force * months)
        end_month = self.month + months
        gross = self.each(self.now.debtor.balance) * self.each(order.yield_share)
        gross = gross * self.kept_for(months) * share
        taxed = self.taxed(end_month, deducted=end_month)
        held = share * self.annuity(months) + (1.0 - share) * self.annuity(
            np.asarray(float(ORDER_RETURNS_AFTER))
        )
        return Order(
            reward_not_lost=gross * (ends - self.tax * taxed),
            reward_open=-self.kept * self.each(order.fee) * self.value_of_start
            + self.kept * share * self.each(order.refund) * self.each(order.fee) * ends
            + share * self.sooner(end_month)
            - self.held * held,
            keep=(1.0 - share) * self.kept_for(np.asarray(float(ORDER_RETURNS_AFTER))),
            stands=stands,
        )

    def _lawsuit(self, *, barred: bool) -> End:
        suit = self.now.lawsuit
        months, win = self.each(suit.months), self._win(barred=barred)
        end_month, soon = self.month + months, float(SETTLED_MONTH)
        ends = self.value_of_start * np.exp(-self.force * months)
        settled_at = self.value_of_start * np.exp(-self.force * soon)
        fee = self.each(suit.fee)
        share = (1.0 - self.kept * self.each(suit.lawyer_share)) * ends
        taxed = self.taxed(end_month, deducted=end_month)
        enforced = self.each(self.now.debtor.balance) * self.each(suit.yield_share)
        enforced = enforced * self.kept_for(months) * win * (share - self.tax * taxed)
        refund, sooner = self.each(suit.refund) * win * fee * ends, self.sooner(end_month)
        # A debtor who settles pays at once and spares what the suit would still bring and cost.
        at_once = self.paid_value * (settled_at - self.tax * self.taxed(self.month + soon))
        spared = self.held * (self.annuity(months) - self.annuity(np.asarray(soon)))
        back = self.kept * (SETTLED_REFUND * fee * settled_at - refund)
        per_settled = at_once - enforced + back - sooner + spared
        willing, reluctant = self.each(suit.settle_willing), self.each(suit.settle_reluctant)
        per_willing, per_reluctant = (enforced + q * per_settled for q in (willing, reluctant))
        per_open = (
            -self.kept * (fee + self.each(suit.case_cost)) * self.value_of_start
            + self.kept * refund
            + sooner
            - self.held * self.annuity(months)
        )
        return self._end(
            per_willing, per_reluctant, per_open, is_open(Option.LAWSUIT, self.segments, self.now)
        )

    def _end(
        self,
        per_willing: FloatArray,
        per_reluctant: FloatArray,
        per_open: FloatArray,
        may: BoolArray,
    ) -> End:
        parts = (per_willing, per_willing, per_reluctant, per_open)
        wide_may = may[:, None] if may.ndim == 1 else may
        return End(
            reward=np.stack([self.wide(part) for part in parts]),
            may=np.broadcast_to(wide_may, self.ages.shape),
        )

    def _win(self, *, barred: bool) -> FloatArray:
        """Return the chance to win with the limitation period over, or still running."""
        disputed, usual = (
            self.each(self.book.lookup.scalar(f"lawsuit.{name}"))
            for name in ("win_disputed", "win")
        )
        win = np.where(self.segments.disputed[:, None], disputed, usual)
        plead = self.each(self.book.lookup.shared("court.limitation_plead")) if barred else 0.0
        return np.asarray(win * (1.0 - plead))

    def _sale(self) -> End:
        sale, lookup = self.now.sale, self.book.lookup
        lag = self.each(sale.lag_months)
        paid = self.value_of_start * np.exp(-self.force * lag)
        proceeds = self.kept * self._price * self.each(self.now.debtor.balance) * paid
        per_open = (
            -self.kept * self.each(sale.cost) * self.value_of_start
            + self.sooner(self.month + lag)
            - self.held * self.annuity(lag)
        )
        known = np.asarray(lookup.by_age("sale.price", at=self.ages) > 0.0)
        may = known & has_reached(self.ages, self.each(self.now.sale_from))
        return self._end(proceeds, proceeds * self.each(sale.reluctant_weight), per_open, may)

    @cached_property
    def _price(self) -> FloatArray:
        """Return what buyers pay per willing debtor in every starting month, share of a balance."""
        quoted = self.book.lookup.by_age("sale.price", at=self.ages)
        if not self.book.lookup.scalar("sale.earlier_placements").any():
            return price_per_share(quoted, unplaced_packs(self.book.market, self.starts))
        rows = np.repeat(np.arange(self.size), self.starts)
        aged = self.book.take(
            replace(self.segments.take(rows), age=np.ascontiguousarray(self.ages.reshape(-1)))
        )
        return np.asarray(price_per_willing(aged, quoted.reshape(-1)).reshape(self.ages.shape))

    def _write_off(self) -> End:
        nothing = np.zeros(self.ages.shape)
        may = has_reached(self.ages, self.each(self.now.write_off_from))
        return self._end(nothing, nothing, nothing, may)


def _chosen(mine: BoolArray | bool, rows: PlacedRows, others: PlacedRows | None) -> PlacedRows:
    """Return the rows where they are of the number asked for, the others elsewhere."""
    if others is None:
        return rows
    return PlacedRows(
        **{
            name: np.where(mine, getattr(rows, name), getattr(others, name))
            for name in PlacedRows.__dataclass_fields__
        }
    )
