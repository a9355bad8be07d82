"""Policies on books: shares, money by rule, joined rules, and rules read back from a table."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.decide.rules.best import best_policies
from placement.decide.rules.policy import (
    RULE_MOVES,
    PolicyRule,
    RulePolicy,
    share_kept,
    value_of,
)
from placement.decide.rules.table import policy_of_rows, row_of
from placement.decide.rules.traits import holds, joined, narrowed
from placement.domain.errors import InputError
from tests.decide.rules.books import SCHEME, book


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), rules=st.integers(1, 12))
def test_rules_never_keep_more_than_account_by_account(seed: int, rules: int) -> None:
    own = book(seed)
    found = value_of(best_policies(own, 12).policy(rules), own)
    assert len(found.policy.rules) <= rules
    assert found.total <= found.best + 1e-6
    for share in (found.kept, found.gain_kept, found.choice_kept):
        assert share is None or share <= 1.0


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_every_account_is_under_one_rule_and_the_money_adds_up(seed: int) -> None:
    own = book(seed, segments=30)
    found = value_of(best_policies(own, 8).policy(8), own)
    inside = np.array([holds(rule.box, own.codes) for rule in found.policy.rules])
    assert (inside.sum(axis=0) == 1).all()
    # By hand: each segment's rule, its move, or waiting where that is not open.
    total = 0.0
    for segment in range(30):
        move = found.policy.rules[int(np.argmax(inside[:, segment]))].move
        value = own.value[RULE_MOVES.index(move), segment]
        total += own.value[0, segment] if np.isnan(value) else value
    np.testing.assert_allclose(found.total, total)
    np.testing.assert_allclose(found.by_rule(found.value).sum(), found.total)
    assert found.by_rule(own.accounts).sum() == own.accounts.sum()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_more_rules_never_keep_less(seed: int) -> None:
    own = book(seed, segments=25)
    policies = best_policies(own, 12)
    assert (np.diff(policies.value) >= 0.0).all()
    for rules in (1, 4, 12):
        found = value_of(policies.policy(rules), own)
        np.testing.assert_allclose(found.total, policies.value[rules - 1])


def test_a_rule_for_every_segment_keeps_all() -> None:
    """Where no two segments look alike and each move is open."""
    own = book(11, segments=8, shut=0.0)
    assert np.unique(own.codes, axis=1).shape[1] == 8
    found = value_of(best_policies(own, 30).policy(30), own)
    assert found.kept == pytest.approx(1.0, abs=1e-12)
    assert found.choice_kept == pytest.approx(1.0, abs=1e-9)


def test_leaves_side_by_side_with_one_move_are_one_rule() -> None:
    """Two sectors and an old band that want the same: no search by trees sees that alone."""
    everything = SCHEME.everything
    one, other = narrowed(everything, 0, {0}), narrowed(everything, 0, {1})
    assert joined(one, other) == everything
    young, old = narrowed(everything, 2, {0}), narrowed(everything, 2, {2})
    assert joined(young, old) is None, "between them lies a band"
    assert joined(young, narrowed(everything, 2, {1})) == narrowed(everything, 2, {0, 1})


def test_no_share_of_money_that_is_not_there() -> None:
    assert share_kept(-5.0, 0.0) is None
    assert share_kept(-5.0, -3.0) is None
    assert share_kept(1.0, 4.0) == 0.25
    own = book(3)
    poor = type(own)(**{**vars_of(own), "value": own.value - 1e6})
    found = value_of(best_policies(poor, 3).policy(3), poor)
    assert found.kept is None
    assert found.lost >= 0.0


def vars_of(own):
    names = ("scheme", "codes", "accounts", "balance", "value", "written_off", "otherwise")
    return {name: getattr(own, name) for name in names}


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), rules=st.integers(1, 10))
def test_a_table_read_back_is_the_same_policy(seed: int, rules: int) -> None:
    own = book(seed, segments=25)
    policy = best_policies(own, 10).policy(rules)
    rows = [row_of(rule, SCHEME) | {"then": rule.move} for rule in policy.rules]
    again = policy_of_rows(rows, scheme=SCHEME, otherwise="wait", known_sectors=())
    for rule, other in zip(policy.rules, again.rules, strict=True):
        assert rule.move == other.move
        np.testing.assert_array_equal(holds(rule.box, own.codes), holds(other.box, own.codes))


def row(**cells: object) -> dict[str, object]:
    return {"then": "in_house", **cells}


WRONG = [
    ([], "needs a rule"),
    ([row(then="charm")], "Rule 1: the move must be one of wait, in_house, place"),
    ([row(sector="bakery")], "sector must be one of bank_card, telecom"),
    ([row(over_days="100")], "over_days must be one of 90, 365"),
    ([row(over_days="365", up_to_days="90")], "over_days must lie below up_to_days"),
    ([row(disputed="perhaps")], "disputed must be yes, no or empty"),
    ([row(placements_from="1.5")], "placements_from must be one of 0, 1, 2, 3"),
    ([row(up_to_days="365"), row(over_days="90")], "Rules 1 and 2 overlap"),
    ([row(), row(sector="telecom")], "Rules 1 and 2 overlap"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_wrong_table_is_refused_in_one_line(rows, said) -> None:
    with pytest.raises(InputError, match=said.replace("(", r"\(")) as caught:
        policy_of_rows(rows, scheme=SCHEME, otherwise="wait", known_sectors=())
    assert len(caught.value.messages) == 1


def test_accounts_without_a_rule_are_said_with_their_money() -> None:
    own = book(2, segments=20)
    policy = policy_of_rows(
        [row(sector="telecom")], scheme=SCHEME, otherwise="wait", known_sectors=()
    )
    left = own.codes[0] == 0
    with pytest.raises(InputError, match=f"No rule holds for {own.accounts[left].sum():,}"):
        value_of(policy, own)


@pytest.mark.parametrize("rules", [0, -1, 101])
def test_a_number_of_rules_that_is_none_is_refused(rules: int) -> None:
    with pytest.raises(InputError, match="rules must be a whole number from 1 to 100"):
        best_policies(book(1), rules)


def test_a_changed_move_costs_what_it_costs() -> None:
    own = book(4, segments=20, shut=0.0)
    policy = best_policies(own, 5).policy(5)
    found = value_of(policy, own)
    moves = [rule.move for rule in policy.rules]
    worse = "sale" if moves[0] != "sale" else "lawsuit"
    changed = value_of(policy.with_moves([worse, *moves[1:]]), own)
    mine = holds(policy.rules[0].box, own.codes)
    by_hand = (own.value[RULE_MOVES.index(worse)] - own.value[RULE_MOVES.index(moves[0])])[mine]
    np.testing.assert_allclose(changed.total - found.total, by_hand.sum())
    assert changed.total <= found.total


def test_trade_words_name_moves_and_sectors() -> None:
    policy = policy_of_rows(
        [row(then="sell", sector="信用卡"), row(then="agency", sector="telecom")],
        scheme=SCHEME, otherwise="wait", known_sectors=(),
    )  # fmt: skip
    assert [rule.move for rule in policy.rules] == ["sale", "place"]


def test_combinations_of_flags_are_told_apart() -> None:
    """Boxes that differ in a flag never overlap; boxes that do not share all traits do."""
    everything = SCHEME.everything
    for place in range(6, 10):
        parts = [narrowed(everything, place, {code}) for code in (0, 1)]
        RulePolicy(
            scheme=SCHEME, otherwise="wait",
            rules=tuple(PolicyRule(box=box, move="wait") for box in parts),
        )  # fmt: skip
    for one, other in itertools.combinations(range(6, 10), 2):
        with pytest.raises(InputError, match="overlap"):
            RulePolicy(
                scheme=SCHEME, otherwise="wait",
                rules=(
                    PolicyRule(box=narrowed(everything, one, {1}), move="wait"),
                    PolicyRule(box=narrowed(everything, other, {0}), move="wait"),
                ),
            )  # fmt: skip
