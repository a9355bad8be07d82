"""What the tests of the deployment share with those of the store and of the browser."""

from tests.browser.conftest import browser
from tests.scenario.conftest import postgresql_server

__all__ = ["browser", "postgresql_server"]
