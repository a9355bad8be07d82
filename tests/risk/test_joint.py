"""Fitted numbers are drawn as they were fitted: mean, covariance, order, seed, bounds."""

import numpy as np
import pytest

from placement.api.uncertainty import streams_of
from placement.assume.assumptions import Assumptions
from placement.assume.joint import Joint
from placement.assume.library import lay_over, load_library
from placement.domain.errors import AssumptionError
from placement.risk.draws import Draws, draw_numbers
from tests.risk.numbers import made_up, number

LIBRARY = load_library()
HARD, NEEDS, FADE = (
    "bank_card.debtor.hard_share",
    "bank_card.agency.contacts_per_hard",
    "bank_card.debtor.fade_rate",
)
R = ((1.0, 0.6, -0.3), (0.6, 1.0, 0.5), (-0.3, 0.5, 1.0))
ERRORS = (0.10, 0.15, 0.20)
FITTED = LIBRARY.with_joints([Joint(numbers=(HARD, NEEDS, FADE), correlation=R, errors=ERRORS)])


def drawn(numbers: Assumptions, count: int = 400, *, seed: int = 7, **more: object) -> Draws:
    return draw_numbers(numbers, ["bank_card"], count=count, streams=streams_of(seed), **more)


def scores(draws: Draws) -> np.ndarray:
    """Return the three on their scales, shape (3, draws)."""
    found = draws.numbers().drawn
    share, contacts, fade = (found[p][:, 0] for p in (HARD, NEEDS, f"{FADE}.0m"))
    return np.stack([np.log(share / (1.0 - share)), np.log(contacts), np.log(fade)])


def test_draws_have_the_fitted_mean_and_covariance() -> None:
    """40,000 draws: the mean to 4 / sqrt(n) errors, each covariance to 4 times its own error."""
    count = 40_000
    at = scores(drawn(FITTED, count))
    sigma = np.outer(ERRORS, ERRORS) * np.array(R)
    hard, needs, fade = (LIBRARY.entries[p].value for p in (HARD, NEEDS, f"{FADE}.0m"))
    middle = np.array([np.log(hard / (1.0 - hard)), np.log(needs), np.log(fade)])
    assert np.all(np.abs(at.mean(axis=1) - middle) < 4.0 * np.array(ERRORS) / np.sqrt(count))
    spread = np.sqrt((np.outer(np.diag(sigma), np.diag(sigma)) + sigma**2) / count)
    assert np.all(np.abs(np.cov(at) - sigma) < 4.0 * spread)


def test_the_variance_of_a_linear_answer_is_that_of_the_matrix() -> None:
    """g' Sigma g: numbers that go together make a sum less sure, a difference surer."""
    plain = made_up(number("s.x.a", 0.0, 5.0, 9.0), number("s.x.b", 0.0, 5.0, 9.0))
    joint = Joint(
        numbers=("s.x.a", "s.x.b"), correlation=((1.0, 0.8), (0.8, 1.0)), errors=(0.5, 1.0),
        scales=("plain", "plain"),
    )  # fmt: skip
    found = draw_numbers(
        plain.with_joints([joint]), ["s"], count=60_000, streams=streams_of(3)
    ).numbers().drawn  # fmt: skip
    a, b = found["s.x.a"][:, 0], found["s.x.b"][:, 0]
    sigma = np.array([[0.25, 0.4], [0.4, 1.0]])
    for gradient in (np.array([1.0, 1.0]), np.array([1.0, -1.0]), np.array([3.0, -0.5])):
        wanted = gradient @ sigma @ gradient
        assert np.var(gradient[0] * a + gradient[1] * b) == pytest.approx(wanted, rel=0.03)


def test_without_groups_all_is_as_before() -> None:
    """And with one, every number that is not in it."""
    before, now = drawn(LIBRARY).numbers().drawn, drawn(FITTED).numbers().drawn
    fitted = {HARD, NEEDS, *FITTED.paths_under(FADE)}
    assert before.keys() == now.keys()
    for path, values in before.items():
        # Shares of all debtors are looked at together.
        if path not in fitted and not path.startswith("bank_card.debtor."):
            np.testing.assert_array_equal(values, now[path])
    assert not np.array_equal(before[HARD], now[HARD])


def test_without_correlation_each_is_drawn_as_if_it_were_alone() -> None:
    apart = Joint(numbers=(HARD, NEEDS, FADE), correlation=np.eye(3).tolist(), errors=ERRORS)
    together = scores(drawn(LIBRARY.with_joints([apart])))
    for at, path in enumerate((HARD, NEEDS, FADE)):
        one = Joint(numbers=(path,), correlation=((1.0,),), errors=(ERRORS[at],))
        np.testing.assert_allclose(
            scores(drawn(LIBRARY.with_joints([one])))[at], together[at], rtol=1e-12
        )


def test_without_errors_they_stand_still() -> None:
    still = Joint(numbers=(HARD, NEEDS), correlation=((1.0, 0.5), (0.5, 1.0)), errors=(0.0, 0.0))
    found = drawn(LIBRARY.with_joints([still])).numbers().drawn
    assert set(found[NEEDS].ravel()) == {LIBRARY.entries[NEEDS].value}


def test_the_order_of_members_and_the_number_of_draws_change_nothing() -> None:
    order = [2, 0, 1]
    names = (HARD, NEEDS, FADE)
    turned = Joint(
        numbers=tuple(names[at] for at in order),
        correlation=tuple(tuple(R[at][other] for other in order) for at in order),
        errors=tuple(ERRORS[at] for at in order),
    )
    one, other = drawn(FITTED, 500), drawn(LIBRARY.with_joints([turned]), 50)
    np.testing.assert_allclose(scores(one)[:, :50], scores(other), rtol=1e-12)
    np.testing.assert_array_equal(scores(drawn(FITTED, 50, seed=7)), scores(one)[:, :50])
    assert not np.allclose(scores(drawn(FITTED, 50, seed=8)), scores(one)[:, :50])


def test_the_correlation_of_a_sector_does_not_touch_them() -> None:
    np.testing.assert_array_equal(
        scores(drawn(FITTED, correlation=0.0)), scores(drawn(FITTED, correlation=0.9))
    )


def test_a_member_that_is_held_leaves_the_others_as_they_go_together() -> None:
    held = drawn(FITTED, 20_000, held=[NEEDS])
    found = held.numbers().drawn
    assert NEEDS not in found
    hard, fade = found[HARD][:, 0], found[f"{FADE}.0m"][:, 0]
    assert np.corrcoef(np.log(hard), np.log(fade))[0, 1] == pytest.approx(-0.3, abs=0.03)


def test_a_table_moves_as_one() -> None:
    found = drawn(FITTED).numbers().drawn
    first, *others = FITTED.paths_under(FADE)
    share = found[first] / FITTED.entries[first].value
    for path in others:
        np.testing.assert_allclose(found[path] / FITTED.entries[path].value, share)


def test_draws_of_a_wide_error_keep_to_their_unit_and_shares_to_one() -> None:
    wide = LIBRARY.with_joints(
        [
            Joint(
                numbers=("bank_card.debtor.easy_share", HARD), errors=(2.0, 3.0),
                correlation=((1.0, -0.9), (-0.9, 1.0)),
            )
        ]
    )  # fmt: skip
    found = drawn(wide, 5_000).numbers().drawn
    shares = [found[f"bank_card.debtor.{name}_share"] for name in ("easy", "hard", "reluctant")]
    assert min(share.min() for share in shares) >= 0.0
    assert sum(shares).max() <= 1.0 + 1e-12


def test_a_number_that_is_changed_leaves_its_group() -> None:
    changed = FITTED.with_values({NEEDS: 50.0})
    (joint,) = changed.joints
    assert joint.numbers == (HARD, FADE)
    assert joint.correlation == ((1.0, -0.3), (-0.3, 1.0))
    assert FITTED.with_values({f"{FADE}.0m": 0.01}).joints[0].numbers == (HARD, NEEDS)
    assert FITTED.with_values({NEEDS: LIBRARY.entries[NEEDS].value}).joints == FITTED.joints


OVERLAY = {
    "together": [{"numbers": [HARD, NEEDS], "correlation": [[1.0, 0.5], [0.5, 1.0]]}],
    "bank_card": {"agency": {"contacts_per_hard": {"value": 40.0, "low": 30.0, "high": 60.0}}},
}


def test_a_file_states_only_what_goes_together() -> None:
    """Its errors are then read off the ranges, as nineteen of twenty."""
    (joint,) = lay_over(LIBRARY, OVERLAY).joints
    assert joint.scales == ("logit", "log")
    assert joint.errors[1] == pytest.approx(np.log(60.0 / 30.0) / (2.0 * 1.959964))


def test_a_later_file_takes_the_place_of_a_group() -> None:
    later = lay_over(FITTED, {"bank_card": {"agency": {"contacts_per_hard": 50.0}}})
    assert later.joints[0].numbers == (HARD, FADE)
    both = lay_over(FITTED, OVERLAY).joints
    assert [joint.numbers for joint in both] == [(FADE,), (HARD, NEEDS)]


def test_a_sector_based_on_another_goes_together_alike() -> None:
    added = lay_over(FITTED, {"my_cards": {"based_on": "bank_card"}})
    assert added.joints[1].numbers == tuple(
        name.replace("bank_card", "my_cards") for name in (HARD, NEEDS, FADE)
    )


def group(**more: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "numbers": [HARD, NEEDS, FADE],
        "correlation": [list(row) for row in R],
    }
    return {"together": [plain | more]}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"together": 3}, "must be a list of groups"),
        ({"together": [[1]]}, "must be a list of groups"),
        (group(colour="red"), "has the keys numbers and correlation"),
        ({"together": [{"numbers": [HARD]}]}, "has the keys numbers and correlation"),
        (group(numbers=[HARD, HARD, FADE]), "each once"),
        (group(numbers=[HARD, NEEDS, "bank_card.nothing"]), "no assumption called"),
        (group(numbers=[HARD, FADE, f"{FADE}.0m"]), "share a number"),
        (group(correlation=[[1.0]]), "3 rows of 3 numbers"),
        (group(correlation=[[1, 0.5, 0], [0.4, 1, 0], [0, 0, 1]]), "0.5, the other way 0.4"),
        (group(correlation=[[1, 1.5, 0], [1.5, 1, 0], [0, 0, 1]]), "from -1 to 1"),
        (group(correlation=[[0.5, 0, 0], [0, 1, 0], [0, 0, 1]]), "1 of each number with itself"),
        (group(correlation=[[1, float("nan"), 0], [0, 1, 0], [0, 0, 1]]), "from -1 to 1"),
        (
            group(correlation=[[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]),
            "smallest eigenvalue of correlation is -0.8",
        ),
        (group(correlation=[["a", 0, 0], [0, 1, 0], [0, 0, 1]]), "must be a list of groups"),
        (group(errors=[0.1]), "one entry for each of the 3"),
        (group(errors=[0.1, -0.1, 0.1]), "must be 0 or more"),
        (group(errors=[0.1, float("inf"), 0.1]), "must be 0 or more"),
        (group(scales=["log", "log", "cubic"]), "must be one of logit, log, plain"),
        (group(numbers=["tax.vat_rate", NEEDS, FADE]), "is the law"),
    ],
)
def test_what_cannot_go_together_is_said(content: dict[str, object], says: str) -> None:
    with pytest.raises(AssumptionError, match=says):
        lay_over(LIBRARY, content)
