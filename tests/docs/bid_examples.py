"""The worked examples of docs/model.md on bidding."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.special import ndtr

from placement.api import bid, lot_segments, one_account, rivals_of
from placement.assume.library import load_library
from placement.decide.bid.bids import CutNormalBids
from placement.decide.bid.choices import Average, PriceFormula, ResultsAre
from placement.decide.bid.equilibrium import uniform_costs
from placement.decide.bid.fit import fit_bids
from placement.decide.bid.judge import how_won
from placement.decide.bid.results import PastResults
from placement.decide.bid.rivals import Rivals, known_number
from placement.decide.bid.tender import Tender
from placement.report.bid_answer import bid_answer

Given = Mapping[str, Any]
Numbers = dict[str, float]
RULES = (
    "price_weight", "own_points", "rival_points_mean", "rival_points_sd", "ceiling", "winners",
    "ceiling_share", "slope", "slope_below",
)  # fmt: skip


def bid_numbers(given: Given) -> Numbers:
    """Return the numbers of an answer of `bid`, the baselines' bids among them."""
    account = one_account(
        sector=given["sector"],
        balance=given["balance"],
        age=given["age"],
        creditor_type=given.get("creditor"),
    )
    desk = bid(
        lot_segments(account, given["accounts"]),
        load_library(),
        rivals=rivals_of(
            number=given["rivals"],
            mean=given["rival_mean"],
            sd=given["rival_sd"],
            knows=given.get("rivals_know"),
        ),
        tender=Tender(
            **{rule: given[rule] for rule in RULES if rule in given},
            formula=PriceFormula(given.get("price_formula", "lowest_over_bid")),
            average=Average(given.get("average", "plain")),
            discounts=tuple(float(k) for k in given.get("discounts", (0.0,))),
        ),
        estimate_error=given.get("estimate_error", 0.0),
    )
    answer = bid_answer(desk)
    baselines = answer["baselines"]
    numbers = {name: value for name, value in answer.items() if isinstance(value, float)}
    numbers |= {name: rule["bid"] for name, rule in baselines.items() if isinstance(rule, dict)}
    return numbers | {"uniform_costs_equilibrium": baselines["uniform_costs_equilibrium"]}


def law_numbers(given: Given) -> Numbers:
    """Return chance and odds if won at a score, and their closed forms where there is one."""
    score, knows, error = given["score"], given["rivals_know"], given["error"]
    bids = CutNormalBids(mean=np.array([0.22]), sd=np.array([0.03]))
    others = Rivals(chance=known_number(given["rivals"]), bids=bids, knows=knows)
    won = how_won(others, Tender(), error)
    chance = won.won(np.array([[0.22 + 0.03 * score]])).chance[0, :, 0]
    return {
        "win_probability": float(chance.sum()),
        "odds_if_won": float(chance @ won.factor[0] / chance.sum()),
        "closed_form": float(ndtr(-score - error * np.sqrt(knows)) / ndtr(-score)),
    }


def panel_numbers(given: Given) -> Numbers:
    """Return the bid by which nobody gains from leaving where several win."""
    bid = uniform_costs(given["cost"], given["rivals"], winners=given["winners"])
    return {"uniform_costs_equilibrium": bid}


def past_numbers(given: Given) -> Numbers:
    """Return what winning bids say of the bids they were lowest of."""
    values = np.array(given["commissions"], dtype=float)
    fit = fit_bids(
        PastResults(commission=values),
        results_are=ResultsAre.LOWEST,
        bidders=given["lowest_of"],
    )
    return {"mean_of_winners": float(values.mean()), "mean": fit.mean, "sd": fit.sd}
