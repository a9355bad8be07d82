"""The debtor model: four hidden types; two pay when asked, one at the law's door, one never.

An open account belongs to an easy debtor (pays after a few contacts), a hard one (pays where
somebody persists), a reluctant one (pays when the law is at the door) or a lost one (never pays).
Easy and hard debtors are the willing. In a month in which those of type j pay at hazard mu_j and
all fade at rate lambda, the masses go to

    paid_j  = w_j * mu_j / (mu_j + lambda) * (1 - exp(-(mu_j + lambda)))
    w_j     <- w_j * exp(-(mu_j + lambda))
    r       <- r * exp(-lambda)
    open    <- open - sum over j of paid_j

The easy leave first, so contacts per success rise by themselves and silence says something.
Arrays over the two willing types have them on their first axis, easy before hard.

Source: own definition, docs/model.md, "The debtor"; a mixture-cure model with competing
exponential risks.
"""

from dataclasses import dataclass

import numpy as np

from placement.domain.types import BoolArray, FloatArray, IntArray

EASY, HARD = range(2)
"""Positions of the willing types on the first axis."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Masses:
    """Shares of accounts by hidden type, of those counted as one at some earlier date."""

    willing: FloatArray
    """Easy and hard debtors, shape (2, ..., segments)."""

    reluctant: FloatArray
    """Shape (..., segments), as the next."""

    open: FloatArray
    """Accounts not paid yet, the lost among them."""

    @property
    def shares(self) -> "Masses":
        """The masses as shares of the accounts that are still open."""
        return Masses(
            willing=by_type(self.willing, np.ndim(self.open) + 1) / self.open,
            reluctant=self.reluctant / self.open,
            open=np.ones_like(self.open),
        )

    def at_most(self, other: "Masses", segments: IntArray) -> "Masses":
        """Return the masses with those of some segments no higher than others, type by type."""
        willing, reluctant = np.array(self.willing), np.array(self.reluctant)
        others = by_type(other.willing, willing.ndim)
        willing[..., segments] = np.minimum(willing[..., segments], others)
        reluctant[..., segments] = np.minimum(reluctant[..., segments], other.reluctant)
        return Masses(willing=willing, reluctant=reluctant, open=self.open)

    def put(self, segments: IntArray, other: "Masses") -> "Masses":
        """Return the masses with those of some segments replaced by others."""
        willing = by_type(self.willing, other.willing.ndim)
        return Masses(
            willing=_replaced(willing, segments, by_type(other.willing, willing.ndim)),
            reluctant=_replaced(self.reluctant, segments, other.reluctant),
            open=_replaced(self.open, segments, other.open),
        )

    def take(self, segments: IntArray | BoolArray) -> "Masses":
        """Return the masses of some segments, by position or by mask."""
        return Masses(
            willing=self.willing[..., segments],
            reluctant=self.reluctant[..., segments],
            open=self.open[..., segments],
        )


def _replaced(whole: FloatArray, segments: IntArray, part: FloatArray) -> FloatArray:
    """Return an array with some segments replaced, with an axis of draws where one has it."""
    draws = np.broadcast_shapes(whole.shape[:-1], part.shape[:-1])
    found = np.array(np.broadcast_to(whole, (*draws, whole.shape[-1])))
    found[..., segments] = part
    return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Path:
    """What happens to accounts over the months of a stage, month k at position k - 1."""

    paid: FloatArray
    """Share of accounts that start to pay in the month, shape (..., months)."""

    open_before: FloatArray
    """Share of accounts still open when the month starts, shape (..., months)."""

    willing_before: FloatArray
    """Easy and hard debtors left when the month starts, shape (2, ..., months)."""

    willing_after: FloatArray
    """Easy and hard debtors left when the last month ends, shape (2, ...)."""

    @property
    def open_after(self) -> FloatArray:
        """Share of accounts still open when the last month ends, shape (...)."""
        return np.asarray(self.open_before[..., -1] - self.paid[..., -1])


def pay_hazard(
    contacts_per_month: FloatArray, *, contacts_per_willing: FloatArray, self_cure_rate: FloatArray
) -> FloatArray:
    """Return the monthly hazard at which willing debtors pay: mu = mu0 + i / omega.

    Args:
        contacts_per_month: Contacts to an open account, i, shape (..., months).
        contacts_per_willing: Contacts that each type needs, omega, shape (2, ..., months).
        self_cure_rate: Rate at which they pay unasked, mu0, shape (..., 1).

    Returns:
        Shape (2, ..., months).
    """
    size = max(np.ndim(contacts_per_month), np.ndim(self_cure_rate)) + 1
    return self_cure_rate + contacts_per_month / by_type(contacts_per_willing, size)


def by_type(array: FloatArray, axes: int) -> FloatArray:
    """Return an array of both types with at least so many axes, new ones behind the first.

    So that an axis of draws or of commissions is not taken for that of the types.
    """
    missing = (1,) * max(axes - array.ndim, 0)
    return array.reshape(array.shape[0], *missing, *array.shape[1:])


def chance_within_month(rate: FloatArray) -> FloatArray:
    """Return (1 - exp(-x)) / x, the mean of exp(-x t) over one month; 1 at x = 0."""
    small = rate < 1e-12
    return np.where(small, 1.0, -np.expm1(-rate) / np.where(small, 1.0, rate))


def follow(
    willing: FloatArray, *, hazard: FloatArray, fade: FloatArray, open_at_start: float = 1.0
) -> Path:
    """Return who pays when, for rates that may change from month to month.

    A month of which only a part f counts has both rates times f; one that does not count has 0.

    Args:
        willing: Easy and hard debtors at the start, shape (2, ...).
        hazard: Pay hazard of each type and month, shape (2, ..., months).
        fade: Rate at which willing debtors turn lost in each month, shape (..., months).
        open_at_start: Accounts open at the start, in the unit of the willing.
    """
    hazard = by_type(hazard, max(fade.ndim, willing.ndim) + 1)
    willing = by_type(willing, hazard.ndim - 1)
    rate = hazard + fade
    gone = np.cumsum(rate, axis=-1)
    still_willing = willing[..., None] * np.exp(rate - gone)
    paid = (still_willing * hazard * chance_within_month(rate)).sum(axis=0)
    return Path(
        paid=paid,
        open_before=np.asarray(open_at_start) - (np.cumsum(paid, axis=-1) - paid),
        willing_before=still_willing,
        willing_after=willing * np.exp(-gone[..., -1]),
    )


def work(masses: Masses, *, hazard: FloatArray, fade: FloatArray) -> Masses:
    """Return the masses after months of work; rates as in `follow`."""
    if hazard.shape[-1] == 0:
        return masses
    path = follow(masses.willing, hazard=hazard, fade=fade)
    return Masses(
        willing=path.willing_after,
        reluctant=masses.reluctant * np.exp(-fade.sum(axis=-1)),
        open=masses.open - path.paid.sum(axis=-1),
    )


def write_letter(
    masses: Masses,
    *,
    willing_response: FloatArray,
    reluctant_response: FloatArray,
    fade: FloatArray,
) -> Masses:
    """Return the masses a month after a letter.

        w_j <- w_j (1 - p_w) exp(-lambda)     r <- r (1 - p_r) exp(-lambda)
        open <- open - p_w (w_1 + w_2) - p_r r

    Args:
        masses: When the letter goes out.
        willing_response: Share of the willing who answer this letter, p_w.
        reluctant_response: Share of the reluctant who do, p_r.
        fade: Rate at which debtors turn lost in the month.
    """
    kept = np.exp(-fade)
    answered = willing_response * masses.willing.sum(axis=0) + reluctant_response * masses.reluctant
    left = np.asarray((1.0 - willing_response) * kept)
    return Masses(
        willing=by_type(masses.willing, left.ndim + 1) * left,
        reluctant=masses.reluctant * ((1.0 - reluctant_response) * kept),
        open=masses.open - answered,
    )


def kept_after(fade: FloatArray, months: FloatArray) -> FloatArray:
    """Return the share of debtors who have not turned lost after some months.

        exp(-sum of lambda over the months)

    Args:
        fade: Rate in each month, shape (..., segments, months).
        months: Whole months, shape (..., segments) or (); past the rates the last one goes on.
    """
    missing = max(int(np.max(np.rint(months))) - fade.shape[-1], 0)
    last = np.broadcast_to(fade[..., -1:], (*fade.shape[:-1], missing))
    rates = np.concatenate([fade, last], axis=-1)
    total = np.concatenate([np.zeros((*fade.shape[:-1], 1)), np.cumsum(rates, axis=-1)], axis=-1)
    shape = np.broadcast_shapes(fade.shape[:-1], np.shape(months))
    at = np.broadcast_to(np.rint(months).astype(np.int64), shape)[..., None]
    wide = np.broadcast_to(total, (*shape, total.shape[-1]))
    return np.asarray(np.exp(-np.take_along_axis(wide, at, axis=-1)[..., 0]))


def instalment_factor(
    *, months: FloatArray, breakage: FloatArray, discount: FloatArray
) -> FloatArray:
    """Return what equal monthly instalments are worth per unit agreed.

        phi = (1 / J) * sum_{j < J} (v * (1 - breakage)) ** j

    Args:
        months: Number of instalments J; 1 is a single payment.
        breakage: Share of debtors who stop paying each month.
        discount: Value today of 1 a month from now, v.
    """
    kept = discount * (1.0 - breakage)
    whole = kept >= 1.0
    series = (1.0 - kept**months) / np.where(whole, 1.0, 1.0 - kept)
    return np.where(whole, 1.0, series / months)
