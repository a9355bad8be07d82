"""What sets two scenarios apart, one line each, and which of the lines belong together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from placement.assume.assumptions import SHARED, Assumptions
from placement.assume.joint import Joint
from placement.decide.deal.fee_file import fee_terms_plain
from placement.scenario.scenario import Scenario

STANCE, BANDS, FEES, RANGES, TOGETHER = "stance", "bands", "fees", "ranges", "together"

_KEY_OF_A_TABLE = re.compile(r"\d+m?")
_SHARES = re.compile(r"\w+\.debtor\.(easy|hard|reluctant)_share")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that two scenarios say otherwise."""

    path: str
    """Path of a number; else `stance`, `bands.age`, `bands.balance`, a name of a fee term, or that
    of a number behind `ranges.` or `together.`."""

    unit: str
    """Key of `UNITS`; nothing where it is no number of the library."""

    before: Any
    """A number, a word or a list; None where a fee term is not stated."""

    after: Any

    @property
    def is_number(self) -> bool:
        """Whether it is a number of the library."""
        return bool(self.unit)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Differences that are taken together, because one alone would make no sense."""

    name: str
    differences: tuple[Difference, ...]

    def concerns(self, sector: str) -> bool:
        """Return whether it can move what accounts of a sector are worth."""
        if self.name in (FEES, RANGES, TOGETHER):
            # Fee terms hold for offers and contracts, and a ranking knows the library's commission;
            # ranges say how sure an answer is, and move none.
            return False
        firsts = {one.path.split(".", 1)[0] for one in self.differences if one.is_number}
        return not firsts or not firsts.isdisjoint({sector, *SHARED})


def differences(
    before: Scenario, after: Scenario, *, library: Assumptions
) -> tuple[Difference, ...]:
    """Return what sets two scenarios apart, numbers in the library's order first.

    Args:
        before: One scenario.
        after: The other.
        library: The numbers that both are laid over.

    Raises:
        AssumptionError: A number does not fit the library.
    """
    one, other = before.assumptions(library), after.assumptions(library)
    found = [
        Difference(path=path, unit=entry.unit, before=entry.value, after=other.entries[path].value)
        for path, entry in one.entries.items()
        if entry.value != other.entries[path].value
    ]
    plain = [_plain(scenario) for scenario in (before, after)]
    for path in dict.fromkeys([*plain[0], *plain[1]]):
        values = [scenario.get(path) for scenario in plain]
        if values[0] != values[1]:
            found.append(Difference(path=path, unit="", before=values[0], after=values[1]))
    return tuple(found)


def grouped(found: Sequence[Difference], *, sectors: Sequence[str], most: int) -> tuple[Group, ...]:
    """Return differences in groups: as fine as leaves at most so many to concern one sector.

    Finest are a number or a table of numbers, and the shares of debtors together, which must not
    exceed all; else all numbers of one subject, such as `telecom.agency`.

    Args:
        found: The differences.
        sectors: The sectors that matter.
        most: Groups that may concern one sector; more where even subjects are more.
    """
    for name_of in (_fine, _coarse):
        names: dict[str, list[Difference]] = {}
        for one in found:
            names.setdefault(name_of(one), []).append(one)
        groups = tuple(Group(name=name, differences=tuple(ones)) for name, ones in names.items())
        if all(sum(group.concerns(name) for group in groups) <= most for name in sectors):
            break
    return groups


def _plain(scenario: Scenario) -> dict[str, Any]:
    return {
        STANCE: scenario.stance.value,
        f"{BANDS}.age": list(scenario.bands.age),
        f"{BANDS}.balance": list(scenario.bands.balance),
        **{f"{FEES}.{name}": value for name, value in fee_terms_plain(scenario.fees).items()},
        **{f"{RANGES}.{path}": [span.low, span.high] for path, span in scenario.ranges},
        **{f"{TOGETHER}.{', '.join(joint.numbers)}": _errors(joint) for joint in scenario.joints},
    }


def _errors(joint: Joint) -> list[float]:
    """Return errors, then the correlations of each two."""
    size = len(joint.numbers)
    pairs = [joint.correlation[one][other] for one in range(size) for other in range(one)]
    return [*joint.errors, *pairs]


def _fine(one: Difference) -> str:
    if not one.is_number:
        return one.path.split(".", 1)[0]
    if _SHARES.fullmatch(one.path):
        return one.path.rsplit(".", 1)[0] + ".shares"
    table, _, key = one.path.rpartition(".")
    return table if _KEY_OF_A_TABLE.fullmatch(key) else one.path


def _coarse(one: Difference) -> str:
    return ".".join(one.path.split(".")[: 2 if one.is_number else 1])
