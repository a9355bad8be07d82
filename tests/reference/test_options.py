"""The plain-float options: examples on paper and the free tests of the tax."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.history import quoted_pack, standard
from tests.reference.made_up import library
from tests.reference.numbers import Account, Case, Library
from tests.reference.options import Value, value_account
from tests.tolerances import RECOMPUTED

PAST = {
    "placements": st.integers(0, 3),
    "letters": st.integers(0, 3),
    "disputed": st.booleans(),
    "unreachable": st.booleans(),
}
ACCOUNTS = st.builds(
    Account,
    sector=st.just("card"),
    balance=st.floats(500.0, 90_000.0),
    age=st.floats(0.0, 60.0),
    **PAST,
)
NO_WORTH = {path: 0.0 for path in library().values if ".relationship." in path}
EASY_TAX = {
    **NO_WORTH,
    "card.tax.deductible_after": 0.0,
    "card.tax.deductible_after_small": 0.0,
    "card.debtor.holding_cost_rate": 0.0,
}


def plain(**changes: float) -> Library:
    """Return numbers without discount, fading, self-cure, holding cost or goodwill."""
    numbers = {path: 0.0 for path in library().values if ".fade_rate." in path}
    numbers |= {f"card.{path.replace('__', '.')}": value for path, value in changes.items()}
    return library(
        EASY_TAX
        | {
            "market.discount_rate_per_year": 0.0,
            "card.debtor.self_cure_rate": 0.0,
            "card.debtor.settlement_share": 1.0,
            "card.debtor.instalment_months": 1.0,
        }
        | numbers
    )


def valued(numbers: Library, **account: object) -> Value:
    """Return the options of an account of 1,000 at its due date."""
    given = {"sector": "card", "balance": 1_000.0, "age": 0.0, "principal_share": 1.0}
    return value_account(numbers, Account(**(given | account)))  # type: ignore[arg-type]


def test_a_letter_on_paper() -> None:
    """1,000 each, .935 willing answer at .12 and .01 reluctant at .15; a tenth for the firm."""
    letter = valued(plain()).parts["law_letter"]
    assert letter["collected"] == pytest.approx(1_000 * (0.12 * 0.935 + 0.15 * 0.01))
    assert letter["commission"] == pytest.approx(-0.1 * letter["collected"])
    assert letter["legal_cost"] == -40.0
    assert sum(letter.values()) == pytest.approx(0.75 * (0.9 * 113.7 - 40.0) + 250.0)


def test_the_second_letter_answers_half_as_well() -> None:
    """After one letter .88 of the willing and .85 of the reluctant stay, per account open."""
    after = valued(plain(), letters=1, age=1.0, in_house_months=0.0)
    still_open = 1.0 - 0.12 * 0.935 - 0.15 * 0.01
    willing, reluctant = 0.88 * 0.935 / still_open, 0.85 * 0.01 / still_open
    assert after.masses == pytest.approx((0.88 * 0.9 / still_open, willing - 0.792 / still_open,
                                          reluctant, 1.0))  # fmt: skip
    case = Case(plain(), Account(sector="card", balance=1_000.0, age=1.0))
    p_w, p_r = case.responses(1.0, 1)
    assert p_w == pytest.approx(0.06, rel=0.05)
    expected = 1_000 * (p_w * willing + p_r * reluctant)
    assert after.parts["law_letter"]["collected"] == pytest.approx(expected)


def test_a_suit_on_paper() -> None:
    """1,000 each: .3 of the willing and .4 of the reluctant settle, .92 of the rest are won."""
    suit = valued(plain()).parts["lawsuit"]
    settled, rest = 0.3 * 0.935 + 0.4 * 0.01, 0.7 * 0.935 + 0.6 * 0.01
    ruled = 1_000 * 0.92 * 0.4 * rest
    assert suit["collected"] == pytest.approx(1_000 * settled + ruled)
    assert suit["commission"] == pytest.approx(-0.12 * ruled)
    assert suit["legal_cost"] == pytest.approx(-825.0)
    assert suit["fees_refunded"] == pytest.approx(12.5 * settled + 0.92 * 12.5 * (1 - settled))


def test_a_ruling_dates_the_loss_of_the_rest_alone() -> None:
    """Deductible after a year: what settles keeps that date, the rest has it at month nine."""
    year = {"tax__deductible_after": 12.0, "tax__deductible_after_small": 12.0}
    numbers = Library(plain(**year).values | {"market.discount_rate_per_year": 0.12})
    suit = valued(numbers).parts["lawsuit"]
    v, settled, rest = 1.12 ** (-1 / 12), 0.3 * 0.935 + 0.4 * 0.01, 0.7 * 0.935 + 0.6 * 0.01
    relief = 1_000 * (settled * v**12 + (1 - settled) * v**9)
    taxed = 1_000 * (settled * v**12 + 0.92 * 0.4 * rest * v**9)
    spent = suit["commission"] + suit["legal_cost"] + suit["fees_refunded"]
    assert suit["tax"] == pytest.approx(0.25 * (relief - taxed - spent))


def test_an_order_on_paper() -> None:
    """Served .4, no objection .6: .24 stand and pay .4 of those not lost; a third of the fee."""
    order = valued(plain()).parts["payment_order"]
    assert order["collected"] == pytest.approx(1_000 * 0.24 * 0.4 * 0.945)
    assert order["legal_cost"] == pytest.approx(-50 / 3)
    assert order["fees_refunded"] == pytest.approx(0.24 * 0.5 * 50 / 3)
    late = valued(plain(), months_since_demand=36.0).parts["payment_order"]
    assert late["collected"] == pytest.approx(0.3 * order["collected"])


def test_a_buyer_pays_for_what_is_left() -> None:
    """The price times (w + .5 r) here over (w + .5 r) of the packs it was quoted for."""
    numbers = plain(sale__earlier_placements=0.0)
    account = Account(sector="card", balance=7_000.0, age=12.0)
    case = Case(numbers, account)
    usual = value_account(numbers, account).parts["sale"]["sale_proceeds"]
    assert usual == pytest.approx(case.at("sale.price", 12.0) * 7_000)
    emptied = value_account(numbers, Account(**{**account.__dict__, "placements": 1}))
    now, pack = emptied.masses, standard(case, 12.0)
    ratio = (now.easy + now.hard + 0.5 * now.reluctant) / (
        pack.easy + pack.hard + 0.5 * pack.reluctant
    )
    assert 0.3 < ratio < 0.9
    assert emptied.parts["sale"]["sale_proceeds"] == pytest.approx(ratio * usual)


def test_a_pack_between_two_whole_numbers_is_a_mixture() -> None:
    """Half a placement behind it on average: half of the packs had one."""
    account = Account(sector="card", balance=7_000.0, age=18.0, disputed=True)
    none, half, one = (
        quoted_pack(Case(library({"card.sale.earlier_placements": n}), account), 18.0)
        for n in (0.0, 0.5, 1.0)
    )
    for low, middle, high in zip(none, half, one, strict=True):
        assert middle == pytest.approx((low + high) / 2)


@pytest.mark.parametrize(("age", "is_open"), [(2.9, False), (91 * 12 / 365, True)])
def test_a_sale_is_open_from_its_month_on(age: float, is_open: bool) -> None:
    assert valued(plain(), age=age).is_open["sale"] is is_open


def test_goodwill_is_charged_once_and_only_what_is_added() -> None:
    """A sale puts .05 at risk at the due date, of which a letter has cost .04."""
    numbers = library()
    sale = valued(numbers).parts["sale"]["relationship_cost"]
    assert sale == pytest.approx(-1_000 * 0.05 * 0.945)
    after = valued(numbers, letters=1)
    assert after.parts["sale"]["relationship_cost"] == pytest.approx(
        -1_000 * 0.01 * after.masses.not_lost
    )
    assert valued(numbers, placements=1).parts["sale"]["relationship_cost"] == 0.0


@given(account=ACCOUNTS)
def test_an_easy_tax_leaves_its_share_of_everything_but_a_sale(account: Account) -> None:
    """Deductible today, all principal: (1 - tau) of the value without tax, and tau B."""
    account = Account(**{**account.__dict__, "principal_share": 1.0})
    taxed = value_account(library(EASY_TAX), account).parts
    free = value_account(library({**EASY_TAX, "tax.income_tax_rate": 0.0}), account).parts
    for option in set(taxed) - {"sale"}:
        expected = 0.75 * sum(free[option].values()) + 0.25 * account.balance
        assert sum(taxed[option].values()) == pytest.approx(
            expected, rel=RECOMPUTED, abs=RECOMPUTED * account.balance
        )


@given(account=ACCOUNTS)
def test_masses_are_shares(account: Account) -> None:
    masses = value_account(library(), account).masses
    assert masses.open == pytest.approx(1.0)
    assert all(0.0 <= mass <= 1.0 for mass in masses)
    assert masses.not_lost <= 1.0 + RECOMPUTED


def test_the_odds_factor_moves_the_willing_now_and_stops_at_all() -> None:
    usual = valued(library(), age=6.0).masses
    half = valued(library({"what_if.odds_factor": 0.5}), age=6.0).masses
    assert half == pytest.approx((usual.easy / 2, usual.hard / 2, usual.reluctant, 1.0))
    most = valued(library({"what_if.odds_factor": 50.0}), age=6.0).masses
    assert most.not_lost == pytest.approx(1.0)
    assert most.easy / most.hard == pytest.approx(usual.easy / usual.hard)


def test_own_work_on_paper() -> None:
    """One month at four contacts: 1/1.7 and 1/150 of a debtor each, 2.35 a contact."""
    own = valued(plain(in_house__months=1.0)).parts["in_house"]
    paid = 0.9 * (1 - math.exp(-4 / 1.7)) + 0.035 * (1 - math.exp(-4 / 150))
    assert own["collected"] == pytest.approx(1_000 * paid)
    assert own["operating_cost"] == pytest.approx(-4 * 2.35)
