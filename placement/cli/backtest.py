"""Command: how well a remittance file's odds would have foretold what then came in."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from placement.cli.app import app
from placement.cli.options import Json
from placement.cli.remitted import (
    Ages,
    Amounts,
    Columns,
    Dates,
    Missing,
    Placements,
    RemittedSector,
    remitted,
)
from placement.cli.show import finding_answer, print_json, show_findings
from placement.domain.text import t

if TYPE_CHECKING:
    from placement.api import Backtest


@app.command("backtest")
def backtest_command(
    file: Annotated[Path, typer.Argument(help="Remittance file.")],
    holdout: Annotated[int, typer.Option(help="Months held out.")] = 3,
    only: Annotated[
        str | None, typer.Option(help="Sector to look at. Default: the one with the most money.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 0,
    placements: Placements = None,
    columns: Columns = None,
    sector: RemittedSector = None,
    age: Ages = None,
    missing: Missing = None,
    amounts: Amounts = None,
    dates: Dates = None,
    as_json: Json = False,
) -> None:
    """How well the odds would have foretold the months held out, beside three simpler ways."""
    from placement import api
    from placement.report.backtest_answer import batch_rows, horizon_answer, verdict

    read = remitted(
        file, placements=placements, columns=columns, sector=sector, age=age, missing=missing,
        amounts=amounts, meaning={"dates": dates},
    )  # fmt: skip
    found = api.backtest(read, holdout=holdout, sector=only, seed=seed)
    if as_json:
        of = found.remittances
        print_json(
            {
                "sector": found.sector,
                **horizon_answer(found.asked),
                "verdict": verdict(found.asked),
                "horizons": [horizon_answer(each) for each in found.by_horizon.values()],
                "by_age": [asdict(line) for line in api.by_age(found.asked)],
                "rows": batch_rows(found.asked, tuple(of.label(i) for i in range(len(of)))),
                "left_out": found.left_out,
                "findings": [finding_answer(finding) for finding in read.findings],
            }
        )
        return
    show_findings(read.findings)
    for line in _lines(found):
        print(line)


def _lines(found: "Backtest") -> list[str]:
    from placement import api
    from placement.report.backtest_answer import method_names, verdict

    names = method_names()
    lines = [verdict(found.asked), ""]
    heads = [*names.values(), t("bias"), t("80 % held"), t("of totals"), t("batches")]
    width = max(len(head) for head in heads)
    lines.append(f"{t('held out'):>10}" + "".join(f" {head:>{width}}" for head in heads))
    for horizon, one in found.by_horizon.items():
        cells = [f"{one.error(name):.1%}" for name in names]
        cells += [
            f"{one.bias():+.1%}", f"{one.coverage():.0%}", f"{one.coverage_of_totals:.0%}",
            f"{len(one):,}",
        ]  # fmt: skip
        lines.append(
            f"{t('{n} months', n=horizon):>10}" + "".join(f" {cell:>{width}}" for cell in cells)
        )
    lines.append("")
    for row in api.by_age(found.asked):
        lines.append(
            t(
                "{age}: {batches} batches, error {error}, bias {bias}, {held} held",
                age=row.age,
                batches=f"{row.batches:,}",
                error=f"{row.error:.1%}",
                bias=f"{row.bias:+.1%}",
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
