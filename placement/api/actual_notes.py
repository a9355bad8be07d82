"""Plan against actual: how alarms are made, and what the tapes and payments do not say."""

from typing import TYPE_CHECKING

from placement.domain.names import name_label
from placement.domain.text import clauses, listed, t
from placement.risk.paying import RESIDUE
from placement.words.numbers import in_sentence

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
                "{count:,} accounts ({money}) are gone and the tape does not say how. They "
                "are read both ways, as paid at the usual settlement and as left otherwise; you "
                "can say which it is.",
                count=gone,
                **in_sentence({"money": float(found.gone_balance.sum())}, decimals=2),
            )
            if len(found.readings) > 1
            else t(
                "{count:,} accounts ({money}) are gone and the tape does not say how; they "
                "are taken as you said.",
                count=gone,
                **in_sentence({"money": float(found.gone_balance.sum())}, decimals=2),
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
                "{count:,} accounts owe {money} more: new charges, which are not taken off "
                "what came. A payment behind a new charge is not seen without remittances.",
                count=rose,
                **in_sentence({"money": float(found.charged.sum())}, decimals=2),
            )
        )
    return [*said, *_of_residues(found), *_of_treatment(found), *_of_payments(found)]


def _of_residues(found: "PlanAgainstActual") -> list[str]:
    first = found.readings[0]
    if not (count := int(first.corrected.sum())):
        return []
    return [
        t(
            "{count:,} accounts have {money} that is no payment: reversals, or no more than "
            "{share:.0%} of an instalment or half of {step:g}, the unit of the later tape. It is "
            "in no sum and makes nobody a payer.",
            count=count,
            **in_sentence({"money": float(first.corrections.sum())}, decimals=2),
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
                "{planned}, what was done {done}; what came is held against what was "
                "done.",
                count=count,
                ways=listed(f"{name_label(name)} {n:,}" for name, n in ways.items()),
                **in_sentence(
                    {
                        "planned": float(first.planned.sum()),
                        "done": float(first.judged.expected.sum()),
                    }
                ),
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
    sums = in_sentence(
        {"money": used.counted, "paid": found.by_payments, "tapes": abs(found.by_tapes)},
        decimals=2,
    )
    said = [
        t(
            "The money of {count:,} accounts is that of the payments, {money}. Of those still "
            "listed the payments say {paid}; by the tapes they owe {tapes} less.",
            count=used.accounts,
            **sums,
        )
        if found.by_tapes >= 0.0
        else t(
            "The money of {count:,} accounts is that of the payments, {money}. Of those still "
            "listed the payments say {paid}; by the tapes they owe {tapes} more.",
            count=used.accounts,
            **sums,
        )
    ]
    parts = [
        (
            used.unmatched_accounts,
            used.unmatched,
            t("{count:,} accounts that the first tape does not have ({money})"),
        ),
        (used.left_accounts, used.left, t("{count:,} accounts that left otherwise ({money})")),
        (
            used.above_accounts,
            used.above,
            t("{count:,} accounts far above what they owed ({money})"),
        ),
        (
            used.outside_rows,
            used.before + used.after,
            t("{count:,} payments of other days ({money})"),
        ),
    ]
    missing = [
        text.format(count=count, **in_sentence({"money": money}, decimals=2))
        for count, money, text in parts
        if count
    ]
    if missing:
        said.append(t("Of the payments these are in no sum: {parts}.", parts=clauses(missing)))
    return said
