"""Balances that are possible and seldom meant: what a lot owes in all, typed as one account's."""

from placement.domain.names import name_label
from placement.domain.text import t

SELDOM_ABOVE = {
    "bank_card": 500_000.0,
    "telecom": 50_000.0,
    "property_fee": 500_000.0,
    "logistics": 20_000_000.0,
    "software_retainage": 50_000_000.0,
}
"""Balance of one account that is questioned, by sector; judgement, nothing is computed with it."""

SELDOM_BELOW = {
    "bank_card": 20.0,
    "telecom": 2.0,
    "property_fee": 20.0,
    "logistics": 20.0,
    "software_retainage": 500.0,
}
"""Balance below which most accounts of a sector would be in another unit; judgement as above."""


def looks_like_a_sum(sector: str, balance: float) -> bool:
    """Return whether a balance of one account is more than accounts of the sector usually owe."""
    return balance > SELDOM_ABOVE.get(sector, float("inf"))


def question_of(sector: str, balance: float) -> str:
    """Return what to ask about a balance of one account; "" where nothing is odd about it."""
    if not looks_like_a_sum(sector, balance):
        return ""
    return t(
        "A {sector} account seldom owes more than {most:,.0f}; got {balance:,.2f}. The balance is "
        "the mean of an account: if this is what all accounts owe, divide it by their number.",
        sector=name_label(sector),
        most=SELDOM_ABOVE[sector],
        balance=balance,
    )
