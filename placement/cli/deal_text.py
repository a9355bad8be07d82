"""What the command `deal` prints: both sides at every commission that has a name, and the verdict.

Money is for the whole lot, in today's money; commissions are printed in percent.
"""

from typing import Any

from placement.domain.text import t

Answer = dict[str, Any]


def deal_lines(answer: Answer) -> list[str]:
    """Return the lines of an answer of `placement.report.deal_answer.deal_answer`."""
    other = answer["best_other"]
    best_other = t(
        "The creditor's best other way: {options}, {net:,.2f} net.",
        options=_other(answer),
        net=other["net"],
    )
    head = [*_sides(answer), *_ladder_decides(answer), best_other, _at_quote(answer)]
    if answer["deal"]:
        return [*head, *_zone(answer)]
    return [*head, _no_deal(answer), *_idle(answer), *_openers(answer["openers"])]


def _sides(answer: Answer) -> list[str]:
    head = (t("commission"), t("creditor keeps"), t("agency earns"))
    lines = [f"  {'':18} {head[0]:>12} {head[1]:>18} {head[2]:>18}"]
    for name, key in (
        ("floor", "at_floor"),
        ("ceiling", "at_ceiling"),
        ("best_to_begin", "at_best_to_begin"),
        ("quoted", "at_quoted"),
    ):
        at = answer[key]
        if at is None:
            lines.append(f"  {name:18} {t('none to 100%'):>12}")
            continue
        # Rounded and plus zero, a hair below nothing does not read -0.00.
        kept, earned = (
            round(at[side], 2) + 0.0 for side in ("creditor_net_with_follow_up", "agency_profit")
        )
        lines.append(f"  {name:18} {at['commission']:>12.2%} {kept:>18,.2f} {earned:>18,.2f}")
    fee = answer["effective_fee"]
    lines.append(f"  {'effective_fee':18} {t('no cash') if fee is None else f'{fee:.2%}':>12}")
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


def _other(answer: Answer) -> str:
    return t(" or ").join(answer["best_other"]["options"])


def _at_quote(answer: Answer) -> str:
    at = answer["at_quoted"]
    over, profit = (
        at["creditor_net_with_follow_up"] - answer["best_other"]["net"],
        at["agency_profit"],
    )
    words = {"quoted": at["commission"], "over": abs(over), "profit": abs(profit)}
    creditor = (
        t("At {quoted:.2%} the creditor keeps {over:,.2f} more than that", **words)
        if over >= 0.0
        else t("At {quoted:.2%} the creditor keeps {over:,.2f} less than that", **words)
    )
    agency = (
        t("and the agency earns {profit:,.2f}.", **words)
        if profit >= 0.0
        else t("and the agency loses {profit:,.2f}.", **words)
    )
    return f"{creditor} {agency}"


def _zone(answer: Answer) -> list[str]:
    floor, (low, high) = answer["floor"], answer["zone"]
    deal = t("Deal: from {low:.2%} to {high:.2%} both sides gain.", low=low, high=high)
    if f"{floor:.2%}" == f"{low:.2%}":
        return [deal]
    if answer["gains_below"]:
        steps = t(
            "From {floor:.2%} to {low:.2%} the agency gains, and the creditor at some commissions "
            "only: the agency's work grows in steps.",
            floor=floor,
            low=low,
        )
        return [deal, steps]
    not_yet = t(
        "From {floor:.2%} to {low:.2%} the agency gains but the creditor does not yet: the agency "
        "works too little for its price.",
        floor=floor,
        low=low,
    )
    return [deal, not_yet]


def _no_deal(answer: Answer) -> str:
    """Return how far apart the sides are, in points where both have a bound, and in money."""
    gap = answer["gap"]
    words = {
        "points": 100.0 * (gap["points"] or 0.0),
        "agency": gap["agency_short"],
        "creditor": gap["creditor_short"],
        "best": answer["best_to_begin"],
        "floor": answer["floor"],
        "ceiling": answer["ceiling"],
        "least": answer["best_other"]["net"]
        - answer["at_best_to_begin"]["creditor_net_with_follow_up"],
        "other": _other(answer),
    }
    if answer["floor"] is not None and answer["ceiling"] is not None:
        return t(
            "No deal: the floor lies {points:.2f} points above the ceiling. At the ceiling the "
            "agency lacks {agency:,.2f}; at the floor the creditor keeps {creditor:,.2f} less than "
            "with {other}.",
            **words,
        )
    if answer["floor"] is not None:
        return t(
            "No deal: at any commission the creditor keeps at least {least:,.2f} less than with "
            "{other}; at the floor of {floor:.2%} it is {creditor:,.2f} less.",
            **words,
        )
    if answer["ceiling"] is not None:
        return t(
            "No deal: no commission up to 100% pays the agency; at the ceiling of {ceiling:.2%} it "
            "lacks {agency:,.2f}.",
            **words,
        )
    return t(
        "No deal: no commission up to 100% pays the agency, and none leaves the creditor as much "
        "as {other}. At {best:.2%}, best for the creditor, the agency lacks {agency:,.2f} and the "
        "creditor keeps {least:,.2f} less.",
        **words,
    )


def _idle(answer: Answer) -> list[str]:
    if answer["works_to_begin"]:
        return []
    return [t("The creditor's best leaves every account idle: nobody would work them.")]


def _openers(openers: list[Answer]) -> list[str]:
    lines = [t("What alone would open one:")]
    for opener in openers:
        start = f"  {opener['lever']:20} {_figure(opener['today']):>12}"
        if opener["needed"] is None:
            bound = _figure(opener["looked_to"])
            lines.append(f"{start}  {t('nothing on the way to {bound}', bound=bound)}")
        else:
            lines.append(f"{start}  {t('to {needed}', needed=_figure(opener['needed']))}")
    return lines


def _figure(value: float) -> str:
    """Return whole numbers and money without decimals, factors with three."""
    return f"{value:,.0f}" if value >= 100.0 or value == round(value) else f"{value:.3f}"
