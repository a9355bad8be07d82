"""Saved scenarios: whole, with every revision, and no editor overwrites another."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.domain.errors import InputError
from placement.scenario.book_reference import BookReference
from placement.scenario.books import MOST_BYTES
from placement.scenario.codec import ScenarioFile
from placement.scenario.scenario import Scenario
from placement.scenario.store import Conflict, KeptScenario, Store, open_store
from placement.tape.saved import SavedMapping

TAX = "tax.income_tax_rate"
NOW = dt.datetime(2026, 11, 29, 3, 0, tzinfo=dt.UTC)
BOOK = BookReference(
    name="十月.xlsx", digest="ab" * 16, accounts=3, total=9.5, as_of=dt.date(2026, 10, 31)
)
FILE = ScenarioFile(
    scenario=Scenario().with_values({TAX: 0.15}),
    name="Lower tax",
    author="李",
    note="first\nsecond",
    book=BOOK,
    mapping=SavedMapping(columns={"balance": "欠款余额"}),
)


def taxed(rate: float) -> ScenarioFile:
    return replace(FILE, scenario=Scenario().with_values({TAX: rate}))


def test_a_revision_that_never_was_is_no_conflict(store: Store) -> None:
    kept = store.scenarios.save(FILE, at=NOW)
    with pytest.raises(InputError, match="has no revision 7: the newest is 1"):
        store.scenarios.save(FILE, at=NOW, id=kept.id, expected_revision=7)


def test_a_scenario_comes_back_whole(store: Store, address: str) -> None:
    kept = store.scenarios.save(FILE, at=NOW)
    again = open_store(address).scenarios.load(kept.id)
    assert replace(again.file, library=None) == FILE
    assert (again.revision, again.name, again.author) == (1, "Lower tax", "李")
    assert again.saved_at == NOW.replace(tzinfo=None)
    assert again.book == BOOK
    assert again.mapping == FILE.mapping
    assert len(kept.id) >= 16


def test_the_later_editor_is_told_and_can_branch(store: Store) -> None:
    """Neither loses anything: the newer one is at hand, and a branch knows where it came from."""
    first = store.scenarios.save(FILE, at=NOW)
    store.scenarios.save(taxed(0.2), at=NOW, id=first.id, expected_revision=1)
    with pytest.raises(Conflict, match="saved by 李 in between, as revision 2") as caught:
        store.scenarios.save(taxed(0.3), at=NOW, id=first.id, expected_revision=1)
    assert caught.value.newer.scenario == taxed(0.2).scenario
    branch = store.scenarios.branch(taxed(0.3), at=NOW, id=first.id, revision=1)
    assert branch.id != first.id
    assert store.scenarios.parent(branch.id) == (first.id, 1)
    assert store.scenarios.parent(first.id) is None
    assert store.scenarios.load(first.id).scenario == taxed(0.2).scenario


def test_every_revision_stays(store: Store) -> None:
    kept = store.scenarios.save(FILE, at=NOW)
    for revision, rate in enumerate((0.2, 0.3), start=1):
        later = NOW + dt.timedelta(minutes=revision)
        store.scenarios.save(taxed(rate), at=later, id=kept.id, expected_revision=revision)
    other = store.scenarios.save(replace(FILE, name="Other"), at=NOW)
    assert [saved.revision for saved in store.scenarios.history(kept.id)] == [3, 2, 1]
    assert store.scenarios.load(kept.id, 2).scenario == taxed(0.2).scenario
    listed = store.scenarios.list()
    assert [(saved.id, saved.revision) for saved in listed] == [(kept.id, 3), (other.id, 1)]


def test_a_save_that_is_tried_again_is_not_saved_twice(store: Store) -> None:
    """The connection may break after the save and before its answer."""
    kept = store.scenarios.save(FILE, at=NOW)
    one = store.scenarios.save(taxed(0.2), at=NOW, id=kept.id, expected_revision=1)
    two = store.scenarios.save(taxed(0.2), at=NOW, id=kept.id, expected_revision=1)
    assert one.revision == two.revision == 2


def test_what_is_not_there_is_said(store: Store) -> None:
    with pytest.raises(InputError, match="no saved scenario"):
        store.scenarios.load("nothing")
    kept = store.scenarios.save(FILE, at=NOW)
    for call in (
        lambda: store.scenarios.load(kept.id, 7),
        lambda: store.scenarios.history("'; DROP TABLE scenarios"),
        lambda: store.scenarios.parent("\ud800"),
        lambda: store.scenarios.save(FILE, at=NOW, id="x", expected_revision=1),
        lambda: store.scenarios.save(FILE, at=NOW, id=kept.id),
        lambda: store.scenarios.forget("\0"),
    ):
        with pytest.raises(InputError):
            call()
    store.scenarios.forget(kept.id)
    with pytest.raises(InputError, match="no saved scenario"):
        store.scenarios.load(kept.id)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(turns=st.lists(st.tuples(st.integers(0, 1), st.sampled_from(["open", "save"])), max_size=12))
def test_two_writers_in_any_order_lose_nothing(store: Store, turns: list[tuple[int, str]]) -> None:
    """Held against a list: a save succeeds just where its writer has seen the newest revision."""
    first = store.scenarios.save(taxed(0.0), at=NOW)
    history = [first.scenario]
    seen: list[KeptScenario] = [first, first]
    for turn, (writer, action) in enumerate(turns, start=1):
        if action == "open":
            seen[writer] = store.scenarios.load(first.id)
            continue
        file, expected = taxed(turn / 100), seen[writer].revision
        if expected == len(history):
            seen[writer] = store.scenarios.save(
                file, at=NOW, id=first.id, expected_revision=expected
            )
            history.append(file.scenario)
        else:
            with pytest.raises(Conflict) as caught:
                store.scenarios.save(file, at=NOW, id=first.id, expected_revision=expected)
            assert caught.value.newer.revision == len(history)
            assert caught.value.newer.scenario == history[-1]
    found = [store.scenarios.load(first.id, n + 1).scenario for n in range(len(history))]
    assert found == history


def test_of_many_at_once_one_wins_each_revision(store: Store) -> None:
    """Eight writers, each trying again until its own is in: all are, in some order."""
    kept = store.scenarios.save(taxed(0.0), at=NOW)

    def write(number: int) -> int:
        conflicts, revision = 0, 1
        while True:
            try:
                store.scenarios.save(
                    taxed(number / 100), at=NOW, id=kept.id, expected_revision=revision
                )
            except Conflict as conflict:
                conflicts, revision = conflicts + 1, conflict.newer.revision
            else:
                return conflicts

    with ThreadPoolExecutor(8) as pool:
        conflicts = list(pool.map(write, range(1, 17)))
    revisions = [store.scenarios.load(kept.id, n).scenario for n in range(1, 18)]
    assert {scenario.values for scenario in revisions} == {
        taxed(number / 100).scenario.values for number in range(17)
    }
    assert sum(conflicts) > 0


def test_a_link_opens_the_same_state(store: Store) -> None:
    """Also after the scenario moved on; and only its hash is in the database."""
    kept = store.scenarios.save(FILE, at=NOW)
    word = store.links.make(kept.id, 1, at=NOW)
    store.scenarios.save(taxed(0.2), at=NOW, id=kept.id, expected_revision=1)
    assert store.links.follow(word).scenario == FILE.scenario
    assert len(word) == 23
    (link,) = store.links.of(kept.id)
    assert link.revision == 1
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM links").all()
    assert word not in str(rows)


def test_a_revoked_link_leads_nowhere(store: Store) -> None:
    kept = store.scenarios.save(FILE, at=NOW)
    words = [store.links.make(kept.id, 1, at=NOW) for _ in range(2)]
    assert words[0] != words[1]
    store.links.revoke(words[0], at=NOW)
    with pytest.raises(InputError, match="leads to nothing"):
        store.links.follow(words[0])
    with pytest.raises(InputError, match="leads to nothing"):
        store.links.revoke(words[0], at=NOW)
    assert store.links.follow(words[1]).id == kept.id
    store.scenarios.forget(kept.id)
    with pytest.raises(InputError, match="leads to nothing"):
        store.links.follow(words[1])


@pytest.mark.parametrize(
    "word", ["", "x", "A" * 23, "'; --", "\ud800" * 23, "x" * 10**6, "\0" * 23]
)
def test_a_link_to_nothing_is_said(store: Store, word: str) -> None:
    with pytest.raises(InputError, match="leads to nothing"):
        store.links.follow(word)


def test_a_link_needs_a_revision(store: Store) -> None:
    kept = store.scenarios.save(FILE, at=NOW)
    with pytest.raises(InputError, match="no revision 2"):
        store.links.make(kept.id, 2, at=NOW)


def test_a_book_is_kept_only_when_asked(store: Store) -> None:
    store.scenarios.save(FILE, at=NOW)
    assert store.books.find(BOOK) is None
    store.books.keep(BOOK, b"a,b\n1,2\n\x00", at=NOW)
    store.books.keep(BOOK, b"a,b\n1,3\n\x00", at=NOW)
    kept = store.books.find(BOOK)
    assert kept is not None
    assert (kept.name, kept.content) == ("十月.xlsx", b"a,b\n1,3\n\x00")
    store.books.forget(BOOK)
    assert store.books.find(BOOK) is None
    with pytest.raises(InputError, match="Keep it as a file"):
        store.books.keep(BOOK, bytes(MOST_BYTES + 1), at=NOW)
