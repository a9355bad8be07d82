"""Scored tenders: points by hand, the limit of price alone, a simulation of whole tenders."""

import numpy as np
import pytest
from scipy.stats import norm

from placement.decide.bid.bids import CutNormalBids
from placement.decide.bid.choices import AboveCeiling, Average, PriceFormula, Ties
from placement.decide.bid.judge import how_won, judge_with
from placement.decide.bid.rivals import Rivals, known_number
from placement.decide.bid.tender import Tender, price_points
from placement.domain.errors import InputError
from tests.decide.bid.worlds import Gains, draw

MEAN, SD = 0.22, 0.03
BIDS = CutNormalBids(mean=np.array([MEAN]), sd=np.array([SD]))
OWN = np.array([[0.15, 0.18, 0.2, 0.21, 0.22, 0.25]])
DRAWS = 60_000
AVERAGE = {"formula": PriceFormula.FROM_AVERAGE}


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
    slope = {"slope": 2.0} if formula is PriceFormula.FROM_AVERAGE else {}
    rules = tender(0.3, formula, **slope)
    found = price_points(np.array(0.25), reference=np.array(reference), tender=rules)
    assert float(found) == pytest.approx(points)


@pytest.mark.parametrize(
    ("bid", "points"),
    [(0.21, 60 - 2.0 * 5.0), (0.19, 60 - 1.0 * 5.0), (0.2, 60.0), (0.8, 0.0)],
)
def test_deductions_differ_above_and_below(bid: float, points: float) -> None:
    """2 points for each percent above a benchmark of 20 %, 1 for each below, of 60."""
    rules = tender(0.6, PriceFormula.FROM_AVERAGE, slope=2.0 / 0.6, slope_below=1.0 / 0.6)
    found = price_points(np.array(bid), reference=np.array(0.2), tender=rules)
    assert float(found) == pytest.approx(points)


def chance_to_win(rules: Tender, rivals: Rivals, error: float = 0.0) -> np.ndarray:
    """Return the chance to win of each own bid."""
    return how_won(rivals, rules, error).won(OWN).chance.sum(axis=1)[0]


@pytest.mark.parametrize("formula", [PriceFormula.LOWEST_OVER_BID, PriceFormula.FROM_CEILING])
@pytest.mark.parametrize("winners", [1, 2])
def test_price_alone_is_the_lowest_commission_tender(formula: PriceFormula, winners: int) -> None:
    """Exactly at weight 1; and points that hardly count come close to it."""
    rivals = Rivals(chance=known_number(4), bids=BIDS)
    lowest = chance_to_win(Tender(winners=winners, ceiling=0.4), rivals)
    exact = chance_to_win(tender(1.0, formula, winners=winners), rivals)
    np.testing.assert_array_equal(exact, lowest)
    nearly = tender(0.9999, formula, spread=1e-3, winners=winners)
    np.testing.assert_allclose(chance_to_win(nearly, rivals), lowest, atol=2e-3)


def reference_of(rules: Tender, bids: np.ndarray, here: np.ndarray, k: np.ndarray) -> np.ndarray:
    """Return the lowest bid or the benchmark, written down afresh."""
    if rules.formula is not PriceFormula.FROM_AVERAGE:
        return np.where(here, bids, np.inf).min(axis=1)
    if rules.average is Average.TRIMMED:
        ordered = np.sort(np.where(here, bids, np.nan), axis=1)
        count = here.sum(axis=1)
        average = np.array(
            [
                row[1 : n - 1].mean() if n > 3 else row[:n].mean()
                for row, n in zip(ordered, count, strict=True)
            ]
        )
    else:
        average = np.where(here, bids, 0.0).sum(axis=1) / here.sum(axis=1)
    blended = rules.ceiling_share * rules.highest_bid
    return (1.0 - k) * (blended + (1.0 - rules.ceiling_share) * average)


def simulated(
    rules: Tender, count: int, *, error: float = 0.0, knows: float = 0.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for each own bid the share of drawn tenders it wins, its error, and E[X | win]."""
    generator = np.random.default_rng(11)
    worlds = draw(error=error, knows=knows, number=count, worlds=DRAWS)
    theirs, here = worlds.others, np.ones((DRAWS, count), dtype=bool)
    if rules.above_ceiling is AboveCeiling.STAY_AWAY:
        here = theirs <= rules.highest_bid
    theirs = np.minimum(theirs, rules.highest_bid)
    technical = rules.most_technical / 2 + (rules.rival_points_sd or 0.0) * (
        generator.standard_normal((DRAWS, count))
    )
    k = generator.choice(rules.discounts, DRAWS)
    shares, held = [], []
    for own in OWN[0]:
        everyone = np.column_stack([np.full(DRAWS, own), theirs])
        present = np.column_stack([np.ones(DRAWS, dtype=bool), here])
        reference = reference_of(rules, everyone, present, k)
        points = price_points(everyone, reference=reference[:, None], tender=rules)
        own_points = np.full(DRAWS, rules.most_technical / 2 + rules.lead)
        total = points + np.column_stack([own_points, technical])
        ahead = ((total[:, 1:] > total[:, :1]) & here).sum(axis=1)
        wins = ahead < rules.winners
        shares.append(wins.mean())
        held.append(worlds.truth[wins].mean() if wins.any() else np.nan)
    share = np.array(shares)
    return share, np.sqrt(share * (1.0 - share) / DRAWS) + 1e-4, np.array(held)


@pytest.mark.parametrize("formula", [PriceFormula.LOWEST_OVER_BID, PriceFormula.FROM_CEILING])
@pytest.mark.parametrize(("count", "winners"), [(1, 1), (4, 1), (6, 3)])
@pytest.mark.parametrize("weight", [0.2, 0.6])
@pytest.mark.parametrize(("error", "knows"), [(0.0, 0.0), (0.3, 0.5), (0.5, 1.0)])
def test_whole_tenders_drawn_at_random_agree(
    formula: PriceFormula, count: int, winners: int, weight: float, error: float, knows: float
) -> None:
    """Truth, bids and points of every rival drawn, totals compared: within four standard errors."""
    most = 100.0 * (1.0 - weight)
    rules = tender(
        weight, formula, winners=winners, own_points=0.55 * most, rival_points_mean=0.5 * most
    )
    agree(rules, count, error=error, knows=knows)


def agree(rules: Tender, count: int, *, error: float, knows: float, within: float = 5e-4) -> None:
    """Check chances and odds if won against drawn tenders."""
    share, spread, held = simulated(rules, count, error=error, knows=knows)
    rivals = Rivals(chance=known_number(count), bids=BIDS, knows=knows)
    seen = judge_with(Gains(), how_won(rivals, rules, error), lots=1)(OWN)
    assert np.all(np.abs(seen.chance[0] - share) < 4.0 * spread + within)
    often = share > 0.05
    np.testing.assert_allclose(seen.truth[0, often], held[often], atol=0.02 * (1.0 + error))


@pytest.mark.parametrize("above", AboveCeiling)
@pytest.mark.parametrize("formula", PriceFormula)
def test_a_ceiling_among_rivals_bids(above: AboveCeiling, formula: PriceFormula) -> None:
    """Half the rivals would want more: they stay away, or bid the ceiling."""
    slope = {"slope": 1.5} if formula is PriceFormula.FROM_AVERAGE else {}
    rules = Tender(
        price_weight=0.5, formula=formula, ceiling=0.22, rival_points_sd=5.0, above_ceiling=above,
        **slope,
    )  # fmt: skip
    share, spread, _ = simulated(rules, 4, error=0.3, knows=0.5)
    rivals = Rivals(chance=known_number(4), bids=BIDS, knows=0.5)
    found = chance_to_win(rules, rivals, 0.3)
    admitted = OWN[0] <= 0.22
    assert np.all(np.abs(found - share)[admitted] < 4.0 * spread[admitted] + 2e-3)
    assert np.all(found[~admitted] == 0.0)


BENCHMARKS = {
    "average": {},
    "trimmed": {"average": Average.TRIMMED},
    "discounts": {"discounts": (0.02, 0.05, 0.08)},
    "blended": {"ceiling_share": 0.4},
    "a slope each side": {"slope": 3.0, "slope_below": 1.0},
    "all": {
        "average": Average.TRIMMED,
        "discounts": (0.0, 0.1),
        "ceiling_share": 0.3,
        "slope": 4.0,
    },
}


@pytest.mark.parametrize("name", BENCHMARKS)
@pytest.mark.parametrize(("count", "winners"), [(1, 1), (4, 1), (6, 3)])
@pytest.mark.parametrize(("error", "knows"), [(0.0, 0.0), (0.3, 0.5)])
def test_benchmarks_drawn_at_random_agree(
    name: str, count: int, winners: int, error: float, knows: float
) -> None:
    """Every form of the benchmark, with marks, within half a point of chance."""
    rules = tender(
        0.6, PriceFormula.FROM_AVERAGE, winners=winners, **{"slope": 2.0, **BENCHMARKS[name]}
    )
    agree(rules, count, error=error, knows=knows, within=5e-3)


def test_a_benchmark_without_marks_is_close() -> None:
    """Price alone: who comes closest; steps are harder to draw than slopes."""
    rules = tender(1.0, PriceFormula.FROM_AVERAGE, slope=2.0)
    agree(rules, 4, error=0.3, knows=0.5, within=0.02)


@pytest.mark.parametrize(
    ("formula", "within"),
    [
        (PriceFormula.LOWEST_OVER_BID, 1e-3),
        (PriceFormula.FROM_CEILING, 1e-3),
        (PriceFormula.FROM_AVERAGE, 1e-2),
    ],
)
@pytest.mark.parametrize("above", AboveCeiling)
def test_an_uncertain_number_is_a_mixture(
    formula: PriceFormula, within: float, above: AboveCeiling
) -> None:
    """Nobody, one or many: each number's chance, weighed, also where some stay away."""
    rules = Tender(
        price_weight=0.5, formula=formula, ceiling=0.24, rival_points_sd=5.0, winners=2,
        above_ceiling=above,
    )  # fmt: skip
    chances = np.array([0.1, 0.2, 0.0, 0.4, 0.0, 0.3])

    def chance(number: np.ndarray) -> np.ndarray:
        rivals = Rivals(chance=number, bids=BIDS, knows=0.5)
        return judge_with(Gains(), how_won(rivals, rules, 0.3), lots=1)(OWN).chance[0]

    mixed = chance(chances[None])
    # Of a walk-over both win, which a tender of fewer than two bidders refuses to ask for.
    alone = (OWN[0] <= 0.24).astype(float)
    parts = [alone, *(chance(known_number(n)) for n in range(1, 6))]
    np.testing.assert_allclose(mixed, chances @ np.stack(parts), atol=within)


def test_the_same_question_has_the_same_answer() -> None:
    """Quasi-random points are the same each time, and neighbours move smoothly."""
    rules = tender(0.6, PriceFormula.FROM_AVERAGE, slope=2.0)
    rivals = Rivals(chance=known_number(4), bids=BIDS, knows=0.5)
    np.testing.assert_array_equal(
        chance_to_win(rules, rivals, 0.3), chance_to_win(rules, rivals, 0.3)
    )
    near = np.linspace(0.2, 0.21, 101)[None]
    steps = np.diff(how_won(rivals, rules, 0.3).won(near).chance.sum(axis=1)[0])
    assert np.abs(steps).max() < 0.002


def test_ties_are_as_the_rules_say() -> None:
    """Everyone beyond the last point: all have none, and lots, the lower bid or others decide."""
    far = CutNormalBids(mean=np.array([0.3]), sd=np.array([0.001]))
    rivals = Rivals(chance=known_number(2), bids=far)
    won = {}
    for ties in Ties:
        rules = Tender(
            price_weight=1.0, formula=PriceFormula.FROM_AVERAGE, slope=1e6, ties=ties, ceiling=0.4
        )
        won[ties] = float(how_won(rivals, rules, 0.0).won(np.array([[0.2]])).chance.sum())
    assert won[Ties.DRAW_LOTS] == pytest.approx(1.0 / 3.0)
    assert won[Ties.LOWER_BID] == pytest.approx(1.0)
    assert won[Ties.AGAINST_US] == pytest.approx(0.0)


def test_above_the_ceiling_nobody_wins() -> None:
    """Even without a rival."""
    rivals = Rivals(chance=known_number(0), bids=BIDS)
    for rules in (Tender(ceiling=0.4), tender(0.5, PriceFormula.LOWEST_OVER_BID)):
        found = how_won(rivals, rules, 0.0).won(np.array([[0.4, 0.41]])).chance
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
        ({"discounts": (1.2,), **AVERAGE}, "from 0 to below 1.* got 1.2"),
        ({"discounts": (), **AVERAGE}, "got none"),
        ({"ceiling_share": 0.3, **AVERAGE}, "needs one"),
        ({"ceiling_share": 30.0, **AVERAGE}, "write 0.3"),
        ({"discounts": (0.1,)}, "discounts holds only with price_formula from_average; got lowest"),
        ({"slope": 2.0, "ties": Ties.LOWER_BID}, "slope, ties hold only with"),
        ({"rival_points_sd": 5.0}, "rival_points_sd holds only with price_weight below 1"),
        ({"slope_below": -1.0, **AVERAGE}, "slope-below must be 0 or more"),
    ],
)
def test_wrong_rules_are_named(rules: dict, words: str) -> None:
    """What, the rule, what came."""
    with pytest.raises(InputError, match=words):
        Tender(**rules)


def won_by_known_bids(rules: Tender, count: int, own: np.ndarray, steps: int = 100_001) -> tuple:
    """Return chance and E[X | win] for e = 0.3 where all rivals bid mean - sd*Z: a sum over Z."""
    z = norm.ppf((np.arange(steps) + 0.5) / steps)
    theirs = np.minimum(MEAN - SD * z, rules.highest_bid)
    absent = rules.above_ceiling is AboveCeiling.STAY_AWAY
    here = (MEAN - SD * z <= rules.highest_bid) if absent else np.ones(steps, dtype=bool)
    chance, held = np.zeros(own.size), np.zeros(own.size)
    for place, bid in enumerate(own):
        for k in rules.discounts:
            average = (bid + count * here * theirs) / (1 + count * here)
            blended = rules.ceiling_share * rules.highest_bid
            benchmark = (1.0 - k) * (blended + (1.0 - rules.ceiling_share) * average)
            ours, others = (
                price_points(x, reference=benchmark, tender=rules) for x in (np.array(bid), theirs)
            )
            won = ((ours > others) | ~here) / len(rules.discounts)
            chance[place] += won.mean()
            held[place] += (won * np.exp(0.3 * z - 0.045)).mean()
    return chance, held / chance


@pytest.mark.parametrize("above", AboveCeiling)
@pytest.mark.parametrize("ceiling", [0.3, 0.25])
def test_a_benchmark_among_rivals_who_know_the_lot(above: AboveCeiling, ceiling: float) -> None:
    """Given Z all rivals bid the same, and the chance to win is a step in Z: a plain sum over Z."""
    rules = Tender(
        ceiling=ceiling, discounts=(0.02, 0.05), ceiling_share=0.5, slope=1.0, slope_below=0.5,
        above_ceiling=above, **AVERAGE,
    )  # fmt: skip
    own = np.array([0.2, 0.22, 0.24, 0.2579, 0.28])
    own = own[own < ceiling]
    rivals = Rivals(chance=known_number(5), bids=BIDS, knows=1.0)
    seen = judge_with(Gains(), how_won(rivals, rules, 0.3), lots=1)(own[None])
    chance, held = won_by_known_bids(rules, 5, own)
    np.testing.assert_allclose(seen.chance[0], chance, atol=5e-4)
    np.testing.assert_allclose(seen.truth[0], held, atol=2e-3)


@pytest.mark.parametrize("knows", [0.95, 0.99, 1.0])
def test_a_benchmark_among_rivals_who_know_nearly_all(knows: float) -> None:
    """Whole tenders drawn at random, price alone, an own rule for each k."""
    rules = tender(1.0, PriceFormula.FROM_AVERAGE, slope=2.0, discounts=(0.02, 0.05), winners=2)
    agree(rules, 4, error=0.3, knows=knows, within=2e-3)
