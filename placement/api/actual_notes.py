"""Plan against actual: how alarms are made, and what the tapes and payments do not say."""

from typing import TYPE_CHECKING

from placement.domain.names import name_label
from placement.domain.text import clauses, listed, t
from placement.risk.paying import RESIDUE

if TYPE_CHECKING:
    from placement.api.actual import PlanAgainstActual


def actual_notes(found: "PlanAgainstActual") -> list[str]:
    """Return how alarms are made, and what the tapes do not say, a line each."""
    judged = int(found.is_judged.sum())
    said = [
        t(
            "{judged:,} groups are looked at, of which chance alone puts {outside:.1f} outside a "
            "range of nine in ten. An alarm allows for that (Benjamini and Hochberg): where all "
            "odds are right, the chance of any alarm is at most {rate:.0%}.",
            judged=judged,
            outside=0.1 * judged,
            rate=found.rate,
        )
    ]
    gone, left, broken = (int(x.sum()) for x in (found.gone, found.left, found.unreadable))
    if gone:
        said.append(
            t(
                "{count:,} accounts ({money:,.2f}) are gone and the tape does not say how. They "
                "are read both ways, as paid at the usual settlement and as left otherwise; you "
                "can say which it is.",
                count=gone,
                money=float(found.gone_balance.sum()),
            )
            if len(found.readings) > 1
            else t(
                "{count:,} accounts ({money:,.2f}) are gone and the tape does not say how; they "
                "are taken as you said.",
                count=gone,
                money=float(found.gone_balance.sum()),
            )
        )
    if left:
        said.append(
            t(
                "{count:,} accounts left otherwise than by paying, as the later tape says: "
                "withdrawn, sold or the like. Nothing is expected of them.",
                count=left,
            )
        )
    if planned := int(found.left_as_planned.sum()):
        said.append(
            t(
                "{count:,} accounts that the plan sells or writes off are no longer listed; they "
                "are taken to have left that way.",
                count=planned,
            )
        )
    if settled := int(found.settled.sum()):
        said.append(
            t(
                "{count:,} accounts are settled: listed as such or with nothing owed, or gone and "
                "in the payments. Where no payment says more, they count at the usual settlement.",
                count=settled,
            )
        )
    if broken:
        said.append(
            t(
                "{count:,} accounts are on the later tape in rows that cannot be used; they are "
                "not judged.",
                count=broken,
            )
        )
    if rose := int(found.charged_accounts.sum()):
        said.append(
            t(
                "{count:,} accounts owe {money:,.2f} more: new charges, which are not taken off "
                "what came. A payment behind a new charge is not seen without remittances.",
                count=rose,
                money=float(found.charged.sum()),
            )
        )
    return [*said, *_of_residues(found), *_of_treatment(found), *_of_payments(found)]


def _of_residues(found: "PlanAgainstActual") -> list[str]:
    first = found.readings[0]
    if not (count := int(first.corrected.sum())):
        return []
    return [
        t(
            "{count:,} accounts have {money:,.2f} that is no payment: reversals, or no more than "
            "{share:.0%} of an instalment or half of {step:g}, the unit of the later tape. It is "
            "in no sum and makes nobody a payer.",
            count=count,
            money=float(first.corrections.sum()),
            share=RESIDUE,
            step=found.after.step,
        )
    ]


def _of_treatment(found: "PlanAgainstActual") -> list[str]:
    if not found.after.tells_work:
        return [
            t(
                "The later tape does not say what was done (no column of agencies, placements or "
                "letters), so all accounts are taken to have been treated as planned."
            )
        ]
    said = []
    if count := int(found.otherwise.sum()):
        first = found.readings[0]
        ways: dict[str, int] = {}
        for each in found.done:
            for name, number_of in each.items():
                ways[name] = ways.get(name, 0) + number_of
        said.append(
            t(
                "{count:,} accounts were not treated as planned ({ways}). The plan expected "
                "{planned:,.0f}, what was done {done:,.0f}; what came is held against what was "
                "done.",
                count=count,
                ways=listed(f"{name_label(name)} {n:,}" for name, n in ways.items()),
                planned=float(first.planned.sum()),
                done=float(first.judged.expected.sum()),
            )
        )
    if found.treated.too_often:
        said.append(
            t(
                "{count:,} accounts are with an agency for the fourth time or more, of which the "
                "model knows nothing; they are held against their plan.",
                count=found.treated.too_often,
            )
        )
    return said


def _of_payments(found: "PlanAgainstActual") -> list[str]:
    used = found.payments
    if used is None:
        return []
    said = [
        t(
            "The money of {count:,} accounts is that of the payments, {money:,.2f}. Of those still "
            "listed the payments say {paid:,.2f}; by the tapes they owe {tapes:,.2f} less.",
            count=used.accounts,
            money=used.counted,
            paid=found.by_payments,
            tapes=found.by_tapes,
        )
        if found.by_tapes >= 0.0
        else t(
            "The money of {count:,} accounts is that of the payments, {money:,.2f}. Of those still "
            "listed the payments say {paid:,.2f}; by the tapes they owe {tapes:,.2f} more.",
            count=used.accounts,
            money=used.counted,
            paid=found.by_payments,
            tapes=-found.by_tapes,
        )
    ]
    parts = [
        (used.unmatched_accounts, t("{count:,} accounts that the first tape does not have "
                                    "({money:,.2f})", count=used.unmatched_accounts,
                                    money=used.unmatched)),
        (used.left_accounts, t("{count:,} accounts that left otherwise ({money:,.2f})",
                               count=used.left_accounts, money=used.left)),
        (used.above_accounts, t("{count:,} accounts far above what they owed ({money:,.2f})",
                                count=used.above_accounts, money=used.above)),
        (used.outside_rows, t("{count:,} payments of other days ({money:,.2f})",
                              count=used.outside_rows, money=used.before + used.after)),
    ]  # fmt: skip
    if missing := [text for count, text in parts if count]:
        said.append(t("Of the payments these are in no sum: {parts}.", parts=clauses(missing)))
    return said
