"""The answers of the page Pilot: go or not, how large, when to stop, and which agency."""

from collections.abc import Sequence
from typing import TypedDict

import pandas as pd
import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import sentences, t
from placement.domain.types import FloatArray, IntArray
from placement.report.counts import accounts_text, successes_text
from placement.report.pilot_answer import stop_sentence
from placement.ui import session
from placement.ui.charts.pilot import pilot_chart
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.inputs import export
from placement.ui.pilot.inputs import Question
from placement.ui.tiles import tiles
from placement.words.markdown import plain
from placement.words.numbers import cents, short


class Call(TypedDict):
    """What the decision is about, as the library takes it."""

    accounts: int
    gain_per_success: float
    cost_per_account: float


def show(question: Question) -> None:
    """Draw the answers; say what is wrong."""
    try:
        found, stop, two = _answers(question)
    except PlacementError as error:
        st.error(plain(str(error)))
        return
    book = session.open_book_or_none()
    currency = "CNY" if book is None else book.tape.currency
    st.success(sentence(question, found, stop, currency), icon=":material/flag:")
    _tiles(found, stop, currency)
    if found.is_worth_it and found.without <= 0.0:
        _curve(found.size, found.evsi, found.cost, found.net, currency, key="pilot")
        st.caption(
            t(
                "What is learned is counted over all accounts, as if all could still be decided. "
                "The accounts of the pilot are spent before it is known: its cost is what they are "
                "expected to lose, and their part of what is learned. What it adds is the rest."
            )
        )
    if stop is not None:
        _stop_rule(stop, currency)
    if two is not None and question.against is not None:
        _two(question, question.against, two, currency)
    with st.expander(t("The same as a command"), icon=":material/terminal:"):
        st.code(command_line(question), language="bash", wrap_lines=True)


def sentence(
    question: Question, found: api.Pilot, stop: "api.StopRule | None", currency: str
) -> str:
    """Return the answer in words: go on, try first, or leave it."""
    expected = question.gain * question.prior.mean - question.cost
    if found.without > 0.0:
        return t(
            "**Go on with all.** An account is expected to leave {each} {currency}, so trying "
            "loses nothing. Watch as you go, and stop where the table below says so.",
            each=f"{expected:,.2f}",
            currency=currency,
        )
    if not found.is_worth_it or stop is None:
        return t(
            "**Leave it.** An account is expected to lose {each} {currency}, and no pilot could "
            "teach enough to be worth its cost.",
            each=cents(max(-expected, 0.0)),
            currency=currency,
        )
    best = found.best
    return t(
        "**Try {accounts} first.** An account is expected to lose {each} {currency}, but trying "
        "these first adds {net} {currency}. Go on with the rest from {successes}; leave it below.",
        accounts=accounts_text(int(found.size[best])),
        each=cents(max(-expected, 0.0)),
        currency=currency,
        net=short(float(found.net[best])),
        successes=successes_text(int(found.go_from[best])),
    )


def command_line(question: Question) -> str:
    """Return the command that gives the same answer."""
    line = (
        f"python -m placement pilot --prior-mean {question.prior.mean:.12g} "
        f"--prior-strength {question.prior.strength:.12g} --accounts {question.accounts} "
        f"--gain-per-success {question.gain:.12g} --cost-per-account {question.cost:.12g}"
    )
    if question.against is not None:
        line += (
            f" --against-mean {question.against.mean:.12g} "
            f"--against-strength {question.against.strength:.12g}"
        )
    return line


@cache_per_workspace(max_entries=64)
def _answers(
    question: Question,
) -> tuple[api.Pilot, "api.StopRule | None", "api.TwoPilots | None"]:
    call = Call(
        accounts=question.accounts,
        gain_per_success=question.gain,
        cost_per_account=question.cost,
    )
    found = api.pilot(question.prior, **call)
    watched = found.size_to_watch
    stop = api.stop_rule(question.prior, size=watched, **call) if watched else None
    two = None
    if question.against is not None:
        two = api.two_pilots(question.prior, question.against, **call)
    return found, stop, two


def _tiles(found: api.Pilot, stop: "api.StopRule | None", currency: str) -> None:
    figures = {
        t("Without a pilot ({currency})", currency=currency): (
            found.without,
            t("Of all accounts, by the better of going on and leaving it."),
        ),
        t("Knowing for certain ({currency})", currency=currency): (
            found.evpi,
            t("What knowing the chance would add: no pilot is worth more."),
        ),
    }
    if found.is_worth_it and found.without <= 0.0:
        figures[t("Best pilot, net ({currency})", currency=currency)] = (
            float(found.net[found.best]),
            t("What is learned less the pilot's cost: what trying first adds to deciding now."),
        )
    if stop is not None:
        figures[t("Stopping in time saves ({currency})", currency=currency)] = (
            stop.saves,
            t("Against trying all of the accounts that are watched."),
        )
    with tiles():
        for name, (figure, meaning) in figures.items():
            st.metric(name, short(figure), help=meaning)


def _curve(
    size: IntArray,
    learned: FloatArray,
    cost: FloatArray,
    net: FloatArray,
    currency: str,
    *,
    key: str,
) -> None:
    names = (t("Value of what is learned"), t("Cost of the pilot"), t("What it adds"))
    best = net.argmax()
    rows = pd.concat(
        [
            pd.DataFrame({"n": size, "money": values, "line": name})
            for name, values in zip(names, (learned, cost, net), strict=True)
        ]
    )
    rows["best"] = (rows["line"] == names[2]) & (rows["n"] == size[best])
    st.vega_lite_chart(
        rows,
        pilot_chart(
            size=t("Accounts of the pilot"),
            money=t("Money ({currency})", currency=currency),
            names=names,
        ),
        key=f"{key}_chart",
        alt=t("Lines: what a pilot teaches, costs and leaves, by its size."),
    )


def _stop_rule(stop: api.StopRule, currency: str) -> None:
    st.subheader(t("When to stop early"))
    table = steps_table(stop.steps)
    if table.empty:
        st.info(t("Nothing that could be seen would make stopping pay."))
        return
    said = stop_sentence(stop, saves=f"{short(stop.saves)} {currency}")
    st.caption(sentences([said, t("Each line holds until the next.")]))
    st.dataframe(
        table,
        hide_index=True,
        key="pilot_stop",
        height=min(38 + 35 * len(table), 330),
        column_config={
            "after": st.column_config.NumberColumn(t("From accounts tried"), format="localized"),
            "fewer_than": st.column_config.NumberColumn(
                t("Stop if successes are fewer than"), format="localized"
            ),
        },
        alt=t("The accounts from which a number of successes is too few to go on."),
    )
    export(lambda: table, name="pilot_stop_rule", key="pilot_stop_files")


def steps_table(steps: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Return the rule as a table, by the names of the command's answer."""
    return pd.DataFrame(steps, columns=["after", "fewer_than"])


def _two(question: Question, other: api.Prior, two: api.TwoPilots, currency: str) -> None:
    st.subheader(t("Which of the two"))
    st.info(two_sentence(question, other, two, currency), icon=":material/compare_arrows:")
    if not two.is_worth_it:
        return
    _curve(two.size, two.evsi, two.cost, two.net, currency, key="pilot_two")
    size = int(two.size[two.best])
    needed = api.successes_to_win(question.prior, other, size=size)
    with st.expander(t("Who wins after trying both"), icon=":material/emoji_events:"):
        st.caption(
            t(
                "After {accounts} with each: the second is better from so many successes on, "
                "else the first. Where both lose money, neither.",
                accounts=accounts_text(size),
            )
        )
        st.dataframe(
            pd.DataFrame({"first": range(size + 1), "second": needed}).assign(
                second=lambda rows: rows["second"].where(rows["second"] <= size).astype("Int64")
            ),
            hide_index=True,
            key="pilot_wins",
            height=300,
            column_config={
                "first": st.column_config.NumberColumn(t("Successes of the first")),
                "second": st.column_config.NumberColumn(
                    t("The second wins from"), help=t("Empty: not even if all succeed.")
                ),
            },
            alt=t("For each number of successes of the first, what the second needs to win."),
        )


def two_sentence(question: Question, other: api.Prior, two: api.TwoPilots, currency: str) -> str:
    """Return which of two agencies to choose, in words."""
    now = (t("the first"), t("the second"), t("neither of them"))[two.choice_now]
    if not two.is_worth_it:
        return t(
            "As things stand it is {now}, and trying both first is not worth its cost.", now=now
        )
    best = two.best
    return t(
        "**Try {accounts} with each.** As things stand it is {now}; trying both first adds {net} "
        "{currency}. Knowing both chances would be worth {evpi}.",
        accounts=accounts_text(int(two.size[best])),
        now=now,
        net=short(float(two.net[best])),
        evpi=short(two.evpi),
        currency=currency,
    )
