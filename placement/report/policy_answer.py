"""The answer of `policy` as plain data, by the names of the public interface."""

from typing import TYPE_CHECKING, Any

from placement.decide.rules.policy import PolicyValue
from placement.decide.rules.table import row_of
from placement.domain.types import FloatArray
from placement.report.policy_words import rules_words

if TYPE_CHECKING:
    from placement.decide.rules.best import BestPolicies


def policy_rows(found: PolicyValue, price: FloatArray | None = None) -> list[dict[str, Any]]:
    """Return a row a rule: which accounts, what is done, how many, and the money.

    Args:
        found: The policy on its book.
        price: What each rule leaves more than the proposal, where it was changed by hand.
    """
    policy, book = found.policy, found.book
    amounts = {
        "balance": book.balance,
        "value": found.value,
        "best_value": book.best,
        "lost": book.best - found.value,
    }
    added = {name: found.by_rule(own) for name, own in amounts.items()}
    accounts, said = found.by_rule(book.accounts), rules_words(policy)
    not_open = found.by_rule(found.not_open)
    return [
        {
            "if": {
                name: list(cell) if isinstance(cell, tuple) else cell
                for name, cell in row_of(rule, policy.scheme).items()
            },
            "then": rule.move,
            "accounts": int(accounts[place]),
            **{name: float(own[place]) for name, own in added.items()},
            "not_open": int(not_open[place]),
            "reads": said[place],
            **({} if price is None else {"change": float(price[place])}),
        }
        for place, rule in enumerate(policy.rules)
    ]


def policy_answer(
    found: PolicyValue,
    *,
    is_closed: bool,
    policies: "BestPolicies | None" = None,
    price: FloatArray | None = None,
) -> dict[str, Any]:
    """Return the whole answer; money is for all accounts.

    Args:
        found: The policy on its book.
        is_closed: Whether moves count closed at their end.
        policies: The best policies by number of rules, for the curve.
        price: As in `policy_rows`.
    """
    return {
        "rules": policy_rows(found, price),
        "otherwise": found.policy.otherwise,
        "counted": "closed" if is_closed else "followed_up",
        "value": found.total,
        "best_value": found.best,
        "lost": found.lost,
        "kept": found.kept,
        "written_off": found.written_off,
        "gain_kept": found.gain_kept,
        "one_move": found.one_move,
        "choice_kept": found.choice_kept,
        "not_open": int(found.not_open.sum()),
        "curve": []
        if policies is None
        else [
            {"rules": rules, "value": float(value)}
            for rules, value in enumerate(policies.value, start=1)
        ],
    }
