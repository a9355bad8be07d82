"""What a buyer pays for debtors that pay worse, or better, than those he quoted a price for."""

from dataclasses import replace

import numpy as np
import pytest

from placement import api
from placement.assume.assumptions import Assumptions
from placement.assume.library import lay_over, load_library
from placement.domain.types import Stance
from placement.value.resolve import resolve_terms
from placement.value.sale import value_sale

CARD = api.one_account(sector="bank_card", balance=7000.0, age=8.0)

WORSE = {"bank_card.debtor.hard_share": 0.06}


def _sold(numbers: Assumptions) -> tuple[float, float, float]:
    """Return the price, what there is to pay for, and what the sale leaves."""
    terms = resolve_terms(CARD, numbers, stance=Stance.PROFIT_SEEKING)
    here = terms.debtor.willing + terms.sale.reluctant_weight * terms.debtor.reluctant
    net = value_sale(terms).net
    return float(terms.sale.price[0]), float(here[0]), float(net[0])


def test_a_buyer_pays_less_for_a_book_that_pays_worse() -> None:
    """quoted * (w + eta r) / (w0 + eta r0): what he quoted for is the library's, not the user's."""
    library = load_library()
    price, here, _ = _sold(library)
    worse, left, _ = _sold(library.with_values(WORSE))
    assert left < 0.8 * here
    assert worse == pytest.approx(price * left / here, rel=1e-12)


def test_an_offer_for_ones_own_book_is_what_is_paid_for_it() -> None:
    """A price that the user states is for his debtors, however they pay."""
    library = load_library()
    offer = dict.fromkeys(library.paths_under("bank_card.sale.price"), 0.05)
    price, _, _ = _sold(library.with_values({**WORSE, **offer}))
    assert price == pytest.approx(0.05, rel=1e-12)


def test_worse_odds_never_make_a_sale_better() -> None:
    """Every step down from the library's odds lowers what the sale leaves."""
    library = load_library()
    shares = np.linspace(0.5, 0.1, 5) * library.entries["bank_card.debtor.hard_share"].value
    nets = [_sold(library.with_values({"bank_card.debtor.hard_share": s}))[2] for s in shares]
    assert np.all(np.diff(nets) < 0.0)


def test_a_file_over_the_library_says_the_same_as_values_typed() -> None:
    """However a number became the user's, and the library's value typed back is the library's."""
    library = load_library()
    file = {"bank_card": {"debtor": {"hard_share": {"value": 0.06, "low": 0.04, "high": 0.1}}}}
    typed = library.with_values({"bank_card.debtor.hard_share": 0.06})
    assert _sold(lay_over(library, file)) == _sold(typed)
    back = library.entries["bank_card.debtor.hard_share"].value
    undone = typed.with_values({"bank_card.debtor.hard_share": back})
    assert _sold(undone) == _sold(library)
    assert undone.market is undone


@pytest.mark.parametrize("placed", [0.0, 0.5])
def test_a_plan_sells_at_the_price_that_the_options_say(placed: float) -> None:
    """The sale among the first moves of a plan is the sale among the options."""
    numbers = load_library().with_values({**WORSE, "bank_card.sale.earlier_placements": placed})
    plan = api.plan_account(CARD, numbers)
    assert plan.first_moves["sale"].value == pytest.approx(_sold(numbers)[2], abs=1e-6)


def test_judgements_of_the_library_move_both_sides() -> None:
    """A draw of the library's own share is of all debtors: what a pack fetches stays."""
    library = load_library()
    path = "bank_card.debtor.hard_share"
    drawn = replace(library, drawn={path: np.array([[0.06]])})
    terms = resolve_terms(CARD, drawn, stance=Stance.PROFIT_SEEKING)
    assert float(terms.sale.price[0, 0]) == pytest.approx(_sold(library)[0], rel=1e-12)
