"""The rules as a table in which moves can be changed, and what a change costs."""

import pandas as pd
import streamlit as st

from placement import api
from placement.decide.rules.policy import PolicyValue
from placement.domain.text import about, clauses, t
from placement.report.policy_words import rule_move_names, rules_words
from placement.ui.options.book import amount
from placement.ui.policy.cached import policy_digest
from placement.ui.tables import row_height
from placement.words.markdown import plain
from placement.words.numbers import signed

EDITOR = "policy_editor"
"""Key under which the key of the table now drawn stands."""

_MOVE, _RULE, _COUNT, _MONEY = 146, 222, 64, 90
"""Pixels of the columns up to the money that is lost: at 1440 all are seen, on a phone the rule."""


def rules_frame(found: PolicyValue, on: api.PolicyBook) -> pd.DataFrame:
    """Return the rules for the screen, one row each."""
    policy, book, names = found.policy, found.book, rule_move_names()
    return pd.DataFrame(
        {
            "then": [names[rule.move] for rule in policy.rules],
            "if": rules_words(policy),
            "accounts": found.by_rule(book.accounts).astype(int),
            "balance": found.by_rule(book.balance).round(),
            "value": found.by_rule(found.value).round(),
            "lost": found.by_rule(book.best - found.value).clip(min=0.0).round(),
            "not_open": found.by_rule(found.not_open).astype(int),
            "shut": [
                clauses(about(why, f"{count:,}") for why, count in reasons)
                for reasons in api.not_open_reasons(found, on)
            ],
        }
    )


def edited(proposed: PolicyValue, book: api.PolicyBook, currency: str) -> PolicyValue:
    """Draw the rules, whose moves can be changed, and return the policy as it now stands."""
    names, number = rule_move_names(), st.column_config.NumberColumn
    st.subheader(t("The rules"))
    frame, pause = rules_frame(proposed, book), t(", ")
    # A cell breaks its text at spaces alone, else in the middle of a number.
    frame["if"] = [said.replace(pause, f"{pause.rstrip()} ") for said in frame["if"]]
    # Another proposal is another table: what was changed in one means nothing in the other.
    key = f"policy_edit_{policy_digest(proposed)}"
    st.session_state[EDITOR] = key
    shown: pd.DataFrame = st.data_editor(
        frame,
        hide_index=True,
        num_rows="fixed",
        height="content",
        row_height=row_height(frame["if"], width=_RULE),
        disabled=[str(name) for name in frame.columns if name != "then"],
        column_order=[
            str(name)
            for name in frame.columns
            if frame["not_open"].any() or name not in ("not_open", "shut")
        ],
        key=key,
        column_config={
            "then": st.column_config.SelectboxColumn(
                t("Then"),
                width=_MOVE,
                options=list(names.values()),
                required=True,
                help=t("What to do now. Choose another move to see its price."),
            ),
            # A rule that is cut off cannot be judged: it breaks into lines.
            "if": st.column_config.TextColumn(t("If"), width=_RULE),
            "accounts": number(t("Accounts"), format="localized", width=_COUNT),
            "balance": amount(t("Owed ({currency})", currency=currency), width=_MONEY),
            "value": amount(
                t("Leaves ({currency})", currency=currency),
                t("What its accounts leave, in today's money."),
                width=_MONEY,
            ),
            "lost": amount(
                t("Lost ({currency})", currency=currency),
                t("Less than if each of its segments took its own best move."),
                width=_MONEY,
            ),
            "not_open": number(
                t("Not open to"),
                format="localized",
                width=_COUNT,
                help=t("Accounts that cannot take the move; they take the one said above."),
            ),
            "shut": st.column_config.TextColumn(t("Why not"), width=320),
        },
    )
    moves = {label: move for move, label in names.items()}
    chosen = [moves[label] for label in shown["then"]]
    if chosen == [rule.move for rule in proposed.policy.rules]:
        return proposed
    return api.value_policy(proposed.policy.with_moves(chosen), book)


def say_change(found: PolicyValue, proposed: PolicyValue, currency: str) -> None:
    """Draw what the changes cost, rule by rule; nothing where nothing was changed."""
    if found is proposed:
        return
    price, names = api.price_of_change(found, proposed), rule_move_names()
    lines = [
        t(
            "Rule {number}, {move}: {change} {currency}",
            number=place + 1,
            move=names[rule.move],
            change=signed(float(price[place])),
            currency=currency,
        )
        for place, (rule, was) in enumerate(
            zip(found.policy.rules, proposed.policy.rules, strict=True)
        )
        if rule.move != was.move
    ]
    whole = t(
        "Your changes leave {change} {currency} against the proposal.",
        change=signed(float(price.sum())),
        currency=currency,
    )
    st.warning("\n\n".join(plain(line) for line in [whole, *lines]), icon=":material/edit:")
