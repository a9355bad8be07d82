"""What is kept comes back for files with the same headings, and only for these."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from placement.domain.errors import InputError
from placement.scenario.store import ADDRESS, Store, headings_key, open_store
from placement.tape.meaning import Meaning
from placement.tape.saved import SavedMapping

HEADINGS = ("账号", "欠款余额（万元）", "逾期天数")
MAPPING = SavedMapping(
    columns={"balance": "欠款余额（万元）"},
    meaning=Meaning(unit="万元", confirmed=frozenset({"balance_unit"})),
    sector="telecom",
)
DAY = dt.date(2026, 11, 28)


def test_a_mapping_comes_back_for_the_same_headings_in_any_order(store: Store) -> None:
    store.keep_mapping(HEADINGS, MAPPING, name="十月.xlsx", on=DAY)
    kept = store.mapping_for(tuple(reversed(HEADINGS)))
    assert kept is not None
    assert (kept.name, kept.kept_on, kept.mapping) == ("十月.xlsx", DAY, MAPPING)
    assert store.mapping_for(HEADINGS[:2]) is None


def test_the_last_one_kept_holds_until_it_is_forgotten(store: Store) -> None:
    store.keep_mapping(HEADINGS, MAPPING, name="a", on=DAY)
    store.keep_mapping(HEADINGS, SavedMapping(), name="b", on=DAY)
    kept = store.mapping_for(HEADINGS)
    assert kept is not None
    assert kept.mapping == SavedMapping()
    store.forget_mapping(HEADINGS)
    assert store.mapping_for(HEADINGS) is None


def test_another_opening_finds_what_was_kept(address: str) -> None:
    open_store(address).keep_mapping(HEADINGS, MAPPING, name="a", on=DAY)
    kept = open_store(address).mapping_for(HEADINGS)
    assert kept is not None
    assert kept.mapping == MAPPING


def test_many_may_keep_at_once(store: Store) -> None:
    def keep(number: int) -> None:
        store.keep_mapping((f"h{number % 5}",), MAPPING, name=str(number), on=DAY)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(keep, range(80)))
    assert all(store.mapping_for((f"h{number}",)) for number in range(5))


@pytest.mark.parametrize(
    "nowhere",
    [
        "sqlite:////proc/none/desk.sqlite",
        "nonsense://x",
        "no address",
        "postgresql+psycopg://desk:secret@127.0.0.1:1/desk",
    ],
)
def test_a_database_that_cannot_be_reached_is_said(nowhere: str) -> None:
    with pytest.raises(InputError, match=ADDRESS) as caught:
        open_store(nowhere)
    assert "secret" not in str(caught.value)


def test_case_width_and_spaces_make_no_other_headings() -> None:
    assert headings_key([" Account ID ", "Ｂalance"]) == headings_key(["balance", "account_id"])
