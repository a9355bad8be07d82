"""Text in the theme's colours can be read, in both schemes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import pytest

from tests.browser.chromium import contrast, served, shoot, wait_run

SPECIMEN = """
import streamlit as st

st.button("Button")
st.button("Primary", type="primary")
st.multiselect("Several", ["Chip"], default="Chip")
st.selectbox("One", ["Pick"])
st.slider("Slider", 0, 77, 33)
st.checkbox("Tick", value=True)
st.segmented_control("Control", ["Chosen", "Other"], default="Chosen")
st.markdown("[Link](/)")
st.caption("Caption")
st.info("Info")
st.warning("Warning")
st.error("Error")
st.success("Success")
st.metric("Metric", "12", delta="Gain")
st.tabs(["First", "Second"])
"""
TEXTS = ["Button", "Several", "One", "Slider", "Tick", "Chosen", "Other", "Link", "Caption", "Info"]
TEXTS += ["Warning", "Error", "Success", "Metric", "Gain", "First", "Second"]
# Streamlit always writes white on the primary colour, and writes with the same colour on the dark
# page. No colour gives both 4.5; pages use plain buttons and pills where a text has to be read.
ON_PRIMARY = ("Primary", "Chip")


@pytest.fixture(scope="module")
def specimen(tmp_path_factory):
    """Serve one of everything with the app's settings and theme."""
    folder = tmp_path_factory.mktemp("specimen")
    (folder / "specimen.py").write_text(SPECIMEN)
    with served(folder, script=folder / "specimen.py") as running:
        yield running


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(specimen, open_context, scheme) -> None:
    """All of them in one pass, so that a change of colour shows everything it does."""
    page = open_context(color_scheme=scheme).new_page()
    page.goto(specimen.url)
    wait_run(page)
    shoot(page, f"specimen-{scheme}")
    least = dict.fromkeys(TEXTS, 4.5) | dict.fromkeys(ON_PRIMARY, 3.0)
    measured = {text: contrast(page.get_by_text(text, exact=True).first) for text in least}
    assert {text: ratio for text, ratio in measured.items() if ratio < least[text]} == {}
