"""The same questions as commands; start-up imports only what a command needs."""

import sys

import typer

from placement.cli import (
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
    mix,
    pilot,
    rank,
    scenario,
    simulate,
    value,
    when,
)
from placement.cli.app import app
from placement.domain.errors import PlacementError
from placement.domain.text import t

__all__ = [
    "actual",
    "backtest",
    "bid",
    "bill",
    "calibrate",
    "compare",
    "deal",
    "implied",
    "league",
    "library",
    "main",
    "mix",
    "pilot",
    "rank",
    "scenario",
    "simulate",
    "value",
    "when",
]

WRONG_INPUT = 2
"""Exit code where the input is wrong."""


def main() -> int:
    """Run the command line and return its exit code; wrong input is one line per finding."""
    try:
        app(standalone_mode=False)
    except PlacementError as error:
        return _failed(*error.messages)
    except typer.TyperException as error:
        return _failed(_usage(error))
    except typer.Abort:
        return _failed(t("Stopped."))
    except BrokenPipeError:
        sys.stderr.close()
    return 0


def _usage(error: typer.TyperException) -> str:
    """Return what is wrong with the words of a call, on one line."""
    what = error.format_message() if isinstance(error, typer.BadParameter) else str(error)
    return " ".join(f"{what.rstrip('.')}. {t('See `python -m placement --help`.')}".split())


def _failed(*messages: str) -> int:
    for message in messages:
        print(f"error: {message}", file=sys.stderr)
    return WRONG_INPUT
