"""The app without a browser: `desk()` starts it, `desk("options")` on a page."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

# Busy cores: the time allowed by default is too short for a first run.
PATIENCE = 90


@pytest.fixture
def desk(project) -> Callable[..., AppTest]:
    """Return a function that runs the app on a page, with a query string as keywords."""

    def run(page: str = "book", **query: str) -> AppTest:
        app = AppTest.from_file(project / "app.py", default_timeout=PATIENCE)
        app.query_params.update(query)
        app.run()
        if page != "book":
            app.switch_page(f"pages/{page}.py").run()
        return app

    return run
