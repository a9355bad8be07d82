"""What batches can tell of the odds and what not, in words."""

from dataclasses import dataclass

from placement.api.library_odds import Range
from placement.domain.text import t
from placement.odds.calibrate import Estimate, Fit
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


def words_of(mine: Remittances, fit: Fit, compared: tuple[Compared, ...]) -> tuple[str, ...]:
    """Return what batches can tell of the odds and what not, a line each."""
    lines = [
        t(
            "{batches} batches, {months} months of them at most, placed at {low:g} to {high:g} "
            "months past due; {money:,.0f} came in of {placed:,.0f} placed.",
            batches=f"{len(mine):,}",
            months=mine.months,
            low=float(mine.age.min()),
            high=float(mine.age.max()),
            money=float(mine.total.sum()),
            placed=float(mine.balance.sum()),
        )
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
                "and how fast ({speed} a month). Telling fading from paying needs batches placed "
                "at several ages, or longer. Fading is the library's, {fade:.3f} a month; the "
                "willing share and the hazard follow from it.",
                ultimate=_percent(fit.ultimate),
                speed=f"{fit.speed.value:.3f} ± {fit.speed.se:.3f}",
                fade=fit.fade_rate.value,
            )
        )
    lines += _easy_words(mine, fit)
    if len(mine) == 1:
        lines.append(t("One batch: how much batches differ among themselves is not in the errors."))
    if fit.dispersion > 1.5:
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
