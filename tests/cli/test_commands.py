"""Each command answers in JSON with the keys of the public interface."""

import csv
import re
from pathlib import Path

import pytest

from placement.domain.types import Component, Option
from tests.cli.conftest import Desk

CARD = ("value", "--sector", "bank_card", "--balance", "7000", "--age", "8", "--json")

COURT = {"acceptance": 4300.0, "summary": 2150.0, "payment_order": 4300 / 3, "enforcement": 2900.0,
         "preservation": 1520.0, "lawyer_cap": 36000.0}  # fmt: skip

TAPE = """account_id,sector,balance,days_past_due
A1,bank_card,7000,250
A2,telecom,200,200
A3,bank_card,"1,234.50元",100
A4,unheard_of,100,20
A5,logistics,-5,20
"""


def test_court_fee_follows_the_bands(desk: Desk) -> None:
    """200,000: 50 + 2.5 % of 90,000 + 2 % of 100,000, and so on."""
    answer = desk("court-fee", "200000", "--json").answer
    assert {key: answer[key] for key in COURT} == pytest.approx(COURT)


def test_assumptions_lists_every_number_with_its_source(desk: Desk) -> None:
    """What is set is marked as the user's."""
    ran = desk("assumptions", "--set", "tax.income_tax_rate=0.15", "--json")
    entries = {entry["path"]: entry for entry in ran.answer["assumptions"]}
    keys = {"path", "value", "low", "high", "unit", "source", "as_of", "status"}
    assert all(keys <= set(entry) and entry["source"] for entry in entries.values())
    assert entries["tax.income_tax_rate"]["value"] == 0.15
    assert entries["tax.income_tax_rate"]["status"] == "user"
    assert entries["law.limitation_months"]["status"] == "law"


def test_value_ranks_all_options_and_adds_up(desk: Desk) -> None:
    """Available options come first, best first; components are the net to the cent."""
    answer = desk(*CARD).answer
    rows = answer["options"]
    assert {row["option"] for row in rows} == {option.value for option in Option}
    nets = [row["net"] for row in rows if row["available"]]
    assert nets == sorted(nets, reverse=True)
    assert answer["best"] == rows[0]["option"]
    for row in rows:
        if row["available"]:
            assert row["reason"] is None
            assert row["net_with_follow_up"] >= row["net"] - 0.005
            assert set(row["components"]) == {part.value for part in Component}
            assert sum(row["components"].values()) == pytest.approx(row["net"], abs=0.005)
        else:
            assert row["reason"]
            assert row["net"] is None
            assert row["net_with_follow_up"] is None


def test_with_follow_up_is_what_when_says_of_the_first_move(desk: Desk) -> None:
    """The ranking's second column and the plans agree to the cent."""
    rows = {row["option"]: row for row in desk(*CARD).answer["options"]}
    for name, value in desk("when", *CARD[1:]).answer["act_now"].items():
        if name != "wait":
            assert rows[name]["net_with_follow_up"] == pytest.approx(value, abs=0.005)


@pytest.mark.parametrize("flag", ["--disputed", "--unreachable"])
def test_inputs_hold_every_key_also_for_shut_options(desk: Desk, flag: str) -> None:
    """A payment order is shut here, and its numbers are shown all the same."""
    inputs = desk(*CARD, flag).answer["inputs"]
    scalars = (
        "balance principal_share age willing_easy willing_hard willing reluctant fade_rate "
        "self_cure_rate contacts_per_easy contacts_per_hard discount_per_month vat_rate tax_rate "
        "months_until_deductible settlement_share instalment_factor holding_cost_rate"
    )
    agency = (
        "months worked_months contacts_per_month hazard fade cost_per_contact onboarding "
        "commission placement_fee complaint_cost_per_contact relationship_cost"
    )
    groups = {
        "in_house": "months contacts_per_month hazard fade cost_per_contact "
        "complaint_cost_per_contact relationship_cost",
        "agency_1": agency,
        "agency_2": agency,
        "agency_3": agency,
        "law_letter": "cost letters_so_far willing_response reluctant_response commission "
        "relationship_cost",
        "payment_order": "fee served objection yield refund months relationship_cost",
        "lawsuit": "fee case_cost settle_willing settle_reluctant lawyer_share win yield refund "
        "months relationship_cost",
        "sale": "price quoted_price lag_months cost relationship_cost",
    }
    assert set(scalars.split()) <= set(inputs)
    for name, keys in groups.items():
        assert set(keys.split()) <= set(inputs[name]), name
    assert isinstance(inputs["lawsuit"]["months"], int)
    assert isinstance(inputs["agency_1"]["worked_months"], int)


def test_the_stance_sets_the_effort(desk: Desk) -> None:
    """A contractual agency works the whole term at the contract's intensity."""
    agency = desk(*CARD, "--stance", "contractual").answer["inputs"]["agency_1"]
    assert (agency["worked_months"], agency["contacts_per_month"]) == (agency["months"], 4.0)


def test_value_reads_as_text_too(desk: Desk) -> None:
    """People get a table, cash first, and what leads before the best option alone."""
    ran, answer = desk(*CARD[:-1]), desk(*CARD).answer
    assert ran.code == 0
    assert "with the best follow-up" in ran.out
    lead, alone = ran.out.split("Best if closed at its end: ")
    assert alone.startswith(answer["best"])
    assert f"Best to begin with: {answer['lead']['first_move']}" in lead
    assert lead.count("\n  cash ") == alone.count("\n  cash ") == 1


def test_every_net_is_cash_fees_and_tax(desk: Desk) -> None:
    """Of each option alone and followed up, of what leads and of the best; to the cent."""
    answer = desk(*CARD).answer
    for row in [*answer["options"], answer]:
        for suffix in ("", "_with_follow_up"):
            totals = [row[f"total_{name}{suffix}"] for name in ("cash", "fees", "tax")]
            if row[f"net{suffix}"] is None:
                assert totals == [None, None, None]
            else:
                assert sum(totals) == pytest.approx(row[f"net{suffix}"], abs=0.005)
                assert totals[0] >= 0.0 >= totals[1]


def test_best_to_begin_with_is_the_option_that_leaves_most_followed_up(desk: Desk) -> None:
    """And the best is the one that leaves most if it is closed at its end."""
    answer = desk(*CARD).answer
    followed = {row["option"]: row["net_with_follow_up"] or 0.0 for row in answer["options"]}
    assert answer["best_to_begin"] == max(followed, key=followed.get)
    assert answer["net_with_follow_up"] == followed[answer["best_to_begin"]]
    assert answer["best"] == answer["options"][0]["option"]


def test_stopping_is_said_where_no_work_is_worth_its_cost(desk: Desk) -> None:
    """A telephone bill of twenty yuan after three years; the horizon's end is no date."""
    small = ("--sector", "telecom", "--balance", "20", "--age", "40")
    answer = desk("value", *small, "--json").answer
    if answer["lead"]["first_move"] != "wait":
        pytest.skip("the library would work it")
    assert answer["lead"]["stops_working_in"] == 0
    assert answer["lead"]["net"] > answer["net_with_follow_up"]
    assert "stop working it, keep the claim" in desk("value", *small).out
    when = desk("when", *small).out
    assert "stop working it, keep the claim" in when
    assert "month 60" not in when


def test_rank_keeps_the_good_rows_and_reports_the_bad(desk: Desk, tmp_path: Path) -> None:
    """Two rows are left out, counted in money; totals add up; the best mix beats every one way."""
    tape = tmp_path / "tape.csv"
    tape.write_text(TAPE, encoding="utf-8")
    ran = desk("rank", str(tape), "--json")
    answer = ran.answer
    assert ran.code == 0
    assert (answer["accounts"], answer["balance"]) == (3, 8434.5)
    assert answer["excluded"] == {"rows": 2, "balance": 95.0}
    assert {"error"} <= {finding["severity"] for finding in answer["findings"]}
    assert sum(row["net"] for row in answer["segments"]) == pytest.approx(answer["best_mix"])
    one_way = [answer["total"][option.value] for option in Option]
    assert all(net is None or net <= answer["best_mix"] for net in one_way)
    assert answer["by_account"]["difference"] == pytest.approx(0.0, abs=1e-6)
    assert "unheard_of" in ran.err


def test_one_account_is_worth_the_same_on_a_tape_and_alone(desk: Desk, tmp_path: Path) -> None:
    """One valuation: page, command and tape agree to the cent."""
    tape = tmp_path / "one.csv"
    tape.write_text("balance,months_past_due\n7000,8\n", encoding="utf-8")
    row = desk("rank", str(tape), "--sector", "bank_card", "--json").answer["segments"][0]
    alone = desk(*CARD).answer
    assert row["options"] == alone["options"]


def test_rank_follows_up_every_option_and_says_how(desk: Desk, tmp_path: Path) -> None:
    """A small tape exactly, a longer one with the book's solver; the file has the column too."""
    tape, out = tmp_path / "tape.csv", tmp_path / "out.csv"
    tape.write_text(TAPE, encoding="utf-8")
    answer = desk("rank", str(tape), "--json", "--out", str(out)).answer
    assert answer["follow_up_solver"] == "exact"
    assert answer["best_mix_with_follow_up"] >= answer["best_mix"]
    with out.open(encoding="utf-8-sig", newline="") as file:
        written = {row["segment"]: row for row in csv.DictReader(file)}
    for segment in answer["segments"]:
        followed = {row["option"]: row["net_with_follow_up"] for row in segment["options"]}
        assert segment["net_with_follow_up"] == followed[segment["best_to_begin"]]
        assert float(written[segment["segment"]]["plan_net"]) == pytest.approx(
            segment["lead"]["net"], abs=0.005
        )
        for option, net in followed.items():
            cell = written[segment["segment"]][f"with_follow_up_{option}"]
            assert (float(cell) if cell else None) == pytest.approx(net, abs=0.005)
    many = "".join(
        f"{sector},{balance},{age}\n"
        for sector in ("bank_card", "telecom")
        for balance in (150, 500, 3000, 9000)
        for age in (1, 4, 9, 18)
    )
    tape.write_text("sector,balance,months_past_due\n" + many, encoding="utf-8")
    assert desk("rank", str(tape), "--json").answer["follow_up_solver"] == "book"


def test_rank_writes_a_file_that_a_spreadsheet_opens_safely(desk: Desk, tmp_path: Path) -> None:
    """By account, with account numbers that would run as formulas made harmless."""
    tape, out = tmp_path / "tape.csv", tmp_path / "out.csv"
    tape.write_text('account_id,balance,months_past_due\n"=1+1",7000,8\n', encoding="utf-8")
    ran = desk("rank", str(tape), "--sector", "bank_card", "--by-account", "--out", str(out))
    assert ran.code == 0, ran.err
    with out.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["account_id"] == "'=1+1"
    assert row["best"] in {option.value for option in Option}
    assert {"first_move", "total_cash", "total_fees", "total_tax", "net"} <= set(row)
    cents = [round(100 * float(row[f"total_{name}"])) for name in ("cash", "fees", "tax")]
    assert sum(cents) == round(100 * float(row["net"]))


def test_columns_can_be_mapped_by_hand(desk: Desk, tmp_path: Path) -> None:
    """A heading nobody knows, named on the command line."""
    tape = tmp_path / "tape.csv"
    tape.write_text("open stuff,months_past_due\n7000,8\n", encoding="utf-8")
    ran = desk(
        "rank", str(tape), "--sector", "bank_card", "--column", "balance=open stuff", "--json"
    )
    assert ran.answer["balance"] == 7000.0


def test_an_overlay_adds_a_sector(desk: Desk, tmp_path: Path) -> None:
    """A user's file starts a sector from a known one and changes one number."""
    overlay = tmp_path / "mine.toml"
    overlay.write_text('[fibre]\nbased_on = "telecom"\n[fibre.law_letter]\ncost = 4\n')
    ran = desk(
        "value", "--sector", "fibre", "--balance", "300", "--age", "9",
        "--assumptions", str(overlay), "--json",
    )  # fmt: skip
    assert ran.answer["inputs"]["law_letter"]["cost"] == 4.0


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("value", ("--balance", "7000", "--age", "12", "--json")),
        ("when", ("--balance", "7000", "--age", "12", "--json")),
        ("rank", ("tape.csv", "--json")),
    ],
)
def test_a_sector_may_be_called_as_a_file_calls_it(
    desk: Desk, tmp_path: Path, command: str, words: tuple[str, ...]
) -> None:
    tape = tmp_path / "tape.csv"
    tape.write_text("balance,months_past_due\n7000,8\n300,3\n", encoding="utf-8")
    words = tuple(str(tape) if word == tape.name else word for word in words)
    ours = desk(command, *words, "--sector", "bank_card")
    assert desk(command, *words, "--sector", "信用卡").out == ours.out != ""


def test_rank_prints_the_cents_of_its_file(desk: Desk, project: Path, tmp_path: Path) -> None:
    """To the cent, so that who compares the two finds no difference; parts add up to the net."""
    out = tmp_path / "ranked.csv"
    ran = desk("rank", str(project / "data" / "samples" / "property_fee.xlsx"), "--out", str(out))
    with out.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.DictReader(file))
    printed = [line for line in ran.out.splitlines() if " \N{MIDDLE DOT} " in line[:70]]
    assert len(printed) == len(written) > 20
    names = ("balance", "plan_total_cash", "plan_total_fees", "plan_total_tax", "plan_net", "net")
    for line, row in zip(printed, written, strict=True):
        amounts = [
            float(word.replace(",", "")) for word in re.findall(r"-?[\d,]+\.\d\d", line[70:])
        ]
        found = [float(row[name]) for name in names]
        assert amounts == found
        assert round(sum(found[1:4]), 2) == found[4]
