"""Page Pilot: the answers of the command, in words, before any book is open."""

import json
import shlex
import subprocess
import sys

import pytest

from placement import api
from placement.assume.library import load_library
from placement.ui.pilot.inputs import Question
from placement.ui.pilot.view import sentence


def question(mean: float, strength: float, cost: float = 100.0) -> Question:
    """Return a question about 2,000 accounts."""
    return Question(
        prior=api.Prior(mean=mean, strength=strength),
        accounts=2_000, gain=900.0, cost=cost, against=None,
    )  # fmt: skip


def words(asked: Question) -> str:
    call = {
        "accounts": asked.accounts,
        "gain_per_success": asked.gain,
        "cost_per_account": asked.cost,
    }
    found = api.pilot(asked.prior, **call)
    watched = found.size_to_watch
    stop = api.stop_rule(asked.prior, size=watched, **call) if watched else None
    return sentence(asked, found, stop, "CNY")


def test_three_answers_in_words() -> None:
    assert words(question(0.2, 10.0)).startswith("**Go on with all.** An account is expected")
    assert words(question(0.1, 10.0)).startswith("**Try 84 accounts first.**")
    assert words(question(0.01, 1e6)).startswith("**Leave it.**")


def test_the_page_shows_what_the_command_says(desk, project) -> None:
    app = desk("pilot", sample=None)
    app.number_input(key="pilot_mean").set_value(12.0)
    app.number_input(key="pilot_strength").set_value(8.0)
    app.number_input(key="pilot_cost").set_value(120.0)
    app.toggle(key="pilot_two").set_value(True).run()
    assert not app.exception
    line = app.code[0].value
    done = subprocess.run(
        [sys.executable, *shlex.split(line)[1:], "--json"],
        cwd=project, capture_output=True, text=True, check=True,
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert "--prior-mean 0.12 --prior-strength 8 " in line
    assert f"Try {answer['best_size']:,} accounts first" in app.success[0].value
    assert f"Try {answer['against']['best_size']:,} accounts with each" in app.info[0].value
    shown = {metric.label.split(" (")[0]: metric.value for metric in app.metric}
    assert shown["Knowing for certain"] == f"{answer['evpi']:,.0f}"
    assert shown["Stopping in time saves"] == f"{answer['stop']['saves']:,.0f}"
    table = app.dataframe[0].value
    assert table["after"].tolist() == [row["after"] for row in answer["stop"]["rule"]]


def test_the_prior_is_shown_as_a_range() -> None:
    low, high = api.Prior(mean=0.5, strength=2.0).interval(0.8)
    assert (low, high) == (pytest.approx(0.1), pytest.approx(0.9))


def test_the_guess_is_taken_from_the_numbers_in_use(desk) -> None:
    app = desk("pilot")
    app.selectbox(key="pilot_sector").set_value("bank_card")
    app.number_input(key="pilot_age").set_value(7.0)
    app = app.button(key="pilot_take").click().run()
    assert not app.exception
    prior = api.library_prior(load_library(), "bank_card", 7.0)
    assert app.number_input(key="pilot_mean").value == round(100 * prior.mean, 2)
    assert app.number_input(key="pilot_strength").value == float(f"{prior.strength:.3g}")
