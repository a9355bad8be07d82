"""What every number of a tender must keep to, said once."""

import numpy as np

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray


def require_share(name: str, value: float | FloatArray) -> None:
    """Raise InputError unless all values lie from 0 to 1; 22 is pointed out as 0.22."""
    values = np.asarray(value, dtype=float)
    wrong = values[~((values >= 0.0) & (values <= 1.0))]
    if not wrong.size:
        return
    came = float(wrong[0])
    message = t("{name} must be a decimal share from 0 to 1; got {came:g}.", name=name, came=came)
    if 1.0 < came <= 100.0:
        hint = t("If you meant {percent:g}%, write {share:g}.", percent=came, share=came / 100.0)
        message = f"{message} {hint}"
    raise InputError(message)


def require_at_least(name: str, value: float | FloatArray, least: float, *, why: str = "") -> None:
    """Raise InputError unless all values are finite and at least `least`; `why` ends the text."""
    values = np.asarray(value, dtype=float)
    wrong = values[~((values >= least) & np.isfinite(values))]
    if wrong.size:
        message = t(
            "{name} must be {least:g} or more; got {came:g}.",
            name=name,
            least=least,
            came=float(wrong[0]),
        )
        raise InputError(f"{message} {why}".strip())
