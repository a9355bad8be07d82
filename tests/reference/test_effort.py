"""The plain-float effort search: its fast sum against its month-by-month definition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.effort import Work, worth, worth_summed
from tests.tolerances import RECOMPUTED

WORK = st.builds(
    Work,
    income=st.floats(0.0, 1e4),
    willing=st.floats(0.0, 0.95),
    fade=st.floats(0.0, 0.3),
    self_cure=st.floats(0.0, 0.3),
    omega=st.floats(0.5, 500.0),
    cost=st.floats(0.0, 50.0),
    v=st.floats(0.9, 1.0),
    term=st.integers(1, 24),
    onboarding=st.floats(0.0, 10.0),
    most=st.just(60.0),
)


@given(work=WORK, i=st.floats(0.0, 60.0), part=st.floats(0.0, 1.0))
def test_the_summed_series_is_the_monthly_walk(work: Work, i: float, part: float) -> None:
    months = round(part * work.term)
    expected = worth(work, i, months)
    scale = 1.0 + work.income + work.cost * i * work.term + work.onboarding
    assert worth_summed(work, i, months) == pytest.approx(expected, abs=RECOMPUTED * scale)
