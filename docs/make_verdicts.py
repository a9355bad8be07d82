"""Write docs/verdicts.md: `.venv/bin/python -m docs.make_verdicts` from the project's folder.

The same library gives the same file to the letter; a test holds the committed one against a
fresh run.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from docs.verdict_claims import LIBRARY, Claim, Hang, agency_earns, beats
from docs.verdict_measures import book, flip, hold, read
from docs.verdict_sectors import CLAIMS
from placement.api import default_creditor_type
from placement.decide.flip import Gap, flip_account
from placement.domain.types import Option

PAGE = Path(__file__).parent / "verdicts.md"

HEADINGS = {
    "bank_card": "Bank cards",
    "telecom": "Telecom",
    "property_fee": "Property fees",
    "logistics": "Logistics",
    "software_retainage": "Software retainage",
}

INTRODUCTION = """# The verdicts on five sectors

<!-- Made by docs/make_verdicts.py. Change the library or the claims, not this page. -->

The field note the library is built on judges five sectors. Here is each judgement as a claim
that the model answers with the library's numbers, over a range of balances and ages. "Smallest"
is the worst place of the whole range. Below each table stand the numbers a claim hangs on: the
value in use, its range and status, and where the claim flips if that number alone moves,
everything else as it is. A flip inside the range is printed **bold**: there the verdict is a
matter of that assumption. "none" means that nothing flips on the way looked at. Amounts are
yuan, ages months past due, and all are expected values per account after tax.
"""


def number(value: float) -> str:
    """Return a number with three figures, as people write it."""
    if value != 0.0 and abs(value) < 100.0:
        return f"{value:.3g}"
    figures = 2 - int(np.floor(np.log10(abs(value)))) if value else 0
    return f"{round(value, min(figures, 0)):,.0f}"


def hold_line(claim: Claim) -> str:
    """Return one row of a sector's table of verdicts."""
    parts = []
    for creditor in claim.creditors:
        found = hold(claim, creditor)
        who = f"{creditor}: " if len(claim.creditors) > 1 else ""
        true = "" if found.share == 1.0 else f" (true on {found.share:.0%} only)"
        parts.append(
            f"{who}{number(found.smallest)} at {number(found.balance)}, {found.age:g} months{true}"
        )
    span = f"{claim.balances[0]:,.0f}-{claim.balances[1]:,.0f}"
    return (
        f"| {claim.text} | {span} | {claim.ages[0]:g}-{claim.ages[1]:g} | "
        f"{claim.money} | {'; '.join(parts)} |"
    )


def flip_line(claim: Claim, hang: Hang) -> str:
    """Return one row of a sector's table of flip points."""
    found, reading = flip(claim, hang), read(claim, hang.on)
    where = f"{claim.at[0]:,.0f} at {claim.at[1]:g} months"
    start = f"| {claim.text} | {where} "
    if reading is None:
        today = {"balance": claim.at[0], "age": claim.at[1]}.get(hang.on)
        factor = "" if today else " times all"
        if np.isnan(found):
            flips = f"none on the way to {number(hang.toward)}{factor}"
        else:
            flips = f"{number(found)}{factor}"
        name = f"`{hang.on}`" if today is None else hang.on
        shown = "as in the library" if today is None else number(today)
        return f"{start}| {name} | {shown} | | {flips} |"
    single = hang.on in claim.assumptions.entries and not reading.added
    at = found if single else reading.value + found if reading.added else reading.value * found
    flips = "none" if np.isnan(at) else number(at)
    if reading.low <= at <= reading.high:
        flips = f"**{flips}**"
    span = f"{number(reading.low)} to {number(reading.high)}, {reading.status}"
    return f"{start}| `{reading.name}` | {number(reading.value)} | {span} | {flips} |"


def closing_rules() -> Iterator[str]:
    """Yield the table behind the three closing rules: from which balance each step pays."""
    steps: dict[str, Gap] = {
        "own people": beats(Option.IN_HOUSE, Option.WRITE_OFF),
        "an agency works it": agency_earns,
        "a letter": beats(Option.LAW_LETTER, Option.WRITE_OFF),
        "a lawsuit": beats(Option.LAWSUIT, Option.WRITE_OFF),
    }
    yield "| sector, 12 months past due | " + " | ".join(steps) + " |"
    yield "|---|" + "---:|" * len(steps)
    for sector, heading in HEADINGS.items():
        cells = []
        for gap in steps.values():
            account = book(sector, np.array([1.0]), np.array([12.0]), default_creditor_type(sector))
            found = flip_account(account, LIBRARY, field="balance", gap=gap, toward=1e8).item()
            cells.append("never" if np.isnan(found) else number(found))
        yield f"| {heading} | " + " | ".join(cells) + " |"


def hinges(rows: list[str]) -> Iterator[str]:
    """Yield the flips that lie inside the range of their assumption."""
    inside = [row.strip("| ").split(" | ") for row in rows if "**" in row]
    yield f"Inside the range of a single assumption {len(inside)} claims flip:\n"
    for verdict, where, name, value, span, flips in inside:
        yield f"* {verdict} ({where}) {name} is {value} ({span}); it flips at {flips}."
    yield ""


def lines() -> Iterator[str]:
    """Yield the page."""
    yield INTRODUCTION
    rows = {claim.key: [flip_line(claim, hang) for hang in claim.hangs] for claim in CLAIMS}
    yield from hinges([row for each in rows.values() for row in each])
    for sector, heading in HEADINGS.items():
        claims = [claim for claim in CLAIMS if claim.sector == sector]
        yield f"## {heading}\n"
        yield "| verdict | balance | age | measured by | smallest in the range |"
        yield "|---|---|---|---|---|"
        yield from (hold_line(claim) for claim in claims)
        yield "\n| verdict | at | hangs on | value | range and status | flips at |"
        yield "|---|---|---|---:|---|---:|"
        yield from (row for claim in claims for row in rows[claim.key])
        yield ""
    yield "## The three closing rules\n"
    yield (
        "Place where the agency's reach pays for its fee; go to law where a letter or the court "
        "will\nmove the debtor and the balance carries the cost; cancel where collecting costs "
        "more than it\nbrings. The balance from which each step is worth more than writing off:\n"
    )
    yield from closing_rules()
    yield (
        "\nBelow all four, cancel. The tests hold the rules over all sectors: "
        "`tests/verdicts/test_closing_rules.py`."
    )


def render() -> str:
    """Return the whole page."""
    return "\n".join(lines()) + "\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
