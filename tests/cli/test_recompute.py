"""Anyone can recompute the answer of `value` from its `inputs`."""

import pytest

from tests.cli.conftest import Desk
from tests.cli.recompute import agency_profit, net_by_option, with_effort

ACCOUNTS = {
    "bank_card": ("7000", "8"),
    "telecom": ("200", "9.5"),
    "property_fee": ("3000", "14"),
    "logistics": ("150000", "13"),
    "software_retainage": ("200000", "7.25"),
}

VARIANTS = {
    "as it is": (),
    "contractual": ("--stance", "contractual"),
    "second placement": ("--placements", "1", "--principal", "100"),
    "time-barred": ("--months-since-demand", "40", "--age", "45"),
    "disputed and unreachable": ("--disputed", "--unreachable"),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("sector", ACCOUNTS)
def test_every_option_follows_from_the_inputs(desk: Desk, sector: str, variant: str) -> None:
    """By the formulas alone, to a hundredth of a cent; also with holding costs."""
    balance, age = ACCOUNTS[sector]
    answer = desk(
        "value", "--sector", sector, "--balance", balance, "--age", age, *VARIANTS[variant],
        "--set", f"{sector}.debtor.holding_cost_rate=0.002", "--json",
    ).answer  # fmt: skip
    nets = net_by_option(answer["inputs"])
    shown = {row["option"]: row["net"] for row in answer["options"] if row["available"]}
    assert {name: nets[name] for name in shown} == pytest.approx(shown, abs=1e-4)


@pytest.mark.parametrize("sector", ACCOUNTS)
def test_no_other_effort_would_pay_the_agency_more(desk: Desk, sector: str) -> None:
    """The effort in `inputs` is in the agency's own interest."""
    balance, age = ACCOUNTS[sector]
    inputs = desk("value", "--sector", sector, "--balance", balance, "--age", age, "--json").answer[
        "inputs"
    ]
    terms = inputs["agency_1"]
    chosen = agency_profit(inputs, terms)
    # What a contact does is read off the months that were worked; where none was, none pays.
    for months in range(terms["worked_months"] + 1):
        for step in range(41):
            contacts = terms["most_contacts_per_month"] * step / 40
            other = with_effort(inputs, terms, contacts, months)
            assert agency_profit(inputs, other) <= chosen + 1e-9
