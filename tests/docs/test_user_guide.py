"""The outputs in both user guides are what the commands print."""

import re
import tomllib

import pytest

from docs.make_guide import CALL, CHINESE, ENGLISH, blocks, places, run
from placement.assume.library import lay_over, load_library
from tests.cli.test_chinese import COMMANDS, faults

GUIDE = ENGLISH.read_text(encoding="utf-8")
BLOCKS = blocks(ENGLISH)
SHOWN = [
    (language, *block)
    for language, page in (("en", ENGLISH), ("zh", CHINESE))
    for block in blocks(page)
]


def fits(shown: list[str], printed: list[str]) -> bool:
    """Say whether the lines agree; `...` stands for any number of lines."""
    return places(shown, printed) is not None


@pytest.mark.parametrize(
    ("language", "command", "shown"),
    SHOWN,
    ids=[f"{language} {command}" for language, command, _ in SHOWN],
)
def test_the_output_is_real(language: str, command: str, shown: str) -> None:
    """As run beside the project's data, notes on standard error last.

    What the Chinese guide runs is also looked through for English.
    """
    printed = run(command, language)
    assert fits(shown.splitlines(), printed), "\n".join(printed)
    if language == "zh" and command.removeprefix(CALL) in COMMANDS:
        assert faults("\n".join(printed)) == []


def test_there_are_outputs_to_check() -> None:
    """Every command is shown."""
    assert {command.split()[3] for command, _ in BLOCKS} == {
        "value",
        "court-fee",
        "assumptions",
        "rank",
        "report",
        "when",
        "policy",
        "deal",
        "bid",
        "mix",
        "scenario",
        "compare",
        "simulate",
        "league",
        "actual",
        "bill",
        "overlaps",
        "lists",
        "implied",
        "calibrate",
        "backtest",
    }


def test_the_matcher_can_say_no() -> None:
    """A changed digit, a missing line and an extra line."""
    printed = ["a 1", "b 2", "c 3"]
    assert fits(["a 1", "...", "c 3"], printed)
    assert not fits(["a 1", "...", "c 4"], printed)
    assert not fits(["a 1", "b 2"], printed)
    assert not fits(["a 1", "b 2", "c 3", "d 4"], printed)


def test_the_file_of_own_numbers_works() -> None:
    """The commission is changed and the new sector is there."""
    example = re.search(r"^```toml\n(.*?)^```$", GUIDE, flags=re.MULTILINE | re.DOTALL)
    assert example is not None
    changed = lay_over(load_library(), tomllib.loads(example[1]))
    assert changed.entries["bank_card.agency.commission.state_owned.12m"].value == 0.27
    assert "consumer_loan" in changed.sectors
