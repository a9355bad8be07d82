"""The line that is shown beside a figure gives this figure again, to the cent."""

import shlex
from pathlib import Path
from typing import Any

import pytest

from placement import api
from placement.assume.library import load_library
from placement.decide.deal.fee_terms import FeeTerms
from placement.domain.errors import InputError
from placement.domain.types import Stance
from placement.tape.bands import Bands
from tests.cli.conftest import Desk

TAX = "tax.income_tax_rate"
CENT = 0.005
SCENARIO = api.Scenario(stance=Stance.CONTRACTUAL).with_values({TAX: 0.15})
NUMBERS = SCENARIO.assumptions(load_library())
ACCOUNT: dict[str, Any] = {"sector": "telecom", "balance": 312.4, "age": 4.0}
BOOK = b"account_id,sector,balance,days_past_due\nA1,telecom,300,40\nA2,bank_card,9000,200\n"


def run(desk: Desk, command: api.Command, folder: Path) -> dict[str, Any]:
    """Run a line as it stands, with the scenario it asks for saved beside it."""
    words = shlex.split(command.line)
    assert words[:3] == ["python", "-m", "placement"]
    if command.scenario_text is not None:
        (folder / api.SCENARIO_FILE).write_text(command.scenario_text, encoding="utf-8")
    words = [str(folder / api.SCENARIO_FILE) if w == api.SCENARIO_FILE else w for w in words]
    ran = desk(*words[3:], "--json")
    assert ran.code == 0, ran.err
    return ran.answer


def account() -> Any:
    return api.one_account(**ACCOUNT)


def test_value(desk: Desk, tmp_path: Path) -> None:
    line = api.as_command("value", scenario=SCENARIO, options=ACCOUNT)
    assert line.line == (
        "python -m placement value --set tax.income_tax_rate=0.15 --stance contractual "
        "--sector telecom --balance 312.4 --age 4.0"
    )
    ranking = api.rank_segments(account(), NUMBERS, stance=SCENARIO.stance)
    answer = run(desk, line, tmp_path)
    assert answer["net"] == pytest.approx(float(ranking.best_net[0]), abs=CENT)


def test_when(desk: Desk, tmp_path: Path) -> None:
    line = api.as_command("when", scenario=SCENARIO, options={**ACCOUNT, "horizon": 12})
    planned = api.plan_account(account(), NUMBERS, stance=SCENARIO.stance, horizon=12)
    assert run(desk, line, tmp_path)["value"] == pytest.approx(planned.plan.value, abs=CENT)


@pytest.mark.parametrize("own_bands", [False, True])
def test_rank(desk: Desk, tmp_path: Path, own_bands: bool) -> None:
    """A quoted name; and bands, which no option states, through the file."""
    scenario = SCENARIO.with_bands(Bands(age=(3.0,))) if own_bands else SCENARIO
    book = tmp_path / "it's a book.csv"
    book.write_bytes(BOOK)
    line = api.as_command("rank", scenario=scenario, files=[str(book)])
    assert (line.scenario_text is not None) == own_bands
    ranked, _ = api.rank_under(
        api.open_tape(book, filename=book.name, assumptions=load_library()), scenario
    )
    answer = run(desk, line, tmp_path)
    assert answer["best_mix"] == pytest.approx(ranked.ranking.best_mix_total, abs=CENT)
    assert len(answer["segments"]) == len(ranked.ranking.accounts)


def test_deal(desk: Desk, tmp_path: Path) -> None:
    """Fee terms, which no option states one by one, through the file."""
    scenario = SCENARIO.with_fees(FeeTerms(minimum_per_account=2.0))
    line = api.as_command(
        "deal", scenario=scenario, options={**ACCOUNT, "accounts": 500, "quoted": 0.3}
    )
    found = api.deal(
        api.lot_segments(account(), 500),
        NUMBERS,
        quoted=0.3,
        fees=scenario.fees,
        stance=scenario.stance,
    )
    answer = run(desk, line, tmp_path)
    from placement.report.deal_answer import deal_answer

    assert answer["effective_fee"] == pytest.approx(deal_answer(found)["effective_fee"])


def test_bid(desk: Desk, tmp_path: Path) -> None:
    options = {**ACCOUNT, "accounts": 5000, "rivals": 3, "rival_mean": 0.3, "rival_sd": 0.05}
    line = api.as_command("bid", scenario=SCENARIO, options=options)
    desk_found = api.bid(
        api.lot_segments(account(), 5000),
        NUMBERS,
        rivals=api.rivals_of(number=3, mean=0.3, sd=0.05, assumptions=NUMBERS),
        stance=SCENARIO.stance,
    )
    from placement.report.bid_answer import bid_answer

    expected = bid_answer(desk_found)
    answer = run(desk, line, tmp_path)
    assert answer["expected_profit"] == pytest.approx(expected["expected_profit"], abs=CENT)


def test_mix(desk: Desk, tmp_path: Path) -> None:
    table = tmp_path / "contracts.csv"
    table.write_text(
        "contract,sector,accounts,balance,age,commission,fixed_cost,win_probability\n"
        "A,bank_card,20000,7000,4,0.3,1000,1\nB,telecom,50000,300,3,0.35,500,1\n",
        encoding="utf-8",
    )
    line = api.as_command("mix", scenario=SCENARIO, files=[str(table)], options={"seats": 20})
    from placement.decide.mix.capacities import Capacities

    contracts = api.open_contracts(table, filename=table.name, assumptions=NUMBERS).contracts
    found = api.choose_contracts(
        contracts,
        NUMBERS,
        Capacities(seats=20, people=api.people_terms(NUMBERS)),
        stance=SCENARIO.stance,
    )
    assert run(desk, line, tmp_path)["profit"] == pytest.approx(found.mix.profit, abs=CENT)


def test_many_numbers_go_into_the_file() -> None:
    library = load_library()
    many = api.Scenario().with_values(
        {path: entry.value for path, entry in list(library.entries.items())[:20]}
    )
    line = api.as_command("value", scenario=many, options=ACCOUNT)
    assert "--set" not in line.line
    assert line.scenario_text is not None
    assert api.read_scenario(line.scenario_text) == many


def test_nothing_in_a_line_is_run_by_a_shell() -> None:
    line = api.as_command(
        "rank",
        scenario=api.Scenario(),
        files=["-x; rm -rf $HOME `id`.csv"],
        options={"sector": "'"},
    ).line
    assert shlex.split(line)[4:] == ["./-x; rm -rf $HOME `id`.csv", "--sector", "'"]
    with pytest.raises(InputError, match="command must be one of"):
        api.as_command("rm", scenario=api.Scenario())
