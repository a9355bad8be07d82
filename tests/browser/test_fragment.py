"""A part of a page that runs again by itself, without `app.py` around it."""

from tests.browser.chromium import PROJECT, served, wait_run

SCRIPT = f"""
import sys
sys.path.insert(0, {str(PROJECT)!r})

import streamlit as st
from placement.domain.text import language, t
from placement.domain.language import catalogue
from placement.ui.language import in_readers_language, keep_language, readers_language

code = readers_language()
keep_language(code)

@st.fragment
@in_readers_language
def spoken():
    st.button("again")
    st.text(t("Lawsuit"))

@st.fragment
def mute():
    st.button("bare")
    st.text(t("Sell"))

with language(catalogue(code)):
    spoken()
    mute()
"""


def test_a_fragment_speaks_the_readers_language(tmp_path, open_context) -> None:
    """The bare one shows why it has to be asked to: it falls back to English when it runs alone."""
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    with served(tmp_path, script=tmp_path / "script.py") as running:
        page = open_context().new_page()
        page.goto(f"{running.url}/?lang=zh")
        wait_run(page)
        for button, said in (("again", "诉讼"), ("bare", "Sell")):
            page.get_by_role("button", name=button).click()
            page.get_by_test_id("stText").get_by_text(said, exact=True).wait_for()
        page.get_by_test_id("stText").get_by_text("诉讼", exact=True).wait_for()
        page.context.close()
