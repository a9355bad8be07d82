"""Command: a later tape and remittances against what the plan of a book expected."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placement.cli.app import app
from placement.cli.inputs import TapeCall, columns_of
from placement.cli.meaning import Reading, reads_a_tape
from placement.cli.options import (
    AsOf,
    Creditor,
    HowAgencies,
    Json,
    Overlays,
    Sets,
    UnderScenario,
    sector_of,
)
from placement.cli.progress import DrawsProgress
from placement.cli.show import finding_answer, left, print_json, right, show_findings
from placement.cli.under import Under, under
from placement.domain.errors import InputError
from placement.domain.text import about, pt, t
from placement.tape.meaning import CHOICES, UNITS, meaning_of

if TYPE_CHECKING:
    from placement.api import AccountPayments, Book, PlanAgainstActual

DRAWS, SEED = 100, 1
"""Usual draws and seed; written out, because the library takes its time to start."""

SHOWN = 25
"""Groups that are printed; --json and --out have them all."""


@app.command("actual")
@reads_a_tape
def actual_command(
    tape: Annotated[Path, typer.Argument(help="The tape of the day the plan was made.")],
    next_tape: Annotated[Path, typer.Argument(help="The tape of a later month.")],
    remittances: Annotated[
        Path | None,
        typer.Option(help="What accounts paid in between: account number, date, amount."),
    ] = None,
    gone: Annotated[
        str,
        typer.Option(
            help="What accounts are that the later tape no longer lists: unknown (both readings), "
            "paid or otherwise."
        ),
    ] = "unknown",
    months: Annotated[
        int | None, typer.Option(help="Months between the tapes, where these have no dates.")
    ] = None,
    next_as_of: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="Cut-off date of the later tape."),
    ] = None,
    by_segment: Annotated[
        bool, typer.Option("--by-segment", help="Judge every segment alone.")
    ] = False,
    draws: Annotated[int, typer.Option(help="Draws of the odds.")] = DRAWS,
    seed: Annotated[int, typer.Option(help="The same seed gives the same draws.")] = SEED,
    save_overlay: Annotated[
        Path | None,
        typer.Option(
            help="Write the odds that what came in says, as TOML, for --assumptions of any command."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the table of groups as CSV or XLSX.")
    ] = None,
    remittances_columns: Annotated[
        list[str] | None,
        typer.Option(
            "--remittances-column",
            metavar="FIELD=HEADING",
            help="Map a column of the remittances by hand.",
        ),
    ] = None,
    remittances_unit: Annotated[
        str | None,
        typer.Option(help=f"What the remittances are written in: {', '.join(UNITS)}."),
    ] = None,
    remittances_dates: Annotated[
        str | None,
        typer.Option(help=f"What 03/04 is in them: {' or '.join(CHOICES['dates'])}."),
    ] = None,
    remittances_decimal: Annotated[
        str | None,
        typer.Option(help=f"Their decimal sign: {' or '.join(CHOICES['decimal'])}."),
    ] = None,
    remittances_sheet: Annotated[
        list[str] | None,
        typer.Option("--remittances-sheet", metavar="NAME", help="Sheet of their workbook."),
    ] = None,
    sector: Annotated[
        str | None,
        typer.Option(help="Sector of all rows, for tapes without the column.", callback=sector_of),
    ] = None,
    creditor: Creditor = None,
    stance: HowAgencies = None,
    as_of: AsOf = None,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
    *,
    reading: Reading,
) -> None:
    """A later tape against what the plan expected: alarms, and what they say of the odds."""
    from placement import api

    chosen = under(sets, overlays, scenario=scenario, stance=stance)

    def opened(file: Path, day: str | None, within: Under) -> "Book":
        return TapeCall(
            tape=file, under=within, sector=sector, creditor=creditor, reading=reading, as_of=day
        ).book

    first = opened(tape, as_of, chosen)
    # A scenario remembers the book of the plan, which the later tape is not.
    file = replace(chosen.file, book=None) if chosen.file else None
    later = opened(next_tape, next_as_of, replace(chosen, file=file))
    paid = None
    if remittances is not None:
        said = {
            "unit": remittances_unit,
            "dates": remittances_dates,
            "decimal": remittances_decimal,
            "sheets": remittances_sheet,
        }
        paid = _payments(remittances, first, later, chosen, remittances_columns, said)
    found = api.plan_against_actual(
        first,
        later,
        assumptions=chosen.assumptions,
        stance=chosen.stance,
        bands=chosen.bands,
        payments=paid,
        gone=gone,
        months=months,
        by_segment=by_segment,
        draws=draws,
        seed=seed,
        progress=DrawsProgress(),
    )
    if out is not None:
        _write(found, out)
    if save_overlay is not None:
        _save(found, save_overlay)
    findings = [
        *first.findings,
        *api.next_tape_findings(later.findings),
        *(paid.findings if paid else ()),
        *found.findings,
    ]
    if as_json:
        print_json(
            {
                **api.actual_answer(found),
                "findings": [finding_answer(finding) for finding in findings],
            }
        )
        return
    show_findings(findings)
    for line in _lines(found):
        print(line)


def _payments(
    file: Path,
    first: "Book",
    later: "Book",
    chosen: Under,
    columns: list[str] | None,
    said: Mapping[str, Any],
) -> "AccountPayments":
    from placement.api import open_account_payments
    from placement.tape.saved import SavedMapping

    if first.tape.as_of is None or later.tape.as_of is None:
        raise InputError(
            t(
                "Remittances need the days between which they count: give the cut-off dates with "
                "--as-of and --next-as-of."
            )
        )
    read = open_account_payments(
        file,
        filename=file.name,
        after=first.tape.as_of,
        until=later.tape.as_of,
        assumptions=chosen.assumptions,
        mapping=columns_of(columns, SavedMapping()),
        meaning=meaning_of({name: value for name, value in said.items() if value}),
    )
    if read.currency and read.currency != first.tape.currency:
        raise InputError(
            t(
                "{file} is in {theirs} and the tapes in {ours}. Give remittances in the currency "
                "of the tapes.",
                file=file.name,
                theirs=read.currency,
                ours=first.tape.currency,
            )
        )
    return read


def _write(found: "PlanAgainstActual", file: Path) -> None:
    import pandas as pd

    from placement import api
    from placement.report.files import as_csv, as_xlsx, write_whole

    makers = {".csv": as_csv, ".xlsx": as_xlsx}
    if file.suffix.lower() not in makers:
        raise InputError(t("--out takes a name in .csv or .xlsx; got {file}.", file=file.name))
    rows = [
        {**row, "done": "; ".join(f"{name} {n}" for name, n in row["done"].items())}
        for row in api.actual_rows(found)
    ]
    write_whole(file, makers[file.suffix.lower()](pd.DataFrame(rows)))
    print(t("Written: {file}", file=str(file)), file=sys.stderr)


def _save(found: "PlanAgainstActual", file: Path) -> None:
    from placement.report.files import write_whole

    texts = [each.overlay.toml for each in found.odds if each.overlay is not None]
    if not texts:
        print(
            t("No overlay is written: what came in says nothing that chance would not."),
            file=sys.stderr,
        )
        return
    write_whole(file, "\n".join(texts).encode())
    print(t("Written: {file}", file=str(file)), file=sys.stderr)


def _lines(found: "PlanAgainstActual") -> list[str]:
    from placement import api

    answer = api.actual_answer(found)
    names = api.status_names()
    both = len(found.readings) > 1
    head = (
        f"{'':14} {right(t('accounts'), 9)} {right(pt('collections', 'expected'), 14)} "
        f"{right(t('80 % from'), 14)} {right(t('to'), 14)} "
        f"{right(pt('collections', 'came'), 14)} "
    )
    if both:
        head += f"{right(t('if not paid'), 14)} "
    lines = [answer["verdict"], "", head + right(t("by luck"), 18)]
    judged = [row for row in answer["rows"] if row["status"] != "not_judged"]
    others = [row for row in answer["rows"] if row["status"] == "not_judged"]
    lines += [_line(names[row["status"]], row, api.group_name(row), both) for row in judged[:SHOWN]]
    if (more := len(judged) - SHOWN) > 0:
        lines.append(t("  and {count} more; --json has all", count=more))
    if judged:
        lines.append(_line(t("together"), answer["total"], "", both))
    for row in others[:SHOWN]:
        name = about(api.group_name(row), row["reason"])
        lines.append(_line(names["not_judged"], row, name, both))
    if (more := len(others) - SHOWN) > 0:
        lines.append(t("  and {count} more; --json has all", count=more))
    if len(others) > 1:
        lines.append(_line(t("together"), answer["not_judged"], "", both))
    lines.append("")
    told = (*api.ALARMS, "depends")
    lines += [api.row_words(row) for row in answer["rows"] if row["status"] in told][:SHOWN]
    lines.append("")
    lines += [api.odds_words(each) for each in found.odds]
    return [*lines, "", *answer["says"]]


def _line(state: str, row: dict[str, Any], name: str, both: bool) -> str:
    from placement.api import one_in

    chance = row["chance_by_luck"] if "status" in row else None
    accounts = row["judged"] if "judged" in row else row["accounts"]
    line = (
        f"{left(state, 14)} {accounts:>9,} {row['expected']:>14,.2f} {row['low_80']:>14,.2f} "
        f"{row['high_80']:>14,.2f} {row['came']:>14,.2f} "
    )
    if both:
        line += f"{row['came_if_not_paid']:>14,.2f} "
    return f"{line}{right('' if chance is None else one_in(chance), 18)}  {name}".rstrip()
