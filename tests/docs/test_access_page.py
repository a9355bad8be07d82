"""docs/access.md says what came of trying, and names what there is."""

from pathlib import Path

from docs import make_access


def test_the_tables_are_what_comes_of_trying_today(tmp_path: Path) -> None:
    page = make_access.PAGE.read_text(encoding="utf-8")
    found = make_access.tables(f"sqlite:///{tmp_path}/desk.sqlite")
    assert make_access.written(page, found) == page
    assert all(len(table.splitlines()) > 8 for table in found.values())
