"""The command `mix`: the chosen contracts, their price and what does not fit."""

from pathlib import Path

import pytest

from tests.cli.conftest import Desk, Ran

SAMPLE = "data/samples/contracts.csv"
HEADINGS = "contract,sector,accounts,balance,age,commission,fixed_cost,win_probability"
CARDS = "A,bank_card,5000,7000,7,0.3,60000,1"


@pytest.fixture(scope="module")
def sample(desk: Desk) -> Ran:
    """The mixed example of five sectors with 60 seats."""
    return desk("mix", SAMPLE, "--seats", "60", "--json")


def written(folder: Path, *rows: str, headings: str = HEADINGS) -> str:
    """Write a table of contracts and return its path."""
    file = folder / "contracts.csv"
    file.write_text("\n".join((headings, *rows)), encoding="utf-8")
    return str(file)


def test_the_mixed_example_is_proved_within_its_seats(sample: Ran) -> None:
    answer = sample.answer
    assert set(answer) >= {
        "chosen", "profit", "used", "shadow_price_per_seat", "next_in", "optimal", "gap", "bound",
    }  # fmt: skip
    assert answer["optimal"]
    assert sum(row["seats"] for row in answer["chosen"]) == pytest.approx(answer["used"]["seats"])
    assert answer["used"]["seats"] <= 60.0 + 1e-4
    profits = sum(row["profit"] for row in answer["chosen"])
    assert answer["profit"] == pytest.approx(profits - answer["exit_costs"])
    assert answer["exceed_probability"] == 0.0


def test_sectors_come_out_as_the_trade_judges_them(sample: Ran) -> None:
    """Cards lead, estates pay, no seat goes to telephone bills or software's retained sums."""
    answer = sample.answer
    sectors = {row["sector"] for row in answer["chosen"] if row["seats"] > 0.0}
    assert {"bank_card", "property_fee"} <= sectors
    assert not sectors & {"telecom", "software_retainage"}


def test_the_price_of_a_seat_is_the_difference_of_two_answers(desk: Desk, sample: Ran) -> None:
    more = desk("mix", SAMPLE, "--seats", "61", "--json").answer
    gain = more["profit"] - sample.answer["profit"]
    assert sample.answer["shadow_price_per_seat"] == pytest.approx(gain, rel=1e-6, abs=0.01)


def test_no_seats_is_an_answer(desk: Desk, tmp_path: Path) -> None:
    ran = desk("mix", written(tmp_path, CARDS), "--seats", "0", "--json")
    assert ran.code == 0
    assert (ran.answer["chosen"], ran.answer["profit"]) == ([], 0.0)
    assert ran.answer["next_in"] == "A"


@pytest.mark.parametrize(
    ("rows", "headings", "more", "words"),
    [
        ((CARDS, CARDS), HEADINGS, (), ["contract name", "row 2", "row 3"]),
        (("A,telecom,5",), "contract,sector,accounts", (), ["no column balance", "commission"]),
        ((CARDS.replace("0.3", "30"),), HEADINGS, (), ["commission", "0.30"]),
        (
            (CARDS.replace(",5000,", ",50000,") + ",yes",),
            HEADINGS + ",must_keep",
            (),
            ["do not fit", "A need", "too few"],
        ),
        ((CARDS,), HEADINGS, ("--limit", "creditor=3"), ["KIND:NAME=SEATS"]),
        ((CARDS,), HEADINGS, ("--overbooking", "wild"), ["full, expected, safe"]),
        ((CARDS,), HEADINGS, ("--time-limit", "0"), ["time-limit"]),
        ((CARDS,), HEADINGS, ("--cash", "-1"), ["cash", "0 or more"]),
        ((CARDS,), HEADINGS, ("--creditor-share", "2"), ["creditor-share", "0 to 1"]),
        ((CARDS,), HEADINGS, ("--draws", "1000000000"), ["draws", "1 to 1,000,000"]),
        ((CARDS,), HEADINGS, ("--draws", "0"), ["draws", "1 to 1,000,000; got 0"]),
    ],
)
def test_wrong_input_ends_with_its_reason(
    desk: Desk, tmp_path: Path, rows: tuple[str, ...], headings: str, more: tuple[str, ...],
    words: list[str],
) -> None:  # fmt: skip
    ran = desk("mix", written(tmp_path, *rows, headings=headings), "--seats", "1", *more, "--json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip().splitlines()[-1].startswith("error: ")
    assert "Traceback" not in ran.err
    for word in words:
        assert word in ran.err


def test_it_reads_as_text_too(desk: Desk, tmp_path: Path) -> None:
    ran = desk("mix", written(tmp_path, CARDS), "--seats", "9", "--frontier", "3")
    assert "level 5 of 5" in ran.out
    assert "One more seat is worth" in ran.out
    assert "Highs" not in ran.out


def test_a_loss_without_seats_is_named_as_what_it_is(desk: Desk, tmp_path: Path) -> None:
    """A contract held today that is let go costs its exit, with no seat at all."""
    table = written(tmp_path, CARDS + ",yes,200000", headings=HEADINGS + ",held,exit_cost")
    ran = desk("mix", table, "--seats", "0")
    assert "Expected profit -200,000.00" in ran.out
    assert "exit costs of 200,000.00 for letting go of A" in ran.out


def test_one_seat_is_no_seats(desk: Desk, tmp_path: Path) -> None:
    ran = desk("mix", written(tmp_path, CARDS), "--seats", "1", "--frontier", "3")
    assert "1 seat " in ran.out
    assert "1 seats" not in ran.out
