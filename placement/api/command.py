"""The same as a command: the line of `python -m placement` that gives a figure again."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.domain.types import Stance
from placement.scenario.codec import ScenarioFile, scenario_file_text
from placement.scenario.scenario import Scenario
from placement.tape.bands import Bands

COMMANDS = (
    "value",
    "rank",
    "when",
    "deal",
    "bid",
    "mix",
    "compare",
    "simulate",
    "policy",
    "lists",
    "actual",
)

MOST_SETS = 8
"""Numbers that a line states itself; more are read better in a file."""

SCENARIO_FILE = "scenario.json"
"""What a line calls the scenario that it cannot state itself."""

KNOW_FEES = ("deal", "bid", "mix")
"""Commands whose answer depends on fee terms."""

KNOW_BANDS = ("rank", "when", "deal", "compare", "simulate", "policy", "lists", "actual")
"""Commands whose answer depends on how a book is cut."""

Given = None | bool | int | float | str | StrEnum | PurePath
"""What an option can be given; None and False leave it out."""


@dataclass(frozen=True, kw_only=True)
class Command:
    """A line that gives a figure again."""

    line: str
    """Quoted for a shell."""

    scenario_text: str | None = None
    """What must be saved as `SCENARIO_FILE` beside it; None where the line says all."""


def as_command(
    command: str,
    *,
    scenario: Scenario,
    files: Sequence[str] = (),
    options: Mapping[str, Given | Sequence[Given]] | None = None,
    saved: ScenarioFile | None = None,
) -> Command:
    """Return the line that gives an answer again.

    Numbers and the stance are stated as options where they say all and are few; ranges, bands, fee
    terms, and what the columns of a book mean, are in a scenario file that the line names.

    Args:
        command: One of `COMMANDS`.
        scenario: What the answer was worked out under.
        files: Files the command takes, such as the book; names, as the reader has them.
        options: Other options by their Python names: `{"in_house_months": 3.0}` is
            `--in-house-months 3.0`; several of one are a sequence.
        saved: The book and the meaning of its columns, where the answer depends on them.

    Raises:
        InputError: There is no such command.
    """
    if command not in COMMANDS:
        raise InputError(
            t(
                "command must be one of {known}; got {command!r}.",
                known=listed(COMMANDS),
                command=command,
            )
        )
    surrounded = saved is not None and (saved.mapping is not None or saved.book is not None)
    # A name that begins with a dash would be read as an option.
    named = [f"./{file}" if file.startswith("-") else file for file in files]
    words = ["python", "-m", "placement", command, *named]
    text = None
    if surrounded or _needs_a_file(command, scenario):
        around = saved or ScenarioFile(scenario=scenario)
        text = scenario_file_text(
            ScenarioFile(scenario=scenario, book=around.book, mapping=around.mapping)
        )
        words += ["--scenario", SCENARIO_FILE]
    else:
        for path, value in scenario.values:
            words += ["--set", f"{path}={value!r}"]
        if scenario.stance is not Stance.PROFIT_SEEKING:
            words += ["--stance", scenario.stance.value]
    for name, given in (options or {}).items():
        several = given if isinstance(given, list | tuple) else [given]
        for one in several:
            words += _option(name, one)
    return Command(line=shlex.join(words), scenario_text=text)


def _needs_a_file(command: str, scenario: Scenario) -> bool:
    return (
        len(scenario.values) > MOST_SETS
        or scenario.is_ranged
        or (command in KNOW_FEES and not scenario.fees.is_plain)
        or (command in KNOW_BANDS and scenario.bands != Bands())
    )


def _option(name: str, given: object) -> list[str]:
    option = "--" + name.replace("_", "-")
    match given:
        case None | False:
            return []
        case True:
            return [option]
        case StrEnum():
            return [option, given.value]
        # The shortest text that reads back as the same number.
        case float():
            return [option, repr(given)]
        case _:
            return [option, str(given)]
