"""Options with the best that can follow them, on the Options page for one segment."""

import numpy as np
import streamlit as st

from placement import api
from placement.decide.rank import OPTIONS, Ranking
from placement.decide.timing.follow_up import no_less_than_alone
from placement.decide.timing.plans import AccountPlan
from placement.domain.text import t
from placement.domain.types import FloatArray
from placement.ui.options.words import money, share
from placement.ui.timing.words import in_words, months_text, move_names


def followed_up(ranking: Ranking, planned: AccountPlan, position: int) -> FloatArray:
    """Return each option's net with the best that can follow it, per account, shape (options,).

    NaN where an option is not open. The same numbers as the page Timing's "Best plan by first
    move", except where an option alone leaves more (`placement.decide.timing.follow_up`).
    """
    nothing = float("nan")
    values = [
        planned.first_moves[option].value if option in planned.first_moves else nothing
        for option in OPTIONS
    ]
    alone = ranking.net[:, [position]]
    return np.asarray(no_less_than_alone(np.array(values)[:, None], alone)[:, 0])


def follow_up_help(horizon: int) -> str:
    """Return what the numbers with follow-up mean."""
    return t(
        "What is left if this option comes first and the best that can come after it follows, "
        "within {horizon}: the page Timing's best plan by first move. The option alone is closed "
        "when it ends.",
        horizon=months_text(horizon),
    )


def show_follow_up(
    ranked: api.BookRanking, planned: AccountPlan, position: int, *, horizon: int
) -> None:
    """Say what the bars are, and whether the best first move is another than the best option."""
    st.caption(
        t(
            "A full bar is the option alone, closed when it ends; the pale one behind it adds the "
            "best that can follow within {horizon}. Behind a bar: alone → with follow-up.",
            horizon=months_text(horizon),
        )
    )
    said, is_other = which_comes_first(ranked, planned, position)
    if is_other:
        st.info(said, icon=":material/event_upcoming:")
    else:
        st.markdown(said)
    st.page_link(
        "pages/timing.py",
        label=t("The plan, its dates and other first moves: Timing"),
        icon=":material/timeline:",
    )


def which_comes_first(
    ranked: api.BookRanking, planned: AccountPlan, position: int
) -> tuple[str, bool]:
    """Return a sentence on the best first move, and whether it is not the best option alone."""
    ranking, names = ranked.ranking, move_names()
    best, first = OPTIONS[int(ranking.best[position])].value, planned.plan.steps[0].action
    count, segments = int(ranking.accounts[position]), ranking.valuation.segments
    gain = count * (planned.plan.value - float(ranking.best_net[position]))
    words = {
        "best": names[best],
        "first": names[first],
        "plan": in_words(planned.plan),
        "amount": money(gain),
        "currency": ranked.book.tape.currency,
        "share": share(gain, of=count * float(segments.balance[position])),
    }
    if first == best and round(gain) == 0:
        return t("{best} is best alone, and nothing that can follow adds to it.", **words), False
    if first == best:
        return t(
            "{best} is best alone and as a first move. The best plan that begins with it leaves "
            "{amount} {currency} ({share} of the balance) more: {plan}",
            **words,
        ), False
    return t(
        "Alone, {best} is best. But with what can follow, the best first move is: {first}. That "
        "plan leaves {amount} {currency} ({share} of the balance) more than {best} alone: {plan}",
        **words,
    ), True
