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
from placement.cli.show import cents, print_json
from placement.cli.under import under


@app.command("assumptions")
def assumptions_command(
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
) -> None:
    """Every number in use, with its range, source and status."""
    entries = [
        {
            "path": entry.path,
            "value": entry.value,
            "low": entry.low,
            "high": entry.high,
            "unit": entry.unit,
            "source": entry.source,
            "as_of": entry.as_of,
            "status": entry.status,
            "note": entry.note,
        }
        for entry in under(sets, overlays, scenario=scenario).assumptions.entries.values()
    ]
    if as_json:
        print_json({"assumptions": entries})
        return
    for entry in entries:
        print(
            f"{entry['path']} = {entry['value']:g} [{entry['low']:g} .. {entry['high']:g}] "
            f"{entry['unit']} | {entry['status']} | {entry['source']} ({entry['as_of']})"
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
    for name, charge in charges.items():
        print(f"{name:14} {cents(charge):>16}")
