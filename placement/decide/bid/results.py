"""An uploaded list of past results, one bid a row: tender and commission."""

from dataclasses import dataclass

import numpy as np

from placement.domain.errors import TapeError
from placement.domain.text import listed, t
from placement.domain.types import BoolArray, FloatArray
from placement.tape.cells import as_text
from placement.tape.findings import SHOWN, Finding, Severity
from placement.tape.numbers import EMPTY, read_numbers
from placement.tape.read import RawTable

COMMISSIONS = (
    "commission", "bid", "rate", "fee_rate", "佣金", "佣金率", "佣金比例", "费率", "报价",
    "投标报价", "中标费率", "委外费率",
)  # fmt: skip
TENDERS = (
    "tender", "招标", "lot", "project", "package", "项目", "项目名称", "项目编号", "招标项目",
    "标段", "标包", "包号",
)  # fmt: skip
HEADINGS = (*COMMISSIONS, *TENDERS)


@dataclass(frozen=True, kw_only=True, eq=False)
class PastResults:
    """What a list of past results holds."""

    commission: FloatArray
    """Of the usable rows, shape (rows,), above 0 and below 1."""
    tender: tuple[str, ...] = ()
    """Name of the tender of every row, usable or not: an unreadable bid was a bid all the same."""
    findings: tuple[Finding, ...] = ()

    @property
    def bids_per_tender(self) -> FloatArray:
        """How many rows each named tender has, shape (tenders,)."""
        named = [name for name in self.tender if name]
        return np.unique(named, return_counts=True)[1].astype(float) if named else np.zeros(0)


def past_results(raw: RawTable) -> PastResults:
    """Return the usable rows of a table, and what was noticed about the others.

    A commission is a decimal (0.22) or has its sign (22%). A bare 22 is left out, not guessed.

    Raises:
        TapeError: There is no commission column, or no usable row.
    """
    heading = _column(raw, COMMISSIONS)
    if heading is None:
        raise TapeError(
            t(
                "{file} has no column of commissions; one of these headings is needed: {names}.",
                file=raw.filename,
                names=listed(COMMISSIONS),
            )
        )
    texts = [str(cell or "").strip() for cell in as_text(raw.table.column(heading)).to_pylist()]
    values = read_numbers(raw.table.column(heading), shares=True).values
    named = _column(raw, TENDERS)
    names = (
        [str(cell or "").strip() for cell in as_text(raw.table.column(named)).to_pylist()]
        if named is not None
        else [""] * len(texts)
    )
    findings = _findings(raw, heading, texts, values)
    usable = (values > 0.0) & (values < 1.0)
    if not usable.any():
        raise TapeError(
            t("{file} has no usable row.", file=raw.filename), *(f.line() for f in findings)
        )
    return PastResults(
        commission=values[usable],
        tender=tuple(names),
        findings=(*raw.notes, *findings),
    )


def _column(raw: RawTable, known: tuple[str, ...]) -> str | None:
    """Return the table's heading that means one of these, the first where several do."""
    for heading in raw.table.column_names:
        if str(heading).strip().casefold().replace(" ", "_") in known:
            return str(heading)
    return None


def _findings(
    raw: RawTable, heading: str, texts: list[str], values: FloatArray
) -> tuple[Finding, ...]:
    blank = np.array([text.casefold() in EMPTY for text in texts])
    percent = (values >= 1.0) & (values <= 100.0)
    cases = (
        ("commission_missing", blank, t("Rows without a commission were left out."), ""),
        (
            "commission_unreadable",
            np.isnan(values) & ~blank,
            t("Commissions that are no number were left out."),
            t("Write 0.22 or 22%."),
        ),
        (
            "commission_percent",
            percent,
            t("Commissions must be decimals above 0 and below 1; rows of 1 to 100 were left out."),
            t("If you meant percent, write 0.22 or 22% for 22."),
        ),
        (
            "commission_out_of_range",
            ~np.isnan(values) & ~percent & ~((values > 0.0) & (values < 1.0)),
            t("Commissions must be decimals above 0 and below 1; other rows were left out."),
            t("Write 0.22 or 22%."),
        ),
    )
    return tuple(
        _finding(raw, heading, texts, code, where, message, advice)
        for code, where, message, advice in cases
        if where.any()
    )


def _finding(
    raw: RawTable,
    heading: str,
    texts: list[str],
    code: str,
    where: BoolArray,
    message: str,
    advice: str,
) -> Finding:
    places = np.flatnonzero(where)
    return Finding(
        code=code,
        severity=Severity.ERROR,
        column=heading,
        rows=int(places.size),
        first=tuple((int(raw.rows[place]), texts[place]) for place in places[:SHOWN]),
        message=message,
        advice=advice,
    )
