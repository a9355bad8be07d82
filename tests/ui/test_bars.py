"""A bar far below zero does not squeeze the others: it is cut, marked, and its number said."""

import numpy as np
import pytest

from placement.ui.bars import chart_rows, floor_of, with_marks, with_nets
from placement.ui.charts.ranking import bars_chart, marked_bars_chart, net_bars_chart


def rows_of(nets: list[float | None]):
    """Return chart rows named by their place."""
    said = ["none" if net is None else f"{net:,.0f}" for net in nets]
    return chart_rows([str(i) for i in range(len(nets))], nets, said, ["#398bcd"] * len(nets))


@pytest.mark.parametrize(
    ("nets", "drawn"),
    [
        ([100.0, 80.0, -5_000.0], [100.0, 80.0, -100.0]),
        ([100.0, 80.0, -90.0], [100.0, 80.0, -90.0]),
        ([1.0, -5_000.0], [1.0, -1.0]),
        ([-5.0, -6.0, -700.0], [-5.0, -6.0, -6.0]),
        ([100.0, None, -5_000.0, -200.0], [100.0, np.nan, -200.0, -200.0]),
        ([0.0, 0.0], [0.0, 0.0]),
        ([None, None], [np.nan, np.nan]),
    ],
)
def test_only_what_lies_far_below_is_cut(nets: list, drawn: list) -> None:
    """At the longest above zero, or at the usual length where most lie below."""
    table = rows_of(nets)
    np.testing.assert_allclose(table["net"], drawn)
    is_cut = [net is not None and net < end for net, end in zip(nets, drawn, strict=True)]
    assert table["cut"].notna().tolist() == is_cut
    assert (table["cut"][is_cut] == table["net"][is_cut]).all()


def test_the_others_keep_at_least_a_third_of_the_axis() -> None:
    """Without the cut the best bar had a fiftieth of it."""
    table = rows_of([100.0, 80.0, -5_000.0])
    length = float(table["reach"].max() - table["net"].min())
    assert 100.0 / length >= 1 / 3
    assert table["label"].tolist() == ["100", "80", "-5,000"]


def test_the_cash_of_a_bar_and_its_mark_are_cut_with_it() -> None:
    """Fees of a suit, or the option alone, may lie further below than the net."""
    totals = np.array([[100.0, 10.0], [-10.0, -9_000.0], [0.0, 8_500.0]])
    table = with_nets(rows_of(totals.sum(axis=0).tolist()), totals)
    assert table["left"].tolist() == [90.0, -90.0]
    assert table["cut"].notna().tolist() == [False, True]
    marked = with_marks(rows_of([100.0, 80.0]), [90.0, -7_000.0])
    assert marked["mark"].tolist() == [90.0, -100.0]
    assert marked["mark_label"].tolist() == ["90", "\N{MINUS SIGN}7,000"]
    assert marked["cut"].notna().tolist() == [False, True]


def test_there_is_no_floor_where_nothing_tells_a_length() -> None:
    """Nothing is drawn, or all of it is zero."""
    assert floor_of(np.array([])) == floor_of(np.zeros(3)) == -np.inf


@pytest.mark.parametrize(
    "chart",
    [
        bars_chart(rows=2, value="v"),
        marked_bars_chart(rows=2, value="v", mark="m"),
        net_bars_chart(rows=2, titles={"label": "v"}),
    ],
)
def test_every_chart_of_bars_marks_a_cut(chart: dict) -> None:
    """An arrow where the bar goes on."""
    assert any(layer["encoding"].get("x", {}).get("field") == "cut" for layer in chart["layer"])
