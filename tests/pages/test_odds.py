"""The page Odds: five answers or a file give odds, and a button takes them into use and back."""

import pytest

from placement.assume.library import load_library


@pytest.fixture
def page(desk):
    """Return the page."""
    return desk("odds")


def shown(app) -> str:
    """Return what the page says."""
    kinds = (app.caption, app.markdown, app.success, app.warning, app.error, app.info)
    return "\n".join(each.value for kind in kinds for each in kind).replace("\\", "")


def test_five_answers_imply_odds_at_once(page) -> None:
    assert not page.exception
    names = [tile.label for tile in page.metric]
    assert names[:3] == ["Willing debtors", "Pay hazard a month", "Comes in in the end"]
    assert "library" in shown(page)


def test_odds_are_taken_into_use_and_undone(page) -> None:
    library = load_library()
    app = page.button(key="odds_implied_adopt").click().run()
    assert not app.exception
    assert "2 numbers" in shown(app)
    changed = dict(app.session_state["scenario"].values)
    assert changed
    for path, value in changed.items():
        entry = library.entries[path]
        assert value != entry.value
    app = app.button(key="odds_undo").click().run()
    assert not app.exception
    assert not app.session_state["scenario"].values


def test_answers_that_no_odds_give_name_the_two_that_clash(page) -> None:
    app = page.slider(key="odds_brought_bank_card").set_value((90.0, 95.0)).run()
    assert not app.exception
    assert app.error or app.warning


def test_a_sample_history_is_fitted(page) -> None:
    app = next(b for b in page.button if "three agencies" in b.label).click().run(timeout=120)
    assert not app.exception
    assert len(app.get("vega_lite_chart")) >= 2


def test_fitted_odds_come_with_ranges_and_go_together(page) -> None:
    """So that all that says how sure an answer is knows them; undone, and by hand no more."""
    app = next(b for b in page.button if "three agencies" in b.label).click().run(timeout=120)
    app = app.button(key="odds_fitted_0_adopt").click().run(timeout=120)
    assert not app.exception
    scenario = app.session_state["scenario"]
    (joint,) = scenario.joints
    assert set(joint.numbers) == {
        "bank_card.debtor.fade_rate",
        "bank_card.debtor.hard_share",
        "bank_card.agency.contacts_per_hard",
    }
    numbers = scenario.assumptions(load_library())
    needs = numbers.entries["bank_card.agency.contacts_per_hard"]
    assert needs.low < needs.value < needs.high
    assert "Fitted to" in needs.source
    assert "drawn together" in shown(app)
    app = app.button(key="odds_undo").click().run(timeout=120)
    assert not app.session_state["scenario"].is_ranged


def test_one_upload_serves_odds_agencies_and_backtest(desk, project) -> None:
    content = (project / "data/samples/remittances_bank_card.csv").read_bytes()
    app = desk("odds")
    app.file_uploader(key="remittances_file_0").upload("mine.csv", content).run(timeout=120)
    assert not app.exception
    assert "**mine.csv**: 72 batches." in shown(app)
    for page in ("agencies", "backtest"):
        app.switch_page(f"pages/{page}.py").run(timeout=120)
        assert not app.exception
        assert not app.error
        assert "mine.csv: 72 batches, 3 agencies" in shown(app)
        assert app.success


def test_what_is_said_of_a_file_on_odds_holds_on_the_other_pages(desk) -> None:
    text = "agency,batch,age,placed balance,accounts,1,2,3,4,5\n" + "".join(
        f"{agency},b{i},6,100000,100,{4000 + 90 * i + extra},3000,2000,1500,{900 + i}\n"
        for i in range(6)
        for agency, extra in (("A", 0), ("B", 500))
    )
    app = desk("odds")
    app.file_uploader(key="remittances_file_0").upload("mine.csv", text.encode()).run(timeout=120)
    assert "does not say the sector" in shown(app)
    (chosen,) = [box for box in app.selectbox if box.label == "Sector of batches without one"]
    chosen.set_value("telecom").run(timeout=120)
    assert not app.error
    app.switch_page("pages/backtest.py").run(timeout=120)
    assert not app.exception
    assert app.success


def test_a_file_that_cannot_be_read_leaves_the_one_before_it(desk) -> None:
    app = desk("agencies")
    app.button(key="take_remittances_bank_card.csv").click().run(timeout=120)
    app.file_uploader(key="remittances_file_0").upload("bad.csv", b"a,b\n1,2\n").run(timeout=120)
    assert not app.exception
    assert "bad.csv lacks" in shown(app)
    assert "remittances_bank_card.csv: 72 batches" in shown(app)


def test_a_log_of_contacts_beside_the_file(desk) -> None:
    app = desk("odds")
    app.button(key="take_remittances_bank_card.csv").click().run(timeout=120)
    app.button(key="odds_contacts_sample").click().run(timeout=120)
    assert not app.exception
    assert "A hard debtor needs **58.5** contacts" in shown(app)
    app.button(key="odds_fitted_0_adopt").click().run(timeout=120)
    scenario = app.session_state["scenario"]
    values = dict(scenario.values)
    assert values["bank_card.agency.contacts_per_hard"] == pytest.approx(58.5, abs=0.05)
    assert values["bank_card.agency.accounts_per_seat"] == 1216.0
    assert "bank_card.agency.accounts_per_seat" in scenario.joints[0].numbers
    app.button(key="odds_contacts_forget").click().run(timeout=120)
    assert "A hard debtor needs **58.5**" not in shown(app)


def test_a_log_that_is_none_is_said(desk) -> None:
    app = desk("odds")
    app.button(key="take_remittances_bank_card.csv").click().run(timeout=120)
    app.file_uploader(key="odds_contacts_turn_0").upload("bad.csv", b"a,b\n1,2\n").run(timeout=120)
    assert not app.exception
    assert "bad.csv lacks account_id, date, outcome" in shown(app)
