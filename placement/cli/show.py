"""What commands print."""

import json
import sys
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from placement.domain.text import t
from placement.tape.meaning import option_name

TOTALS = ("total_cash", "total_fees", "total_tax")
"""Names of what a net is made of; written out, because the library takes its time to start."""

if TYPE_CHECKING:
    from placement.api import Stake
    from placement.tape.findings import Finding


def cents(amount: float) -> str:
    """Return an amount rounded half up to the cent, as a bill shows it."""
    return f"{Decimal(repr(amount)).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def print_json(answer: dict[str, Any]) -> None:
    """Print an answer as one JSON object."""
    print(json.dumps(answer, ensure_ascii=False, allow_nan=False))


def show_findings(findings: "Sequence[Finding]") -> None:
    """Print what was noticed on a tape on standard error."""
    for finding in findings:
        print(f"{finding.severity}: {finding.line()}", file=sys.stderr)


def finding_answer(finding: "Finding") -> dict[str, Any]:
    """Return a finding as plain data, by the names of the public interface."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "column": finding.column,
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
    reading = f"{stake.choice.label} ({option_name(stake.choice.question)} {stake.choice.answer})"
    if stake.net is None or stake.change is None:
        return t("at stake: {reading} would leave no book: {why}", reading=reading, why=stake.why)
    return t(
        "at stake: {reading} would leave {net:,.2f}, {change:+,.2f}; the best option changes for "
        "{moves:,} accounts, {came:,} come and {went:,} go.",
        reading=reading,
        net=stake.net,
        change=stake.change,
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
    print(f"  {'':14} {t('with the best follow-up'):>59} {t('closed at'):>14}")
    names = (t("cash"), t("fees, costs"), t("tax"), t("net"), t("its end"))
    print(f"  {'':14}" + "".join(f" {name:>14}" for name in names))
    for row in sorted(options, key=_rest_last):
        if row["available"]:
            note = f"  {row['note']}" if row["note"] else ""
            shown = [row[f"{total}_with_follow_up"] for total in TOTALS]
            shown += [row["net_with_follow_up"], row["net"]]
            print(f"  {row['option']:14}" + "".join(f" {x:>14,.2f}" for x in shown) + note)
        else:
            print(f"  {row['option']:14}" + f" {'-':>14}" * 5 + f"  {row['reason']}")


def print_totals(answer: dict[str, Any], suffix: str = "") -> None:
    """Print the cash, fees and tax that an amount is made of, on one line."""
    cash, fees, tax = (answer[f"{total}{suffix}"] for total in TOTALS)
    print(
        t(
            "  cash {cash:,.2f}, fees and costs {fees:,.2f}, tax relief {tax:,.2f}",
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
