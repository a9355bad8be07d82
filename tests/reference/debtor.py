"""The four hidden types, month by month, on plain floats."""

import math
from typing import NamedTuple


class Masses(NamedTuple):
    """Shares of an account by type; the rest of what is open is lost."""

    easy: float
    hard: float
    reluctant: float
    open: float = 1.0

    @property
    def not_lost(self) -> float:
        """Willing and reluctant together."""
        return self.easy + self.hard + self.reluctant

    def per_open(self) -> "Masses":
        """Return the same as shares of the accounts still open."""
        return Masses(*(mass / self.open for mass in self))

    def times(self, part: float) -> "Masses":
        """Return a part of the account."""
        return Masses(*(mass * part for mass in self))


def month_of_work(
    masses: Masses, hazards: tuple[float, float], fade: float, length: float = 1.0
) -> tuple[Masses, float]:
    """Return the masses after a month and the share that paid in it.

    Args:
        masses: At the start.
        hazards: Pay hazards of the easy and the hard.
        fade: Lambda.
        length: Part of a month.
    """
    easy, paid_easy = _month_of_type(masses.easy, hazards[0], fade, length)
    hard, paid_hard = _month_of_type(masses.hard, hazards[1], fade, length)
    paid = paid_easy + paid_hard
    reluctant = masses.reluctant * math.exp(-fade * length)
    return Masses(easy, hard, reluctant, masses.open - paid), paid


def month_of_letter(
    masses: Masses, responses: tuple[float, float], fade: float
) -> tuple[Masses, float]:
    """Return the masses after a letter's month and the share that answered it."""
    willing, reluctant = responses
    kept = math.exp(-fade)
    answered = willing * (masses.easy + masses.hard) + reluctant * masses.reluctant
    return (
        Masses(
            masses.easy * (1.0 - willing) * kept,
            masses.hard * (1.0 - willing) * kept,
            masses.reluctant * (1.0 - reluctant) * kept,
            masses.open - answered,
        ),
        answered,
    )


def months_of_court(masses: Masses, left: float) -> Masses:
    """Return the masses after months in which nobody pays, `left` of the not lost remaining."""
    return Masses(masses.easy * left, masses.hard * left, masses.reluctant * left, masses.open)


def _month_of_type(mass: float, hazard: float, fade: float, length: float) -> tuple[float, float]:
    rate = hazard + fade
    kept = math.exp(-rate * length)
    paid = mass * hazard / rate * (1.0 - kept) if rate > 0.0 else 0.0
    return mass * kept, paid
