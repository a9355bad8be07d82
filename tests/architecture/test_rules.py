"""The rules that no linter knows, held over every file of the project."""

import sys
from pathlib import Path

import pytest

from tests.architecture import source

LIBRARY = source.files("placement/**/*.py")
SCREEN = source.files("app.py", "pages/*.py", "placement/ui/**/*.py")
PAGES = source.files("pages/*.py")
BELOW = [path for path in LIBRARY if path.parts[1] not in ("ui", "cli", "api", "__main__.py")]

ALL = sorted({*LIBRARY, *SCREEN})

INPUTS = source.files("placement/assume/**/*.py")
OUTPUTS = source.files("placement/report/**/*.py")
MAY_KNOW_FORMATS = {*source.files("placement/tape/**/*.py"), *INPUTS, *OUTPUTS}
MAY_TOUCH_FILES = {
    *INPUTS,
    *OUTPUTS,
    Path("placement/tape/read.py"),
    Path("placement/domain/files.py"),
    # Opens parts of an archive, which is in memory.
    Path("placement/tape/unpack.py"),
    # Speaks to the process that reads for it.
    Path("placement/tape/apart.py"),
    # Takes the digest of the script that stands in Streamlit's own page.
    Path("placement/ui/guard.py"),
    # Makes a room's private folder, and asks the system how much memory it has.
    Path("placement/ui/rooms/system.py"),
    # Fills the places of streams that are closed.
    Path("placement/__main__.py"),
    # The database; what it keeps is passed to and fro as plain values.
    *source.files("placement/scenario/migrations/**/*.py"),
    *(
        Path(f"placement/scenario/{name}.py")
        for name in (
            *(
                "books",
                "browser_key",
                "database",
                "failures",
                "kept",
                "links",
                "members",
                "store",
                "tables",
            ),
            *("trail", "works"),
        )
    ),
    # Reads the catalogues of texts, which belong to the program and not to the user.
    Path("placement/domain/language.py"),
}


def ids(path: Path) -> str:
    """Name a case by its file."""
    return path.as_posix()


def test_there_is_something_to_look_at() -> None:
    """A moved folder would make every rule below pass."""
    assert {path.stem for path in PAGES} >= {"book", "options", "decision_map", "assumptions"}
    assert Path("placement/domain/types.py") in BELOW
    assert Path("app.py") in SCREEN


@pytest.mark.parametrize("path", PAGES, ids=ids)
def test_a_page_does_nothing_until_the_frame_runs_it(path: Path) -> None:
    """Streamlit may run a page's file alone, before `app.py` had its say."""
    assert source.top_level_offences_in(source.tree(path)) == []


@pytest.mark.parametrize("path", PAGES, ids=ids)
def test_a_page_reaches_the_library_through_the_screen(path: Path) -> None:
    """Then importing placement.ui imports all, and the frozen imports are complete."""
    ours = ("placement.ui", "placement.domain")
    others = {"streamlit", *sys.stdlib_module_names}
    used = source.imports(source.tree(path))
    strange = [m for m in used if not m.startswith(ours) and m.split(".")[0] not in others]
    assert strange == []


@pytest.mark.parametrize("path", SCREEN, ids=ids)
def test_a_cached_answer_belongs_to_its_question(path: Path) -> None:
    """No table is hashed, and nothing personal is read inside."""
    assert source.cache_offences_in(source.tree(path)) == []


@pytest.mark.parametrize("path", sorted({*LIBRARY} - {*SCREEN}), ids=ids)
def test_only_the_screen_knows_streamlit(path: Path) -> None:
    """Everything else can be used without it, and starts faster."""
    used = {module.split(".")[0] for module in source.imports(source.tree(path))}
    assert "streamlit" not in used


@pytest.mark.parametrize("path", [p for p in ALL if p not in MAY_TOUCH_FILES], ids=ids)
def test_files_are_touched_in_few_places(path: Path) -> None:
    """Whoever else needs a file is passed its content."""
    assert source.disk_offences_in(source.tree(path)) == []


@pytest.mark.parametrize("path", [p for p in ALL if p not in MAY_KNOW_FORMATS], ids=ids)
def test_file_formats_are_known_in_few_places(path: Path) -> None:
    """Whoever else needs a table is passed a tape."""
    assert source.format_offences_in(source.tree(path)) == []


@pytest.mark.parametrize("path", BELOW, ids=ids)
def test_no_clock_and_no_chance_of_its_own(path: Path) -> None:
    """The cut-off date and the generator are passed in, so an answer can be had again."""
    assert source.chance_offences_in(source.tree(path)) == []


@pytest.mark.parametrize("path", ALL, ids=ids)
def test_errors_are_named_and_languages_are_not_installed(path: Path) -> None:
    """Catching everything hides our own mistakes; installing changes other readers' language."""
    assert source.blanket_offences_in(source.tree(path)) == []


def test_no_text_holds_what_a_merge_left_open() -> None:
    texts = [
        path
        for kind in ("md", "py", "toml", "csv", "po")
        for folder in ("docs", "data", "placement", "pages", "tests", "benchmarks")
        for path in (source.PROJECT / folder).rglob(f"*.{kind}")
    ]
    marks = ("<" * 7 + " ", ">" * 7 + " ")
    assert len(texts) > 400
    assert [
        str(path)
        for path in (*texts, *source.PROJECT.glob("*.md"))
        if any(
            line.startswith(marks)
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        )
    ] == []
