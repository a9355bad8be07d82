"""Commands: the numbers in use, and what courts charge."""

from typing import Annotated

import typer

from placement.cli.app import app
from placement.cli.options import (
    Json,
    Overlays,
    Sets,
    UnderScenario,
)
from placement.cli.show import cents, left, named, print_json, right
from placement.cli.under import under
from placement.domain.text import t


@app.command("assumptions")
def assumptions_command(
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
) -> None:
    """Every number in use, with its range, source and status."""
    from placement.assume.said import said, status_names
    from placement.assume.units import UNITS

    entries = under(sets, overlays, scenario=scenario).assumptions.entries.values()
    if as_json:
        keys = ("path", "value", "low", "high", "unit", "source", "as_of", "status", "note")
        rows = [{key: getattr(entry, key) for key in keys} for entry in entries]
        print_json({"assumptions": rows})
        return
    statuses = status_names()
    for entry in entries:
        unit = named(entry.unit, t(UNITS[entry.unit].label))
        status = named(entry.status, statuses[entry.status])
        print(
            f"{entry.path} = {entry.value:g} [{entry.low:g} .. {entry.high:g}] "
            f"{unit} | {status} | {said(entry.source)} ({entry.as_of})"
        )


@app.command("court-fee")
def court_fee_command(
    amount: Annotated[float, typer.Argument(help="Amount claimed.")], as_json: Json = False
) -> None:
    """Exact court and lawyers' charges on a claim."""
    from placement.api import court_charges

    charges = court_charges(amount)
    if as_json:
        print_json({"amount": amount, **charges})
        return
    names = {
        "acceptance": t("acceptance fee"),
        "summary": t("summary procedure"),
        "payment_order": t("payment order"),
        "enforcement": t("enforcement"),
        "preservation": t("preservation"),
        "lawyer_cap": t("cap on the lawyer's fee"),
    }
    for name, charge in charges.items():
        print(f"{left(named(name, names.get(name, name)), 14)} {right(cents(charge), 16)}")
