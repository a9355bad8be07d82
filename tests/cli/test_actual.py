"""The command that holds a later tape against the plan."""

import tomllib

import pytest

PAIR = ("data/samples/plan_2025_12.csv", "data/samples/plan_2026_01.csv")


def test_the_alarm_rings_for_the_planted_group_alone(desk) -> None:
    """The sample's telecom bills of one month past due pay half as often as the library says."""
    answer = desk("actual", *PAIR, "--json").answer
    assert answer["months"] == 1
    rung = [row for row in answer["rows"] if row["status"] in ("alarm", "beyond")]
    assert [(row["sector"], row["age_band"]) for row in rung] == [("telecom", "31 to 60 days")]
    (row,) = rung
    assert row["implied_low"] < 0.5 * row["willing_share"] < row["implied_high"]
    assert row["ratio"] == pytest.approx(row["came"] / row["expected"])
    assert row["low_90"] <= row["low_80"] <= row["high_80"] <= row["high_90"]
    total = answer["total"]
    for name in ("came", "expected", "planned"):
        judged = [row for row in answer["rows"] if row["status"] != "not_judged"]
        assert total[name] == pytest.approx(sum(row[name] for row in judged))
        assert total[name] == pytest.approx(sum(row[name] for row in answer["moves"]))
    assert answer["expected_outside_90"] == pytest.approx(
        0.1 * sum(row["status"] != "not_judged" for row in answer["rows"])
    )
    said = desk("actual", *PAIR)
    assert said.code == 0
    assert "Alarm for 1 of" in said.out
    assert "would explain it" in said.out


def test_payments_by_account_count_before_the_tapes(desk, tmp_path) -> None:
    """Two payments of January, a reversal and one of December: only January's count."""
    file = tmp_path / "paid.csv"
    file.write_text(
        "account_id,payment_date,collected\nA00001,2026-01-10,40\nA00001,2026-01-20,-15\n"
        "A00002,2026-01-31,9\nA00003,2025-12-30,500\nZZZ,2026-01-03,8\n"
    )
    plain = desk("actual", *PAIR, "--json", "--draws", "5").answer
    answer = desk("actual", *PAIR, "--json", "--draws", "5", "--remittances", str(file)).answer
    moved = answer["total"]["came"] - plain["total"]["came"]
    tape = sum(
        float(before.split(",")[2]) - float(after.split(",")[2])
        for before, after in zip(*(lines(path, 2) for path in PAIR), strict=True)
    )
    assert moved == pytest.approx(34.0 - max(tape, 0.0), abs=0.01)
    assert any("1 accounts that the first tape does not have (8.00)" in x for x in answer["says"])
    used = answer["payments"]
    assert (used["whole"], used["before"], used["counted"]) == (542.0, 500.0, 34.0)
    outside = next(x for x in answer["findings"] if x["code"] == "payments_outside")
    assert (outside["rows"], outside["severity"]) == (1, "warning")
    assert "500.00" in outside["message"]
    file.write_text("batch,month,collected\nA,2026-01,40\n")
    wrong = desk("actual", *PAIR, "--remittances", str(file))
    assert wrong.code == 2
    assert "lacks account_id" in wrong.err
    file.write_text("account_id,payment_date,collected\nA00001,2025-10-10,40\n")
    assert "2026-01 to 2026-01" in desk("actual", *PAIR, "--remittances", str(file)).err


def lines(path: str, count: int) -> list[str]:
    from pathlib import Path

    return (Path(__file__).parents[2] / path).read_text().splitlines()[1 : count + 1]


def test_table_and_overlay_are_written(desk, tmp_path) -> None:
    table, overlay = tmp_path / "groups.csv", tmp_path / "odds.toml"
    worse = tmp_path / "worse.csv"
    # Nobody paid: every balance is what it was.
    first = lines(PAIR[0], 10_000)
    head = "account_id,sector,balance,days_past_due,placements,letters,as_of"
    moved = [
        ",".join([*row.split(",")[:3], str(int(row.split(",")[3]) + 31), "0", "0", "2026-01-31"])
        for row in first
        if "telecom" in row
    ]
    worse.write_text("\n".join([head, *moved[:-1]]))
    done = desk(
        "actual", PAIR[0], str(worse), "--gone", "otherwise", "--draws", "5",
        "--out", str(table), "--save-overlay", str(overlay),
    )  # fmt: skip
    assert done.code == 0
    assert table.read_text(encoding="utf-8-sig").startswith("sector,age_band,segment,move,status")
    # Letters were not sent, as both tapes count them, so it is held against in-house work.
    assert "were not treated as planned" in done.out
    assert "no share above 0" in done.out
    assert not overlay.exists()
    # Of bills of one month one in ten pays nearly all: far less than was expected.
    young = [row for row in first if "telecom" in row and int(row.split(",")[3]) < 60]
    plan = tmp_path / "plan.csv"
    plan.write_text("\n".join([head, *young]))
    some = [
        ",".join([*parts[:2], f"{float(parts[2]) * (0.05 if i % 10 == 0 else 1):.2f}",
                  str(int(parts[3]) + 31), "0", "0", "2026-01-31"])
        for i, parts in enumerate(row.split(",") for row in young)
    ]  # fmt: skip
    worse.write_text("\n".join([head, *some]))
    words = ("actual", str(plan), str(worse), "--draws", "5")
    assert desk(*words, "--save-overlay", str(overlay)).code == 0
    assert "share" in overlay.read_text()
    assert "telecom" in tomllib.loads(overlay.read_text())
    again = desk(*words, "--assumptions", str(overlay), "--json").answer
    before = desk(*words, "--json").answer
    assert before["total"]["came"] < again["total"]["planned"] < before["total"]["planned"]


def test_what_does_not_fit_is_one_line(desk, tmp_path) -> None:
    same = desk("actual", PAIR[0], PAIR[0])
    assert same.code == 2
    assert same.err.splitlines()[-1].startswith("error: Both tapes are the same file")
    assert "older than the first" in desk("actual", *reversed(PAIR)).err
    assert "no account in common" in desk("actual", PAIR[0], "data/samples/telecom.csv",
                                          "--next-as-of", "2026-01-31").err  # fmt: skip
    assert "gone must be one of" in desk("actual", *PAIR, "--gone", "maybe").err
    assert "--out takes a name" in desk("actual", *PAIR, "--draws", "2", "--out", "a.txt").err


def test_payments_are_read_as_the_options_say(desk, tmp_path) -> None:
    """Own headings, cents by a comma, thousands and days first: the same as plainly written."""
    file = tmp_path / "paid.csv"
    words = ("actual", *PAIR, "--json", "--draws", "5", "--remittances", str(file))
    file.write_text("account_id,payment_date,collected\nA00001,2026-01-10,40.5\n")
    plain = desk(*words).answer
    file.write_text("who;when;sum\nA00001;10/01/2026;0,0405\n")
    said = desk(
        *words, "--remittances-column", "account_id=who", "--remittances-column", "month=when",
        "--remittances-column", "collected=sum", "--remittances-dates", "day-first",
        "--remittances-decimal", "comma", "--remittances-unit", "thousand",
    ).answer  # fmt: skip
    assert said["payments"] == plain["payments"]
    assert said["payments"]["counted"] == 40.5
    assert said["total"] == plain["total"]
