"""Remittance files of debtors drawn one by one, who pay in known ways."""

import numpy as np
from numpy.typing import NDArray

WILLING, PAYS, FADES, FIRST_AGE = 0.30, 0.09, 0.035, 4.0
"""Willing share at the first age, pay hazard and fading, a month."""

BALANCE = 4_000.0


def _account(
    rng: np.random.Generator, age: float, months: int, instalments: int, settled: float
) -> NDArray[np.float64]:
    """Return what one account brings month by month: it is willing or not, pays or turns lost."""
    money = np.zeros(months)
    if rng.random() >= WILLING * np.exp(-FADES * (age - FIRST_AGE)):
        return money
    pays, lost = rng.exponential(1.0 / PAYS), rng.exponential(1.0 / FADES)
    if pays >= lost:
        return money
    for part in range(instalments):
        if int(pays) + part < months:
            money[int(pays) + part] += settled * BALANCE / instalments
    return money


def _month(number: int) -> str:
    return f"{2023 + number // 12}-{number % 12 + 1:02d}"


def by_batch(
    *, instalments: int, settled: float = 1.0, accounts: int = 700, months: int = 18, seed: int = 1
) -> bytes:
    """Return a long table: batches of three ages, one placed every third month."""
    rng = np.random.default_rng(seed)
    rows = ["batch,sector,placed_on,age,accounts,placed balance,month,collected"]
    for start in range(0, months - 2, 3):
        for age in (4.0, 10.0, 20.0):
            seen = months - start
            money = sum(
                (_account(rng, age, seen, instalments, settled) for _ in range(accounts)),
                np.zeros(seen),
            )
            rows += [
                f"b{start}-{age:g},bank_card,{_month(start)},{age:g},{accounts},"
                f"{accounts * BALANCE:.2f},{_month(start + k)},{money[k]:.2f}"
                for k in range(seen)
            ]
    return "\n".join(rows).encode()


def by_account(
    *, instalments: int, settled: float = 1.0, accounts: int = 400, months: int = 18, seed: int = 2
) -> tuple[bytes, bytes]:
    """Return a list of payments by account and date, and one of what was placed."""
    rng = np.random.default_rng(seed)
    held = ["account_id,sector,placement date,balance,months past due"]
    paid = ["account_id,payment date,amount"]
    for start in range(0, months - 2, 3):
        for age in (4.0, 10.0, 20.0):
            for number in range(accounts):
                name = f"K{start:02d}{age:02g}{number:04d}"
                held.append(f"{name},bank_card,{_month(start)}-01,{BALANCE:g},{age:g}")
                money = _account(rng, age, months - start, instalments, settled)
                paid += [
                    f"{name},{_month(start + k)}-{rng.integers(1, 29):02d},{money[k]:.2f}"
                    for k in np.flatnonzero(money).tolist()
                ]
    return "\n".join(paid).encode(), "\n".join(held).encode()
