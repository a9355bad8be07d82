"""What the tests of the deployment share with those of the store."""

from tests.scenario.conftest import postgresql_server

__all__ = ["postgresql_server"]
