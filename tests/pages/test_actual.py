"""The tab Plan against actual: says what to bring, and with the sample what rang."""

from placement import api
from placement.assume.library import load_library
from placement.ui.actual.view import IN_CHART, chart_rows


def test_the_sample_rings_for_its_group(desk, project) -> None:
    app = desk("backtest", sample=None)
    tab = app.tabs[1]
    assert tab.label == "Plan against actual"
    assert "Bring the tape of a later month" in tab.info[0].value
    app.button(key="actual_sample").click().run()
    assert not app.exception
    tab = app.tabs[1]
    assert not tab.error
    assert "Alarm for 1 of" in tab.warning[0].value.replace("\\", "")
    assert any("would explain it" in each.value for each in tab.markdown)
    table = tab.dataframe[0].value
    first, later = (
        api.open_tape(project / "data/samples" / name, filename=name, assumptions=load_library())
        for name in ("plan_2025_12.csv", "plan_2026_01.csv")
    )
    rows = api.actual_rows(api.plan_against_actual(first, later))
    assert table["expected"].tolist() == [round(row["expected"], 2) for row in rows]
    assert table["came"].tolist() == [round(row["came"], 2) for row in rows]
    drawn = chart_rows(rows)
    assert len(drawn) <= IN_CHART
    # An alarm is told by its shape as well as by its colour.
    assert drawn["shape"].tolist()[0] == "triangle-up"
    assert set(drawn["shape"][1:]) == {"circle"}


def test_the_open_book_is_the_plan(desk) -> None:
    """With a book open only the later tape is missing; another book's tape is refused."""
    app = desk("backtest")
    assert "the book that is open" in app.tabs[1].info[0].value
    app.button(key="actual_sample").click().run()
    assert not app.tabs[1].error
    app.session_state["actual_first"] = None
    app.run()
    assert "no account in common" in app.tabs[1].error[0].value
