"""Whole tenders drawn at random: the lot, our reading of it, rivals who bid on it, who wins.

An oracle that shares no code with what it judges. In every world the true odds are X times our
estimate, ln X normal around -e^2/2 with spread e; each rival bids

    mean + sd * ( -sqrt(rho) * Z + sqrt(1 - rho) * own ),     Z = (ln X + e^2/2)/e, own normal
"""

from dataclasses import dataclass

import numpy as np

from placement.domain.types import FloatArray

SIZE, COST, FIXED = 1_000_000.0, 0.15, 20_000.0


@dataclass(frozen=True, kw_only=True)
class Gains:
    """A lot whose profit can be checked on paper: SIZE * (b*X - COST*X^bend) - FIXED."""

    bend: float = 0.0
    fixed: float = 0.0

    @property
    def fixed_cost(self) -> FloatArray:
        """The part that each winner bears once."""
        return np.array([self.fixed])

    def __call__(self, commission: FloatArray, factor: FloatArray) -> FloatArray:
        """Return profits by truth and bid."""
        b, x = commission[:, None, :], factor[:, :, None]
        return np.asarray(SIZE * (b * x - COST * x**self.bend) - self.fixed)

    def of(self, bid: float, truth: FloatArray) -> FloatArray:
        """Return the profit in each world."""
        return np.asarray(SIZE * (bid * truth - COST * truth**self.bend) - self.fixed)


@dataclass(frozen=True, kw_only=True, eq=False)
class Worlds:
    """Drawn worlds."""

    truth: FloatArray
    """X, shape (worlds,)."""
    others: FloatArray
    """Rivals' bids, shape (worlds, rivals); infinite where nobody stands."""


def draw(
    *,
    error: float,
    knows: float,
    number: int | FloatArray = 4,
    mean: float = 0.22,
    sd: float = 0.03,
    worlds: int = 200_000,
    seed: int = 7,
) -> Worlds:
    """Return worlds; a list of chances draws the number of rivals."""
    generator = np.random.default_rng(seed)
    z = generator.standard_normal(worlds)
    chances = None if isinstance(number, int) else np.asarray(number)
    most = number if isinstance(number, int) else len(number) - 1
    own = generator.standard_normal((worlds, most))
    score = np.sqrt(1.0 - knows) * own - np.sqrt(knows) * z[:, None] if error else own
    others = mean + sd * score
    if chances is not None:
        count = generator.choice(len(chances), size=worlds, p=chances)
        others = np.where(np.arange(most) < count[:, None], others, np.inf)
    return Worlds(truth=np.exp(error * z - error**2 / 2.0), others=others)


def outcomes(
    worlds: Worlds,
    bid: float,
    gains: Gains,
    *,
    shares: tuple[float, ...] = (1.0,),
    cost: float = 0.0,
) -> tuple[FloatArray, FloatArray]:
    """Return who wins in each world and what it earns; the lowest bids win, by place."""
    place = (worlds.others < bid).sum(axis=1)
    volume = np.append(shares, np.zeros(worlds.others.shape[1] + 1))[place]
    wins = place < len(shares)
    gain = gains.of(bid, worlds.truth) + gains.fixed
    return wins, np.where(wins, volume * gain - gains.fixed, 0.0) - cost


def mean_and_error(values: FloatArray) -> tuple[float, float]:
    """Return a mean over worlds and its standard error."""
    return float(values.mean()), float(values.std() / np.sqrt(values.size))
