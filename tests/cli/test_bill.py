"""The commands that check a bill and look for accounts placed twice."""

import pandas as pd

FOLDER = "data/samples"
BILL = (
    f"{FOLDER}/bill.csv", "--contract", f"{FOLDER}/bill_contract.toml",
    "--payments", f"{FOLDER}/bill_payments.csv", "--placements", f"{FOLDER}/bill_placements.csv",
)  # fmt: skip
LISTS = (f"{FOLDER}/placed_northgate.csv", f"{FOLDER}/placed_harbour.csv")


def test_the_bill_in_words_in_json_and_in_a_file(desk, tmp_path) -> None:
    out = tmp_path / "findings.xlsx"
    answer = desk("bill", *BILL, "--json", "--out", str(out)).answer
    assert answer["difference"] == round(answer["billed"] - answer["due"], 2)
    assert round(sum(row["difference"] for row in answer["findings"]), 2) == answer["difference"]
    table = pd.read_excel(out, engine="calamine")
    assert table["difference"].round(2).tolist() == [
        row["difference"] for row in answer["findings"]
    ]
    said = desk("bill", *BILL).out
    assert said.startswith(f"Billed {answer['billed']:,.2f}; by the contract {answer['due']:,.2f}")


def test_files_written_otherwise_are_mapped(desk, tmp_path) -> None:
    bill, contract = tmp_path / "bill.csv", tmp_path / "contract.toml"
    bill.write_text("who,when,what,fee\nA,03/04/2025,100,20\n")
    contract.write_text("commission = 0.1\n")
    words = ("bill", str(bill), "--contract", str(contract))
    missing = desk(*words)
    assert missing.code == 2
    assert "lacks account_id" in missing.err
    assert missing.err.count("\n") == 1
    columns = ("--column", "account_id=who", "--column", "collected=what",
               "--column", "paid_on=when")  # fmt: skip
    ran = desk(*words, *columns, "--dates", "day-first", "--json")
    assert ran.answer["difference"] == 10.0
    assert ran.answer["findings"][0]["paid_on"] == "2025-04-03"
    contract.write_text("commission = 20\n")
    wrong = desk(*words, *columns)
    assert wrong.code == 2
    assert "If you meant 20%, write 0.2" in wrong.err
    gone = desk("bill", str(bill), "--contract", str(tmp_path / "none.toml"))
    assert gone.code == 2
    assert "no such file" in gone.err


def test_accounts_placed_twice_in_words_in_json_and_in_a_file(desk, tmp_path) -> None:
    out = tmp_path / "twice.csv"
    answer = desk("overlaps", *LISTS, "--json", "--out", str(out)).answer
    assert (answer["accounts_twice"], answer["debtors_twice"]) == (12, 6)
    assert len(pd.read_csv(out)) == len(answer["overlaps"]) == 12
    assert sum(row["balance"] for row in answer["pairs"]) == answer["balance"]
    assert desk("overlaps", *LISTS).out.startswith("12 of 406 accounts are with two agencies")
    alone = desk("overlaps", LISTS[0])
    assert alone.code == 2
    assert "The lists name one agency, Northgate" in alone.err
    assert desk("overlaps", *LISTS, "--out", "x.doc").code == 2
