"""No text of a file is more than text on any page: no link, picture, formula, colour or icon, and
nothing that turns the direction of what stands beside it."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from tests.hostile import texts
from tests.hostile.texts import MARK, NAME, live, turned
from tests.pages.test_every_page import TITLES

PATIENCE = 240

FILES = {
    "book_upload": ("csv", texts.BOOK),
    "book_mapping": ("json", texts.MAPPING),
    "remittances": ("csv", texts.REMITTANCES),
    "contracts": ("csv", texts.CONTRACTS),
    "bid": ("csv", texts.LOTS),
    "lists": ("csv", texts.AGENCIES),
    "odds_contacts": ("csv", texts.CONTACTS),
    "overlay": ("toml", texts.NUMBERS),
    "scenarios_upload_last": ("csv", texts.BOOK),
    "scenarios": ("json", texts.SCENARIO),
    "twice": ("csv", texts.PLACED),
    "bill": ("csv", texts.BILL),
}
"""What the uploaders of a page get, by how their keys begin; the rest get no table of anything."""


@pytest.fixture(scope="module")
def app(project) -> AppTest:
    """Return the app with a hostile book open, whose pages are walked one after the other."""
    app = AppTest.from_file(project / "app.py", default_timeout=PATIENCE)
    app.run()
    app.file_uploader(key="book_upload_turn_0").upload(f"{NAME}.csv", texts.BOOK)
    app.run()
    assert not app.exception
    assert "6 accounts" in "".join(said.value for said in app.success)
    return app


def elements(node: object) -> Iterator[object]:
    """Yield what is sent to the browser for every element and block."""
    if isinstance(node, Block):
        if (proto := getattr(node, "proto", None)) is not None:
            yield proto
        for child in node.children.values():
            yield from elements(child)
    elif isinstance(node, Element):
        yield node.proto


def found(app: AppTest) -> list[str]:
    seen = list(elements(app._tree))
    return sorted({text for proto in seen for text in (*live(proto), *turned(proto))})


@pytest.mark.parametrize("page", TITLES)
def test_no_text_of_a_file_is_markup(app: AppTest, page: str) -> None:
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    markup = found(app)
    for number in range(len(app.file_uploader) if page != "book" else 0):
        key = app.file_uploader[number].key or ""
        ending, content = _file_for(key)
        for each in (content, texts.WRONG):
            if number < len(app.file_uploader):
                app.file_uploader[number].upload(f"{NAME}.{ending}", each)
                app.run()
                assert not app.exception
                markup += found(app)
    assert sorted(set(markup)) == []


def _file_for(key: str) -> tuple[str, bytes]:
    return next((file for name, file in FILES.items() if key.startswith(name)), ("csv", texts.BOOK))


def test_the_texts_did_come_to_the_pages(app: AppTest) -> None:
    """Else the walk would have looked at nothing."""
    app.switch_page("pages/book.py").run()
    shown = [text.value for text in (*app.markdown, *app.caption, *app.success, *app.info)]
    assert any(MARK in text for text in shown)


def _drawn() -> None:
    import streamlit as st

    from tests.hostile.texts import TEXT

    st.markdown(TEXT)
    st.caption("x", help=TEXT)
    st.button(TEXT)
    st.metric("x", "1", help=TEXT)
    st.error(TEXT)
    st.expander(TEXT).write("x")
    st.tabs([TEXT])
    st.radio("x", [TEXT])
    st.checkbox(TEXT)


def test_markup_is_found_wherever_it_is_drawn() -> None:
    """Nine ways to draw it, and none is passed over."""
    drawn = AppTest.from_function(_drawn, default_timeout=PATIENCE).run()
    assert not drawn.exception
    assert len({text.split(":")[0] for text in found(drawn)}) >= 7
    assert len(found(drawn)) >= 9


def test_text_that_is_escaped_is_no_markup() -> None:
    drawn = AppTest.from_string(
        "import streamlit as st\n"
        "from placement.words.markdown import plain\n"
        "from tests.hostile.texts import TEXT\n"
        "st.markdown(plain(TEXT)); st.button(plain(TEXT))\n",
        default_timeout=PATIENCE,
    ).run()
    assert not drawn.exception
    assert found(drawn) == []
