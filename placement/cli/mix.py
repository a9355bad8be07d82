"""Command: which contracts to take, and with how many seats."""

import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placement.cli.app import app
from placement.cli.options import HowAgencies, HowSure, Json, Overlays, Sets, UnderScenario
from placement.cli.progress import DrawsProgress
from placement.cli.quiet import solver_is_silent
from placement.cli.show import (
    finding_answer,
    left,
    print_how_sure,
    print_json,
    right,
    show_findings,
    sums,
)
from placement.cli.under import under
from placement.domain.errors import InputError
from placement.domain.text import about, listed, sentences, t

if TYPE_CHECKING:
    from placement.api.mix import MixAnswer


@app.command("mix")
def mix_command(
    contracts: Annotated[Path, typer.Argument(help="Table of contracts, one row an age band.")],
    seats: Annotated[
        float, typer.Option(help="Collectors there are today; all are paid, busy or not.")
    ],
    cash: Annotated[
        float | None, typer.Option(help="Money there is today; it may never fall below 0.")
    ] = None,
    legal_hours: Annotated[float | None, typer.Option(help="Lawyers' hours a month.")] = None,
    hire: Annotated[bool, typer.Option("--hire", help="People may be hired.")] = False,
    let_go: Annotated[bool, typer.Option("--let-go", help="People may be let go.")] = False,
    wage: Annotated[
        float | None, typer.Option(help="Of a person and month; else the library's seat cost.")
    ] = None,
    hiring_cost: Annotated[
        float | None, typer.Option(help="Of each person hired; else the library's.")
    ] = None,
    leaving_cost: Annotated[
        float | None, typer.Option(help="Of each person let go; else the library's.")
    ] = None,
    ramp: Annotated[
        int | None,
        typer.Option(help="Months until a newcomer is fully productive; else the library's."),
    ] = None,
    limits: Annotated[
        list[str] | None,
        typer.Option(
            "--limit",
            metavar="KIND:NAME=SEATS",
            help="Most seats on one skill, creditor or sector, as in sector:telecom=12; "
            "may be repeated.",
        ),
    ] = None,
    creditor_share: Annotated[
        float | None,
        typer.Option(
            help="Most of the expected revenue that any one creditor may bring; 0.4 is 40 %."
        ),
    ] = None,
    sector_share: Annotated[
        float | None,
        typer.Option(
            help="Most of the expected revenue that any one sector may bring; 0.4 is 40 %."
        ),
    ] = None,
    fees: Annotated[
        Path | None,
        typer.Option(
            help="TOML file with the fee terms of contracts that state none of their own."
        ),
    ] = None,
    stance: HowAgencies = None,
    overbooking: Annotated[
        str,
        typer.Option(
            help="How bids that may be lost count: full (all may be won), expected (on average), "
            "safe (exceeded about as seldom as --exceed says)."
        ),
    ] = "full",
    exceed: Annotated[
        float, typer.Option(help="Chance of needing more than there is, for safe.")
    ] = 0.05,
    levels: Annotated[int, typer.Option(min=1, max=20, help="Staffing levels a contract.")] = 8,
    time_limit: Annotated[
        float, typer.Option(help="Seconds that all searches may take together.")
    ] = 20.0,
    win_correlation: Annotated[
        float | None,
        typer.Option(help="Of what decides the bids to one creditor, 0 to 1; else the library's."),
    ] = None,
    draws: Annotated[int, typer.Option(help="Draws of wins and losses.")] = 20_000,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 0,
    how_sure: HowSure = None,
    frontier: Annotated[
        int, typer.Option(min=0, max=60, help="Points of profit against people; 0 for none.")
    ] = 0,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
) -> None:
    """Which contracts to take with the people, cash and legal hours there are."""
    from placement import api
    from placement.decide.mix.capacities import Capacities
    from placement.decide.mix.choose import check_time_limit
    from placement.decide.mix.overbooking import check_draws
    from placement.decide.mix.programme import Overbooking, Rule
    from placement.report.mix_answer import mix_answer
    from placement.report.uncertainty_answer import mix_draws_answer
    from placement.tape.currency import DEFAULT_CURRENCY
    from placement.words.contracts import proof_words
    from placement.words.how_sure import in_draws, mix_words

    if overbooking not in list(Overbooking):
        raise InputError(
            t(
                "--overbooking must be one of {known}; got {kind!r}.",
                known=listed(Overbooking),
                kind=overbooking,
            )
        )
    check_draws(draws)
    check_time_limit(time_limit)
    chosen = under(sets, overlays, scenario=scenario, stance=stance)
    assumptions = chosen.assumptions
    rule = Rule(
        kind=Overbooking(overbooking),
        exceed=exceed,
        correlation=(
            api.win_correlation(assumptions) if win_correlation is None else win_correlation
        ),
    )
    capacities = Capacities(
        seats=seats,
        cash=cash,
        legal_hours=legal_hours,
        people=api.people_terms(
            assumptions,
            wage=wage,
            hiring_cost=hiring_cost,
            leaving_cost=leaving_cost,
            ramp_months=ramp,
            may_hire=hire,
            may_let_go=let_go,
        ),
        seats_of=_limits(limits),
        creditor_share=creditor_share,
        sector_share=sector_share,
    )
    table = api.open_contracts(contracts, filename=contracts.name, assumptions=assumptions)
    table.require_whole()
    show_findings(table.findings)
    with solver_is_silent():
        found = api.choose_contracts(
            table.contracts,
            assumptions,
            capacities,
            fees=chosen.fees(fees),
            stance=chosen.stance,
            rule=rule,
            levels=levels,
            time_limit=time_limit,
            draws=draws,
            seed=seed,
            frontier_points=frontier,
        )
    answer = mix_answer(
        found.mix,
        gains=found.gains,
        moves=found.moves,
        exceeded=found.exceeded,
        hiring=found.hiring,
        cash=found.cash,
        frontier=found.frontier,
    )
    answer["findings"] = [finding_answer(finding) for finding in table.findings]
    answer["how_sure"] = None
    if how_sure is not None:
        with solver_is_silent():
            drawn = api.simulate_mix(
                found.mix,
                assumptions,
                draws=how_sure,
                fees=chosen.fees(fees),
                stance=chosen.stance,
                time_limit=time_limit,
                progress=DrawsProgress(),
            )
        names = table.contracts.contract
        said = sentences([in_draws(how_sure), mix_words(drawn, names, DEFAULT_CURRENCY)])
        answer["how_sure"] = mix_draws_answer(drawn, names, seed=api.USUAL_SEED) | {"said": [said]}
    if not answer["optimal"]:
        print(proof_words(found.mix)[1], file=sys.stderr)
    if as_json:
        print_json(answer)
    else:
        _print_mix(answer, found)
        print_how_sure(answer)


def _limits(pairs: list[str] | None) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for pair in pairs or []:
        about, equals, text = pair.rpartition("=")
        kind, colon, name = about.partition(":")
        try:
            found[kind.strip(), name.strip()] = float(text)
        except ValueError:
            equals = ""
        if not (equals and colon):
            raise InputError(
                t(
                    "--limit takes KIND:NAME=SEATS with a number, as in {example}; got {pair!r}.",
                    example="sector:telecom=12",
                    pair=pair,
                )
            )
    return found


def _print_mix(answer: dict[str, Any], found: "MixAnswer") -> None:
    from placement.words.contracts import (
        cash_words,
        gain_lines,
        hire_words,
        move_words,
        proof_words,
        wages_words,
    )

    for row in answer["chosen"]:
        level = t("level {mode} of {modes}", mode=row["mode"], modes=row["modes"])
        seats = _seats(f"{row['seats']:,.1f}")
        print(
            f"  {left(row['contract'], 32)} {left(level, 16)} "
            f"{right(seats, 14)} {row['profit']:>18,.2f}"
        )
    if not answer["chosen"]:
        print(t("No contract is worth taking with these means."))
        if answer["revenue_shares"]:
            print(
                t(
                    "A limit on shares of the revenue of {share:.0%} can only be kept by {least} "
                    "or more names that all bring some.",
                    share=min(answer["revenue_shares"]),
                    least=math.ceil(1.0 / max(min(answer["revenue_shares"]), 1e-9) - 1e-9),
                )
            )
    for row in answer["left_out"]:
        print(
            t(
                "  left out: {contract}, {profit} at its best",
                contract=row["contract"],
                profit=sums(row["best_profit"])[0],
            )
        )
    print(
        t(
            "Expected profit {profit}, in today's money, after all wages paid.",
            profit=sums(answer["profit"])[0],
        )
    )
    if answer["optimal"]:
        print(proof_words(found.mix)[1])
    print(
        t(
            "Wages of {bill} are paid until month {month}, when {contract} would end; "
            "{share:.1%} of the months paid have no work on average.",
            bill=sums(answer["wages"]["bill"])[0],
            month=answer["paid_until"]["month"],
            contract=answer["paid_until"]["contract"] or t("nothing"),
            share=answer["idle_share"],
        )
    )
    print(wages_words(found.hiring))
    hired, gone = (sum(row[key] for row in answer["people"]) for key in ("hired", "left"))
    if hired or gone:
        print(
            t(
                "Hired are {hired:,.1f} full-time people and let go {left:,.1f}.",
                hired=hired,
                left=gone,
            )
        )
    print(about(t("Cash"), cash_words(found.cash)))
    if answer["exit_costs"]:
        print(
            t(
                "Taken off are exit costs of {costs} for letting go of {contracts}.",
                costs=sums(answer["exit_costs"])[0],
                contracts=listed(row["contract"] for row in answer["left_out"] if row["exit_cost"]),
            )
        )
    for row in answer["capacities"]:
        if row["kind"].endswith("_revenue"):
            print(
                t(
                    "{capacity}: {used:.1%} of at most {available:.1%}, on average.",
                    capacity=row["capacity"],
                    used=row["used"],
                    available=row["available"],
                )
            )
            continue
        print(
            t(
                "{capacity}: {used:,.1f} of {available:,.1f} if all bids are won, exceeded in "
                "{share:.1%} of cases.",
                capacity=row["capacity"],
                used=row["used"],
                available=row["available"],
                share=row["exceeded"],
            )
        )
    for line in (
        hire_words(found.mix, found.gains),
        *gain_lines(found.gains),
        move_words(found.mix, found.moves),
    ):
        print(line)
    for point in answer["frontier"] or []:
        profit = "-" if point["profit"] is None else f"{point['profit']:,.2f}"
        print(f"  {right(_seats(format(point['seats'], ',.0f')), 14)} {right(profit, 18)}")


def _seats(count: str) -> str:
    """Return a written number of seats with its unit."""
    return t("1 seat") if count == "1" else t("{count} seats", count=count)
