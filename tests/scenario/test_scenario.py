"""A scenario is a frozen value: equal choices are equal, a change makes a new one."""

import pytest

from placement.assume.library import load_library
from placement.domain.errors import AssumptionError
from placement.domain.types import Stance
from placement.scenario.scenario import Scenario
from placement.tape.bands import Bands

TAX = "tax.income_tax_rate"


def test_the_order_of_changes_does_not_matter() -> None:
    """Equal digests, so caches meet."""
    one = Scenario().with_values({TAX: 0.1}).with_values({"market.discount_rate_per_year": 0.2})
    two = Scenario().with_values({"market.discount_rate_per_year": 0.2, TAX: 0.1})
    assert one == two
    assert one.digest == two.digest


def test_every_choice_moves_the_digest() -> None:
    """Else a cache would answer another question."""
    base = Scenario()
    others = [
        base.with_values({TAX: 0.1}),
        base.with_stance(Stance.CONTRACTUAL),
        base.with_bands(Bands(age=(6.0,))),
    ]
    assert len({scenario.digest for scenario in (base, *others)}) == 4


def test_none_gives_a_value_back_to_the_library() -> None:
    """Back to the start, also for equality."""
    assert Scenario().with_values({TAX: 0.1}).with_values({TAX: None}) == Scenario()


def test_assumptions_carry_the_changes() -> None:
    """The library itself stays as it is."""
    library = load_library()
    changed = Scenario().with_values({TAX: 0.1}).assumptions(library)
    assert changed.entries[TAX].value == 0.1
    assert library.entries[TAX].value == 0.25
    assert Scenario().assumptions(library) is library


def test_a_value_out_of_bounds_is_refused() -> None:
    """When the numbers are put together, with the path."""
    with pytest.raises(AssumptionError, match=TAX):
        Scenario().with_values({TAX: 7.0}).assumptions(load_library())
