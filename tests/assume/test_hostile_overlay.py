"""A file laid over the library may be hostile; it gets a clear error, soon."""

import pytest

from placement.assume.fee_file import parse_fees
from placement.assume.library import lay_over, load_library, parse_overlay
from placement.domain.errors import AssumptionError, InputError


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


@pytest.mark.parametrize(
    ("digits", "says"),
    [(400, r"telecom\.cost\.x\.\w+ has more than 300 digits"), (5_000, "thousands of")],
)
@pytest.mark.parametrize("line", ["value = {}", "value = [[1, {}]]", "high = -{}"])
def test_numbers_of_hundreds_of_digits_are_refused(digits: int, says: str, line: str) -> None:
    """They used to end in a traceback, of the parser or of the first sum."""
    content = f"[telecom.cost.x]\n{line.format('9' * digits)}\n".encode()
    with pytest.raises(AssumptionError, match=says):
        parse_overlay(content, name="long.toml")
    with pytest.raises(InputError, match=says):
        parse_fees(content, name="long.toml")
