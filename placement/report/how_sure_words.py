"""How sure an agency's answers and a commission are, in a sentence or two: pages and commands."""

from collections.abc import Mapping

import numpy as np

from placement.domain.text import t
from placement.domain.types import FloatArray, Segments
from placement.risk.bids import BidDraws
from placement.risk.commissions import Commissions
from placement.risk.mixes import MixDraws
from placement.risk.odds import TAILS, Odds

SURE = 0.95
"""Share of draws from which on a contract counts as sure to belong to the best choice."""

AT_ONCE = 0.005
"""Share of the way to the ends below which another choice leads at once."""

SURE_SPOT = 0.90
"""Share of draws from which on the colour of a spot on a map counts as sure."""


def in_draws(count: int) -> str:
    """Return what opens such a sentence."""
    return t("How sure, in {count:,} draws of all numbers:", count=count)


def bids_words(found: BidDraws, currency: str) -> str:
    """Return what the bids made bring in draws, and how often they lose."""
    if not found.is_made.any():
        some = float(np.max(found.p_go, initial=0.0))
        return t(
            "no bid is made; in {share:.0f} of 100 draws one of these lots would be worth one.",
            share=100 * some,
        )
    low, high = found.range
    return t(
        "nine of ten expect {low:,.0f} to {high:,.0f} {currency} of the bids made, and {loss:.0f} "
        "of 100 a loss.",
        low=low,
        high=high,
        loss=100 * found.p_total_loss,
        currency=currency,
    )


def one_bid_words(found: BidDraws, lot: int, currency: str) -> str:
    """Return what the bid for one lot hangs on."""
    best = found.best[lot][~np.isnan(found.best[lot])]
    if not best.size:
        return t("In no draw is this lot worth a bid.")
    low, high = np.quantile(best, TAILS)
    said = [
        t(
            "This lot is worth a bid in {go:.0f} of 100 draws; the best one lies from {low:.1%} "
            "to {high:.1%} in nine of ten.",
            go=100 * found.p_go[lot],
            low=low,
            high=high,
        )
    ]
    if not np.isnan(found.on_average[lot]):
        said.append(
            t(
                "On average over the draws {bid:.1%} earns most; knowing all numbers before "
                "bidding is worth {stake:,.0f} {currency}.",
                bid=found.on_average[lot],
                stake=found.at_stake[lot],
                currency=currency,
            )
        )
    return " ".join(said)


def mix_words(found: MixDraws, names: tuple[str, ...], currency: str) -> str:
    """Return what the contracts chosen bring in draws, and which of them are least sure."""
    if not found.chosen.any():
        return t(
            "in {share:.0f} of 100 some contract would be worth taking.",
            share=100 * float(np.mean(found.taken.any(axis=1))),
        )
    said = []
    if found.fits.any():
        low, high = found.range
        said.append(
            t(
                "nine of ten bring {low:,.0f} to {high:,.0f} {currency} with these contracts, "
                "people placed anew; {loss:.0f} of 100 a loss.",
                low=low,
                high=high,
                loss=100 * found.p_loss,
                currency=currency,
            )
        )
    if found.p_fits < 1.0:
        said.append(
            t(
                "In {short:.0f} of 100 they do not fit the people, or the cash does not last.",
                short=100 * (1.0 - found.p_fits),
            )
        )
    said.append(_least_sure(found, names))
    return " ".join(said)


def _least_sure(found: MixDraws, names: tuple[str, ...]) -> str:
    chance = found.p_taken
    sure = int(np.sum(found.chosen & (chance >= SURE)))
    weak = min(np.flatnonzero(found.chosen).tolist(), key=lambda row: (chance[row], row))
    said = t(
        "{sure} of the {all} belong to the best choice nearly always; least sure is {name} "
        "({share:.0f} of 100).",
        sure=sure,
        all=int(found.chosen.sum()),
        name=names[weak],
        share=100 * chance[weak],
    )
    out = np.flatnonzero(~found.chosen & (chance > 0.0)).tolist()
    if not out:
        return said
    next_in = max(out, key=lambda row: (chance[row], -row))
    return f"{said} " + t(
        "Of those left out {name} most often belongs to it ({share:.0f}).",
        name=names[next_in],
        share=100 * chance[next_in],
    )


def map_words(odds: Odds, spots: Segments, names: Mapping[str, str], currency: str) -> str:
    """Return on how much of a decision map its colour holds, and where it is least sure.

    Args:
        odds: What draws say of spots spread evenly over the map.
        spots: Their balances and ages.
        names: What each choice is called.
        currency: Unit of the balances.
    """
    place = np.arange(len(spots))
    chance = np.nan_to_num(odds.p_best)
    kept = chance[odds.lead, place]
    weak = int(np.argmin(kept))
    rivals = chance[:, weak].copy()
    rivals[odds.lead[weak]] = -1.0
    return " ".join(
        [
            t(
                "the colour holds in nine of ten on {sure:.0%} of the map, and in less than half "
                "of them on {open:.0%}.",
                sure=float(np.mean(kept >= SURE_SPOT)),
                open=float(np.mean(kept < 0.5)),
            ),
            t(
                "Least sure is **{leader}** at {balance:,.0f} {currency} and {age:.0f} months: "
                "best in {share:.0f} of 100, {rival} in {rivals:.0f}.",
                leader=names[odds.names[int(odds.lead[weak])]],
                balance=float(f"{spots.balance[weak]:.1e}"),
                currency=currency,
                age=spots.age[weak],
                share=100 * kept[weak],
                rival=names[odds.names[int(np.argmax(rivals))]],
                rivals=100 * rivals.max(),
            ),
        ]
    )


def compared_words(p_more: float, low: float, high: float, currency: str) -> str:
    """Return in how many draws one scenario leaves more than another, and by how much.

    Args:
        p_more: Share of draws in which the second leaves more.
        low: Least difference of nine draws of ten.
        high: Largest of them.
        currency: Unit of the money.
    """
    if low == high == 0.0:
        return t("the book leaves the same in nine of ten.")
    return t(
        "it leaves more in {more:.0f} of 100; nine of ten change what the book leaves by "
        "{low:+,.0f} to {high:+,.0f} {currency}.",
        more=100 * p_more,
        low=low,
        high=high,
        currency=currency,
    )


def commission_words(found: Commissions, *, low: bool = True, high: bool = True) -> str:
    """Return how sure floor, ceiling and the creditor's best commission are.

    Args:
        found: The draws.
        low: Whether the agency's floor may be told.
        high: Whether the creditor's ceiling and best may be told.
    """
    said = []
    if low and high:
        said.append(t("both sides can agree in {share:.0f} of 100.", share=100 * found.p_deal))
    if low:
        said.append(_limit(t("The agency's floor"), found.floor))
    if high:
        said.append(_limit(t("The creditor's ceiling"), found.ceiling))
        said.append(_limit(t("The creditor's best"), found.best))
    return " ".join(each for each in said if each)


def _limit(name: str, drawn: FloatArray) -> str:
    known = drawn[~np.isnan(drawn)]
    if not known.size:
        return t("{name}: none in any draw.", name=name)
    low, high = np.quantile(known, TAILS)
    if known.size < drawn.size:
        return t(
            "{name} lies from {low:.1%} to {high:.1%} in nine of ten of the {share:.0f} in 100 "
            "that have one.",
            name=name,
            low=low,
            high=high,
            share=100 * known.size / drawn.size,
        )
    return t(
        "{name} lies from {low:.1%} to {high:.1%} in nine of ten.", name=name, low=low, high=high
    )


def sectors_words(worth: Mapping[str, FloatArray], names: Mapping[str, str], *, leads: str) -> str:
    """Return in how many draws a sector earns most for a person's month, and which else does.

    Args:
        worth: By sector what a month of one person earns, shape (draws,); minus infinity where
            nobody works.
        names: What each sector is called.
        leads: The sector that leads with every number at its value.
    """
    chance = chances_to_lead(worth)
    rivals = sorted((each for each in chance if each != leads), key=lambda each: -chance[each])
    if not rivals or chance[rivals[0]] == 0.0:
        return t("**{leader}** leads in {share:.0f} of 100.", leader=names[leads],
                 share=100 * chance[leads])  # fmt: skip
    return t(
        "**{leader}** leads in {share:.0f} of 100; else mostly {rival} ({rivals:.0f}).",
        leader=names[leads],
        share=100 * chance[leads],
        rival=names[rivals[0]],
        rivals=100 * chance[rivals[0]],
    )


def chances_to_lead(worth: Mapping[str, FloatArray]) -> dict[str, float]:
    """Return the share of draws in which each sector earns most; none does where all lose."""
    table = np.stack(list(worth.values()))
    best, pays = np.argmax(table, axis=0), table.max(axis=0) > 0.0
    return {sector: float(np.mean((best == row) & pays)) for row, sector in enumerate(worth)}
