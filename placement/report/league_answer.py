"""The league of agencies as plain data, by the names of the public interface."""

from typing import Any

from placement.domain.text import t
from placement.odds.league import USUAL_BATCH_SPREAD, League
from placement.odds.league_shares import Shares
from placement.report.counts import batches_text


def league_rows(table: League, shared: Shares) -> list[dict[str, Any]]:
    """Return a row an agency, the first of the league first; money in the file's currency."""
    rows = [
        {
            "agency": table.agencies[place],
            "placed": float(table.placed[place]),
            "collected": float(table.collected[place]),
            "raw_rate": float(table.raw_rate[place]),
            "expected": float(table.expected[place]),
            "ratio": float(table.ratio[place]),
            "shrunk_ratio": float(table.shrunk_ratio[place]),
            "low_80": float(table.interval_80[place, 0]),
            "high_80": float(table.interval_80[place, 1]),
            "low_95": float(table.interval_95[place, 0]),
            "high_95": float(table.interval_95[place, 1]),
            "credibility": float(table.credibility[place]),
            "p_best": float(table.p_best[place]),
            "rank_raw": int(table.rank_raw[place]),
            "rank": int(table.rank[place]),
            "compared": not table.is_alone[place],
            "group": int(table.group[place]),
            "share": float(shared.share[place]),
            "least": float(shared.least[place]),
            "price": float(shared.price[place]),
        }
        for place in range(len(table.agencies))
    ]
    return sorted(rows, key=lambda row: row["rank"])


def league_answer(table: League, shared: Shares) -> dict[str, Any]:
    """Return the whole answer."""
    return {
        "expected_from": "pooled",
        "agencies": league_rows(table, shared),
        "spread": table.spread,
        "dispersion_is_measured": table.dispersion_is_measured,
        "groups": len(set(table.group.tolist())),
        "next": {
            "balance": shared.balance,
            "floor": shared.floor,
            "kept_floor": shared.kept_floor,
            "expected": shared.expected,
            "if_free": shared.if_free,
            "if_best": shared.if_best,
        },
    }


def league_notes(table: League, left_out: int) -> list[str]:
    """Return what the comparison cannot say, in words.

    Args:
        table: The league.
        left_out: Batches without an agency.
    """
    said = []
    if left_out:
        said.append(t("Left out, without an agency: {batches}.", batches=batches_text(left_out)))
    if not table.dispersion_is_measured:
        said.append(
            t(
                "Too few batches show how much they differ among themselves: each is taken to be "
                "off by about {share}, as others were. More batches of each agency would say more.",
                share=f"{USUAL_BATCH_SPREAD:.0%}",
            )
        )
    if alone := [n for n, is_alone in zip(table.agencies, table.is_alone, strict=True) if is_alone]:
        said.append(
            t(
                "Nobody else had work of the kind of {names}: nothing is said of their skill.",
                names=t(", ").join(alone),
            )
        )
    if len(set(table.group.tolist())) > 1:
        said.append(t("Agencies without work of a common kind are not compared with each other."))
    return said


def share_notes(shared: Shares) -> list[str]:
    """Return what the shares of the next batch do not keep, in words."""
    if shared.kept_floor >= shared.floor:
        return []
    return [
        t(
            "The least share of {floor} for everyone does not fit beside the minimum volumes: who "
            "has none of them, or a small one, gets {kept} at least.",
            floor=f"{shared.floor:.1%}",
            kept=f"{shared.kept_floor:.1%}",
        )
    ]
