"""The app's own style sheet: what Streamlit has no setting for, in one place.

The server does not know how wide a window is, so what depends on it stands here and nowhere else.
A test draws every page and looks.
"""

import streamlit as st

# A table has one download, the app's own, which escapes formulas and states the numbers behind it.
# Streamlit has a setting against that of its toolbar, but it forbids to copy cells as well.
# Captions are pale by their opacity: 4.2 to 1 on the light page, where text needs 4.5.
# The headings of tiles break into lines: cut off, two of them read the same.
# What stands on the primary colour is white by default: 3.2 to 1 on the dark page's.
# A link is one line by default and ends where its column does; a question is to be read whole.
# The panel's column sticks under the header and scrolls by itself. Where columns stand below each
# other, on a phone or in a narrow window, it lies at the foot of the window, over the answer: a
# switch, and above it the panel while the switch is on. There, what is asked in a column of its
# own comes below the answer; see `asked_beside`.
_STYLE = """<style>
[data-testid="stMetricLabel"] p { white-space: normal; }
[data-testid="stElementToolbarButton"]:has([aria-label^="Download as CSV"]) { display: none; }
[data-testid="stCaptionContainer"] { opacity: 0.75; }
[data-testid^="stBaseButton-primary"], [data-testid^="stBaseButton-primary"]:is(:hover, :focus),
[data-tag] { color: Canvas; }
[class*="st-key-home_"] [data-testid="stPageLink"] a { height: auto; }
[class*="st-key-home_"] [data-testid="stPageLink"] a :is(p, span) {
  white-space: normal; overflow: visible;
}
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
    background: Canvas; border-radius: 0.5rem;
    box-shadow: 0 0 0.75rem rgb(0 0 0 / 35%);
  }
  .st-key-side_panel_switch { padding: 0.5rem 0.75rem; }
  .st-key-side_panel:not(:has(.st-key-side_panel_switch input:checked)) .st-key-side_panel_body {
    display: none;
  }
  [data-testid="stMainBlockContainer"]:has(.st-key-side_panel) { padding-bottom: 6rem; }
  [data-testid="stHorizontalBlock"] > [data-testid="stColumn"]:has(.st-key-asked_beside) {
    order: 1;
  }
}
</style>"""


def lay_out() -> None:
    """Put the style sheet into the page; the frame around the pages calls it once a run."""
    st.html(_STYLE)
