"""Anyone can recompute the answer of `value` from its `inputs`."""

import pytest

from tests.cli.conftest import Desk
from tests.cli.recompute import agency_profit, net_by_option

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
    "time-barred": ("--months-since-demand", "40"),
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
    for months in range(terms["months"] + 1):
        for tenth in range(0, 601, 3):
            other = {**terms, "worked_months": months, "contacts_per_month": tenth / 10}
            profit = agency_profit(inputs, other)
            # Where nothing pays, the account is left alone rather than worked at a loss.
            assert profit <= chosen + 1e-9 or profit <= 0.0
