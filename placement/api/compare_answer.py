"""Comparisons as plain data, by the names of the public interface."""

from collections.abc import Sequence
from typing import Any

from placement.api.compare import Comparison
from placement.api.months import MonthsCompared
from placement.scenario.differences import Difference


def comparison_answer(found: Comparison, *, before: str, after: str) -> dict[str, Any]:
    """Return two scenarios compared.

    Args:
        found: The comparison.
        before: Name of the first scenario.
        after: Name of the other.
    """
    return {
        "before": before,
        "after": after,
        "net_before": found.before.total,
        "net_after": found.after.total,
        "difference": found.difference,
        "differences": difference_answer(found.differences),
        "contributions": [
            {
                "group": part.group.name,
                "paths": [one.path for one in part.group.differences],
                "net": part.net,
                "by_sector": dict(part.by_sector),
            }
            for part in found.contributions
        ],
        "exact": found.is_exact,
        "segments": [
            {
                "segment": row.segment,
                "sector": row.sector,
                "accounts": row.accounts,
                "balance": row.balance,
                "best_before": row.best_before,
                "best_after": row.best_after,
                "net_before": row.net_before,
                "net_after": row.net_after,
                "difference": row.net_after - row.net_before,
            }
            for row in found.segments
        ],
    }


def difference_answer(found: Sequence[Difference]) -> list[dict[str, Any]]:
    """Return what sets two scenarios apart."""
    return [
        {"path": one.path, "unit": one.unit or None, "before": one.before, "after": one.after}
        for one in found
    ]


def months_answer(found: MonthsCompared) -> dict[str, Any]:
    """Return this month's book against last month's."""
    return {
        "accounts_last": int(found.last.segments.accounts.sum()),
        "accounts_now": int(found.now.segments.accounts.sum()),
        "net_last": found.last.total,
        "net_now": found.now.total,
        "difference": found.net_difference,
        "rows": [
            {
                "fate": row.fate.value,
                "accounts": row.accounts,
                "accounts_difference": row.accounts_difference,
                "balance_last": row.balance_last,
                "balance_now": row.balance_now,
                "balance_difference": row.balance_difference,
                "net_last": row.net_last,
                "net_now": row.net_now,
                "net_difference": row.net_difference,
            }
            for row in found.rows
        ],
        "change_of_numbers": found.change_of_numbers,
        "stages": [
            {
                "stage_last": move.stage_last,
                "stage_now": move.stage_now,
                "accounts": move.accounts,
                "balance_last": move.balance_last,
                "balance_now": move.balance_now,
            }
            for move in found.stages
        ],
    }
