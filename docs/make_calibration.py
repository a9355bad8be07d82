"""Write docs/calibration.md: `.venv/bin/python -m docs.make_calibration` in the project's folder.

The same library gives the same file to the letter; a test holds the committed one against a
fresh run.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from textwrap import fill

from docs.calibration_measures import (
    LIBRARY,
    contacts_per_success,
    left_by_placement,
    not_lost,
    number,
    per_month,
    reading,
    standard,
    willing,
)
from docs.calibration_plans import PLACE_BY, PLANNED_AGES, month_placed
from docs.calibration_targets import (
    BUYER_KEEPS,
    FIELD,
    PERSONAL_PACKS,
    POOLED,
    TARGETS,
    Target,
    first_months_share,
    price_a_buyer_can_pay,
    recovered,
    second_placement,
    year_from_three_months,
)

PAGE = Path(__file__).parent / "calibration.md"

HEADINGS = {
    "bank_card": "Bank cards",
    "telecom": "Telecom",
    "property_fee": "Property fees",
    "logistics": "Logistics",
    "software_retainage": "Software retainage",
}

INTRODUCTION = """# How the odds were calibrated

<!-- Made by docs/make_calibration.py. Change the library or the targets, not this page. -->

Hardly any of the odds in the library is published. What is published are outcomes: how much of a
pool of overdue cards came in within a year, what packs are sold for, how many balances of a month
are still there at five, what one collector brings in, how many suits end in payment. The judged
numbers of a sector are fitted to such figures together and then rounded to numbers a person can
hold on to. The page says what was aimed at, what the model says of the same, and where the two do
not agree.

The fit is least squares: a target's distance is counted in half widths of its published range, a
number is held to its range in the library, and a target far out of reach counts less than its
square, so that it does not bend all numbers. `python -m docs.fit_calibration bank_card` prints the
best numbers of a sector beside the library's.

The model's figure comes from the very code that values accounts, for accounts worked in-house from
the due date up to the age that is named (what the library calls the standard history). Amounts are
yuan, ages months past due. A hit lies within what is published; where that is a single figure,
within a margin about it, wide for loss tables, which are meant to be prudent.
"""


@dataclass(frozen=True, kw_only=True)
class Move:
    """A judged number before and after the calibration."""

    sector: str
    what: str
    before: float
    after: Callable[[], float]


def months(age: int) -> str:
    """Return an age in words."""
    return "1 month" if age == 1 else f"{age} months"


def moved_willing(before: dict[int, float], sector: str = "bank_card") -> tuple[Move, ...]:
    """Return the willing shares by age."""
    return tuple(
        Move(
            sector=sector,
            what=f"willing at {months(age)}",
            before=share,
            after=partial(willing, sector, age),
        )
        for age, share in before.items()
    )


def moved_not_lost(before: dict[int, float], sector: str) -> tuple[Move, ...]:
    """Return the shares that are not lost by age."""
    return tuple(
        Move(
            sector=sector,
            what=f"not lost at {months(age)}",
            before=share,
            after=partial(not_lost, sector, age),
        )
        for age, share in before.items()
    )


def moved_number(sector: str, path: str, before: float) -> Move:
    """Return a single number of the library."""
    return Move(sector=sector, what=f"`{path}`", before=before, after=partial(number, sector, path))


def moved_reading(sector: str, path: str, age: float, before: float) -> Move:
    """Return a table of the library read at an age."""
    return Move(
        sector=sector,
        what=f"`{path}` at {age:g} months",
        before=before,
        after=partial(reading, sector, path, age),
    )


MOVES = (
    *moved_willing({1: 0.86, 3: 0.52, 6: 0.31, 12: 0.26, 24: 0.17, 36: 0.11, 60: 0.045}),
    Move(
        sector="bank_card",
        what="share of the willing a first placement from 6 months leaves",
        before=0.25,
        after=lambda: left_by_placement(standard("bank_card", 6)),
    ),
    Move(
        sector="bank_card",
        what="contacts per success, placement from 6 months",
        before=85.0,
        after=lambda: contacts_per_success(standard("bank_card", 6)),
    ),
    Move(
        sector="bank_card",
        what="contacts per success, placement from 12 months",
        before=125.0,
        after=lambda: contacts_per_success(standard("bank_card", 12)),
    ),
    moved_reading("bank_card", "sale.price", 6, 0.126),
    moved_reading("bank_card", "sale.price", 12, 0.126),
    moved_reading("bank_card", "sale.price", 18, 0.099),
    moved_number("bank_card", "lawsuit.yield", 0.4),
    moved_reading("bank_card", "law_letter.willing_response", 12, 0.12),
    *moved_not_lost({1: 0.89, 3: 0.58, 6: 0.38, 12: 0.29}, "telecom"),
    moved_reading("telecom", "law_letter.willing_response", 6, 0.22),
    moved_reading("telecom", "law_letter.willing_response", 24, 0.22),
    *moved_not_lost({12: 0.66, 24: 0.55, 36: 0.50, 60: 0.35}, "property_fee"),
    moved_reading("property_fee", "law_letter.willing_response", 3, 0.35),
    moved_reading("property_fee", "law_letter.willing_response", 36, 0.35),
    moved_number("property_fee", "lawsuit.win", 0.85),
    moved_number("property_fee", "payment_order.served", 0.6),
    *moved_not_lost({3: 0.82, 6: 0.70, 12: 0.60, 24: 0.44}, "logistics"),
    *moved_not_lost({6: 0.45, 12: 0.40, 24: 0.27}, "software_retainage"),
)


def shown(value: float, kind: str) -> str:
    """Return a figure as people read it."""
    if abs(value) == float("inf"):
        return "no limit"
    if kind == "percent":
        return f"{100 * value:.1f} %"
    if kind == "fine":
        return f"{100 * value:.2f} %"
    if kind == "money" and abs(value) < 1_000:
        return f"{value:,.1f}"
    return f"{value:,.0f}"


def span(target: Target) -> str:
    """Return the published range."""
    if target.low == float("-inf"):
        return f"at most {shown(target.high, target.shown)}"
    if target.high == float("inf"):
        return f"above {shown(target.low, target.shown)}"
    unit = " %" if target.shown in ("percent", "fine") else ""
    low = shown(target.low, target.shown).removesuffix(" %")
    return f"{low} to {shown(target.high, target.shown).removesuffix(' %')}{unit}"


def target_line(target: Target) -> str:
    """Return one row of the table of targets."""
    result = "hit" if target.is_hit else "**miss**"
    return (
        f"| {target.what} | {target.source} | {span(target)} | "
        f"{shown(target.model(), target.shown)} | {result} |"
    )


def move_line(move: Move) -> str:
    """Return one row of the table of moves."""
    after = move.after()
    return (
        f"| {HEADINGS[move.sector]} | {move.what} | {move.before:.3g} | {after:.3g} | "
        f"{after / move.before:.2f} |"
    )


def plan_lines() -> Iterator[str]:
    """Yield when a card is placed, by the age at which planning begins."""
    yield (
        "A card is worked in-house first and placed when the own teams reach nobody any more. A "
        f"joint-stock\ncard of {FIELD:,.0f} should be placed between {PLACE_BY[0]} and "
        f"{PLACE_BY[1]} months past due, whatever its age today:\n"
    )
    yield "| planned at | placed at | |"
    yield "|---:|---:|---|"
    for age in PLANNED_AGES:
        at = month_placed(age)
        hit = "hit" if at is not None and PLACE_BY[0] <= at <= PLACE_BY[1] else "**miss**"
        yield f"| {age:g} | {'never' if at is None else f'{at:g}'} | {hit} |"
    yield ""


def conflicts() -> Iterator[str]:
    """Yield which targets cannot be met together."""
    percent, fine = partial(shown, kind="percent"), partial(shown, kind="fine")
    pack = partial(reading, "bank_card", "sale.price")
    success = contacts_per_success(standard("bank_card", 6))
    yield (
        "**A quick year against slow pools.** Static pools bring 22.7-25.2 % in the year after "
        f"month 3 (here {percent(year_from_three_months())}); securities expect 9.1 % in three "
        f"years from about month 5 (4.1-16.0 %, here {percent(recovered(6, 36, times=3))}) and "
        f"see only 28-36 % of it in six months (here {percent(first_months_share())}). At that "
        "pace half of what a pool ever brings comes in its first year, so the static pools would "
        "bring more than 40 % in the end, which nobody forecasts. The static pools won: they are "
        "outcomes, and the securities' takings hold suits and instalment plans, which the model "
        "counts apart. It follows that a first placement from month 6 brings more a month than "
        "pools that were worked before."
    )
    yield (
        "**What one collector brings in.** A listed agency collected 27,385 a collector-month on "
        "old cards, the field note says 280,000 (40 debts of 7,000, 125 calls each). No one set of "
        f"odds gives both; the fit lies between, so that contacts per success are {success:.0f} "
        "and not 125 at 6 months."
    )
    yield (
        "**What a buyer pays.** All personal packs under a year were sold at "
        f"{percent(PERSONAL_PACKS)}. A buyer who keeps {100 * BUYER_KEEPS:.0f} % of what a pack "
        f"brings needs {100 * PERSONAL_PACKS / BUYER_KEEPS:.0f} % gross for that: card pools bring "
        "it from month 3, not from later ones. The odds allow "
        f"{percent(price_a_buyer_can_pay(3))} at 3 months, {percent(price_a_buyer_can_pay(6))} at "
        f"6 and {percent(price_a_buyer_can_pay(12))} at 12, so the library's price falls within "
        f"the year: {percent(pack(3))}, {percent(pack(6))}, {percent(pack(12))}. With "
        f"{percent(PERSONAL_PACKS)} up to a year a card of {FIELD:,.0f} seen at 7 months "
        f"{placed_words(7.0)}; seen at 12 it {placed_words(12.0)}. "
        f"At 60 months the odds allow {fine(price_a_buyer_can_pay(60))} and buyers paid 1.8 %: "
        "they wait longer and sue more than the model's agencies."
    )
    yield (
        "**Old cards in second hands.** The listed agency took 0.56-0.95 % a month of mostly old "
        "debts, placed before or not. A first placement at 24 months does "
        f"({fine(per_month(standard('bank_card', 24, balance=POOLED)))}), a second at 30 does not "
        f"({fine(second_placement(30))}); odds high enough for it would break the three-year "
        "forecasts."
    )
    yield (
        "**Suits that settle.** Three quarters of one court's property-fee suits are settled or "
        f"withdrawn, more than the {percent(not_lost('property_fee', 12))} of owners who are not "
        "lost after a year. Suits are chosen, and some are withdrawn unpaid, so the model stays "
        "below."
    )
    yield (
        "**Retainage against receivables.** Loss tables of software firms are about accepted work. "
        "Money held back until acceptance is worth less; no table separates it. That one firm's "
        "oldest receivables are collected faster than younger ones is not matched."
    )


def placed_words(age: float) -> str:
    """Return when a card is placed if buyers pay the price of all packs under a year."""
    at = month_placed(age, quoted_within_a_year=PERSONAL_PACKS)
    return "is sold unplaced" if at is None else f"is placed at {at:g}"


def wrapped(point: str) -> str:
    """Return one point of a list."""
    return fill(point, width=98, initial_indent="* ", subsequent_indent="  ")


def lines() -> Iterator[str]:
    """Yield the page."""
    yield INTRODUCTION
    hits = sum(target.is_hit for target in TARGETS)
    yield f"{hits} of {len(TARGETS)} targets are hit.\n"
    for sector, heading in HEADINGS.items():
        yield f"## {heading}\n"
        yield "| target | source | published | model | |"
        yield "|---|---|---:|---:|---|"
        yield from (target_line(target) for target in TARGETS if target.sector == sector)
        yield ""
        if sector == "bank_card":
            yield (
                f"Seat-months, contacts and profits are of accounts of {FIELD:,.0f}, pools and "
                f"prices of accounts of {POOLED:,.0f}, as\nthe published ones are.\n"
            )
            yield from plan_lines()
    yield "## What cannot be met together\n"
    yield from (wrapped(point) for point in conflicts())
    yield "\n## What was moved\n"
    yield (
        "Judged numbers before the calibration and after it. Shares by age were tables of their "
        "own and now\nfollow from the shares at the due date; so the model's are shown.\n"
    )
    yield "| sector | number | before | after | after ÷ before |"
    yield "|---|---|---:|---:|---:|"
    yield from (move_line(move) for move in MOVES)


def render() -> str:
    """Return the whole page."""
    return "\n".join(lines()) + "\n"


__all__ = ["LIBRARY", "MOVES", "PAGE", "TARGETS", "render"]

if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
