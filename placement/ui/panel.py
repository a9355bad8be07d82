"""The panel beside an answer: in sight while the answer is read, on a phone behind one button."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

# Beside the answer its column sticks under the header and scrolls by itself. Where columns stand
# below each other it lies folded at the foot of the window, over the answer, and opens upwards.
_STYLE = """<style>
@media (min-width: 641px) {
  [data-testid="stColumn"]:has(.st-key-side_panel) {
    position: sticky; top: 3.75rem; align-self: flex-start; z-index: 1;
    max-height: calc(100vh - 4.5rem); overflow-y: auto; overscroll-behavior: contain;
  }
}
@media (max-width: 640px) {
  .st-key-side_panel {
    position: fixed; left: 0.75rem; right: 0.75rem; bottom: 0.75rem; z-index: 99;
    width: auto !important; max-height: 50vh; overflow-y: auto; overscroll-behavior: contain;
    background: var(--st-background-color, Canvas); border-radius: 0.5rem;
    box-shadow: 0 0 0.75rem rgb(0 0 0 / 35%);
  }
  [data-testid="stMainBlockContainer"]:has(.st-key-side_panel) { padding-bottom: 6rem; }
}
</style>"""


def side_panel(label: str, *, icon: str = ":material/tune:") -> DeltaGenerator:
    """Return what holds the panel of a page.

    Args:
        label: What it is about; on a phone the name of its button.
        icon: The picture before it.
    """
    st.html(_STYLE)
    phone = "Mobi" in (st.context.headers.get("User-Agent") or "")
    with st.container(key="side_panel"):
        return st.expander(label, expanded=not phone, icon=icon)
