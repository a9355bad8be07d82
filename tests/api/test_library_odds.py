"""The library's odds as a batch shows them, and numbers that make it show others."""

import numpy as np
import pytest

from placement import api
from placement.assume.library import load_library
from placement.domain.errors import InputError

LIBRARY = load_library()


@pytest.mark.parametrize("sector", LIBRARY.sectors)
@pytest.mark.parametrize("age", [4.0, 12.0])
def test_what_is_asked_for_is_shown(sector: str, age: float) -> None:
    now = api.library_odds(LIBRARY, sector, age)
    wanted = {
        name: api.Range(value=0.8 * part.value, low=0.7 * part.value, high=0.9 * part.value)
        for name in ("willing_share", "pay_hazard", "fade_rate")
        if (part := getattr(now, name))
    }
    found = api.overlay_of(LIBRARY, sector, age, source="a test", **wanted)
    shown = api.library_odds(LIBRARY.with_values(found.values), sector, age)
    for name, part in wanted.items():
        assert getattr(shown, name).value == pytest.approx(part.value, rel=1e-6)


def test_the_hazard_by_hand() -> None:
    """Cards at 4 months: 5,000 contacts over 1,000 accounts, 38 a hard debtor, 0.004 unasked."""
    found = api.library_odds(LIBRARY, "bank_card", 4.0)
    assert found.pay_hazard.value == pytest.approx(0.004 + 5.0 / 38.0)
    assert np.isclose(found.pay_hazard.low, 0.004 + 5.0 / 65.0)


def test_more_than_all_debtors_cannot_be_willing() -> None:
    with pytest.raises(InputError, match="if all debtors were willing at the due date"):
        api.overlay_of(
            LIBRARY, "bank_card", 24.0, source="",
            willing_share=api.Range(value=0.99, low=0.9, high=1.0),
        )  # fmt: skip


def test_slower_than_unasked_is_no_work() -> None:
    with pytest.raises(InputError, match=r"no faster than the 0\.0040"):
        api.overlay_of(
            LIBRARY, "bank_card", 6.0, source="",
            pay_hazard=api.Range(value=0.003, low=0.002, high=0.004),
        )  # fmt: skip
