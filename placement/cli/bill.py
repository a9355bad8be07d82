"""Commands: an agency's bill checked, and accounts that two agencies hold."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placement.cli.app import app
from placement.cli.inputs import columns_of
from placement.cli.options import Json, Overlays
from placement.cli.remitted import Columns, Dates
from placement.cli.show import finding_answer, left, print_json, right, show_findings, wide
from placement.domain.text import t
from placement.report.counts import accounts_text
from placement.tape.meaning import meaning_of
from placement.tape.quoting import heading

if TYPE_CHECKING:
    from placement.api import BillFile, CheckedBill, PlacedTwice

_MOST_SHOWN = 20

Out = Annotated[
    Path | None, typer.Option(help="Write every finding to this file, CSV or XLSX by its ending.")
]


@app.command("bill")
def bill_command(
    bill: Annotated[Path, typer.Argument(help="An agency's bill, a row for each payment.")],
    contract: Annotated[Path, typer.Option(help="TOML file of what the contract says.")],
    payments: Annotated[
        Path | None, typer.Option(help="Your own payments of the same months.")
    ] = None,
    placements: Annotated[
        Path | None,
        typer.Option(help="What you placed with this agency: day, age, balance, recall."),
    ] = None,
    recalls: Annotated[
        Path | None, typer.Option(help="Accounts you recalled, with the day.")
    ] = None,
    columns: Columns = None,
    dates: Dates = None,
    out: Out = None,
    as_json: Json = False,
    overlays: Overlays = None,
) -> None:
    """What an agency billed, what the contract gives, and why they differ, line by line."""
    from placement import api
    from placement.report.bill_answer import bill_answer, findings_table
    from placement.report.files import check_format, write_table
    from placement.tape.saved import SavedMapping

    if out is not None:
        check_format(out)
    found = api.check_bill(
        _file(bill),
        api.bill_contract_in(contract),
        payments=None if payments is None else _file(payments),
        placements=None if placements is None else _file(placements),
        recalls=None if recalls is None else _file(recalls),
        assumptions=api.assumptions_in_use(overlays=overlays or ()),
        mapping=columns_of(columns, SavedMapping()),
        meaning=meaning_of({} if dates is None else {"dates": dates}),
    )
    answer = bill_answer(
        found.found,
        found.contract,
        rows=found.bill.row,
        accounts=found.bill.accounts,
        books=found.names_in_books,
    )
    if out is not None:
        write_table(findings_table(answer["findings"]), out)
    if as_json:
        print_json({**answer, "noticed": [finding_answer(f) for f in found.findings]})
        return
    show_findings(found.findings)
    for line in _bill_lines(found, answer):
        print(line)


@app.command("overlaps")
def overlaps_command(
    files: Annotated[list[Path], typer.Argument(help="Lists of placed accounts, an agency each.")],
    columns: Columns = None,
    dates: Dates = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Accounts, and debtors, that two agencies hold at the same time.

    Fields for --column: account_id, agency, placed_on, recalled_on, balance, debtor_id.
    """
    from placement import api
    from placement.report.files import check_format, write_table
    from placement.report.overlaps_answer import overlap_table
    from placement.tape.saved import SavedMapping

    if out is not None:
        check_format(out)
    found = api.placed_twice(
        [_file(file) for file in files],
        mapping=columns_of(columns, SavedMapping()),
        meaning=meaning_of({} if dates is None else {"dates": dates}),
    )
    table = overlap_table(found.rows, found.accounts, agencies=found.agencies, accounts=found.names)
    if out is not None:
        write_table(table, out)
    if as_json:
        print_json(_overlap_answer(found))
        return
    show_findings(found.findings)
    for line in _overlap_lines(found):
        print(line)


def _file(path: Path) -> "BillFile":
    from placement.api import BillFile

    return BillFile(source=path, name=path.name)


def _bill_lines(found: "CheckedBill", answer: dict[str, Any]) -> list[str]:
    from placement.report.bill_answer import bill_notes, bill_sentence

    lines = [bill_sentence(found.found)]
    lines += bill_notes(
        found.found,
        found.contract,
        has_payments=found.books is not None,
        is_held=found.is_held,
        vat_on_top=found.total_due_vat,
    )
    width = max([wide(row["rung"]) for row in answer["by_age"]] + [wide(t("age at placement"))])
    names = (t("lines"), t("paid"), t("billed"), t("due"), t("difference"))
    lines.append(
        f"{left(t('age at placement'), width)}" + "".join(f" {right(name, 14)}" for name in names)
    )
    for row in answer["by_age"]:
        money = (row["paid"], row["billed"], row["due"], row["difference"])
        lines.append(
            f"{left(row['rung'], width)} {row['lines']:>14,}"
            + "".join(f" {x:>14,.2f}" for x in money)
        )
    for row in answer["findings"][:_MOST_SHOWN]:
        where = t("row {row}", row=row["row"]) if row["row"] else t("your payments")
        lines.append(
            t(
                "{where}: {account}: billed {billed:,.2f}, due {due:,.2f}, {difference:+,.2f} "
                "{words}",
                where=where,
                account=row["account_id"],
                billed=row["billed"],
                due=row["due"],
                difference=row["difference"],
                words=row["words"],
            )
        )
    return [*lines, *_more(len(answer["findings"]))]


def _more(count: int) -> list[str]:
    if count <= _MOST_SHOWN:
        return []
    return [t("... and {count} more; --out FILE writes all.", count=f"{count - _MOST_SHOWN:,}")]


def _overlap_lines(found: "PlacedTwice") -> list[str]:
    from placement.report.overlaps_answer import overlap_rows, overlap_sentence, pair_rows

    pairs = overlap_rows(found.rows, found.accounts, agencies=found.agencies, accounts=found.names)

    lines = [
        overlap_sentence(
            accounts=found.placed_accounts,
            twice=found.accounts_twice,
            money=found.money,
            debtors=found.debtors_twice if found.is_by_debtor else None,
            currency=found.currency,
        )
    ]
    for row in pair_rows(found.rows, found.accounts, agencies=found.agencies):
        lines.append(
            t(
                "{agency} and {other}: {accounts}, {balance:,.2f}",
                agency=row["agency"],
                other=row["other_agency"],
                accounts=accounts_text(row["accounts"]),
                balance=row["balance"],
            )
        )
    for row in pairs[:_MOST_SHOWN]:
        lines.append(
            t(
                "{account}: {agency} and {other}, from {since} to {until}, {balance}",
                account=row["account_id"],
                agency=row["agency"],
                other=row["other_agency"],
                since=row["since"] or t("the start"),
                until=row["until"] or t("now"),
                balance="-" if row["balance"] is None else f"{row['balance']:,.2f}",
            )
        )
    return [*lines, *_more(len(pairs))]


def _overlap_answer(found: "PlacedTwice") -> dict[str, Any]:
    from placement.report.overlaps_answer import overlap_rows, pair_rows

    return {
        "accounts": found.placed_accounts,
        "accounts_twice": found.accounts_twice,
        "balance": found.money / 100,
        "debtors_twice": found.debtors_twice if found.is_by_debtor else None,
        "pairs": pair_rows(found.rows, found.accounts, agencies=found.agencies),
        "overlaps": overlap_rows(
            found.rows, found.accounts, agencies=found.agencies, accounts=found.names
        ),
        "debtor_overlaps": overlap_rows(
            found.rows, found.debtors, agencies=found.agencies, accounts=found.names
        ),
        "lists": [
            {
                "file": each.filename,
                "columns": {name: heading(own) for name, own in each.columns.items()},
                "unused": [heading(own) for own in each.unused],
            }
            for each in found.files
        ],
        "noticed": [finding_answer(finding) for finding in found.findings],
    }
