"""What memos for both sides say alike: what was assumed, what the file is like, the last line."""

from collections.abc import Callable, Sequence

from placement.assume.assumptions import Assumptions
from placement.assume.said import said, status_names
from placement.assume.units import UNITS
from placement.domain.text import day_text, sentences, t, with_unit
from placement.domain.types import Stance
from placement.report.made_with import MadeWith
from placement.report.memo import MemoSection, MemoTable
from placement.risk.tornado import Swing
from placement.tape.findings import Finding, Severity
from placement.tape.tape import Excluded
from placement.words.assumptions import area_name, number_name, quantity_name
from placement.words.numbers import money, whole

DRIVERS, FINDINGS = 5, 4
"""What fits two pages."""

LONGEST = 150
"""Characters of a source or a finding."""


def book_line(made: MadeWith, *, accounts: float, owed: float, currency: str) -> str:
    """Return what book the memo is of: its accounts, what they owe and the cut-off date."""
    return t(
        "{accounts} accounts, {owed} {currency} owed; cut-off date {cut}",
        accounts=whole(accounts),
        owed=money(owed),
        currency=currency,
        cut=day_text(made.as_of) if made.as_of else t("none needed, ages are given"),
    )


def swing_name(swing: Swing) -> str:
    """Return what a number or a table is called, its area first."""
    path = swing.paths[0]
    name = number_name(path) if len(swing.paths) == 1 else quantity_name(path)
    return t("{area}, {name}", area=area_name(path.split(".", 1)[0]), name=name)


def value_range_unit(swing: Swing, assumptions: Assumptions) -> list[str]:
    """Return value, range and unit of a number, or of a table from least to most."""
    of = [assumptions.entries[path] for path in swing.paths]
    values = sorted({entry.value for entry in of})
    value = f"{values[0]:g}" if len(values) == 1 else f"{values[0]:g} … {values[-1]:g}"
    low, high = min(entry.low for entry in of), max(entry.high for entry in of)
    return [value, f"{low:g} – {high:g}", t(UNITS[of[0].unit].label)]


def shown_swings(swings: Sequence[Swing]) -> list[Swing]:
    """Return the widest swings; the one that changes the best option of most is among them.

    Args:
        swings: All, the widest first.
    """
    widest, most = list(swings[:DRIVERS]), most_deciding(swings)
    if most is not None and most not in widest:
        widest[-1] = most
    return widest


def most_deciding(swings: Sequence[Swing]) -> Swing | None:
    """Return the swing that changes the best option of most of the balance; None if none does."""
    most = max(swings, key=lambda swing: float(swing.changed.max()), default=None)
    return None if most is None or not most.changed.any() else most


def swings_table(
    swings: Sequence[Swing],
    assumptions: Assumptions,
    *,
    heads: Sequence[str],
    cells: Callable[[Swing], Sequence[str]],
) -> MemoTable | None:
    """Return what the numbers that most hangs on do at their ends; None where nothing moves.

    Args:
        swings: All, the widest first.
        assumptions: The numbers in use.
        heads: Of what they do.
        cells: What one of them does.
    """
    rows = [
        [swing_name(swing), *value_range_unit(swing, assumptions), *cells(swing)]
        for swing in shown_swings(swings)
    ]
    heads = [t("Number"), t("Value"), t("Range"), t("Unit"), *heads]
    return MemoTable(heads=heads, rows=rows) if rows else None


def assumed_section(swings: Sequence[Swing], assumptions: Assumptions) -> MemoSection:
    """Return where the numbers come from that most hangs on, and how many nobody published."""
    entries, statuses = assumptions.entries, status_names()
    rows = []
    for swing in shown_swings(swings):
        first = entries[swing.paths[0]]
        source = said(first.source)
        rows.append(
            [
                swing_name(swing),
                statuses[first.status],
                cut(with_unit(source, first.as_of) if first.as_of else source),
            ]
        )
    moved = [entries[path] for swing in swings for path in swing.paths]
    judged = sum(entry.status == "judgement" for entry in moved)
    own = sum(entry.status == "user" for entry in moved)
    told = [
        t(
            "The answer hangs on {count} numbers that may be otherwise; {judged} of them are "
            "judgement: nobody published them.",
            count=whole(len(moved)),
            judged=whole(judged),
        )
    ]
    if own:
        told.append(t("{own} of them are yours.", own=whole(own)))
    if rows:
        told.append(t("Where those that most hangs on come from:"))
    return MemoSection(
        title=t("What was assumed, and what of it nobody published"),
        said=[sentences(told)],
        table=MemoTable(heads=[t("Number"), t("Status"), t("Source")], rows=rows, words=3)
        if rows
        else None,
    )


def findings_section(
    findings: Sequence[Finding], excluded: Excluded, *, currency: str
) -> MemoSection:
    """Return what was left out of the file and what was noticed about it, the gravest first."""
    out = (
        t("No row was left out.")
        if not len(excluded)
        else t(
            "Rows left out: {rows}, owing {owed} {currency} as far as it can be read.",
            rows=whole(len(excluded)),
            owed=money(excluded.money),
            currency=currency,
        )
    )
    order = list(Severity)
    found = sorted(findings, key=lambda each: order.index(each.severity))
    more = len(found) - FINDINGS
    return MemoSection(
        title=t("What was noticed in the file"),
        said=[out],
        points=[cut(finding.message) for finding in found[:FINDINGS]],
        notes=[t("{count} more findings are on the page Book.", count=more)] if more > 0 else [],
    )


def foot(made: MadeWith) -> str:
    """Return the last line: what made the memo."""
    columns = made.columns
    stances = {
        Stance.PROFIT_SEEKING: t("Own profit"),
        Stance.CONTRACTUAL: t("By contract"),
    }
    changed = (
        t("All numbers are the library's.")
        if not made.changed
        else t("{count} numbers differ from the library.", count=whole(len(made.changed)))
    )
    return sentences(
        [
            t("Estimates, not promises."),
            changed,
            t(
                "Model {model}, library {library}, agencies' stance: {stance}.",
                model=columns["model_version"],
                library=columns["library_version"],
                stance=stances[made.stance],
            ),
        ]
    )


def cut(text: str) -> str:
    """Return a text short enough for a line or two."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
