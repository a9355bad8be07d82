"""The decision memo of the page Options: made when asked for, with the page's own numbers."""

import re
from html import unescape

import pytest

from placement.ui.options.memo import MADE
from tests.pages.test_options import nets

SMALL = "software_retainage.csv"


@pytest.fixture
def patient(desk):
    """Return the page with a small book, with time for a memo on busy cores."""
    app = desk("options", sample=SMALL)
    app.default_timeout = 300
    return app


def test_the_memo_is_made_when_asked_for_and_says_the_tiles(patient) -> None:
    assert MADE not in patient.session_state
    (cash, fees, tax, net), _ = nets(patient)
    app = patient.button(key="memo_make").click().run()
    assert not app.exception
    assert not app.error
    _, files = app.session_state[MADE]
    assert set(files) == {".html", ".docx", ".xlsx"}
    assert files[".docx"][:2] == files[".xlsx"][:2] == b"PK"
    text = unescape(re.sub("<[^>]+>", " ", files[".html"].decode()))
    assert f"With tax the plans leave {net:,.0f} CNY" in text
    left = re.search(r"leaves ([\d,]+) CNY in cash after fees", text)
    assert left is not None
    assert int(left[1].replace(",", "")) == pytest.approx(cash + fees, abs=1)
    assert f"Tax relief of {tax:,.0f} CNY" in text


def test_another_answer_asks_for_another_memo(patient) -> None:
    """Kept while the answer stands; with another number the files of before are not offered."""
    app = patient.button(key="memo_make").click().run()
    assert [b.key for b in app.button if b.key == "memo_make"] == []
    slider = next(s for s in app.slider if str(s.key).startswith("what_if_"))
    app = slider.set_value(slider.max).run()
    assert [b.key for b in app.button if b.key == "memo_make"] == ["memo_make"]
