"""What is wrong with a value of a file, in the reader's language.

Pydantic finds it and says so in English; programs and people read other words here, of one place.
"""

from collections.abc import Mapping
from typing import Any

from placement.domain.text import listed, t


def rule_words(fault: Mapping[str, Any]) -> str:
    """Return the rule that a value broke, as half a sentence without a stop.

    Args:
        fault: One of `errors()` of a ValidationError.
    """
    kind, limits = str(fault["type"]), fault.get("ctx") or {}
    if kind == "value_error":
        # Of a rule of our own, which is said in the reader's language already.
        return str(limits["error"])
    if kind in ("enum", "literal_error"):
        return t("must be one of {known}", known=_known(limits.get("expected", "")))
    if kind in _BOUNDS:
        sign, key = _BOUNDS[kind]
        return t("must be {sign} {limit}", sign=sign, limit=limits[key])
    return _kinds().get(kind) or t("must be of another kind")


_BOUNDS = {
    "greater_than": (">", "gt"),
    "greater_than_equal": ("≥", "ge"),
    "less_than": ("<", "lt"),
    "less_than_equal": ("≤", "le"),
}


def _kinds() -> dict[str, str]:
    number = t("must be a number, without quotes")
    whole = t("must be a whole number, without quotes")
    text, yes_or_no = t("must be a text"), t("must be true or false")
    table, row = t("must be a list"), t("must be a table with keys")
    day = t("must be a day such as 2025-12-31")
    return {
        "float_type": number,
        "float_parsing": number,
        "finite_number": t("must be a finite number"),
        "int_type": whole,
        "int_parsing": whole,
        "int_parsing_size": whole,
        "int_from_float": whole,
        "string_type": text,
        "string_unicode": text,
        "bool_type": yes_or_no,
        "bool_parsing": yes_or_no,
        "list_type": table,
        "tuple_type": table,
        "dict_type": row,
        "model_type": row,
        "model_attributes_type": row,
        "mapping_type": row,
        "date_type": day,
        "date_parsing": day,
        "date_from_datetime_parsing": day,
        "missing": t("is needed"),
        "extra_forbidden": t("is not known"),
        "too_short": t("has too few values"),
        "too_long": t("has too many values"),
        "string_too_short": t("is too short"),
        "string_too_long": t("is too long"),
        "string_pattern_mismatch": t("is not written as it must be"),
        "recursion_loop": t("contains itself"),
    }


def _known(expected: str) -> str:
    """Return what Pydantic lists as 'a', 'b' or 'c' as names in a row."""
    names = expected.replace(" or ", ", ").split(", ")
    return listed(name.strip("'") for name in names if name)
