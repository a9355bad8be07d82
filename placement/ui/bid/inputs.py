"""The Bid desk's panel: what the tender is, who the rivals are, how sure the own estimate is."""

from dataclasses import replace

import numpy as np
import streamlit as st

from placement import api
from placement.decide.bid.choices import AboveCeiling, Average, PriceFormula, Ties
from placement.decide.bid.rivals import MOST_RIVALS
from placement.decide.bid.tender import POINTS
from placement.domain.errors import PlacementError
from placement.domain.text import clauses, t
from placement.ui import restored, session
from placement.ui.bid.cached import Asked
from placement.ui.bid.past import is_new
from placement.ui.inputs import as_share, edges, percent, switch
from placement.words.markdown import plain
from placement.words.numbers import DIGITS, as_percent, money

LOWEST, SCORED = "lowest", "scored"
KNOWN, UNCERTAIN, FROM_PAST = "known", "uncertain", "past"
TODAY, TYPED = "today", "typed"

NUMBER, ERROR, WEIGHT, KNOWS = "bid_number", "bid_error", "bid_weight", "bid_knows"
SHIFT, MEAN, SD = "bid_shift", "bid_mean", "bid_sd"

USUAL_NUMBER, USUAL_ERROR, USUAL_SD, USUAL_MEAN, USUAL_WEIGHT = 4, 0.15, 0.03, 0.25, 0.6
USUAL_DEDUCTION, MOST_DEDUCTION = 0.6, 50.0
"""Where the panel starts; nobody's tender in particular."""


def questions(past: "api.PastBids | None", past_key: str) -> "tuple[api.BidQuestion, float | None]":
    """Draw the panel and return what is asked, and the profit wanted if it was typed."""
    question = _error(_bids(_number(_tender(), past), past, past_key))
    return question, _margin()


def _tender() -> "api.BidQuestion":
    st.markdown(f"**{t('The tender')}**")
    kind = switch(
        t("Who wins"),
        {LOWEST: t("Lowest commission"), SCORED: t("Points")},
        key="bid_kind",
        default=LOWEST,
        help=t(
            "Lowest commission: the price alone decides. Points: price points by a formula and "
            "technical points, 100 in all."
        ),
    )
    winners = _whole(
        t("Winners"), "bid_winners", 1, 1, 20, t("How many bidders share the volume of the lot.")
    )
    ceiling = None
    restored.flag("bid_has_ceiling")
    if st.checkbox(
        t("The tender names a ceiling"),
        key="bid_has_ceiling",
        persist_state="session",
        help=t("Bids above it are not admitted. A lot's own ceiling, in the table, counts first."),
    ):
        ceiling = percent(t("Ceiling"), share=0.3, key="bid_ceiling", step=0.005)
    question = api.BidQuestion(
        winners=winners,
        shares=_shares() if winners > 1 else None,
        ceiling=ceiling,
        above_ceiling=_above_ceiling() if ceiling is not None else AboveCeiling.STAY_AWAY,
        bid_cost=_bid_cost(),
    )
    return _points(question) if kind == SCORED else question


def _shares() -> tuple[float, ...] | None:
    restored.text("bid_shares")
    typed = st.text_input(
        t("Volume of each winner (%)"),
        key="bid_shares",
        persist_state="session",
        placeholder="60, 40",
        help=t("From the first place down, with commas; empty is the same for all."),
    )
    try:
        return tuple(as_share(part) for part in edges(typed)) or None
    except PlacementError as error:
        st.error(plain(str(error)))
        return None


def _above_ceiling() -> AboveCeiling:
    names = {
        AboveCeiling.STAY_AWAY.value: t("Stay away"),
        AboveCeiling.BID_CEILING.value: t("Bid the ceiling"),
    }
    return AboveCeiling(
        switch(
            t("Rivals who would want more"),
            names,
            key="bid_above_ceiling",
            default=AboveCeiling.STAY_AWAY.value,
            help=t("What a rival does whose commission would lie above the ceiling."),
        )
    )


def _bid_cost() -> float:
    restored.number("bid_cost", low=0.0)
    st.session_state.setdefault("bid_cost", 0.0)
    return float(
        st.number_input(
            t("Cost of bidding for a lot"),
            min_value=0.0,
            step=500.0,
            key="bid_cost",
            persist_state="session",
            help=t("Papers, travel, deposit: spent whether the lot is won or not."),
        )
    )


def _points(question: "api.BidQuestion") -> "api.BidQuestion":
    weight = percent(
        t("Price weight"),
        share=USUAL_WEIGHT,
        key=WEIGHT,
        low=0.05,
        step=0.05,
        slider=True,
        help=t("Share of the 100 points that the price decides."),
    )
    names = formulas()
    restored.choice("bid_formula", list(names))
    formula = st.selectbox(
        t("Price formula"),
        list(names),
        format_func=names.__getitem__,
        key="bid_formula",
        persist_state="session",
        help=t("How a commission becomes price points; the tender's papers name it."),
    )
    most = round(POINTS * (1.0 - weight), DIGITS)
    question = replace(question, price_weight=weight, formula=formula)
    if formula is PriceFormula.FROM_AVERAGE:
        question = _benchmark(question)
    if most < 0.5:
        return question
    usual = api.usual_points_spread(weight, session.assumptions()) or 1.0
    own = _points_box(t("Own technical points"), "bid_own", most, most / 2.0)
    rival = _points_box(t("A rival's technical points, mean"), "bid_rival", most, most / 2.0)
    spread = _points_box(t("Their spread (standard deviation)"), "bid_spread", most, usual, 0.1)
    return replace(question, own_points=own, rival_points_mean=rival, rival_points_sd=spread)


def _benchmark(question: "api.BidQuestion") -> "api.BidQuestion":
    restored.flag("bid_trimmed")
    restored.text("bid_discounts")
    trimmed = st.checkbox(
        t("Average without the highest and lowest bid"), key="bid_trimmed", persist_state="session"
    )
    blended = 0.0
    if question.ceiling is not None:
        blended = percent(
            t("Share of the ceiling in the benchmark"), share=0.0, key="bid_blend", step=0.1
        )
    typed = st.text_input(
        t("Off the average (k, %)"),
        key="bid_discounts",
        persist_state="session",
        placeholder="2, 3, 4",
        help=t("The benchmark is that much below the average; of several one is drawn."),
    )
    try:
        discounts = tuple(as_share(part) for part in edges(typed)) or (0.0,)
    except PlacementError as error:
        st.error(plain(str(error)))
        discounts = (0.0,)
    above, below = (
        _deduction(label, key)
        for label, key in (
            (t("Points lost per percent above"), "bid_deduct_above"),
            (t("Points lost per percent below"), "bid_deduct_below"),
        )
    )
    ties = switch(
        t("At equal points"),
        {
            Ties.DRAW_LOTS.value: t("Draw lots"),
            Ties.LOWER_BID.value: t("Lower bid"),
            Ties.AGAINST_US.value: t("Against us"),
        },
        key="bid_ties",
        default=Ties.DRAW_LOTS.value,
        help=t("Who stands first; equal commissions draw lots."),
    )
    slope, slope_below = api.slopes(question.price_weight, deduct_above=above, deduct_below=below)
    return replace(
        question,
        average=Average.TRIMMED if trimmed else Average.PLAIN,
        ceiling_share=blended,
        discounts=discounts,
        slope=slope,
        slope_below=slope_below,
        ties=Ties(ties),
    )


def _deduction(label: str, key: str) -> float:
    restored.number(key, low=0.0, high=MOST_DEDUCTION)
    st.session_state.setdefault(key, USUAL_DEDUCTION)
    return float(
        st.number_input(
            label,
            min_value=0.0,
            max_value=MOST_DEDUCTION,
            step=0.1,
            key=key,
            persist_state="session",
        )
    )


def formulas() -> dict[PriceFormula, str]:
    """Return what the price formulas are called."""
    return {
        PriceFormula.LOWEST_OVER_BID: t("Lowest bid ÷ bid"),
        PriceFormula.FROM_CEILING: t("From the ceiling down"),
        PriceFormula.FROM_AVERAGE: t("Closest to a benchmark"),
    }


def _points_box(label: str, key: str, most: float, usual: float, low: float = 0.0) -> float:
    restored.number(key, low=0.0, high=POINTS)
    # A moved weight leaves fewer technical points than were typed before.
    typed = float(st.session_state.setdefault(key, usual))
    st.session_state[key] = min(max(typed, low), most)
    return float(
        st.number_input(
            f"{label} (0–{most:g})",
            min_value=low,
            max_value=most,
            step=0.5,
            key=key,
            persist_state="session",
        )
    )


def _number(question: "api.BidQuestion", past: "api.PastBids | None") -> "api.BidQuestion":
    st.markdown(f"**{t('The rivals')}**")
    names = {KNOWN: t("Known"), UNCERTAIN: t("Uncertain")}
    if past is not None and past.fit.number is not None:
        names[FROM_PAST] = t("As in the past")
    restored.choice("bid_how_many", [*names, FROM_PAST])
    if FROM_PAST in names and is_new("bid_how_many"):
        st.session_state["bid_how_many"] = FROM_PAST
    if st.session_state.get("bid_how_many") not in names:
        st.session_state["bid_how_many"] = KNOWN
    how = switch(
        t("How many rivals"),
        names,
        key="bid_how_many",
        default=KNOWN,
        help=t("Uncertain: a mean, and more or fewer may come (Poisson)."),
    )
    if how == FROM_PAST:
        return question
    if how == KNOWN:
        label = t("Rivals who bid")
        return replace(question, number=_slider(label, NUMBER, USUAL_NUMBER, most=20))
    label = t("Rivals expected")
    return replace(
        question, mean_number=float(_slider(label, f"{NUMBER}_mean", USUAL_NUMBER, most=20))
    )


def _bids(
    question: "api.BidQuestion", past: "api.PastBids | None", past_key: str
) -> "api.BidQuestion":
    names = {TODAY: t("Around today's"), TYPED: t("Typed")}
    if past is not None:
        names[FROM_PAST] = t("As in the past")
    restored.choice("bid_rivals_bids", [*names, FROM_PAST])
    if FROM_PAST in names and is_new("bid_rivals_bids"):
        st.session_state["bid_rivals_bids"] = FROM_PAST
    if st.session_state.get("bid_rivals_bids") not in names:
        st.session_state["bid_rivals_bids"] = TODAY
    how = switch(
        t("What rivals bid"),
        names,
        key="bid_rivals_bids",
        default=TODAY,
        help=t(
            "Around today's: each lot's usual commission by its sector and age, plus points. "
            "Typed: one mean for all lots. As in the past: the results uploaded."
        ),
    )
    if how == FROM_PAST or (question.number is None and question.mean_number is None):
        question = replace(question, past=past_key)
    if how == FROM_PAST:
        return question
    if how == TODAY:
        shift = percent(
            t("Rivals' mean, points above today's commission"),
            share=0.0,
            key=SHIFT,
            low=-0.2,
            high=0.2,
            step=0.005,
            slider=True,
        )
        question = replace(question, shift=shift)
    else:
        mean = percent(
            t("Rivals' mean commission"), share=USUAL_MEAN, key=MEAN, step=0.005, slider=True
        )
        question = replace(question, mean=mean)
    sd = percent(
        t("Rivals' spread, standard deviation in points"),
        share=USUAL_SD,
        key=SD,
        high=0.2,
        step=0.0025,
        slider=True,
        help=t("Two in three rivals bid within this of the mean. 0: all bid the mean."),
    )
    return replace(question, sd=sd)


def _knows() -> float:
    return percent(
        t("What rivals know of the lot, share of their spread"),
        share=float(session.assumptions().number("market.rivals_know")),
        key=KNOWS,
        step=0.05,
        slider=True,
        help=t(
            "Rivals look at the same debtors. 0: their bids say nothing of the lot. 100: they bid "
            "lower just because the lot is better than we think, so that we win the worse ones."
        ),
    )


def _error(question: "api.BidQuestion") -> "api.BidQuestion":
    st.markdown(f"**{t('Our own side')}**")
    error = percent(
        t("Error of our estimate"),
        share=USUAL_ERROR,
        key=ERROR,
        step=0.01,
        slider=True,
        help=t(
            "How far the estimated share of willing debtors is usually off. Rivals know some of "
            "it, and leave us the lots that are worse: the winner's curse. Without an error nobody "
            "knows more than we do."
        ),
    )
    return replace(question, error=error, knows=_knows())


def _margin() -> float | None:
    restored.flag("bid_has_margin")
    if not st.checkbox(
        t("Want a profit of our own choice"),
        key="bid_has_margin",
        persist_state="session",
        help=t("Else the library's target margin of the lot's sector sets the floor."),
    ):
        return None
    return percent(t("Profit wanted, of revenue"), share=0.1, key="bid_margin", high=0.9, step=0.01)


def _whole(label: str, key: str, usual: int, low: int, high: int, help: str) -> int:
    restored.number(key, low=low, high=high)
    st.session_state.setdefault(key, usual)
    return int(
        st.number_input(
            label,
            min_value=low,
            max_value=high,
            step=1,
            key=key,
            help=help,
            persist_state="session",
        )
    )


def _slider(label: str, key: str, usual: int, *, most: int) -> int:
    restored.number(key, low=0, high=min(most, MOST_RIVALS))
    st.session_state.setdefault(key, usual)
    return int(
        st.slider(
            label,
            min_value=0,
            max_value=min(most, MOST_RIVALS),
            step=1,
            key=key,
            persist_state="session",
        )
    )


def facts(asked: Asked) -> list[tuple[str, str]]:
    """Return what is asked as names and values, for a memo."""
    question, past = asked.question, asked.past
    rules = t("lowest commission wins")
    if question.price_weight < 1.0 or question.formula is PriceFormula.FROM_AVERAGE:
        rules = t(
            "points: {weight} for the price by {formula}, own technical points {own}, a rival's "
            "{rival} ± {spread}",
            weight=f"{question.price_weight:.0%}",
            formula=formulas()[question.formula],
            own=_plainly(question.own_points),
            rival=_plainly(question.rival_points_mean),
            spread=_plainly(question.rival_points_sd),
        )
    ceiling = t("none") if question.ceiling is None else f"{question.ceiling:.2%}"
    margin = t("the library's") if asked.target_margin is None else f"{asked.target_margin:.1%}"
    return [
        (
            t("Tender"),
            t(
                "{rules}; winners: {m}; ceiling: {c}; cost of bidding: {cost}",
                rules=rules,
                m=_winners(question),
                c=ceiling,
                cost=money(question.bid_cost),
            ),
        ),
        (t("Rivals"), clauses([_how_many(question, past), _what_they_bid(question, past)])),
        (
            t("Own side"),
            t(
                "estimates off by {error}, of which rivals' spread knows {knows}; profit wanted of "
                "revenue: {margin}",
                error=f"{question.error:.0%}",
                knows="–" if question.knows is None else f"{question.knows:.0%}",
                margin=margin,
            ),
        ),
    ]


def _winners(question: "api.BidQuestion") -> str:
    if question.shares is None:
        return f"{question.winners}"
    return f"{question.winners} ({' / '.join(f'{share:.0%}' for share in question.shares)})"


def _how_many(question: "api.BidQuestion", past: "api.PastBids | None") -> str:
    if question.number is not None:
        return t("{n} rivals for certain", n=question.number)
    if question.mean_number is not None:
        return t("{n:g} rivals expected (Poisson)", n=question.mean_number)
    number = past.fit.number if past else None
    mean = float(number[0] @ np.arange(number.size)) if number is not None else 0.0
    return t("{n:.1f} rivals on average, as in past results", n=mean)


def _what_they_bid(question: "api.BidQuestion", past: "api.PastBids | None") -> str:
    if question.shift is not None:
        return t(
            "around each lot's usual commission {shift:+.1f} points, spread {sd:.2f} points",
            shift=as_percent(question.shift),
            sd=as_percent(question.sd or 0.0),
        )
    if question.mean is not None:
        return t(
            "around {mean:.2%}, spread {sd:.2f} points",
            mean=question.mean,
            sd=as_percent(question.sd or 0.0),
        )
    fit = past.fit if past else None
    return t(
        "around {mean:.2%}, spread {sd:.2f} points, from {rows} past results",
        mean=fit.mean if fit else 0.0,
        sd=as_percent(fit.sd if fit else 0.0),
        rows=fit.rows if fit else 0,
    )


def _plainly(points: float | None) -> str:
    return "\N{EN DASH}" if points is None else f"{points:g}"
