"""What commands on remittance files take, said once."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from placement.cli.inputs import columns_of
from placement.cli.options import sector_of
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.tape.meaning import CHOICES, meaning_of

if TYPE_CHECKING:
    from placement.api import Remittances

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
    dates: str | None,
) -> "Remittances":
    """Return the remittance file that a call names, read as it says.

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
                known=", ".join(_AMOUNTS),
                value=amounts,
            )
        )
    return open_remittances(
        file,
        filename=file.name,
        placements=placements,
        placements_name=placements.name if placements else "",
        mapping=columns_of(columns, SavedMapping()),
        sector=sector,
        age=age,
        missing=missing,
        cumulative=_AMOUNTS[amounts] if amounts else None,
        meaning=meaning_of({"dates": dates} if dates else {}),
    )
