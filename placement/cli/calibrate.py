"""Command: the odds that a remittance file shows."""

import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placement.cli.app import app
from placement.cli.contacts import contact_lines, contacts_answer
from placement.cli.inputs import columns_of
from placement.cli.options import Json, Overlays, Sets, UnderScenario
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
from placement.cli.show import finding_answer, left, named, print_json, right, show_findings
from placement.cli.under import under
from placement.domain.names import name_label
from placement.domain.text import t
from placement.tape.meaning import UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from placement.api import Calibration, ContactFit, SectorFit
    from placement.assume.assumptions import Assumptions
    from placement.odds.calibrate import Estimate

File = Annotated[
    Path, typer.Argument(help="Remittances: a row a batch and month, or a column a month.")
]
Decimal = Annotated[str | None, typer.Option(help="Decimal sign: point or comma.")]
Unit = Annotated[str | None, typer.Option(help=f"What amounts are written in: {', '.join(UNITS)}.")]
Sheet = Annotated[
    list[str] | None, typer.Option("--sheet", metavar="NAME", help="Sheet of a workbook.")
]
HeaderRow = Annotated[int | None, typer.Option(help="Row of the file with the headings.")]
Encoding = Annotated[str | None, typer.Option(help="Encoding of a text file, such as cp1252.")]


@app.command("calibrate")
def calibrate_command(
    file: File,
    placements: Placements = None,
    sector: RemittedSector = None,
    age: Ages = None,
    columns: Columns = None,
    missing: Missing = None,
    amounts: Amounts = None,
    in_one_sum: InOneSum = False,
    dates: Dates = None,
    decimal: Decimal = None,
    unit: Unit = None,
    sheet: Sheet = None,
    header_row: HeaderRow = None,
    encoding: Encoding = None,
    save_overlay: Annotated[
        Path | None,
        typer.Option(help="Write the fitted odds as TOML, for --assumptions of any command."),
    ] = None,
    blended: Annotated[
        bool, typer.Option("--blended", help="Blend the written odds with the library's.")
    ] = False,
    contacts: Annotated[
        Path | None,
        typer.Option(help="Log of contacts: account, date, contacts, paid or outcome."),
    ] = None,
    contacts_columns: Annotated[
        list[str] | None,
        typer.Option(
            "--contacts-column", metavar="FIELD=HEADING", help="Map a column of the log by hand."
        ),
    ] = None,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
) -> None:
    """Odds from your own history: what batches brought, fitted, with errors.

    With --contacts also how many contacts a success takes, and a hard debtor needs.
    """
    from placement import api
    from placement.tape.meaning import meaning_of
    from placement.tape.saved import SavedMapping

    assumptions = under(sets, overlays, scenario=scenario).assumptions
    opened = remitted(
        file, placements=placements, columns=columns, sector=sector, age=age, missing=missing,
        amounts=amounts, assumptions=assumptions,
        meaning={
            "dates": dates, "decimal": decimal, "unit": unit, "sheets": sheet,
            "header_row": header_row, "encoding": encoding,
        },
    )  # fmt: skip
    show_findings(opened.findings)
    found = api.calibrate_file(opened, assumptions, in_one_sum=in_one_sum)
    logged: tuple[ContactFit, ...] = ()
    if contacts is not None:
        log = api.open_contact_log(
            contacts, filename=contacts.name, assumptions=assumptions, sector=sector, age=age,
            mapping=columns_of(contacts_columns, SavedMapping()),
            meaning=meaning_of({"dates": dates} if dates else {}),
        )  # fmt: skip
        show_findings(log.findings)
        logged = api.fit_contacts(log, assumptions, fitted=found)
    if save_overlay is not None:
        _save(found, logged, assumptions, save_overlay, blended=blended)
    if as_json:
        print_json(calibration_answer(found) | contacts_answer(logged))
        return
    for line in [*_lines(found), *contact_lines(logged)]:
        print(line)


def calibration_answer(found: "Calibration") -> dict[str, Any]:
    """Return the answer by the names of the public interface.

    Where the file is of one sector, its odds stand at the top as well.
    """
    sectors = [_sector_answer(each) for each in found.sectors]
    return {
        **(sectors[0] if len(sectors) == 1 else {}),
        "sectors": sectors,
        "problems": list(found.problems),
        "digest": found.remittances.digest,
        "findings": [finding_answer(each) for each in found.remittances.findings],
    }


def _sector_answer(each: "SectorFit") -> dict[str, Any]:
    ladder = each.chain_ladder
    return {
        "sector": each.sector,
        "batches": len(each.batches),
        "reference_age": each.fit.odds.reference_age,
        **{
            name: _estimate(getattr(each.fit, name))
            for name in ("willing_share", "pay_hazard", "fade_rate", "ultimate", "speed")
        },
        "tells_fading": each.fit.tells_fading,
        "easy": None
        if each.fit.easy is None
        else {
            "shown": each.fit.easy.is_shown,
            "chi_square": each.fit.easy.ratio,
            "share": _estimate(each.fit.easy.share),
            "hazard": _estimate(each.fit.easy.hazard),
        },
        "paying": paying_answer(each.paying),
        "dispersion": each.fit.dispersion,
        "expected_share": each.expected_share,
        "expected_share_seen": each.expected_share_seen,
        "chain_ladder": None
        if ladder is None
        else {
            "share": ladder.share,
            "share_se": ladder.share_se,
            "ultimate": float(ladder.ultimate.sum()),
            "to_come": ladder.to_come,
            "se": ladder.total_se,
            "origins": [
                {"months_seen": seen, "placed": placed, "collected": money, "ultimate": end,
                 "se": se}
                for seen, placed, money, end, se in zip(
                    ladder.seen.tolist(), ladder.placed.tolist(), ladder.collected.tolist(),
                    ladder.ultimate.tolist(), ladder.se.tolist(), strict=True,
                )
            ],
        },
        "chain_ladder_note": each.chain_ladder_note,
        "by_age": [
            {
                "age": row.age,
                "batches": row.batches,
                **{
                    name: _estimate(getattr(row, name))
                    for name in ("ultimate", "speed", "willing_share")
                },
            }
            for row in each.by_age
        ],
        "library": [
            {
                "name": row.name,
                "library": {"value": row.library.value, "low": row.library.low,
                            "high": row.library.high},
                "credibility": None if row.blend is None else row.blend.credibility,
                "blended": None if row.blend is None else row.blend.blended,
            }
            for row in each.compared
        ],
        "says": list(each.words),
    }  # fmt: skip


def _estimate(each: "Estimate") -> dict[str, float]:
    return {"value": each.value, "se": each.se, "low": each.low, "high": each.high}


def _save(
    found: "Calibration",
    logged: "Sequence[ContactFit]",
    assumptions: "Assumptions",
    file: Path,
    *,
    blended: bool,
) -> None:
    from placement.api import overlays_of, overlays_toml
    from placement.report.files import write_whole

    text = overlays_toml(overlays_of(found, logged, assumptions, blended=blended))
    write_whole(file, text.encode())
    print(t("Written: {file}", file=str(file)), file=sys.stderr)


def _lines(found: "Calibration") -> list[str]:
    lines: list[str] = []
    problems = list(found.problems)
    for each in found.sectors:
        # Before the odds that it calls in question, and once.
        if asked := each.paying.finding(each.sector):
            lines.append(asked)
            problems = [problem for problem in problems if problem != asked]
        lines += [
            t("{sector}, placed at {age:g} months past due:",
              sector=named(each.sector, name_label(each.sector)), age=each.fit.odds.reference_age),
            f"  {'':22} {right(t('yours'), 9)} {right(t('error'), 8)} {right(t('95 % range'), 19)} "
            f"{right(t('library'), 9)} {right(t('its range'), 19)} {right(t('weight'), 7)}",
        ]  # fmt: skip
        names = {
            "willing_share": t("willing share"),
            "pay_hazard": t("pay hazard a month"),
            "fade_rate": t("fading a month"),
            "easy_share": t("easy share"),
        }
        if each.fit.easy_share is not None:
            names["willing_share"] = t("hard share")
        for row in each.compared:
            own, known, blend = row.own, row.library, row.blend
            weight = t("given") if blend is None else f"{blend.credibility:.2f}"
            ranged = "" if blend is None else f"{own.low:.4f} - {own.high:.4f}"
            lines.append(
                f"  {left(names[row.name], 22)} {own.value:>9.4f} "
                f"{own.se:>8.4f} {right(ranged, 19)} "
                f"{known.value:>9.4f} {f'{known.low:.4f} - {known.high:.4f}':>19} "
                f"{right(weight, 7)}"
            )
        lines += _more(each)
    return [*lines, *problems]


def _more(each: "SectorFit") -> list[str]:
    fit, ladder = each.fit, each.chain_ladder
    lines = [
        t(
            "  in the end {ultimate:.2%} ± {se:.2%} of the youngest pay, half of them within "
            "{half:.1f} months of work",
            ultimate=fit.ultimate.value,
            se=fit.ultimate.se,
            half=math.log(2.0) / fit.speed.value,
        )
    ]
    lines += [
        t(
            "  {batches} batches of {age:.1f} months alone: {ultimate:.2%} ± {se:.2%} in the end, "
            "speed {speed:.3f} ± {speed_se:.3f} a month",
            batches=row.batches,
            age=row.age,
            ultimate=row.ultimate.value,
            se=row.ultimate.se,
            speed=row.speed.value,
            speed_se=row.speed.se,
        )
        for row in each.by_age
    ]
    if ladder is not None:
        lines.append(
            t(
                "  chain-ladder: {share:.2%} ± {se:.2%} of what was placed by month {month}, the "
                "fit {fit:.2%} by then and {end:.2%} in the end",
                share=ladder.share,
                se=ladder.share_se,
                month=each.batches.months,
                fit=each.expected_share_seen,
                end=each.expected_share,
            )
        )
    else:
        lines.append(f"  {each.chain_ladder_note}")
    return lines + [f"  {line}" for line in each.words]
