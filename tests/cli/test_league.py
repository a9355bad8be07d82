"""The command that compares agencies."""

import numpy as np
import pytest

from placement import api

SAMPLE = "data/samples/remittances_bank_card.csv"

TWO = """agency,batch,age,sector,months_since,accounts,balance,collected
A,1,4,bank_card,1,1000,1000000,90000
B,2,4,bank_card,1,1000,1000000,30000
"""


def test_the_sample_shows_the_skills_it_was_made_with(desk) -> None:
    """Debtors pay 1.3, 1.0 and 0.75 times as fast; young accounts went mostly to Northgate."""
    answer = desk("league", SAMPLE, "--json").answer
    rows = answer["agencies"]
    assert [row["agency"] for row in rows] == ["Summit Recoveries", "Northgate", "Harbour"]
    assert [row["rank"] for row in rows] == [1, 2, 3]
    assert sum(row["expected"] for row in rows) == pytest.approx(
        sum(row["collected"] for row in rows)
    )
    for row in rows:
        assert row["ratio"] == pytest.approx(row["collected"] / row["expected"])
        assert row["low_95"] < row["low_80"] < row["high_80"] < row["high_95"]
    assert sum(row["share"] for row in rows) == pytest.approx(1.0)
    assert min(row["share"] for row in rows) >= 0.1
    assert answer["expected_from"] == "pooled"
    assert "Summit Recoveries" in desk("league", SAMPLE).out


def test_expected_is_the_rate_of_the_cell_times_what_was_placed(project) -> None:
    """Worked out row by row: with skills taken off, every cell of the sample is met."""
    read = api.open_remittances(project / SAMPLE, filename="sample.csv")
    found = api.agency_league(read)
    league = found.league
    skill = dict(zip(league.agencies, league.ratio, strict=True))
    came: dict[tuple[float, int], float] = {}
    placed: dict[tuple[float, int], float] = {}
    for batch in range(len(read)):
        for month in np.flatnonzero(np.isfinite(read.collected[batch])).tolist():
            key = (float(read.age[batch]), month)
            came[key] = came.get(key, 0.0) + read.collected[batch, month]
            worth = skill[read.agency[batch]] * read.balance[batch]
            placed[key] = placed.get(key, 0.0) + worth
    expected = dict.fromkeys(league.agencies, 0.0)
    for batch in range(len(read)):
        for month in np.flatnonzero(np.isfinite(read.collected[batch])).tolist():
            key = (float(read.age[batch]), month)
            expected[read.agency[batch]] += came[key] / placed[key] * read.balance[batch]
    # One reversal of 850 leaves a crumb.
    np.testing.assert_allclose([expected[name] for name in league.agencies], league.expected,
                               rtol=1e-5)  # fmt: skip


def test_few_batches_are_compared_with_a_word_of_warning(desk, tmp_path) -> None:
    file = tmp_path / "two.csv"
    file.write_text(TWO)
    result = desk("league", str(file), "--next-balance", "1000000", "--minimum", "B=300000")
    assert "each is taken to be off by about 30%" in result.out
    rows = desk("league", str(file), "--next-balance", "1000000", "--minimum", "B=300000", "--json")
    second = rows.answer["agencies"][1]
    assert second["agency"] == "B"
    assert second["share"] >= 0.3
    assert second["price"] > 0.0


def test_what_cannot_be_compared_is_said(desk, tmp_path) -> None:
    file = tmp_path / "one.csv"
    file.write_text(TWO.replace("\nB", "\nA"))
    result = desk("league", str(file))
    assert result.code == 2
    assert "names fewer than two agencies" in result.err
    file.write_text(TWO.replace(",1000,1000000", ",,1000000"))
    assert "does not say how many accounts" in desk("league", str(file)).err
    file.write_text(TWO)
    assert (
        "names 'C', which the file does not have"
        in desk("league", str(file), "--minimum", "C=5").err
    )
    assert "--minimum takes MONEY" in desk("league", str(file), "--minimum", "B=much").err
    assert "--amounts must be one of" in desk("league", str(file), "--amounts", "some").err
