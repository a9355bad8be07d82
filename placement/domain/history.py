"""What an account has been through, as text: how a `history` is read and what it counts.

A history names the stages since the due date in their order, each with its months:

    in_house 5.3, agency 6, letter, wait 2

A letter lasts one month and needs no number. Months are whole, because a stage works in whole
months; only in-house work that comes first may begin with a part of a month.
"""

import re
import unicodedata
from functools import lru_cache

from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.domain.types import OLDEST_AGE

Stage = tuple[str, float]
"""Kind of a stage, one of `STAGE_KINDS`, and its months."""

IN_HOUSE, AGENCY, LETTER, ORDER, WAIT = STAGE_KINDS = (
    "in_house",
    "agency",
    "letter",
    "payment_order",
    "wait",
)
"""Work by the creditor's own people; one placement; one letter; a payment order that came back
without a title; a time without any work."""

LETTER_MONTHS = 1.0
"""Months that one letter lasts."""

MONTHS_OFF = 1.0
"""Months by which a past may miss the age: stages last whole months, ages count days."""

MOST_TIMES = 1000
"""A larger number of earlier placements or letters is a slip."""

EXAMPLE = "in_house 5, agency 6, letter, wait 2"
"""A history as error messages and help show it."""

_WORDS = {
    **{kind: kind for kind in STAGE_KINDS},
    "inhouse": IN_HOUSE,
    "agencies": AGENCY,
    "placement": AGENCY,
    "letters": LETTER,
    "law_letter": LETTER,
    "自催": IN_HOUSE,
    "内催": IN_HOUSE,
    "委外": AGENCY,
    "外包": AGENCY,
    "律师函": LETTER,
    "发函": LETTER,
    "支付令": ORDER,
    "等待": WAIT,
    "闲置": WAIT,
}
"""Words for a stage, lower case, blanks and hyphens as underscores."""

_QUOTED = 60
"""Characters of a stage that an error quotes."""

_SEPARATORS = re.compile(r"[,;、]")
_STAGE = re.compile(r"(?P<word>[^\d.+-][^\d]*?) ?(?P<months>\d+(\.\d+)?)? ?(months?|m|个月|月)?")


@lru_cache(maxsize=4096)
def parse_history(text: str) -> tuple[Stage, ...]:
    """Return the stages of a history in their order, each with its months; none for no text.

    Args:
        text: Stages separated by commas or semicolons, such as `in_house 5, agency 6, letter`.

    Returns:
        One `(kind, months)` per stage, kind of `STAGE_KINDS`, months above 0: whole ones, but for
        in-house work that comes first.

    Raises:
        InputError: A stage cannot be read, its months break the rule, or all last longer than
            `OLDEST_AGE`.
    """
    # NFKC makes the wide commas and digits of Chinese typing the usual ones.
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        return ()
    parts = [part.strip() for part in _SEPARATORS.split(plain)]
    stages = tuple(_stage(part, position) for position, part in enumerate(parts))
    if (lasts := history_months(stages)) > OLDEST_AGE:
        raise InputError(
            t(
                "history may last at most {most:g} months in all; got {months:g}. "
                "Check the months of each stage.",
                most=OLDEST_AGE,
                months=lasts,
            )
        )
    return stages


def write_history(stages: tuple[Stage, ...]) -> str:
    """Return the one text for these stages, which `parse_history` reads back."""
    return ", ".join(
        kind if kind == LETTER else f"{kind} {_number(months)}" for kind, months in stages
    )


def history_months(stages: tuple[Stage, ...]) -> float:
    """Return the months that all stages last together."""
    return sum(months for _, months in stages)


def in_house_months_of(stages: tuple[Stage, ...]) -> float:
    """Return the months of in-house work."""
    return sum(months for kind, months in stages if kind == IN_HOUSE)


def placements_of(stages: tuple[Stage, ...]) -> int:
    """Return the number of placements with an agency."""
    return sum(kind == AGENCY for kind, _ in stages)


def has_order(text: str) -> bool:
    """Return whether a history, as text, holds a payment order."""
    return any(kind == ORDER for kind, _ in parse_history(text))


def letters_of(stages: tuple[Stage, ...]) -> int:
    """Return the number of letters."""
    return sum(kind == LETTER for kind, _ in stages)


def _stage(part: str, position: int) -> Stage:
    """Return one stage of the text; `position` is 0 for the first."""
    match = _STAGE.fullmatch(part)
    word = re.sub(r"[ -]", "_", match["word"].lower()) if match else ""
    if match is None or word not in _WORDS:
        raise InputError(
            t(
                "history must be stages such as {example!r}, each one of {kinds} with its months; "
                "got {part!r}. Correct this stage.",
                example=EXAMPLE,
                kinds=listed(STAGE_KINDS),
                part=part[:_QUOTED],
            )
        )
    kind = _WORDS[word]
    if kind == LETTER:
        return kind, _letter_months(part, match["months"])
    return kind, _work_months(part, match["months"], kind, position)


def _letter_months(part: str, months: str | None) -> float:
    if months is not None and float(months) != LETTER_MONTHS:
        raise InputError(
            t(
                "A letter in history lasts 1 month; got {part!r}. "
                "Write letter once for each letter, without months.",
                part=part[:_QUOTED],
            )
        )
    return LETTER_MONTHS


def _work_months(part: str, months: str | None, kind: str, position: int) -> float:
    length = float(months or 0)
    if length <= 0:
        raise InputError(
            t(
                "Each stage of history needs its months, above 0; got {part!r}. "
                "Write how long it lasted, as in {example!r}.",
                part=part[:_QUOTED],
                example=f"{kind} 6",
            )
        )
    if length % 1 and not (position == 0 and kind == IN_HOUSE):
        raise InputError(
            t(
                "Months in history must be whole, but for in-house work that comes first; "
                "got {part!r}. Round this stage and let the first one take the rest.",
                part=part[:_QUOTED],
            )
        )
    return length


def _number(months: float) -> str:
    return str(int(months)) if months % 1 == 0 else repr(months)
