"""The same questions as commands; start-up imports only what a command needs."""

import os
import sys
from collections.abc import Sequence

import typer

from placement.cli import (
    access,
    actual,
    backtest,
    bid,
    bill,
    calibrate,
    compare,
    deal,
    implied,
    league,
    library,
    lists,
    mix,
    pilot,
    policy,
    rank,
    report,
    scenario,
    simulate,
    value,
    when,
)
from placement.cli.app import app
from placement.cli.help_texts import built, speak, speak_frames
from placement.cli.interrupt import interrupt
from placement.cli.outputs import keep_inputs
from placement.cli.show import tell
from placement.cli.streams import UnwrittenError, streams
from placement.cli.usage import in_words
from placement.domain.errors import InputError, PlacementError, system_reason
from placement.domain.language import SOURCE, catalogue, known_language, language_of
from placement.domain.text import language, t

__all__ = [
    "access",
    "actual",
    "app",
    "backtest",
    "bid",
    "bill",
    "calibrate",
    "compare",
    "deal",
    "implied",
    "league",
    "library",
    "lists",
    "main",
    "mix",
    "pilot",
    "policy",
    "rank",
    "report",
    "scenario",
    "simulate",
    "value",
    "when",
]

WRONG_INPUT = 2
"""Exit code where the input is wrong."""

UNWRITTEN = 1
"""Exit code where the answer could not be written to the end."""

STOPPED = 130
"""Exit code where Ctrl-C was pressed, as of every program."""

LANG = "--lang"
"""Option of every command that names the language; `app` lists it."""

SHORTEST = 2
"""A call of fewer words may print help: it has a command and nothing that it is on."""


def main() -> int:
    """Run the command line and return its exit code; wrong input is one line per finding."""
    given = sys.argv[1:]
    with streams(as_they_are=_asks_for_help(given)), interrupt() as stop:
        try:
            code, words = spoken(given)
        except InputError as error:
            return _failed(*error.messages)
        with language(catalogue(code)):
            try:
                ended = _run(words, speaks_source=code == SOURCE)
                sys.stdout.flush()
            except UnwrittenError as error:
                return _unwritten(error)
            except KeyboardInterrupt:
                stop.pressed = True
            return _stopped() if stop.pressed else ended


def _asks_for_help(words: Sequence[str]) -> bool:
    before = words[: words.index("--")] if "--" in words else words
    return "--help" in before or len(words) < SHORTEST


def spoken(words: Sequence[str]) -> tuple[str, list[str]]:
    """Return the language of a call, and its words without the option that names it.

    The option may stand anywhere, before the command or behind it; without it the environment
    says. A JSON answer is an interface and is in the source language always.

    Raises:
        InputError: The option, or our own variable, names a language that is not there.
    """
    code, left = None, []
    given = iter(words)
    for word in given:
        if word == "--":
            left += [word, *given]
        elif word == LANG or word.startswith(f"{LANG}="):
            name = word.partition("=")[2] if "=" in word else next(given, "")
            code = known_language(name, named=LANG)
        else:
            left.append(word)
    # Asked for by the call, what the environment says does not count, not even a slip in it.
    code = language_of(os.environ) if code is None else code
    return SOURCE if "--json" in left else code, left


def _run(words: Sequence[str], *, speaks_source: bool) -> int:
    command = built(app)
    keep_inputs(command)
    if not speaks_source:
        speak(command)
        if _asks_for_help(words):
            speak_frames()
    try:
        command.main(args=list(words), standalone_mode=False)
    except PlacementError as error:
        return _failed(*error.messages)
    except typer.TyperException as error:
        return _failed(_usage(error))
    except typer.Abort:
        raise KeyboardInterrupt from None
    except MemoryError:
        return _failed(
            t("There is not enough memory for this. Close other programs, or take a smaller file.")
        )
    except OSError as error:
        return _failed(_refused(error))
    return 0


def _refused(error: OSError) -> str:
    """Return that the system refused something, and of which file."""
    return t(
        "{what} could not be used: {reason}.",
        what=str(error.filename or t("A file")),
        reason=system_reason(error),
    )


def _stopped() -> int:
    print(t("Stopped before the end. No file was left half-written."), file=sys.stderr, flush=True)
    return STOPPED


def _unwritten(error: UnwrittenError) -> int:
    if not error.is_quiet:
        tell("error", t("The answer could not be written: {reason}.", reason=str(error)))
    return UNWRITTEN


def _usage(error: typer.TyperException) -> str:
    """Return what is wrong with the words of a call, on one line."""
    what = error.format_message() if isinstance(error, typer.BadParameter) else str(error)
    return t("{what}. See `python -m placement --help`.", what=in_words(what))


def _failed(*messages: str) -> int:
    for message in messages:
        tell("error", message)
    return WRONG_INPUT
