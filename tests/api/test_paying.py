"""How payers pay: shown by accounts, asked about where batches look otherwise, always said."""

import pytest

from placement import api
from placement.assume.library import lay_over, load_library, parse_overlay
from placement.report.backtest_answer import beyond_ranges, may_be_relied_on, verdict
from tests.api.simulated_files import FADES, PAYS, WILLING, by_account, by_batch

LIBRARY = load_library()


def batches(*, instalments: int, settled: float = 1.0, seed: int = 1) -> api.Remittances:
    content = by_batch(instalments=instalments, settled=settled, seed=seed)
    return api.open_remittances(content, filename="batches.csv")


def comes_back(fit: api.SectorFit) -> bool:
    """Whether the three known odds lie within three errors of what was fitted."""
    return all(
        abs(own.value - true) <= 3.0 * own.se
        for own, true in (
            (fit.fit.willing_share, WILLING),
            (fit.fit.pay_hazard, PAYS),
            (fit.fit.fade_rate, FADES),
        )
    )


def accounts(*, instalments: int, settled: float) -> api.Remittances:
    paid, held = by_account(instalments=instalments, settled=settled)
    return api.open_remittances(
        paid, filename="paid.csv", placements=held, placements_name="held.csv"
    )


@pytest.mark.parametrize(("instalments", "settled"), [(1, 1.0), (3, 0.9)])
def test_accounts_show_how_they_pay_and_the_odds_come_back(
    instalments: int, settled: float
) -> None:
    found = api.calibrate_file(accounts(instalments=instalments, settled=settled), LIBRARY)
    (fit,) = found.sectors
    assert fit.paying.source == "accounts"
    assert fit.paying.instalments == instalments
    assert fit.paying.settlement_share == pytest.approx(settled, abs=0.01)
    assert fit.paying.breakage == pytest.approx(0.0, abs=0.01)
    assert comes_back(fit)
    (line,) = [line for line in fit.words if line.startswith("How payers pay")]
    assert f"by {fit.paying.told.payers:,} accounts of the file" in line
    laid = lay_over(LIBRARY, parse_overlay(fit.overlay(LIBRARY).toml.encode(), name="own.toml"))
    assert laid.number("bank_card.debtor.instalment_months") == instalments
    assert laid.number("bank_card.debtor.settlement_share") == pytest.approx(settled, abs=0.01)


def test_one_sum_is_asked_about_and_never_taken_unasked() -> None:
    """The library has cards paid in three parts; the file's payers pay all at once."""
    opened = batches(instalments=1)
    found = api.calibrate_file(opened, LIBRARY)
    (fit,) = found.sectors
    assert fit.paying.source == "numbers"
    assert (fit.paying.instalments, fit.paying.settlement_share) == (3, 0.93)
    assert not comes_back(fit)
    assert fit.fit.pay_hazard.value > 1.2 * PAYS
    assert fit.paying.better is not None
    assert fit.paying.better.instalments == 1
    (asked,) = [line for line in found.problems if "in one sum" in line]
    assert "--paid-in-one-sum" in asked
    assert "bank_card.debtor.instalment_months=1" in asked
    assert any("in 3 monthly parts, 93%" in line for line in fit.words)
    assert not any(
        entry.path.endswith("instalment_months") for entry in fit.overlay(LIBRARY).entries
    )
    (said,) = api.calibrate_file(opened, LIBRARY, in_one_sum=True).sectors
    assert said.paying.source == "said"
    assert said.paying.better is None
    assert comes_back(said)
    laid = lay_over(LIBRARY, parse_overlay(said.overlay(LIBRARY).toml.encode(), name="own.toml"))
    assert laid.number("bank_card.debtor.instalment_months") == 1.0
    assert laid.number("bank_card.debtor.settlement_share") == 1.0
    assert laid.number("bank_card.debtor.instalment_breakage") == 0.0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_three_parts_are_not_asked_about_where_they_are_taken(seed: int) -> None:
    under = LIBRARY.with_values({"bank_card.debtor.instalment_breakage": 0.0})
    found = api.calibrate_file(batches(instalments=3, settled=0.93, seed=seed), under)
    (fit,) = found.sectors
    assert fit.paying.better is None
    assert found.problems == ()
    assert comes_back(fit)
    opened = batches(instalments=3, settled=0.93, seed=seed)
    wrong = api.calibrate_file(opened, LIBRARY, in_one_sum=True)
    (fit,) = wrong.sectors
    assert fit.paying.better is not None
    assert fit.paying.better.instalments == 3
    assert "bank_card.debtor.instalment_months=3" in wrong.problems[0]


def test_a_backtest_does_not_praise_ranges_that_what_came_lies_beyond() -> None:
    """Paid in one sum, read as three parts: a year ahead far too little is foretold."""
    opened = api.open_remittances(by_batch(instalments=1, months=27), filename="batches.csv")
    wrong = api.backtest(opened)
    year = wrong.by_horizon[12]
    assert year.bias() < -0.3
    assert beyond_ranges(year)
    assert float(year.actual.sum()) > float(year.total_high.sum())
    assert not may_be_relied_on(wrong.asked, wrong.by_horizon)
    words = verdict(wrong.asked, wrong.by_horizon)
    assert "Over 12 months: " in words
    assert "as they should" not in verdict(year)
    assert wrong.paying is not None
    assert "--paid-in-one-sum" in wrong.paying.finding("bank_card")
    right = api.backtest(opened, in_one_sum=True)
    assert may_be_relied_on(right.asked, right.by_horizon)
    assert verdict(right.asked, right.by_horizon).endswith("as they should.")
    assert right.paying is not None
    assert right.paying.finding("bank_card") == ""
