"""Bars of a book counted by one of its properties."""

from typing import Any

import pandas as pd

from placement.domain.text import t
from placement.ui.charts.axes import amount_ticks

SHOWN = 30
"""Bars that can still be read; the table beside the chart has every stratum."""

BAR = "#6f87a0"
"""No option's colour, because these bars are no options; 3 to 1 against both pages."""

MEASURES = ("balance", "accounts")
"""What the length of a bar can mean."""


def strata_bars(strata: pd.DataFrame, *, by: str, measure: str) -> pd.DataFrame:
    """Return one row per bar, in the order of the strata.

    Where there are more than `SHOWN`, the largest stay.

    Args:
        strata: Counted accounts and money, as `stratify` returns them.
        by: The property they are counted by, a column of `strata`.
        measure: One of `MEASURES`; gives the length of the bars.
    """
    largest = strata[measure].nlargest(SHOWN).index
    chosen = strata.loc[strata.index.isin(largest)]
    lengths, total = chosen[measure].to_numpy(dtype=float), strata[measure].sum()
    return pd.DataFrame(
        {
            "stratum": chosen[by].astype(str).to_numpy(),
            "label": [
                f"{name} · {share:.1%}"
                for name, share in zip(chosen[by].astype(str), lengths / total, strict=True)
            ],
            "length": lengths,
            "share": lengths / total,
            "accounts": chosen["accounts"].to_numpy(),
            "balance": chosen["balance"].to_numpy(),
            "mean_balance": chosen["mean_balance"].to_numpy(),
            "mean_age": chosen["mean_age"].to_numpy(),
        }
    )


def strata_spec(*, currency: str) -> dict[str, Any]:
    """Return the chart of `strata_bars`; the same for every property, so it is only updated.

    Args:
        currency: Unit of the money in the tooltips.
    """
    place = {
        "y": {
            # The share stands in the label, where it has the page's own colour of text.
            "field": "label",
            "type": "nominal",
            "sort": None,
            "title": None,
            "axis": {"labelLimit": 230, "ticks": False, "domain": False},
        },
        "x": {
            "field": "length",
            "type": "quantitative",
            "title": None,
            "axis": {**amount_ticks(), "tickCount": 4, "grid": True},
        },
        "tooltip": [
            {"field": "stratum", "type": "nominal", "title": t("Group")},
            _number("accounts", t("Accounts"), ",.0f"),
            _number("balance", t("Balance ({currency})", currency=currency), ",.2f"),
            _number("share", t("Share"), ".1%"),
            _number("mean_balance", t("Mean balance ({currency})", currency=currency), ",.2f"),
            _number("mean_age", t("Mean age (months past due)"), ".1f"),
        ],
    }
    return {
        "height": {"step": 28},
        "encoding": place,
        "mark": {"type": "bar", "color": BAR},
    }


def _number(field: str, title: str, form: str) -> dict[str, str]:
    return {"field": field, "type": "quantitative", "title": title, "format": form}
