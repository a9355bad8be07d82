"""What commands print."""

import json
import sys
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from placement.domain.text import t

if TYPE_CHECKING:
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
    }


def print_options(options: list[dict[str, Any]], title: str) -> None:
    """Print options, best first, those that are not open with their reason."""
    print(title)
    print(f"  {'':14} {t('alone'):>18} {t('with best follow-up'):>20}")
    for row in options:
        if row["available"]:
            note = f"  {row['note']}" if row["note"] else ""
            amounts = f"{row['net']:>18,.2f} {row['net_with_follow_up']:>20,.2f}"
            print(f"  {row['option']:14} {amounts}{note}")
        else:
            print(f"  {row['option']:14} {'-':>18} {'-':>20}  {row['reason']}")
