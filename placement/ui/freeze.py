"""What the imports left in memory, taken out of the garbage collector's rounds.

Streamlit collects after every run of the script. Walking the objects of pandas, SciPy and Plotly,
which never die, takes longer than drawing a page does.
"""

import gc
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from placement import ui


@cache
def freeze_imports() -> None:
    """Import everything the pages will ask for, then freeze it; does nothing the second time.

    Pages reach the library through `placement.ui` alone, so importing that folder imports all.
    """
    for module in iter_modules(ui.__path__, prefix=f"{ui.__name__}."):
        import_module(module.name)
    gc.collect()
    gc.freeze()
