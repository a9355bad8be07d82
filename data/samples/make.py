"""Write the sample portfolios: synthetic accounts in the shapes and dialects of five sectors.

    python data/samples/make.py [FOLDER]

from the project's folder, whose library says what the plan of `plan_2025_12.csv` does.

Running it again writes the same bytes. Nobody's data is in it: account numbers are counted, all
else is drawn from a seeded generator.
"""

import csv
import datetime as dt
import io
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

SEED = 20251231
AS_OF = dt.date(2025, 12, 31)
DAYS_PER_MONTH = 30.4375
REGIONS = ("广东", "江苏", "浙江", "四川", "湖北")


@dataclass(frozen=True)
class Shape:
    """What a sector's overdue accounts look like."""

    median: float
    """Median balance."""

    spread: float
    """Standard deviation of the balance's logarithm."""

    low: float
    high: float
    ages: tuple[float, float]
    """Months past due, from and to."""

    principal: tuple[float, float]
    """Principal as a share of the balance, from and to."""

    disputed: float
    unreachable: float
    placed: tuple[float, ...]
    """Chance of 0, 1, 2 … earlier placements once past half a year."""


SHAPES = {
    "bank_card": Shape(
        12_000, 0.7, 1_500, 90_000, (1, 40), (0.62, 0.9), 0.02, 0.22, (0.4, 0.35, 0.2, 0.05)
    ),
    "telecom": Shape(150, 0.6, 30, 800, (1, 30), (0.85, 1.0), 0.02, 0.35, (0.75, 0.25)),
    "property_fee": Shape(2_600, 0.6, 300, 20_000, (2, 60), (0.9, 1.0), 0.1, 0.05, (0.97, 0.03)),
    "logistics": Shape(25_000, 1.0, 1_500, 600_000, (1, 20), (0.97, 1.0), 0.08, 0.03, (1.0,)),
    "software_retainage": Shape(
        180_000, 0.8, 30_000, 2_500_000, (6, 40), (1.0, 1.0), 0.65, 0.0, (1.0,)
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Book:
    """Drawn accounts; all arrays have shape (accounts,)."""

    balance: np.ndarray
    principal: np.ndarray
    days: np.ndarray
    placements: np.ndarray
    disputed: np.ndarray
    unreachable: np.ndarray
    demand: list[dt.date | None]
    region: list[str]
    state_owned: np.ndarray


def draw(sector: str, accounts: int, rng: np.random.Generator) -> Book:
    """Draw accounts of one sector: many young ones, fewer old ones."""
    shape = SHAPES[sector]
    balance = shape.median * np.exp(shape.spread * rng.standard_normal(accounts))
    balance = np.round(np.clip(balance, shape.low, shape.high), 2)
    youngest, oldest = shape.ages
    months = youngest + (oldest - youngest) * rng.beta(1.1, 2.2, accounts)
    days = np.round(months * DAYS_PER_MONTH).astype(int)
    placed = rng.choice(len(shape.placed), accounts, p=shape.placed)
    # Demands stop where nobody believes in the account any more; some are not recorded at all.
    since = np.floor(days * rng.beta(1.0, 2.5, accounts)).astype(int)
    recorded = rng.random(accounts) < 0.85
    return Book(
        balance=balance,
        principal=np.round(balance * rng.uniform(*shape.principal, accounts), 2),
        days=days,
        placements=np.where(months > 6, placed, 0),
        disputed=rng.random(accounts) < shape.disputed,
        unreachable=rng.random(accounts) < shape.unreachable,
        demand=[
            AS_OF - dt.timedelta(days=int(d)) if known else None
            for d, known in zip(since, recorded, strict=True)
        ],
        region=[REGIONS[i] for i in rng.integers(0, len(REGIONS), accounts)],
        state_owned=rng.random(accounts) < 0.4,
    )


def bank_card(rng: np.random.Generator) -> bytes:
    """Chinese headings in GB18030, with the dirt of a hand-made export."""
    book = draw("bank_card", 3_000, rng)
    headings = (
        "账号", "行业", "债权人类型", "欠款余额", "未偿本金", "逾期天数",
        "委外次数", "是否争议", "失联", "最后催收日期", "地区",
    )  # fmt: skip
    rows: list[list[object]] = [
        [
            f"CC{i:07d}", "信用卡", "国有" if book.state_owned[i] else "股份制",
            f"{book.balance[i]:.2f}", f"{book.principal[i]:.2f}", book.days[i], book.placements[i],
            _yes(book.disputed[i]), _yes(book.unreachable[i]), _day(book.demand[i]), book.region[i],
        ]
        for i in range(len(book.balance))
    ]  # fmt: skip
    rows[17][3] = f"{book.balance[17]:,.2f}元"
    rows[99][3] = f"￥{book.balance[99]:.0f}"
    rows[240][3] = "待核实"
    rows[512][9] = "2027-03-01"
    rows[777][3] = f"-{book.balance[777]:.2f}"
    rows.insert(1_200, list(rows[1_100]))
    rows.append(["合计", "", "", f"{book.balance.sum():.2f}", "", "", "", "", "", "", ""])
    # The cut-off date is the latest demand that is no slip, so the file says it.
    headings = (*headings, "截止日期")
    return _csv(headings, [[*row, AS_OF.isoformat()] for row in rows]).encode("gb18030")


def telecom(rng: np.random.Generator) -> bytes:
    """Very many small bills under our own headings."""
    book = draw("telecom", 20_000, rng)
    rows = (
        [
            f"T{i:06d}", "telecom", f"{book.balance[i]:.2f}", book.days[i], book.placements[i],
            int(not book.unreachable[i]), _day(book.demand[i]),
        ]
        for i in range(len(book.balance))
    )  # fmt: skip
    headings = (
        "account_id", "sector", "balance", "days_past_due",
        "placements", "reachable", "last_demand_date",
    )  # fmt: skip
    return _csv(headings, rows).encode()


def property_fee(rng: np.random.Generator) -> bytes:
    """A workbook with a title above Chinese headings and a totals row below."""
    book = draw("property_fee", 1_200, rng)
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": dt.datetime(2025, 12, 31, tzinfo=dt.UTC)})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet = workbook.add_worksheet("欠费明细")
        sheet.write(0, 0, "物业费欠费明细")
        headings = (
            "户号",
            "行业",
            "小区",
            "欠缴金额(元)",
            "应缴日期",
            "是否争议",
            "最后催缴日期",
            "截止日",
        )
        sheet.write_row(1, 0, headings)
        for i in range(len(book.balance)):
            sheet.write_row(i + 2, 0, (f"P{i:05d}", "物业费", f"小区{i % 24 + 1:02d}"))
            sheet.write_number(i + 2, 3, float(book.balance[i]))
            sheet.write_datetime(i + 2, 4, AS_OF - dt.timedelta(days=int(book.days[i])), day)
            sheet.write_string(i + 2, 5, _yes(book.disputed[i]))
            if (demand := book.demand[i]) is not None:
                sheet.write_datetime(i + 2, 6, demand, day)
            sheet.write_datetime(i + 2, 7, AS_OF, day)
        sheet.write(len(book.balance) + 2, 0, "总计")
        sheet.write_number(len(book.balance) + 2, 3, float(book.balance.sum()))
    return target.getvalue()


def logistics(rng: np.random.Generator) -> bytes:
    """Parquet with native types; the age comes from due dates."""
    book = draw("logistics", 600, rng)
    size = len(book.balance)
    paid = [AS_OF - dt.timedelta(days=int(d)) for d in rng.integers(0, 200, size)]
    paid[0] = AS_OF
    table = pa.table(
        {
            "account_id": [f"L{i:05d}" for i in range(size)],
            "sector": pa.array(["logistics"] * size).dictionary_encode(),
            "balance": book.balance,
            "principal": book.principal,
            "due_date": [AS_OF - dt.timedelta(days=int(d)) for d in book.days],
            "disputed": book.disputed,
            "reachable": ~book.unreachable,
            "last_payment_date": paid,
            "last_demand_date": pa.array(book.demand, pa.date32()),
            "region": book.region,
        }
    )
    target = io.BytesIO()
    pq.write_table(table, target)
    return target.getvalue()


def software_retainage(rng: np.random.Generator) -> bytes:
    """Few large claims, most disputed, under the EBA templates' headings."""
    book = draw("software_retainage", 60, rng)
    headings = (
        "Cut-off Date", "Loan Identifier", "Sector", "Legal Balance", "Principal Balance",
        "Loan Currency", "Days in Past-Due", "Statute of Limitations Date", "Disputed",
    )  # fmt: skip
    rows = (
        [
            AS_OF.isoformat(), f"SW-{i:04d}", "software_retainage", f"{book.balance[i]:.2f}",
            f"{book.principal[i]:.2f}", "CNY", book.days[i],
            (AS_OF + dt.timedelta(days=1_096 - int(book.days[i]))).isoformat(),
            "Y" if book.disputed[i] else "N",
        ]
        for i in range(len(book.balance))
    )  # fmt: skip
    return b"\xef\xbb\xbf" + _csv(headings, rows, separator=";").encode()


def mixed_book(rng: np.random.Generator) -> bytes:
    """All five sectors under our own headings: the book the program opens with."""
    sizes = {
        "bank_card": 2_000, "telecom": 1_800, "property_fee": 800,
        "logistics": 300, "software_retainage": 100,
    }  # fmt: skip
    rows: list[list[object]] = []
    for sector, size in sizes.items():
        book = draw(sector, size, rng)
        for i in range(size):
            kind = (
                ("state_owned" if book.state_owned[i] else "joint_stock")
                if sector == "bank_card"
                else "other"
            )
            rows.append(
                [
                    f"M{len(rows) + 1:05d}", sector, kind, f"{book.balance[i]:.2f}",
                    f"{book.principal[i]:.2f}", book.days[i], book.placements[i],
                    _word(book.disputed[i]), _word(not book.unreachable[i]), _day(book.demand[i]),
                    book.region[i],
                ]
            )  # fmt: skip
    rows[40][3] = f"{float(str(rows[40][3])):,.2f}元"
    rows.insert(61, list(rows[60]))
    headings = (
        "account_id", "sector", "creditor_type", "balance", "principal", "days_past_due",
        "placements", "disputed", "reachable", "last_demand_date", "region",
    )  # fmt: skip
    return _csv(headings, rows).encode()


@dataclass(frozen=True)
class Offer:
    """What the contracts of one sector look like to an agency."""

    contracts: int
    creditors: tuple[str, ...]
    accounts: tuple[int, int]
    """From and to; equal ratios in between."""

    balance: tuple[float, float]
    ages: tuple[float, float]
    commission: tuple[float, float]
    """At the youngest and at the oldest age."""

    fixed_cost: tuple[float, float]
    legal_hours: float = 0.0
    """Most hours of lawyers a month."""


OFFERS = {
    "bank_card": Offer(
        11, ("Bank A", "Bank B", "Bank C"), (800, 9_000), (6_000, 16_000), (4, 30),
        (0.14, 0.32), (40_000, 120_000),
    ),
    "telecom": Offer(
        6, ("Carrier A", "Carrier B"), (10_000, 80_000), (110, 320), (6, 24), (0.12, 0.26),
        (20_000, 60_000),
    ),
    "property_fee": Offer(
        8, ("Estates A", "Estates B", "Estates C"), (60, 3_500), (1_800, 4_500), (8, 30),
        (0.15, 0.24), (12_000, 18_000),
    ),
    "logistics": Offer(
        5, ("Freight A", "Freight B"), (30, 250), (15_000, 70_000), (5, 16), (0.12, 0.2),
        (35_000, 80_000), 60.0,
    ),
    "software_retainage": Offer(
        3, ("Software A", "Software B"), (10, 40), (120_000, 300_000), (12, 30), (0.15, 0.25),
        (60_000, 100_000), 120.0,
    ),
}  # fmt: skip


MORE_OF_CONTRACTS: dict[str, dict[str, object]] = {
    "bank_card 02": {"placements": 1},
    "bank_card 04": {"volume_share": 0.5, "payment_lag": 2},
    "bank_card 08": {"placements": 1, "payment_lag": 3},
    "property_fee 02": {"payment_lag": 2},
    "logistics 04": {"cash": 40_000},
}
"""What some contracts say in columns that most leave empty."""

SECOND_BAND = {
    "contract": "bank_card 09", "sector": "bank_card", "accounts": 2_500, "balance": 8_600.0,
    "age": 27.5, "commission": 0.305, "placements": 2,
}  # fmt: skip
"""Older accounts of a contract, a row of their own; the rest was said in its first row."""


def contracts(rng: np.random.Generator) -> bytes:
    """Contracts of the five sectors that an agency holds or could bid for."""
    rows: list[list[object]] = []
    for sector, offer in OFFERS.items():
        for number in range(1, offer.contracts + 1):
            age = round(float(rng.uniform(*offer.ages)), 1)
            step = (age - offer.ages[0]) / (offer.ages[1] - offer.ages[0])
            low, high = offer.commission
            held = rng.random() < 0.2
            rows.append(
                [
                    f"{sector} {number:02d}", sector,
                    offer.creditors[number % len(offer.creditors)],
                    round(float(np.exp(rng.uniform(*np.log(offer.accounts))))),
                    round(float(rng.uniform(*offer.balance)), -1), age,
                    round(low + step * (high - low), 3),
                    round(float(rng.uniform(*offer.fixed_cost)), -3),
                    1 if held else round(float(rng.uniform(0.2, 0.8)), 2),
                    round(float(rng.uniform(0.3, 1.0)) * offer.legal_hours),
                    "yes" if held else "no", 20_000 if held else 0,
                ]
            )  # fmt: skip
    headings = (
        "contract", "sector", "creditor", "accounts", "balance", "age", "commission", "fixed_cost",
        "win_probability", "legal_hours", "held", "exit_cost",
    )  # fmt: skip
    more = ("placements", "volume_share", "payment_lag", "cash")
    for row in rows:
        row += [MORE_OF_CONTRACTS.get(str(row[0]), {}).get(name, "") for name in more]
    rows.append([SECOND_BAND.get(name, "") for name in (*headings, *more)])
    return _csv((*headings, *more), rows).encode()


@dataclass(frozen=True, kw_only=True)
class History:
    """The odds by which the batches of a remittance file pay."""

    ages: tuple[float, ...]
    """Months past due at placement."""

    willing_share: float
    """Willing accounts at the first of the ages."""

    pay_hazard: float
    """A month, of an agency of factor 1."""

    fade_rate: float
    """A month."""

    settlement_share: float
    instalments: int
    breakage: float
    balance: float
    """Median of an account."""


CARD_HISTORY = History(
    ages=(4.0, 9.0, 18.0), willing_share=0.24, pay_hazard=0.07, fade_rate=0.03,
    settlement_share=0.93, instalments=3, breakage=0.03, balance=9_000.0,
)  # fmt: skip
TELECOM_HISTORY = History(
    ages=(6.0,), willing_share=0.2, pay_hazard=0.16, fade_rate=0.04,
    settlement_share=0.97, instalments=1, breakage=0.0, balance=150.0,
)  # fmt: skip

AGENCIES = {"Northgate": 1.0, "Harbour": 0.75, "Summit Recoveries": 1.3}
"""Agencies and what each makes of the hazard at which debtors pay."""

SHARE_OF_YOUNG = {"Northgate": 1.6, "Harbour": 1.0, "Summit Recoveries": 0.6}
"""How many of the youngest accounts each is given, so that raw rates mislead."""

HISTORY_MONTHS = 24


def _pays(
    history: History,
    age: float,
    accounts: int,
    months: int,
    factor: float,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Return accounts' balances and what they bring each month, shape (months,)."""  # fmt: skip
    share = history.willing_share * np.exp(-history.fade_rate * (age - history.ages[0]))
    balance = np.round(history.balance * np.exp(0.6 * rng.standard_normal(accounts)), 2)
    starts = rng.exponential(1.0 / (history.pay_hazard * factor), accounts)
    lost = rng.exponential(1.0 / history.fade_rate, accounts)
    pays = (rng.random(accounts) < share) & (starts < lost)
    left = pays.copy()
    money = np.zeros(months)
    for turn in range(history.instalments):
        month = np.floor(starts).astype(int) + turn
        due = left & (month < months)
        part = history.settlement_share * balance[due] / history.instalments
        money += np.bincount(month[due], weights=part, minlength=months)[:months]
        left &= rng.random(accounts) >= history.breakage
    return balance, np.round(money, 2)


def remittances_bank_card(rng: np.random.Generator) -> bytes:
    """What three agencies sent back on quarterly placements of cards, with a little dirt."""
    rows: list[list[object]] = []
    for quarter in range(HISTORY_MONTHS // 3):
        months = HISTORY_MONTHS - 3 * quarter
        for agency, factor in AGENCIES.items():
            for age in CARD_HISTORY.ages:
                size = rng.uniform(900.0, 1_500.0)
                if age == CARD_HISTORY.ages[0]:
                    size *= SHARE_OF_YOUNG[agency]
                balance, money = _pays(CARD_HISTORY, age, round(size), months, factor, rng)
                placed = _month(3 * quarter)
                name = f"{placed}-{agency[0]}-{age:g}m"
                rows += [
                    [
                        agency, "bank_card", name, placed, f"{age:g}", len(balance),
                        f"{balance.sum():.2f}", _month(3 * quarter + k), f"{money[k]:.2f}",
                    ]
                    for k in range(months)
                ]  # fmt: skip
    rows[40][8] = ""
    rows[90][8] = "-850.00"
    for row in rows[120:125]:
        row[0] = f"{str(row[0]).upper()} "
    rows.insert(301, list(rows[300]))
    headings = (
        "agency", "sector", "batch", "placed_on", "age_months", "accounts_placed",
        "placed_balance", "payment_month", "collected",
    )  # fmt: skip
    return _csv(headings, rows).encode()


def remittances_telecom(rng: np.random.Generator) -> bytes:
    """A triangle of monthly placements of one age, under Chinese headings."""
    size, rows = 12, []
    for start in range(size):
        months = size - start
        accounts = int(rng.integers(9_000, 14_000))
        balance, money = _pays(TELECOM_HISTORY, 6.0, accounts, months, 1.0, rng)
        cells = [f"{amount:.2f}" for amount in money] + [""] * (size - months)
        rows.append([_month(12 + start), "电信", 6, len(balance), f"{balance.sum():.2f}", *cells])
    headings = ("批次", "行业", "逾期月数", "委案户数", "委案金额(元)")
    return _csv((*headings, *(f"第{k}月" for k in range(1, size + 1))), rows).encode()


CONTACTS_NEEDED = 75.0
"""Contacts that a hard debtor of `CARD_HISTORY` needs at an agency: 5 a month give its hazard."""


def contacts_bank_card(rng: np.random.Generator) -> bytes:
    """A log of calls, a row an account and month, to accounts placed at 4 to 12 months past due."""
    rng = np.random.default_rng([SEED, 9])
    start, rows = dt.date(2025, 1, 6), []
    for account in range(500):
        age = float(rng.integers(4, 13))
        share = CARD_HISTORY.willing_share * np.exp(-CARD_HISTORY.fade_rate * (age - 4.0))
        willing, lost = rng.random() < share, rng.exponential(1.0 / CARD_HISTORY.fade_rate)
        for month in range(6):
            calls = int(rng.poisson(5.0)) + 1
            answered = int(rng.binomial(calls, 0.22))
            # Work on older accounts is harder, as in the library: 2 % a month past the sixth.
            needs = CONTACTS_NEEDED * (1.0 + 0.02 * max(age + month - 6.0, 0.0))
            pays = willing and lost > month and rng.random() < -np.expm1(-calls / needs)
            promised = answered and rng.random() < (0.9 if pays else 0.08)
            day = start + dt.timedelta(days=30 * month + int(rng.integers(0, 20)))
            said = (
                "已还款" if pays else "承诺还款" if promised else "接通" if answered else "无人接听"
            )
            rows.append([f"C{account:05d}", f"{age + month:g}", _day(day), calls, answered, said])
            if pays:
                break
    rows[700][2] = "未知"
    headings = ("账号", "逾期月数", "拨打日期", "拨打次数", "接通次数", "结果")
    return _csv(headings, rows).encode()


def _month(number: int) -> str:
    return f"{2024 + number // 12}-{number % 12 + 1:02d}"


WORSE = ("telecom", 1.0, 2.0)
"""Sector and ages, in months past due, of the accounts that pay worse than the plan's odds say."""

SHARE_LEFT = 0.5
"""What is left of their willing share."""


def plan_2025_12(rng: np.random.Generator) -> bytes:
    """Telecom bills and cards on the day a plan is made."""
    rows: list[list[object]] = []
    for sector, size in (("telecom", 3_000), ("bank_card", 300)):
        book = draw(sector, size, rng)
        rows += [
            [
                f"A{len(rows) + i + 1:05d}", sector, f"{book.balance[i]:.2f}", book.days[i],
                0, 0, AS_OF.isoformat(),
            ]
            for i in range(size)
        ]  # fmt: skip
    return _csv(PLANNED, rows).encode()


PLANNED = (
    "account_id", "sector", "balance", "days_past_due", "placements", "letters", "as_of",
)  # fmt: skip
NEXT = dt.date(2026, 1, 31)


def plan_2026_01(rng: np.random.Generator) -> bytes:
    """The same accounts a month later: treated as planned, paid by the library's odds but for one.

    The library says what the plan does and who pays; accounts are then drawn one by one.
    """
    from placement import api
    from placement.assume.library import load_library
    from placement.domain.types import Stance
    from placement.risk.expected import outcomes_under

    library, stance = load_library(), Stance.PROFIT_SEEKING
    number = list(MAKERS).index("plan_2025_12.csv")
    text = plan_2025_12(np.random.default_rng([SEED, number]))
    book = api.open_tape(text, filename="plan_2025_12.csv", assumptions=library)
    ranked = api.rank_book(book, library)
    segments, index = ranked.segmentation.segments, ranked.segmentation.index
    plans = api.best_plans(ranked.ranking, library).plans
    (pays,) = outcomes_under(segments, [plans], library, stance=stance, months=1)
    sector, low, high = WORSE
    tape, rows = book.tape, []
    for i, at in enumerate(index.tolist()):
        worse = segments.sector[at] == sector and low <= tape.age[i] < high
        chance = pays.chance[at] * (SHARE_LEFT if worse else 1.0)
        drawn = rng.random()
        value = 0.0
        for share, brings in zip(chance, pays.value[at], strict=True):
            if 0.0 <= drawn < share:
                value = brings
            drawn -= share
        move = plans[at].steps[0].action
        rows.append(_month_later(tape, i, segments.sector[at], value, move, rng))
    headings = (*PLANNED, "placement_status", "account_status")
    return _csv(headings, [row for row in rows if row]).encode()


def _month_later(
    tape: object, i: int, sector: str, value: float, move: str, rng: np.random.Generator
) -> list[object] | None:
    """Return an account's row of the next month; none where it was sold or is not listed."""
    # One instalment of several leaves a rest; whoever paid in one goes is settled.
    settled = value > 0.5
    balance = 0.0 if settled else tape.balance[i] * (1.0 - value)
    if move == "sale" or (settled and rng.random() < 0.12):
        return None
    if not value and rng.random() < 0.05:
        # Interest and reminders.
        balance += round(0.01 * balance + 2.0, 2)
    return [
        tape.account_id[i], sector, f"{balance:.2f}", round(tape.age[i] * 365 / 12) + 31, 0,
        int(move == "law_letter"), NEXT.isoformat(),
        "placed" if move.startswith("agency") else "in house",
        "settled" if settled else "open",
    ]  # fmt: skip


BILL_ACCOUNTS = 160
BILL_TERMS = """# Contract of the sample bill: 18 / 24 / 30 % by age, thirty days of tail.
by_age = [
  { from = 0, to = 6, rate = 0.18 },
  { from = 6, to = 12, rate = 0.24 },
  { from = 12, rate = 0.30 },
]
tail_days = 30
tail_share = 0.5
minimum_balance = 500
vat = "in"
"""
BILL_FIRST = dt.date(2025, 11, 1)


def bill_contract(rng: np.random.Generator) -> bytes:
    """The contract by which the sample bill is made."""
    return BILL_TERMS.encode()


class _Bill:
    """A clean bill of one month by the sample contract, with what the creditor knows."""

    def __init__(self) -> None:
        # The three files are of one month: they are drawn from one stream.
        rng = np.random.default_rng([SEED, 100])
        self.placed, self.payments = [], []
        for number in range(BILL_ACCOUNTS):
            days = int(rng.choice([75, 120, 150, 240, 300, 400, 700]))
            balance = round(float(rng.lognormal(8.6, 0.7)) + 600.0, 2)
            start = dt.date(2025, int(rng.integers(6, 10)), 1)
            recalled = None
            if number % 8 == 5:
                recalled = dt.date(2025, 10, 25)
            self.placed.append([f"ZX-{20001 + 7 * number}", start, days, balance, recalled])
            for _ in range(int(rng.choice([1, 1, 2]))):
                paid = round(balance * float(rng.uniform(0.05, 0.4)), 2)
                day = BILL_FIRST + dt.timedelta(days=int(rng.integers(0, 23)))
                self.payments.append([number, day, paid])
        self.payments.sort(key=lambda payment: (payment[1], payment[0]))

    def rate(self, number: int, day: dt.date) -> float:
        """Return what the contract gives."""
        _, _, days, _, recalled = self.placed[number]
        rate = 0.18 if days <= 180 else 0.24 if days <= 365 else 0.30
        return rate / 2 if recalled and day > recalled else rate


def bill(rng: np.random.Generator) -> bytes:
    """An agency's bill of November with planted faults, under Chinese headings."""
    made = _Bill()
    rows = []
    for number, day, paid in made.payments:
        rate = made.rate(number, day)
        rows.append([made.placed[number][0], day, paid, rate, _half_up(paid * rate)])
    for place in (4, 31, 77):
        # The rung above.
        rows[place][3] += 0.06
        rows[place][4] = _half_up(rows[place][2] * rows[place][3])
    rows[12][4] += 90.0
    rows[58][2] += 200.0
    rows[58][4] = _half_up(rows[58][2] * rows[58][3])
    in_tail = [place for place, (number, *_) in enumerate(made.payments) if made.placed[number][4]]
    for place in in_tail[:2]:
        rows[place][3] *= 2.0
        rows[place][4] = _half_up(rows[place][2] * rows[place][3])
    # Paid before, taken back on the 25th: the creditor's list has it, the bill does not.
    unpaid = ["ZX-20099", BILL_FIRST + dt.timedelta(days=9), 1_250.0, 0.24, 300.0]
    rows.insert(90, unpaid)
    del rows[101]
    rows.insert(66, list(rows[65]))
    lines = [
        [place, account, day.isoformat(), f"{paid:,.2f}", f"{rate:.1%}", f"{money:.2f}"]
        for place, (account, day, paid, rate, money) in enumerate(rows, start=1)
    ]
    total = sum(row[4] for row in rows)
    lines.append(["合计", "", "", f"{sum(row[2] for row in rows):,.2f}", "", f"{total:.2f}"])
    headings = ("序号", "委案编号", "还款日期", "还款金额(元)", "佣金率", "佣金(元)")
    return _csv(headings, lines).encode("gb18030")


def bill_payments(rng: np.random.Generator) -> bytes:
    """The creditor's own payments of November."""
    made = _Bill()
    rows = [
        [made.placed[number][0].replace("-", " "), day.isoformat(), f"{paid:.2f}"]
        for number, day, paid in made.payments
    ]
    account, _, paid = rows[40]
    rows.append([account, (BILL_FIRST + dt.timedelta(days=26)).isoformat(), f"-{paid}"])
    return _csv(("account_id", "payment_date", "amount"), rows).encode()


def bill_placements(rng: np.random.Generator) -> bytes:
    """What the creditor placed with the agency that sends the bill."""
    rows = [
        [account, start.isoformat(), days, f"{balance:.2f}", _day(recalled)]
        for account, start, days, balance, recalled in _Bill().placed
    ]
    headings = ("account_id", "placement_date", "days_past_due", "balance", "recall_date")
    return _csv(headings, rows).encode()


def _half_up(amount: float) -> float:
    return int(amount * 100 + 0.5 + 1e-7) / 100


def placed_northgate(rng: np.random.Generator) -> bytes:
    """What one agency says it holds."""
    return _placed_list(0)


def placed_harbour(rng: np.random.Generator) -> bytes:
    """What two others say: some accounts are the first one's, written otherwise."""
    return _placed_list(1)


def _placed_list(which: int) -> bytes:
    rng = np.random.default_rng([SEED, 101])
    lists: tuple[list[list[object]], list[list[object]]] = ([], [])
    for number in range(400):
        account = f"HT-{500_000 + 13 * number}"
        balance = round(float(rng.lognormal(8.4, 0.8)) + 100.0, 2)
        start = dt.date(2025, int(rng.integers(3, 8)), int(rng.integers(1, 28)))
        back = start + dt.timedelta(days=120)
        debtor = f"C{7_000 + number}"
        mine = number % 2
        lists[mine].append([account, debtor, start, back, balance])
        if number % 33 == 4:
            # Handed over too early, under a number with a space instead of its hyphen.
            lists[1 - mine].append(
                [account.replace("-", " "), debtor, back - dt.timedelta(days=30), None, balance]
            )
        elif number % 50 == 9:
            # Handed over in time.
            lists[1 - mine].append([account, debtor, back, None, balance])
        elif number % 67 == 20:
            # Another account of a debtor whom the other agency asks already.
            lists[1 - mine].append(
                [f"HT-{900_000 + number}", debtor, start + dt.timedelta(days=15), None, balance / 2]
            )
    agencies = (("Northgate",), ("Harbour", "Harbour", "Summit Recoveries"))[which]
    rows = [
        [agencies[place % len(agencies)], account, debtor, start.isoformat(), _day(back),
         f"{balance:.2f}"]
        for place, (account, debtor, start, back, balance) in enumerate(lists[which])
    ]  # fmt: skip
    headings = ("agency", "account_id", "customer_id", "placed_on", "recalled_on", "balance")
    return _csv(headings, rows).encode()


def agencies(rng: np.random.Generator) -> bytes:
    """A champion, two challengers, and one whose minimum volume its share does not reach."""
    headings = (
        "agency", "move", "capacity_accounts", "capacity_balance", "minimum_accounts", "share",
        "sectors",
    )  # fmt: skip
    rows: list[list[object]] = [
        ["Summit Recoveries", "any", 320, "", 50, 50, ""],
        ["Northgate", "agency_1", "", 1_500_000, "", 30, "bank_card;telecom;property_fee"],
        ["Harbour", "any", "", "", "", 20, ""],
        ["示例机构（华东）", "agency_1;agency_2", "", "", 100, 10, "信用卡"],
    ]
    return _csv(headings, rows).encode()


MAKERS = {
    "bank_card.csv": bank_card,
    "telecom.csv": telecom,
    "property_fee.xlsx": property_fee,
    "logistics.parquet": logistics,
    "software_retainage.csv": software_retainage,
    "mixed_book.csv": mixed_book,
    "contracts.csv": contracts,
    "remittances_bank_card.csv": remittances_bank_card,
    "remittances_telecom.csv": remittances_telecom,
    "plan_2025_12.csv": plan_2025_12,
    "plan_2026_01.csv": plan_2026_01,
    "bill.csv": bill,
    "bill_payments.csv": bill_payments,
    "bill_placements.csv": bill_placements,
    "bill_contract.toml": bill_contract,
    "placed_northgate.csv": placed_northgate,
    "placed_harbour.csv": placed_harbour,
    "contacts_bank_card.csv": contacts_bank_card,
    "agencies.csv": agencies,
}


def make(folder: Path) -> None:
    """Write every sample into a folder; each has its own stream, so one can change alone."""
    for number, (name, maker) in enumerate(MAKERS.items()):
        (folder / name).write_bytes(maker(np.random.default_rng([SEED, number])))


def _csv(headings: Sequence[str], rows: Iterable[Sequence[object]], separator: str = ",") -> str:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=separator, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return target.getvalue()


def _day(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()


def _yes(flag: bool) -> str:
    return "是" if flag else "否"


def _word(flag: bool) -> str:
    return "true" if flag else "false"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
