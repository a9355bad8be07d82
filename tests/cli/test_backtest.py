"""The command that looks at how well odds would have foretold."""

import pytest

SAMPLE = "data/samples/remittances_bank_card.csv"


def test_it_says_how_well_the_sample_is_foretold(desk) -> None:
    answer = desk("backtest", SAMPLE, "--holdout", "3", "--json").answer
    rows = answer["rows"]
    off = sum(abs(row["odds"] - row["actual"]) for row in rows)
    came = sum(row["actual"] for row in rows)
    assert answer["error"] == pytest.approx(off / came)
    held = sum(row["low"] <= row["actual"] <= row["high"] for row in rows) / len(rows)
    assert answer["coverage_80"] == pytest.approx(held)
    assert [each["holdout"] for each in answer["horizons"]] == [1, 3, 6, 12]
    assert answer["best"] == "odds"
    assert {line["age"] for line in answer["by_age"]} == {
        "91 to 180 days", "181 to 365 days", "1 to 2 years",
    }  # fmt: skip
    assert f"error of {answer['error']:.1%} of what came in" in answer["verdict"]


def test_the_verdict_stands_first(desk) -> None:
    result = desk("backtest", "data/samples/remittances_telecom.csv", "--holdout", "2")
    assert result.out.startswith("The odds foretold the next 2 months of a batch")
    assert "Chain-ladder" in result.out


def test_what_cannot_be_held_out_is_said(desk) -> None:
    result = desk("backtest", "data/samples/remittances_telecom.csv", "--holdout", "12")
    assert result.code == 2
    assert result.err.splitlines()[-1].startswith("error: No months can be held out")
    result = desk("backtest", SAMPLE, "--only", "telecom")
    assert "has no batch of 'telecom'; it has: bank_card" in result.err
