"""What a command is told of how a tape is to be read: said once for all commands of a tape."""

import dataclasses
import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from placement.cli.inputs import columns_of
from placement.tape.meaning import CHOICES, UNITS, meaning_of
from placement.tape.saved import SavedMapping, load_mapping

_OPTIONS: dict[str, Any] = {
    "columns": Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=HEADING", help="Map a column by hand."),
    ],
    "mapping": Annotated[Path | None, typer.Option(help="Use a saved column mapping (JSON).")],
    "sheets": Annotated[
        list[str] | None,
        typer.Option("--sheet", metavar="NAME", help="Sheet of a workbook; may be repeated."),
    ],
    "header_row": Annotated[int | None, typer.Option(help="Row of the file with the headings.")],
    "encoding": Annotated[
        str | None, typer.Option(help="Encoding of a text file, such as cp1252 or big5.")
    ],
    "decimal": Annotated[
        str | None, typer.Option(help=f"Decimal sign: {' or '.join(CHOICES['decimal'])}.")
    ],
    "unit": Annotated[
        str | None, typer.Option(help=f"What amounts are written in: {', '.join(UNITS)}.")
    ],
    "dates": Annotated[
        str | None, typer.Option(help=f"What 03/04 is: {' or '.join(CHOICES['dates'])}.")
    ],
    "age_unit": Annotated[
        str | None, typer.Option(help=f"What ages count: {', '.join(CHOICES['age_unit'])}.")
    ],
    "rate": Annotated[
        float | None, typer.Option(help="The library's currency for one of the tape's.")
    ],
    "bills": Annotated[
        str | None,
        typer.Option(help="Several bills under one account number: keep or add."),
    ],
    "paid": Annotated[
        str | None,
        typer.Option(help="What was paid beside the amounts: to-deduct, or deducted already."),
    ],
    "debtors": Annotated[
        str | None,
        typer.Option(help="Several accounts of one debtor: apart, or together as one claim."),
    ],
    "totals": Annotated[
        str | None,
        typer.Option(help="Rows called totals that add up no others: keep or leave-out."),
    ],
    "closed": Annotated[
        str | None,
        typer.Option(help="Accounts whose status says that they are over: leave-out or keep."),
    ],
    "current": Annotated[
        str | None, typer.Option(help="Accounts of 0 days past due: leave-out or keep.")
    ],
    "snapshots": Annotated[
        str | None, typer.Option(help="Rows of several cut-off dates: latest or all.")
    ],
}


@dataclass(frozen=True)
class Reading:
    """The options of a call that say how its tape is to be read."""

    given: dict[str, Any]

    def saved(self, scenario: SavedMapping | None = None) -> SavedMapping:
        """Return the mapping in use: the saved one, with what the call says laid over it.

        Args:
            scenario: That of the scenario in use, which a file of a mapping takes the place of.

        Raises:
            InputError: An answer is none of those allowed, or a file is no saved mapping.
            TapeError: The file of the mapping cannot be read.
        """
        from placement.tape.read import read_text

        said = dict(self.given)
        columns, file = said.pop("columns"), said.pop("mapping")
        kept = load_mapping(read_text(file)) if file else scenario or SavedMapping()
        answers = {name: value for name, value in said.items() if value not in (None, [])}
        return dataclasses.replace(
            kept,
            columns=columns_of(columns, kept),
            meaning=meaning_of({**kept.meaning.plain(), **answers}),
        )


def reads_a_tape(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a tape; it gets them as one `reading`."""
    own = inspect.signature(command)
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in _OPTIONS.items()
    ]

    @functools.wraps(command)
    def with_options(**given: Any) -> None:
        reading = Reading({name: given.pop(name) for name in _OPTIONS})
        command(**given, reading=reading)

    kept = [
        part.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, part in own.parameters.items()
        if name != "reading"
    ]
    with_options.__signature__ = own.replace(parameters=[*kept, *options])  # type: ignore[attr-defined]
    with_options.__annotations__ = {part.name: part.annotation for part in (*kept, *options)}
    return with_options
