"""What packs hold that buyers quote a price for, month by month: one path serves every month.

The same numbers as `resolve.price_per_willing` gives for accounts of each age apart, where packs
are of accounts that were never placed.

Source: own definition, docs/model.md, "Sell".
"""

import numpy as np

from placement.domain.types import FloatArray
from placement.odds.debtor import chance_within_month
from placement.value.book import Book


def unplaced_packs(book: Book, months: int) -> FloatArray:
    """Return what a pack is worth to a buyer, in willing debtors, month by month from now on.

        (w1 + w2 + eta * r) / open, after in-house work since the due date

    Args:
        book: The segments.
        months: Months looked at, the present one included.

    Returns:
        Shape (segments, months).
    """
    lookup, age = book.lookup, book.segments.age
    whole = np.floor(age).astype(np.int64)
    # A part of a month comes first, so that whole months lie behind each other.
    k = np.arange(int(whole.max(initial=0)) + months)
    part = age - whole
    ages = np.where(k == 0, 0.0, part[:, None] + k - 1.0)
    lasts = np.where(k == 0, part[:, None], 1.0)
    contacts = lookup.scalar("debtor.history_contacts_per_month")
    hazard = book.in_house_hazard(contacts, ages) * lasts
    fade = book.fade(ages) * lasts
    rate = hazard + fade
    start = np.stack(
        [np.broadcast_to(lookup.scalar(f"debtor.{kind}_share"), age.shape) for kind in KINDS]
    )
    kept = np.exp(-np.cumsum(rate, axis=-1))
    willing = start[..., None] * kept
    paid = willing * np.exp(rate) * hazard * chance_within_month(rate)
    reluctant = lookup.scalar("debtor.reluctant_share")[:, None] * np.exp(-np.cumsum(fade, axis=-1))
    worth = willing.sum(axis=0) + lookup.scalar("sale.reluctant_weight")[:, None] * reluctant
    packs = worth / (1.0 - np.cumsum(paid.sum(axis=0), axis=-1))
    at = whole[:, None] + np.arange(months)
    return np.take_along_axis(packs, at, axis=1)


KINDS = ("easy", "hard")


def price_per_share(quoted: FloatArray, packs: FloatArray) -> FloatArray:
    """Return what buyers pay per willing debtor; nothing where nobody would pay.

    Args:
        quoted: Price of packs, share of the balance, any shape.
        packs: What they hold, in willing debtors, same shape.
    """
    held = packs > 0.0
    return np.asarray(np.where(held, quoted / np.where(held, packs, 1.0), 0.0))
