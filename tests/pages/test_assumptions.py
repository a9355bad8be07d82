"""The assumptions page: every number, its ground, and changing one without breaking the rest."""

import tomllib

import pytest
from streamlit.testing.v1 import AppTest

from placement.assume.library import lay_over, load_library
from placement.scenario.scenario import Scenario
from placement.ui.assumptions import changes
from placement.ui.assumptions.editor import Opened, logged
from placement.ui.assumptions.table import mine, number_table
from placement.ui.charts.assumption import siblings, table_points
from placement.words.assumptions import number_name, split_path

WIN = "telecom.lawsuit.win"
FADE = "telecom.debtor.fade_rate.6m"
EASY, HARD = "telecom.debtor.easy_share", "telecom.debtor.hard_share"
LAW = "law.summary_fee_share"
LIBRARY = load_library()


def close_up(app: AppTest, path: str) -> AppTest:
    """Choose a number to look at."""
    return app.selectbox(key="one_number").set_value(path).run()


def type_in(app: AppTest, path: str, shown: float) -> AppTest:
    """Change a number close up; shares are typed in percent."""
    close_up(app, path)
    return app.number_input(key=f"one_value_{path}").set_value(shown).run()


def in_scenario(app: AppTest) -> dict[str, float]:
    """Return what the session laid over the library."""
    return dict(app.session_state["scenario"].values)


def tile(app: AppTest, label: str) -> str:
    """Return one of the counts by status."""
    return next(metric.value for metric in app.metric if metric.label == label)


def shown(app: AppTest):
    """Return the table of numbers, by path."""
    return app.data_editor[0].value.set_index("path")


def test_every_number_is_shown_with_what_stands_behind_it(desk) -> None:
    """And the counts by status add up to all of them."""
    app = desk("assumptions")
    table = shown(app)
    assert list(table.index) == list(LIBRARY.entries)
    for path, entry in LIBRARY.entries.items():
        row = table.loc[path]
        assert (row["value"], row["low"], row["high"]) == (entry.value, entry.low, entry.high)
        assert row["source"] == entry.source
        assert "" not in (row["unit"], row["as_of"], row["status"])
    assert sum(int(metric.value) for metric in app.metric) == len(LIBRARY.entries)
    assert tile(app, "Yours") == "0"


def test_a_changed_number_is_marked_and_can_be_taken_back(desk) -> None:
    """Undo, redo, reset of one; percent becomes a share once."""
    app = type_in(desk("assumptions"), WIN, 55)
    assert in_scenario(app) == {WIN: 0.55}
    row = shown(app).loc[WIN]
    assert (row["value"], row["library"]) == (0.55, LIBRARY.entries[WIN].value)
    assert row["status"] == "Yours"
    assert tile(app, "Yours") == "1"
    app.button(key="numbers_undo").click().run()
    assert in_scenario(app) == {}
    assert shown(app).loc[WIN, "status"] != "Yours"
    assert app.number_input(key=f"one_value_{WIN}").value == pytest.approx(
        100 * LIBRARY.entries[WIN].value
    )
    app.button(key="numbers_redo").click().run()
    assert in_scenario(app) == {WIN: 0.55}
    app.button(key="reset_one").click().run()
    assert in_scenario(app) == {}


def test_a_change_reaches_the_ranking(desk) -> None:
    """The other pages value with the same scenario."""
    app = type_in(desk("assumptions"), WIN, 55)
    app.switch_page("pages/book.py").run()
    app.switch_page("pages/assumptions.py").run()
    assert shown(app).loc[WIN, "value"] == 0.55


def test_the_librarys_own_value_is_no_change(desk) -> None:
    """Typed back, the number is the library's again."""
    app = type_in(desk("assumptions"), WIN, 55)
    type_in(app, WIN, 100 * LIBRARY.entries[WIN].value)
    assert in_scenario(app) == {}
    assert tile(app, "Yours") == "0"


def test_a_bad_value_is_named_and_not_applied(desk) -> None:
    """Shares of one whole: the rule, what came, and the number as it was."""
    app = type_in(desk("assumptions"), EASY, 99)
    assert not app.exception
    assert len(app.error) == 1
    assert "add up" in app.error[0].value
    assert "scenario" not in app.session_state or in_scenario(app) == {}
    assert app.number_input(key=f"one_value_{EASY}").value == pytest.approx(
        100 * LIBRARY.entries[EASY].value
    )
    type_in(app, EASY, 30)
    assert not app.error
    assert in_scenario(app) == {EASY: 0.3}


def test_reset_all_is_one_step(desk) -> None:
    """And undo brings everything back."""
    app = type_in(type_in(desk("assumptions"), WIN, 55), FADE, 0.05)
    assert in_scenario(app) == {FADE: 0.05, WIN: 0.55}
    app.button(key="numbers_reset").click().run()
    assert in_scenario(app) == {}
    app.button(key="numbers_undo").click().run()
    assert in_scenario(app) == {FADE: 0.05, WIN: 0.55}


def test_a_figure_of_the_law_warns(desk) -> None:
    """Before the change, and while it lasts."""
    app = close_up(desk("assumptions"), LAW)
    assert len(app.warning) == 1
    type_in(app, LAW, 40)
    assert len(app.warning) == 2
    assert "Courts charge by the law" in app.warning[0].value


def test_filters_leave_what_they_say(desk) -> None:
    """By sector, by status, by words, and only the reader's own."""
    app = type_in(desk("assumptions"), WIN, 55)
    app.selectbox(key="numbers_area").set_value("telecom").run()
    assert {path.split(".")[0] for path in shown(app).index} == {"telecom"}
    app.multiselect(key="numbers_status").set_value(["field_note"]).run()
    assert {LIBRARY.entries[path].status for path in shown(app).index} == {"field_note"}
    app.multiselect(key="numbers_status").set_value([]).run()
    app.text_input(key="numbers_text").set_value("LAWSUIT win").run()
    assert set(shown(app).index) == {WIN, "telecom.lawsuit.win_disputed"}
    app.toggle(key="numbers_mine").set_value(True).run()
    assert set(shown(app).index) == {WIN}
    app.text_input(key="numbers_text").set_value("no such thing").run()
    assert not app.data_editor
    assert "No number passes" in app.info[0].value


def test_only_mine_says_what_to_do_while_nothing_is(desk) -> None:
    """An empty table alone would look broken."""
    app = desk("assumptions")
    app.toggle(key="numbers_mine").set_value(True).run()
    assert "not changed a number yet" in app.info[0].value


def test_own_numbers_go_out_and_come_back_as_a_file(desk) -> None:
    """What is written can be laid over the library by any other way in."""
    own = {WIN: 0.55, "law.acceptance_fee.rate_above.10000": 0.02, FADE: 1 / 3}
    text = changes.overlay_text(own, Scenario())
    laid = lay_over(LIBRARY, tomllib.loads(text))
    assert mine(LIBRARY, laid) == own
    app = desk("assumptions")
    app.file_uploader(key="overlay_turn_0").upload("mine.toml", text.encode()).run()
    assert not app.error
    assert in_scenario(app) == own
    assert "3" in app.success[0].value
    app.button(key="numbers_undo").click().run()
    assert in_scenario(app) == {}


def test_ranges_and_what_goes_together_come_and_go_with_the_file(desk) -> None:
    hard, needs = "telecom.debtor.hard_share", "telecom.agency.contacts_per_hard"
    text = f"""
{hard} = {{ value = 0.1, low = 0.05, high = 0.2, source = "my file" }}
{needs} = {{ value = 30.0, low = 20.0, high = 40.0 }}
[[together]]
numbers = ["{hard}", "{needs}"]
correlation = [[1.0, 0.5], [0.5, 1.0]]
"""
    app = desk("assumptions")
    app.file_uploader(key="overlay_turn_0").upload("mine.toml", text.encode()).run()
    assert not app.error
    scenario = app.session_state["scenario"]
    numbers = scenario.assumptions(LIBRARY)
    assert (numbers.entries[hard].low, numbers.entries[hard].source) == (0.05, "my file")
    assert numbers.joints == lay_over(LIBRARY, tomllib.loads(text)).joints
    again = lay_over(LIBRARY, tomllib.loads(changes.overlay_text(mine(LIBRARY, numbers), scenario)))
    assert again.spread_digest == numbers.spread_digest
    app.button(key="numbers_undo").click().run()
    assert not app.session_state["scenario"].is_ranged


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"together = 3", "must be a list of groups"),
        (b"telecom.lawsuit.win = 55", "0\\.55"),
        (b"telecom.lawsuit.wins = 0.5", "no assumption called"),
        (b"telecom = [", "TOML"),
        (b"\xff\xfe\x00", "TOML"),
        (b'telecom.lawsuit.win = "half"', "must be a number"),
        (f"{WIN} = 0.5\n{EASY} = 0.99".encode(), "add up"),
    ],
)
def test_a_bad_file_changes_nothing(desk, content: bytes, says: str) -> None:
    """Not even the good half of it."""
    app = desk("assumptions")
    app.file_uploader(key="overlay_turn_0").upload("mine.toml", content).run()
    assert not app.exception
    assert len(app.error) == 1
    assert says in app.error[0].value
    assert "scenario" not in app.session_state or in_scenario(app) == {}


def test_a_file_that_adds_a_sector_says_where_it_works(desk) -> None:
    """Its values for known sectors are taken."""
    app = desk("assumptions")
    content = f'{WIN} = 0.5\n[gym]\nbased_on = "telecom"\n'
    app.file_uploader(key="overlay_turn_0").upload("mine.toml", content.encode()).run()
    assert not app.error
    assert in_scenario(app) == {WIN: 0.5}
    assert "gym" in app.success[0].value


def test_good_changes_stay_when_one_beside_them_is_bad() -> None:
    """Two that only work together are tried together first."""
    scenario, faults = changes.tried(Scenario(), {WIN: 0.5, FADE: -1.0}, library=LIBRARY)
    assert dict(scenario.values) == {WIN: 0.5}
    assert len(faults) == 1
    assert FADE in faults[0]
    _, faults = changes.tried(Scenario(), {EASY: 0.97}, library=LIBRARY)
    assert len(faults) == 1
    assert "add up" in faults[0]
    both = {EASY: 0.97, HARD: 0.01}
    scenario, faults = changes.tried(Scenario(), both, library=LIBRARY)
    assert (dict(scenario.values), faults) == (both, ())


def test_one_number_of_a_table_set_as_a_whole_is_given_back() -> None:
    """The others keep what was set for all."""
    whole = Scenario().with_values({"telecom.debtor.fade_rate": 0.3})
    left = changes.without(whole, {FADE}, library=LIBRARY)
    own = mine(LIBRARY, left.assumptions(LIBRARY))
    assert FADE not in own
    assert own["telecom.debtor.fade_rate.12m"] == 0.3


def test_the_editors_log_is_read_over_what_it_was_opened_with() -> None:
    """An emptied cell asks for the library's number; rows it does not have are ignored."""
    opened = Opened(turn=1, values={WIN: 0.4, FADE: 0.03})
    log = {0: {"value": 0.5}, "1": {"value": None}, 7: {"value": 1.0}}
    assert logged(opened, log) == {WIN: 0.5, FADE: None}
    assert opened.values == {WIN: 0.4, FADE: 0.03}


def test_paths_are_read_as_area_quantity_and_key() -> None:
    """Also where all sectors share a number."""
    assert split_path(FADE) == ("telecom", "debtor.fade_rate", "6m")
    assert split_path(WIN) == ("telecom", "lawsuit.win", "")
    assert split_path("law.lawyer_cap.rate_above.1000000") == (
        "law",
        "law.lawyer_cap.rate_above",
        "1000000",
    )


def test_every_number_of_the_library_has_a_name_of_its_own() -> None:
    """No two numbers of one area share it, and none shows its path."""
    seen: dict[tuple[str, str], str] = {}
    for path in LIBRARY.entries:
        name = number_name(path)
        assert "_" not in name
        assert name[0].isupper(), name
        assert seen.setdefault((path.split(".")[0], name), path) == path


def test_a_table_is_drawn_with_both_values_and_the_band() -> None:
    """In rising order of age; the library's range, also around a number outside it."""
    in_use = LIBRARY.with_values({FADE: 0.01})
    points = table_points(LIBRARY, in_use, FADE)
    assert points["at"].is_monotonic_increasing
    row = points.set_index("at").loc[6.0]
    entry = LIBRARY.entries[FADE]
    assert (row["value"], row["library"]) == (0.01, entry.value)
    assert (row["low"], row["high"]) == (entry.low, entry.high)
    assert siblings(LIBRARY, WIN) == (WIN,)


def test_the_table_leaves_the_librarys_range_as_it_is() -> None:
    """A number outside it must not look as if the range had held it."""
    in_use = LIBRARY.with_values({WIN: 1.0})
    row = number_table(LIBRARY, in_use).set_index("path").loc[WIN]
    assert (row["value"], row["high"]) == (1.0, LIBRARY.entries[WIN].high)
