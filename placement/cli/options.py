"""What commands take, said once."""

from pathlib import Path
from typing import Annotated

import typer

from placement.domain.history import EXAMPLE
from placement.domain.types import CreditorType, Stance


def sector_of(name: str | None) -> str | None:
    """Return the library's name of a sector in Chinese or English; another text as it is."""
    if name is None:
        return None
    from placement.tape.kinds import SECTOR_NAMES, sector_named

    return sector_named(name, SECTOR_NAMES) or name


Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change an assumption; may be repeated."),
]
Overlays = Annotated[
    list[Path] | None,
    typer.Option("--assumptions", metavar="FILE", help="Lay a TOML file over the library."),
]
UnderScenario = Annotated[
    Path | None,
    typer.Option(
        "--scenario",
        metavar="FILE",
        help="Answer under a scenario (JSON); --set and the other options are laid over it.",
    ),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="Cut-off date of the tape.")
]
Sector = Annotated[
    str,
    typer.Option(help="Sector of the library, such as bank_card or 信用卡.", callback=sector_of),
]
SectorOfAll = Annotated[
    str | None,
    typer.Option(
        "--sector",
        help="Sector of all rows, for a tape without the column.",
        callback=sector_of,
    ),
]
CreditorOfAll = Annotated[
    CreditorType | None,
    typer.Option("--creditor", help="Creditor type of all rows without one."),
]
Balance = Annotated[float, typer.Option(help="Amount owed.")]
Age = Annotated[float, typer.Option(help="Months past due.")]
Creditor = Annotated[
    CreditorType | None, typer.Option(help="Default: joint_stock for bank cards, other elsewhere.")
]
Principal = Annotated[float | None, typer.Option(help="Principal within the balance.")]
Placements = Annotated[int, typer.Option(help="Placements with an agency so far.")]
Letters = Annotated[int, typer.Option(help="Law-firm letters so far.")]
InHouseMonths = Annotated[
    float | None,
    typer.Option(
        help="Months of in-house work since the due date. Default: all that the rest leaves."
    ),
]
History = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        help=f'Stages since the due date, as in "{EXAMPLE}"; says more than the counts.',
    ),
]
SinceDemand = Annotated[float | None, typer.Option(help="Months since the last provable demand.")]
Disputed = Annotated[bool, typer.Option("--disputed", help="The debtor contests it.")]
Unreachable = Annotated[bool, typer.Option("--unreachable", help="Nobody can reach the debtor.")]
HowAgencies = Annotated[
    Stance | None,
    typer.Option(
        help="How the agency sets its effort. Default: the scenario's, else profit_seeking."
    ),
]
HowSure = Annotated[
    int | None,
    typer.Option(
        "--how-sure",
        metavar="DRAWS",
        help="Also say how sure the answer is, in so many draws of all numbers.",
    ),
]
