"""Command: is a pilot worth it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from placement.cli.app import app
from placement.cli.options import Json
from placement.cli.show import cents, print_json
from placement.domain.text import t

if TYPE_CHECKING:
    from placement.risk.pilot import Pilot


@app.command("pilot")
def pilot_command(
    prior_mean: Annotated[float, typer.Option(help="Share of accounts thought to succeed.")],
    prior_strength: Annotated[
        float, typer.Option(help="Tries that this thought is worth: the fewer, the less is known.")
    ],
    accounts: Annotated[int, typer.Option(help="Accounts that the decision is about.")],
    gain_per_success: Annotated[float, typer.Option(help="What an account that succeeds brings.")],
    cost_per_account: Annotated[float, typer.Option(help="What trying an account costs.")],
    as_json: Json = False,
) -> None:
    """Is a pilot worth it: its best size, what it teaches, what it costs, when to go on."""
    from placement import api

    found = api.pilot(
        api.Prior(mean=prior_mean, strength=prior_strength),
        accounts=accounts,
        gain_per_success=gain_per_success,
        cost_per_account=cost_per_account,
    )
    if as_json:
        print_json(pilot_answer(found))
        return
    for line in _lines(found):
        print(line)


def pilot_answer(found: "Pilot") -> dict[str, Any]:
    """Return the answer by the names of the public interface."""
    rows = zip(
        found.size.tolist(),
        found.evsi.tolist(),
        found.cost.tolist(),
        found.net.tolist(),
        found.go_from.tolist(),
        strict=True,
    )
    best = found.best
    return {
        "without": found.without,
        "evpi": found.evpi,
        "worth_it": found.is_worth_it,
        "best_size": int(found.size[best]) if found.is_worth_it else 0,
        "evsi": float(found.evsi[best]) if found.is_worth_it else 0.0,
        "go_from": int(found.go_from[best]) if found.is_worth_it else None,
        "curve": [
            {"n": n, "evsi": evsi, "cost": cost, "net": net, "go_from": go_from}
            for n, evsi, cost, net, go_from in rows
        ],
    }


def _lines(found: "Pilot") -> list[str]:
    best = found.best
    lines = [
        t("Without a pilot the better choice is worth {amount}.", amount=cents(found.without)),
        t("Knowing the chance for certain would be worth {amount} more.", amount=cents(found.evpi)),
    ]
    if not found.is_worth_it:
        return [*lines, t("No pilot is worth its cost: decide now.")]
    return [
        *lines,
        t(
            "Best pilot: {size} accounts. It is worth {worth} and costs {cost}; go on with the "
            "rest from {successes} successes, leave it below.",
            size=f"{int(found.size[best]):,}",
            worth=cents(float(found.evsi[best])),
            cost=cents(float(found.cost[best])),
            successes=f"{int(found.go_from[best]):,}",
        ),
    ]
