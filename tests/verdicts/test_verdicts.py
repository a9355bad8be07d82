"""The library's numbers lead to the field note's verdicts, or the page says where they do not."""

import json
import re

import numpy as np
import pytest

from docs.calibration_plans import PLACE_BY, PLANNED_AGES
from docs.make_verdicts import FOUND, HEADINGS, PAGE, Kept, render
from docs.verdict_claims import LIBRARY, Claim, Hang, Way
from docs.verdict_measures import (
    account_of,
    book,
    flip,
    gap_at,
    gap_of,
    grid,
    read,
    start_of,
)
from docs.verdict_sectors import CARDS, CLAIMS
from placement.decide.rank import OPTIONS, rank
from placement.domain.types import Option, Stance
from placement.value.options import value_options

KEPT = Kept()
CASES = [
    (claim, creditor, way)
    for claim in CLAIMS
    for creditor in claim.creditors
    for way in Way
    if claim.measure(way)
]
PLANNED = [(claim, creditor) for claim, creditor, way in CASES if way is Way.FOLLOWED]
FLIPS = [
    (claim, hang)
    for claim in CLAIMS
    if claim.followed
    for hang in (
        *claim.followed.hangs,
        *(miss.hang for miss in claim.misses_by(Way.FOLLOWED)),
    )
]
CLOSE = 0.004
"""Share by which a place is moved to see that a claim about plans flips there."""

OF_THE_BALANCE = 1e-5
"""Share of the balance to which a plan's gap is what the page says."""


@pytest.mark.parametrize(
    ("claim", "creditor", "way"), CASES, ids=lambda part: getattr(part, "key", str(part))
)
def test_a_verdict_holds_all_over_its_range_or_is_said_not_to(
    claim: Claim, creditor: str, way: Way
) -> None:
    """Everywhere on a grid with its corners; a miss that is written down is one."""
    found = KEPT.hold(claim, creditor, way)
    if claim.misses_by(way):
        assert found.share < 1.0, "It holds everywhere: take the miss away."
    else:
        assert found.share == 1.0, found
        assert found.smallest > 0.0


@pytest.mark.parametrize(
    ("claim", "creditor"), PLANNED, ids=lambda part: getattr(part, "key", part)
)
def test_plans_are_as_kept(claim: Claim, creditor: str) -> None:
    """The worst place of the kept grid, planned again."""
    found = KEPT.hold(claim, creditor)
    place = book(claim.sector, np.array([found.balance]), np.array([found.age]), creditor)
    gap = gap_of(claim, place, Way.FOLLOWED)[0]
    assert gap == pytest.approx(found.smallest, rel=1e-6, abs=OF_THE_BALANCE * found.balance)


@pytest.mark.parametrize("claim", CARDS[:2], ids=lambda claim: claim.key)
def test_kept_shares_are_those_of_the_grid(claim: Claim) -> None:
    """On cards, of whose grid every fourth account is planned again."""
    creditor = claim.creditors[-1]
    accounts = grid(claim, creditor, Way.FOLLOWED)
    some = accounts.take(np.arange(0, len(accounts), 4))
    true = gap_of(claim, some, Way.FOLLOWED) > 0.0
    share = KEPT.hold(claim, creditor).share
    assert true.all() if share == 1.0 else not true.all()


@pytest.mark.parametrize(
    ("claim", "hang"), FLIPS, ids=lambda part: getattr(part, "key", getattr(part, "on", "hang"))
)
def test_a_claim_about_plans_flips_where_the_page_says(claim: Claim, hang: Hang) -> None:
    """True on one side of the place and false on the other; the same at both ends if none."""
    start, place = start_of(claim, hang), KEPT.flip(claim, hang)
    if np.isnan(place):
        today, there = (gap_at(claim, hang, at, Way.FOLLOWED) > 0.0 for at in (start, hang.toward))
        assert today == there
        return
    way = 1.0 if hang.toward > start else -1.0
    before, after = (
        gap_at(claim, hang, place * (1.0 + sign * way * CLOSE), Way.FOLLOWED) > 0.0
        for sign in (-1.0, 1.0)
    )
    assert before != after


def test_every_miss_names_what_would_mend_it() -> None:
    """At its place the claim is false; the number that decides is found on the way."""
    for claim in CLAIMS:
        for miss in claim.misses:
            assert claim.measure(miss.way), claim.key
            assert len(miss.why) > 10
            assert miss.way is Way.FOLLOWED or not np.isnan(_closed_flip(claim, miss.hang))
            if miss.way is Way.FOLLOWED:
                assert not np.isnan(KEPT.flip(claim, miss.hang)), claim.key


def _closed_flip(claim: Claim, hang: Hang) -> float:
    assert gap_of(claim, account_of(claim, hang), Way.CLOSED)[0] <= 0.0, claim.key
    return flip(claim, hang)


def test_misses_stand_at_the_top_of_the_page() -> None:
    """Before any table, in the words of the claims."""
    top = PAGE.read_text(encoding="utf-8").partition("\n| ")[0]
    for claim in CLAIMS:
        assert (claim.text in top) == bool(claim.misses), claim.key
        for miss in claim.misses:
            reading = read(claim, miss.hang)
            assert reading is None or f"`{reading.name}`" in top


def test_ranges_are_ranges() -> None:
    """No claim is about one point; the grids have its corners."""
    for claim, creditor, way in CASES:
        assert claim.balances[1] >= 2.0 * claim.balances[0], claim.key
        assert claim.ages[1] >= claim.ages[0] + 3.0, claim.key
        accounts = grid(claim, creditor, way)
        corners = {(b, a) for b in claim.balances for a in claim.ages}
        found = {
            (round(float(b)), float(a)) for b, a in zip(accounts.balance, accounts.age, strict=True)
        }
        assert corners <= found, claim.key


def test_every_sector_has_its_verdict() -> None:
    """Five sectors, in both ways; cards over the range the work was ordered for."""
    assert {claim.sector for claim in CLAIMS} == set(HEADINGS) == set(LIBRARY.sectors)
    assert {claim.sector for claim, _ in PLANNED} == set(HEADINGS)
    placed = next(claim for claim in CARDS if claim.key == "cards-outsource-after")
    assert (placed.balances, placed.ages) == ((3_000, 30_000), (6, 24))


def test_a_card_is_placed_between_four_and_twelve_months() -> None:
    """Whatever its age today; by the page, which is a fresh run."""
    rows = re.findall(
        r"^\| ([\d.]+) \| ([^|]+) \| ([\d.]+) \| [\d,]+ \|$",
        PAGE.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert [float(planned) for planned, _, _ in rows] == list(PLANNED_AGES)
    for _, plan, placed in rows:
        assert f"agency_1 at {placed}" in plan
        assert PLACE_BY[0] <= float(placed) <= PLACE_BY[1]


def test_card_commissions_are_those_of_the_field() -> None:
    """15 % at state-owned banks, 23 % at joint-stock ones, 30 % past a year for both."""
    for creditor, young in (("state_owned", 0.15), ("joint_stock", 0.23)):
        accounts = book("bank_card", np.full(2, 7_000.0), np.array([8.0, 14.0]), creditor)
        terms = value_options(accounts, LIBRARY).terms
        np.testing.assert_allclose(terms.agency[Option.AGENCY_1].commission, [young, 0.30])


def test_a_claim_can_fail() -> None:
    """Numbers that speak against a verdict break it, closed and followed up."""
    claim = next(claim for claim in CLAIMS if claim.key == "telecom-letter-best")
    dear = LIBRARY.with_values({"telecom.law_letter.cost": 20.0})
    accounts = book("telecom", np.array([200.0]), np.array([6.0]), "other")
    for way in Way:
        assert gap_of(claim, accounts, way)[0] > 0.0
        assert gap_of(claim, accounts, way, dear)[0] < 0.0


def test_property_fees_are_easier_to_collect_than_cards() -> None:
    """A placement brings in a larger share at every age, from fewer contacts."""
    ages = np.arange(6.0, 37.0, 3.0)
    balances = np.full_like(ages, 3_000.0)
    placed = {
        sector: value_options(book(sector, balances, ages, "other"), LIBRARY)
        for sector in ("property_fee", "bank_card")
    }
    fees, cards = (placed[sector] for sector in ("property_fee", "bank_card"))
    first = Option.AGENCY_1
    assert (fees.placements[first].liquidation > 1.2 * cards.placements[first].liquidation).all()
    needed = {sector: each.terms.agency[first] for sector, each in placed.items()}
    assert (
        needed["property_fee"].contacts_per_willing[1] < needed["bank_card"].contacts_per_willing[1]
    ).all()


def test_telecom_is_left_alone_by_phone_agencies() -> None:
    """In the whole range no agency takes a bill."""
    balances, ages = np.meshgrid(np.geomspace(100, 800, 9), np.linspace(4, 24, 21))
    bills = book("telecom", balances.ravel(), ages.ravel(), "other")
    valued = value_options(bills, LIBRARY)
    assert not valued.available[Option.AGENCY_1].any()


def test_software_is_settled_when_large_and_written_off_when_small() -> None:
    """Both answers occur in the range, and the balance separates them at every age."""
    balances = np.geomspace(10_000, 500_000, 25)
    for age in (3.0, 6.0, 12.0, 18.0, 24.0):
        accounts = book("software_retainage", balances, np.full_like(balances, age), "other")
        best = rank(value_options(accounts, LIBRARY)).best
        settled = best == OPTIONS.index(Option.IN_HOUSE)
        assert set(np.unique(best)) == {
            OPTIONS.index(Option.IN_HOUSE),
            OPTIONS.index(Option.WRITE_OFF),
        }
        assert (np.diff(settled.astype(int)) >= 0).all()


def test_stances_are_both_tried() -> None:
    """One telecom claim forces the agency to work, the other leaves it free."""
    used = {claim.stance for claim in CLAIMS if claim.sector == "telecom"}
    assert used == {Stance.PROFIT_SEEKING, Stance.CONTRACTUAL}


def test_the_committed_page_is_a_fresh_run() -> None:
    """Run `.venv/bin/python -m docs.make_verdicts` after changing the library."""
    assert PAGE.read_text(encoding="utf-8") == render(KEPT)
    assert set(json.loads(FOUND.read_text(encoding="utf-8"))) == {"held", "flips"}
