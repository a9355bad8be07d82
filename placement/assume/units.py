"""Units of the library's numbers: each states its bounds and how people read it, once."""

from dataclasses import dataclass

from placement.domain.text import t


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit with its bounds, both inclusive."""

    label: str
    """What people read behind the number; marked for translation where shown."""

    lower: float = 0.0
    upper: float = float("inf")
    whole: bool = False
    """Only whole numbers make sense."""

    def fault(self, value: float) -> str | None:
        """Return what is wrong with the value, None if nothing is."""
        # Written so that NaN fails too; infinity is no number to reckon with either.
        if not self.lower <= value <= self.upper or value == float("inf"):
            hint = ""
            if self.upper == 1.0 and 1.0 < value <= 100.0:
                hint = " " + t(
                    "If you meant {percent:g}%, write {share:g}.", percent=value, share=value / 100
                )
            if self.upper == float("inf"):
                rule = t("must be {lower:g} or more", lower=self.lower)
            else:
                rule = t("must lie from {lower:g} to {upper:g}", lower=self.lower, upper=self.upper)
            return (
                t("{rule} ({unit}); got {value:g}.", rule=rule, unit=t(self.label), value=value)
                + hint
            )
        if self.whole and value != int(value):
            return t(
                "must be a whole number ({unit}); got {value:g}.", unit=t(self.label), value=value
            )
        return None


UNITS: dict[str, Unit] = {
    "share": Unit(label="share, 0.22 is 22%", upper=1.0),
    "money": Unit(label="currency units"),
    "money_per_contact": Unit(label="currency units per contact"),
    "money_per_account": Unit(label="currency units per account"),
    "money_per_month": Unit(label="currency units per month"),
    "contacts": Unit(label="contacts", lower=1e-6),
    "contacts_per_month": Unit(label="contacts per month", lower=0.0),
    "per_month": Unit(label="rate per month", upper=10.0),
    "per_year": Unit(label="rate per year", upper=10.0),
    "months": Unit(label="months", upper=600.0),
    "whole_months": Unit(label="whole months", upper=120.0, whole=True),
    "term": Unit(label="whole months, at least 1", lower=1.0, upper=120.0, whole=True),
    "count": Unit(label="count", lower=1.0, whole=True),
    "factor_to_one": Unit(label="factor up to 1", upper=1.0),
    "factor_from_one": Unit(label="factor of at least 1", lower=1.0),
    "factor": Unit(label="factor"),
    "factor_above_zero": Unit(label="factor above 0", lower=1e-6),
    "placements": Unit(label="placements", upper=3.0),
    "points": Unit(label="added to the share", lower=-1.0, upper=1.0),
    "yes_no": Unit(label="1 yes, 0 no", upper=1.0, whole=True),
}
