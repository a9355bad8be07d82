"""A mix of contracts in words: proof, what a seat is worth, whether to hire, why in or out."""

import numpy as np
import pandas as pd

from placement.decide.mix.choose import Mix
from placement.decide.mix.conflict import capacity_name
from placement.decide.mix.hiring import CashPlan, HiringPlan
from placement.decide.mix.prices import CASH_STEP, Frontier, Gains, Moves
from placement.decide.mix.programme import Overbooking, Row
from placement.domain.text import listed, sentences, t
from placement.domain.types import FloatArray
from placement.words.numbers import money

FULL = 0.999
"""From this share of a capacity on, nothing worth a word is left of it."""


def proof_words(mix: Mix) -> tuple[str, str]:
    """Return whether the mix is proved best: in two words, and in a sentence."""
    gap = mix.choice.gap if mix.choice else 0.0
    if mix.is_optimal:
        return t("Proved"), t(
            "Best among these staffing levels: no other choice of contracts, levels and hiring "
            "can earn more than 0.01 % more before wages."
        )
    return t("Gap {gap}", gap=f"{gap:.2%}"), t(
        "Time ended the search: at most {more} more could be earned. Allow a longer search.",
        more=money(mix.bound - mix.profit),
    )


def cash_words(cash: CashPlan) -> str:
    """Return when cash is lowest and how low: if all is won, on average, and at worst."""
    return t(
        "Lowest in month {month}, at {cash}, if every bid is won; on average in month {other}, at "
        "{expected}; whichever bids are won never below {worst}.",
        worst=money(cash.lowest_worst),
        month=cash.lowest_month,
        cash=money(cash.lowest),
        other=cash.lowest_expected_month,
        expected=money(cash.lowest_expected),
    )


def wages_words(people: HiringPlan) -> str:
    """Return what a person costs, and how much of it is for months without work."""
    return t(
        "In today's money, {wage} a person and month until the last month with work; taken off "
        "the profit. {idle} of it is for months without work, on average over wins and losses; "
        "hiring and leaving cost {moving} besides.",
        wage=money(people.wage),
        idle=money(people.idle_wages),
        moving=money(people.moving_costs),
    )


def gain_lines(gains: Gains) -> list[str]:
    """Return what more cash and more legal hours are worth."""
    lines = []
    if gains.per_cash_step is not None:
        lines.append(
            t(
                "{step} more cash would add {gain} to the profit.",
                step=money(CASH_STEP),
                gain=money(gains.per_cash_step),
            )
        )
    if gains.per_legal_hour is not None:
        lines.append(
            t("One more legal hour a month would add {gain}.", gain=money(gains.per_legal_hour))
        )
    if not gains.proved:
        lines.append(
            t("Time ended a search, so these prices are not proved; allow a longer search.")
        )
    return lines


def move_words(mix: Mix, moves: Moves) -> str:
    """Return which contract would come in next and which would go first."""
    seats = mix.capacities.seats
    parts = [t("Next in: none; more seats alone bring no further contract.")]
    if moves.next_in is not None:
        more = _seats(moves.next_in.seats - seats)
        parts = [
            t("Next in: {contract}, with 1 more seat.", contract=moves.next_in.contract)
            if more == "1"
            else t(
                "Next in: {contract}, with {more} more seats.",
                contract=moves.next_in.contract,
                more=more,
            )
        ]
    if moves.first_out is not None:
        fewer = _seats(seats - moves.first_out.seats)
        parts.append(
            t("First out: {contract}, with 1 seat fewer.", contract=moves.first_out.contract)
            if fewer == "1"
            else t(
                "First out: {contract}, with {fewer} seats fewer.",
                contract=moves.first_out.contract,
                fewer=fewer,
            )
        )
    return sentences(parts)


def hire_words(mix: Mix, gains: Gains) -> str:
    """Return what more people are worth, and whether hiring them pays."""
    gain, terms = gains.per_seat, mix.capacities.people
    if not gains.value_of_more:
        return t("More people could not be paid every month, or the time ended before their worth.")
    words = {"most": len(gains.value_of_more), "gain": money(abs(gain))}
    text = (
        t(
            "Each of 1 to {most} more people adds {gain} to the expected profit over the whole "
            "term of the contracts, on average over these numbers. Their wages are off already, "
            "also for months without work; hiring and learning are not.",
            **words,
        )
        if gain >= 0.0
        else t(
            "Each of 1 to {most} more people takes {gain} off the expected profit over the whole "
            "term of the contracts, on average over these numbers. Their wages are off already, "
            "also for months without work; hiring and learning are not.",
            **words,
        )
    )
    if terms.may_hire:
        hired = float(mix.columns.hired(mix.moved).sum())
        return sentences(
            [text, t("The plan hires {number} people where that pays.", number=_seats(hired))]
        )
    if gain > terms.hiring_cost:
        pays = t(
            "Hire: at {hire} a hire, {left} is left before the months of learning. Allow it "
            "under Means to see it planned.",
            hire=money(terms.hiring_cost),
            left=money(gain - terms.hiring_cost),
        )
        return sentences([text, pays])
    costs = t(
        "Do not hire for this: a hire costs {hire}, which is {short} more than it brings.",
        hire=money(terms.hiring_cost),
        short=money(terms.hiring_cost - gain),
    )
    return sentences([text, costs])


def exceeded_words(capacities: pd.DataFrame) -> str:
    """Return which capacity the draws exceed most often, of the rows of `capacities_table`."""
    if not len(capacities) or not capacities["exceeded"].max():
        return t("In none of them is more needed than there is.")
    worst = capacities.iloc[int(capacities["exceeded"].to_numpy().argmax())]
    return t(
        "More than there is would be needed in {share} of them of: {capacity}; {excess} are then "
        "missing on average.",
        share=f"{worst['exceeded']:.1%}",
        capacity=worst["capacity"],
        excess=_seats(float(worst["mean_excess"])),
    )


def how_many_words(frontier: Frontier, *, seats: float, hire: float) -> str:
    """Return how many people pay best at a cost of a hire, of those on the chart."""
    at_today = np.interp(seats, frontier.seats, frontier.profit)
    more = frontier.seats >= seats
    left = np.where(more, frontier.profit - at_today - hire * (frontier.seats - seats), -np.inf)
    best = int(np.nanargmax(left)) if np.isfinite(left).any() else -1
    if best < 0 or left[best] <= 0.0 or frontier.seats[best] <= seats:
        return t(
            "At {hire} a hire, no larger number of people on the chart pays.", hire=money(hire)
        )
    return t(
        "At {hire} a hire, {number} people pay best of those on the chart: {left} more than today "
        "after the hires.",
        hire=money(hire),
        number=_seats(float(frontier.seats[best])),
        left=money(float(left[best])),
    )


def best_per_seat(mix: Mix) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return profit, seats and profit per seat at each contract's most profitable staffing.

    Chosen contracts have those of their chosen staffing. Profit is expected and before
    wages, as people are paid anyway; seats are on average where the rule counts them so. Shape
    (contracts,) each.
    """
    chance = mix.contracts.chance
    on_average = mix.programme.rule.kind is Overbooking.EXPECTED
    profit = np.where(mix.modes.offered, chance[:, None] * mix.modes.profit_before_wages, -np.inf)
    at = np.where(mix.taken, mix.picked.argmax(axis=1), profit.argmax(axis=1))[:, None]
    found = np.take_along_axis(chance[:, None] * mix.modes.profit_before_wages, at, axis=1)[:, 0]
    seats = np.take_along_axis(mix.modes.seats, at, axis=1)[:, 0]
    counted = seats * (chance if on_average else 1.0)
    ratio = np.divide(found, counted, out=np.full(len(found), np.nan), where=counted > 0.0)
    return found, seats, ratio


def reasons(mix: Mix, price: float | None) -> list[str]:
    """Return why each contract is in or out.

    Args:
        mix: The best mix.
        price: What one more seat is worth; None where it is not known yet.
    """
    profit, _, ratio = best_per_seat(mix)
    return [
        _why_in(mix, row, ratio[row], price) if mix.taken[row]
        else _why_out(mix, row, profit[row], price)
        for row in range(len(mix.contracts))
    ]  # fmt: skip


def _why_in(mix: Mix, row: int, ratio: float, price: float | None) -> str:
    contracts = mix.contracts
    if contracts.must_keep[row]:
        return t("Must be kept.")
    if contracts.locked_in[row]:
        return t("Locked in by hand.")
    if contracts.chance[row] * mix.of(mix.modes.profit_before_wages)[row] < 0.0:
        return t(
            "Loses less than giving it up would cost ({exit}).",
            exit=money(float(contracts.exit_cost[row])),
        )
    if price is None or not np.isfinite(ratio):
        return t("Pays with the seats it takes.")
    return t(
        "Brings {ratio} a seat before wages; one more seat elsewhere brings {price}.",
        ratio=money(float(ratio)),
        price=money(price),
    )


def _why_out(mix: Mix, row: int, profit: float, price: float | None) -> str:
    contracts = mix.contracts
    if contracts.locked_out[row]:
        return t("Locked out by hand.")
    if not contracts.chance[row]:
        return t("Cannot be won: its chance is 0.")
    if profit <= 0.0:
        return t(
            "Loses money even before wages: {profit} if won, at its best staffing.",
            profit=money(profit / float(contracts.chance[row])),
        )
    alone = [found for found in mix.programme.rows if _too_big(mix, found, row)]
    if alone:
        return t(
            "Even its smallest staffing needs more than there is of {name}.",
            name=capacity_name(alone[0]),
        )
    return _outbid(mix, row, price)


def _outbid(mix: Mix, row: int, price: float | None) -> str:
    scarce = [found for found in mix.programme.rows if _is_scarce(mix, found, row)]
    names = listed(dict.fromkeys(capacity_name(found) for found in scarce))
    level, ratio = _best_level(mix, row)
    seats = float(mix.modes.seats[row, level])
    if price is not None and np.isfinite(ratio) and ratio < price:
        return t(
            "Brings at most {ratio} a seat before wages; one more seat elsewhere brings {price}.",
            ratio=money(ratio),
            price=money(price),
        )
    return t(
        "Pays {ratio} a seat before wages at {seats} seats, but others use {names} for more in "
        "all.",
        ratio=money(ratio),
        seats=_seats(seats),
        names=names or t("the means"),
    )


def _best_level(mix: Mix, row: int) -> tuple[int, float]:
    """Return the staffing of a contract that brings most a seat, and what that is."""
    chance = float(mix.contracts.chance[row])
    counted = chance if mix.programme.rule.kind is Overbooking.EXPECTED else 1.0
    seats = mix.modes.seats[row] * counted
    usable = mix.modes.offered[row] & (seats > 0.0)
    ratio = np.where(
        usable, chance * mix.modes.profit_before_wages[row] / np.where(usable, seats, 1.0), -np.inf
    )
    level = int(ratio.argmax())
    return level, float(ratio[level])


def _too_big(mix: Mix, row: Row, contract: int) -> bool:
    # What others or newcomers add to may yet be enough.
    if not row.only_takes:
        return False
    offered = mix.modes.offered[contract]
    counted = mix.programme.rule.kind is Overbooking.EXPECTED
    use = row.use[contract][offered] * (mix.contracts.chance[contract] if counted else 1.0)
    return bool(use.size and use.min() > row.capacity * (1.0 + 1e-9))


def _is_scarce(mix: Mix, row: Row, contract: int) -> bool:
    used = mix.programme.counted(row, mix.picked) + row.staffed(mix.moved)
    least = float(np.where(mix.modes.offered[contract], row.use[contract], np.inf).min())
    return least > 0.0 and used + least > row.capacity


def _seats(number: float) -> str:
    return f"{number:,.1f}".removesuffix(".0")
