"""Command: scenarios side by side, and this month's book against last month's."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placement.cli.app import app
from placement.cli.inputs import TapeCall
from placement.cli.meaning import Reading, reads_a_tape
from placement.cli.options import AsOf, CreditorOfAll, HowSure, Json, Overlays, SectorOfAll
from placement.cli.show import (
    finding_answer,
    left,
    option_word,
    plus,
    print_how_sure,
    print_json,
    right,
    show_findings,
    sums,
    with_path,
)
from placement.cli.under import Under, scenario_in
from placement.domain.errors import InputError
from placement.domain.text import about, speaks_source, t

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
    sector: SectorOfAll = None,
    creditor: CreditorOfAll = None,
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
    from placement.words.how_sure import compared_words, in_draws

    found = api.compare_in_draws(
        book, [file.scenario for file in files], draws=draws, library=library
    )
    said = [
        about(name, compared_words(one.p_more, *one.range, book.tape.currency))
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
    net_after, net_before, change = sums(
        *(answer[name] for name in ("net_after", "net_before", "difference"))
    )
    print(
        t(
            "{after} against {before}: {net_after} instead of {net_before}, {difference}",
            after=answer["after"],
            before=answer["before"],
            net_after=net_after,
            net_before=net_before,
            difference=plus(answer["difference"], change),
        )
    )
    print(t("What differs:"))
    for one in answer["differences"][:MOST_ROWS]:
        before, after = (_short(one["path"], one[key]) for key in ("before", "after"))
        print(with_path(f"  {left(_called(one['path']), 44)} {before} → {after}", one["path"]))
    _left(len(answer["differences"]))
    print(t("Why the answer changes:"))
    for part in answer["contributions"]:
        print(f"  {left(_called(part['group']), 44)} {part['net']:>+18,.2f}")
    print(f"  {left(t('together'), 44)} {answer['difference']:>+18,.2f}")
    if not answer["exact"]:
        print(t("Over some orders of the changes, drawn by a seed: there are too many for all."))
    print(t("Segments that change most:"))
    changed = [row for row in answer["segments"] if row["difference"] or row["best_before"]]
    for row in changed[:MOST_ROWS]:
        moved = row["best_before"] != row["best_after"]
        before, after = (
            option_word(row[key]) if row[key] else "" for key in ("best_before", "best_after")
        )
        way = f"{before} → {after}" if moved else before
        print(f"  {left(row['segment'], 70)} {row['difference']:>+18,.2f}  {way}")
    _left(len(changed))


def _print_months(answer: dict[str, Any]) -> None:
    now, last, change = sums(answer["net_now"], answer["net_last"], answer["difference"])
    print(
        t(
            "This month {net_now}, last month {net_last}: {difference}",
            net_now=now,
            net_last=last,
            difference=plus(answer["difference"], change),
        )
    )
    print(f"  {'':24} {right(t('accounts'), 12)} {right(t('owed'), 20)} {right(t('net'), 20)}")
    for row in answer["rows"]:
        print(
            f"  {left(_fate(row['fate']), 24)} {row['accounts']:>12,} "
            f"{row['balance_difference']:>+20,.2f}"
            f" {row['net_difference']:>+20,.2f}"
        )
    print(
        f"  {left(t('change of numbers'), 24)} {'':12} {'':20} "
        f"{answer['change_of_numbers']:>+20,.2f}"
    )
    print(t("Stages of those that stayed:"))
    for move in answer["stages"]:
        print(
            f"  {right(move['stage_last'], 24)} → {left(move['stage_now'], 24)} "
            f"{move['accounts']:>12,} "
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


def _called(path: str) -> str:
    """Return a path as it is typed; in another language what it is called."""
    if speaks_source():
        return path
    from placement.api import assumptions_in_use, difference_name

    return difference_name(path, assumptions_in_use().entries)


def _short(path: str, value: object) -> str:
    if speaks_source():
        return f"{value:g}" if isinstance(value, float) else str(value)[:60]
    from placement.api import difference_value

    return difference_value(path, value)[:60]


def _left(count: int) -> None:
    if count > MOST_ROWS:
        print(t("  and {count} more; --json has all", count=count - MOST_ROWS))
