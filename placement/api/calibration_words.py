"""What batches can tell of the odds and what not, in words."""

from dataclasses import dataclass

import numpy as np

from placement.api.library_odds import Range
from placement.domain.text import t
from placement.odds.calibrate import APART, Estimate, Fit
from placement.odds.credibility import WithPrior
from placement.odds.easy import YOUNG
from placement.tape.remittances import Remittances


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One fitted number beside the library's."""

    name: str
    library: Range
    own: Estimate
    blend: WithPrior | None
    """None where the batches do not tell the number, so that it is the library's."""


def words_of(
    mine: Remittances, fit: Fit, compared: tuple[Compared, ...], paying: str
) -> tuple[str, ...]:
    """Return what batches can tell of the odds and what not, a line each.

    Args:
        mine: The batches.
        fit: The odds fitted to them.
        compared: Each beside the library's.
        paying: How payers are taken to pay, in words.
    """
    lines = [
        t(
            "Batches: {batches}; months of them at most: {months}; placed at {ages} months past "
            "due; {money:,.0f} came in of {placed:,.0f} placed.",
            batches=f"{len(mine):,}",
            months=mine.months,
            ages=_ages(mine),
            money=float(mine.total.sum()),
            placed=float(mine.balance.sum()),
        ),
        paying,
    ]
    if fit.tells_fading:
        lines.append(
            t(
                "Batches of several ages tell the rate of fading from that of paying. It is what "
                "older batches bring less: where they had been worked harder before, that is in it "
                "too."
            )
        )
    else:
        lines.append(
            t(
                "These batches tell two numbers only, what a batch brings in the end ({ultimate}) "
                "and how fast ({speed} a month). {why} Fading is the library's, {fade:.3f} a "
                "month; the willing share and the hazard follow from it.",
                ultimate=_percent(fit.ultimate),
                why=_why_not(mine),
                speed=f"{fit.speed.value:.3f} ± {fit.speed.se:.3f}",
                fade=fit.fade_rate.value,
            )
        )
    lines += _easy_words(mine, fit)
    if len(mine) == 1:
        lines.append(t("One batch: how much batches differ among themselves is not in the errors."))
    if np.isnan(mine.accounts).any():
        lines.append(
            t(
                "The file does not say how many accounts were placed, so how months scatter is "
                "only known of money, and so are the errors. Give the number of accounts of each "
                "batch (--column accounts=HEADING)."
            )
        )
    elif fit.dispersion > 1.5:
        lines.append(
            t(
                "Months scatter {times:.1f} times as much as single payers would make them; the "
                "errors are widened by that.",
                times=fit.dispersion,
            )
        )
    lines += [
        t(
            "{name}: the library says {library}, the batches {own}; apart by more than both "
            "ranges.",
            name=each.name,
            library=f"{each.library.low:.3f}-{each.library.high:.3f}",
            own=f"{each.own.low:.3f}-{each.own.high:.3f}",
        )
        for each in compared
        if each.blend is not None
        and (each.own.high < each.library.low or each.own.low > each.library.high)
    ]
    return tuple(lines)


def _ages(mine: Remittances) -> str:
    low, high = (f"{x:g}" for x in (float(mine.age.min()), float(mine.age.max())))
    return low if low == high else t("{low} to {high}", low=low, high=high)


def _why_not(mine: Remittances) -> str:
    """Return why batches do not tell fading from paying, and what would."""
    if len(mine) < 3 or float(np.ptp(mine.age)) == 0.0:
        return t("Telling fading from paying needs three batches or more, placed at several ages.")
    if float(np.ptp(mine.age)) < APART:
        return t(
            "Telling fading from paying needs batches placed at ages that lie {apart:g} months or "
            "more apart.",
            apart=APART,
        )
    return t(
        "Batches of several ages are there, but they scatter too much to tell fading from paying; "
        "more batches, seen longer, would."
    )


def _easy_words(mine: Remittances, fit: Fit) -> list[str]:
    """Return what is to be said of easy debtors; nothing where no batch could show them."""
    easy = fit.easy
    if easy is None:
        if (mine.age <= YOUNG).any():
            return [
                t("Young batches lack a first month, so easy debtors are not told from hard ones.")
            ]
        return []
    if not easy.is_shown:
        return [
            t(
                "Young batches show no fast part (chi-square {ratio:.1f}, 3.8 would count): all "
                "who are willing are taken as one kind, and the library's easy share stays.",
                ratio=easy.ratio,
            )
        ]
    line = t(
        "Young batches show easy debtors: {share} at {age:g} months pay at the first contacts "
        "(chi-square {ratio:.0f}); the willing share is that of hard debtors besides.",
        share=_percent(easy.share),
        age=fit.odds.reference_age,
        ratio=easy.ratio,
    )
    if easy.hazard.se > 0.0:
        return [
            line,
            t(
                "The easy ones pay at {hazard:.2f} ± {se:.2f} a month.",
                hazard=easy.hazard.value,
                se=easy.hazard.se,
            ),
        ]
    return [
        line,
        t(
            "How fast the easy ones pay is not told; the library's {hazard:.2f} a month is taken.",
            hazard=easy.hazard.value,
        ),
    ]


def _percent(estimate: Estimate) -> str:
    return f"{estimate.value:.1%} ± {estimate.se:.1%}"
