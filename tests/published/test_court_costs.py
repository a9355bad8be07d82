"""Charges of courts and lawyers as the law has them.

Measures on the Payment of Litigation Costs (State Council Decree 481), art. 13, 14, 16; Opinions
on regulating lawyers' fees (2021), item 6. Worked out by hand from the bands, to the cent.
"""

import numpy as np
import pytest

from placement.assume.library import load_library
from placement.value.legal_fees import (
    acceptance_fee,
    enforcement_fee,
    lawyer_cap,
    payment_order_fee,
    preservation_fee,
    summary_fee,
)

LIBRARY = load_library()
CENT = 0.005 + 1e-9

CLAIMS = [
    # claim, acceptance, summary, payment order, enforcement, preservation, lawyers' cap
    (1_000, 50.00, 25.00, 16.67, 50.00, 30.00, 180),
    (3_000, 50.00, 25.00, 16.67, 50.00, 50.00, 540),
    (7_000, 50.00, 25.00, 16.67, 50.00, 90.00, 1_260),
    (10_000, 50.00, 25.00, 16.67, 50.00, 120.00, 1_800),
    (20_000, 300.00, 150.00, 100.00, 200.00, 220.00, 3_600),
    (50_000, 1_050.00, 525.00, 350.00, 650.00, 520.00, 9_000),
    (100_000, 2_300.00, 1_150.00, 766.67, 1_400.00, 1_020.00, 18_000),
    (200_000, 4_300.00, 2_150.00, 1_433.33, 2_900.00, 1_520.00, 36_000),
    (500_000, 8_800.00, 4_400.00, 2_933.33, 7_400.00, 3_020.00, 90_000),
    (1_000_000, 13_800.00, 6_900.00, 4_600.00, 12_400.00, 5_000.00, 180_000),
    (2_000_000, 22_800.00, 11_400.00, 7_600.00, 22_400.00, 5_000.00, 330_000),
    (5_000_000, 46_800.00, 23_400.00, 15_600.00, 52_400.00, 5_000.00, 780_000),
    (10_000_000, 81_800.00, 40_900.00, 27_266.67, 77_400.00, 5_000.00, 1_380_000),
    (20_000_000, 141_800.00, 70_900.00, 47_266.67, 87_400.00, 5_000.00, 2_280_000),
    (30_000_000, 191_800.00, 95_900.00, 63_933.33, 97_400.00, 5_000.00, 3_180_000),
]
CHARGES = (
    acceptance_fee,
    summary_fee,
    payment_order_fee,
    enforcement_fee,
    preservation_fee,
    lawyer_cap,
)

ACCEPTANCE_IN_SHORT = [
    # up to, rate, constant: fee = rate * claim + constant
    (10_000, 0.0, 50),
    (100_000, 0.025, -200),
    (200_000, 0.02, 300),
    (500_000, 0.015, 1_300),
    (1_000_000, 0.01, 3_800),
    (2_000_000, 0.009, 4_800),
    (5_000_000, 0.008, 6_800),
    (10_000_000, 0.007, 11_800),
    (20_000_000, 0.006, 21_800),
    (1_000_000_000, 0.005, 41_800),
]
ENFORCEMENT_IN_SHORT = [
    (10_000, 0.0, 50),
    (500_000, 0.015, -100),
    (5_000_000, 0.01, 2_400),
    (10_000_000, 0.005, 27_400),
    (1_000_000_000, 0.001, 67_400),
]


def in_short(table: list[tuple[float, float, float]], claim: float) -> float:
    """Return the charge by the shortened form of a tariff."""
    _, rate, constant = next(row for row in table if claim <= row[0])
    return rate * claim + constant


@pytest.mark.parametrize("row", CLAIMS, ids=lambda row: f"{row[0]:,}")
def test_every_charge_of_a_claim(row: tuple[float, ...]) -> None:
    claim, *expected = row
    found = [float(charge(np.array([float(claim)]), LIBRARY)[0]) for charge in CHARGES]
    np.testing.assert_allclose(found, expected, rtol=0.0, atol=CENT)


def test_claims_together_are_charged_as_alone() -> None:
    claims = np.array([[float(row[0]) for row in CLAIMS]])
    expected = [[row[1] for row in CLAIMS]]
    np.testing.assert_allclose(acceptance_fee(claims, LIBRARY), expected, atol=CENT)


@pytest.mark.parametrize("seed", range(3))
def test_bands_equal_the_shortened_forms(seed: int) -> None:
    claims = 10.0 ** np.random.default_rng(seed).uniform(1.0, 8.5, 200)
    for charge, table in (
        (acceptance_fee, ACCEPTANCE_IN_SHORT),
        (enforcement_fee, ENFORCEMENT_IN_SHORT),
    ):
        expected = [in_short(table, claim) for claim in claims]
        np.testing.assert_allclose(charge(claims, LIBRARY), expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("charge", "claim", "expected"),
    [
        (acceptance_fee, 10_001.0, 50.025),
        (acceptance_fee, 100_000.0, 2_300.0),
        (acceptance_fee, 100_001.0, 2_300.02),
        (enforcement_fee, 500_000.0, 7_400.0),
        (enforcement_fee, 500_001.0, 7_400.01),
        (preservation_fee, 895_999.0, 4_999.995),
        (preservation_fee, 896_000.0, 5_000.0),
        (preservation_fee, 896_001.0, 5_000.0),
        (preservation_fee, 500.0, 30.0),
        (lawyer_cap, 50_000_000.0, 4_980_000.0),
    ],
)
def test_charges_at_the_edge_of_a_band(charge, claim: float, expected: float) -> None:
    assert float(charge(np.array(claim), LIBRARY)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("charge", CHARGES)
def test_a_larger_claim_never_costs_less(charge) -> None:
    fees = charge(np.geomspace(1.0, 1e8, 2_000), LIBRARY)
    assert np.all(np.diff(fees) >= -1e-9)
