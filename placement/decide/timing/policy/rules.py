"""The rules of a policy, as people write them: "place at 90 days, write off at 365"."""

import re
from dataclasses import dataclass

from placement.decide.timing.moves.masses import WAIT
from placement.domain.days import DAYS_PER_MONTH
from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.domain.types import Option

PLACE = "place"
"""The next placement, whichever number it has."""

ACTIONS = (*(option.value for option in Option), WAIT, PLACE)
"""What a rule may ask for."""

OTHER_WORDS = {
    "inhouse": Option.IN_HOUSE.value,
    "agency": PLACE,
    "letter": Option.LAW_LETTER.value,
    "order": Option.PAYMENT_ORDER.value,
    "sue": Option.LAWSUIT.value,
    "suit": Option.LAWSUIT.value,
    "sell": Option.SALE.value,
    "writeoff": Option.WRITE_OFF.value,
}
"""What people write for an action instead of its name."""

OLDEST = 600.0
"""Months past due a rule may name; as old as an account may be."""

_RULE = re.compile(
    r"(?P<action>[a-z][a-z_\- ]*?(?:[ _-]?[123])?)\s+"
    r"(?:only|at\s+(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>days?|d|months?|m)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """From an age on, an action."""

    months_past_due: float
    action: str
    """One of `ACTIONS`."""

    def __str__(self) -> str:
        """Return the rule as people write it."""
        days = self.months_past_due * DAYS_PER_MONTH
        return f"{self.action} at {round(days, 1):g} days" if days else f"{self.action} at 0"


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Rules of rising age."""

    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        """Check the rules.

        Raises:
            InputError: One line for every rule that is wrong.
        """
        faults = [fault for rule in self.rules for fault in _faults(rule)]
        if not self.rules:
            faults.append(t('A policy needs at least one rule, such as "place at 90 days".'))
        for before, after in zip(self.rules, self.rules[1:], strict=False):
            if not before.months_past_due < after.months_past_due:
                faults.append(
                    t(
                        "Rules must rise in age; got {before} and then {after}. "
                        "Give each its own date.",
                        before=str(before),
                        after=str(after),
                    )
                )
            if before.action == Option.WRITE_OFF.value:
                faults.append(
                    t(
                        "Nothing can follow a write-off; got {after} after it. Take it out.",
                        after=str(after),
                    )
                )
        if faults:
            raise InputError("\n".join(faults))

    def __str__(self) -> str:
        """Return the policy as people write it; `parse_policy` reads it."""
        return ", ".join(str(rule) for rule in self.rules)


def parse_policy(text: str) -> Policy:
    """Return the policy that a text means.

    Rules stand in any order, with a comma, a semicolon or a line between them, each as
    `ACTION at NUMBER days` (or months) or `ACTION only`, which is from age 0. A number without
    a unit takes the unit of the rule before it; the first one counts days.

    Raises:
        InputError: One line for every part that is not a rule, or breaks one.
    """
    faults: list[str] = []
    rules: list[Rule] = []
    unit = "days"
    for part in filter(None, (part.strip() for part in re.split(r"[,;，；\n]", text))):
        found = _RULE.fullmatch(part)
        action = _action(found["action"]) if found else None
        if found is None or action is None:
            faults.append(_not_a_rule(part, is_unknown=found is not None))
            continue
        unit = found["unit"] or unit
        number = float(found["number"] or 0.0)
        in_days = unit.lower().startswith("d")
        rules.append(
            Rule(months_past_due=number / DAYS_PER_MONTH if in_days else number, action=action)
        )
    if faults:
        raise InputError("\n".join(faults))
    return Policy(rules=tuple(sorted(rules, key=lambda rule: rule.months_past_due)))


PRESETS = {
    "ladder": "in_house at 30 days, law_letter at 60 days, agency_1 at 90 days, "
    "write_off at 365 days",
    "place": "place at 90 days, write_off at 365 days",
    "in_house": "in_house only",
    "sue": "in_house at 0, lawsuit at 180 days",
}
"""Common habits by key: the 30/60/90 ladder, place and write off, own people only, sue early."""


def preset_name(key: str) -> str:
    """Return what a reader sees for a preset."""
    return {
        "ladder": t("The 30/60/90 ladder"),
        "place": t("Place at 90 days, write off at 365"),
        "in_house": t("In-house only"),
        "sue": t("Sue at 180 days"),
    }[key]


def _action(words: str) -> str | None:
    name = re.sub(r"[\s\-]+", "_", words.strip().lower())
    name = re.sub(r"^agency(?=[123]$)", "agency_", name)
    name = OTHER_WORDS.get(name, name)
    return name if name in ACTIONS else None


def _not_a_rule(part: str, *, is_unknown: bool) -> str:
    if is_unknown:
        return t(
            "Actions are {known}; got {part!r}. Use one of them.",
            known=listed(ACTIONS),
            part=part,
        )
    return t(
        'A rule is "ACTION at NUMBER days" or "ACTION at NUMBER months"; got {part!r}. '
        'Write for example "agency_1 at 90 days".',
        part=part,
    )


def _faults(rule: Rule) -> list[str]:
    faults = []
    if rule.action not in ACTIONS:
        faults.append(_not_a_rule(rule.action, is_unknown=True))
    # Written so that NaN fails too.
    if not 0.0 <= rule.months_past_due <= OLDEST:
        faults.append(
            t(
                "A rule's age must lie from 0 to {most:g} months past due; got {came:g} for "
                "{action}. Give an age in between.",
                most=OLDEST,
                came=rule.months_past_due,
                action=rule.action,
            )
        )
    return faults
