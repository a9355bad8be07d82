"""Books of made-up money for policies: what is tested is the search, not the valuation."""

import numpy as np

from placement.decide.rules.policy import RULE_MOVES, MoveValues
from placement.decide.rules.traits import Scheme

SCHEME = Scheme(
    sectors=("bank_card", "telecom"),
    creditor_types=("joint_stock",),
    age=(3.0, 12.0),
    balance=(1_000.0,),
)


def book(seed: int, *, segments: int = 12, shut: float = 0.2, spread: float = 1.0) -> MoveValues:
    """Return a book of random money by move; waiting is open to all."""
    rng = np.random.default_rng(seed)
    sizes = np.array(SCHEME.sizes)
    codes = np.zeros((len(sizes), segments), dtype=np.int64)
    for trait in (0, 2, 3, 4, 6):
        codes[trait] = rng.integers(0, sizes[trait], segments)
    accounts = rng.integers(1, 30, segments)
    value = rng.normal(100.0, 100.0 * spread, (len(RULE_MOVES), segments)) * accounts
    value[1:][rng.random((len(RULE_MOVES) - 1, segments)) < shut] = np.nan
    return MoveValues(
        scheme=SCHEME,
        codes=codes,
        accounts=accounts,
        balance=rng.uniform(100.0, 5_000.0, segments) * accounts,
        value=value,
        written_off=rng.normal(20.0, 10.0, segments) * accounts,
        otherwise="wait",
    )
