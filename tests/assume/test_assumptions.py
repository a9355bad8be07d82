"""Changing numbers by path: what is marked, what is refused and in which words."""

import math

import numpy as np
import pytest

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.assume.units import UNITS
from placement.domain.errors import AssumptionError

LIBRARY = load_library()
PRICE = "bank_card.sale.lag_months"


def test_a_changed_number_is_marked_as_the_users() -> None:
    old = LIBRARY.entries["bank_card.law_letter.cost"]
    new = LIBRARY.with_values({old.path: old.high + 1.0}).entries[old.path]
    assert (new.value, new.low, new.high) == (old.high + 1.0, old.low, old.high + 1.0)
    assert new.status == "user"
    assert f"{old.value:g}" in new.source
    lower = LIBRARY.with_values({old.path: 1.0}).entries[old.path]
    assert (lower.low, lower.high) == (1.0, old.high)


def test_the_library_itself_stays_as_it_was() -> None:
    before = LIBRARY.digest
    changed = LIBRARY.with_values({"bank_card.law_letter.cost": 1.0})
    assert LIBRARY.digest == before != changed.digest
    assert LIBRARY.entries["bank_card.law_letter.cost"].status != "user"
    with pytest.raises(TypeError):
        LIBRARY.entries["x"] = changed.entries["bank_card.law_letter.cost"]  # type: ignore[index]


def test_the_same_value_changes_nothing() -> None:
    value = LIBRARY.entries[PRICE].value
    same = LIBRARY.with_values({PRICE: value})
    assert same.entries[PRICE] == LIBRARY.entries[PRICE]
    assert same.digest == LIBRARY.digest


def test_a_table_path_sets_all_its_numbers() -> None:
    prefix = "bank_card.agency.commission"
    changed = LIBRARY.with_values({prefix: 0.2})
    paths = LIBRARY.paths_under(prefix)
    assert len(paths) > 10
    assert {changed.entries[path].value for path in paths} == {0.2}
    others = set(LIBRARY.entries) - set(paths)
    assert all(changed.entries[path] is LIBRARY.entries[path] for path in others)


def test_a_group_of_different_units_cannot_be_set_at_once() -> None:
    with pytest.raises(AssumptionError, match=r"bank_card\.in_house holds numbers in different"):
        LIBRARY.with_values({"bank_card.in_house": 1.0})


def test_an_unknown_path_suggests_close_ones() -> None:
    with pytest.raises(AssumptionError) as caught:
        LIBRARY.with_values({"bank_card.law_leter.cost": 1.0})
    words = str(caught.value)
    assert "bank_card.law_leter.cost" in words
    assert "bank_card.law_letter.cost" in words
    assert "`assumptions`" in words
    for ask in (LIBRARY.number, LIBRARY.table):
        with pytest.raises(AssumptionError, match="There is no assumption called"):
            ask("nothing.like.this")


def test_percent_written_for_a_share_gets_a_hint() -> None:
    with pytest.raises(AssumptionError) as caught:
        LIBRARY.with_values({"bank_card.sale.price.0m": 22.0})
    assert str(caught.value) == (
        "bank_card.sale.price.0m must lie from 0 to 1 (share, 0.22 is 22%); got 22. "
        "If you meant 22%, write 0.22."
    )


@pytest.mark.parametrize("value", [-0.1, 1.5, 101.0, math.nan, math.inf, -math.inf])
def test_a_value_out_of_bounds_names_its_path(value: float) -> None:
    with pytest.raises(AssumptionError, match=r"^bank_card\.lawsuit\.win must lie from 0 to 1"):
        LIBRARY.with_values({"bank_card.lawsuit.win": value})


@pytest.mark.parametrize("unit", UNITS)
def test_no_unit_takes_what_is_no_number(unit: str) -> None:
    for value in (math.nan, math.inf, -math.inf):
        assert UNITS[unit].fault(value) is not None


@pytest.mark.parametrize("path", [PRICE, "bank_card.agency.months"])
def test_months_that_carry_cash_are_whole(path: str) -> None:
    with pytest.raises(AssumptionError, match=rf"^{path} must be a whole number.*got 4\.5"):
        LIBRARY.with_values({path: 4.5})


def test_drawn_values_replace_the_single_one() -> None:
    draws = np.array([[0.1], [0.3]])
    mixed = Assumptions(entries=LIBRARY.entries, drawn={"bank_card.sale.price.10m": draws})
    assert mixed.number("bank_card.sale.price.10m") is draws
    ages, values = mixed.table("bank_card.sale.price")
    single = LIBRARY.table("bank_card.sale.price")[1]
    assert values.shape == (2, len(ages))
    drawn = ages.tolist().index(10.0)
    assert values[:, drawn].tolist() == [0.1, 0.3]
    assert values[:, 0].tolist() == [single[0], single[0]]
