"""What commands on remittance files take, said once."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placement.cli.inputs import columns_of
from placement.cli.options import sector_of
from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.tape.meaning import CHOICES, meaning_of

if TYPE_CHECKING:
    from placement.api import Remittances
    from placement.assume.assumptions import Assumptions

Placements = Annotated[
    Path | None, typer.Option(help="File of what was placed, beside one of payments.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=HEADING", help="Map a column by hand."),
]
RemittedSector = Annotated[
    str | None,
    typer.Option(help="Sector of batches for which the file says none.", callback=sector_of),
]
Ages = Annotated[
    float | None,
    typer.Option(help="Months past due at placement of batches for which the file says none."),
]
Missing = Annotated[
    str | None,
    typer.Option("--missing-months", help="What a month without a row is: unknown or zero."),
]
Amounts = Annotated[
    str | None, typer.Option(help="What amounts are: monthly, or cumulative running totals.")
]
Dates = Annotated[str | None, typer.Option(help=f"What 03/04 is: {' or '.join(CHOICES['dates'])}.")]

InOneSum = Annotated[
    bool,
    typer.Option(
        "--paid-in-one-sum", help="Every payer pays its whole balance at once, not in instalments."
    ),
]

_AMOUNTS = {"monthly": False, "cumulative": True}


def remitted(
    file: Path,
    *,
    placements: Path | None,
    columns: list[str] | None,
    sector: str | None,
    age: float | None,
    missing: str | None,
    amounts: str | None,
    meaning: Mapping[str, Any],
    assumptions: "Assumptions | None" = None,
) -> "Remittances":
    """Return the remittance file that a call names, read as it says.

    Args:
        file: The file.
        placements: A file of what was placed, beside one of payments.
        columns: Fields with their headings, as FIELD=HEADING.
        sector: Of batches for which the file says none, and so the rest.
        age: Months past due at placement.
        missing: What a month without a row is.
        amounts: What amounts are, a key of `_AMOUNTS`.
        meaning: Answers on how the file is written by their names; what was not said is None.
        assumptions: The numbers in use, which say what sectors there are; by default the library.

    Raises:
        InputError: An answer is none of those allowed.
        TapeError: The file cannot be read as remittances.
    """
    from placement.api import open_remittances
    from placement.tape.saved import SavedMapping

    if amounts is not None and amounts not in _AMOUNTS:
        raise InputError(
            t(
                "--amounts must be one of {known}; got {value!r}.",
                known=listed(_AMOUNTS),
                value=amounts,
            )
        )
    return open_remittances(
        file,
        filename=file.name,
        assumptions=assumptions,
        placements=placements,
        placements_name=placements.name if placements else "",
        mapping=columns_of(columns, SavedMapping()),
        sector=sector,
        age=age,
        missing=missing,
        cumulative=_AMOUNTS[amounts] if amounts else None,
        meaning=meaning_of({k: v for k, v in meaning.items() if v not in (None, [])}),
    )
