"""The ranking: the best is the best of what is open, and totals are sums over segments."""

import numpy as np
import pytest

from placement.assume.library import load_library
from placement.decide.rank import OPTIONS, rank
from placement.domain.types import AGENCY_OPTIONS, Option
from placement.value.options import value_options
from tests.builders import random_book, segments
from tests.tolerances import ROUNDING

LIBRARY = load_library()
BOOK = random_book(60, seed=11)
RANKING = rank(value_options(BOOK, LIBRARY))
CARDS_AND_RETAINAGE = rank(
    value_options(
        segments(
            sector=["bank_card", "software_retainage"],
            balance=[9_000.0, 400_000.0],
            creditor_type=["joint_stock", "other"],
            accounts=3,
        ),
        LIBRARY,
    )
)


def test_the_best_is_open_and_no_open_option_is_better() -> None:
    """Segment by segment, the slow way."""
    for position in range(len(BOOK)):
        open_nets = {
            option: float(RANKING.valuation.cash[option].net[position])
            for option in OPTIONS
            if RANKING.valuation.available[option][position]
        }
        best = OPTIONS[int(RANKING.best[position])]
        assert best == max(open_nets, key=lambda option: open_nets[option])
        assert RANKING.best_net[position] == open_nets[best]
        first, second = sorted(open_nets.values(), reverse=True)[:2]
        assert RANKING.lead[position] == pytest.approx(first - second, rel=ROUNDING)


def test_closed_options_come_last_however_much_they_would_bring() -> None:
    """Every order lists all nine, falling among the open ones."""
    for position in range(len(BOOK)):
        order = RANKING.order(position)
        rows = [OPTIONS.index(option) for option in order]
        is_open = [bool(RANKING.available[row, position]) for row in rows]
        assert sorted(rows) == list(range(len(OPTIONS)))
        assert is_open == sorted(is_open, reverse=True)
        nets = [RANKING.net[row, position] for row, here in zip(rows, is_open, strict=True) if here]
        assert nets == sorted(nets, reverse=True)


def test_the_best_mix_counts_accounts() -> None:
    """Three accounts a segment: three times the mean account."""
    nets = CARDS_AND_RETAINAGE.best_net
    assert CARDS_AND_RETAINAGE.best_mix_total == pytest.approx(3 * nets.sum(), rel=ROUNDING)


@pytest.mark.parametrize("option", OPTIONS)
def test_no_single_way_beats_the_best_mix(option: Option) -> None:
    """A mix may always choose that way everywhere."""
    total = RANKING.same_way_total(option)
    assert total is None or total <= RANKING.best_mix_total


def test_whom_an_option_is_not_open_to_is_written_off() -> None:
    """A sale is open to cards; retainage has no buyer."""
    net = CARDS_AND_RETAINAGE.net
    by_hand = 3 * (net[OPTIONS.index(Option.SALE), 0] + net[OPTIONS.index(Option.WRITE_OFF), 1])
    assert not CARDS_AND_RETAINAGE.available[OPTIONS.index(Option.SALE), 1]
    assert CARDS_AND_RETAINAGE.same_way_total(Option.SALE) == pytest.approx(by_hand, rel=ROUNDING)


def test_what_is_open_to_nobody_has_no_total() -> None:
    """Not zero, which would be a claim about money."""
    assert CARDS_AND_RETAINAGE.same_way_total(Option.AGENCY_2) is None


def test_the_next_agency_is_each_accounts_own() -> None:
    """Never placed goes to the first, placed twice to the third, placed thrice is written off."""
    book = segments(balance=9_000.0, placements=[0, 2, 3])
    ranking = rank(value_options(book, LIBRARY))
    net = [ranking.net[OPTIONS.index(option)] for option in AGENCY_OPTIONS]
    write_off = ranking.net[OPTIONS.index(Option.WRITE_OFF)]
    by_hand = net[0][0] + net[2][1] + write_off[2]
    assert ranking.next_placement_total() == pytest.approx(by_hand, rel=ROUNDING)


def test_without_a_next_agency_there_is_no_total() -> None:
    """All have had three."""
    ranking = rank(value_options(segments(placements=3), LIBRARY))
    assert ranking.next_placement_total() is None


def test_components_add_up_to_the_segments_net() -> None:
    """For every option, wherever it is open."""
    for row, option in enumerate(OPTIONS):
        is_open = np.flatnonzero(RANKING.available[row])
        parts = [sum(RANKING.component_total(option, int(at)).values()) for at in is_open]
        expected = (RANKING.net[row] * BOOK.accounts)[is_open]
        np.testing.assert_allclose(parts, expected, rtol=1e-9, atol=1e-6)
        assert np.isnan(RANKING.net[row][~RANKING.available[row]]).all()


def test_the_next_placement_is_the_option_of_its_number() -> None:
    """The search made once gives what the search per placement gives."""
    valuation = RANKING.valuation
    for option in AGENCY_OPTIONS:
        is_open = valuation.available[option]
        once = valuation.open_cash(option).net[is_open]
        np.testing.assert_allclose(once, valuation.cash[option].net[is_open], rtol=1e-12)
