"""Plans in words: what each move is called, and a plan as one sentence."""

import math
from collections.abc import Sequence

from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.plans import AccountPlan, Plan, Step
from placement.decide.timing.policy.rules import PLACE, Policy
from placement.decide.timing.stop import STOP, begins_with, steps_said
from placement.domain.days import DAYS_PER_MONTH
from placement.domain.text import about, listed, t
from placement.domain.types import AGENCY_OPTIONS, Option
from placement.value.options import Valuation
from placement.words.names import lead_names, move_names, option_names, sector_name
from placement.words.numbers import money, share

ENDINGS = (Option.LAWSUIT.value, Option.SALE.value, Option.WRITE_OFF.value, STOP)
"""Moves that end a plan."""


def leads_with(plan: Plan, *, horizon: int) -> str:
    """Return in the reader's language what a plan begins with."""
    return lead_names()[begins_with(plan, horizon=horizon)]


def stages(plan: Plan, *, horizon: int) -> tuple[Step, ...]:
    """Return a plan's steps with months of the same work in a row as one stage.

    Two placements with different agencies stay apart; in-house work that goes on does not. Where
    nothing more is done the last stage says so; the end of the horizon is no stage.
    """
    joined: list[Step] = []
    for step in steps_said(plan, horizon=horizon):
        if joined and joined[-1].action == step.action:
            before = joined.pop()
            step = Step(
                action=step.action,
                start_month=before.start_month,
                months=before.months + step.months,
            )
        joined.append(step)
    return tuple(joined)


def told(planned: AccountPlan) -> Plan:
    """Return an account's plan as people are told it: without steps that gain next to nothing."""
    return planned.told.plan if planned.told else planned.plan


def told_first(planned: AccountPlan, move: str) -> Plan | None:
    """Return the plan that begins with a move as people are told it; None where none does.

    The leading one is told everywhere alike: without steps that gain next to nothing.
    """
    first = planned.first_moves.get(move)
    if first is None or planned.plan.steps[0].action != move:
        return first
    said = told(planned)
    return said if said.steps[0].action == move else first


def left_out_text(planned: AccountPlan, *, accounts: int, currency: str) -> str:
    """Return what is left out of the plan that people are told; "" where nothing is."""
    if planned.told is None or not planned.told.left_out:
        return ""
    names = move_names()
    parts = [
        t(
            "{move} {when} ({amount} {currency})",
            move=names[left.step.action],
            when=when_text(left.step.start_month),
            amount=money(accounts * left.gain),
            currency=currency,
        )
        for left in planned.told.left_out
    ]
    return t("Left out, as it gains next to nothing: {steps}.", steps=listed(parts))


def in_words(plan: Plan, *, horizon: int) -> str:
    """Return a plan as one sentence."""
    said = t(", then ").join(_phrase(step) for step in stages(plan, horizon=horizon))
    return t("{plan}.", plan=said[:1].upper() + said[1:])


def stage_text(step: Step) -> str:
    """Return a stage with its move and how long it lasts, as one line of a list."""
    name = lead_names()[step.action]
    return name if step.action == STOP else about(name, lasting(step))


def months_text(count: int) -> str:
    """Return a number of months with its unit."""
    return t("1 month") if count == 1 else t("{count} months", count=count)


def when_text(month: int) -> str:
    """Return when a move is made."""
    return t("now") if month == 0 else t("in month {month}", month=month)


def from_text(month: int) -> str:
    """Return from when on nothing more is done."""
    return t("from month {month} on", month=month)


def lasting(step: Step) -> str:
    """Return how long a stage lasts, or when a move that ends the plan is made."""
    if step.action == STOP:
        return t("from now on") if step.start_month == 0 else from_text(step.start_month)
    if step.action in ENDINGS:
        return when_text(step.start_month)
    return months_text(step.months)


def _phrase(step: Step) -> str:
    words = {"months": months_text(step.months), "when": when_text(step.start_month)}
    phrases = {
        WAIT: t("wait {months}"),
        Option.IN_HOUSE.value: t("keep in-house for {months}"),
        Option.AGENCY_1.value: t("place with the first agency for {months}"),
        Option.AGENCY_2.value: t("place with the second agency for {months}"),
        Option.AGENCY_3.value: t("place with the third agency for {months}"),
        Option.LAW_LETTER.value: t("send a law-firm letter {when}"),
        Option.PAYMENT_ORDER.value: t("apply for a payment order {when}"),
        Option.LAWSUIT.value: t("sue {when}"),
        Option.SALE.value: t("sell {when}"),
        Option.WRITE_OFF.value: t("write off {when}"),
        STOP: t("stop working it, keep the claim"),
    }
    return phrases[step.action].format(**words)


def policy_in_words(policy: Policy) -> str:
    """Return a policy's rules with the names of moves that people read."""
    names = {**move_names(), PLACE: t("Next agency in turn")}
    rules = [
        t("{move} from {days} days past due", move=names[rule.action], days=f"{days:,.0f}")
        if (days := rule.months_past_due * DAYS_PER_MONTH)
        else t("{move} from the due date", move=names[rule.action])
        for rule in policy.rules
    ]
    return t("In words: {rules}.", rules=listed(rules))


def limitation(valuation: Valuation, position: int, *, limit: float) -> tuple[str, bool]:
    """Return what to know about a segment's limitation clock, and whether the period is over.

    Args:
        valuation: The options of each segment.
        position: The segment.
        limit: Length of the period, in months.
    """
    segments = valuation.segments
    since = float(segments.months_since_demand[position])
    since = float(segments.age[position]) if math.isnan(since) else since
    words = {"limit": f"{limit:g}", "since": f"{since:.1f}", "left": f"{limit - since:.1f}"}
    if valuation.terms.time_barred[position] > 0.5:
        return t(
            "The limitation period of {limit} months is over: the last demand that counts was "
            "{since} months ago. A debtor may plead it, so a suit wins less often, and a new "
            "demand does not bring it back. Have demands that can be proved? Add the column "
            "last_demand_date to the book.",
            **words,
        ), True
    return t(
        "Limitation: {left} of {limit} months are left; each contact or letter of the plan starts "
        "the period anew.",
        **words,
    ), False


def too_short_for(
    option: Option, *, runs: int | None, horizon: int, is_open: bool, gain: float
) -> str | None:
    """Return that the horizon cuts off what an option alone may finish; None where it does not.

    Args:
        option: The best single option.
        runs: Months it runs alone, None where that is not counted in months.
        horizon: Months a plan may last.
        is_open: A plan may begin with the option.
        gain: Value of the plan less the option's; a plan that may use it whole loses nothing.
    """
    cut = not is_open or (runs is not None and runs > horizon)
    if gain >= 0.0 or not cut:
        return None
    words = {"horizon": months_text(horizon), "option": option_names()[option]}
    if runs is None:
        return t(
            'The horizon of {horizon} is too short for "{option}", which runs longer; choose a '
            "longer one.",
            **words,
        )
    if option in AGENCY_OPTIONS:
        return t(
            'The horizon of {horizon} is too short for "{option}", which runs {months} and the '
            "time until accounts come back; choose a longer one.",
            months=months_text(runs),
            **words,
        )
    return t(
        'The horizon of {horizon} is too short for "{option}", which runs {months}; choose a '
        "longer one.",
        months=months_text(runs),
        **words,
    )


def waiting_means(value: float | None, *, balance: float, currency: str) -> str:
    """Return what the value of waiting one more month means.

    Args:
        value: For the whole segment: waiting a month, then going on as well as possible, less
            the best move made today; None where there is no choice.
        balance: Balance of the segment.
        currency: Unit of the money.
    """
    if value is None:
        return t("The horizon leaves no month to wait.")
    words = {"amount": money(abs(value)), "currency": currency}
    words["share"] = share(abs(value), of=balance)
    if value > 0:
        return t(
            "Waiting pays: a month without doing anything, and the best plan after it, is worth "
            "{amount} {currency} more ({share} of the balance) than the best move made today. "
            "Who pays by himself pays without cost or commission.",
            **words,
        )
    return t(
        "A month lost costs {amount} {currency} ({share} of the balance): that much less is left "
        "if nothing is done for a month and the best plan follows.",
        **words,
    )


def placement_too_long(
    months: Sequence[int], *, horizon: int, placements: int, is_open: bool
) -> str | None:
    """Return that a placement does not fit the horizon, None where it does or none is left.

    Args:
        months: Term of each placement, recall apart.
        horizon: Months a plan may last.
        placements: Placements so far.
        is_open: A plan may begin with the next placement, or its agency would not take the lot.
    """
    if is_open or placements >= len(months):
        return None
    return t(
        "A placement lasts {months} and the time until accounts come back; that is longer than "
        "the horizon of {horizon}, so no plan here holds one. Choose a longer horizon.",
        months=months_text(months[placements]),
        horizon=months_text(horizon),
    )


def known_collections(
    per_seat: Sequence[float | None], published: tuple[float, float], *, sector: str, currency: str
) -> tuple[str, bool]:
    """Return what collectors are known to bring a month, and whether any here lies outside.

    Args:
        per_seat: What a collector of each agency brings a month of work; None where none works.
        published: From what to what is published.
        sector: What they are published for.
        currency: Unit of the money.
    """
    low, high = published
    words = {
        "low": money(low),
        "high": money(high),
        "currency": currency,
        "sector": sector_name(sector),
    }
    if any(one is not None and not low <= one <= high for one in per_seat):
        return t(
            "Outside what is known for {sector}: a collector brings {low} to {high} {currency} a "
            "month.",
            **words,
        ), True
    return t(
        "Known for {sector}: a collector brings {low} to {high} {currency} a month.", **words
    ), False
