"""A file laid over the library may be hostile; it gets a clear error, soon."""

import pytest

from placement.assume.library import lay_over, load_library, parse_overlay
from placement.domain.errors import AssumptionError


@pytest.mark.parametrize("content", [b"a=" + b"[" * 20_000, b"a" + b".a" * 20_000 + b"=1"])
def test_deep_nesting_is_refused(content: bytes) -> None:
    """Whether the parser or our own reading meets its end first."""
    with pytest.raises(AssumptionError, match=r"nested too deeply|at most 6 words"):
        lay_over(load_library(), parse_overlay(content, name="deep.toml"))


def test_many_new_sectors_are_refused() -> None:
    """Each copies a hundred numbers, so thousands would occupy a core for minutes."""
    content = "".join(f'[s{n}]\nbased_on = "telecom"\n' for n in range(21)).encode()
    with pytest.raises(AssumptionError, match="at most 20 sectors; this one adds 21"):
        lay_over(load_library(), parse_overlay(content, name="many.toml"))
