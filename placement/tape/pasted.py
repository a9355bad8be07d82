"""Cells pasted from a spreadsheet, with or without their headings."""

from collections.abc import Collection, Sequence

from placement.tape.columns import normalise


def as_table(text: str, *, known: Collection[str], usual: Sequence[str]) -> bytes:
    """Return pasted cells as the content of a file that has headings.

    Args:
        text: The cells, parted by tabs as spreadsheets copy them, or by commas or semicolons.
        known: Headings that a table may have; a first line with one of them is its headings.
        usual: The headings to take where there are none, in the order of the columns.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    first = lines[0] if lines else ""
    sign = next((each for each in ("\t", ";", ",") if each in first), "\t")
    headings = {normalise(heading) for heading in known}
    if not any(normalise(cell) in headings for cell in first.split(sign)):
        lines = [sign.join(usual[: first.count(sign) + 1]), *lines]
    return "\n".join(lines).encode()
