"""The panel beside an answer: in sight while the answer is read, behind one button where narrow."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def side_panel(label: str, *, icon: str = ":material/tune:") -> DeltaGenerator:
    """Return what holds the panel of a page; where it stands is up to the style sheet.

    Args:
        label: What it is about; where the window is narrow the name of its switch.
        icon: The picture before it.
    """
    with st.container(key="side_panel", gap=None):
        with st.container(key="side_panel_switch"):
            st.toggle(f"{icon} {label}", key="side_panel_opens")
        with st.container(key="side_panel_body"):
            return st.expander(label, expanded=True, icon=icon)
