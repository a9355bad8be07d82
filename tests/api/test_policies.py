"""Policies of real books: one valuation with `rank`, and accounts valued on their own."""

import numpy as np
import pytest

from placement import api
from placement.assume.library import load_library
from placement.decide.rank import OPTIONS
from placement.decide.rules.policy import RULE_MOVES
from placement.domain.errors import InputError
from placement.domain.types import AGENCY_OPTIONS, Option
from placement.tape.segment import account_segments

HEADINGS = "account_id,sector,balance,days_past_due,placements,disputed,reachable,placed_with\n"


def tape(seed: int = 1, *, accounts: int = 60, days: int = 0) -> bytes:
    """Return a book of two sectors; `days` ages it."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(accounts):
        sector = ("bank_card", "telecom")[number % 2]
        balance = float(rng.choice([150.0, 900.0, 8_000.0, 60_000.0]))
        age = max(int(rng.choice([20, 80, 160, 340, 372])) + days, 1)
        placed = int(rng.integers(0, 3))
        disputed, reachable = rng.random() < 0.1, rng.random() < 0.8
        now = "Northgate" if number % 10 == 0 else ""
        rows.append(f"A{number:04},{sector},{balance},{age},{placed},{disputed},{reachable},{now}")
    return (HEADINGS + "\n".join(rows) + "\n").encode()


LIBRARY = load_library()


@pytest.fixture(scope="module")
def ranked() -> api.BookRanking:
    return api.rank_tape(tape(), filename="book.csv", assumptions=LIBRARY)


@pytest.fixture(scope="module", params=["followed", "alone"])
def opened(request, ranked) -> api.PolicyBook:
    begun = None if request.param == "alone" else api.begun(ranked.ranking, LIBRARY)
    return api.policy_book(ranked, begun)


def test_the_best_value_is_what_rank_says(ranked) -> None:
    """To the cent: what leads, followed up; and the best mix, closed at its end."""
    book = api.policy_book(ranked, api.begun(ranked.ranking, LIBRARY))
    led = api.follow_up(ranked.ranking, LIBRARY).lead.net @ ranked.ranking.accounts
    np.testing.assert_allclose(book.values.best.sum(), led, rtol=1e-9)
    alone = api.policy_book(ranked, None)
    np.testing.assert_allclose(alone.values.best.sum(), ranked.ranking.best_mix_total, rtol=1e-12)
    off = ranked.ranking.same_way_total(Option.WRITE_OFF)
    np.testing.assert_allclose(book.values.written_off.sum(), off)


def test_no_rule_sends_an_account_where_it_cannot_go(opened) -> None:
    found = api.value_policy(api.find_policies(opened, 6).policy(6), opened)
    ranking = opened.ranked.ranking
    placed = [OPTIONS.index(option) for option in AGENCY_OPTIONS]
    for segment, move in enumerate(found.move.tolist()):
        name = RULE_MOVES[move]
        if name == "wait":
            continue
        rows = placed if name == "place" else [[o.value for o in OPTIONS].index(name)]
        assert ranking.available[rows, segment].any()
    placing = np.array([rule.move == "place" for rule in found.policy.rules])[found.rule]
    now = ranking.valuation.segments.placed_now
    assert not found.obeyed[placing & now].any()


def test_accounts_valued_one_by_one_say_what_the_check_says(opened) -> None:
    """By hand: every account a book of its own, its rule's move against its own best."""
    found = api.value_policy(api.find_policies(opened, 3).policy(3), opened)
    checked = api.check_policy_by_account(found, opened, LIBRARY, most=None)
    assert (checked.accounts, checked.of, checked.error) == (60, 60, 0.0)
    accounts = account_segments(opened.ranked.book.tape)
    ranking = api.rank_segments(accounts, LIBRARY)
    begun = None if opened.is_closed else api.begun(ranking, LIBRARY)
    net = ranking.net if begun is None else begun.net
    rows = {"place": np.fmax.reduce(net[[1, 2, 3]])}
    rows["wait"] = np.full(60, np.nan) if begun is None else begun.waiting
    rows |= {o.value: net[OPTIONS.index(o)] for o in OPTIONS}
    asked = found.asked[opened.ranked.segmentation.index]
    total = best = 0.0
    for account, move in enumerate(asked.tolist()):
        values = {name: rows[name][account] for name in RULE_MOVES}
        own = values[RULE_MOVES[move]]
        total += values[found.policy.otherwise] if np.isnan(own) else own
        best += np.nanmax(list(values.values()))
    np.testing.assert_allclose(checked.total, total, rtol=1e-9)
    np.testing.assert_allclose(checked.best, best, rtol=1e-9)
    assert checked.total <= checked.best


def test_accounts_drawn_estimate_what_all_say(ranked) -> None:
    book = api.policy_book(ranked, None)
    found = api.value_policy(api.find_policies(book, 2).policy(2), book)
    every = api.check_policy_by_account(found, book, LIBRARY, most=None)
    drawn = [
        api.check_policy_by_account(found, book, LIBRARY, most=30, seed=seed) for seed in range(30)
    ]
    mean = np.mean([one.lost for one in drawn])
    error = np.mean([one.error for one in drawn])
    assert abs(mean - every.lost) < 3.0 * error / np.sqrt(30)
    assert all(one.kept <= 1.0 for one in drawn)


def test_the_same_book_a_month_later_moves_as_its_accounts_age(ranked) -> None:
    """Counted again from the rules of each account, month by month."""
    book = api.policy_book(ranked, None)
    found = api.value_policy(api.find_policies(book, 6).policy(6), book)
    last = api.open_tape(tape(days=-19), filename="last.csv", assumptions=LIBRARY)
    replay = api.replay_policy(found, book, last, LIBRARY)
    before = api.rank_book(last, LIBRARY)
    then = api.value_policy(found.policy, api.policy_book(before, None))
    old = then.move[before.segmentation.index]
    new = found.move[ranked.segmentation.index]
    assert replay.stayed == 60
    assert (replay.came, replay.went) == (0, 0)
    assert replay.accounts == int((old != new).sum()) > 0
    assert replay.unchanged + replay.accounts == replay.stayed
    segment = ranked.segmentation.index
    share = ranked.book.tape.balance / np.bincount(segment, ranked.book.tape.balance)[segment]
    nets = book.values.taken[:, segment] * share
    gained = nets[new, np.arange(60)] - nets[old, np.arange(60)]
    np.testing.assert_allclose(replay.gain, gained.sum(), rtol=1e-9)
    assert abs(replay.gain) > 1.0
    np.testing.assert_allclose(
        replay.balance, ranked.book.tape.balance[old != new].sum(), rtol=1e-12
    )


def test_last_months_own_book_moves_nobody(ranked) -> None:
    book = api.policy_book(ranked, None)
    found = api.value_policy(api.find_policies(book, 4).policy(4), book)
    replay = api.replay_policy(found, book, ranked.book, LIBRARY)
    assert replay.changes == ()
    assert replay.unchanged == 60


def test_a_rule_that_nobody_can_obey_moves_nobody_since_last_month(ranked) -> None:
    """Closed at its end nobody waits: both months the accounts are kept in-house."""
    book = api.policy_book(ranked, None)
    rows = [{"sector": "bank_card", "then": "wait"}, {"sector": "telecom", "then": "in_house"}]
    found = api.value_policy(api.changed_policy(rows, book, LIBRARY), book)
    assert api.replay_policy(found, book, ranked.book, LIBRARY).changes == ()


def test_a_book_of_one_account_has_one_rule_that_keeps_all() -> None:
    content = (HEADINGS + "A1,telecom,300,200,0,false,true,\n").encode()
    ranked = api.rank_tape(content, filename="one.csv", assumptions=LIBRARY)
    book = api.policy_book(ranked, api.begun(ranked.ranking, LIBRARY))
    found = api.value_policy(api.find_policies(book, 12).policy(12), book)
    assert len(found.policy.rules) == 1
    assert found.kept == 1.0
    checked = api.check_policy_by_account(found, book, LIBRARY)
    assert checked.kept == 1.0
    np.testing.assert_allclose(checked.best, found.best, rtol=1e-9)


def test_rules_for_a_sector_that_the_book_has_not_hold_for_nobody(ranked) -> None:
    book = api.policy_book(ranked, None)
    rows = [
        {"sector": "bank_card; telecom", "then": "in_house"},
        {"sector": "logistics", "then": "lawsuit"},
    ]
    found = api.value_policy(api.changed_policy(rows, book, LIBRARY), book)
    assert found.by_rule(book.values.accounts).tolist() == [60, 0]
    rows = [*rows[1:], {"sector": "telecom", "then": "wait"}]
    policy = api.changed_policy(rows, book, LIBRARY)
    with pytest.raises(InputError, match="No rule holds for 30 accounts"):
        api.value_policy(policy, book)
