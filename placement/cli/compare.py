"""Command: scenarios side by side, and this month's book against last month's."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placement.cli.app import app
from placement.cli.inputs import TapeCall
from placement.cli.meaning import Reading, reads_a_tape
from placement.cli.options import AsOf, HowSure, Json, Overlays, sector_of
from placement.cli.show import finding_answer, print_how_sure, print_json, show_findings
from placement.cli.under import Under, scenario_in
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import CreditorType

if TYPE_CHECKING:
    from placement.api import Book, ScenarioFile
    from placement.assume.assumptions import Assumptions

MOST_ROWS = 20
"""Segments and numbers that are printed; --json has all."""


@app.command("compare")
@reads_a_tape
def compare_command(
    scenarios: Annotated[
        list[Path] | None,
        typer.Argument(help="Two or more scenarios (JSON); the others are held against the first."),
    ] = None,
    tape: Annotated[Path | None, typer.Option(help="The book they are compared on.")] = None,
    with_tape: Annotated[
        Path | None,
        typer.Option(
            help="Last month's book, valued under the first scenario; --tape is this month's, "
            "under the last one."
        ),
    ] = None,
    plans: Annotated[
        bool,
        typer.Option(
            "--plans",
            help="By each segment's best plan, as `when` values it; takes some minutes.",
        ),
    ] = False,
    sector: Annotated[
        str | None,
        typer.Option(help="Sector of all rows, for a tape without the column.", callback=sector_of),
    ] = None,
    creditor: Annotated[
        CreditorType | None, typer.Option(help="Creditor type of all rows without one.")
    ] = None,
    as_of: AsOf = None,
    how_sure: HowSure = None,
    as_json: Json = False,
    overlays: Overlays = None,
    *,
    reading: Reading,
) -> None:
    """What differs between scenarios, what changes in the answer, and why."""
    from placement import api

    if tape is None:
        raise InputError(t("compare needs the book: give it with --tape BOOK."))
    library = api.assumptions_in_use(overlays=overlays or ())
    files = [scenario_in(file, library) for file in scenarios or []]
    if with_tape is None and len(files) < 2:
        raise InputError(
            t(
                "compare takes two or more scenarios, or last month's book with --with-tape; got "
                "{count} scenarios. Write one with `scenario new`.",
                count=len(files),
            )
        )
    files = files or [api.ScenarioFile(scenario=api.Scenario())]
    names = [_name(file, path) for file, path in zip(files, scenarios or [Path("-")], strict=True)]

    def opened(file: Path, kept: "ScenarioFile") -> "Book":
        under = Under(assumptions=library, stance=kept.scenario.stance, file=kept)
        return TapeCall(
            tape=file, under=under, sector=sector, creditor=creditor, reading=reading, as_of=as_of
        ).book

    book = opened(tape, files[-1])
    show_findings(book.findings)
    answer: dict[str, Any] = {"comparisons": []}
    for name, other in zip(names[1:], files[1:], strict=True):
        found = api.compare_scenarios(
            book, files[0].scenario, other.scenario, library=library, plans=plans
        )
        answer["comparisons"].append(api.comparison_answer(found, before=names[0], after=name))
    if with_tape is not None:
        answer["months"] = _months(
            opened(with_tape, files[0]), book, files, library=library, plans=plans
        )
    answer["how_sure"] = None
    if how_sure is not None and len(files) > 1:
        answer["how_sure"] = _how_sure(book, files, names, library, how_sure)
    answer["findings"] = [finding_answer(finding) for finding in book.findings]
    if as_json:
        print_json(answer)
        return
    for comparison in answer["comparisons"]:
        _print_comparison(comparison)
    print_how_sure(answer)
    if "months" in answer:
        _print_months(answer["months"])


def _name(file: "ScenarioFile", path: Path) -> str:
    return file.name or path.stem


def _how_sure(
    book: "Book",
    files: list["ScenarioFile"],
    names: list[str],
    library: "Assumptions",
    draws: int,
) -> dict[str, Any]:
    from placement import api
    from placement.report.how_sure_words import compared_words, in_draws

    found = api.compare_in_draws(
        book, [file.scenario for file in files], draws=draws, library=library
    )
    said = [
        f"{name}: {compared_words(one.p_more, *one.range, book.tape.currency)}"
        for name, one in zip(names[1:], found, strict=True)
    ]
    return {
        "draws": draws,
        "seed": api.USUAL_SEED,
        "comparisons": [
            {"after": name, "p_more": one.p_more, "p05": one.range[0], "p95": one.range[1]}
            for name, one in zip(names[1:], found, strict=True)
        ],
        "said": [in_draws(draws), *said],
    }


def _months(
    last: "Book",
    now: "Book",
    files: list["ScenarioFile"],
    *,
    library: "Assumptions",
    plans: bool,
) -> dict[str, Any]:
    from placement import api

    found = api.compare_months(
        last,
        now,
        scenario_last=files[0].scenario,
        scenario_now=files[-1].scenario,
        library=library,
        plans=plans,
    )
    return api.months_answer(found)


def _print_comparison(answer: dict[str, Any]) -> None:
    print(
        t(
            "{after} against {before}: {net_after:,.2f} instead of {net_before:,.2f}, "
            "{difference:+,.2f}",
            **{name: answer[name] for name in ("before", "after", "net_before", "net_after")},
            difference=answer["difference"],
        )
    )
    print(t("What differs:"))
    for one in answer["differences"][:MOST_ROWS]:
        print(f"  {one['path']:44} {_short(one['before'])} → {_short(one['after'])}")
    _left(len(answer["differences"]))
    print(t("Why the answer changes:"))
    for part in answer["contributions"]:
        print(f"  {part['group']:44} {part['net']:>+18,.2f}")
    print(f"  {t('together'):44} {answer['difference']:>+18,.2f}")
    if not answer["exact"]:
        print(t("Over some orders of the changes, drawn by a seed: there are too many for all."))
    print(t("Segments that change most:"))
    changed = [row for row in answer["segments"] if row["difference"] or row["best_before"]]
    for row in changed[:MOST_ROWS]:
        moved = row["best_before"] != row["best_after"]
        way = f"{row['best_before']} → {row['best_after']}" if moved else row["best_before"] or ""
        print(f"  {row['segment']:70} {row['difference']:>+18,.2f}  {way}")
    _left(len(changed))


def _print_months(answer: dict[str, Any]) -> None:
    print(
        t(
            "This month {net_now:,.2f}, last month {net_last:,.2f}: {difference:+,.2f}",
            net_now=answer["net_now"],
            net_last=answer["net_last"],
            difference=answer["difference"],
        )
    )
    print(f"  {'':24} {t('accounts'):>12} {t('owed'):>20} {t('net'):>20}")
    for row in answer["rows"]:
        print(
            f"  {_fate(row['fate']):24} {row['accounts']:>12,} {row['balance_difference']:>+20,.2f}"
            f" {row['net_difference']:>+20,.2f}"
        )
    print(f"  {t('change of numbers'):24} {'':12} {'':20} {answer['change_of_numbers']:>+20,.2f}")
    print(t("Stages of those that stayed:"))
    for move in answer["stages"]:
        print(
            f"  {move['stage_last']:>24} → {move['stage_now']:24} {move['accounts']:>12,} "
            f"{move['balance_last']:>18,.2f} → {move['balance_now']:>18,.2f}"
        )


def _fate(fate: str) -> str:
    return {
        "came": t("came"),
        "went": t("went"),
        "moved_stage": t("stayed, other stage"),
        "moved_balance": t("stayed, other balance"),
        "moved_segment": t("stayed, other segment"),
        "stayed": t("stayed as they were"),
    }[fate]


def _short(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)[:60]


def _left(count: int) -> None:
    if count > MOST_ROWS:
        print(t("  and {count} more; --json has all", count=count - MOST_ROWS))
