"""Small bills at random, made so that every rule is met often."""

from typing import Any

import numpy as np

from placement.decide.deal.fee_terms import AgeWhen, Band, FeeTerms, Vat
from placement.decide.invoice.contract import BillContract
from placement.decide.invoice.lines import Facts, Held, Lines, Payments

Row = dict[str, Any]
FIRST = 20_000


def ladder(rows: list[tuple[float, float]]) -> tuple[Band, ...]:
    """Return bands that begin at the first numbers."""
    ends = [start for start, _ in rows[1:]] + [None][: len(rows)]
    return tuple(
        Band(start=start, end=end, rate=rate)
        for (start, rate), end in zip(rows, ends, strict=True)
    )  # fmt: skip


def contract(rng: np.random.Generator) -> tuple[Row, BillContract]:
    """Return a contract as the loops take it and as the package does."""
    share = rng.choice([0.1, 0.125, 0.2, 0.235, 0.3333])
    by_age = [(0.0, float(share))]
    if rng.random() < 0.7:
        by_age += [(3.0, float(share) + 0.05), (12.0, float(share) + 0.1)]
    by_age = [(start, round(rate, 6)) for start, rate in by_age]
    by_balance = [(0.0, 0.0), (50.0, -0.02)] if rng.random() < 0.3 else []
    by_result = [(0.0, 0.0), (0.1, 0.01), (0.25, 0.035)] if rng.random() < 0.5 else []
    plain: Row = {
        "by_age": by_age,
        "age_when": str(rng.choice(["placement", "placement", "cash"])),
        "by_balance": by_balance,
        "by_result": by_result,
        "marginal": bool(rng.random() < 0.5),
        "placed": int(rng.integers(20_000, 90_000)),
        "collected_before": int(rng.choice([0, 3_000])),
        "tail_days": int(rng.choice([0, 5, 30])),
        "tail_share": float(rng.choice([1.0, 0.5, 0.333])),
        "minimum_balance": int(rng.choice([0, 0, 3_000])),
        "clawed_back": bool(rng.random() < 0.8),
        "vat": str(rng.choice(["in", "in", "out"])),
        "complete": True,
    }
    plain["bill_holds_vat"] = plain["vat"] == "out" and bool(rng.random() < 0.5)
    return plain, BillContract(
        commission=None if len(by_age) > 1 else by_age[0][1],
        fees=FeeTerms(
            by_age=ladder(by_age) if len(by_age) > 1 else (),
            age_when=AgeWhen(plain["age_when"]),
            by_balance=ladder(by_balance),
            by_result=ladder(by_result),
            result_marginal=plain["marginal"],
            tail_share=plain["tail_share"],
            reversals_clawed_back=plain["clawed_back"],
            vat=Vat(plain["vat"]),
        ),
        tail_days=plain["tail_days"],
        minimum_balance=plain["minimum_balance"] / 100,
        placed=plain["placed"] / 100,
        collected_before=plain["collected_before"] / 100,
        bill_holds_vat=plain["bill_holds_vat"],
    )


def maybe(rng: np.random.Generator, value: Any, chance: float = 0.85) -> Any:
    """Return a value or, sometimes, None."""
    return value if rng.random() < chance else None


def held(rng: np.random.Generator) -> list[Row]:
    """Return placements of a few accounts, some twice."""
    rows = []
    for account in range(int(rng.integers(2, 8))):
        for turn in range(int(rng.choice([1, 1, 2]))):
            placed = FIRST + 60 * turn + int(rng.integers(0, 20))
            rows.append(
                {
                    "account": account,
                    "placed": maybe(rng, placed),
                    "recalled": maybe(rng, placed + int(rng.integers(5, 50)), 0.5),
                    "age": maybe(rng, int(rng.choice([10, 90, 91, 180, 364, 365, 366, 800]))),
                    "balance": maybe(rng, int(rng.choice([2_000, 3_000, 5_000, 9_999]))),
                }
            )
    return rows


def bill(rng: np.random.Generator, usual: float) -> list[Row]:
    """Return lines with faults of every kind, many of them at the usual rate."""
    rows = []
    for _ in range(int(rng.integers(1, 14))):
        cents = int(rng.choice([500, 1_000, 1_001, 2_345, 7_777])) * int(rng.choice([1, 1, 1, -1]))
        rate = maybe(rng, float(rng.choice([0.1, 0.125, 0.2, 0.3333, usual, usual, usual])), 0.7)
        commission = round(cents * (rate if rate is not None else 0.2)) + int(
            rng.choice([0, 0, 0, 1, -7])
        )
        if rng.random() < 0.15:
            commission = round(commission * 1.06)
        rows.append(
            {
                "account": maybe(rng, int(rng.integers(0, 9)), 0.95),
                "day": maybe(rng, FIRST + int(rng.choice([0, 10, 11, 30, 55, 90, 120])), 0.95),
                "cents": maybe(rng, cents, 0.95),
                "rate": rate,
                "commission": maybe(rng, commission, 0.9),
                "vat": maybe(rng, round(commission * 0.06), 0.2),
                "payment": maybe(rng, int(rng.integers(0, 3)), 0.1),
                "placed": maybe(rng, FIRST + int(rng.integers(0, 30)), 0.3),
                "recalled": maybe(rng, FIRST + int(rng.integers(30, 90)), 0.2),
                "age": maybe(rng, int(rng.choice([10, 91, 400]))),
                "balance": maybe(rng, int(rng.choice([2_000, 5_000]))),
            }
        )
        if rng.random() < 0.25:
            rows.append({**rows[-1]})
        if rng.random() < 0.15 and rows[-1]["cents"]:
            rows.append({**rows[-1], "cents": -rows[-1]["cents"]})
    return rows


def payments(rng: np.random.Generator, lines: list[Row]) -> list[Row]:
    """Return what the creditor's books show: most of the lines, some otherwise, and more."""
    rows = []
    for line in lines:
        if rng.random() < 0.2 or None in (line["account"], line["cents"]):
            continue
        row = {name: line[name] for name in ("account", "day", "cents")}
        row["day"] = FIRST + 10 if row["day"] is None else row["day"]
        if rng.random() < 0.2:
            row["day"] += int(rng.integers(-20, 20))
        if rng.random() < 0.2:
            row["cents"] += int(rng.choice([-100, 33]))
        if rng.random() < 0.15 and row["cents"] > 1:
            # Billed as one sum, paid in two parts.
            part = row["cents"] // 3
            day = row["day"] - int(rng.choice([0, 1, 9]))
            rows.append({**row, "day": day, "cents": part})
            row = {**row, "cents": row["cents"] - part}
        elif rng.random() < 0.3 and rows and row == rows[-1]:
            # Paid at once, billed in two lines.
            rows.pop()
            row["cents"] *= 2
        rows.append(row)
        if rng.random() < 0.3:
            rows.append({**row, "day": row["day"] + 3, "cents": -row["cents"]})
    for _ in range(int(rng.integers(0, 4))):
        rows.append(
            {
                "account": int(rng.integers(0, 12)),
                "day": FIRST + int(rng.integers(0, 130)),
                "cents": int(rng.choice([1_000, 500, -500])),
            }
        )
    return rows


def array(rows: list[Row], name: str) -> np.ndarray:
    """Return one thing of every row, NaN where it is not known."""
    return np.array([np.nan if r[name] is None else r[name] for r in rows], dtype=np.float64)


def code(rows: list[Row], name: str) -> np.ndarray:
    """Return numbers, -1 where there is none."""
    return np.array([-1 if r[name] is None else r[name] for r in rows], dtype=np.int64)


def facts(rows: list[Row]) -> Facts:
    """Return what rows say of accounts."""
    return Facts(
        placed=array(rows, "placed"),
        recalled=array(rows, "recalled"),
        age_days=array(rows, "age"),
        balance=array(rows, "balance"),
    )


def lines_of(rows: list[Row]) -> Lines:
    """Return the bill as the package takes it."""
    return Lines(
        account=code(rows, "account"),
        day=array(rows, "day"),
        cents=array(rows, "cents"),
        rate=array(rows, "rate"),
        commission=array(rows, "commission"),
        vat=array(rows, "vat"),
        payment=code(rows, "payment"),
        own=facts(rows),
    )


def payments_of(rows: list[Row]) -> Payments:
    """Return the creditor's books as the package takes them."""
    return Payments(
        account=code(rows, "account"), day=array(rows, "day"), cents=code(rows, "cents")
    )


def held_rows(rows: list[Row]) -> Held:
    """Return placements as the package takes them."""
    return Held(account=code(rows, "account"), facts=facts(rows), is_complete=True)
