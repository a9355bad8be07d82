"""Commands under a hostile shell: devices, full and closed streams, Ctrl-C, outputs onto inputs."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from placement.cli import app
from placement.domain.signs import harmless
from tests.cli.test_own_process import CALLS, OUT
from tests.hostile.corpus import TAPES
from tests.hostile.measure import PROJECT, command

VALUE = ("value", "--sector", "telecom", "--balance", "200", "--age", "6")
TAPE = "data/samples/software_retainage.csv"
SEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Signs that a terminal would follow."""


def ran(
    *words: str, stdout: object = subprocess.PIPE, shell: str = "", **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run a command in a process of its own; `shell` is put behind it by a shell."""
    call = command(*words)
    if shell:
        call = ["sh", "-c", f'exec "$@" {shell}', "sh", *call]
    return subprocess.run(
        call,
        stdout=stdout,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        cwd=PROJECT,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        env={**os.environ, **environment},
        timeout=240,
        check=False,
    )


@pytest.fixture
def pipe(tmp_path: Path) -> str:
    """Return a pipe into which nobody writes."""
    os.mkfifo(tmp_path / "pipe")
    return str(tmp_path / "pipe")


READS = {
    "a tape": ("rank",),
    "a mapping": ("rank", TAPE, "--mapping"),
    "numbers": (*VALUE, "--assumptions"),
    "a scenario": (*VALUE, "--scenario"),
    "fee terms": ("deal", *VALUE[1:], "--accounts", "500", "--fees"),
    "agencies": ("lists", TAPE, "--out", "nowhere", "--agencies"),
    "remittances": ("calibrate",),
    "contracts": ("mix", "--seats", "30"),
    "a bill": ("bill", "--contract", "data/samples/bill_contract.toml"),
    "a contract": ("bill", "data/samples/bill.csv", "--contract"),
    "rules": ("policy", TAPE, "--policy"),
}


@pytest.mark.parametrize("what", READS)
@pytest.mark.parametrize("kind", ["device", "pipe", "folder"])
def test_what_is_no_file_is_refused_at_once(
    desk, pipe: str, tmp_path: Path, what: str, kind: str
) -> None:
    """A device never ends and a pipe never begins."""
    name = {"device": "/dev/zero", "pipe": pipe, "folder": str(tmp_path)}[kind]
    said = desk(*READS[what], name)
    assert (said.code, said.out) == (2, "")
    assert f"{name} is a {kind} and no file" in said.err


@pytest.mark.parametrize("shell", [">/dev/full", ">&-", ">&- 2>&-"])
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_an_answer_that_cannot_be_written_is_no_success(shell: str, more: tuple[str, ...]) -> None:
    said = ran(*VALUE, *more, shell=shell)
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    if "2>" not in shell:
        assert said.stderr.startswith("error: The answer could not be written: ")
        assert len(said.stderr.splitlines()) == 1


@pytest.mark.parametrize("shell", ["2>/dev/full", "2>&-"])
def test_remarks_that_cannot_be_written_do_not_cost_the_answer(shell: str) -> None:
    said = ran("rank", TAPE, shell=shell)
    assert said.returncode == 0
    assert said.stdout.startswith("60 accounts")


def test_who_has_read_enough_of_an_answer_hears_no_more(project: Path) -> None:
    said = ran("assumptions", shell="| head -1")
    assert len(said.stdout.splitlines()) == 1
    assert said.stderr == ""


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "ascii:strict"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_a_terminal_of_few_signs_gets_the_answer(environment: dict[str, str]) -> None:
    said = ran(*VALUE, "--lang", "zh", **environment)
    assert said.returncode == 0
    assert said.stdout.isascii()
    assert "\\u51c0\\u56de\\u6536" in said.stdout


def test_nothing_of_a_file_or_a_call_steers_the_terminal(desk, tmp_path: Path) -> None:
    """Headings, cells, names of files and words of the call; JSON says the same as before."""
    for name in ("control_signs.csv", "bidirectional.csv"):
        file = tmp_path / f"\x1b[31m{name}"
        file.write_bytes(TAPES[name]())
        for more in ((), ("--json",)):
            said = desk("rank", str(file), "--sector", "telecom", *more)
            assert said.code == 0
            assert not SEEN.search(said.out + said.err), (name, more)
        assert said.answer["accounts"] >= 1
    for words in (("rank", "\x1b[2Jx.csv"), ("\x1b[2J",), ("value", "--sector", "\x1b[2J")):
        said = desk(*words)
        assert said.code == 2
        assert not SEEN.search(said.err)


def test_a_name_with_line_ends_is_no_second_remark(desk) -> None:
    said = desk("rank", "none\nnote: all is well.csv")
    assert said.code == 2
    assert len(said.err.splitlines()) == 1
    assert said.err.startswith("error: none\\u000anote: all is well.csv cannot be opened")


def test_only_what_steers_is_written_out() -> None:
    assert harmless("é 万元\t1\n") == "é 万元\t1\n"
    assert harmless("\x1b[31m\x9b\x07\r\u202e") == "\\u001b[31m\\u009b\\u0007\\u000d\\u202e"


def _others(tape: Path) -> Iterator[Path]:
    """Yield the same file under other names."""
    yield tape
    yield Path(os.path.relpath(tape, PROJECT))
    yield tape.parent / "." / ".." / tape.parent.name / tape.name
    (tape.parent / "link.csv").symlink_to(tape)
    yield tape.parent / "link.csv"
    (tape.parent / "hard.csv").hardlink_to(tape)
    yield tape.parent / "hard.csv"


def test_a_tape_is_never_written_over(desk, tmp_path: Path) -> None:
    tape = tmp_path / "tape.csv"
    content = (PROJECT / TAPE).read_bytes()
    tape.write_bytes(content)
    for out in _others(tape):
        said = desk("rank", str(tape), "--out", str(out))
        assert (said.code, said.out) == (2, ""), out
        assert "it would be written over" in said.err
        assert tape.read_bytes() == content
    said = desk("rank", str(tape), "--out", str(tmp_path / "other.csv"))
    assert said.code == 0


@pytest.mark.parametrize("option", ["--mapping", "--assumptions", "--scenario"])
def test_nor_is_any_other_file_that_a_call_reads(desk, tmp_path: Path, option: str) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("kept")
    said = desk("rank", TAPE, option, str(file), "--out", str(file))
    assert said.code == 2
    assert "it would be written over" in said.err
    assert file.read_text() == "kept"


def test_every_command_with_out_refuses_its_first_file(desk, tmp_path: Path) -> None:
    """Also those that are written later: the commands are counted here, not named."""
    commands = typer.main.get_command(app).commands
    with_out = [name for name in commands if "out" in {p.name for p in commands[name].params}]
    assert {"rank", "lists", "bill", "overlaps", "actual", "policy"} <= set(with_out)
    for name in with_out:
        words = list(CALLS[name])
        at = next(place for place, word in enumerate(words) if word.startswith("data/"))
        file = tmp_path / f"{name}{Path(words[at]).suffix}"
        file.write_bytes((PROJECT / words[at]).read_bytes())
        words[at] = str(file)
        words = [word for word in words if word != "--out" and not word.startswith(OUT)]
        before = file.read_bytes()
        said = desk(name, *words, "--out", str(file))
        assert said.code == 2, name
        assert "it would be written over" in said.err, name
        assert file.read_bytes() == before


def test_an_output_takes_the_place_of_no_pipe(desk, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "out.csv")
    said = desk("rank", TAPE, "--out", str(tmp_path / "out.csv"))
    assert said.code == 2
    assert "is a pipe and no file" in said.err
    assert (tmp_path / "out.csv").is_fifo()


LONG = {
    "simulate": (*VALUE[1:], "--draws", "20000"),
    "rank": ("data/samples/mixed_book.csv", "--out", OUT),
    "mix": ("data/samples/contracts.csv", "--seats", "30"),
    "when": VALUE[1:],
}


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("after", [0.3, 3.0])
def test_ctrl_c_ends_with_130_and_a_word(tmp_path: Path, name: str, after: float) -> None:
    """While it starts and while it works; a call that was over before ended well."""
    out = tmp_path / "out.csv"
    words = [str(out) if word == OUT else word for word in LONG[name]]
    # As from a terminal: a shell has its background programs ignore Ctrl-C.
    started = (
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", started, *command(name, *words)],
        cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    time.sleep(after)
    was_over = process.poll() is not None
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=120)
    if was_over:
        assert process.returncode == 0
        return
    # Before a line of ours has run, Python ends in its own way.
    assert process.returncode != 0
    if after > 1 or process.returncode == 130:
        assert process.returncode == 130
        assert said[1].splitlines()[-1].startswith("Stopped")
        assert "Traceback" not in said[1]
    assert [file.name for file in tmp_path.iterdir() if file != out] == []
