"""The answer of a backtest in money."""

from dataclasses import dataclass

from placement.decide.looking_back.outcomes import Ways


@dataclass(frozen=True, kw_only=True)
class LookMoney:
    """What one look at the batches came to; money is that of the first look."""

    back: int
    """Months between it and the end of the file."""

    month: int
    """Of the calendar, 12 * year + month - 1; -1 where the file has no dates."""

    live: int
    """Batches that an agency had or got before the next look, by the plan."""

    taken_back: int
    shared: int
    """New batches whose shares were worked out."""

    done: float
    """What these looked-after batches left up to the next look as it was done, observed."""

    observed_change: float
    """What the decisions of this look changed, to the end."""

    estimated_change: float


@dataclass(frozen=True, kw_only=True)
class BatchMoney:
    """What one batch brought and would have; money is that of the first look."""

    batch: str
    age: float
    first: int
    """Months it had behind it at the first look; 0 if it was placed later."""

    seen: int
    plan_months: int
    """Months after which the plan takes it back; those seen if it stays."""

    plan_option: str
    """What is done with it then; empty if it stays, `stop` if the claim is left alone."""

    best_months: int
    best_option: str
    part: float
    """Of what its agency was given that the plan would have given it."""

    done: float
    plan: float
    hindsight: float
    observed_change: float
    estimated_change: float


@dataclass(frozen=True, kw_only=True, eq=False)
class MoneyBacktest:
    """What the plan would have brought."""

    ways: Ways
    looks: tuple[LookMoney, ...]
    batches: tuple[BatchMoney, ...]
    change_low: float
    """Range of eight chances in ten of the change, had other batches like these come."""

    change_high: float
    every: int
    """Months between looks."""

    held_for: int
    """Months after which the simplest rule takes batches back."""

    commission: float | None
    """As it was said; None is the library's."""

    creditor_type: str
    without: tuple[str, ...]
    not_shared: str
    """Why no batch was shared out otherwise; empty where some were."""

    odds_are_weak: bool
    """Something simpler foretold the file better than the odds that all of this rests on."""

    without_advice: int
    """Looks at which nothing had come in, so that all went on as it did."""

    @property
    def first_month(self) -> int:
        """Month of the calendar of the first look; -1 without dates."""
        return self.looks[0].month
