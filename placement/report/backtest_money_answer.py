"""A backtest in money as plain data and in words, by the names of the public interface."""

from typing import Any

from placement.decide.looking_back.found import MoneyBacktest
from placement.decide.looking_back.outcomes import Way
from placement.domain.text import sentences, t
from placement.report.backtest_answer import number

_LITTLE = 0.005
"""Money below which there is none."""


def money_answer(found: MoneyBacktest) -> dict[str, Any]:
    """Return what the plan would have brought; money is that of the first look, before tax."""
    ways = found.ways
    return {
        "from_month": month_text(found.first_month) or None,
        "looks_every": found.every,
        "commission": found.commission,
        "creditor": found.creditor_type,
        "without": list(found.without),
        "ways": way_rows(found),
        "change": ways.change,
        "observed_change": ways.observed_change,
        "estimated_change": ways.estimated_change,
        "change_80": [found.change_low, found.change_high],
        "by_taking_back": ways.change_by_stops,
        "by_sharing": ways.change_by_shares,
        "share_of_possible": number(ways.reached),
        "breaks_even_at": number(ways.breaks_even_at),
        "odds_are_weak": found.odds_are_weak,
        "not_shared": found.not_shared or None,
        "looks_without_advice": found.without_advice,
        "verdict": money_verdict(found),
        "looks": look_rows(found),
        "batches": money_batch_rows(found),
    }


def way_names(months_held: int) -> dict[str, str]:
    """Return what each way of working is called in the reader's language."""
    return {
        "done": t("As it was done"),
        "plan": t("By the plan"),
        "hindsight": t("With hindsight"),
        "worst": t("The worst possible"),
        "held_for": t("Always {months} months", months=months_held),
        "last_batch": t("As was best for the last batch"),
    }


def ways_by_name(found: MoneyBacktest) -> dict[str, Way]:
    """Return the ways of working that are shown, by the names of `way_names`."""
    ways = found.ways
    return {
        "done": ways.done,
        "plan": ways.plan,
        "hindsight": ways.hindsight,
        **ways.rules,
        "worst": ways.worst,
    }


def way_rows(found: MoneyBacktest) -> list[dict[str, Any]]:
    """Return a row for each way of working, with what of its money was seen."""
    done = found.ways.done.total
    return [
        {
            "way": name,
            "money": way.total,
            "observed": float(way.observed.sum()),
            "estimated": float(way.estimated.sum()),
            "against_done": way.total - done,
        }
        for name, way in ways_by_name(found).items()
    ]


def look_rows(found: MoneyBacktest) -> list[dict[str, Any]]:
    """Return a row for each look, the earliest first."""
    return [
        {
            "month": month_text(look.month) or None,
            "months_before_end": look.back,
            "live": look.live,
            "taken_back": look.taken_back,
            "shared": look.shared,
            "done": look.done,
            "observed_change": look.observed_change,
            "estimated_change": look.estimated_change,
            "change": look.observed_change + look.estimated_change,
        }
        for look in found.looks
    ]


def money_batch_rows(found: MoneyBacktest) -> list[dict[str, Any]]:
    """Return a row for each batch, in the order of the file."""
    return [
        {
            "batch": each.batch,
            "age": each.age,
            "months_at_first_look": each.first,
            "months_seen": each.seen,
            "plan_months": each.plan_months,
            "plan_then": each.plan_option or None,
            "best_months": each.best_months,
            "best_then": each.best_option or None,
            "part_given": each.part,
            "done": each.done,
            "plan": each.plan,
            "hindsight": each.hindsight,
            "observed_change": each.observed_change,
            "estimated_change": each.estimated_change,
        }
        for each in found.batches
    ]


def money_verdict(found: MoneyBacktest) -> str:
    """Return in words what following the plan would have brought."""
    ways = found.ways
    if abs(ways.change) < _LITTLE and abs(ways.observed_change) < _LITTLE:
        said = [
            t(
                "Had the plan's advice been followed {since}, nothing would have been different.",
                since=_since(found),
            )
        ]
    else:
        parts = (ways.observed_change, ways.estimated_change)
        sign = "," if min(parts) >= 0.0 else "+,"
        numbers = {
            "since": _since(found),
            "money": f"{abs(ways.change):,.0f}",
            "observed": f"{parts[0]:{sign}.0f}",
            "estimated": f"{parts[1]:{sign}.0f}",
        }
        said = [
            t(
                "Had the plan's advice been followed {since}, {money} more would have been left "
                "net: {observed} of it observed, {estimated} estimated.",
                **numbers,
            )
            if min(parts) >= 0.0
            else t(
                "Had the plan's advice been followed {since}, {money} more would have been left "
                "net: {observed} observed, {estimated} estimated.",
                **numbers,
            )
            if ways.change >= 0.0
            else t(
                "Had the plan's advice been followed {since}, {money} less would have been left "
                "net: {observed} observed, {estimated} estimated.",
                **numbers,
            )
        ]
        said.append(
            t(
                "By chance of the batches alone it could lie between {low} and {high} (eight in "
                "ten).",
                low=f"{found.change_low:+,.0f}",
                high=f"{found.change_high:+,.0f}",
            )
        )
    if ways.breaks_even_at == ways.breaks_even_at:
        said.append(
            t(
                "It gives up money that came in for money that is expected: the plan is better if "
                "{share} of the expectation comes true.",
                share=f"{ways.breaks_even_at:.0%}",
            )
        )
    if found.odds_are_weak:
        said.append(
            t(
                "Something simpler foretold this file better than the odds: what is estimated "
                "stands on weak ground."
            )
        )
    if ways.reached == ways.reached:
        said.append(
            t(
                "Hindsight would have brought {most} more; the plan reaches {share} of that.",
                most=f"{ways.hindsight.total - ways.done.total:,.0f}",
                share=f"{ways.reached:.0%}",
            )
        )
    if (better := _better_rule(found)) is not None:
        said.append(
            t(
                "A simpler rule did better than the plan: {name}, by {money}.",
                name=way_names(found.held_for)[better],
                money=f"{ways.rules[better].total - ways.plan.total:,.0f}",
            )
        )
    return sentences(said)


def money_notes(found: MoneyBacktest) -> list[str]:
    """Return what a reader must know to read the money, a line each."""
    said = [
        t(
            "Money is net of commission, complaints and holding, before tax, in money of the "
            "first look. Observed: months of the file, as they came. Estimated: what taking "
            "batches back brings and what comes after the file, by the odds of the whole file and "
            "the library."
        ),
        t(
            "Batches shared out otherwise: an agency is taken to do with more accounts what it "
            "did with its own of the same age, product and months."
        )
        if not found.not_shared
        else found.not_shared,
    ]
    if found.without_advice:
        said.append(
            t(
                "{count} looks came before any money, and advised nothing.",
                count=f"{found.without_advice:,}",
            )
        )
    return said


def month_text(month: int) -> str:
    """Return a month as 2024-04, empty where it is not known."""
    return "" if month < 0 else f"{month // 12}-{month % 12 + 1:02d}"


def _since(found: MoneyBacktest) -> str:
    if found.first_month < 0:
        return t("from {months} months before the end on", months=found.looks[0].back)
    return t("from {month} on", month=month_text(found.first_month))


def _better_rule(found: MoneyBacktest) -> str | None:
    rules = found.ways.rules
    best = max(rules, key=lambda name: rules[name].total)
    return best if rules[best].total > found.ways.plan.total + _LITTLE else None
