"""What is installed is what was asked for, to the last package, and each has its digests."""

import re
from importlib.metadata import requires
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from docs.make_licences import PAGE, PERMISSIVE, WEAK, licences, page

ROOT = Path(__file__).parents[2]
LOCKS = {"requirements.txt": "requirements.lock", "requirements-dev.txt": "requirements-dev.lock"}
ENTRY = re.compile(
    r"^(?P<wish>[^\s#-][^\n]*?) \\\n(?P<digests>(?:    --hash=\S+(?: \\)?\n)+)", re.M
)


def asked(file: str) -> list[Requirement]:
    """Return what a list asks for itself, on this Python and system."""
    lines = (ROOT / file).read_text().splitlines()
    wishes = [Requirement(line) for line in lines if line and line[0] not in "-#"]
    return [wish for wish in wishes if wish.marker is None or wish.marker.evaluate()]


def entries(lock: str) -> list[tuple[Requirement, list[str]]]:
    """Return each package of a lock with its digests."""
    found = ENTRY.findall((ROOT / lock).read_text())
    return [(Requirement(wish), digests.split("--hash=")[1:]) for wish, digests in found]


def versions(lock: str) -> dict[str, str]:
    """Return the version of each package that this Python and system would get."""
    here = [wish for wish, _ in entries(lock) if wish.marker is None or wish.marker.evaluate()]
    return {canonicalize_name(wish.name): str(wish.specifier)[2:] for wish in here}


@pytest.mark.parametrize("lock", LOCKS.values())
def test_every_package_has_digests_and_one_version(lock) -> None:
    """None is left to whoever answers that day."""
    text = (ROOT / lock).read_text()
    plain = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    found = entries(lock)
    assert len(found) == len(plain) > 50
    for wish, digests in found:
        assert str(wish.specifier).startswith("==")
        assert digests
        assert all(re.match(r"sha256:[0-9a-f]{64}\b", digest) for digest in digests)


@pytest.mark.parametrize(("file", "lock"), LOCKS.items())
def test_the_lock_is_of_the_list(file, lock) -> None:
    """Whoever changes the list has to run `make lock`."""
    locked = versions(lock)
    wishes = asked(file) + (asked("requirements.txt") if file != "requirements.txt" else [])
    assert len(wishes) >= 10
    for wish in wishes:
        version = locked.get(canonicalize_name(wish.name))
        assert version is not None, f"{wish} is not locked: make lock"
        assert wish.specifier.contains(version), f"{wish} is locked at {version}: make lock"


def test_what_the_app_needs_is_locked_down_to_the_last() -> None:
    """Walk from the list to all that it brings, by what the installed packages say."""
    locked = versions("requirements.lock")
    open_ones = [(wish.name, tuple(sorted(wish.extras))) for wish in asked("requirements.txt")]
    seen = set()
    while open_ones:
        name, extras = open_ones.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        assert canonicalize_name(name) in locked, name
        for line in requires(name) or []:
            need = Requirement(line)
            where = [{"extra": extra} for extra in (*extras, "")]
            if need.marker is None or any(need.marker.evaluate(one) for one in where):
                open_ones.append((need.name, tuple(sorted(need.extras))))
    assert {canonicalize_name(name) for name, _ in seen} == set(locked)


def test_the_tests_run_on_what_is_served() -> None:
    """Both locks agree wherever both name a package."""
    served, tested = versions("requirements.lock"), versions("requirements-dev.lock")
    assert {name: tested.get(name) for name in served} == served


def test_licences_are_known_and_written_down() -> None:
    """docs/licences.md is what the installed packages say."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_a_licence_that_is_not_understood_is_an_error() -> None:
    """And the two groups do not overlap."""

    class Strange:
        metadata = __import__("email").message_from_string("Name: x\nLicense: Ask me\n")

    with pytest.raises(ValueError, match="not understood"):
        licences(Strange())
    assert not PERMISSIVE & WEAK


def audit():
    """Return the script that asks for known vulnerabilities."""
    spec = spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CLEAN = {"name": "a", "version": "1", "vulns": []}
HIT = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}
SKIPPED = {"name": "c", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("packages", "code", "word"),
    [
        ([CLEAN], 0, "1 of 1"),
        ([CLEAN, HIT], 1, "PYSEC-1, mended in 2.1"),
        ([CLEAN, SKIPPED], 3, "nothing is known of them: c"),
        ([HIT, SKIPPED], 1, "nothing is known of them: c"),
        ([], 3, "0 of 0"),
    ],
)
def test_an_audit_that_could_not_look_is_no_good_end(packages, code, word) -> None:
    found, words = audit().judged({"dependencies": packages})
    assert found == code
    assert word in words


def test_an_audit_without_a_service_says_so(capsys) -> None:
    """No report, no verdict."""
    assert audit().main("/bin/false", "requirements.lock") == 3
    assert "nothing is known" in capsys.readouterr().out
