"""Commands in the language that the call or the environment asks for."""

import subprocess
import sys
from pathlib import Path

import pytest

from placement.cli import LANG, app, spoken
from placement.cli.help_texts import built, help_texts
from placement.cli.show import left, right
from placement.domain.errors import InputError
from placement.domain.language import VARIABLE
from tests.cli.conftest import Desk

SYSTEMS = ("LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def _nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (VARIABLE, *SYSTEMS):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("words", "code", "rest"),
    [
        (["rank", "a.csv"], "en", ["rank", "a.csv"]),
        (["--lang", "zh", "rank", "a.csv"], "zh", ["rank", "a.csv"]),
        (["--lang", "zh-CN", "rank", "a.csv"], "zh", ["rank", "a.csv"]),
        (["rank", "--lang=zh", "a.csv"], "zh", ["rank", "a.csv"]),
        (["rank", "a.csv", "--lang", "zh"], "zh", ["rank", "a.csv"]),
        (["--lang", "en", "rank", "--lang", "zh"], "zh", ["rank"]),
        (["rank", "--", "--lang", "tlh"], "en", ["rank", "--", "--lang", "tlh"]),
        # JSON is an interface: what reads it looks for the same words everywhere.
        (["rank", "--json", "--lang", "zh"], "en", ["rank", "--json"]),
    ],
)
def test_the_option_stands_anywhere(words: list[str], code: str, rest: list[str]) -> None:
    assert spoken(words) == (code, rest)


def test_the_option_binds_more_than_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "zh")
    assert spoken(["rank"])[0] == "zh"
    assert spoken(["rank", LANG, "en"])[0] == "en"
    monkeypatch.setenv(VARIABLE, "fr")
    assert spoken(["rank", LANG, "en"])[0] == "en"
    with pytest.raises(InputError, match="PLACEMENT_LANG must be one of en, zh; got 'fr'"):
        spoken(["rank"])


@pytest.mark.parametrize("words", [["--lang", "fr"], ["rank", "--lang"], ["rank", "--lang="]])
def test_a_language_that_is_not_there_is_said(words: list[str]) -> None:
    with pytest.raises(InputError, match="--lang must be one of en, zh"):
        spoken(words)


def test_an_unknown_language_ends_with_one_line_and_two(desk: Desk) -> None:
    ran = desk("court-fee", "1000", "--lang", "fr")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: --lang must be one of en, zh; got 'fr'.\n"


def test_an_answer_and_an_error_in_chinese(desk: Desk) -> None:
    """The prefix is Chinese too; programs look at the exit code, or ask for JSON."""
    assert desk("court-fee", "200000", "--lang", "zh").out.splitlines()[0].split() == [
        "案件受理费",
        "4,300.00",
    ]
    ran = desk("rnk", "--lang", "zh")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "错误：没有命令'rnk'（相近的：'rank'）。参见`python -m placement --help`。\n"
    ran = desk("scenario", "show", "nowhere.json", "--balance", "x", "--lang=zh")
    assert ran.code == 2
    assert ran.err.startswith("错误：没有选项：--balance")


def test_numbers_and_their_sources_in_chinese(desk: Desk) -> None:
    lines = desk("--lang", "zh", "assumptions").out.splitlines()
    fee = next(line for line in lines if line.startswith("law.acceptance_fee.base = 50 "))
    assert fee.endswith(
        " 货币单位 | 法规 | 《诉讼费用交纳办法》，国务院令第481号，第13条第(1)项 (2007-04-01)"
    )
    plain = desk("assumptions").out.splitlines()
    assert len(lines) == len(plain)
    assert [line.split(" | ")[0].rsplit(" ", 1)[0] for line in plain] == [
        line.split(" = ")[0] + " = " + line.split(" = ")[1].split("]")[0] + "]" for line in lines
    ]


def test_json_is_the_same_in_every_language(desk: Desk) -> None:
    call = ("value", "--sector", "telecom", "--balance", "300", "--age", "5", "--json")
    assert desk(*call, "--lang", "zh").out == desk(*call).out


def test_an_environment_whose_terminal_has_no_chinese_gets_its_answer(
    project: Path, tmp_path: Path
) -> None:
    """Signs that it does not know are written out; the numbers and the exit code are there."""
    done = subprocess.run(
        [sys.executable, "-m", "placement", "court-fee", "1000"],
        cwd=project,
        env={"PLACEMENT_LANG": "zh", "PYTHONIOENCODING": "ascii", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "50.00" in done.stdout
    assert r"\u53d7\u7406" in done.stdout


def test_help_of_every_command_is_chinese(desk: Desk) -> None:
    out = desk("rank", "--help", "--lang", "zh").out
    for words in ("用法：", "参数", "选项", "显示此说明并退出。", "只输出一个JSON对象。", "[必填]"):
        assert words in out
    assert "…" not in out
    assert len(set(help_texts(built(app)))) > 200


def test_a_chinese_sign_takes_two_columns() -> None:
    assert left("诉讼", 6) + "|" == "诉讼  |"
    assert right("诉讼a", 6) == " 诉讼a"
    assert left("（a）", 6) == "（a） "
    assert right("too long", 3) == "too long"
