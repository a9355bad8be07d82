"""The outputs in the user guide are what the commands print."""

import re
import shlex
import tomllib
from contextlib import suppress

import pytest

from placement.assume.library import lay_over, load_library
from placement.cli import main
from tests.docs.examples import PAGE

GUIDE = (PAGE.parent / "user-guide.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n\$ ([^\n]+)\n(.*?)^```$", GUIDE, flags=re.MULTILINE | re.DOTALL)


def fits(shown: list[str], printed: list[str]) -> bool:
    """Say whether the lines agree; `...` stands for any number of lines."""
    if not shown:
        return not printed
    if shown[0] == "...":
        return any(fits(shown[1:], printed[skip:]) for skip in range(len(printed) + 1))
    return bool(printed) and shown[0] == printed[0].rstrip() and fits(shown[1:], printed[1:])


@pytest.mark.parametrize(("command", "shown"), BLOCKS, ids=[command for command, _ in BLOCKS])
def test_the_output_is_real(
    command: str,
    shown: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    """As run in the project's folder, notes on standard error last."""
    monkeypatch.chdir(request.config.rootpath)
    words = shlex.split(command)
    assert words[:3] == ["python", "-m", "placement"]
    monkeypatch.setattr("sys.argv", words[2:])
    with suppress(SystemExit):
        main()
    out, err = capsys.readouterr()
    assert fits(shown.splitlines(), (out + err).splitlines()), out + err


def test_there_are_outputs_to_check() -> None:
    """Every command is shown."""
    assert {command.split()[3] for command, _ in BLOCKS} == {
        "value",
        "court-fee",
        "assumptions",
        "rank",
        "when",
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
