"""What a segment is best begun with, followed up, on the Options page."""

import streamlit as st

from placement import api
from placement.decide.rank import OPTIONS
from placement.decide.timing.plans import AccountPlan
from placement.domain.text import t
from placement.words.names import move_names
from placement.words.numbers import money, share
from placement.words.timing import in_words, leads_with, months_text, told


def follow_up_help(horizon: int) -> str:
    """Return what the numbers with follow-up mean."""
    return t(
        "What is left if this comes first and the best that can come after it follows, within "
        "{horizon}: the page Timing's best plan by first move.",
        horizon=months_text(horizon),
    )


def alone_help() -> str:
    """Return what the numbers of an option alone mean."""
    return t("The option alone, closed when it ends; nothing follows it.")


def show_follow_up(
    ranked: api.BookRanking, planned: AccountPlan, position: int, *, horizon: int
) -> None:
    """Say what the bars are, and whether the option that is best alone is another one."""
    st.caption(
        t(
            "A bar is what is left if the move comes first and the best follows it within "
            "{horizon}; the grey mark, what the option leaves alone, closed when it ends.",
            horizon=months_text(horizon),
        )
    )
    st.markdown(beside_alone(ranked, planned, position))
    st.page_link(
        "pages/timing.py",
        label=t("The plan, its dates and other first moves: Timing"),
        icon=":material/timeline:",
    )


def what_leads(planned: AccountPlan, *, horizon: int) -> str:
    """Return what to begin with and the plan that it begins, in words."""
    first = leads_with(told(planned), horizon=horizon)
    plan = in_words(told(planned), horizon=horizon)
    if plan.rstrip(".。") == first:
        return t("Best to begin with: **{first}**.", first=first)
    return t("Best to begin with: **{first}**. {plan}", first=first, plan=plan)


def beside_alone(ranked: api.BookRanking, planned: AccountPlan, position: int) -> str:
    """Return a sentence on the option that is best if closed when it ends, the second answer."""
    ranking, names = ranked.ranking, move_names()
    best, first = OPTIONS[int(ranking.best[position])].value, planned.plan.steps[0].action
    count, segments = int(ranking.accounts[position]), ranking.valuation.segments
    gain = count * (planned.plan.value - float(ranking.best_net[position]))
    words = {
        "best": names[best],
        "amount": money(gain),
        "currency": ranked.book.tape.currency,
        "share": share(gain, of=count * float(segments.balance[position])),
    }
    if first == best and round(gain) == 0:
        return t("{best} is also best alone, and nothing that can follow adds to it.", **words)
    if first == best:
        return t(
            "{best} is also best alone; what follows adds {amount} {currency} ({share} of the "
            "balance).",
            **words,
        )
    return t(
        "Closed when it ends, another option is best: {best}. The plan above leaves {amount} "
        "{currency} ({share} of the balance) more.",
        **words,
    )
