"""Stopping a pilot in time, against every rule there is."""

from itertools import product

import numpy as np
import pytest

from placement.domain.errors import InputError
from placement.risk.pilot import Prior, pilot
from placement.risk.pilot_stop import stop_rule

PRIOR = Prior(mean=0.3, strength=2.0)
CALL = {"accounts": 25, "gain_per_success": 100.0, "cost_per_account": 38.0}


def value_of(rule: dict[tuple[int, int], bool], size: int) -> float:
    """Return what a rule brings by walking through every history of so many tries."""

    def walk(tried: int, x: int) -> float:
        p = (PRIOR.successes + x) / (PRIOR.strength + tried)
        brings = 100.0 * p - 38.0
        if tried == size:
            return (25 - size) * max(brings, 0.0)
        if not rule[tried, x]:
            return 0.0
        return brings + p * walk(tried + 1, x + 1) + (1.0 - p) * walk(tried + 1, x)

    return walk(0, 0)


def test_no_rule_of_all_brings_more() -> None:
    """Every way of going on or stopping after each outcome of four tries: 1,024 rules."""
    size = 4
    states = [(tried, x) for tried in range(size) for x in range(tried + 1)]
    worths = {
        choices: value_of(dict(zip(states, choices, strict=True)), size)
        for choices in product([False, True], repeat=len(states))
    }
    found = stop_rule(PRIOR, size=size, **CALL)
    assert found.value == pytest.approx(max(worths.values()), abs=1e-9)
    own = {(tried, x): x >= found.go_on_from[tried] for tried, x in states}
    assert value_of(own, size) == pytest.approx(found.value, abs=1e-9)
    assert found.to_the_end == pytest.approx(value_of(dict.fromkeys(states, True), size))


def test_without_stopping_it_is_the_pilot_of_that_size() -> None:
    """n accounts at their mean, the rest where it pays: what `pilot` says that it adds."""
    found = stop_rule(PRIOR, size=10, **CALL)
    fixed = pilot(PRIOR, **CALL)
    assert found.to_the_end == pytest.approx(fixed.net[9])
    assert found.saves > 0.0
    assert 0.0 < found.tried < 10


def test_the_rule_in_lines_stops_where_the_rule_stops() -> None:
    found = stop_rule(
        Prior(mean=0.1, strength=10.0),
        accounts=2_000, gain_per_success=900.0, cost_per_account=100.0, size=115,
    )  # fmt: skip
    needed = np.zeros(115, dtype=int)
    for tried, successes in found.steps:
        needed[tried:] = successes
    np.testing.assert_array_equal(needed, found.go_on_from)
    assert (np.diff(found.go_on_from) >= 0).all()


def test_tries_that_bring_more_than_they_cost_are_not_stopped_at_once() -> None:
    found = stop_rule(
        Prior(mean=0.5, strength=20.0),
        accounts=100, gain_per_success=10.0, cost_per_account=1.0, size=50,
    )  # fmt: skip
    assert found.go_on_from[0] == 0
    assert found.value == pytest.approx(100 * 4.0, rel=1e-3)
    hopeless = stop_rule(
        Prior(mean=0.01, strength=1e6),
        accounts=100, gain_per_success=10.0, cost_per_account=1.0, size=50,
    )  # fmt: skip
    assert (hopeless.value, hopeless.tried) == (0.0, 0.0)
    assert hopeless.steps[0] == (0, 1)


def test_a_pilot_of_more_than_all_accounts_is_refused() -> None:
    with pytest.raises(InputError, match="from 1 to 25 accounts; got 26"):
        stop_rule(PRIOR, size=26, **CALL)
