"""Logs of contacts: a row a contact or a row an account and day, with what came of it.

A row is of an account, or of a batch where the log only counts. Connected or not, each attempt is a
contact: what a seat makes in a month, and what is quoted for a success, are attempts.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np

from placement.domain.days import months_of
from placement.domain.errors import TapeError
from placement.domain.text import listed, t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.cells import Codes, encode, recode
from placement.tape.columns import check_mapping, normalise
from placement.tape.dates import read_dates
from placement.tape.fields import FIELDS
from placement.tape.findings import Finding
from placement.tape.flags import read_flags
from placement.tape.kinds import sector_named
from placement.tape.ledger import Ledger, Place
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.numbers import COUNT_UNITS, DAY_UNITS, MONTH_UNITS, read_numbers
from placement.tape.read import RawTable, read_table
from placement.tape.remittance_reader import month_number

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "account_id": FIELDS["account_id"].other_names,
        "batch": "batch id | batch number | lot | placement | 批次 | 批次号 | 委案批次 | 委托批次",
        "sector": FIELDS["sector"].other_names,
        "date": "contact date | call date | date of contact | date of call | called on | called at "
        "| contacted on | time | timestamp | 拨打日期 | 拨打时间 | 外呼日期 | 外呼时间 | "
        "联系日期 | 联系时间 | 跟进日期 | 跟进时间 | 催收日期 | 催收时间 | 催记日期 | "
        "催记时间 | 通话时间 | 通话日期 | 日期 | 时间",
        "contacts": "calls | calls made | number of contacts | number of calls | attempts | "
        "dials | 拨打次数 | 拨打量 | 拨打数 | 外呼次数 | 外呼量 | 呼叫次数 | 联系次数 | 催收次数 | "
        "电话次数 | 跟进次数",
        "connected": "connects | connections | answered | 接通 | 接通次数 | 接通量 | 是否接通 | "
        "接通数",
        "promised": "promise | promise to pay | promises | ptp | 承诺还款 | 是否承诺还款 | 承诺 | "
        "是否承诺 | 承诺还款金额 | 承诺金额",
        "paid": "payment | payments | paid amount | amount paid | collected | successes | "
        "accounts paid | paid accounts | payers | 还款 | 是否还款 | 已还款 | 还款金额 | 回款 | "
        "回款金额 | 是否回款 | 成功户数 | 还款户数 | 回款户数",
        "outcome": "result | call result | disposition | code | 结果 | 催收结果 | 跟进结果 | "
        "通话结果 | 联系结果 | 催记结果 | 拨打结果",
        "age": "months past due | age months | " + FIELDS["months_past_due"].other_names,
        "days_past_due": FIELDS["days_past_due"].other_names,
    }
)
"""Other headings of each field, best first and parted by bars."""

FIELD_NAMES = tuple(_NAMES)

PAID = frozenset(
    map(
        normalise,
        ("paid", "payment", "paid in full", "part paid", "settled", "success", "已还款", "还款",
         "已还", "部分还款", "已还部分", "结清", "已结清", "回款", "已回款"),
    )
)  # fmt: skip
PROMISED = frozenset(
    map(
        normalise,
        (
            "promise",
            "promised",
            "promise to pay",
            "ptp",
            "承诺还款",
            "承诺",
            "约定还款",
            "答应还款",
        ),
    )
)
CONNECTED = frozenset(map(normalise, ("connected", "answered", "接通", "已接通", "有人接听")))
"""Words of an outcome; any other one is a contact that nothing came of."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ContactLog:
    """Rows of a log, oldest first of each account. All arrays have one entry a row."""

    account: Codes
    """None (-1) where the row is of a batch."""

    batch: Codes
    sector: tuple[str, ...]
    """Key of the library's sector; empty where the log does not say."""

    day: FloatArray
    """Days since 1970-01-01; NaN in a log of batches without dates."""

    contacts: FloatArray
    connected: FloatArray
    """How many of them were answered; NaN where the log does not say."""

    paid: FloatArray
    """Accounts that paid upon it: 0 or 1 of an account, a count of a batch."""

    promised: BoolArray
    age: FloatArray
    """Months past due on the day; NaN where not said."""

    filename: str
    digest: str
    findings: tuple[Finding, ...]

    def __len__(self) -> int:
        return len(self.day)

    @property
    def month(self) -> IntArray:
        """Month of the calendar of each row, 12 * year + month - 1."""
        return month_number(self.day)


def read_contact_log(
    source: Path | bytes,
    *,
    filename: str,
    sectors: Collection[str],
    mapping: Mapping[str, str] | None = None,
    meaning: Meaning = AS_IT_STANDS,
    sector: str | None = None,
    age: float | None = None,
) -> ContactLog:
    """Read a log of contacts.

    Args:
        source: The file or its content; CSV, XLSX, ODS or Parquet.
        filename: Name the user knows it by.
        sectors: Keys of the library's sectors.
        mapping: Field → heading, as chosen by hand.
        meaning: The user's word on the encoding, sheets and dates.
        sector: Sector of rows for which the file says none.
        age: Months past due of rows for which the file says none.

    Raises:
        TapeError: The file cannot be read, lacks a column, or has no usable row.
        InputError: The mapping is wrong.
    """
    raw = read_table(
        source,
        filename=filename,
        keep=(*(name for names in _NAMES.values() for name in names.split(" | ")), *_NAMES),
        meaning=meaning.of_the_file,
    )
    columns = _matched(raw.table.column_names, dict(mapping or {}))
    _require(columns, filename)
    return _Reader(raw, columns, meaning, sectors, sector, age).log()


def _matched(headings: list[str], by_hand: dict[str, str]) -> dict[str, str]:
    check_mapping(by_hand, headings, known=FIELD_NAMES)
    found: dict[str, tuple[int, str]] = {}
    for heading in headings:
        known = _INDEX.get(normalise(heading))
        if known is None or heading in by_hand.values() or known[0] in by_hand:
            continue
        found[known[0]] = min(found.get(known[0], (999, "")), (known[1], heading))
    return {field: heading for field, (_, heading) in found.items()} | {
        field: heading for field, heading in by_hand.items() if heading
    }


def _require(columns: Mapping[str, str], filename: str) -> None:
    lacking = [] if {"account_id", "batch"} & columns.keys() else ["account_id"]
    # A sum for each batch needs no date; what an account was asked when does.
    is_sum = "batch" in columns and "account_id" not in columns
    lacking += [] if is_sum or "date" in columns else ["date"]
    lacking += ["contacts"] if is_sum and "contacts" not in columns else []
    lacking += [] if {"paid", "outcome", "promised"} & columns.keys() else ["outcome"]
    if lacking:
        raise TapeError(
            t(
                "{file} lacks {missing}. A log of contacts has a row for each contact, or for each "
                "account and day with their number: account (or batch), date, contacts, and what "
                "came of it (paid, or outcome). Name a column with --contacts-column "
                "{first}=HEADING.",
                file=filename,
                missing=listed(lacking),
                first=lacking[0],
            )
        )


class _Reader:
    def __init__(
        self,
        raw: RawTable,
        columns: Mapping[str, str],
        meaning: Meaning,
        sectors: Collection[str],
        sector: str | None,
        age: float | None,
    ) -> None:
        self.raw, self.columns, self.meaning = raw, columns, meaning
        self.sectors, self.sector, self.usual_age = sectors, sector, age
        self.rows = int(raw.table.num_rows)
        self.ledger = Ledger(raw.rows, np.full(self.rows, np.nan), sheets=raw.sheets)

    def log(self) -> ContactLog:
        account, batch = self.texts("account_id"), self.texts("batch")
        day = self.day()
        contacts, connected = self.counts("contacts", usual=1.0), self.connected()
        paid, promised = self.came_of_it(account)
        age, sector = self.age(), self.sector_of()
        self.leave_out(
            (account.codes < 0) & (batch.codes < 0), "contact_of_nobody", "account_id",
            t("Give the account or the batch of these rows."),
        )  # fmt: skip
        self.leave_out(
            (account.codes < 0) & ((paid != np.rint(paid)) | (paid > contacts)),
            "paid_no_count", "paid",
            t(
                "Of a batch the number of accounts that paid is wanted, at most one a contact, "
                "and no amount of money."
            ),
        )  # fmt: skip
        live = np.flatnonzero(self.ledger.live)
        if not len(live):
            lines = [each.line() for each in self.ledger.findings]
            raise TapeError(t("{file} has no usable row.", file=self.raw.filename), *lines)
        # As they came, account by account; on one day in the order of the file.
        order = live[np.lexsort((day[live], batch.codes[live], account.codes[live]))]
        return ContactLog(
            account=account.take(order),
            batch=batch.take(order),
            sector=tuple(sector[at] for at in order.tolist()),
            day=day[order],
            contacts=contacts[order],
            connected=connected[order],
            paid=paid[order],
            promised=promised[order],
            age=age[order],
            filename=self.raw.filename,
            digest=self.raw.digest,
            findings=(*self.raw.notes, *self.ledger.findings),
        )

    def texts(self, name: str) -> Codes:
        if name not in self.columns:
            return Codes(np.full(self.rows, -1, dtype=np.int32), ())
        return encode(self.raw.table[self.columns[name]])

    def day(self) -> FloatArray:
        if "date" not in self.columns:
            return np.full(self.rows, np.nan)
        read = read_dates(self.raw.table[self.columns["date"]], order=self.meaning.dates)
        self.leave_out(
            np.isnan(read.values), "date_unreadable", "date",
            t("Correct these cells; a date such as 03/04/2024 needs --dates."),
        )  # fmt: skip
        return read.values

    def counts(self, name: str, *, usual: float) -> FloatArray:
        if name not in self.columns:
            return np.full(self.rows, usual)
        read = read_numbers(self.raw.table[self.columns[name]], units=(*COUNT_UNITS, "次", "通"))
        bad = read.unreadable | (read.values < 0)
        self.leave_out(bad, f"{name}_unreadable", name, t("A number of contacts is 0 or more."))
        return np.where(np.isnan(read.values), usual, np.maximum(read.values, 0.0))

    def connected(self) -> FloatArray:
        if "connected" in self.columns:
            cells = self.raw.table[self.columns["connected"]]
            words = dict.fromkeys(CONNECTED, True)
            return _number_or_flag(cells, words)
        if "outcome" in self.columns:
            outcome = self.texts("outcome")
            said = [normalise(name) in (CONNECTED | PROMISED) for name in outcome.names]
            # Outcomes that never speak of an answer do not say that nobody answered.
            return np.where(outcome.where_any(said), 1.0, 0.0 if any(said) else np.nan)
        return np.full(self.rows, np.nan)

    def came_of_it(self, account: Codes) -> tuple[FloatArray, BoolArray]:
        """Return how many accounts paid upon each row, and whether a payment was promised."""
        paid, promised = np.zeros(self.rows), np.zeros(self.rows, dtype=bool)
        if "outcome" in self.columns:
            outcome = self.texts("outcome")
            paid += outcome.where_any([normalise(name) in PAID for name in outcome.names])
            promised |= outcome.where_any([normalise(n) in PROMISED for n in outcome.names])
        if "promised" in self.columns:
            promised |= _number_or_flag(self.raw.table[self.columns["promised"]], {}) > 0
        if "paid" in self.columns:
            cells = self.raw.table[self.columns["paid"]]
            said = _number_or_flag(cells, dict.fromkeys(PAID, True))
            bad = np.isnan(said) & (encode(cells).codes >= 0)
            self.leave_out(bad, "paid_unreadable", "paid", t("Write an amount, or yes and no."))
            paid = np.maximum(paid, np.maximum(np.nan_to_num(said), 0.0))
        # Of an account it matters whether it paid, not how much; of a batch how many did.
        return np.where(account.codes >= 0, np.minimum(np.ceil(paid), 1.0), paid), promised

    def age(self) -> FloatArray:
        usual = np.nan if self.usual_age is None else self.usual_age
        for name, units in (("days_past_due", DAY_UNITS), ("age", MONTH_UNITS)):
            if name in self.columns:
                read = read_numbers(self.raw.table[self.columns[name]], units=units)
                values = np.where(read.values >= 0, read.values, np.nan)
                months = months_of(values) if name == "days_past_due" else values
                return np.where(np.isnan(months), usual, months)
        return np.full(self.rows, usual)

    def sector_of(self) -> list[str]:
        found = self.texts("sector")
        known = recode(found, [sector_named(name, self.sectors) for name in found.names])
        self.ledger.warn(
            (found.codes >= 0) & (known.codes < 0),
            "sector_unknown",
            lambda rows, of: t(
                "{rows} of {of} rows have a sector that is not known; known are {known}. It is "
                "taken as not said.",
                rows=rows, of=of, known=listed(sorted(self.sectors)),
            ),
            t("Correct the sector, or give one sector for the whole file."),
            Place(column=self.columns.get("sector", "sector"), words=found),
        )  # fmt: skip
        return [name or self.sector or "" for name in known.texts().tolist()]

    def leave_out(self, mask: BoolArray, code: str, name: str, advice: str) -> None:
        heading = self.columns.get(name, name)
        self.ledger.leave_out(
            mask & self.ledger.live,
            code,
            lambda rows, of: t(
                "{rows} of {of} rows have no readable {field} and are left out.",
                rows=rows, of=of, field=heading,
            ),
            advice,
            Place(column=heading),
        )  # fmt: skip


def _number_or_flag(cells: object, words: Mapping[str, bool]) -> FloatArray:
    """Return numbers as they are, yes and no as 1 and 0; NaN where a cell is neither."""
    numbers = read_numbers(cells, units=(*COUNT_UNITS, "次", "通", "户", "元")).values
    flags = read_flags(cells, words=words).values
    return np.where(np.isnan(numbers), flags, numbers)


_INDEX = {
    normalise(name): (field, rank)
    for field, names in reversed(tuple(_NAMES.items()))
    for rank, name in reversed(tuple(enumerate((field, *names.split(" | ")))))
}

__all__ = ["FIELD_NAMES", "ContactLog", "read_contact_log"]
