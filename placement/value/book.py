"""The library's numbers for the segments of a book, at any age they have reached or will reach.

What depends on age is read at the start of each month. `resolve` puts the numbers of the cut-off
date into terms, `past` replays what accounts have been through, timing reads those of later months.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.assume.lookup import Lookup
from placement.domain.types import FloatArray, IntArray, Segments, Stance
from placement.odds.debtor import by_type, instalment_factor, pay_hazard
from placement.value.terms import AgencyTerms


class Book:
    """Reads numbers for segments; arrays have shape (segments,), draws before, months after."""

    def __init__(
        self,
        segments: Segments,
        assumptions: Assumptions,
        *,
        stance: Stance,
        by_row: bool = False,
    ) -> None:
        """Raise InputError where a sector is not in the library; `by_row` as in `Lookup`."""
        self.segments, self.assumptions, self.stance = segments, assumptions, stance
        self.lookup = Lookup(segments, assumptions, by_row=by_row)

    def take(self, segments: Segments) -> "Book":
        """Return the same for other segments, each with its draw if these have one."""
        return Book(segments, self.assumptions, stance=self.stance, by_row=self.lookup.by_row)

    @cached_property
    def market(self) -> "Book":
        """The same claims on debtors at large: those whose packs buyers quote a price for."""
        if self.assumptions.market is self.assumptions:
            return self
        return Book(
            self.segments, self.assumptions.market, stance=self.stance, by_row=self.lookup.by_row
        )

    def of_draw(self, draw: int) -> "Book":
        """Return the same with the numbers of one draw, which keep their axis."""
        return Book(self.segments, self.assumptions.of_draw(draw), stance=self.stance)

    @cached_property
    def discount_per_month(self) -> FloatArray:
        """Rate per month, not the factor."""
        per_year = self.lookup.shared("market.discount_rate_per_year")
        return np.asarray((1.0 + per_year) ** (1 / 12) - 1.0)

    @cached_property
    def term(self) -> FloatArray:
        """Months of one placement, without a slow recall."""
        return self.lookup.scalar("agency.months")

    @cached_property
    def recall_lag(self) -> FloatArray:
        """Months after a placement in which its accounts are idle."""
        return self.lookup.scalar("agency.recall_lag_months")

    @cached_property
    def instalment_factor(self) -> FloatArray:
        """What agreed instalments are worth."""
        return instalment_factor(
            months=self.lookup.scalar("debtor.instalment_months"),
            breakage=self.lookup.scalar("debtor.instalment_breakage"),
            discount=1.0 / (1.0 + self.discount_per_month),
        )

    def fade(self, ages: FloatArray) -> FloatArray:
        """Return the rate at which debtors turn lost in the month that starts at each age."""
        return self.lookup.by_age("debtor.fade_rate", at=ages)

    def in_house_contacts_per_willing(self, ages: FloatArray) -> FloatArray:
        """Return the in-house contacts that an easy and a hard debtor needs, types first."""
        return self._contacts_per_willing("in_house", ages)

    def in_house_hazard(self, contacts_per_month: FloatArray, ages: FloatArray) -> FloatArray:
        """Return the pay hazard under in-house work in the months that start at each age.

        Args:
            contacts_per_month: Shape (..., segments).
            ages: Shape (segments, months).

        Returns:
            Easy and hard debtors first, shape (2, ..., segments, months).
        """
        return pay_hazard(
            contacts_per_month[..., None],
            contacts_per_willing=self.in_house_contacts_per_willing(ages),
            self_cure_rate=self.self_cure_rate[..., None],
        )

    @cached_property
    def self_cure_rate(self) -> FloatArray:
        """Rate at which a willing debtor pays unasked."""
        return self.lookup.scalar("debtor.self_cure_rate")

    def letter_responses(
        self, ages: FloatArray, letters: IntArray | FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return the shares of willing and reluctant debtors who answer a letter.

            p(age) * q ** letters so far

        Args:
            ages: Shape (segments,) or (segments, months).
            letters: Letters so far, same shape.
        """
        repeat = self.lookup.scalar("law_letter.repeat_factor")
        again = (repeat if ages.ndim == 1 else repeat[..., None]) ** letters
        return (
            np.asarray(self.lookup.by_age("law_letter.willing_response", at=ages) * again),
            np.asarray(self.lookup.by_age("law_letter.reluctant_response", at=ages) * again),
        )

    def margin_at_risk(self, option: str, ages: FloatArray) -> FloatArray:
        """Return the share of the balance that an option puts at risk in future margin."""
        return self.lookup.by_age(f"relationship.{option}", at=ages)

    @cached_property
    def margin_charged(self) -> FloatArray:
        """The most that placements and letters so far have put at risk, share of the balance."""
        segments, charged = self.segments, np.zeros(len(self.segments))
        for step, so_far in (("agency", segments.placements), ("law_letter", segments.letters)):
            at_risk = self.margin_at_risk(step, segments.age)
            charged = np.maximum(charged, np.where(so_far > 0, at_risk, 0.0))
        return charged

    def agency(self, earlier: IntArray | int, ages: FloatArray, *, months: int) -> AgencyTerms:
        """Return the contract of the placement after so many earlier ones.

        Later placements are dearer and harder to work. What it adds to the margin at risk is left
        out: that depends on what the account has been through.

        Args:
            earlier: Placements before it, shape (segments,) or one for all.
            ages: Age when it starts, shape (segments,).
            months: Months for which contacts per willing debtor are read.
        """
        return self.agencies((earlier,), ages, months=months)[0]

    def agencies(
        self, earlier: Sequence[IntArray | int], ages: FloatArray, *, months: int
    ) -> list[AgencyTerms]:
        """Return the contracts of several placements that start at the same ages, as `agency`."""
        lookup = self.lookup
        first = self._contacts_per_willing("agency", ages[:, None] + np.arange(months))
        factor = lookup.scalar("agency.later_placement_factor")
        ladder = lookup.by_age_and_creditor("agency.commission", at=ages)
        ladder = ladder + lookup.shared("what_if.commission_points")
        dearer = lookup.scalar("agency.commission_per_earlier_placement")

        def contract(number: IntArray | int) -> AgencyTerms:
            harder = factor**number
            return AgencyTerms(
                months=self.term,
                contacts_per_willing=by_type(first, harder.ndim + 2) * harder[..., None],
                cost_per_contact=self.cost_per_contact("agency"),
                onboarding=lookup.scalar("agency.onboarding"),
                commission=np.clip(ladder + dearer * number, 0.0, 1.0),
                placement_fee=lookup.scalar("agency.placement_fee"),
                complaint_cost_per_contact=lookup.scalar("agency.complaint_cost_per_contact"),
                relationship_cost=np.zeros(len(self.segments)),
                contract_contacts_per_month=lookup.scalar("agency.contract_contacts_per_month"),
                max_contacts_per_month=self.most_contacts,
            )

        return [contract(number) for number in earlier]

    @cached_property
    def most_contacts(self) -> FloatArray:
        """Contacts a month that a collector's caseload and the conduct rules allow an account."""
        caseload = self.lookup.scalar("agency.contacts_per_seat_month") / self.lookup.scalar(
            "agency.accounts_per_seat"
        )
        return np.minimum(self.lookup.shared("conduct.max_contacts_per_month"), caseload)

    def cost_per_contact(self, who: str) -> FloatArray:
        """Return what a contact costs whoever makes it, complaints apart."""
        seat = self.lookup.scalar(f"{who}.seat_cost_per_month")
        contacts = self.lookup.scalar(f"{who}.contacts_per_seat_month")
        return np.asarray(seat / contacts * self.lookup.shared("what_if.contact_cost_factor"))

    def _contacts_per_willing(self, who: str, ages: FloatArray) -> FloatArray:
        factor = self.lookup.by_age(f"{who}.age_factor", at=ages)
        easy = self.lookup.scalar(f"{who}.contacts_per_easy")
        hard = self.lookup.scalar(f"{who}.contacts_per_hard")
        return np.stack(np.broadcast_arrays(easy[..., None] * factor, hard[..., None] * factor))
