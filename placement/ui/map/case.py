"""What the decision map is of: the choices that all its accounts share."""

import numpy as np
import pandas as pd
import streamlit as st

from placement import api
from placement.decide.grid import Case
from placement.domain.text import t
from placement.domain.types import BoolArray, CreditorType, Segments
from placement.ui import restored, session
from placement.words.names import sector_name


def choose_case(segments: Segments) -> Case:
    """Draw the choices that all accounts of the map share and return them."""
    sectors = list(session.assumptions().sectors)
    largest = max(
        set(segments.sector),
        key=lambda sector: float(
            (segments.balance * segments.accounts)[of_sector(segments, sector)].sum()
        ),
    )
    restored.choice("map_sector", sectors)
    restored.number("map_placements", low=0, high=3)
    for key in ("map_disputed", "map_unreachable"):
        restored.flag(key)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sector = st.selectbox(
            t("Sector"),
            options=sectors,
            index=sectors.index(largest),
            format_func={each: sector_name(each) for each in sectors}.__getitem__,
            key="map_sector",
            persist_state="session",
            width=190,
        )
        types = {
            CreditorType.STATE_OWNED.value: t("State-owned"),
            CreditorType.JOINT_STOCK.value: t("Joint-stock"),
            CreditorType.OTHER.value: t("Other"),
        }
        restored.choice(f"map_creditor_{sector}", types)
        creditor_type = st.selectbox(
            t("Creditor type"),
            options=list(types),
            index=list(types).index(_usual_type(segments, sector)),
            format_func=types.__getitem__,
            # The usual type differs by sector, so each sector remembers its own choice.
            key=f"map_creditor_{sector}",
            help=t("Moves the commission and, for banks, the tax date."),
            persist_state="session",
            width=150,
        )
        placements = st.selectbox(
            t("Placements so far"),
            options=[0, 1, 2, 3],
            format_func={0: "0", 1: "1", 2: "2", 3: t("{count} or more", count=3)}.__getitem__,
            key="map_placements",
            help=t("How often the accounts were with an agency before."),
            persist_state="session",
            width=140,
        )
        disputed = st.checkbox(
            t("Disputed"),
            key="map_disputed",
            help=t("The debtor contests the claim."),
            persist_state="session",
        )
        unreachable = st.checkbox(
            t("Unreachable"),
            key="map_unreachable",
            help=t("Nobody can reach the debtor."),
            persist_state="session",
        )
    return Case(
        sector=str(sector),
        creditor_type=str(creditor_type),
        placements=int(placements),
        disputed=disputed,
        unreachable=unreachable,
    )


def of_sector(segments: Segments, sector: str) -> BoolArray:
    """Return which segments belong to a sector."""
    return np.array([each == sector for each in segments.sector], dtype=bool)


def like(segments: Segments, case: Case) -> BoolArray:
    """Return which segments share the case, the sector apart."""
    kinds = np.array([kind == case.creditor_type for kind in segments.creditor_type], dtype=bool)
    placed = np.minimum(segments.placements, 3) == case.placements
    flags = (segments.disputed == case.disputed) & (segments.unreachable == case.unreachable)
    return np.asarray(kinds & placed & flags)


def _usual_type(segments: Segments, sector: str) -> str:
    """Return the creditor type with the most accounts of the sector in the book."""
    here = of_sector(segments, sector)
    if not here.any():
        return api.default_creditor_type(sector)
    kinds = pd.Series(segments.accounts[here]).groupby(
        np.array(segments.creditor_type, dtype=object)[here]
    )
    return str(kinds.sum().idxmax())
