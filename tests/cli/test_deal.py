"""The command `deal`: the commission from both sides."""

import json
from pathlib import Path

import pytest

from placement import api
from placement.report.deal_answer import deal_answer
from placement.words.names import move_names
from tests.cli.conftest import Desk

LOT = ("deal", "--sector", "bank_card", "--creditor", "state_owned", "--balance", "7000")
CARDS = (*LOT, "--age", "7", "--accounts", "1600")
FEW = (*LOT, "--age", "7", "--accounts", "300")


def test_the_answer_has_its_keys_and_hangs_together(desk: Desk) -> None:
    """The curve holds what floor, ceiling and best say."""
    answer = desk(*CARDS, "--json").answer
    assert answer["deal"] is True
    assert max(answer["floor"], answer["best_to_begin"]) <= answer["ceiling"]
    assert answer["quoted"] == 0.15
    assert answer["effective_fee"] == pytest.approx(0.15)
    assert (answer["gap"], answer["openers"]) == (None, [])
    curve = answer["curve"]
    assert set(curve[0]) == {
        "commission", "liquidation", "payers", "creditor_net", "creditor_net_with_follow_up",
        "agency_profit", "fee",
    }  # fmt: skip
    for point in curve:
        assert (point["agency_profit"] >= 0.0) == (point["commission"] >= answer["floor"])
        if point["commission"] > answer["ceiling"]:
            assert point["creditor_net_with_follow_up"] < answer["best_other"]["net"]
        assert point["creditor_net"] <= answer["at_best"]["creditor_net"] + 0.01


def test_at_the_quote_it_is_the_placement_that_value_shows(desk: Desk) -> None:
    """1,600 accounts of it, to the cent."""
    one = desk("value", *CARDS[1:-2], "--json").answer
    agency = next(row for row in one["options"] if row["option"] == "agency_1")
    answer = desk(*CARDS, "--json").answer
    assert answer["at_quoted"]["creditor_net"] == pytest.approx(1_600 * agency["net"], abs=0.01)
    begun = desk("when", *CARDS[1:-2], "--json").answer["act_now"]
    followed = answer["at_quoted"]["creditor_net_with_follow_up"]
    assert followed == pytest.approx(1_600 * begun["agency_1"], abs=0.01)
    others = [value for move, value in begun.items() if not move.startswith("agency")]
    assert answer["best_other"]["net"] == pytest.approx(1_600 * max(others), abs=0.01)


def test_a_book_is_a_lot_with_all_its_segments(desk: Desk, project: Path, tmp_path: Path) -> None:
    """What the page's function says of the same segments; the best placed are a part of them."""
    book = tmp_path / "cards.csv"
    sample = (project / "data/samples/bank_card.csv").read_bytes().splitlines(keepends=True)
    book.write_bytes(b"".join(sample[:31]))
    answer = desk("deal", str(book), "--json").answer
    ranked = api.rank_tape(book)
    assert len(ranked.segmentation.segments) > 20
    library = api.assumptions_in_use()
    found = deal_answer(api.deal(ranked.segmentation.segments, library))
    assert answer.pop("how_sure") is None
    assert answer == json.loads(json.dumps(found))
    plans = api.best_plans(ranked.ranking, library)
    best = api.best_placed(plans.first_value)
    assert best.any()
    assert not best.all()
    part = desk("deal", str(book), "--best-placed", "--json").answer
    segments = ranked.segmentation.segments
    owed = float((segments.balance * segments.accounts)[best].sum())
    assert part["balance"] == pytest.approx(owed)


def test_a_book_of_like_accounts_is_the_typed_lot(desk: Desk, tmp_path: Path) -> None:
    """The same accounts, typed and in a file, to the cent; other sectors are left aside."""
    tape = tmp_path / "cards.csv"
    rows = "bank_card,state_owned,7000,7\n" * 1600 + "telecom,other,200,7\n" * 3
    tape.write_text("sector,creditor_type,balance,months_past_due\n" + rows)
    typed = desk(*CARDS, "--json").answer
    found = desk("deal", str(tape), "--only", "bank_card", "--json").answer
    for name in ("floor", "ceiling", "best_to_begin"):
        assert found[name] == pytest.approx(typed[name], abs=1e-9)
    for name in ("creditor_net", "agency_profit"):
        assert found["at_quoted"][name] == pytest.approx(typed["at_quoted"][name], abs=0.01)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("TAPE", "--only", "moon"),
            "No account of the book is in this lot; the book has bank_card",
        ),
        (("TAPE", "--balance", "7000"), "either a tape or one account; got a tape and --balance"),
        (("--sector", "bank_card"), "deal takes a tape, or --sector, --balance, --age and"),
        ((*LOT[1:], "--age", "7", "--accounts", "9", "--only", "telecom"), "choose from a tape"),
    ],
)
def test_a_tape_or_a_lot(desk: Desk, project: Path, words: tuple[str, ...], says: str) -> None:
    """Either, and all of it: what is missing or too much is named."""
    book = str(project / "data/samples/bank_card.csv")
    ran = desk("deal", *(book if word == "TAPE" else word for word in words))
    assert ran.code == 2
    assert says in " ".join(ran.err.split())


def test_without_a_deal_it_says_what_would_open_one(desk: Desk) -> None:
    answer = desk(*FEW, "--json").answer
    assert answer["deal"] is False
    assert answer["zone"] is None
    assert answer["gap"]["points"] == pytest.approx(answer["floor"] - answer["ceiling"])
    needed = {row["lever"]: row["needed"] for row in answer["openers"]}
    more = desk(*FEW[:-1], str(round(needed["accounts"])), "--json").answer
    assert more["deal"] is True
    # The bound is found by halving, so a hair on the safe side of it.
    cheaper = str(0.9999 * needed["fixed_cost"])
    assert desk(*FEW, "--fixed-cost", cheaper, "--json").answer["deal"] is True


def test_a_floor_that_does_not_exist_is_null(desk: Desk) -> None:
    """No commission below 1 pays for calls on a bill of 200."""
    lot = ("deal", "--sector", "telecom", "--balance", "200", "--age", "12", "--accounts", "9000")
    answer = desk(*lot, "--json").answer
    assert (answer["floor"], answer["deal"], answer["works_at_best"]) == (None, False, False)


def test_a_target_margin_lifts_the_floor(desk: Desk) -> None:
    plain = desk(*CARDS, "--json").answer
    wanted = desk(*CARDS, "--target-margin", "0.15", "--json").answer
    assert wanted["floor"] > plain["floor"]
    assert wanted["ceiling"] == plain["ceiling"]
    assert wanted["agency"]["break_even_commission"] == pytest.approx(plain["floor"])


def test_fee_terms_come_from_a_file(desk: Desk, tmp_path: Path) -> None:
    """VAT on top of 22%: 23.32%."""
    file = tmp_path / "fees.toml"
    file.write_text('vat = "out"\n', encoding="utf-8")
    answer = desk(*CARDS, "--quoted", "0.22", "--fees", str(file), "--json").answer
    assert answer["quoted"] == 0.22
    assert answer["effective_fee"] == pytest.approx(0.22 * 1.06)
    parts = {row["rule"]: row["points"] for row in answer["fee"]["parts"]}
    assert parts["vat"] == pytest.approx(0.22 * 0.06)


def test_it_reads_as_text_too(desk: Desk) -> None:
    """Both sides in percent and money, and what they are measured against."""
    answer, out = desk(*CARDS, "--json").answer, desk(*CARDS).out
    low, high = answer["zone"]
    assert f"from {low:.1%} to {high:.1%} both sides gain" in out
    other = answer["best_other"]
    name = move_names()[other["options"][0]]
    assert f"best other way: {name}, {other['net']:,.2f} net" in out
    at = answer["at_floor"]
    assert f"{at['commission']:.2%} {at['creditor_net_with_follow_up']:>18,.2f}" in out
    assert at["agency_profit"] == pytest.approx(0.0, abs=0.01)
    assert answer["at_ceiling"]["creditor_net_with_follow_up"] == pytest.approx(
        answer["best_other"]["net"]
    )
    assert "does not yet" not in out
    assert "0.1500" not in out


def test_no_deal_reads_in_points_and_money(desk: Desk) -> None:
    answer, out = desk(*FEW, "--json").answer, desk(*FEW).out
    gap = answer["gap"]
    assert f"No deal: the floor lies {100 * gap['points']:.1f} points above the ceiling." in out
    assert f"the agency lacks {gap['agency_short']:,.0f} CNY" in out
    assert f"at the floor the creditor loses {gap['creditor_short']:,.0f} CNY." in out
    assert "accounts" in out


PHONE = ("deal", "--sector", "telecom", "--balance", "200", "--age", "12", "--accounts", "9000")


def test_a_bound_that_does_not_exist_is_said_in_text(desk: Desk) -> None:
    """Neither side: what each lacks at the creditor's best."""
    answer, out = desk(*PHONE, "--json").answer, desk(*PHONE).out
    assert (answer["at_floor"], answer["at_ceiling"]) == (None, None)
    assert out.count("none to 100%") == 2
    less = answer["best_other"]["net"] - (answer["at_best_to_begin"]["creditor_net_with_follow_up"])
    assert f"the creditor keeps at least {less:,.0f} CNY less than" in out


def test_a_deal_that_starts_above_the_floor_says_so(desk: Desk) -> None:
    """A lot so large that the floor is too low to make the agency work."""
    many = (*CARDS[:-1], "50000")
    answer, out = desk(*many, "--json").answer, desk(*many).out
    floor, (low, _) = answer["floor"], answer["zone"]
    assert floor < low
    assert f"From {floor:.1%} to {low:.1%} the agency gains but the creditor does not yet" in out


WRONG = {
    "percent": (("--quoted", "22"), "If you meant 22%, write 0.22."),
    "no accounts": (("--accounts", "0"), "accounts must be 1 or more; got 0"),
    "negative margin": (("--target-margin", "-0.1"), "target margin must be a share"),
    "too many": (("--accounts", "9" * 25), "accounts must be at most 1,000,000,000; got 9,999"),
    "endless cost": (("--fixed-cost", "1e300"), "fixed-cost must be 0 or more and at most 1e+12"),
    "negative cost": (("--fixed-cost", "-1"), "fixed-cost must be 0 or more"),
    "no file": (("--fees", "nowhere.toml"), "nowhere.toml: there is no such file"),
    "placed too often": (("--placements", "3"), "fewer than 3 placements"),
    "negative quote": (("--quoted", "-0.1"), "quoted must be a decimal from 0 to 1; got -0.1"),
    "not a number": (("--quoted", "nan"), "quoted must be a decimal from 0 to 1"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_is_named(desk: Desk, name: str) -> None:
    """Exit 2, one line, nothing on standard output."""
    words, expected = WRONG[name]
    ran = desk(*CARDS, *words)
    assert (ran.code, ran.out) == (2, "")
    assert expected in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_ladder_with_a_gap_is_named(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "fees.toml"
    file.write_text(
        "by_age = [{ from = 0, to = 6, rate = 0.1 }, { from = 9, rate = 0.2 }]", encoding="utf-8"
    )
    ran = desk(*CARDS, "--fees", str(file), "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "nothing holds from 6 to 9" in ran.err


def test_a_ladder_by_age_says_that_no_quote_is_in_force(desk, tmp_path) -> None:
    fees = tmp_path / "fees.toml"
    fees.write_text("by_age = [{ from = 0, to = 12, rate = 0.2 }, { from = 12, rate = 0.3 }]\n")
    words = ("deal", "--sector", "bank_card", "--balance", "9000", "--age", "8")
    words += ("--accounts", "2000", "--quoted", ".5")
    assert "takes the place of every quote" in desk(*words, "--fees", str(fees)).out
    assert "takes the place" not in desk(*words).out
    assert desk(*words, "--fees", str(fees), "--json").answer["quote_in_force"] is False
