"""Page Sectors: the numbers of Deal zone side by side, and the numbers their order hangs on."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from placement import api
from placement.decide.deal.agency_economics import agency_economics
from placement.decide.deal.business import resolve_business
from placement.decide.deal.vary import with_odds
from placement.domain.errors import InputError
from placement.ui.sectors.view import hangs_words, table_of, usual_sizes

LIBRARY = api.assumptions_in_use()
SAMPLES = Path(__file__).parents[2] / "data" / "samples"
ACCOUNTS = {"bank_card": 3_000, "property_fee": 700, "telecom": 20_000}


@pytest.fixture(scope="module")
def entries() -> tuple[api.SectorEntry, ...]:
    """Three sectors of the mixed sample for 20 people."""
    ranked = api.rank_tape(SAMPLES / "mixed_book.csv")
    segments = ranked.segmentation.segments
    mixes = {sector: api.lot_of_book(segments, only=sector) for sector in ACCOUNTS}
    found = api.compare_sectors(mixes, LIBRARY, people=20.0, accounts=ACCOUNTS)
    return api.with_hangs(found, LIBRARY)


def of(entries: tuple[api.SectorEntry, ...], sector: str) -> api.SectorEntry:
    """Return one of them."""
    (entry,) = [entry for entry in entries if entry.sector == sector]
    return entry


def test_a_contract_is_the_deal_zones_lot(entries) -> None:
    """With as many accounts as the mix has, floor, profit and people are those of `deal`."""
    ranked = api.rank_tape(SAMPLES / "mixed_book.csv")
    mix = api.lot_of_book(ranked.segmentation.segments, only="bank_card")
    there = int(mix.accounts[mix.placements < 3].sum())
    (entry,) = api.compare_sectors(
        {"bank_card": mix}, LIBRARY, people=20.0, accounts={"bank_card": there}
    )
    deal = api.deal(mix, LIBRARY)
    assert entry.floor == pytest.approx(deal.zone.bounds.floor, abs=1e-9)
    assert entry.commission == pytest.approx(deal.zone.lot.quoted)
    assert entry.economics.profit == pytest.approx(deal.economics.profit, abs=0.01)
    assert entry.per_seat_month == pytest.approx(deal.economics.profit_per_seat_month)


def test_contracts_are_as_many_as_the_people_can_work(entries) -> None:
    """One more would need more people; cash and profit are so many times one contract's."""
    entry = of(entries, "bank_card")
    assert entry.busy <= 20.0 < entry.busy + entry.economics.peak_seats
    assert entry.cash == pytest.approx(-entry.contracts * entry.economics.cash.deepest)
    assert entry.profit == pytest.approx(entry.contracts * entry.economics.profit)
    worth = [entry.per_seat_month or -np.inf for entry in entries]
    assert worth == sorted(worth, reverse=True)


def test_on_either_side_of_the_number_it_hangs_on_the_order_is_another(entries) -> None:
    """Odds and commission, each moved alone a little further and a little less."""
    checked = 0
    for place, entry in enumerate(entries):
        if entry.hangs is None:
            continue
        lot = entry.economics.lot
        business = resolve_business(lot.segments, LIBRARY)
        target = of(entries, entry.hangs.against).per_seat_month
        way = -1.0 if place == 0 else 1.0
        if entry.hangs.odds is not None:
            for off in (-0.01, 0.01):
                moved = with_odds(lot, entry.hangs.odds * (1.0 + off))
                worth = agency_economics(moved, business, quoted=lot.quoted).profit_per_seat_month
                assert (worth > target) == (off > 0.0)
            assert way * (entry.hangs.odds - 1.0) >= 0.0
            checked += 1
        if entry.hangs.commission is not None:
            for off in (-0.005, 0.005):
                quoted = entry.hangs.commission + off
                worth = agency_economics(lot, business, quoted=quoted).profit_per_seat_month
                assert ((worth or -np.inf) > target) == (off > 0.0)
            checked += 1
    assert checked >= 3


def test_more_accounts_than_the_mix_has_are_more_of_the_same() -> None:
    """Twice the accounts bring twice the money before the fixed cost."""
    mix = api.lot_segments(api.one_account(sector="bank_card", balance=7_000.0, age=6.0), 100)
    one, two = (
        agency_economics(
            api.contract_lot(mix, accounts, LIBRARY), resolve_business(mix, LIBRARY), quoted=0.25
        )
        for accounts in (150, 300)
    )
    fixed = one.lot.fixed_cost
    assert two.profit + fixed == pytest.approx(2.0 * (one.profit + fixed))


def test_wrong_numbers_are_named() -> None:
    """People and accounts have bounds; a mix needs accounts that can be placed."""
    mix = api.lot_segments(api.one_account(sector="telecom", balance=200.0, age=6.0), 100)
    with pytest.raises(InputError, match="people must be above 0"):
        api.compare_sectors({"telecom": mix}, LIBRARY, people=0.0, accounts={"telecom": 5})
    with pytest.raises(InputError, match="accounts of a contract must lie from 1"):
        api.compare_sectors({"telecom": mix}, LIBRARY, people=3.0, accounts={"telecom": 0})
    spent = replace(mix, placements=np.array([3]))
    with pytest.raises(InputError, match="can be placed again"):
        api.compare_sectors({"telecom": spent}, LIBRARY, people=3.0, accounts={"telecom": 5})


def test_the_page_compares_the_sectors_and_calls_the_sample_so(desk) -> None:
    """Five sectors, the sample's accounts called a sample, more people more contracts."""
    app = desk("sectors")
    assert not app.exception
    assert not app.error
    table = app.dataframe[0].value
    assert len(table) == 5
    assert set(table["accounts_from"]) == {"sample"}
    assert "people hold" in app.success[0].value
    before = table["contracts"].max()
    app.number_input(key="sectors_people").set_value(300.0).run()
    assert app.dataframe[0].value["contracts"].max() > before


def test_words_and_table_say_what_the_entries_do(entries) -> None:
    """The words name the sector that would come first instead."""
    table = table_of(entries, frozenset({"bank_card"}))
    assert table["sector"].tolist() == [entry.sector for entry in entries]
    assert table.set_index("sector").loc["bank_card", "accounts_from"] == "book"
    assert hangs_words(entries[0])
    assert set(usual_sizes()) == set(LIBRARY.sectors)
