"""The yardstick of benchmarks/opening.py: an empty app of three pages, a title and a line each."""

import streamlit as st


def page(name: str) -> st.Page:
    """Return a page of a title and a line."""

    def draw() -> None:
        st.title(name)
        st.write("Nothing here.")

    return st.Page(draw, title=name, url_path=name.lower())


st.set_page_config(page_title="Empty", layout="wide")
st.navigation([page("First"), page("Second"), page("Third")]).run()
