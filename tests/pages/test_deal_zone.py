"""Page Deal zone without a browser: both sides, the lot, the contract, the fee, wrong input."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from placement import api
from placement.assume.fee_file import parse_fees
from placement.cli import app as command_line
from placement.cli.deal_text import deal_lines
from placement.decide.deal.curve import lot_curve
from placement.decide.deal.fee_file import fee_terms
from placement.decide.deal.fee_terms import Band, Bonus, FeeTerms, Vat
from placement.decide.deal.lot import make_lot
from placement.decide.deal.zone import deal_zone
from placement.domain.text import t
from placement.domain.types import Segments
from placement.report.fee_terms_file import as_toml
from placement.scenario.scenario import Scenario
from placement.ui import cached, what_if
from placement.ui.deal import cached as deal_cached
from placement.ui.deal import contract as deal_contract
from placement.ui.deal import fee_ladders as deal_fee_ladders
from placement.ui.deal import tables as deal_tables
from placement.ui.deal.sight import Seat, Sight
from placement.ui.work.desk import BOOK
from placement.words import deal as deal_words
from placement.words.markdown import plain
from placement.words.numbers import points
from tests.tolerances import RECOMPUTED

SAMPLE = "mixed_book.csv"
LIBRARY = api.assumptions_in_use()
OPEN = ("deal_terms_open", "deal_agency_open", "deal_fee_open", "deal_curve_open")


def sample() -> Segments:
    """Return the segments of the sample as the page has them."""
    scenario = Scenario()
    ranked = cached.ranking("test", scenario.digest, cached.sample_book(SAMPLE), scenario)
    return ranked.ranking.valuation.segments


def shown_lot(sector: str = "bank_card") -> Segments:
    """Return the accounts that the page opens with."""
    scenario = Scenario()
    ranked = cached.ranking("test", scenario.digest, cached.sample_book(SAMPLE), scenario)
    segments = sample()
    of_sector = np.array([each == sector for each in segments.sector])
    return segments.take(of_sector & deal_cached.best_begun(ranked, scenario))


def tiles(app) -> dict[str, str]:
    """Return the tiles by their titles without units."""
    return {metric.label.split(" (")[0]: metric.value for metric in app.metric}


def words(app) -> str:
    """Return what the page says in words."""
    return " ".join(box.value for box in [*app.info, *app.success, *app.warning, *app.caption])


def specifications(app) -> list[dict]:
    """Return the Vega-Lite specifications of the page's charts."""
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


def opened(app, *, quoted: float | None = None, segment: int | None = None, **state: object):
    """Return the page with every part unfolded, on a segment and at a quote in percent."""
    for key in OPEN:
        app.session_state[key] = True
    for key, value in state.items():
        app.session_state[key] = value
    if segment is not None:
        app.session_state["deal_scope"] = "segment"
        app.session_state["options_segment"] = segment
    app.run()
    if quoted is not None:
        app.slider(key=deal_contract.QUOTE).set_value(quoted).run()
    return app


def frame(app, column: str):
    """Return the first table that has the column."""
    return next(table.value for table in app.dataframe if column in table.value)


def plain_segment() -> int:
    """Return a segment without flags, placed never, that a command can name."""
    segments = sample()
    usual = (segments.placements == 0) & ~segments.disputed & ~segments.unreachable
    cards = np.array([each == "bank_card" for each in segments.sector])
    chosen = np.flatnonzero(usual & cards & (segments.age > 7))
    return int(chosen[np.argmax((segments.balance * segments.accounts)[chosen])])


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("scope", ["book", "sector", "segment"])
def test_every_lot_draws_in_every_language(desk, scope: str, code: str) -> None:
    """Unfolded; twice, because the second run finds the widgets' state."""
    app = opened(desk("deal_zone", lang=code), deal_scope=scope)
    for _ in range(2):
        assert not app.exception
        assert not app.error
        assert len(app.metric) >= 9
        assert len(app.get("vega_lite_chart")) >= 4
        app.run()


SECRETS = {
    "Agency's floor": "floor", "Creditor's ceiling": "ceiling", "Creditor's best": "ceiling",
}  # fmt: skip


@pytest.mark.parametrize(
    ("seat", "seen"),
    [("desk", {"floor", "ceiling"}), ("creditor", {"ceiling"}), ("agency", {"floor"}),
     ("table", set())],
)  # fmt: skip
def test_no_side_sees_what_is_the_others(desk, seat: str, seen: set[str]) -> None:
    """Tiles, words, tables and parts of the page; the desk has them all."""
    app = opened(desk("deal_zone"), deal_seat=seat)
    assert not app.exception
    assert not app.error
    for tile, secret in SECRETS.items():
        assert (tile in tiles(app)) is (secret in seen), tile
    said = words(app)
    assert ("the agency would" in said) is ("floor" in seen)
    assert ("best other way" in said) is ("ceiling" in seen)
    columns = {name for table in app.dataframe for name in table.value}
    assert ("agency_profit" in columns) is ("floor" in seen)
    assert ("creditor_over_best_other" in columns) is ("ceiling" in seen)
    assert ("break-even" in " ".join(tiles(app)).lower()) is ("floor" in seen)
    levers = {slider.key for slider in app.slider}
    assert f"what_if_{what_if.ODDS}" in levers
    for path in (what_if.CONTACT_COST, what_if.DISCOUNT, what_if.INCOME_TAX):
        assert (f"what_if_{path}" in levers) is (seat == "desk"), path
    assert ("All as in the library" in words(app)) is (seat == "desk")


def test_what_an_owner_shows_is_seen_at_the_table(desk) -> None:
    """The agency shows its floor; the creditor's ceiling stays hidden."""
    app = opened(desk("deal_zone"), deal_seat="agency")
    app.checkbox(key="deal_shows_floor").check().run()
    app.session_state["deal_seat"] = "table"
    app.run()
    assert "Agency's floor" in tiles(app)
    assert "Creditor's ceiling" not in tiles(app)
    assert not app.checkbox


@pytest.mark.parametrize("floor", [True, False])
@pytest.mark.parametrize("ceiling", [True, False])
def test_the_charts_data_hold_only_what_may_be_seen(floor: bool, ceiling: bool) -> None:
    """Also what is not drawn would reach the other side's browser."""
    zone = deal_zone(make_lot(shown_lot(), LIBRARY))
    at = lot_curve(zone.lot, np.array([0.2]))
    rows = deal_tables.chart_rows(zone, at, quoted=0.2, to=1.0)
    sight = Sight(seat=Seat.TABLE, floor=floor, profit=floor, ceiling=ceiling, other=ceiling)
    seen = sight.of_chart(rows)
    assert ("floor" in set(seen["mark"].dropna())) is floor
    assert ("ceiling" in set(seen["mark"].dropna())) is ceiling
    assert bool(seen["agency"].notna().any()) is floor
    assert bool(seen["creditor"].notna().any()) is ceiling
    both = pd.concat([rows, pd.DataFrame({"kind": ["zone"]})], ignore_index=True)
    assert ("zone" in set(sight.of_chart(both)["kind"])) is (floor and ceiling)
    assert seen["commission"].max() == 100.0


def test_the_numbers_are_those_of_the_command_to_the_cent(desk) -> None:
    """One segment, a quote of 22%, one change of the panel."""
    position, segments = plain_segment(), sample()
    app = opened(desk("deal_zone"), segment=position, quoted=22.0)
    app.slider(key=f"what_if_{what_if.ODDS}").set_value(0.9).run()
    flags = {
        "--sector": segments.sector[position],
        "--creditor": str(segments.creditor_type[position]),
        "--balance": repr(float(segments.balance[position])),
        "--age": repr(float(segments.age[position])),
        "--accounts": str(int(segments.accounts[position])),
        "--quoted": "0.22",
        "--set": f"{what_if.ODDS}=0.9",
    }
    if not np.isnan(segments.principal_share[position]):
        share = segments.principal_share[position] * segments.balance[position]
        flags["--principal"] = repr(float(share))
    if not np.isnan(segments.months_since_demand[position]):
        flags["--months-since-demand"] = repr(float(segments.months_since_demand[position]))
    typed = ["deal", *(word for pair in flags.items() for word in pair), "--json"]
    answer = json.loads(CliRunner().invoke(command_line, typed).stdout)

    curve = frame(app, "creditor_over_best_other")
    for name in ("creditor_net", "agency_profit"):
        np.testing.assert_allclose(
            curve[name], [point[name] for point in answer["curve"]], rtol=RECOMPUTED, atol=0.005
        )
    shown = tiles(app)
    for title, key in (("Agency's floor", "floor"), ("Creditor's ceiling", "ceiling")):
        assert shown[title] == ("none" if answer[key] is None else points(answer[key]))
    numbers = dict(zip(frame(app, "name")["name"], frame(app, "name")["value"], strict=True))
    profit = float(numbers["Profit after fixed cost (CNY)"].replace(",", "").replace("−", "-"))
    assert profit == pytest.approx(answer["agency"]["profit"], abs=0.0051)
    assert shown["Effective"] == points(answer["effective_fee"], decimals=2)


def test_a_lot_of_many_segments_is_the_librarys(desk) -> None:
    """The sector with most to place, at the library's ladder."""
    found = api.deal(shown_lot(), LIBRARY)
    shown = tiles(desk("deal_zone"))
    assert shown["Agency's floor"] == points(found.zone.bounds.floor)
    assert shown["Creditor's ceiling"] == points(found.zone.bounds.ceiling)
    assert shown["Creditor's best"] == points(found.zone.best_to_begin)
    assert shown["Today's quote"] == points(found.quoted)


@pytest.mark.parametrize(
    ("segment", "quoted"),
    [(None, None), (None, 40.0), (0, None)],
    ids=["a deal", "another quote", "one segment"],
)
def test_the_command_says_what_the_page_says(
    desk, segment: int | None, quoted: float | None
) -> None:
    """Word for word: the verdict, both sides at the quote, the bounds and the best."""
    app = opened(desk("deal_zone"), quoted=quoted, segment=segment)
    lot = shown_lot() if segment is None else sample().take(np.array([segment]))
    found = api.deal(lot, LIBRARY, quoted=None if quoted is None else quoted / 100.0)
    lines = deal_lines(found, "CNY")
    first = next(i for i, line in enumerate(lines) if line.startswith(("Deal:", "No deal:")))
    opens = t("What alone would open one:")
    last = lines.index(opens) if opens in lines else len(lines)
    said = lines[first:last]
    assert len(said) >= 4
    shown = words(app)
    assert [line for line in said if line not in shown] == []


def test_the_slider_moves_the_marks_and_no_specification(desk) -> None:
    """A changed specification would build the charts anew at every move."""
    app = opened(desk("deal_zone"))
    before = specifications(app)
    app.slider(key=deal_contract.QUOTE).set_value(40.0).run()
    assert tiles(app)["Today's quote"] == "40.0%"
    assert app.number_input(key=deal_contract.EXACT).value == 40.0
    assert specifications(app) == before
    at = lot_curve(make_lot(shown_lot(), LIBRARY), np.array([0.4]))
    profit = float(at.agency_profit[0])
    verb = "earns" if profit >= 0.0 else "loses"
    assert f"the agency {verb} {abs(profit):,.0f} CNY" in words(app)
    app.number_input(key=deal_contract.EXACT).set_value(12.3).run()
    assert tiles(app)["Today's quote"] == "12.3%"
    app.button(key="deal_reset").click().run()
    assert tiles(app)["Today's quote"] == points(make_lot(shown_lot(), LIBRARY).quoted)


def test_a_quote_belongs_to_its_lot_and_survives_a_page_switch(desk) -> None:
    app = desk("deal_zone")
    app.slider(key=deal_contract.QUOTE).set_value(30.0).run()
    app.selectbox(key="deal_sector").set_value("property_fee").run()
    assert tiles(app)["Today's quote"] != "30.0%"
    app.selectbox(key="deal_sector").set_value("bank_card").run()
    assert tiles(app)["Today's quote"] == "30.0%"
    app.switch_page("pages/options.py").run()
    app.switch_page("pages/deal_zone.py").run()
    assert tiles(app)["Today's quote"] == "30.0%"


def test_the_panel_acts_here_and_undo_brings_it_back(desk) -> None:
    """Dearer contacts lift the agency's floor."""
    app = opened(desk("deal_zone"))
    was = tiles(app)
    app.slider(key=f"what_if_{what_if.CONTACT_COST}").set_value(1.5).run()
    assert tiles(app)["Agency's floor"] != was["Agency's floor"]
    app.button(key="what_if_undo").click().run()
    assert tiles(app) == was


def test_margin_and_fixed_cost_lift_the_floor(desk) -> None:
    app = opened(desk("deal_zone"))
    was = float(tiles(app)["Agency's floor"].rstrip("%"))
    app.number_input(key=deal_contract.MARGIN).set_value(20.0).run()
    wanted = float(tiles(app)["Agency's floor"].rstrip("%"))
    assert wanted > was
    assert "miss its target of 20.0% of revenue" in words(app)
    app.number_input(key=deal_contract.FIXED).set_value(80_000.0).run()
    assert float(tiles(app)["Agency's floor"].rstrip("%")) > wanted


def test_without_a_deal_it_says_the_gap_and_what_would_open_one(desk) -> None:
    """A floor that no commission reaches; a lever that opens one is the library's."""
    segments = sample()
    phone = int(np.flatnonzero([each == "telecom" for each in segments.sector])[0])
    app = opened(desk("deal_zone"), segment=phone)
    assert tiles(app)["Agency's floor"] == "none"
    assert "No commission below 100% pays this agency." in words(app)
    assert any(box.value.startswith("No deal") for box in app.warning)
    assert len(frame(app, "lever")) == 5
    assert set(frame(app, "needed")["needed"]) == {"nothing opens one"}


def test_a_deal_that_a_larger_lot_opens(desk) -> None:
    """A fixed cost above what the segment can carry."""
    app = opened(desk("deal_zone"), segment=plain_segment())
    app.number_input(key=deal_contract.FIXED).set_value(5e6).run()
    position = plain_segment()
    found = api.deal(sample().take(np.array([position])), LIBRARY, fixed_cost=5e6)
    needed = {opener.lever: opener.needed for opener in found.openers}
    shown = dict(zip(frame(app, "lever")["lever"], frame(app, "lever")["needed"], strict=True))
    accounts = needed[next(lever for lever in needed if lever == "accounts")]
    expected = "nothing opens one" if accounts is None else f"{accounts:,.0f} accounts"
    assert shown["Number of accounts, same mix"] == expected


@pytest.mark.parametrize(
    ("sector", "expected"),
    [
        ("bank_card", "at any commission placing leaves the creditor at least"),
        ("telecom", "at any commission the agency lacks at least"),
    ],
)
def test_no_deal_is_said_in_money_that_is_really_short(desk, sector: str, expected: str) -> None:
    """Whole sectors, of which no commission does for one side or for both; no amount is below 0."""
    app = opened(desk("deal_zone"), deal_sector=sector, deal_accounts="all")
    said = next(box.value for box in app.warning if box.value.startswith("No deal"))
    assert expected in said
    assert "−" not in said
    assert "Best placed, above, offers only the others." in words(app)


def test_openers_of_many_segments_wait_to_be_asked(desk, monkeypatch) -> None:
    """They take long; asked once, they stay for this question."""
    monkeypatch.setattr("placement.ui.deal.cached.openers", lambda zone: ())
    app = opened(desk("deal_zone"), deal_sector="software_retainage", deal_accounts="all")
    assert tiles(app)["Creditor's ceiling"] == "none"
    app.button(key="deal_openers_ask").click().run()
    assert not app.exception
    assert "deal_openers_ask" not in {button.key for button in app.button}


def test_accounts_that_nobody_would_place_are_explained(desk) -> None:
    app = opened(desk("deal_zone"), deal_sector="telecom")
    assert "An agency is the best beginning for no segment here" in app.error[0].value
    assert not app.metric


def test_a_segment_without_a_next_placement_is_explained(desk) -> None:
    segments = sample()
    used_up = np.flatnonzero(segments.placements >= 3)
    app = opened(desk("deal_zone"), segment=int(used_up[0]))
    assert not app.exception
    assert "fewer than 3 placements" in app.error[0].value


@pytest.mark.parametrize("quoted", [22.0, -0.1, float("nan")])
def test_a_quote_out_of_bounds_is_explained(desk, monkeypatch, quoted: float) -> None:
    """The boxes let none through; behind them stands the library's rule."""
    wrong = deal_contract.Contract(quoted=quoted)
    monkeypatch.setattr("placement.ui.deal.view.contract_of", lambda lot_key: wrong)
    app = desk("deal_zone")
    assert not app.exception
    assert "quoted must be a decimal from 0 to 1" in app.error[0].value
    if quoted == 22.0:
        assert plain("If you meant 22%, write 0.22.") in app.error[0].value


def test_without_a_book_the_page_leads_to_one(desk) -> None:
    app = desk("deal_zone")
    app.session_state[BOOK] = None
    app.run()
    assert not app.exception
    assert "This page needs a book" in app.info[0].value


def test_fee_terms_lead_to_the_librarys_effective_fee(desk) -> None:
    """VAT on top of 22%: 23.32%; typed, reset, and kept over a page switch."""
    app = opened(desk("deal_zone"), segment=plain_segment(), quoted=22.0)
    toggle = next(each for each in app.toggle if each.key.startswith("deal_fee_vat"))
    toggle.set_value(True).run()
    assert tiles(app)["Effective"] == "23.32%"
    app.switch_page("pages/options.py").run()
    app.switch_page("pages/deal_zone.py").run()
    app.session_state["deal_fee_open"] = True
    app.run()
    assert tiles(app)["Effective"] == "23.32%"
    app.button(key="deal_fee_reset").click().run()
    assert tiles(app)["Effective"] == "22.00%"


def test_the_ladder_of_the_field_fills_the_rates_by_age(desk) -> None:
    """The library's rungs, of which the first holds from 0 on."""
    app = opened(desk("deal_zone"), segment=plain_segment())
    app.button(key="deal_fee_field").click().run()
    creditor = sample().creditor_type[plain_segment()]
    _, rates = LIBRARY.table(f"bank_card.agency.commission.{creditor}")
    terms = app.session_state["deal_fee_terms"]
    assert [band.rate for band in terms.by_age] == rates.tolist()
    assert terms.by_age[0].start == 0.0
    assert terms.by_age[-1].end is None


def test_terms_of_a_file_become_the_sessions(desk) -> None:
    """As the command takes them; a wrong file is explained and changes nothing."""
    app = opened(desk("deal_zone"), segment=plain_segment(), quoted=22.0)
    app.file_uploader(key="deal_fee_upload_0").upload("fees.toml", b'vat = "out"').run()
    assert tiles(app)["Effective"] == "23.32%"
    app.file_uploader(key="deal_fee_upload_1").upload("bad.toml", b"direct_share = 10").run()
    assert any(plain("direct_share") in error.value for error in app.error)
    assert tiles(app)["Effective"] == "23.32%"


def test_a_fault_of_a_file_is_shown_as_it_is(desk) -> None:
    """A key that would draw a picture from somewhere else draws none."""
    app = opened(desk("deal_zone"), segment=plain_segment())
    evil = b'"![x](http://example.invalid/p.png)" = 1'
    app.file_uploader(key="deal_fee_upload_0").upload("bad.toml", evil).run()
    said = next(error.value for error in app.error if "is not known" in error.value)
    assert "](" not in said
    assert "http://" not in said


def test_a_tail_of_ten_years_opens_and_a_longer_one_is_explained(desk) -> None:
    app = opened(desk("deal_zone"), segment=plain_segment())
    app.file_uploader(key="deal_fee_upload_0").upload("long.toml", b"tail_months = 120").run()
    assert not app.exception
    assert app.session_state["deal_fee_terms"].tail_months == 120
    app.file_uploader(key="deal_fee_upload_1").upload("bad.toml", b"tail_months = 100000000").run()
    assert any("at most 120" in error.value for error in app.error)


@pytest.mark.parametrize(("typed", "hinted"), [(0.22, True), (1.0, False), (22.0, False)])
def test_a_share_typed_for_percent_is_asked_about(desk, typed: float, hinted: bool) -> None:
    """0.22 in a box in percent is 22 of ten thousand."""
    app = desk("deal_zone")
    app.number_input(key=deal_contract.EXACT).set_value(typed).run()
    assert ("if you meant 22%, write 22." in words(app)) is hinted
    assert ("A quote of 0.22%" in words(app)) is hinted


def test_at_the_end_of_the_scale_no_rule_is_read_out_of_the_best() -> None:
    """Between cheaper and dearer ones the rule is read; at 100% nothing dearer was weighed."""
    card = api.one_account(sector="bank_card", balance=7_000.0, age=6.0)
    lot = make_lot(api.lot_segments(card, 1_000), LIBRARY)
    inside, quote = deal_zone(lot), np.array([0.1])
    at = lot_curve(lot, quote)
    marks = lot_curve(lot, np.array([lot.quoted, inside.best_for_creditor, 1.0]))
    end = replace(inside, best_to_begin=1.0, marks=marks)
    said, said_at_end = (
        deal_words.best_words(zone, at, quoted=0.1, currency="CNY") for zone in (inside, end)
    )
    assert "A cheaper commission than" in said
    assert "A cheaper commission than" not in said_at_end
    assert "100.0%, an end of the scale, leaves the creditor most" in said_at_end


def test_a_zone_that_starts_above_the_floor_says_why() -> None:
    """Between both the agency works too little; where they are the same there is nothing to say."""
    card = api.one_account(sector="bank_card", balance=7_000.0, age=6.0)
    wide, same = (
        deal_zone(make_lot(api.lot_segments(card, count), LIBRARY)) for count in (50_000, 1_000)
    )
    assert wide.low_end > wide.bounds.floor
    floor, start = points(wide.bounds.floor), points(wide.low_end)
    assert any(
        line.startswith(f"From {floor} to {start} the agency gains but the creditor does not yet")
        for line in deal_words.bounds_words(wide)
    )
    assert len(deal_words.bounds_words(same)) == 2


FULL = FeeTerms(
    by_age=(Band(start=0.0, end=6.0, rate=0.1), Band(start=6.0, end=None, rate=0.225)),
    by_result=(Band(start=0.0, end=0.15, rate=0.0), Band(start=0.15, end=None, rate=0.02)),
    result_marginal=True,
    bonuses=(Bonus(chance=0.2, points=0.03), Bonus(chance=0.2, points=-0.01)),
    minimum_per_account=3.5,
    tail_months=3,
    direct_share=0.1,
    direct_earns=False,
    late_fee_share=0.08,
    late_fee_rate=0.5,
    vat=Vat.ADDED,
)


@pytest.mark.parametrize("terms", [FULL, FeeTerms()])
def test_terms_come_back_from_their_file(terms: FeeTerms) -> None:
    """The same to the last digit."""
    assert fee_terms(parse_fees(as_toml(terms).encode(), name="fees.toml")) == terms


@pytest.mark.parametrize("name", ["by_age", "by_result", "bonuses"])
def test_a_table_of_the_contract_comes_back_from_its_editor(name: str) -> None:
    """Percent there and decimals here; a row that is not complete is not there yet."""
    kind = deal_fee_ladders.kinds("CNY")[name]
    table = deal_fee_ladders.frame_of(kind, FULL)
    assert deal_fee_ladders.rows_of(kind, table) == getattr(FULL, name)
    table.loc[len(table)] = [9.0, None]
    assert deal_fee_ladders.rows_of(kind, table) == getattr(FULL, name)


def test_the_axis_does_not_follow_the_slider_inside_the_picture() -> None:
    """Only a quote beyond it makes it longer, and never past 100%."""
    zone = deal_zone(make_lot(shown_lot("property_fee"), LIBRARY))
    usual = deal_tables.shown_to(zone, 0.0)
    assert {deal_tables.shown_to(zone, quote) for quote in np.arange(0.0, usual, 0.01)} == {usual}
    assert deal_tables.shown_to(zone, 0.93) == 1.0
    rows = deal_tables.chart_rows(zone, lot_curve(zone.lot, np.array([0.2])), quoted=0.2)
    assert rows["commission"].max() == pytest.approx(100.0 * usual)
    assert rows.loc[rows["kind"] == "zone", "until"].item() == 100.0 * zone.bounds.ceiling


def test_the_ladder_table_has_every_rung_once() -> None:
    """Accounts add up; at the library's quote both columns agree."""
    lot = make_lot(shown_lot(), LIBRARY)
    table = deal_tables.ladder_table(lot, lot.quoted)
    assert table["accounts"].sum() == lot.accounts.sum()
    np.testing.assert_allclose(table["quoted"], table["library"], rtol=RECOMPUTED)
