"""Plan against actual as plain data and in words, by the names of the public interface."""

import math
from typing import TYPE_CHECKING, Any

from placement.domain.names import name_label
from placement.domain.text import t

if TYPE_CHECKING:
    from placement.api.actual import ActualReading, PlanAgainstActual
    from placement.api.actual_odds import SectorOdds

FLOOR = 1.0 / 4_000
"""Chance below which draws of luck cannot tell how small it is."""

ALARMS = ("beyond", "alarm")
"""Ways in which a group rings: the first even outside what is not known of the odds."""

NAMED = 3
"""Alarms that the sentence names; the table has all."""


def actual_rows(found: "PlanAgainstActual") -> list[dict[str, Any]]:
    """Return a row for each group, alarms first; money in the book's currency."""
    first, status = found.readings[0], found.status
    bounds = _bounds(first)
    rows = []
    for place, group in enumerate(found.groups):
        rows.append(
            {
                "sector": group.sector,
                "age_band": group.age_band,
                "segment": group.segment,
                "move": group.move,
                "status": status[place],
                "accounts": int(found.accounts[place]),
                "judged": int(first.judged.accounts[place]),
                "balance": float(found.balance[place]),
                **_numbers(first, place, bounds),
                "came_if_not_paid": float(found.readings[-1].came[place]),
                "gone": int(found.gone[place]),
                "gone_balance": float(found.gone_balance[place]),
                "left_otherwise": int(found.left[place]),
                "unreadable": int(found.unreadable[place]),
                "charged": float(found.charged[place]),
                "charged_accounts": int(found.charged_accounts[place]),
                "otherwise": int(found.otherwise[place]),
                "done": dict(found.done[place]),
            }
        )
    order = {"beyond": 0, "alarm": 1, "depends": 2, "expected": 3, "not_judged": 4}
    return sorted(rows, key=lambda row: (order[row["status"]], row["chance_by_luck"] or 1.0))


def _bounds(reading: "ActualReading") -> dict[str, Any]:
    judged = reading.judged
    found: dict[str, Any] = {}
    for name, share in (("80", 0.8), ("90", 0.9)):
        found[f"low_{name}"], found[f"high_{name}"] = judged.interval(share)
    found["luck_low_80"], found["luck_high_80"] = judged.luck_interval(0.8)
    return found


def _numbers(reading: "ActualReading", place: int, bounds: dict[str, Any]) -> dict[str, Any]:
    judged, said = reading.judged, reading.said
    willing = float(judged.willing[place])
    return {
        "planned": float(reading.planned[place]),
        "expected": float(judged.expected[place]),
        **{name: float(values[place]) for name, values in bounds.items()},
        "came": float(reading.came[place]),
        "difference": float(reading.came[place] - judged.expected[place]),
        "by_treatment": float(judged.expected[place] - reading.planned[place]),
        "expected_payers": float(judged.payers[place]),
        "payers": int(reading.came_from[place]),
        "chance_by_luck": number(said.by_luck[place]),
        "chance_in_all": number(said.in_all[place]),
        "ratio": number(said.ratio[place]),
        "shrunk_factor": number(said.shrunk[place]),
        "weight": number(said.weight[place]),
        "willing_share": number(willing),
        "implied_share": number(willing * float(said.factor[place])),
        "implied_low": number(willing * float(said.factor_low[place])),
        "implied_high": number(willing * float(said.factor_high[place])),
    }


def number(value: float) -> float | None:
    """Return a number, None where there is none."""
    return float(value) if math.isfinite(value) else None


def actual_answer(found: "PlanAgainstActual") -> dict[str, Any]:
    """Return the whole answer."""
    rows = actual_rows(found)
    return {
        "months": found.months,
        "currency": found.currency,
        "verdict": actual_verdict(found),
        "says": actual_notes(found),
        "false_alarms": found.rate,
        "groups": len(rows),
        "expected_outside_90": 0.1 * sum(row["status"] != "not_judged" for row in rows),
        "total": total_rows(found, "all")[0],
        "sectors": total_rows(found, "sector"),
        "moves": total_rows(found, "move"),
        "rows": rows,
        "odds": [_odds(each) for each in found.odds],
    }


def total_rows(found: "PlanAgainstActual", name: str) -> list[dict[str, Any]]:
    """Return sums by `sector`, by `move`, or of the whole, `all`."""
    names, readings = found.by(name)
    bounds = _bounds(readings[0])
    return [
        {
            name: key,
            "accounts": int(readings[0].judged.accounts[place]),
            **_numbers(readings[0], place, bounds),
            "came_if_not_paid": float(readings[-1].came[place]),
        }
        for place, key in enumerate(names)
    ]


def _odds(each: "SectorOdds") -> dict[str, Any]:
    return {
        "sector": each.sector,
        "age": each.age,
        "factor": each.factor,
        "error": each.error,
        "library": {"value": each.library.value, "low": each.library.low,
                    "high": each.library.high},
        "blended": None if each.blend is None else each.blend.blended,
        "low": None if each.blend is None else each.blend.low,
        "high": None if each.blend is None else each.blend.high,
        "weight": None if each.blend is None else each.blend.credibility,
        "why_not": each.why_not,
        "values": {} if each.overlay is None else each.overlay.values,
    }  # fmt: skip


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


def row_words(row: dict[str, Any]) -> str:
    """Return what one group's money says of the odds."""
    if row["status"] == "not_judged":
        return t("The plan expects nothing of them in these months, so nothing can be said.")
    said = [
        t(
            "{name} brought {ratio:.0%} of what was expected ({came:,.0f} of {expected:,.0f}); by "
            "luck alone {chance}.",
            name=group_name(row),
            ratio=row["ratio"],
            came=row["came"],
            expected=row["expected"],
            chance=one_in(row["chance_by_luck"]),
        )
    ]
    if row["status"] in ALARMS and row["implied_share"] is not None:
        said.append(
            t(
                "A willing share of {implied:.1%} ({low:.1%} to {high:.1%}) instead of {now:.1%} "
                "would explain it.",
                implied=row["implied_share"],
                low=row["implied_low"],
                high=row["implied_high"],
                now=row["willing_share"],
            )
        )
    if row["status"] == "depends":
        said.append(
            t(
                "It hangs on {count:,} accounts that are gone: {came:,.0f} if they paid, "
                "{less:,.0f} if not.",
                count=row["gone"],
                came=row["came"],
                less=row["came_if_not_paid"],
            )
        )
    return " ".join(said)


def actual_verdict(found: "PlanAgainstActual") -> str:
    """Return the answer in words: what came of what was expected, and which alarms ring."""
    whole = total_rows(found, "all")[0]
    rows = actual_rows(found)
    count = {
        name: sum(row["status"] == name for row in rows) for name in ("beyond", "alarm", "depends")
    }
    if whole["ratio"] is None:
        return t("The plan expects nothing in these months, so nothing can be held against it.")
    said = [
        t(
            "In {months} {came:,.0f} {currency} came in, {ratio:.0%} of the {expected:,.0f} "
            "expected (eight chances in ten: {low:,.0f} to {high:,.0f}).",
            months=t("1 month") if found.months == 1 else t("{n} months", n=found.months),
            came=whole["came"],
            currency=found.currency,
            ratio=whole["ratio"],
            expected=whole["expected"],
            low=whole["low_80"],
            high=whole["high_80"],
        )
    ]
    judged = sum(row["status"] != "not_judged" for row in rows)
    rings = [group_name(row) for row in rows if row["status"] in ALARMS]
    if not rings:
        said.append(t("No alarm among {judged:,} groups.", judged=judged))
    else:
        said.append(
            t(
                "Alarm for {count:,} of {judged:,} groups, which differ by more than luck: "
                "{names}.",
                count=len(rings),
                judged=judged,
                names="; ".join(rings[:NAMED]) + ("; …" if len(rings) > NAMED else ""),
            )
        )
    if count["beyond"]:
        said.append(
            t(
                "{count:,} of them lie outside even what is not known of the odds.",
                count=count["beyond"],
            )
        )
    if count["depends"]:
        said.append(
            t("{count:,} hang on what became of accounts that are gone.", count=count["depends"])
        )
    return " ".join(said)


def actual_notes(found: "PlanAgainstActual") -> list[str]:
    """Return how alarms are made, and what the tapes do not say, a line each."""
    judged = sum(state != "not_judged" for state in found.status)
    said = [
        t(
            "{judged:,} groups are looked at, of which chance alone puts {outside:.1f} outside a "
            "range of nine in ten. An alarm allows for that (Benjamini and Hochberg): where all "
            "odds are right, the chance of any alarm is at most {rate:.0%}.",
            judged=judged,
            outside=0.1 * judged,
            rate=found.rate,
        )
    ]
    gone, left, broken = (int(x.sum()) for x in (found.gone, found.left, found.unreadable))
    if gone:
        said.append(
            t(
                "{count:,} accounts ({money:,.2f}) are gone and the tape does not say how. They "
                "are read both ways, as paid at the usual settlement and as left otherwise; you "
                "can say which it is.",
                count=gone,
                money=float(found.gone_balance.sum()),
            )
            if len(found.readings) > 1
            else t(
                "{count:,} accounts ({money:,.2f}) are gone and the tape does not say how; they "
                "are taken as you said.",
                count=gone,
                money=float(found.gone_balance.sum()),
            )
        )
    if left:
        said.append(
            t(
                "{count:,} accounts left otherwise than by paying: withdrawn, sold or written off. "
                "Nothing is expected of them.",
                count=left,
            )
        )
    if broken:
        said.append(
            t(
                "{count:,} accounts are on the later tape in rows that cannot be used; they are "
                "not judged.",
                count=broken,
            )
        )
    if rose := int(found.charged_accounts.sum()):
        said.append(
            t(
                "{count:,} accounts owe {money:,.2f} more: new charges, which are not taken off "
                "what came. A payment behind a new charge is not seen without remittances.",
                count=rose,
                money=float(found.charged.sum()),
            )
        )
    return [*said, *_of_treatment(found), *_of_payments(found)]


def _of_treatment(found: "PlanAgainstActual") -> list[str]:
    if not found.after.tells_work:
        return [
            t(
                "The later tape does not say what was done (no column of agencies, placements or "
                "letters), so all accounts are taken to have been treated as planned."
            )
        ]
    said = []
    if count := int(found.otherwise.sum()):
        first = found.readings[0]
        ways: dict[str, int] = {}
        for each in found.done:
            for name, number_of in each.items():
                ways[name] = ways.get(name, 0) + number_of
        said.append(
            t(
                "{count:,} accounts were not treated as planned ({ways}). The plan expected "
                "{planned:,.0f}, what was done {done:,.0f}; what came is held against what was "
                "done.",
                count=count,
                ways=", ".join(f"{name_label(name)} {n:,}" for name, n in ways.items()),
                planned=float(first.planned.sum()),
                done=float(first.judged.expected.sum()),
            )
        )
    if found.treated.too_often:
        said.append(
            t(
                "{count:,} accounts are with an agency for the fourth time or more, of which the "
                "model knows nothing; they are held against their plan.",
                count=found.treated.too_often,
            )
        )
    return said


def _of_payments(found: "PlanAgainstActual") -> list[str]:
    if not found.from_payments:
        return []
    return [
        t(
            "The money of {count:,} accounts is that of the remittances; by the tape those still "
            "there paid {differs:+,.2f} against it. {lost:,.2f} was paid on accounts that the "
            "first tape does not have.",
            count=found.from_payments,
            differs=found.tape_differs,
            lost=found.unmatched_payments,
        )
    ]


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
        return f"{said} {each.why_not}"
    return f"{said} " + t(
        "Blended with the library (weight {weight:.2f}): {value:.1%} instead of {library:.1%}, "
        "{low:.1%} to {high:.1%}. One month cannot tell fewer willing debtors from slower ones; "
        "this holds all else.",
        weight=each.blend.credibility,
        value=each.blend.blended,
        library=each.library.value,
        low=each.blend.low,
        high=each.blend.high,
    )
