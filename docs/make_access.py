"""Write docs/access.md: `.venv/bin/python -m docs.make_access` in the project's folder.

The tables of the page are what came of trying: every method of the store was called as every role.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from docs import access_measures as tries
from placement.domain.access import Role, action_names, may
from placement.words.pages import page_names

PAGE = Path(__file__).parent / "access.md"

BEGIN, END = "<!-- {name} -->", "<!-- end -->"


def tables(address: str) -> Mapping[str, str]:
    """Return the tables of the page, by name.

    Args:
        address: Of a new database.
    """
    names = page_names()
    return {
        "actions": _table(
            "What",
            (
                (said, {role: "yes" if may(role, action) else "refused" for role in Role})
                for action, said in action_names().items()
            ),
        ),
        "pages": _table("Page", ((names[page], row) for page, row in tries.pages().items())),
        "store": _table(
            "Method",
            ((f"`{name}`", row) for name, row in tries.tried(address).items()),
        ),
    }


def written(page: str, found: Mapping[str, str]) -> str:
    """Return a page with its tables written anew."""
    for name, table in found.items():
        begin = BEGIN.format(name=name)
        before, rest = page.split(begin)
        page = f"{before}{begin}\n\n{table}\n{END}{rest.split(END, 1)[1]}"
    return page


def _table(first: str, rows: Iterable[tuple[str, Mapping[Role, str]]]) -> str:
    lines = [f"| {first} | viewer | analyst | admin |", "|---|---|---|---|"]
    lines += [f"| {name} | {' | '.join(row[role] for role in Role)} |" for name, row in rows]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    with TemporaryDirectory() as folder:
        page = written(PAGE.read_text(encoding="utf-8"), tables(f"sqlite:///{folder}/desk.sqlite"))
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
