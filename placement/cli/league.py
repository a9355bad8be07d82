"""Command: agencies like for like."""

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
from placement.cli.show import cents, finding_answer, left, print_json, right, show_findings, wide
from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.report.counts import kinds_text

if TYPE_CHECKING:
    from placement.api import AgencyLeague, Shares
    from placement.domain.types import FloatArray


@app.command("league")
def league_command(
    results: Annotated[Path, typer.Argument(help="Remittance file with the agency of each batch.")],
    next_balance: Annotated[
        float | None,
        typer.Option(help="Money of the next batch. Default: of a month's placements so far."),
    ] = None,
    floor: Annotated[
        float | None,
        typer.Option(help="Share of it that every agency gets, for learning. Default: 0.1."),
    ] = None,
    minima: Annotated[
        list[str] | None,
        typer.Option(
            "--minimum",
            metavar="[AGENCY=]MONEY",
            help="Money that an agency, or every agency, must get; may be repeated.",
        ),
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
    """Which agency is best on the same mix, how sure that is, and who gets the next batch."""
    from placement import api
    from placement.report.league_answer import league_answer

    read = remitted(
        results, placements=placements, columns=columns, sector=sector, age=age, missing=missing,
        amounts=amounts, meaning={"dates": dates},
    )  # fmt: skip
    found = api.agency_league(read, seed=seed)
    shared = api.next_batch(
        found,
        balance=next_balance,
        floor=floor,
        minimum=_minima(minima, found.league.agencies),
    )
    if as_json:
        answer = league_answer(found.league, shared)
        findings = [finding_answer(finding) for finding in read.findings]
        print_json({**answer, "left_out": found.left_out, "findings": findings})
        return
    show_findings(read.findings)
    for line in _lines(found, shared):
        print(line)


def _minima(pairs: list[str] | None, agencies: tuple[str, ...]) -> "FloatArray":
    import numpy as np

    least = np.zeros(len(agencies))
    for pair in pairs or []:
        name, _, text = pair.rpartition("=")
        try:
            money = float(text)
        except ValueError:
            raise InputError(
                t(
                    "--minimum takes MONEY or AGENCY=MONEY, as in {example}; got {pair!r}.",
                    example="Northgate=500000",
                    pair=pair,
                )
            ) from None
        if name and name not in agencies:
            raise InputError(
                t(
                    "--minimum names {name!r}, which the file does not have. Its agencies are: "
                    "{names}.",
                    name=name,
                    names=listed(agencies),
                )
            )
        least[agencies.index(name) if name else slice(None)] = money
    return least


def _lines(found: "AgencyLeague", shared: "Shares") -> list[str]:
    from placement.report.league_answer import league_notes, league_rows, share_notes

    table = found.league
    width = max(wide(name) for name in (*table.agencies, t("agency")))
    names = (
        t("raw rate"), t("place"), t("ratio"), t("shrunk"), t("80 % from"), t("to"), t("best in"),
        t("place"), t("next"), t("least costs"),
    )  # fmt: skip
    head = f"{left(t('agency'), width)}" + "".join(f" {right(name, 11)}" for name in names)
    lines = [head]
    for row in league_rows(table, shared):
        cells = (
            f"{row['raw_rate']:.2%}", str(row["rank_raw"]), f"{row['ratio']:.3f}",
            f"{row['shrunk_ratio']:.3f}", f"{row['low_80']:.3f}", f"{row['high_80']:.3f}",
            f"{row['p_best']:.1%}", str(row["rank"]), f"{row['share']:.1%}", cents(row["price"]),
        )  # fmt: skip
        lines.append(
            f"{left(row['agency'], width)}" + "".join(f" {right(cell, 11)}" for cell in cells)
        )
    lines.append(
        t(
            "Expected: what all agencies together show for the same sector, age, product and "
            "month since placement ({kinds}).",
            kinds=kinds_text(len(found.kinds)),
        )
    )
    lines += [*league_notes(table, found.left_out), *share_notes(shared)]
    lines.append(
        t(
            "A next batch of {balance} is expected to bring {expected}; {free} without the least "
            "shares, {best} all with the first.",
            balance=cents(shared.balance),
            expected=cents(shared.expected),
            free=cents(shared.if_free),
            best=cents(shared.if_best),
        )
    )
    return lines
