"""Where a plan keeps the claim unworked: never at the end of the horizon, which is no date."""

import pytest

from placement.decide.timing.plans import Plan, Step
from placement.decide.timing.stop import STOP, begins_with, steps_said, stops_in


def plan(*steps: tuple[str, int, int]) -> Plan:
    """Return a plan of (action, start, months)."""
    return Plan(steps=tuple(Step(action=a, start_month=s, months=m) for a, s, m in steps), value=0)


@pytest.mark.parametrize(
    ("steps", "stops"),
    [
        ([("wait", 0, 24), ("write_off", 24, 0)], 0),
        ([("wait", 0, 24)], 0),
        ([("in_house", 0, 6), ("wait", 6, 18), ("write_off", 24, 0)], 6),
        ([("in_house", 0, 6), ("wait", 6, 18)], 6),
        ([("in_house", 0, 24)], 24),
        ([("in_house", 0, 24), ("write_off", 24, 0)], 24),
        ([("wait", 0, 6), ("law_letter", 6, 1), ("wait", 7, 17)], 7),
        ([("wait", 0, 6), ("write_off", 6, 0)], None),
        ([("write_off", 0, 0)], None),
        ([("wait", 0, 24), ("sale", 24, 0)], None),
        ([("lawsuit", 0, 0)], None),
    ],
)
def test_the_month_from_which_nothing_is_done(steps, stops) -> None:
    """A wait or a write-off that only the horizon ends, however the plan writes it."""
    made = plan(*steps)
    assert stops_in(made, horizon=24) == stops
    said = steps_said(made, horizon=24)
    assert (said[-1].action == STOP) == (stops is not None)
    if stops is None:
        assert said == made.steps
    else:
        assert said[-1].start_month == stops
        assert all(step.action != "write_off" for step in said)


def test_a_plan_that_does_nothing_begins_with_the_end_of_all_work() -> None:
    """And one that pauses, with waiting."""
    assert begins_with(plan(("wait", 0, 24)), horizon=24) == STOP
    assert begins_with(plan(("wait", 0, 6), ("sale", 6, 0)), horizon=24) == "wait"
    assert begins_with(plan(("in_house", 0, 24)), horizon=24) == "in_house"


def test_a_write_off_of_today_is_one_with_the_shortest_horizon() -> None:
    """A horizon of one month ends tomorrow, not today."""
    assert begins_with(plan(("write_off", 0, 0)), horizon=1) == "write_off"
