"""Which options are open to each segment, and why the others are not."""

from collections.abc import Callable

import numpy as np

from placement.domain.days import has_reached, start_day
from placement.domain.history import has_order
from placement.domain.text import sentences, t
from placement.domain.types import AGENCY_OPTIONS, BoolArray, FloatArray, Option, Segments
from placement.value.procedure import Procedure
from placement.value.terms import Terms

Rule = tuple[BoolArray, Callable[[int], str]]
"""Where a rule shuts the option, and the reason for the segment at a position."""


def barriers(option: Option, segments: Segments, terms: Terms) -> list[Rule]:
    """Return the rules that shut an option, with reasons a user can read."""
    if option in AGENCY_OPTIONS:
        return _placement_barriers(AGENCY_OPTIONS.index(option) + 1, segments)
    if option is Option.PAYMENT_ORDER:
        return [
            (
                terms.counter_performance > 0.5,
                lambda _: t(
                    "Not where the creditor still owes counter-performance "
                    "(Civil Procedure Law, art. 225)."
                ),
            ),
            (
                np.array([has_order(text) for text in segments.history], dtype=bool),
                lambda _: t("There was one already: its objection ends every further one."),
            ),
            (
                segments.disputed,
                lambda _: t("Not for a disputed claim: an objection ends the order."),
            ),
            (
                segments.unreachable,
                lambda _: t(
                    "Not possible: the order cannot be served on a debtor nobody can reach."
                ),
            ),
        ]
    if option is Option.WRITE_OFF:
        too_young = t(
            "Not before {months:g} months past due (more than {days:g} days): no account is "
            "closed sooner."
        )
        return [_too_young(segments.age, terms.write_off_from, too_young)]
    if option is Option.SALE:
        return [
            _too_young(
                segments.age,
                terms.sale_from,
                t(
                    "Not before {months:g} months past due (more than {days:g} days): younger "
                    "claims are not sold."
                ),
            ),
            (
                np.asarray(np.all(np.atleast_2d(terms.sale.quoted_price) <= 0.0, axis=0)),
                lambda _: t(
                    "No buyer is known for this kind of claim; set a price to value a sale."
                ),
            ),
        ]
    return []


def is_open(option: Option, segments: Segments, terms: Terms) -> BoolArray:
    """Return where the option is open, shape (segments,)."""
    shut = np.zeros(len(segments), dtype=bool)
    for where, _ in barriers(option, segments, terms):
        shut |= where
    return ~shut


def reasons(option: Option, segments: Segments, terms: Terms) -> tuple[str | None, ...]:
    """Return, for each segment, the first reason why the option is shut; None where it is open."""
    found: list[str | None] = [None] * len(segments)
    for where, reason in barriers(option, segments, terms):
        for position in np.flatnonzero(where):
            found[position] = found[position] or reason(int(position))
    return tuple(found)


def caution(option: Option, position: int, terms: Terms) -> str | None:
    """Return what a user must know about an option that is open, None if nothing."""
    if option is not Option.LAWSUIT:
        return None
    notes = []
    if terms.time_barred[position] > 0.5:
        notes.append(t("The limitation period is over: the chance to win is cut."))
    if terms.procedure[position] is Procedure.ORDINARY:
        notes.append(
            t("Ordinary procedure (debtor missing or claim disputed): full fee, longer wait.")
        )
    if terms.procedure[position] is Procedure.SMALL_CLAIMS:
        notes.append(t("Small-claims procedure: half the fee, one instance."))
    return sentences(notes) or None


def _too_young(age: FloatArray, from_month: FloatArray, message: str) -> Rule:
    earliest = np.broadcast_to(np.min(np.atleast_2d(from_month), axis=0), age.shape)
    return (
        ~has_reached(age, earliest),
        lambda position: message.format(
            months=float(earliest[position]), days=float(start_day(earliest[position]))
        ),
    )


def _placement_barriers(number: int, segments: Segments) -> list[Rule]:
    following = segments.placements + 1

    def reason(position: int) -> str:
        so_far = int(segments.placements[position])
        if so_far >= len(AGENCY_OPTIONS):
            return t(
                "{count} placements so far; the model knows {most}.",
                count=so_far,
                most=len(AGENCY_OPTIONS),
            )
        return t(
            "{count} placements so far; the next one is number {next}.",
            count=so_far,
            next=so_far + 1,
        )

    return [
        (following != number, reason),
        (
            segments.placed_now,
            lambda _: t(
                "An agency has these accounts now: recall them first, and place them again when "
                "they are back."
            ),
        ),
    ]
