"""What one account has been through, from what a user typed."""

from dataclasses import dataclass

from placement.api.rules import require
from placement.domain.history import (
    MONTHS_OFF,
    MOST_TIMES,
    Stage,
    history_months,
    in_house_months_of,
    letters_of,
    parse_history,
    placements_of,
    write_history,
)
from placement.domain.text import t


@dataclass(frozen=True, kw_only=True)
class Past:
    """What one account has been through; the fields are those of `Segments`."""

    placements: int
    letters: int
    in_house_months: float
    """NaN if unknown, and where `history` tells them."""
    history: str


def past_of(
    *, age: float, placements: int, letters: int, in_house_months: float | None, history: str
) -> Past:
    """Return the past of an account; arguments as those of `one_account`.

    Raises:
        InputError: A value breaks its rule, or two of them contradict each other.
    """
    for name, count in (("placements", placements), ("letters", letters)):
        require(
            0 <= count <= MOST_TIMES,
            t(
                "{name} must be 0 or more and at most {most}; got {count}.",
                name=name,
                most=MOST_TIMES,
                count=count,
            ),
        )
    if in_house_months is not None:
        require(
            0 <= in_house_months <= age,
            t(
                "in-house-months must lie from 0 to the age of {age:g}, because work counts from "
                "the due date; got {x:g}.",
                age=age,
                x=in_house_months,
            ),
        )
    stages = parse_history(history)
    if stages:
        _require_same_length(stages, age)
        _require_same_count("placements", placements, placements_of(stages))
        _require_same_count("letters", letters, letters_of(stages))
        _require_same_count("in-house-months", in_house_months or 0, in_house_months_of(stages))
        placements, letters, in_house_months = placements_of(stages), letters_of(stages), None
    return Past(
        placements=placements,
        letters=letters,
        in_house_months=float("nan") if in_house_months is None else float(in_house_months),
        history=write_history(stages),
    )


def _require_same_length(stages: tuple[Stage, ...], age: float) -> None:
    lasts = history_months(stages)
    require(
        abs(lasts - age) <= MONTHS_OFF,
        t(
            "history must last from the due date to today, {age:g} months, give or take one; "
            "got {months:g} months. Add what is missing, as in {example!r}, or correct the age.",
            age=age,
            months=lasts,
            example="wait 2",
        ),
    )


def _require_same_count(name: str, given: float, told: float) -> None:
    """Refuse a count beside a history that says another; 0 is what nobody gave."""
    require(
        given in (0, told),
        t(
            "{name} must agree with the history, which has {told:g}; got {given:g}. "
            "Leave {name} out or correct the history.",
            name=name,
            told=told,
            given=given,
        ),
    )
