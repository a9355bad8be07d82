"""Reading our own source: what it imports, calls and decorates, and what of that breaks a rule.

Each `..._in` function returns the offences of one file as short lines, so that a test of the
project asserts an empty list and a test of the rule asserts what it finds in a planted text.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent


def files(*patterns: str) -> list[Path]:
    """Return the project's Python files that match, relative to the project."""
    found = {path for pattern in patterns for path in PROJECT.glob(pattern)}
    return sorted(path.relative_to(PROJECT) for path in found)


def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a file of the project."""
    return ast.parse((PROJECT / path).read_text(encoding="utf-8"))


def name(node: ast.expr) -> str:
    """Return a dotted name such as `st.cache_data`; a call or subscript gives what it is of."""
    match node:
        case ast.Name(id=plain):
            return plain
        case ast.Attribute(value=owner, attr=attribute):
            return f"{name(owner)}.{attribute}"
        case ast.Call(func=of) | ast.Subscript(value=of):
            return name(of)
        case _:
            return ""


def last(node: ast.expr) -> str:
    """Return the part of a dotted name after the last dot."""
    return name(node).rsplit(".", 1)[-1]


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Yield every call below a node."""
    return (part for part in ast.walk(node) if isinstance(part, ast.Call))


def imports(node: ast.AST) -> set[str]:
    """Return the modules a file imports, anywhere in it."""
    found: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            found |= {alias.name for alias in part.names}
        elif isinstance(part, ast.ImportFrom) and part.module:
            found |= {part.module} | {f"{part.module}.{alias.name}" for alias in part.names}
    return found


def top_level_offences_in(page: ast.Module) -> list[str]:
    """Return what a page does when it is merely read, besides `run_page(render)` at its end."""
    allowed = (ast.Import, ast.ImportFrom, ast.FunctionDef)
    body = page.body[1:] if ast.get_docstring(page) else page.body
    offences = [] if ast.get_docstring(page) else ["no docstring"]
    if not body or ast.unparse(body[-1]) != "run_page(render)":
        offences.append("does not end in run_page(render)")
    offences += [ast.unparse(part) for part in body[:-1] if not isinstance(part, allowed)]
    return offences


HASHED_BY_SAMPLE = ("DataFrame", "Series", "ndarray", "NDArray", "Array", "bytes", "bytearray")
HASHED_BY_SAMPLE += ("Tape", "Table", "Segments", "BytesIO", "UploadedFile", "Any", "object")


def cache_offences_in(module: ast.Module) -> list[str]:
    """Return what makes a cached function give one reader another's answer, or an old one.

    Streamlit takes a large table's key from a sample of its rows, so a table may only come as an
    argument with an underscore, beside the digest it is known by. And what depends on the session,
    the reader or the reader's language has to be an argument too.
    """
    return [
        f"{function.name}: {offence}"
        for function in ast.walk(module)
        if isinstance(function, ast.FunctionDef)
        and any(last(mark).startswith("cache_") for mark in function.decorator_list)
        for offence in [*_sampled(function), *_personal(function)]
    ]


def _sampled(function: ast.FunctionDef) -> Iterator[str]:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    for argument in every:
        if argument.arg.startswith("_"):
            continue
        kind = ast.unparse(argument.annotation) if argument.annotation else ""
        if not kind:
            yield f"{argument.arg} has no type"
        elif any(word in kind for word in HASHED_BY_SAMPLE):
            yield f"{argument.arg}: {kind}"


def _personal(function: ast.FunctionDef) -> Iterator[str]:
    for part in ast.walk(function):
        if isinstance(part, ast.Attribute):
            personal = name(part)
            if personal in ("st.session_state", "st.user", "st.context", "st.query_params"):
                yield personal
    if any(name(call) == "t" for call in calls(function)):
        yield "t() without the language as an argument"


DISK_MODULES = ("sqlite3", "sqlalchemy", "shutil", "tempfile", "glob", "pickle", "shelve")
DISK_CALLS = ("open", "read_text", "write_text", "read_bytes", "write_bytes", "unlink", "mkdir")
DISK_CALLS += ("to_csv", "to_parquet", "to_excel", "to_pickle", "to_sql", "tofile", "loadtxt")
DISK_CALLS += ("memory_map", "savetxt", "OSFile")
FORMAT_MODULES = ("python_calamine", "xlsxwriter", "zipfile", "tomllib", "csv")
FORMAT_MODULES += ("pyarrow.csv", "pyarrow.parquet")
FORMAT_CALLS = ("read_csv", "read_parquet", "read_excel", "read_sql")


def disk_offences_in(module: ast.Module) -> list[str]:
    """Return where a file reaches for other files or a database."""
    return _reaches(module, DISK_MODULES, DISK_CALLS)


def format_offences_in(module: ast.Module) -> list[str]:
    """Return where a file takes bytes of a file format apart, or puts them together."""
    return _reaches(module, FORMAT_MODULES, FORMAT_CALLS)


def _reaches(module: ast.Module, modules: tuple[str, ...], functions: tuple[str, ...]) -> list[str]:
    used = imports(module)
    # A function of ours may be called like one of Python's; its own file is looked at instead.
    ours = {path.rsplit(".", 1)[-1] for path in used if path.startswith("placement.")}
    called = [name(call.func) for call in calls(module) if last(call.func) in functions]
    return [f"import {outside}" for outside in sorted(used) if outside in modules] + [
        path for path in called if path not in ours
    ]


CLOCKS = ("datetime.now", "datetime.today", "date.today", "time.time", "datetime.utcnow")
CLOCKS += ("Timestamp.now", "Timestamp.today")


def chance_offences_in(module: ast.Module) -> list[str]:
    """Return where a file asks the clock, or a source of chance that nobody passed in."""
    found = [name(call.func) for call in calls(module)]
    clocks = [used for used in found if used.endswith(CLOCKS)]
    chance = [used for used in found if used.startswith(("np.random.", "random."))]
    return clocks + chance


def blanket_offences_in(module: ast.Module) -> list[str]:
    """Return what swallows every error, and what installs a language for the whole process."""
    handlers = [part for part in ast.walk(module) if isinstance(part, ast.ExceptHandler)]
    blanket = [
        ast.unparse(handler.type) if handler.type else "except:"
        for handler in handlers
        if handler.type is None or "Exception" in _names(handler.type)
    ]
    return blanket + [name(call.func) for call in calls(module) if last(call.func) == "install"]


def _names(node: ast.expr) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
