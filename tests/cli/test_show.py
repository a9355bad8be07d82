"""Amounts as commands print them."""

import pytest

from placement.cli.show import cents


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(-0.0, "0.00"), (-0.004, "0.00"), (-0.005, "-0.01"), (1_234.565, "1,234.57"), (0.0, "0.00")],
)
def test_nothing_has_no_sign(amount: float, shown: str) -> None:
    assert cents(amount) == shown
