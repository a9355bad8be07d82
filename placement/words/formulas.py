"""How a number on the screen comes about: the formula in words, and the same with its figures.

Every figure is taken from the result that the screen shows; nothing is worked out anew. Figures of
a sum are rounded so that they add up, to the cent, to the one they end in.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from placement.decide.totals import CASH_PARTS, Total, total_of
from placement.domain.text import t
from placement.domain.types import Component
from placement.value.cashflow import DEDUCTIBLE
from placement.words.names import component_names
from placement.words.numbers import MINUS, cents, points

Part = TypeVar("Part", bound=Hashable)

MOST_DECIMALS = 9
"""Decimals of a percentage that are shown at most."""

PLUS, TIMES, OVER, EQUALS = "+", "\N{MULTIPLICATION SIGN}", "\N{DIVISION SIGN}", "="


@dataclass(frozen=True, kw_only=True)
class Step:
    """One figure of a formula."""

    sign: str
    """What is done with it; empty for the first."""
    name: str
    amount: float
    figure: str
    """The amount as it is written, without its sign where `sign` says it."""


@dataclass(frozen=True, kw_only=True)
class Formula:
    """A number and how it comes about."""

    words: str
    """The formula in the words of the trade."""
    steps: tuple[Step, ...]
    """With this case's figures, the result last."""
    note: str = ""
    """What to know, or what the screen shows of it."""

    @property
    def result(self) -> Step:
        """What it ends in."""
        return self.steps[-1]


def in_money(sign: str, name: str, amount: float) -> Step:
    """Return a figure that is an amount of money."""
    return Step(sign=sign, name=name, amount=amount, figure=cents(amount))


def in_percent(sign: str, name: str, share: float) -> Step:
    """Return a figure that is a share."""
    return Step(sign=sign, name=name, amount=share, figure=points(share, decimals=2))


def enough(agrees: Callable[[int], bool]) -> int:
    """Return the fewest decimals, two at least, with which a hand calculator comes to a result.

    Args:
        agrees: Whether it does with so many.
    """
    return next((d for d in range(2, MOST_DECIMALS) if agrees(d)), MOST_DECIMALS)


def in_enough_percent(
    sign: str, name: str, share: float, *, agrees: Callable[[float], bool]
) -> Step:
    """Return a share with as many digits as a hand calculator needs to come to the result.

    Args:
        sign: What is done with it.
        name: What it is called.
        share: The share.
        agrees: Whether the share as it is written leads to the result as that is written.
    """
    decimals = enough(lambda d: agrees(round(share, d + 2)))
    return Step(sign=sign, name=name, amount=share, figure=points(share, decimals=decimals))


def summed(
    words: str,
    parts: Sequence[tuple[str, float]],
    name: str,
    *,
    note: str = "",
    write: Callable[[float], str] = cents,
) -> Formula:
    """Return a sum.

    Args:
        words: The formula in words.
        parts: What is added, each with its name; costs below zero.
        name: What the sum is called.
        note: What to know.
        write: Writes an amount that has two decimals.
    """
    rounded = to_the_cent(dict(enumerate(amount for _, amount in parts)))
    steps = [
        _added(called, rounded[row], write, is_first=row == 0)
        for row, (called, _) in enumerate(parts)
    ]
    total = round(sum(rounded.values()), 2) + 0.0
    return Formula(
        words=words,
        steps=(*steps, Step(sign=EQUALS, name=name, amount=total, figure=write(total))),
        note=note,
    )


def to_the_cent(parts: Mapping[Part, float]) -> dict[Part, float]:
    """Return the parts rounded so that they add up to their rounded sum.

    What rounding leaves over, a cent or two, goes to the largest part, where it matters least.
    """
    rounded = {part: round(amount, 2) for part, amount in parts.items()}
    left = round(sum(parts.values()), 2) - sum(rounded.values())
    largest = max(parts, key=lambda part: abs(parts[part]))
    rounded[largest] = round(rounded[largest] + left, 2)
    return rounded


def net_formulas(parts: Mapping[Component, float], *, names: Mapping[str, str]) -> list[Formula]:
    """Return how cash, fees and costs, and the net of a segment or a book come about.

    Args:
        parts: The components of the net, for all accounts, in today's money.
        names: What the three totals and the net are called, by `Total` and "net".
    """
    rounded = {part: amount for part, amount in to_the_cent(parts).items() if amount != 0.0}
    called = component_names()

    def of(total: Total) -> list[tuple[str, float]]:
        return [(called[part], x) for part, x in rounded.items() if total_of(part) is total]

    totals = {total: sum(x for _, x in of(total)) for total in Total}
    words = {
        Total.CASH: t("Cash = collected + sale proceeds"),
        Total.FEES: t(
            "Fees and costs = \N{MINUS SIGN} commission \N{MINUS SIGN} operating cost "
            "\N{MINUS SIGN} legal cost + fees refunded \N{MINUS SIGN} holding cost \N{MINUS SIGN} "
            "relationship cost"
        ),
    }
    return [
        *(
            summed(said, of(total), names[total])
            for total, said in words.items()
            if len(of(total)) > 1
        ),
        totals_formula(totals, names=names),
    ]


def totals_formula(totals: Mapping[Total, float], *, names: Mapping[str, str]) -> Formula:
    """Return a net as the sum of cash, fees and costs, and tax; arguments as `net_formulas`."""
    return summed(
        t("Net recovery = cash + fees and costs + tax relief"),
        [(names[total], amount) for total, amount in totals.items()],
        names["net"],
    )


def collected_formula(parts: Mapping[Component, float], *, balance: float) -> Formula | None:
    """Return how far the balance comes in as cash; None where nothing does.

    Args:
        parts: The components, for all accounts, in today's money.
        balance: What all accounts owe.
    """
    cash = sum(parts[part] for part in CASH_PARTS)
    if not round(cash, 2) or not balance:
        return None
    return Formula(
        words=t("What comes in of the balance = cash, in today's money \N{DIVISION SIGN} balance"),
        steps=(
            in_money("", t("Cash"), round(cash, 2)),
            in_money(OVER, t("Balance"), round(balance, 2)),
            in_percent(
                EQUALS,
                t("Comes in, in today's money"),
                round(cash, 2) / round(balance, 2) if round(balance, 2) else cash / balance,
            ),
        ),
    )


def commission_formula(parts: Mapping[Component, float], *, rate: float) -> Formula | None:
    """Return the commission as its rate on what is collected; None where it is not that alone."""
    collected, paid = parts[Component.COLLECTED], -parts[Component.COMMISSION]
    if round(paid, 2) <= 0.0 or abs(rate * collected - paid) > 0.005:
        return None
    result = round(paid, 2)
    # A contract's rate is written as it is; the cent that rounding hides is one of what comes in.
    digits = [d for d in range(2, MOST_DECIMALS) if round(round(collected, d) * rate, 2) == result]
    if not digits:
        return None
    base = round(collected, digits[0])
    return Formula(
        words=t("Commission = collected \N{MULTIPLICATION SIGN} commission rate"),
        steps=(
            Step(sign="", name=t("Collected"), amount=base, figure=f"{base:,.{digits[0]}f}"),
            in_enough_percent(
                TIMES, t("Commission rate"), rate, agrees=lambda x: round(base * x, 2) == result
            ),
            in_money(EQUALS, t("Commission"), result),
        ),
    )


def tax_formula(parts: Mapping[Component, float], *, rate: float) -> Formula | None:
    """Return how tax relief comes about; None where there is none or no tax.

    What it is worth today, divided by the rate, is what is deducted: the costs that count, and for
    the rest the claim when the law lets it be deducted, less what comes in and is taxed.

    Args:
        parts: The components, for all accounts, in today's money.
        rate: Income tax rate of the creditor.
    """
    relief = round(parts[Component.TAX], 2)
    if not relief or not rate:
        return None
    deducted = round(parts[Component.TAX] / rate, 2)
    if abs(deducted * rate - relief) > 0.004:
        deducted = round(relief / rate, 2)
    costs = round(-sum(parts[part] for part in (*DEDUCTIBLE, Component.FEES_REFUNDED)), 2) + 0.0
    claim = round(deducted - costs, 2) + 0.0
    return Formula(
        words=t(
            "Tax relief = (loss of the claim, once the law lets it be deducted, less what comes in "
            "+ costs that can be deducted) \N{MULTIPLICATION SIGN} income tax rate"
        ),
        steps=(
            _added(t("Loss of the claim less what comes in"), claim, cents, is_first=True),
            _added(t("Costs that can be deducted"), costs, cents, is_first=False),
            in_money(EQUALS, t("Deducted, in today's money"), deducted),
            in_enough_percent(
                TIMES,
                t("Income tax rate"),
                rate,
                agrees=lambda x: round(deducted * x, 2) == relief,
            ),
            in_money(EQUALS, t("Tax relief"), relief),
        ),
    )


def gain_formula(*, value: float, alone: float, option: str) -> Formula:
    """Return what a plan gains over the best option alone.

    Args:
        value: Of the plan, all accounts.
        alone: Of the best option closed at its end, all accounts.
        option: What that option is called.
    """
    return summed(
        t("Gain = value of the plan \N{MINUS SIGN} best option, closed when it ends"),
        [(t("Value of the plan"), value), (t("{option} alone", option=option), -alone)],
        t("Gain"),
    )


def per_account_formula(*, value: float, accounts: int) -> Formula:
    """Return the value per account of a plan that leaves `value` for all."""
    return Formula(
        words=t("Value per account = value of the plan \N{DIVISION SIGN} accounts"),
        steps=(
            in_money("", t("Value of the plan"), round(value, 2)),
            Step(sign=OVER, name=t("Accounts"), amount=accounts, figure=f"{accounts:,}"),
            in_money(EQUALS, t("Value per account"), round(value, 2) / accounts),
        ),
    )


def waiting_formula(*, waiting: float, acting: float, move: str) -> Formula:
    """Return what waiting a month more is worth.

    Args:
        waiting: Of the best plan that begins by waiting, all accounts.
        acting: Of the best plan that begins otherwise, all accounts.
        move: What that begins with.
    """
    return summed(
        t(
            "Value of waiting = best plan that waits a month first \N{MINUS SIGN} best plan that "
            "begins today"
        ),
        [(t("Wait a month first"), waiting), (t("Begin today: {move}", move=move), -acting)],
        t("Value of waiting"),
    )


def _added(name: str, amount: float, write: Callable[[float], str], *, is_first: bool) -> Step:
    sign = MINUS if amount < 0.0 else "" if is_first else PLUS
    return Step(sign=sign, name=name, amount=amount, figure=write(abs(amount)))
