"""The choice is the best of all choices: every one is looked at on small programmes."""

import itertools
import time

import numpy as np
import pytest

from placement.decide.mix.clock import Clock
from placement.decide.mix.maximise import maximise
from placement.decide.mix.programme import OPTIMAL_GAP, Overbooking, Programme, Rule
from placement.domain.errors import InputError
from tests.decide.mix.builders import programme

SIZE, MODES = 6, 3


def by_hand(problem: Programme) -> float:
    """Return the best value over every choice; minus infinity where none is feasible."""
    best = -np.inf
    size, modes = problem.profit.shape
    for choice in itertools.product(range(-1, modes), repeat=size):
        mode = np.array(choice)
        if (problem.must & (mode < 0)).any():
            continue
        chosen = mode[:, None] == np.arange(modes)
        counted = [problem.use_of(row, chosen) for row in problem.rows]
        deviations = problem.rule.deviations
        in_full = all(
            f <= r.capacity + 1e-9 for (f, _, _), r in zip(counted, problem.rows, strict=True)
        )
        fits = in_full
        if problem.rule.kind is not Overbooking.FULL:
            fits |= all(
                m + deviations * s <= r.capacity + 1e-9
                for (_, m, s), r in zip(counted, problem.rows, strict=True)
            )
        if fits:
            best = max(best, float(problem.profit[chosen].sum()))
    return best


def random_programme(seed: int, *, kind: Overbooking, must: tuple[int, ...] = ()) -> Programme:
    """Return a programme with two tight capacities."""
    rng = np.random.default_rng(seed)
    use = rng.uniform(1.0, 9.0, (2, SIZE, 1)) * np.arange(1, MODES + 1) / MODES
    profit = rng.uniform(-2.0, 10.0, (SIZE, 1)) * np.sqrt(np.arange(1, MODES + 1))
    rows = [(part, float(0.4 * part[:, -1].sum())) for part in use]
    return programme(
        profit, *rows, must=must, chance=rng.uniform(0.2, 1.0, SIZE), rule=Rule(kind=kind)
    )


@pytest.mark.parametrize("kind", list(Overbooking))
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("must", [(), (0, 3)])
def test_no_choice_is_better(seed: int, kind: Overbooking, must: tuple[int, ...]) -> None:
    problem = random_programme(seed, kind=kind, must=must)
    best, found = by_hand(problem), maximise(problem, clock=Clock.of(10.0))
    if not np.isfinite(best):
        assert found is None
        return
    assert found is not None
    slack = OPTIMAL_GAP * abs(best) if kind is Overbooking.SAFE else 1e-6
    assert best - slack <= found.value <= best + 1e-6
    assert found.bound >= best - 1e-6


def test_what_loses_money_is_only_taken_where_it_must_be() -> None:
    use = np.ones((2, 1))
    free = maximise(programme([[-5.0], [3.0]], (use, 9.0)), clock=Clock.of(5.0))
    bound = maximise(programme([[-5.0], [3.0]], (use, 9.0), must=[0]), clock=Clock.of(5.0))
    assert free is not None
    assert bound is not None
    assert (free.value, bound.value) == pytest.approx((3.0, -2.0))
    assert free.mode.tolist() == [-1, 0]


def test_with_no_capacity_only_what_takes_nothing_is_chosen() -> None:
    found = maximise(
        programme([[5.0], [3.0]], (np.array([[1.0], [0.0]]), 0.0)), clock=Clock.of(5.0)
    )
    assert found is not None
    assert found.mode.tolist() == [-1, 0]


def test_a_must_that_does_not_fit_has_no_choice() -> None:
    assert (
        maximise(programme([[5.0]], (np.array([[2.0]]), 1.0), must=[0]), clock=Clock.of(5.0))
        is None
    )


def test_looser_rules_are_worth_more() -> None:
    values = [
        maximise(random_programme(3, kind=kind), clock=Clock.of(10.0)).value  # type: ignore[union-attr]
        for kind in (Overbooking.FULL, Overbooking.SAFE, Overbooking.EXPECTED)
    ]
    assert values[0] <= values[1] + 1e-9
    assert values[1] <= values[2] * (1.0 + OPTIMAL_GAP)
    assert values[0] < values[2]


@pytest.mark.parametrize("exceed", [0.0, 0.6, 5.0])
def test_an_accepted_chance_out_of_bounds_is_named(exceed: float) -> None:
    with pytest.raises(InputError, match="Write 5%"):
        Rule(kind=Overbooking.SAFE, exceed=exceed)


def test_the_time_is_a_limit_on_all_searches_together() -> None:
    """By the rule that needs most of them."""
    rng = np.random.default_rng(1)
    use = rng.uniform(1.0, 9.0, (3, 60, 1)) * np.arange(1, 6) / 5
    problem = programme(
        rng.uniform(1.0, 10.0, (60, 1)) * np.sqrt(np.arange(1, 6)),
        *((part, float(0.3 * part[:, -1].sum())) for part in use),
        chance=rng.uniform(0.2, 0.9, 60), rule=Rule(kind=Overbooking.SAFE),
    )  # fmt: skip
    start = time.process_time()
    found = maximise(problem, clock=Clock.of(1.0))
    # Of work, as a busy machine lets it wait for longer than it works.
    assert time.process_time() - start < 4.0
    assert found is not None
    assert np.isfinite(found.bound)
