"""What a memo holds: sections of facts, tables and bars. Web page and document say the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from placement.domain.text import spoken_language


@dataclass(frozen=True, kw_only=True)
class MemoTable:
    """A table; every cell is text as people read it."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: int = 1
    """Columns from the left that hold words; the others hold numbers and stand to the right."""
    total: bool = False
    """The last row adds up those above it."""


@dataclass(frozen=True, kw_only=True)
class MemoBars:
    """One bar for each month: what comes in above the line, what goes out below."""

    names: Sequence[str]
    above: Sequence[float]
    below: Sequence[float]
    """Negative."""
    label: str
    """What the picture says, for who cannot see it."""
    keys: tuple[str, str]
    """What is above and what is below."""


@dataclass(frozen=True, kw_only=True)
class MemoSection:
    """A heading and what stands below it."""

    title: str
    said: Sequence[str] = ()
    """Sentences, a paragraph each."""
    points: Sequence[str] = ()
    """Sentences of a list."""
    bars: MemoBars | None = None
    table: MemoTable | None = None
    notes: Sequence[str] = ()
    """Small print below the table."""


@dataclass(frozen=True, kw_only=True)
class Memo:
    """A memo to decide by."""

    title: str
    meta: Sequence[str]
    """What the memo is of, a line each."""
    answer: Sequence[str]
    """The answer; the first sentence is the decision."""
    sections: Sequence[MemoSection]
    foot: str
    language: str = field(default_factory=spoken_language)
    """Its code, for whoever reads the page aloud."""
