"""Plans that are known before the search for better ones: those of the solver for whole books."""

from collections.abc import Mapping, Sequence

import numpy as np

from placement.decide.timing.book.backward import probes, work_backward
from placement.decide.timing.book.forward import NEVER, Forward, Standing, begin, follow
from placement.decide.timing.book.layout import lay_out
from placement.decide.timing.book.numbers import Numbers, Tables
from placement.decide.timing.moves.moves import OPEN, Moves
from placement.decide.timing.plans import FIRST_MOVES, Plan
from placement.domain.types import FloatArray, IntArray


def idle(account: Moves, months: int) -> tuple[FloatArray, FloatArray]:
    """Return the masses after so many months of doing nothing, and what these months paid.

    Args:
        account: The moves of one account.
        months: The most months.

    Returns:
        Shapes (4, months + 1) and (months + 1,).
    """
    wait = account.wait
    masses, paid = np.empty((OPEN + 1, months + 1)), np.zeros(months + 1)
    masses[:, 0] = account.masses[:, 0]
    for month in range(months):
        now = masses[:, month]
        paid[month + 1] = paid[month] + wait.reward[:, 0, month] @ now
        masses[:OPEN, month + 1] = now[:OPEN] * wait.keep[:, 0, month]
        masses[OPEN, month + 1] = now[OPEN] - wait.paid[:, 0, month] @ now[: len(wait.paid)]
    return masses, paid


def known_plans(account: Moves, waiting: Sequence[int]) -> list[dict[str, Plan]]:
    """Return real plans by first move, for each number of months of doing nothing before it.

    Their values leave out these months and the relief that every plan has.

    Args:
        account: The moves of one account.
        waiting: Months of doing nothing.
    """
    rows = lay_out(account)
    numbers = Numbers(Tables(account), rows)
    late = np.full(len(rows), account.months_since_demand[0] >= account.limitation_months)
    ways = [probes(account, rows, works=works) for works in (True, False)]
    masses, _ = idle(account, max(waiting))
    found: list[dict[str, Plan]] = [{} for _ in waiting]
    for pieces in work_backward(numbers, probes=ways, late=late):
        forward = Forward(numbers, pieces)
        for best, months in zip(found, waiting, strict=True):
            at = Standing(
                row=rows.start(account),
                month=np.array([months]),
                masses=masses[:, [months]],
                clock=account.months_since_demand + months,
            )
            _enter(best, forward, at)
    return found


def _enter(best: dict[str, Plan], forward: Forward, at: Standing) -> None:
    """Follow a plan for each first move and keep those that are better."""
    choice: IntArray = np.flatnonzero(
        forward.weigh(int(at.month[0]), at, every=True).worth[:, 0] > NEVER
    )
    followed = follow(forward, begin(forward, at.take(np.zeros_like(choice)), choice))
    first = followed.plans.action[followed.plans.begins[:-1]].tolist()
    for number, (name, value) in enumerate(zip(first, followed.value.tolist(), strict=True)):
        if _is_better(value, FIRST_MOVES[name], best):
            best[FIRST_MOVES[name]] = Plan(steps=followed.plans.steps(number), value=value)


def _is_better(value: float, name: str, best: Mapping[str, Plan]) -> bool:
    return name not in best or value > best[name].value
