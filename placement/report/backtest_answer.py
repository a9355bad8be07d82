"""A backtest as plain data and in words, by the names of the public interface."""

import math
from collections.abc import Mapping
from statistics import NormalDist
from typing import Any

import numpy as np

from placement.domain.text import sentences, t
from placement.odds.backtest import METHODS, Foretold
from placement.words.timing import months_text

NARROW, WIDE = 0.7, 0.9
"""Coverage of eight chances in ten outside of which ranges are too narrow or too wide."""

WIDER = NormalDist().inv_cdf(0.975) / NormalDist().inv_cdf(0.9)
"""From the end of eight chances in ten to that of nineteen in twenty."""

FEW = 20
"""Rows below which coverage says little."""


def horizon_answer(found: Foretold) -> dict[str, Any]:
    """Return error, bias and coverage for one number of months held out."""
    return {
        "holdout": found.horizon,
        "batches": len(found),
        "origins": len(found.origins),
        "error": number(found.error()),
        "bias": number(found.bias()),
        "coverage_80": number(found.coverage()),
        "coverage_80_of_totals": number(found.coverage_of_totals),
        "methods": {
            name: {"error": number(found.error(name)), "bias": number(found.bias(name))}
            for name in METHODS
        },
        "best": best_method(found),
    }


def best_method(found: Foretold) -> str:
    """Return the method of the least error."""
    return min(METHODS, key=found.error)


def method_names() -> dict[str, str]:
    """Return what each method is called in the reader's language."""
    return {
        "odds": t("Fitted odds"),
        "last_batch": t("Curve of the last batch"),
        "flat_rate": t("One flat rate"),
        "chain_ladder": t("Chain-ladder"),
    }


def verdict(found: Foretold, others: Mapping[int, Foretold] | None = None) -> str:
    """Return in words whether the odds may be relied on, and how far.

    Args:
        found: For the months held out that were asked for.
        others: For every number of months held out; where the odds failed at another than the one
            asked for, that is said too.
    """
    best, names = best_method(found), method_names()
    rivals = sorted((name for name in METHODS if name != "odds"), key=found.error)
    said = [
        t(
            "The odds foretold the next {months} months of a batch {rows} times, with an error of "
            "{error} of what came in, {bias} in all.",
            months=found.horizon,
            rows=f"{len(found):,}",
            error=f"{found.error():.1%}",
            bias=_bias(found),
        )
    ]
    if best == "odds":
        said.append(
            t(
                "Nothing simpler came closer: {rival} was off by {error}.",
                rival=names[rivals[0]],
                error=f"{found.error(rivals[0]):.1%}",
            )
        )
    else:
        said.append(
            t(
                "{rival} came closer, with {error}: rely on it for this, and look for what the "
                "odds miss.",
                rival=names[best],
                error=f"{found.error(best):.1%}",
            )
        )
    said.append(_of_ranges(found))
    said += [
        t("Over {months}: {failed}", months=months_text(horizon), failed=failed)
        for horizon, other in (others or {}).items()
        if other is not found and (failed := _failed(other))
    ]
    return sentences(said)


def may_be_relied_on(found: Foretold, others: Mapping[int, Foretold] | None = None) -> bool:
    """Return whether no number of months held out went beyond its ranges."""
    return not any(map(_failed, (found, *(others or {}).values())))


def beyond_ranges(found: Foretold) -> bool:
    """Return whether what came of all batches together lies where chance alone hardly takes it.

    The ranges of the origins are added up as if they all erred together, the widest they can be,
    and carried from eight chances in ten on to nineteen in twenty: with few origins one in five
    would lie outside of the former by chance.
    """
    came, foretold = float(found.actual.sum()), float(found.by_method["odds"].sum())
    low, high = float(found.total_low.sum()), float(found.total_high.sum())
    off = came - foretold
    return bool(off < WIDER * (low - foretold) or off > WIDER * (high - foretold))


def _bias(found: Foretold) -> str:
    if found.bias() >= 0.0:
        return t("{share} too much", share=f"{found.bias():.1%}")
    return t("{share} too little", share=f"{-found.bias():.1%}")


def _failed(found: Foretold) -> str:
    """Return what was wrong with the ranges; empty where nothing was."""
    held = f"{found.coverage():.0%}"
    if beyond_ranges(found):
        return t(
            "The ranges of eight chances in ten held {share} of batches, but all together came "
            "where chance would take it less than once in twenty, {bias}: the odds lean to one "
            "side, which ranges do not hold. Plan with wider ones, and see whether payers pay as "
            "they are taken to.",
            share=held,
            bias=_bias(found),
        )
    if len(found) >= FEW and found.coverage() < NARROW:
        return t(
            "The ranges of eight chances in ten held only {share}: they are too narrow, so plan "
            "with more.",
            share=held,
        )
    return ""


def _of_ranges(found: Foretold) -> str:
    if failed := _failed(found):
        return failed
    held = f"{found.coverage():.0%}"
    if len(found) < FEW:
        return t(
            "The ranges of eight chances in ten held {share}, of too few batches to judge them.",
            share=held,
        )
    if found.coverage() > WIDE:
        return t(
            "The ranges of eight chances in ten held {share}: they are wider than needed.",
            share=held,
        )
    return t("The ranges of eight chances in ten held {share}, as they should.", share=held)


def batch_rows(found: Foretold, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return a row a batch and origin, the latest origin first."""
    order = np.lexsort((found.batch, found.origin))
    return [
        {
            "batch": names[int(found.batch[row])],
            "origin": int(found.origin[row]),
            "months_seen": int(found.seen[row]),
            "age": number(float(found.age[row])),
            "actual": float(found.actual[row]),
            "low": float(found.low[row]),
            "high": float(found.high[row]),
            **{name: float(found.by_method[name][row]) for name in METHODS},
        }
        for row in order.tolist()
    ]


def number(value: float) -> float | None:
    """Return a number, None where there is none."""
    return value if math.isfinite(value) else None
