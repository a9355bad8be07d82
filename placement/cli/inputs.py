"""From the words of a call to accounts, numbers, mappings and dates."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from placement.cli.show import show_findings
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import CreditorType, Stance

if TYPE_CHECKING:
    from placement.api import BookRanking
    from placement.assume.assumptions import Assumptions
    from placement.cli.meaning import Reading
    from placement.domain.types import Segments
    from placement.tape.saved import SavedMapping


def account_of(
    sector: str,
    balance: float,
    age: float,
    creditor: CreditorType | None,
    principal: float | None,
    placements: int,
    months_since_demand: float | None,
    disputed: bool,
    unreachable: bool,
    letters: int = 0,
    in_house_months: float | None = None,
    history: str | None = None,
) -> "Segments":
    """Return the account that the options of a command describe."""
    import typer

    from placement.api import one_account
    from placement.domain.plausible import question_of

    account = one_account(
        sector=sector,
        balance=balance,
        age=age,
        creditor_type=creditor.value if creditor else None,
        principal=principal,
        placements=placements,
        months_since_demand=months_since_demand,
        disputed=disputed,
        unreachable=unreachable,
        letters=letters,
        in_house_months=in_house_months,
        history=history or "",
    )
    if question := question_of(sector, balance):
        typer.echo(f"note: {question}", err=True)
    return account


def ranked_tape(
    tape: Path,
    assumptions: "Assumptions",
    *,
    stance: Stance,
    sector: str | None,
    creditor: CreditorType | None,
    reading: "Reading",
    as_of: str | None,
) -> "BookRanking":
    """Return a ranked book from the options of a command, its findings printed."""
    from placement.api import rank_tape

    saved = reading.saved()
    ranked = rank_tape(
        tape,
        assumptions=assumptions,
        stance=stance,
        mapping=saved.columns,
        meaning=saved.meaning,
        as_of=date_of(as_of),
        sector=sector or saved.sector,
        creditor_type=creditor.value if creditor else saved.creditor_type,
    )
    show_findings(ranked.book.findings)
    return ranked


def only_of_one_account(command: str, **given: bool) -> None:
    """Refuse what describes one account where a tape has a column for it."""
    names = ["--" + name.replace("_", "-") for name, is_given in given.items() if is_given]
    if names:
        raise InputError(
            t(
                "{command} takes either a tape or one account; got a tape and {names}, which the "
                "tape has for each account. Leave out the tape, or {names}.",
                command=command,
                names=", ".join(names),
            )
        )


def assumptions_of(sets: list[str] | None, overlays: list[Path] | None) -> "Assumptions":
    """Return the numbers in use: the library, the files laid over it, then single values."""
    from placement.api import assumptions_in_use

    values: dict[str, float] = {}
    for pair in sets or []:
        path, equals, text = pair.partition("=")
        try:
            values[path.strip()] = float(text)
        except ValueError:
            equals = ""
        if not equals:
            raise InputError(
                t(
                    "--set takes PATH=VALUE with a number, as in {example}; got {pair!r}.",
                    example="tax.income_tax_rate=0.15",
                    pair=pair,
                )
            )
    return assumptions_in_use(sets=values, overlays=overlays or ())


def columns_of(pairs: list[str] | None, saved: "SavedMapping") -> dict[str, str]:
    """Return the columns mapped by hand: those kept, then single ones."""
    mapping = dict(saved.columns)
    for pair in pairs or []:
        field, equals, heading = pair.partition("=")
        if not equals:
            raise InputError(
                t(
                    "--column takes FIELD=HEADING, as in {example}; got {pair!r}.",
                    example="balance=Amount",
                    pair=pair,
                )
            )
        mapping[field.strip()] = heading.strip()
    return mapping


def date_of(text: str | None) -> dt.date | None:
    """Return the cut-off date a call names; None if it names none."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(
            t("--as-of must be a date like 2026-10-31; got {text!r}.", text=text)
        ) from None
