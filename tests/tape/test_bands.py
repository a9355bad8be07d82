"""Bands by age are cut in days, as stages and commissions are, and named so."""

import numpy as np
import pytest

from placement.domain.days import months_of
from placement.tape.bands import Bands, age_band_of
from placement.tape.labels import age_band_label
from placement.tape.segment import segment
from placement.tape.stratify import stratify

STAGES = Bands().age


def labels(edges: tuple[float, ...], *, sector: str = "") -> list[str]:
    """Return the names of all bands."""
    return [age_band_label(edges, band, sector=sector) for band in range(len(edges) + 1)]


def test_the_usual_bands_are_stages_then_years() -> None:
    assert labels(STAGES, sector="bank_card") == [
        "M1 (up to 30 days)",
        "M2 (31 to 60 days)",
        "M3 (61 to 90 days)",
        "M4 (91 to 120 days)",
        "M5 (121 to 150 days)",
        "M6 (151 to 180 days)",
        "181 to 270 days",
        "271 to 365 days",
        "12 to 18 months",
        "18 to 24 months",
        "2 to 3 years",
        "3 to 5 years",
        "over 5 years",
    ]
    assert labels(STAGES)[3] == "91 to 120 days"


def test_other_edges_have_names_too() -> None:
    assert labels((0.5, 1.55, 7.0, 18.0)) == [
        "up to 15 days",
        "0.5 to 1.55 months",
        "1.55 to 7 months",
        "7 to 18 months",
        "over 18 months",
    ]
    assert labels((12.0,)) == ["up to 1 year", "over 1 year"]
    assert labels(()) == ["any age"]


@pytest.mark.parametrize(("last_day", "band"), [(30, 0), (90, 2), (180, 5), (365, 7), (1095, 10)])
def test_a_band_ends_with_its_day(last_day: int, band: int) -> None:
    ages = months_of(np.array([last_day, last_day + 1.0]))
    assert age_band_of(ages, STAGES).tolist() == [band, band + 1]


def test_a_tape_in_days_is_cut_at_the_days(checked) -> None:
    """91 and 92 days are one segment; 90, 365 and 366 are others."""
    rows = "".join(f"100,{days}\n" for days in (90, 91, 92, 365, 366))
    tape = checked("balance,dpd\n" + rows, sector="bank_card").tape
    cut = segment(tape)
    assert cut.index.tolist() == [0, 1, 1, 2, 3]
    assert cut.age_band.tolist() == [2, 3, 7, 8]
    assert cut.segments.label[1].startswith("bank card · joint stock · M4 (91 to 120 days)")
    assert stratify(tape, "age")["age"].tolist()[:2] == [
        "M3 (61 to 90 days)",
        "M4 (91 to 120 days)",
    ]


def test_a_sector_can_have_edges_of_its_own(checked) -> None:
    """Its commission steps inside a band: the band is cut there, the other sector's is not."""
    rows = "".join(
        f"{sector},100,{days}\n" for sector in ("telecom", "logistics") for days in (190, 260)
    )
    tape = checked("sector,balance,dpd\n" + rows, sector=None).tape
    cut = segment(tape, splits={"telecom": (0.0, 7.0, 12.0)})
    assert cut.segments.accounts.tolist() == [1, 1, 2]
    assert cut.age_band.tolist() == [6, 6, 6]
    assert "181 to 210 days" in cut.segments.label[0]
    assert "211 to 270 days" in cut.segments.label[1]
    assert "181 to 270 days" in cut.segments.label[2]
    assert len(segment(tape).segments) == 2
