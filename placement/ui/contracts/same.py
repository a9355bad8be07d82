"""The Contracts page's answer as a command."""

from placement.decide.mix.programme import Overbooking
from placement.ui.contracts.cached import Asked
from placement.ui.same_command import same_without_book

FILE = "contracts.csv"
"""What the download of the table is called."""

SEARCHES = 4
"""The command's time is for all searches together, the page's for each."""


def same_mix(asked: Asked) -> None:
    """Draw the line for the contracts chosen with the seats that are tried."""
    means, rule = asked.capacities, asked.rule
    people = means.people
    same_without_book(
        "mix",
        files=[FILE],
        options={
            "seats": means.seats,
            "cash": means.cash,
            "legal_hours": means.legal_hours,
            "hire": people.may_hire,
            "let_go": people.may_let_go,
            "wage": people.wage,
            "hiring_cost": people.hiring_cost,
            "leaving_cost": people.leaving_cost,
            "ramp": people.ramp_months,
            "limit": [f"{kind}:{name}={seats!r}" for (kind, name), seats in means.seats_of.items()],
            "creditor_share": means.creditor_share,
            "sector_share": means.sector_share,
            "overbooking": rule.kind,
            "exceed": rule.exceed if rule.kind is Overbooking.SAFE else None,
            "time_limit": SEARCHES * asked.time_limit,
        },
    )
