"""Shares of work that has parts, whose parts have parts."""

import pytest

from placement.domain.progress import heard_by, parts, tell


def test_parts_of_parts_add_up() -> None:
    """Two parts, the second of two parts itself, of which the first says that it is half done."""
    heard: list[float] = []
    with heard_by(heard.append):
        for part in parts(("one", "two")):
            if part == "two":
                for inner in parts((1, 2)):
                    if inner == 1:
                        tell(0.5)
    assert heard == [0.0, 0.5, 0.5, 0.625, 0.75]


def test_parts_after_a_share_that_is_done() -> None:
    heard: list[float] = []
    with heard_by(heard.append):
        list(parts(range(2), first=0.5))
        tell(1.0)
    assert heard == [0.5, 0.75, 1.0]


def test_nobody_hears_of_work_that_nobody_waits_for() -> None:
    heard: list[float] = []
    with heard_by(heard.append):
        pass
    assert list(parts("ab")) == ["a", "b"]
    tell(0.5)
    assert heard == []


def test_parts_left_half_way_count_no_longer() -> None:
    """What comes after a loop that was left tells shares of the whole again."""
    heard: list[float] = []
    with heard_by(heard.append):
        for _ in parts(range(4)):
            break
        tell(0.9)
    assert heard == [0.0, 0.9]


def test_whoever_hears_may_end_the_work() -> None:
    done = []

    def enough(share: float) -> None:
        if share >= 0.5:
            raise TimeoutError

    def work() -> None:
        with heard_by(enough):
            done.extend(parts(range(4)))

    with pytest.raises(TimeoutError):
        work()
    assert done == [0, 1]
