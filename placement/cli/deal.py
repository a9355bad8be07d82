"""Command: the commission from both sides."""

from pathlib import Path
from typing import Annotated

import typer

from placement.cli.app import app
from placement.cli.inputs import (
    TapeCall,
    account_of,
    only_of_one_account,
)
from placement.cli.meaning import Reading, reads_a_tape
from placement.cli.options import (
    AsOf,
    Creditor,
    Disputed,
    HowAgencies,
    HowSure,
    Json,
    Overlays,
    Placements,
    Principal,
    Sets,
    SinceDemand,
    UnderScenario,
    Unreachable,
    sector_of,
)
from placement.cli.progress import DrawsProgress
from placement.cli.show import print_how_sure, print_json
from placement.cli.under import under
from placement.decide.deal.lot import Ladder
from placement.domain.errors import InputError
from placement.domain.text import sentences, t


@app.command("deal")
@reads_a_tape
def deal_command(
    tape: Annotated[
        Path | None, typer.Argument(help="A book, instead of accounts that are all alike.")
    ] = None,
    sector: Annotated[
        str | None,
        typer.Option(help="Sector; on a tape, of all rows without the column.", callback=sector_of),
    ] = None,
    balance: Annotated[float | None, typer.Option(help="Amount owed on one account.")] = None,
    age: Annotated[float | None, typer.Option(help="Months past due.")] = None,
    accounts: Annotated[
        int | None, typer.Option(help="Number of accounts placed together.")
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(
            help="Of a tape: the sector that is offered; default: all.", callback=sector_of
        ),
    ] = None,
    best_placed: Annotated[
        bool,
        typer.Option(
            "--best-placed", help="Of a tape: only what is best begun with the next agency."
        ),
    ] = False,
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
    ladder: Annotated[
        Ladder, typer.Option(help="How a quote becomes the commission of each segment.")
    ] = Ladder.SCALED,
    court_advance: Annotated[
        float, typer.Option(help="Share of accounts whose court fee the agency lays out.")
    ] = 0.0,
    creditor: Creditor = None,
    principal: Principal = None,
    placements: Placements = 0,
    months_since_demand: SinceDemand = None,
    disputed: Disputed = False,
    unreachable: Unreachable = False,
    stance: HowAgencies = None,
    how_sure: HowSure = None,
    as_of: AsOf = None,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
    *,
    reading: Reading,
) -> None:
    """The commission from both sides: floor, ceiling, best for the creditor, effective fee."""
    from placement import api
    from placement.cli.deal_text import deal_lines
    from placement.report.deal_answer import deal_answer
    from placement.report.uncertainty_answer import commission_answer
    from placement.tape.currency import DEFAULT_CURRENCY
    from placement.words.how_sure import commission_words, in_draws

    chosen = under(sets, overlays, scenario=scenario, stance=stance)
    assumptions = chosen.assumptions
    if tape is not None:
        only_of_one_account(
            "deal",
            balance=balance is not None,
            age=age is not None,
            accounts=accounts is not None,
            principal=principal is not None,
            placements=placements != 0,
            months_since_demand=months_since_demand is not None,
            disputed=disputed,
            unreachable=unreachable,
        )
        call = TapeCall(
            tape=tape, under=chosen, sector=sector, creditor=creditor,
            reading=reading, as_of=as_of,
        )  # fmt: skip
        ranked = call.ranked()
        currency = ranked.book.tape.currency
        among = None
        if best_placed:
            plans = api.best_plans(ranked.ranking, assumptions, stance=chosen.stance)
            among = api.best_placed(plans.first_value)
        lot = api.lot_of_book(ranked.segmentation.segments, only=only, among=among)
    else:
        if only is not None or best_placed:
            raise InputError(
                t("--only and --best-placed choose from a tape; give one, or neither.")
            )
        if sector is None or balance is None or age is None or accounts is None:
            raise InputError(
                t(
                    "deal takes a tape, or --sector, --balance, --age and --accounts of accounts "
                    "that are all alike; give either."
                )
            )
        account = account_of(
            sector, balance, age, creditor, principal, placements, months_since_demand, disputed,
            unreachable,
        )  # fmt: skip
        lot, currency = api.lot_segments(account, accounts), DEFAULT_CURRENCY
    found = api.deal(
        lot,
        assumptions,
        quoted=quoted,
        fees=chosen.fees(fees),
        stance=chosen.stance,
        target_margin=target_margin,
        fixed_cost=fixed_cost,
        court_advance_share=court_advance,
        ladder=ladder,
    )
    answer = deal_answer(found)
    answer["how_sure"] = None
    if how_sure is not None:
        drawn = api.simulate_commission(
            lot,
            assumptions,
            stance=chosen.stance,
            target_margin=target_margin,
            fixed_cost=fixed_cost,
            fees=chosen.fees(fees),
            court_advance_share=court_advance,
            draws=how_sure,
            progress=DrawsProgress(),
        )
        said = sentences([in_draws(how_sure), commission_words(drawn)])
        answer["how_sure"] = commission_answer(drawn) | {"seed": api.USUAL_SEED, "said": [said]}
    if as_json:
        print_json(answer)
    else:
        print("\n".join(deal_lines(found, currency)))
        print_how_sure(answer)
