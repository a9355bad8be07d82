"""What a decision map shows, whichever question it answers."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.ui.charts.decision_map import Answer


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How far a map goes."""

    low: float
    """Least balance per account."""
    high: float
    """Largest balance per account."""
    age_to: float
    """Oldest age, months past due; the youngest is 0."""

    def holds(self, balance: FloatArray, age: FloatArray) -> BoolArray:
        """Return which accounts lie on the map."""
        return np.asarray((self.low <= balance) & (balance <= self.high) & (age <= self.age_to))


@dataclass(frozen=True, kw_only=True, eq=False)
class Picture:
    """A map ready to draw, in the reader's language."""

    balance: FloatArray
    """Balance of each column, shape (balances,)."""
    age: FloatArray
    """Months past due of each row, shape (ages,)."""
    answers: tuple[Answer, ...]
    """What a cell can say."""
    best: IntArray
    """Position of each cell's answer in `answers`, shape (ages, balances)."""
    hover: list[list[str]]
    """What each cell says when pointed at, a list per row."""
    dots: pd.DataFrame
    """The user's segments on the map, as `decision_map_chart` draws them."""
    table: Callable[[], pd.DataFrame]
    """Makes the table for files, one row per cell."""
    alt: str
    """The map in words, for readers who do not see it."""
    reads: str
    """What a spot's colour means."""
    caption: str
    """What the table on the screen holds."""

    @property
    def present(self) -> list[str]:
        """Names of the answers that some cell gives, in the usual order."""
        here = set(self.best.ravel().tolist())
        return [answer.name for place, answer in enumerate(self.answers) if place in here]
