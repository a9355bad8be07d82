"""Nothing on the screen goes around the gate: held over every file, and seen to find what does."""

import ast
from pathlib import Path

import pytest

from placement.domain.access import PAGES, Action
from placement.words.pages import page_names
from tests.architecture import source

SCREEN = source.files("app.py", "pages/*.py", "placement/ui/**/*.py")
GATE = Path("placement/ui/gate")

ONLY_IN = {
    # Files in and out, answers that are kept, and who is here.
    "st.file_uploader": (GATE / "files.py",),
    "st.download_button": (GATE / "files.py",),
    "st.cache_resource": (GATE / "cache.py",),
    "st.cache_data": (),
    "st.user": (GATE / "gate.py",),
    "st.login": (GATE / "sign_in.py",),
    "st.logout": (GATE / "sign_in.py",),
    # Nothing else lets a file or a text in.
    "st.camera_input": (),
    "st.audio_input": (),
    "st.chat_input": (),
    "st.link_button": (),
    "st.audio": (),
    "st.video": (),
}
"""Of Streamlit, and where each may be used."""

ONLY_BY = {
    "open_store": (GATE / "gate.py", GATE / "team.py"),
    "open_engine": (),
    "create_engine": (),
    "engine_store": (
        *(GATE / name for name in ("gate.py", "door.py", "files.py")),
        # Works belong to a member in his browser, whose fingerprint is their key.
        Path("placement/ui/work/desk.py"),
        # Makes files beside the page, under rights that are looked up then.
        Path("placement/ui/access/trail.py"),
    ),
    "admit": (GATE / "gate.py",),
    "Rights": (GATE / "team.py",),
}
"""Of ours, and who may call it."""

RAW_MEMORY = (Path("placement/ui/work/desk.py"), Path("placement/ui/cached.py"))
"""What users brought is held under keys with the workspace in them; these two make the keys."""


def offences_in(path: Path, module: ast.Module) -> list[str]:
    """Return what of a file goes around the gate."""
    found = [
        said
        for part in ast.walk(module)
        if isinstance(part, ast.Attribute)
        and (said := source.name(part)) in ONLY_IN
        and path not in ONLY_IN[said]
    ]
    for call in source.calls(module):
        called = source.last(call.func)
        if called in ONLY_BY and path not in ONLY_BY[called]:
            found.append(called)
        # A store that is at hand is asked through the gate's `store()` and through nothing else.
        if called in METHODS and not _is_through_the_gate(call) and not path.is_relative_to(GATE):
            found.append(source.name(call.func))
        if called == "get" and source.name(call.func).endswith("memory.get"):
            found.extend(["memory.get"] * (path not in RAW_MEMORY))
    imported = source.imports(module)
    found += [name for name in imported if name.startswith("sqlalchemy")]
    return found


METHODS = ("shared_with_us", "open_shared", "revoke_key", "keep_mapping", "mapping_for")
METHODS += ("forget_mapping", "note_refused")
"""Names that only the store's methods have."""


def _is_through_the_gate(call: ast.Call) -> bool:
    return any(source.last(part.func) == "store" for part in source.calls(call.func))


@pytest.mark.parametrize("path", SCREEN, ids=lambda path: path.as_posix())
def test_nothing_goes_around_the_gate(path: Path) -> None:
    assert offences_in(path, source.tree(path)) == []


@pytest.mark.parametrize(
    ("planted", "offences"),
    [
        ("st.file_uploader('x')", ["st.file_uploader"]),
        ("st.download_button('x', 'y')", ["st.download_button"]),
        ("@st.cache_data\ndef f(): ...", ["st.cache_data"]),
        ("@st.cache_resource(ttl=1)\ndef f(): ...", ["st.cache_resource"]),
        ("st.user.email", ["st.user"]),
        ("open_store().scenarios.list()", ["open_store"]),
        ("gate.engine_store().under(Rights())", ["engine_store", "Rights"]),
        ("kept.links.revoke_key('x', at=now)", ["kept.links.revoke_key"]),
        ("from sqlalchemy import text", ["sqlalchemy", "sqlalchemy.text"]),
        ("desk.memory().get('x')", ["memory.get"]),
        ("store().links.revoke_key('x', at=now)", []),
        ("store().scenarios.list()", []),
        ("gate.file_uploader('x')", []),
    ],
)
def test_the_rule_finds_what_does(planted: str, offences: list[str]) -> None:
    found = offences_in(Path("placement/ui/some/view.py"), ast.parse(planted))
    assert sorted(found) == sorted(offences)


def test_every_page_is_in_the_table_and_in_the_menu(project: Path) -> None:
    """One that is not is there for nobody."""
    files = {path.stem for path in (project / "pages").glob("*.py")}
    assert files == set(PAGES) == set(page_names())
    assert {page for page, action in PAGES.items() if action is not Action.SEE} == {"access"}


def test_no_page_is_drawn_but_in_the_frame_of_the_admitted(project: Path) -> None:
    """`app.py` asks who is here before anything of anybody's, and the frame asks again."""
    draw = next(
        part for part in source.tree(Path("app.py")).body
        if isinstance(part, ast.FunctionDef) and part.name == "draw"
    )  # fmt: skip
    names = [source.last(call.func) for call in source.calls(draw)]
    lines = {source.last(call.func): call.lineno for call in source.calls(draw)}
    assert names.count("admitted") == 1
    for later in ("arrive", "readers_language", "shell", "navigation", "follow_link", "run"):
        assert lines["admitted"] < lines[later]
    shell = source.tree(Path("placement/ui/shell.py"))
    frame = next(
        part for part in shell.body if isinstance(part, ast.FunctionDef) and part.name == "shell"
    )
    assert "rights" in [source.last(call.func) for call in source.calls(frame)]
