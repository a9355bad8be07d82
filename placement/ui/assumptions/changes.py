"""Changes of assumptions: tried one by one, the good ones kept together as one step back."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from placement.assume.assumptions import Assumptions
from placement.assume.joint import Joint, Span
from placement.assume.library import lay_over, load_library, parse_overlay
from placement.domain.errors import AssumptionError, PlacementError
from placement.domain.text import listed, sentences, t
from placement.scenario.scenario import Scenario
from placement.ui import session
from placement.ui.assumptions.table import mine

_PROBLEMS, _NOTICE = "assumption_problems", "assumption_notice"
_BARE_KEY = re.compile(r"^[A-Za-z0-9_-]+$")


def problems() -> tuple[str, ...]:
    """Return why the last changes were not made, one line each."""
    kept: tuple[str, ...] = st.session_state.get(_PROBLEMS, ())
    return kept


def notice() -> str | None:
    """Return what the last file did, once."""
    said: str | None = st.session_state.pop(_NOTICE, None)
    return said


def clear() -> None:
    """Forget what was wrong with the last changes."""
    st.session_state.pop(_PROBLEMS, None)


def change(values: Mapping[str, float | None]) -> None:
    """Make changes the session's, as one step; a bad one is named and left out.

    Args:
        values: Path and new value; None, or the library's own value, gives it back.
    """
    scenario, faults = tried(session.scenario(), values, library=load_library())
    st.session_state[_PROBLEMS] = faults
    session.change(scenario)


def tried(
    scenario: Scenario, values: Mapping[str, float | None], *, library: Assumptions
) -> tuple[Scenario, tuple[str, ...]]:
    """Return the scenario with the good changes, and what is wrong with each of the others.

    All at once first: two numbers that must add up may be wrong one by one.
    """
    whole, faults = tried_whole(scenario, values, library=library)
    if not faults or len(values) < 2:
        return whole, faults
    faults = ()
    for path, value in values.items():
        scenario, fault = tried_whole(scenario, {path: value}, library=library)
        faults += fault
    return scenario, faults


def tried_whole(
    scenario: Scenario, values: Mapping[str, float | None], *, library: Assumptions
) -> tuple[Scenario, tuple[str, ...]]:
    """Return the scenario with all changes, or as it was and what is wrong."""
    back = {
        path
        for path, value in values.items()
        if value is None or (path in library.entries and value == library.entries[path].value)
    }
    candidate = without(scenario, back, library=library) if back else scenario
    candidate = candidate.with_values({p: v for p, v in values.items() if p not in back})
    try:
        candidate.assumptions(library)
    except PlacementError as error:
        return scenario, (str(error),)
    return candidate, ()


def with_overlay(
    scenario: Scenario,
    values: Mapping[str, float],
    ranges: Mapping[str, Span],
    joints: Sequence[Joint],
    *,
    library: Assumptions,
) -> tuple[Scenario, tuple[str, ...]]:
    """Return the scenario with values, ranges and what goes together, or as it was and the fault.

    Args:
        scenario: What they are laid over.
        values: Path and value.
        ranges: Path and range of those that have one.
        joints: Numbers whose errors go together.
        library: The numbers as shipped.
    """
    candidate = scenario.with_evidence(values, ranges, joints)
    try:
        candidate.assumptions(library)
    except PlacementError as error:
        return scenario, (str(error),)
    return candidate, ()


def give_back(path: str) -> None:
    """Return one number to the library's."""
    clear()
    session.change(without(session.scenario(), {path}, library=load_library()))


def give_back_all() -> None:
    """Return every number to the library's."""
    clear()
    session.change(replace(session.scenario(), values=(), ranges=(), joints=()))


def without(scenario: Scenario, paths: set[str], *, library: Assumptions) -> Scenario:
    """Return the scenario with some numbers as in the library.

    A value that was set for a whole table is written out for the numbers that stay.
    """
    own = mine(library, scenario.assumptions(library))
    stay = {path: value for path, value in own.items() if path not in paths}
    return scenario.with_values({**{path: None for path, _ in scenario.values}, **stay})


def undo() -> None:
    """Go back one step."""
    clear()
    session.undo()


def redo() -> None:
    """Go forward one step again."""
    clear()
    session.redo()


def overlay_text(own: Mapping[str, float], scenario: Scenario) -> str:
    """Return values as a TOML file that can be laid over the library again, here or by command.

    Args:
        own: Path and value of what is not the library's.
        scenario: Says which of them have a range, and which go together.
    """
    ranges = dict(scenario.ranges)
    lines = ["# " + t("Values laid over the library; each overrides the number of its path.")]
    for path, value in sorted(own.items()):
        keys = (key if _BARE_KEY.match(key) else json.dumps(key) for key in path.split("."))
        stated = repr(float(value))
        if (span := ranges.get(path)) is not None:
            stated = (
                f"{{ value = {stated}, low = {span.low!r}, high = {span.high!r}, "
                f"source = {json.dumps(span.source, ensure_ascii=False)} }}"
            )
        lines.append(f"{'.'.join(keys)} = {stated}")
    for joint in scenario.joints:
        lines.append("[[together]]")
        lines += [f"{key} = {json.dumps(part)}" for key, part in joint.plain.items()]
    return "\n".join(lines) + "\n"


def take_overlay(name: str, content: bytes) -> None:
    """Lay a TOML file over the numbers in use; all of it or, if something is wrong, nothing."""
    library, in_use = load_library(), session.assumptions()
    try:
        laid = lay_over(in_use, parse_overlay(content, name=name))
        values = {
            path: laid.entries[path].value
            for path, entry in in_use.entries.items()
            if laid.entries[path].value != entry.value
        }
        ranges = {
            path: Span(low=now.low, high=now.high, source=now.source)
            for path, plain in in_use.with_values(values).entries.items()
            if (now := laid.entries[path]) and (now.low, now.high) != (plain.low, plain.high)
        }
        known = [each for each in laid.joints if each not in in_use.joints and _fits(each, library)]
        scenario, faults = with_overlay(
            session.scenario(),
            {path: laid.entries[path].value for path in ranges} | values,
            ranges,
            known,
            library=library,
        )
    except AssumptionError as error:
        scenario, faults = session.scenario(), (str(error),)
        values, ranges = {}, {}
    st.session_state[_PROBLEMS] = faults
    if faults:
        return
    session.change(scenario)
    new = sorted({path.split(".")[0] for path in laid.entries} - {*_areas(library)})
    st.session_state[_NOTICE] = sentences(
        [
            t("{name}: {count} numbers changed.", name=name, count=len(values | ranges)),
            t(
                "It also adds sectors ({sectors}); these work with the commands, not on the "
                "screen.",
                sectors=listed(new),
            )
            if new
            else "",
        ]
    )


def _fits(joint: Joint, library: Assumptions) -> bool:
    """Return whether all of a group are numbers of the library, and none of an added sector."""
    areas = {*_areas(library)}
    return all(name.split(".")[0] in areas for name in joint.numbers)


def _areas(assumptions: Assumptions) -> set[str]:
    return {path.split(".")[0] for path in assumptions.entries}
