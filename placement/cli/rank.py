"""Command: a whole tape, ranked."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placement.cli.app import app
from placement.cli.inputs import TapeCall
from placement.cli.meaning import Reading, reads_a_tape
from placement.cli.options import (
    AsOf,
    HowAgencies,
    Json,
    Overlays,
    Sets,
    UnderScenario,
    sector_of,
)
from placement.cli.show import (
    TOTALS,
    finding_answer,
    print_json,
    print_totals,
    stake_answer,
    stake_line,
)
from placement.cli.under import under
from placement.domain.text import t
from placement.domain.types import CreditorType

if TYPE_CHECKING:
    from placement.api import AccountCheck, BookRanking


@app.command("rank")
@reads_a_tape
def rank_command(
    tape: Annotated[Path, typer.Argument(help="CSV, XLSX, ODS or Parquet file.")],
    out: Annotated[
        Path | None, typer.Option(help="Also write the ranking to this .csv or .xlsx file.")
    ] = None,
    by_account: Annotated[
        bool, typer.Option("--by-account", help="Value every account on its own as well.")
    ] = False,
    sector: Annotated[
        str | None,
        typer.Option(help="Sector of all rows, for a tape without the column.", callback=sector_of),
    ] = None,
    creditor: Annotated[
        CreditorType | None, typer.Option(help="Creditor type of all rows without one.")
    ] = None,
    stakes: Annotated[
        bool | None,
        typer.Option(
            help="Say what hangs on each doubt; by default of tapes of up to 20,000 accounts."
        ),
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
    """A whole tape: findings, segments, the best option of each and the best mix."""
    from placement import api
    from placement.report.answers import rank_answer
    from placement.report.files import check_format, check_rows, write_table

    if out:
        check_format(out)
    chosen = under(sets, overlays, scenario=scenario, stance=stance)
    assumptions = chosen.assumptions
    call = TapeCall(
        tape=tape, under=chosen, sector=sector, creditor=creditor, reading=reading,
        as_of=as_of,
    )  # fmt: skip
    ranked = call.ranked()
    if out and by_account:
        check_rows(len(ranked.book.tape), name=out.name)
    at_stake = _stakes(call, ranked, asked=stakes)
    checked = None
    if by_account or len(ranked.book.tape) <= api.CHECKED_BY_ACCOUNT:
        checked = api.check_by_account(
            ranked, assumptions, stance=chosen.stance, progress=_progress if by_account else None
        )
    followed = api.follow_up(ranked.ranking, assumptions, stance=chosen.stance)
    answer = rank_answer(ranked.ranking, followed)
    answer["findings"] = [
        finding_answer(finding) | {"at_stake": at_stake.get(finding.code, [])}
        for finding in ranked.book.findings
    ]
    answer["excluded"] = {
        "rows": len(ranked.book.tape.excluded),
        "balance": ranked.book.tape.excluded.money,
    }
    answer["by_account"] = _account_check(checked)
    if out:
        from placement.report.made_with import MadeWith
        from placement.report.tables import account_table, segment_table

        table = (
            account_table(
                ranked.book.tape,
                option=checked.option,
                net=checked.net,
                totals=checked.totals,
                first_move=followed.lead.first_move[ranked.segmentation.index],
            )
            if by_account and checked is not None
            else segment_table(ranked.ranking, followed.lead, followed)
        )
        made_with = MadeWith(
            assumptions=assumptions,
            library=api.assumptions_in_use(),
            stance=chosen.stance,
            as_of=ranked.book.tape.as_of,
            book=tape.name,
        )
        write_table(table, out, made_with=made_with)
        print(t("Written: {file}", file=str(out)), file=sys.stderr)
    if as_json:
        print_json(answer)
    else:
        _print_rank(answer)


def _stakes(
    call: TapeCall, ranked: "BookRanking", *, asked: bool | None
) -> dict[str, list[dict[str, Any]]]:
    """Return by the code of each doubt what its other readings would make of the book."""
    from placement import api

    book = ranked.book
    if asked is False or (asked is None and len(book.tape) > api.WITHOUT_ASKING):
        return {}
    found: dict[str, list[dict[str, Any]]] = {}
    for finding in book.findings:
        for stake in api.stakes_of(
            finding,
            ranked,
            call.read_as,
            call.under.assumptions,
            stance=call.under.stance,
            bands=call.under.bands,
        ):
            print(stake_line(stake), file=sys.stderr)
            found.setdefault(finding.code, []).append(stake_answer(stake))
    return found


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
    print(
        f"{t('segment'):70} {t('accounts'):>9} {t('owed'):>18}  {t('begin with'):14} "
        f"{t('cash'):>16} {t('fees, costs'):>16} {t('tax'):>16} {t('net'):>16}  "
        f"{t('closed at its end')}"
    )
    for row in answer["segments"]:
        lead = row["lead"]
        amounts = [*(lead[total] for total in TOTALS), lead["net"]]
        print(
            f"{row['segment']:70} {row['accounts']:>9,} {row['balance']:>18,.2f}  "
            f"{_begin_with(lead):14}"
            + "".join(f" {amount:>16,.2f}" for amount in amounts)
            + f"  {row['best']:14} {row['net']:>16,.2f}"
        )
    print(
        t(
            "Begun with the best and followed up, the book leaves {net:,.2f}:",
            net=answer["lead"]["net"],
        )
    )
    print_totals(answer["lead"])
    print(t("Each segment's best option closed at its end, {net:,.2f}:", net=answer["best_mix"]))
    print_totals(answer)
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


def _begin_with(lead: dict[str, Any]) -> str:
    """Return what to begin with; a wait without end is the end of all work."""
    return str(t("stop, keep it") if lead["stops_working_in"] == 0 else lead["first_move"])
