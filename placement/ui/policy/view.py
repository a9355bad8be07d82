"""The answers of the page Policy: the rules, what they keep, and what a change by hand costs."""

import pandas as pd
import streamlit as st

from placement import api
from placement.decide.rules.best import BestPolicies
from placement.decide.rules.policy import PolicyValue
from placement.domain.text import sentences, t
from placement.report.policy_words import (
    account_words,
    policy_headline,
    policy_measures,
)
from placement.scenario.scenario import Scenario
from placement.ui import restored, session
from placement.ui.charts.policy import policy_chart
from placement.ui.options.view import or_stop
from placement.ui.policy.cached import measured, policy_digest, valued_and_best
from placement.ui.policy.files import back_from_file, last_month, save
from placement.ui.policy.inputs import Question
from placement.ui.policy.table import edited, say_change
from placement.ui.tiles import tiles
from placement.ui.waiting import waited_for
from placement.words.headlines import rules_enough
from placement.words.markdown import plain
from placement.words.numbers import kept_words, money

MEASURED = "policy_measured"
"""Key of the toggle that values accounts on their own."""


def show(book: api.Book, question: Question) -> None:
    """Draw the answers: headline, rules, curve, files, and what else can be asked of them."""
    scenario = session.scenario()
    ranked = or_stop(lambda: session.ranking(book))
    valued, best = or_stop(
        lambda: waited_for(
            ("policy", ranked.key, scenario.digest, question.is_alone),
            lambda: valued_and_best(ranked, scenario, is_alone=question.is_alone),
            saying=t("Valuing every move of every segment…"),
        )
    )
    proposed = api.value_policy(best.policy(question.rules), valued)
    currency = book.tape.currency
    head = st.container()
    found = edited(proposed, valued, currency)
    with head:
        _lead(found, valued, currency)
    say_change(found, proposed, currency)
    save(found, valued)
    _by_account(found, valued, scenario)
    _curve(best, proposed, question, currency)
    back_from_file(proposed, valued)
    last_month(found, valued, scenario)


def _lead(found: PolicyValue, book: api.PolicyBook, currency: str) -> None:
    st.success(plain(policy_headline(found, currency=currency)), icon=":material/rule:")
    figures = {
        t("Kept of the best, by segment"): (
            kept_words(found.kept),
            t(
                "What the accounts leave under the rules, divided by what they leave when each "
                "takes the best move of its segment. By account: the switch below."
            ),
        ),
        t("Kept of the choice"): (
            kept_words(found.choice_kept),
            t(
                "The same of what choosing account by account adds to one move for all. It tells "
                "good rules from poor ones, where tax relief and self-cures come in anyway."
            ),
        ),
        t("Lost, by segment ({currency})", currency=currency): (
            money(max(found.lost, 0.0)),
            t("What simple rules cost."),
        ),
    }
    with tiles():
        for name, (figure, meaning) in figures.items():
            st.metric(name, figure, help=meaning)
    lines = policy_measures(found, currency=currency, is_closed=book.is_closed)
    st.caption(plain(sentences(lines)))


def _curve(best: BestPolicies, found: PolicyValue, question: Question, currency: str) -> None:
    if found.kept is None:
        return
    st.subheader(rules_enough(question.rules, (best.value / found.best).tolist()))
    rows = pd.DataFrame(
        {
            "rules": range(1, best.most + 1),
            "kept": 100.0 * best.value / found.best,
            "said": [kept_words(float(share)) for share in best.value / found.best],
            "money": best.value,
            "chosen": [rules == question.rules for rules in range(1, best.most + 1)],
        }
    )
    st.vega_lite_chart(
        rows,
        policy_chart(
            rules=t("Rules"),
            kept=t("Kept of the best value (%)"),
            money=t("Net recovery ({currency})", currency=currency),
        ),
        key="policy_curve",
        alt=t("Line: share of the best value that the rules keep, by their number."),
    )


def _by_account(found: PolicyValue, book: api.PolicyBook, scenario: Scenario) -> None:
    size = len(book.ranked.book.tape)
    st.caption(
        t(
            "The money above values each segment at its mean account. Accounts valued on their own "
            "tell whether that flatters the rules."
        )
    )
    restored.flag(MEASURED)
    if not st.toggle(
        t("Measure on accounts valued on their own"),
        key=MEASURED,
        persist_state="session",
        help=t(
            "Values {accounts} accounts drawn by balance, each with its own best move.",
            accounts=f"{min(size, api.POLICY_DRAWN):,}",
        ),
    ):
        return
    checked = waited_for(
        ("measured", book.ranked.key, scenario.digest, policy_digest(found), book.is_closed),
        lambda: measured(found, book, scenario),
        saying=t("Valuing accounts on their own…"),
    )
    said = account_words(checked.kept, checked.accounts, checked.of, checked.lost, checked.error)
    st.info(plain(said))
