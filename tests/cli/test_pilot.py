"""The command that prices a pilot."""

import pytest

CALL = (
    "pilot", "--prior-mean", "0.1", "--prior-strength", "10", "--accounts", "2000",
    "--gain-per-success", "900", "--cost-per-account", "100",
)  # fmt: skip


def test_it_prices_a_pilot(desk) -> None:
    answer = desk(*CALL, "--json").answer
    best = max(answer["curve"], key=lambda row: row["net"])
    assert (answer["best_size"], answer["evsi"]) == (best["n"], best["evsi"])
    assert answer["without"] == 0.0
    assert 0.0 < answer["evsi"] < answer["evpi"]
    assert [row["n"] for row in answer["curve"][:50]] == list(range(1, 51))
    # From so many successes the mean pays: (1 + x) / (10 + n) * 900 > 100.
    n, x = answer["best_size"], answer["go_from"]
    assert (1 + x) / (10 + n) * 900 > 100 >= x / (10 + n) * 900
    assert f"Best pilot: {n} accounts" in desk(*CALL).out


def test_a_sure_thing_needs_none(desk) -> None:
    sure = [*CALL[:4], "1000000", *CALL[5:]]
    assert "No pilot is worth its cost" in desk(*sure).out


@pytest.mark.parametrize("mean", ["0", "1", "1.5", "nan"])
def test_a_mean_that_is_no_share_is_said(desk, mean) -> None:
    result = desk(CALL[0], CALL[1], mean, *CALL[3:])
    assert result.code == 2
    assert result.err.startswith("error: The prior mean must be a share")
