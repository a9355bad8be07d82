"""A scenario as JSON text and back; what a user or a later version wrote is read with suspicion.

    {"version": 1, "name": "...", "author": "...", "note": "...",
     "library": {"version": "77b9...", "model": "2", "had": {"tax.income_tax_rate": 0.25}},
     "values": {"tax.income_tax_rate": 0.15}, "stance": "profit_seeking",
     "bands": {"age": [1, 3], "balance": [1000]}, "fees": {"tail_months": 3},
     "ranges": {"tax.income_tax_rate": {"low": 0.1, "high": 0.2, "source": "..."}},
     "together": [{"numbers": ["..."], "correlation": [[1]], "errors": [0.1], "scales": ["log"]}],
     "book": {"name": "...", "digest": "...", "accounts": 9, "total": 1.5, "as_of": "2026-10-31"},
     "mapping": {"version": 2, "columns": {}}}

Only `version` must be there. `ranges` and `together` came with version 2, and a text without them
is written as version 1, which older programs read. `had` is what the library said of every number
that `values` change.
"""

import datetime as dt
import json
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from placement import MODEL_VERSION
from placement.assume.assumptions import Assumptions, without_paths
from placement.assume.joint import Joint, Span, read_joint
from placement.assume.library import load_library
from placement.decide.deal.fee_file import fee_terms, fee_terms_plain
from placement.domain.errors import AssumptionError, InputError
from placement.domain.text import listed, sentences, t
from placement.domain.types import MOST_ACCOUNTS, Stance
from placement.domain.wrong_kind import rule_words
from placement.scenario.book_reference import BookReference
from placement.scenario.json_text import is_plain_text, parse_json, shown
from placement.scenario.scenario import Scenario
from placement.tape.bands import Bands
from placement.tape.saved import SavedMapping, load_mapping, save_mapping

VERSION = 2

WITHOUT_RANGES = 1
"""Version of a text that says nothing of ranges."""

LONGEST_NAME = 200
"""Characters of a name, of an author and of a file name."""

LONGEST_NOTE = 4_000

MOST_GROUPS = 50
"""Groups of numbers that go together; a calibration makes one a sector."""

MOST_VALUES = 5_000
"""Numbers that a scenario may change; the library has some hundred."""


@dataclass(frozen=True, kw_only=True)
class LibrarySeen:
    """The library that a scenario was made with, as far as the scenario needs it."""

    version: str
    """Digest of all its numbers."""

    model: str
    """Version of the model, which moves with every change that moves a number."""

    had: tuple[tuple[str, float], ...] = ()
    """Path and value of every number that the scenario changes, as that library had it."""


@dataclass(frozen=True, kw_only=True)
class ScenarioFile:
    """A scenario with what surrounds it."""

    scenario: Scenario
    name: str = ""
    author: str = ""
    note: str = ""
    library: LibrarySeen | None = None
    """None where the text names none."""
    book: BookReference | None = None
    mapping: SavedMapping | None = None
    """How the columns of the book were read."""
    remarks: tuple[str, ...] = field(default=(), compare=False)
    """What a reader should know: what the library or the model changed since it was written."""

    def __post_init__(self) -> None:
        for name, text in (("name", self.name), ("author", self.author)):
            _check_text(name, text, most=LONGEST_NAME)
        _check_text("note", self.note, most=LONGEST_NOTE)
        if self.book is not None:
            _check_text("book name", self.book.name, most=LONGEST_NAME)
        _check_count(len(self.scenario.values))


def scenario_text(scenario: Scenario) -> str:
    """Return a scenario alone as JSON text."""
    return scenario_file_text(ScenarioFile(scenario=scenario))


def read_scenario(text: str) -> Scenario:
    """Return the scenario in a JSON text, without what surrounds it.

    Raises:
        InputError: The text is no scenario, or a number in it is unknown or out of bounds.
    """
    return read_scenario_file(text).scenario


def scenario_file_text(kept: ScenarioFile, *, library: Assumptions | None = None) -> str:
    """Return a scenario and what surrounds it as JSON text that this module reads again.

    Args:
        kept: The scenario; where it names a library, that one stays named.
        library: The library as shipped, by default this program's.
    """
    scenario = kept.scenario
    plain: dict[str, Any] = {"version": VERSION if scenario.is_ranged else WITHOUT_RANGES}
    plain |= {key: text for key in ("name", "author", "note") if (text := getattr(kept, key))}
    seen = kept.library or library_seen(scenario, library or load_library())
    plain["library"] = {"version": seen.version, "model": seen.model, "had": dict(seen.had)}
    plain["values"] = dict(scenario.values)
    plain["stance"] = scenario.stance.value
    plain["bands"] = {"age": list(scenario.bands.age), "balance": list(scenario.bands.balance)}
    if not scenario.fees.is_plain:
        plain["fees"] = fee_terms_plain(scenario.fees)
    if scenario.ranges:
        plain["ranges"] = {path: asdict(span) for path, span in scenario.ranges}
    if scenario.joints:
        plain["together"] = [joint.plain for joint in scenario.joints]
    if (book := kept.book) is not None:
        plain["book"] = {
            "name": book.name,
            "digest": book.digest,
            "accounts": book.accounts,
            "total": book.total,
            "as_of": book.as_of.isoformat() if book.as_of else None,
        }
    if kept.mapping is not None:
        plain["mapping"] = json.loads(save_mapping(kept.mapping))
    return json.dumps(plain, ensure_ascii=False, indent=2, allow_nan=False)


def read_scenario_file(text: str, *, library: Assumptions | None = None) -> ScenarioFile:
    """Return the scenario in a JSON text, with what surrounds it and what changed since.

    A number that the library of the text had and this one has no more is left out, and said.

    Args:
        text: What `scenario_file_text` wrote, or somebody by hand.
        library: The numbers the scenario is laid over, by default the library as shipped.

    Raises:
        InputError: The text is no scenario, or a number in it is unknown or out of bounds.
    """
    try:
        plain = parse_json(text)
    except InputError as error:
        raise _not_a_scenario(str(error)) from None
    _check_version(plain)
    try:
        read = _File.model_validate(plain)
    except ValidationError as error:
        raise _first_fault(error) from None
    library = library or load_library()
    seen = None if read.library is None else _seen(read.library)
    _check_count(len(read.values))
    _check_count(len(read.ranges))
    values, remarks = _of_this_library(read.values, seen, library)
    gone = read.values.keys() - values.keys()
    scenario = Scenario(
        values=tuple(values.items()),
        stance=_stance(read.stance),
        bands=Bands(age=tuple(read.bands.age), balance=tuple(read.bands.balance)),
        fees=fee_terms(read.fees),
        ranges=tuple(
            (path, Span(low=span.low, high=span.high, source=span.source))
            for path, span in read.ranges.items()
            if path not in gone
        ),
        joints=without_paths(_joints(read.together), gone),
    )
    try:
        scenario.assumptions(library)
    except AssumptionError as error:
        raise InputError(
            t("The scenario does not fit the library: {why}", why=str(error))
        ) from None
    return ScenarioFile(
        scenario=scenario,
        name=read.name,
        author=read.author,
        note=read.note,
        library=seen,
        book=None if read.book is None else _book(read.book),
        mapping=None if read.mapping is None else load_mapping(json.dumps(read.mapping)),
        remarks=remarks,
    )


def library_seen(scenario: Scenario, library: Assumptions) -> LibrarySeen:
    """Return what a scenario should remember of the library it was made with."""
    had = {
        found: library.entries[found].value
        for path, _ in scenario.values
        for found in _known_under(path, library)
    }
    return LibrarySeen(version=library.digest, model=MODEL_VERSION, had=tuple(sorted(had.items())))


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class _Library(_Part):
    version: str = Field(max_length=64)
    model: str = Field(default="", max_length=64)
    had: dict[str, float] = {}


class _Bands(_Part):
    age: list[float] = list(Bands().age)
    balance: list[float] = list(Bands().balance)


class _Range(_Part):
    low: float
    high: float
    source: str = Field(default="", max_length=LONGEST_NOTE)


class _Book(_Part):
    name: str
    digest: str = Field(max_length=64)
    accounts: int = Field(ge=0, le=MOST_ACCOUNTS)
    total: float
    as_of: str | None = None


class _File(_Part):
    version: int
    name: str = ""
    author: str = ""
    note: str = ""
    library: _Library | None = None
    values: dict[str, float] = {}
    stance: str = Stance.PROFIT_SEEKING.value
    bands: _Bands = _Bands()
    fees: dict[str, Any] = {}
    ranges: dict[str, _Range] = {}
    together: list[dict[str, Any]] = Field(default=[], max_length=MOST_GROUPS)
    book: _Book | None = None
    mapping: dict[str, Any] | None = None


def _check_version(plain: object) -> None:
    if not isinstance(plain, dict):
        raise _not_a_scenario(t("it must be an object with the key version"))
    version = plain.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _not_a_scenario(
            t(
                "its version must be a whole number from 1 to {known}; got {version}",
                known=VERSION,
                version=shown(version) if "version" in plain else t("none"),
            )
        )
    if version > VERSION:
        raise InputError(
            t(
                "The scenario is of version {version}, and this program knows versions up to "
                "{known}. Use a newer program, or export the scenario again with this one.",
                version=shown(str(version), 20),
                known=VERSION,
            )
        )


def _of_this_library(
    values: dict[str, float], seen: LibrarySeen | None, library: Assumptions
) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return the values that this library knows, and what changed since the scenario was made."""
    if seen is None:
        return values, ()
    remarks = []
    if seen.model and seen.model != MODEL_VERSION:
        remarks.append(
            t(
                "The scenario was made with version {then} of the model; this is version {now}, "
                "so its figures may differ.",
                then=shown(seen.model),
                now=MODEL_VERSION,
            )
        )
    if seen.version == library.digest:
        return values, tuple(remarks)
    had = dict(seen.had)
    gone = [path for path in values if path in had and not _known_under(path, library)]
    changed = [
        f"{path} {before:g} → {library.entries[path].value:g}"
        for path, before in had.items()
        if path in library.entries and library.entries[path].value != before
    ]
    if shipped_differs(seen, library):
        remarks.append(_library_remark(changed))
    if gone:
        remarks.append(
            t(
                "Left out, as the library no longer has it: {paths}.",
                paths=listed(f"{shown(path)} = {values[path]:g}" for path in gone),
            )
        )
    return {path: value for path, value in values.items() if path not in gone}, tuple(remarks)


def shipped_differs(seen: LibrarySeen, library: Assumptions) -> bool:
    """Return whether a scenario was made with other numbers than those of this library."""
    return seen.version not in (library.digest, load_library().digest)


def _library_remark(changed: list[str]) -> str:
    if not changed:
        return t(
            "The library changed since the scenario was made, in none of the numbers that the "
            "scenario sets; other figures may differ."
        )
    return t(
        "The library changed since the scenario was made. Of the numbers that the scenario sets "
        "it changed {changed}; the scenario's own values hold.",
        changed=listed(changed),
    )


def _known_under(path: str, library: Assumptions) -> tuple[str, ...]:
    try:
        return library.paths_under(path)
    except AssumptionError:
        return ()


def _stance(word: str) -> Stance:
    if word not in list(Stance):
        raise InputError(
            t(
                "The scenario's stance must be one of {known}; got {word}. Correct it.",
                known=listed(Stance),
                word=shown(word),
            )
        )
    return Stance(word)


def _joints(groups: list[dict[str, Any]]) -> tuple[Joint, ...]:
    try:
        return tuple(read_joint(group) for group in groups)
    except AssumptionError as error:
        raise InputError(t("The scenario's {why}", why=str(error))) from None


def _seen(read: _Library) -> LibrarySeen:
    return LibrarySeen(version=read.version, model=read.model, had=tuple(sorted(read.had.items())))


def _book(read: _Book) -> BookReference:
    try:
        as_of = None if read.as_of is None else dt.date.fromisoformat(read.as_of)
    except ValueError:
        raise InputError(
            t(
                "The scenario's book: as_of must be a date like 2026-10-31; got {text}. "
                "Correct it.",
                text=shown(read.as_of),
            )
        ) from None
    return BookReference(
        name=read.name,
        digest=read.digest,
        accounts=read.accounts,
        total=read.total,
        as_of=as_of,
    )


def _check_text(name: str, text: str, *, most: int) -> None:
    if len(text) > most:
        raise InputError(
            t(
                "The scenario's {name} may have {most:,} characters; got {count:,}. Shorten it.",
                name=name,
                most=most,
                count=len(text),
            )
        )
    if not is_plain_text(text, lines=name == "note"):
        raise InputError(
            t(
                "The scenario's {name} holds characters that are no text: {text}. Remove them.",
                name=name,
                text=shown(text),
            )
        )


def _check_count(count: int) -> None:
    if count > MOST_VALUES:
        raise InputError(
            t(
                "A scenario may set {most:,} numbers; this one sets {count:,}. Leave some out.",
                most=MOST_VALUES,
                count=count,
            )
        )


def _first_fault(error: ValidationError) -> InputError:
    """Return the first thing wrong, by its place in the file."""
    first = error.errors()[0]
    where = " ".join(shown(str(part)) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        key = str(first["loc"][-1])
        known = _FIELDS.get(tuple(map(str, first["loc"][:-1])), ())
        close = get_close_matches(key[:80], known, n=1)
        hint = t("Did you mean {key}?", key=close[0]) if close else ""
        said = t(
            "The scenario has the key {where}, which is not known. Known are {known}. "
            "Remove or correct it.",
            where=where,
            known=listed(known),
        )
        return InputError(sentences([said, hint]))
    return InputError(
        t(
            "The scenario's {where}: {rule}; got {value}. Correct it.",
            where=where,
            rule=rule_words(first),
            value=shown(first["input"]),
        )
    )


_FIELDS = {
    (): tuple(_File.model_fields),
    ("library",): tuple(_Library.model_fields),
    ("bands",): tuple(_Bands.model_fields),
    ("book",): tuple(_Book.model_fields),
}
"""Known keys by the place they stand at."""


def _not_a_scenario(why: str) -> InputError:
    return InputError(
        t(
            "A scenario is JSON like {example}; this text is not: {why}. Correct it, or export "
            "the scenario again.",
            example='{"version": 1, "values": {"tax.income_tax_rate": 0.15}}',
            why=why,
        )
    )
