"""Command: what to bid for a lot in a tender."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placement.cli.app import app
from placement.cli.bid_lots import bids_for_lots, how_sure_of, print_bids
from placement.cli.inputs import account_of, only_of_one_account
from placement.cli.options import (
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
from placement.cli.show import finding_answer, print_how_sure, print_json, right, show_findings
from placement.cli.under import under
from placement.decide.bid.choices import AboveCeiling, Average, PriceFormula, ResultsAre, Ties
from placement.domain.decimals import decimals
from placement.domain.errors import InputError
from placement.domain.text import t

if TYPE_CHECKING:
    from placement.assume.assumptions import Assumptions
    from placement.decide.bid.desk import BidDesk
    from placement.decide.bid.rivals import Rivals

READABLE = 0.00005
"""Chance that is printed as 0.01%; lower ones read as none."""


@app.command("bid")
def bid_command(
    lots: Annotated[
        Path | None, typer.Argument(help="List of lots, instead of one that the options describe.")
    ] = None,
    sector: Annotated[
        str | None, typer.Option(help="Sector of the library.", callback=sector_of)
    ] = None,
    balance: Annotated[float | None, typer.Option(help="Amount owed per account.")] = None,
    age: Annotated[float | None, typer.Option(help="Months past due.")] = None,
    accounts: Annotated[int | None, typer.Option(help="Number of accounts in the lot.")] = None,
    rivals: Annotated[int | None, typer.Option(help="Number of rivals, if known.")] = None,
    rivals_expected: Annotated[
        float | None, typer.Option(help="Mean of the number of rivals, if it is not known.")
    ] = None,
    rival_chances: Annotated[
        str | None, typer.Option(help="Chances of 0, 1, 2 ... rivals, as in 0.1,0.4,0.5.")
    ] = None,
    rival_mean: Annotated[
        float | None, typer.Option(help="Rivals' mean commission; 0.22 is 22%.")
    ] = None,
    rival_sd: Annotated[
        float | None, typer.Option(help="Its standard deviation; 0.03 is 3 points.")
    ] = None,
    rival_shift: Annotated[
        float | None,
        typer.Option(
            help="Of a list, instead of the mean: points above each lot's commission today, as "
            "decimals; 0.02 is 2 points."
        ),
    ] = None,
    past_results: Annotated[
        Path | None, typer.Option(help="List of past results: columns tender and commission.")
    ] = None,
    results_are: Annotated[
        ResultsAre, typer.Option(help="Whether these are all rivals' bids or the winning ones.")
    ] = ResultsAre.ALL,
    winners: Annotated[int, typer.Option(help="How many bidders win.")] = 1,
    ceiling: Annotated[float | None, typer.Option(help="Highest commission admitted.")] = None,
    above_ceiling: Annotated[
        AboveCeiling, typer.Option(help="What rivals do who would want more than the ceiling.")
    ] = AboveCeiling.STAY_AWAY,
    shares: Annotated[
        str | None,
        typer.Option(
            help="Volume of the first, second ... winner, as in 0.6,0.4; equal if not given."
        ),
    ] = None,
    estimate_error: Annotated[
        float, typer.Option(help="Error of the estimated share of willing debtors; 0.3 is 30%.")
    ] = 0.0,
    rivals_know: Annotated[
        float | None,
        typer.Option(help="Share of the spread of rivals' bids that knows the lot, 0 to 1."),
    ] = None,
    bid_cost: Annotated[float, typer.Option(help="What it costs to bid, won or not.")] = 0.0,
    price_weight: Annotated[
        float, typer.Option(help="Share of all points for the price; 1 is price alone.")
    ] = 1.0,
    price_formula: Annotated[
        PriceFormula, typer.Option(help="How the commission becomes price points.")
    ] = PriceFormula.LOWEST_OVER_BID,
    slope: Annotated[
        float | None,
        typer.Option(help="from_average: share of points lost at 100% above the benchmark."),
    ] = None,
    slope_below: Annotated[
        float | None, typer.Option(help="The same below it; as above if not given.")
    ] = None,
    deduct_above: Annotated[
        float | None, typer.Option(help="Instead: points lost for each percent above.")
    ] = None,
    deduct_below: Annotated[
        float | None, typer.Option(help="Instead: points lost for each percent below.")
    ] = None,
    average: Annotated[
        Average, typer.Option(help="from_average: which average of all bids.")
    ] = Average.PLAIN,
    ceiling_share: Annotated[
        float, typer.Option(help="from_average: share of the ceiling in the benchmark.")
    ] = 0.0,
    discounts: Annotated[
        str | None,
        typer.Option(help="from_average: k of average x (1-k), one drawn, as in 0.02,0.03,0.04."),
    ] = None,
    ties: Annotated[Ties, typer.Option(help="Who stands first at equal points.")] = Ties.DRAW_LOTS,
    own_points: Annotated[
        float | None, typer.Option(help="Own technical points, out of 100 in all.")
    ] = None,
    rival_points_mean: Annotated[
        float | None, typer.Option(help="A rival's mean technical points.")
    ] = None,
    rival_points_sd: Annotated[float | None, typer.Option(help="Their standard deviation.")] = None,
    target_margin: Annotated[
        float | None, typer.Option(help="Profit wanted, as a share of revenue.")
    ] = None,
    fixed_cost: Annotated[
        float | None, typer.Option(help="Winning and running the contract.")
    ] = None,
    fees: Annotated[
        Path | None, typer.Option(help="TOML file with the contract's other fee terms.")
    ] = None,
    creditor: Creditor = None,
    principal: Principal = None,
    placements: Placements = 0,
    months_since_demand: SinceDemand = None,
    disputed: Disputed = False,
    unreachable: Unreachable = False,
    stance: HowAgencies = None,
    how_sure: HowSure = None,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
) -> None:
    """What to bid for a lot: floor, best commission, chance to win and profit."""
    from placement import api
    from placement.report.bid_answer import bid_answer

    chosen = under(sets, overlays, scenario=scenario, stance=stance)
    assumptions = chosen.assumptions
    if rival_mean is not None and rival_shift is not None:
        raise InputError(t("--rival-mean and --rival-shift say the same; give one of them."))
    if lots is not None:
        only_of_one_account(
            "bid",
            sector=sector is not None,
            balance=balance is not None,
            age=age is not None,
            accounts=accounts is not None,
            creditor=creditor is not None,
            principal=principal is not None,
            placements=placements != 0,
            months_since_demand=months_since_demand is not None,
            disputed=disputed,
            unreachable=unreachable,
            fixed_cost=fixed_cost is not None,
        )
        if rival_chances is not None:
            raise InputError(
                t("--rival-chances is for one lot; for a list give --rivals or --rivals-expected.")
            )
    elif rival_shift is not None:
        raise InputError(t("--rival-shift is for a list of lots; for one lot give --rival-mean."))
    past = None
    if past_results is not None:
        past = api.fit_past_results(past_results, results_are=results_are, rivals=rivals)
        show_findings(past.findings)
    _refuse_needless(
        price_formula,
        price_weight,
        of_benchmark={
            "--slope": slope is not None,
            "--slope-below": slope_below is not None,
            "--deduct-above": deduct_above is not None,
            "--deduct-below": deduct_below is not None,
            "--average": average is not Average.PLAIN,
            "--ceiling-share": ceiling_share != 0.0,
            "--discounts": discounts is not None,
            "--ties": ties is not Ties.DRAW_LOTS,
        },
        of_marks={
            "--own-points": own_points is not None,
            "--rival-points-mean": rival_points_mean is not None,
            "--rival-points-sd": rival_points_sd is not None,
        },
    )
    if rival_points_sd is None:
        rival_points_sd = api.usual_points_spread(price_weight, assumptions)
    above, below = api.slopes(
        price_weight,
        slope=slope,
        slope_below=slope_below,
        deduct_above=deduct_above,
        deduct_below=deduct_below,
    )
    parts = _numbers("--shares", shares, "0.6,0.4")
    drawn = _numbers("--discounts", discounts, "0.02,0.03,0.04")
    question = api.BidQuestion(
        winners=winners,
        shares=parts,
        ceiling=ceiling,
        above_ceiling=above_ceiling,
        bid_cost=bid_cost,
        price_weight=price_weight,
        formula=price_formula,
        slope=above,
        slope_below=below,
        average=average,
        ceiling_share=ceiling_share,
        discounts=(0.0,) if drawn is None else drawn,
        ties=ties,
        own_points=own_points,
        rival_points_mean=rival_points_mean,
        rival_points_sd=rival_points_sd,
        number=rivals,
        mean_number=rivals_expected,
        mean=rival_mean,
        shift=rival_shift,
        sd=rival_sd,
        error=estimate_error,
        knows=rivals_know,
    )
    if lots is not None:
        bids = bids_for_lots(
            lots, question, assumptions, past=past, target_margin=target_margin,
            fees=chosen.fees(fees), stance=chosen.stance, how_sure=how_sure,
        )  # fmt: skip
        print_json(bids) if as_json else print_bids(bids)
        return
    if sector is None or balance is None or age is None or accounts is None:
        raise InputError(
            t(
                "bid takes a list of lots, or --sector, --balance, --age and --accounts of "
                "accounts that are all alike; give either."
            )
        )
    account = account_of(
        sector, balance, age, creditor, principal, placements, months_since_demand, disputed,
        unreachable,
    )  # fmt: skip
    lot = api.lot_segments(account, accounts)

    def others(numbers: "Assumptions") -> "Rivals":
        return api.rivals_of(
            number=rivals,
            mean_number=rivals_expected,
            chances=_numbers("--rival-chances", rival_chances, "0.1,0.4,0.5"),
            mean=rival_mean,
            sd=rival_sd,
            past=past.fit if past else None,
            knows=rivals_know,
            assumptions=numbers,
        )

    desk = api.bid(
        lot,
        assumptions,
        rivals=others(assumptions),
        tender=question.tender(),
        estimate_error=estimate_error,
        target_margin=target_margin,
        fixed_cost=fixed_cost,
        stance=chosen.stance,
        fees=chosen.fees(fees),
        past=past,
    )
    answer = bid_answer(desk)
    answer["findings"] = [finding_answer(finding) for finding in desk.findings]
    answer["how_sure"] = None
    if how_sure is not None:
        offer = api.offer_of_lot(
            lot,
            desk,
            rivals=others,
            stance=chosen.stance,
            target_margin=target_margin,
            fixed_cost=fixed_cost,
            fees=chosen.fees(fees),
        )
        answer["how_sure"] = how_sure_of([offer], [""], [sector], assumptions, how_sure)
    if as_json:
        print_json(answer)
    else:
        _print_bid(answer, desk)
        print_how_sure(answer)


def _refuse_needless(
    formula: PriceFormula,
    weight: float,
    *,
    of_benchmark: dict[str, bool],
    of_marks: dict[str, bool],
) -> None:
    """Raise InputError for options that would do nothing, by the names of the command."""
    from placement.decide.bid.checks import require_needed

    if formula is not PriceFormula.FROM_AVERAGE:
        require_needed(
            [name for name, given in of_benchmark.items() if given],
            f"--price-formula {PriceFormula.FROM_AVERAGE.value}",
            came=formula.value,
        )
    if weight == 1.0:
        require_needed(
            [name for name, given in of_marks.items() if given],
            t("--price-weight below 1"),
            came="1",
        )


def _numbers(option: str, text: str | None, example: str) -> tuple[float, ...] | None:
    if text is None:
        return None
    try:
        return decimals(text)
    except ValueError:
        raise InputError(
            t(
                "{option} takes numbers with commas, as in {example}; got {text!r}.",
                option=option,
                example=example,
                text=text,
            )
        ) from None


def _print_bid(answer: dict[str, Any], desk: "BidDesk") -> None:
    from placement.report.bid_answer import work_at
    from placement.tape.currency import DEFAULT_CURRENCY
    from placement.words.bid import (
        creditor_words,
        floor_words,
        naive_words,
        spread_words,
        work_words,
    )

    print(answer["message"])
    print(creditor_words(desk))
    print(floor_words(desk))
    past = answer["past_results"]
    if past:
        print(
            t(
                "Past results: {rows} bids, mean {mean:.2%}, spread {sd:.2f} points.",
                rows=past["rows"],
                mean=past["mean"],
                sd=100.0 * past["sd"],
            )
        )
    if answer["recommend"]:
        print(spread_words(desk))
        if (work := work_at(desk)) is not None:
            print(work_words(work))
        if answer["estimate_error"] > 0.0:
            print(naive_words(desk, currency=DEFAULT_CURRENCY))
    print(t("Money is in the currency of the accounts, for the whole lot, in today's money."))
    header = t("commission"), t("win"), t("profit if won"), t("expected")
    print(
        f"{right(header[0], 10)} {right(header[1], 8)} "
        f"{right(header[2], 16)} {right(header[3], 16)}"
    )
    for row in _possible(answer["curve"]):
        print(
            f"{row['commission']:>10.2%} {row['win_probability']:>8.2%} "
            f"{row['profit_if_won']:>16,.0f} {row['expected_profit']:>16,.0f}"
        )


def _possible(curve: list[dict[str, float]]) -> list[dict[str, float]]:
    """Return the curve up to the last bid whose chance to win can be read."""
    last = max(
        (place for place, row in enumerate(curve) if row["win_probability"] >= READABLE), default=-1
    )
    return curve[: last + 1]
