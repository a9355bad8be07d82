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
    CreditorOfAll,
    HowAgencies,
    Json,
    Overlays,
    SectorOfAll,
    Sets,
    UnderScenario,
)
from placement.cli.progress import tell_accounts
from placement.cli.show import (
    TOTALS,
    finding_answer,
    left,
    option_word,
    plus,
    print_json,
    print_totals,
    right,
    stake_answer,
    stake_line,
    sums,
    to_the_cent,
)
from placement.cli.under import under
from placement.domain.text import t

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
    sector: SectorOfAll = None,
    creditor: CreditorOfAll = None,
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
            ranked,
            assumptions,
            stance=chosen.stance,
            progress=tell_accounts if by_account else None,
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


def _print_rank(answer: dict[str, Any]) -> None:
    owed, out = sums(answer["balance"], answer["excluded"]["balance"])
    print(
        t(
            "{accounts:,} accounts, {balance} owed; left out: {rows:,} rows, {out}",
            accounts=answer["accounts"],
            balance=owed,
            rows=answer["excluded"]["rows"],
            out=out,
        )
    )
    print(
        f"{left(t('segment'), 70)} {right(t('accounts'), 9)} "
        f"{right(t('owed'), 18)}  {left(t('begin with'), 14)} "
        f"{right(t('cash'), 16)} {right(t('fees, costs'), 16)} "
        f"{right(t('tax'), 16)} {right(t('net'), 16)}  "
        f"{t('closed at its end')}"
    )
    for row in answer["segments"]:
        lead = row["lead"]
        # As in the file that --out writes, to the cent.
        amounts = to_the_cent([lead[total] for total in TOTALS], lead["net"])
        *_, net = to_the_cent([row[total] for total in TOTALS], row["net"])
        print(
            f"{left(row['segment'], 70)} {row['accounts']:>9,} {row['balance']:>18,.2f}  "
            f"{left(_begin_with(lead), 14)}"
            + "".join(f" {amount:>16,.2f}" for amount in amounts)
            + f"  {left(option_word(row['best']), 14)} {net:>16,.2f}"
        )
    print(
        t(
            "Begun with the best and followed up, the book leaves {net}:",
            net=sums(answer["lead"]["net"])[0],
        )
    )
    print_totals(answer["lead"])
    (mix,) = sums(answer["best_mix"])
    print(t("Each segment's best option closed at its end, {net}:", net=mix))
    print_totals(answer)
    print(t("Everything the same way, accounts it is not open to written off:"))
    for option, net in answer["total"].items():
        print(f"  {left(option_word(option), 14)} {'-' if net is None else f'{net:,.2f}':>18}")
    if answer["by_account"]:
        change = answer["by_account"]["difference"]
        worth, difference = sums(answer["by_account"]["net_by_account"], change)
        print(
            t(
                "Account by account the best mix is worth {net}, {difference} against the "
                "valuation by segment.",
                net=worth,
                difference=plus(change, difference),
            )
        )


def _begin_with(lead: dict[str, Any]) -> str:
    """Return what to begin with; a wait without end is the end of all work."""
    return str(
        t("stop, keep it") if lead["stops_working_in"] == 0 else option_word(lead["first_move"])
    )
