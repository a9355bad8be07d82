"""Implied odds: known odds come back, and answers that clash are told from those that fit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.domain.errors import InputError
from placement.odds.implied import Answers, Claim, implied_odds, liquidation_curve
from placement.odds.liquidation import Odds, expected_shares
from tests.odds.batches import simulated

PLAIN = Claim(
    fade_rate=0.03, self_cure_rate=0.004, settlement_share=1.0, instalments=1, breakage=0.0
)
IN_PARTS = Claim(
    fade_rate=0.02, self_cure_rate=0.004, settlement_share=0.93, instalments=3, breakage=0.03
)
USUAL = {"usual_hazard": 0.1, "usual_contacts": 5.0}


@given(
    willing=st.floats(0.01, 0.9),
    hazard=st.floats(0.03, 0.8),
    contacts=st.floats(0.2, 20.0),
    months=st.integers(4, 24),
    claim=st.sampled_from([PLAIN, IN_PARTS]),
)
def test_what_the_model_shows_gives_the_model_back(
    willing: float, hazard: float, contacts: float, months: int, claim: Claim
) -> None:
    odds = Odds(willing_share=willing, pay_hazard=hazard, fade_rate=claim.fade_rate)
    curve = liquidation_curve(odds, months, claim)
    paid = expected_shares(odds, np.zeros(1), months)[0]
    open_months = sum(1.0 - paid[:k].sum() for k in range(months))
    found = implied_odds(
        Answers(
            liquidation=float(curve[-1]), months=months, first_months=2,
            first_share=float(curve[1] / curve[-1]),
            contacts_per_success=contacts * open_months / paid.sum(),
        ),
        claim, **USUAL,
    )  # fmt: skip
    assert found.willing_hard == pytest.approx(willing, rel=1e-6)
    assert found.pay_hazard == pytest.approx(hazard, rel=1e-6)
    assert found.contacts_per_month == pytest.approx(contacts, rel=1e-6)
    assert found.contacts_per_hard == pytest.approx(contacts / (hazard - 0.004), rel=1e-6)


def test_simulated_accounts_give_back_their_odds() -> None:
    """200,000 accounts, each with a type, a day it pays and a day it turns lost."""
    true = Odds(willing_share=0.2, pay_hazard=0.12, fade_rate=0.03)
    rng = np.random.default_rng(3)
    batch = simulated(true, np.zeros(1), accounts=200_000, months=12, rng=rng)
    money = batch.collected[0]
    found = implied_odds(
        Answers(
            liquidation=float(money.sum() / batch.balance[0]), months=12, first_months=4,
            first_share=float(money[:4].sum() / money.sum()), contacts_per_month=3.0,
        ),
        PLAIN, **USUAL,
    )  # fmt: skip
    assert found.willing_hard == pytest.approx(0.2, rel=0.03)
    assert found.pay_hazard == pytest.approx(0.12, rel=0.05)


def test_by_hand() -> None:
    """All who pay do so at 1 a month and nobody fades: half a year brings 1 - e^-6 of them."""
    claim = Claim(
        fade_rate=0.0, self_cure_rate=0.0, settlement_share=0.5, instalments=1, breakage=0.0
    )
    found = implied_odds(
        Answers(liquidation=0.05, months=6), claim, usual_hazard=1.0, usual_contacts=5.0
    )
    assert found.willing_hard == pytest.approx(0.1 / (1.0 - np.exp(-6.0)))
    assert found.contacts_per_hard == pytest.approx(5.0)
    assert found.ultimate == pytest.approx(0.5 * found.willing_hard)


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (Answers(liquidation=0.9, months=6), "clashes with how fast"),
        (
            Answers(liquidation=0.1, months=12, first_months=3, first_share=0.2),
            "clashes with debtors who turn lost at",
        ),
    ],
)
def test_answers_that_no_odds_give_say_which_two_clash(answers: Answers, says: str) -> None:
    with pytest.raises(InputError, match=says) as error:
        implied_odds(answers, PLAIN, **USUAL)
    assert "%" in str(error.value)


def test_instalments_cannot_come_in_faster_than_they_are_due() -> None:
    with pytest.raises(InputError, match="faster than instalments come in"):
        implied_odds(
            Answers(liquidation=0.1, months=6, first_months=1, first_share=0.9), IN_PARTS, **USUAL
        )
