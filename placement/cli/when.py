"""Command: the best plan and its dates."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    History,
    HowAgencies,
    InHouseMonths,
    Json,
    Letters,
    Overlays,
    Placements,
    Principal,
    Sets,
    SinceDemand,
    UnderScenario,
    Unreachable,
    sector_of,
)
from placement.cli.show import (
    finding_answer,
    left,
    named,
    option_word,
    print_json,
    print_totals,
    right,
    sums,
)
from placement.cli.under import under
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import Stance

if TYPE_CHECKING:
    from placement.api import BookRanking
    from placement.assume.assumptions import Assumptions
    from placement.decide.timing.plans import AccountPlan


@app.command("when")
@reads_a_tape
def when_command(
    tape: Annotated[
        Path | None, typer.Argument(help="A whole tape, instead of one account.")
    ] = None,
    sector: Annotated[
        str | None,
        typer.Option(help="Sector; on a tape, of all rows without the column.", callback=sector_of),
    ] = None,
    balance: Annotated[float | None, typer.Option(help="Amount owed.")] = None,
    age: Annotated[float | None, typer.Option(help="Months past due.")] = None,
    creditor: Creditor = None,
    principal: Principal = None,
    placements: Placements = 0,
    letters: Letters = 0,
    in_house_months: InHouseMonths = None,
    history: History = None,
    months_since_demand: SinceDemand = None,
    disputed: Disputed = False,
    unreachable: Unreachable = False,
    horizon: Annotated[int, typer.Option(help="Months the plan may last.")] = DEFAULT_HORIZON,
    stance: HowAgencies = None,
    as_of: AsOf = None,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
    *,
    reading: Reading,
) -> None:
    """The best plan and its dates, for one account or for every segment of a tape."""
    chosen = under(sets, overlays, scenario=scenario, stance=stance)
    assumptions = chosen.assumptions
    if tape:
        only_of_one_account(
            "when",
            balance=balance is not None,
            age=age is not None,
            principal=principal is not None,
            placements=placements != 0,
            letters=letters != 0,
            in_house_months=in_house_months is not None,
            history=history is not None,
            months_since_demand=months_since_demand is not None,
            disputed=disputed,
            unreachable=unreachable,
        )
        call = TapeCall(
            tape=tape, under=chosen, sector=sector, creditor=creditor,
            reading=reading, as_of=as_of,
        )  # fmt: skip
        ranked = call.ranked()
        answer = _when_book(ranked, assumptions, horizon=horizon, stance=chosen.stance)
        if as_json:
            print_json(answer)
        else:
            _print_book_plans(answer)
        return
    if sector is None or balance is None or age is None:
        raise InputError(
            t("when takes a tape, or --sector, --balance and --age of one account; give either.")
        )
    from placement.api import (
        first_move_parts,
        plan_account,
        published_collections,
        published_for,
        rank_segments,
        timing_moves,
    )
    from placement.decide.timing.shut import shut_moves
    from placement.report.answers import when_answer

    account = account_of(
        sector, balance, age, creditor, principal, placements, months_since_demand, disputed,
        unreachable, letters, in_house_months, history,
    )  # fmt: skip
    planned = plan_account(account, assumptions, stance=chosen.stance, horizon=horizon)
    ranking = rank_segments(account, assumptions, stance=chosen.stance)
    moves = timing_moves(account, assumptions, stance=chosen.stance, horizon=horizon)
    begun = first_move_parts(planned.first_moves, moves, assumptions)
    shut = shut_moves(planned, ranking.valuation, 0, horizon=horizon)
    answer = when_answer(
        planned,
        shut,
        parts=begun,
        horizon=horizon,
        published_collections=published_collections(sector, assumptions),
        published_for=published_for(sector, assumptions),
    )
    if as_json:
        print_json(answer)
    else:
        _print_plan(answer, planned, balance)


def _when_book(
    ranked: "BookRanking", assumptions: "Assumptions", *, horizon: int, stance: Stance
) -> dict[str, Any]:
    """Return the plans of a tape."""
    from placement import api
    from placement.report.answers import when_book_answer

    planned = api.best_plans(ranked.ranking, assumptions, stance=stance, horizon=horizon)
    answer = when_book_answer(ranked.ranking, planned, horizon=horizon)
    answer["findings"] = [finding_answer(finding) for finding in ranked.book.findings]
    return answer


def _print_plan(answer: dict[str, Any], planned: "AccountPlan", balance: float) -> None:
    from placement.tape.currency import DEFAULT_CURRENCY
    from placement.words.timing import known_collections, left_out_text, waiting_means

    for step in answer["told"]:
        if step["start_month"] == answer["told_stops_working_in"]:
            break
        lasts = _months(step["months"]) if step["months"] else t("the end")
        print(
            f"  {right(t('month {start}', start=step['start_month']), 10)}  "
            f"{left(option_word(step['action']), 14)} {lasts}"
        )
    if answer["told_stops_working_in"] is not None:
        start = t("month {start}", start=answer["told_stops_working_in"])
        print(f"  {right(start, 10)}  {t('stop working it, keep the claim')}")
    if left_out := left_out_text(planned, accounts=1, currency=DEFAULT_CURRENCY):
        print(left_out)
    print(t("Worth {value} in today's money:", value=sums(answer["value"])[0]))
    print_totals(answer)
    print(waiting_means(planned.value_of_waiting, balance=balance, currency=DEFAULT_CURRENCY))
    for agency in answer["agencies"]:
        _print_agency(agency)
    if answer["agencies"] and (first := answer["agencies"][0])["published_low"] is not None:
        said, _ = known_collections(
            [agency["collected_per_seat_month"] for agency in answer["agencies"]],
            (first["published_low"], first["published_high"]),
            sector=first["published_for"],
            currency=DEFAULT_CURRENCY,
        )
        print(said)
    print(t("Best value by first move:"))
    for name, value in answer["act_now"].items():
        print(f"  {left(option_word(name), 14)} {value:>18,.2f}")
    for name, reason in answer["not_open"].items():
        print(f"  {left(option_word(name), 14)} {'-':>18}  {reason}")


def _print_agency(agency: dict[str, Any]) -> None:
    words = {
        "number": agency["number"],
        "start": agency["start_month"],
        "share": agency["liquidation"],
        "profit": agency["profit"],
    }
    if agency["collected_per_seat_month"] is None:
        print(
            t(
                "Agency {number}, from month {start}: collects {share:.1%} of the balance, earns "
                "{profit:,.2f} an account placed.",
                **words,
            )
        )
        return
    print(
        t(
            "Agency {number}, from month {start}: collects {share:.1%} of the balance, earns "
            "{profit:,.2f} an account placed; a collector brings {per_seat:,.0f} a month of work.",
            per_seat=agency["collected_per_seat_month"],
            **words,
        )
    )


def _months(count: int) -> str:
    return t("1 month") if count == 1 else t("{count} months", count=count)


def _print_book_plans(answer: dict[str, Any]) -> None:
    for row in answer["segments"]:
        plan = " > ".join(_in_short(row["plan"], row["stops_working_in"]))
        print(f"{left(row['segment'], 70)} {row['accounts']:>9,} {row['value']:>16,.2f}  {plan}")
    value, mix = sums(answer["value"], answer["best_mix"])
    print(
        t(
            "All plans are worth {value}; the best option alone for each, {mix}. The plans:",
            value=value,
            mix=mix,
        )
    )
    print_totals(answer)


def _in_short(plan: list[dict[str, Any]], stops_in: int | None) -> list[str]:
    """Return a plan's steps with their months, up to where nothing more is done."""
    worked = [f"{option_word(step['action'])}@{step['start_month']}" for step in plan]
    if stops_in is None:
        return worked
    before = sum(step["start_month"] < stops_in for step in plan)
    return [*worked[:before], f"{named('stop', t('stop'))}@{stops_in}"]
