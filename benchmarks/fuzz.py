"""Readers and codecs under fuzzing that follows the code: python benchmarks/fuzz.py [TARGET ...]

Each target is fuzzed by atheris in a process of its own, within memory and time, from the files of
`tests/hostile`. The corpus and what was found stay in build/fuzz/TARGET, and the next call goes on
from there. Ends with 1 where something was found. What was found is read again by

    python benchmarks/fuzz.py TARGET --again build/fuzz/TARGET/finding-....bin
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.hostile.guided import MISSING, guided
from tests.hostile.measure import PROJECT

NAMES = ("tapes", "settings", "scenarios", "assumptions")


def main() -> int:
    """Print a line for each target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", nargs="*", help=f"of {', '.join(NAMES)}; by default all")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each target")
    parser.add_argument("--folder", type=Path, default=PROJECT / "build" / "fuzz")
    parser.add_argument("--again", type=Path, help="read this input instead of fuzzing")
    asked = parser.parse_args()
    if unknown := [name for name in asked.target if name not in NAMES]:
        parser.error(f"targets are {', '.join(NAMES)}; got {', '.join(unknown)}")
    if asked.again and len(asked.target) != 1:
        parser.error("--again needs the one target that the input was found by")
    if asked.again:
        from tests.hostile.targets import TARGETS

        TARGETS[asked.target[0]].read(asked.again.read_bytes())
        print("It is read, or refused in plain words.")
        return 0
    if MISSING:
        print(MISSING)
        return 0
    print("| target | executions | a second | branches | corpus | MB | found |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    found = []
    for name in asked.target or NAMES:
        done = guided(name, seconds=asked.seconds, folder=asked.folder / name)
        print(
            f"| {name} | {done.executions:,} | {done.executions / done.seconds:,.0f} | "
            f"{done.branches:,} | {done.corpus:,} | {done.megabytes:,} | {len(done.findings)} |",
            flush=True,
        )
        found += done.findings
    for kept in found:
        print(f"{kept}: {kept.with_suffix('.txt').read_text().splitlines()[-1]}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
