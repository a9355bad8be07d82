"""The tab Plan against actual: says what to bring, and with the sample what rang."""

import re

from placement import api
from placement.assume.library import load_library
from placement.ui import cached
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


def test_both_readings_and_the_command_stand_on_the_page(desk) -> None:
    """The sample has accounts that are gone: sums under both readings, and the line of it."""
    app = desk("backtest", sample=None)
    app.button(key="actual_sample").click().run()
    tab = app.tabs[1]
    table = tab.dataframe[0].value
    judged = table[table["reason"] == ""]
    assert (table["reason"] != "").any()
    said = " ".join(each.value for each in tab.caption if "together" in each.value)
    numbers = [float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*\.\d\d", said)]
    for name in ("came", "came_if_not_paid"):
        # Rows are rounded to the cent one by one.
        assert any(abs(total - judged[name].sum()) < 0.05 for total in numbers), name
    assert "if they left otherwise" in tab.warning[0].value
    line = next(each.value for each in tab.code if "actual" in each.value)
    assert line == "python -m placement actual plan_2025_12.csv plan_2026_01.csv"


def test_payments_are_kept_and_what_does_not_count_is_said(desk) -> None:
    app = desk("backtest", sample=None)
    app.button(key="actual_sample").click().run()
    text = (
        "account_id,payment_date,collected\nA00001,2026-01-10,40\nA00002,2026-01-11,900000\n"
        "A00003,2025-12-30,500\n"
    )
    app.session_state["actual_paid"] = digest = "test"
    app.session_state["actual_paid_name"] = "paid.csv"
    cached.hold(f"actual_paid:{digest}", text.encode())
    app.run()
    assert not app.exception
    said = " ".join(each.value for each in app.tabs[1].markdown).replace("\\", "")
    assert "900,000.00" in said
    assert "lie outside of the days" in said
    assert any("--remittances paid.csv" in each.value for each in app.tabs[1].code)
    app.button(key="actual_forget_paid").click().run()
    assert "900,000.00" not in " ".join(each.value for each in app.tabs[1].markdown)
