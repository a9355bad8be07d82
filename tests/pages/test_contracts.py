"""Page Contracts without a browser: the command's numbers, locks, undo, files, wrong input."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from placement import api
from placement.assume.library import load_library
from placement.cli.app import app as commands
from placement.decide.bid.lots import lot_profit
from placement.decide.deal.lot import segment_commissions
from placement.decide.mix.capacities import Capacities
from placement.decide.mix.choose import tightest
from placement.decide.mix.programme import Overbooking, Rule
from placement.report.bands import band_row
from placement.scenario.scenario import Scenario
from placement.ui import cached
from placement.ui.contracts import cached as contracts_cached
from placement.ui.contracts import sheet as contracts_sheet
from placement.ui.contracts import table as contracts_table
from placement.ui.contracts import view as contracts_view
from placement.ui.contracts.cached import Asked
from placement.ui.contracts.tables import (
    cash_table,
    frontier_rows,
    frontier_table,
    people_table,
)
from placement.words.contracts import best_per_seat, how_many_words, reasons
from placement.words.numbers import money

SAMPLE = cached.SAMPLES / "contracts.csv"
SHEET = "contracts_sheet"
ROWS, CONTRACTS = 34, 33
"""Of the sample: one contract has two age bands."""

HALF_TYPED = {"contract": "half typed", "held": False, "must_keep": False}


def tiles(app) -> dict[str, str]:
    """Return the tiles by their titles without units."""
    return {metric.label.split(" (")[0]: metric.value for metric in app.metric}


def table(app, column: str) -> pd.DataFrame:
    """Return the first table that is not edited and has the column."""
    return next(
        each.value
        for each in app.dataframe
        if each.editing_mode == "read_only" and column in each.value
    )


def said(app) -> str:
    """Return all notes and warnings of the page."""
    return "\n".join(each.value for each in (*app.info, *app.warning))


def edited(app) -> pd.DataFrame:
    """Return the table of contracts as it stands."""
    return app.session_state[SHEET].edited


def change(app, **edits):
    """Type into the editor: `row_0={"locked": "out"}` by position, or added=[{...}], deleted=[]."""
    rows = {int(key[4:]): cells for key, cells in edits.items() if key.startswith("row_")}
    app.session_state[app.session_state[SHEET].key] = {
        "edited_rows": rows,
        "added_rows": edits.get("added", []),
        "deleted_rows": edits.get("deleted", []),
    }
    return app.run()


def answer(*options: str, file=SAMPLE) -> dict:
    """Return what the command says."""
    done = CliRunner().invoke(commands, ["mix", str(file), "--json", *options])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def asked(seats: float = 30.0, *, kind: Overbooking = Overbooking.FULL, **means) -> Asked:
    """Return a question about the sample."""
    opened = api.open_contracts(SAMPLE, filename=SAMPLE.name, assumptions=load_library())
    return Asked(
        digest="test",
        contracts=opened.contracts,
        scenario=Scenario(),
        capacities=Capacities(seats=seats, people=api.people_terms(load_library()), **means),
        rule=Rule(kind=kind, correlation=api.win_correlation(load_library())),
        time_limit=20.0,
    )


@pytest.fixture(scope="module")
def command() -> dict:
    """Return what the command says about the sample under the page's first means."""
    return answer("--seats", "30", "--cash", "1200000", "--legal-hours", "80")


@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_page_draws_in_every_language(desk, code: str) -> None:
    """Without a book chosen, and again on the second run."""
    app = desk("contracts", lang=code)
    for _ in range(2):
        assert not app.exception
        assert not app.error
        assert len(app.metric) == 9
        assert len(app.get("vega_lite_chart")) == 4
        app.run()


def test_the_sample_is_called_as_its_reader_speaks_and_stays_the_sample(desk) -> None:
    """Also when the language changes while it is open; its numbers are the same."""
    app = desk("contracts", lang="zh")
    app.default_timeout = 200
    sheet = app.session_state["contracts_sheet"]
    assert sheet.edited["contract"].iloc[0] == "银行信用卡 01"
    assert sheet.edited["creditor"].iloc[0] == "B 银行"
    assert contracts_sheet.is_sample(sheet)
    plain = contracts_sheet.sample_frame()
    texts = ["contract", "creditor"]
    pd.testing.assert_frame_equal(
        sheet.edited.drop(columns=texts).reset_index(drop=True),
        plain.drop(columns=texts).reset_index(drop=True),
    )


def test_the_numbers_are_the_commands_to_the_cent(desk, command: dict) -> None:
    """Profit, every contract's seats and profit, the price of a seat, and what moves next."""
    app = desk("contracts")
    chosen = table(app, "profit_if_won").set_index("contract")
    expected = pd.DataFrame(command["chosen"]).set_index("contract")
    assert list(chosen.index) == list(expected.index)
    np.testing.assert_allclose(chosen["seats"], expected["seats"], atol=1e-9)
    np.testing.assert_array_equal(chosen["profit"], expected["profit"].round())
    shown = tiles(app)
    assert shown["Expected profit"] == money(command["profit"])
    assert shown["One more seat"] == money(command["shadow_price_per_seat"])
    assert shown["Wages paid"] == money(command["wages"]["bill"])
    assert shown["Months without work"] == f"{command['idle_share']:.1%}"
    assert shown["Lowest cash"] == money(command["lowest_cash"]["worst_cash"])
    assert shown["10,000 more cash"] == money(command["shadow_price_per_10000_cash"])
    assert shown["Best possible?"] == "Proved"
    assert command["optimal"]
    words = " ".join(caption.value.replace("\\", "") for caption in app.caption)
    assert f"Next in: {command['next_in']}" in words
    assert f"First out: {command['first_out']}" in words


def test_fee_terms_of_the_deal_zone_hold_here(desk, tmp_path) -> None:
    """Said in words, and the profit is the command's under the same terms."""
    terms = tmp_path / "fees.toml"
    terms.write_text("minimum_per_account = 25\ntail_months = 3\n", encoding="utf-8")
    app = desk("contracts")
    app.session_state["deal_fee_terms"] = api.fee_terms_in(terms)
    app.run()
    said = "The fee terms of the page Deal zone hold for these lots as well."
    assert said in [caption.value for caption in app.caption]
    means = ("--seats", "30", "--cash", "1200000", "--legal-hours", "80")
    expected = answer(*means, "--fees", str(terms))
    assert tiles(app)["Expected profit"] == money(expected["profit"])


def test_what_is_exported_has_the_commands_cents(command: dict) -> None:
    """The screen rounds; its files and the functions below do not."""
    question = asked(30.0, cash=1_200_000.0, legal_hours=80.0)
    best = contracts_cached.mix(question)
    assert round(best.profit, 2) == round(command["profit"], 2)
    gains = contracts_cached.gains(question)
    assert round(gains.per_seat, 2) == round(command["shadow_price_per_seat"], 2)
    assert round(gains.per_legal_hour, 2) == round(command["shadow_price_per_legal_hour"], 2)
    exceeded = contracts_cached.exceeded(question)
    share = [exceeded[place].share for place in tightest(best)]
    assert share == [row["exceeded"] for row in command["capacities"]]
    plan = people_table(contracts_cached.hiring(question))
    for name in ("paid", "needed", "idle", "hired", "left"):
        assert plan[name].tolist() == [row[name] for row in command["people"]]
    cash = cash_table(contracts_cached.cash(question))
    assert cash["cash"].tolist() == [row["cash"] for row in command["cash"]]


def test_a_table_that_went_over_the_screen_is_the_file_it_came_from() -> None:
    """Percent and back, number by number; the same mix comes of it."""
    library = load_library()
    opened = api.open_contracts(SAMPLE, filename=SAMPLE.name, assumptions=library).contracts
    frame = contracts_table.frame_of(opened)
    again = contracts_table.read(frame, library).contracts
    for part, whole in ((again.bands, opened.bands), (again, opened)):
        for name in set(contracts_table.COLUMNS) & set(vars(whole)):
            np.testing.assert_array_equal(getattr(part, name), getattr(whole, name), name)
    content = contracts_table.content_of(frame)
    uploaded = api.open_contracts(content, filename="contracts.csv", assumptions=library)
    assert uploaded.contracts.bands.commission.tolist() == opened.bands.commission.tolist()


def test_more_seats_by_the_slider_move_the_answer_and_no_specification(desk) -> None:
    """The tile says how much; the panel keeps today's seats."""
    app = desk("contracts")
    before = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    app.slider(key="contracts_try_30").set_value(38.0).run()
    best, more = (contracts_cached.mix(asked(seats, cash=1.2e6, legal_hours=80.0)).profit
                  for seats in (30.0, 38.0))  # fmt: skip
    tile = app.metric[0]
    assert tile.value == money(more)
    assert tile.delta == f"{round(more - best):+,}"
    assert app.number_input(key="contracts_seats").value == 30.0
    after = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    assert [chart["layer"] for chart in after] == [chart["layer"] for chart in before]


def test_a_lock_moves_a_contract_and_undo_brings_it_back(desk) -> None:
    """Out and in, each with its reason; the way back and forth again."""
    app = desk("contracts")
    profit = tiles(app)["Expected profit"]
    change(app, row_0={"locked": "out"}, row_12={"locked": "in"})
    why = table(app, "reason").set_index("contract")
    assert why.loc["bank_card 01", "reason"] == "Locked out by hand."
    assert why.loc["telecom 01", "reason"] == "Locked in by hand."
    assert tiles(app)["Expected profit"] != profit
    app.button(key="contracts_undo").click().run()
    assert tiles(app)["Expected profit"] == profit
    assert app.button(key="contracts_undo").disabled
    app.button(key="contracts_redo").click().run()
    assert edited(app)["locked"].tolist()[0] == "out"
    app.button(key="contracts_reset").click().run()
    assert edited(app)["locked"].isna().all()
    assert tiles(app)["Expected profit"] == profit


def test_what_was_typed_outlives_a_visit_to_another_page(desk) -> None:
    """The editor loses its log there."""
    app = change(desk("contracts"), row_2={"accounts": 7}, added=[HALF_TYPED])
    app.switch_page("pages/assumptions.py").run()
    app.switch_page("pages/contracts.py").run()
    assert edited(app)["accounts"].tolist()[2] == 7
    assert "half typed" in edited(app)["contract"].tolist()


def test_a_wrong_row_is_named_and_the_rest_is_answered(desk) -> None:
    """By the number it has on the screen; the row stays to be mended."""
    app = change(desk("contracts"), row_4={"contract": "bank_card 01"}, row_6={"age": None})
    text = app.error[0].value
    assert "share their contract name" in text
    for row in (1, 5, 7):
        assert f"row {row}" in text.replace("\\", "")
    assert tiles(app)["Contracts taken"].endswith("of 30")
    assert len(edited(app)) == ROWS
    change(app, row_4={"contract": "bank_card 05"}, row_6={"age": None})
    assert tiles(app)["Contracts taken"].endswith("of 32")


def test_an_empty_table_says_what_is_missing(desk) -> None:
    """All rows deleted, and undone."""
    app = change(desk("contracts"), deleted=list(range(ROWS)))
    assert not app.exception
    assert "No contract can be used yet" in app.error[0].value
    app.button(key="contracts_undo").click().run()
    assert not app.error
    assert len(app.metric) == 9


def test_must_keeps_that_do_not_fit_are_named_with_what_is_missing(desk) -> None:
    """And nothing typed is lost."""
    app = change(desk("contracts"), row_0={"must_keep": True}, row_10={"must_keep": True})
    app.number_input(key="contracts_seats").set_value(0.2).run()
    text = app.error[0].value.replace("\\", "")
    assert "do not fit" in text
    assert "seats: bank_card 01, bank_card 10 need" in text
    assert "too few" in text
    assert edited(app)["must_keep"].sum() == 2
    app.number_input(key="contracts_seats").set_value(30.0).run()
    assert not app.error


def test_no_seats_give_up_what_is_held(desk) -> None:
    """The profit is then the exit costs of the held contracts."""
    app = desk("contracts")
    app.number_input(key="contracts_seats").set_value(0.0).run()
    assert not app.exception
    assert not app.error
    held = edited(app)["held"]
    assert tiles(app)["Expected profit"] == money(-float(edited(app)["exit_cost"][held].sum()))
    assert tiles(app)["Wages paid"] == "0"
    assert tiles(app)["Contracts taken"] == f"0 of {CONTRACTS}"


def test_a_limit_about_nobody_is_said(desk) -> None:
    """In the panel's table of limits."""
    app = desk("contracts")
    rows = [{"kind": "creditor", "name": "Bank Z", "seats": 5.0}]
    app.session_state["contracts_limits"] = {
        "edited_rows": {}, "added_rows": rows, "deleted_rows": [],
    }  # fmt: skip
    app.run()
    assert "Bank Z" in app.error[0].value
    rows[0]["name"] = "Bank A"
    app.session_state["contracts_limits"] = {
        "edited_rows": {}, "added_rows": rows, "deleted_rows": [],
    }  # fmt: skip
    app.run()
    assert not app.error
    chosen = table(app, "profit_if_won").set_index("contract")["seats"]
    whose = edited(app).dropna(subset="creditor").set_index("contract")["creditor"]
    assert chosen[whose[chosen.index] == "Bank A"].sum() <= 5.0 + 1e-6


def test_an_upload_with_missing_columns_leaves_the_table(desk) -> None:
    """And one that is right replaces it."""
    app = desk("contracts")
    bad = b"contract,sector,accounts\nA,bank_card,10\n"
    app.file_uploader(key="contracts_upload_0").upload("bad.csv", bad, "text/csv").run()
    assert "balance" in app.error[0].value
    assert len(edited(app)) == ROWS
    frame = pd.read_csv(SAMPLE).head(4)
    app.file_uploader(key="contracts_upload_1").upload(
        "mine.csv", frame.to_csv(index=False).encode(), "text/csv"
    ).run()
    assert not app.error
    assert "4 contracts" in app.success[0].value
    assert edited(app)["contract"].tolist() == frame["contract"].tolist()
    app.button(key="contracts_undo").click().run()
    assert len(edited(app)) == ROWS


def test_rows_a_file_lost_stay_named_until_another_table_is_open(desk) -> None:
    """Through further runs; undo brings back the table that lacked nothing."""
    app = desk("contracts")
    frame = pd.read_csv(SAMPLE).head(4).assign(age=[5.0, -1.0, 7.0, 8.0])
    content = frame.to_csv(index=False).encode()
    app.file_uploader(key="contracts_upload_0").upload("mine.csv", content, "text/csv").run()
    for _ in range(2):
        assert len(edited(app)) == 3
        assert "age" in app.error[0].value
        app.run()
    app.button(key="contracts_undo").click().run()
    assert not app.error
    assert len(edited(app)) == ROWS


def test_contracts_from_the_book_keep_its_segments(desk) -> None:
    """Accounts and balances add up to what can be placed again; flags come along."""
    app = desk("contracts")
    app.session_state["contracts_time"] = 5.0
    app.button(key="contracts_from_book").click().run()
    assert not app.exception
    tape = cached.sample_book("mixed_book.csv").tape
    usable = tape.placements < 3
    assert "Sample" not in said(app), "own contracts take the sample's place"
    new = edited(app)
    assert new["accounts"].sum() == usable.sum()
    owed = float((new["accounts"] * new["balance"]).sum())
    assert owed == pytest.approx(float(tape.balance[usable].sum()), rel=1e-9)
    assert set(new["sector"]) == set(tape.sector.names)
    assert new.loc[new["disputed"], "accounts"].sum() == (usable & tape.disputed).sum()
    app.button(key="contracts_from_book").click().run()
    assert len(edited(app)) == len(new), "a second time replaces the first"
    app.button(key="contracts_undo").click().run()
    assert len(edited(app)) == ROWS
    assert "Sample: these 33 contracts" in said(app)


PASTED = (
    "合同名称\t行业\t户数\t户均余额\t逾期月数\t佣金比例\t固定成本\t中标概率\t委外次数\n"
    "一包\t信用卡\t2,000户\t9,000元\t6个月\t22%\t5万元\t60%\t1次\n"
    "二包\t物业费\t800户\t3200\t8\t0.18\t20000\t1\t\n"
)


def paste(app, text: str) -> None:
    """Paste rows and take them."""
    (box,) = [area for area in app.text_area if str(area.key).startswith("contracts_paste")]
    box.set_value(text).run()
    app.button(key="contracts_paste_take").click().run()


def test_pasted_rows_are_read_as_people_write_them(desk) -> None:
    """Chinese headings and sectors, signs and units; the screen has percent."""
    app = desk("contracts")
    paste(app, PASTED)
    assert not app.exception
    rows = edited(app).set_index("contract")
    assert list(rows.index) == ["一包", "二包"]
    first = rows.loc["一包"]
    assert (first["accounts"], first["balance"], first["commission"]) == (2000.0, 9000.0, 22.0)
    assert (first["win_probability"], first["fixed_cost"], first["placements"]) == (60.0, 5e4, 1.0)
    assert rows.loc["二包", "commission"] == 18.0


def test_of_pasted_rows_nothing_is_lost_where_one_is_wrong(desk) -> None:
    """The table stays as it was and the box keeps its text until it is right."""
    app = desk("contracts")
    paste(app, PASTED.replace("0.18", "18"))
    assert len(edited(app)) == ROWS
    assert "佣金比例" in app.error[0].value
    (box,) = [area for area in app.text_area if str(area.key).startswith("contracts_paste")]
    assert "二包" in box.value
    paste(app, PASTED)
    assert len(edited(app)) == 2
    assert not any("佣金比例" in each.value for each in app.error)


def test_pasted_rows_need_no_headings(desk) -> None:
    """They are the columns of the table from the left."""
    app = desk("contracts")
    paste(app, "mine\t\ttelecom\tX\t900\t200\t6\t30%\t50%\t1000\n")
    assert not app.error
    assert edited(app).iloc[0]["contract"] == "mine"
    assert edited(app).iloc[0]["win_probability"] == 50.0


def test_the_book_by_creditor_adds_up() -> None:
    """Two creditors of one sector are two contracts, also where they share a segment."""
    tape = b"sector,creditor,balance,months_past_due,disputed\n"
    tape += b"telecom,A,100,7,no\ntelecom,A,300,9,no\ntelecom,B,50,7,no\ntelecom,B,999,7,yes\n"
    book = api.open_tape(tape, filename="t.csv", assumptions=load_library())
    rows, left_out = api.contracts_of_book(book.tape, load_library())
    owed: dict[str, float] = {}
    for row in rows:
        creditor = row["creditor"]
        owed[creditor] = owed.get(creditor, 0.0) + row["accounts"] * row["balance"]
    assert owed == pytest.approx({"A": 400.0, "B": 1_049.0})
    assert [row["accounts"] for row in rows if row["disputed"]] == [1]
    assert len({row["contract"] for row in rows}) == 2
    assert left_out == 0


def test_a_book_as_a_contract_is_the_deal_zones_lot() -> None:
    """To the cent, with all its segments, flags and rungs."""
    library = load_library()
    book = api.open_tape(cached.SAMPLES / "telecom.csv", filename="t.csv", assumptions=library)
    rows, _ = api.contracts_of_book(book.tape, library)
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    table = api.contracts_of_rows(
        columns, numbers=range(1, len(rows) + 1), name="book", assumptions=library
    )
    modes = api.contract_modes(table.contracts, library)
    deal = api.deal(api.segment_tape(book.tape, library).segments, library)
    assert len(table.contracts) == 1
    assert modes.profit[0, -1] == pytest.approx(deal.economics.profit, abs=0.005)


def test_rows_sent_from_another_page_are_added_once(desk) -> None:
    """A row of a known name takes its place; sample rows that are left are called so."""
    app = desk("contracts")
    frame = pd.read_csv(SAMPLE)
    app.file_uploader(key="contracts_upload_0").upload(
        "mine.csv", frame.assign(start_month=1).to_csv(index=False).encode(), "text/csv"
    ).run()
    assert "Sample" not in said(app)
    row = {"contract": "telecom 01", "sector": "telecom", "accounts": 5, "balance": 100.0,
           "age": 4.0, "commission": 0.3, "fixed_cost": 0.0, "win_probability": 0.5}  # fmt: skip
    app.session_state["contracts_sent"] = [row, row | {"contract": "new"}]
    app.run()
    assert len(edited(app)) == ROWS + 1
    sent = edited(app).set_index("contract")
    assert sent.loc["telecom 01", "accounts"] == 5
    assert sent.loc["new", "win_probability"] == 50.0
    app.run()
    assert len(edited(app)) == ROWS + 1


def test_every_reason_fits_what_was_decided() -> None:
    """Out by loss, by a cap no staffing fits, by hand; in by hand."""
    question = asked(20.0, seats_of={("sector", "bank_card"): 0.05})
    best = contracts_cached.mix(question)
    profit, seats, ratio = best_per_seat(best)
    np.testing.assert_allclose(profit[best.taken], (ratio * seats)[best.taken])
    why = dict(zip(best.contracts.contract, reasons(best, 1000.0), strict=True))
    for row, name in enumerate(best.contracts.contract):
        losing = profit[row] <= 0.0 and not best.taken[row]
        assert ("Loses money" in why[name]) == losing
    assert "seats for the sector bank_card" in why["bank_card 01"]


def test_hiring_pays_while_a_further_person_brings_more_than_a_hire_costs() -> None:
    """Of the chart's points the best one, by trying each."""
    question = asked(5.0)
    points = contracts_cached.profit_by_seats(question)
    gain = frontier_table(points)["profit_per_further_seat"]
    hire = 0.9 * float(gain[points.seats > 5.0].median())
    assert hire > 0.0
    left = points.profit - hire * (points.seats - 5.0)
    best = points.seats[points.seats >= 5.0][np.argmax(left[points.seats >= 5.0])]
    words = how_many_words(points, seats=5.0, hire=hire)
    assert f"{best:g} people pay best" in words
    assert "no larger number" in how_many_words(points, seats=5.0, hire=1e9)


def test_the_chart_marks_today_and_what_is_tried() -> None:
    """One mark where they are the same."""
    points = contracts_cached.profit_by_seats(asked(30.0))
    marks = frontier_rows(points, today=30.0, tried=40.0)
    assert marks.loc[marks["kind"] == "mark", "seats"].tolist() == [30.0, 40.0]
    assert (frontier_rows(points, today=30.0, tried=30.0)["kind"] == "mark").sum() == 1


def test_a_cost_of_a_hire_is_weighed_against_what_more_people_bring(desk) -> None:
    """Hire below what it brings, not above."""
    app = desk("contracts")
    app.number_input(key="contracts_seats").set_value(8.0).run()
    price = float(tiles(app)["One more seat"].replace(",", ""))
    assert price > 5_000.0
    app.number_input(key="contracts_hire").set_value(price + 5000.0).run()
    assert "Do not hire" in said(app)
    app.number_input(key="contracts_hire").set_value(price - 5000.0).run()
    assert "Hire\\: at" in said(app)


def test_people_come_where_they_pay_and_idle_ones_cost(desk) -> None:
    """Of few more are hired; of many some go, and the share of idle months falls."""
    app = desk("contracts")
    app.number_input(key="contracts_seats").set_value(8.0).run()
    before = float(tiles(app)["Expected profit"].replace(",", ""))
    app.number_input(key="contracts_ramp").set_value(0)
    app.number_input(key="contracts_hire").set_value(1_000.0)
    app.checkbox(key="contracts_may_hire").check().run()
    assert not app.exception
    assert float(tiles(app)["Expected profit"].replace(",", "")) > before
    assert "The plan hires" in said(app)
    app.number_input(key="contracts_seats").set_value(60.0).run()
    app.checkbox(key="contracts_cash_limited").uncheck().run()
    idle = float(tiles(app)["Months without work"].rstrip("%"))
    app.checkbox(key="contracts_may_let_go").check().run()
    assert float(tiles(app)["Months without work"].rstrip("%")) < idle


def test_cash_that_does_not_last_is_said_with_its_cure(desk) -> None:
    """In the place of the answer; what was typed stays."""
    app = desk("contracts")
    app.number_input(key="contracts_cash").set_value(10_000.0).run()
    text = app.error[0].value.replace("\\", "")
    assert "cash does not last" in text
    assert "Start with" in text
    app.number_input(key="contracts_cash").set_value(2_000_000.0).run()
    assert not app.error


def test_a_ramp_longer_than_the_work_is_said(desk) -> None:
    app = desk("contracts")
    app.checkbox(key="contracts_may_hire").check()
    app.number_input(key="contracts_ramp").set_value(40).run()
    assert "ramp must be at most" in app.error[0].value


def test_slow_prices_wait_until_they_are_asked_for(desk, monkeypatch) -> None:
    """By the seldom-exceeded rule the answer comes first; a button asks for the rest."""
    app = desk("contracts")
    app.number_input(key="contracts_time").set_value(1.0)
    app.radio(key="contracts_rule").set_value(Overbooking.SAFE).run()
    assert not app.exception
    assert tiles(app)["One more seat"] == "–"
    assert app.button(key="contracts_ask_prices")
    assert float(tiles(app)["Seats taken"]) > 0.0


def test_decimals_pasted_where_percent_belongs_are_noticed(desk) -> None:
    """0.22 % of collections is nobody's commission."""
    app = change(desk("contracts"), row_0={"commission": 0.22})
    assert any("decimal was pasted" in warning.value for warning in app.warning)


def test_the_download_can_be_uploaded(desk) -> None:
    """With what was typed in it."""
    app = change(desk("contracts"), row_0={"accounts": 123, "commission": 31.5})
    content = contracts_table.content_of(edited(app))
    frame = pd.read_csv(io.BytesIO(content), encoding="utf-8-sig")
    assert frame.loc[0, ["accounts", "commission"]].tolist() == [123, 0.315]
    assert {"contract", "sector", "accounts", "balance", "age", "commission", "fixed_cost",
            "win_probability"} <= set(frame.columns)  # fmt: skip


def test_the_view_offers_what_the_page_uses() -> None:
    """A renamed function would only fail when the page is opened."""
    assert all(callable(getattr(contracts_view, name)) for name in contracts_view.__all__)


def test_a_lot_bid_for_is_worth_here_what_it_was_there() -> None:
    """Sent with its segments, the bid's rungs and its fixed cost: the same profit to the cent."""
    library = load_library()
    book = api.open_tape(cached.SAMPLES / "telecom.csv", filename="t.csv", assumptions=library)
    lots, _ = api.lots_of_book(api.segment_tape(book.tape, library), api.LotsBy.SECTOR)
    lot = api.study_row(lots[0], library).lot
    rungs = segment_commissions(lot, np.array([0.4]))[0]
    rows = [
        band_row(lot.segments, place, contract="lot", commission=float(rung))
        | {"fixed_cost": lot.fixed_cost, "win_probability": 0.5}
        for place, rung in enumerate(rungs)
    ]
    frame = contracts_table.frame_of_rows([{"contract": "lot", "bands": rows}])
    sent = contracts_table.read(frame, library).contracts
    modes = api.contract_modes(sent, library)
    assert len(sent) == 1
    assert len(sent.bands) == len(lot.segments) > 10
    there = float(lot_profit(lot, np.array([0.4]), np.ones(1), learning_months=2)[0, 0])
    assert modes.profit[0, -1] == pytest.approx(there, abs=0.005)
