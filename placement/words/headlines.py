"""Titles that say what a chart shows, so that whoever reads only the titles has the message."""

from collections.abc import Mapping, Sequence

from placement.domain.text import t
from placement.words.numbers import kept_words, money, points, share, whole


def begun_with(names: Sequence[str], nets: Sequence[float]) -> str:
    """Return what most of a book's net begins with.

    Args:
        names: What is begun with, the most first.
        nets: What each leaves, in the same order.
    """
    total = sum(nets)
    if len(names) == 1 or nets[0] <= 0.0 or total <= 0.0:
        return t("{move} leaves most of the net", move=names[0])
    return t(
        "{move} brings {share} of the net, more than any other beginning",
        move=names[0],
        share=share(nets[0], of=total),
    )


def own_way(gain: float, single: str, *, currency: str) -> str:
    """Return what each segment its best option leaves more than the best single way."""
    return t(
        "Closed when they end: each segment its best option leaves {gain} {currency} more than "
        "{single} for all",
        gain=money(gain),
        currency=currency,
        single=single,
    )


def leaves_most(names: Sequence[str], values: Sequence[float], *, currency: str) -> str:
    """Return what leaves most of a segment, and how much more than the second.

    Args:
        names: What is open, the best first.
        values: What each leaves, in the same order.
        currency: Unit of the values.
    """
    if len(names) < 2:
        return t("Only one way is open: {best}", best=names[0])
    return t(
        "{best} leaves most: {gain} {currency} more than {second}",
        best=names[0],
        second=names[1],
        gain=money(values[0] - values[1]),
        currency=currency,
    )


def net_comes_about(cash: float, fees: float, tax: float, *, currency: str) -> str:
    """Return how a net comes about: cash, costs, tax; together they are the net."""
    words = {
        "cash": money(cash),
        "fees": money(abs(fees)),
        "tax": money(abs(tax)),
        "net": money(cash + fees + tax),
        "currency": currency,
    }
    if tax >= 0.0:
        return t(
            "{cash} in cash less {fees} of costs, and {tax} of tax relief: {net} {currency}",
            **words,
        )
    return t("{cash} in cash less {fees} of costs and {tax} of tax: {net} {currency}", **words)


def waiting(value: float | None, *, currency: str) -> str:
    """Return whether to act now or to wait.

    Args:
        value: What a month of waiting brings for all accounts; below zero it costs. None where
            waiting is all that can be done.
        currency: Unit of the value.
    """
    if value is None or round(value) == 0:
        return t("Act now or wait: it comes to the same")
    words = {"amount": money(abs(value)), "currency": currency}
    if value < 0.0:
        return t("Act now: a month of delay costs {amount} {currency}", **words)
    return t("Wait: a month of it brings {amount} {currency}", **words)


def rules_enough(rules: int, kept: Sequence[float]) -> str:
    """Return how few rules keep nearly what those asked for keep.

    Args:
        rules: How many are asked for.
        kept: Share of the best value kept by 1, 2, 3 and so on rules.
    """
    most = kept[rules - 1]
    few = next(
        (place for place, each in enumerate(kept, 1) if each >= most - 0.001 and place < rules),
        rules,
    )
    words = {"rules": rules, "kept": kept_words(most)}
    if few == rules:
        return t("It takes {rules} rules to keep {kept} of the best value", **words)
    return t(
        "{rules} rules keep {kept} of the best value; {few} already keep {less}",
        **words,
        few=few,
        less=kept_words(kept[few - 1]),
    )


def done_now(names: Mapping[str, str], accounts: Mapping[str, float]) -> str:
    """Return what is done with most accounts now.

    Args:
        names: What each action is called.
        accounts: How many accounts each has.
    """
    most = max(accounts, key=lambda action: accounts[action])
    return t(
        "Now: {action} for {accounts} of {all} accounts, the most",
        action=names[most],
        accounts=whole(accounts[most]),
        all=whole(sum(accounts.values())),
    )


def nine_of_ten(low: float, high: float, *, currency: str) -> str:
    """Return between what a book's net lies in nine draws of ten."""
    return t(
        "In nine draws of ten the book leaves {low} to {high} {currency}",
        low=money(low),
        high=money(high),
        currency=currency,
    )


def best_in(name: str, chance: float) -> str:
    """Return in how many of the draws what is best on average is best."""
    return t("{best} is best in {share} of the draws", best=name, share=points(chance, decimals=0))


def hangs_on(number: str) -> str:
    """Return the number whose range moves an answer most."""
    return t("It hangs most on this number: {number}", number=number)


def commission_buys(quote: float, collected: float) -> str:
    """Return what is collected at a quote."""
    return t(
        "A commission of {quote} buys {collected} of the balance",
        quote=points(quote),
        collected=points(collected),
    )


def lowest_cash(month: int, cash: float, *, currency: str) -> str:
    """Return when cash is lowest, and how low."""
    return t(
        "Cash is lowest in month {month}: {cash} {currency}",
        month=month,
        cash=money(cash),
        currency=currency,
    )


def best_people(people: float, profit: float, *, currency: str) -> str:
    """Return with how many people the profit is highest."""
    return t(
        "Profit is highest with {people} people: {profit} {currency}",
        people=f"{people:,g}",
        profit=money(profit),
        currency=currency,
    )
