"""A customer's number that is the only number a file has, and stands for the account."""

import pyarrow.compute as pc

from placement.tape.columns import ColumnMatch, match_columns
from placement.tape.identity import clean_numbers
from placement.tape.read import RawTable
from placement.tape.repeats import repeated

_FILLED = 0.9
"""A column that is empty on more rows numbers nothing; a few are lines of totals."""

_REPEATED = 0.01
"""Rows up to which one number twice is a row twice. With more, customers hold several accounts."""


def only_number(raw: RawTable, match: ColumnMatch | None = None) -> str | None:
    """Return the heading of a debtor's number that must number the accounts, as no other does.

    Its numbers hardly repeat: rows that share theirs with another are at most 1 in 100.

    Args:
        raw: The file.
        match: Which column is which field by the headings alone, where that is known.

    Returns:
        The heading; None where a column is the account number, none is a debtor's, or debtors
        stand on several rows.
    """
    match = match or match_columns(raw.table.column_names)
    heading = match.matched.get("debtor_id")
    if heading is None or "account_id" in match.matched:
        return None
    numbers = clean_numbers(raw.table[heading])
    # Headings that a long print repeats are no numbers.
    numbers = numbers.filter(pc.fill_null(pc.not_equal(numbers, heading), True))
    filled = len(numbers) - numbers.null_count
    if not filled or filled < _FILLED * len(numbers):
        return None
    return heading if len(repeated(numbers)) <= _REPEATED * filled else None
