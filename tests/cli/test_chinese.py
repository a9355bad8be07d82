"""What commands print on the samples in Chinese holds no English and no half-width stops."""

import re
import shlex
from contextlib import suppress

import pytest

from docs.make_guide import CALL, CHINESE, blocks
from placement.cli import main
from tests.chinese import faults, mixed_sums

GUIDE = {command.removeprefix(CALL) for command, _ in blocks(CHINESE)}
"""Run with the guide, which looks at what it prints with `faults`."""

CARD = "--sector bank_card --balance 7000"
COMMANDS = (
    f"value {CARD} --age 8",
    "value --sector telecom --balance 200 --age 6 --set telecom.law_letter.cost=20",
    f"when {CARD} --age 4",
    "when data/samples/software_retainage.csv",
    "deal --sector property_fee --balance 3000 --age 14 --accounts 1000",
    "bid --sector property_fee --balance 3000 --age 14 --accounts 1000 --rivals 4"
    " --rival-mean 0.22 --rival-sd 0.03",
    "deal --sector property_fee --balance 3000 --age 14 --accounts 1000 --how-sure 2",
    "policy data/samples/software_retainage.csv --rules 3",
    "mix data/samples/contracts.csv --seats 30",
    "court-fee 200000",
    "rank data/samples/software_retainage.csv",
    "rank data/samples/property_fee.xlsx",
    "league data/samples/remittances_bank_card.csv --next-balance 5000000",
    "bill data/samples/bill.csv --contract data/samples/bill_contract.toml"
    " --payments data/samples/bill_payments.csv --placements data/samples/bill_placements.csv",
    "overlaps data/samples/placed_northgate.csv data/samples/placed_harbour.csv",
    "actual data/samples/plan_2025_12.csv data/samples/plan_2026_01.csv",
    "implied --sector bank_card --balance 7000 --age 8 --liquidation 0.06:0.08 --months 6"
    " --contacts-per-success 125 --commission 0.15 --price 0.07",
    "calibrate data/samples/remittances_bank_card.csv"
    " --contacts data/samples/contacts_bank_card.csv",
    f"simulate {CARD} --age 7 --draws 60",
    "value --sector telecom --balance 200 --age 6 --set telecom.law_letter.price=20",
    "value --sector telecom --balance 200 --age x",
    "rank data/samples/nowhere.csv",
)


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - GUIDE))
def test_a_command_speaks_chinese_only(
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.chdir(request.config.rootpath)
    monkeypatch.setattr("sys.argv", ["placement", "--lang", "zh", *shlex.split(command)])
    with suppress(SystemExit):
        main()
    out, err = capsys.readouterr()
    assert len(re.findall(r"[\u4e00-\u9fff]", out + err)) > 9
    assert faults(out + err) == []
    assert mixed_sums(out + err) == []


def test_the_check_finds_what_it_looks_for() -> None:
    assert faults("账户 owed，停催 law_letter") == ["owed"]
    assert faults("多计 3: 重复计费") == ["多计 3: 重复计费"]
    assert faults("原因: 重复计费") == ["原因: 重复计费"]
    assert faults("已计。 请改。") == ["已计。 请改。"]
    assert mixed_sums("净得 58.20万，另需 416,302.59。共 31万，8,917 和 12,000 户") == [
        "净得 58.20万，另需 416,302.59"
    ]
    assert faults("错误：见`rank --help`，a.csv") == []
    assert faults("error: 见a.csv") == ["error"]
