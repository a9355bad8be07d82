"""The special case in which nothing depends on the past: no debtor is willing, no letter answered.

Masses then follow from the state, so the one piece that the backward pass keeps of a state is the
best one, and any dynamic-programming library can solve it too: the comparison that tests and
benchmarks/timing.py make.
"""

import numpy as np

from placement.decide.timing.book.backward import probes, work_backward
from placement.decide.timing.book.layout import lay_out
from placement.decide.timing.book.numbers import Numbers, Tables, worth
from placement.decide.timing.moves.moves import RELUCTANT, Moves
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray


def history_free_values(moves: Moves) -> FloatArray:
    """Return the best plan's value for every segment at the cut-off date, shape (segments,).

        V(t, state) = max( end(t, state), max over moves: reward(t, state) + V(t + months, after) )

    The limitation period is taken as it stands at the cut-off date.

    Raises:
        InputError: Some debtors are willing, or answer a letter.
    """
    letter, willing = moves.letter, moves.masses[:RELUCTANT]
    if willing.any() or letter.willing_response.any() or letter.reluctant_response.any():
        raise InputError(
            t(
                "Values without history need willing shares and letter responses of 0; got up to "
                "{willing:.4f} and {response:.4f}. Use plan_book instead.",
                willing=float(willing.max()),
                response=float(max(letter.willing_response.max(), letter.reluctant_response.max())),
            )
        )
    rows = lay_out(moves)
    numbers = Numbers(Tables(moves), rows)
    late = (moves.months_since_demand >= moves.limitation_months)[rows.segment]
    (pieces,) = work_backward(numbers, probes=[probes(moves, rows)], late=late)
    start = rows.start(moves)
    return np.asarray(worth(pieces[0][:, start], moves.masses) + moves.relief)
