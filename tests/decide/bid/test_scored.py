"""Scored tenders: points by hand, the limit of price alone, a simulation of whole tenders."""

import numpy as np
import pytest

from placement.decide.bid.bids import CutNormalBids
from placement.decide.bid.choices import PriceFormula
from placement.decide.bid.rivals import Rivals, chance_among_lowest, known_number
from placement.decide.bid.scored import win_chance
from placement.decide.bid.tender import Tender, price_points
from placement.domain.errors import InputError

MEAN, SD = 0.22, 0.03
BIDS = CutNormalBids(mean=np.array([MEAN]), sd=np.array([SD]))
OWN = np.array([[0.15, 0.18, 0.2, 0.21, 0.22, 0.25]])
DRAWS = 60_000


def tender(weight: float, formula: PriceFormula, *, spread: float = 7.0, **more) -> Tender:
    """Return rules with a spread of technical points."""
    return Tender(
        price_weight=weight,
        formula=formula,
        ceiling=0.4,
        rival_points_sd=spread if weight < 1.0 else None,
        **more,
    )


@pytest.mark.parametrize(
    ("formula", "reference", "points"),
    [
        (PriceFormula.LOWEST_OVER_BID, 0.2, 30 * 0.2 / 0.25),
        (PriceFormula.FROM_CEILING, 0.2, 30 * 0.15 / 0.2),
        (PriceFormula.FROM_AVERAGE, 0.2, 30 * (1 - 2 * 0.25)),
    ],
)
def test_points_by_hand(formula: PriceFormula, reference: float, points: float) -> None:
    """A bid of 25 %, 30 points for the price, ceiling 40 %, slope 2."""
    rules = tender(0.3, formula, slope=2.0)
    found = price_points(np.array(0.25), reference=np.array(reference), tender=rules)
    assert float(found) == pytest.approx(points)


@pytest.mark.parametrize("formula", [PriceFormula.LOWEST_OVER_BID, PriceFormula.FROM_CEILING])
@pytest.mark.parametrize("winners", [1, 2])
def test_price_alone_is_the_lowest_commission_tender(formula: PriceFormula, winners: int) -> None:
    """Exactly at weight 1; and points that hardly count come close to it."""
    rivals = Rivals(chance=known_number(4), bids=BIDS)
    lowest = chance_among_lowest(OWN, rivals, winners)[0, 4]
    exact = win_chance(OWN, rivals, tender(1.0, formula, winners=winners))[0, 4]
    np.testing.assert_array_equal(exact, lowest)
    nearly = tender(0.9999, formula, spread=1e-3, winners=winners)
    np.testing.assert_allclose(win_chance(OWN, rivals, nearly)[0, 4], lowest, atol=2e-3)


def simulated(rules: Tender, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the share of whole tenders that each own bid wins, and its standard error."""
    generator = np.random.default_rng(11)
    theirs = BIDS.at(generator.random((1, DRAWS * count))).reshape(DRAWS, count)
    technical = rules.most_technical / 2 + rules.rival_points_sd * generator.standard_normal(
        (DRAWS, count)
    )
    shares = []
    for own in OWN[0]:
        everyone = np.column_stack([np.full(DRAWS, own), theirs])
        reference = (
            everyone.mean(axis=1)
            if rules.formula is PriceFormula.FROM_AVERAGE
            else everyone.min(axis=1)
        )
        points = price_points(everyone, reference=reference[:, None], tender=rules)
        total = points + np.column_stack(
            [np.full(DRAWS, rules.most_technical / 2 + rules.lead), technical]
        )
        ahead = (total[:, 1:] > total[:, :1]).sum(axis=1)
        shares.append((ahead < rules.winners).mean())
    share = np.array(shares)
    return share, np.sqrt(share * (1.0 - share) / DRAWS) + 1e-4


@pytest.mark.parametrize("formula", [PriceFormula.LOWEST_OVER_BID, PriceFormula.FROM_CEILING])
@pytest.mark.parametrize(("count", "winners"), [(1, 1), (4, 1), (6, 3)])
@pytest.mark.parametrize("weight", [0.2, 0.6])
def test_whole_tenders_drawn_at_random_agree(
    formula: PriceFormula, count: int, winners: int, weight: float
) -> None:
    """Bids and points of every rival drawn, totals compared: within four standard errors."""
    most = 100.0 * (1.0 - weight)
    rules = tender(
        weight, formula, winners=winners, own_points=0.55 * most, rival_points_mean=0.5 * most
    )
    share, error = simulated(rules, count)
    rivals = Rivals(chance=known_number(count), bids=BIDS)
    found = win_chance(OWN, rivals, rules)[0, count]
    assert np.all(np.abs(found - share) < 4.0 * error)


@pytest.mark.parametrize(("count", "winners", "within"), [(1, 1, 0.0), (4, 1, 0.01), (6, 3, 0.01)])
def test_the_average_formula_is_exact_for_one_rival_and_close_for_more(
    count: int, winners: int, within: float
) -> None:
    """Rivals' distances from their average are taken as independent: within a point of chance."""
    rules = tender(0.4, PriceFormula.FROM_AVERAGE, winners=winners, slope=2.0)
    share, error = simulated(rules, count)
    rivals = Rivals(chance=known_number(count), bids=BIDS)
    found = win_chance(OWN, rivals, rules)[0, count]
    assert np.all(np.abs(found - share) < 4.0 * error + within)


def test_above_the_ceiling_nobody_wins() -> None:
    """Even without a rival."""
    rivals = Rivals(chance=known_number(0), bids=BIDS)
    found = win_chance(np.array([[0.4, 0.41]]), rivals, Tender(ceiling=0.4))
    np.testing.assert_array_equal(found[0, 0], [1.0, 0.0])


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"winners": 0}, "winners must be 1 or more"),
        ({"ceiling": 30.0}, "If you meant 30%, write 0.3."),
        ({"price_weight": 30.0}, "If you meant 30%, write 0.3."),
        ({"price_weight": 0.3}, "rival-points-sd must lie above 0"),
        ({"price_weight": 0.3, "rival_points_sd": 5.0, "own_points": 80.0}, "from 0 to 70"),
        ({"slope": -1.0}, "slope must be 0 or more"),
    ],
)
def test_wrong_rules_are_named(rules: dict, words: str) -> None:
    """What, the rule, what came."""
    with pytest.raises(InputError, match=words):
        Tender(**rules)
