"""Page Timing without a browser: plans, what waiting is worth, first moves, and wrong input."""

import datetime as dt
import json

import numpy as np
import pandas as pd
import pytest

from placement import api
from placement.decide.flip_quantities import Flip, Quantity
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.plans import FIRST_MOVES, AccountPlan, Plan, Step, Told
from placement.decide.timing.policy.rules import PRESETS, parse_policy
from placement.decide.timing.stop import LEADS
from placement.decide.totals import TOTALS, totals_of
from placement.domain.errors import InputError
from placement.domain.types import Component, Option
from placement.scenario.scenario import Scenario
from placement.ui import cached, what_if
from placement.ui.charts.timing import MOVE_COLOURS, ROOM, timeline_chart
from placement.ui.timing import acting as timing_view_acting
from placement.ui.timing import book as timing_view_book
from placement.ui.timing import cached as timing_cached
from placement.ui.timing import calendar as timing_view_calendar
from placement.ui.timing import tables as timing_view_tables
from placement.ui.timing import view as timing_view
from placement.ui.work.desk import BOOK
from placement.words import flips as flip_words
from placement.words import timing as timing_words
from placement.words.names import move_names

SAMPLE = "mixed_book.csv"
VIEWS = ("segment", "policy", "book")
NET = "Net recovery"


def tiles(app) -> dict[str, str]:
    """Return the tiles by their titles without units."""
    return {metric.label.split(" (")[0]: metric.value for metric in app.metric}


def number(text: str) -> float:
    """Return the number a tile shows."""
    return float(text.replace("−", "-").replace(",", ""))


def specifications(app) -> list[dict]:
    """Return the Vega-Lite specifications of the page's charts."""
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


def ranked(scenario: Scenario | None = None) -> api.BookRanking:
    """Return the sample as the page ranks it."""
    chosen = scenario or Scenario()
    return cached.ranking("test", chosen.digest, cached.sample_book(SAMPLE), chosen)


def planned(position: int, *, horizon: int = 60):
    """Return the library function's plan for a segment."""
    one = ranked().ranking.valuation.segments.take(np.array([position]))
    return api.plan_account(one, api.assumptions_in_use(), horizon=horizon)


def frame(app, column: str):
    """Return the first table that has the column."""
    return next(table.value for table in app.dataframe if column in table.value)


def segment_where(mask: np.ndarray) -> int:
    """Return the first segment of the sample that a mask holds for."""
    return int(np.flatnonzero(mask)[0])


def seen_as(app, view: str):
    """Return the app in another view."""
    app.session_state["timing_view"] = view
    return app.run()


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_draws_in_every_language(desk, view: str, code: str) -> None:
    """Twice, because the second run finds the widgets' state."""
    app = seen_as(desk("timing", lang=code), view)
    for _ in range(2):
        assert not app.exception
        assert not app.error
        assert len(app.metric) == {"segment": 7, "policy": 4, "book": 7}[view]
        assert len(app.get("vega_lite_chart")) >= 2
        app.run()


def test_the_tiles_are_the_plans_numbers(desk) -> None:
    """Cash, fees, tax, net, gain over the best option alone and waiting, for all accounts."""
    app = desk("timing")
    position = app.session_state["options_segment"]
    book, plan = ranked(), planned(position)
    ranking, count = book.ranking, int(book.ranking.accounts[position])
    parts = timing_cached.parts_of(book, Scenario(), plan.plan, position=position, horizon=60)
    shown = tiles(app)
    first = timing_words.leads_with(plan.plan, horizon=60)
    assert app.info[0].value.startswith(f"Best to begin with: **{first}**.")
    cash, fees, tax = count * totals_of(parts)
    assert list(shown)[:4] == ["Cash", "Fees, costs", "Tax relief", NET]
    assert [number(value) for value in list(shown.values())[:3]] == [*map(round, (cash, fees, tax))]
    assert number(shown[NET]) == round(count * plan.plan.value) == round(cash + fees + tax)
    gain = count * (plan.plan.value - float(ranking.best_net[position]))
    assert number(shown["Gain over one option"]) == round(gain)
    assert number(shown["Waiting a month more"]) == round(count * plan.value_of_waiting)


def test_the_table_of_first_moves_has_all_ten_the_best_first(desk) -> None:
    """Those that are not open say why; the best is nothing behind itself."""
    table = frame(desk("timing"), "behind_best")
    assert len(table) == len(FIRST_MOVES)
    open_moves = table[table["value"].notna()]
    assert open_moves["value"].is_monotonic_decreasing
    assert open_moves["behind_best"].iloc[0] == 0.0
    parts = open_moves[list(TOTALS)].sum(axis=1)
    assert parts.to_numpy() == pytest.approx(open_moves["value"].to_numpy(), abs=1.6)
    closed = table[table["value"].isna()]
    assert len(closed)
    assert (table["plan"].str.len() > 5).all()


def test_a_what_if_moves_the_plan_and_no_specification(desk) -> None:
    """A changed specification would build the charts anew at every move of a slider."""
    app = desk("timing")
    before, was = specifications(app), tiles(app)
    app.slider(key=f"what_if_{what_if.ODDS}").set_value(0.8).run()
    assert app.session_state["scenario"].values == ((what_if.ODDS, 0.8),)
    assert tiles(app)[NET] != was[NET]
    assert specifications(app) == before
    app.button(key="what_if_undo").click().run()
    assert tiles(app) == was


def test_a_what_if_made_on_options_counts_here(desk) -> None:
    """One scenario for all pages."""
    app = desk("timing")
    was = tiles(app)
    app.switch_page("pages/options.py").run()
    app.slider(key=f"what_if_{what_if.ODDS}").set_value(0.5).run()
    app.switch_page("pages/timing.py").run()
    assert tiles(app)[NET] != was[NET]


def test_another_segment_and_horizon_survive_a_page_switch(desk) -> None:
    """And a shorter horizon is never worth more."""
    app = desk("timing")
    app.selectbox(key="options_segment").select_index(5).run()
    chosen, long = app.session_state["options_segment"], tiles(app)[NET]
    app.number_input(key="timing_horizon").set_value(12).run()
    assert number(tiles(app)[NET]) <= number(long)
    app.switch_page("pages/options.py").run()
    app.switch_page("pages/timing.py").run()
    assert app.number_input(key="timing_horizon").value == 12
    assert app.session_state["options_segment"] == chosen


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("horizon", [0, 500])
def test_a_horizon_out_of_bounds_is_explained(desk, monkeypatch, view: str, horizon: int) -> None:
    """The box lets none through; behind it stands the library's rule."""
    monkeypatch.setattr(timing_view, "choose_horizon", lambda: horizon)
    app = seen_as(desk("timing"), view)
    assert not app.exception
    assert f"from 1 to 120; got {horizon}" in app.error[0].value
    assert not app.metric


@pytest.mark.parametrize("horizon", [0, 500])
def test_the_box_never_holds_a_horizon_out_of_bounds(desk, horizon: int) -> None:
    """Whatever a session brings along."""
    app = desk("timing")
    app.session_state["timing_horizon"] = horizon
    app.run()
    assert not app.exception
    assert 1 <= app.number_input(key="timing_horizon").value <= 120
    assert app.metric


def test_a_placement_longer_than_the_horizon_is_explained(desk) -> None:
    """And none is in the table; with a longer horizon the note is gone."""
    app = desk("timing")
    place = segment_where(ranked().ranking.valuation.segments.placements == 0)
    app.session_state["options_segment"] = place
    app.session_state["timing_horizon"] = 3
    app.run()
    assert any("placement lasts" in warning.value for warning in app.warning)
    assert "First agency" not in set(
        frame(app, "behind_best").dropna(subset=["value"])["first_move"]
    )
    app.number_input(key="timing_horizon").set_value(24).run()
    assert not any("placement lasts" in warning.value for warning in app.warning)


def test_a_limitation_period_that_is_over_is_said(desk) -> None:
    """With both numbers; elsewhere the months left are."""
    barred = ranked().ranking.valuation.terms.time_barred > 0.5
    app = desk("timing")
    app.session_state["options_segment"] = segment_where(barred)
    app.run()
    assert any("period of 36 months is over" in warning.value for warning in app.warning)
    app.session_state["options_segment"] = segment_where(~barred)
    app.run()
    assert not any("is over" in warning.value for warning in app.warning)
    assert any("of 36 months are left" in caption.value for caption in app.caption)


def test_a_price_above_the_balance_is_refused_with_its_rule(desk) -> None:
    """No plan is shown that sells for more than is owed."""
    app = desk("timing")
    path = next(p for p in api.assumptions_in_use().entries if p.startswith("bank_card.sale.price"))
    app.session_state["scenario"] = Scenario(values=((path, 1.2),))
    app.run()
    assert not app.exception
    assert path in app.error[0].value
    assert "1.2" in app.error[0].value
    assert not app.metric


def test_without_a_book_the_page_leads_to_one(desk) -> None:
    """Instead of an error."""
    app = desk("timing")
    app.session_state[BOOK] = None
    app.run()
    assert not app.exception
    assert "This page needs a book" in app.info[0].value


def step(action: str, start: int, months: int) -> Step:
    """Return a step of a plan."""
    return Step(action=action, start_month=start, months=months)


def test_the_plan_that_leads_is_told_alike_everywhere() -> None:
    """As the head of the page tells it, without slivers; others as they are."""
    exact = Plan(steps=(step("payment_order", 0, 21), step("sale", 21, 0)), value=10.0)
    said = Plan(steps=(step("payment_order", 0, 20), step("sale", 20, 0)), value=9.99)
    other = Plan(steps=(step("lawsuit", 0, 0),), value=5.0)
    planned = AccountPlan(
        plan=exact,
        first_moves={"payment_order": exact, "lawsuit": other},
        told=Told(plan=said, left_out=()),
    )
    assert timing_words.told_first(planned, "payment_order") == timing_words.told(planned) == said
    assert timing_words.told_first(planned, "lawsuit") == other
    assert timing_words.told_first(planned, "sale") is None


def test_a_plan_in_words() -> None:
    """Work that goes on is one stage, agencies are not, and now is now."""
    plan = Plan(
        steps=(
            step("in_house", 0, 4),
            step("in_house", 4, 1),
            step("law_letter", 5, 1),
            step("agency_1", 6, 6),
            step("agency_2", 12, 6),
            step(WAIT, 18, 1),
            step("sale", 19, 0),
        ),
        value=1.0,
    )
    assert timing_words.in_words(plan, horizon=60) == (
        "Keep in-house for 5 months, then send a law-firm letter in month 5, then place with the "
        "first agency for 6 months, then place with the second agency for 6 months, then wait "
        "1 month, then sell in month 19."
    )
    assert in_words(Plan(steps=(step("lawsuit", 0, 0),), value=0)) == "Sue now."


LEFT_OPEN = Plan(
    steps=(step("agency_1", 0, 6), step(WAIT, 6, 54), step("write_off", 60, 0)), value=0.0
)


def in_words(plan: Plan) -> str:
    """Return a plan of 60 months in words."""
    return timing_words.in_words(plan, horizon=60)


@pytest.mark.parametrize("last", [(step("write_off", 60, 0),), ()], ids=["written off", "kept"])
def test_the_end_of_the_horizon_is_no_date(last: tuple[Step, ...]) -> None:
    """A wait into it, whatever stands behind, is the end of all work; a pause stays a pause."""
    left = Plan(steps=(step("agency_1", 0, 6), step(WAIT, 6, 54), *last), value=0.0)
    assert in_words(left) == (
        "Place with the first agency for 6 months, then stop working it, keep the claim."
    )
    assert timing_words.stage_text(timing_words.stages(left, horizon=60)[1]) == (
        "Stop working it, keep the claim"
    )
    rows = timing_view_tables.timeline_rows(left, lags={}, horizon=60)
    assert rows["name"].tolist()[1] == "Stop, keep the claim"
    assert rows["label"].tolist()[1] == "from month 6 on"
    table = timing_view_tables.plan_table(left, as_of=None, horizon=60)
    assert table["start_month"].tolist() == [0, 6]
    assert table["action"].tolist() == ["agency_1", "stop"]
    nothing = Plan(steps=(step(WAIT, 0, 60), *last), value=0.0)
    assert in_words(nothing) == "Stop working it, keep the claim."
    worked = Plan(steps=(step("in_house", 0, 60), *last), value=0.0)
    assert in_words(worked) == (
        "Keep in-house for 60 months, then stop working it, keep the claim."
    )


def test_a_pause_is_no_end_of_all_work() -> None:
    """Nor is a write-off before the horizon, or today."""
    pause = Plan(steps=(step(WAIT, 0, 11), step("write_off", 11, 0)), value=0.0)
    assert in_words(pause) == "Wait 11 months, then write off in month 11."
    sold = Plan(steps=(step(WAIT, 0, 30), step("sale", 30, 0)), value=0.0)
    assert in_words(sold) == "Wait 30 months, then sell in month 30."
    at_once = Plan(steps=(step("write_off", 0, 0),), value=0.0)
    assert in_words(at_once) == "Write off now."


def test_a_horizon_too_short_for_the_best_option_is_no_loss(desk) -> None:
    """A plan that is cut off cannot be held against an option that runs on."""
    app = desk("timing")
    app.number_input(key="timing_horizon").set_value(2).run()
    assert tiles(app)["Gain over one option"] == "\N{EN DASH}"
    [said] = [w.value for w in app.warning if "is too short for" in w.value]
    assert said.startswith("The horizon of 2 months is too short for ")
    assert "choose a longer one" in said
    seen_as(app, "book")
    assert tiles(app)["Gain over options alone"] == "\N{EN DASH}"
    assert any("gain is left empty" in w.value for w in app.warning)


def test_only_a_gain_below_zero_of_a_cut_option_is_too_short() -> None:
    """An option that fits is compared; one that cannot begin is named without its months."""
    too_short = timing_words.too_short_for
    fits = {"horizon": 12, "is_open": True}
    assert too_short(Option.IN_HOUSE, runs=12, gain=-1.0, **fits) is None
    assert too_short(Option.IN_HOUSE, runs=13, gain=1.0, **fits) is None
    assert "runs 13 months" in too_short(Option.IN_HOUSE, runs=13, gain=-1.0, **fits)
    shut = {"horizon": 1, "is_open": False}
    assert "horizon of 1 month is" in too_short(Option.LAW_LETTER, runs=None, gain=-1.0, **shut)
    assert "accounts come back" in too_short(Option.AGENCY_1, runs=1, gain=-1.0, **shut)


def test_the_charts_edge_is_not_a_best_month() -> None:
    """A move that is worth more every month has no best month on the chart."""
    table = pd.DataFrame(
        {
            "first_move": ["sale", "sale", "sale", "lawsuit", "lawsuit", "lawsuit"],
            "month": [0, 1, 2, 0, 1, 2],
            "value": [3.0, 2.0, 1.0, 1.0, 2.0, 3.0],
        }
    )
    said = timing_view_acting.best_months_text(table, move_names())
    names = move_names()
    assert said == (
        f"Worth most: {names['sale']} now. Still rising at month 2: {names['lawsuit']}."
    )


def test_a_policys_codes_are_said_in_words(desk) -> None:
    """The names people read stand beside the names that are typed."""
    policy = parse_policy("in_house at 30 days, place at 90 days, write_off at 365 days")
    names = move_names()
    assert timing_words.policy_in_words(policy) == (
        f"In words: {names['in_house']} from 30 days past due, Next agency in turn from 90 days "
        f"past due, {names['write_off']} from 365 days past due."
    )
    app = seen_as(desk("timing"), "policy")
    assert any(caption.value.startswith("In words:") for caption in app.caption)


def test_the_plans_axis_ends_with_the_plan() -> None:
    """Behind it is room for labels, and no ticks: rows and specification share its size."""
    rows = timing_view_tables.timeline_rows(LEFT_OPEN, lags={}, horizon=60)
    assert rows["reach"].tolist() == [6.0 * ROOM] * 2
    axis = timeline_chart(month="m", lasts="l")["layer"][0]["encoding"]["x"]["axis"]
    assert str(ROOM) in axis["labelExpr"]
    assert str(ROOM) in axis["gridOpacity"]["condition"]["test"]


def test_every_move_has_words_and_a_colour() -> None:
    """Also those that no sample plan has."""
    for move in LEADS:
        plan = Plan(steps=(step(move, 2, 3),), value=0.0)
        assert in_words(plan).endswith(".")
        assert move in MOVE_COLOURS


def test_the_timeline_ends_with_the_months_until_the_money_comes() -> None:
    """A suit made in month 3 that takes 9 months: a diamond at 3 and a pale bar to 12."""
    plan = Plan(steps=(step("in_house", 0, 3), step("lawsuit", 3, 0)), value=0.0)
    rows = timing_view_tables.timeline_rows(plan, lags={"lawsuit": 9}, horizon=60)
    assert rows[["start", "end"]].to_numpy().tolist() == [[0.0, 3.0], [3.0, 12.0]]
    assert rows["ends"].tolist()[1] == 3.0
    assert np.isnan(rows["ends"].tolist()[0])
    assert rows["faint"].tolist() == [1.0, 0.4]
    assert (rows["reach"] > 12.0).all()


def test_a_move_that_comes_back_shares_its_line() -> None:
    """In-house, a letter, in-house again: two lines, the label behind the last."""
    plan = Plan(
        steps=(step("in_house", 0, 3), step("law_letter", 3, 1), step("in_house", 4, 2)), value=0.0
    )
    rows = timing_view_tables.timeline_rows(plan, lags={}, horizon=60)
    assert rows["place"].tolist() == [0, 1, 0]
    assert rows["label"].tolist() == ["", "1 month", "2 months"]


def test_the_plans_file_has_dates_where_the_cut_off_is_known() -> None:
    """Months are counted in calendar months."""
    plan = Plan(steps=(step("in_house", 0, 2), step("sale", 2, 0)), value=0.0)
    table = timing_view_tables.plan_table(plan, as_of=dt.date(2025, 12, 31), horizon=60)
    assert table["start_date"].tolist() == [dt.date(2025, 12, 31), dt.date(2026, 2, 28)]
    assert "start_date" not in timing_view_tables.plan_table(plan, as_of=None, horizon=60)
    assert table["action"].tolist() == ["in_house", Option.SALE.value]


def test_what_waiting_means_says_which_way() -> None:
    """Gain, cost, and nothing to choose."""
    means = timing_words.waiting_means
    assert means(50.0, balance=1000.0, currency="CNY").startswith("Waiting pays")
    assert "costs 50 CNY (5.0%" in means(-50.0, balance=1000.0, currency="CNY")
    assert "no month" in means(None, balance=1000.0, currency="CNY")


def test_the_solver_refuses_a_horizon_out_of_bounds() -> None:
    """The rule stands in the library, not only in the box."""
    with pytest.raises(InputError, match="from 1 to 120; got 121"):
        planned(0, horizon=121)


def test_the_quick_answer_is_replaced_by_the_exact_one(desk, monkeypatch) -> None:
    """Whatever the quick one says, what stands in the end is exact."""

    def wrong(*_: object, **__: object) -> AccountPlan:
        plan = Plan(steps=(step("sale", 0, 0),), value=1.0)
        return AccountPlan(plan=plan, first_moves={"sale": plan})

    monkeypatch.setattr(timing_cached, "quick_plan", wrong)
    app = desk("timing")
    position = app.session_state["options_segment"]
    value = planned(position).plan.value * int(ranked().ranking.accounts[position])
    assert number(tiles(app)[NET]) == round(value)


def test_the_chart_of_acting_has_a_line_for_every_open_move(desk) -> None:
    """Month 0 is the table of first moves; alone, no move is worth more."""
    app = desk("timing")
    moves = frame(app, "behind_best").dropna(subset=["value"]).set_index("first_move")["value"]
    followed = next(t.value for t in app.dataframe if t.value.index.name == "month")
    assert followed.loc[0].to_dict() == moves.to_dict()
    app.button_group(key="timing_acting_way").set_value("alone").run()
    alone = next(t.value for t in app.dataframe if t.value.index.name == "month")
    assert (alone.loc[0] <= followed.loc[0] + 1).all()
    assert not alone.equals(followed)


def test_flips_are_worked_out_when_asked_for(desk) -> None:
    """And asked for anew after a change of the numbers."""
    app = desk("timing")
    app.number_input(key="timing_horizon").set_value(6).run()
    assert not any("flips_at" in table.value for table in app.dataframe)
    app.button(key="timing_flips_ask").click().run()
    for _ in range(2):
        assert not app.exception
        assert len(frame(app, "flips_at")) == api.FLIPS
        app.run()
    app.slider(key=f"what_if_{what_if.ODDS}").set_value(0.8).run()
    assert not any("flips_at" in table.value for table in app.dataframe)


def test_a_flip_in_words_has_its_unit() -> None:
    """Money, points, a factor and a share of the balance; and none is said as none."""

    def flip(quantity: Quantity, start: float, value: float | None) -> Flip:
        return Flip(
            quantity=quantity,
            is_up=True,
            start=start,
            searched_to=2 * start,
            value=value,
            from_move="in_house",
            to_move=None if value is None else "sale",
        )

    flips = (
        flip(Quantity.BALANCE, 1000.0, 1234.4),
        flip(Quantity.COMMISSION, 0.0, -0.02),
        flip(Quantity.ODDS, 1.0, None),
        flip(Quantity.SALE_PRICE, 0.1, 0.25),
    )
    words = flip_words.flip_words(flips, balance=1000.0, currency="CNY")
    assert words["flips_at"].tolist() == [
        "1,234 CNY",
        "−2.0 points",
        "not as far as × 2.00",
        "25.0 % (250 CNY)",
    ]
    assert words["to_move"].tolist() == ["Sell", "Sell", "still Keep in-house", "Sell"]


def test_the_policys_tiles_are_the_librarys_numbers(desk) -> None:
    """The habit costs what the best plan leaves more."""
    app = seen_as(desk("timing"), "policy")
    shown = tiles(app)
    position = app.session_state["options_segment"]
    ranking = ranked().ranking
    moves = api.timing_moves(
        ranking.valuation.segments.take(np.array([position])), api.assumptions_in_use()
    )
    best = planned(position).plan
    compared = api.policy_comparison(moves, parse_policy(PRESETS["ladder"]), best=[best])
    count = int(ranking.accounts[position])
    assert number(shown["Your policy leaves"]) == round(count * compared.own[0].value)
    assert number(shown["The best plan leaves"]) == round(count * best.value)
    assert number(shown["The habit costs"]) == round(count * float(compared.cost[0]))
    assert compared.cost[0] >= 0.0


def test_a_preset_writes_the_text_and_a_text_leaves_the_preset(desk) -> None:
    """The text is what counts."""
    app = seen_as(desk("timing"), "policy")
    app.selectbox(key="timing_preset").set_value("sue").run()
    assert app.text_input(key="timing_policy").value == PRESETS["sue"]
    before = tiles(app)["Your policy leaves"]
    app.text_input(key="timing_policy").set_value("sell at 0").run()
    assert app.selectbox(key="timing_preset").value == "own"
    assert not app.exception
    assert tiles(app)["Your policy leaves"] != before or app.warning


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "at least one rule"),
        ("fly at 3 days, agency_1 at soon", "fly"),
        ("agency_1 at 3000 months", "600"),
        ("[x](http://example.org) at 3 days", "ACTION at NUMBER days"),
    ],
)
def test_a_policy_that_cannot_be_read_is_explained(desk, text: str, says: str) -> None:
    """Every fault in one message, and no numbers."""
    app = seen_as(desk("timing"), "policy")
    app.text_input(key="timing_policy").set_value(text).run()
    assert not app.exception
    assert says in app.error[0].value
    assert "http://" not in app.error[0].value
    assert not app.metric


def test_the_policys_cost_on_the_book_adds_up(desk) -> None:
    """Tile and table; no habit beats the best plans."""
    app = seen_as(desk("timing"), "policy")
    app.toggle(key="timing_policy_book").set_value(True).run()
    book = ranked()
    plans = timing_cached.book_plans(book, Scenario(), horizon=60)
    moves = timing_cached.moves(book, Scenario(), position=timing_cached.WHOLE_BOOK, horizon=60)
    compared = api.policy_comparison(moves, parse_policy(PRESETS["ladder"]), best=plans.plans)
    cost = float(compared.cost @ book.ranking.accounts)
    assert number(tiles(app)["The habit costs, whole book"]) == round(cost)
    table = frame(app, "policy_plan")
    assert table["cost"].is_monotonic_decreasing
    assert len(table) == 200


def test_the_book_has_a_plan_for_every_segment(desk) -> None:
    """Totals, the table and its file agree with the library."""
    book = ranked()
    plans = timing_cached.book_plans(book, Scenario(), horizon=60)
    table = timing_view_book.plans_table(book, plans)
    app = seen_as(desk("timing"), "book")
    assert len(table) == len(book.ranking.accounts)
    assert number(tiles(app)[NET]) == round(table["value"].sum())
    for name, total in zip(("Cash", "Fees, costs", "Tax relief"), TOTALS, strict=True):
        assert number(tiles(app)[name]) == round(table[total].sum())
    assert table[list(TOTALS)].sum(axis=1).to_numpy() == pytest.approx(table["value"].to_numpy())
    gain = table["value"].sum() - book.ranking.best_mix_total
    assert number(tiles(app)["Gain over options alone"]) == round(gain)
    assert gain > 0
    shown = frame(app, "switch_months")
    assert shown["balance"].iloc[0] == round(table["balance"].max())


def test_the_calendar_counts_every_account_and_adds_up() -> None:
    """At each month's end every account is somewhere; parts add up to the net."""
    book = ranked()
    calendar = timing_cached.calendar(book, Scenario(), horizon=60)
    stages = timing_view_calendar.stage_table(calendar, horizon=60).drop(columns="month")
    np.testing.assert_allclose(stages.sum(axis=1), book.ranking.accounts.sum(), rtol=1e-9)
    cash = timing_view_calendar.cash_table(calendar)
    parts = cash[[part.value for part in Component]].sum(axis=1)
    np.testing.assert_allclose(parts, cash["net"], rtol=0, atol=1e-6)
    rows = timing_view_calendar.stacked(cash, {p.value: p.value for p in Component}, net="net")
    assert rows["value"].sum() == pytest.approx(cash["net"].sum(), abs=0.01 * len(cash) * 9)
    assert rows.groupby("month")["net"].count().eq(1).all()
