"""The worked examples of docs/model.md on bidding."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.special import ndtr

from placement.api import bid, lot_segments, one_account, rivals_of
from placement.assume.library import load_library
from placement.decide.bid.choices import ResultsAre
from placement.decide.bid.curse import correction
from placement.decide.bid.fit import fit_bids
from placement.decide.bid.results import PastResults
from placement.decide.bid.tender import Tender
from placement.report.bid_answer import bid_answer

Given = Mapping[str, Any]
Numbers = dict[str, float]
RULES = ("price_weight", "own_points", "rival_points_mean", "rival_points_sd", "ceiling")


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
        rivals=rivals_of(number=given["rivals"], mean=given["rival_mean"], sd=given["rival_sd"]),
        tender=Tender(**{rule: given[rule] for rule in RULES if rule in given}),
        estimate_error=given.get("estimate_error", 0.0),
    )
    answer = bid_answer(desk)
    baselines = answer["baselines"]
    numbers = {name: value for name, value in answer.items() if isinstance(value, float)}
    numbers |= {name: rule["bid"] for name, rule in baselines.items() if isinstance(rule, dict)}
    return numbers | {"uniform_costs_equilibrium": baselines["uniform_costs_equilibrium"]}


def curse_numbers(given: Given) -> Numbers:
    """Return the correction and, for one rival, its closed form."""
    log_sd = np.sqrt(np.log1p(given["error"] ** 2))
    return {
        "curse_factor": correction(given["rivals"], error=given["error"]),
        "closed_form": float(2.0 * ndtr(-log_sd / np.sqrt(2.0))),
    }


def past_numbers(given: Given) -> Numbers:
    """Return what winning bids say of the bids they were lowest of."""
    values = np.array(given["commissions"], dtype=float)
    fit = fit_bids(
        PastResults(commission=values),
        results_are=ResultsAre.LOWEST,
        bidders=given["lowest_of"],
    )
    return {"mean_of_winners": float(values.mean()), "mean": fit.mean, "sd": fit.sd}
