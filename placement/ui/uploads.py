"""What a reader brings is read beside the server, never in it."""

from streamlit.runtime.scriptrunner import get_script_run_ctx

from placement.tape.apart import read_apart_when


def read_uploads_apart() -> None:
    """Have files read in a process of their own wherever a page asks; only `app.py` calls it."""
    read_apart_when(_is_on_a_page)


def _is_on_a_page() -> bool:
    return get_script_run_ctx(suppress_warning=True) is not None
