"""Page Policy: the rules of the command, a move changed by hand, a table brought back."""

import json
import shlex
import subprocess
import sys

import pytest

from placement.report.policy_words import rule_move_names
from placement.ui.policy.inputs import ALONE, COUNTED, RULES
from placement.ui.policy.table import EDITOR
from placement.ui.policy.view import MEASURED
from placement.words.numbers import kept_words

# Few accounts, so that every move of every segment is valued in a moment.
SMALL = "software_retainage.csv"


def start(desk):
    app = desk("policy", sample=SMALL)
    assert not app.exception
    return app


def kept(app) -> str:
    return next(m.value for m in app.metric if m.label == "Kept of the best, by segment")


def lost(app) -> float:
    metric = next(m for m in app.metric if m.label.startswith("Lost, by segment"))
    return float(metric.value.replace(",", ""))


@pytest.mark.parametrize("counted", ["followed", ALONE])
def test_the_page_shows_what_the_command_says(desk, project, counted) -> None:
    app = start(desk)
    app.session_state[COUNTED] = counted
    app.slider(key=RULES).set_value(3).run()
    line = next(code.value for code in app.code if "placement policy" in code.value)
    done = subprocess.run(
        [sys.executable, *shlex.split(line.replace(SMALL, f"data/samples/{SMALL}"))[1:], "--json"],
        cwd=project, capture_output=True, text=True, check=True,
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert (" --alone" in line) == (counted == ALONE)
    assert kept(app) == kept_words(answer["kept"])
    # One number, one rounding: tile, headline and the title of the curve.
    assert f"keep {kept(app)} of the best value" in app.success[0].value.replace("\\", "")
    assert any(f"keep {kept(app)} of the best value" in each.value for each in app.subheader)
    assert f"{answer['value']:,.0f} of {answer['best_value']:,.0f}" in app.success[0].value.replace(
        "\\", ""
    )
    table = app.dataframe[0].value if app.dataframe else None
    shown = table if table is not None else app.get("arrow_data_frame")[0].value
    names = rule_move_names()
    assert list(shown["then"]) == [names[rule["then"]] for rule in answer["rules"]]
    assert list(shown["accounts"]) == [rule["accounts"] for rule in answer["rules"]]


def test_more_rules_lose_no_more(desk) -> None:
    app = start(desk)
    found = []
    for rules in (1, 4, 12):
        app.slider(key=RULES).set_value(rules).run()
        found.append(lost(app))
    assert found == sorted(found, reverse=True)
    assert found[0] > found[-1]


def test_a_move_changed_by_hand_shows_its_price(desk) -> None:
    app = start(desk)
    app.slider(key=RULES).set_value(2).run()
    before = lost(app)
    assert not app.warning
    names = rule_move_names()
    app.session_state[app.session_state[EDITOR]] = {
        "edited_rows": {0: {"then": names["payment_order"]}},
        "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    app.run()
    assert not app.exception
    price = lost(app) - before
    assert price > 0.0
    whole, rule = app.warning[0].value.replace("\\", "").split("\n\n")
    assert whole.startswith("Your changes leave -")
    assert abs(float(whole.split()[3].replace(",", "")) + price) <= 1.0
    assert rule.startswith("Rule 1, Payment order: -")


def test_without_a_book_the_page_says_what_to_do(desk) -> None:
    app = desk("policy", sample=None)
    assert not app.exception
    assert app.info
    assert not app.metric


def test_accounts_valued_on_their_own_never_beat_their_own_best(desk) -> None:
    app = start(desk)
    app.toggle(key=MEASURED).set_value(True).run()
    assert not app.exception
    said = app.info[0].value
    assert "of the 60 accounts valued on its own they keep" in said
