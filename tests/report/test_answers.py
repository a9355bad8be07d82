"""Answers and tables: beside every net stand the cash, the fees and the tax it is made of."""

import numpy as np
import pytest

from placement import api
from placement.assume.library import load_library
from placement.decide.rank import OPTIONS
from placement.decide.totals import TOTALS
from placement.report.answers import rank_answer, value_answer
from placement.report.tables import segment_table
from tests.builders import random_book

LIBRARY = load_library()
RANKING = api.rank_segments(random_book(30, 51), LIBRARY)
FOLLOWED = api.follow_up(RANKING, LIBRARY)
ANSWER = rank_answer(RANKING, FOLLOWED)


def adds_up(row: dict, net: str = "net", suffix: str = "") -> bool:
    """Return whether a row's totals are its net, or all are missing."""
    totals = [row[f"{total}{suffix}"] for total in TOTALS]
    if row[net] is None:
        return totals == [None] * len(TOTALS)
    return sum(totals) == pytest.approx(row[net], abs=0.005)


def test_totals_stand_beside_every_net_of_a_book() -> None:
    """Segments, options, both mixes and every way to treat all alike."""
    rows = [*ANSWER["segments"], *(row for s in ANSWER["segments"] for row in s["options"])]
    assert all(
        adds_up(row) and adds_up(row, "net_with_follow_up", "_with_follow_up") for row in rows
    )
    assert all(adds_up(row["lead"]) for row in ANSWER["segments"])
    assert all(adds_up(row) for row in [ANSWER["lead"], *ANSWER["mix"], *ANSWER["mix_to_begin"]])
    assert adds_up(ANSWER, "best_mix")
    assert adds_up(ANSWER, "best_mix_with_follow_up", "_with_follow_up")
    assert set(ANSWER["total_parts"]) == set(ANSWER["total"])
    for way, parts in ANSWER["total_parts"].items():
        assert adds_up({**parts, "net": ANSWER["total"][way]})


def test_what_leads_is_no_less_than_what_stands_beside_it() -> None:
    """Plan, option followed up, option closed at its end; and mixes add up over segments."""
    for row in ANSWER["segments"]:
        assert row["lead"]["net"] >= row["net_with_follow_up"] - 1e-6
        assert row["net_with_follow_up"] >= row["net"] - 1e-6
        followed = {o["option"]: o["net_with_follow_up"] for o in row["options"]}
        assert followed[row["best_to_begin"]] == row["net_with_follow_up"]
        if row["lead"]["first_move"] != "wait":
            assert row["lead"]["first_move"] == row["best_to_begin"]
    for mix in ("mix", "mix_to_begin"):
        assert sum(row["accounts"] for row in ANSWER[mix]) == ANSWER["accounts"]
    led = sum(row["net"] for row in ANSWER["mix_to_begin"])
    assert led == pytest.approx(ANSWER["lead"]["net"])


def test_the_answer_for_one_account_has_the_rows_of_a_book() -> None:
    """The same keys, the same numbers."""
    account = api.one_account(sector="bank_card", balance=7_000.0, age=8.0)
    ranking = api.rank_segments(account, LIBRARY)
    followed = api.follow_up(ranking, LIBRARY)
    answer = value_answer(ranking, followed)
    row = rank_answer(ranking, followed)["segments"][0]
    keys = {"lead", "best", "net", "best_to_begin", "net_with_follow_up", *TOTALS}
    assert keys <= set(answer)
    assert {key: answer[key] for key in keys} == {key: row[key] for key in keys}
    assert answer["options"] == row["options"]


def test_a_table_of_segments_has_both_answers_to_the_cent() -> None:
    """Columns add up in cents; what is not open is empty."""
    table = segment_table(RANKING, FOLLOWED.lead, FOLLOWED)
    for called in ("{}", "plan_{}", "{}_with_follow_up"):
        names = [called.format(name) for name in (*TOTALS, "net")]
        cents = (100 * table[names]).round()
        assert (cents.iloc[:, :3].sum(axis=1) == cents.iloc[:, 3]).all()
    assert set(table["best_to_begin"]) <= {option.value for option in OPTIONS}
    np.testing.assert_array_equal(
        table[[f"net_{o.value}" for o in OPTIONS]].notna().to_numpy().T, RANKING.available
    )
