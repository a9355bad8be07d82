"""Two readers of one server: what the first one was told in English, the second reads in Chinese.

What is worked out once serves both, so nothing that holds texts may be kept without the language
that they are in.
"""

import pytest

from tests.chinese import on_screen, screen_faults

# Nobody else of this process brings it, and one row cannot be used.
TAPE = (
    "account_id,sector,balance,days_past_due\n"
    "TWO-1,telecom,1201,200\nTWO-2,telecom,1202,210\nTWO-3,telecom,1203,x\n"
)


def not_chinese(app) -> dict[str, list[str]]:
    """Return the texts on the screen that are not as Chinese is written."""
    return {text: found for _, text in on_screen(app) if (found := screen_faults(text))}


@pytest.mark.parametrize(
    ("page", "state"),
    [
        ("options", {"options_view": "segment"}),
        ("options", {"options_view": "agency"}),
        ("timing", {"timing_view": "book"}),
        ("policy", {}),
        ("decision_map", {"map_view": "option"}),
        ("uncertainty", {}),
        ("uncertainty", {"uncertainty_view": "segment"}),
    ],
)
def test_an_answer_is_in_the_language_of_who_reads_it(desk, page: str, state) -> None:
    for code in ("en", "zh"):
        app = desk(page, lang=code, sample="property_fee.xlsx")
        for key, value in state.items():
            app.session_state[key] = value
        app.run()
        assert not app.exception
    assert not_chinese(app) == {}


def test_what_is_said_of_a_file_is_in_the_language_of_who_brought_it(desk) -> None:
    """The book is held once for all who have it; its findings are texts."""
    for code in ("en", "zh"):
        app = desk("book", lang=code, sample=None)
        turn = app.session_state["book_upload_turn"]
        app.file_uploader(key=f"book_upload_turn_{turn}").upload("two.csv", TAPE.encode())
        app.run()
        assert not app.exception
    assert not_chinese(app) == {}


def test_a_file_checked_again_is_spoken_of_in_one_language(desk) -> None:
    """Also what was noticed while its cells were read, which are held from the first time."""
    app = desk("book", lang="en", sample=None)
    turn = app.session_state["book_upload_turn"]
    app.file_uploader(key=f"book_upload_turn_{turn}").upload("two.csv", TAPE.encode())
    app.run()
    app.query_params["lang"] = "zh"
    app.run()
    (apply,) = [button for button in app.button if button.label == "应用"]
    apply.click().run()
    assert not app.exception
    assert not_chinese(app) == {}


def test_a_history_in_money_is_told_in_the_language_of_who_reads_it(desk) -> None:
    """This one names no agencies; that they cannot be compared is a sentence in the answer."""
    for code in ("en", "zh"):
        app = desk("backtest", lang=code, sample=None)
        app = app.button(key="take_remittances_telecom.csv").click().run()
        assert not app.exception
    assert not_chinese(app) == {}
