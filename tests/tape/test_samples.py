"""The sample portfolios: made again they are the same, and they show what they are meant to."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from placement.tape.findings import Severity
from placement.tape.segment import segment

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
NAMES = sorted(
    p.name for p in SAMPLES.iterdir() if p.suffix in {".csv", ".xlsx", ".parquet", ".toml"}
)

OTHERS = ("agencies", "bill", "contacts", "contracts", "placed", "remittances")
TAPES = [name for name in NAMES if not name.startswith(OTHERS)]
"""The samples with one row per account."""


def sample(name, checked):
    """Check a sample as it is, with no default."""
    return checked((SAMPLES / name).read_bytes(), filename=name, sector=None)


def test_making_them_again_gives_the_same_bytes(tmp_path) -> None:
    spec = importlib.util.spec_from_file_location("make_samples", SAMPLES / "make.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    maker.make(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == NAMES
    for name in NAMES:
        assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes(), name


def test_they_are_small_enough_to_commit() -> None:
    assert sum((SAMPLES / name).stat().st_size for name in NAMES) < 2_500_000


@pytest.mark.parametrize("name", TAPES)
def test_every_sample_is_usable_and_its_segments_add_up(name, checked) -> None:
    tape = sample(name, checked).tape
    assert len(tape) >= 60
    assert tape.as_of.isoformat() == ("2026-01-31" if "2026_01" in name else "2025-12-31")
    segments = segment(tape).segments
    np.testing.assert_allclose((segments.accounts * segments.balance).sum(), tape.balance.sum())


def test_cards_show_findings(checked, findings) -> None:
    found = findings(sample("bank_card.csv", checked))
    assert {
        "totals_row",
        "balance_text",
        "balance_unreadable",
        "balance_negative",
        "date_future",
        "duplicate",
    } <= set(found)
    assert "GB18030" in found["dialect"].message


def test_telecom_is_very_many_small_bills(checked) -> None:
    tape = sample("telecom.csv", checked).tape
    assert len(tape) == 20_000
    assert tape.balance.min() >= 30
    assert tape.balance.max() <= 800


def test_software_is_few_large_disputed_claims(checked) -> None:
    tape = sample("software_retainage.csv", checked).tape
    assert len(tape) == 60
    assert np.median(tape.balance) > 100_000
    assert tape.disputed.mean() > 0.5


def test_the_book_the_program_opens_with_is_mostly_clean(checked) -> None:
    result = sample("mixed_book.csv", checked)
    assert set(result.tape.sector.names) == {
        "bank_card", "telecom", "property_fee", "logistics", "software_retainage",
    }  # fmt: skip
    assert len(result.tape.excluded) <= 3
    assert sum(f.severity is not Severity.NOTE for f in result.findings) <= 3
