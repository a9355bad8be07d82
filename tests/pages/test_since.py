"""What changed since last time: another month of the same book, or other numbers."""

import pytest

from placement import api
from placement.assume.library import load_library
from placement.scenario.scenario import Scenario
from placement.ui.work import desk as works
from placement.words.markdown import plain
from placement.words.numbers import money, signed

HEAD = "account_id,sector,balance,days_past_due\n"
OCTOBER = HEAD + "".join(f"AC-{n},telecom,{100 + n},200\n" for n in range(1, 21))
NOVEMBER = HEAD + "".join(
    f"AC-{n},telecom,{100 + n if n > 5 else 50 + n},230\n" for n in range(3, 24)
)
OTHER = HEAD + "".join(f"ZZ-{n},telecom,{300 + n},200\n" for n in range(1, 21))


def upload(app, name: str, content: str):
    """Bring a file to the page Book, or to Home while no book is open."""
    turn = app.session_state["book_upload_turn"]
    app.file_uploader(key=f"book_upload_turn_{turn}").upload(name, content.encode())
    return app.run()


def said(app) -> str:
    """Return what the page says, with the headings of what is folded."""
    parts = [part.value for part in (*app.markdown, *app.caption)]
    return "\n".join([*parts, *(each.label for each in app.expander)])


@pytest.fixture
def two_months(desk):
    app = upload(desk("book", sample=None), "october.csv", OCTOBER)
    return upload(app, "november.csv", NOVEMBER)


def test_another_month_of_the_same_book(two_months) -> None:
    """By hand: 1 and 2 went, 21 to 23 came, 3 to 5 owe 50 less each."""
    app = two_months.switch_page("pages/home.py").run()
    line = plain(
        "Since october.csv: 3 accounts came (366 CNY), 2 went (203), 18 stayed; together they owe "
        "+13 CNY."
    )
    assert line in said(app)
    app.switch_page("pages/options.py").run()
    assert line in [each.label for each in app.expander]
    folded = len(app.dataframe)
    app.session_state["since_books"] = True
    app.run()
    assert not app.exception
    # Unfolded, it draws what became of the accounts.
    assert len(app.dataframe) > folded


def test_its_money_is_that_of_two_months_compared(two_months) -> None:
    """The table that the page Scenarios makes of last month's file, without bringing it again."""
    app = two_months.switch_page("pages/options.py").run()
    now = app.session_state[works.BOOK]
    before = app.session_state[works.BEFORE]
    last, this = (works.memory().get(each.key) for each in (before, now))
    found = api.compare_months(last, this, scenario_last=Scenario(), plans=True)
    assert {row.fate.value: row.accounts for row in found.rows}["came"] == 3
    # What the page says is what its leading tiles show: the book followed up.
    app.session_state["since_books"] = True
    app.run()
    line = plain(f"This month's book leaves {money(found.now.total)} CNY, last month's left ")
    assert line in said(app)
    # The first of them lead; those below are closed at their end.
    leading = next(tile.value for tile in app.metric if tile.label == "Net recovery (CNY)")
    assert leading == money(found.now.total)
    (way,) = found.ways
    assert f"Of 18 accounts that stayed, {way.accounts} begin with another move" in said(app)
    both = api.segments_of_both(found.last, found.now)
    assert sum(row.accounts for row in both) <= 21
    assert {row.segment for row in both} <= set(found.last.segments.label)


def test_a_different_book_is_not_compared(desk) -> None:
    app = upload(desk("book", sample=None), "october.csv", OCTOBER)
    app = upload(app, "other.csv", OTHER)
    app.switch_page("pages/home.py").run()
    assert "Since" not in said(app)


def test_the_same_file_opened_again_is_no_other_month(desk) -> None:
    app = upload(desk("book", sample=None), "october.csv", OCTOBER)
    app = upload(app, "again.csv", OCTOBER)
    app.switch_page("pages/home.py").run()
    assert "Since" not in said(app)


def test_closing_gives_back_what_was_put_aside(desk) -> None:
    """A book of its own: others of this process may hold the same accounts as somebody else."""
    app = upload(desk("book", sample=None), "mine.csv", OCTOBER + "MINE-1,telecom,77,200\n")
    app = upload(app, "next.csv", NOVEMBER + "MINE-1,telecom,77,230\n")
    before = app.session_state[works.BEFORE]
    assert works.memory().get(before.key) is not None
    app.button(key="book_close").click().run()
    assert works.memory().get(before.key) is None


def test_what_other_numbers_come_to(desk, project) -> None:
    """The money is that of two scenarios compared, which values the book by another road."""
    app = desk("options", sample="property_fee.xlsx")
    assert not [each for each in app.expander if "Since" in each.label]
    app.slider(key="what_if_what_if.odds_factor").set_value(0.5).run()
    assert not app.exception
    head = next(each.label for each in app.expander if "Since" in each.label)
    book = api.open_tape(
        project / "data" / "samples" / "property_fee.xlsx",
        filename="property_fee.xlsx",
        assumptions=load_library(),
    )
    found = api.compare_scenarios(
        book, Scenario(), Scenario().with_values({"what_if.odds_factor": 0.5}), plans=True
    )
    moved = sum(row.accounts for row in found.segments if row.moves)
    assert moved > 0
    for figure in (money(found.after.total), money(found.before.total), signed(found.difference)):
        assert plain(figure) in head
    assert f"{moved:,} accounts begin with another move" in head
    app.session_state["since_numbers"] = True
    app.run()
    assert not app.exception
    tables = [frame.value for frame in app.dataframe]
    (segments,) = [table for table in tables if "Best after" in table]
    assert len(segments) == sum(row.moves for row in found.segments)
    # On the home page too, once it is known.
    app.switch_page("pages/home.py").run()
    assert plain(money(found.after.total)) in said(app)
    assert "Odds" in said(app)


def test_saving_begins_anew(desk) -> None:
    """Since a revision, the change is counted from there."""
    app = desk("options", sample="property_fee.xlsx")
    app.slider(key="what_if_what_if.odds_factor").set_value(0.5).run()
    app.switch_page("pages/scenarios.py").run()
    app.button(key="scenarios_save").click().run()
    app.switch_page("pages/home.py").run()
    assert "Since revision" not in said(app)
    app.switch_page("pages/options.py").run()
    app.slider(key="what_if_what_if.odds_factor").set_value(0.6).run()
    head = next(each.label for each in app.expander if "Since" in each.label)
    assert head.startswith("Since revision 1 was saved")
