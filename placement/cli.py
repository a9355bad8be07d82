"""The same questions as commands; start-up imports only what a command needs."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.domain.errors import InputError, PlacementError, TapeError
from placement.domain.text import t
from placement.domain.types import CreditorType, Stance

if TYPE_CHECKING:
    from placement.api import AccountCheck
    from placement.assume.assumptions import Assumptions
    from placement.domain.types import Segments

WRONG_INPUT = 2
"""Exit code where the input is wrong."""

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Placement Desk: what each option for overdue receivables would leave in hand.",
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change an assumption; may be repeated."),
]
Overlays = Annotated[
    list[Path] | None,
    typer.Option("--assumptions", metavar="FILE", help="Lay a TOML file over the library."),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="Cut-off date of the tape.")
]
Sector = Annotated[str, typer.Option(help="Sector of the library, such as bank_card.")]
Balance = Annotated[float, typer.Option(help="Amount owed.")]
Age = Annotated[float, typer.Option(help="Months past due.")]
Creditor = Annotated[
    CreditorType | None, typer.Option(help="Default: joint_stock for bank cards, other elsewhere.")
]
Principal = Annotated[float | None, typer.Option(help="Principal within the balance.")]
Placements = Annotated[int, typer.Option(help="Placements with an agency so far.")]
SinceDemand = Annotated[float | None, typer.Option(help="Months since the last provable demand.")]
Disputed = Annotated[bool, typer.Option("--disputed", help="The debtor contests it.")]
Unreachable = Annotated[bool, typer.Option("--unreachable", help="Nobody can reach the debtor.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=HEADING", help="Map a column by hand."),
]
MappingFile = Annotated[Path | None, typer.Option(help="Use a saved column mapping (JSON).")]
HowAgencies = Annotated[Stance, typer.Option(help="How the agency sets its effort.")]


@app.command("assumptions")
def assumptions_command(
    as_json: Json = False, sets: Sets = None, overlays: Overlays = None
) -> None:
    """Every number in use, with its range, source and status."""
    entries = [
        {
            "path": entry.path,
            "value": entry.value,
            "low": entry.low,
            "high": entry.high,
            "unit": entry.unit,
            "source": entry.source,
            "as_of": entry.as_of,
            "status": entry.status,
            "note": entry.note,
        }
        for entry in _assumptions(sets, overlays).entries.values()
    ]
    if as_json:
        _print_json({"assumptions": entries})
        return
    for entry in entries:
        print(
            f"{entry['path']} = {entry['value']:g} [{entry['low']:g} .. {entry['high']:g}] "
            f"{entry['unit']} | {entry['status']} | {entry['source']} ({entry['as_of']})"
        )


@app.command("court-fee")
def court_fee_command(
    amount: Annotated[float, typer.Argument(help="Amount claimed.")], as_json: Json = False
) -> None:
    """Exact court and lawyers' charges on a claim."""
    from placement.api import court_charges

    charges = court_charges(amount)
    if as_json:
        _print_json({"amount": amount, **charges})
        return
    for name, charge in charges.items():
        print(f"{name:14} {cents(charge):>16}")


@app.command("value")
def value_command(
    sector: Sector,
    balance: Balance,
    age: Age,
    creditor: Creditor = None,
    principal: Principal = None,
    placements: Placements = 0,
    months_since_demand: SinceDemand = None,
    disputed: Disputed = False,
    unreachable: Unreachable = False,
    stance: HowAgencies = Stance.PROFIT_SEEKING,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
) -> None:
    """One account, every option."""
    from placement.api import rank_segments
    from placement.report.answers import value_answer

    account = _account(
        sector,
        balance,
        age,
        creditor,
        principal,
        placements,
        months_since_demand,
        disputed,
        unreachable,
    )
    answer = value_answer(rank_segments(account, _assumptions(sets, overlays), stance=stance))
    if as_json:
        _print_json(answer)
        return
    _print_options(answer["options"], t("Net recovery per option, in today's money"))
    print(t("Best: {option}", option=answer["best"]))


@app.command("when")
def when_command(
    tape: Annotated[
        Path | None, typer.Argument(help="A whole tape, instead of one account.")
    ] = None,
    sector: Annotated[
        str | None, typer.Option(help="Sector; on a tape, of all rows without the column.")
    ] = None,
    balance: Annotated[float | None, typer.Option(help="Amount owed.")] = None,
    age: Annotated[float | None, typer.Option(help="Months past due.")] = None,
    creditor: Creditor = None,
    principal: Principal = None,
    placements: Placements = 0,
    months_since_demand: SinceDemand = None,
    disputed: Disputed = False,
    unreachable: Unreachable = False,
    horizon: Annotated[int, typer.Option(help="Months the plan may last.")] = DEFAULT_HORIZON,
    stance: HowAgencies = Stance.PROFIT_SEEKING,
    columns: Columns = None,
    mapping: MappingFile = None,
    as_of: AsOf = None,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
) -> None:
    """The best plan and its dates, for one account or for every segment of a tape."""
    assumptions = _assumptions(sets, overlays)
    if tape:
        answer = _when_book(
            tape,
            assumptions,
            sector=sector,
            creditor=creditor,
            horizon=horizon,
            stance=stance,
            mapping=_mapping(columns, mapping),
            as_of=_date(as_of),
        )
        if as_json:
            _print_json(answer)
        else:
            _print_book_plans(answer)
        return
    if sector is None or balance is None or age is None:
        raise InputError(
            t("when takes a tape, or --sector, --balance and --age of one account; give either.")
        )
    from placement.api import plan_account
    from placement.report.answers import when_answer

    account = _account(
        sector, balance, age, creditor, principal, placements, months_since_demand, disputed,
        unreachable,
    )  # fmt: skip
    answer = when_answer(plan_account(account, assumptions, stance=stance, horizon=horizon))
    if as_json:
        _print_json(answer)
    else:
        _print_plan(answer)


@app.command("rank")
def rank_command(
    tape: Annotated[Path, typer.Argument(help="CSV, XLSX, ODS or Parquet file.")],
    out: Annotated[
        Path | None, typer.Option(help="Also write the ranking to this .csv or .xlsx file.")
    ] = None,
    by_account: Annotated[
        bool, typer.Option("--by-account", help="Value every account on its own as well.")
    ] = False,
    sector: Annotated[
        str | None, typer.Option(help="Sector of all rows, for a tape without the column.")
    ] = None,
    creditor: Annotated[
        CreditorType | None, typer.Option(help="Creditor type of all rows without one.")
    ] = None,
    stance: Annotated[
        Stance, typer.Option(help="How the agency sets its effort.")
    ] = Stance.PROFIT_SEEKING,
    columns: Columns = None,
    mapping: MappingFile = None,
    as_of: AsOf = None,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
) -> None:
    """A whole tape: findings, segments, the best option of each and the best mix."""
    from placement import api
    from placement.report.answers import rank_answer
    from placement.report.files import check_format, write_table

    if out:
        check_format(out)
    assumptions = _assumptions(sets, overlays)
    ranked = api.rank_tape(
        tape,
        assumptions=assumptions,
        stance=stance,
        mapping=_mapping(columns, mapping),
        as_of=_date(as_of),
        sector=sector,
        creditor_type=creditor.value if creditor else None,
    )
    for finding in ranked.book.findings:
        print(f"{finding.severity}: {finding.line()}", file=sys.stderr)
    checked = None
    if by_account or len(ranked.book.tape) <= api.CHECKED_BY_ACCOUNT:
        checked = api.check_by_account(
            ranked, assumptions, stance=stance, progress=_progress if by_account else None
        )
    answer = rank_answer(ranked.ranking)
    answer["findings"] = [_finding(finding) for finding in ranked.book.findings]
    answer["excluded"] = {
        "rows": len(ranked.book.tape.excluded),
        "balance": ranked.book.tape.excluded.money,
    }
    answer["by_account"] = _account_check(checked)
    if out:
        from placement.report.made_with import MadeWith
        from placement.report.tables import account_table, segment_table

        table = (
            account_table(ranked.book.tape, option=checked.option, net=checked.net)
            if by_account and checked is not None
            else segment_table(ranked.ranking)
        )
        made_with = MadeWith(
            assumptions=assumptions,
            library=api.assumptions_in_use(),
            stance=stance,
            as_of=ranked.book.tape.as_of,
            book=tape.name,
        )
        write_table(table, out, made_with=made_with)
        print(t("Written: {file}", file=str(out)), file=sys.stderr)
    if as_json:
        _print_json(answer)
    else:
        _print_rank(answer)


def cents(amount: float) -> str:
    """Return an amount rounded half up to the cent, as a bill shows it."""
    from decimal import ROUND_HALF_UP, Decimal

    return f"{Decimal(repr(amount)).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def main() -> None:
    """Run the command line; wrong input ends with exit 2 and one line per finding."""
    try:
        app(standalone_mode=False)
    except TapeError as error:
        _fail(*error.messages)
    except PlacementError as error:
        _fail(str(error))
    except typer.TyperException as error:
        _fail(_usage(error))
    except typer.Abort:
        _fail(t("Stopped."))
    except BrokenPipeError:
        sys.stderr.close()


def _usage(error: typer.TyperException) -> str:
    """Return what is wrong with the words of a call, on one line."""
    what = error.format_message() if isinstance(error, typer.BadParameter) else str(error)
    return " ".join(f"{what.rstrip('.')}. {t('See `python -m placement --help`.')}".split())


def _fail(*messages: str) -> None:
    for message in messages:
        print(f"error: {message}", file=sys.stderr)
    sys.exit(WRONG_INPUT)


def _account(
    sector: str,
    balance: float,
    age: float,
    creditor: CreditorType | None,
    principal: float | None,
    placements: int,
    months_since_demand: float | None,
    disputed: bool,
    unreachable: bool,
) -> "Segments":
    """Return the account that the options of a command describe."""
    from placement.api import one_account

    return one_account(
        sector=sector,
        balance=balance,
        age=age,
        creditor_type=creditor.value if creditor else None,
        principal=principal,
        placements=placements,
        months_since_demand=months_since_demand,
        disputed=disputed,
        unreachable=unreachable,
    )


def _when_book(
    tape: Path,
    assumptions: "Assumptions",
    *,
    sector: str | None,
    creditor: CreditorType | None,
    horizon: int,
    stance: Stance,
    mapping: dict[str, str],
    as_of: dt.date | None,
) -> dict[str, Any]:
    """Return the plans of a tape, its findings printed on standard error."""
    from placement import api
    from placement.report.answers import when_book_answer

    ranked = api.rank_tape(
        tape,
        assumptions=assumptions,
        stance=stance,
        mapping=mapping,
        as_of=as_of,
        sector=sector,
        creditor_type=creditor.value if creditor else None,
    )
    for finding in ranked.book.findings:
        print(f"{finding.severity}: {finding.line()}", file=sys.stderr)
    moves = api.timing_moves(
        ranked.segmentation.segments, assumptions, stance=stance, horizon=horizon
    )
    answer = when_book_answer(ranked.ranking, api.plan_book_segments(moves))
    answer["findings"] = [_finding(finding) for finding in ranked.book.findings]
    return answer


def _print_plan(answer: dict[str, Any]) -> None:
    for step in answer["plan"]:
        lasts = t("{months} months", months=step["months"]) if step["months"] else t("the end")
        print(f"  {t('month {start}', start=step['start_month']):>10}  {step['action']:14} {lasts}")
    print(t("Worth {value:,.2f} in today's money.", value=answer["value"]))
    if answer["value_of_waiting"] is not None:
        print(t("Waiting a month: {value:+,.2f}.", value=answer["value_of_waiting"]))
    print(t("Best value by first move:"))
    for name, value in answer["act_now"].items():
        print(f"  {name:14} {value:>18,.2f}")


def _print_book_plans(answer: dict[str, Any]) -> None:
    for row in answer["segments"]:
        plan = " > ".join(f"{step['action']}@{step['start_month']}" for step in row["plan"])
        print(f"{row['segment']:70} {row['accounts']:>9,} {row['value']:>16,.2f}  {plan}")
    print(
        t(
            "All plans are worth {value:,.2f}; the best option alone for each, {mix:,.2f}.",
            value=answer["value"],
            mix=answer["best_mix"],
        )
    )


def _assumptions(sets: list[str] | None, overlays: list[Path] | None) -> "Assumptions":
    from placement.api import assumptions_in_use

    values: dict[str, float] = {}
    for pair in sets or []:
        path, equals, text = pair.partition("=")
        try:
            values[path.strip()] = float(text)
        except ValueError:
            equals = ""
        if not equals:
            raise InputError(
                t(
                    "--set takes PATH=VALUE with a number, as in {example}; got {pair!r}.",
                    example="tax.income_tax_rate=0.15",
                    pair=pair,
                )
            )
    return assumptions_in_use(sets=values, overlays=overlays or ())


def _mapping(columns: list[str] | None, file: Path | None) -> dict[str, str]:
    from placement.tape.columns import load_mapping

    mapping: dict[str, str] = {}
    if file:
        from placement.tape.read import read_text

        mapping |= load_mapping(read_text(file))
    for pair in columns or []:
        field, equals, heading = pair.partition("=")
        if not equals:
            raise InputError(
                t(
                    "--column takes FIELD=HEADING, as in {example}; got {pair!r}.",
                    example="balance=Amount",
                    pair=pair,
                )
            )
        mapping[field.strip()] = heading.strip()
    return mapping


def _date(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(
            t("--as-of must be a date like 2026-10-31; got {text!r}.", text=text)
        ) from None


def _finding(finding: Any) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "column": finding.column,
        "rows": finding.rows,
        "balance": finding.money,
        "first": [{"row": row, "value": value} for row, value in finding.first],
        "message": finding.message,
        "advice": finding.advice,
    }


def _account_check(checked: "AccountCheck | None") -> dict[str, float] | None:
    if checked is None:
        return None
    return {
        "net_by_segment": checked.by_segment,
        "net_by_account": checked.by_account,
        "difference": checked.difference,
        "net_with_own_best": checked.by_account_best,
    }


def _progress(share: float) -> None:
    print(t("Valuing accounts: {percent:.0f}%", percent=100 * share), file=sys.stderr)


def _print_json(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False, allow_nan=False))


def _print_options(options: list[dict[str, Any]], title: str) -> None:
    print(title)
    for row in options:
        if row["available"]:
            note = f"  {row['note']}" if row["note"] else ""
            print(f"  {row['option']:14} {row['net']:>18,.2f}{note}")
        else:
            print(f"  {row['option']:14} {'-':>18}  {row['reason']}")


def _print_rank(answer: dict[str, Any]) -> None:
    print(
        t(
            "{accounts:,} accounts, {balance:,.2f} owed; left out: {rows:,} rows, {out:,.2f}",
            accounts=answer["accounts"],
            balance=answer["balance"],
            rows=answer["excluded"]["rows"],
            out=answer["excluded"]["balance"],
        )
    )
    for row in answer["segments"]:
        print(
            f"{row['segment']:70} {row['accounts']:>9,} {row['balance']:>18,.2f}  "
            f"{row['best']:14} {row['net']:>16,.2f}"
        )
    print(t("Everything the same way, accounts it is not open to written off:"))
    for option, net in answer["total"].items():
        print(f"  {option:14} {'-' if net is None else f'{net:,.2f}':>18}")
    if answer["by_account"]:
        print(
            t(
                "Account by account the best mix is worth {net:,.2f}, {difference:+,.2f} against "
                "the valuation by segment.",
                net=answer["by_account"]["net_by_account"],
                difference=answer["by_account"]["difference"],
            )
        )
