"""Who looks at the Deal zone, and what that side may see of the other: the joint meeting.

On the screen that both share stands nothing that one side would not tell the other, unless its
owner has chosen to show it. What is hidden is left out of the page and not merely undrawn.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
import streamlit as st

from placement.domain.text import t
from placement.ui import restored
from placement.ui.charts.deal import MARK, ZONE_ROW
from placement.ui.inputs import switch


class Seat(StrEnum):
    """Who looks."""

    DESK = "desk"
    """One's own desk: everything, as the model has it of both sides."""
    CREDITOR = "creditor"
    AGENCY = "agency"
    TABLE = "table"
    """The screen that both look at."""


SEAT = "deal_seat"
CEILING, OTHER, FLOOR, PROFIT = "ceiling", "other", "floor", "profit"
_OWNER = {CEILING: Seat.CREDITOR, OTHER: Seat.CREDITOR, FLOOR: Seat.AGENCY, PROFIT: Seat.AGENCY}


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What may be seen."""

    seat: Seat
    ceiling: bool = True
    """The creditor's ceiling and its best commission."""
    other: bool = True
    """What the creditor has over its best other way, and which that is."""
    floor: bool = True
    """The agency's floor and target."""
    profit: bool = True
    """What the agency earns, its people, cash and break-evens."""

    @property
    def everything(self) -> bool:
        """Nothing is hidden."""
        return self.ceiling and self.other and self.floor and self.profit

    def of_chart(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of the charts without what may not be seen."""
        if self.everything:
            return rows
        seen = {"floor": self.floor, "ceiling": self.ceiling, "best": self.ceiling}
        hidden = [mark for mark, is_seen in seen.items() if not is_seen]
        gone = (rows["kind"] == MARK) & rows["mark"].isin(hidden)
        if not (self.floor and self.ceiling):
            gone |= rows["kind"] == ZONE_ROW
        return rows[~gone].assign(
            creditor=rows["creditor"] if self.other else np.nan,
            agency=rows["agency"] if self.profit else np.nan,
        )


def seat_in_use() -> Seat:
    """Return who looks, before the choice is drawn."""
    restored.choice(SEAT, list(Seat))
    return Seat(st.session_state.get(SEAT) or Seat.DESK)


def choose_sight() -> Sight:
    """Draw who looks, and for a side what it shows the other; return what may be seen."""
    seat = Seat(
        switch(
            t("Who looks"),
            {
                Seat.DESK.value: t("Own desk"),
                Seat.CREDITOR.value: t("Creditor"),
                Seat.AGENCY.value: t("Agency"),
                Seat.TABLE.value: t("Both at the table"),
            },
            key=SEAT,
            default=Seat.DESK.value,
            help=t(
                "In a joint meeting each side has its own view, and the shared screen shows no "
                "floor, ceiling, margin or other way unless its owner shows it."
            ),
        )
    )
    if seat is Seat.DESK:
        return Sight(seat=seat)
    labels = {
        CEILING: t("Show the agency our ceiling and best commission"),
        OTHER: t("Show the agency what we have over our best other way"),
        FLOOR: t("Show the creditor our floor"),
        PROFIT: t("Show the creditor what we earn"),
    }
    shown = {}
    for name, owner in _OWNER.items():
        key = f"deal_shows_{name}"
        restored.flag(key)
        st.session_state.setdefault(key, False)
        if owner is seat:
            st.checkbox(labels[name], key=key, persist_state="session")
        shown[name] = owner is seat or bool(st.session_state[key])
    return Sight(seat=seat, **shown)
