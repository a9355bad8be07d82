"""Command: the commission from both sides."""

from pathlib import Path
from typing import Annotated

import typer

from placement.cli.app import app
from placement.cli.deal_text import deal_lines
from placement.cli.inputs import account_of, assumptions_of
from placement.cli.options import (
    Age,
    Balance,
    Creditor,
    Disputed,
    HowAgencies,
    Json,
    Overlays,
    Placements,
    Principal,
    Sector,
    Sets,
    SinceDemand,
    Unreachable,
)
from placement.cli.show import print_json
from placement.domain.types import Stance


@app.command("deal")
def deal_command(
    sector: Sector,
    balance: Balance,
    age: Age,
    accounts: Annotated[int, typer.Option(help="Number of accounts placed together.")],
    quoted: Annotated[
        float | None, typer.Option(help="Commission on the table; default: the library's.")
    ] = None,
    fees: Annotated[
        Path | None, typer.Option(help="TOML file with the contract's other fee terms.")
    ] = None,
    target_margin: Annotated[
        float | None, typer.Option(help="Profit the agency wants, as a share of revenue.")
    ] = None,
    fixed_cost: Annotated[
        float | None, typer.Option(help="Cost of winning and running the contract.")
    ] = None,
    court_advance: Annotated[
        float, typer.Option(help="Share of accounts whose court fee the agency lays out.")
    ] = 0.0,
    creditor: Creditor = None,
    principal: Principal = None,
    placements: Placements = 0,
    months_since_demand: SinceDemand = None,
    disputed: Disputed = False,
    unreachable: Unreachable = False,
    stance: HowAgencies = Stance.PROFIT_SEEKING,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
) -> None:
    """The commission from both sides: floor, ceiling, best for the creditor, effective fee."""
    from placement import api
    from placement.report.deal_answer import deal_answer

    account = account_of(
        sector, balance, age, creditor, principal, placements, months_since_demand, disputed,
        unreachable,
    )  # fmt: skip
    found = api.deal(
        api.lot_segments(account, accounts),
        assumptions_of(sets, overlays),
        quoted=quoted,
        fees=api.fee_terms_in(fees),
        stance=stance,
        target_margin=target_margin,
        fixed_cost=fixed_cost,
        court_advance_share=court_advance,
    )
    answer = deal_answer(found)
    if as_json:
        print_json(answer)
    else:
        print("\n".join(deal_lines(answer)))
