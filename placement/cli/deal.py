"""Command: the commission from both sides."""

from pathlib import Path
from typing import Annotated, Any

import typer

from placement.cli.app import app
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
from placement.domain.text import t
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
        _print_deal(answer)


def _print_deal(answer: dict[str, Any]) -> None:
    none = t("none up to 1")
    for name in ("floor", "ceiling", "best_for_creditor", "quoted", "effective_fee"):
        value = answer[name]
        print(f"  {name:18} {none if value is None else f'{value:.4f}'}")
    at = answer["at_quoted"]
    print(
        t(
            "At the quote the creditor keeps {net:,.2f} and the agency earns {profit:,.2f}.",
            net=at["creditor_net"],
            profit=at["agency_profit"],
        )
    )
    if answer["deal"]:
        low, high = answer["zone"]
        print(t("Deal: from {low:.4f} to {high:.4f} both sides gain.", low=low, high=high))
        return
    print(t("No deal."))
    if not answer["works_at_best"]:
        print(t("The creditor's best leaves every account idle: nobody would work them."))
    _print_openers(answer["openers"])


def _print_openers(openers: list[dict[str, Any]]) -> None:
    print(t("What alone would open one:"))
    for opener in openers:
        start = f"  {opener['lever']:20} {_figure(opener['today']):>12}"
        if opener["needed"] is None:
            bound = _figure(opener["looked_to"])
            print(f"{start}  {t('nothing on the way to {bound}', bound=bound)}")
        else:
            print(f"{start}  {t('to {needed}', needed=_figure(opener['needed']))}")


def _figure(value: float) -> str:
    """Return whole numbers and money without decimals, factors with three."""
    return f"{value:,.0f}" if value >= 100.0 or value == round(value) else f"{value:.3f}"
