"""The home page: every question leads to a page, and one sees how far one is."""

import pytest

from placement.ui import cached
from placement.ui.home.questions import needs_words, sides
from placement.words.markdown import plain
from placement.words.pages import page_names

PAGE_LINK = "page_link"
MINE = "account_id,sector,balance,days_past_due\nAC-1,telecom,120.50,200\nAC-2,telecom,80,400\n"


def links(app) -> dict[str, str]:
    """Return the pages that are linked to, by the words of the link."""
    return {link.proto.label: link.proto.page for link in app.main if link.type == PAGE_LINK}


def said(app) -> str:
    """Return all that the page says."""
    return "\n".join(part.value for part in (*app.markdown, *app.caption, *app.info))


def upload(app, name: str, content: str):
    """Bring a file to the page."""
    turn = app.session_state["book_upload_turn"]
    app.file_uploader(key=f"book_upload_turn_{turn}").upload(name, content.encode())
    return app.run()


def test_every_question_is_a_link_to_a_page_that_is_there(desk) -> None:
    """And each says what comes out and what it takes."""
    app = desk("home", sample=None)
    found, text = links(app), said(app)
    asked = [question for side in sides() for question in side.questions]
    assert len(asked) >= 15
    for question in asked:
        assert found[question.asks] == question.page
        assert f"{question.answer} {needs_words()[question.needs]}" in text
        assert question.page in page_names()
    assert [part.value for part in app.subheader][:3] == [side.name for side in sides()]


def test_a_question_that_needs_a_book_says_so(project) -> None:
    """What a question needs is what its page asks for: those without a book stop."""
    stop = {
        path.stem
        for path in (project / "pages").glob("*.py")
        if "session.book_or_stop()" in path.read_text(encoding="utf-8")
    }
    for side in sides():
        for question in side.questions:
            if question.page in stop:
                assert question.needs in ("book", "lots"), question
            else:
                assert question.needs not in ("lots",) or question.page == "bid_desk", question


def test_a_sample_is_opened_by_one_click_and_called_one(desk) -> None:
    app = desk("home", sample=None)
    assert "none is open" in said(app)
    app.button(key="home_first_sample").click().run()
    assert not app.exception
    assert "5,000 accounts" in said(app)
    assert "a sample, with invented accounts" in said(app)
    assert links(app)["Open the page Options"] == "options"


def test_an_own_book_is_uploaded_in_place(desk) -> None:
    """The next step goes on to the options, and nothing calls it a sample."""
    app = upload(desk("home", sample=None), "mine.csv", MINE)
    assert not app.exception
    assert "2 accounts" in said(app)
    assert "invented" not in said(app)
    assert "Open the page Options" in links(app)


def test_a_file_that_needs_a_choice_leads_to_it(desk) -> None:
    """Here and on every page that needs a book."""
    app = upload(desk("home", sample=None), "foreign.csv", MINE.replace("balance", "wert"))
    assert "No column is the balance" in app.error[0].value
    assert links(app)["Choose the columns on the page Book"] == "book"
    app.switch_page("pages/options.py").run()
    assert links(app)["Choose there"] == "book"


def test_a_change_after_saving_is_the_next_step(desk) -> None:
    app = desk("scenarios")
    app.button(key="scenarios_save").click().run()
    app.switch_page("pages/options.py").run()
    app.slider(key="what_if_what_if.odds_factor").set_value(0.8).run()
    app.switch_page("pages/home.py").run()
    assert plain("numbers set by you: 1") in said(app)
    assert "changed since revision 1" in said(app)
    assert links(app)["Save them on the page Scenarios"] == "scenarios"


def test_nothing_on_it_values_a_book(desk, monkeypatch) -> None:
    """It is the first page that anybody sees, and stays quick with a book of a million."""

    def valued(*args: object, **kwargs: object) -> None:
        raise AssertionError("a valuation was asked for")

    monkeypatch.setattr(cached, "ranking", valued)
    monkeypatch.setattr(cached, "segment_ranking", valued)
    monkeypatch.setattr(cached, "segmentation", valued)
    app = desk("home")
    assert not app.exception
    assert "5,000 accounts" in said(app)


WITHOUT_A_BOOK = [
    "options", "timing", "policy", "lists", "deal_zone", "bid_desk", "decision_map", "uncertainty",
]  # fmt: skip


@pytest.mark.parametrize("page", WITHOUT_A_BOOK)
def test_a_page_without_a_book_says_what_to_do(desk, page: str) -> None:
    app = desk(page, sample=None)
    assert links(app)["Upload a book"] == "book"
    assert [button.key for button in app.button if button.key == "first_sample_here"]


def test_a_page_without_a_book_gets_one_by_a_click(desk) -> None:
    app = desk("options", sample=None)
    app.button(key="first_sample_here").click().run()
    assert not app.exception
    assert not app.error
    assert "5,000 accounts" in said(app)
