"""What a command prints is what its page shows, word for word, because both ask the same words."""

import shlex
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from placement import api
from placement.assume.library import load_library
from placement.cli import main
from placement.cli.inputs import account_of
from placement.tape.currency import DEFAULT_CURRENCY
from placement.words.bid import creditor_words, naive_words, reason_text, spread_words
from placement.words.timing import waiting_means
from tests.chinese import MARKS, on_screen

LIBRARY = load_library()


@pytest.fixture
def printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], project
) -> Callable[[str], str]:
    def run(command: str) -> str:
        monkeypatch.chdir(project)
        monkeypatch.setattr("sys.argv", ["placement", *shlex.split(command)])
        main()
        return capsys.readouterr().out

    return run


def test_when_says_what_waiting_means_as_timing_does(printed) -> None:
    out = printed("when --sector bank_card --balance 7000 --age 4")
    account = account_of("bank_card", 7000.0, 4.0, None, None, 0, None, False, False)
    planned = api.plan_account(account, LIBRARY)
    said = waiting_means(planned.value_of_waiting, balance=7000.0, currency=DEFAULT_CURRENCY)
    assert said in out.splitlines()


def test_bid_says_what_the_bid_desk_does(printed) -> None:
    out = printed(
        "bid --sector property_fee --balance 3000 --age 14 --accounts 1000 --rivals 4"
        " --rival-mean 0.22 --rival-sd 0.03 --estimate-error 0.2"
    )
    account = account_of("property_fee", 3000.0, 14.0, None, None, 0, None, False, False)
    desk = api.bid(
        api.lot_segments(account, 1000),
        LIBRARY,
        rivals=api.rivals_of(number=4, mean=0.22, sd=0.03, assumptions=LIBRARY),
        tender=api.BidQuestion(number=4, mean=0.22, sd=0.03).tender(),
        estimate_error=0.2,
    )
    for said in (
        reason_text(desk),
        creditor_words(desk),
        naive_words(desk, currency=DEFAULT_CURRENCY),
        spread_words(desk),
    ):
        assert said in out.splitlines()


def test_mix_says_what_contracts_does(printed, project) -> None:
    """The command that the page names prints sentences that stand on the page."""
    app = AppTest.from_file(project / "app.py", default_timeout=240)
    app.run()
    app.switch_page("pages/contracts.py").run()
    [command] = [each.value for each in app.code if " mix " in each.value]
    out = printed(
        command.removeprefix("python -m placement ").replace(
            "contracts.csv", "data/samples/contracts.csv"
        )
    )
    shown = " ".join(MARKS.sub("", text) for _, text in on_screen(app))
    lines = [
        line for line in out.splitlines() if line.startswith(("Next in", "Cash: ", "Each of 1"))
    ]
    assert len(lines) == 3
    for line in lines:
        assert line.removeprefix("Cash: ") in shown
