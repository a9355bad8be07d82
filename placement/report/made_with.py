"""Which numbers made a file, so that whoever receives it can tell and make it again."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from placement import MODEL_VERSION
from placement.assume.assumptions import Assumptions
from placement.domain.text import t
from placement.domain.types import Stance

NAMED = 20
"""Changed numbers that a row of a CSV names; a workbook has a sheet for all."""

LIBRARY = "library"
"""What the column `scenario` says where every number is as shipped."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MadeWith:
    """What a ranking was made with."""

    assumptions: Assumptions
    """The numbers in use."""

    library: Assumptions
    """The numbers as shipped."""

    stance: Stance

    as_of: dt.date | None
    """Cut-off date; None where the file gives ages and none was needed."""

    book: str = ""
    """File name of the book."""

    @cached_property
    def changed(self) -> dict[str, float]:
        """Path and value of every number that is not the library's, in the library's order."""
        shipped = self.library.entries
        return {
            path: entry.value
            for path, entry in self.assumptions.entries.items()
            if path not in shipped or entry.value != shipped[path].value
        }

    @property
    def scenario(self) -> str:
        """`library`, or the changed numbers as `path=value`, separated by "; "."""
        if not self.changed:
            return LIBRARY
        # The shortest text that reads back as the same number, as `--set` takes it.
        named = [f"{path}={value!r}" for path, value in self.changed.items()]
        left = len(named) - NAMED
        return "; ".join(named[:NAMED] + ([t("and {count} more", count=left)] if left > 0 else []))

    @property
    def columns(self) -> dict[str, str]:
        """Return what a CSV says in every row, by column."""
        return {
            "scenario": self.scenario,
            "stance": self.stance.value,
            "as_of": self.as_of.isoformat() if self.as_of else "",
            "model_version": MODEL_VERSION,
            "library_version": self.library.digest[:8],
        }

    def facts(self) -> pd.DataFrame:
        """Return one row per fact: name, value."""
        facts = {"book": self.book, **self.columns}
        return pd.DataFrame({"name": list(facts), "value": list(facts.values())})

    def numbers(self) -> pd.DataFrame:
        """Return one row per number: path, value, library value, unit, status; changed ones first.

        The library value is empty where the library does not have the number.
        """
        entries, shipped = self.assumptions.entries, self.library.entries
        paths = [*self.changed, *(path for path in entries if path not in self.changed)]
        return pd.DataFrame(
            {
                "path": paths,
                "value": [entries[path].value for path in paths],
                "library_value": [
                    shipped[path].value if path in shipped else None for path in paths
                ],
                "unit": [entries[path].unit for path in paths],
                "status": [entries[path].status for path in paths],
                "changed": ["yes" if path in self.changed else "" for path in paths],
            }
        )
