"""The odds by which a creditor's own batches paid, by maximum likelihood, with their errors.

Accounts of a batch that start to pay in an observed month, or in none of them, are multinomial:

    log L = sum over batches [ sum_k x_k log f_k + (n - sum_k x_k) log(1 - sum_k f_k) ]

over the months that were observed, where x = n * collected / (balance * s) counts payers by their
money. Money is not counts: balances differ, so that the errors are widened by the dispersion,
Pearson's chi-square over its degrees of freedom; and batches differ, so that where there are enough
of them and they differ more than chance would have it, the errors are those that the batches' own
scores show (a sandwich, one factor for all odds).

One curve tells only two numbers, what a batch brings in the end and how fast. The rate of fading is
told by batches of several ages alone; where they do not tell it, it is taken as given.

Source: own definition, docs/model.md, "Odds from evidence".
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.odds.liquidation import Odds, arrivals, expected_shares, moved, slopes

MOST_STEPS = 200
SMALLEST_STEP = 1e-10
APART = 3.0
"""Months between the youngest and the oldest batch from which fading may be told."""

TELLS = 1.0
"""Standard error of log lambda above which the batches do not tell the rate of fading."""

ENOUGH_BATCHES = 10
"""Batches from which the errors may follow the batches' own scores."""

_BY_CHANCE = 3.0
"""Standard deviations that batches alike differ more than expected by chance."""

_Z = 1.959963984540054


@dataclass(frozen=True, kw_only=True, eq=False)
class Batches:
    """What batches of accounts brought, month by month since each was placed."""

    age: FloatArray
    """Months past due at placement, shape (batches,)."""

    accounts: FloatArray
    """Accounts placed, shape (batches,)."""

    balance: FloatArray
    """Money placed, shape (batches,)."""

    collected: FloatArray
    """Money that came in, shape (batches, months); NaN where a month was not observed."""

    def __post_init__(self) -> None:
        if self.collected.ndim != 2 or not self.collected.size:
            raise InputError(t("There is no month of any batch. Give what each month brought."))
        if not np.isfinite(self.collected).any(axis=1).all():
            raise InputError(
                t("A batch has no observed month. Give what its months brought, 0 where nothing.")
            )

    @property
    def observed(self) -> BoolArray:
        """Return which months were observed, shape (batches, months)."""
        return np.isfinite(self.collected)


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A number with its error."""

    value: float
    se: float
    low: float
    """Lower end of the 95 % interval."""

    high: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """What batches say of the odds."""

    odds: Odds
    willing_share: Estimate
    pay_hazard: Estimate
    fade_rate: Estimate
    """As fitted; as given, without an error, where the batches do not tell it."""

    ultimate: Estimate
    """Share of accounts placed at the reference age that pay in the end, w mu / (mu + lambda)."""

    speed: Estimate
    """mu + lambda, a month."""

    tells_fading: bool
    """The batches tell fading from paying."""

    covariance: FloatArray
    """Of logit w, log mu and log lambda; zeros for what was given. Shape (3, 3)."""

    dispersion: float
    """Pearson's chi-square over its degrees of freedom; 1 where payers are counted one by one."""

    log_likelihood: float

    expected: FloatArray
    """Money that the odds expect in each month, shape (batches, months)."""

    easy: "Easy | None" = None
    """What young batches say of easy debtors; None where there are none, or nobody asked."""

    @property
    def easy_share(self) -> Estimate | None:
        """Easy accounts at the reference age; None where batches do not show them."""
        return self.easy.share if self.easy is not None and self.easy.is_shown else None

    @property
    def whole_covariance(self) -> FloatArray:
        """Covariance of all that `slopes` has, shape (3, 3) or (5, 5)."""
        if self.easy is not None and self.easy.is_shown:
            return self.easy.covariance
        return self.covariance


@dataclass(frozen=True, kw_only=True, eq=False)
class Easy:
    """What young batches say of easy debtors."""

    is_shown: bool
    """They bring a fast part that chance would seldom make."""

    ratio: float
    """Twice what the fast part adds to the log likelihood, over the dispersion: chi-square of 1."""

    share: Estimate
    hazard: Estimate
    """As fitted; as given, without an error, where the batches do not tell it."""

    covariance: FloatArray
    """Of logit w, log mu, log lambda, logit E and log mu1; zeros for what was given."""


def calibrate(
    batches: Batches,
    *,
    fade_rate: float,
    settlement_share: float = 1.0,
    instalments: int = 1,
    breakage: float = 0.0,
) -> Fit:
    """Return the odds that fit what batches brought.

    Args:
        batches: What they brought.
        fade_rate: The library's rate, for batches that do not tell it.
        settlement_share: Share of its balance that an account which pays brings, s.
        instalments: Months over which it comes in.
        breakage: Share of those paying in instalments who stop each month.

    Raises:
        InputError: Nothing came in, or more than was placed.
    """
    data = Data.of(batches, settlement_share, instalments, breakage)
    if data.tells_by_age:
        full = climb(data, data.start(fade_rate), free=np.ones(3, dtype=bool))
        covariance, dispersion = errors(data, full, np.ones(3, dtype=bool))
        if np.sqrt(covariance[2, 2]) <= TELLS:
            return fit_of(data, batches, full, covariance, dispersion, tells=True)
    free = np.array([True, True, False])
    found = climb(data, data.start(fade_rate), free=free)
    covariance, dispersion = errors(data, found, free)
    return fit_of(data, batches, found, covariance, dispersion, tells=False)


@dataclass(frozen=True, kw_only=True, eq=False)
class Data:
    """Batches as counts of payers."""

    age: FloatArray
    accounts: FloatArray
    payers: FloatArray
    """Shape (batches, months), 0 where not observed."""

    observed: BoolArray
    arrivals: FloatArray
    reference_age: float
    settled: FloatArray
    """Money that one payer brings, shape (batches, 1)."""

    @classmethod
    def of(
        cls, batches: Batches, settlement_share: float, instalments: int, breakage: float
    ) -> "Data":
        settled = (settlement_share * batches.balance / batches.accounts)[:, None]
        collected = without_reversals(np.where(batches.observed, batches.collected, 0.0))
        payers = collected / settled
        if payers.sum() <= 0.0:
            raise InputError(
                t("Nothing came in from any batch, so nothing can be fitted. Wait for payments.")
            )
        brought = payers.sum(axis=1)
        if (brought > batches.accounts).any():
            row = int(np.argmax(brought - batches.accounts))
            raise InputError(
                t(
                    "Batch {row} brought {got:,.2f} where at most {most:,.2f} can come in, "
                    "{share:g} of what was placed. Check its balance and its payments.",
                    row=row + 1,
                    got=float(collected[row].sum()),
                    most=float(settlement_share * batches.balance[row]),
                    share=settlement_share,
                )
            )
        months = payers.shape[1]
        return cls(
            age=batches.age,
            accounts=batches.accounts,
            payers=payers,
            observed=batches.observed,
            arrivals=arrivals(months, instalments=instalments, breakage=breakage),
            reference_age=float(batches.age.min()),
            settled=settled,
        )

    @property
    def tells_by_age(self) -> bool:
        return float(np.ptp(self.age)) >= APART and len(self.age) > 2

    def start(self, fade_rate: float) -> Odds:
        """Return a first guess: what came in, doubled, at a usual pace."""
        paid = float(self.payers.sum() / self.accounts.sum())
        pace = 0.1
        willing = float(np.clip(2.0 * paid * (pace + fade_rate) / pace, 1e-4, 0.95))
        return Odds(
            willing_share=willing,
            pay_hazard=pace,
            fade_rate=max(fade_rate, 1e-4),
            reference_age=self.reference_age,
        )

    def shares(self, odds: Odds) -> FloatArray:
        """Return the share of accounts whose money comes in each month; 0 where not observed."""
        expected = expected_shares(odds, self.age, self.payers.shape[1]) @ self.arrivals
        return np.where(self.observed, expected, 0.0)

    def moves(self, odds: Odds) -> FloatArray:
        found = slopes(odds, self.age, self.payers.shape[1]) @ self.arrivals
        return np.where(self.observed, found, 0.0)


def without_reversals(collected: FloatArray) -> FloatArray:
    """Return payments with each reversal taken off the months before it, the latest first.

    What no earlier month covers is taken off the months behind it, the first first; a batch of
    which more went back than came in has nothing. Shape (batches, months).
    """
    left = np.maximum(collected, 0.0)
    owed = np.zeros(len(left))
    for month in range(left.shape[1] - 1, -1, -1):
        owed += np.maximum(-collected[:, month], 0.0)
        taken = np.minimum(left[:, month], owed)
        left[:, month] -= taken
        owed -= taken
    for month in range(left.shape[1]):
        taken = np.minimum(left[:, month], owed)
        left[:, month] -= taken
        owed -= taken
    return left


def climb(data: Data, start: Odds, *, free: BoolArray) -> Odds:
    """Return the odds of the highest likelihood: Fisher scoring, each step halved until it climbs.

    Args:
        data: The batches.
        start: A first guess.
        free: Which of the odds, as `moved` counts them, may move, shape (3,) or (5,).
    """
    at, value = start, likelihood(data, start)
    for _ in range(MOST_STEPS):
        score, information = _slopes(data, at)
        step = np.zeros(len(free))
        step[free] = np.linalg.lstsq(information[np.ix_(free, free)], score[free], rcond=None)[0]
        # No step may carry a rate further than a factor of e or so.
        step *= min(1.0, 1.0 / max(float(np.abs(step).max()), 1e-300))
        size = 1.0
        while size > SMALLEST_STEP:
            tried = moved(at, size * step)
            if (climbed := likelihood(data, tried)) >= value:
                break
            size /= 2.0
        else:
            return at
        gained, at, value = climbed - value, tried, climbed
        if float(np.abs(size * step).max()) < SMALLEST_STEP or gained < 1e-12 * abs(value):
            return at
    return at


def likelihood(data: Data, odds: Odds) -> float:
    shares = data.shares(odds)
    rest = 1.0 - shares.sum(axis=1)
    left = data.accounts - data.payers.sum(axis=1)
    logs = np.log(np.maximum(shares, 1e-300))
    return float((data.payers * logs).sum() + (left * np.log(np.maximum(rest, 1e-300))).sum())


def _slopes(data: Data, odds: Odds) -> tuple[FloatArray, FloatArray]:
    """Return the slope of the likelihood, and the expected information."""
    score, information = by_batch(data, odds)
    return score.sum(axis=1), information


def by_batch(data: Data, odds: Odds) -> tuple[FloatArray, FloatArray]:
    """Return each batch's own slope, shape (odds, batches), and the information of all."""
    shares, moves = data.shares(odds), data.moves(odds)
    rest = np.maximum(1.0 - shares.sum(axis=1), 1e-12)
    per_share = np.where(shares > 0.0, moves / np.where(shares > 0.0, shares, 1.0), 0.0)
    all_moves = moves.sum(axis=2)
    left = data.accounts - data.payers.sum(axis=1)
    score = (per_share * data.payers).sum(axis=2) - all_moves * (left / rest)
    weights = data.accounts[:, None]
    information = np.einsum("ibk,jbk->ij", per_share * weights, moves)
    information += np.einsum("ib,jb->ij", all_moves * (data.accounts / rest), all_moves)
    return score, information


def errors(data: Data, odds: Odds, free: BoolArray) -> tuple[FloatArray, float]:
    """Return the covariance of what was free, zeros elsewhere, and the dispersion."""
    score, information = by_batch(data, odds)
    chosen = np.ix_(free, free)
    inverse = np.linalg.pinv(information[chosen])
    dispersion = _dispersion(data, odds, int(free.sum()))
    found = dispersion * inverse
    batches = len(data.age)
    if batches >= ENOUGH_BATCHES:
        spread = score[free] @ score[free].T * batches / (batches - free.sum())
        # How much more the batches differ than their months would have it, over all odds alike.
        size = int(free.sum())
        more = float(np.trace(spread @ inverse)) / (size * dispersion)
        if more > 1.0 + _BY_CHANCE * np.sqrt(2.0 / (size * batches)):
            found = found * more
    covariance = np.zeros((len(free), len(free)))
    covariance[chosen] = found
    return covariance, dispersion


def _dispersion(data: Data, odds: Odds, parameters: int) -> float:
    """Return Pearson's chi-square over its degrees of freedom, at least 1."""
    shares = data.shares(odds)
    expected = shares * data.accounts[:, None]
    seen = data.observed & (expected > 0.0)
    square = np.where(seen, (data.payers - expected) ** 2 / np.where(seen, expected, 1.0), 0.0)
    rest = np.maximum(1.0 - shares.sum(axis=1), 1e-12) * data.accounts
    left = data.accounts - data.payers.sum(axis=1)
    total = square.sum() + ((left - rest) ** 2 / rest).sum()
    freedom = max(int(seen.sum()) - parameters, 1)
    return max(1.0, float(total / freedom))


def fit_of(
    data: Data,
    batches: Batches,
    odds: Odds,
    covariance: FloatArray,
    dispersion: float,
    *,
    tells: bool,
) -> Fit:
    se = np.sqrt(np.diag(covariance))
    pays = odds.pay_hazard / odds.speed
    # By logit w, log mu, log lambda: of log A, and of log S.
    of_ultimate = np.array([1.0 - odds.willing_share, 1.0 - pays, pays - 1.0])
    of_speed = np.array([0.0, pays, 1.0 - pays])
    if odds.easy_share:
        steps = 1e-5 * np.eye(5)
        of_ultimate = np.array(
            [
                np.log(moved(odds, step).ultimate / moved(odds, -step).ultimate) / 2e-5
                for step in steps
            ]
        )
        of_speed = np.append(of_speed, [0.0, 0.0])
    share = logit(odds.willing_share) + _Z * se[0] * np.array([-1.0, 1.0])
    low, high = expit(share)
    expected = expected_shares(odds, batches.age, batches.collected.shape[1]) @ data.arrivals
    return Fit(
        odds=odds,
        willing_share=Estimate(
            value=odds.willing_share,
            se=float(se[0] * odds.willing_share * (1.0 - odds.willing_share)),
            low=float(low),
            high=float(high),
        ),
        pay_hazard=rate_of(odds.pay_hazard, float(se[1])),
        fade_rate=rate_of(odds.fade_rate, float(se[2])),
        ultimate=rate_of(odds.ultimate, float(np.sqrt(of_ultimate @ covariance @ of_ultimate))),
        speed=rate_of(odds.speed, float(np.sqrt(of_speed @ covariance @ of_speed))),
        tells_fading=tells,
        covariance=covariance[:3, :3],
        dispersion=dispersion,
        log_likelihood=likelihood(data, odds),
        expected=np.asarray(expected * data.accounts[:, None] * data.settled),
    )


def rate_of(value: float, se_of_log: float) -> Estimate:
    # What is hardly told has no upper end.
    with np.errstate(over="ignore"):
        widest = np.exp(_Z * np.array([-se_of_log, se_of_log]))
    low, high = (value * widest).tolist()
    return Estimate(value=value, se=value * se_of_log, low=low, high=high)
