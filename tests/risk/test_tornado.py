"""One number at a time, and all judgements together: linear cases on paper."""

import numpy as np

from placement.risk.tornado import stability, swings
from tests.builders import segments
from tests.risk.numbers import choices, made_up, number

ACCOUNT = segments()

NUMBERS = made_up(
    number("bank_card.a", 0.0, 10.0, 14.0),
    number("bank_card.b", 1.0, 2.0, 3.0),
    number("bank_card.c.0m", 1.0, 2.0, 4.0),
    number("bank_card.c.6m", 0.0, 1.0, 2.0),
    number("bank_card.d", 0.0, 5.0, 9.0, status="published"),
)
PATHS = tuple(NUMBERS.entries)

LINEAR = choices(
    lambda of: of("bank_card.a") - of("bank_card.b") + of("bank_card.c.0m"),
    lambda of: 2.0 * of("bank_card.d") - 8.0 + of("bank_card.c.6m"),
)
"""At the values 10 - 2 + 2 = 10 and 10 - 8 + 1 = 3."""


def test_a_tornado_on_paper() -> None:
    found = swings(LINEAR, ACCOUNT, NUMBERS, PATHS, leads=np.array([0]), base=np.array([10.0]))
    assert [swing.name.split(".")[1] for swing in found] == ["a", "c", "b", "d"]
    a, c, b, d = found
    np.testing.assert_allclose(a.net, [0.0, 14.0])
    np.testing.assert_array_equal(a.best, [1, 0])
    np.testing.assert_allclose(a.value, [3.0, 14.0])
    np.testing.assert_allclose(c.net, [9.0, 12.0])
    np.testing.assert_allclose(b.net, [11.0, 9.0])
    # 18 - 8 + 1 = 11 is more than 10: the rival leads at the high end of d.
    np.testing.assert_array_equal(d.best, [0, 1])
    np.testing.assert_allclose(d.net, [10.0, 10.0])
    assert c.paths == ("bank_card.c.0m", "bank_card.c.6m")
    np.testing.assert_array_equal(a.changed, [ACCOUNT.balance[0], 0.0])
    np.testing.assert_array_equal(b.changed, [0.0, 0.0])


def test_a_book_is_the_sum_of_its_segments() -> None:
    """Each segment alone, times its accounts; a number of one sector leaves the other as it is."""
    two = segments(sector=["bank_card", "telecom", "bank_card"], accounts=[3, 5, 1],
                   balance=[100.0, 40.0, 7.0])  # fmt: skip
    numbers = made_up(*NUMBERS.entries.values(), number("telecom.e", 0.0, 1.0, 2.0))
    worth = choices(
        lambda of: of("bank_card.a") + of("telecom.e"), lambda of: 10.0 + 2.0 * of("telecom.e")
    )
    paths = ("bank_card.a", "telecom.e")
    found = {
        swing.name: swing
        for swing in swings(worth, two, numbers, paths, leads=np.array([1, 1, 1]),
                            base=np.array([12.0, 12.0, 12.0]))
    }  # fmt: skip
    # Of four accounts at 0 and 14 of a; what leads is the second, which a does not move.
    assert set(found) == {"bank_card.a", "telecom.e"}
    np.testing.assert_allclose(found["bank_card.a"].net, [108.0, 108.0])
    np.testing.assert_allclose(found["bank_card.a"].value, [108.0, 60.0 + 4.0 * 15.0])
    np.testing.assert_array_equal(found["bank_card.a"].changed, [0.0, 307.0])
    np.testing.assert_allclose(found["telecom.e"].net, [48.0 + 5 * 10.0, 48.0 + 5 * 14.0])


def test_how_far_all_judgements_may_go_on_paper() -> None:
    """Against the leader: a down 10, b up 1, c down (0m by 1, 6m by 1): 7 - (10 + 1 + 1 - 1) t.

    c alone changes the gap by 0 at its low end and by +2 - 1 at its high end, so it goes down.
    The published d stays. 7 / 11 = 0.636.
    """
    found = stability(LINEAR, ACCOUNT, NUMBERS, PATHS, lead=0)
    assert found.rival == 1
    np.testing.assert_allclose(found.share, 7.0 / 11.0, atol=1.0 / 32**2)


def test_a_leader_that_nothing_moves_is_stable() -> None:
    safe = choices(lambda of: of("bank_card.a") + 100.0, lambda of: of("bank_card.d"))
    found = stability(safe, ACCOUNT, NUMBERS, PATHS, lead=0)
    assert (found.share, found.rival) == (None, None)


def test_a_leader_that_is_shut_on_the_way_loses_to_what_is_left() -> None:
    shut = choices(
        lambda of: np.where(of("bank_card.a") < 5.0, -np.inf, 50.0), lambda of: of("bank_card.b")
    )
    found = stability(shut, ACCOUNT, NUMBERS, PATHS, lead=0)
    assert found.rival == 1
    np.testing.assert_allclose(found.share, 0.5, atol=1.0 / 32)


def test_without_judgements_nothing_can_be_wrong() -> None:
    found = stability(LINEAR, ACCOUNT, NUMBERS, ["bank_card.d"], lead=0)
    assert found.share is None
