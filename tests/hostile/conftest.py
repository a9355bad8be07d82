"""What the tests of hostile input share with those of the command line."""

from tests.cli.conftest import desk

__all__ = ["desk"]
