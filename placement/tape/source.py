"""A raw table seen through the match: ask for a field, get its cells."""

import dataclasses
from dataclasses import dataclass
from functools import cached_property

from placement.tape.cells import Codes, Column, encode
from placement.tape.columns import ColumnMatch
from placement.tape.fields import FIELDS, Kind
from placement.tape.formats import Formats
from placement.tape.ledger import Place
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.notes import Note, notes_below
from placement.tape.read import RawTable


@dataclass(frozen=True, eq=False)
class Source:
    """The file's cells by our field names."""

    raw: RawTable
    match: ColumnMatch
    meaning: Meaning = AS_IT_STANDS
    """What the user says of the file where it leaves doubt."""

    _codes: dict[str, Codes] = dataclasses.field(default_factory=dict)

    def __len__(self) -> int:
        return int(self.raw.table.num_rows)

    def has(self, field: str) -> bool:
        """Return whether the file has the field."""
        return field in self.match.matched

    def cells(self, field: str) -> Column:
        """Return the cells of a field the file has."""
        return self.raw.table[self.match.matched[field]]

    def codes(self, field: str) -> Codes:
        """Return the texts of a field the file has, as codes; worked out once."""
        if field not in self._codes:
            self._codes[field] = encode(self.cells(field))
        return self._codes[field]

    def formats(self, field: str) -> Formats | None:
        """Return what the formats of a field's cells say; None if they say nothing."""
        return self.raw.formats.get(self.match.matched.get(field, ""))

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """Return the lines below the accounts that name the unit of their amounts."""
        return notes_below(self.raw)

    def called(self, field: str) -> str:
        """Return the file's heading of a field, our name where it has none."""
        return self.match.matched.get(field, field)

    def place(self, field: str, *, quote: bool = True) -> Place:
        """Return where findings about a field are; our name stands in for a missing heading."""
        if not self.has(field):
            return Place(column=field)
        return Place(
            column=self.match.matched[field],
            cells=self.cells(field) if quote else None,
            number=field not in FIELDS or FIELDS[field].kind in (Kind.NUMBER, Kind.DATE),
        )
