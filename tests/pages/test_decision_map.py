"""Page Decision map without a browser: the picture's data, its table, and odd choices."""

import json

import numpy as np
import pandas as pd
import pytest

from placement import api
from placement.api import MAP_STEPS, PLAN_MAP_STEPS
from placement.assume.library import load_library
from placement.decide.grid import Case, DecisionGrid, log_steps, whole_decades
from placement.domain.errors import InputError
from placement.domain.types import Option
from placement.scenario.book_reference import reference_of
from placement.scenario.scenario import Scenario
from placement.scenario.works import OpenBook
from placement.ui import cached
from placement.ui.charts.decision_map import MOST_TICKS, decision_map_chart
from placement.ui.map.picture import Picture
from placement.ui.map.plans import move_answers, plan_grid_table, plan_hover_texts
from placement.ui.map.table import grid_table, option_answers, overview
from placement.ui.session import sample_reference
from placement.ui.theme import OPTION_COLOURS
from placement.ui.work.desk import BOOK
from placement.words.names import option_names
from placement.words.numbers import short

SAMPLE = "mixed_book.csv"


def opened(desk, view: str = "option", **query: str):
    """Return the page with the map of options alone, or with the one that leads."""
    app = desk(**query)
    app.session_state["map_view"] = view
    return app.switch_page("pages/decision_map.py").run()


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
    app = opened(desk, lang=code)
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
    app = opened(desk)
    app.selectbox(key="map_sector").set_value(sector).run()
    assert not app.exception
    table = next(frame.value for frame in app.dataframe)
    names = {option_names()[option] for option in Option}
    shown = set(legend(app))
    assert shown <= names
    assert set(table.to_numpy().ravel()) <= shown


def test_the_resolution_is_constant(desk) -> None:
    """For every sector the same number of cells, between one more edge each way."""
    app = opened(desk)
    for sector in ("bank_card", "telecom"):
        app.selectbox(key="map_sector").set_value(sector).run()
        cells = figure(app)["data"][0]
        assert len(cells["text"]) == MAP_STEPS[1]
        assert len(cells["text"][0]) == MAP_STEPS[0]


def test_a_spot_says_what_each_option_leaves(desk) -> None:
    """Nine lines under a heading, the best in bold and in parts, closed ones said to be so."""
    app = opened(desk)
    text = figure(app)["data"][0]["text"][10][20]
    heading, best, made_of, *rest = text.split("<br>")
    assert "CNY" in heading
    assert "months past due" in heading
    assert best.startswith("<b>")
    assert len(rest) == len(Option) - 1
    assert sum("not open" in line for line in rest) >= 2
    assert best.count("%") == 1
    assert made_of.startswith("Cash ")


def test_dots_are_the_books_segments(desk) -> None:
    """Like the map by default, all of the sector on request."""
    app = opened(desk)
    app.selectbox(key="map_sector").set_value("telecom").run()
    alike = len(dots(app)["text"])
    app.toggle(key="map_alike").set_value(False).run()
    every = len(dots(app)["text"])
    assert 0 < alike < every == segments_of("telecom")
    assert "accounts" in dots(app)["text"][0]


def test_the_case_reaches_the_map(desk) -> None:
    """Disputed and unreachable claims close the payment order; placements move the agency."""
    app = opened(desk)
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
    app = opened(desk)
    before = figure(app)["data"][0]["text"][0][0]
    app.session_state["scenario"] = Scenario(values=(("what_if.odds_factor", 0.3),))
    app.run()
    assert figure(app)["data"][0]["text"][0][0] != before


def test_a_sector_without_segments_has_a_map_without_dots(desk) -> None:
    """And says so."""
    app = opened(desk)
    app.session_state[BOOK] = sample_reference("telecom.csv")
    app.run()
    app.selectbox(key="map_sector").set_value("logistics").run()
    assert not app.exception
    assert dots(app) is None
    assert any("no segment of this sector" in caption.value for caption in app.caption)


def test_the_map_opens_on_the_sector_with_most_money(desk) -> None:
    """Of the book, not of the library."""
    app = desk()
    app.session_state[BOOK] = sample_reference("telecom.csv")
    app.switch_page("pages/decision_map.py").run()
    assert app.selectbox(key="map_sector").value == "telecom"


def test_a_scenario_that_the_library_refuses_is_explained(desk) -> None:
    """Named, with what to do."""
    app = opened(desk)
    app.session_state["scenario"] = Scenario(values=(("telecom.nothing", 9.0),))
    app.run()
    assert not app.exception
    assert "telecom.nothing" in app.error[0].value


def test_without_a_book_the_page_leads_to_one(desk) -> None:
    """Instead of an error."""
    app = opened(desk)
    app.session_state[BOOK] = None
    app.run()
    assert not app.exception
    assert "This page needs a book" in app.info[0].value


def test_colours_are_the_options_own() -> None:
    """Each step of the scale holds one option's colour from end to end."""
    grid = api.decision_map(Case(sector="telecom", creditor_type="other"), cached.load_library())
    drawn = decision_map_chart(
        grid.best,
        answers=option_answers(),
        balance_edges=np.geomspace(100.0, 1e6, 41),
        age_edges=np.linspace(0.0, 60.0, 41),
        hover=[],
        dots=pd.DataFrame({"best": []}),
        balance_title="",
        age_title="",
    )
    scale = [colour for _, colour in drawn.data[0].colorscale]
    assert scale[::2] == scale[1::2] == list(OPTION_COLOURS.values())


def picture_of(grid: DecisionGrid) -> Picture:
    """Return the picture of a map without dots."""
    return Picture(
        balance=grid.balance,
        age=grid.age,
        answers=option_answers(),
        best=grid.best,
        hover=[],
        dots=pd.DataFrame(),
        table=pd.DataFrame,
        alt="",
        reads="",
        caption="",
    )


def with_book(desk, rows: str):
    """Return the map of a small book of telecom bills: balance and months past due a row."""
    content = f"balance,months_past_due\n{rows}".encode()
    book = api.open_tape(
        content, filename="small.csv", assumptions=cached.load_library(), sector="telecom"
    )
    cached.hold(f"book:{book.tape.digest}", book)
    app = desk()
    app.session_state["map_view"] = "option"
    app.session_state[BOOK] = OpenBook(
        reference=reference_of(book.tape, name="small.csv"),
        currency=book.tape.currency,
        key=f"book:{book.tape.digest}",
    )
    return app.switch_page("pages/decision_map.py").run()


SMALL_BILLS = "".join(f"{20 + i % 70},{3 + i % 40}\n" for i in range(200))


@pytest.mark.parametrize("rows", [SMALL_BILLS, "1,12\n"], ids=["200 bills", "one yuan"])
def test_a_book_of_small_bills_has_a_map_that_can_be_read(desk, rows: str) -> None:
    """Every amount below the map and every column of its table reads differently, from 1 up."""
    app = with_book(desk, rows)
    assert not app.exception
    assert not app.warning
    axis = figure(app)["layout"]["xaxis"]
    assert axis["ticktext"] == ["1", "10", "100", "1,000"]
    assert axis["range"] == [0.0, 3.0]
    columns = list(app.dataframe[0].value.columns)
    assert len(set(columns)) == len(columns)
    assert all(float(column.replace(",", "")) >= 1.0 for column in columns)
    assert dots(app) is not None
    # Whole units would call the first two columns alike and hide what the options differ in.
    heading = figure(app)["data"][0]["text"][0][0].split("<br>")[0]
    assert heading.startswith("<b>1.09 CNY")


def test_what_is_not_on_the_map_is_said(desk) -> None:
    """A bill of 20 fen lies left of an axis that starts at 1."""
    app = with_book(desk, "0.2,12\n50,30\n")
    assert not app.exception
    said = [each.value for each in app.caption if each.value.startswith("Not on the map: 1 of")]
    assert len(said) == 1
    assert "from 1 to 1,000 CNY" in said[0]
    assert len(dots(app)["text"]) == 1


def test_columns_of_the_table_differ_on_any_axis() -> None:
    """Also where an axis of another program starts below 1."""
    for low, high in ((0.001, 1.0), (1.0, 1e3), (100.0, 1e6), whole_decades(np.array([3.0, 9e11]))):
        grid = api.decision_map(
            Case(sector="telecom", creditor_type="other"),
            cached.load_library(),
            balance_from=low,
            balance_to=high,
        )
        table = overview(picture_of(grid))
        columns = list(table.columns)
        assert len(set(columns)) == len(columns)
        drawn = decision_map_chart(
            grid.best,
            answers=option_answers(),
            balance_edges=log_steps(low, high, 40)[0],
            age_edges=np.linspace(0.0, 60.0, 41),
            hover=[],
            dots=table.iloc[:0].assign(best=[]),
            balance_title="",
            age_title="",
        )
        ticks = drawn.layout.xaxis.ticktext
        assert len(set(ticks)) == len(ticks) <= MOST_TICKS


def test_a_map_that_cannot_be_worked_out_is_explained(desk, monkeypatch) -> None:
    """In words, with what to do, and without a red error."""

    def refuse(*_: object) -> None:
        raise InputError("balances must rise")

    app = opened(desk)
    monkeypatch.setattr("placement.ui.map.table.decision_map", refuse)
    app.run()
    assert not app.exception
    assert not app.error
    assert "balances must rise" in app.warning[0].value
    assert "another sector" in app.info[0].value


@pytest.mark.parametrize(("balance", "age"), [("1e12", "12"), ("5000", "599.5")])
def test_accounts_at_the_edge_of_what_can_be_valued_have_a_map(desk, balance, age) -> None:
    """The oldest age is not rounded up past what can be valued."""
    app = with_book(desk, f"{balance},{age}\n300,12\n")
    assert not app.exception
    assert not app.warning


def test_the_file_of_the_map_is_to_the_cent() -> None:
    """Balances and nets."""
    grid = api.decision_map(Case(sector="telecom", creditor_type="other"), cached.load_library())
    table = grid_table(grid)
    money = table[["balance", *(name for name in table if name.startswith("net_"))]]
    assert money.round(2).equals(money)


def test_the_map_opens_on_what_to_begin_with(desk) -> None:
    """The options closed at their end are the second choice."""
    app = desk("decision_map")
    assert app.session_state["map_view"] == "plan"
    cells = figure(app)["data"][0]
    assert (len(cells["text"][0]), len(cells["text"])) == PLAN_MAP_STEPS


@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_map_of_plans_draws_in_every_language(desk, code: str) -> None:
    """Once from scratch and once from the cache, at its own resolution."""
    app = opened(desk, "plan", lang=code)
    app.run()
    assert not app.exception
    assert not app.error
    cells = figure(app)["data"][0]
    assert (len(cells["text"][0]), len(cells["text"])) == PLAN_MAP_STEPS


def test_the_map_of_plans_shows_what_a_plan_begins_with(desk) -> None:
    """Cells, legend, table and dots speak of first moves, waiting among them."""
    app = opened(desk)
    app.selectbox(key="map_sector").set_value("logistics").run()
    alone = dots(app)["text"]
    app = app.segmented_control(key="map_view").set_value("plan").run()
    names = [answer.name for answer in move_answers()]
    shown = {names[place] for row in figure(app)["data"][0]["z"] for place in row}
    assert shown & {"Wait", "Stop working it, keep the claim"}
    assert shown <= set(legend(app)) <= set(names)
    assert set(app.dataframe[0].value.to_numpy().ravel()) <= shown
    own = dots(app)
    assert len(own["text"]) == len(alone)
    assert all("Begin with: " in text for text in own["text"])
    colours = {answer.colour for answer in move_answers()}
    assert set(own["marker"]["color"]) <= colours


def test_every_first_move_has_its_own_colour() -> None:
    """An option has the same in both maps; waiting and the end of all work have others."""
    colours = [answer.colour for answer in move_answers()]
    assert colours[1:-1] == list(OPTION_COLOURS.values())
    assert len(set(colours)) == len(colours)


def test_a_spot_of_the_map_of_plans_says_value_gain_and_plan() -> None:
    """With the numbers of the grid, to the cent where they are small."""
    grid = api.plan_map(
        Case(sector="telecom", creditor_type="other"), load_library(), steps=(3, 2), age_to=24.0
    )
    texts = plan_hover_texts(grid, "CNY")
    heading, first, made_of, value, gain, next_, *steps = texts[1][0].split("<br>")
    assert heading == "<b>464 CNY, 18 months past due</b>"
    assert first == f"<b>{move_answers()[grid.begin_with[1, 0]].name}</b>"
    for total in grid.totals[:, 1, 0]:
        assert short(float(total)) in made_of
    assert made_of.startswith("Cash ")
    assert short(float(grid.value[1, 0])) in value
    assert option_answers()[grid.alone.best[1, 0]].name in gain
    assert short(float(grid.gain[1, 0])) in gain
    second = np.sort(grid.first_value[:, 1, 0])[::-1]
    behind = second[~np.isnan(second)][1]
    assert f"{short(float(grid.value[1, 0] - behind))} less" in next_
    assert len(steps) >= 1


def test_the_file_of_the_map_of_plans_adds_up() -> None:
    """Cash + fees + tax = net = net alone + gain, and the net is the value of its first move."""
    grid = api.plan_map(
        Case(sector="bank_card", creditor_type="other"), load_library(), steps=(4, 3)
    )
    table = plan_grid_table(grid)
    np.testing.assert_allclose(table["net"], table["net_alone"] + table["gain"], atol=0.011)
    parts = table[["total_cash", "total_fees", "total_tax"]].sum(axis=1)
    np.testing.assert_allclose(parts, table["net"], atol=0.0051)
    for row in table.itertuples():
        assert getattr(row, f"value_{row.first_move}") == row.net
        assert row.plan.startswith((row.first_move, "stop 0"))
    assert table.shape[0] == 12
