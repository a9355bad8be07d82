"""Agencies like for like: what each collected over what its mix was expected to bring.

Money of agency i in cell g, one sector, age, product and month since placement, is expected to be

    E[C_ig] = theta_i * rho_g * B_ig

with B_ig the balance placed, rho_g the rate of the cell and theta_i the skill of the agency. Both
are found together, so that an agency is not held against its own cells (marginal totals):

    theta_i = sum_g C_ig / sum_g rho_g B_ig        rho_g = sum_i C_ig / sum_i theta_i B_ig

scaled so that all agencies together collect what is expected of them. Payers are counted by their
money: C over phi times the mean balance, where phi is how much more batches vary than payers by
chance. Payers being Poisson and skill Gamma around 1 with standard deviation tau, with m payers
expected

    E[theta_i | C] = Z_i * ratio_i + (1 - Z_i)        Z_i = m_i / (m_i + 1 / tau^2)

averaged over what the agencies themselves say of tau: credibility, exact for these two laws. Where
mixes overlap little, m_i is less, by what the rates of the cells leave unknown.

Source: own definition, docs/model.md, "Odds from evidence"; marginal totals: R. Bailey, "Insurance
Rates with Minimum Bias", Proceedings of the Casualty Actuarial Society 50 (1963); Gamma and
Poisson: Bühlmann and Gisler, A Course in Credibility Theory (2005), chapter 2.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.odds.shrink import SPREADS, credibility, skill_draws, spread_weights

DRAWS = 20_000

ENOUGH_BATCHES = 5
"""Batches beyond what was fitted from which their spread is measured."""

USUAL_BATCH_SPREAD = 0.3
"""Standard deviation of what batches of one agency bring, taken where it is not measured. Of five
agencies given equal amounts of US student loans, what the first three to five quarters said of
each was off by 0.16 to 0.38 from what the later ones did."""

_LEAST_DISPERSION = 1e-3
_MOST_PULL = 0.9
_MOST_ROUNDS = 500


@dataclass(frozen=True, kw_only=True, eq=False)
class Results:
    """What batches brought the agencies that worked them."""

    agencies: tuple[str, ...]
    agency: IntArray
    """Position of each batch's agency, shape (batches,)."""

    mix: IntArray
    """Number of its kind, one sector, age and product, shape (batches,)."""

    accounts: FloatArray
    """Accounts placed, shape (batches,)."""

    balance: FloatArray
    """Money placed, shape (batches,)."""

    collected: FloatArray
    """Money that came in, shape (batches, months); NaN where a month was not observed."""

    def __post_init__(self) -> None:
        if len(self.agencies) < 2:
            raise InputError(
                t("There is one agency, and a league takes two. Give what each agency collected.")
            )
        if not (self.balance > 0.0).all() or not (self.accounts > 0.0).all():
            raise InputError(
                t("A batch has no balance or no accounts. Give what was placed, above 0.")
            )
        worked = np.isfinite(self.collected).any(axis=1)
        if idle := set(range(len(self.agencies))) - set(self.agency[worked].tolist()):
            raise InputError(
                t(
                    "No month of {agency} was seen. Give what its batches brought, 0 where "
                    "nothing, or leave it out.",
                    agency=self.agencies[min(idle)],
                )
            )
        if not np.nansum(np.maximum(self.collected, 0.0)) > 0.0:
            raise InputError(
                t("Nothing came in from any batch, so nobody can be compared. Wait for payments.")
            )


@dataclass(frozen=True, kw_only=True, eq=False)
class League:
    """How agencies compare; arrays have shape (agencies,) unless said otherwise."""

    agencies: tuple[str, ...]
    collected: FloatArray
    placed: FloatArray
    """Money placed, each batch once."""

    expected: FloatArray
    """What the same mix brings with the mean agency."""

    credibility: FloatArray
    """Weight of its own ratio, Z."""

    shrunk_ratio: FloatArray
    interval_80: FloatArray
    """Of its skill against the mean of its group, shape (agencies, 2)."""

    interval_95: FloatArray
    p_best: FloatArray
    """Chance to be the best of its group times its group's part of what was expected."""

    group: IntArray
    """Agencies of one number had work of one kind, and are compared; others are not."""

    dispersion: FloatArray
    """How much more its money varies than payers by chance would have it, phi."""

    dispersion_is_measured: bool

    spread: float
    """Standard deviation of skill among agencies, tau: its mean after what was seen."""

    @property
    def raw_rate(self) -> FloatArray:
        """Collected over placed."""
        return self.collected / self.placed

    @property
    def ratio(self) -> FloatArray:
        """Collected over expected; 1 where nothing was, as nobody of its group collected."""
        return _over(self.collected, self.expected)

    @property
    def rank_raw(self) -> IntArray:
        """Place by raw rate, the best 1."""
        return _places(self.raw_rate)

    @property
    def rank(self) -> IntArray:
        """Place by shrunk ratio, the best 1."""
        return _places(self.shrunk_ratio)

    @property
    def is_alone(self) -> BoolArray:
        """Which agencies had no work like another's, so that nothing is said of them."""
        return np.asarray(np.bincount(self.group)[self.group] == 1)


def league(
    results: Results,
    *,
    rates: FloatArray | None = None,
    rng: np.random.Generator,
    draws: int = DRAWS,
    batch_spread: float = USUAL_BATCH_SPREAD,
) -> League:
    """Return how agencies compare on the same mix.

    Args:
        results: What they collected.
        rates: Share of its balance that each batch is expected to bring in each month, such as the
            library's; by default what all agencies together show, cell by cell. Shape (batches,
            months).
        rng: Random numbers for the chances and the intervals.
        draws: How many of them.
        batch_spread: Standard deviation of what batches bring, where too few show it.
    """
    cells = _Cells.of(results)
    if rates is None:
        skill, rate, group = _together(cells)
        of_row = rate[cells.cell]
    else:
        group = np.zeros(len(results.agencies), dtype=np.int64)
        of_row = rates[cells.batch, cells.month]
        rate = None
        skill = _over(cells.by_agency(cells.collected), cells.by_agency(of_row * cells.balance))
    expected = cells.by_agency(of_row * cells.balance)
    payer = results.balance / results.accounts
    of_batch = _sums(cells.batch, of_row * cells.balance, len(results.agency))
    theirs = of_batch * np.where(skill > 0.0, skill, 1.0)[results.agency]
    variance, is_measured = _variance(results, cells, theirs, theirs / payer, batch_spread)
    # Squared: so many payers by chance alone would leave the same error.
    count = len(results.agencies)
    payers = _sums(results.agency, theirs / payer, count)
    dispersion = _over(_sums(results.agency, variance, count), payers)
    known = _sums(results.agency, of_batch / payer, count) / dispersion
    if rate is not None:
        known = known * _overlap(cells, of_row / payer[cells.batch] * cells.balance, group)
    ratio = _over(cells.by_agency(cells.collected), expected)
    weights = spread_weights(ratio * known, known)
    trust = credibility(known)
    shrunk = weights @ (trust * ratio + (1.0 - trust))
    skills = skill_draws(ratio * known, known, weights, rng, draws)
    standard = _against_group(skills, expected, group) if rate is not None else skills
    return League(
        agencies=results.agencies,
        collected=cells.by_agency(cells.collected),
        placed=_sums(results.agency, results.balance, count),
        expected=expected,
        credibility=weights @ trust,
        shrunk_ratio=shrunk,
        interval_80=np.quantile(standard, [0.1, 0.9], axis=0).T,
        interval_95=np.quantile(standard, [0.025, 0.975], axis=0).T,
        p_best=_p_best(skills, expected, group),
        group=group,
        dispersion=dispersion,
        dispersion_is_measured=is_measured,
        spread=float(weights @ SPREADS),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Cells:
    """Observed months of batches, one row each; arrays have shape (rows,)."""

    agencies: int
    count: int
    """Cells: kinds times months."""

    batch: IntArray
    month: IntArray
    agency: IntArray
    cell: IntArray
    balance: FloatArray
    collected: FloatArray

    @classmethod
    def of(cls, results: Results) -> "_Cells":
        seen = np.isfinite(results.collected)
        batch, month = np.nonzero(seen)
        _, cell = np.unique(
            results.mix[batch] * results.collected.shape[1] + month, return_inverse=True
        )
        return cls(
            agencies=len(results.agencies),
            count=int(cell.max()) + 1,
            batch=batch,
            month=month,
            agency=results.agency[batch],
            cell=cell,
            balance=results.balance[batch],
            collected=results.collected[seen],
        )

    def by_agency(self, values: FloatArray) -> FloatArray:
        """Return sums by agency."""
        return _sums(self.agency, values, self.agencies)

    def table(self, values: FloatArray) -> FloatArray:
        """Return sums by agency and cell, shape (agencies, cells)."""
        flat = _sums(self.agency * self.count + self.cell, values, self.agencies * self.count)
        return flat.reshape(self.agencies, self.count)


def _together(cells: _Cells) -> tuple[FloatArray, FloatArray, IntArray]:
    """Return skills, rates of the cells, and which agencies are compared with each other."""
    placed = cells.table(cells.balance)
    # Reversals may leave a cell below 0, which no rate can be.
    came = np.maximum(cells.table(cells.collected), 0.0)
    shared = (placed > 0.0).astype(np.int8)
    _, group = connected_components(csr_array(shared @ shared.T), directed=False)
    by_agency, by_cell = came.sum(axis=1), came.sum(axis=0)
    skill = np.ones(cells.agencies)
    for _ in range(_MOST_ROUNDS):
        rate = by_cell / np.maximum(skill @ placed, 1e-300)
        moved = by_agency / np.maximum(placed @ rate, 1e-300)
        done = np.allclose(moved, skill, rtol=1e-10, atol=1e-12)
        skill = moved
        if done:
            break
    # Skills are told up to a factor: each group as a whole collects what is expected of it.
    cell_group = group[np.argmax(shared, axis=0)]
    level = np.bincount(group, by_agency) / np.maximum(
        np.bincount(group, placed @ (by_cell / np.maximum(skill @ placed, 1e-300))), 1e-300
    )
    rate = by_cell / np.maximum(skill @ placed, 1e-300) * level[cell_group]
    return skill / np.maximum(level[group], 1e-300), rate, group.astype(np.int64)


def _variance(
    results: Results,
    cells: _Cells,
    expected: FloatArray,
    payers: FloatArray,
    batch_spread: float,
) -> tuple[FloatArray, bool]:
    """Return the variance of what each batch brought, in payers, and whether it was measured.

    Payers by chance, and batches that are better or worse than their kind as a whole:

        Var[X_b] = phi * m_b + sigma^2 * m_b^2

    fitted to the squares of what batches were off; phi = 1 and a usual sigma where they are few.

    Args:
        results: The batches.
        cells: Their months.
        expected: Money that each was expected to bring from its agency, shape (batches,).
        payers: The same as payers, m_b.
        batch_spread: Sigma where it is not measured.
    """
    came = _sums(cells.batch, cells.collected, len(expected))
    free = len(expected) - (cells.agencies - 1) - len(np.unique(results.mix))
    held = payers > 0.0
    if free < ENOUGH_BATCHES or not held.any():
        return payers * (1.0 + batch_spread**2 * payers), False
    # A batch pulls the skill of its agency and the rates of its kind toward itself.
    of_agency, of_mix = (
        payers / np.maximum(np.bincount(which, payers)[which], 1e-300)
        for which in (results.agency, results.mix)
    )
    pull = np.minimum(of_agency + of_mix - payers / payers.sum(), _MOST_PULL)[held]
    off = ((came - expected)[held] / expected[held]) ** 2 * payers[held] / (1.0 - pull)
    (phi, sigma), _ = nnls(np.stack([np.ones(held.sum()), payers[held]], axis=1), off)
    return np.maximum(phi + sigma * payers, _LEAST_DISPERSION) * payers, True


def _overlap(cells: _Cells, payers: FloatArray, group: IntArray) -> FloatArray:
    """Return which part of what is known of each agency remains when the cells are not known.

    Of the payers' information on log skill, with the rates of the cells profiled out; 1 where all
    agencies have one mix, 0 where an agency's cells are its own.
    """
    held = cells.table(payers)
    every, by_cell = held.sum(axis=1), held.sum(axis=0)
    information = np.diag(every) - held @ (held / np.maximum(by_cell, 1e-300)).T
    variance = np.diag(np.linalg.pinv(information, hermitian=True, rcond=1e-10))
    part = every / np.maximum(np.bincount(group, every)[group], 1e-300)
    alone = np.bincount(group)[group] == 1
    with np.errstate(divide="ignore", invalid="ignore"):
        remains = (1.0 - part) / (variance * every)
    return np.where(alone | ~np.isfinite(remains), 0.0, np.clip(remains, 0.0, 1.0))


def _against_group(draws: FloatArray, expected: FloatArray, group: IntArray) -> FloatArray:
    """Return skills over the mean of their group, weighted by what was expected."""
    member = group[:, None] == np.unique(group)
    # Where nothing was expected of a group, all of it counts alike.
    weight = np.where((member.T @ expected)[group] > 0.0, expected, 1.0)
    part = member * (weight / (member.T @ weight)[group])[:, None]
    return np.asarray(draws / (draws @ part)[:, group])


def _p_best(draws: FloatArray, expected: FloatArray, group: IntArray) -> FloatArray:
    chance = np.zeros(len(group))
    for one in np.unique(group):
        members = np.flatnonzero(group == one)
        wins = np.bincount(np.argmax(draws[:, members], axis=1), minlength=len(members))
        chance[members] = wins / len(draws) * expected[members].sum() / expected.sum()
    return chance


def _sums(which: IntArray, values: FloatArray, count: int) -> FloatArray:
    return np.asarray(np.bincount(which, values, minlength=count), dtype=np.float64)


def _over(came: FloatArray, expected: FloatArray) -> FloatArray:
    return np.divide(came, expected, out=np.ones_like(came), where=expected > 0.0)


def _places(values: FloatArray) -> IntArray:
    return np.argsort(np.argsort(-values, kind="stable"), kind="stable") + 1
