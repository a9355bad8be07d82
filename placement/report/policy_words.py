"""Rules and what they keep, in sentences; money in whole units of the book's currency."""

from collections.abc import Mapping, Sequence
from typing import Any

from placement.decide.rules.policy import RULE_MOVES, PolicyRule, PolicyValue, RulePolicy
from placement.decide.rules.traits import (
    AGE,
    BALANCE,
    CREDITOR_TYPE,
    LETTERS,
    PLACEMENTS,
    SECTOR,
    TRAITS,
    Scheme,
)
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.policy.rules import PLACE
from placement.domain.names import name_label
from placement.domain.text import about, clauses, either, t
from placement.domain.types import Option
from placement.tape.labels import (
    AgeUnit,
    age_band_label,
    age_unit,
    balance_band_label,
    letters_label,
    placements_label,
)
from placement.words.numbers import kept_words, money

_AGE = TRAITS.index(AGE)


def rule_move_names() -> dict[str, str]:
    """Return what each move of a rule is called, in the order of `RULE_MOVES`."""
    return {
        WAIT: t("Leave it, keep the claim"),
        Option.IN_HOUSE.value: t("Keep in-house"),
        PLACE: t("Place with the next agency"),
        Option.LAW_LETTER.value: t("Law-firm letter"),
        Option.PAYMENT_ORDER.value: t("Payment order"),
        Option.LAWSUIT.value: t("Lawsuit"),
        Option.SALE.value: t("Sell"),
        Option.WRITE_OFF.value: t("Write off"),
    }


def rules_words(policy: RulePolicy) -> list[str]:
    """Return which accounts each rule of a policy is for, ages all in one unit.

    Where one rule counts in days and another in months, nobody sees that one ends where the other
    begins; then all count in days, as the decision table and operations do.
    """
    units = {
        age_unit(*_band(policy.scheme.age, min(own), max(own)))
        for own, size in ((rule.box[_AGE], policy.scheme.sizes[_AGE]) for rule in policy.rules)
        if len(own) < size
    }
    unit = AgeUnit.DAYS if len(units) > 1 else None
    return [rule_words(rule, policy.scheme, unit=unit) for rule in policy.rules]


def rule_words(rule: PolicyRule, scheme: Scheme, *, unit: AgeUnit | None = None) -> str:
    """Return which accounts a rule is for: "telecom, 91 to 365 days past due, under 1,000".

    Args:
        rule: The rule.
        scheme: What its codes mean.
        unit: What ages are counted in; by default what is shortest.
    """
    parts = []
    for place, trait in enumerate(TRAITS):
        own, size = rule.box[place], scheme.sizes[place]
        if len(own) == size:
            continue
        parts.append(_asked(trait, own, size, scheme, unit))
    return t(", ").join(parts) if parts else t("all accounts")


def _asked(trait: str, own: frozenset[int], size: int, scheme: Scheme, unit: AgeUnit | None) -> str:
    low, high = min(own), max(own)
    if trait in (SECTOR, CREDITOR_TYPE):
        names = [name_label(name) for name in scheme.names(trait)]
        if trait == SECTOR and 2 * len(own) > size > 2 and len(own) > 2:
            others = [name for code, name in enumerate(names) if code not in own]
            return t("all sectors but {names}", names=t(" and ").join(others))
        return either(names[code] for code in sorted(own))
    if trait == AGE:
        age = age_band_label(*_band(scheme.age, low, high), unit=unit)
        return t("{age} past due", age=age)
    if trait == BALANCE:
        return t("owing {amount}", amount=balance_band_label(*_band(scheme.balance, low, high)))
    if trait == PLACEMENTS:
        return _placed(low, high, size)
    if trait == LETTERS:
        return _written_to(low, high, size)
    return _flags()[trait][0 if own == {1} else 1]


def _band(edges: tuple[float, ...], low: int, high: int) -> tuple[tuple[float, ...], int]:
    """Return the edges of some bands in a row as those of one band, and its place."""
    ends = (*((edges[low - 1],) if low else ()), *((edges[high],) if high < len(edges) else ()))
    return ends, 1 if low else 0


def _placed(low: int, high: int, size: int) -> str:
    if low == high:
        return placements_label(low)
    if low == 0:
        return (
            t("placed at most once") if high == 1 else t("placed at most {count} times", count=high)
        )
    if high == size - 1:
        return t("placed before") if low == 1 else t("placed {count} times or more", count=low)
    return t("placed {low} to {high} times", low=low, high=high)


def _written_to(low: int, high: int, size: int) -> str:
    if low == high:
        return letters_label(low)
    if low == 0:
        return t("at most {count} letters", count=high)
    if high == size - 1:
        return t("a letter before") if low == 1 else t("{count} letters or more", count=low)
    return t("{low} to {high} letters", low=low, high=high)


def _flags() -> Mapping[str, tuple[str, str]]:
    """Return what a flag is called where it holds and where it does not."""
    return {
        "disputed": (t("disputed"), t("not disputed")),
        "unreachable": (t("unreachable"), t("can be reached")),
        "placed_now": (t("with an agency now"), t("not with an agency now")),
        "past_limitation": (t("past limitation"), t("not past limitation")),
    }


def policy_headline(found: PolicyValue, *, currency: str) -> str:
    """Return the answer in one sentence: how many rules keep how much of what."""
    rules = len(found.policy.rules)
    sums = {"total": money(found.total), "best": money(found.best), "currency": currency}
    if found.kept is None:
        return t(
            "These rules (there are {rules}) leave {total} {currency}; the best is {best} "
            "{currency}, of which no share can be said.",
            rules=rules,
            **sums,
        )
    if rules == 1:
        return t(
            "This one rule keeps {kept} of the best value: {total} of {best} {currency}.",
            kept=kept_words(found.kept),
            **sums,
        )
    return t(
        "These {rules} rules keep {kept} of the best value: {total} of {best} {currency}.",
        rules=rules,
        kept=kept_words(found.kept),
        **sums,
    )


def policy_measures(found: PolicyValue, *, currency: str, is_closed: bool) -> list[str]:
    """Return what the share means: against writing all off, against one move, and its basis."""
    names = rule_move_names()
    book = found.book
    said = []
    if found.gain_kept is not None:
        said.append(
            t(
                "Over writing everything off today the best is worth {gain} {currency} more; the "
                "rules keep {kept} of that.",
                gain=money(found.best - found.written_off),
                currency=currency,
                kept=kept_words(found.gain_kept),
            )
        )
    if found.choice_kept is not None:
        said.append(
            t(
                "One move for all ({move}) leaves {total} {currency}. Choosing account by account "
                "adds {choice} {currency}, and the rules bring {kept} of that.",
                move=names[RULE_MOVES[book.one_move]],
                total=money(found.one_move),
                choice=money(found.best - found.one_move),
                currency=currency,
                kept=kept_words(max(found.choice_kept, 0.0)),
            )
        )
    not_open = int(found.not_open.sum())
    if not_open == 1:
        said.append(
            t(
                "One account cannot take its rule's move; it is counted as: {move}.",
                move=names[found.policy.otherwise],
            )
        )
    elif not_open:
        said.append(
            t(
                "{accounts} accounts cannot take their rule's move; they are counted as: {move}.",
                accounts=f"{not_open:,}",
                move=names[found.policy.otherwise],
            )
        )
    said.append(basis_words(is_closed=is_closed))
    return said


def not_open_words(reasons: Sequence[tuple[str, int]]) -> str:
    """Return to how many accounts a rule's move is not open, and why; "" where it is to all."""
    accounts = sum(count for _, count in reasons)
    if not accounts:
        return ""
    said = [
        _bare(why) if len(reasons) == 1 else about(_bare(why), f"{count:,}")
        for why, count in reasons
    ]
    return t("not open to {accounts} ({why})", accounts=f"{accounts:,}", why=clauses(said))


def _bare(sentence: str) -> str:
    """Return a sentence as part of another one."""
    return sentence.rstrip(".\N{IDEOGRAPHIC FULL STOP}")


def basis_words(*, is_closed: bool) -> str:
    """Return what a move counts with."""
    if is_closed:
        return t("Every move counts closed at its end, with nothing after it.")
    return t(
        "A rule says what to do now. Every move counts with the best that can follow it, so look "
        "at the rules again when it has been made."
    )


def policy_text(found: PolicyValue, *, currency: str, is_closed: bool) -> str:
    """Return the policy in plain sentences, a line a rule."""
    names, accounts_of = rule_move_names(), rules_words(found.policy)
    accounts, balance = (found.by_rule(x) for x in (found.book.accounts, found.book.balance))
    lines = [
        t(
            "{number}. If {accounts}: {move}. ({count} accounts, {balance} {currency})",
            number=number + 1,
            accounts=accounts_of[number],
            move=names[rule.move],
            count=f"{accounts[number]:,.0f}",
            balance=money(balance[number]),
            currency=currency,
        )
        for number, rule in enumerate(found.policy.rules)
    ]
    instead = t(
        "Where the move is not open to an account: {move}.", move=names[found.policy.otherwise]
    )
    measures = policy_measures(found, currency=currency, is_closed=is_closed)
    head = policy_headline(found, currency=currency)
    return "\n".join([head, "", *lines, instead, "", *measures, ""])


def account_words(share: float | None, accounts: int, of: int, lost: float, error: float) -> str:
    """Return what the rules keep where every account is valued on its own.

    Args:
        share: Share kept.
        accounts: Accounts valued.
        of: Accounts of the book.
        lost: What the rules cost.
        error: Its standard error, 0 where all accounts were valued.
    """
    if accounts >= of:
        return t(
            "With each of the {of} accounts valued on its own they keep {kept}, {lost} less than "
            "account by account.",
            of=f"{of:,}",
            kept=kept_words(share),
            lost=money(lost),
        )
    return t(
        "With accounts valued on their own they keep about {kept}: {lost} less than account by "
        "account, give or take {error} ({accounts} of {of} accounts were drawn).",
        kept=kept_words(share),
        lost=money(lost),
        error=money(1.96 * error),
        accounts=f"{accounts:,}",
        of=f"{of:,}",
    )


def replay_words(answer: Mapping[str, Any], *, currency: str) -> list[str]:
    """Return who moves against last month under the same rules, a line each.

    Args:
        answer: As the command `policy` answers with last month's book.
        currency: Of the book.
    """
    names = rule_move_names()
    said = [
        t(
            "Against last month {moves} of {stayed} accounts change their move; they owe {balance} "
            "{currency}. {came} accounts came, {went} went.",
            moves=f"{answer['moves']:,}",
            stayed=f"{answer['stayed']:,}",
            balance=money(answer["balance"]),
            currency=currency,
            came=f"{answer['came']:,}",
            went=f"{answer['went']:,}",
        )
    ]
    said += [
        t(
            "{before} → {after}: {accounts} accounts, {balance} {currency}; {gain} {currency} "
            "against staying",
            before=names[change["before"]],
            after=names[change["after"]],
            accounts=f"{change['accounts']:,}",
            balance=money(change["balance"]),
            gain=f"{change['gain']:+,.0f}",
            currency=currency,
        )
        for change in answer["changes"]
    ]
    said.append(
        t(
            "Counted here: accounts of both books for which the rules ask another move. Since last "
            "time, on the page Options, counts those whose segment's best move is another one, so "
            "its count differs."
        )
    )
    return said
