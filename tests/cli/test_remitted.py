"""What commands on remittance files are told of the amounts is how they are read."""

from pathlib import Path

import numpy as np
import pytest

from placement.cli.remitted import remitted
from placement.domain.errors import InputError

PLAIN = {"placements": None, "columns": None, "sector": "bank_card", "age": 6.0, "missing": None,
         "meaning": {"dates": None}}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return two batches whose amounts never fall."""
    found = tmp_path / "batches.csv"
    found.write_text(
        "batch,placed balance,accounts,1,2,3\nA,1000,10,10,30,60\nB,2000,20,20,50,90\n"
    )
    return found


def test_running_totals_are_told_apart_from_what_each_month_brought(file: Path) -> None:
    totals = remitted(file, amounts="cumulative", **PLAIN)
    months = remitted(file, amounts="monthly", **PLAIN)
    np.testing.assert_allclose(totals.collected, [[10, 20, 30], [20, 30, 40]])
    np.testing.assert_allclose(months.collected, [[10, 30, 60], [20, 50, 90]])


def test_another_word_is_refused(file: Path) -> None:
    with pytest.raises(InputError, match="--amounts must be one of monthly, cumulative"):
        remitted(file, amounts="some", **PLAIN)
