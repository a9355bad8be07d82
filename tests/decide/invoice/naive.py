"""The check of a bill written again as plain loops over rows with `Decimal`, one payment at a time.

Nothing of the package is used. A row is a dictionary; what is not known is None.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Row = dict[str, Any]
CENT = Decimal(1)


def to_cents(exact: Decimal) -> int:
    """Round halves away from zero."""
    return int(exact.quantize(CENT, ROUND_HALF_UP))


@dataclass
class Answer:
    """What the loops found, in cents."""

    billed: list[int] = field(default_factory=list)
    due: list[int] = field(default_factory=list)
    differences: list[dict[str, int]] = field(default_factory=list)
    unchecked: list[str | None] = field(default_factory=list)
    not_given_back: list[tuple[int, int]] = field(default_factory=list)
    not_billed: list[tuple[int, int]] = field(default_factory=list)
    without_payment: int = 0


def month(day: int) -> tuple[int, int]:
    """Return year and month of a day."""
    date = dt.date(1970, 1, 1) + dt.timedelta(days=int(day))
    return date.year, date.month


def d(number: float) -> Decimal:
    """Return a share as it is written."""
    return Decimal(repr(number))


class Naive:
    """One bill."""

    def __init__(
        self, bill: list[Row], contract: Row, payments: list[Row] | None, held: list[Row] | None,
        vat_rate: float,
    ) -> None:  # fmt: skip
        self.bill, self.contract, self.payments = bill, contract, payments
        self.held = held
        self.vat_rate = d(vat_rate)
        self.match: list[int | None] = [None] * len(bill)
        self.repeated = [False] * len(bill)
        self.several: dict[int, list[int]] = {}

    def answer(self) -> Answer:
        """Check the bill."""
        self._match()
        found = Answer()
        facts = []
        for number, line in enumerate(self.bill):
            day, cents = line["day"], line["cents"]
            if self.match[number] is not None:
                day = self.payments[self.match[number]]["day"]
                if number not in self.several:
                    cents = self.payments[self.match[number]]["cents"]
            gone = self.repeated[number] or (
                self.payments is not None and self.match[number] is None
            )
            why, rate, part, lacking = self._earned(line, self._meant(line, cents, day))
            unchecked = None if gone else lacking
            if unchecked is None and self._differ(line, self.several.get(number, [])):
                unchecked = "several"
            if line["cents"] is None:
                unchecked = "amount"
            if line["commission"] is None and (line["rate"] is None or line["cents"] is None):
                unchecked = "commission"
            if line["account"] is None:
                unchecked = "account"
            kept = cents is not None and cents < 0 and not self.contract["clawed_back"]
            amount = 0 if gone or kept or unchecked else cents
            facts.append((day, cents, gone, why, rate, part, unchecked, kept, amount))
        extra = self._extra(facts)
        for number, line in enumerate(self.bill):
            _, cents, gone, why, rate, part, unchecked, kept, amount = facts[number]
            vat = self._vat_of(line)
            billed = self._billed(line, vat)
            found.billed.append(billed)
            found.unchecked.append(unchecked)
            if unchecked:
                found.due.append(0)
                found.differences.append({})
                continue
            due = self._gross((amount * rate + extra[number]) * part, vat)
            found.due.append(due)
            true = 0 if gone else cents
            found.differences.append(
                self._reasons(number, line, billed, due, true, why, part, kept, amount,
                              extra[number], vat)
            )  # fmt: skip
        if self.payments is not None:
            self._left(found)
        return found

    def _gross(self, exact: Decimal, vat: Decimal) -> int:
        net = to_cents(exact)
        return net + to_cents(net * vat)

    def _vat_of(self, line: Row) -> Decimal:
        if self.contract["vat"] == "in":
            return Decimal(0)
        if line["vat"] is not None or self.contract["bill_holds_vat"]:
            return self.vat_rate
        return Decimal(0)

    def _billed(self, line: Row, vat: Decimal) -> int:
        if line["commission"] is not None:
            return line["commission"] + ((line["vat"] or 0) if vat else 0)
        if line["rate"] is None or line["cents"] is None:
            return 0
        return self._gross(line["cents"] * d(line["rate"]), vat)

    def _match(self) -> None:
        seen: set[Any] = set()
        repeats = []
        for line in self.bill:
            key = (line["account"], line["day"], line["cents"])
            if self.payments is None:
                key = (*key, line["payment"])
            usable = None not in key[:3]
            repeats.append(usable and key in seen)
            if usable:
                seen.add(key)
        if self.payments is None:
            self.repeated = repeats
            return
        taken = [False] * len(self.payments)

        def by_day(rows: list[Row], number: int) -> Any:
            day = rows[number]["day"]
            return (day is None, day or 0)

        def walk(agrees: Any, allowed: Any) -> None:
            order = sorted(range(len(self.bill)), key=lambda n: by_day(self.bill, n))
            books = sorted(range(len(self.payments)), key=lambda n: by_day(self.payments, n))
            for number in order:
                line = self.bill[number]
                if self.match[number] is not None or not allowed(number):
                    continue
                if line["account"] is None or line["cents"] is None:
                    continue
                for place in books:
                    if not taken[place] and agrees(line, self.payments[place]):
                        self.match[number], taken[place] = place, True
                        break

        def same(line: Row, payment: Row, *names: str) -> bool:
            return all(line[n] is not None and line[n] == payment[n] for n in names)

        def add_up(key: Any, allowed: Any) -> None:
            """Find lines above 0 and payments of one key that add up, but for one of each."""
            sides: dict[Any, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
            for number, line in enumerate(self.bill):
                if None in (line["account"], line["day"], line["cents"]) or line["cents"] <= 0:
                    continue
                if self.match[number] is None and allowed(number):
                    sides[key(line)][0].append(number)
            for place, payment in enumerate(self.payments):
                may = self.contract["clawed_back"] or payment["cents"] > 0
                if not taken[place] and payment["account"] is not None and may:
                    sides[key(payment)][1].append(place)
            for ours, theirs in sides.values():
                if not ours or not theirs or len(ours) + len(theirs) == 2:
                    continue
                if sum(self.bill[n]["cents"] for n in ours) != sum(
                    self.payments[p]["cents"] for p in theirs
                ):
                    continue
                latest = max(
                    (p for p in theirs if self.payments[p]["cents"] > 0),
                    key=lambda p: (self.payments[p]["day"], p),
                )
                for number in ours:
                    self.match[number] = latest
                    self.several[number] = theirs
                for place in theirs:
                    taken[place] = True

        walk(lambda a, b: same(a, b, "account", "day", "cents"), lambda n: True)
        add_up(lambda row: (row["account"], row["day"]), lambda n: True)
        for number in range(len(self.bill)):
            self.repeated[number] = repeats[number] and self.match[number] is None
        add_up(lambda row: (row["account"], month(row["day"])), lambda n: not self.repeated[n])
        walk(
            lambda a, b: same(a, b, "account", "day") and (a["cents"] > 0) == (b["cents"] > 0),
            lambda n: not self.repeated[n],
        )
        walk(lambda a, b: same(a, b, "account", "cents"), lambda n: not self.repeated[n])

    def _differ(self, line: Row, places: list[int]) -> bool:
        """Return whether the payments of a line do not all earn alike."""
        earned = set()
        for place in places:
            payment = self.payments[place]
            meant = self._meant(line, payment["cents"], payment["day"])
            earned.add(self._earned(line, meant)[:3])
        return len(earned) > 1

    def _positives(self) -> list[Row]:
        rows = self.bill if self.payments is None else self.payments
        return [r for r in rows if (r["cents"] or 0) > 0 and r["day"] is not None]

    def _meant(self, line: Row, cents: int | None, day: int | None) -> int | None:
        if cents is None or cents >= 0 or line["account"] is None or day is None:
            return day
        before = [
            p for p in self._positives() if p["account"] == line["account"] and p["day"] <= day
        ]
        same = [p["day"] for p in before if p["cents"] == -cents]
        return max(same or [p["day"] for p in before] or [day])

    def _facts(self, line: Row, day: int | None) -> tuple[Row, bool]:
        if self.held is None:
            return line, True
        rows = [row for row in self.held if row["account"] == line["account"]]
        if not rows or line["account"] is None:
            return line, False
        rows.sort(key=lambda row: -1 if row["placed"] is None else row["placed"])
        chosen = rows[0] if day is not None else rows[-1]
        for row in rows:
            if day is not None and (row["placed"] is None or row["placed"] <= day):
                chosen = row
        both = {
            name: chosen[name] if chosen[name] is not None else line[name]
            for name in ("age", "balance")
        }
        return {**both, "placed": chosen["placed"], "recalled": chosen["recalled"]}, True

    def _earned(
        self, line: Row, day: int | None
    ) -> tuple[str | None, Decimal, Decimal, str | None]:
        facts, known = self._facts(line, day)
        terms = self.contract
        placed, recalled, age, balance = (
            facts[n] for n in ("placed", "recalled", "age", "balance")
        )
        part = Decimal(1)
        why = None
        if balance is not None and balance < terms["minimum_balance"]:
            why = "small_balance"
        if day is not None and recalled is not None and day > recalled:
            if day - recalled <= terms["tail_days"]:
                part = d(terms["tail_share"])
            else:
                why = "after_recall"
        if day is not None and placed is not None and day < placed:
            why = "before_placement"
        if self.held is not None and terms["complete"] and not known:
            why = "not_placed"
        if why:
            return why, Decimal(0), part, None
        lacking = None
        rates = terms["by_age"]
        rate = Decimal(0)
        flat = len({r for _, r in rates}) == 1
        if terms["age_when"] == "cash":
            if not flat and (day is None or placed is None):
                lacking = "day"
            age = None if None in (age, day, placed) else age + day - placed
        if age is None and not flat and lacking is None:
            lacking = "age"
        for months, each in rates:
            begins = 30 * months if months < 12 else 365 * months / 12
            if months == 0 or (age is not None and age > begins):
                rate = d(each)
        if terms["by_balance"]:
            points = Decimal(0)
            for start, each in terms["by_balance"]:
                if start == 0 or (balance is not None and balance >= start * 100):
                    points = d(each)
            rate += points
        if (terms["by_balance"] or terms["minimum_balance"]) and balance is None:
            lacking = "balance"
        if day is None and (placed is not None or recalled is not None):
            lacking = "day"
        return None, rate, part, lacking

    def _extra(self, facts: list[Any]) -> list[Decimal]:
        tiers = self.contract["by_result"]
        extra = [Decimal(0)] * len(facts)
        if not tiers:
            return extra
        placed = self.contract["placed"]
        bounds = [to_cents(d(start) * placed) for start, _ in tiers]
        before = self.contract["collected_before"]
        counted = [0 if f[3] else f[8] for f in facts]
        if not self.contract["marginal"]:
            total = before + sum(counted)
            points = d(tiers[0][1])
            for bound, (_, each) in zip(bounds, tiers, strict=True):
                if total >= bound:
                    points = d(each)
            return [points * amount for amount in counted]

        def worth(money: int) -> Decimal:
            total = Decimal(0)
            for place, (_, each) in enumerate(tiers):
                top = bounds[place + 1] if place + 1 < len(bounds) else None
                inside = (money if top is None else min(money, top)) - bounds[place]
                total += (inside if place == 0 else max(inside, 0)) * d(each)
            return total

        order = sorted(range(len(facts)), key=lambda n: (facts[n][0] is None, facts[n][0] or 0, n))
        for number in order:
            after = before + counted[number]
            extra[number] = worth(after) - worth(before)
            before = after
        return extra

    def _reasons(
        self, number: int, line: Row, billed: int, due: int, true: int, why: str | None,
        part: Decimal, kept: bool, amount: int, extra: Decimal, vat: Decimal,
    ) -> dict[str, int]:  # fmt: skip
        found: dict[str, int] = defaultdict(int)
        claimed = line["cents"]
        has_rate = line["rate"] is not None
        first = self._gross(claimed * d(line["rate"]), vat) if has_rate else due
        right = to_cents(claimed * d(line["rate"])) if has_rate else None
        if not has_rate:
            right = to_cents((amount * self._rate_of(line, number) + extra) * part)
        if vat and billed not in (first, due) and (line["vat"] == 0 or billed == right):
            found["vat_not_billed"] = billed - self._gross(Decimal(billed), vat)
            billed = self._gross(Decimal(billed), vat)
        if line["rate"] is not None:
            first = self._gross(claimed * d(line["rate"]), vat)
            second = self._gross(true * d(line["rate"]), vat)
        else:
            first = second = billed
            if true != claimed:
                second = to_cents(Decimal(billed) * true / claimed) if claimed else 0
        holds = self.contract["vat"] == "in"
        on_top = self._gross(Decimal(first), self.vat_rate)
        found["vat" if holds and billed == on_top != first else "arithmetic"] += billed - first
        lost = "amount"
        if self.repeated[number]:
            lost = "duplicate"
        elif self.payments is not None and self.match[number] is None:
            lost = "not_paid"
        found[lost] += first - second
        reason = "rate"
        if part != 1:
            reason = "tail"
        if holds and second == self._gross(Decimal(due), self.vat_rate) and second != due:
            reason = "vat"
        if why:
            reason = why
        then = self._earned(line, self._meant(line, line["cents"], line["day"]))
        as_billed = self._gross((amount * then[1] + extra) * then[2], vat)
        if as_billed == second and as_billed != due:
            reason = "day"
        if kept:
            reason = "reversal_kept"
        found[reason] += second - due
        return {name: cents for name, cents in found.items() if cents}

    def _rate_of(self, line: Row, number: int) -> Decimal:
        day, cents = line["day"], line["cents"]
        if self.match[number] is not None:
            day = self.payments[self.match[number]]["day"]
            if number not in self.several:
                cents = self.payments[self.match[number]]["cents"]
        return self._earned(line, self._meant(line, cents, day))[1]

    def _left(self, found: Answer) -> None:
        days = [line["day"] for line in self.bill if line["day"] is not None]
        if not days:
            return
        first, last = month(min(days)), month(max(days))
        ours = {line["account"] for line in self.bill}
        if self.held is not None:
            ours |= {row["account"] for row in self.held}
        taken = set(self.match) | {p for places in self.several.values() for p in places}
        rest = [
            (number, row)
            for number, row in enumerate(self.payments)
            if number not in taken and row["account"] in ours and row["account"] is not None
            and first <= month(row["day"]) <= last
        ]  # fmt: skip
        has_vat = self.contract["bill_holds_vat"] or any(b["vat"] is not None for b in self.bill)
        vat = self.vat_rate if has_vat and self.contract["vat"] == "out" else Decimal(0)
        for number, row in rest:
            own = next((b for b in self.bill if b["account"] == row["account"]), None)
            facts = dict.fromkeys(("placed", "recalled", "age", "balance")) | (own or {})
            line = {**facts, "account": row["account"]}
            meant = self._meant(line, row["cents"], row["day"])
            _, rate, part, lacking = self._earned(line, meant)
            due = 0 if lacking else self._gross(row["cents"] * rate * part, vat)
            if row["cents"] > 0:
                if due:
                    found.not_billed.append((number, due))
                continue
            if not self.contract["clawed_back"]:
                continue
            before = [
                p for p in self._positives()
                if p["account"] == row["account"] and p["day"] <= row["day"]
            ]  # fmt: skip
            if not before:
                found.without_payment += 1
                continue
            unbilled = any(
                r["account"] == row["account"] and r["cents"] > 0 and r["day"] == meant
                for _, r in rest
            )
            if unbilled:
                if due:
                    found.not_billed.append((number, due))
            elif due < 0:
                found.not_given_back.append((number, due))
