"""What accounts have been through: the standard history, its replay, and one truth over time."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.timing.moves.build import build_moves
from placement.domain.types import Component, FloatArray, Option, Segments, Stance
from placement.odds.debtor import Masses, work
from placement.value.book import Book
from placement.value.contacts import effort_path
from placement.value.options import value_options
from placement.value.past import masses_after, present_masses
from placement.value.standard import standard_masses
from placement.value.terms import Terms
from tests.builders import SECTORS, each_sector, segments
from tests.tolerances import FLAT_TOP, RECOMPUTED, ROUNDING

LIBRARY = load_library()
AGES = st.one_of(st.integers(0, 60).map(float), st.floats(0.0, 60.0))
TYPICAL = (9_000.0, 180.0, 3_500.0, 60_000.0, 400_000.0)


def of_all_sectors(age: float, **columns: object) -> Segments:
    """Return one account of every sector at an age."""
    return with_columns(segments(sector=SECTORS, balance=TYPICAL, age=age), **columns)


def with_columns(book: Segments, **columns: object) -> Segments:
    """Return the book with other columns; one value holds for every segment."""
    size, found = len(book), {}
    for name, value in columns.items():
        if name == "history":
            found[name] = (value,) * size
        else:
            kind = getattr(book, name).dtype
            found[name] = np.broadcast_to(np.asarray(value, dtype=kind), (size,)).copy()
    return replace(book, **found)


def book_of(book: Segments, numbers: Assumptions = LIBRARY, stance: Stance | None = None) -> Book:
    """Return the book's reader of numbers."""
    return Book(book, numbers, stance=stance or Stance.PROFIT_SEEKING)


def all_types(masses: Masses) -> FloatArray:
    """Return easy, hard and reluctant shares of open accounts, shape (3, segments)."""
    shares = masses.shares
    return np.stack([*shares.willing, np.broadcast_to(shares.reluctant, shares.willing[0].shape)])


@given(age=AGES, months=st.integers(0, 24))
@settings(max_examples=40)
def test_standard_work_carries_the_shares_of_one_age_into_those_of_another(
    age: float, months: int
) -> None:
    """For every sector and pair of ages: in-house work at the library's intensity."""
    read = book_of(of_all_sectors(age))
    ahead = np.full((5, 1), age) + np.arange(months)
    contacts = read.lookup.scalar("debtor.history_contacts_per_month")
    worked = work(
        standard_masses(read, np.full(5, age)),
        hazard=read.in_house_hazard(contacts, ahead),
        fade=read.fade(ahead),
    )
    expected = standard_masses(read, np.full(5, age + months))
    np.testing.assert_allclose(all_types(worked), all_types(expected), rtol=RECOMPUTED)
    np.testing.assert_allclose(worked.open, expected.open, rtol=RECOMPUTED)


@given(age=st.floats(0.1, 40.0), months=st.integers(1, 24))
@settings(max_examples=20)
def test_own_work_told_in_two_stages_is_own_work(age: float, months: int) -> None:
    """A part of a month comes first, so the months lie as a plan's do."""
    told = of_all_sectors(age + months, history=f"in_house {age!r}, in_house {months}")
    ours = present_masses(book_of(told))
    theirs = present_masses(book_of(of_all_sectors(age + months)))
    np.testing.assert_allclose(all_types(ours), all_types(theirs), rtol=RECOMPUTED)


@given(age=AGES, first=st.integers(1, 5))
@settings(max_examples=20)
def test_an_in_house_stage_cut_in_two_changes_no_number(age: float, first: int) -> None:
    """Six months are so many and the rest, at what the first leaves and when it does."""
    held = each_sector(LIBRARY, "debtor.holding_cost_rate", 0.002)

    def stage(at: float, months: int) -> tuple[dict[Component, FloatArray], Terms]:
        numbers = LIBRARY.with_values(held | each_sector(LIBRARY, "in_house.months", months))
        valuation = value_options(of_all_sectors(at), numbers)
        return dict(valuation.cash[Option.IN_HOUSE].amounts), valuation.terms

    (whole, terms), (early, _), (late, _) = (
        stage(age, 6), stage(age, first), stage(age + first, 6 - first)
    )  # fmt: skip
    paid = early[Component.COLLECTED].sum(axis=-1) / terms.debtor.paid_value
    for component in (Component.COLLECTED, Component.OPERATING_COST, Component.HOLDING_COST):
        np.testing.assert_allclose(
            whole[component][:, 1:],
            np.concatenate(
                [early[component][:, 1:], late[component][:, 1:] * (1.0 - paid)[:, None]], axis=1
            ),
            rtol=RECOMPUTED,
        )


def test_the_standard_history_by_hand() -> None:
    """Half a month, then a whole one, of the easy at hazard 2 and the hard at 0.2; 0.1 fade."""
    pinned = {
        "debtor.easy_share": 0.6,
        "debtor.hard_share": 0.2,
        "debtor.reluctant_share": 0.1,
        "debtor.fade_rate": 0.1,
        "debtor.self_cure_rate": 0.0,
        "debtor.history_contacts_per_month": 4.0,
        "in_house.contacts_per_easy": 2.0,
        "in_house.contacts_per_hard": 20.0,
        "in_house.age_factor": 1.0,
    }
    numbers = LIBRARY.with_values({f"bank_card.{path}": value for path, value in pinned.items()})
    debtor = value_options(segments(age=1.5), numbers).terms.debtor
    easy, hard = 0.6 * math.exp(-2.1 * 1.5), 0.2 * math.exp(-0.3 * 1.5)
    paid = (0.6 - easy) * 2.0 / 2.1 + (0.2 - hard) * 0.2 / 0.3
    np.testing.assert_allclose(debtor.willing_easy, easy / (1.0 - paid), rtol=RECOMPUTED)
    np.testing.assert_allclose(debtor.willing_hard, hard / (1.0 - paid), rtol=RECOMPUTED)
    reluctant = 0.1 * math.exp(-0.15) / (1.0 - paid)
    np.testing.assert_allclose(debtor.reluctant, reluctant, rtol=RECOMPUTED)


def test_a_change_of_todays_work_does_not_rewrite_the_past() -> None:
    """The intensity of the history is a number of its own."""
    harder = LIBRARY.with_values(each_sector(LIBRARY, "in_house.contacts_per_month", 9.0))
    book = of_all_sectors(12.0)
    ours, theirs = (present_masses(book_of(book, numbers)) for numbers in (LIBRARY, harder))
    np.testing.assert_array_equal(all_types(ours), all_types(theirs))


@pytest.mark.parametrize("stance", Stance)
@pytest.mark.parametrize(
    ("own", "letters", "placements", "idle"),
    [
        (5.3, 0, 0, 0),
        (6.0, 0, 0, 3),
        (4.5, 2, 0, 0),
        (7.0, 0, 1, 0),
        (6.0, 1, 2, 4),
        (3.2, 2, 3, 1),
    ],
)
def test_a_history_that_is_counted_is_the_same_told_in_the_usual_order(
    stance: Stance, own: float, letters: int, placements: int, idle: int
) -> None:
    """In-house work, letters, placements, months without work."""
    months = 6
    numbers = LIBRARY.with_values(
        each_sector(LIBRARY, "agency.months", months)
        | each_sector(LIBRARY, "agency.recall_lag_months", 0)
    )
    stages = [f"in_house {own!r}", *["letter"] * letters, *[f"agency {months}"] * placements]
    text = ", ".join([*stages, *[f"wait {idle}"] * (idle > 0)])
    age = own + letters + placements * months + idle
    counted = of_all_sectors(age, letters=letters, placements=placements, in_house_months=own)
    told = with_columns(counted, history=text, in_house_months=np.nan)
    ours, theirs = (present_masses(book_of(book, numbers, stance)) for book in (counted, told))
    np.testing.assert_allclose(all_types(ours), all_types(theirs), rtol=FLAT_TOP, atol=RECOMPUTED)
    plain = present_masses(book_of(of_all_sectors(age), numbers, stance))
    if letters or placements or idle:
        assert np.all(np.abs(all_types(ours) - all_types(plain)).max(axis=0) > 1e-6)


def test_a_payment_order_is_remembered() -> None:
    """While a court has it nobody pays and debtors turn lost; there is no second one."""
    before = present_masses(book_of(with_columns(of_all_sectors(6.0), history="in_house 6")))
    told = with_columns(of_all_sectors(8.0), history="in_house 6, payment_order 2")
    read = book_of(told)
    after = present_masses(read)
    kept = np.exp(-read.fade(np.array([6.0, 7.0]) + np.zeros((5, 1))).sum(axis=-1))
    np.testing.assert_allclose(all_types(after), all_types(before) * kept, rtol=RECOMPUTED)
    valuation = value_options(told, LIBRARY)
    assert not valuation.available[Option.PAYMENT_ORDER].any()
    moves = build_moves(told, LIBRARY, horizon=12)
    assert not moves.may_order.any()


def test_a_slow_recall_leaves_accounts_idle_once_the_agency_is_done() -> None:
    """An agency of six months that is recalled two months late, against one told with its wait."""
    numbers = LIBRARY.with_values(
        each_sector(LIBRARY, "agency.months", 6)
        | each_sector(LIBRARY, "agency.recall_lag_months", 2)
    )
    counted = of_all_sectors(14.0, placements=1, in_house_months=6.0)
    told = with_columns(counted, history="in_house 6, agency 6, wait 2")
    ours, theirs = (present_masses(book_of(book, numbers)) for book in (counted, told))
    np.testing.assert_allclose(all_types(ours), all_types(theirs), rtol=FLAT_TOP)


def test_a_part_of_a_month_without_work_comes_first() -> None:
    """10.3 months past due, 5 of them worked: 0.3 idle, then 5 whole months of nothing."""
    read = book_of(of_all_sectors(10.3, in_house_months=5.0))
    ages = np.array([5.0, 5.3, 6.3, 7.3, 8.3, 9.3]) + np.zeros((5, 1))
    lasts = np.array([0.3, 1.0, 1.0, 1.0, 1.0, 1.0])
    expected = work(
        standard_masses(read, np.full(5, 5.0)),
        hazard=read.in_house_hazard(np.zeros(5), ages) * lasts,
        fade=read.fade(ages) * lasts,
    )
    np.testing.assert_allclose(
        all_types(present_masses(read)), all_types(expected), rtol=RECOMPUTED
    )


def test_where_the_past_is_longer_than_the_age_there_was_no_own_work() -> None:
    """Two placements of six months and a letter on an account of ten: they start at once."""
    numbers = LIBRARY.with_values(each_sector(LIBRARY, "agency.months", 6))
    counted = of_all_sectors(10.0, placements=2, letters=1, in_house_months=0.0)
    told = with_columns(counted, history="letter, agency 6, agency 6")
    ours, theirs = (present_masses(book_of(book, numbers)) for book in (counted, told))
    np.testing.assert_allclose(all_types(ours), all_types(theirs), rtol=FLAT_TOP)


@pytest.mark.parametrize("stance", Stance)
@pytest.mark.parametrize("age", [3.0, 6.4, 14.0])
def test_what_a_placement_leaves_is_what_the_tape_says_afterwards(
    stance: Stance, age: float
) -> None:
    """One truth over time: the masses at the end of the term, and a row of an older account."""
    numbers = LIBRARY.with_values(
        each_sector(LIBRARY, "agency.months", 6)
        | each_sector(LIBRARY, "agency.recall_lag_months", 0)
    )
    now = value_options(of_all_sectors(age), numbers, stance=stance)
    path = effort_path(now.terms, now.next_contract, now.next_placement.effort)
    row = of_all_sectors(age + 6.0, placements=1, in_house_months=age)
    later = value_options(row, numbers, stance=stance)
    np.testing.assert_allclose(
        later.terms.debtor.types, path.willing_after / path.open_after, rtol=FLAT_TOP
    )


def test_a_letter_leaves_who_did_not_answer_it() -> None:
    """w (1 - p_w) e^-lambda and r (1 - p_r) e^-lambda, of those who did not pay."""
    at, after = (
        value_options(
            of_all_sectors(6.0 + letters, letters=letters, in_house_months=6.0), LIBRARY
        ).terms
        for letters in (0, 1)
    )
    p_w, p_r = at.letter.willing_response, at.letter.reluctant_response
    kept = np.exp(-at.debtor.fade[..., 0])
    still_open = 1.0 - p_w * at.debtor.willing - p_r * at.debtor.reluctant
    for name, answered in (("willing_easy", p_w), ("willing_hard", p_w), ("reluctant", p_r)):
        left = getattr(at.debtor, name) * (1.0 - answered) * kept / still_open
        np.testing.assert_allclose(getattr(after.debtor, name), left, rtol=RECOMPUTED)
    assert np.any(p_w > 0.0)


@pytest.mark.parametrize("stance", Stance)
@pytest.mark.parametrize("age", [2.0, 5.0, 8.0, 14.3, 30.0])
def test_no_count_makes_an_account_worth_more(stance: Stance, age: float) -> None:
    """More letters and more placements leave fewer who may pay, where nothing else is known.

    One type's share of those still open may rise where another type has paid.
    """
    for letters, placements in ((0, 0), (1, 1), (4, 2)):
        before = present_masses(
            book_of(of_all_sectors(age, letters=letters, placements=placements), LIBRARY, stance)
        )
        for more in ({"letters": letters + 1}, {"placements": placements + 1}):
            columns = {"letters": letters, "placements": placements} | more
            after = present_masses(book_of(of_all_sectors(age, **columns), LIBRARY, stance))
            left, was = all_types(after).sum(axis=0), all_types(before).sum(axis=0)
            assert np.all(left <= was + ROUNDING), more


def test_each_letter_answers_at_q_times_the_one_before() -> None:
    """At the same age; the first at the table's own reading."""
    numbers = LIBRARY.with_values(each_sector(LIBRARY, "law_letter.repeat_factor", 0.3))
    first, *others = (
        value_options(of_all_sectors(9.0, letters=letters), numbers).terms for letters in range(4)
    )
    read = book_of(of_all_sectors(9.0)).lookup.by_age("law_letter.willing_response")
    np.testing.assert_allclose(first.letter.willing_response, read, rtol=ROUNDING)
    for letters, terms in enumerate(others, start=1):
        for name in ("willing_response", "reluctant_response"):
            np.testing.assert_allclose(
                getattr(terms.letter, name),
                getattr(first.letter, name) * 0.3**letters,
                rtol=ROUNDING,
            )


def test_a_letter_collects_by_its_own_answers() -> None:
    """B s phi q^L (p_w w + p_r r) of what the letters before have left."""
    valuation = value_options(of_all_sectors(9.0, letters=2), LIBRARY)
    debtor, letter = valuation.terms.debtor, valuation.terms.letter
    answers = (
        letter.willing_response * debtor.willing + letter.reluctant_response * debtor.reluctant
    )
    paid = valuation.cash[Option.LAW_LETTER].amounts[Component.COLLECTED]
    np.testing.assert_allclose(paid[:, 1], debtor.paid_value * answers, rtol=RECOMPUTED)
    np.testing.assert_array_equal(paid[:, 0], 0.0)


def test_a_buyer_pays_for_what_is_left() -> None:
    """The quoted price for accounts like the packs, times (w + eta r) / (w0 + eta r0) else."""
    priced = LIBRARY.with_values(
        each_sector(LIBRARY, "sale.price", 0.1)
        | each_sector(LIBRARY, "sale.earlier_placements", 0)
        | each_sector(LIBRARY, "sale.reluctant_weight", 0.5)
    )
    for columns in ({}, {"letters": 2}, {"placements": 1}, {"disputed": True},
                    {"history": "in_house 5, agency 6, letter, wait 6"}):  # fmt: skip
        book = of_all_sectors(18.0, **columns)
        terms = value_options(book, priced).terms
        pack = masses_after(book_of(book, priced), 0)
        held = terms.debtor.willing + 0.5 * terms.debtor.reluctant
        price = 0.1 * held / (pack.willing.sum(axis=0) + 0.5 * pack.reluctant)
        np.testing.assert_allclose(terms.sale.price, price, rtol=RECOMPUTED)
        if not columns:
            np.testing.assert_allclose(terms.sale.price, 0.1, rtol=RECOMPUTED)
        if "disputed" in columns:
            assert np.all(terms.sale.price < 0.1)


def test_packs_may_have_placements_behind_them() -> None:
    """By sector: none, one, two, and between whole numbers a mixture of what both hold."""
    placed = dict(zip(SECTORS, (0.0, 1.0, 2.0, 0.25, 1.5), strict=True))
    numbers = LIBRARY.with_values(
        each_sector(LIBRARY, "sale.price", 0.1)
        | {f"{sector}.sale.earlier_placements": number for sector, number in placed.items()}
    )
    book = of_all_sectors(24.0)
    read = book_of(book, numbers)
    weight = read.lookup.scalar("sale.reluctant_weight")
    worth = []
    for number in range(3):
        pack = masses_after(read, number)
        worth.append(pack.willing.sum(axis=0) + weight * pack.reluctant)
    packs = np.array(
        [
            worth[0][0],
            worth[1][1],
            worth[2][2],
            0.75 * worth[0][3] + 0.25 * worth[1][3],
            0.5 * worth[1][4] + 0.5 * worth[2][4],
        ]
    )
    price = value_options(book, numbers).terms.sale.price
    np.testing.assert_allclose(price, 0.1 * worth[0] / packs, rtol=RECOMPUTED)


def test_an_option_is_charged_only_the_margin_it_adds() -> None:
    """Of 6% at risk in a sale a letter has cost 4% already, a placement 5%."""
    at_risk = {"agency": 0.05, "law_letter": 0.04, "payment_order": 0.02, "lawsuit": 0.09,
               "sale": 0.06, "write_off": 0.01}  # fmt: skip
    values: dict[str, float] = {}
    for option, rate in at_risk.items():
        values |= each_sector(LIBRARY, f"relationship.{option}", rate)
    numbers = LIBRARY.with_values(values)
    for columns, charged in (
        ({}, 0.0),
        ({"letters": 1}, 0.04),
        ({"placements": 1}, 0.05),
        ({"letters": 2, "placements": 1}, 0.05),
    ):
        valuation = value_options(of_all_sectors(20.0, **columns), numbers)
        debtor = valuation.terms.debtor
        for option, kind in (
            (Option.SALE, "sale"),
            (Option.LAWSUIT, "lawsuit"),
            (Option.WRITE_OFF, "write_off"),
            (Option.PAYMENT_ORDER, "payment_order"),
            (Option.LAW_LETTER, "law_letter"),
            (Option.AGENCY_1, "agency"),
        ):
            added = max(at_risk[kind] - charged, 0.0)
            cost = valuation.cash[option].present[Component.RELATIONSHIP_COST]
            expected = -added * debtor.balance * (debtor.willing + debtor.reluctant)
            np.testing.assert_allclose(cost, expected, rtol=RECOMPUTED, atol=RECOMPUTED)
        own = valuation.cash[Option.IN_HOUSE].present[Component.RELATIONSHIP_COST]
        np.testing.assert_array_equal(own, 0.0)


def test_accounts_with_the_same_past_are_read_once_and_all_the_same() -> None:
    """Two rows alike among others: a row's masses do not depend on where it stands."""
    book = of_all_sectors(12.0, placements=1)
    twice = book.take(np.array([4, 0, 0, 2, 4, 1, 3]))
    whole, parts = (all_types(present_masses(book_of(b))) for b in (book, twice))
    np.testing.assert_allclose(parts, whole[:, [4, 0, 0, 2, 4, 1, 3]], rtol=RECOMPUTED)
