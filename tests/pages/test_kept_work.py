"""What a browser's work is after a reload, in another tab, after a restart, and when forgotten."""

import datetime as dt
import json
import math
from collections.abc import Callable, Iterator

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from placement.scenario.browsers import fingerprint
from placement.scenario.scenario import Scenario
from placement.scenario.store import ADDRESS, open_store
from placement.scenario.works import KeptWork, keep_work, kept_work, work_text
from placement.ui.gate import gate
from placement.ui.session import sample_reference
from placement.ui.work import desk as works
from placement.ui.work.desk import BOOK

NAME = "A" * 43
BROWSER = fingerprint(NAME)
SMALL = "software_retainage.csv"
CHANGES = {"tax.income_tax_rate": 0.15}
TODAY = dt.date(2026, 11, 29)


@pytest.fixture(autouse=True)
def browser(tmp_path, monkeypatch) -> Iterator[None]:
    """Let every app be a page of one browser, with a database of its own.

    What a test left to be written goes into its own database, before the next one has another.
    """
    restart()
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path / 'desk.sqlite'}")
    monkeypatch.setattr(works, "browser_in", lambda headers: BROWSER)
    restart()
    yield
    works.saver().flush(timeout=60.0)


def restart() -> None:
    """Leave a server with nothing but its database."""
    works.saver().flush(timeout=60.0)
    for held in (works.desks, works.saver, works.memory, gate._store):
        held.cache_clear()


def row() -> KeptWork | None:
    """Return what the database has of the browser."""
    assert works.saver().flush(timeout=60.0)
    return kept_work(open_store(), BROWSER)


def write(plain: dict) -> None:
    """Put a text into the database as an older version, or a hand, may have left it."""
    keep_work(open_store(), BROWSER, json.dumps(plain), on=TODAY)


def plain(**changes: object) -> dict:
    """Return the plain form of an empty work with changes."""
    return {**json.loads(work_text(KeptWork(book=sample_reference(SMALL)))), **changes}


def own_lots(app: AppTest) -> AppTest:
    """Change the first lot of the book by hand."""
    opened = app.session_state["bid_lots"]
    app.session_state[opened.key] = {
        "edited_rows": {0: {"age": 30.0}},
        "added_rows": [],
        "deleted_rows": [],
    }
    return app.run()


def own_contracts(app: AppTest) -> AppTest:
    """Change the first contract of the table by hand."""
    opened = app.session_state["contracts_sheet"]
    app.session_state[opened.key] = {
        "edited_rows": {0: {"accounts": 777.0}},
        "added_rows": [],
        "deleted_rows": [],
    }
    return app.run()


def total(app: AppTest) -> str:
    """Return the expected profit that a page shows."""
    return next(each.value for each in app.metric if each.label.startswith("Expected profit"))


def lots(app: AppTest) -> pd.DataFrame:
    """Return the table of lots."""
    return app.session_state["bid_lots"].edited


@pytest.fixture
def bid(desk) -> Callable[[], AppTest]:
    """Return a function that opens the Bid desk on the book of the browser."""
    return lambda: desk("bid_desk", sample=None)


def open_book(desk) -> None:
    """Open the small sample in a tab of the browser."""
    app = desk(sample=None)
    app.query_params["sample"] = SMALL
    app.run()
    assert app.session_state[BOOK].name == SMALL


def test_lots_outlive_a_reload_another_tab_and_the_server(desk, bid) -> None:
    """And earn the same afterwards, to the cent: a lot of the book keeps its segments."""
    open_book(desk)
    app = own_lots(bid())
    assert not app.exception
    frame, before = lots(app), total(app)
    assert frame["age"][0] == 30.0
    other = bid()
    assert lots(other).equals(frame)
    assert total(other) == before
    assert row().lists["bid_lots"].behind is not None
    restart()
    again = bid()
    assert not again.exception
    pd.testing.assert_frame_equal(lots(again), frame, check_dtype=False)
    assert total(again) == before
    assert again.session_state["bid_source"] == "own"
    # And still after a visit that did not open them.
    restart()
    desk("scenarios", sample=None)
    assert row().lists["bid_lots"].rows
    restart()
    assert total(bid()) == before


def test_lots_cut_from_the_book_are_not_kept_but_cut_again(desk, bid) -> None:
    open_book(desk)
    bid()
    assert row().lists == {}


def test_contracts_outlive_a_reload_another_tab_and_the_server(desk) -> None:
    app = own_contracts(desk("contracts", sample=None))
    frame = app.session_state["contracts_sheet"].edited
    before = [metric.value for metric in app.metric]
    assert frame["accounts"].iloc[0] == 777.0
    other = desk("contracts", sample=None)
    assert other.session_state["contracts_sheet"].edited.equals(frame)
    assert row() is not None
    restart()
    again = desk("contracts", sample=None)
    assert not again.exception
    pd.testing.assert_frame_equal(again.session_state["contracts_sheet"].edited, frame)
    assert [metric.value for metric in again.metric] == before


def test_one_way_back_through_numbers_and_lists(desk, bid) -> None:
    """In the order in which they were changed, on whatever page."""
    open_book(desk)
    app = bid()
    ages = list(lots(app)["age"])
    app = own_lots(app)
    app.switch_page("pages/contracts.py").run()
    app = own_contracts(app)
    app.switch_page("pages/scenarios.py").run()
    assert len(app.session_state["scenario_past"]) == 2
    app.button(key="scenarios_undo").click().run()
    assert any("Contracts" in toast.value for toast in app.toast)
    assert lots(app)["age"][0] == 30.0
    app.button(key="scenarios_undo").click().run()
    assert any("Bid desk" in toast.value for toast in app.toast)
    assert app.button(key="scenarios_undo").disabled
    app.switch_page("pages/bid_desk.py").run()
    assert list(lots(app)["age"]) == ages
    app.button(key="bid_lots_redo").click().run()
    assert lots(app)["age"][0] == 30.0
    assert not app.exception


def test_lots_that_gave_way_to_another_cut_come_back(desk, bid) -> None:
    """With the switch above them, which says where they are from."""
    open_book(desk)
    app = own_lots(bid())
    app.button_group(key="bid_source").set_value("sector_age").run()
    assert 30.0 not in list(lots(app)["age"])
    app.button(key="bid_lots_undo").click().run()
    assert lots(app)["age"][0] == 30.0
    assert app.session_state["bid_source"] == "sector"


def test_steps_of_lists_are_none_of_the_scenarios_that_are_kept(desk) -> None:
    app = own_contracts(desk("contracts", sample=None))
    app.session_state["scenario"] = Scenario().with_values(CHANGES)
    app.run()
    assert len(app.session_state["scenario_past"]) == 1
    restart()
    found = desk("scenarios", sample=None)
    assert dict(found.session_state["scenario"].values) == CHANGES
    assert [dict(step.scenario.values) for step in found.session_state["scenario_past"]] == [{}]


HOSTILE = {
    "bid_error": 99.0,
    "bid_number": "many",
    "bid_winners": 2.5,
    "bid_formula": "highest",
    "bid_kind": "points?",
    "bid_has_ceiling": 3,
    "bid_past_forget": 1,
    "bid_lots": 7,
    "timing_horizon": -4,
    "timing_view": "gone",
    "map_sector": "whaling",
    "map_placements": 17,
    "deal_seat": "judge",
    "deal_scope": 4,
    "contracts_seats": "x",
    "contracts_time": 1e9,
    "contracts_rule": "never",
    "uncertainty_seed": 0.5,
    "numbers_area": "whaling",
    "numbers_mine": "yes",
    "one_number": "gone.path",
    "options_segment": -1,
    "options_sector": "whaling",
    "scenarios_revision": "last",
    "scenarios_id": 5,
    "strata_by": "shoe size",
    "work_browser": "somebody else",
    "scenario": 1,
    "nonsense": 1,
}
PAGES = (
    "book", "options", "timing", "deal_zone", "bid_desk", "contracts", "decision_map",
    "uncertainty", "scenarios", "assumptions", "sectors",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_settings_that_no_longer_fit_are_left_out_and_said(desk, page) -> None:
    """In one line; what fits holds, and no page breaks."""
    write(plain(settings={**HOSTILE, "timing_horizon": 36, "bid_winners": 2, "map_placements": 1}))
    app = desk(page, sample=None)
    assert not app.exception
    (said,) = [each.value for each in app.warning if "kept for this browser" in each.value]
    assert "settings that no page has" in said
    state = app.session_state
    good = {"timing": ("timing_horizon", 36), "bid_desk": ("bid_winners", 2),
            "decision_map": ("map_placements", 1)}  # fmt: skip
    if page in good:
        key, value = good[page]
        assert state[key] == value
    next(each for each in app.button if each.label == "Understood").click().run()
    assert not [each for each in app.warning if "kept for this browser" in each.value]


def test_a_good_work_is_taken_up_without_a_word(desk) -> None:
    write(plain(settings={"timing_horizon": 36, "bid_error": 20, "bid_number": 3.0}))
    app = desk("bid_desk", sample=None)
    assert not app.exception
    assert not [each for each in app.warning if "kept for this browser" in each.value]
    assert app.session_state["bid_error"] == 20.0
    assert app.session_state["bid_number"] == 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": 99}, "damaged or of a later version"),
        ({"scenario": '{"version": 1, "values": {"gone": 1}}'}, "your numbers"),
        ({"past": [3]}, "steps back"),
        ({"book": {"is_sample": True}}, "which book was open"),
        ({"texts": {"language": "tlh"}}, "the language"),
        ({"lists": {"bid_lots": []}}, "the list of lots"),
    ],
)
def test_other_parts_that_do_not_fit_are_said(desk, change, words) -> None:
    write(plain(**change))
    app = desk("scenarios", sample=None)
    assert not app.exception
    assert words in next(each.value for each in app.warning)


def test_a_kept_sample_is_one_of_those_shipped(desk) -> None:
    """Its name is a path: another one must not be read."""
    found = plain()
    found["book"]["reference"]["name"] = "../../README.md"
    write(found)
    app = desk("options", sample=None)
    assert not app.exception
    assert "which book was open" in app.warning[0].value
    assert BOOK not in app.session_state


def test_cells_of_kept_lists_that_do_not_fit_are_empty_and_said(desk) -> None:
    lot = {"lot": "L", "sector": "telecom", "accounts": "many", "balance": 100, "age": True}
    found = {"name": "", "columns": [*lot, "shoe"], "rows": [[*lot.values(), 1]], "behind": None}
    contract = {"contract": 5, "sector": "telecom", "accounts": 10, "held": "no"}
    table = {"name": "x", "columns": list(contract), "rows": [list(contract.values())]}
    write(plain(lists={"bid_lots": found, "contracts_sheet": table}))
    app = desk("bid_desk", sample=None)
    assert not app.exception
    assert any("3 cells of the list of lots" in each.value for each in app.warning)
    assert lots(app)["balance"][0] == 100.0
    assert math.isnan(lots(app)["accounts"][0])
    app.switch_page("pages/contracts.py").run()
    assert not app.exception
    assert any("2 cells of the contracts" in each.value for each in app.warning)


def test_forgotten_work_is_gone_in_the_session_and_on_the_server(desk) -> None:
    """Saved scenarios stay, and the other tab says so and is empty too."""
    open_book(desk)
    other = own_contracts(desk("contracts", sample=None))
    app = desk("scenarios", sample=None)
    app.session_state["scenario"] = Scenario().with_values(CHANGES)
    app.run()
    app.text_input(key="scenarios_name").set_value("Kept")
    app.button(key="scenarios_save").click().run()
    assert row().book is not None
    app.button(key="scenarios_forget_work").click().run()
    assert not app.exception
    assert any("Your work is forgotten" in each.value for each in app.success)
    assert app.session_state["scenario"] == Scenario()
    assert app.session_state[BOOK] is None
    assert not app.session_state["scenario_past"] if "scenario_past" in app.session_state else True
    assert row() is None
    assert [saved.name for saved in open_store().scenarios.list()] == ["Kept"]
    other.run()
    assert not other.exception
    assert any("begins anew" in each.value for each in other.info)
    assert other.session_state["contracts_sheet"].kept is None
    found = row()
    assert found is None or (found.book, found.lists, found.scenario) == (None, {}, Scenario())


def test_a_database_that_cannot_forget_says_so_and_nothing_goes(desk, monkeypatch) -> None:
    app = desk("scenarios", sample=None)
    app.session_state["scenario"] = Scenario().with_values(CHANGES)
    app.run()
    with open_store().engine.begin() as connection:
        connection.exec_driver_sql("drop table works")
    app.button(key="scenarios_forget_work").click().run()
    assert not app.exception
    assert any("cannot be reached" in each.value for each in app.error)
    assert dict(app.session_state["scenario"].values) == CHANGES
