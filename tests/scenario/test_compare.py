"""A comparison says what differs, what changes, and why; the parts add up."""

import datetime as dt
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from placement import api
from placement.api.compare import compare_scenarios, compare_with_first, rank_under
from placement.api.months import Fate, compare_months
from placement.assume.library import load_library
from placement.decide.deal.fee_terms import FeeTerms
from placement.domain.errors import InputError
from placement.domain.types import Stance
from placement.scenario.differences import differences, grouped
from placement.scenario.scenario import Scenario
from placement.tape.bands import Bands

LIBRARY = load_library()
TAX = "tax.income_tax_rate"
RATE = "market.discount_rate_per_year"
COMMISSION = "bank_card.agency.commission.joint_stock"
EASY = "telecom.debtor.easy_share"
OTHER = Scenario().with_values({TAX: 0.15, RATE: 0.12, COMMISSION: 0.1, EASY: 0.5})


@pytest.fixture(scope="module")
def book(project: Path) -> api.Book:
    """Return a part of the mixed sample, so that a test takes a moment."""
    lines = (project / "data/samples/mixed_book.csv").read_text(encoding="utf-8").splitlines()
    few = "\n".join([lines[0], *lines[1::17]])
    return api.open_tape(few.encode(), filename="few.csv", assumptions=LIBRARY)


def test_what_differs_is_listed_by_path_with_its_unit() -> None:
    before = Scenario().with_values({TAX: 0.2})
    after = replace(
        before.with_values({TAX: 0.25, COMMISSION: 0.3}),
        stance=Stance.CONTRACTUAL,
        bands=Bands(age=(3.0,)),
        fees=FeeTerms(tail_months=3),
    )
    found = {one.path: one for one in differences(before, after, library=LIBRARY)}
    assert (found[TAX].before, found[TAX].after, found[TAX].unit) == (0.2, 0.25, "share")
    # A table is set as a whole and differs rung by rung, where it does.
    assert {path for path in found if path.startswith(COMMISSION)} == {
        path for path in LIBRARY.paths_under(COMMISSION) if LIBRARY.entries[path].value != 0.3
    }
    assert (found["stance"].before, found["stance"].after) == ("profit_seeking", "contractual")
    assert found["bands.age"].after == [3.0]
    assert (found["fees.tail_months"].before, found["fees.tail_months"].after) == (None, 3)
    # A number given back to the library's value is no difference.
    assert differences(Scenario(), Scenario().with_values({TAX: 0.25}), library=LIBRARY) == ()


def test_the_net_is_that_of_the_ranking(book: api.Book) -> None:
    found = compare_scenarios(book, Scenario(), OTHER)
    assert found.before.total == pytest.approx(
        api.rank_book(book, LIBRARY).ranking.best_mix_total, abs=0.001
    )
    ranked, numbers = rank_under(book, OTHER)
    assert found.after.total == pytest.approx(ranked.ranking.best_mix_total, abs=0.001)
    assert numbers.entries[TAX].value == 0.15


def test_contributions_add_up(book: api.Book) -> None:
    """To the difference of the book, and by sector to that of the sector."""
    found = compare_scenarios(book, Scenario(), OTHER)
    assert found.is_exact
    assert abs(found.difference) > 1_000
    assert sum(part.net for part in found.contributions) == pytest.approx(
        found.difference, abs=0.001
    )
    by_sector = dict.fromkeys(book.tape.sector.names, 0.0)
    for part in found.contributions:
        for sector, net in part.by_sector:
            by_sector[sector] += net
    for sector, net in by_sector.items():
        rows = [row for row in found.segments if row.sector == sector]
        assert net == pytest.approx(sum(row.net_after - row.net_before for row in rows), abs=0.001)
    assert sum(row.net_after for row in found.segments) == pytest.approx(found.after.total)


def test_contributions_are_the_average_over_every_order(book: api.Book) -> None:
    """By brute force, with the ranking of the whole book and no short cut."""
    changes = {TAX: 0.15, RATE: 0.12, EASY: 0.5}
    found = compare_scenarios(book, Scenario(), Scenario().with_values(changes))
    expected = dict.fromkeys(changes, 0.0)
    for order in permutations(changes):
        made: dict[str, float] = {}
        for path in order:
            without = rank_under(book, Scenario().with_values(made))[0].ranking.best_mix_total
            made[path] = changes[path]
            with_it = rank_under(book, Scenario().with_values(made))[0].ranking.best_mix_total
            expected[path] += (with_it - without) / 6
    got = {part.group.differences[0].path: part.net for part in found.contributions}
    for path, net in expected.items():
        assert got[path] == pytest.approx(net, abs=0.01), path


def test_a_sectors_number_contributes_nothing_elsewhere(book: api.Book) -> None:
    found = compare_scenarios(book, Scenario(), Scenario().with_values({EASY: 0.5}))
    (part,) = found.contributions
    assert [sector for sector, _ in part.by_sector] == ["telecom"]


def test_fee_terms_differ_and_move_no_ranking(book: api.Book) -> None:
    found = compare_scenarios(book, Scenario(), Scenario(fees=FeeTerms(tail_months=3)))
    assert [one.path for one in found.differences] == ["fees.tail_months"]
    assert (found.difference, [part.net for part in found.contributions]) == (0.0, [0])


def test_other_bands_are_compared_by_sector(book: api.Book) -> None:
    found = compare_scenarios(book, Scenario(), OTHER.with_bands(Bands(age=(6.0, 24.0))))
    assert {row.segment for row in found.segments} <= set(book.tape.sector.names)
    assert sum(part.net for part in found.contributions) == pytest.approx(
        found.difference, abs=0.001
    )
    assert "bands" in {part.group.name for part in found.contributions}


def test_shares_that_must_not_exceed_all_are_moved_together(book: api.Book) -> None:
    """Either alone would be refused: nine tenths easy and half hard are more than all."""
    shares = {"telecom.debtor.easy_share": 0.1, "telecom.debtor.hard_share": 0.6}
    before = Scenario().with_values({"telecom.debtor.easy_share": 0.8})
    found = compare_scenarios(book, before, Scenario().with_values(shares))
    (part,) = found.contributions
    assert part.group.name == "telecom.debtor.shares"
    assert part.net == pytest.approx(found.difference, abs=0.001)


def test_many_changes_are_grouped_or_sampled_and_add_up(book: api.Book) -> None:
    """Every number of cards moved a little: more subjects than all orders are tried for."""
    values = {
        path: entry.value * 0.98
        for path, entry in LIBRARY.entries.items()
        if path.startswith(("bank_card.agency.", "bank_card.debtor.", "market.", "court."))
        and entry.unit in ("share", "money_per_contact", "money", "factor")
    }
    cards = api.open_tape(
        b"account_id,sector,balance,days_past_due\n1,bank_card,7000,95\n2,bank_card,9000,400\n",
        filename="two.csv",
        assumptions=LIBRARY,
    )
    found = compare_scenarios(cards, Scenario(), Scenario().with_values(values))
    assert sum(part.net for part in found.contributions) == pytest.approx(
        found.difference, abs=0.001
    )
    again = compare_scenarios(cards, Scenario(), Scenario().with_values(values))
    assert [part.net for part in again.contributions] == [part.net for part in found.contributions]
    groups = grouped(found.differences, sectors=["bank_card"], most=3)
    assert all(group.name.count(".") <= 1 for group in groups)


def test_by_plans_it_is_the_value_of_the_plans(project: Path) -> None:
    book = api.open_tape(
        b"account_id,sector,balance,days_past_due\n1,telecom,300,40\n2,telecom,900,200\n",
        filename="two.csv",
        assumptions=LIBRARY,
    )
    other = Scenario().with_values({TAX: 0.15, EASY: 0.5})
    found = compare_scenarios(book, Scenario(), other, plans=True)
    ranked, numbers = rank_under(book, other)
    planned = api.best_plans(ranked.ranking, numbers)
    assert found.after.total == pytest.approx(
        float(planned.net @ ranked.ranking.accounts), abs=0.001
    )
    assert sum(part.net for part in found.contributions) == pytest.approx(
        found.difference, abs=0.001
    )


def test_several_are_compared_with_the_first(book: api.Book) -> None:
    found = compare_with_first(book, [Scenario(), OTHER, Scenario()])
    assert [one.difference == 0.0 for one in found] == [False, True]


LAST = """account_id,sector,balance,days_past_due,snapshot_date
A,telecom,300,40,2026-09-30
B,telecom,900,100,2026-09-30
C,telecom,500,200,2026-09-30
D,telecom,700,40,2026-09-30
"""
NOW = """account_id,sector,balance,days_past_due,snapshot_date
B,telecom,900,131,2026-10-31
C,telecom,350,205,2026-10-31
D,telecom,700,42,2026-10-31
E,telecom,450,15,2026-10-31
F,telecom,80,400,2026-10-31
"""


def month(text: str) -> api.Book:
    return api.open_tape(text.encode(), filename="month.csv", assumptions=LIBRARY)


def test_who_came_went_and_moved() -> None:
    """A went; E and F came; B is a stage older; C paid 150; D is as it was."""
    found = compare_months(month(LAST), month(NOW), scenario_last=Scenario())
    rows = {row.fate: (row.accounts, row.balance_last, row.balance_now) for row in found.rows}
    assert rows == {
        Fate.CAME: (2, 0.0, 530.0),
        Fate.WENT: (1, 300.0, 0.0),
        Fate.STAGE: (1, 900.0, 900.0),
        Fate.BALANCE: (1, 500.0, 350.0),
        Fate.SEGMENT: (0, 0.0, 0.0),
        Fate.SAME: (1, 700.0, 700.0),
    }
    assert {(move.stage_last, move.stage_now): move.accounts for move in found.stages} == {
        ("91 to 120 days", "121 to 150 days"): 1,
        ("181 to 270 days", "181 to 270 days"): 1,
        ("31 to 60 days", "31 to 60 days"): 1,
    }


@pytest.mark.parametrize("later", [None, OTHER])
def test_the_months_add_up(later: Scenario | None) -> None:
    """Accounts, money owed and net, the change of numbers besides."""
    last, now = month(LAST), month(NOW)
    found = compare_months(last, now, scenario_last=Scenario(), scenario_now=later)
    assert sum(row.accounts_difference for row in found.rows) == len(now.tape) - len(last.tape)
    assert sum(row.balance_difference for row in found.rows) == pytest.approx(
        now.tape.balance.sum() - last.tape.balance.sum()
    )
    assert sum(row.net_difference for row in found.rows) + found.change_of_numbers == (
        pytest.approx(found.net_difference, abs=1e-6)
    )
    assert (found.change_of_numbers != 0.0) == (later is not None)
    assert found.last.total == pytest.approx(
        api.rank_book(last, LIBRARY).ranking.best_mix_total, abs=1e-6
    )


def test_bills_of_one_number_are_matched_in_their_order() -> None:
    text = "account_id,sector,balance,days_past_due\nA,telecom,{},40\nA,telecom,200,80\n"
    from placement.tape.meaning import Meaning

    books = [
        api.open_tape(
            text.format(owed).encode(),
            filename="bills.csv",
            assumptions=LIBRARY,
            meaning=Meaning(bills="keep"),
            as_of=dt.date(2026, 10, 31),
        )
        for owed in (100, 90)
    ]
    found = compare_months(*books, scenario_last=Scenario())
    rows = {row.fate: row.accounts for row in found.rows if row.accounts}
    assert rows == {Fate.BALANCE: 1, Fate.SAME: 1}


def test_a_book_without_account_numbers_is_said() -> None:
    bare = month("sector,balance,days_past_due\ntelecom,100,40\n")
    with pytest.raises(InputError, match=r"by account number.*account_id"):
        compare_months(bare, month(NOW), scenario_last=Scenario())


def test_accounts_of_one_segment_share_its_net_by_balance() -> None:
    """So that parts of a book add up to what is said of the whole."""
    last = month(LAST)
    found = compare_months(last, last, scenario_last=Scenario())
    (same,) = [row for row in found.rows if row.fate is Fate.SAME]
    np.testing.assert_allclose([same.net_last, same.net_now], found.last.total)
