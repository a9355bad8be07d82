"""What the plan made then would have brought against what was done: one function for both doors."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.special import logit

from placement.api.accounts import default_creditor_type
from placement.api.agencies import agency_league, kinds_of, next_batch, numbered
from placement.api.backtests import Backtest
from placement.api.library_odds import Range, library_odds, overlay_of
from placement.api.rules import require
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.looking_back.advice import (
    STAYS,
    Advice,
    Look,
    advised,
    groups_of,
    last_batch_stops,
    looks_back,
    outcomes_of,
)
from placement.decide.looking_back.found import BatchMoney, LookMoney, MoneyBacktest
from placement.decide.looking_back.outcomes import (
    UNGROUPED,
    Outcomes,
    Ways,
    change_range,
    held_for,
    ways_of,
)
from placement.decide.looking_back.streams import LEFT_ALONE, Creditor, streams
from placement.decide.rank import OPTIONS
from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.domain.types import BoolArray, CreditorType, FloatArray, IntArray, Option
from placement.odds.backtest import LEAST_BATCHES, LEVEL, METHODS
from placement.odds.credibility import NINE_OF_TEN
from placement.odds.liquidation import Odds
from placement.odds.origins import Known, Prior, known_by, seen_by

__all__ = ["HELD_FOR", "WAYS_OUT", "BatchMoney", "LookMoney", "MoneyBacktest", "backtest_money"]

HELD_FOR = 6
"""Months after which the simplest rule takes every batch back."""

WAYS_OUT = tuple(option for option in Option if option != Option.AGENCY_1)
"""What a batch that is taken back may be put to."""

RANGE_DRAWS = 4_000

_LEAST_SPREAD = 1e-6

_AHEAD = 24
"""Months past the end of the file that a plan looks at."""


def backtest_money(
    found: Backtest,
    *,
    assumptions: Assumptions | None = None,
    commission: float | None = None,
    creditor_type: str | None = None,
    without: Sequence[str] = (),
    seed: int = 0,
) -> MoneyBacktest:
    """Return what plans made on what was known then would have brought against what was done.

    Every `found.asked.horizon` months the odds are fitted to what was seen by then, blended with
    the library as far as that leaves room, and laid over it. They say which batches to take back
    and what for, and the league of that day who gets the batches placed until the next look. What
    came in is then counted as it came; what taking back brings instead is what the odds of the
    whole file expect.

    Args:
        found: The backtest of the file.
        assumptions: The numbers in use; the library if None.
        commission: Share of collections that agencies keep; the library's if None.
        creditor_type: `CreditorType`; by default the usual of the sector.
        without: Names of options that batches taken back are not put to, such as `sale`.
        seed: Of the draws behind the range.

    Raises:
        InputError: The sector is not in the library, the commission is no share, or there is no
            month from which on anything could have been decided.
    """
    numbers = assumptions or load_library()
    require(
        commission is None or 0.0 <= commission < 1.0,
        t(
            "commission must be a decimal share from 0 up to 1; got {x:g}. For 22 % write 0.22.",
            x=commission or 0.0,
        ),
    )
    options = [option.value for option in WAYS_OUT]
    require(
        all(name in options for name in without),
        t("without must name some of {known}; got {names}.",
          known=listed(options), names=listed(without)),
    )  # fmt: skip
    kinds = [member.value for member in CreditorType]
    require(
        creditor_type is None or creditor_type in kinds,
        t("creditor must be one of {known}; got {kind!r}.",
          known=listed(kinds), kind=creditor_type),
    )  # fmt: skip
    require(
        found.sector in numbers.sectors,
        t(
            "The backtest in money needs a sector of the library, for what else could be done; the "
            "batches have {sector!r}. Say which, as in --sector bank_card.",
            sector=found.sector,
        ),
    )
    require(
        not np.isnan(found.remittances.accounts).any(),
        t(
            "The backtest in money needs the number of accounts of each batch, for what else could "
            "be done with an account; {file} does not say it. Give a column of it, as in --column "
            "accounts=HEADING.",
            file=found.remittances.filename,
        ),
    )
    creditor = Creditor(
        sector=found.sector,
        creditor_type=creditor_type or default_creditor_type(found.sector),
        assumptions=numbers.with_values({"tax.income_tax_rate": 0.0}),
        commission=commission,
        without=tuple(Option(name) for name in without),
    )
    return _MoneyBacktest(found, creditor).answer(seed)


class _MoneyBacktest:
    """Works out the answer."""

    def __init__(self, found: Backtest, creditor: Creditor) -> None:
        self.found, self.creditor, self.history = found, creditor, found.history
        self.every = found.asked.horizon
        self.months = found.history.batches.collected.shape[1] + _AHEAD
        self.names, self.agency = numbered(found.remittances.agency)
        _, self.kind = numbered(kinds_of(found.remittances))

    def answer(self, seed: int) -> MoneyBacktest:
        backs = looks_back(self.history, self.every)
        whole = known_by(self.history, 0, prior=self._prior)
        if (
            not backs
            or whole is None
            or not (seen_by(self.history, backs[0]) < self.history.seen).any()
        ):
            raise InputError(
                t(
                    "Nothing can be held out for money: {every} months before the end fewer than "
                    "{least} batches had been seen, or none was seen after. Look more often "
                    "(--holdout), or give more batches.",
                    every=self.every,
                    least=LEAST_BATCHES,
                )
            )
        not_shared = self._not_shared()
        looks = tuple(
            self._look(back, later, shares=not not_shared)
            for back, later in zip(backs, (*backs[1:], 0), strict=True)
        )
        advice = advised(self.history, looks)
        group = groups_of(self.history, looks, agency=self.agency, kind=self.kind)
        thought = streams(self.history, whole, self._fitted(whole), months=self.months)
        outcomes = outcomes_of(
            self.history, whole, thought, backs[0], agency=self.agency, group=group
        )
        rules = {
            "held_for": held_for(outcomes, HELD_FOR),
            "last_batch": last_batch_stops(self.history, looks),
        }
        ways = ways_of(outcomes, advice.stop, np.nan_to_num(advice.share, nan=1.0), rules)
        low, high = change_range(
            ways, group, rng=np.random.default_rng(seed), draws=RANGE_DRAWS, level=LEVEL
        )
        if not not_shared and (group == UNGROUPED).all():
            not_shared = t(
                "No batches of one age and product went to two agencies between two looks, so how "
                "they are shared out cannot be judged."
            )
        return MoneyBacktest(
            ways=ways,
            looks=self._by_look(looks, advice, outcomes, ways),
            batches=self._by_batch(outcomes, ways, thought.option),
            change_low=low,
            change_high=high,
            every=self.every,
            held_for=HELD_FOR,
            commission=self.creditor.commission,
            creditor_type=self.creditor.creditor_type,
            without=tuple(option.value for option in self.creditor.without),
            not_shared=not_shared,
            odds_are_weak=min(METHODS, key=self.found.asked.error) != "odds",
            without_advice=sum(look.streams is None for look in looks),
        )

    def _not_shared(self) -> str:
        if not self.history.is_dated:
            return t(
                "The file does not say when batches were placed, so how they were shared out "
                "cannot be judged."
            )
        if len(set(self.names) - {""}) < 2:
            return t("The file names fewer than two agencies, so there was nothing to share out.")
        return ""

    def _look(self, back: int, later: int, *, shares: bool) -> Look:
        known = known_by(self.history, back, prior=self._prior)
        return Look(
            back=back,
            next_back=later,
            known=known,
            streams=(
                None
                if known is None
                else streams(self.history, known, self._fitted(known), months=self.months)
            ),
            share=self._shares(known) if known is not None and shares else None,
        )

    def _prior(self, age: float) -> Prior:
        """Return what the library says of batches of an age, as a law of the fit's numbers."""
        found = library_odds(self.creditor.assumptions, self.creditor.sector, age)
        share, hazard, fade = found.willing_share, found.pay_hazard, found.fade_rate
        return Prior(
            odds=Odds(
                willing_share=share.value,
                pay_hazard=hazard.value,
                fade_rate=fade.value,
                reference_age=age,
            ),
            spread=np.array(
                [
                    _spread(float(logit(share.low)), float(logit(share.high))),
                    _spread(np.log(hazard.low), np.log(hazard.high)),
                    _spread(np.log(fade.low), np.log(fade.high)),
                ]
            ),
        )

    def _fitted(self, known: Known) -> Creditor:
        """Return the creditor with the fitted odds laid over its numbers.

        Where no number of the library shows a fitted one, its own stays.
        """
        odds = known.odds
        wanted = {
            "fade_rate": odds.fade_rate if known.fit.tells_fading else None,
            "willing_share": odds.willing_share,
            "pay_hazard": odds.pay_hazard,
        }
        numbers = self.creditor.assumptions
        for name, value in wanted.items():
            if value is None:
                continue
            try:
                laid = overlay_of(
                    numbers,
                    self.creditor.sector,
                    odds.reference_age,
                    source="",
                    **{name: Range(value=value, low=value, high=value)},
                )
                numbers = numbers.with_values(laid.values)
            except InputError:
                continue
        return replace(self.creditor, assumptions=numbers)

    def _shares(self, known: Known) -> FloatArray | None:
        """Return what part of what comes next the agency of each batch is to get, by the league."""
        rows = np.asarray(known.is_known.any(axis=1))
        file = replace(self.found.remittances, collected=known.before).take(rows)
        try:
            league = agency_league(file)
            share = next_batch(league, balance=1.0).share
        except InputError:
            # Too little had been seen to compare agencies, so that no share was said.
            return None
        by_name = dict(zip(league.league.agencies, share.tolist(), strict=True))
        return np.array([by_name.get(name, np.nan) for name in self.found.remittances.agency])

    def _by_look(
        self, looks: tuple[Look, ...], advice: Advice, outcomes: Outcomes, ways: Ways
    ) -> tuple[LookMoney, ...]:
        found = []
        end = self._end()
        rows = np.arange(len(advice.stop))
        for position, look in enumerate(looks):
            seen, later = (seen_by(self.history, x) for x in (look.back, look.next_back))
            had = (seen < later) & ((advice.look == STAYS) | (advice.look >= position))
            taken = advice.look == position
            new = (seen == 0) & (later > 0) & (outcomes.group != UNGROUPED)
            observed, estimated = (
                _changed(part, taken, new)
                for part in (
                    tuple(way.observed for way in (ways.done, ways.stops, ways.plan)),
                    tuple(way.estimated for way in (ways.done, ways.stops, ways.plan)),
                )
            )
            done = outcomes.observed[rows, later] - outcomes.observed[rows, seen]
            found.append(
                LookMoney(
                    back=look.back,
                    month=end - look.back if end >= 0 else -1,
                    live=int(had.sum()),
                    taken_back=int(taken.sum()),
                    shared=int(new.sum()),
                    done=float(done.sum()),
                    observed_change=observed,
                    estimated_change=estimated,
                )
            )
        return tuple(found)

    def _end(self) -> int:
        """Return the month behind the last of the file, -1 without dates."""
        if not self.history.is_dated:
            return -1
        return int((self.history.placed + self.history.seen).max())

    def _by_batch(self, outcomes: Outcomes, ways: Ways, option: IntArray) -> tuple[BatchMoney, ...]:
        best = outcomes.best

        def done_then(batch: int, months: int) -> str:
            if months == outcomes.last[batch]:
                return ""
            which = int(option[batch, months])
            return "stop" if which == LEFT_ALONE else OPTIONS[which].value

        return tuple(
            BatchMoney(
                batch=self.found.remittances.label(batch),
                age=float(self.history.batches.age[batch]),
                first=int(outcomes.first[batch]),
                seen=int(outcomes.last[batch]),
                plan_months=int(ways.plan.stop[batch]),
                plan_option=done_then(batch, int(ways.plan.stop[batch])),
                best_months=int(best[batch]),
                best_option=done_then(batch, int(best[batch])),
                part=float(ways.plan.part[batch]),
                done=float(ways.done.money[batch]),
                plan=float(ways.plan.money[batch]),
                hindsight=float(ways.hindsight.money[batch]),
                observed_change=float((ways.plan.observed - ways.done.observed)[batch]),
                estimated_change=float((ways.plan.estimated - ways.done.estimated)[batch]),
            )
            for batch in range(len(best))
        )


def _spread(low: float, high: float) -> float:
    """Return the standard deviation of a range that holds nine cases of ten."""
    return max((high - low) / (2.0 * NINE_OF_TEN), _LEAST_SPREAD)


def _changed(money: Sequence[FloatArray], taken: BoolArray, new: BoolArray) -> float:
    """Return what decisions change: those taken back, and new batches shared out otherwise.

    Args:
        money: Done, with the plan's months, and with its shares as well; of each batch.
        taken: Batches that are taken back.
        new: Batches that are shared out.
    """
    done, stops, plan = money
    return float((stops - done)[taken].sum() + (plan - stops)[new].sum())
