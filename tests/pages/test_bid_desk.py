"""Page Bid desk without a browser: the command's numbers, what-ifs, lots, past results, files."""

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from placement import api
from placement.decide.bid.choices import PriceFormula
from placement.decide.deal.curve import lot_curve
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.deal.lot import make_lot
from placement.domain.errors import InputError, TapeError
from placement.report.bid_answer import bid_answer
from placement.report.bid_memo import BidMemo, memo_html
from placement.report.bid_sheet import contract_rows, sheet_table
from placement.report.made_with import MadeWith
from placement.scenario.scenario import Scenario
from placement.ui.bid import cached as bid_cached
from placement.ui.bid import lots as bid_view_lots
from placement.ui.bid import memo as bid_view_memo
from placement.ui.bid import view as bid_view
from placement.ui.bid.cached import Asked
from placement.ui.bid.inputs import ERROR, KNOWS, NUMBER, SHIFT, facts
from placement.words.bid import creditor_warning

CARDS = api.LotRow(lot="Cards", sector="bank_card", accounts=2000, balance=7_000.0, age=9.0)
BILLS = api.LotRow(lot="Bills", sector="telecom", accounts=900, balance=200.0, age=9.0)
ASKED = api.BidQuestion(number=3, mean=0.22, sd=0.03, error=0.15)
PAST = "tender,commission\n" + "\n".join(
    f"T{place // 3},{share:.3f}" for place, share in enumerate(np.linspace(0.2, 0.28, 12))
)


def asked(**changes: object) -> Asked:
    """Return a question under the library's numbers."""
    return Asked(question=replace(ASKED, **changes), scenario=Scenario(), target_margin=None)


def sheet(*rows: api.LotRow, **changes: object) -> bid_view.Sheet:
    """Return the exact sheet of lots."""
    return bid_view.sheet_of(rows, asked(**changes), exact=True)


def tiles(app) -> dict[str, str]:
    """Return the tiles by their titles without units."""
    return {metric.label.split(" (")[0]: metric.value for metric in app.metric}


def frame(app, column: str) -> pd.DataFrame:
    """Return the first table that has the column."""
    return next(table.value for table in app.dataframe if column in table.value)


def specifications(app) -> list[dict]:
    """Return the Vega-Lite specifications of the page's charts."""
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


def test_the_page_has_the_commands_numbers(desk) -> None:
    """Every lot of the sample, to the cent, once the exact answer is there."""
    app = desk("bid_desk")
    assert not app.exception
    shown = frame(app, "naive_bid").set_index("lot")
    opened = app.session_state["bid_lots"]
    rows = bid_view_lots.lots_in(opened.edited, opened.rows)[0]
    assert all(row.taken for row in rows)
    assert len(rows) == len(shown) == 5
    numbers = api.assumptions_in_use()
    total = 0.0
    for row in rows:
        quoted = api.study_row(row, numbers).lot.quoted
        found = api.bid(
            row.segments,
            numbers,
            rivals=api.rivals_of(number=4, mean=quoted, sd=0.03),
            estimate_error=0.15,
        )
        answer = bid_answer(found)
        line = shown.loc[row.lot]
        if not answer["recommend"]:
            # What is not to be bid has no best bid on the screen.
            answer |= {"bid": None, "win_probability": None}
        for name in ("floor", "bid", "win_probability", "naive_bid"):
            assert line[name] == pytest.approx(answer[name], abs=1e-12, nan_ok=True) or (
                answer[name] is None and np.isnan(line[name])
            )
        assert line["expected_profit"] == round(answer["expected_profit"], 0) + 0.0
        total += answer["expected_profit"] if answer["recommend"] else 0.0
    assert tiles(app)["Expected profit"] == f"{round(total):,}"


def test_fee_terms_of_the_deal_zone_hold_here(desk) -> None:
    """Said in words, and every lot's profit is the command's under the same terms."""
    fees = FeeTerms(minimum_per_account=25.0, tail_months=3)
    app = desk("bid_desk")
    words = "The fee terms of the page Deal zone hold for these lots as well."
    assert words not in [caption.value for caption in app.caption]
    app.session_state["deal_fee_terms"] = fees
    app.run()
    assert words in [caption.value for caption in app.caption]
    shown = frame(app, "naive_bid").set_index("lot")
    opened = app.session_state["bid_lots"]
    rows = bid_view_lots.lots_in(opened.edited, opened.rows)[0]
    row = next(row for row in rows if row.sector == "property_fee")
    numbers = api.assumptions_in_use()
    quoted = api.study_row(row, numbers).lot.quoted
    found = api.bid(
        row.segments,
        numbers,
        rivals=api.rivals_of(number=4, mean=quoted, sd=0.03),
        estimate_error=0.15,
        fees=fees,
    )
    expected = round(bid_answer(found)["expected_profit"]) + 0.0
    assert shown.loc[row.lot]["expected_profit"] == expected


def test_the_quick_answer_is_near_the_exact_one() -> None:
    """Half a percent of profit; what is drawn first must not mislead."""
    for changes in ({}, {"price_weight": 0.6, "rival_points_sd": 4.0}, {"error": 0.0}):
        quick = bid_cached.quick(CARDS, asked(**changes)).desk.found
        exact = bid_cached.exact(CARDS, asked(**changes)).desk.found
        assert quick.expected_profit[0] == pytest.approx(exact.expected_profit[0], rel=5e-3)
        assert quick.bid[0] == pytest.approx(exact.bid[0], abs=5e-4)
        assert quick.floor[0] == exact.floor[0]


def test_a_what_if_moves_the_bids_and_no_specification(desk) -> None:
    """More rivals, lower profit; the charts stay in place."""
    app = desk("bid_desk")
    before, was = specifications(app), tiles(app)
    app.slider(key=NUMBER).set_value(9).run()
    assert not app.exception
    after = tiles(app)
    assert bid_amount(after) < bid_amount(was)
    assert specifications(app) == before
    app.slider(key=SHIFT).set_value(5.0).run()
    assert bid_amount(tiles(app)) > bid_amount(after)
    app.slider(key=ERROR).set_value(0.0).run()
    assert tiles(app)["Curse ignored costs"] == "0"


def bid_amount(shown: dict[str, str]) -> float:
    """Return the expected profit of the tiles."""
    return float(shown["Expected profit"].replace(",", ""))


def test_a_floor_above_the_ceiling_is_refused_with_its_gap() -> None:
    """In points and money; the others are still bid for."""
    found = sheet(replace(CARDS, ceiling=0.03), CARDS)
    low, fine = found.lines
    assert not low.go
    assert fine.go
    gap = low.desk.gap_money[0]
    assert f"{gap:,.0f}" in low.reason
    assert "Do not bid" in low.reason
    assert found.total.expected_profit == pytest.approx(fine.value("expected_profit"))


def test_a_lot_that_never_pays_is_refused() -> None:
    line = sheet(BILLS).lines[0]
    assert not line.go
    assert np.isnan(line.value("floor"))
    assert "no commission up to 100%" in line.reason


def test_no_rivals_need_a_ceiling_and_zero_spread_is_fine() -> None:
    """Without rivals the ceiling is the bid; rivals who all bid the same are undercut by a tick."""
    alone = sheet(CARDS, number=0, mean=None, sd=None, shift=None, ceiling=0.3).lines[0]
    assert alone.value("bid") == pytest.approx(0.3, abs=1e-4)
    assert alone.value("win_probability") == pytest.approx(1.0)
    same = sheet(CARDS, sd=0.0).lines[0]
    assert same.value("bid") == pytest.approx(0.22 - 1e-4, abs=1e-9)


def test_the_total_is_that_of_all_lots_at_once() -> None:
    """Lots kept one by one add up as the library adds them up together."""
    other = replace(CARDS, lot="Older", age=18.0)
    numbers = api.assumptions_in_use()
    together = api.bid(
        [CARDS.segments, other.segments],
        numbers,
        rivals=api.rivals_of(number=3, mean=0.22, sd=0.03),
        estimate_error=0.15,
    ).total
    total = sheet(CARDS, other).total
    for name in ("expected_profit", "sd", "sd_if_errors_differ", "expected_wins"):
        assert getattr(total, name) == pytest.approx(getattr(together, name), rel=1e-9)


def test_more_rivals_and_lower_ones_are_worse() -> None:
    moved = bid_cached.moved(CARDS, asked())
    assert moved.numbers == tuple(range(1, 11))
    assert np.all(np.diff(moved.by_number.expected_profit) < 0.0)
    # A lot that is not bid for earns nothing.
    earned = np.where(moved.by_mean.recommend, moved.by_mean.expected_profit, 0.0)
    assert np.all(np.diff(earned) >= 0.0)
    exact = bid_cached.exact(CARDS, asked()).desk.found
    here = moved.numbers.index(3)
    assert moved.by_number.expected_profit[here] == pytest.approx(
        exact.expected_profit[0], rel=5e-3
    )


def test_a_table_of_lots_is_read_as_typed() -> None:
    """The ceiling is percent on the screen; a wrong row is named and the others stay."""
    table = bid_view_lots.table_of([replace(CARDS, ceiling=0.07), BILLS])
    assert table["ceiling"].iloc[0] == 7.0
    rows, problems = bid_view_lots.lots_in(table)
    assert [row.ceiling for row in rows] == [0.07, None]
    assert not problems
    table.loc[1, "accounts"] = 0.0
    rows, problems = bid_view_lots.lots_in(table)
    assert len(rows) == 1
    assert problems[0].startswith("Lot 2: accounts must be 1 or more; got 0")


def test_a_file_of_lots_comes_back_as_it_went_out() -> None:
    rows = (replace(CARDS, ceiling=0.25, creditor_type="state_owned"), BILLS)
    content = bid_view_lots.lots_table(rows).to_csv(index=False).encode()
    names = {"bank_card": "bank_card", "telecom": "telecom"}
    assert api.read_lots(content, filename="lots.csv", sectors=names).rows == rows


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lot,sector,accounts,balance\nA,telecom,9,900", "lacks these columns: age"),
        ("sector,accounts,balance,age\nmoon,9,900,3", "sector must be one of"),
        ("sector,accounts,balance,age,cap\ntelecom,9,900,3,22", "write 0.22"),
        ("sector,accounts,balance,age\ntelecom,9.5,900,3", "whole number"),
        (
            "sector,accounts,balance,age\ntelecom,9,-900,3",
            "balance must be above 0.* got -900",
        ),
        ("sector,accounts,balance,age\ntelecom,9,1e300,3", "at most 1,000,000,000,000"),
        ("sector,accounts,balance,age\ntelecom,1e11,900,3", "at most 1,000,000,000; got"),
        ("sector,accounts,balance,age,cap\ntelecom,9,900,3,dear", "ceiling must be a decimal"),
        ("sector,accounts,balance,age,cap\ntelecom,9,900,3,220%", "ceiling must be"),
        ("", "is empty"),
    ],
)
def test_a_bad_file_of_lots_says_what_to_do(text: str, says: str) -> None:
    with pytest.raises(TapeError, match=says):
        api.read_lots(text.encode(), filename="l.csv", sectors={"telecom": "telecom"})


def test_a_ceiling_may_have_its_sign() -> None:
    """As past results do."""
    text = "sector,accounts,balance,age,ceiling\ntelecom,9,900,3,22%\ntelecom,9,900,3,0.22"
    read = api.read_lots(text.encode(), filename="l.csv", sectors={"telecom": "telecom"})
    assert [row.ceiling for row in read.rows] == pytest.approx([0.22, 0.22])


def test_lots_are_read_as_people_write_them() -> None:
    """Chinese headings and sectors, units, what is owed in all, and placements."""
    text = (
        "标包,行业,户数,委托金额,逾期月数,委外次数,最高限价,委托方类型\n"
        '一包,信用卡,"2,000户",1800万,6个月,1次,25%,国有银行\n'
        '二包,物业,800,"2,560,000元",8,,22％,\n'
    )
    names = {"bank_card": "bank_card", "property_fee": "property_fee"}
    read = api.read_lots(text.encode(), filename="l.csv", sectors=names)
    assert not read.problems
    cards, fees = read.rows
    assert (cards.sector, cards.accounts, cards.balance) == ("bank_card", 2000, 9000.0)
    assert (cards.placements, cards.ceiling, cards.creditor_type) == (1, 0.25, "state_owned")
    assert (fees.sector, fees.balance, fees.ceiling) == ("property_fee", 3200.0, 0.22)


def test_a_table_of_contracts_is_a_list_of_lots(project) -> None:
    """Rows of one name are the age bands of one lot, which is valued band by band."""
    content = (project / "data/samples/contracts.csv").read_bytes()
    library = api.assumptions_in_use()
    names = {sector: sector for sector in library.sectors}
    read = api.read_lots(content, filename="contracts.csv", sectors=names)
    table = api.open_contracts(content, filename="contracts.csv", assumptions=library).contracts
    assert [row.lot for row in read.rows] == list(table.contract)
    (several,) = [row for row in read.rows if row.cut is not None]
    bands = pd.read_csv(project / "data/samples/contracts.csv").query("contract == @several.lot")
    assert several.owed == pytest.approx(float(bands["accounts"] @ bands["balance"]))
    assert several.cut.age.tolist() == bands["age"].tolist()
    screen, problems = bid_view_lots.lots_in(bid_view_lots.table_of(read.rows), read.rows)
    assert not problems
    assert screen == read.rows, "bands are kept on the screen"


def test_a_lot_with_a_wrong_band_is_left_out_whole() -> None:
    """Without one of its bands it would be another lot."""
    text = "lot,sector,accounts,balance,age\nA,telecom,9,900,3\nA,telecom,x,900,9\nB,telecom,9,9,3"
    read = api.read_lots(text.encode(), filename="l.csv", sectors={"telecom": "telecom"})
    assert [row.lot for row in read.rows] == ["B"]
    assert read.problems[0].startswith("Row 3: accounts must be a number")
    assert "Rows 2 are right" in read.problems[1]


def test_what_a_lot_owes_in_all_as_one_accounts_balance_is_questioned() -> None:
    """8,000,000 a card is taken, and asked about."""
    text = "lot,sector,accounts,balance,age\nA,bank_card,1000,8000000,3\nB,bank_card,9,8000,3"
    read = api.read_lots(text.encode(), filename="l.csv", sectors={"bank_card": "bank_card"})
    assert len(read.rows) == 2
    (asked,) = api.questions_of(read.rows)
    assert "8,000,000.00" in asked


def test_a_lot_of_the_book_is_the_deal_zones(project) -> None:
    """The same accounts have the same floor and, without an error, the same profit to the cent."""
    ranked = api.rank_tape(project / "data/samples/mixed_book.csv")
    rows, _ = api.lots_of_book(ranked.segmentation, api.LotsBy.SECTOR)
    row = next(row for row in rows if row.sector == "bank_card")
    segments, numbers = ranked.segmentation.segments, api.assumptions_in_use()
    cards = segments.take(np.array([each == "bank_card" for each in segments.sector]))
    zone = api.deal(cards, numbers, quoted=0.2).zone
    found = bid_cached.exact(row, asked(error=0.0)).desk.found
    assert found.floor[0] == zone.bounds.floor
    profit = lot_curve(make_lot(cards, numbers), found.bid).agency_profit[0]
    assert found.profit_if_won[0] == pytest.approx(profit, abs=0.005)
    alike = bid_cached.exact(replace(row, taken="", cut=None), asked(error=0.0)).desk.found
    assert alike.floor[0] != found.floor[0]


def test_an_edited_lot_is_a_mean_account_and_the_page_says_so(project) -> None:
    """Name and ceiling may change; other figures value it afresh."""
    ranked = api.rank_tape(project / "data/samples/mixed_book.csv")
    cut, _ = api.lots_of_book(ranked.segmentation, api.LotsBy.SECTOR)
    table = bid_view_lots.table_of(cut)
    table.loc[0, ["lot", "ceiling"]] = ["Renamed", 30.0]
    rows, problems = bid_view_lots.lots_in(table, cut)
    assert not problems
    assert all(row.taken for row in rows)
    assert bid_view_lots.valued_words(rows) == ""
    table.loc[0, "accounts"] += 1
    rows, _ = bid_view_lots.lots_in(table, cut)
    assert [bool(row.taken) for row in rows] == [False] + [True] * (len(rows) - 1)
    assert "Renamed" in bid_view_lots.valued_words(rows)
    assert rows[0].key != cut[0].key


def test_bad_rows_of_a_file_are_said_until_another_comes(desk) -> None:
    """Also on the page's next runs."""
    app = desk("bid_desk")
    app.session_state["bid_source"] = "own"
    app.run()
    text = "lot,sector,accounts,balance,age\nA,bank_card,2000,7000,9\nB,moon,1,2,3\nC,telecom,0,2,3"
    app.file_uploader[0].upload("l.csv", text.encode(), "text/csv").run()
    for _ in range(2):
        assert not app.exception
        said = [each.value.replace("\\", "") for each in app.error]
        assert any("Row 3" in each and "Row 4" in each for each in said), said
        app.slider(key=NUMBER).set_value(5).run()
    app.file_uploader[0].upload("l.csv", text.split("\nB")[0].encode(), "text/csv").run()
    assert not app.error


def test_a_crowded_tender_is_capped_and_said(desk) -> None:
    """2,000 bids in one tender are a mistyped column, not a crash."""
    text = "tender,commission\n" + "A,0.21\nA,0.23\n" * 1000
    app = desk("bid_desk")
    app.file_uploader[0].upload("past.csv", text.encode(), "text/csv").run()
    assert not app.exception
    assert any("500 rivals" in each.value for each in app.warning)


def test_no_go_rows_have_no_best_bid() -> None:
    table = bid_view.screen_rows(sheet(BILLS, CARDS).lines)
    assert np.isnan(table["bid"].iloc[0])
    assert table["bid"].iloc[1] > 0.0


def test_the_memo_warns_of_a_creditor_who_has_a_better_way() -> None:
    """At a bid above his own ceiling, or where he has none."""
    text, found = memo(replace(CARDS, age=30.0), CARDS)
    warned = [line for line in found.lines if line.go and creditor_warning(line.desk)]
    assert ("he may not award the lot" in text) is bool(warned)
    desk = found.lines[1].desk
    dear = replace(desk, creditor_ceiling=desk.found.bid - 0.01)
    assert "he may not award the lot" in creditor_warning(dear)
    assert creditor_warning(replace(desk, creditor_ceiling=desk.found.bid + 0.01)) == ""


def test_too_many_lots_are_refused() -> None:
    text = "sector,accounts,balance,age\n" + "telecom,9,900,3\n" * (api.MOST_LOTS + 1)
    with pytest.raises(TapeError, match=f"at most {api.MOST_LOTS}"):
        api.read_lots(text.encode(), filename="l.csv", sectors={"telecom": "telecom"})


def test_past_results_set_the_rivals(desk) -> None:
    """Mean, spread and number come from the file, and the page says so."""
    app = desk("bid_desk")
    was = tiles(app)
    app.file_uploader[0].upload("past.csv", PAST.encode(), "text/csv").run()
    assert not app.exception
    assert not app.error
    fit = api.fit_past_results(PAST.encode(), filename="past.csv").fit
    assert any(f"{fit.mean:.2%}" in each.value for each in app.markdown)
    assert tiles(app) != was
    assert len(specifications(app)) == 5


def test_new_past_results_set_the_rivals_whatever_the_browser_still_shows(desk) -> None:
    """Somebody clicks before the panel has been drawn with them, with what it showed before."""
    app = desk("bid_desk")
    app.file_uploader[0].upload("past.csv", PAST.encode(), "text/csv").run()
    rivals = next(each for each in app.segmented_control if each.key == "bid_rivals_bids")
    rivals.set_value("today").run()
    assert app.session_state["bid_rivals_bids"] == "today"
    app.session_state["bid_past_new"] = {"bid_rivals_bids"}
    rivals.set_value("today").run()
    assert app.session_state["bid_rivals_bids"] == "past"
    rivals.set_value("today").run()
    assert app.session_state["bid_rivals_bids"] == "today"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tender,commission\nA,22\nB,23\nC,24\nD,25", "write 0.22 or 22%"),
        ("tender,price\nA,0.2", "no column of commissions"),
        ("tender,commission\nA,0.2\nB,0.3", "at least 3"),
        ("not a table", "one column only"),
    ],
)
def test_bad_past_results_are_refused_and_the_page_stays(desk, text: str, says: str) -> None:
    app = desk("bid_desk")
    was = tiles(app)
    app.file_uploader[0].upload("past.csv", text.encode(), "text/csv").run()
    assert not app.exception
    assert any(says in error.value.replace("\\", "") for error in app.error)
    assert tiles(app) == was


def test_a_scored_tender_is_asked_for(desk) -> None:
    """With its own inputs; the best bid is another one."""
    app = desk("bid_desk")
    was = frame(app, "naive_bid")["bid"].iloc[0]
    app.session_state["bid_kind"] = "scored"
    app.run()
    assert not app.exception
    assert not app.error
    assert frame(app, "naive_bid")["bid"].iloc[0] != was
    app.slider(key="bid_weight").set_value(95.0).run()
    assert not app.exception
    assert app.number_input(key="bid_own").value <= 5.0


def test_winners_beyond_the_bidders_are_said_and_nothing_breaks(desk) -> None:
    app = desk("bid_desk")
    app.number_input(key="bid_winners").set_value(9).run()
    assert not app.exception
    assert frame(app, "naive_bid")["reason"].str.contains("winners must be").all()


def memo(*rows: api.LotRow) -> tuple[str, bid_view.Sheet]:
    """Return the memo of lots and the sheet it is of."""
    found, library = sheet(*rows), api.assumptions_in_use()
    made = MadeWith(
        assumptions=library,
        library=library,
        stance=Scenario().stance,
        as_of=dt.date(2025, 12, 31),
        book="b<script>.csv",
    )
    text = memo_html(
        BidMemo(
            lines=found.lines,
            total=found.total,
            facts=facts(asked()),
            changes=bid_view_memo.changes(found, asked(), 0, "CNY"),
            made_with=made,
            currency="CNY",
            date=dt.date(2026, 1, 2),
        )
    )
    return text, found


def test_the_memo_says_what_the_page_says_and_runs_nothing() -> None:
    """To the cent; whatever a lot or a file is called."""
    evil = replace(CARDS, lot='<img src=x onerror="a()">&')
    text, found = memo(evil, replace(CARDS, lot="Low", ceiling=0.03))
    line = found.lines[0]
    for name in ("profit_if_won", "expected_profit"):
        assert f"{line.value(name):,.2f}" in text
    assert f"{line.value('bid'):.2%}" in text
    assert "2026-01-02" in text
    assert "<img" not in text
    assert "<script" not in text
    assert "Low: Do not bid" in text
    assert "http" not in text


def test_the_memo_names_its_lots_and_what_they_take() -> None:
    """Not the book that happens to be open; spread, loss, people and cash beside each bid."""
    text, found = memo(CARDS, replace(CARDS, lot="Older", age=18.0))
    assert "Lots: Cards, Older" in text
    line = found.lines[0]
    for shown in (f"{line.sd:,.0f}", f"{line.loss_probability:.2%}", f"{line.seats:.1f}",
                  f"{line.cash:,.0f}"):  # fmt: skip
        assert shown in text
    assert bid_view_memo.source(found, "book.csv") == "none, own lots"
    cut = replace(found, rows=tuple(replace(row, taken="x") for row in found.rows))
    assert bid_view_memo.source(cut, "book.csv") == "book.csv"
    half = replace(found, rows=(cut.rows[0], found.rows[1]))
    assert bid_view_memo.source(half, "book.csv") == "book.csv and own lots"


def test_a_lot_may_have_rules_of_its_own() -> None:
    """From a file and back; they count before the tender's, and are valued as if typed for all."""
    rules = (
        "winners=2; shares=0.6,0.4; price_weight=0.6; price_formula=from_average; discounts=0.02"
    )
    text = f'lot,sector,accounts,balance,age,rules\nCards,bank_card,2000,7000,9,"{rules}"'
    read = api.read_lots(text.encode(), filename="l.csv", sectors={"bank_card": "bank_card"})
    assert not read.problems
    table = bid_view_lots.table_of(read.rows)
    assert bid_view_lots.lots_in(table)[0] == read.rows
    content = bid_view_lots.lots_table(read.rows).to_csv(index=False).encode()
    again = api.read_lots(content, filename="l.csv", sectors={"bank_card": "bank_card"})
    assert again.rows == read.rows
    own = sheet(read.rows[0]).lines[0]
    typed = sheet(
        CARDS,
        winners=2,
        shares=(0.6, 0.4),
        price_weight=0.6,
        formula=PriceFormula.FROM_AVERAGE,
        discounts=(0.02,),
        rival_points_sd=4.0,
    ).lines[0]
    assert own.value("bid") == typed.value("bid") != sheet(CARDS).lines[0].value("bid")
    wrong = text.replace("winners=2", "winner=2")
    with pytest.raises(TapeError, match="names out of winners"):
        api.read_lots(wrong.encode(), filename="l.csv", sectors={"bank_card": "bank_card"})


def test_a_contract_is_the_share_of_a_winner() -> None:
    """Half of the accounts where two share equally; what a winner expects where they do not."""

    def share_of(**rules: object) -> float:
        (contract,) = contract_rows(sheet(CARDS, **rules, mean=0.35).lines)
        (band,) = contract["bands"]
        assert band["accounts"] == 2000
        return float(band["volume_share"])

    assert share_of() == pytest.approx(1.0)
    assert share_of(winners=2) == pytest.approx(0.5)
    assert 0.3 < share_of(winners=2, shares=(0.7, 0.3)) < 0.7


def test_what_rivals_know_moves_the_answer(desk) -> None:
    """The slider starts at the library's number; rivals who know all leave us the worse lots."""
    app = desk("bid_desk")
    assert app.slider(key=KNOWS).value == 50.0
    was = frame(app, "naive_bid").set_index("lot")["odds_if_won"].dropna()
    app.slider(key=KNOWS).set_value(0.0).run()
    assert not app.exception
    now = frame(app, "naive_bid").set_index("lot")["odds_if_won"].dropna()
    assert np.all(was < 1.0)
    np.testing.assert_allclose(now, 1.0)


def test_the_table_for_files_has_the_names_of_the_interface() -> None:
    table = sheet_table(sheet(CARDS, BILLS).lines)
    wanted = ["floor", "bid", "recommend", "win_probability", "expected_profit", "naive_bid"]
    assert set(wanted) <= set(table.columns)
    assert table["recommend"].tolist() == [True, False]


def test_a_wrong_margin_is_an_error_not_a_crash() -> None:
    with pytest.raises(InputError, match="target margin"):
        api.study_row(CARDS, api.assumptions_in_use(), target_margin=1.0)


@pytest.mark.parametrize("code", ["en", "zh"])
def test_lots_by_age_and_own_list_draw_in_every_language(desk, code: str) -> None:
    app = desk("bid_desk", lang=code)
    app.session_state["bid_source"] = "own"
    app.run()
    assert not app.exception
    assert not app.error
    assert len(app.metric) == 5


def test_bids_go_to_the_table_of_contracts(desk) -> None:
    """Lots to bid for arrive with their segments, at their bid and its chance; others do not."""
    app = desk("bid_desk")
    bids = frame(app, "naive_bid").set_index("lot")
    wanted = bids.index[bids["recommend"] == "Go"]
    app.button(key="bid_send").click().run()
    assert app.success[-1].value == f"{len(wanted)} lots are in the table of contracts."
    app.switch_page("pages/contracts.py").run()
    assert not app.exception
    table = app.session_state["contracts_sheet"].edited.set_index("contract")
    assert set(wanted) <= set(table.index)
    assert not set(bids.index.difference(wanted)) & set(table.index)
    for lot in wanted:
        # The editor shows shares in percent; a bid is the mean of its rungs, weighted by balance.
        bands = table.loc[[lot]]
        owed = bands["accounts"] * bands["balance"]
        chance = bands["win_probability"].iloc[0] / 100
        bid = float((bands["commission"] / 100 * owed).sum() / owed.sum())
        assert (chance, bid) == pytest.approx(tuple(bids.loc[lot, ["win_probability", "bid"]]))
