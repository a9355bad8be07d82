"""Plan against actual as plain data, by the names of the public interface."""

import math
from typing import TYPE_CHECKING, Any

from placement.api.actual_notes import actual_notes
from placement.api.actual_words import actual_verdict, why_not_judged

if TYPE_CHECKING:
    from placement.api.actual import ActualReading, PlanAgainstActual
    from placement.api.actual_odds import SectorOdds
    from placement.risk.against_plan import Said


def actual_rows(found: "PlanAgainstActual") -> list[dict[str, Any]]:
    """Return a row for each group, alarms first; money in the book's currency."""
    first, last, status = found.readings[0], found.readings[-1], found.status
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
                "side": _side(found, place) if status[place] != "not_judged" else "",
                "reason": why_not_judged(found, place) if status[place] == "not_judged" else "",
                "accounts": int(found.accounts[place]),
                "judged": int(first.judged.accounts[place]),
                "balance": float(found.balance[place]),
                **_numbers(first, place, bounds),
                **_if_not_paid(last, place),
                "gone": int(found.gone[place]),
                "gone_balance": float(found.gone_balance[place]),
                "left_otherwise": int(found.left[place]),
                "left_as_planned": int(found.left_as_planned[place]),
                "settled": int(found.settled[place]),
                "unreadable": int(found.unreadable[place]),
                "charged": float(found.charged[place]),
                "charged_accounts": int(found.charged_accounts[place]),
                "otherwise": int(found.otherwise[place]),
                "done": dict(found.done[place]),
            }
        )
    order = {"beyond": 0, "alarm": 1, "depends": 2, "expected": 3, "not_judged": 4}
    return sorted(rows, key=lambda row: (order[row["status"]], row["chance_by_luck"] or 1.0))


def _side(found: "PlanAgainstActual", place: int) -> str:
    """Return whether `less` or `more` came than expected; neither where it hangs on the gone."""
    came = {bool(r.said.ratio[place] < 1.0) for r in found.readings if r.judged.is_expected[place]}
    if len(came) != 1:
        return ""
    return "less" if came.pop() else "more"


def _if_not_paid(reading: "ActualReading", place: int) -> dict[str, Any]:
    """Return the same with accounts that are gone taken to have left otherwise than by paying."""
    return {
        "came_if_not_paid": float(reading.came[place]),
        "expected_if_not_paid": float(reading.judged.expected[place]),
        "ratio_if_not_paid": number(reading.said.ratio[place]),
        "payers_if_not_paid": int(reading.came_from[place]),
    }


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
        "corrections": float(reading.corrections[place]),
        "corrected": int(reading.corrected[place]),
        "chance_by_luck": number(said.by_luck[place]),
        "chance_in_all": number(said.in_all[place]),
        "ratio": number(said.ratio[place]),
        "shrunk_factor": number(said.shrunk[place]),
        "weight": number(said.weight[place]),
        "willing_share": number(willing),
        "implied_share": number(willing * float(said.factor[place])),
        "implied_low": number(willing * float(said.factor_low[place])),
        "implied_high": number(willing * float(said.factor_high[place])),
        "implied_tells": tells_share(said, place),
    }


def tells_share(said: "Said", place: int) -> str:
    """Return what a month tells of the willing share that would explain it.

    Returns:
        `between` two bounds, `at_most` one, `at_least` one, `above_all` where even all debtors
        would not bring so much, `below_all` where even without the willing more would have come,
        `nothing` where the share as it stands is not ruled out, and an empty text where the money
        does not hang on it.
    """
    low, high, most = (
        float(each[place]) for each in (said.factor_low, said.factor_high, said.most)
    )
    if not all(map(math.isfinite, (low, high, most))):
        return ""
    if low >= most > 1.0:
        return "above_all"
    if high <= 0.0:
        return "below_all"
    if low <= 1.0 <= high:
        return "nothing"
    if low <= 0.0:
        return "at_most"
    return "at_least" if high >= most else "between"


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
        "not_judged": total_rows(found, "not_judged")[0],
        "payments": _payments(found),
        "sectors": total_rows(found, "sector"),
        "moves": total_rows(found, "move"),
        "rows": rows,
        "odds": [_odds(each) for each in found.odds],
    }


def total_rows(found: "PlanAgainstActual", name: str) -> list[dict[str, Any]]:
    """Return sums of the judged groups by `sector`, by `move` or of the whole, `all`.

    Those of the groups that are not judged are `not_judged`.
    """
    names, readings = found.by(name)
    bounds = _bounds(readings[0])
    return [
        {
            name: key,
            "accounts": int(readings[0].judged.accounts[place]),
            **_numbers(readings[0], place, bounds),
            **_if_not_paid(readings[-1], place),
        }
        for place, key in enumerate(names)
    ]


def _payments(found: "PlanAgainstActual") -> dict[str, Any] | None:
    """Return where the money of the list of payments went; parts that add up to its whole."""
    used = found.payments
    if used is None:
        return None
    return {
        **{name: getattr(used, name) for name in used.__dataclass_fields__},
        "whole": used.whole,
    }


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
