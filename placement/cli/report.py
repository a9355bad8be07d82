"""Command: the decision memo of a tape."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from placement.cli.app import app
from placement.cli.inputs import TapeCall
from placement.cli.meaning import Reading, reads_a_tape
from placement.cli.options import (
    AsOf,
    CreditorOfAll,
    HowAgencies,
    Overlays,
    SectorOfAll,
    Sets,
    UnderScenario,
)
from placement.cli.progress import MemoProgress
from placement.cli.under import under
from placement.domain.errors import InputError
from placement.domain.text import t


class Reader(StrEnum):
    """Who decides by a memo."""

    CREDITOR = "creditor"
    AGENCY = "agency"


@app.command("report")
@reads_a_tape
def report_command(
    tape: Annotated[Path, typer.Argument(help="CSV, XLSX, ODS or Parquet file.")],
    out: Annotated[Path, typer.Option(help="Write the memo to this .html, .docx or .xlsx file.")],
    reader: Annotated[
        Reader, typer.Option("--for", help="Who decides by it: the creditor or an agency's owner.")
    ] = Reader.CREDITOR,
    draws: Annotated[
        int | None,
        typer.Option(help="Draws of the largest segments' first moves; by default as the pages."),
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same draws.")] = 1,
    sector: SectorOfAll = None,
    creditor: CreditorOfAll = None,
    stance: HowAgencies = None,
    as_of: AsOf = None,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
    *,
    reading: Reading,
) -> None:
    """A decision memo for a creditor's committee or an agency's owner: two pages to decide by."""
    from placement import api
    from placement.report.files import check_format, write_whole
    from placement.report.made_with import MadeWith

    is_agency = reader is Reader.AGENCY
    check_format(out, api.AGENCY_MEMO_FORMATS if is_agency else api.MEMO_FORMATS)
    if not out.absolute().parent.is_dir():
        raise InputError(
            t("{file} cannot be written: there is no such folder. Choose one that exists.",
              file=str(out))
        )  # fmt: skip
    chosen = under(sets, overlays, scenario=scenario, stance=stance)
    call = TapeCall(
        tape=tape, under=chosen, sector=sector, creditor=creditor, reading=reading, as_of=as_of
    )
    ranked = call.ranked()
    made_with = MadeWith(
        assumptions=chosen.assumptions,
        library=api.assumptions_in_use(),
        stance=chosen.stance,
        as_of=ranked.book.tape.as_of,
        book=tape.name,
    )
    make = api.agency_memo_book if is_agency else api.memo_book
    made = make(
        ranked,
        made_with,
        draws=draws if draws is not None else api.PLAN_DRAWS,
        seed=seed,
        progress=MemoProgress(),
    )
    content = made.file(out.suffix.lower())
    write_whole(out, content)
    print(out)
