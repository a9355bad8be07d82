"""The library as shipped: every number complete, within its range and sourced."""

import datetime

import pytest

from placement.api import published_collections, published_for
from placement.assume.assumptions import SHARED
from placement.assume.library import load_library
from placement.assume.units import UNITS
from placement.domain.errors import AssumptionError
from tests.builders import SECTORS
from tests.tolerances import ROUNDING

LIBRARY = load_library()
ENTRIES = LIBRARY.entries
YARDSTICK = "agency.collections_per_seat_month"


def test_it_knows_the_five_sectors() -> None:
    assert set(LIBRARY.sectors) == set(SECTORS)
    assert len(ENTRIES) > 400


@pytest.mark.parametrize("first", [*SECTORS, *SHARED])
def test_every_entry_is_complete(first: str) -> None:
    mine = [entry for path, entry in ENTRIES.items() if path.split(".")[0] == first]
    assert mine
    for entry in mine:
        assert entry.low <= entry.value <= entry.high, entry.path
        assert entry.unit in UNITS, entry.path
        assert len(entry.source) > 10, entry.path
        assert entry.status != "user", entry.path
        assert datetime.date.fromisoformat(entry.as_of) > datetime.date(2000, 1, 1), entry.path


def test_the_law_leaves_no_range() -> None:
    """But tax rates, where it names two."""
    ranged = {
        path
        for path, entry in ENTRIES.items()
        if entry.status == "law" and not entry.low == entry.value == entry.high
    }
    assert ranged == {"tax.income_tax_rate", "tax.vat_rate"}
    assert all(
        entry.status in ("law", "published") for p, entry in ENTRIES.items() if p[:4] == "law."
    )


def test_a_judgement_says_so_with_its_reason() -> None:
    for path, entry in ENTRIES.items():
        reasoned = ("Judgement", "Own definition", "Derived")
        if entry.status == "judgement" and not entry.source.startswith(reasoned):
            assert entry.note or len(entry.source) > 40, path


def test_every_sector_has_the_same_numbers() -> None:
    """Tables may have other points, but no sector lacks a table or a number.

    Apart from the yardstick that a plan's agency is read beside: it enters no value.
    """

    def shape(sector: str) -> set[str]:
        names = {path.removeprefix(f"{sector}.") for path in LIBRARY.paths_under(sector)}
        return {
            name.rpartition(".")[0] if name.rpartition(".")[2][:1].isdigit() else name
            for name in names
        }

    for sector in SECTORS:
        assert shape(sector) | {YARDSTICK} == shape("bank_card"), sector


def test_a_collector_is_measured_by_what_is_published() -> None:
    """Where nothing is published for a sector by the cards' figures, and called so."""
    measured = {s: ENTRIES[f"{s}.{YARDSTICK}"] for s in SECTORS if f"{s}.{YARDSTICK}" in ENTRIES}
    assert "bank_card" in measured
    for sector in SECTORS:
        entry = measured.get(sector)
        assert entry is None or entry.status == "published", sector
        assert published_for(sector, LIBRARY) == (sector if entry else "bank_card")
        known = entry or measured["bank_card"]
        assert published_collections(sector, LIBRARY) == (known.low, known.high), sector


@pytest.mark.parametrize("creditor_type", ["state_owned", "joint_stock", "other"])
def test_a_commission_is_known_for_every_creditor_and_age(creditor_type: str) -> None:
    for sector in SECTORS:
        ages, rates = LIBRARY.table(f"{sector}.agency.commission.{creditor_type}")
        assert ages[0] == 0.0, sector
        assert all(0.0 < rate < 0.6 for rate in rates), sector
        assert sorted(rates) == list(rates), sector


def test_tables_are_read_in_the_order_of_their_keys() -> None:
    for prefix in ("law.acceptance_fee.rate_above", "bank_card.agency.age_factor"):
        keys, values = LIBRARY.table(prefix)
        assert sorted(keys) == list(keys)
        assert len(keys) == len(values) > 3


def test_shares_of_debtors_never_exceed_all() -> None:
    """Asserted by the library itself; here on a set that breaks it."""
    LIBRARY.check_shares()
    with pytest.raises(AssumptionError, match=r"telecom: easy, hard and reluctant.*at most 1"):
        LIBRARY.with_values({"telecom.debtor.reluctant_share": 0.2})


def test_shares_drawn_at_their_high_ends_are_still_shares() -> None:
    names = ("easy_share", "hard_share", "reluctant_share")
    for sector in SECTORS:
        highs = [ENTRIES[f"{sector}.debtor.{name}"].high for name in names]
        assert sum(highs) <= 1.0 + ROUNDING, sector


@pytest.mark.parametrize("who", ["willing", "reluctant"])
def test_older_debtors_answer_fewer_letters(who: str) -> None:
    for sector in SECTORS:
        _, answers = LIBRARY.table(f"{sector}.law_letter.{who}_response")
        assert sorted(answers, reverse=True) == list(answers), sector
        assert answers[-1] < answers[0], sector


def test_margin_at_risk_declines_together() -> None:
    """At the same ages for every option, so that a later step adds to an earlier one's."""
    options = ("agency", "law_letter", "payment_order", "lawsuit", "sale")
    for sector in SECTORS:
        tables = [LIBRARY.table(f"{sector}.relationship.{option}") for option in options]
        assert len({tuple(ages) for ages, _ in tables}) == 1, sector
        for _, shares in tables:
            assert sorted(shares, reverse=True) == list(shares), sector


def test_own_people_reach_fewer_as_accounts_age() -> None:
    for sector in SECTORS:
        for who in ("in_house", "agency"):
            _, factors = LIBRARY.table(f"{sector}.{who}.age_factor")
            assert factors[0] == 1.0, (sector, who)
            assert sorted(factors) == list(factors), (sector, who)
            easy, hard = (
                LIBRARY.number(f"{sector}.{who}.contacts_per_{kind}") for kind in ("easy", "hard")
            )
            assert easy < hard, (sector, who)


def test_the_library_is_read_once() -> None:
    assert load_library() is LIBRARY
