"""How many accounts of each class go to each agency, to the nearest account.

A class is a group of accounts that the same agencies take: a sector and a placement. Of N_k
accounts of class k, agency a with share s_a gets

    x_ka = r_k w_ka f_a    where w_ka = N_k s_a / Σ s over the agencies that take k

r_k makes up the class, Σ_a x_ka = N_k, and f_a <= 1 brings an agency that would be over a capacity
down to it, alike in every class it takes: what it cannot hold goes to the others by their shares.
Of all splits within the capacities that one is the nearest to the shares in the sense of relative
entropy. Whole accounts are then those x's rounded up or down so that every class keeps its number,
every agency is within one account of its exact part and within its capacity, and the sum of the
distances |whole - exact| is the least there is; for one class that is the largest remainders.

Source: own definition; scaling is Bregman's projection, rounding a transportation problem, whose
corners are whole numbers.
"""

import numpy as np

from placement.domain.types import BoolArray, FloatArray, IntArray

ROUNDS = 2_000
"""Rounds of scaling after which what is left of a misfit is smaller than rounding."""


class TooTightError(Exception):
    """No whole accounts fit the capacities that are left."""


_DONE = 1e-9
_NEAR = 1e-6
"""Parts of an account that count as none."""


def weights(accounts: IntArray, takes: BoolArray, share: FloatArray) -> FloatArray:
    """Return each class's accounts by the shares of the agencies that take it, (classes, agencies).

    Args:
        accounts: Accounts of each class, shape (classes,).
        takes: Which agency takes which class, shape (classes, agencies).
        share: Of each agency, shape (agencies,).
    """
    own = takes * share
    whole = own.sum(axis=1, keepdims=True)
    return np.asarray(accounts[:, None] * np.divide(own, whole, out=own * 0.0, where=whole > 0))


def most_held(
    accounts: IntArray,
    mean_balance: FloatArray,
    takes: BoolArray,
    *,
    capacity: FloatArray,
    money: FloatArray,
) -> float:
    """Return how many of all accounts the agencies can hold at the most.

    Args:
        accounts: Of each class, shape (classes,).
        mean_balance: Of an account of each class, shape (classes,).
        takes: Shape (classes, agencies).
        capacity: Accounts that each agency can take, infinite where any, shape (agencies,).
        money: The same in balance.
    """
    from scipy.optimize import linprog

    if not len(accounts):
        return 0.0
    classes, agencies = takes.shape
    of_class = np.kron(np.eye(classes), np.ones(agencies))
    of_agency = np.kron(np.ones(classes), np.eye(agencies))
    owed = of_agency * np.repeat(mean_balance, agencies)
    limits = np.concatenate([accounts, capacity, money])
    known = np.isfinite(limits)
    found = linprog(
        -np.ones(classes * agencies),
        A_ub=np.concatenate([of_class, of_agency, owed])[known],
        b_ub=limits[known],
        bounds=[(0, None if taken else 0) for taken in takes.ravel().tolist()],
        method="highs",
    )
    return float(-found.fun)


def exact_parts(
    wanted: FloatArray,
    accounts: IntArray,
    mean_balance: FloatArray,
    *,
    capacity: FloatArray,
    money: FloatArray,
) -> FloatArray:
    """Return the accounts of each class for each agency, fractions allowed, (classes, agencies).

    Args:
        wanted: What the shares alone would give, 0 where an agency does not take a class; as long
            as the capacities hold all, see `most_held`.
        accounts: Of each class, shape (classes,).
        mean_balance: Of an account of each class, shape (classes,).
        capacity: Accounts that each agency can take, infinite where any, shape (agencies,).
        money: The same in balance.
    """
    fitting, factor = np.ones(len(accounts)), np.ones(wanted.shape[1])
    for _ in range(ROUNDS):
        given = wanted * fitting[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            room = np.fmin(capacity / given.sum(axis=0), money / (mean_balance @ given))
        before, factor = factor, np.fmin(np.where(np.isnan(room), 1.0, room), 1.0)
        held = wanted @ factor
        fitting = np.divide(accounts, held, out=np.ones(len(held)), where=held > 0)
        if np.abs(factor - before).max(initial=0.0) < _DONE:
            break
    return np.asarray(wanted * fitting[:, None] * factor)


def whole_parts(exact: FloatArray, accounts: IntArray, *, capacity: FloatArray) -> IntArray:
    """Return exact parts in whole accounts, shape (classes, agencies).

    Args:
        exact: From `exact_parts`.
        accounts: Of each class, which its parts add up to.
        capacity: Whole accounts that each agency can take, infinite where any.

    Raises:
        TooTightError: The capacities do not hold them.
    """
    from scipy.optimize import linprog

    classes, agencies = exact.shape
    down = np.floor(exact + _NEAR)
    part = np.clip(exact - down, 0.0, 1.0)
    of_class = np.kron(np.eye(classes), np.ones(agencies))
    of_agency = np.kron(np.ones(classes), np.eye(agencies))
    whole = exact.sum(axis=0)
    least = np.floor(whole + _NEAR) - down.sum(axis=0)
    most = np.fmin(np.ceil(whole - _NEAR), capacity) - down.sum(axis=0)
    # Of equal remainders the agency that stands first gets the account.
    first = np.tile(np.arange(agencies) * _NEAR, classes)
    found = linprog(
        1.0 - 2.0 * part.ravel() + first,
        A_ub=np.concatenate([of_agency, -of_agency]),
        b_ub=np.concatenate([most, -least]),
        A_eq=of_class,
        b_eq=accounts - down.sum(axis=1),
        bounds=[(0, 1 if some > _NEAR else 0) for some in part.ravel().tolist()],
        method="highs-ds",
    )
    if found.x is None:
        return _nearest_within(exact, accounts, capacity)
    return np.asarray(np.rint(down + found.x.reshape(exact.shape)), dtype=np.int64)


def _nearest_within(exact: FloatArray, accounts: IntArray, capacity: FloatArray) -> IntArray:
    """Return whole parts near exact ones that miss a capacity by more than rounding.

    Scaling comes to its end ever more slowly where the capacities hold just what there is.
    """
    from scipy.optimize import linprog

    classes, agencies = exact.shape
    near = np.rint(exact)
    of_class = np.kron(np.eye(classes), np.ones(agencies))
    of_agency = np.kron(np.ones(classes), np.eye(agencies))
    known = np.isfinite(capacity)
    room = (capacity - near.sum(axis=0))[known]
    found = linprog(
        np.ones(2 * exact.size),
        A_ub=np.concatenate([of_agency, -of_agency], axis=1)[known] if known.any() else None,
        b_ub=room if known.any() else None,
        A_eq=np.concatenate([of_class, -of_class], axis=1),
        b_eq=accounts - near.sum(axis=1),
        bounds=[(0, None if some > 0 else 0) for some in exact.ravel().tolist()]
        + [(0, most) for most in near.ravel().tolist()],
        method="highs-ds",
    )
    if found.x is None:
        raise TooTightError
    up, down = np.split(found.x, 2)
    return np.asarray(np.rint(near + (up - down).reshape(exact.shape)), dtype=np.int64)
