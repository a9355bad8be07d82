"""How sure an agency's answers and a commission are, in a sentence or two: pages and commands."""

from collections.abc import Mapping

import numpy as np

from placement.domain.text import sentences, t
from placement.domain.types import FloatArray, Segments
from placement.risk.bids import BidDraws
from placement.risk.commissions import Commissions
from placement.risk.mixes import MixDraws
from placement.risk.odds import TAILS, Odds
from placement.words.numbers import difference, money, points

SURE = 0.95
"""Share of draws from which on a contract counts as sure to belong to the best choice."""

AT_ONCE = 0.005
"""Share of the way to the ends below which another choice leads at once."""

SURE_SPOT = 0.90
"""Share of draws from which on the colour of a spot on a map counts as sure."""

SELDOM = 0.005
"""Share of draws below which a rival is not named."""


def in_draws(count: int) -> str:
    """Return what opens such a sentence."""
    return t("How sure, in {count:,} draws of all numbers:", count=count)


def part_of_draws(share: float) -> str:
    """Return a share of the draws that were made, however many, in whole percent such as 87%."""
    return points(float(share), decimals=0)


def bids_words(found: BidDraws, currency: str) -> str:
    """Return what the bids made bring in draws, and how often they lose."""
    if not found.is_made.any():
        some = float(np.max(found.p_go, initial=0.0))
        return t(
            "no bid is made; in {share} of the draws one of these lots would be worth one.",
            share=part_of_draws(some),
        )
    low, high = found.range
    return t(
        "nine of ten expect {low} to {high} {currency} of the bids made, and {loss} of the draws "
        "a loss.",
        low=money(low),
        high=money(high),
        loss=part_of_draws(found.p_total_loss),
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
            "This lot is worth a bid in {go} of the draws; the best one lies from {low:.1%} to "
            "{high:.1%} in nine of ten.",
            go=part_of_draws(found.p_go[lot]),
            low=low,
            high=high,
        )
    ]
    if not np.isnan(found.on_average[lot]):
        said.append(
            t(
                "On average over the draws {bid:.1%} earns most; knowing all numbers before "
                "bidding is worth {stake} {currency}.",
                bid=found.on_average[lot],
                stake=money(found.at_stake[lot]),
                currency=currency,
            )
        )
    return sentences(said)


def mix_words(found: MixDraws, names: tuple[str, ...], currency: str) -> str:
    """Return what the contracts chosen bring in draws, and which of them are least sure."""
    if not found.chosen.any():
        return t(
            "in {share} of the draws some contract would be worth taking.",
            share=part_of_draws(float(np.mean(found.taken.any(axis=1)))),
        )
    said = []
    if found.fits.any():
        low, high = found.range
        said.append(
            t(
                "nine of ten bring {low} to {high} {currency} with these contracts, people placed "
                "anew; {loss} of the draws a loss.",
                low=money(low),
                high=money(high),
                loss=part_of_draws(found.p_loss),
                currency=currency,
            )
        )
    if found.p_fits < 1.0:
        said.append(
            t(
                "In {short} of the draws they do not fit the people, or the cash does not last.",
                short=part_of_draws(1.0 - found.p_fits),
            )
        )
    said.append(_least_sure(found, names))
    return sentences(said)


def _least_sure(found: MixDraws, names: tuple[str, ...]) -> str:
    chance = found.p_taken
    sure = int(np.sum(found.chosen & (chance >= SURE)))
    weak = min(np.flatnonzero(found.chosen).tolist(), key=lambda row: (chance[row], row))
    said = t(
        "{sure} of the {all} belong to the best choice nearly always; least sure is {name} "
        "(in {share} of the draws).",
        sure=sure,
        all=int(found.chosen.sum()),
        name=names[weak],
        share=part_of_draws(chance[weak]),
    )
    out = np.flatnonzero(~found.chosen & (chance > 0.0)).tolist()
    if not out:
        return said
    next_in = max(out, key=lambda row: (chance[row], -row))
    next_said = t(
        "Of those left out {name} most often belongs to it ({share}).",
        name=names[next_in],
        share=part_of_draws(chance[next_in]),
    )
    return sentences([said, next_said])


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
    return sentences(
        [
            t(
                "the colour holds in nine of ten on {sure:.0%} of the map, and in less than half "
                "of them on {open:.0%}.",
                sure=float(np.mean(kept >= SURE_SPOT)),
                open=float(np.mean(kept < 0.5)),
            ),
            t(
                "Least sure is **{leader}** at {balance} {currency} and {age:.0f} months: "
                "best in {share} of the draws, {rival} in {rivals}.",
                leader=names[odds.names[int(odds.lead[weak])]],
                balance=money(float(f"{spots.balance[weak]:.1e}")),
                currency=currency,
                age=spots.age[weak],
                share=part_of_draws(kept[weak]),
                rival=names[odds.names[int(np.argmax(rivals))]],
                rivals=part_of_draws(rivals.max()),
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
        "it leaves more in {more} of the draws; nine of ten change what the book leaves by "
        "{low} to {high} {currency}.",
        more=part_of_draws(p_more),
        low=difference(low),
        high=difference(high),
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
        said.append(
            t("both sides can agree in {share} of the draws.", share=part_of_draws(found.p_deal))
        )
    if low:
        said.append(_limit(t("The agency's floor"), found.floor))
    if high:
        said.append(_limit(t("The creditor's ceiling"), found.ceiling))
        said.append(_limit(t("The creditor's best"), found.best))
    return sentences(each for each in said if each)


def _limit(name: str, drawn: FloatArray) -> str:
    known = drawn[~np.isnan(drawn)]
    if not known.size:
        return t("{name}: none in any draw.", name=name)
    low, high = np.quantile(known, TAILS)
    if known.size < drawn.size:
        return t(
            "{name} lies from {low:.1%} to {high:.1%} in nine of ten of the draws that have one "
            "({share}).",
            name=name,
            low=low,
            high=high,
            share=part_of_draws(known.size / drawn.size),
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
        return t(
            "**{leader}** leads in {share} of the draws.",
            leader=names[leads],
            share=part_of_draws(chance[leads]),
        )
    return t(
        "**{leader}** leads in {share} of the draws; else mostly {rival} ({rivals}).",
        leader=names[leads],
        share=part_of_draws(chance[leads]),
        rival=names[rivals[0]],
        rivals=part_of_draws(chance[rivals[0]]),
    )


def chances_to_lead(worth: Mapping[str, FloatArray]) -> dict[str, float]:
    """Return the share of draws in which each sector earns most; none does where all lose."""
    table = np.stack(list(worth.values()))
    best, pays = np.argmax(table, axis=0), table.max(axis=0) > 0.0
    return {sector: float(np.mean((best == row) & pays)) for row, sector in enumerate(worth)}


def how_sure(
    odds: Odds, position: int, names: Mapping[str, str], *, leads: str | None = None
) -> str:
    """Return one sentence: in how many draws the leader is best, and what else is.

    Args:
        odds: What the draws say.
        position: The segment.
        names: What each choice is called.
        leads: What the page says leads; by default what leads with every number at its value.
    """
    lead = int(odds.lead[position]) if leads is None else odds.names.index(leads)
    chance = np.nan_to_num(odds.p_best[:, position])
    rivals = [row for row in np.argsort(-chance, kind="stable").tolist() if row != lead]
    leader, rival = names[odds.names[lead]], names[odds.names[rivals[0]]]
    if chance[rivals[0]] < SELDOM:
        return t("**{leader}** is best in all but very few draws.", leader=leader)
    words = {
        "leader": leader,
        "share": part_of_draws(chance[lead]),
        "rival": rival,
        "rivals": part_of_draws(chance[rivals[0]]),
    }
    if chance[lead] >= chance[rivals[0]]:
        return t(
            "**{leader}** is best in {share} of the draws; else mostly {rival} ({rivals}).",
            **words,
        )
    return t(
        "**{leader}** leads as the numbers stand and is best in {share} of the draws; "
        "{rival} is in {rivals}.",
        **words,
    )
