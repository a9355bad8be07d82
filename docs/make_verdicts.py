"""Write docs/verdicts.md: `.venv/bin/python -m docs.make_verdicts` from the project's folder.

The same library gives the same file to the letter. Searching plans takes minutes, so what was found
is kept in docs/verdicts_found.json: the tests look again at every place it names, and hold all the
rest of the page against a fresh run.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np

from docs.calibration_plans import PLACE_BY, PLANNED_AGES
from docs.verdict_claims import LIBRARY, Claim, Hang, Miss, Way, agency_earns, beats
from docs.verdict_measures import Hold, Reading, book, flip, hold, place_of, read
from docs.verdict_sectors import CLAIMS
from placement.api import default_creditor_type, one_account, plan_account
from placement.decide.flip import Gap, flip_account
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.decide.timing.stop import STOP, steps_said
from placement.domain.types import Option

PAGE = Path(__file__).parent / "verdicts.md"
FOUND = Path(__file__).parent / "verdicts_found.json"

HEADINGS = {
    "bank_card": "Bank cards",
    "telecom": "Telecom",
    "property_fee": "Property fees",
    "logistics": "Logistics",
    "software_retainage": "Software retainage",
}

FIELD_CARD = 7_000.0

WORDS = {STOP: "stop working it, keep the claim"}

WAYS = {Way.FOLLOWED: "begun with and followed up", Way.CLOSED: "closed at its end"}

INTRODUCTION = """# The verdicts on five sectors

<!-- Made by docs/make_verdicts.py. Change the library or the claims, not this page. -->

The field note the library is built on judges five sectors. Here is each judgement as a claim
that the model answers with the library's numbers, over a range of balances and ages, in up to two
ways: **closed at its end**, options side by side, nothing after them; and **begun with and followed
up**, the best plan and the best plan for each beginning. The second is what the desk leads with.
Amounts are yuan, ages months past due, and all are expected values per account after tax.

## Where the numbers do not give the verdict

The odds are fitted to what is published ([calibration.md](calibration.md)) and were not tuned back
to keep a verdict. Each line says how much of a claim's range it is true on, at a place where it is
false the number that decides there, and from where on that number would make it true.
"""

MEASURES = """Below each table stand the numbers a claim hangs on: the value in use, its range and
status, and where the claim flips if that number alone moves, everything else as it is. A number of
the debtor or of in-house work moves what the account has been through as well. A flip inside the
range is printed **bold**: there the verdict is a matter of that assumption. "none" means that
nothing flips on the way looked at. "Smallest" is the worst place of the whole range.
"""


class Search:
    """Measures plans by searching, each question once."""

    def __init__(self) -> None:
        self._closed: dict[str, Hold] = {}
        self.held: dict[str, Hold] = {}
        self.flips: dict[str, float] = {}

    def hold(self, claim: Claim, creditor: str, way: Way = Way.FOLLOWED) -> Hold:
        """Return how well a claim holds over its range."""
        key = f"{claim.key} {creditor}"
        if way is Way.CLOSED:
            if key not in self._closed:
                self._closed[key] = hold(claim, creditor, way)
            return self._closed[key]
        if key not in self.held:
            self.held[key] = self._hold(claim, creditor)
        return self.held[key]

    def flip(self, claim: Claim, hang: Hang) -> float:
        """Return where a claim about plans flips."""
        balance, age = place_of(claim, hang)
        key = f"{claim.key} {hang.on} from {balance:g} at {age:g} toward {hang.toward:g}"
        if key not in self.flips:
            self.flips[key] = self._flip(claim, hang)
        return self.flips[key]

    def _hold(self, claim: Claim, creditor: str) -> Hold:
        return hold(claim, creditor, Way.FOLLOWED)

    def _flip(self, claim: Claim, hang: Hang) -> float:
        return flip(claim, hang, Way.FOLLOWED)

    def save(self) -> None:
        """Keep what was found."""
        held = {key: asdict(found) for key, found in self.held.items()}
        flips = {k: None if np.isnan(place) else place for k, place in self.flips.items()}
        text = json.dumps({"held": held, "flips": flips}, indent=1, sort_keys=True)
        FOUND.write_text(text + "\n", encoding="utf-8")


class Kept(Search):
    """What was found before; asks nothing that was not."""

    def __init__(self) -> None:
        super().__init__()
        kept = json.loads(FOUND.read_text(encoding="utf-8"))
        self.held = {key: Hold(**found) for key, found in kept["held"].items()}
        self.flips = {k: float("nan") if x is None else x for k, x in kept["flips"].items()}

    def _hold(self, claim: Claim, creditor: str) -> Hold:
        raise KeyError(f"{claim.key} {creditor} was not measured; make the page again.")

    def _flip(self, claim: Claim, hang: Hang) -> float:
        raise KeyError(f"{claim.key} {hang} was not measured; make the page again.")


def number(value: float) -> str:
    """Return a number with three figures, as people write it."""
    if value != 0.0 and abs(value) < 100.0:
        return f"{value:.3g}"
    figures = 2 - int(np.floor(np.log10(abs(value)))) if value else 0
    return f"{round(value, min(figures, 0)):,.0f}"


def percent(share: float) -> str:
    """Return a share in percent."""
    return f"{100.0 * share:.0f} %"


def money(value: float) -> str:
    """Return a gap; infinite where a step is not open at all."""
    return ("never open" if value > 0.0 else "not open") if np.isinf(value) else number(value)


def hold_line(claim: Claim, way: Way, search: Search) -> str:
    """Return one row of a sector's table of verdicts."""
    parts = []
    for creditor in claim.creditors:
        found = search.hold(claim, creditor, way)
        who = f"{creditor}: " if len(claim.creditors) > 1 else ""
        true = "" if found.share == 1.0 else f" (true on {percent(found.share)} only)"
        parts.append(
            f"{who}{money(found.smallest)} at {number(found.balance)}, {found.age:.4g} months{true}"
        )
    span = f"{claim.balances[0]:,.0f}-{claim.balances[1]:,.0f}"
    measure = claim.measure(way)
    return (
        f"| {claim.text} | {span} | {claim.ages[0]:g}-{claim.ages[1]:g} | {WAYS[way]}: "
        f"{measure.money if measure else ''} | {'; '.join(parts)} |"
    )


def flip_of(claim: Claim, hang: Hang, way: Way, search: Search) -> float:
    """Return where a claim flips in a way."""
    return search.flip(claim, hang) if way is Way.FOLLOWED else flip(claim, hang, way)


def moved(reading: Reading, hang: Hang, found: float) -> float:
    """Return an assumption's value at a flip, which may be a factor or points to add."""
    if reading.added:
        return reading.value + found
    return found if hang.on in LIBRARY.entries else reading.value * found


def flip_line(claim: Claim, hang: Hang, way: Way, search: Search) -> str:
    """Return one row of a sector's table of flip points."""
    found, reading = flip_of(claim, hang, way, search), read(claim, hang)
    balance, age = place_of(claim, hang)
    start = f"| {claim.text} | {balance:,.0f} at {age:g} months | {WAYS[way]} "
    if reading is None:
        today = {"balance": balance, "age": age}.get(hang.on)
        factor = "" if today else " times all"
        if np.isnan(found):
            flips = f"none on the way to {number(hang.toward)}{factor}"
        else:
            flips = f"{number(found)}{factor}"
        name = f"`{hang.on}`" if today is None else hang.on
        shown = "as in the library" if today is None else number(today)
        return f"{start}| {name} | {shown} | | {flips} |"
    at = moved(reading, hang, found)
    flips = "none" if np.isnan(at) else number(at)
    if reading.low <= at <= reading.high:
        flips = f"**{flips}**"
    span = f"{number(reading.low)} to {number(reading.high)}, {reading.status}"
    return f"{start}| `{reading.name}` | {number(reading.value)} | {span} | {flips} |"


def miss_line(claim: Claim, miss: Miss, search: Search) -> str:
    """Return what breaks a claim, and the number that decides there."""
    found, hang = flip_of(claim, miss.hang, miss.way, search), miss.hang
    balance, age = place_of(claim, hang)
    reading = read(claim, hang)
    where = f"at {balance:,.0f} and {age:g} months"
    if reading is None:
        today = {"balance": balance, "age": age}[hang.on]
        on, inside = f"the {hang.on} ({number(today)})", ""
        at = found
    else:
        at = moved(reading, hang, found)
        on = f"`{reading.name}` ({number(reading.value)}; "
        on += f"{number(reading.low)} to {number(reading.high)}, {reading.status})"
        inside = ", inside its range" if reading.low <= at <= reading.high else ""
    side = "up to" if miss.hang.toward < today_of(claim, hang) else "from"
    return (
        f"  * {where} it hangs on {on}: true {side} {number(at)}{inside}. {miss.why.capitalize()}."
    )


def today_of(claim: Claim, hang: Hang) -> float:
    """Return today's number in the unit in which a hang's bound is given."""
    if hang.on in ("balance", "age"):
        return dict(zip(("balance", "age"), place_of(claim, hang), strict=True))[hang.on]
    entries = claim.assumptions.entries
    return entries[hang.on].value if hang.on in entries else 1.0


def misses(search: Search) -> Iterator[str]:
    """Yield every verdict that does not hold all over its range, the way that leads first."""
    for way in WAYS:
        broken = [claim for claim in CLAIMS if claim.misses_by(way)]
        yield f"**{WAYS[way].capitalize()}**\n"
        for claim in broken:
            shares = []
            for creditor in claim.creditors:
                who = f" ({creditor})" if len(claim.creditors) > 1 else ""
                shares.append(f"{percent(search.hold(claim, creditor, way).share)}{who}")
            span = f"{claim.balances[0]:,.0f}-{claim.balances[1]:,.0f}"
            ages = f"{claim.ages[0]:g}-{claim.ages[1]:g} months"
            also = " It is true followed up." if _holds_followed(claim, way, search) else ""
            yield (
                f"* {HEADINGS[claim.sector]}: {claim.text} True on {' and '.join(shares)} of "
                f"{span}, {ages}.{also}"
            )
            yield from (miss_line(claim, miss, search) for miss in claim.misses_by(way))
        yield ""


def _holds_followed(claim: Claim, way: Way, search: Search) -> bool:
    if way is Way.FOLLOWED or claim.followed is None:
        return False
    return all(search.hold(claim, creditor).share == 1.0 for creditor in claim.creditors)


def card_plans() -> Iterator[str]:
    """Yield the plan of the field note's card by the age at which planning begins."""
    yield "## The plan of a card of 7,000\n"
    yield (
        "A joint-stock bank's card, planned at each of these ages; months past due. In-house "
        f"first, then an\nagency: it is placed between {PLACE_BY[0]} and {PLACE_BY[1]} months, as "
        "the field does.\n"
    )
    yield "| planned at | plan | placed at | worth |"
    yield "|---:|---|---:|---:|"
    for age in PLANNED_AGES:
        account = one_account(sector="bank_card", balance=FIELD_CARD, age=age)
        plan = plan_account(account, LIBRARY).plan
        steps = [
            f"{WORDS.get(step.action, step.action)} at {age + step.start_month:g}"
            for step in steps_said(plan, horizon=DEFAULT_HORIZON)
        ]
        starts = [age + step.start_month for step in plan.steps if step.action == "agency_1"]
        when = f"{starts[0]:g}" if starts else "never"
        yield f"| {age:g} | {', '.join(steps)} | {when} | {plan.value:,.0f} |"
    yield ""


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
    inside = [row.strip("| ").split(" | ") for row in rows if re.search(r"\*\*[^|]+\*\* \|$", row)]
    yield f"Inside the range of a single assumption {len(inside)} claims that hold flip:\n"
    for verdict, where, way, name, value, span, flips in inside:
        yield f"* {verdict} ({where}, {way}) {name} is {value} ({span}); it flips at {flips}."
    yield ""


def lines(search: Search) -> Iterator[str]:
    """Yield the page."""
    yield INTRODUCTION
    yield from misses(search)
    rows = {
        claim.key: [
            flip_line(claim, hang, way, search)
            for way in WAYS
            if (measure := claim.measure(way))
            for hang in measure.hangs
        ]
        for claim in CLAIMS
    }
    yield from card_plans()
    yield "## How to read the tables\n"
    yield MEASURES
    yield from hinges([row for each in rows.values() for row in each])
    for sector, heading in HEADINGS.items():
        claims = [claim for claim in CLAIMS if claim.sector == sector]
        yield f"## {heading}\n"
        yield "| verdict | balance | age | measured | smallest in the range |"
        yield "|---|---|---|---|---|"
        for claim in claims:
            yield from (hold_line(claim, way, search) for way in WAYS if claim.measure(way))
        yield "\n| verdict | at | measured | hangs on | value | range and status | flips at |"
        yield "|---|---|---|---|---:|---|---:|"
        yield from (row for claim in claims for row in rows[claim.key])
        yield ""
    yield "## The three closing rules\n"
    yield (
        "Place where the agency's reach pays for its fee; go to law where a letter or the court "
        "will\nmove the debtor and the balance carries the cost; cancel where collecting costs "
        "more than it\nbrings. The balance from which each step, closed at its end, is worth more "
        "than writing off:\n"
    )
    yield from closing_rules()
    yield (
        "\nBelow all four, stop working it. Keeping the claim without work is then worth more than "
        "writing it\noff: the tax relief is the same, and whoever still pays by himself pays. So a "
        'plan says "stop working\nit, keep the claim" where the field note cancels; a write-off '
        "leads where holding an account costs\nsomething. The tests hold the rules over all "
        "sectors: `tests/verdicts/test_closing_rules.py`."
    )


def render(search: Search) -> str:
    """Return the whole page."""
    return "\n".join(lines(search)) + "\n"


if __name__ == "__main__":
    searched = Search()
    PAGE.write_text(render(searched), encoding="utf-8")
    searched.save()
