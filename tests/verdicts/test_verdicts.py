"""The library's numbers lead to the field note's verdicts, over ranges of balance and age."""

import numpy as np
import pytest

from docs.make_verdicts import HEADINGS, PAGE, render
from docs.verdict_claims import LIBRARY, Claim
from docs.verdict_measures import book, grid, hold
from docs.verdict_sectors import CARDS, CLAIMS
from placement.decide.rank import OPTIONS, rank
from placement.domain.types import Option, Stance
from placement.value.options import value_options

CASES = [(claim, creditor) for claim in CLAIMS for creditor in claim.creditors]


@pytest.mark.parametrize(("claim", "creditor"), CASES, ids=lambda part: getattr(part, "key", part))
def test_the_verdict_holds_all_over_its_range(claim: Claim, creditor: str) -> None:
    """Everywhere on a grid with its corners, not at one tuned point."""
    found = hold(claim, creditor)
    assert found.share == 1.0, found
    assert found.smallest > 0.0


def test_ranges_are_ranges() -> None:
    """No claim is about one point; the grid has its corners."""
    for claim in CLAIMS:
        assert claim.balances[1] >= 2.0 * claim.balances[0], claim.key
        assert claim.ages[1] >= claim.ages[0] + 3.0, claim.key
        accounts = grid(claim, claim.creditors[0])
        corners = {(b, a) for b in claim.balances for a in claim.ages}
        found = {
            (round(float(b)), float(a)) for b, a in zip(accounts.balance, accounts.age, strict=True)
        }
        assert corners <= found, claim.key


def test_every_sector_has_its_verdict() -> None:
    """Five sectors; cards over the range the work was ordered for."""
    assert {claim.sector for claim in CLAIMS} == set(HEADINGS) == set(LIBRARY.sectors)
    placed = next(claim for claim in CARDS if claim.key == "cards-outsource-after")
    assert (placed.balances, placed.ages) == ((3_000, 30_000), (6, 24))


def test_card_commissions_are_those_of_the_field() -> None:
    """15 % at state-owned banks, 23 % at joint-stock ones, 30 % past a year for both."""
    for creditor, young in (("state_owned", 0.15), ("joint_stock", 0.23)):
        accounts = book("bank_card", np.full(2, 7_000.0), np.array([8.0, 14.0]), creditor)
        terms = value_options(accounts, LIBRARY).terms
        np.testing.assert_allclose(terms.agency[Option.AGENCY_1].commission, [young, 0.30])


def test_a_claim_can_fail() -> None:
    """Numbers that speak against a verdict break it."""
    claim = next(claim for claim in CLAIMS if claim.key == "telecom-letter-best")
    dear = {"telecom.law_letter.cost": 20.0}
    accounts = grid(claim, "other")
    gap = claim.gap(value_options(accounts, LIBRARY.with_values(dear), stance=claim.stance))
    assert (gap < 0.0).any()


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
        needed["property_fee"].contacts_per_willing < needed["bank_card"].contacts_per_willing
    ).all()


def test_telecom_is_left_alone_by_phone_agencies_and_not_by_letters() -> None:
    """In the whole range no agency chooses to work, and letters leave money everywhere."""
    balances, ages = np.meshgrid(np.geomspace(100, 800, 9), np.linspace(4, 24, 21))
    bills = book("telecom", balances.ravel(), ages.ravel(), "other")
    valued = value_options(bills, LIBRARY)
    for option in (Option.AGENCY_1, Option.AGENCY_2, Option.AGENCY_3):
        assert (valued.placements[option].effort.contacts_per_month < 0.01).all()
    letter, nothing = valued.cash[Option.LAW_LETTER].net, valued.cash[Option.WRITE_OFF].net
    assert (letter > nothing).all()


def test_software_is_settled_when_large_and_written_off_when_small() -> None:
    """Both answers occur in the range, and the balance separates them at every age."""
    balances = np.geomspace(10_000, 800_000, 25)
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
    assert PAGE.read_text(encoding="utf-8") == render()
