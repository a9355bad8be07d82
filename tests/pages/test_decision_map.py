"""Page Decision map without a browser: the picture's data, its table, and odd choices."""

import json

import pytest

from placement.api import MAP_STEPS
from placement.domain.types import Option
from placement.scenario.scenario import Scenario
from placement.ui import cached
from placement.ui.charts.decision_map import decision_map_chart
from placement.ui.theme import OPTION_COLOURS, option_names

SAMPLE = "mixed_book.csv"


def figure(app) -> dict:
    """Return the Plotly figure of the page."""
    return json.loads(app.get("plotly_chart")[0].proto.spec)


def legend(app) -> list[str]:
    """Return the names in the legend."""
    return [trace["name"] for trace in figure(app)["data"] if trace.get("name")]


def dots(app) -> dict | None:
    """Return the trace of the user's segments, None where there is none."""
    return next((t for t in figure(app)["data"] if "line" in t.get("marker", {})), None)


def segments_of(sector: str) -> int:
    """Return how many segments of a sector the sample has."""
    plain = Scenario()
    book = cached.ranking("test", plain.digest, cached.sample_book(SAMPLE), plain)
    return book.ranking.valuation.segments.sector.count(sector)


@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_map_draws_in_every_language(desk, code: str) -> None:
    """Twice: the second run finds the widgets' state."""
    app = desk("decision_map", lang=code)
    for _ in range(2):
        assert not app.exception
        assert not app.error
        assert len(app.get("plotly_chart")) == 1
        app.run()


@pytest.mark.parametrize(
    "sector", ["bank_card", "telecom", "property_fee", "logistics", "software_retainage"]
)
def test_the_legend_names_only_what_is_on_the_map(desk, sector: str) -> None:
    """By colours in the cells and in the dots."""
    app = desk("decision_map")
    app.selectbox(key="map_sector").set_value(sector).run()
    assert not app.exception
    table = next(frame.value for frame in app.dataframe)
    names = {option_names()[option] for option in Option}
    shown = set(legend(app))
    assert shown <= names
    assert set(table.to_numpy().ravel()) <= shown


def test_the_resolution_is_constant(desk) -> None:
    """For every sector the same number of cells, between one more edge each way."""
    app = desk("decision_map")
    for sector in ("bank_card", "telecom"):
        app.selectbox(key="map_sector").set_value(sector).run()
        cells = figure(app)["data"][0]
        assert len(cells["text"]) == MAP_STEPS[1]
        assert len(cells["text"][0]) == MAP_STEPS[0]


def test_a_spot_says_what_each_option_leaves(desk) -> None:
    """Nine lines under a heading, the best in bold, closed ones said to be so."""
    app = desk("decision_map")
    text = figure(app)["data"][0]["text"][10][20]
    heading, best, *rest = text.split("<br>")
    assert "CNY" in heading
    assert "months past due" in heading
    assert best.startswith("<b>")
    assert len(rest) == len(Option) - 1
    assert sum("not open" in line for line in rest) >= 2
    assert best.count("%") == 1


def test_dots_are_the_books_segments(desk) -> None:
    """Like the map by default, all of the sector on request."""
    app = desk("decision_map")
    app.selectbox(key="map_sector").set_value("telecom").run()
    alike = len(dots(app)["text"])
    app.toggle(key="map_alike").set_value(False).run()
    every = len(dots(app)["text"])
    assert 0 < alike < every == segments_of("telecom")
    assert "accounts" in dots(app)["text"][0]


def test_the_case_reaches_the_map(desk) -> None:
    """Disputed and unreachable claims close the payment order; placements move the agency."""
    app = desk("decision_map")
    before = figure(app)["data"][0]["text"]
    app.checkbox(key="map_disputed").check().run()
    disputed = figure(app)["data"][0]["text"]
    assert disputed != before
    app.checkbox(key="map_unreachable").check().run()
    assert figure(app)["data"][0]["text"] != disputed
    app.selectbox(key="map_placements").set_value(3).run()
    assert not app.exception
    assert "Second agency: not open" in figure(app)["data"][0]["text"][0][0]


def test_the_scenario_reaches_the_map(desk) -> None:
    """What the panel of Options was moved to."""
    app = desk("decision_map")
    before = figure(app)["data"][0]["text"][0][0]
    app.session_state["scenario"] = Scenario(values=(("what_if.odds_factor", 0.3),))
    app.run()
    assert figure(app)["data"][0]["text"][0][0] != before


def test_a_sector_without_segments_has_a_map_without_dots(desk) -> None:
    """And says so."""
    app = desk("decision_map")
    app.session_state["book_key"] = ("sample", "telecom.csv", "telecom.csv")
    app.run()
    app.selectbox(key="map_sector").set_value("logistics").run()
    assert not app.exception
    assert dots(app) is None
    assert any("no segment of this sector" in caption.value for caption in app.caption)


def test_the_map_opens_on_the_sector_with_most_money(desk) -> None:
    """Of the book, not of the library."""
    app = desk()
    app.session_state["book_key"] = ("sample", "telecom.csv", "telecom.csv")
    app.switch_page("pages/decision_map.py").run()
    assert app.selectbox(key="map_sector").value == "telecom"


def test_a_scenario_that_the_library_refuses_is_explained(desk) -> None:
    """Named, with what to do."""
    app = desk("decision_map")
    app.session_state["scenario"] = Scenario(values=(("telecom.nothing", 9.0),))
    app.run()
    assert not app.exception
    assert "telecom.nothing" in app.error[0].value


def test_without_a_book_the_page_leads_to_one(desk) -> None:
    """Instead of an error."""
    app = desk("decision_map")
    app.session_state["book_key"] = None
    app.run()
    assert not app.exception
    assert "There is no book yet" in app.info[0].value


def test_colours_are_the_options_own() -> None:
    """Each step of the scale holds one option's colour from end to end."""
    import numpy as np
    import pandas as pd

    from placement import api
    from placement.decide.grid import Case

    grid = api.decision_map(Case(sector="telecom", creditor_type="other"), cached.load_library())
    drawn = decision_map_chart(
        grid,
        balance_edges=np.geomspace(100.0, 1e6, 41),
        age_edges=np.linspace(0.0, 60.0, 41),
        hover=[],
        dots=pd.DataFrame({"best": []}),
        balance_title="",
        age_title="",
    )
    scale = [colour for _, colour in drawn.data[0].colorscale]
    assert scale[::2] == scale[1::2] == list(OPTION_COLOURS.values())
