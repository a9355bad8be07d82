"""Bids nobody gains from leaving when all bid by the same rule; references and test oracles.

All are for n rivals and the lowest of n + 1 bids, `uniform_costs` for the m lowest. Private costs:
each bidder knows its own cost
and nothing of the others'. Common value: one cost for all, of which each has its own estimate.
"""

from math import gamma

from scipy.special import bdtr

from placement.domain.errors import InputError
from placement.domain.text import t


def uniform_costs(
    cost: float, rivals: int, *, highest: float = 1.0, winners: int = 1, lowest: float = 0.0
) -> float:
    """Return the bid where costs are even from lowest to highest and the m lowest bids win.

        c + integral over t > c of W(t)/W(c),  W(t) = P(fewer than m of n rivals cost less than t)

    Who bids by the rule of a cost t wins with chance W(t), and by the envelope theorem earns the
    integral. With x = (c - lowest)/(highest - lowest) and B(k; n) the chance of at most k in n
    trials of chance x it is

        c + (highest - lowest) * sum over j < m of B(j; n + 1) / ((n + 1) * B(m - 1; n))

    and for one winner c + (highest - c)/(n + 1), whatever the lowest cost. Where all win, it is
    the highest.

    Source: one winner, W. Vickrey, Journal of Finance 16 (1961) 8-37, turned round for the lowest
    bid; several winners, the same argument, docs/model.md, "Bidding".
    """
    if winners > rivals:
        return highest
    if winners == 1:
        return cost + (highest - cost) / (rivals + 1)
    width = highest - lowest
    place = min(max((cost - lowest) / width, 0.0), 1.0) if width > 0.0 else 1.0
    if place >= 1.0:
        return highest
    earned = sum(float(bdtr(j, rivals + 1, place)) for j in range(winners))
    return cost + width * earned / ((rivals + 1) * float(bdtr(winners - 1, rivals, place)))


def exponential_costs(cost: float, rivals: int, *, rate: float) -> float:
    """Return the bid where costs exceed their least by an exponential amount: c + 1/(n * rate).

    From b(c) = c + integral over t > c of ((1 - F(t))/(1 - F(c)))^n, which is free of c here.
    """
    _need_rivals(rivals)
    return cost + 1.0 / (rivals * rate)


def uniform_estimates(estimate: float, rivals: int, *, half_width: float) -> float:
    """Return the bid where estimates lie evenly within `half_width` of one cost: x + half_width.

    The profit expected by all bidders together is 2*half_width/(n + 2). Any number of rivals from
    1 gives the same bid. Source: the auction of J. Kagel and D. Levin, American Economic Review 76
    (1986) 894-920, away from the ends, turned round for the lowest bid.
    """
    _need_rivals(rivals)
    return estimate + half_width


def weibull_estimates(estimate: float, rivals: int, *, shape: float) -> float:
    """Return the bid where estimates are one cost times a Weibull error with mean 1.

        x * k*n*(n + 1)^(1/k) / (k*n - 1)

    for shape k; below k*n = 1 there is no such bid. Source: M. Rothkopf, "A model of rational
    competitive bidding", Management Science 15 (1969) 362-373; multiplicative strategies.

    Raises:
        InputError: k*n is not above 1.
    """
    power = shape * rivals
    if power <= 1.0:
        raise InputError(
            t(
                "Estimates this loose have no equilibrium: shape times rivals must be above 1; "
                "got {power:g}. Take more rivals or a larger shape.",
                power=power,
            )
        )
    return estimate * power / (power - 1.0) * float((rivals + 1) ** (1.0 / shape))


def weibull_scale(shape: float) -> float:
    """Return the scale that gives a Weibull distribution the mean 1: 1 / Gamma(1 + 1/k)."""
    return 1.0 / gamma(1.0 + 1.0 / shape)


def _need_rivals(rivals: int) -> None:
    if rivals < 1:
        raise InputError(t("An equilibrium needs a rival; got {rivals}.", rivals=rivals))
