"""Command: one account, every option."""

from typing import Any

from placement.cli.app import app
from placement.cli.inputs import account_of
from placement.cli.options import (
    Age,
    Balance,
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
    Sector,
    Sets,
    SinceDemand,
    UnderScenario,
    Unreachable,
)
from placement.cli.show import option_word, print_json, print_options, print_totals, sums
from placement.cli.under import under
from placement.domain.text import t


@app.command("value")
def value_command(
    sector: Sector,
    balance: Balance,
    age: Age,
    creditor: Creditor = None,
    principal: Principal = None,
    placements: Placements = 0,
    letters: Letters = 0,
    in_house_months: InHouseMonths = None,
    history: History = None,
    months_since_demand: SinceDemand = None,
    disputed: Disputed = False,
    unreachable: Unreachable = False,
    stance: HowAgencies = None,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
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
        letters,
        in_house_months,
        history,
    )
    chosen = under(sets, overlays, scenario=scenario, stance=stance)
    assumptions = chosen.assumptions
    ranking = rank_segments(account, assumptions, stance=chosen.stance)
    answer = value_answer(ranking, follow_up(ranking, assumptions, stance=chosen.stance))
    if as_json:
        print_json(answer)
        return
    print_options(answer["options"], t("Net recovery per option, in today's money"))
    _print_lead(answer)
    print(
        t(
            "Best if closed at its end: {option}, {net}:",
            option=option_word(answer["best"]),
            net=sums(answer["net"])[0],
        )
    )
    print_totals(answer)


def _print_lead(answer: dict[str, Any]) -> None:
    """Say what leads; a wait without end is the end of all work."""
    lead, option = answer["lead"], answer["best_to_begin"]
    waits = lead["first_move"] == "wait"
    stops = lead["stops_working_in"] == 0
    move = t("stop working it, keep the claim") if stops else t("wait")
    words = {"move": move if waits else option_word(option), "net": sums(lead["net"])[0]}
    print(t("Best to begin with: {move}, {net} with what follows:", **words))
    print_totals(lead)
    if waits:
        print(t("Of the options, the best to begin with: {option}", option=option_word(option)))
