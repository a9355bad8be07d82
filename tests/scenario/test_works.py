"""A browser's work in the database comes back as it was, without an account in it."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from placement.decide.deal.fee_terms import FeeTerms
from placement.domain.errors import InputError
from placement.domain.types import Stance
from placement.scenario.book_reference import BookReference
from placement.scenario.browsers import fingerprint
from placement.scenario.scenario import Scenario
from placement.scenario.store import open_store
from placement.scenario.works import (
    MOST_STEPS,
    KeptList,
    KeptWork,
    OpenBook,
    forget_unused,
    forget_work,
    keep_work,
    kept_work,
    work_of,
    work_text,
)

TODAY = dt.date(2026, 11, 29)
WORK = KeptWork(
    scenario=Scenario()
    .with_values({"what_if.commission_points": 0.02})
    .with_stance(Stance.CONTRACTUAL)
    .with_fees(FeeTerms(tail_months=3)),
    past=(Scenario(), Scenario().with_values({"what_if.commission_points": 0.01})),
    future=(Scenario().with_values({"what_if.odds_factor": 0.9}),),
    book=OpenBook(
        reference=BookReference(
            name="账册.csv", digest="ab", accounts=12_345, total=1.5, as_of=dt.date(2026, 6, 30)
        ),
        currency="CNY",
        file="cd",
        reading='{"version": 2, "columns": {}}',
        chosen_day=dt.date(2026, 6, 30),
    ),
    texts={"language": "zh"},
    settings={"timing_horizon": 36, "bid_ceiling": 30.0, "map_disputed": True},
    lists={
        "bid_lots": KeptList(
            name="批次.csv", columns=("lot", "age"), rows=(("一", 3.5), ("b", None), ("", 7))
        )
    },
)


@pytest.fixture
def store(tmp_path):
    """Return an empty database."""
    return open_store(f"sqlite:///{tmp_path}/desk.sqlite")


def test_a_work_comes_back_as_it_was(store) -> None:
    """Each browser its own, and the newest of it."""
    keep_work(store, "one", work_text(KeptWork()), on=TODAY)
    keep_work(store, "one", work_text(WORK), on=TODAY)
    keep_work(store, "two", work_text(KeptWork()), on=TODAY)
    assert kept_work(store, "one") == WORK
    assert kept_work(store, "two") == KeptWork()
    assert kept_work(store, "three") is None


def test_the_key_to_memory_stays_in_memory() -> None:
    """After a restart it would open nothing."""
    held = OpenBook(reference=WORK.book.reference, currency="CNY", key="book:xyz")
    found = work_of(work_text(KeptWork(book=held)))
    assert found.book.key == ""


def test_a_long_way_back_is_cut() -> None:
    """The latest steps stay."""
    steps = tuple(Scenario().with_values({"what_if.odds_factor": 1 + n / 100}) for n in range(60))
    found = work_of(work_text(KeptWork(past=steps)))
    assert found.past == steps[-MOST_STEPS:]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 99}', '{"version": true}', "null", "[" * 50_000]
)
def test_what_is_damaged_or_later_is_as_good_as_nothing(text: str) -> None:
    """It must not keep a reader out, and is said."""
    found = work_of(text)
    assert found == KeptWork()
    assert found.left_out == ("work",)


@pytest.mark.parametrize(
    ("change", "left_out"),
    [
        ({"scenario": '{"version": 1, "values": {"gone.path": 1.0}}'}, {"scenario"}),
        ({"scenario": 7}, {"scenario"}),
        ({"past": ["x"]}, {"steps"}),
        ({"future": {"a": 1}}, {"steps"}),
        ({"book": {"reference": {"name": "x"}}}, {"book"}),
        ({"book": [1]}, {"book"}),
        ({"texts": {"language": 3}}, {"language"}),
        ({"settings": {"a": [1], "b": 2, "c": float("nan"), "d": 10**400}}, {"a", "c", "d"}),
        ({"settings": None, "lists": None}, set()),
        ({"lists": {"bid_lots": {"name": "", "columns": ["a"], "rows": [[1, 2]]}}}, {"bid_lots"}),
        ({"lists": {"bid_lots": 4, "x": {"name": "", "columns": [1], "rows": []}}},
         {"bid_lots", "x"}),
    ],
)  # fmt: skip
def test_only_what_is_damaged_is_left_out(change, left_out) -> None:
    """The rest holds."""
    found = work_of(json.dumps({**json.loads(work_text(WORK)), **change}))
    assert set(found.left_out) == left_out
    whole = {name for name in ("scenario", "past", "future", "book", "texts") if name not in change}
    assert all(getattr(found, name) == getattr(WORK, name) for name in whole)
    assert found.settings == ({"b": 2} if "a" in left_out else
                              {} if "settings" in change else WORK.settings)  # fmt: skip


def test_a_work_of_before_there_were_lists_is_whole() -> None:
    plain = json.loads(work_text(WORK))
    del plain["lists"]
    found = work_of(json.dumps(plain))
    assert found == replace(WORK, lists={})
    assert found.left_out == ()


def test_forgotten_on_demand_and_after_a_while(store) -> None:
    """Only what was not used since."""
    for browser, day in (("old", dt.date(2026, 8, 1)), ("new", TODAY), ("gone", TODAY)):
        keep_work(store, browser, work_text(WORK), on=day)
    forget_work(store, "gone")
    forget_unused(store, before=dt.date(2026, 9, 1))
    assert [kept_work(store, name) is not None for name in ("old", "new", "gone")] == [
        False,
        True,
        False,
    ]


def test_a_database_that_cannot_be_written_says_so(store) -> None:
    """In one line."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql("drop table works")
    with pytest.raises(InputError, match="cannot be reached"):
        keep_work(store, "one", work_text(WORK), on=TODAY)
    with pytest.raises(InputError, match="cannot be reached"):
        kept_work(store, "one")


def test_the_database_does_not_know_the_name_in_the_cookie() -> None:
    """Who reads it cannot pass for the browser."""
    assert fingerprint("A" * 43) != "A" * 43
    assert len(fingerprint("A" * 43)) == 32
