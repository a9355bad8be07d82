"""What is published about overdue debts, and what the model says of the same.

A target is a figure somebody published, or a range of them, that no single assumption states. The
library's judged numbers are fitted to all targets of a sector together; some cannot be met at once,
and `make_calibration.py` says which.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from docs.calibration_measures import (
    Pool,
    brought,
    contacts_per_success,
    cost_of_placing,
    enforced,
    moved_by_letter,
    not_lost,
    number,
    per_month,
    per_seat_month,
    profit,
    settled,
    standard,
    still_open,
    willing,
)

POOLED = 25_000.0
"""Balance of a card account in the securities and packs that are published, yuan."""

FIELD = 7_000.0
"""Balance of the field note's cards, yuan."""

BUYER_KEEPS = 0.45
"""Share of what a pack brings that a buyer can pay for it: 30 % go to agencies, 20 % are his
return, 5 % other cost."""


PERSONAL_PACKS = 0.126
"""Published price of all personal packs under a year, share of the claims (2025Q1)."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """One published figure and the model's own."""

    sector: str
    what: str
    source: str
    low: float
    high: float
    model: Callable[[], float]
    shown: Literal["percent", "fine", "money", "count"] = "percent"

    @property
    def is_hit(self) -> bool:
        """The model's figure lies in the published range."""
        return self.low <= self.model() <= self.high


def recovered(age: int, months: int, *, times: int) -> float:
    """Return what placements one after the other bring in some months, then nobody asking."""
    term = int(number("bank_card", "agency.months"))

    def steps(pool: Pool) -> None:
        for _ in range(times):
            pool.place()
        if months > times * term:
            pool.wait(months - times * term)

    return brought(standard("bank_card", age, balance=POOLED), steps)


def year_from_three_months() -> float:
    """Return what cards bring in the year after month 3: own work to month 5, then an agency."""

    def steps(pool: Pool) -> None:
        pool.in_house(2)
        pool.place()
        pool.wait(4)

    return brought(standard("bank_card", 3, balance=POOLED), steps)


def first_months_share() -> float:
    """Return the share of three years' takings that comes in the first six months."""
    return recovered(6, 6, times=1) / recovered(6, 36, times=3)


def price_a_buyer_can_pay(age: int) -> float:
    """Return the price a buyer can pay for a pack that he has worked by three agencies."""
    return BUYER_KEEPS * recovered(age, 36, times=3)


def second_placement(age: int) -> float:
    """Return the takings a month of a second placement that begins at an age."""
    term = int(number("bank_card", "agency.months"))
    return per_month(standard("bank_card", age - term, balance=POOLED), times=2)


def state_owned(age: int) -> Pool:
    """Return the field note's cards of a state-owned bank."""
    return Pool(sector="bank_card", balance=FIELD, creditor="state_owned").in_house(age)


STATIC_POOLS = "China Bond Rating, static pools of card loans, entries 2020-2021 (outlook 2023)"
FORECASTS = "36-month base cases of 29 card securities, 2024-2025: median 9.1 %"
REMITTANCES = "First remittance reports of five card securities, 2022-2025"
CARD_TRUST = "Bank of America card trust, year-ends 2014-2019"
LISTED_AGENCY = "YX, filing of 2019: mostly long-aged cards"
FIELD_NOTE = "Field note on five sectors"
POLLS = "Commercial Collection Agencies of America, polls (low); one firm's loss table (high)"
LETTER_TRIAL = "Letter trial with 19,039 late taxpayers, Philadelphia 2015"

CARDS = (
    Target(
        sector="bank_card",
        what="newly overdue that are paid within a month",
        source="Qifu, results of 2024: 85-86 % of loans in 30 days; cards of a trust fewer",
        low=0.70,
        high=0.87,
        model=lambda: 1.0 - still_open("bank_card", 1),
    ),
    Target(
        sector="bank_card",
        what="of those open at 1 month, open at 2",
        source=CARD_TRUST,
        low=0.69,
        high=0.75,
        model=partial(still_open, "bank_card", 2, of=1),
    ),
    Target(
        sector="bank_card",
        what="of those open at 3 months, open at 5",
        source=CARD_TRUST,
        low=0.84,
        high=0.91,
        model=partial(still_open, "bank_card", 5, of=3),
    ),
    Target(
        sector="bank_card",
        what="of those open at 1 month, open at 5",
        source=CARD_TRUST,
        low=0.52,
        high=0.59,
        model=partial(still_open, "bank_card", 5, of=1),
    ),
    Target(
        sector="bank_card",
        what="willing at 1 month",
        source="Bank of America card trust with recoveries after charge-off (ultimate paid)",
        low=0.60,
        high=0.86,
        model=partial(willing, "bank_card", 1),
    ),
    Target(
        sector="bank_card",
        what="recovered in 12 months from month 3",
        source=STATIC_POOLS,
        low=0.227,
        high=0.252,
        model=year_from_three_months,
    ),
    Target(
        sector="bank_card",
        what="recovered in 36 months from month 6, placed three times",
        source=FORECASTS,
        low=0.041,
        high=0.16,
        model=partial(recovered, 6, 36, times=3),
    ),
    Target(
        sector="bank_card",
        what="part of that in the first 6 months",
        source=f"{REMITTANCES}: 28-36 %, a lower bound (suits and instalments in it)",
        low=0.28,
        high=0.36,
        model=first_months_share,
    ),
    Target(
        sector="bank_card",
        what="first placement from 6 months, a month",
        source=f"{REMITTANCES}: 0.49-0.92 %, pools worked before",
        low=0.0049,
        high=0.0092,
        model=lambda: per_month(standard("bank_card", 6, balance=POOLED)),
        shown="fine",
    ),
    Target(
        sector="bank_card",
        what="second placement from 12 months, a month",
        source=f"{REMITTANCES}: 0.49-0.92 %",
        low=0.0049,
        high=0.0092,
        model=partial(second_placement, 12),
        shown="fine",
    ),
    Target(
        sector="bank_card",
        what="first placement from 24 months, a month",
        source=LISTED_AGENCY,
        low=0.0056,
        high=0.0095,
        model=lambda: per_month(standard("bank_card", 24, balance=POOLED)),
        shown="fine",
    ),
    Target(
        sector="bank_card",
        what="second placement from 30 months, a month",
        source=LISTED_AGENCY,
        low=0.0056,
        high=0.0095,
        model=partial(second_placement, 30),
        shown="fine",
    ),
    Target(
        sector="bank_card",
        what="recovered in 84 months from month 48, placed three times",
        source="US tax office, private collectors 2017-2024: 3.7 % at a mean age of four years",
        low=0.02,
        high=0.055,
        model=partial(recovered, 48, 84, times=3),
        shown="fine",
    ),
    Target(
        sector="bank_card",
        what="collected a seat-month, 7,000 from 6 months",
        source="YX 27,385 on old cards (2019); field note 280,000",
        low=27_385,
        high=280_000,
        model=lambda: per_seat_month(standard("bank_card", 6)),
        shown="money",
    ),
    Target(
        sector="bank_card",
        what="collected a seat-month, 7,000 from 24 months",
        source="YX 27,385 on old cards (2019); field note 280,000",
        low=27_385,
        high=280_000,
        model=lambda: per_seat_month(standard("bank_card", 24)),
        shown="money",
    ),
    Target(
        sector="bank_card",
        what="contacts per success, placement from 6 months",
        source=f"{FIELD_NOTE}: about 125",
        low=100,
        high=150,
        model=lambda: contacts_per_success(standard("bank_card", 6)),
        shown="count",
    ),
    Target(
        sector="bank_card",
        what="agency's profit on 7,000, state-owned, 7 months, 15 %",
        source=f"{FIELD_NOTE}: agencies live on 15 %",
        low=0.0,
        high=float("inf"),
        model=lambda: profit(state_owned(7)),
        shown="money",
    ),
    Target(
        sector="bank_card",
        what="agency's profit on 7,000, joint-stock, 7 months, 23 %",
        source=f"{FIELD_NOTE}: agencies live on 8 points more",
        low=0.0,
        high=float("inf"),
        model=lambda: profit(standard("bank_card", 7)),
        shown="money",
    ),
    Target(
        sector="bank_card",
        what="agency's profit on 7,000, 15 months, 30 %",
        source=f"{FIELD_NOTE}: agencies live on 30 % past a year",
        low=0.0,
        high=float("inf"),
        model=lambda: profit(standard("bank_card", 15)),
        shown="money",
    ),
    Target(
        sector="bank_card",
        what="cost of a placement from 7 months, of what it collects",
        source="Gross less net forecasts of card securities, 2025: 8 % (ICBC) to 27 % (Ping An)",
        low=0.08,
        high=0.27,
        model=lambda: cost_of_placing(standard("bank_card", 7)),
    ),
    Target(
        sector="bank_card",
        what="enforced of the sums sought, suits from 6 months",
        source="Shanghai High Court, white paper 2021-2023: cards 8.09 %, personal loans 12.52 %",
        low=0.0809,
        high=0.1252,
        model=partial(enforced, "bank_card", 6),
    ),
    Target(
        sector="bank_card",
        what="enforced of the sums sought, suits from 12 months",
        source="Shanghai High Court, white paper 2021-2023: cards 8.09 %, personal loans 12.52 %",
        low=0.0809,
        high=0.1252,
        model=partial(enforced, "bank_card", 12),
    ),
    Target(
        sector="bank_card",
        what="price a buyer can pay at 3 months",
        source="All personal packs under a year 12.6 % of claims (2025Q1), and less for older ones",
        low=0.09,
        high=0.131,
        model=partial(price_a_buyer_can_pay, 3),
    ),
    Target(
        sector="bank_card",
        what="price a buyer can pay at 6 months",
        source="Card securities 2025 raised 4.8-6.3 % of claims; a consumer-finance pack 166 days "
        "past due started at 9.6 % of principal",
        low=0.048,
        high=0.096,
        model=partial(price_a_buyer_can_pay, 6),
    ),
    Target(
        sector="bank_card",
        what="price a buyer can pay at 18 months",
        source="Start prices of consumer-finance packs past a year, 2025: 2.6-4.2 %",
        low=0.026,
        high=0.042,
        model=partial(price_a_buyer_can_pay, 18),
        shown="fine",
    ),
    Target(
        sector="bank_card",
        what="price a buyer can pay at 60 months",
        source="Personal packs past five years: 1.8 % (2025Q1), 2.5 % (2024Q4)",
        low=0.018,
        high=0.025,
        model=partial(price_a_buyer_can_pay, 60),
        shown="fine",
    ),
)

TELECOM = (
    Target(
        sector="telecom",
        what="of those open at the due date, open at 3 months",
        source="China Telecom, billing ages 2017: 15 % pass month 3",
        low=0.12,
        high=0.18,
        model=partial(still_open, "telecom", 3),
    ),
    Target(
        sector="telecom",
        what="not lost at 3 months",
        source="Flows of China Telecom 17-31 %; loss tables of Unicom, Chunghwa, MTS 10-37 %",
        low=0.10,
        high=0.37,
        model=partial(not_lost, "telecom", 3),
    ),
    Target(
        sector="telecom",
        what="not lost at 6 months",
        source="Loss tables: Unicom and Chunghwa 0-10 %, MTS 19-36 %",
        low=0.0,
        high=0.36,
        model=partial(not_lost, "telecom", 6),
    ),
    Target(
        sector="telecom",
        what="phone agency's profit on 200 at 6 months",
        source=f"{FIELD_NOTE}: agencies do not take them",
        low=float("-inf"),
        high=0.0,
        model=lambda: profit(standard("telecom", 6, balance=200)),
        shown="money",
    ),
)

PROPERTY = (
    Target(
        sector="property_fee",
        what="paid within a year of the due date",
        source="76.3 % of residential fees on average (2025-09); field note: under 70 %",
        low=0.70,
        high=0.763,
        model=lambda: 1.0 - still_open("property_fee", 12),
    ),
    Target(
        sector="property_fee",
        what="not lost at 6 months",
        source="Fineland 2023: 88 % of fees up to a year late; Dexin 2024: 85 % at all ages",
        low=0.75,
        high=0.90,
        model=partial(not_lost, "property_fee", 6),
    ),
    Target(
        sector="property_fee",
        what="not lost at 18 months",
        source="Fineland 2023: 74 % at one to two years; taxes of large US cities 56 %",
        low=0.56,
        high=0.74,
        model=partial(not_lost, "property_fee", 18),
    ),
    Target(
        sector="property_fee",
        what="not lost at 30 months",
        source="Fineland 2023: 44 % at two to three years",
        low=0.35,
        high=0.55,
        model=partial(not_lost, "property_fee", 30),
    ),
    Target(
        sector="property_fee",
        what="not lost at 48 months",
        source="Fineland 2023: 0; Atlanta, where homes are sold for tax: 54 % past three years",
        low=0.0,
        high=0.54,
        model=partial(not_lost, "property_fee", 48),
    ),
    Target(
        sector="property_fee",
        what="moved by a letter at 3 months, beyond who pays anyway",
        source=f"{LETTER_TRIAL}: 9.0 points in a month (7.3 for another wording)",
        low=0.065,
        high=0.115,
        model=partial(moved_by_letter, "property_fee", 3),
    ),
    Target(
        sector="property_fee",
        what="moved by a letter at 48 months",
        source="Second trial, Philadelphia 2014, mean age four years: no effect",
        low=0.0,
        high=0.02,
        model=partial(moved_by_letter, "property_fee", 48),
        shown="fine",
    ),
    Target(
        sector="property_fee",
        what="settled or withdrawn, of suits from 12 months",
        source="Nanchang Xihu court, 2018-2020: 73.6-76.1 %",
        low=0.736,
        high=0.761,
        model=partial(settled, "property_fee", 12),
    ),
    Target(
        sector="property_fee",
        what="agency's profit on 3,000 at 12 months",
        source=f"{FIELD_NOTE}: law firms take 15-20 % and the debt is not hard to collect",
        low=0.0,
        high=float("inf"),
        model=lambda: profit(standard("property_fee", 12, balance=3_000)),
        shown="money",
    ),
)

LOGISTICS = (
    *(
        Target(
            sector="logistics",
            what=f"not lost at {age} months",
            source=POLLS,
            low=low,
            high=high,
            model=partial(not_lost, "logistics", age),
        )
        for age, low, high in (
            (3, 0.689, 0.83),
            (6, 0.513, 0.68),
            (12, 0.21, 0.44),
            (24, 0.09, 0.27),
        )
    ),
    Target(
        sector="logistics",
        what="collected a seat-month, 50,000 from 9 months",
        source="Field note of one collector of business debts: 77,700 over half a year",
        low=39_000,
        high=155_000,
        model=lambda: per_seat_month(standard("logistics", 9, balance=50_000)),
        shown="money",
    ),
)

SOFTWARE = (
    *(
        Target(
            sector="software_retainage",
            what=f"of those open at {age} months, open a year later",
            source="Accounts of a listed small software firm, receivables by age, 2024",
            low=figure - 0.1,
            high=min(figure + 0.1, 1.0),
            model=partial(still_open, "software_retainage", age + 12, of=age),
        )
        for age, figure in ((6, 0.69), (18, 0.96), (30, 0.68))
    ),
    Target(
        sector="software_retainage",
        what="expected back at 18 months",
        source="OneConnect, loss tables 2018-2023, accepted work: 57-90 % at one to two years",
        low=0.57,
        high=0.90,
        model=lambda: (
            not_lost("software_retainage", 18)
            * number("software_retainage", "debtor.settlement_share")
        ),
    ),
    Target(
        sector="software_retainage",
        what="agency's profit on 100,000 at 6 months",
        source=f"{FIELD_NOTE}: no agency takes them",
        low=float("-inf"),
        high=0.0,
        model=lambda: profit(standard("software_retainage", 6, balance=100_000)),
        shown="money",
    ),
)

TARGETS = (*CARDS, *TELECOM, *PROPERTY, *LOGISTICS, *SOFTWARE)
