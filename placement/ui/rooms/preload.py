"""What the zygote imports, so that no room has to: everything that pages come to ask for."""

from importlib import import_module
from pkgutil import walk_packages

from streamlit import delta_generator

import placement
from placement.assume.library import load_library
from placement.domain.language import LANGUAGES, catalogue
from placement.ui.freeze import freeze_imports
from placement.ui.messages import allow_large_answers

_NOT_OF_A_PAGE = (
    "placement.__main__",
    "placement.cli",
    "placement.scenario.migrations",
    "placement.ui.rooms.zygote",
)

_LATE = (
    *("PIL.Image", "packaging.tags", "pandas.core.methods.to_dict", "pyarrow.pandas_compat"),
    *("pandas.core.reshape.reshape", "sqlite3", "streamlit.components.v2.manifest_scanner"),
    *("streamlit.emojis", "streamlit.material_icon_names"),
)
"""What libraries import only when a page is drawn."""


def preload() -> None:
    """Import what pages need, and read what all of them have in common."""
    for module in walk_packages(placement.__path__, prefix="placement."):
        if not module.name.startswith(_NOT_OF_A_PAGE):
            import_module(module.name)
    for name in _LATE:
        import_module(name)
    # Private to Streamlit: with its first element each process looks through all modules for one
    # that was started by hand, which takes longer than drawing the page.
    delta_generator._use_warning_has_been_displayed = True
    allow_large_answers()
    load_library()
    for code in LANGUAGES:
        catalogue(code)
    # What is here now is frozen: a collector that walks it in a room would copy all of it.
    freeze_imports()
