"""The panel beside an answer: in sight while the answer is read, behind one button where narrow."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

# Beside the answer its column sticks under the header and scrolls by itself. Where columns stand
# below each other, on a phone or in a narrow window, it lies at the foot of the window, over the
# answer: a switch, and above it the panel while the switch is on. The server does not know how
# wide a window is, so the style sheet decides which of the two is seen.
_STYLE = """<style>
@media (min-width: 641px) {
  [data-testid="stColumn"]:has(.st-key-side_panel) {
    position: sticky; top: 3.75rem; align-self: flex-start; z-index: 1;
    max-height: calc(100vh - 4.5rem); overflow-y: auto; overscroll-behavior: contain;
  }
  .st-key-side_panel_switch { display: none; }
}
@media (max-width: 640px) {
  .st-key-side_panel {
    position: fixed; left: 0.75rem; right: 0.75rem; bottom: 0.75rem; z-index: 99;
    width: auto !important; max-height: 50vh; overflow-y: auto; overscroll-behavior: contain;
    background: var(--st-background-color, Canvas); border-radius: 0.5rem;
    box-shadow: 0 0 0.75rem rgb(0 0 0 / 35%);
  }
  .st-key-side_panel_switch { padding: 0.5rem 0.75rem; }
  .st-key-side_panel:not(:has(.st-key-side_panel_switch input:checked)) .st-key-side_panel_body {
    display: none;
  }
  [data-testid="stMainBlockContainer"]:has(.st-key-side_panel) { padding-bottom: 6rem; }
}
</style>"""


def side_panel(label: str, *, icon: str = ":material/tune:") -> DeltaGenerator:
    """Return what holds the panel of a page.

    Args:
        label: What it is about; where the window is narrow the name of its switch.
        icon: The picture before it.
    """
    st.html(_STYLE)
    with st.container(key="side_panel", gap=None):
        with st.container(key="side_panel_switch"):
            st.toggle(f"{icon} {label}", key="side_panel_opens")
        with st.container(key="side_panel_body"):
            return st.expander(label, expanded=True, icon=icon)
