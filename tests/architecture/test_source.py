"""The rules can be broken: each finds what is planted, and leaves the innocent alone."""

import ast

import pytest

from tests.architecture import source

PAGE = '"""Page."""\nimport streamlit as st\ndef render(): ...\n'


@pytest.mark.parametrize(
    ("page", "offences"),
    [
        (PAGE + "run_page(render)", []),
        (PAGE, ["does not end in run_page(render)"]),
        (PAGE + "run_page(other)", ["does not end in run_page(render)"]),
        (PAGE + "st.title('x')\nrun_page(render)", ["st.title('x')"]),
        (PAGE + "LIMIT = 3\nrun_page(render)", ["LIMIT = 3"]),
        ("run_page(render)", ["no docstring"]),
    ],
)
def test_top_level(page: str, offences: list[str]) -> None:
    """Only imports, functions, a docstring and the last line."""
    assert source.top_level_offences_in(ast.parse(page)) == offences


@pytest.mark.parametrize(
    ("signature", "body", "offences"),
    [
        ("digest: str, _tape: Tape", "return 1", []),
        ("digest: str, tape: Tape", "return 1", ["f: tape: Tape"]),
        ("*, table: pd.DataFrame", "return 1", ["f: table: pd.DataFrame"]),
        ("net: FloatArray | None", "return 1", ["f: net: FloatArray | None"]),
        ("upload: bytes", "return 1", ["f: upload: bytes"]),
        ("tape", "return 1", ["f: tape has no type"]),
        ("digest: str", "return st.session_state['x']", ["f: st.session_state"]),
        ("digest: str", "return st.user.email", ["f: st.user"]),
        ("digest: str", "return t('x')", ["f: t() without the language as an argument"]),
    ],
)
@pytest.mark.parametrize("mark", ["st.cache_data", "st.cache_resource(max_entries=3)"])
def test_cached(mark: str, signature: str, body: str, offences: list[str]) -> None:
    """The same for both caches, called or not."""
    function = f"def f({signature}):\n    {body}"
    assert source.cache_offences_in(ast.parse(f"@{mark}\n{function}")) == offences
    assert source.cache_offences_in(ast.parse(function)) == []


@pytest.mark.parametrize(
    ("text", "disk", "formats"),
    [
        ("import sqlite3", ["import sqlite3"], []),
        ("path.read_text()", ["path.read_text"], []),
        ("open('x')", ["open"], []),
        ("from placement.tape.read import read_text\nread_text('x')", [], []),
        ("from pyarrow import parquet", [], ["import pyarrow.parquet"]),
        ("pd.read_csv(buffer)", [], ["pd.read_csv"]),
        ("import pyarrow\nnet.sum()", [], []),
    ],
)
def test_files(text: str, disk: list[str], formats: list[str]) -> None:
    """By what is imported and by what is called."""
    module = ast.parse(text)
    assert source.disk_offences_in(module) == disk
    assert source.format_offences_in(module) == formats


@pytest.mark.parametrize(
    ("text", "offences"),
    [
        ("date.today()", ["date.today"]),
        ("datetime.datetime.now()", ["datetime.datetime.now"]),
        ("np.random.default_rng(3)", ["np.random.default_rng"]),
        ("generator.normal(size=3)", []),
    ],
)
def test_chance(text: str, offences: list[str]) -> None:
    """A generator that was passed in is fine."""
    assert source.chance_offences_in(ast.parse(text)) == offences


@pytest.mark.parametrize(
    ("handler", "offences"),
    [
        ("except Exception", ["Exception"]),
        ("except (ValueError, Exception) as e", ["(ValueError, Exception)"]),
        ("except", ["except:"]),
        ("except ValueError", []),
    ],
)
def test_blanket(handler: str, offences: list[str]) -> None:
    """Also in a tuple, also bare."""
    module = ast.parse(f"try:\n    f()\n{handler}:\n    pass")
    assert source.blanket_offences_in(module) == offences


def test_an_installed_language_is_found() -> None:
    """What most examples of gettext do."""
    module = ast.parse("gettext.translation('placement').install()")
    assert source.blanket_offences_in(module) == ["gettext.translation.install"]
