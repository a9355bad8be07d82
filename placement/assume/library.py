"""Reads the library (TOML with sources) and the files a user lays over it."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from placement.assume.assumptions import SHARED, Assumption, Assumptions, without_paths
from placement.assume.joint import read_joint
from placement.assume.toml_text import parse_toml
from placement.domain.errors import AssumptionError, InputError
from placement.domain.files import MOST_SETTINGS, file_bytes
from placement.domain.text import about, listed, t
from placement.domain.wrong_kind import rule_words

LIBRARY = Path(__file__).resolve().parents[2] / "data" / "library"

INHERITED = ("unit", "source", "as_of", "status", "note")
"""What a group of numbers may state once for all below it."""

TOGETHER = "together"
"""Key of the groups of numbers whose errors go together."""

BASED_ON = "based_on"
"""Key by which a user's new sector starts from a known one."""

MOST_NEW_SECTORS = 20
"""Sectors one file may add; each copies a hundred numbers."""

DEEPEST = 6
"""Words a path may have; the library's longest has five."""


@cache
def load_library(folder: Path = LIBRARY) -> Assumptions:
    """Return the library as it is shipped.

    Files are read in name order; each holds one sector or the shared numbers.

    Raises:
        AssumptionError: A number breaks its unit's bounds or lacks a part.
    """
    entries: dict[str, Assumption] = {}
    for file in sorted(folder.glob("*.toml")):
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        shared = file.stem == "shared"
        for path, leaf in _leaves(content, "" if shared else file.stem, {}):
            entries[path] = _assumption(path, leaf)
    assumptions = Assumptions(entries=entries)
    assumptions.check_shares()
    return assumptions


def lay_over(assumptions: Assumptions, content: Mapping[str, Any]) -> Assumptions:
    """Return the assumptions with a user's file laid over them.

    A number may be written bare (`commission = 0.2`) or as a table with its own low, high
    and source. A new sector names the one it starts from: `based_on = "telecom"`. Numbers whose
    errors go together stand in `together`, a list of groups.

    Args:
        assumptions: What lies below.
        content: The parsed TOML.

    Raises:
        AssumptionError: Unknown path, wrong type or value out of bounds; names the path.
    """
    groups = content.get(TOGETHER, [])
    if not isinstance(groups, list):
        groups = [groups]
    joints = [read_joint(group) for group in groups]
    content = {sector: body for sector, body in content.items() if sector != TOGETHER}
    added = [sector for sector, body in content.items() if _is_new_sector(body)]
    if len(added) > MOST_NEW_SECTORS:
        raise AssumptionError(
            t(
                "A file may add at most {most} sectors; this one adds {count}. Split it.",
                most=MOST_NEW_SECTORS,
                count=len(added),
            )
        )
    for sector, body in content.items():
        if not isinstance(body, Mapping):
            raise AssumptionError(
                t("{path} must be a table of numbers; got {value!r}.", path=sector, value=body)
            )
        if _is_new_sector(body):
            assumptions = _add_sector(assumptions, sector, str(body[BASED_ON]))
    leaves = dict(_leaves(content, "", {}))
    # A value alone widens the range that the library states; a range of its own replaces it.
    alone = {
        path: _as_number(path, leaf["value"])
        for path, leaf in leaves.items()
        if not {"low", "high"} & set(leaf)
    }
    assumptions = assumptions.with_values(alone)
    entries = dict(assumptions.entries)
    for path, leaf in leaves.items():
        stated = leaf if path not in alone else {k: v for k, v in leaf.items() if k != "value"}
        for found in assumptions.paths_under(path) if stated else ():
            old = entries[found].model_dump()
            entries[found] = _assumption(found, {**old, **stated, "status": "user"})
    touched = {
        found for path in leaves if path not in alone for found in assumptions.paths_under(path)
    }
    changed = Assumptions(
        entries=entries,
        joints=without_paths(assumptions.joints, touched),
        replaced=assumptions.replaced_by(entries),
    )
    changed.check_shares()
    return changed.with_joints(joints) if joints else changed


def read_overlay(file: Path) -> dict[str, Any]:
    """Return the parsed TOML of a user's file.

    Raises:
        AssumptionError: The file is missing or is not TOML.
    """
    try:
        content = file_bytes(file, most=MOST_SETTINGS)
    except FileNotFoundError:
        raise AssumptionError(
            t("Assumption file {file}: there is no such file. Check the path.", file=str(file))
        ) from None
    except OSError as error:
        raise _not_toml(str(file), error) from None
    return parse_overlay(content, name=str(file))


def parse_overlay(content: bytes, *, name: str) -> dict[str, Any]:
    """Return the parsed TOML of a file whose content was brought, such as an upload.

    Raises:
        AssumptionError: The content is not TOML; names the file.
    """
    try:
        return parse_toml(content)
    except InputError as error:
        raise _not_toml(name, error) from None


def _is_new_sector(body: object) -> bool:
    return isinstance(body, Mapping) and BASED_ON in body


def _not_toml(name: str, error: Exception) -> AssumptionError:
    return AssumptionError(
        t(
            "Assumption file {file}: it must be TOML in UTF-8; {why}. Correct that line.",
            file=name,
            why=str(error),
        )
    )


def _leaves(
    body: Mapping[str, Any], prefix: str, inherited: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every number with its path and what its groups state for it."""
    stated = {
        **inherited,
        **{key: body[key] for key in INHERITED if isinstance(body.get(key), str)},
    }
    if prefix.count(".") >= DEEPEST:
        raise AssumptionError(
            t(
                "{path} ...: a path has at most {most} words; `assumptions` lists them all.",
                path=prefix[:80],
                most=DEEPEST,
            )
        )
    for key, child in body.items():
        path = f"{prefix}.{key}" if prefix else key
        if isinstance(child, Mapping):
            if "value" in child:
                yield path, {**stated, **child}
            else:
                yield from _leaves(child, path, stated)
        elif not (key in (*INHERITED, BASED_ON) and isinstance(child, str)):
            yield path, {**stated, "value": child}


def _assumption(path: str, leaf: Mapping[str, Any]) -> Assumption:
    try:
        return Assumption(**{**leaf, "path": path})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = rule_words(first)
        raise AssumptionError(about(f"{path} {where}", message) if where else message) from None


def _as_number(path: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AssumptionError(
            t(
                "{path} must be a number; got {value!r}. Write it without quotes.",
                path=path,
                value=value,
            )
        )
    return float(value)


def _add_sector(assumptions: Assumptions, sector: str, base: str) -> Assumptions:
    if base not in assumptions.sectors:
        raise AssumptionError(
            t(
                "{sector}: based_on must name a known sector; got {base!r}. Known: {known}.",
                sector=sector,
                base=base,
                known=listed(assumptions.sectors),
            )
        )
    if sector in assumptions.sectors or sector in SHARED:
        raise AssumptionError(
            t("{sector} exists already; drop based_on, or choose a new name.", sector=sector)
        )
    copies, replaced = {}, dict(assumptions.replaced)
    for path in assumptions.paths_under(base):
        copy = sector + path.removeprefix(base)
        if path in replaced:
            replaced[copy] = replaced[path]
        entry = assumptions.entries[path]
        copies[copy] = entry.model_copy(
            update={"path": copy, "note": f"as {base}. {entry.note}".strip()}
        )
    own = [joint for joint in assumptions.joints if joint.of_sector(base)]
    return replace(
        assumptions,
        entries={**assumptions.entries, **copies},
        joints=(*assumptions.joints, *(joint.renamed(base, sector) for joint in own)),
        replaced=replaced,
    )
