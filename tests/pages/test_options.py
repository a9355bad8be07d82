"""Page Options without a browser: numbers, views, the what-if panel, and what may go wrong."""

import json
import re

import pytest

from placement import api
from placement.decide.rank import OPTIONS
from placement.decide.totals import TOTALS
from placement.domain.types import Option, Stance
from placement.report.tables import segment_table
from placement.scenario.scenario import Scenario
from placement.ui import cached, tables, what_if
from placement.ui.agency import table as agency_view_table
from placement.ui.options.inputs import inputs_table
from placement.ui.options.mix import begin_rows, mix_parts, mix_rows
from placement.ui.options.tables import component_table, to_the_cent
from placement.ui.session import sample_reference
from placement.ui.tables import row_height
from placement.ui.timing import cached as timing_cached
from placement.ui.work.desk import BOOK
from placement.words.names import option_names
from placement.words.numbers import cents, money, share, short, signed
from placement.words.segments import segment_names

SAMPLE = "mixed_book.csv"
VIEWS = ("book", "segment", "agency")


def number(text: str) -> float:
    """Return the number a tile shows."""
    return float(re.sub(r"[^\d.\-]", "", text.replace("−", "-")))


NET = ("Cash", "Fees, costs", "Tax relief", "Net recovery")
"""The tiles of a net, in their order."""


def tiles(app) -> dict[str, str]:
    """Return the tiles by their titles without units."""
    return {metric.label.split(" (")[0]: metric.value for metric in app.metric}


def nets(app) -> tuple[list[float], list[float]]:
    """Return the four tiles of what leads, and those of the second answer behind them."""
    titles = [metric.label.split(" (")[0] for metric in app.metric]
    assert titles == [*NET, *NET]
    amounts = [number(metric.value) for metric in app.metric]
    return amounts[:4], amounts[4:]


def lead(scenario: Scenario | None = None):
    """Return the best plans of the sample as the page shows them, and what they are made of."""
    chosen = scenario or Scenario()
    book = cached.ranking("test", chosen.digest, cached.sample_book(SAMPLE), chosen)
    return timing_cached.book_plans(book, chosen, horizon=60)


def sliders(app) -> dict[str, object]:
    """Return the sliders of the panel by their paths."""
    return {slider.key.removeprefix("what_if_"): slider for slider in app.slider}


def seen_as(app, view: str):
    """Return the app in another view."""
    app.session_state["options_view"] = view
    return app.run()


def ranked():
    """Return the sample as the page ranks it with the library's numbers."""
    plain = Scenario()
    return cached.ranking("test", plain.digest, cached.sample_book(SAMPLE), plain)


def specification(app, position: int = 0) -> dict:
    """Return the Vega-Lite specification of a chart."""
    return json.loads(app.get("vega_lite_chart")[position].proto.spec)


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_draws_in_every_language(desk, view: str, code: str) -> None:
    """Twice, because the second run finds the widgets' state."""
    app = seen_as(desk("options", lang=code), view)
    for _ in range(2):
        assert not app.exception
        assert not app.error
        assert len(app.metric) == (4 if view == "agency" else 8)
        app.run()


def test_the_tiles_are_what_leads_and_then_the_options_alone(desk) -> None:
    """Cash, fees and costs, tax relief and net; the parts add up to the net."""
    ranking, plans = ranked().ranking, lead()
    first, second = nets(desk("options"))
    for shown, totals in (
        (first, plans.totals @ ranking.accounts),
        (second, ranking.best_mix_totals),
    ):
        assert shown == [*(round(total) for total in totals), round(totals.sum())]
        assert shown[0] > 0 > shown[1]
        assert sum(shown[:3]) == pytest.approx(shown[3], abs=2)
    assert second[3] == round(ranking.best_mix_total)
    assert first[3] == round(float(plans.net @ ranking.accounts))
    assert first[3] > second[3]


def test_the_page_says_what_is_cash_and_what_is_tax(desk) -> None:
    """A share of the balance that is tax relief is not called recovered."""
    segments, totals = ranked().ranking.valuation.segments, lead().totals
    cash, fees, tax = totals @ segments.accounts / float(segments.balance @ segments.accounts)
    said = next(c.value for c in desk("options").caption if "comes in as cash" in c.value)
    assert f"**{cash:.1%}** of the balance comes in as cash" in said
    assert f"**{cash + fees:.1%}** is left of it" in said
    assert f"tax relief adds {tax:.1%}" in said


def test_the_bars_are_the_best_options_then_every_way_from_best_to_worst() -> None:
    """Nine options, the next agency in turn, and each segment its best; cash apart from tax."""
    rows = mix_rows(ranked().ranking)
    assert len(rows) == len(OPTIONS) + 2
    assert rows["name"][0] == "Each its best option"
    assert rows["net"].is_monotonic_decreasing
    assert (rows["reach"] > rows["net"].max()).all()
    assert (rows["left"] < rows["net"]).all()


def test_what_the_book_is_begun_with_makes_up_the_book() -> None:
    """In the chart and in its table; beside it the options that are best alone."""
    ranking, plans = ranked().ranking, lead()
    rows = begin_rows(plans, ranking.accounts, horizon=60)
    assert rows["net"].sum() == pytest.approx(float(plans.net @ ranking.accounts))
    table = mix_parts(ranking, plans, horizon=60)
    assert table["net"].is_monotonic_decreasing
    assert table["segments"].sum() == len(ranking.accounts)
    assert table["accounts"].sum() == table["accounts_alone"].sum() == ranking.accounts.sum()
    parts = table[["total_cash", "total_fees", "total_tax"]].sum(axis=1)
    assert parts.to_numpy() == pytest.approx(table["net"].to_numpy(), abs=2)
    assert table["net_alone"].sum() == pytest.approx(ranking.best_mix_total, abs=len(table))


def test_the_chart_stays_the_same_when_numbers_move(desk) -> None:
    """A changed specification would build the chart anew at every move of a slider."""
    app = desk("options")
    before = specification(app)
    was = tiles(app)
    sliders(app)[what_if.ODDS].set_value(0.8)
    app.run()
    assert tiles(app) != was
    assert specification(app) == before


@pytest.mark.parametrize(
    ("path", "shown", "kept"),
    [
        (what_if.COMMISSION, 5.0, 0.05),
        (what_if.ODDS, 0.5, 0.5),
        (what_if.CONTACT_COST, 2.0, 2.0),
        (what_if.DISCOUNT, 12.0, 0.12),
        (what_if.INCOME_TAX, 0.0, 0.0),
    ],
)
def test_a_slider_moves_the_scenario_and_the_answer(desk, path, shown, kept) -> None:
    """Percent on the screen, decimals in the scenario; the answer is the library function's."""
    app = desk("options")
    sliders(app)[path].set_value(shown)
    app.run()
    assert app.session_state["scenario"].values == ((path, kept),)
    moved = Scenario(values=((path, kept),))
    ranking = cached.ranking("test", moved.digest, cached.sample_book(SAMPLE), moved).ranking
    first, second = nets(app)
    assert second[3] == round(ranking.best_mix_total)
    assert first[3] == round(float(lead(moved).net @ ranking.accounts))
    change = ranking.best_mix_total - ranked().ranking.best_mix_total
    assert number(app.metric[7].delta) == round(change)
    # Streamlit takes the direction from the first character: a loss must be drawn as one.
    drawn = app.metric[7].proto
    assert (drawn.direction, drawn.color) == (
        (drawn.UP, drawn.GREEN) if change > 0 else (drawn.DOWN, drawn.RED)
    )
    assert any("Different from the library" in caption.value for caption in app.caption)


def test_undo_redo_and_reset(desk) -> None:
    """The sliders follow the scenario, and at the library's value nothing differs."""
    app = desk("options")
    first = tiles(app)
    assert app.button(key="what_if_undo").disabled
    sliders(app)[what_if.ODDS].set_value(0.5)
    changed = tiles(app.run())
    app.button(key="what_if_undo").click().run()
    assert tiles(app) == first
    assert sliders(app)[what_if.ODDS].value == 1.0
    assert app.session_state["scenario"] == Scenario()
    app.button(key="what_if_redo").click().run()
    assert tiles(app) == changed
    assert sliders(app)[what_if.ODDS].value == 0.5
    app.button(key="what_if_reset").click().run()
    assert tiles(app) == first
    assert app.button(key="what_if_reset").disabled


def test_moved_back_to_the_library_nothing_differs(desk) -> None:
    """No value is left behind that would mark the answer as the user's."""
    app = desk("options")
    for value in (12.0, 6.0):
        sliders(app)[what_if.DISCOUNT].set_value(value)
        app.run()
    assert app.session_state["scenario"] == Scenario()
    assert any(caption.value == "All as in the library." for caption in app.caption)


def test_the_stance_is_part_of_the_scenario(desk) -> None:
    """By contract agencies work more accounts."""
    app = seen_as(desk("options"), "agency")
    before = number(tiles(app)["Accounts it would work"])
    app.radio(key="what_if_stance").set_value(Stance.CONTRACTUAL).run()
    assert app.session_state["scenario"].stance is Stance.CONTRACTUAL
    assert number(tiles(app)["Accounts it would work"]) > before


def test_numbers_set_elsewhere_are_counted_and_survive_a_reset(desk) -> None:
    """The panel resets its own numbers only."""
    app = desk("options")
    app.session_state["scenario"] = Scenario(values=(("telecom.law_letter.cost", 9.0),))
    app.run()
    assert any("Set on the page Assumptions: 1" in caption.value for caption in app.caption)
    sliders(app)[what_if.ODDS].set_value(0.5)
    app.run()
    app.button(key="what_if_reset").click().run()
    assert app.session_state["scenario"].values == (("telecom.law_letter.cost", 9.0),)


def test_a_value_beyond_the_sliders_ends_is_shown(desk) -> None:
    """Set on another page; the slider makes room for it."""
    app = desk("options")
    app.session_state["scenario"] = Scenario(values=((what_if.ODDS, 3.5),))
    app.run()
    assert not app.exception
    assert sliders(app)[what_if.ODDS].value == 3.5


def test_a_scenario_that_the_library_refuses_is_explained(desk) -> None:
    """With the way back still on the page."""
    app = desk("options")
    app.session_state["scenario"] = Scenario(values=(("telecom.law_letter.price", 9.0),))
    app.run()
    assert not app.exception
    assert "telecom.law_letter.price" in app.error[0].value
    assert app.button(key="what_if_reset")


def test_a_segment_shows_its_nine_options_and_why(desk) -> None:
    """Whichever is chosen; those not open have their reason; waiting stands among them."""
    app = seen_as(desk("options"), "segment")
    ranking = ranked().ranking
    chosen = app.selectbox(key="options_segment")
    for position in (0, len(chosen.options) // 2, len(chosen.options) - 1):
        app.selectbox(key="options_segment").select_index(position).run()
        assert not app.exception
        place = app.session_state["options_segment"]
        table = next(frame.value for frame in app.dataframe if "per_account" in frame.value)
        assert len(table) == len(OPTIONS) + 1
        closed = table[table["net"].isna()]
        assert (closed["note"] != "").all()
        assert len(closed) == int((~ranking.available[:, place]).sum())
        assert table["net"].dropna().is_monotonic_decreasing
        first, second = nets(app)
        count = ranking.accounts[place]
        assert second[3] == round(ranking.best_net[place] * count)
        assert first[3] == pytest.approx(table["net"].iloc[0], abs=0.5)
        assert first[3] >= second[3]
        parts = table[["total_cash", "total_fees", "total_tax"]].sum(axis=1, min_count=3)
        assert parts.dropna().to_numpy() == pytest.approx(table["net"].dropna(), abs=1.5)
    assert any("more than" in text.value for text in app.markdown)


def test_the_largest_segment_comes_first(desk) -> None:
    """In the choice and in the table."""
    segments = ranked().ranking.valuation.segments
    largest = int((segments.balance * segments.accounts).argmax())
    app = desk("options")
    table = next(frame.value for frame in app.dataframe if "lead_over_second" in frame.value)
    called = segment_names(segments.label, segments.sector)
    assert table["segment"].iloc[0] == called[largest]
    assert len(table) <= 200
    seen_as(app, "segment")
    assert app.session_state["options_segment"] == largest
    # The list says what the table says, and below it stands the whole name.
    assert app.selectbox(key="options_segment").options[0] == called[largest]
    assert segments.label[largest] in [caption.value for caption in app.caption]


def table_of_segments(app):
    """Return the table as it is drawn."""
    return next(frame for frame in app.dataframe if "lead_over_second" in frame.value)


def test_a_desk_sees_eight_rows(desk) -> None:
    """In a window of 900 pixels, each name whole in its row."""
    drawn = table_of_segments(desk("options"))
    assert len(drawn.value) > 8
    longest = max(drawn.value["segment"], key=len)
    assert drawn.proto.row_height >= row_height([longest]) > 64
    assert 8 * drawn.proto.row_height + 38 <= 860


def test_the_table_begins_with_the_answer(desk, monkeypatch) -> None:
    """A phone shows three columns: who, what to do, what it leaves; names have room in lines."""
    monkeypatch.setattr(tables, "on_a_phone", lambda: True)
    app = desk("options")
    drawn = table_of_segments(app)
    assert list(drawn.proto.column_order)[:3] == ["segment", "begin_with", "net"]
    assert sorted(drawn.proto.column_order) == sorted(drawn.value.columns)
    columns = json.loads(drawn.proto.columns)
    widths = [columns[name].get("width", 110) for name in ("segment", "begin_with", "net")]
    marks = 36
    assert marks + sum(widths) <= 390 - 32
    longest = max(drawn.value["segment"], key=len)
    assert drawn.proto.row_height >= row_height([longest]) > 64


def test_a_sector_narrows_the_table(desk) -> None:
    """The caption says how many there are."""
    app = desk("options")
    app.selectbox(key="options_sector").set_value("software_retainage").run()
    table = next(frame.value for frame in app.dataframe if "lead_over_second" in frame.value)
    count = ranked().ranking.valuation.segments.sector.count("software_retainage")
    assert len(table) == min(count, 200)
    # The sector was chosen, so the labels leave it out.
    assert not table["segment"].str.contains("software retainage").any()
    assert table["segment"].str.len().gt(0).all()


def test_a_remembered_segment_that_is_gone_falls_back_to_the_largest(desk) -> None:
    """Another book has fewer."""
    app = desk("options")
    app.session_state["options_segment"] = 99_999
    assert not seen_as(app, "segment").exception


def test_the_waterfall_of_any_option_adds_up_to_the_cent(desk) -> None:
    """Also of one that is not open; and of every plan that begins with a move."""
    app = seen_as(desk("options"), "segment")
    table = next(frame.value for frame in app.dataframe if "per_account" in frame.value)
    begun = {name: key for key, name in option_names().items()}
    can_begin = [begun[n] for n in table.dropna(subset=["net"])["option"] if n in begun]
    ways = [("followed_up", option) for option in can_begin]
    ways += [("alone", option) for option in Option]
    for way, name in ways:
        app.session_state["options_waterfall_way"] = way
        app.run()
        box = next(box for box in app.selectbox if box.key.startswith("options_waterfall"))
        box.set_value(name.value).run()
        assert not app.exception
        table = next(frame.value for frame in app.dataframe if "amount" in frame.value)
        cents = (100 * table["amount"]).round().astype(int)
        assert cents.iloc[:-1].sum() == cents.iloc[-1]


def test_rounding_never_breaks_the_sum() -> None:
    """Three thirds of a cent and a larger part that takes what is left."""
    ranking = ranked().ranking
    parts = to_the_cent(ranking.component_total(Option.LAWSUIT, 0))
    exact = ranking.component_total(Option.LAWSUIT, 0)
    assert round(sum(parts.values()), 2) == round(sum(exact.values()), 2)
    for position in range(0, len(ranking.accounts), 9):
        for option in OPTIONS:
            parts = ranking.component_total(option, position)
            table = component_table(parts, balance=1.0)
            assert round(table["amount"].iloc[:-1].sum(), 2) == table["amount"].iloc[-1]
            row = OPTIONS.index(option)
            if not ranking.available[row, position]:
                continue
            net = ranking.net[row, position] * ranking.accounts[position]
            assert table["amount"].iloc[-1] == pytest.approx(net, abs=0.0051)


def test_every_number_behind_has_a_name_and_a_path_that_exists() -> None:
    """One segment of each sector; what the book brings or the agency chooses has no path."""
    book = ranked()
    numbers = cached.load_library()
    for sector in set(book.ranking.valuation.segments.sector):
        position = book.ranking.valuation.segments.sector.index(sector)
        table = inputs_table(book.ranking, position, currency="CNY")
        assert (table["name"].str.contains("_")).sum() == 0
        assert (table["unit"] != "").all()
        for path in table.loc[table["path"] != "", "path"]:
            assert numbers.paths_under(path)


def test_the_agency_says_why_it_would_not_work_a_segment(desk) -> None:
    """With the two amounts; what it does is empty there."""
    app = seen_as(desk("options"), "agency")
    table = next(frame.value for frame in app.dataframe if "why" in frame.value)
    idle = table[table["why"].str.startswith("No")]
    assert len(idle)
    assert idle["contacts_per_month"].isna().all()
    assert table.loc[table["why"] == "Yes", "contacts_per_month"].notna().all()
    assert (table.loc[table["why"] == "Yes", "profit"] >= 0).all()


def test_the_view_and_the_sliders_survive_a_page_switch(desk) -> None:
    """Streamlit drops the state of widgets that are not drawn."""
    app = seen_as(desk("options"), "agency")
    sliders(app)[what_if.ODDS].set_value(0.7)
    app.run()
    app.switch_page("pages/decision_map.py").run()
    app.switch_page("pages/options.py").run()
    assert app.session_state["options_view"] == "agency"
    assert sliders(app)[what_if.ODDS].value == 0.7


def test_without_a_book_the_page_leads_to_one(desk) -> None:
    """Instead of an error."""
    app = desk("options")
    app.session_state[BOOK] = None
    app.run()
    assert not app.exception
    assert "This page needs a book" in app.info[0].value
    assert not app.metric


def test_the_file_of_segments_has_the_names_of_the_interface() -> None:
    """All segments, money to the cent, with closed options empty."""
    table = segment_table(ranked().ranking)
    names = {"segment", "accounts", "balance", "best", "net", "net_in_house"}
    assert names <= set(table)
    money = table[["balance", "net", "lead_over_second", "net_in_house", "net_agency_2"]]
    assert money.round(2).equals(money)
    assert table["net_agency_2"].isna().any()
    exact = ranked().ranking.best_net * ranked().ranking.accounts
    assert table["net"].to_numpy() == pytest.approx(exact, abs=0.0051)
    led = segment_table(ranked().ranking, lead())
    assert {"first_move", "plan_net"} <= set(led)
    for called in ("{}", "plan_{}"):
        cents_of = (100 * led[[called.format(name) for name in (*TOTALS, "net")]]).round()
        assert (cents_of.iloc[:, :3].sum(axis=1) == cents_of.iloc[:, 3]).all()


def test_only_the_segments_that_the_agency_would_not_work(desk) -> None:
    """As many as the tile says, the reason beside the name, the largest first."""
    app = seen_as(desk("options"), "agency")
    count = int(number(tiles(app)["Segments not worked"]))
    assert count > 0
    app.selectbox(key="agency_group").set_value("not_worked").run()
    assert not app.exception
    table = next(frame.value for frame in app.dataframe if "why" in frame.value)
    assert len(table) == min(count, 200)
    assert table["why"].str.startswith("No: ").all()
    assert not table["why"].str.contains("no next placement").any()
    assert list(table.columns[:2]) == ["segment", "why"]
    assert table["balance"].is_monotonic_decreasing


def test_the_choices_of_the_agency_make_up_the_book() -> None:
    """Every segment is in one of them, and in one only."""
    side = api.agency_side(ranked().ranking)
    chosen = agency_view_table.groups(side)
    everything = chosen.pop(agency_view_table.ALL)
    assert everything.all()
    assert (sum(mask.astype(int) for mask in chosen.values()) == 1).all()


def test_a_choice_with_no_segment_says_what_to_do(desk) -> None:
    """By contract an agency works everything."""
    app = seen_as(desk("options"), "agency")
    app.radio(key="what_if_stance").set_value(Stance.CONTRACTUAL).run()
    app.selectbox(key="agency_group").set_value("not_worked").run()
    assert not app.exception
    assert "Show all segments" in app.info[0].value


@pytest.mark.parametrize("view", ["book", "agency"])
def test_only_a_table_that_is_cut_says_so(desk, view: str) -> None:
    """More than 200 segments in the book, fewer in a sector."""
    app = seen_as(desk("options"), view)
    assert any("The 200 largest of" in caption.value for caption in app.caption)
    app.selectbox(key="options_sector").set_value("software_retainage").run()
    count = ranked().ranking.valuation.segments.sector.count("software_retainage")
    assert count < 200
    assert not any("largest of" in caption.value for caption in app.caption)
    assert any(f"Segments shown: {count}," in caption.value for caption in app.caption)


def test_a_sector_that_another_book_lacks_falls_back_to_all(desk) -> None:
    """Instead of stopping on a choice that is not there."""
    app = desk("options")
    app.selectbox(key="options_sector").set_value("software_retainage").run()
    app.session_state[BOOK] = sample_reference("telecom.csv")
    app.run()
    assert not app.exception
    assert app.selectbox(key="options_sector").value == ""


@pytest.mark.parametrize("amount", [float("inf"), -float("inf"), float("nan"), 1e308, -1e16])
def test_no_amount_stops_a_page(amount: float) -> None:
    """A slip in a file is written out, in a few characters."""
    for written in (money(amount), cents(amount), signed(amount), short(amount)):
        assert 0 < len(written) < 10
    assert share(amount, of=float("inf")) == share(1.0, of=float("nan")) == "–"


def test_usual_amounts_read_as_before() -> None:
    """In whole units from 100, to the cent below."""
    assert (short(99.5), short(-0.004), short(-1234.5)) == ("99.50", "0.00", "−1,234")
    assert (money(-0.2), cents(1234.005), signed(-3.2)) == ("0", "1,234.01", "-3")


def test_a_segment_says_how_sure_its_option_alone_is(desk) -> None:
    """In which part of the draws it is best, and where nine of ten lie."""
    app = desk("options")
    app.session_state["options_view"] = "segment"
    app.run()
    assert not app.exception
    shown = " ".join(caption.value for caption in app.caption)
    assert "% of the draws" in shown or "all but very few draws" in shown
    assert "Nine draws of ten leave" in shown


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        (what_if.COMMISSION, "２.5 %", 0.025),
        (what_if.ODDS, "0,8", 0.8),
        (what_if.ODDS, "50 %", 0.5),
        (what_if.CONTACT_COST, "× 1.25", 1.25),
        (what_if.CONTACT_COST, "4", 4.0),
        (what_if.DISCOUNT, "12", 0.12),
    ],
)
def test_a_value_is_typed_beside_its_slider(desk, path: str, typed: str, value: float) -> None:
    """In the ways people write numbers, also between the slider's steps and beyond its ends."""
    app = desk("options")
    app.text_input(key=f"what_if_{path}_typed").set_value(typed).run()
    assert not app.exception
    assert app.session_state["scenario"].values == ((path, value),)
    shown = app.slider(key=f"what_if_{path}").value
    assert shown in (value, pytest.approx(100 * value))


@pytest.mark.parametrize("typed", ["", "abc", "1 2 3", "-80"])
def test_what_cannot_be_a_value_is_refused_and_the_old_one_stays(desk, typed: str) -> None:
    """Said in words, on the panel."""
    app = desk("options")
    box = f"what_if_{what_if.ODDS}_typed"
    app.text_input(key=box).set_value(typed).run()
    assert not app.exception
    assert len(app.error) == 1
    assert app.text_input(key=box).value == "1"
    assert app.session_state["scenario"].values == ()
