"""Pages Agencies and Backtest: without a file they offer a sample, with one they say its answer."""

import pytest

from placement import api
from placement.report.backtest_answer import verdict
from placement.report.backtest_money_answer import money_verdict
from placement.ui.agencies.view import sentence
from placement.ui.backtest.money import ways_table
from placement.ui.backtest.view import methods_table

CARDS = "remittances_bank_card.csv"


@pytest.fixture(scope="module")
def cards(project) -> api.Remittances:
    """The sample history of cards."""
    return api.open_remittances(project / "data/samples" / CARDS, filename=CARDS)


def test_the_league_of_the_sample(desk, cards) -> None:
    app = desk("agencies", sample=None)
    assert "take a sample history" in app.info[0].value
    app.button(key=f"take_{CARDS}").click().run()
    assert not app.exception
    assert not app.error
    assert app.success[0].value.startswith("**Summit Recoveries** collects 1.15 times")
    table = app.dataframe[0].value
    found = api.agency_league(cards)
    shares = api.next_batch(found, balance=round(found.usual_balance, 2)).share
    assert dict(zip(table["agency"], table["share"], strict=True)) == pytest.approx(
        dict(zip(found.league.agencies, shares, strict=True))
    )
    # A higher least share takes from the first.
    before = table["share"][0]
    app.number_input(key="agencies_floor").set_value(20.0).run()
    assert app.dataframe[0].value["share"][0] < before
    assert app.dataframe[0].value["share"].min() >= 0.2


def test_who_leads_by_raw_rate_alone_is_named() -> None:
    row = {"shrunk_ratio": 1.1, "low_80": 1.0, "high_80": 1.2, "p_best": 0.8}
    rows = [
        {**row, "agency": "Hard", "rank_raw": 2},
        {**row, "agency": "Easy", "rank_raw": 1},
    ]
    assert "By raw rate it would be Easy" in sentence(rows)
    assert "By raw rate" not in sentence([{**row, "agency": "Hard", "rank_raw": 1}])


def told(app) -> list[str]:
    """Return what the boxes of a page say."""
    return [box.value for box in app.info]


def test_the_backtest_of_the_sample(desk, cards) -> None:
    app = desk("backtest", sample=None)
    app.button(key=f"take_{CARDS}").click().run()
    assert not app.exception
    assert not app.error
    found = api.backtest(cards)
    assert app.success[0].value == verdict(found.asked)
    assert app.dataframe[0].value["odds"].tolist() == pytest.approx(
        methods_table(found)["odds"].tolist()
    )
    money = api.backtest_money(found)
    assert money_verdict(money) in told(app)
    ways = next(table.value for table in app.dataframe if "against_done" in table.value)
    assert ways["money"].tolist() == pytest.approx(ways_table(money)["money"].tolist())
    app.multiselect(key="backtest_without").set_value(["sale"]).run()
    assert money_verdict(api.backtest_money(found, without=["sale"])) in told(app)
    app.number_input(key="backtest_commission").set_value(99.0).run()
    assert not app.exception
    assert money_verdict(money) not in told(app)
    app.number_input(key="backtest_holdout").set_value(40).run()
    assert "No months can be held out" in app.error[0].value


def test_the_sample_bill_and_what_is_wrong_with_it(desk) -> None:
    app = desk("agencies", sample=None)
    app.segmented_control(key="agencies_view").set_value("bill").run()
    assert "Bring an agency's bill" in app.info[0].value
    app.button(key="take_bill").click().run()
    assert not app.exception
    assert not app.error
    assert "too much" in app.warning[0].value
    billed, due, difference = (each.value for each in app.metric)
    table = app.dataframe[0].value
    assert f"{table['difference'].sum():,.2f}" == difference
    assert float(billed.replace(",", "")) - float(due.replace(",", "")) == pytest.approx(
        table["difference"].sum()
    )
    # The files stay open while another question is asked.
    app.segmented_control(key="agencies_view").set_value("twice").run()
    app.segmented_control(key="agencies_view").set_value("bill").run()
    assert "too much" in app.warning[0].value


def test_the_sample_lists_of_two_agencies(desk) -> None:
    app = desk("agencies", sample=None)
    app.segmented_control(key="agencies_view").set_value("twice").run()
    assert "two or more agencies" in app.info[0].value
    app.button(key="take_placed").click().run()
    assert not app.exception
    assert not app.error
    assert "12 of 406 accounts" in app.warning[0].value
    accounts, debtors = (app.dataframe[number].value for number in (0, 1))
    assert len(accounts) == 12
    assert len(debtors) == 6
    assert accounts["balance"].is_monotonic_decreasing
