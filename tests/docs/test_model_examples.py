"""docs/model.md says what the code does: every worked example and every name is checked."""

import importlib
import re
from functools import reduce

import pytest

from tests.docs.examples import EXAMPLES, PAGE, blocks, compute, half_a_digit, parse

TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = blocks(TEXT)
NAMES = sorted(set(re.findall(r"`(placement(?:\.\w+)+)`", TEXT)))


def wrong(block: str) -> dict[str, tuple[float, float]]:
    """Return the results of a block that the code does not confirm: shown and computed."""
    given, shown = parse(block)
    computed = compute(given)
    return {
        name: (float(value), float(computed[name]))
        for name, value in shown.items()
        if abs(float(computed[name]) - float(value)) > half_a_digit(value)
    }


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0])
def test_a_worked_example_comes_out_as_printed(block: str) -> None:
    """To the last digit shown."""
    assert wrong(block) == {}


def test_every_kind_of_example_is_on_the_page() -> None:
    """A kind that is computed but not shown would be dead; an empty page would pass."""
    assert {parse(block)[0]["example"] for block in BLOCKS} == set(EXAMPLES)


def test_a_wrong_digit_is_noticed() -> None:
    """The check can fail."""
    block = next(block for block in BLOCKS if 'example = "contacts"' in block)
    given, shown = parse(block)
    digit = f"contacts_per_success = {shown['contacts_per_success']}"
    assert digit in block
    broken = block.replace(
        digit, f"contacts_per_success = {float(shown['contacts_per_success']) + 0.2:.1f}"
    )
    assert set(wrong(broken)) == {"contacts_per_success"}
    assert given["age"] == 6


@pytest.mark.parametrize("name", NAMES)
def test_a_name_on_the_page_exists(name: str) -> None:
    """Modules, functions, classes and their attributes."""
    words = name.split(".")
    for size in range(len(words), 0, -1):
        try:
            module = importlib.import_module(".".join(words[:size]))
        except ModuleNotFoundError:
            continue
        owner = reduce(getattr, words[size:-1], module) if size < len(words) else module
        fields = getattr(owner, "__dataclass_fields__", {})
        assert size == len(words) or words[-1] in fields or hasattr(owner, words[-1])
        return
    raise AssertionError(name)


def test_there_are_names_to_check() -> None:
    """The table of symbols is not empty."""
    assert len(NAMES) > 20
