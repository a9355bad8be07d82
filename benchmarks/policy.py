"""A million accounts as few rules, against ranking them.

    python benchmarks/policy.py

Yardstick: what the command `rank` works out for the same file, from reading it to the best to begin
with for every segment. The command `policy` ranks as well; what it does besides is the search for
the rules and the accounts drawn to measure them on. Both take turns, so that a busy machine slows
both, and time of the processor is what is compared. At most 10 is wanted.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

# Run as a file, a script sees its own folder and not the project's.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.tape import ACCOUNTS, write_book
from placement import api


def main() -> None:
    """Print the parts and one ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=ACCOUNTS)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--rules", type=int, default=api.USUAL_RULES)
    arguments = parser.parse_args()
    numbers = api.assumptions_in_use()
    times: dict[str, list[float]] = {
        name: [] for name in ("segments", "plans", "search", "measured")
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.csv"
        write_book(path, arguments.accounts)
        for _ in range(arguments.runs):
            start = time.process_time()

            def took(name: str) -> None:
                nonlocal start
                times[name].append(time.process_time() - start)
                start = time.process_time()

            ranked = api.rank_tape(path, assumptions=numbers)
            took("segments")
            followed = api.begun(ranked.ranking, numbers)
            took("plans")
            book = api.policy_book(ranked, followed)
            policy = api.find_policies(book, arguments.rules).policy(arguments.rules)
            found = api.value_policy(policy, book)
            took("search")
            checked = api.check_policy_by_account(found, book, numbers)
            took("measured")
    median = {name: statistics.median(own) for name, own in times.items()}
    print(", ".join(f"{name} {own:.2f} s" for name, own in median.items()))
    print(
        f"{len(policy.rules)} rules over {len(found.rule):,} segments keep "
        f"{found.kept or 0.0:.2%}; by {checked.accounts} accounts drawn {checked.kept or 0.0:.2%}"
    )
    ranking = median["segments"] + median["plans"]
    whole = sum(median.values())
    print(
        f"policy: {whole / ranking:.2f} x the ranking ({whole:.1f} s / {ranking:.1f} s of "
        f"processor), {(whole - ranking) / median['segments']:.2f} x its segments alone for what "
        "it does besides"
    )


if __name__ == "__main__":
    main()
