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
    return "\n".join(each.value for kind in kinds for each in kind)


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
