"""Rules that a lot of a sheet has for itself, as text: "winners=2; shares=0.6,0.4"."""

from collections.abc import Callable

from placement.decide.bid.choices import AboveCeiling, Average, PriceFormula, Ties
from placement.domain.decimals import decimals
from placement.domain.errors import InputError
from placement.domain.text import listed, t

LotRules = tuple[tuple[str, object], ...]
"""Names of a `BidQuestion` and their values, in the order of the names."""


def lot_rules(text: str) -> LotRules:
    """Return the rules in a text, names as the command has them with _ for -.

    Raises:
        InputError: A name is unknown or given twice, or a value is of the wrong kind.
    """
    found: dict[str, object] = {}
    for part in text.replace("；", ";").split(";"):
        if not part.strip():
            continue
        name, sign, value = (each.strip() for each in part.partition("="))
        name = name.casefold().replace("-", "_")
        if not sign or name not in _READ:
            raise InputError(
                t(
                    "rules are written name=value with ; between them, names out of {known}; "
                    "got {came!r}.",
                    known=listed(_READ),
                    came=part.strip(),
                )
            )
        key = _CALLED.get(name, name)
        if key in found:
            raise InputError(t("rules name {name} twice; keep one.", name=name))
        try:
            found[key] = _READ[name](value.casefold())
        except ValueError:
            raise InputError(
                t("{name} of the rules cannot be read; got {came!r}.", name=name, came=value)
            ) from None
    return tuple(sorted(found.items()))


def rules_text(rules: LotRules) -> str:
    """Return rules as people write them; the reverse of `lot_rules`."""
    names = {key: name for name, key in _CALLED.items()}

    def written(value: object) -> str:
        return ",".join(map(repr, value)) if isinstance(value, tuple) else str(value)

    return "; ".join(f"{names.get(key, key)}={written(value)}" for key, value in rules)


def _numbers(text: str) -> tuple[float, ...]:
    return decimals(text.replace("/", ","))


_READ: dict[str, Callable[[str], object]] = {
    "winners": int,
    "shares": _numbers,
    "above_ceiling": AboveCeiling,
    "bid_cost": float,
    "price_weight": float,
    "price_formula": PriceFormula,
    "slope": float,
    "slope_below": float,
    "average": Average,
    "ceiling_share": float,
    "discounts": _numbers,
    "ties": Ties,
    "own_points": float,
    "rival_points_mean": float,
    "rival_points_sd": float,
}

_CALLED = {"price_formula": "formula"}
