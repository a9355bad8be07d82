"""Rows of the charts and tables of the Uncertainty page."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from placement import api
from placement.risk.odds import Odds
from placement.ui.bars import floor_of
from placement.ui.charts.timing import MOVE_COLOURS
from placement.words.assumptions import area_name, number_name, split_path
from placement.words.names import move_names
from placement.words.numbers import money

SHOWN = 12
"""Numbers drawn in a tornado; the table and the files have them all."""


def choice_rows(odds: Odds, position: int, accounts: int) -> pd.DataFrame:
    """Return the rows of `ranges_chart`: choices that are ever open, best on average first."""
    names = move_names()
    ever = np.flatnonzero(odds.p_open[:, position] > 0.0)
    order = ever[np.argsort(-odds.mean[ever, position], kind="stable")]
    rows = pd.DataFrame(
        {
            "name": [names[odds.names[row]] for row in order],
            "place": np.arange(len(order)),
            "low": odds.p05[order, position] * accounts,
            "high": odds.p95[order, position] * accounts,
            "mean": odds.mean[order, position] * accounts,
            "stands": odds.value[order, position] * accounts,
            "chance": odds.p_best[order, position],
            "colour": [MOVE_COLOURS[odds.names[row]] for row in order],
        }
    )
    return _said(rows)


def _said(rows: pd.DataFrame) -> pd.DataFrame:
    """Return chart rows with their numbers as people read them."""
    amounts = ["low", "high", "mean", "stands"]
    written = {f"{name}_label": [money(amount) for amount in rows[name]] for name in amounts}
    floor = floor_of(rows["stands"].to_numpy(dtype=float))
    cut = (rows[amounts] < floor).any(axis=1).to_numpy()
    # Of a range that goes on beyond the axis the mean is written, since it cannot be seen.
    chances = [
        f"{chance:.0%}" + (f" ({money(mean)})" if is_cut else "")
        for chance, mean, is_cut in zip(rows["chance"], rows["mean"], cut, strict=True)
    ]
    return rows.assign(
        **{name: rows[name].clip(lower=floor) for name in amounts},
        **written,
        chance_label=chances,
        cut=np.where(cut, floor, np.nan),
    )


def choice_table(odds: Odds, position: int, accounts: int) -> pd.DataFrame:
    """Return everything draws say of each choice, by the names of the interface."""
    amounts = ("value", "mean", "p05", "p95", "regret", "at_risk", "spread")
    called = {"value": "net", "at_risk": "cash_at_risk", "spread": "standard_deviation"}
    table = pd.DataFrame({"option": list(odds.names)})
    for name in amounts:
        table[called.get(name, name)] = getattr(odds, name)[:, position] * accounts
    for name in ("p_best", "p_loss", "p_open"):
        table[name] = getattr(odds, name)[:, position]
    return table.sort_values("mean", ascending=False, kind="stable", ignore_index=True)


def segment_table(made: api.Simulation, labels: Sequence[str]) -> pd.DataFrame:
    """Return what draws say of each segment, the largest first, by the names of the interface.

    Args:
        made: The draws, which another reader may have asked for in another language.
        labels: What their segments are called in this reader's.
    """
    odds, segments = made.odds, made.segments
    accounts, every = segments.accounts, np.arange(len(segments))
    chance = np.nan_to_num(odds.p_best)
    others = chance.copy()
    others[odds.lead, every] = -1.0
    rival = np.argmax(others, axis=0)
    table = pd.DataFrame(
        {
            "segment": labels,
            "best": [odds.names[row] for row in odds.lead],
            "p_best": chance[odds.lead, every],
            "rival": [odds.names[row] for row in rival],
            "p_rival": chance[rival, every],
            "accounts": accounts,
            "balance": segments.balance * accounts,
            "net": odds.value[odds.lead, every] * accounts,
            "p05": odds.p05[odds.lead, every] * accounts,
            "p95": odds.p95[odds.lead, every] * accounts,
            "p_loss": odds.p_loss[odds.lead, every],
            "regret": odds.regret[odds.lead, every] * accounts,
            "evpi": odds.evpi * accounts,
        }
    )
    return table.sort_values("balance", ascending=False, kind="stable", ignore_index=True)


def driver_table(found: api.Drivers, names: tuple[str, ...]) -> pd.DataFrame:
    """Return what an answer hangs on, the widest swing first, by the names of the interface."""
    return pd.DataFrame(
        [
            {
                "path": driver.swing.name,
                "net_low": driver.swing.net[0],
                "net_high": driver.swing.net[1],
                "best_low": names[int(driver.swing.best[0])],
                "best_high": names[int(driver.swing.best[1])],
                "main_effect": driver.main_effect,
                "evpi": driver.evpi,
                "factor": driver.factor,
            }
            for driver in found.drivers
        ]
    )


def driver_name(path: str, made: api.Simulation) -> str:
    """Return what a number or a table is called, with its area where several are in play."""
    with_area = len(set(made.segments.sector)) > 1
    shown = made.assumptions.paths_under(path)[0]
    area, quantity, _ = split_path(shown)
    name = number_name(shown if path == shown else _plain(quantity, area))
    return f"{area_name(area)} · {name}" if with_area else name


def _plain(quantity: str, area: str) -> str:
    return quantity if quantity.startswith(f"{area}.") else f"{area}.{quantity}"


def tornado_rows(found: api.Drivers, made: api.Simulation) -> pd.DataFrame:
    """Return the rows of `tornado_chart`: two ends of each of the widest swings."""
    names = move_names()
    total = float(_stands(made))
    rows = []
    for place, driver in enumerate(found.drivers[:SHOWN]):
        paths = driver.swing.paths
        entry = made.assumptions.entries[paths[0]]
        for end, number in enumerate((entry.low, entry.high)):
            best = made.odds.names[int(driver.swing.best[end])]
            net = float(driver.swing.net[end])
            rows.append(
                {
                    "name": driver_name(driver.swing.name, made),
                    "place": place,
                    "is_high": bool(end),
                    "start": total,
                    "net": net,
                    "net_label": money(net),
                    "number": f"{number:g}" if len(paths) == 1 else "…",
                    "best": names[best],
                    "colour": MOVE_COLOURS[best],
                }
            )
    return pd.DataFrame(rows)


def _stands(made: api.Simulation) -> float:
    """Return what leads each segment brings as the numbers stand, all together."""
    odds, every = made.odds, np.arange(len(made.segments))
    return float(odds.value[odds.lead, every] @ made.segments.accounts)
