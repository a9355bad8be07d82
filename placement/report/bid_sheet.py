"""A sheet of bids as lines and as a table: what the page, its files and the memo share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from placement.decide.bid.desk import BidDesk, Reason
from placement.decide.bid.work import Work
from placement.decide.deal.lot import segment_commissions
from placement.decide.deal.terms_text import LotTerms, terms_text
from placement.report.bands import band_row
from placement.report.bid_answer import number, work_at
from placement.report.tables import to_cents
from placement.words.bid import reason_text


@dataclass(frozen=True, kw_only=True, eq=False)
class BidLine:
    """One lot of a sheet with its answer."""

    lot: str
    sector: str
    accounts: int
    owed: float
    """By all accounts."""
    age: float
    desk: BidDesk | None
    """What to bid, the desk of this lot alone; None where that cannot be said."""
    problem: str = ""
    """Why not."""

    @property
    def go(self) -> bool:
        """To bid: admitted, and expected to earn money that one can count."""
        return self.desk is not None and self.desk.reasons[0] is Reason.PAYS

    @property
    def reason(self) -> str:
        """Why to bid or not, in words and money."""
        return reason_text(self.desk) if self.desk else self.problem

    def value(self, name: str) -> float:
        """Return one of the numbers of `Bids` for this lot, NaN where there is none."""
        return float(getattr(self.desk.found, name)[0]) if self.desk else float("nan")

    @property
    def sd(self) -> float:
        """Standard deviation of what the bid earns, NaN where none is made."""
        return float(self.desk.outcome.sd[0]) if self.desk and self.go else float("nan")

    @property
    def loss_probability(self) -> float:
        """Chance that the bid ends in a loss, NaN where none is made."""
        made = self.desk if self.go else None
        return float(made.outcome.loss_probability[0]) if made else float("nan")

    @property
    def seats(self) -> float:
        """People in the busiest month if the lot is won, NaN where it is not bid for."""
        work = self._work
        return work.seats if work else float("nan")

    @property
    def cash(self) -> float:
        """The most money laid out at once if the lot is won, NaN where it is not bid for."""
        work = self._work
        return work.cash if work else float("nan")

    @property
    def _work(self) -> Work | None:
        return work_at(self.desk) if self.desk and self.go else None


def contract_rows(lines: Sequence[BidLine]) -> list[dict[str, object]]:
    """Return the lots to bid for as contracts, to be won with their chance.

    Each has its `contract`, its name, and `bands`, rows of a table of contracts: a lot keeps its
    segments as age bands, each at the rung that the bid means for it. Of
    a lot that several winners share, a contract is the share that a winner expects.
    """
    contracts: list[dict[str, object]] = []
    for line in lines:
        if not (line.desk and line.go):
            continue
        lot = line.desk.lots[0]
        rungs = segment_commissions(lot, np.array([line.value("bid")]))[0]
        once = {
            "fixed_cost": lot.fixed_cost,
            "win_probability": line.value("win_probability"),
            "volume_share": float(line.desk.outcome.share_if_won[0]) * float(lot.volume_share),
            "terms": terms_text(LotTerms(fees=lot.fees, court=lot.court)),
        }
        bands = [
            band_row(lot.segments, position, contract=line.lot, commission=float(rung)) | once
            for position, rung in enumerate(rungs)
        ]
        contracts.append({"contract": line.lot, "bands": bands})
    return contracts


def sheet_table(lines: Sequence[BidLine]) -> pd.DataFrame:
    """Return one row a lot, names as in the interface; shares are decimals, money to the cent."""

    def money(name: str) -> np.ndarray:
        return to_cents(np.array([line.value(name) for line in lines], dtype=float))

    def share(name: str) -> list[float | None]:
        return [number(line.value(name)) for line in lines]

    return pd.DataFrame(
        {
            "lot": [line.lot for line in lines],
            "sector": [line.sector for line in lines],
            "accounts": [line.accounts for line in lines],
            "total_balance": to_cents(np.array([line.owed for line in lines], dtype=float)),
            "months_past_due": [line.age for line in lines],
            "recommend": [line.go for line in lines],
            "floor": share("floor"),
            "bid": share("bid"),
            "ceiling": share("ceiling"),
            "win_probability": share("win_probability"),
            "odds_if_won": share("odds_if_won"),
            "profit_if_won": money("profit_if_won"),
            "expected_profit": money("expected_profit"),
            "sd": to_cents(np.array([line.sd for line in lines], dtype=float)),
            "loss_probability": [number(line.loss_probability) for line in lines],
            "seats": [number(round(line.seats, 2)) for line in lines],
            "cash": to_cents(np.array([line.cash for line in lines], dtype=float)),
            "naive_bid": share("naive_bid"),
            "naive_expected_profit": money("naive_expected_profit"),
            "loss_if_curse_ignored": money("loss_if_naive"),
            "reason": [line.reason for line in lines],
        }
    )
