"""What the command `deal` prints: both sides at every commission that has a name, and the verdict.

Money is for the whole lot, in today's money; commissions are printed in percent.
"""

from typing import Any

from placement.cli.show import left, named, right, sums
from placement.decide.deal.deal import Deal
from placement.domain.text import t
from placement.report.deal_answer import deal_answer
from placement.tape.currency import DEFAULT_CURRENCY
from placement.words.deal import (
    at_quote,
    best_words,
    bounds_words,
    lever_names,
    other_ways,
    verdict,
)

Answer = dict[str, Any]


def deal_lines(found: Deal, currency: str = DEFAULT_CURRENCY) -> list[str]:
    """Return the lines of an answer: both sides, then what the page Deal zone says too."""
    answer, at = deal_answer(found), found.economics.curve
    said = [
        verdict(found.zone, found.gap, currency=currency),
        at_quote(found.zone, at, quoted=found.quoted, currency=currency),
        *bounds_words(found.zone),
        best_words(found.zone, at, quoted=found.quoted, currency=currency),
    ]
    best_other = t(
        "The creditor's best other way: {options}, {net} net.",
        options=other_ways(found.zone),
        net=sums(found.zone.other.total)[0],
    )
    lines = [*_sides(answer), *_ladder_decides(answer), best_other, *said]
    return lines if found.gap is None else [*lines, *_openers(answer["openers"])]


def _sides(answer: Answer) -> list[str]:
    head = (t("commission"), t("creditor keeps"), t("agency earns"))
    lines = [f"  {'':18} {right(head[0], 12)} {right(head[1], 18)} {right(head[2], 18)}"]
    for name, key in (
        (named("floor", t("agency's floor")), "at_floor"),
        (named("ceiling", t("creditor's ceiling")), "at_ceiling"),
        (named("best_to_begin", t("creditor's best")), "at_best_to_begin"),
        (named("quoted", t("quoted")), "at_quoted"),
    ):
        at = answer[key]
        if at is None:
            lines.append(f"  {left(name, 18)} {right(t('none to 100%'), 12)}")
            continue
        # Rounded and plus zero, a hair below nothing does not read -0.00.
        kept, earned = (
            round(at[side], 2) + 0.0 for side in ("creditor_net_with_follow_up", "agency_profit")
        )
        lines.append(
            f"  {left(name, 18)} {at['commission']:>12.2%} {kept:>18,.2f} {earned:>18,.2f}"
        )
    fee = answer["effective_fee"]
    shown = t("no cash") if fee is None else f"{fee:.2%}"
    name = named("effective_fee", t("effective fee"))
    lines.append(f"  {left(name, 18)} {right(shown, 12)}")
    return lines


def _ladder_decides(answer: Answer) -> list[str]:
    if answer["quote_in_force"]:
        return []
    return [
        t(
            "The terms have a ladder by age, which takes the place of every quote: all lines above "
            "are of the ladder, whatever the commission beside them."
        )
    ]


def _openers(openers: list[Answer]) -> list[str]:
    lines = [t("What alone would open one:")]
    for opener in openers:
        name = named(opener["lever"], lever_names()[opener["lever"]])
        start = f"  {left(name, 20)} {right(_figure(opener['today']), 12)}"
        if opener["needed"] is None:
            bound = _figure(opener["looked_to"])
            lines.append(f"{start}  {t('nothing on the way to {bound}', bound=bound)}")
        else:
            lines.append(f"{start}  {t('to {needed}', needed=_figure(opener['needed']))}")
    return lines


def _figure(value: float) -> str:
    """Return whole numbers and money without decimals, factors with three."""
    return f"{value:,.0f}" if value >= 100.0 or value == round(value) else f"{value:.3f}"
