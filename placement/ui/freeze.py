"""What the imports left in memory, taken out of the garbage collector's rounds.

Streamlit collects after every run of the script. Walking the objects of pandas, SciPy and Plotly,
which never die, takes longer than drawing a page does.
"""

import gc
import threading
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from placement import ui

_ONE_AT_A_TIME = threading.Lock()


def freeze_imports() -> None:
    """Import everything the pages will ask for, then freeze it; does nothing the second time.

    Pages reach the library through `placement.ui` alone, so importing that folder imports all.
    Whoever comes while another thread is at it waits for it.
    """
    with _ONE_AT_A_TIME:
        _freeze()


def begin_imports() -> None:
    """Begin with it beside the server's own start, before the first reader's browser is there."""
    threading.Thread(target=freeze_imports, daemon=True, name="imports").start()


@cache
def _freeze() -> None:
    # What is made by an import stays: looking for what could go meanwhile only takes time.
    gc.disable()
    try:
        for module in iter_modules(ui.__path__, prefix=f"{ui.__name__}."):
            import_module(module.name)
    finally:
        gc.enable()
    gc.collect()
    gc.freeze()
