"""What every hostile file of the tests comes to: how it ends, its time and its memory."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.hostile.corpus import TAPES
from tests.hostile.measure import READ, measured


def main() -> None:
    """Print a table of every file."""
    print("| file | bytes | ends | seconds | MB |\n|---|---:|---|---:|---:|")
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        for name in sys.argv[1:] or TAPES:
            file = folder / name
            file.write_bytes(TAPES[name]())
            ended = measured([sys.executable, "-c", READ, str(file)], folder=folder)
            said = "read" if ended.code == 0 else "refused" if ended.is_plain else "BROKEN"
            print(
                f"| {name} | {file.stat().st_size:,} | {said} | {ended.seconds:.1f} | "
                f"{ended.megabytes:,.0f} |",
                flush=True,
            )
            file.unlink()


if __name__ == "__main__":
    main()
