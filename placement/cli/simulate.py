"""Command: how sure the answers of `value` and `rank` are."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placement.cli.app import app
from placement.cli.inputs import TapeCall, account_of, only_of_one_account
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
from placement.cli.progress import DrawsProgress
from placement.cli.show import (
    finding_answer,
    left,
    number_word,
    option_word,
    print_json,
    right,
    sums,
    with_path,
)
from placement.cli.under import under
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import Stance

if TYPE_CHECKING:
    from placement.api import BookRanking, Simulation
    from placement.assume.assumptions import Assumptions
    from placement.decide.rank import Ranking
    from placement.domain.types import Segments

DRAWS, SEED, CORRELATION = 1_000, 1, 0.5
"""Usual draws, seed and correlation; written out, because the library takes its time to start."""

COMMISSION_DRAWS = 60
"""Draws of a commission at most; each is a deal zone of its own."""

SHOWN = 10
"""Numbers an answer hangs on that are printed; `--json` has them all."""


@app.command("simulate")
@reads_a_tape
def simulate_command(
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
    draws: Annotated[int, typer.Option(help="Draws of all numbers.")] = DRAWS,
    seed: Annotated[int, typer.Option(help="The same seed gives the same draws.")] = SEED,
    correlation: Annotated[
        float,
        typer.Option(
            help="Of each number with what its sector has in common, -1 to 1; two numbers have its "
            "square in common, so the sign does not matter."
        ),
    ] = CORRELATION,
    hold: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="Keep a number or table at its value; may be repeated."),
    ] = None,
    first_moves: Annotated[
        bool,
        typer.Option(
            "--first-moves", help="Also first moves with their best follow-up; takes a plan a draw."
        ),
    ] = False,
    accounts: Annotated[
        int | None,
        typer.Option(
            help="Of one account: how many like it are placed together; also says how sure the "
            "commission is, of 60 draws at most, which takes a minute."
        ),
    ] = None,
    stance: HowAgencies = None,
    as_of: AsOf = None,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
    *,
    reading: Reading,
) -> None:
    """How sure: ranges, the chance of being best, and what is worth finding out."""
    from placement.report.uncertainty_answer import Asked

    chosen = under(sets, overlays, scenario=scenario, stance=stance)
    assumptions = chosen.assumptions
    asked = Asked(draws=draws, seed=seed, correlation=correlation, held=tuple(hold or ()))
    if tape:
        only_of_one_account(
            "simulate",
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
            accounts=accounts is not None,
        )
        call = TapeCall(
            tape=tape,
            under=chosen,
            sector=sector,
            creditor=creditor,
            reading=reading,
            as_of=as_of,
        )
        answer = _of_book(call.ranked(), assumptions, asked, chosen.stance, first_moves)
    else:
        if sector is None or balance is None or age is None:
            raise InputError(
                t(
                    "simulate takes a tape or one account; got neither. Give a file, or "
                    "--sector, --balance and --age."
                )
            )
        from placement.api import rank_segments

        account = account_of(
            sector,
            balance,
            age,
            creditor,
            principal,
            placements,
            months_since_demand,
            disputed,
            unreachable,
            letters,
            in_house_months,
            history,
        )
        ranking = rank_segments(account, assumptions, stance=chosen.stance)
        answer = _of_account(ranking, assumptions, asked, chosen.stance, first_moves)
        answer["commission"] = None
        if accounts is not None:
            answer["commission"] = _commission(account, accounts, assumptions, asked, chosen.stance)
    if as_json:
        print_json(answer)
    else:
        _print(answer)


def _of_account(
    ranking: "Ranking",
    assumptions: "Assumptions",
    asked: Any,
    stance: Stance,
    with_moves: bool,
) -> dict[str, Any]:
    from placement.api import drivers_of
    from placement.decide.inputs import inputs_of
    from placement.report.uncertainty_answer import asked_answer

    among = ("options", "first_moves") if with_moves else ("options",)
    found = {}
    for each in among:
        made = _simulated(ranking, assumptions, asked, stance, each)
        found[each] = _one(made, ranking if each == "options" else None) | _driven(
            made, drivers_of(made)
        )
    return {
        "inputs": inputs_of(ranking.valuation, 0),
        **asked_answer(asked),
        **found["options"],
        "first_moves": found.get("first_moves"),
    }


def _of_book(
    ranked: "BookRanking",
    assumptions: "Assumptions",
    asked: Any,
    stance: Stance,
    with_moves: bool,
) -> dict[str, Any]:
    from placement.api import drivers_of
    from placement.report.uncertainty_answer import asked_answer

    ranking, segments = ranked.ranking, ranked.ranking.valuation.segments
    made = _simulated(ranking, assumptions, asked, stance, "options")
    answer: dict[str, Any] = {
        "accounts": int(segments.accounts.sum()),
        "balance": float(segments.balance @ segments.accounts),
        "findings": [finding_answer(finding) for finding in ranked.book.findings],
        "excluded": {
            "rows": len(ranked.book.tape.excluded),
            "balance": ranked.book.tape.excluded.money,
        },
        **asked_answer(asked),
        **_whole(made),
        **_driven(made, drivers_of(made)),
        "segments": _segments(made, ranking),
        "first_moves": None,
    }
    if with_moves:
        moved = _simulated(ranking, assumptions, asked, stance, "first_moves")
        answer["first_moves"] = {**_whole(moved), "segments": _segments(moved, None)}
    return answer


def _simulated(
    ranking: "Ranking", assumptions: "Assumptions", asked: Any, stance: Stance, among: Any
) -> "Simulation":
    from placement.api import simulate

    return simulate(
        ranking.valuation.segments,
        assumptions,
        among=among,
        stance=stance,
        draws=asked.draws,
        seed=asked.seed,
        correlation=asked.correlation,
        held=asked.held,
        progress=DrawsProgress(),
    )


def _commission(
    account: "Segments", accounts: int, assumptions: "Assumptions", asked: Any, stance: Stance
) -> dict[str, Any]:
    from placement.api import lot_segments, simulate_commission
    from placement.report.uncertainty_answer import commission_answer

    return commission_answer(
        simulate_commission(
            lot_segments(account, accounts),
            assumptions,
            stance=stance,
            draws=min(asked.draws, COMMISSION_DRAWS),
            seed=asked.seed,
            correlation=asked.correlation,
            held=asked.held,
            progress=DrawsProgress(),
        )
    )


def _one(made: "Simulation", ranking: "Ranking | None", position: int = 0) -> dict[str, Any]:
    from placement.api import stability_of
    from placement.report.uncertainty_answer import (
        choices_answer,
        stability_answer,
        verdict_answer,
    )

    accounts = int(made.segments.accounts[position])
    return {
        "options": choices_answer(made.odds, position, accounts, ranking),
        **verdict_answer(made.odds, position, accounts),
        "stability": stability_answer(stability_of(made, position), made.odds.names),
    }


def _segments(made: "Simulation", ranking: "Ranking | None") -> list[dict[str, Any]]:
    from placement.report.uncertainty_answer import choices_answer, verdict_answer

    segments = made.segments
    return [
        {
            "segment": segments.label[at],
            "sector": segments.sector[at],
            "accounts": int(segments.accounts[at]),
            "balance": float(segments.balance[at] * segments.accounts[at]),
            "age": float(segments.age[at]),
            **verdict_answer(made.odds, at, int(segments.accounts[at])),
            "options": choices_answer(made.odds, at, int(segments.accounts[at]), ranking),
        }
        for at in range(len(segments))
    ]


def _whole(made: "Simulation") -> dict[str, Any]:
    """Return what draws say of a book: each segment its way, and all the same way."""
    from placement.report.uncertainty_answer import chance_by_balance, together_answer

    segments = made.segments
    chance = chance_by_balance(made.odds, segments.balance, segments.accounts)
    ways = []
    for choice, name in enumerate(made.odds.names):
        found = together_answer(made.same_way(choice)) or dict.fromkeys(
            ("net", "mean", "p05", "p95", "p_loss", "cash_at_risk", "regret")
        )
        ways.append({"option": name, **found, "p_best": float(chance[choice])})
    return {
        "total": together_answer(made.book[0]),
        "options": ways,
        "evpi": made.evpi,
        "enough": made.odds.is_enough,
        "draws_needed": int(made.odds.draws_needed.max()),
    }


def _driven(made: "Simulation", found: Any) -> dict[str, Any]:
    from placement.report.uncertainty_answer import drivers_answer

    drivers = found.drivers
    return {
        "drivers": drivers_answer(
            [driver.swing for driver in drivers],
            made.odds.names,
            main_effects=[driver.main_effect for driver in drivers],
            evpis=[driver.evpi for driver in drivers],
            factors=[driver.factor for driver in drivers],
        ),
        "common_effect": {
            name: None if effect != effect else effect for name, effect in found.common.items()
        },
    }


def _print(answer: dict[str, Any]) -> None:
    if "total" in answer:
        _print_book(answer)
    else:
        _print_account(answer, t("Options, each closed when it ends, in today's money"))
        if answer["first_moves"]:
            _print_account(answer["first_moves"], t("First moves with their best follow-up"))
    if answer.get("commission"):
        _print_commission(answer["commission"])
    _print_drivers(answer["drivers"])
    enough = answer["enough"]
    print(
        t("{draws:,} draws are enough.", draws=answer["draws"])
        if enough
        else t(
            "{draws:,} draws: {needed:,} would tell every chance to two points and what is best "
            "on average.",
            draws=answer["draws"],
            needed=answer["draws_needed"],
        )
    )


def _print_account(found: dict[str, Any], title: str) -> None:
    from placement.words.how_sure import AT_ONCE, part_of_draws

    print(title)
    _print_choices(found["options"])
    print(
        t(
            "{best} is best in {chance} of the draws; on average it is {average}. Knowing all "
            "numbers before choosing is worth {evpi}.",
            best=option_word(found["best"]),
            chance=part_of_draws(found["p_best"]),
            average=option_word(found["best_on_average"]),
            evpi=sums(found["evpi"])[0],
        )
    )
    share, rival = found["stability"]["share"], found["stability"]["rival"]
    best = option_word(found["best"])
    print(
        t("Even with all judgements at the ends against it, {best} leads.", best=best)
        if share is None
        else t(
            "{best} leads by next to nothing: a small step of all judgements against it, and "
            "{rival} leads.",
            best=option_word(found["best"]),
            rival=option_word(rival),
        )
        if share < AT_ONCE
        else t(
            "All judgements together may go {share:.0f} % of the way to the ends against it; then "
            "{rival} leads.",
            share=100 * share,
            rival=option_word(rival),
        )
    )


def _print_commission(found: dict[str, Any]) -> None:
    from placement.words.how_sure import part_of_draws

    print(
        t(
            "Commission: both sides can agree in {chance} of {draws} draws.",
            chance=part_of_draws(found["p_deal"]),
            draws=found["draws"],
        )
    )
    names = {
        "floor": t("agency's floor"),
        "ceiling": t("creditor's ceiling"),
        "best_for_creditor": t("best for the creditor"),
    }
    for key, name in names.items():
        limits = found[key]
        values = [limits[part] for part in ("value", "p05", "p50", "p95")]
        shown = "".join(f" {'-' if x is None else f'{x:.1%}':>8}" for x in values)
        print(f"  {left(name, 24)}{shown}")


def _print_choices(options: list[dict[str, Any]]) -> None:
    names = (t("as it stands"), t("mean"), t("5 %"), t("95 %"), t("regret"))
    print(
        f"  {'':14}"
        + "".join(f" {right(name, 16)}" for name in names)
        + f" {right(t('best'), 7)} {right(t('loss'), 7)}"
    )
    for row in options:
        if row["mean"] is None:
            print(f"  {left(option_word(row['option']), 14)} {'-':>16}  {row.get('reason') or ''}")
            continue
        amounts = [row["net"], row["mean"], row["p05"], row["p95"], row["regret"]]
        shown = "".join(f" {'-' if x is None else f'{x:,.2f}':>16}" for x in amounts)
        print(
            f"  {left(option_word(row['option']), 14)}{shown} "
            f"{row['p_best']:>7.1%} {row['p_loss']:>7.1%}"
        )


def _print_book(answer: dict[str, Any]) -> None:
    total = answer["total"]
    balance, net, low, high, evpi = sums(
        answer["balance"], total["net"], total["p05"], total["p95"], answer["evpi"]
    )
    print(
        t(
            "{accounts:,} accounts, {balance} owed. Each segment its best option leaves {net}; "
            "nine draws of ten lie from {low} to {high}. Knowing all numbers before choosing is "
            "worth {evpi}.",
            accounts=answer["accounts"],
            balance=balance,
            net=net,
            low=low,
            high=high,
            evpi=evpi,
        )
    )
    print(t("Everything the same way; best: share of what is owed for which it is best"))
    _print_choices(answer["options"])
    moves = answer["first_moves"]
    begun = t("begin with") if moves else t("best option")
    print(f"{left(t('segment'), 70)} {left(begun, 14)} {right(t('best'), 7)} {t('on average')}")
    for row in (moves or answer)["segments"]:
        best, mean = option_word(row["best"]), option_word(row["best_on_average"])
        chance = f"{row['p_best']:>7.1%}"
        print(f"{left(row['segment'], 70)} {left(best, 14)} {chance} {mean}")


def _print_drivers(drivers: list[dict[str, Any]]) -> None:
    print(t("What it hangs on: the lead at the low and the high end of one number at a time"))
    names = (t("at low"), t("at high"), t("worth knowing"))
    print(
        f"  {'':44}" + "".join(f" {right(name, 16)}" for name in names) + f"  {t('share of doubt')}"
    )
    for row in drivers[:SHOWN]:
        amounts = (row["net_low"], row["net_high"], row["evpi"])
        shown = "".join(f" {'-' if x is None else f'{x:,.2f}':>16}" for x in amounts)
        effect = "-" if row["main_effect"] is None else f"{row['main_effect']:.1%}"
        print(with_path(f"  {left(number_word(row['path']), 44)}{shown}  {effect}", row["path"]))
