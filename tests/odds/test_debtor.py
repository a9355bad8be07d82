"""The debtor model against its closed form, a walk on plain floats and numbers on paper."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.odds.debtor import (
    Masses,
    by_type,
    chance_within_month,
    follow,
    instalment_factor,
    kept_after,
    pay_hazard,
    work,
    write_letter,
)
from tests.reference.debtor import Masses as PlainMasses
from tests.reference.debtor import month_of_letter, month_of_work
from tests.tolerances import RECOMPUTED, ROUNDING

SHARE = st.floats(0.001, 0.98)
RATE = st.floats(0.0, 3.0)
MONTHS = st.integers(1, 60)
MASSES = st.tuples(SHARE, SHARE, SHARE).map(lambda m: tuple(part / 3.0 for part in m))


def masses(easy: float, hard: float, reluctant: float) -> Masses:
    """Return the masses of one account."""
    return Masses(
        willing=np.array([[easy], [hard]]), reluctant=np.array([reluctant]), open=np.ones(1)
    )


def hazards(*months: tuple[float, float]) -> np.ndarray:
    """Return (easy, hard) of each month as hazards of one account, shape (2, 1, months)."""
    return np.array(months).T[:, None, :]


def test_one_month_by_hand() -> None:
    """Easy: half stays, all who go have paid. Hard: at equal rates half of the leaving pays."""
    path = follow(
        np.array([[0.4], [0.2]]),
        hazard=hazards((math.log(2.0), 0.0), (0.0, 0.1)),
        fade=np.array([0.0, 0.1]),
    )
    second = 0.2 * 0.5 * (1.0 - math.exp(-0.2))
    np.testing.assert_allclose(path.paid[0], [0.2, second], rtol=ROUNDING)
    np.testing.assert_allclose(path.open_before[0], [1.0, 0.8], rtol=ROUNDING)
    np.testing.assert_allclose(path.open_after, [0.8 - second], rtol=ROUNDING)
    left = [[0.2 * math.exp(-0.1)], [0.2 * math.exp(-0.2)]]
    np.testing.assert_allclose(path.willing_after, left, rtol=ROUNDING)


@given(w=MASSES, mu=st.tuples(RATE, RATE), fade=RATE, months=MONTHS)
def test_month_by_month_is_the_closed_form(
    w: tuple[float, float, float], mu: tuple[float, float], fade: float, months: int
) -> None:
    """w mu / (mu + lambda) * (1 - exp(-(mu + lambda) k)) of each type, added."""
    path = follow(
        np.array([[w[0]], [w[1]]]), hazard=hazards(*[mu] * months), fade=np.full(months, fade)
    )
    k = np.arange(1, months + 1)
    closed = np.zeros(months)
    for share, hazard in zip(w, mu, strict=False):
        rate = hazard + fade
        if rate > 0.0:
            closed += share * hazard / rate * -np.expm1(-rate * k)
    np.testing.assert_allclose(np.cumsum(path.paid[0]), closed, rtol=RECOMPUTED, atol=1e-15)


@given(
    w=MASSES,
    months=st.lists(st.tuples(RATE, RATE, st.floats(0.0, 0.5)), min_size=1, max_size=30),
)
def test_work_is_the_walk_on_plain_floats(
    w: tuple[float, float, float], months: list[tuple[float, float, float]]
) -> None:
    """Rates that change each month; nobody is made or lost on the way."""
    plain, paid = PlainMasses(*w), 0.0
    for easy, hard, fade in months:
        plain, more = month_of_work(plain, (easy, hard), fade)
        paid += more
    left = work(
        masses(*w),
        hazard=hazards(*[month[:2] for month in months]),
        fade=np.array([month[2] for month in months]),
    )
    found = (*left.willing[:, 0], left.reluctant[0], left.open[0])
    assert found == pytest.approx(tuple(plain), rel=RECOMPUTED, abs=1e-15)
    assert left.open[0] + paid == pytest.approx(1.0, rel=RECOMPUTED)
    assert left.willing.sum() + left.reluctant[0] <= left.open[0] * (1.0 + ROUNDING)


@given(w=MASSES, mu=st.tuples(RATE, RATE), fade=st.floats(0.0, 0.5), cut=st.integers(1, 11))
def test_work_cut_in_two_is_the_same_work(
    w: tuple[float, float, float], mu: tuple[float, float], fade: float, cut: int
) -> None:
    """The length of a stage is administration."""
    hazard, fades = hazards(*[mu] * 12), np.full(12, fade)
    whole = work(masses(*w), hazard=hazard, fade=fades)
    first = work(masses(*w), hazard=hazard[..., :cut], fade=fades[:cut])
    both = work(first, hazard=hazard[..., cut:], fade=fades[cut:])
    for name in ("willing", "reluctant", "open"):
        np.testing.assert_allclose(getattr(both, name), getattr(whole, name), rtol=RECOMPUTED)


def test_no_months_change_nothing() -> None:
    at = masses(0.3, 0.2, 0.1)
    assert work(at, hazard=np.zeros((2, 1, 0)), fade=np.zeros(0)) is at


def test_silence_says_something() -> None:
    """The easy leave first: of those still open ever more are hard or lost, and pay less."""
    path = follow(
        np.array([[0.5], [0.2]]), hazard=hazards(*[(1.0, 0.05)] * 12), fade=np.full(12, 0.02)
    )
    per_open = path.paid[0] / path.open_before[0]
    assert np.all(np.diff(per_open) < 0.0)
    assert path.willing_after[0, 0] < 1e-4 < 0.05 < path.willing_after[1, 0]


@given(w=MASSES, responses=st.tuples(SHARE, SHARE), fade=st.floats(0.0, 0.5))
def test_a_letter_is_the_one_on_plain_floats(
    w: tuple[float, float, float], responses: tuple[float, float], fade: float
) -> None:
    """Both willing types answer alike."""
    plain, _ = month_of_letter(PlainMasses(*w), responses, fade)
    left = write_letter(
        masses(*w),
        willing_response=np.array([responses[0]]),
        reluctant_response=np.array([responses[1]]),
        fade=np.array([fade]),
    )
    found = (*left.willing[:, 0], left.reluctant[0], left.open[0])
    assert found == pytest.approx(tuple(plain), rel=RECOMPUTED)


def test_a_letter_by_hand() -> None:
    """A fifth of 0.5 and a tenth of 0.1 answer: 0.89 stay open."""
    left = write_letter(
        masses(0.3, 0.2, 0.1),
        willing_response=np.array([0.2]),
        reluctant_response=np.array([0.1]),
        fade=np.array([0.0]),
    )
    np.testing.assert_allclose(left.willing[:, 0], [0.24, 0.16], rtol=ROUNDING)
    np.testing.assert_allclose([left.reluctant[0], left.open[0]], [0.09, 0.89], rtol=ROUNDING)
    shares = left.shares
    np.testing.assert_allclose(shares.willing[:, 0], [0.24 / 0.89, 0.16 / 0.89], rtol=ROUNDING)
    assert shares.open.tolist() == [1.0]


def test_segments_and_draws_keep_their_own_rates() -> None:
    """A row of the big table equals the same account alone; two draws are not two types."""
    rng = np.random.default_rng(7)
    for draws in (2, 3):
        willing, fade = rng.uniform(0, 0.5, (2, 4)), rng.uniform(0, 0.1, (4, 5))
        hazard = rng.uniform(0, 0.5, (2, draws, 4, 5))
        whole = follow(willing, hazard=hazard, fade=fade)
        assert whole.paid.shape == (draws, 4, 5)
        one = follow(willing[:, 1:2], hazard=hazard[:, 1, 1:2], fade=fade[1:2])
        np.testing.assert_array_equal(whole.paid[1, 1], one.paid[0])
        np.testing.assert_array_equal(whole.willing_after[:, 1, 1], one.willing_after[:, 0])


def test_drawn_answers_to_a_letter_keep_their_rows() -> None:
    """Two draws of one number, where the masses have no draws: types and draws stay apart."""
    at = masses(0.3, 0.2, 0.1)
    drawn = np.array([[0.1], [0.5]])
    both = write_letter(
        at, willing_response=drawn, reluctant_response=np.zeros((2, 1)), fade=np.zeros(1)
    ).shares
    for row in range(2):
        alone = write_letter(
            at, willing_response=drawn[row], reluctant_response=np.zeros(1), fade=np.zeros(1)
        ).shares
        np.testing.assert_allclose(both.willing[:, row], alone.willing, rtol=ROUNDING)
    # Only the reluctant's answer drawn: nothing of the willing has the axis before.
    mixed = Masses(willing=at.willing, reluctant=np.ones((2, 1)), open=np.array([[1.0], [0.5]]))
    np.testing.assert_allclose(mixed.shares.willing[:, :, 0], [[0.3, 0.6], [0.2, 0.4]])


def test_by_type_puts_new_axes_behind_the_types() -> None:
    assert by_type(np.zeros((2, 4)), 4).shape == (2, 1, 1, 4)
    assert by_type(np.zeros((2, 3, 4)), 3).shape == (2, 3, 4)


def test_nobody_pays_where_nothing_happens() -> None:
    path = follow(np.array([[0.5], [0.1]]), hazard=np.zeros((2, 1, 3)), fade=np.zeros(3))
    assert path.paid.tolist() == [[0.0, 0.0, 0.0]]
    assert path.open_before.tolist() == [[1.0, 1.0, 1.0]]


@given(rate=st.floats(0.0, 50.0))
def test_chance_within_a_month_has_its_limit(rate: float) -> None:
    expected = 1.0 if rate < 1e-15 else -math.expm1(-rate) / rate
    assert chance_within_month(np.array(rate)) == pytest.approx(expected, rel=1e-11)


def test_contacts_raise_the_hazard_by_their_share_of_omega() -> None:
    """Five contacts are all an easy debtor needs, and a tenth of a hard one; one in a hundred."""
    hazard = pay_hazard(
        np.array([[5.0]]),
        contacts_per_willing=np.array([[[5.0]], [[50.0]]]),
        self_cure_rate=np.array([[0.01]]),
    )
    np.testing.assert_allclose(hazard[:, 0, 0], [1.01, 0.11], rtol=ROUNDING)


@given(fades=st.lists(st.floats(0.0, 0.3), min_size=3, max_size=12), data=st.data())
def test_who_is_left_after_months_of_fading(fades: list[float], data: st.DataObject) -> None:
    """The product of exp(-lambda), month by month."""
    months = data.draw(st.integers(0, len(fades)))
    found = kept_after(np.array([fades]), np.array(float(months)))
    expected = math.prod(math.exp(-fade) for fade in fades[:months])
    assert float(found[0]) == pytest.approx(expected, rel=RECOMPUTED)


def test_fading_ends_where_each_segments_months_do() -> None:
    """In draws too, where only the months were drawn."""
    fade = np.array([[0.1, 0.2, 0.3], [0.0, 0.0, 0.5]])
    found = kept_after(fade, np.array([[1.0, 3.0], [2.0, 0.0]]))
    expected = np.exp([[-0.1, -0.5], [-0.3, 0.0]])
    np.testing.assert_allclose(found, expected, rtol=ROUNDING)


@given(w=SHARE, y=st.floats(0.05, 0.95))
def test_the_average_is_contacts_over_payers_of_a_placement(w: float, y: float) -> None:
    """A = omega * (1 + (1 - w) / w * ln(1 / y) / (1 - y)), where one type is left.

    Walked in short steps: contacts on all that is open, until y of the willing is left.
    """
    omega, steps = 30.0, 4_000
    i = omega * math.log(1.0 / y) / steps
    hazard = hazards(*[(0.0, i / omega)] * steps)
    path = follow(np.array([[0.0], [w]]), hazard=hazard, fade=np.zeros(steps))
    average = i * path.open_before.sum() / path.paid.sum()
    expected = omega * (1.0 + (1.0 - w) / w * math.log(1.0 / y) / (1.0 - y))
    assert average == pytest.approx(expected, rel=2e-3)


def test_instalments_by_hand() -> None:
    """Three instalments, each 0.99 * 0.96 of the one before; a single one is itself."""
    kept = 0.99 * 0.96
    factor = instalment_factor(
        months=np.array([3.0, 1.0]), breakage=np.array([0.04, 0.04]), discount=np.array(0.99)
    )
    np.testing.assert_allclose(factor, [(1 + kept + kept * kept) / 3, 1.0], rtol=ROUNDING)


def test_instalments_without_loss_are_worth_the_whole() -> None:
    factor = instalment_factor(
        months=np.array([12.0]), breakage=np.array([0.0]), discount=np.array(1.0)
    )
    assert factor.tolist() == [1.0]
