"""The line under an answer gives it again."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from placement.api import BidQuestion
from placement.decide.bid.choices import PriceFormula, ResultsAre
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.deal.lot import Ladder
from placement.report.files import as_csv
from placement.scenario.codec import scenario_text
from placement.scenario.scenario import Scenario
from placement.ui.bid import desk as bid_desk
from placement.ui.bid.cached import Asked
from placement.ui.bid.lots import lots_table
from placement.ui.bid.past import Kept
from placement.ui.bid.same import missing_in, options_of
from placement.ui.cached import SAMPLES
from placement.ui.contracts import view as contracts_view
from placement.ui.contracts.table import content_of
from placement.ui.deal import view as deal_view
from placement.ui.deal.contract import Contract
from placement.ui.deal.lot import Accounts, Choice, Scope
from placement.ui.work.state import CONTRACTS

CHANGES = {"telecom.agency.contract_fixed_cost": 500.0, "tax.income_tax_rate": 0.15}


def line_of(app) -> str:
    """Return the line that a page shows."""
    return next(each.value for each in app.code if each.value.startswith("python -m placement"))


def test_the_line_of_options_gives_the_total_of_the_page(desk, project) -> None:
    app = desk("options", sample="telecom.csv")
    app.session_state["scenario"] = Scenario().with_values(CHANGES)
    app.run()
    words = shlex.split(line_of(app))
    assert words[:5] == ["python", "-m", "placement", "rank", "telecom.csv"]
    words[0], words[4] = sys.executable, str(SAMPLES / words[4])
    ran = subprocess.run([*words, "--json"], cwd=project, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    net = sum(row["net"] for row in json.loads(ran.stdout)["mix_to_begin"])
    shown = " ".join(each.value for each in app.metric)
    assert f"{net:,.0f}"[:7] in shown.replace(" ", "")


@pytest.mark.parametrize(("page", "command"), [("timing", "when"), ("uncertainty", "simulate")])
def test_other_pages_show_their_line(desk, page, command) -> None:
    app = desk(page, sample="property_fee.xlsx")
    assert not app.exception
    assert line_of(app).startswith(f"python -m placement {command} property_fee.xlsx")


def answer(project, folder, line: str) -> dict:
    """Run a line as a reader would, in a folder with its files, and return what it prints."""
    words = shlex.split(line)
    words[0] = sys.executable
    ran = subprocess.run(
        [*words, "--json"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def caught(monkeypatch, module, name: str) -> list[tuple]:
    """Return what a page passes to the function that draws its figure, as it draws it."""
    calls: list[tuple] = []
    draw = getattr(module, name)

    def drawn(*args: object, **kwargs: object) -> object:
        calls.append(args)
        return draw(*args, **kwargs)

    monkeypatch.setattr(module, name, drawn)
    return calls


def lines_of(app) -> list[str]:
    """Return every line that a page shows."""
    return [each.value for each in app.code if each.value.startswith("python -m placement")]


@pytest.mark.parametrize("fees", [FeeTerms(), FeeTerms(tail_months=3)])
def test_the_line_of_deal_zone_gives_the_agencys_profit(
    desk, project, tmp_path, monkeypatch, fees
) -> None:
    """And both ends of the zone, for what was typed on the page."""
    calls = caught(monkeypatch, deal_view, "_tiles")
    app = desk("deal_zone", sample="telecom.csv")
    app.session_state["scenario"] = Scenario().with_values(CHANGES)
    app.session_state["deal_fee_terms"] = fees
    lot = Choice(scope=Scope.SECTOR, sector="telecom", accounts=Accounts.ALL)
    app.session_state["deal_accounts"] = Accounts.ALL.value
    app.session_state["deal_contracts"] = {
        lot.key: Contract(quoted=0.31, fixed_cost=12_345.0, ladder=Ladder.SHIFTED)
    }
    app.run()
    assert not app.exception
    (line,) = lines_of(app)
    assert "--quoted 0.31" in line
    shutil.copy(SAMPLES / "telecom.csv", tmp_path)
    if not fees.is_plain:
        text = scenario_text(Scenario().with_values(CHANGES).with_fees(fees))
        (tmp_path / "scenario.json").write_text(text, encoding="utf-8")
    found = answer(project, tmp_path, line)
    zone, economics = calls[-1][:2]
    assert found["at_quoted"]["agency_profit"] == pytest.approx(economics.profit, abs=0.005)
    assert found["floor"] == pytest.approx(zone.bounds.floor, abs=1e-9)
    assert found["ceiling"] == pytest.approx(zone.bounds.ceiling, abs=1e-9)


def test_one_segment_has_no_line_and_says_why(desk) -> None:
    app = desk("deal_zone", sample="telecom.csv")
    app.session_state["deal_scope"] = Scope.SEGMENT.value
    app.run()
    assert lines_of(app) == []
    assert any("one segment of a book" in each.value for each in app.caption)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {
            "bid_kind": "scored",
            "bid_formula": PriceFormula.FROM_AVERAGE,
            "bid_winners": 2,
            "bid_shares": "60, 40",
            "bid_has_ceiling": True,
            "bid_discounts": "2, 3",
            "bid_rivals_bids": "typed",
            "bid_has_margin": True,
        },
    ],
)
def test_the_lines_of_bid_desk_give_the_list_and_the_lot(
    desk, project, tmp_path, monkeypatch, typed
) -> None:
    calls = caught(monkeypatch, bid_desk, "same_lot")
    sheets = caught(monkeypatch, bid_desk, "show_files")
    app = desk("bid_desk", sample="mixed_book.csv")
    for key, value in {"bid_shift": 1.5, **typed}.items():
        app.session_state[key] = value
    app.run()
    assert not app.exception
    of_list, of_lot = lines_of(app)
    sheet, row = sheets[-1][0], calls[-1][0]
    for name, rows in (("lots.csv", sheet.rows), ("lot.csv", [row])):
        (tmp_path / name).write_bytes(as_csv(lots_table(rows)))
    total = answer(project, tmp_path, of_list)["total"]["expected_profit"]
    assert total == pytest.approx(sheet.total.expected_profit, abs=0.005)
    one = answer(project, tmp_path, of_lot)["lots"][0]["expected_profit"]
    shown = next(line for line in sheet.lines if line.lot == row.lot)
    assert one == pytest.approx(shown.value("expected_profit"), abs=0.005)


def test_what_the_command_cannot_say_is_named_instead_of_a_wrong_line() -> None:
    """Of past winning bids it takes one number for two things."""
    past = Kept(name="past.csv", digest="x", how=ResultsAre.LOWEST, rivals=5)
    asked = Asked(question=BidQuestion(number=3, past="x"), scenario=Scenario(), target_margin=None)
    assert missing_in(asked, past)
    same = replace(asked, question=BidQuestion(number=5, past="x"))
    assert missing_in(same, past) == []
    assert options_of(same, past)["results_are"] is ResultsAre.LOWEST


def test_the_line_of_contracts_gives_the_profit(desk, project, tmp_path, monkeypatch) -> None:
    calls = caught(monkeypatch, contracts_view, "show_chosen")
    app = desk("contracts", sample=None)
    app.session_state["contracts_seats"] = 17.0
    app.session_state["contracts_may_hire"] = True
    app.session_state["contracts_wage"] = 9_000.0
    app.session_state["contracts_sector_limited"] = True
    app.run()
    assert not app.exception
    (line,) = lines_of(app)
    assert "--sector-share 0.4" in line
    (tmp_path / "contracts.csv").write_bytes(content_of(app.session_state[CONTRACTS].edited))
    found = answer(project, tmp_path, line)
    assert found["profit"] == pytest.approx(calls[-1][0].profit, abs=0.005)
