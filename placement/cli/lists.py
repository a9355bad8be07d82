"""Command: which accounts go where, as files ready to be sent."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from placement.cli.app import app
from placement.cli.inputs import TapeCall
from placement.cli.meaning import Reading, reads_a_tape
from placement.cli.options import (
    AsOf,
    CreditorOfAll,
    HowAgencies,
    Json,
    Overlays,
    SectorOfAll,
    Sets,
    UnderScenario,
)
from placement.cli.show import finding_answer, left, print_json, right, tell, wide
from placement.cli.under import under
from placement.domain.text import t

if TYPE_CHECKING:
    import pandas as pd

    from placement.api import BookRanking, Taker, WorkLists


@app.command("lists")
@reads_a_tape
def lists_command(
    tape: Annotated[Path, typer.Argument(help="CSV, XLSX, ODS or Parquet file.")],
    out: Annotated[
        Path, typer.Option(help="Folder for the lists; a new one, nothing is written over.")
    ],
    agencies: Annotated[
        Path | None,
        typer.Option(
            help="Table of agencies (CSV, XLSX or TOML): agency, move, capacity_accounts, "
            "capacity_balance, minimum_accounts, share, sectors. Without it each placement is "
            "one list."
        ),
    ] = None,
    kind: Annotated[
        Literal["csv", "xlsx"], typer.Option("--format", help="What the lists are written as.")
    ] = "csv",
    only: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="A,B=HEADING",
            help="Columns of the lists and what to call them; account_id and balance are needed.",
        ),
    ] = None,
    more: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="HEADING",
            help="Also this column of the tape, such as a name or phone; may be repeated.",
        ),
    ] = None,
    sector: SectorOfAll = None,
    creditor: CreditorOfAll = None,
    horizon: Annotated[
        int | None, typer.Option(help="Months a plan may last. Default: 60.")
    ] = None,
    stance: HowAgencies = None,
    as_of: AsOf = None,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
    *,
    reading: Reading,
) -> None:
    """A file per action and agency: which accounts go where, with a control sheet."""
    from placement import api
    from placement.decide.timing.moves.moves import DEFAULT_HORIZON
    from placement.report.files import check_new_folder, write_folder
    from placement.report.lists_files import list_columns, list_files
    from placement.report.lists_words import list_notes, personal_warning
    from placement.report.made_with import MadeWith

    columns = list_columns(only)
    check_new_folder(out)
    chosen = under(sets, overlays, scenario=scenario, stance=stance)
    takers: tuple[Taker, ...] = ()
    if agencies is not None:
        takers = api.read_takers(
            agencies, filename=agencies.name, sectors=chosen.assumptions.sectors
        )
    call = TapeCall(
        tape=tape, under=chosen, sector=sector, creditor=creditor, reading=reading,
        as_of=as_of,
    )  # fmt: skip
    ranked = call.ranked()
    months = DEFAULT_HORIZON if horizon is None else horizon
    plans = api.best_plans(ranked.ranking, chosen.assumptions, stance=chosen.stance, horizon=months)
    found = api.work_lists(ranked, plans, takers=takers, horizon=months)
    extra = _more(call, ranked, more) if more else None
    files = list_files(
        found,
        ending=f".{kind}",
        columns=columns,
        more=extra.table if extra else None,
        made_with=MadeWith(
            assumptions=chosen.assumptions,
            library=api.assumptions_in_use(),
            stance=chosen.stance,
            as_of=ranked.book.tape.as_of,
            book=tape.name,
        ),
    )
    write_folder(out, files)
    notes = list_notes(found, takers)
    if extra and extra.personal:
        notes.append(personal_warning(extra.personal))
    if as_json:
        print_json(
            _answer(found, files)
            | {"notes": notes, "findings": [finding_answer(x) for x in ranked.book.findings]}
        )
        return
    _print(found, files, out)
    for note in notes:
        tell("note", note)


def _more(call: TapeCall, ranked: "BookRanking", headings: list[str]) -> Any:
    from placement.api import more_columns

    return more_columns(
        ranked.book.tape,
        call.tape,
        filename=call.tape.name,
        headings=headings,
        meaning=call.saved.meaning,
    )


def _answer(found: "WorkLists", files: dict[str, bytes]) -> dict[str, Any]:
    rows = _control(found, files).to_dict("records")
    return {
        "lists": rows[:-1],
        "total": {name: rows[-1][name] for name in ("accounts", "balance", "expected_net")},
        "currency": found.tape.currency,
        "mix": [vars(row) for row in found.mix],
    }


def _control(found: "WorkLists", files: dict[str, bytes]) -> "pd.DataFrame":
    from placement.report.lists_files import control_table

    return control_table(found, files)


def _print(found: "WorkLists", files: dict[str, bytes], out: Path) -> None:
    from placement.report.headings import cell_names

    table = _control(found, files)
    head = t("file"), t("accounts"), t("owed"), t("expected net"), t("mean owed"), t("mean months")
    width = max(wide(text) for text in (head[0], *table["file"]))
    print(
        left(head[0], width),
        *(right(text, size) for text, size in zip(head[1:], (9, 18, 16, 14, 11), strict=True)),
    )
    for row in table.to_dict("records"):
        print(
            f"{left(cell_names('file').get(row['file'], row['file']), width)} "
            f"{row['accounts']:>9,} {row['balance']:>18,.2f} "
            f"{row['expected_net']:>16,.2f} {row['mean_balance']:>14,.2f} "
            f"{row['mean_months_past_due']:>11.2f}"
        )
    print(
        t(
            "Written: {files} files in {folder}. Expected net is in {control} only, which stays "
            "with you.",
            files=len(files),
            folder=str(out),
            control=list(files)[-1],
        )
    )
