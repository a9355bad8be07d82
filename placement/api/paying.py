"""How payers pay: in how many parts, how much of the balance; from the file, or from the numbers.

A list by account shows it. Of batches only the months show it, by their shape: with J parts a month
apart the first J months rise, of payments in one sum they do not. So the fits with other parts are
held against that of the numbers in use, by twice the logarithm of what is gained in likelihood over
the dispersion; what is gained clearly is said, and never taken unasked.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from placement.api.library_odds import Entry, LibraryOdds
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.odds.calibrate import Estimate, Fit
from placement.odds.instalments import ENOUGH, HowPaid, Payers, how_paid
from placement.tape.remittances import Remittances

__all__ = ["BetterParts", "Paying"]

CLEARLY = 10.0
"""Chi-square from which other parts fit clearly better: chance alone makes it hardly ever, as both
have as many numbers to fit (Kass and Raftery 1995 call it very strong)."""

OTHERS = (1, 2, 3, 4, 6, 9, 12)
"""Parts that are held against those of the numbers in use."""


@dataclass(frozen=True, kw_only=True)
class BetterParts:
    """Parts that fit the months of batches clearly better."""

    instalments: int
    chi_square: float
    """Twice the logarithm of the likelihood gained, over the dispersion."""


@dataclass(frozen=True, kw_only=True)
class Paying:
    """How payers are taken to pay."""

    source: Literal["numbers", "accounts", "said"]
    """The numbers in use, the file's own accounts, or the user's word."""

    instalments: int
    settlement_share: float
    breakage: float
    by_account: bool
    """The file lists payments by account."""

    told: HowPaid | None = None
    """What accounts show, where they do."""

    better: BetterParts | None = None
    """Parts that fit clearly better; None where none do, or accounts tell."""

    def laid_on(self, library: LibraryOdds) -> LibraryOdds:
        """Return the library's odds with payers paying in this way."""
        return replace(
            library,
            instalments=self.instalments,
            settlement_share=self.settlement_share,
            breakage=self.breakage,
        )

    def entries(self, sector: str) -> tuple[Entry, ...]:
        """Return the numbers to lay over the library; none where they are its own."""
        if self.source == "numbers":
            return ()
        exact = {
            "instalment_months": _exactly(float(self.instalments)),
            "settlement_share": _exactly(self.settlement_share),
            "instalment_breakage": _exactly(self.breakage),
        }
        if self.source == "accounts" and self.told is not None:
            exact["settlement_share"] = self.told.settlement_share
            exact["instalment_breakage"] = self.told.breakage
        return tuple(
            Entry(path=f"{sector}.debtor.{name}", value=x.value, low=x.low, high=x.high)
            for name, x in exact.items()
        )

    def line(self) -> str:
        """Return what is taken, and where it is from, in words."""
        way = self._way()
        if self.source == "said":
            return t("How payers pay: {way}, as you said.", way=way)
        if self.told is not None:
            return t(
                "How payers pay: {way}, by {count} accounts of the file that were seen until they "
                "had paid (errors: share ± {settled:.1%}, stopping ± {stops:.1%}).",
                way=way,
                count=f"{self.told.payers:,}",
                settled=self.told.settlement_share.se,
                stops=self.told.breakage.se,
            )
        if self.by_account:
            return t(
                "How payers pay: {way}, as the numbers in use have it; fewer than {enough} "
                "accounts of the file were seen long enough to tell.",
                way=way,
                enough=ENOUGH,
            )
        return t(
            "How payers pay: {way}, as the numbers in use have it; a file by batch does not list "
            "it. A list of payments by account and date beside one of placements would tell.",
            way=way,
        )

    def finding(self, sector: str, *, name: str | None = None) -> str:
        """Return what to do where other parts fit clearly better; empty where none do.

        Args:
            sector: Key of the sector.
            name: What the reader calls it; the key if None.
        """
        if self.better is None:
            return ""
        known = {
            "chi": self.better.chi_square,
            "taken": _parts(self.instalments),
            "path": f"{sector}.debtor.instalment_months",
            "sector": sector if name is None else name,
        }
        if self.better.instalments == 1:
            return t(
                "{sector}: the months look like payments in one sum, not {taken} (chi-square "
                "{chi:.0f}, {clearly:.0f} would count). If so, the pay hazard is told wrong: say "
                "--paid-in-one-sum (--set {path}=1).",
                clearly=CLEARLY,
                **known,
            )
        if self.source == "said":
            return t(
                "{sector}: the months look like payments {better}, not {taken} (chi-square "
                "{chi:.0f}, {clearly:.0f} would count). If so, the pay hazard is told wrong: leave "
                "out --paid-in-one-sum, and say --set {path}={number}.",
                better=_parts(self.better.instalments),
                number=self.better.instalments,
                clearly=CLEARLY,
                **known,
            )
        return t(
            "{sector}: the months look like payments {better}, not {taken} (chi-square {chi:.0f}, "
            "{clearly:.0f} would count). If so, the pay hazard is told wrong: say --set "
            "{path}={number}.",
            better=_parts(self.better.instalments),
            number=self.better.instalments,
            clearly=CLEARLY,
            **known,
        )

    def _way(self) -> str:
        if self.instalments == 1:
            return t(
                "in one sum, {share:.0%} of the balance",
                share=self.settlement_share,
            )
        return t(
            "in {count} monthly parts, {share:.0%} of the balance in all, of which {stops:.1%} "
            "stop each month",
            count=self.instalments,
            share=self.settlement_share,
            stops=self.breakage,
        )


def paying_of(mine: Remittances, library: LibraryOdds, *, in_one_sum: bool) -> Paying:
    """Return how payers of batches pay: by the user's word, their accounts, or the numbers in use.

    Args:
        mine: Batches of one sector.
        library: What the numbers in use say.
        in_one_sum: The user says that every payer pays all at once.
    """
    by_account = mine.payers is not None
    if in_one_sum:
        return Paying(
            source="said", instalments=1, settlement_share=1.0, breakage=0.0, by_account=by_account
        )
    told = None
    if mine.payers is not None:
        told = how_paid(Payers(balance=mine.payers.balance, paid=mine.payers.paid))
    if told is None:
        return Paying(
            source="numbers",
            instalments=library.instalments,
            settlement_share=library.settlement_share,
            breakage=library.breakage,
            by_account=by_account,
        )
    return Paying(
        source="accounts",
        instalments=told.instalments,
        settlement_share=told.settlement_share.value,
        breakage=told.breakage.value,
        by_account=True,
        told=told,
    )


def better_parts(
    paying: Paying, fit: Fit, library: LibraryOdds, refit: Callable[[LibraryOdds], Fit]
) -> BetterParts | None:
    """Return the parts that fit batches clearly better than those taken; None where none do.

    Args:
        paying: How payers are taken to pay.
        fit: The fit under it.
        library: The odds in use, with payers paying so.
        refit: Fits the same batches under others.
    """
    if paying.source == "accounts":
        return None
    best = None
    for parts in OTHERS:
        if parts == paying.instalments:
            continue
        try:
            other = refit(replace(library, instalments=parts))
        except InputError:
            continue
        gained = 2.0 * (other.log_likelihood - fit.log_likelihood)
        chi = gained / min(other.dispersion, fit.dispersion)
        if chi > CLEARLY and (best is None or chi > best.chi_square):
            best = BetterParts(instalments=parts, chi_square=chi)
    return best


def _parts(number: int) -> str:
    return t("in one sum") if number == 1 else t("in {count} monthly parts", count=number)


def _exactly(value: float) -> Estimate:
    return Estimate(value=value, se=0.0, low=value, high=value)
