"""How a net recovery is shown on every page: cash first, fees and costs, tax, and the net last.

A net alone misleads whoever decides by it: a part of it is tax relief and no recovery.
"""

import numpy as np
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from placement.decide.totals import TOTALS, Total
from placement.domain.text import sentences, t
from placement.domain.types import FloatArray
from placement.ui.tiles import tiles
from placement.words.glossary import meanings
from placement.words.numbers import money, share, signed

NET = "net"


def net_names() -> dict[str, str]:
    """Return what the three totals and the net are called, in the order they are shown."""
    return {
        Total.CASH: t("Cash"),
        Total.FEES: t("Fees and costs"),
        Total.TAX: t("Tax relief"),
        NET: t("Net recovery"),
    }


def net_help() -> dict[str, str]:
    """Return what each of them means."""
    said = meanings()
    return {
        Total.CASH: said["cash"],
        Total.FEES: said["fees_and_costs"],
        Total.TAX: said["tax_relief"],
        NET: said["net"],
    }


def net_tiles(
    totals: FloatArray, *, balance: float, currency: str, before: FloatArray | None = None
) -> None:
    """Draw the four tiles of a net in one frame, because together they are one answer.

    Args:
        totals: Cash, fees and tax, shape (totals,).
        balance: What the shares in the tooltips are of.
        currency: Unit of the money.
        before: The same with the library's numbers, where anything differs from them.
    """
    # A shorter name for one of them: on a phone two tiles stand beside each other.
    names, meaning = {**net_names(), Total.FEES: t("Fees, costs")}, net_help()
    amounts = [*totals.tolist(), float(totals.sum())]
    was = [None] * len(amounts) if before is None else [*before.tolist(), float(before.sum())]
    figures = [money(amount) for amount in amounts]
    with tiles(*figures):
        for key, amount, figure, then in zip(names, amounts, figures, was, strict=True):
            st.metric(
                t("{name} ({currency})", name=names[key], currency=currency),
                figure,
                delta=None if then is None else signed(amount - then),
                delta_description=None if then is None else t("from the library"),
                help=sentences(
                    [t("{share} of the balance.", share=share(amount, of=balance)), meaning[key]]
                ),
            )


def net_frame(totals: FloatArray, called: str = "{}") -> dict[str, FloatArray]:
    """Return the four as columns in whole currency units.

    Args:
        totals: Cash, fees and tax, shape (totals, rows).
        called: How a column is called, `{}` for its usual name.
    """
    columns = dict(zip(TOTALS, np.round(totals), strict=True))
    return {
        called.format(name): values + 0.0
        for name, values in {**columns, NET: np.round(totals.sum(axis=0))}.items()
    }


def net_columns(
    currency: str,
    called: str = "{}",
    *,
    said: str = "{name}",
    help: str = "",
    width: int | None = None,
) -> dict[str, ColumnConfig | str]:
    """Return how the columns of `net_frame` are called and written.

    Args:
        currency: Unit of the money.
        called: As in `net_frame`.
        said: How a heading reads, `{name}` for the usual name.
        help: What the columns are of; what each is comes after it.
        width: Pixels of a column; by default as wide as its heading.
    """
    meaning = net_help()
    return {
        called.format(key): st.column_config.NumberColumn(
            t("{name} ({currency})", name=said.format(name=name), currency=currency),
            format="localized",
            width=width,
            help=sentences([help, meaning[key]]),
        )
        for key, name in net_names().items()
    }


def in_one_sentence(totals: FloatArray, *, balance: float) -> str:
    """Return what is recovered in cash, what is left of it, and what tax adds."""
    cash, fees, tax = totals.tolist()
    words = {
        "cash": share(cash, of=balance),
        "left": share(cash + fees, of=balance),
        "tax": share(abs(tax), of=balance),
    }
    if tax >= 0.0:
        return t(
            "**{cash}** of the balance comes in as cash, **{left}** is left of it after fees and "
            "costs; tax relief adds {tax}.",
            **words,
        )
    return t(
        "**{cash}** of the balance comes in as cash, **{left}** is left of it after fees and "
        "costs; tax takes {tax}.",
        **words,
    )
