"""The app without a browser: `desk()` starts it on a sample, `desk("options")` on a page."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from placement.ui.session import sample_reference
from placement.ui.work.desk import BOOK

SAMPLE = "mixed_book.csv"

# Busy cores: the time allowed by default is too short for a first run.
PATIENCE = 90


@pytest.fixture
def desk(project) -> Callable[..., AppTest]:
    """Return a function that runs the app on a page, with a query string as keywords.

    A sample is open, as if it had been chosen; with `sample=None` nothing is.
    """

    def run(page: str = "book", *, sample: str | None = SAMPLE, **query: str) -> AppTest:
        app = AppTest.from_file(project / "app.py", default_timeout=PATIENCE)
        if sample is not None:
            app.session_state[BOOK] = sample_reference(sample)
        app.query_params.update(query)
        app.run()
        if page != "home":
            app.switch_page(f"pages/{page}.py").run()
        return app

    return run
