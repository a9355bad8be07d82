"""A log of contacts: contacts a success by sector and age, and what a hard debtor needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from placement.api.calibration import USUAL_AGE, Calibration
from placement.api.fitted import with_contacts
from placement.api.library_odds import Overlay, Range, library_odds
from placement.api.sector_fit import SectorFit
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.assume.tables import log_linear
from placement.domain.errors import InputError, TapeError
from placement.domain.text import t
from placement.domain.types import BoolArray
from placement.odds.contacts import (
    Average,
    Contacts,
    Needed,
    average_contacts,
    needed_contacts,
)
from placement.tape.bands import Bands, age_band_of
from placement.tape.contact_logs import ContactLog, read_contact_log
from placement.tape.labels import age_band_label
from placement.tape.meaning import AS_IT_STANDS, Meaning

__all__ = [
    "ContactFit",
    "ContactLog",
    "ContactsOfAge",
    "fit_contacts",
    "open_contact_log",
    "overlays_of",
]

EASY_UNTIL = 3.0
"""Months past due up to which easy debtors are many, who pay at the first contacts."""

DAYS_A_MONTH = 30.4375


@dataclass(frozen=True, kw_only=True)
class ContactsOfAge:
    """Contacts a success of one band of ages."""

    age: str
    average: Average


@dataclass(frozen=True, kw_only=True, eq=False)
class ContactFit:
    """What a log says of one sector."""

    sector: str
    average: Average
    by_age: tuple[ContactsOfAge, ...]
    connected: float
    """Share of contacts that were answered; NaN where the log does not say."""

    promises: int
    needed: Needed | None
    """What a hard debtor needs; None where the log does not tell it, `words` say why."""

    library: Range
    """The library's number of contacts that a hard debtor needs."""

    words: tuple[str, ...]
    source: str


def open_contact_log(
    source: Path | bytes,
    *,
    filename: str,
    assumptions: Assumptions | None = None,
    mapping: Mapping[str, str] | None = None,
    meaning: Meaning = AS_IT_STANDS,
    sector: str | None = None,
    age: float | None = None,
) -> ContactLog:
    """Return what a log of contacts says.

    Args:
        source: The file or its content.
        filename: Name the user knows it by.
        assumptions: The numbers in use, which say what sectors there are; the library if None.
        mapping: Field → heading, as chosen by hand.
        meaning: The user's word on how the file is written.
        sector: Sector of rows for which the file says none.
        age: Months past due of rows for which the file says none.

    Raises:
        TapeError: The file cannot be read as a log of contacts.
        InputError: An answer or the mapping is wrong.
    """
    return read_contact_log(
        source,
        filename=filename,
        sectors=(assumptions or load_library()).sectors,
        mapping=mapping,
        meaning=meaning,
        sector=sector,
        age=age,
    )


def fit_contacts(
    log: ContactLog, assumptions: Assumptions, *, fitted: Calibration | None = None
) -> tuple[ContactFit, ...]:
    """Return what a log says of each of its sectors.

    Args:
        log: The log.
        assumptions: The numbers in use.
        fitted: Odds fitted to remittances; a log of a single sector is of the one fitted there,
            and their willing share counts where the log does not tell it.

    Raises:
        InputError: The log does not say of which sector it is.
        TapeError: It has no payment, so that there is no success to count.
    """
    sectors = {each.sector: each for each in fitted.sectors} if fitted else {}
    only = next(iter(sectors)) if len(sectors) == 1 else ""
    names = np.array([name or only for name in log.sector], dtype=object)
    if (names == "").any():
        raise InputError(
            t(
                "{file} does not say the sector of every row. Give a column of it, or one sector "
                "for all, as in --sector bank_card.",
                file=log.filename,
            )
        )
    if not log.paid.any():
        raise TapeError(
            t(
                "{file} has no payment: a promise is no success. Give a column of what was paid, "
                "or outcomes such as paid.",
                file=log.filename,
            )
        )
    return tuple(
        _of_sector(log, np.asarray(names == name), str(name), assumptions, sectors.get(str(name)))
        for name in dict.fromkeys(names.tolist())
    )


def overlays_of(
    fitted: Calibration | None,
    logged: Sequence[ContactFit],
    assumptions: Assumptions,
    *,
    blended: bool = False,
) -> tuple[Overlay, ...]:
    """Return what remittances and a log of contacts lay over the library, a sector each.

    Args:
        fitted: Odds fitted to remittances, if any.
        logged: What a log says.
        assumptions: The numbers in use.
        blended: Fitted numbers blended with the library's; those of the log are not.

    Raises:
        InputError: No number of the library shows such odds.
    """
    told = {each.sector: each for each in logged if each.needed is not None}
    overlays = []
    for fit in fitted.sectors if fitted else ():
        mine = told.pop(fit.sector, None)
        overlay = fit.overlay(assumptions, blended=blended, contacts=mine.needed if mine else None)
        if mine is not None:
            overlay = replace(overlay, source=f"{overlay.source}; {mine.source}")
        overlays.append(overlay)
    for each in told.values():
        if each.needed is not None:
            alone = Overlay(source=each.source, entries=())
            overlays.append(with_contacts(assumptions, each.sector, alone, each.needed.contacts))
    return tuple(overlays)


def _of_sector(
    log: ContactLog,
    mine: BoolArray,
    sector: str,
    assumptions: Assumptions,
    fit: SectorFit | None,
) -> ContactFit:
    words: list[str] = []
    average = _average(log, mine)
    needed = _needed(log, mine, sector, assumptions, fit, words)
    connected = log.connected[mine]
    known = ~np.isnan(connected)
    made = float(log.contacts[mine][known].sum())
    entry = assumptions.entries[f"{sector}.agency.contacts_per_hard"]
    if average.dispersion > 1.5:
        words.append(
            t(
                "Months differ {times:.1f} times as much as chance would have it; the range of "
                "contacts a success is widened by that.",
                times=average.dispersion,
            )
        )
    return ContactFit(
        sector=sector,
        average=average,
        by_age=_by_age(log, mine),
        connected=float(connected[known].sum() / made) if made > 0.0 else float("nan"),
        promises=int(log.promised[mine].sum()),
        needed=needed,
        library=Range(value=entry.value, low=entry.low, high=entry.high),
        words=tuple(words),
        source=t("contacts of {file}, digest {digest}", file=log.filename, digest=log.digest[:12]),
    )


def _average(log: ContactLog, chosen: BoolArray) -> Average:
    # Sums of batches without a date differ from batch to batch instead of month to month.
    apart = log.batch.codes if np.isnan(log.day).all() else log.month
    _, period = np.unique(apart[chosen], return_inverse=True)
    return average_contacts(
        np.asarray(np.bincount(period, weights=log.contacts[chosen]), dtype=np.float64),
        np.asarray(np.bincount(period, weights=log.paid[chosen]), dtype=np.float64),
    )


def _by_age(log: ContactLog, mine: BoolArray) -> tuple[ContactsOfAge, ...]:
    edges = Bands().age
    band = age_band_of(np.nan_to_num(log.age), edges)
    rows = []
    for each in np.unique(band[mine & ~np.isnan(log.age)]):
        chosen = mine & ~np.isnan(log.age) & (band == each)
        if log.contacts[chosen].sum() > 0.0:
            rows.append(
                ContactsOfAge(age=age_band_label(edges, int(each)), average=_average(log, chosen))
            )
    return tuple(rows)


def _needed(
    log: ContactLog,
    mine: BoolArray,
    sector: str,
    assumptions: Assumptions,
    fit: SectorFit | None,
    words: list[str],
) -> Needed | None:
    """Return what a hard debtor needs, with what must be said of it added to the words."""
    of_accounts = mine & (log.account.codes >= 0)
    if not of_accounts.any():
        words.append(
            t(
                "The log is by batch: it tells contacts a success, but not who was contacted how "
                "often, so what a hard debtor needs stays as it is."
            )
        )
        return None
    found = _by_account(log, of_accounts, sector, assumptions, words)
    if found is None or not found.paid.any():
        words.append(t("No account past 3 months paid, so what a hard debtor needs is not told."))
        return None
    age = fit.fit.odds.reference_age if fit else float(np.median(found.age))
    known = library_odds(assumptions, sector, age)
    needed = needed_contacts(
        found,
        fade_rate=fit.fit.odds.fade_rate if fit else known.fade_rate.value,
        willing_share=fit.fit.odds.willing_share if fit else known.willing_share.value,
        reference_age=age,
    )
    if needed.tells_willing:
        words.append(
            t(
                "Contacts run on until the willing run out: the log alone says that {share:.1%} ± "
                "{se:.1%} are willing at {age:g} months.",
                share=needed.willing_share.value,
                se=needed.willing_share.se,
                age=age,
            )
        )
    else:
        words.append(
            t(
                "So few contacts do not tell what a hard debtor needs from how many are willing; "
                "{share:.1%} at {age:g} months are taken from {source}.",
                share=needed.willing_share.value,
                age=age,
                source=t("the remittances") if fit else t("the library"),
            )
        )
    return needed


def _by_account(
    log: ContactLog,
    chosen: BoolArray,
    sector: str,
    assumptions: Assumptions,
    words: list[str],
) -> Contacts | None:
    """Return contacts of accounts up to their payment; None where there are none."""
    rows = np.flatnonzero(chosen)
    _, account = np.unique(log.account.codes[rows], return_inverse=True)
    size = int(account.max()) + 1
    place = np.arange(len(rows))
    ends = np.full(size, len(rows))
    np.minimum.at(ends, account, np.where(log.paid[rows] > 0.0, place, len(rows)))
    paid = ends < len(rows)
    # What came after the payment moved nobody, nor did a row that only notes one.
    kept = (place <= ends[account]) & (log.contacts[rows] > 0.0)
    asked = np.bincount(account, weights=kept, minlength=size) > 0
    if (unasked := int((paid & ~asked).sum())) > 0:
        words.append(
            t("{count} accounts paid before any contact; they are left out.", count=f"{unasked:,}")
        )
    first = np.full(size, np.inf)
    np.minimum.at(first, account[kept], log.day[rows][kept])
    age = np.full(size, np.inf)
    ages = log.age[rows]
    if np.isnan(ages).any():
        words.append(
            t(
                "The log does not say how old every account is; where not, {age:g} months past due "
                "are taken. Say it, as in --age 9.",
                age=USUAL_AGE,
            )
        )
    np.minimum.at(age, account[kept], np.where(np.isnan(ages), USUAL_AGE, ages)[kept])
    old = asked & (age >= EASY_UNTIL)
    if (young := int((asked & ~old).sum())) > 0:
        words.append(
            t(
                "{count} accounts younger than 3 months are left out of what a hard debtor needs: "
                "easy ones pay at the first contacts.",
                count=f"{young:,}",
            )
        )
    kept &= old[account]
    if not kept.any():
        return None
    order = np.cumsum(old) - 1
    mine, since = account[kept], (log.day[rows][kept] - first[account[kept]]) / DAYS_A_MONTH
    points, values = assumptions.table(f"{sector}.agency.age_factor")
    return Contacts(
        account=order[mine],
        contacts=log.contacts[rows][kept],
        since=since,
        factor=log_linear(age[mine] + since, points=points, values=values),
        age=age[old],
        paid=paid[old],
    )
