"""Checks of the file as a whole: its columns, the defaults given for it, its broken rows."""

import datetime as dt
from collections.abc import Collection, Sequence

from placement.domain.errors import InputError, NoHeadingsError, TapeError
from placement.domain.text import listed, sentences, t
from placement.domain.types import CreditorType
from placement.tape import quoting
from placement.tape.cutoff import is_named
from placement.tape.fields import AGE_FIELDS
from placement.tape.findings import NAMED, SHOWN, Finding, Severity, lines, name_some
from placement.tape.guess import guess_sector
from placement.tape.ledger import Ledger, Place
from placement.tape.quoting import shape
from placement.tape.ragged import has_other_quotes
from placement.tape.read import RawTable
from placement.tape.signatures import said_of_signatures, signed_with
from placement.tape.source import Source


def check_defaults(
    sector: str | None, creditor_type: str | None, known_sectors: Collection[str]
) -> None:
    """Raise an error if a default for the whole file is no known sector or creditor type."""
    for name, value, known in (
        ("sector", sector, sorted(known_sectors)),
        ("creditor_type", creditor_type, [str(kind) for kind in CreditorType]),
    ):
        if value is not None and value not in known:
            raise InputError(
                t(
                    "{name} must be one of {known}; got {value}.",
                    name=name,
                    known=listed(known),
                    value=value,
                )
            )


def check_columns(
    source: Source,
    *,
    as_of: dt.date | None,
    sector: str | None,
    known_sectors: Collection[str],
    date_advice: str | None = None,
) -> None:
    """Raise one error with a line for every needed column that is missing.

    Args:
        source: The file.
        as_of: The cut-off date, if one was given.
        sector: The sector for the whole file, if one was given.
        known_sectors: Sectors that have assumptions; the one the file looks like is offered.
        date_advice: How the reader gives a cut-off date; by default with the command's option.
    """
    problems = []
    names = source.raw.table.column_names
    if not source.match.matched and any(map(_is_number, names)):
        raise NoHeadingsError(
            t(
                "{file} seems to have no headings: the row that is read as them holds data, {row}. "
                "Put a row of headings above the accounts, or name the row that has them, as in "
                "--header-row 3.",
                file=source.raw.filename,
                row=shape(", ".join(names[:NAMED])),
            )
        )
    headings = name_some(names)
    if not source.has("balance"):
        problems.append(
            t(
                "No column is the balance; it is needed. The file has: {headings}. "
                "Map one of these to balance.",
                headings=headings,
            )
        )
    given = [field for field in AGE_FIELDS if source.has(field)]
    if not given:
        problems.append(
            t(
                "No column is an age: days_past_due, months_past_due, due_date or stage is needed. "
                "The file has: {headings}. Map one of these.",
                headings=headings,
            )
        )
    dated = any(map(source.has, ("as_of", "last_payment_date", "last_demand_date")))
    if given == ["due_date"] and as_of is None and not (dated or is_named(source)):
        problems.append(
            t(
                "Only due_date gives an age, and that needs a cut-off date; the file has none. "
                "{advice}",
                advice=date_advice or t("Give it, as in --as-of 2025-12-31."),
            )
        )
    if not source.has("sector") and sector is None:
        problems.append(
            sentences(
                [
                    t(
                        "No column is the sector and none was given. The file has: {headings}. "
                        "Map one of these to sector, or give one for the whole file.",
                        headings=headings,
                    ),
                    _sector_offered(source, known_sectors),
                ]
            )
        )
    if problems:
        # A column that is missing may be one of a kind that is not read.
        unread = lines(note for note in source.raw.notes if note.code == "column_type_unread")
        raise TapeError(*problems, *unread)


def _sector_offered(source: Source, known_sectors: Collection[str]) -> str:
    guess = guess_sector(source.raw, source.match, known=known_sectors)
    if guess is None:
        return ""
    return t("It looks like {sector}: give it, as in --sector {sector}.", sector=guess)


def column_findings(source: Source, *, snapshot_column: str | None) -> tuple[Finding, ...]:
    """Return what the match leaves to the reader: several candidates, columns not used.

    Args:
        source: The file.
        snapshot_column: An unmatched column that tells the snapshots apart all the same.
    """
    found = [
        Finding(
            code="column_ambiguous",
            severity=Severity.WARNING,
            column=names[0],
            message=t(
                'Several columns could be {field}: {names}. "{used}" is used.',
                field=field,
                names=listed(map(quoting.heading, names)),
                used=quoting.heading(names[0]),
            ),
            advice=t("Map another one by hand if it is wrong."),
        )
        for field, names in source.match.ambiguous.items()
    ]
    if unused := [name for name in source.match.unmatched if name != snapshot_column]:
        names = name_some(unused)
        found.append(
            Finding(
                code="column_unused",
                severity=Severity.NOTE,
                column=names,
                message=t("Columns not used: {names}.", names=names),
                advice=t("Map them by hand if they are fields of the tape."),
            )
        )
    if (heading := source.match.numbered_by) is not None:
        found.append(
            Finding(
                code="customer_as_account",
                severity=Severity.NOTE,
                column=heading,
                message=t(
                    '"{heading}" numbers customers, but no other column is the account number and '
                    "its numbers do not repeat: it is read as the account number.",
                    heading=quoting.heading(heading),
                ),
                advice=t(
                    "If it is not, map it as the debtor number by hand; then no column is the "
                    "account number."
                ),
            )
        )
    if not source.has("account_id"):
        found.append(
            Finding(
                code="duplicates_unchecked",
                severity=Severity.NOTE,
                column="account_id",
                message=t(
                    "No column is the account number, so accounts that come twice are not found."
                ),
                advice=t("Map the column that numbers your accounts, if there is one."),
            )
        )
    return tuple(found)


def warn_hidden(raw: RawTable, ledger: Ledger) -> None:
    """Say which rows the workbook hides; they are read like all others."""
    if raw.hidden is None:
        return
    ledger.warn(
        raw.hidden,
        "rows_hidden",
        lambda rows, of: t(
            "{rows} of {of} rows are hidden in the workbook, by hand or by a filter; they are read "
            "like all others.",
            rows=rows,
            of=of,
        ),
        t("Delete them in the workbook if they are not part of the book."),
        Place(),
    )


def ragged_finding(raw: RawTable) -> tuple[Finding, ...]:
    """Return what is said about rows with too many or too few cells, if there are any."""
    last = int(raw.rows[-1]) if len(raw.rows) else 0
    signed = [(row, text) for row, text in raw.ragged if row > last and signed_with(text)]
    broken = [line for line in raw.ragged if line not in signed]
    found = []
    if broken:
        found.append(
            Finding(
                code="ragged",
                severity=Severity.ERROR,
                rows=len(broken),
                first=_first(broken),
                message=t(
                    "Rows with more or fewer cells than there are headings: {rows}; they are left "
                    "out and their money is not known.",
                    rows=f"{len(broken):,}",
                ),
                advice=t('Put cells with the separator inside in plain quotes, ".')
                if any(has_other_quotes(text) for _, text in broken)
                else t('Put amounts with a comma in quotes: "1,234.50".'),
            )
        )
    if signed:
        found.append(
            Finding(
                code="signature_row",
                severity=Severity.NOTE,
                rows=len(signed),
                first=_first(signed),
                message=said_of_signatures(f"{len(signed):,}"),
            )
        )
    return tuple(found)


def _first(lines: Sequence[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    return tuple((row, shape(text)[:60]) for row, text in lines[:SHOWN])


def _is_number(heading: str) -> bool:
    """Return whether a heading is an amount or a number of an account; a year may head a column."""
    return heading.replace(".", "", 1).isdigit() and not (
        len(heading) == 4 and heading.startswith(("19", "20"))
    )
