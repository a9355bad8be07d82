"""Command: one account, every option."""

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
from placement.cli.show import print_json, print_options
from placement.domain.text import t
from placement.domain.types import Stance


@app.command("value")
def value_command(
    sector: Sector,
    balance: Balance,
    age: Age,
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
    """One account, every option."""
    from placement.api import follow_up, rank_segments
    from placement.report.answers import value_answer

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
    )
    assumptions = assumptions_of(sets, overlays)
    ranking = rank_segments(account, assumptions, stance=stance)
    answer = value_answer(ranking, follow_up(ranking, assumptions, stance=stance))
    if as_json:
        print_json(answer)
        return
    print_options(answer["options"], t("Net recovery per option, in today's money"))
    print(t("Best: {option}", option=answer["best"]))
    print(t("Best to begin with: {option}", option=answer["best_with_follow_up"]))
