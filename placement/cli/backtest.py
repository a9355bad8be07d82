"""Command: how well a remittance file's odds would have foretold what then came in."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from placement.cli.app import app
from placement.cli.options import Creditor, Json, Overlays, Sets, UnderScenario
from placement.cli.paying import paying_answer
from placement.cli.remitted import (
    Ages,
    Amounts,
    Columns,
    Dates,
    InOneSum,
    Missing,
    Placements,
    RemittedSector,
    remitted,
)
from placement.cli.show import finding_answer, left, print_json, right, show_findings, wide
from placement.cli.under import under
from placement.domain.errors import InputError
from placement.domain.text import listed, t

if TYPE_CHECKING:
    from placement.api import Backtest, MoneyBacktest


@app.command("backtest")
def backtest_command(
    file: Annotated[Path, typer.Argument(help="Remittance file.")],
    holdout: Annotated[int, typer.Option(help="Months held out.")] = 3,
    only: Annotated[
        str | None, typer.Option(help="Sector to look at. Default: the one with the most money.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 0,
    money: Annotated[
        bool, typer.Option("--money", help="What the plan made then would have brought, in money.")
    ] = False,
    commission: Annotated[
        float | None,
        typer.Option(help="With --money: share of collections that agencies keep, such as 0.22."),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(help="With --money: an option that is no way out, such as sale."),
    ] = None,
    creditor: Creditor = None,
    placements: Placements = None,
    columns: Columns = None,
    sector: RemittedSector = None,
    age: Ages = None,
    missing: Missing = None,
    amounts: Amounts = None,
    in_one_sum: InOneSum = False,
    dates: Dates = None,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
) -> None:
    """How well the odds would have foretold the months held out, beside three simpler ways."""
    from placement import api
    from placement.report.backtest_answer import batch_rows, horizon_answer, verdict
    from placement.report.backtest_money_answer import money_answer

    asked = {"--commission": commission, "--without": without, "--creditor": creditor}
    if not money and (said := [name for name, value in asked.items() if value is not None]):
        raise InputError(t("{names} goes with --money; say both.", names=listed(said)))
    assumptions = under(sets, overlays, scenario=scenario).assumptions
    read = remitted(
        file, placements=placements, columns=columns, sector=sector, age=age, missing=missing,
        amounts=amounts, meaning={"dates": dates},
        assumptions=assumptions,
    )  # fmt: skip
    found = api.backtest(
        read, holdout=holdout, sector=only, assumptions=assumptions, seed=seed,
        in_one_sum=in_one_sum,
    )  # fmt: skip
    in_money = None
    if money:
        in_money = api.backtest_money(
            found, assumptions=assumptions, commission=commission, creditor_type=creditor,
            without=without or (), seed=seed,
        )  # fmt: skip
    if as_json:
        of = found.remittances
        print_json(
            {
                "sector": found.sector,
                **horizon_answer(found.asked),
                "verdict": verdict(found.asked, found.by_horizon),
                "paying": None if found.paying is None else paying_answer(found.paying),
                "horizons": [horizon_answer(each) for each in found.by_horizon.values()],
                "by_age": [asdict(line) for line in api.by_age(found.asked)],
                "rows": batch_rows(found.asked, tuple(of.label(i) for i in range(len(of)))),
                **({} if in_money is None else {"money": money_answer(in_money)}),
                "left_out": found.left_out,
                "findings": [finding_answer(finding) for finding in read.findings],
            }
        )
        return
    show_findings(read.findings)
    for line in _lines(found) + (_money_lines(in_money) if in_money else []):
        print(line)


def _lines(found: "Backtest") -> list[str]:
    from placement import api
    from placement.report.backtest_answer import method_names, verdict
    from placement.words.timing import months_text

    names = method_names()
    lines = [verdict(found.asked, found.by_horizon)]
    if found.paying is not None:
        lines += [
            line for line in (found.paying.line(), found.paying.finding(found.sector)) if line
        ]
    lines.append("")
    heads = [*names.values(), t("bias"), t("80 % held"), t("of totals"), t("batches")]
    width = max(wide(head) for head in heads)
    lines.append(right(t("held out"), 10) + "".join(f" {right(head, width)}" for head in heads))
    for horizon, one in found.by_horizon.items():
        cells = [f"{one.error(name):.1%}" for name in names]
        cells += [
            _signed(one.bias()), f"{one.coverage():.0%}", f"{one.coverage_of_totals:.0%}",
            f"{len(one):,}",
        ]  # fmt: skip
        lines.append(
            right(months_text(horizon), 10) + "".join(f" {right(cell, width)}" for cell in cells)
        )
    lines.append("")
    for row in api.by_age(found.asked):
        lines.append(
            t(
                "{age}: {batches} batches, error {error}, bias {bias}, {held} held",
                age=row.age,
                batches=f"{row.batches:,}",
                error=f"{row.error:.1%}",
                bias=_signed(row.bias),
                held=f"{row.coverage:.0%}",
            )
        )
    if found.left_out:
        lines.append(
            t(
                "{count} batches brought more than can come in, and are left out.",
                count=f"{found.left_out:,}",
            )
        )
    return lines


def _money_lines(found: "MoneyBacktest") -> list[str]:
    from placement.report.backtest_money_answer import (
        look_rows,
        money_notes,
        money_verdict,
        way_names,
        way_rows,
    )

    names, column = way_names(found.held_for), "{:>18,.2f}".format
    lines = ["", money_verdict(found), ""]
    heads = (t("net"), t("observed"), t("estimated"), t("against done"))
    lines.append(f"{'':34}" + "".join(right(head, 18) for head in heads))
    for row in way_rows(found):
        cells = (row["money"], row["observed"], row["estimated"], row["against_done"])
        lines.append(f"{left(names[row['way']], 34)}" + "".join(map(column, cells)))
    lines.append("")
    for row in look_rows(found):
        lines.append(
            t(
                "{when}: {live} batches, {back} taken back, {shared} new ones shared out; changes "
                "{change} net, {observed} of it observed",
                when=row["month"] or t("{n} months before the end", n=row["months_before_end"]),
                live=f"{row['live']:,}",
                back=f"{row['taken_back']:,}",
                shared=f"{row['shared']:,}",
                change=f"{row['change']:+,.2f}",
                observed=f"{row['observed_change']:+,.2f}",
            )
        )
    return [*lines, *money_notes(found)]


def _signed(share: float) -> str:
    """Return a share with its sign, none where it rounds to nothing."""
    said = f"{share:+.1%}"
    return said.lstrip("+-") if said[1:] == "0.0%" else said
