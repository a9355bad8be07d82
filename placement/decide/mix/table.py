"""From a raw table to contracts: every finding in one pass, no row dropped in silence."""

from collections.abc import Collection
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from placement.decide.mix.columns import (
    FLAGS,
    FLAGS_OF_CONTRACT,
    LOCKED_IN,
    LOCKED_OUT,
    NAMES,
    NEEDED,
    NUMBERS,
    OF_BAND,
    OF_CONTRACT,
    TOTAL_HEADINGS,
    with_headings,
)
from placement.decide.mix.contracts import Bands, Contracts, breaks_rule
from placement.decide.mix.row_terms import read_terms
from placement.decide.mix.rows import (
    Groups,
    check_agreement,
    check_repeats,
    kept,
    leave_out_the_rest,
    read_past,
)
from placement.domain.errors import TapeError
from placement.domain.plausible import looks_like_a_sum
from placement.domain.text import listed, t
from placement.domain.types import BoolArray, FloatArray
from placement.tape import kinds
from placement.tape.cells import Codes, Numbers
from placement.tape.columns import ColumnMatch, normalise
from placement.tape.findings import SHOWN, Finding, Severity, lines, name_some
from placement.tape.flags import WORDS_OF, read_flags
from placement.tape.ledger import Ledger
from placement.tape.numbers import COUNT_UNITS, MONEY_UNITS, MONTH_UNITS, read_numbers
from placement.tape.quoting import quoted
from placement.tape.read import RawTable
from placement.tape.source import Source

_UNITS = (*MONEY_UNITS, *MONTH_UNITS, *COUNT_UNITS, "户", "件", "封", "letters", "hours", "小时")
_LOCKS = {LOCKED_IN: ("锁入", "必选"), LOCKED_OUT: ("锁出", "排除")}


@dataclass(frozen=True, kw_only=True, eq=False)
class ContractTable:
    """The contracts of a table whose rows are right, and everything noticed on the way."""

    contracts: Contracts
    findings: tuple[Finding, ...]
    """Those of severity error each name rows that were left out."""

    def require_whole(self) -> None:
        """Raise `TapeError` with one line per error if any row was left out."""
        errors = lines(self.findings, severity=Severity.ERROR)
        if errors:
            raise TapeError(*errors)


def read_contracts(raw: RawTable, *, known_sectors: Collection[str]) -> ContractTable:
    """Return the contracts of a table; rows of one name are the age bands of one contract.

    A contract with a wrong row is left out whole, and every row of it is named.

    Args:
        raw: The table as read.
        known_sectors: Sectors of the library.

    Raises:
        TapeError: Needed columns are missing, or no contract is right.
    """
    match, total = _match(raw.table.column_names)
    source = Source(raw, match)
    _require_columns(source)
    numbers = {name: _read(name, source) for name in _present(source)}
    if total is not None:
        numbers["balance"] = _shared_out(numbers["balance"], numbers["accounts"])
    ledger = Ledger(raw.rows, np.where(numbers["balance"].unreadable, np.nan, _owed(numbers)))
    ledger.add(*raw.notes, *_unused(match))
    _check_ragged(raw, ledger)
    sector = kinds.sectors(source, ledger, known=known_sectors, default=None)
    creditor_type = kinds.creditor_types(source, ledger, sector=sector, default=None)
    _check_names(source, ledger)
    for name, column in numbers.items():
        _check_numbers(name, column, source, ledger)
    flags = {name: _flag(name, source, ledger) for name in FLAGS}
    locked = {side: _locked(side, source) for side in _LOCKS}
    past = read_past(source, ledger, numbers)
    groups = Groups.of_names(source.codes("contract").codes)
    one = {name: _stated(numbers.get(name), len(source)) for name in OF_CONTRACT}
    one |= {name: flags[name] for name in FLAGS_OF_CONTRACT}
    texts = {name: _codes(name, source) for name in ("creditor", "skill", "terms", "locked")}
    terms = read_terms(source, ledger)
    texts["creditor_type"] = _codes("creditor_type", source)
    for name, stated in (one | texts).items():
        check_agreement(name, stated, groups, source, ledger)
    filled = {name: groups.fill(column) for name, column in one.items()}
    for name in OF_CONTRACT:
        missing = np.isnan(filled[name])
        if name in numbers:
            missing &= ~numbers[name].unreadable
        _check_missing(name, missing, source, ledger)
    must_keep = filled["must_keep"] == 1.0
    _check_locks(source, ledger, {side: groups.any(locked[side]) for side in _LOCKS}, must_keep)
    check_repeats(
        groups, source, ledger, numbers=numbers, sector=sector.codes.astype(np.int64), flags=flags
    )
    leave_out_the_rest(groups, source, ledger)
    good = np.flatnonzero(ledger.live)
    if not len(good):
        raise TapeError(*lines(ledger.findings, severity=Severity.ERROR))
    first, of = groups.contracts(good)
    rows = good[np.argsort(of, kind="stable")]
    of = np.sort(of)
    band = {name: _filled(name, numbers.get(name), len(source))[rows] for name in OF_BAND}
    band |= {name: values[rows] for name, values in past.counts.items()}
    whole = {n: band[n].astype(np.int64) for n in ("accounts", "placements", "letters")}
    bands = Bands(
        of=of,
        sector=tuple(str(name) for name in sector.take(rows).texts()),
        creditor_type=tuple(
            str(name)
            for name in creditor_type.take(groups.stated(texts["creditor_type"])[rows]).texts()
        ),
        disputed=flags["disputed"][rows] == 1.0,
        unreachable=flags["unreachable"][rows] == 1.0,
        history=tuple(past.history[row] for row in rows),
        **(band | whole),  # type: ignore[arg-type]
    )
    values = {name: _default(name, filled[name])[first] for name in OF_CONTRACT}
    contracts = Contracts(
        contract=_texts("contract", source, first),
        creditor=_texts("creditor", source, groups.stated(texts["creditor"])[first]),
        terms=tuple(
            terms[text] for text in _texts("terms", source, groups.stated(texts["terms"])[first])
        ),
        skill=_texts("skill", source, groups.stated(texts["skill"])[first]),
        bands=bands,
        held=filled["held"][first] == 1.0,
        must_keep=must_keep[first],
        locked_in=groups.any(locked[LOCKED_IN])[first],
        locked_out=groups.any(locked[LOCKED_OUT])[first],
        **(values | {"start_month": values["start_month"].astype(np.int64)}),  # type: ignore[arg-type]
    )
    _question_balances(source, ledger, sector, numbers)
    ledger.add(_note_on_balances(contracts, total))
    return ContractTable(contracts=contracts, findings=tuple(ledger.findings))


def _match(headings: Collection[str]) -> tuple[ColumnMatch, str | None]:
    """Return which heading is which column, and the one of balances in all if it is needed."""
    others = {name: column.headings for name, column in NUMBERS.items()} | NAMES | FLAGS
    matched: dict[str, str] = {}
    for field, names in others.items():
        wanted = [normalise(name) for name in (field, *names.split(" | "))]
        found = [h for name in wanted for h in headings if normalise(h) == name]
        if found:
            matched[field] = found[0]
    total = None
    if "balance" not in matched:
        total = next((h for h in headings if normalise(h) in TOTAL_HEADINGS), None)
        matched |= {"balance": total} if total else {}
    match = ColumnMatch(
        matched=MappingProxyType(matched),
        unmatched=tuple(h for h in headings if h not in matched.values()),
        ambiguous=MappingProxyType({}),
    )
    return match, total


def _unused(match: ColumnMatch) -> tuple[Finding, ...]:
    """Return what is said of headings that are none of a table of contracts."""
    unused = [heading for heading in match.unmatched if normalise(heading) not in _OF_LOTS]
    if not unused:
        return ()
    return (
        Finding(
            code="column_unused",
            severity=Severity.WARNING,
            column=name_some(unused),
            message=t("Columns not used: {names}.", names=name_some(unused)),
            advice=t(
                "Rename them if they say something of a contract: fees stand in the column terms "
                "(条款), the others are in the template."
            ),
        ),
    )


_OF_LOTS = {normalise(name) for name in ("ceiling", "最高限价", "rules", "评分规则")}
"""Headings that a list of lots has and that say nothing of a contract."""


def headings() -> tuple[str, ...]:
    """Return every heading that a table of contracts may have."""
    others = {name: column.headings for name, column in NUMBERS.items()} | NAMES | FLAGS
    named = (each for name, names in others.items() for each in (name, *names.split(" | ")) if each)
    return (*named, *TOTAL_HEADINGS)


def _require_columns(source: Source) -> None:
    missing = [name for name in NEEDED if not source.has(name)]
    if missing:
        raise TapeError(
            t(
                "{file} has no column {missing}; a table of contracts needs {needed}, one row per "
                "age band of a contract. It has {headings}. Add the columns or rename their "
                "headings.",
                file=source.raw.filename,
                missing=listed(map(with_headings, missing)),
                needed=listed(map(with_headings, NEEDED)),
                headings=name_some(source.raw.table.column_names),
            )
        )


def _present(source: Source) -> list[str]:
    return [name for name in NUMBERS if source.has(name)]


def _read(name: str, source: Source) -> Numbers:
    return read_numbers(source.cells(name), units=_UNITS, shares=NUMBERS[name].is_share)


def _shared_out(owed: Numbers, accounts: Numbers) -> Numbers:
    """Return the mean balance of an account where a table says what is owed in all."""
    many = np.where(accounts.values > 0.0, accounts.values, np.nan)
    return Numbers(owed.values / many, owed.unreadable, owed.repaired)


def _owed(numbers: dict[str, Numbers]) -> FloatArray:
    # A slip such as 1e308 is told of afterwards, row by row.
    with np.errstate(over="ignore"):
        return numbers["balance"].values * np.nan_to_num(numbers["accounts"].values, nan=1.0)


def _check_ragged(raw: RawTable, ledger: Ledger) -> None:
    if raw.ragged:
        ledger.add(
            Finding(
                code="ragged",
                severity=Severity.ERROR,
                rows=len(raw.ragged),
                first=tuple((row, quoted(text)[:60]) for row, text in raw.ragged[:SHOWN]),
                message=t(
                    "{rows} rows have more or fewer cells than there are headings.",
                    rows=f"{len(raw.ragged):,}",
                ),
                advice=t("Check separators and quotes in these rows."),
            )
        )


def _check_names(source: Source, ledger: Ledger) -> None:
    found = source.codes("contract")
    place = source.place("contract")
    ledger.leave_out(
        found.codes < 0,
        "contract_missing",
        lambda rows, of: t(
            "{rows} of {of} rows have no contract name; every contract needs one.",
            rows=rows,
            of=of,
        ),
        t("Fill in the name or drop these rows."),
        place,
    )


def _check_numbers(name: str, numbers: Numbers, source: Source, ledger: Ledger) -> None:
    column, place = NUMBERS[name], source.place(name)
    rule = column.rule()
    if name in OF_BAND:
        _check_missing(name, numbers.missing, source, ledger)
    known = np.where(np.isnan(numbers.values), column.low + 1.0, numbers.values)
    wrong = numbers.unreadable | breaks_rule(known, name) & ~np.isnan(numbers.values)
    ledger.leave_out(
        wrong,
        f"{name}_wrong",
        lambda rows, of: t(
            "{rows} of {of} rows have a {column} that is not {rule}.",
            rows=rows,
            of=of,
            column=source.called(name),
            rule=rule,
        ),
        t("If you meant 30%, write 30% or 0.30.") if column.is_share else t("Correct these cells."),
        place,
    )


def _check_missing(name: str, missing: BoolArray, source: Source, ledger: Ledger) -> None:
    if not NUMBERS[name].needed:
        return
    rule = NUMBERS[name].rule()
    ledger.leave_out(
        missing,
        f"{name}_missing",
        lambda rows, of: t(
            "{rows} of {of} rows have no {column}; it is needed and is {rule}.",
            rows=rows,
            of=of,
            column=source.called(name),
            rule=rule,
        ),
        t("Fill it in or drop these rows."),
        source.place(name),
    )


def _flag(name: str, source: Source, ledger: Ledger) -> FloatArray:
    """Return 1 for yes, 0 for no, NaN for an empty cell."""
    if not source.has(name):
        return np.full(len(source), np.nan)
    flags = read_flags(source.cells(name), words=WORDS_OF.get(name, {}))
    ledger.leave_out(
        flags.unreadable,
        f"{name}_wrong",
        lambda rows, of: t(
            "{rows} of {of} rows have a {column} that is neither yes nor no.",
            rows=rows,
            of=of,
            column=source.called(name),
        ),
        t("Write yes or no, 是 or 否, 1 or 0."),
        source.place(name),
    )
    return flags.values


def _locked(side: str, source: Source) -> BoolArray:
    if not source.has("locked"):
        return np.zeros(len(source), dtype=bool)
    found = source.codes("locked")
    meant = {normalise(word) for word in (side, *_LOCKS[side])}
    return found.where_any([normalise(name) in meant for name in found.names])


def _check_locks(
    source: Source, ledger: Ledger, locked: dict[str, BoolArray], must_keep: BoolArray
) -> None:
    if not source.has("locked"):
        return
    said = source.codes("locked").codes >= 0
    ledger.leave_out(
        said & ~locked[LOCKED_IN] & ~locked[LOCKED_OUT],
        "locked_wrong",
        lambda rows, of: t(
            "{rows} of {of} rows are locked neither in nor out; the cell says in, out or nothing.",
            rows=rows,
            of=of,
        ),
        t("Correct these cells."),
        source.place("locked"),
    )
    ledger.leave_out(
        locked[LOCKED_OUT] & must_keep,
        "locked_against_must_keep",
        lambda rows, of: t(
            "{rows} of {of} rows must be kept and are locked out; they cannot be both.",
            rows=rows,
            of=of,
        ),
        t("Take one of the marks away."),
        source.place("contract"),
    )


def _filled(name: str, numbers: Numbers | None, size: int) -> FloatArray:
    return _default(name, _stated(numbers, size))


def _stated(numbers: Numbers | None, size: int) -> FloatArray:
    return np.full(size, np.nan) if numbers is None else numbers.values


def _default(name: str, values: FloatArray) -> FloatArray:
    return np.where(np.isnan(values), NUMBERS[name].empty, values)


def _codes(name: str, source: Source) -> FloatArray:
    """Return a column of texts as numbers, NaN where the cell is empty."""
    if not source.has(name):
        return np.full(len(source), np.nan)
    return kept(source.codes(name).codes)


def _texts(name: str, source: Source, rows: "np.ndarray") -> tuple[str, ...]:
    if not source.has(name):
        return ("",) * len(rows)
    return tuple(text or "" for text in source.codes(name).take(rows).texts())


def _question_balances(
    source: Source, ledger: Ledger, sector: Codes, numbers: dict[str, Numbers]
) -> None:
    """Ask about balances of an account that look like those of all accounts."""
    names = [str(name) for name in sector.texts()]
    balance = numbers["balance"].values.tolist()
    sums = [looks_like_a_sum(*row) for row in zip(names, balance, strict=True)]
    ledger.warn(
        np.array(sums, dtype=bool) & ledger.live,
        "balance_looks_like_a_sum",
        lambda rows, of: t(
            "{rows} of {of} rows have a {column} that one account of the sector seldom owes.",
            rows=rows,
            of=of,
            column=source.called("balance"),
        ),
        t(
            "A balance is the mean of an account. If it is what all accounts owe, name the column "
            "total_balance (委托金额)."
        ),
        source.place("balance"),
    )


def _note_on_balances(contracts: Contracts, total: str | None) -> Finding:
    if total is not None:
        return Finding(
            code="balance_is_shared_out",
            severity=Severity.NOTE,
            column=total,
            message=t(
                "{column} is read as what all accounts of a row owe and shared out among them: "
                "{contracts} contracts with {accounts} accounts owing {owed} in all, our shares of "
                "the volume counted.",
                column=total,
                **_size_of(contracts),
            ),
        )
    return Finding(
        code="balance_is_a_mean",
        severity=Severity.NOTE,
        column="balance",
        message=t(
            "Balances are read as the mean of an account: {contracts} contracts with {accounts} "
            "accounts owing {owed} in all, our shares of the volume counted.",
            **_size_of(contracts),
        ),
    )


def _size_of(contracts: Contracts) -> dict[str, str]:
    ours = contracts.bands.ours
    return {
        "contracts": f"{len(contracts):,}",
        "accounts": f"{float(ours.sum()):,.0f}",
        "owed": f"{float(ours @ contracts.bands.balance):,.0f}",
    }
