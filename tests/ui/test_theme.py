"""One colour, one name and one picture per option, told apart by everybody."""

import tomllib
from itertools import combinations

import numpy as np
import pytest

from placement.domain.types import Component, Option
from placement.ui import theme
from placement.ui.charts import bid, contracts, deal, mix, pilot, waterfall
from placement.ui.charts.timing import CASH_COLOURS, MOVE_COLOURS, STAGE_COLOURS
from placement.ui.deal.agency import CASH_COLOURS as AGENCY_CASH_COLOURS
from placement.words import names

# Linear sRGB as seen without long, middle and short cones: Machado, Oliveira and Fernandes,
# "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, severity 1.0.
SEEN = {
    "everybody": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = TO_XYZ.sum(axis=1)
CLEARLY_DIFFERENT = 15.0
"""Distance in CIELAB; about 2 can just be seen side by side."""


def linear(colour: str) -> np.ndarray:
    """Return the light of a colour such as #1f5f8b, three shares of red, green and blue."""
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """Return where a light lies in CIELAB."""
    ratio = TO_XYZ @ light / WHITE
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast of two colours, from 1 to 21."""
    low, high = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(scope="module")
def settings(project) -> dict:
    """Return the theme in the app's settings."""
    return tomllib.loads((project / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]


def test_known_colours() -> None:
    """White, and black on white; the yardsticks themselves are right."""
    np.testing.assert_allclose(lab(linear("#ffffff")), [100, 0, 0], atol=1e-6)
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0, rel=1e-6)


@pytest.mark.parametrize("seen", SEEN)
def test_no_two_moves_look_alike(seen: str) -> None:
    """The options and waiting; also without one kind of cones."""
    place = {
        move: lab(np.clip(SEEN[seen] @ linear(colour), 0, 1))
        for move, colour in MOVE_COLOURS.items()
    }
    near = {
        (one, other): distance
        for one, other in combinations(place, 2)
        if (distance := float(np.linalg.norm(place[one] - place[other]))) < CLEARLY_DIFFERENT
    }
    assert near == {}


PALETTES = {
    "parts of the cash": list(CASH_COLOURS.values()),
    "parts of an agency's cash": list(AGENCY_CASH_COLOURS.values()),
    "stages of accounts": list(STAGE_COLOURS.values()),
    "ways for a whole book": [
        *theme.OPTION_COLOURS.values(),
        mix.MIX_COLOUR,
        mix.NEXT_AGENCY_COLOUR,
    ],
    "gain and loss": [waterfall.GAIN, waterfall.LOSS],
    "sides of a deal": list(theme.SIDE_COLOURS.values()),
    "what a commission buys": list(deal.EFFORT_COLOURS),
    "lines of a bid": [bid.OURS, bid.NAIVE, bid.CHANCE],
    "lines of a pilot": list(pilot.COLOURS),
    "lines of contracts": [contracts.BLUE, contracts.ORANGE, contracts.GREY],
}
"""Colours that stand in one chart and mean something else each."""


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("seen", SEEN)
def test_no_two_colours_of_a_chart_look_alike(seen: str, palette: str) -> None:
    """Whoever sees no red, green or blue reads every chart."""
    place = {
        colour: lab(np.clip(SEEN[seen] @ linear(colour), 0, 1)) for colour in PALETTES[palette]
    }
    near = {
        (one, other): distance
        for one, other in combinations(place, 2)
        if (distance := float(np.linalg.norm(place[one] - place[other]))) < CLEARLY_DIFFERENT
    }
    assert near == {}
    assert len(place) == len(PALETTES[palette])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("palette", PALETTES)
def test_colours_of_a_chart_stand_out_from_the_page(settings, scheme: str, palette: str) -> None:
    """As those of the moves."""
    page = settings[scheme]["backgroundColor"]
    assert min(contrast(colour, page) for colour in PALETTES[palette]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("move", MOVE_COLOURS)
def test_a_move_stands_out_from_the_page(settings, scheme: str, move: str) -> None:
    """WCAG 2.2, 1.4.11: a graphic needs 3 to 1."""
    page = settings[scheme]["backgroundColor"]
    assert contrast(MOVE_COLOURS[move], page) >= 3


def test_charts_use_the_colours_of_the_options(settings) -> None:
    """The settings are not Python, so the colours stand there a second time."""
    assert settings["chartCategoricalColors"] == list(theme.OPTION_COLOURS.values())


def test_everything_has_a_name_and_a_picture() -> None:
    """In the usual order, and no two options share a name."""
    assert list(theme.OPTION_COLOURS) == list(names.option_names()) == list(Option)
    assert list(theme.OPTION_ICONS) == list(Option)
    assert len({*names.option_names().values()}) == len(Option)
    assert list(names.component_names()) == list(Component)


def test_a_sector_of_the_users_own_is_shown_as_written() -> None:
    """It has no translation."""
    assert names.sector_name("bank_card") == "Bank cards"
    assert names.sector_name("gym_membership") == "gym membership"
