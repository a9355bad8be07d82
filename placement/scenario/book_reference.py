"""Which book a scenario was made on, without the book: enough to ask for the same file again."""

import datetime as dt
from dataclasses import dataclass, fields
from hashlib import blake2b

import numpy as np

from placement.domain.text import t
from placement.tape.cells import Codes
from placement.tape.quoting import file_name
from placement.tape.tape import Tape

SIZE = 16
"""Bytes of a digest."""


@dataclass(frozen=True, kw_only=True)
class BookReference:
    """A book as a scenario remembers it; no account, no name of a debtor."""

    name: str
    """File name."""

    digest: str
    """Names the accounts as they were read: equal accounts, equal digest, whatever the file."""

    accounts: int

    total: float
    """Sum of the balances."""

    as_of: dt.date | None = None
    """Cut-off date; None where the file gives ages and none was needed."""

    def differences(self, other: "BookReference") -> tuple[str, ...]:
        """Return what sets another book apart, one line each; nothing where it is the same."""
        if other.digest == self.digest:
            return ()
        found = []
        if other.accounts != self.accounts:
            found.append(
                t("{here:,} accounts instead of {kept:,}", here=other.accounts, kept=self.accounts)
            )
        if abs(other.total - self.total) >= 0.005:
            found.append(
                t("{here:,.2f} owed instead of {kept:,.2f}", here=other.total, kept=self.total)
            )
        if other.as_of != self.as_of:
            found.append(
                t(
                    "cut-off date {here} instead of {kept}",
                    here=other.as_of or t("none"),
                    kept=self.as_of or t("none"),
                )
            )
        return tuple(found) or (t("the content or its reading"),)


def reference_of(tape: Tape, *, name: str) -> BookReference:
    """Return what a scenario remembers of a book."""
    return BookReference(
        name=file_name(name),
        digest=accounts_digest(tape),
        accounts=len(tape),
        total=float(tape.balance.sum()),
        as_of=tape.as_of,
    )


def accounts_digest(tape: Tape) -> str:
    """Return a fingerprint of the accounts as they were read.

    The tape's own digest moves with the day and with how columns were named, because findings do;
    a scenario that is reopened next month asks only whether these are the same accounts.
    """
    state = blake2b(digest_size=SIZE)
    for field in fields(tape):
        value = getattr(tape, field.name)
        if isinstance(value, Codes):
            state.update("\0".join(value.names).encode())
            value = value.codes
        if isinstance(value, np.ndarray) and field.name != "row":
            state.update(f"{field.name}{value.dtype}{value.shape}".encode())
            state.update(np.ascontiguousarray(value).data)
    if tape.account_id is not None:
        state.update("\0".join(map(str, tape.account_id)).encode())
    state.update(f"{tape.currency}{tape.as_of}".encode())
    return state.hexdigest()
