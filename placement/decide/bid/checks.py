"""What every number of a tender must keep to, said once."""

from collections.abc import Sequence

import numpy as np

from placement.domain.errors import InputError
from placement.domain.text import listed, sentences, t
from placement.domain.types import MOST_OWED, FloatArray


def require_share(name: str, value: float | FloatArray) -> None:
    """Raise InputError unless all values lie from 0 to 1; 22 is pointed out as 0.22.

    A number just above 1 is no percent that anybody means: 1.2 is a slip, not 1.2 %.
    """
    values = np.asarray(value, dtype=float)
    wrong = values[~((values >= 0.0) & (values <= 1.0))]
    if not wrong.size:
        return
    came = float(wrong[0])
    message = t("{name} must be a decimal share from 0 to 1; got {came:g}.", name=name, came=came)
    if LEAST_PERCENT <= came <= 100.0:
        hint = t("If you meant {percent:g}%, write {share:g}.", percent=came, share=came / 100.0)
    else:
        hint = t("Write a number between 0 and 1; 22% is 0.22.")
    raise InputError(sentences([message, hint]))


def require_at_least(name: str, value: float | FloatArray, least: float, *, why: str = "") -> None:
    """Raise InputError unless all values are finite and at least `least`.

    `why` ends the text and says what to do.
    """
    values = np.asarray(value, dtype=float)
    wrong = values[~((values >= least) & np.isfinite(values))]
    if wrong.size:
        message = t(
            "{name} must be {least:g} or more; got {came:g}.",
            name=name,
            least=least,
            came=float(wrong[0]),
        )
        raise InputError(sentences([message, why or t("Correct it.")]))


def require_amount(name: str, value: float | FloatArray) -> None:
    """Raise InputError unless all values are amounts of money from 0 to `MOST_OWED`."""
    values = np.asarray(value, dtype=float)
    wrong = values[~((values >= 0.0) & (values <= MOST_OWED))]
    if wrong.size:
        raise InputError(
            t(
                "{name} must be 0 or more and at most {most:g}; got {came:g}. Write an amount of "
                "money; 0 is none.",
                name=name,
                most=MOST_OWED,
                came=float(wrong[0]),
            )
        )


def require_needed(given: Sequence[str], where: str, *, came: str) -> None:
    """Raise InputError if options are given that do nothing but where others are as said.

    Args:
        given: Names of those that are given.
        where: What they need.
        came: What was given in its place.
    """
    if not given:
        return
    names = listed(given)
    one = t("{names} holds only with {where}; got {came}. Leave it out.",
            names=names, where=where, came=came)  # fmt: skip
    several = t("{names} hold only with {where}; got {came}. Leave them out.",
                names=names, where=where, came=came)  # fmt: skip
    raise InputError(one if len(given) == 1 else several)


LEAST_PERCENT = 1.5
"""Number from which on what should be a share may be meant as percent."""
