"""Plan against actual in words."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from placement.api.actual_ways import LEAVES
from placement.domain.names import name_label
from placement.domain.text import clauses, sentences, t
from placement.domain.types import Option
from placement.tape.findings import Finding, Severity
from placement.words.numbers import in_sentence
from placement.words.timing import months_text

if TYPE_CHECKING:
    from placement.api.actual import PlanAgainstActual
    from placement.api.actual_odds import SectorOdds

FLOOR = 1.0 / 4_000
"""Chance below which draws of luck cannot tell how small it is."""

ALARMS = ("beyond", "alarm")
"""Ways in which a group rings: the first even outside what is not known of the odds."""

NAMED = 3
"""Alarms that the sentence names; the table has all."""

SETTLED = ("balance_zero", "balance_negative", "current")
"""Why rows of a later tape are none of its debts: they were paid since."""


def one_in(chance: float) -> str:
    """Return a chance as people say it: 1 in 400."""
    if chance <= FLOOR:
        return t("less than 1 in {count:,}", count=round(1.0 / FLOOR))
    if chance > 0.5:
        return t("as good as any")
    return t("1 in {count:,}", count=round(1.0 / chance))


def status_names() -> dict[str, str]:
    """Return what each state of a group is called."""
    return {
        "beyond": t("ALARM, beyond"),
        "alarm": t("ALARM"),
        "depends": t("hangs on gone"),
        "expected": t("as expected"),
        "not_judged": t("not judged"),
    }


def group_name(row: dict[str, Any]) -> str:
    """Return what a group is called: its segment, or its sector, age and first move."""
    if row["segment"]:
        return str(row["segment"])
    return t(
        "{sector}, {age}, {move}",
        sector=name_label(row["sector"]),
        age=row["age_band"],
        move=name_label(row["move"]),
    )


def why_not_judged(found: "PlanAgainstActual", place: int) -> str:
    """Return why a group is not judged."""
    move = found.groups[place].move
    first = found.readings[0].judged
    if not first.accounts[place]:
        return t("all of them left otherwise, or their rows cannot be used")
    if move in LEAVES:
        return t("to be sold or written off, so no payment is expected")
    if first.expected[place] > 0.0:
        return t("too few payers expected ({payers:.3f}) to tell", payers=first.payers[place])
    if move in (Option.PAYMENT_ORDER.value, Option.LAWSUIT.value):
        return t("a court's first months bring nothing by the model")
    return t("the plan expects nothing of them in these months")


def row_words(row: dict[str, Any]) -> str:
    """Return what one group's money says of the odds."""
    if row["status"] == "not_judged":
        return t(
            "{name} is not judged: {reason}. {came} came in from {payers:,} accounts, which "
            "is in neither sum.",
            name=group_name(row),
            reason=row["reason"],
            **in_sentence({"came": row["came"]}),
            payers=row["payers"],
        )
    if row["status"] == "depends":
        return t(
            "{name} hangs on {count:,} accounts that are gone: {came} of {expected} "
            "expected if they paid, {less} of {other} if not.",
            name=group_name(row),
            count=row["gone"],
            **in_sentence(
                {
                    "came": row["came"],
                    "expected": row["expected"],
                    "less": row["came_if_not_paid"],
                    "other": row["expected_if_not_paid"],
                }
            ),
        )
    values = {
        "name": group_name(row),
        "ratio": row["ratio"],
        **in_sentence({"came": row["came"], "expected": row["expected"]}),
        "payers": row["payers"],
        "others": row["expected_payers"],
        "chance": one_in(row["chance_by_luck"]),
    }
    if row["status"] not in ALARMS:
        return t(
            "{name} brought {ratio:.0%} of what was expected ({came} of {expected}); by "
            "luck alone {chance}.",
            **values,
        )
    said = [
        t(
            "{name} brought less than expected: {ratio:.0%} ({came} of {expected}; "
            "{payers:,} payers, {others:,.1f} expected); by luck alone {chance}.",
            **values,
        )
        if row["side"] == "less"
        else t(
            "{name} brought more than expected: {ratio:.0%} ({came} of {expected}; "
            "{payers:,} payers, {others:,.1f} expected); by luck alone {chance}.",
            **values,
        )
    ]
    if explained := _share_words(row):
        said.append(explained)
    return sentences(said)


def _share_words(row: dict[str, Any]) -> str:
    """Return the willing share that would explain a group's money, where the month tells one."""
    values = {
        "implied": row["implied_share"],
        "low": row["implied_low"],
        "high": row["implied_high"],
        "now": row["willing_share"],
    }
    match row["implied_tells"]:
        case "between":
            return t(
                "A willing share of {implied:.1%} ({low:.1%} to {high:.1%}) instead of {now:.1%} "
                "would explain it.",
                **values,
            )
        case "at_most":
            return t(
                "A willing share of at most {high:.1%} instead of {now:.1%} would explain it.",
                **values,
            )
        case "at_least":
            return t(
                "A willing share of at least {low:.1%} instead of {now:.1%} would explain it.",
                **values,
            )
        case "above_all":
            return t(
                "Not even a willing share of 100 % would explain so much: look at the payments and "
                "at what was done with these accounts."
            )
        case "below_all":
            return t(
                "Less came than would without any willing debtor: look at whether the letters or "
                "suits went out."
            )
        case "nothing":
            return t("One month of so few payers tells nothing of the willing share.")
    return ""


def actual_verdict(found: "PlanAgainstActual") -> str:
    """Return the answer in words: what came of what was expected, and which alarms ring."""
    status, rings = found.status, _rings(found)
    judged = int(found.is_judged.sum())
    if not judged:
        return sentences(
            [
                t("The plan expects nothing in these months, so nothing can be held against it."),
                *_besides(found),
            ]
        )
    said = [*_headline(found), *_besides(found)]
    if not rings:
        said.append(t("No alarm among {judged:,} groups.", judged=judged))
    else:
        said.append(
            t(
                "Alarm for {count:,} of {judged:,} groups, which differ by more than luck: "
                "{names}.",
                count=len(rings),
                judged=judged,
                names=clauses([*rings[:NAMED], *["…"] * (len(rings) > NAMED)]),
            )
        )
    if beyond := status.count("beyond"):
        said.append(
            t("{count:,} of them lie outside even what is not known of the odds.", count=beyond)
        )
    if depends := status.count("depends"):
        said.append(t("{count:,} hang on what became of accounts that are gone.", count=depends))
    return sentences(said)


def _rings(found: "PlanAgainstActual") -> list[str]:
    """Return the names of groups that ring, the rarest first."""
    chance, status = found.readings[0].said.by_luck, found.status
    places = [place for place, state in enumerate(status) if state in ALARMS]
    places.sort(key=lambda place: (ALARMS.index(status[place]), chance[place]))
    return [
        group_name(
            {
                "segment": group.segment,
                "sector": group.sector,
                "age_band": group.age_band,
                "move": group.move,
            }
        )
        for group in (found.groups[place] for place in places)
    ]


def _headline(found: "PlanAgainstActual") -> list[str]:
    """Return what came of what was expected, of the judged groups, under each reading."""
    whole = found.by("all")[1]
    low, high = whole[0].judged.interval(0.8)
    values = {
        "months": months_text(found.months),
        "currency": found.currency,
        "ratio": float(whole[0].came[0] / whole[0].judged.expected[0]),
    }
    sums = {
        "came": float(whole[0].came[0]),
        "expected": float(whole[0].judged.expected[0]),
        "low": float(low[0]),
        "high": float(high[0]),
    }
    if len(whole) == 1:
        return [
            t(
                "In {months} {came} {currency} came in, {ratio:.0%} of the {expected} "
                "expected (eight chances in ten: {low} to {high}).",
                **values,
                **in_sentence(sums),
            )
        ]
    other = float(whole[1].judged.expected[0])
    return [
        t(
            "In {months} {came} {currency} came in, {ratio:.0%} of the {expected} "
            "expected (eight chances in ten: {low} to {high}), if the {gone:,} accounts "
            "that are gone paid; if they left otherwise, {less}, {share:.0%} of {other}.",
            **values,
            gone=int(found.gone[found.is_judged].sum()),
            share=float(whole[1].came[0]) / other if other > 0.0 else math.nan,
            **in_sentence(sums | {"less": float(whole[1].came[0]), "other": other}),
        )
    ]


def _besides(found: "PlanAgainstActual") -> list[str]:
    """Return the money of groups that are not judged, which is in no sum."""
    first = found.by("not_judged")[1][0]
    if not first.came_from[0]:
        return []
    return [
        t(
            "Besides, {came} came from {payers:,} accounts in groups that are not judged.",
            **in_sentence({"came": float(first.came[0])}),
            payers=int(first.came_from[0]),
        )
    ]


def next_tape_findings(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings on a later tape, where rows that owe nothing are no fault: they paid."""
    return tuple(
        replace(
            each,
            severity=Severity.NOTE,
            message=t(
                "{count:,} rows of the later tape owe nothing or are no longer past due. Those "
                "that are on the tape of the plan count as settled.",
                count=each.rows,
            ),
            advice="",
            first=(),
        )
        if each.code in SETTLED
        else each
        for each in findings
    )


def odds_words(each: "SectorOdds") -> str:
    """Return what a sector says of its willing share."""
    said = t(
        "{sector} as a whole: {factor:.2f} ± {error:.2f} times the willing share, at {age:.1f} "
        "months past due.",
        sector=name_label(each.sector),
        factor=each.factor,
        error=each.error,
        age=each.age,
    )
    if each.blend is None:
        return sentences([said, each.why_not])
    blended = t(
        "Blended with the library (weight {weight:.2f}): {value:.1%} instead of {library:.1%}, "
        "{low:.1%} to {high:.1%}. One month cannot tell fewer willing debtors from slower ones; "
        "this holds all else.",
        weight=each.blend.credibility,
        value=each.blend.blended,
        library=each.library.value,
        low=each.blend.low,
        high=each.blend.high,
    )
    return sentences([said, blended])
