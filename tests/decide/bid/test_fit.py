"""Past results: what is read, what is left out, and what is fitted."""

import numpy as np
import pytest
from scipy.stats import norm

from placement.decide.bid.choices import ResultsAre
from placement.decide.bid.fit import fit_bids, lowest_of_normals
from placement.decide.bid.results import HEADINGS, PastResults, past_results
from placement.domain.errors import InputError, TapeError
from placement.tape.read import read_table

LIST = """tender,commission
T1,0.20
T1,24%
T1,0.22
T2,22
T2,0.18
T3,n.a.
T3,-0.1
T3,
T3,0.26
"""


def read(text: str) -> PastResults:
    """Return what a CSV of this text holds."""
    return past_results(read_table(text.encode(), filename="past.csv", keep=HEADINGS))


def test_bad_rows_are_named_and_left_out() -> None:
    """22 is not guessed to be 22 %; every condition names its rows."""
    results = read(LIST)
    np.testing.assert_allclose(results.commission, [0.20, 0.24, 0.22, 0.18, 0.26])
    found = {finding.code: finding for finding in results.findings if finding.rows}
    assert found["commission_percent"].first == ((5, "22"),)
    assert "0.22 or 22% for 22" in found["commission_percent"].advice
    assert found["commission_out_of_range"].first == ((8, "-0.1"),)
    assert found["commission_missing"].first == ((9, ""),)
    assert found["commission_unreadable"].first == ((7, "n.a."),)
    np.testing.assert_array_equal(results.bids_per_tender, [3, 2, 4])


def test_mean_spread_and_number_by_hand() -> None:
    """Mean 0.22, deviations 2, 2, 0, 4, 4 points: variance 40/4; 2, 3 and 4 rivals alike."""
    fit = fit_bids(read(LIST))
    assert fit.mean == pytest.approx(0.22)
    assert fit.sd == pytest.approx(np.sqrt(10.0) / 100)
    assert fit.mean_se == pytest.approx(fit.sd / np.sqrt(5))
    np.testing.assert_allclose(fit.number, [[0, 0, 1 / 3, 1 / 3, 1 / 3]])
    assert fit.few


def test_chinese_headings_and_unnamed_tenders() -> None:
    """Without a tender's name the number of rivals stays unknown."""
    fit = fit_bids(read("序号,佣金率\n1,22%\n2,20%\n3,18%\n"))
    assert fit.number is None
    assert fit.mean == pytest.approx(0.2)


def test_the_lowest_of_normals_against_published_moments() -> None:
    """David and Nagaraja, table of normal order statistics: n = 5 and n = 10."""
    assert lowest_of_normals(1) == pytest.approx((0.0, 1.0), abs=1e-9)
    assert lowest_of_normals(5)[0] == pytest.approx(1.16296, abs=5e-6)
    assert lowest_of_normals(10)[0] == pytest.approx(1.53875, abs=5e-6)
    assert lowest_of_normals(2)[1] ** 2 == pytest.approx(1.0 - 1.0 / np.pi, abs=1e-9)


def test_winning_bids_give_back_the_bids_they_were_lowest_of() -> None:
    """20,000 tenders of five bids around 22 +- 3, only the winners kept."""
    generator = np.random.default_rng(2)
    winners = generator.normal(0.22, 0.03, (20_000, 5)).min(axis=1)
    fit = fit_bids(PastResults(commission=winners), results_are=ResultsAre.LOWEST, bidders=5)
    assert fit.mean == pytest.approx(0.22, abs=0.001)
    assert fit.sd == pytest.approx(0.03, rel=0.02)
    assert fit.fits
    assert not fit_bids(PastResults(commission=generator.choice([0.15, 0.3], 200))).fits


def test_normal_results_pass_nineteen_times_in_twenty() -> None:
    """The allowed distance is that of Stephens' table: 5 % of true normals miss it."""
    generator = np.random.default_rng(4)
    lists = generator.normal(0.22, 0.03, (2000, 20))
    missed = np.mean([not fit_bids(PastResults(commission=each)).fits for each in lists])
    assert missed == pytest.approx(0.05, abs=0.015)


def test_results_all_alike_have_no_spread() -> None:
    """Not an error: a tick below the mean is then enough."""
    fit = fit_bids(PastResults(commission=np.full(4, 0.22)))
    assert fit.sd == 0.0
    assert fit.fits
    assert fit.bids.chance_below(np.array([[0.21, 0.23]])).tolist() == [[0.0, 1.0]]


def test_the_distance_is_the_largest_gap() -> None:
    """Three bids, by hand against the normal of the same mean and spread."""
    values = np.array([0.1, 0.2, 0.36])
    fitted = norm.cdf(values, values.mean(), values.std(ddof=1))
    gaps = [*(fitted - np.array([0, 1, 2]) / 3), *(np.array([1, 2, 3]) / 3 - fitted)]
    assert fit_bids(PastResults(commission=values)).distance == pytest.approx(max(gaps))


def test_lists_that_say_nothing_are_refused() -> None:
    """Too few rows, no column, no usable row, winners of unknown many."""
    with pytest.raises(InputError, match="at least 3 usable rows to show a spread; got 2"):
        fit_bids(PastResults(commission=np.array([0.2, 0.3])))
    with pytest.raises(InputError, match="the number of rivals is needed"):
        fit_bids(PastResults(commission=np.full(5, 0.2)), results_are=ResultsAre.LOWEST)
    with pytest.raises(TapeError, match="no column of commissions"):
        read("tender,price\nT1,0.2\n")
    with pytest.raises(TapeError, match="no usable row"):
        read("tender,commission\nT1,22\n")
