"""A million accounts, from file to ranked segments, against only reading the file.

    python benchmarks/tape.py

Yardstick: pandas.read_csv(engine="pyarrow") on the same file. Both are warmed up and take turns,
so that a busy machine slows both; the medians are compared. At most 3 is wanted.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc_csv

# Run as a file, a script sees its own folder and not the project's.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from placement.api import rank_tape
from placement.tape.check import check
from placement.tape.columns import match_columns
from placement.tape.read import read_table
from placement.tape.segment import segment

ACCOUNTS = 1_000_000
SEED = 7
SECTORS = ("bank_card", "telecom", "property_fee", "logistics", "software_retainage")
SHARES = (0.4, 0.45, 0.1, 0.04, 0.01)
MEDIANS = (12_000.0, 150.0, 2_600.0, 25_000.0, 180_000.0)


def write_book(path: Path, accounts: int = ACCOUNTS) -> None:
    """Write a seeded book of ten columns; account numbers are in no order."""
    rng = np.random.default_rng(SEED)
    sector = rng.choice(len(SECTORS), accounts, p=SHARES)
    balance = np.array(MEDIANS)[sector] * np.exp(0.6 * rng.standard_normal(accounts))
    days = np.round(30 + 1_100 * rng.beta(1.1, 2.2, accounts)).astype(np.int64)
    since = np.floor(days * rng.beta(1.0, 2.5, accounts)).astype(np.int64)
    kind = np.where(sector == 0, rng.integers(0, 2, accounts), 2)
    table = pa.table(
        {
            "account_id": np.char.add("A", np.char.zfill(rng.permutation(accounts).astype(str), 8)),
            "sector": np.array(SECTORS)[sector],
            "creditor_type": np.array(("state_owned", "joint_stock", "other"))[kind],
            "balance": np.round(balance, 2),
            "principal": np.round(balance * rng.uniform(0.6, 1.0, accounts), 2),
            "days_past_due": days,
            "placements": np.where(days > 180, rng.integers(0, 3, accounts), 0),
            "disputed": rng.random(accounts) < 0.03,
            "reachable": rng.random(accounts) < 0.8,
            "last_demand_date": pa.array(np.datetime64("2025-12-31") - since),
        }
    )
    pc_csv.write_csv(table, path)


def stages(path: Path) -> dict[str, Callable[[], object]]:
    """Return the parts of the way, each callable alone."""
    raw = read_table(path, filename=path.name)
    match = match_columns(raw.table.column_names)

    def checked() -> object:
        return check(raw, match=match, known_sectors=SECTORS)

    tape = check(raw, match=match, known_sectors=SECTORS).tape
    return {
        "read": lambda: read_table(path, filename=path.name),
        "check": checked,
        "segment": lambda: segment(tape),
    }


def seconds(call: Callable[[], object]) -> float:
    """Return how long a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    """Print the parts and one ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=ACCOUNTS)
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.csv"
        write_book(path, arguments.accounts)

        def ours() -> object:
            return rank_tape(path)

        def yardstick() -> object:
            return pd.read_csv(path, engine="pyarrow")

        parts = stages(path)
        calls = {"ours": ours, "yardstick": yardstick, **parts}
        times: dict[str, list[float]] = {key: [] for key in calls}
        for _ in range(2):
            ours()
            yardstick()
        for _ in range(arguments.runs):
            for key, call in calls.items():
                times[key].append(seconds(call))
    median = {key: statistics.median(values) for key, values in times.items()}
    print(", ".join(f"{key} {median[key]:.3f} s" for key in parts))
    print(
        f"file to ranked segments: {median['ours'] / median['yardstick']:.2f} x pandas.read_csv "
        f"({median['ours']:.3f} s / {median['yardstick']:.3f} s)"
    )


if __name__ == "__main__":
    main()
