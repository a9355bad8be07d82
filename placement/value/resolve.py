"""Reads the library for a book: all the terms its options are valued with."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.domain.types import (
    AGENCY_OPTIONS,
    BoolArray,
    FloatArray,
    IntArray,
    Segments,
    Stance,
)
from placement.odds.debtor import Masses
from placement.value.book import Book
from placement.value.legal_fees import acceptance_fee, capped_lawyer_share, payment_order_fee
from placement.value.past import masses_after, masses_with_packs
from placement.value.procedure import Procedure, court_months, is_time_barred, procedure_of
from placement.value.terms import (
    AgencyTerms,
    CourtTerms,
    DebtorTerms,
    InHouseTerms,
    LetterTerms,
    MarketTerms,
    SaleTerms,
    Terms,
)


def resolve_terms(segments: Segments, assumptions: Assumptions, *, stance: Stance) -> Terms:
    """Return all terms for the segments.

    Raises:
        InputError: A sector is not in the library.
    """
    book = Book(segments, assumptions, stance=stance)
    lookup = book.lookup
    contracts = _contracts(book, range(len(AGENCY_OPTIONS)))
    orders = _payment_order(book)
    lawsuit = _lawsuit(book)
    longest = (lookup.scalar("in_house.months"), book.term, orders.months, lawsuit.months)
    masses, packs = masses_with_packs(book, _packs_quoted(book))
    months = max(int(np.ceil(np.max(months))) for months in longest)
    debtor = _debtor(book, masses, months=months)
    return Terms(
        stance=stance,
        debtor=debtor,
        market=_market(book, debtor),
        in_house=_in_house(book),
        agency=dict(zip(AGENCY_OPTIONS, contracts, strict=True)),
        letter=_letter(book),
        payment_order=orders,
        lawsuit=lawsuit,
        sale=_sale(book, debtor, packs),
        write_off_relationship_cost=margin_added(book, "write_off"),
        write_off_from=lookup.scalar("write_off.from_month"),
        sale_from=lookup.scalar("sale.from_month"),
        procedure=procedure_of(segments, assumptions),
        time_barred=is_time_barred(segments, assumptions).astype(float),
        counter_performance=lookup.scalar("payment_order.counter_performance"),
    )


def margin_added(book: Book, option: str) -> FloatArray:
    """Return what an option adds to the margin at risk, per debtor who is not lost.

        B * [rho(option, age) - the most of rho(step, age) over the steps taken so far]+

    Source: own definition, docs/model.md, "The options".
    """
    at_risk = book.margin_at_risk(option, book.segments.age)
    return np.asarray(book.segments.balance * np.maximum(at_risk - book.margin_charged, 0.0))


def willing_at_hand(book: Book, masses: Masses) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return easy, hard and reluctant shares at the cut-off date, a what-if included."""
    factor = book.lookup.shared("what_if.odds_factor")
    most = 1.0 - masses.reluctant
    willing = masses.willing.sum(axis=0)
    # A factor above 1 may not make more debtors willing than there are.
    scale = np.minimum(factor, most / np.where(willing > 0.0, willing, 1.0))
    return masses.willing[0] * scale, masses.willing[1] * scale, masses.reluctant


def _debtor(book: Book, masses: Masses, *, months: int) -> DebtorTerms:
    segments, lookup = book.segments, book.lookup
    easy, hard, reluctant = willing_at_hand(book, masses)
    return DebtorTerms(
        balance=segments.balance,
        principal_share=np.where(
            np.isnan(segments.principal_share),
            lookup.by_age("debtor.principal_share"),
            segments.principal_share,
        ),
        age=segments.age,
        willing_easy=easy,
        willing_hard=hard,
        reluctant=reluctant,
        fade=book.fade(segments.age[:, None] + np.arange(months)),
        self_cure_rate=book.self_cure_rate,
        settlement_share=lookup.scalar("debtor.settlement_share"),
        instalment_factor=book.instalment_factor,
    )


def _market(book: Book, debtor: DebtorTerms) -> MarketTerms:
    lookup = book.lookup
    small = np.maximum(
        lookup.shared("tax.small_claim"),
        lookup.shared("tax.small_claim_share_of_revenue") * lookup.shared("tax.revenue_per_year"),
    )
    after = np.where(
        debtor.balance <= small,
        lookup.scalar("tax.deductible_after_small"),
        lookup.scalar("tax.deductible_after"),
    )
    return MarketTerms(
        discount_per_month=book.discount_per_month,
        vat_rate=lookup.shared("tax.vat_rate"),
        tax_rate=lookup.shared("tax.income_tax_rate"),
        months_until_deductible=np.maximum(after - book.segments.age, 0.0),
        holding_cost_rate=lookup.scalar("debtor.holding_cost_rate"),
    )


def _in_house(book: Book) -> InHouseTerms:
    lookup = book.lookup
    months = lookup.scalar("in_house.months")
    ahead = book.segments.age[:, None] + np.arange(int(np.max(months)))
    return InHouseTerms(
        months=months,
        contacts_per_month=lookup.scalar("in_house.contacts_per_month"),
        contacts_per_willing=book.in_house_contacts_per_willing(ahead),
        cost_per_contact=book.cost_per_contact("in_house"),
        complaint_cost_per_contact=lookup.scalar("in_house.complaint_cost_per_contact"),
    )


def next_contract(
    segments: Segments, assumptions: Assumptions, *, stance: Stance, months: int = 0
) -> AgencyTerms:
    """Return each segment's contract for its next placement; the last one where none is left.

    Numbers that change from month to month are read for the term, or for more months if wanted.
    """
    earlier = np.minimum(segments.placements, len(AGENCY_OPTIONS) - 1)
    return _contracts(Book(segments, assumptions, stance=stance), (earlier,), months=months)[0]


def fade_ahead(segments: Segments, assumptions: Assumptions, *, months: int) -> FloatArray:
    """Return the rate of fading in each of the next months, shape (..., segments, months)."""
    book = Book(segments, assumptions, stance=Stance.PROFIT_SEEKING)
    return book.fade(segments.age[:, None] + np.arange(months))


def _contracts(
    book: Book, earlier: Sequence[IntArray | int], *, months: int = 0
) -> list[AgencyTerms]:
    longest = max(int(np.max(book.term)), months)
    found = book.agencies(earlier, book.segments.age, months=longest)
    at_risk = margin_added(book, "agency")
    return [replace(contract, relationship_cost=at_risk) for contract in found]


def _letter(book: Book) -> LetterTerms:
    willing, reluctant = book.letter_responses(book.segments.age, book.segments.letters)
    return LetterTerms(
        cost=book.lookup.scalar("law_letter.cost"),
        willing_response=willing,
        reluctant_response=reluctant,
        commission=capped_lawyer_share(
            book.lookup.scalar("law_letter.commission"),
            realised=book.segments.balance,
            assumptions=book.assumptions,
        ),
        relationship_cost=margin_added(book, "law_letter"),
    )


def _payment_order(book: Book) -> CourtTerms:
    lookup, balance = book.lookup, book.segments.balance
    served = lookup.scalar("payment_order.served")
    objection = objection_after(
        lookup.scalar("payment_order.objection"),
        barred=is_time_barred(book.segments, book.assumptions),
        plead=lookup.shared("court.limitation_plead"),
    )
    nothing = np.zeros_like(balance)
    return CourtTerms(
        fee=payment_order_fee(balance, book.assumptions),
        case_cost=nothing,
        lawyer_share=nothing,
        success=np.asarray(served * (1.0 - objection)),
        yield_share=lookup.scalar("payment_order.yield"),
        refund=lookup.shared("court.refund"),
        months=lookup.shared("court.months.payment_order"),
        relationship_cost=margin_added(book, "payment_order"),
        served=served,
        objection=objection,
        settle_willing=nothing,
        settle_reluctant=nothing,
    )


def objection_after(objection: FloatArray, *, barred: BoolArray, plead: FloatArray) -> FloatArray:
    """Return the chance that the debtor objects to an order, the period over or not.

    1 - (1 - objection) * (1 - plead) once it is over
    """
    return np.where(barred, 1.0 - (1.0 - objection) * (1.0 - plead), objection)


def _lawsuit(book: Book) -> CourtTerms:
    segments, lookup = book.segments, book.lookup
    procedure = procedure_of(segments, book.assumptions)
    ordinary = np.array([p is Procedure.ORDINARY for p in procedure])
    win = np.where(
        segments.disputed, lookup.scalar("lawsuit.win_disputed"), lookup.scalar("lawsuit.win")
    )
    barred = is_time_barred(segments, book.assumptions)
    return CourtTerms(
        fee=acceptance_fee(segments.balance, book.assumptions)
        * np.where(ordinary, 1.0, lookup.shared("law.summary_fee_share")),
        case_cost=lookup.scalar("lawsuit.case_cost"),
        lawyer_share=capped_lawyer_share(
            lookup.scalar("lawsuit.lawyer_share"),
            realised=segments.balance,
            assumptions=book.assumptions,
        ),
        success=np.asarray(
            win * np.where(barred, 1.0 - lookup.shared("court.limitation_plead"), 1.0)
        ),
        yield_share=lookup.scalar("lawsuit.yield"),
        refund=lookup.shared("court.refund"),
        months=court_months(segments, book.assumptions),
        relationship_cost=margin_added(book, "lawsuit"),
        served=np.ones_like(segments.balance),
        objection=np.zeros_like(segments.balance),
        settle_willing=lookup.scalar("lawsuit.settle_willing"),
        settle_reluctant=lookup.scalar("lawsuit.settle_reluctant"),
    )


def _sale(book: Book, debtor: DebtorTerms, packs: Mapping[int, Masses]) -> SaleTerms:
    lookup = book.lookup
    quoted, weight = lookup.by_age("sale.price"), lookup.scalar("sale.reluctant_weight")
    per_willing = _price_of_packs(book, quoted, packs)
    return SaleTerms(
        quoted_price=quoted,
        price_per_willing=per_willing,
        reluctant_weight=weight,
        price=np.asarray(per_willing * (debtor.willing + weight * debtor.reluctant)),
        lag_months=lookup.scalar("sale.lag_months"),
        cost=lookup.scalar("sale.cost"),
        relationship_cost=margin_added(book, "sale"),
    )


def price_per_willing(book: Book, quoted: FloatArray) -> FloatArray:
    """Return what buyers pay per willing debtor, from what they pay for packs of an age.

        quoted price / (w0 + eta * r0)

    where w0 and r0 are what the packs hold that the price was quoted for: accounts of that age
    after the standard history and so many placements. Where nobody would pay, nothing.

    Args:
        book: The segments, at the ages the price is wanted for.
        quoted: Price of packs, share of the balance, shape (..., segments).
    """
    packs = {
        number: masses_after(book.take(book.segments.take(rows)), number)
        for number, rows in _packs_quoted(book).items()
    }
    return _price_of_packs(book, quoted, packs)


def _packs_quoted(book: Book) -> dict[int, IntArray]:
    """Return the segments for which packs with so many placements behind them are quoted.

    Between two whole numbers of placements a pack is a mixture of both.
    """
    placed = book.lookup.scalar("sale.earlier_placements")
    numbers = range(int(np.floor(placed.min())), int(np.ceil(placed.max())) + 1)
    every = {
        number: np.flatnonzero(np.any(np.atleast_2d(np.abs(placed - number) < 1.0), axis=0))
        for number in numbers
    }
    return {number: rows for number, rows in every.items() if rows.size}


def _price_of_packs(book: Book, quoted: FloatArray, packs: Mapping[int, Masses]) -> FloatArray:
    weight = book.lookup.scalar("sale.reluctant_weight")
    placed = book.lookup.scalar("sale.earlier_placements")
    held = np.zeros(len(book.segments))
    for number, rows in _packs_quoted(book).items():
        masses = packs[number]
        worth = masses.willing.sum(axis=0) + weight[..., rows] * masses.reluctant
        share = np.maximum(1.0 - np.abs(placed[..., rows] - number), 0.0)
        held = _with_added(held, rows, share * worth)
    return np.asarray(np.where(held > 0.0, quoted / np.where(held > 0.0, held, 1.0), 0.0))


def _with_added(held: FloatArray, rows: IntArray, more: FloatArray) -> FloatArray:
    """Return an array with more in some segments, with an axis of draws where one has it."""
    draws = np.broadcast_shapes(held.shape[:-1], more.shape[:-1])
    found = np.array(np.broadcast_to(held, (*draws, held.shape[-1])))
    found[..., rows] += more
    return found
