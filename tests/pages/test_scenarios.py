"""The page Scenarios on a database of its own: saved, opened again, branched, shared, imported."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from placement import api
from placement.assume.library import load_library
from placement.scenario.codec import ScenarioFile, scenario_text
from placement.scenario.scenario import Scenario
from placement.scenario.store import ADDRESS, Store, open_store
from placement.ui.cached import SAMPLES, sample_book
from placement.ui.gate import gate
from placement.ui.scenarios import open as opened
from placement.ui.scenarios.compare import contribution_table

MOMENT = dt.datetime(2026, 11, 1, 9, 30)

PATH = "telecom.agency.contract_fixed_cost"


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch) -> Store:
    """Return a database that the page writes to."""
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path / 'desk.sqlite'}")
    gate._store.cache_clear()
    return open_store()


def chosen(app: AppTest, value: float) -> AppTest:
    """Return the app with one number set by the user."""
    app.session_state["scenario"] = Scenario().with_values({PATH: value})
    return app.run()


def save(app: AppTest, name: str) -> AppTest:
    """Type a name and save."""
    app.text_input(key=opened.NAME).set_value(name)
    return app.button(key="scenarios_save").click().run()


def test_what_is_saved_opens_again_with_its_numbers(desk, store) -> None:
    app = save(chosen(desk("scenarios"), 500.0), "Autumn")
    assert not app.exception
    assert "Saved: Autumn, revision 1." in app.success[0].value.replace("\\", "")
    (saved,) = store.scenarios.list()
    assert dict(store.scenarios.load(saved.id).scenario.values) == {PATH: 500.0}
    chosen(app, 900.0)
    assert any("changed since revision 1" in each.value for each in app.caption)
    save(app, "Autumn")
    assert store.scenarios.load(saved.id).revision == 2
    app.session_state["scenarios_id"] = saved.id
    opened_again = desk("scenarios")
    assert dict(opened_again.session_state["scenario"].values) == {}


def test_a_later_save_overwrites_nobody_and_can_branch(desk, store) -> None:
    app = save(chosen(desk("scenarios"), 500.0), "Ours")
    (saved,) = store.scenarios.list()
    theirs = ScenarioFile(scenario=Scenario().with_values({PATH: 1.0}), name="Ours", author="Li")
    store.scenarios.save(theirs, at=MOMENT, id=saved.id, expected_revision=1)
    save(chosen(app, 700.0), "Ours")
    assert "was saved by Li in between" in app.error[0].value.replace("\\", "")
    assert dict(store.scenarios.load(saved.id).scenario.values) == {PATH: 1.0}
    app.button(key="scenarios_branch").click().run()
    assert not app.error
    branch = next(each for each in store.scenarios.list() if each.id != saved.id)
    assert dict(store.scenarios.load(branch.id).scenario.values) == {PATH: 700.0}
    assert store.scenarios.parent(branch.id) == (saved.id, 1)


def test_theirs_can_be_opened_and_mine_comes_back(desk, store) -> None:
    app = save(chosen(desk("scenarios"), 500.0), "Ours")
    (saved,) = store.scenarios.list()
    theirs = ScenarioFile(scenario=Scenario().with_values({PATH: 1.0}), name="Ours", author="Li")
    store.scenarios.save(theirs, at=MOMENT, id=saved.id, expected_revision=1)
    save(chosen(app, 700.0), "Ours")
    app.button(key="scenarios_theirs").click().run()
    assert dict(app.session_state["scenario"].values) == {PATH: 1.0}
    app.button(key="scenarios_undo").click().run()
    assert dict(app.session_state["scenario"].values) == {PATH: 700.0}


def test_a_link_opens_the_revision_and_goes_from_the_address(desk, store) -> None:
    kept = store.scenarios.save(
        ScenarioFile(scenario=Scenario().with_values({PATH: 321.0}), name="Shared"), at=MOMENT
    )
    word = store.links.make(kept.id, 1, at=MOMENT)
    app = desk("home", scenario=word)
    assert any("Opened by a link" in each.value for each in app.success)
    app.switch_page("pages/scenarios.py").run()
    assert dict(app.session_state["scenario"].values) == {PATH: 321.0}
    assert "scenario" not in app.query_params


@pytest.mark.parametrize("word", ["x", "A" * 22, "../../etc/passwd", "<script>alert(1)</script>"])
@pytest.mark.parametrize("page", ["scenarios", "pilot"])
def test_a_link_to_nothing_is_said_and_changes_nothing(desk, word, page) -> None:
    app = desk(page, sample=None)
    app.query_params["scenario"] = word
    app.run()
    assert not app.exception
    assert "leads to nothing" in app.error[0].value
    assert app.session_state["scenario"] == Scenario()


def test_a_database_that_fails_leaves_the_session_alone(desk, monkeypatch, tmp_path) -> None:
    app = chosen(desk("scenarios"), 500.0)
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path}")
    gate._store.cache_clear()
    save(app, "Lost?")
    assert not app.exception
    assert app.error
    assert dict(app.session_state["scenario"].values) == {PATH: 500.0}
    assert app.session_state[opened.NAME] == "Lost?"


def test_undo_gives_back_fee_terms_too(desk) -> None:
    app = desk("deal_zone")
    app.session_state["deal_fee_open"] = True
    app = chosen(app, 500.0)
    app.toggle(key="deal_fee_vat_0").set_value(True).run()
    app.switch_page("pages/scenarios.py").run()
    changed = app.session_state["deal_fee_terms"]
    assert not changed.is_plain
    app.button(key="scenarios_undo").click().run()
    assert app.session_state["deal_fee_terms"].is_plain
    assert dict(app.session_state["scenario"].values) == {PATH: 500.0}
    app.session_state["deal_fee_open"] = True
    app.switch_page("pages/deal_zone.py").run()
    # The inputs follow: one that still showed the old term would set it again.
    assert [each.value for each in app.toggle if each.key.startswith("deal_fee_vat")] == [False]
    assert app.session_state["deal_fee_terms"].is_plain
    app.switch_page("pages/scenarios.py").run()
    app.button(key="scenarios_redo").click().run()
    app.switch_page("pages/deal_zone.py").run()
    assert app.session_state["deal_fee_terms"] == changed


def test_two_scenarios_stand_side_by_side_and_their_parts_add_up(desk) -> None:
    app = desk("scenarios")
    changes = {PATH: 500.0, "telecom.law_letter.cost": 9.0, "bank_card.debtor.hard_share": 0.12}
    app.session_state["scenario"] = Scenario().with_values(changes)
    app.run()
    assert not app.exception
    book = app.session_state["book"]
    said = next(each.value for each in app.markdown if "The book leaves" in each.value)
    found = api.compare_scenarios(
        sample_book(book.name), Scenario(), Scenario().with_values(changes)
    )
    assert f"{found.difference:+,.0f}"[1:4] in said.replace("\\", "")
    parts = contribution_table(found)
    assert parts["net"].sum() == pytest.approx(found.difference, abs=1e-6)
    tables = [each.value for each in app.dataframe if "Before" in each.value.columns]
    assert sorted(tables[0]["Path"]) == sorted(changes)


def test_last_months_book_is_set_against_this_one(desk) -> None:
    app = desk("scenarios", sample="bank_card.csv")
    text = (SAMPLES / "bank_card.csv").read_bytes()
    lines = text.splitlines(keepends=True)
    last = b"".join(lines[:-7])
    app.file_uploader(key="scenarios_upload_last").upload("last.csv", last).run()
    assert not app.exception
    table = next(each.value for each in app.dataframe if "Accounts that" in each.value.columns)
    earlier = api.open_tape(last, filename="last.csv", assumptions=load_library())
    came = len(sample_book("bank_card.csv").tape) - len(earlier.tape)
    assert table.set_index("Accounts that")["Change of accounts"]["came"] == came > 0
    assert table.iloc[-1]["Change of accounts"] == came
    app.file_uploader(key="scenarios_upload_last").upload("bad.csv", b"a,b\n1,2\n").run()
    assert not app.exception
    assert app.error


def test_a_scenario_comes_from_a_file_and_hostile_ones_change_nothing(desk) -> None:
    app = desk("scenarios")
    good = scenario_text(Scenario().with_values({PATH: 77.0})).encode()
    app.file_uploader(key="scenarios_upload_0").upload("a.json", good).run()
    assert dict(app.session_state["scenario"].values) == {PATH: 77.0}
    for turn, bad in enumerate([b"{", b"\xff\xfe", b'{"version": 99}', b"[" * 50_000], start=1):
        key = f"scenarios_upload_{turn}"
        app.file_uploader(key=key).upload("bad.json", bad).run()
        assert not app.exception
        assert app.error
        assert dict(app.session_state["scenario"].values) == {PATH: 77.0}


def test_a_link_opens_the_page_that_was_looked_at_in_the_same_language(desk) -> None:
    """What is open needs no choice of a row; another page can be chosen for the link."""
    app = desk("options", lang="zh")
    app.switch_page("pages/scenarios.py").run()
    save(chosen(app, 500.0), "秋季")
    app.button(key="scenarios_link").click().run()
    assert not app.exception
    (link,) = [each.value for each in app.code if "scenario=" in each.value]
    assert link.startswith("/options?scenario=")
    assert link.endswith("&lang=zh")
    pages = next(box for box in app.selectbox if box.key.startswith("scenarios_link_page"))
    pages.set_value("deal_zone").run()
    assert any(each.value.startswith("/deal_zone?scenario=") for each in app.code)
