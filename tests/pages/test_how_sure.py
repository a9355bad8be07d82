"""The sentence under a headline: asked for after the page stands, then said with its draws."""

import time

import pytest

from placement.scenario.scenario import Scenario


def captions(app) -> str:
    """Return all captions of a page."""
    return " ".join(caption.value for caption in app.caption)


def drawn(app):
    """Return the page once its draws are there; the browser would ask every second."""
    for _ in range(240):
        app = app.run()
        if "How sure, in" in captions(app):
            return app
        time.sleep(0.25)
    raise AssertionError(captions(app))


def test_contracts_say_how_sure_they_are_and_each_its_share_of_draws(desk) -> None:
    app = desk("contracts")
    assert "How sure? Draws of all numbers follow" in captions(app)
    assert not app.session_state["uncertainty_refinements"], "no draw before the page stands"
    reasons = app.dataframe[-1].value
    assert "p_taken" not in reasons.columns
    app = drawn(app)
    assert not app.exception
    shares = next(table.value for table in app.dataframe if "p_taken" in table.value.columns)
    assert shares["p_taken"].between(0.0, 1.0).all()
    assert shares.loc[shares["taken"] == "In", "p_taken"].mean() > 0.5


def test_sectors_say_how_often_the_first_one_leads(desk) -> None:
    app = drawn(desk("sectors"))
    assert not app.exception
    assert "% of the draws" in captions(app)


@pytest.mark.parametrize(
    ("seat", "seen", "hidden"),
    [
        ("agency", "The agency's floor", "ceiling"),
        ("creditor", "The creditor's ceiling", "floor"),
    ],
)
def test_one_side_is_not_told_how_sure_the_other_is(desk, seat, seen, hidden) -> None:
    app = desk("deal_zone")
    app.session_state["deal_scope"] = "segment"
    app.session_state["deal_seat"] = seat
    app = drawn(app.run())
    assert not app.exception
    told = next(c.value for c in app.caption if "How sure, in" in c.value)
    assert seen in told or "none in any draw" in told
    assert hidden not in told
    assert "agree" not in told


def test_a_map_says_on_how_much_of_it_its_colour_holds(desk) -> None:
    app = desk("decision_map")
    app.session_state["map_view"] = "option"
    app = drawn(app.run())
    assert not app.exception
    assert "of the map" in captions(app)
    assert "Least sure is" in captions(app)


def test_scenarios_side_by_side_say_in_how_many_draws_one_leaves_more(desk) -> None:
    app = desk("scenarios")
    app.session_state["scenario"] = Scenario().with_values({"telecom.law_letter.cost": 9.0})
    app = drawn(app.run())
    assert not app.exception
    assert "**This scenario**: it leaves more in" in captions(app)
