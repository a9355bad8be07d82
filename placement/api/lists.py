"""Work lists: one function for the screen and the command."""

from collections.abc import Sequence

import numpy as np

from placement.api.books import BookRanking
from placement.decide.lists.agencies import Taker
from placement.decide.lists.work import WorkList, WorkLists, make_lists, seed_of
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.decide.timing.plan_parts import PlanParts

__all__ = ["Taker", "WorkList", "WorkLists", "work_lists"]


def work_lists(
    ranked: BookRanking,
    plans: PlanParts,
    *,
    takers: Sequence[Taker] = (),
    horizon: int = DEFAULT_HORIZON,
) -> WorkLists:
    """Return which account goes where.

    Args:
        ranked: The ranked book, all of it.
        plans: Each segment's best plan, from `best_plans` or `follow_up(...).lead`.
        takers: The agencies that placements are split among; without any, each placement is one
            list.
        horizon: Months that the plans may last.

    Raises:
        InputError: The agencies contradict each other or cannot hold what is to be placed.
    """
    return make_lists(
        ranked.book.tape,
        ranked.segmentation,
        plans,
        takers=takers,
        rng=np.random.default_rng(seed_of(ranked.book.tape)),
        horizon=horizon,
    )
