"""Write docs/licences.md: `.venv/bin/python -m docs.make_licences` in the project's folder.

It says what the app is built on and under which licences it may be used.
What the installed packages say of themselves is taken. One whose licence is not known here, or
that asks for more than the groups below, is an error, so that somebody looks at it.
"""

import re
from email.message import Message
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import cast

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"
LOCK = ROOT / "requirements.lock"

PERMISSIVE = frozenset(
    {
        *("MIT", "BSD-2-Clause", "BSD-3-Clause", "BSD", "Apache-2.0", "ISC", "PSF-2.0", "0BSD"),
        *("Zlib", "CC0-1.0", "MIT-0", "MIT-CMU", "Apache-2.0 WITH LLVM-exception"),
    }
)
WEAK = frozenset({"MPL-2.0", "LGPL-3.0-only"})
"""Free to use beside any other program; who changes the package itself shows the change."""

_WORDS = {
    "apache": "Apache-2.0",
    "mozilla": "MPL-2.0",
    "mpl": "MPL-2.0",
    "python software foundation": "PSF-2.0",
    "isc": "ISC",
    "mit": "MIT",
    "bsd-3": "BSD-3-Clause",
    "bsd 3": "BSD-3-Clause",
    "3-clause": "BSD-3-Clause",
    "2-clause": "BSD-2-Clause",
    "bsd": "BSD",
}
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; (.+?))? \\$", re.MULTILINE)


def locked() -> dict[str, set[str]]:
    """Return name and versions of every package in the lock; some differ by Python."""
    found: dict[str, set[str]] = {}
    for name, version, _ in _LOCKED.findall(LOCK.read_text()):
        found.setdefault(name, set()).add(version)
    return found


def licences(package: Distribution) -> list[str]:
    """Return the licences that a package puts itself under, all of which bind.

    Raises:
        ValueError: It says nothing that is understood.
    """
    said = cast("Message", package.metadata)
    if expression := said.get("License-Expression"):
        # Of two to choose from, the first; each is named in full by the page of the package.
        return [part.strip("() ").split(" OR ")[0] for part in expression.split(" AND ")]
    line = (said.get("License") or "").strip().splitlines()[:1]
    signs = [text for text in line if len(text) < 60]
    signs += [
        text.rsplit("::", 1)[1]
        for text in said.get_all("Classifier", [])
        if text.startswith("License :: OSI Approved ::")
    ]
    for sign in signs:
        for word, licence in _WORDS.items():
            if re.search(rf"\b{re.escape(word)}", sign.lower()):
                return [licence]
    raise ValueError(f"{said['Name']}: licence not understood: {signs}")


def rows() -> list[tuple[str, list[str]]]:
    """Return name and licences of every locked package that is installed here.

    Raises:
        ValueError: A package's licence is not understood.
    """
    found = []
    for name in sorted(locked(), key=str.lower):
        try:
            package = distribution(name)
        except PackageNotFoundError:
            # For another system, such as Windows.
            continue
        found.append((name, licences(package)))
    return found


def page() -> str:
    """Return the page.

    Raises:
        ValueError: A licence is neither permissive nor weak.
    """
    table = rows()
    strange = [row for row in table if not {*row[1]} <= PERMISSIVE | WEAK]
    if strange:
        raise ValueError(f"neither permissive nor weak: {strange}")
    weak = [name for name, found in table if {*found} & WEAK]
    lines = [
        "# Licences",
        "",
        "What the app is built on, as each package says of itself; `docs/make_licences.py` writes",
        "this page, and a test compares it with what is installed. All may be used in a business",
        f"without a fee. {len(table) - len(weak)} of {len(table)} are permissive. The others,",
        f"{', '.join(weak)} (MPL-2.0, LGPL-3.0), are used unchanged;",
        "whoever changes one of *them* and passes it on has to show the change. Where a package",
        "offers a choice, the first is named. Streamlit carries its fonts and scripts with it,",
        "under licences that its own package names. Versions and digests: `requirements.lock`.",
        "",
        "| Package | Licence |",
        "|---|---|",
        *(f"| {name} | {', '.join(found)} |" for name, found in table),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
