"""Every command in a process of its own: it starts, and says what it says within the tests'."""

from pathlib import Path

import pytest
import typer

from placement.cli import app
from tests.cli.conftest import Desk

SAMPLES = "data/samples"
SCENARIOS = [f"{SAMPLES}/scenarios/{name}.json" for name in ("lower_tax", "dear_money")]
MONEY = ("--gain-per-success", "900", "--cost-per-account", "100")
LOT = ("--sector", "telecom", "--balance", "200", "--age", "6", "--accounts", "500")
OUT = "OUT"
"""Stands for a folder that is not there yet."""

CALLS = {
    "access": ("audit", "--verify"),
    "actual": (f"{SAMPLES}/plan_2025_12.csv", f"{SAMPLES}/plan_2026_01.csv"),
    "assumptions": (),
    "backtest": (f"{SAMPLES}/remittances_telecom.csv", "--holdout", "6"),
    "bid": (*LOT, "--rivals", "3", "--rival-mean", "0.3", "--rival-sd", "0.05"),
    "bill": (f"{SAMPLES}/bill.csv", "--contract", f"{SAMPLES}/bill_contract.toml"),
    "calibrate": (f"{SAMPLES}/remittances_telecom.csv",),
    "compare": (*SCENARIOS, "--tape", f"{SAMPLES}/software_retainage.csv"),
    "court-fee": ("200000",),
    "deal": LOT,
    "implied": (*LOT[:6], "--liquidation", "0.06", "--months", "6"),
    "league": (f"{SAMPLES}/remittances_bank_card.csv",),
    "lists": (f"{SAMPLES}/software_retainage.csv", "--out", OUT),
    "mix": (f"{SAMPLES}/contracts.csv", "--seats", "30"),
    "overlaps": (f"{SAMPLES}/placed_northgate.csv", f"{SAMPLES}/placed_harbour.csv"),
    "pilot": (*LOT[:2], "--age", "6", "--accounts", "500", *MONEY),
    "policy": (f"{SAMPLES}/software_retainage.csv", "--rules", "3"),
    "rank": (f"{SAMPLES}/software_retainage.csv",),
    "report": (f"{SAMPLES}/software_retainage.csv", "--draws", "2", "--out", f"{OUT}.html"),
    "scenario": ("new", "Plain"),
    "simulate": (*LOT[:6], "--draws", "50"),
    "value": LOT[:6],
    "when": LOT[:6],
}


@pytest.mark.parametrize("command", CALLS)
def test_a_process_of_its_own_says_the_same(
    desk: Desk, desk_process: Desk, command: str, tmp_path: Path
) -> None:
    """An import that only another command makes would be missing here."""
    out = tmp_path / "lists"
    call = [word.replace(OUT, str(out)) for word in CALLS[command]]
    ran = desk_process(command, *call)
    assert ran.code == 0, ran.err
    assert ran.out.strip()
    if out.exists():
        out.rename(tmp_path / "first")
    assert desk(command, *call) == ran


@pytest.mark.parametrize("words", [("value", "--sector", "x"), ("rank", "nowhere.csv"), ()])
def test_wrong_input_ends_a_process_with_2(
    desk: Desk, desk_process: Desk, words: tuple[str, ...]
) -> None:
    """One line, no traceback, nothing on standard output."""
    ran = desk_process(*words)
    assert (ran.code, ran.out) == (2, "")
    assert desk(*words) == ran


def test_every_command_is_here() -> None:
    assert set(typer.main.get_command(app).commands) == set(CALLS)
