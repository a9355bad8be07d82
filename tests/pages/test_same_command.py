"""The line under an answer gives it again."""

import json
import shlex
import subprocess
import sys

import pytest

from placement.scenario.scenario import Scenario
from placement.ui.cached import SAMPLES

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
