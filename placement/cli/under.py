"""The numbers that a call is answered under: library, files, scenario, single values; each over
those before it. What the call says itself wins, and where it contradicts the scenario that is said.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.cli.inputs import sets_of
from placement.cli.show import tell
from placement.domain.errors import InputError, PlacementError
from placement.domain.text import about, clauses, day_text, t
from placement.domain.types import Stance

if TYPE_CHECKING:
    import datetime as dt

    from placement.api import Book, ScenarioFile
    from placement.assume.assumptions import Assumptions
    from placement.decide.deal.fee_terms import FeeTerms
    from placement.tape.bands import Bands
    from placement.tape.saved import SavedMapping


@dataclass(frozen=True, kw_only=True)
class Under:
    """What a call is answered under."""

    assumptions: "Assumptions"
    stance: Stance
    bands: "Bands | None" = None
    """None are the usual ones."""
    file: "ScenarioFile | None" = None
    """The scenario that the call names."""

    def fees(self, given: Path | None) -> "FeeTerms":
        """Return the fee terms: those of a file, else those of the scenario."""
        from placement.api import fee_terms_in

        if self.file is None:
            return fee_terms_in(given)
        if given is None:
            return self.file.scenario.fees
        fees = fee_terms_in(given)
        if not self.file.scenario.fees.is_plain and fees != self.file.scenario.fees:
            _note(t("--fees takes the place of the scenario's fee terms."))
        return fees

    @property
    def mapping(self) -> "SavedMapping | None":
        """How the scenario's book was read."""
        return self.file.mapping if self.file else None

    def opened(
        self, open_at: "Callable[[dt.date | None], Book]", as_of: "dt.date | None"
    ) -> "tuple[Book, dt.date | None]":
        """Return a book and the date it was opened at: the scenario's where it is its book.

        Args:
            open_at: Opens it at a cut-off date, at the file's own where None.
            as_of: The date that the call gives.
        """
        kept = self.file.book if self.file else None
        if kept is None:
            return open_at(as_of), as_of
        from placement.api import reference_of

        if as_of is not None and kept.as_of not in (None, as_of):
            _note(
                t(
                    "--as-of {given} takes the place of the scenario's {kept}.",
                    given=day_text(as_of),
                    kept=day_text(kept.as_of),
                )
            )
        day = as_of or kept.as_of
        try:
            book = open_at(day)
        except PlacementError:
            if as_of is not None or kept.as_of is None:
                raise
            # The date may be the very thing that does not fit another month's book.
            book, day = open_at(None), None
        found = kept.differences(reference_of(book.tape, name=""))
        if not found:
            return book, day
        _note(
            t(
                "this is not the book that the scenario was saved with ({name}): {differences}.",
                name=kept.name,
                differences=clauses(found),
            )
        )
        # Another month's book has a date of its own.
        return (book, day) if as_of is not None or day is None else (open_at(None), None)


def under(
    sets: list[str] | None,
    overlays: list[Path] | None,
    *,
    scenario: Path | None = None,
    stance: Stance | None = None,
) -> Under:
    """Return what the options of a call make of the library.

    Raises:
        InputError: An option or the scenario is wrong.
    """
    from placement.api import assumptions_in_use

    library = assumptions_in_use(overlays=overlays or ())
    values = sets_of(sets)
    if scenario is None:
        return Under(
            assumptions=library.with_values(values), stance=stance or Stance.PROFIT_SEEKING
        )
    file = scenario_in(scenario, library)
    chosen = file.scenario
    with_scenario = chosen.assumptions(library)
    numbers = with_scenario.with_values(values)
    for path, _ in chosen.values:
        for leaf in library.paths_under(path):
            before, after = with_scenario.entries[leaf].value, numbers.entries[leaf].value
            if before != after:
                _note(
                    t(
                        "--set {path}={after:g} takes the place of the scenario's {before:g}.",
                        path=leaf,
                        after=after,
                        before=before,
                    )
                )
            if (
                overlays
                and library.entries[leaf].status == "user"
                and (library.entries[leaf].value != before)
            ):
                _note(
                    t(
                        "the scenario's {path} = {value:g} takes the place of the {other:g} in "
                        "the file of --assumptions.",
                        path=leaf,
                        value=before,
                        other=library.entries[leaf].value,
                    )
                )
    if stance is not None and stance is not chosen.stance:
        _note(
            t(
                "--stance {given} takes the place of the scenario's {kept}.",
                given=stance.value,
                kept=chosen.stance.value,
            )
        )
    return Under(assumptions=numbers, stance=stance or chosen.stance, bands=chosen.bands, file=file)


def scenario_in(file: Path, library: "Assumptions | None" = None) -> "ScenarioFile":
    """Return the scenario of a file; what changed since it was written is said.

    Raises:
        InputError: It is no scenario; names the file.
        TapeError: It cannot be read.
    """
    from placement.api import read_scenario_file
    from placement.tape.read import read_text

    try:
        read = read_scenario_file(read_text(file), library=library)
    except InputError as error:
        raise InputError(about(file.name, str(error))) from None
    for remark in read.remarks:
        _note(remark)
    return read


def _note(text: Any) -> None:
    tell("note", str(text))
