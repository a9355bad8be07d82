"""What was fitted is what is drawn: through the library's numbers the fit's errors come back."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from placement import api
from placement.api.fitted import blended_covariance, covariance_of_fit, joint_of, moved_odds
from placement.api.library_odds import Entry
from placement.api.uncertainty import streams_of
from placement.assume.assumptions import Assumptions
from placement.assume.library import lay_over, load_library, parse_overlay
from placement.risk.draws import draw_numbers, numbers_of_draw

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
LIBRARY = load_library()


@pytest.fixture(scope="module", params=["bank_card", "telecom"])
def fitted(request: pytest.FixtureRequest) -> api.SectorFit:
    """Batches of several ages tell three odds, those of one age a pair."""
    name = f"remittances_{request.param}.csv"
    opened = api.open_remittances(SAMPLES / name, filename=name)
    (found,) = api.calibrate_file(opened, LIBRARY).sectors
    return found


def laid(fitted: api.SectorFit, *, blended: bool = False) -> Assumptions:
    text = fitted.overlay(LIBRARY, blended=blended).toml
    return lay_over(LIBRARY, parse_overlay(text.encode(), name="own.toml"))


def shown(numbers: Assumptions, fitted: api.SectorFit) -> np.ndarray:
    """Return logit w, log mu and log lambda that the library shows."""
    odds = api.library_odds(numbers, fitted.sector, fitted.fit.odds.reference_age)
    w = odds.willing_share.value
    return np.array(
        [np.log(w / (1.0 - w)), np.log(odds.pay_hazard.value), np.log(odds.fade_rate.value)]
    )


def draws_of(numbers: Assumptions, fitted: api.SectorFit, count: int) -> np.ndarray:
    found = draw_numbers(
        numbers, [fitted.sector], count=count, streams=streams_of(5)
    ).numbers()  # fmt: skip
    joint = {p for name in numbers.joints[0].numbers for p in numbers.paths_under(name)}
    # What was not fitted stays where it is, so that what is seen is the fit's.
    only = replace(found, drawn={p: v for p, v in found.drawn.items() if p in joint})
    return np.array([shown(numbers_of_draw(only, at), fitted) for at in range(count)])


def test_draws_through_the_library_have_the_fits_covariance(fitted: api.SectorFit) -> None:
    """400 draws: a standard deviation to 10 % (4 / sqrt(2 n)), a correlation to 0.2."""
    sigma = covariance_of_fit(fitted.fit, fitted.library)
    seen = draws_of(laid(fitted), fitted, 400)
    error = np.sqrt(np.diag(sigma))
    np.testing.assert_allclose(seen.std(axis=0), error, rtol=0.15)
    np.testing.assert_allclose(np.corrcoef(seen.T), sigma / np.outer(error, error), atol=0.2)
    odds = fitted.fit.odds
    at = [odds.willing_share, odds.pay_hazard, odds.fade_rate]
    middle = np.array([np.log(at[0] / (1 - at[0])), np.log(at[1]), np.log(at[2])])
    assert np.all(np.abs(seen.mean(axis=0) - middle) < 4.0 * error / np.sqrt(400) + 0.1 * error)


def test_of_one_age_what_comes_in_and_how_fast_stays_as_sure_as_it_is(
    fitted: api.SectorFit,
) -> None:
    """Fading alone would move what comes in; the willing share makes up for it."""
    if fitted.fit.tells_fading:
        pytest.skip("the batches tell fading")
    seen = draws_of(laid(fitted), fitted, 400)
    w, mu, fade = 1.0 / (1.0 + np.exp(-seen[:, 0])), np.exp(seen[:, 1]), np.exp(seen[:, 2])
    assert np.std(np.log(fade)) > 0.05
    apart = fade[np.random.default_rng(1).permutation(len(fade))]
    for value, told, loose in (
        (w * mu / (mu + fade), fitted.fit.ultimate, w * mu / (mu + apart)),
        (mu + fade, fitted.fit.speed, mu + apart),
    ):
        # They move along a line where what is told is a curve, so that a little is lost.
        assert told.se < np.std(value) < 2.5 * told.se
        assert np.std(value) < 0.45 * np.std(loose)


def test_slopes_are_those_of_what_the_numbers_are_functions_of() -> None:
    """Hard share w, contacts 1 / mu: covariance of (logit w, log mu) with the sign turned."""

    def entries(at: list[float]) -> list[Entry]:
        return [
            Entry(path="bank_card.debtor.hard_share", value=at[0], low=0.0, high=1.0),
            Entry(path="bank_card.agency.contacts_per_hard", value=3.0 / at[1], low=1, high=9),
        ]

    sigma = np.array([[0.04, 0.03, 0.0], [0.03, 0.09, 0.0], [0.0, 0.0, 0.0]])
    joint = joint_of(LIBRARY, entries, [0.2, 0.1, 0.03], sigma)
    assert joint is not None
    assert joint.scales == ("logit", "log")
    np.testing.assert_allclose(joint.errors, [0.2, 0.3], rtol=1e-6)
    np.testing.assert_allclose(joint.correlation[0][1], -0.5, rtol=1e-6)
    assert joint_of(LIBRARY, entries, [0.2, 0.1, 0.03], np.zeros((3, 3))) is None


def test_odds_move_on_their_scales() -> None:
    assert moved_odds([0.5, 0.1, 0.2], 0, 1.0)[0] == pytest.approx(1.0 / (1.0 + np.exp(-1.0)))
    assert moved_odds([0.5, 0.1, 0.2], 1, np.log(2.0)) == pytest.approx([0.5, 0.2, 0.2])


def test_a_blend_is_surer_than_either(fitted: api.SectorFit) -> None:
    own = covariance_of_fit(fitted.fit, fitted.library)
    both = blended_covariance(own, fitted.fit, fitted.library)
    assert np.all(np.diag(both) <= np.diag(own) + 1e-12)
    assert np.all(np.linalg.eigvalsh(both) > -1e-12)
    assert laid(fitted, blended=True).joints


def test_the_book_is_surer_or_less_sure_by_what_was_fitted() -> None:
    """Ranges of the fit instead of the library's: the sale aside, other draws follow."""
    name = "remittances_bank_card.csv"
    opened = api.open_remittances(SAMPLES / name, filename=name)
    (found,) = api.calibrate_file(opened, LIBRARY).sectors
    account = api.one_account(sector="bank_card", balance=7_000.0, age=8.0)
    numbers = laid(found)
    loose = replace(numbers, joints=())
    made, apart = (api.simulate(account, each, draws=300) for each in (numbers, loose))
    assert made.draws.factor_of("bank_card.debtor.hard_share") == "bank_card.debtor.hard_share"
    assert apart.draws.factor_of("bank_card.debtor.hard_share") == "bank_card.calibration"
    assert "bank_card.agency.contacts_per_hard" in made.draws.factors
    assert {driver.factor for driver in made.drivers.drivers} <= made.draws.factors.keys()
    assert not np.allclose(made.worth.net, apart.worth.net)
