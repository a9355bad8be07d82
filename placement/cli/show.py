"""What commands print."""

import json
import sys
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from placement.domain.names import name_label
from placement.domain.text import about, pt, speaks_source, t, with_unit
from placement.tape.meaning import option_name
from placement.tape.quoting import heading

TOTALS = ("total_cash", "total_fees", "total_tax")
"""Names of what a net is made of; written out, because the library takes its time to start."""

if TYPE_CHECKING:
    from placement.api import Stake
    from placement.tape.findings import Finding


def named(key: str, name: str) -> str:
    """Return a key of the interface as it is typed; in another language than its own, its name."""
    return key if speaks_source() else name


def option_word(key: str | None) -> str:
    """Return an option or a move as it is typed; in another language than its own, its name."""
    if key is None:
        return "-"
    together = {"next_agency": t("the next agency"), "best_mix": t("the best mix")}
    return named(key, together.get(key) or name_label(key))


def number_word(path: str) -> str:
    """Return the path of a number as it is typed; in another language what it is called."""
    if speaks_source():
        return path
    from placement.words.assumptions import area_name, number_name

    return f"{area_name(path.partition('.')[0])} \N{MIDDLE DOT} {number_name(path)}"


def with_path(line: str, path: str) -> str:
    """Return a line that begins with what `number_word` says, with the path behind it.

    In the source language the line begins with the path; in another one it would be lost, and
    `--set` asks for it.
    """
    return line if speaks_source() else f"{line}  {path}"


def tell(severity: str, text: str) -> None:
    """Print a remark beside the answer, with how much it matters before it.

    In the source language the word is that of the interface, as programs look for it.

    Args:
        severity: A `Severity`'s value.
        text: One line in the reader's language.
    """
    words = {
        "error": pt("severity", "error"),
        "doubt": pt("severity", "doubt"),
        "warning": pt("severity", "warning"),
        "note": pt("severity", "note"),
    }
    # The name of a file may hold line ends, and what follows one would pass for a remark of ours.
    line = about(words[severity], text).replace("\n", "\\u000a")
    print(line, file=sys.stderr, flush=True)


def sums(*amounts: float) -> list[str]:
    """Return the amounts of one sentence to the cent, large ones as the reader's language counts.

    Tables and files hold digits.
    """
    from placement.words.numbers import in_one_form

    return in_one_form(*amounts, decimals=2)


def plus(amount: float, said: str) -> str:
    """Return what `sums` says of a change, with its sign also where it is none or more."""
    return said if said.startswith("-") else f"+{said}"


def left(text: str, width: int) -> str:
    """Return a text filled up to a width on the screen, on which a Chinese sign takes two."""
    return text + " " * (width - wide(text))


def right(text: str, width: int) -> str:
    """Return a text behind as much as it leaves of a width on the screen."""
    return " " * (width - wide(text)) + text


def wide(text: str) -> int:
    """Return how much of a line a text takes."""
    return len(text) + sum(east_asian_width(sign) in "WF" for sign in text)


def cents(amount: float) -> str:
    """Return an amount rounded half up to the cent, as a bill shows it; nothing is never -0.00."""
    # Adding nothing turns -0.00 into 0.00.
    return f"{Decimal(repr(amount)).quantize(Decimal('0.01'), ROUND_HALF_UP) + 0:,}"


def print_json(answer: dict[str, Any]) -> None:
    """Print an answer as one JSON object."""
    print(json.dumps(answer, ensure_ascii=False, allow_nan=False))


def show_findings(findings: "Sequence[Finding]") -> None:
    """Print what was noticed on a tape on standard error."""
    for finding in findings:
        tell(finding.severity, finding.line())


def finding_answer(finding: "Finding") -> dict[str, Any]:
    """Return a finding as plain data, by the names of the public interface."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "column": heading(finding.column),
        "rows": finding.rows,
        "balance": finding.money,
        "first": [{"row": row, "value": value} for row, value in finding.first],
        "message": finding.message,
        "advice": finding.advice,
        "choices": [
            {
                "question": choice.question,
                "answer": choice.answer,
                "label": choice.label,
                "balance": choice.balance,
                "accounts": choice.accounts,
                "taken": choice.taken,
            }
            for choice in finding.choices
        ],
    }


def stake_line(stake: "Stake") -> str:
    """Return what hangs on a doubt on one line."""
    reading = with_unit(
        stake.choice.label, f"{option_name(stake.choice.question)} {stake.choice.answer}"
    )
    if stake.net is None or stake.change is None:
        return t("at stake: {reading} would leave no book: {why}", reading=reading, why=stake.why)
    net, change = sums(stake.net, stake.change)
    return t(
        "at stake: {reading} would leave {net}, {change}; the best option changes for {moves:,} "
        "accounts, {came:,} come and {went:,} go.",
        reading=reading,
        net=net,
        change=plus(stake.change, change),
        moves=stake.moves,
        came=stake.came,
        went=stake.went,
    )


def stake_answer(stake: "Stake") -> dict[str, Any]:
    """Return what hangs on a doubt as plain data, by the names of the public interface."""
    return {
        "question": stake.choice.question,
        "answer": stake.choice.answer,
        "net": stake.net,
        "change": stake.change,
        "moves": stake.moves,
        "came": stake.came,
        "went": stake.went,
        "why": stake.why,
    }


def print_options(options: list[dict[str, Any]], title: str) -> None:
    """Print options, those best to begin with first, those that are not open with their reason."""
    print(title)
    # The cash stands first: what tax relief adds is no recovery.
    print(f"  {'':14} {right(t('with the best follow-up'), 59)} {right(t('closed at'), 14)}")
    names = (t("cash"), t("fees, costs"), t("tax"), t("net"), t("its end"))
    print(f"  {'':14}" + "".join(f" {right(name, 14)}" for name in names))
    for row in sorted(options, key=_rest_last):
        if row["available"]:
            note = f"  {row['note']}" if row["note"] else ""
            totals = [row[f"{total}_with_follow_up"] for total in TOTALS]
            *_, alone = to_the_cent([row[total] for total in TOTALS], row["net"])
            shown = [*to_the_cent(totals, row["net_with_follow_up"]), alone]
            print(
                f"  {left(option_word(row['option']), 14)}"
                + "".join(f" {x:>14,.2f}" for x in shown)
                + note
            )
        else:
            print(
                f"  {left(option_word(row['option']), 14)}"
                + f" {'-':>14}" * 5
                + f"  {row['reason']}"
            )


def to_the_cent(totals: Sequence[float], net: float | None = None) -> list[float]:
    """Return cash, fees and tax and their net, rounded as in a file; see `decide.totals`."""
    import numpy as np

    from placement.decide import totals as rounding

    whole = None if net is None else np.asarray(net)
    return [float(amount) for amount in rounding.to_the_cent(np.array(totals), whole)]


def print_totals(answer: dict[str, Any], suffix: str = "") -> None:
    """Print the cash, fees and tax that an amount is made of, on one line."""
    parts = to_the_cent([answer[f"{total}{suffix}"] for total in TOTALS])
    cash, fees, tax = sums(*parts[:3])
    print(
        t(
            "  cash {cash}, fees and costs {fees}, tax relief {tax}",
            cash=cash,
            fees=fees,
            tax=tax,
        )
    )


def _rest_last(row: dict[str, Any]) -> tuple[bool, float]:
    return not row["available"], -(row["net_with_follow_up"] or 0.0)


def print_how_sure(answer: dict[str, Any]) -> None:
    """Print the sentences that say how sure an answer is, where that was asked."""
    for line in (answer["how_sure"] or {}).get("said", ()):
        print(line)
