"""Write docs/commissions.md: `.venv/bin/python -m docs.make_commissions` in the project's folder.

The same library gives the same file to the letter; a test holds the committed one against a
fresh run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from placement.api import deal, lot_segments, one_account
from placement.assume.assumptions import Assumption
from placement.assume.library import load_library
from placement.assume.tables import ladder_step
from placement.decide.deal.deal import Deal
from placement.decide.deal.lot import Lot
from placement.odds.debtor import HARD

PAGE = Path(__file__).parent / "commissions.md"
LIBRARY = load_library()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One lot of the table."""

    sector: str
    creditor: str
    balance: float
    age: float
    accounts: int


def rows(
    sector: str, creditor: str, *, balance: float, ages: tuple[float, ...], accounts: int
) -> list[Row]:
    """Return the same lot at several ages."""
    return [
        Row(sector=sector, creditor=creditor, balance=balance, age=age, accounts=accounts)
        for age in ages
    ]


LOTS = [
    *rows("bank_card", "state_owned", balance=7_000, ages=(4, 8, 14, 30), accounts=1_000),
    *rows("bank_card", "joint_stock", balance=7_000, ages=(4, 8, 14, 30), accounts=1_000),
    *rows("telecom", "other", balance=200, ages=(5, 9, 14), accounts=20_000),
    *rows("property_fee", "other", balance=3_000, ages=(8, 14, 30), accounts=300),
    *rows("logistics", "other", balance=60_000, ages=(4, 8, 14), accounts=40),
    *rows("software_retainage", "other", balance=400_000, ages=(8, 14), accounts=20),
]

INTRODUCTION = """# What a fair commission would be

<!-- Made by docs/make_commissions.py. Change the library or the lots, not this page. -->

For lots of the five sectors: what the field pays (the library's ladder, its range and status),
beside c*, the commission that leaves the creditor most when the agency works as much as pays
for itself. "Simple" is c* for the hard debtors alone without fading, discount, self-cures, VAT and
caseload, from the formula. Floor is the lowest commission at which the lot pays the agency, its
contract's fixed cost included; ceiling the highest at which beginning with the placement is worth
no less than the best plan that begins otherwise, whose first move stands in the last column. c* is
of the placement alone. A deal needs a floor that is not above the ceiling. Amounts are yuan, ages
months past due; the library's numbers are described in [model.md](model.md).

Where a collector's caseload caps the work, a higher commission buys no more of
it, so c* may lie below the simple one.

Where c* lies below the floor the lot is too small for the creditor's best: he pays at least the
floor. Where the field pays more than c*, a lower commission would leave the creditor more,
although the agency then works less; where it pays less, it buys idleness.
"""


def rung_of(row: Row) -> Assumption:
    """Return the rung of the library's ladder that a lot's age has reached."""
    prefix = f"{row.sector}.agency.commission.{row.creditor}"
    points, _ = LIBRARY.table(prefix)
    reached = ladder_step(np.array([row.age]), points=points, values=points).item()
    return LIBRARY.entries[f"{prefix}.{reached:g}m"]


def simple_best(lot: Lot) -> float | None:
    """Return c* = q + sqrt(q (1 - q) (1 - w) / w) for the hard debtors alone.

    None where the first contact cannot pay.
    """
    willing = float(lot.terms.debtor.willing_hard[0])
    needed = lot.contract.contacts_per_willing[HARD, 0, 0]
    contact = float(lot.contract.cost_per_contact[0] * needed)
    share = contact / float(lot.terms.debtor.paid_value[0])
    if share >= willing:
        return None
    return share + float(np.sqrt(share * (1.0 - share) * (1.0 - willing) / willing))


def found(row: Row) -> Deal:
    """Return both sides of a lot."""
    account = one_account(
        sector=row.sector, balance=row.balance, age=row.age, creditor_type=row.creditor
    )
    return deal(lot_segments(account, row.accounts), LIBRARY)


def percent(value: float | None) -> str:
    """Return a commission in percent, or that there is none up to 100%."""
    return "none" if value is None or value > 1.0 else f"{100.0 * value:.1f} %"


def line(row: Row) -> str:
    """Return one row of the table."""
    answer, rung = found(row), rung_of(row)
    zone = answer.zone
    best = percent(zone.best_for_creditor) if zone.works_at_best else "nobody works"
    cells = [
        f"{row.sector}, {row.creditor}",
        f"{row.accounts:,} of {row.balance:,.0f}",
        f"{row.age:g}",
        f"{percent(rung.value)} ({100 * rung.low:g}-{100 * rung.high:g}, {rung.status})",
        best,
        percent(simple_best(zone.lot)),
        percent(zone.bounds.floor),
        percent(zone.bounds.ceiling),
        "yes" if zone.bounds.deal else "no",
        zone.other.first[0],
    ]
    return "| " + " | ".join(cells) + " |"


def lines() -> Iterator[str]:
    """Yield the page."""
    yield INTRODUCTION
    yield (
        "| sector, creditor | lot | age | field pays | c* | simple | floor | ceiling | deal "
        "| best other |"
    )
    yield "|---|---|---:|---|---:|---:|---:|---:|---|---|"
    yield from (line(row) for row in LOTS)


def render() -> str:
    """Return the whole page."""
    return "\n".join(lines()) + "\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
