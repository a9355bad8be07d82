"""Command: is a pilot worth it."""

from typing import TYPE_CHECKING, Annotated, Any, TypedDict

import typer

from placement.cli.app import app
from placement.cli.options import Json, Overlays, Sets, UnderScenario, sector_of
from placement.cli.show import cents, print_json
from placement.cli.under import under
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.report.counts import accounts_text, successes_text
from placement.report.pilot_answer import stop_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from placement.api import Pilot, Prior, StopRule, TwoPilots
    from placement.assume.assumptions import Assumptions


SHOWN = 20
"""Lines of a stop rule that are printed."""


@app.command("pilot")
def pilot_command(
    accounts: Annotated[int, typer.Option(help="Accounts that the decision is about.")],
    gain_per_success: Annotated[float, typer.Option(help="What an account that succeeds brings.")],
    cost_per_account: Annotated[float, typer.Option(help="What trying an account costs.")],
    prior_mean: Annotated[
        float | None, typer.Option(help="Share of accounts thought to succeed.")
    ] = None,
    prior_strength: Annotated[
        float | None,
        typer.Option(help="Tries that this thought is worth: the fewer, the less is known."),
    ] = None,
    sector: Annotated[
        str | None,
        typer.Option(
            help="Instead of a prior: what the numbers in use say of this sector.",
            callback=sector_of,
        ),
    ] = None,
    age: Annotated[
        float | None, typer.Option(help="With --sector: months past due at placement.")
    ] = None,
    months: Annotated[
        int | None, typer.Option(help="With --sector: months that they are worked. Default: 6.")
    ] = None,
    size: Annotated[
        int | None,
        typer.Option(help="Accounts of the pilot that may be stopped early. Default: the best."),
    ] = None,
    against_mean: Annotated[
        float | None, typer.Option(help="The same share with a second agency.")
    ] = None,
    against_strength: Annotated[
        float | None, typer.Option(help="Tries that this second thought is worth.")
    ] = None,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
) -> None:
    """Is a pilot worth it: its best size, what it teaches and costs, when to stop or go on.

    With a second agency also which of the two to try, and on how many accounts each.
    """
    from placement import api

    if (against_mean is None) != (against_strength is None):
        raise InputError(
            t(
                "--against-mean and --against-strength describe a second agency together; "
                "got one of them. Give both or neither."
            )
        )
    prior = _prior(
        prior_mean, prior_strength, sector, age, months,
        lambda: under(sets, overlays, scenario=scenario).assumptions,
    )  # fmt: skip
    call = Call(
        accounts=accounts, gain_per_success=gain_per_success, cost_per_account=cost_per_account
    )
    found = api.pilot(prior, **call)
    of_stop = size or found.size_to_watch
    stop = api.stop_rule(prior, size=of_stop, **call) if of_stop else None
    two = other = None
    if against_mean is not None and against_strength is not None:
        other = api.Prior(mean=against_mean, strength=against_strength)
        two = api.two_pilots(prior, other, **call)
    if as_json:
        against = two_answer(two, prior, other) if two and other else None
        thought = {"mean": prior.mean, "strength": prior.strength}
        print_json(
            {"prior": thought, **pilot_answer(found), "stop": stop_answer(stop), "against": against}
        )
        return
    if sector is not None:
        print(_prior_line(prior))
    for line in [*_lines(found), *_stop_lines(stop), *_two_lines(two)]:
        print(line)


def _prior(
    mean: float | None,
    strength: float | None,
    sector: str | None,
    age: float | None,
    months: int | None,
    numbers: "Callable[[], Assumptions]",
) -> "Prior":
    """Return the prior that was typed, or that of a sector."""
    from placement import api

    if mean is not None and strength is not None and (sector, age, months) == (None, None, None):
        return api.Prior(mean=mean, strength=strength)
    if mean is None and strength is None and sector is not None and age is not None:
        return api.library_prior(
            numbers(), sector, age, months=api.PRIOR_MONTHS if months is None else months
        )
    raise InputError(
        t(
            "pilot takes what is thought of success either as --prior-mean with --prior-strength "
            "or, from the numbers in use, as --sector with --age (and --months). Give one of the "
            "two, whole."
        )
    )


def _prior_line(prior: "Prior") -> str:
    low, high = prior.interval(0.8)
    return t(
        "The numbers in use expect {mean:.1%} to succeed, eight chances in ten between {low:.1%} "
        "and {high:.1%}: worth {strength:,.0f} tries (--prior-mean {mean_as_is:.6g} "
        "--prior-strength {strength_as_is:.6g}).",
        mean=prior.mean,
        low=low,
        high=high,
        strength=prior.strength,
        mean_as_is=prior.mean,
        strength_as_is=prior.strength,
    )


class Call(TypedDict):
    """What the decision is about."""

    accounts: int
    gain_per_success: float
    cost_per_account: float


def stop_answer(stop: "StopRule | None") -> dict[str, Any] | None:
    """Return when to stop, by the names of the public interface; None where nothing is tried."""
    if stop is None:
        return None
    return {
        "size": stop.size,
        "value": stop.value,
        "to_the_end": stop.to_the_end,
        "saves": stop.saves,
        "tried": stop.tried,
        "rule": [{"after": after, "fewer_than": fewer} for after, fewer in stop.steps],
    }


def two_answer(two: "TwoPilots", one: "Prior", other: "Prior") -> dict[str, Any]:
    """Return which of two agencies, by the names of the public interface."""
    from placement import api

    best = two.best
    size = int(two.size[best])
    rows = zip(two.size.tolist(), two.evsi.tolist(), two.cost.tolist(), two.net.tolist(),
               strict=True)  # fmt: skip
    return {
        "choice_now": ("first", "second", None)[two.choice_now],
        "without": two.without,
        "evpi": two.evpi,
        "worth_it": two.is_worth_it,
        "best_size": size if two.is_worth_it else 0,
        "evsi": float(two.evsi[best]) if two.is_worth_it else 0.0,
        "net": float(two.net[best]) if two.is_worth_it else 0.0,
        "second_wins_from": (
            api.successes_to_win(one, other, size=size).tolist() if two.is_worth_it else []
        ),
        "curve": [{"n": n, "evsi": evsi, "cost": cost, "net": net} for n, evsi, cost, net in rows],
    }


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
        "net": float(found.net[best]) if found.is_worth_it else 0.0,
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
    if found.without > 0.0:
        return [
            *lines,
            t("Going on with all pays as things stand: begin, watch, and stop where it says so."),
        ]
    if not found.is_worth_it:
        return [*lines, t("No pilot is worth its cost: as things stand, leave it.")]
    return [
        *lines,
        t(
            "Best pilot: {accounts}, which adds {net}. What it teaches would be worth {worth} if "
            "all could still be decided; trying these before it is known forgoes {cost}. Go on "
            "with the rest from {successes}, leave it below.",
            accounts=accounts_text(int(found.size[best])),
            net=cents(float(found.net[best])),
            worth=cents(float(found.evsi[best])),
            cost=cents(float(found.cost[best])),
            successes=successes_text(int(found.go_from[best])),
        ),
    ]


def _stop_lines(stop: "StopRule | None") -> list[str]:
    if stop is None:
        return []
    if not stop.steps:
        return [t("Nothing that could be seen would make stopping pay.")]
    return [
        stop_sentence(stop, saves=cents(stop.saves)),
        *(
            "  "
            + t(
                "after {accounts} stop below {successes}",
                accounts=accounts_text(after),
                successes=successes_text(fewer),
            )
            for after, fewer in few(stop.steps)
        ),
    ]


def few(steps: "tuple[tuple[int, int], ...]") -> list[tuple[int, int]]:
    """Return some lines of a rule, evenly; each holds as it stands."""
    every = -(-len(steps) // SHOWN)
    return list(steps[::every]) if every else []


def _two_lines(two: "TwoPilots | None") -> list[str]:
    if two is None:
        return []
    now = (t("the first"), t("the second"), t("neither"))[two.choice_now]
    best = two.best
    lines = [
        t(
            "Of the two agencies {now} is chosen as things stand, for {amount}; knowing both "
            "chances would be worth {evpi} more.",
            now=now,
            amount=cents(two.without),
            evpi=cents(two.evpi),
        )
    ]
    if not two.is_worth_it:
        return [*lines, t("Trying both is not worth its cost.")]
    return [
        *lines,
        t(
            "Best: {accounts} with each, which adds {net}. What both teach would be worth {worth} "
            "if all could still be decided; trying these before it is known forgoes {cost}.",
            accounts=accounts_text(int(two.size[best])),
            net=cents(float(two.net[best])),
            worth=cents(float(two.evsi[best])),
            cost=cents(float(two.cost[best])),
        ),
    ]
