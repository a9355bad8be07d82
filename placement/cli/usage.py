"""What is wrong with the words of a call, in the reader's language."""

import re
from collections.abc import Callable

from placement.domain.text import t

Said = Callable[[re.Match[str]], str]

_PATTERNS: tuple[tuple[str, Said], ...] = (
    (
        r"Invalid value for (.+?): (.*)",
        lambda m: t("Invalid value for {where}: {why}", where=m[1], why=_said(m[2])),
    ),
    (
        r"(?:Value error, )?('.*') is not one of (.*)",
        lambda m: t("{value} is not one of {choices}.", value=m[1], choices=m[2]),
    ),
    (
        r"Input should be a valid number.*",
        lambda m: t("It must be a number."),
    ),
    (
        r"Input should be a valid (integer|boolean).*",
        lambda m: (
            t("It must be a whole number.") if m[1] == "integer" else t("It must be yes or no.")
        ),
    ),
    (
        r"Input should be greater than or equal to (\S+)",
        lambda m: t("It must be {least} or more.", least=m[1]),
    ),
    (
        r"Input should be less than or equal to (\S+)",
        lambda m: t("It must be {most} or less.", most=m[1]),
    ),
    (r"Missing (?:argument|parameter) (.+)", lambda m: t("Missing argument {name}", name=m[1])),
    (r"Missing option (.+)", lambda m: t("Missing option {name}", name=m[1])),
    (r"Missing command", lambda m: t("Missing command")),
    (
        r"No such command ('.*?')\. Did you mean (.*)\?",
        lambda m: t("No such command {name} (close to it: {close})", name=m[1], close=m[2]),
    ),
    (r"No such command ('.*?')", lambda m: t("No such command {name}", name=m[1])),
    (
        r"No such option: (\S+) \(Possible options: (.*)\)",
        lambda m: t("No such option: {name} (close to it: {close})", name=m[1], close=m[2]),
    ),
    (r"No such option: (\S+)", lambda m: t("No such option: {name}", name=m[1])),
    (
        r"Option ('.*?') requires an argument",
        lambda m: t("Option {name} requires an argument", name=m[1]),
    ),
    (
        r"Option ('.*?') does not take a value",
        lambda m: t("Option {name} does not take a value", name=m[1]),
    ),
    (
        r"Got unexpected extra argument\(s\) \((.*)\)",
        lambda m: t("Got unexpected extra arguments: {words}", words=m[1]),
    ),
)


def in_words(message: str) -> str:
    """Return what Typer found wrong, in the reader's language and without its full stop.

    Args:
        message: As Typer has it, always in English; where a command was left out, empty.
    """
    plain = " ".join(message.split()).rstrip(".") or "Missing command"
    return _said(plain)


def _said(plain: str) -> str:
    plain = plain.rstrip(".")
    for pattern, words in _PATTERNS:
        if (found := re.fullmatch(pattern, plain)) is not None:
            return words(found).rstrip(".。")
    return plain
