"""A commission from both sides in words that both can read."""

from collections import Counter

from placement.decide.deal.curve import LotCurve
from placement.decide.deal.openers import Gap, Lever
from placement.decide.deal.zone import Zone, agency_surplus
from placement.domain.text import either, listed, sentences, t
from placement.words.names import move_names
from placement.words.numbers import money, points

NAMED = 2
"""Other ways that are named; the rest are only counted."""


def lever_names() -> dict[str, str]:
    """Return what each lever is called that may open a deal, by its key."""
    return {
        Lever.ACCOUNTS: t("Number of accounts, same mix"),
        Lever.FIXED_COST: t("Fixed cost of the contract"),
        Lever.CONTACT_COST: t("The agency's cost per contact"),
        Lever.ODDS: t("Odds of payment"),
        Lever.TERM: t("Term of the placement"),
    }


def other_ways(zone: Zone) -> str:
    """Return the creditor's best other ways, the one with most accounts first."""
    names, lot = move_names(), zone.lot
    count: Counter[str] = Counter()
    for option, accounts in zip(zone.other.first, lot.accounts.tolist(), strict=True):
        count[names[option]] += round(accounts)
    ordered = [name for name, _ in count.most_common()]
    if len(ordered) <= NAMED:
        return either(ordered)
    return t("{first} and others, by segment", first=listed(ordered[:NAMED]))


def at_quote(zone: Zone, at: LotCurve, *, quoted: float, currency: str) -> str:
    """Return what both sides have at today's quote."""
    agency = agency_at_quote(at, quoted=quoted, currency=currency)
    return sentences([agency, creditor_at_quote(zone, at, currency=currency)])


def agency_at_quote(at: LotCurve, *, quoted: float, currency: str) -> str:
    """Return what the agency has at today's quote, to be gone on with."""
    profit = float(at.agency_profit[0])
    words = {"quote": points(quoted), "profit": money(abs(profit)), "currency": currency}
    return (
        t("At {quote} the agency earns {profit} {currency};", **words)
        if profit >= 0.0
        else t("At {quote} the agency loses {profit} {currency};", **words)
    )


def creditor_at_quote(zone: Zone, at: LotCurve, *, currency: str) -> str:
    """Return what the creditor has at today's quote over its best other way."""
    more = float(at.creditor_value[0]) - zone.other.total
    words = {"more": money(abs(more)), "currency": currency, "other": other_ways(zone)}
    return (
        t(
            "the creditor keeps {more} {currency} more than with its best other way ({other}).",
            **words,
        )
        if more >= 0.0
        else t(
            "the creditor keeps {more} {currency} less than with its best other way ({other}).",
            **words,
        )
    )


def bounds_words(zone: Zone, *, low: bool = True, high: bool = True) -> list[str]:
    """Return what floor and ceiling mean, a sentence each of those that may be told."""
    return [
        *([_floor_words(zone)] if low else []),
        *(_not_yet(zone) if low and high else []),
        *([_ceiling_words(zone)] if high else []),
    ]


def _floor_words(zone: Zone) -> str:
    floor = zone.bounds.floor
    if floor is None:
        return t("No commission below 100% pays this agency.")
    if zone.target_margin > 0.0:
        return t(
            "Below {floor} the agency would miss its target of {margin} of revenue.",
            floor=points(floor),
            margin=points(zone.target_margin),
        )
    return t("Below {floor} the agency would lose.", floor=points(floor))


def _ceiling_words(zone: Zone) -> str:
    ceiling = zone.bounds.ceiling
    return (
        t("At no commission does placing leave the creditor as much as its best other way.")
        if ceiling is None
        else t(
            "Above {ceiling} the creditor does better with its best other way.",
            ceiling=points(ceiling),
        )
    )


def _not_yet(zone: Zone) -> list[str]:
    """Return where a deal starts above the floor, and why; nothing where the page shows no gap."""
    floor, start = points(zone.bounds.floor), points(zone.low_end)
    if zone.low_end is None or floor == start:
        return []
    if zone.gains_below:
        return [
            t(
                "From {floor} to {start} the agency gains, and the creditor at some commissions "
                "only: the agency's work grows in steps.",
                floor=floor,
                start=start,
            )
        ]
    return [
        t(
            "From {floor} to {start} the agency gains but the creditor does not yet: the agency "
            "works too little for its price.",
            floor=floor,
            start=start,
        )
    ]


def at_an_end(zone: Zone) -> bool:
    """Say whether the creditor's best commission shows as the first or the last there is."""
    ends = zone.curve.commission[[0, -1]]
    return points(zone.best_to_begin) in {points(float(end)) for end in ends}


def verdict(zone: Zone, gap: Gap | None, *, currency: str) -> str:
    """Return whether both sides gain somewhere, and from where to where; or why not."""
    if gap is not None:
        return no_deal_words(zone, gap, currency=currency)
    return t(
        "Deal: from {low} to {high} both sides gain.",
        low=points(zone.low_end),
        high=points(zone.bounds.ceiling),
    )


def no_deal_words(zone: Zone, gap: Gap, *, currency: str) -> str:
    """Return why there is no deal: how far apart the sides are, in points and money."""
    floor, ceiling = zone.bounds.floor, zone.bounds.ceiling
    words = {
        "agency": money(gap.agency_short),
        "creditor": money(gap.creditor_short),
        "least": money(zone.other.total - float(zone.marks.creditor_value[2])),
        "most": money(-float(agency_surplus(zone.curve, zone.target_margin).max())),
        "currency": currency,
    }
    if floor is not None and ceiling is not None:
        return t(
            "No deal: the floor lies {points} points above the ceiling. At the ceiling the agency "
            "lacks {agency} {currency}; at the floor the creditor loses {creditor} {currency}.",
            points=points(gap.points).rstrip("%"),
            **words,
        )
    if floor is not None:
        return t(
            "No deal: at any commission placing leaves the creditor at least {least} {currency} "
            "less than its best other way.",
            **words,
        )
    if ceiling is not None:
        return t(
            "No deal: no commission pays the agency; at the creditor's ceiling it lacks {agency} "
            "{currency}.",
            **words,
        )
    return t(
        "No deal: at any commission the agency lacks at least {most} {currency}, and the creditor "
        "keeps at least {least} {currency} less than with its best other way.",
        **words,
    )


def best_words(zone: Zone, at: LotCurve, *, quoted: float, currency: str) -> str:
    """Return what the creditor's best commission is, and what today's quote costs against it.

    That a cheaper one costs more than it saves is said only of a best between cheaper and dearer
    ones: at an end of the scale nothing was weighed.
    """
    if not zone.works_to_begin:
        return t(
            "No commission makes work on these accounts worth its price to the creditor; the best "
            "is one at which nobody works them."
        )
    best = zone.best_to_begin
    accounts = float(zone.lot.accounts.sum())
    behind = float(zone.marks.creditor_value[2] - at.creditor_value[0])
    words = {
        "best": points(best),
        "quote": points(quoted),
        "behind": money(behind),
        "currency": currency,
        "less": f"{float(at.contacts[0]) / accounts:.1f}",
        "more": f"{float(zone.marks.contacts[2]) / accounts:.1f}",
    }
    rule = (
        t("Of all commissions {best}, an end of the scale, leaves the creditor most.", **words)
        if at_an_end(zone)
        else t(
            "A cheaper commission than {best} costs the creditor more than it saves, because the "
            "agency works less.",
            **words,
        )
    )
    if round(behind) <= 0:
        return rule
    if quoted < best:
        if words["less"] == words["more"]:
            return sentences([rule, t("At {quote} it keeps {behind} {currency} less.", **words)])
        told = t(
            "At {quote} it contacts an account {less} times instead of {more}: that costs the "
            "creditor {behind} {currency}.",
            **words,
        )
        return sentences([rule, told])
    return sentences(
        [rule, t("Paying {quote} costs the creditor {behind} {currency} more.", **words)]
    )
