"""Which rows are one account or one debtor, however their numbers are written.

    A1, "A1 ", Ａ1 and ="A1" are one number        0124 and 124 are two

A number of more than 15 digits that a spreadsheet rounded names no account any more.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from placement.domain.text import t
from placement.domain.types import BoolArray, IntArray
from placement.tape.cells import Column, as_mask, as_text
from placement.tape.ledger import Ledger
from placement.tape.repeats import repeated
from placement.tape.source import Source

_KEPT_DIGITS = 15
"""Digits of a number that a spreadsheet keeps; further ones become zeros."""

_SURE = 3
"""So many zeros in place of the last digits are no chance; fewer are judged by the whole column."""

_ROUNDED_SHARE = 0.9
"""Of long numbers one in ten ends in a zero by itself."""

_SPACES = r"[\s\x{00A0}\x{1680}\x{2000}-\x{200D}\x{202F}\x{205F}\x{2060}\x{3000}\x{FEFF}]+"
_AS_FORMULA = r"^=?[\"'](.*?)[\"']?$"


@dataclass(frozen=True, eq=False)
class Identity:
    """The numbers of accounts and debtors on the rows of a file."""

    ids: Column | None
    """Account numbers as text, empty ones as null; None if the file has no such column."""

    shared: IntArray
    """Positions of the rows whose account number stands on several rows. Shape (shared,)."""

    damaged: IntArray
    """Positions of the rows whose account number was rounded. Shape (damaged,)."""

    debtors: Column | None
    """Numbers of debtors, as `ids`."""

    shared_debtors: IntArray
    """Positions of the rows whose debtor stands on several rows. Shape (of several,)."""


def read_identity(source: Source) -> Identity:
    """Read the numbers of accounts and debtors of every row."""
    ids, shared, damaged = _numbers(source, "account_id")
    debtors, of_debtors, _ = _numbers(source, "debtor_id")
    return Identity(ids, shared, damaged, debtors, of_debtors)


def clean_numbers(column: Column) -> Column:
    """Return numbers of accounts without spaces, width and signs that a spreadsheet adds."""
    texts = as_text(column)
    if not _has_odd_signs(texts):
        return texts
    plain = pc.replace_substring_regex(pc.utf8_normalize(texts, "NFKC"), _SPACES, "")
    plain = pc.replace_substring_regex(plain, _AS_FORMULA, r"\1")
    return pc.if_else(pc.equal(plain, ""), None, plain)


def rounded(texts: Column) -> BoolArray:
    """Return which numbers a spreadsheet rounded: 6.22E+18, or zeros after the 15th digit."""
    lengths = pc.fill_null(pc.binary_length(texts), 0).to_numpy()
    mask = np.zeros(len(texts), dtype=bool)
    powers = pc.match_substring(texts, "+")
    if pc.any(powers).as_py():
        power = pc.match_substring_regex(texts, r"^\d(\.\d+)?[eE]\+\d{1,2}$")
        mask |= as_mask(power)
    long = np.flatnonzero((lengths > _KEPT_DIGITS) & (lengths <= 2 * _KEPT_DIGITS))
    if not len(long):
        return mask
    among = texts.take(pa.array(long))
    zeros = as_mask(pc.match_substring_regex(among, rf"^\d{{{_KEPT_DIGITS}}}0+$"))
    for length in np.unique(lengths[long]).tolist():
        of_length = lengths[long] == length
        alone = length - _KEPT_DIGITS >= _SURE
        # A few true numbers that end in zeros are no damage; a column full of them is.
        often = of_length.sum() > _SURE and zeros[of_length].mean() >= _ROUNDED_SHARE
        if alone or often:
            mask[long[of_length & zeros]] = True
    return mask


def warn_rounded(source: Source, ledger: Ledger, identity: Identity) -> None:
    """Name the accounts whose number was rounded; each stays an account of its own."""
    mask = np.zeros(len(source), dtype=bool)
    mask[identity.damaged] = True
    ledger.warn(
        mask & ledger.accounts,
        "account_id_rounded",
        lambda rows, of: t(
            "{rows} of {of} account numbers of more than 15 digits were rounded by a spreadsheet: "
            "their last digits are lost. Each row stays an account of its own, and repeats among "
            "them are not found.",
            rows=rows,
            of=of,
        ),
        t("Export again with the account number as text."),
        source.place("account_id", quote=False),
    )


def _numbers(source: Source, field: str) -> tuple[Column | None, IntArray, IntArray]:
    nothing = np.empty(0, dtype=np.int64)
    if not source.has(field):
        return None, nothing, nothing
    texts = clean_numbers(source.cells(field))
    damaged = rounded(texts)
    shared = repeated(texts)
    return texts, shared[~damaged[shared]], np.flatnonzero(damaged)


def _has_odd_signs(texts: Column) -> bool:
    """Return whether any text has a sign outside of those that numbers of accounts consist of."""
    for chunk in texts.chunks:
        data = chunk.buffers()[2]
        if data is None or not data.size:
            continue
        signs = np.frombuffer(data, dtype=np.uint8)
        # Spaces and quotes are below 0x28, what is not ASCII above 0x7e.
        if signs.min() < 0x28 or signs.max() > 0x7E or (signs == ord("=")).any():
            return True
    return False
