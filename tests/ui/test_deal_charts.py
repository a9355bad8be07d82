"""The two sides of a commission are told apart by everybody, on both pages."""

import numpy as np
import pytest

from placement.ui.charts.deal import EFFORT_COLOURS, GREY, ZONE
from placement.ui.theme import SIDE_COLOURS
from tests.ui.test_theme import CLEARLY_DIFFERENT, SEEN, contrast, lab, linear


@pytest.mark.parametrize("seen", SEEN)
def test_the_sides_do_not_look_alike(seen: str) -> None:
    """Also without one kind of cones; likewise the two lines of effort."""
    for pair in (tuple(SIDE_COLOURS.values()), EFFORT_COLOURS):
        one, other = (lab(np.clip(SEEN[seen] @ linear(colour), 0, 1)) for colour in pair)
        assert float(np.linalg.norm(one - other)) >= CLEARLY_DIFFERENT


@pytest.mark.parametrize("page", ["#ffffff", "#111822"])
@pytest.mark.parametrize("colour", [*SIDE_COLOURS.values(), *EFFORT_COLOURS, GREY, ZONE])
def test_lines_stand_out_from_the_page(page: str, colour: str) -> None:
    """WCAG 2.2, 1.4.11: a graphic needs 3 to 1."""
    assert contrast(colour, page) >= 3
