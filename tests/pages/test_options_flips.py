"""Page Options, one segment: what would flip the best option, and what follows each option."""

import json

import numpy as np
import pytest

from placement import api
from placement.decide.flip_quantities import Flip, Quantity
from placement.decide.option_flips import LANES
from placement.decide.rank import OPTIONS
from placement.decide.totals import TOTALS
from placement.domain.types import Option
from placement.scenario.scenario import Scenario
from placement.ui import cached, what_if
from placement.ui.options.flip_rows import flip_rows
from placement.ui.options.flips import facts_of
from placement.ui.options.follow_up import beside_alone
from placement.ui.timing import cached as timing_cached
from placement.ui.timing.tables import first_move_rows
from placement.words import option_flips
from placement.words.names import option_names

SAMPLE = "mixed_book.csv"


def ranked(scenario: Scenario | None = None) -> api.BookRanking:
    """Return the sample as the page ranks it."""
    chosen = scenario or Scenario()
    return cached.ranking("test", chosen.digest, cached.sample_book(SAMPLE), chosen)


def account(position: int):
    """Return a segment of the sample on its own."""
    return ranked().ranking.valuation.segments.take(np.array([position]))


def flips(position: int) -> tuple[Flip, ...]:
    """Return what the library says flips a segment's best option."""
    return api.option_flips(account(position), api.assumptions_in_use()).flips


def frame(app, column: str):
    """Return the first table that has the column."""
    return next(table.value for table in app.dataframe if column in table.value)


def specifications(app) -> list[dict]:
    """Return the Vega-Lite specifications of the page's charts."""
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


@pytest.fixture
def segment_view(desk):
    """Return a function that opens the view of one segment."""

    def run(position: int | None = None, **query: str):
        app = desk("options", **query)
        app.session_state["options_view"] = "segment"
        if position is not None:
            app.session_state["options_segment"] = position
        return app.run()

    return run


def segment_with_flips() -> int:
    """Return a segment whose best option flips by balance, commission and price."""
    for position in range(len(ranked().ranking.accounts)):
        found = {flip.quantity for flip in flips(position) if flip.value is not None}
        if found >= {Quantity.BALANCE, Quantity.COMMISSION, Quantity.SALE_PRICE}:
            return position
    raise AssertionError("no segment of the sample has these flips")


def test_the_table_is_the_librarys_flips(segment_view) -> None:
    """A row per quantity and direction; where none is found it says how far was looked."""
    position = segment_with_flips()
    app = segment_view(position)
    table, found, names = frame(app, "to_option"), flips(position), option_names()
    assert len(table) == len(found) == 1 + len(LANES)
    for row, flip in zip(table.to_dict("records"), found, strict=True):
        if flip.to_move is None:
            assert row["flips_at"].startswith("not as far as")
            assert row["to_option"] == f"still {names[Option(flip.from_move)]}"
        else:
            assert row["to_option"] == names[Option(flip.to_move)]
            assert row["change"]


def test_the_words_name_number_change_and_the_next_option(segment_view) -> None:
    """One line per flip under the name of today's option."""
    position = segment_with_flips()
    app = segment_view(position)
    said = next(text.value for text in app.markdown if "stays best until" in text.value)
    told = [flip for flip in flips(position) if flip.to_move]
    assert said.count("\n- ") == len(told)
    for flip in told:
        assert f"then: {option_names()[Option(flip.to_move)]}" in said


def flip(quantity: Quantity, value: float | None, *, is_up: bool = True, start: float = 1.0):
    """Return a flip made up for a test."""
    return Flip(
        quantity=quantity,
        is_up=is_up,
        start=start,
        searched_to=5.0 * start if is_up else start / 5.0,
        value=value,
        from_move="agency_1",
        to_move=None if value is None else "in_house",
    )


FACTS = option_flips.Facts(balance=1_000.0, commission=0.25, currency="CNY")


def test_a_commission_reads_as_the_agencys_own() -> None:
    """4.2 points more than 25 %."""
    made = flip(Quantity.COMMISSION, 0.042, start=0.0)
    assert option_flips.stays_best([made], facts=FACTS) == (
        "First agency stays best until\n"
        "- the commission rises to 29.2 % (+4.2 points); then: Keep in-house"
    )


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (flip(Quantity.BALANCE, 400.0, is_up=False, start=1_000.0), "falls to 400 CNY (−60 %)"),
        (flip(Quantity.ODDS, 1.5), "rise to × 1.50 (+50 %)"),
        (flip(Quantity.SALE_PRICE, 0.158, start=0.126), "15.8 % of the balance, 158 CNY per"),
        (flip(Quantity.SALE_PRICE, 0.1, is_up=False, start=0.126), "no more than 10.0 %"),
        (flip(Quantity.ODDS, None), "none of these numbers alone changes that"),
    ],
)
def test_every_quantity_has_its_unit(made: Flip, says: str) -> None:
    """And no flip is said as none."""
    assert says in option_flips.stays_best([made], facts=FACTS)


def test_where_no_agency_is_open_commissions_are_points() -> None:
    """There is no agency whose commission could be named."""
    facts = option_flips.Facts(balance=1_000.0, commission=None, currency="CNY")
    made = flip(Quantity.COMMISSION, None, start=0.0)
    assert option_flips.number_words(made, -0.2, facts=facts) == "−20.0 points"
    assert option_flips.number_words(made, -0.5, facts=FACTS) == "0.0 %"


def test_a_price_that_nobody_pays_is_not_zero_percent() -> None:
    """Where the library knows no buyer."""
    made = flip(Quantity.SALE_PRICE, None, start=0.0)
    assert option_flips.today_words(made, facts=FACTS) == "no price known"


def test_bars_of_the_chart_have_no_gap_and_labels_stay_inside() -> None:
    """Each from -1 to 1, in every segment's colours."""
    book = ranked()
    for position in range(0, len(book.ranking.accounts), 40):
        found = api.option_flips(account(position), api.assumptions_in_use())
        rows = flip_rows(found, facts=facts_of(book, position))
        assert rows["x"].between(-1.0, 1.0).all()
        bars = rows[rows["kind"] == "stretch"]
        lengths = (bars["x2"] - bars["x"]).abs().groupby(bars["name"]).sum()
        assert lengths.tolist() == pytest.approx([2.0] * 4)
        assert bars["span"].str.len().gt(3).all()


@pytest.mark.parametrize("code", ["en", "zh"])
def test_a_what_if_moves_the_flips_and_no_specification(segment_view, code: str) -> None:
    """A changed specification would build the charts anew at every move of a slider."""
    app = segment_view(segment_with_flips(), lang=code)
    before, was = specifications(app), frame(app, "to_option")
    app.slider(key=f"what_if_{what_if.ODDS}").set_value(0.9).run()
    assert not app.exception
    assert not frame(app, "to_option").equals(was)
    assert specifications(app) == before


def test_the_column_followed_up_is_the_timing_pages(segment_view) -> None:
    """To the cent, for all accounts and per account, also with another horizon."""
    app = segment_view()
    for horizon in (60, 18):
        app.switch_page("pages/timing.py").run()
        app.number_input(key="timing_horizon").set_value(horizon).run()
        moves = frame(app, "behind_best").set_index("first_move")["per_account"]
        app.switch_page("pages/options.py").run()
        assert not app.exception
        table = frame(app, "alone_net")
        shown = table.dropna(subset=["net"]).set_index("option")
        assert len(shown) > 3
        count = int(ranked().ranking.accounts[app.session_state["options_segment"]])
        for name, per_account in shown["per_account"].items():
            alone = shown["alone_net"][name] / count
            if np.isnan(moves[name]) or per_account != round(moves[name], 2):
                assert per_account == pytest.approx(alone, abs=0.5 / count + 0.01)
        closed = table[table["net"].isna()]
        assert closed["alone_net"].isna().all()
        assert shown["net"].to_numpy() == pytest.approx(
            count * shown["per_account"].to_numpy(), abs=0.005 * count + 0.5
        )


def test_the_columns_are_the_librarys(segment_view) -> None:
    """The function behind the commands says the same: cash, fees, tax and net, both answers."""
    app = segment_view()
    position = app.session_state["options_segment"]
    numbers, count = api.assumptions_in_use(), int(ranked().ranking.accounts[position])
    one = api.rank_segments(account(position), numbers)
    found = api.follow_up(one, numbers)
    table = frame(app, "alone_net").set_index("option")
    for row, option in enumerate(OPTIONS):
        shown = table.loc[option_names()[option]]
        for called, net, totals in (
            ("{}", found.net, found.totals),
            ("alone_{}", one.net, one.totals),
        ):
            exact = [*totals[:, row, 0], net[row, 0]]
            said = [shown[called.format(name)] for name in (*TOTALS, "net")]
            np.testing.assert_allclose(said, count * np.array(exact), atol=0.51)


def test_the_quick_answer_is_replaced_by_the_exact_one(segment_view, monkeypatch) -> None:
    """Whatever the quick solver says of the follow-up."""
    truth = frame(segment_view(), "alone_net")
    right = timing_cached.quick_plan

    def wrong(*args: object, **where: object):
        planned = right(*args, **where)
        for plan in planned.first_moves.values():
            object.__setattr__(plan, "value", plan.value + 7.0)
        return planned

    monkeypatch.setattr(timing_cached, "quick_plan", wrong)
    assert frame(segment_view(), "alone_net").equals(truth)


def test_a_mark_never_stands_beyond_its_bar() -> None:
    """What an option leaves alone is no more than with the best that can follow."""
    book = ranked()
    for position in range(0, len(book.ranking.accounts), 60):
        planned = timing_cached.quick_plan(book, Scenario(), position=position, horizon=60)
        rows = first_move_rows(planned, book.ranking.net[:, position], accounts=1, horizon=60)
        open_rows = rows.dropna(subset=["net", "mark"])
        balance = float(book.ranking.valuation.segments.balance[position])
        assert (open_rows["net"] >= open_rows["mark"] - 0.001 * balance).all()
        assert (open_rows["label_at"] >= open_rows["mark"]).all()
        assert (rows["reach"] > rows["label_at"].max()).all()


def test_what_leads_is_said_first_and_the_best_option_alone_beside_it(segment_view) -> None:
    """With the plan and a way to the page Timing."""
    book, seen = ranked(), set()
    for position in range(0, len(book.ranking.accounts), 7):
        planned = timing_cached.quick_plan(book, Scenario(), position=position, horizon=60)
        best = OPTIONS[int(book.ranking.best[position])]
        is_other = planned.plan.steps[0].action != best
        said = beside_alone(book, planned, position)
        assert option_names()[best] in said
        assert said.startswith("Closed when it ends, another option is best") == is_other
        if is_other in seen:
            continue
        seen.add(is_other)
        app = segment_view(position)
        assert app.info[0].value.startswith("Best to begin with: **")
        assert app.get("page_link")
    assert seen == {True, False}
