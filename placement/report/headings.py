"""What the columns of exported tables are called in the reader's language, and what they mean back.

In English a column has the name of the interface, as programs look for it. In another language it
has a name that people read; what the project reads again it knows by every one of them.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from placement.decide.lists.actions import WITH_AGENCY
from placement.decide.rules.policy import RULE_MOVES
from placement.decide.timing.policy.rules import PLACE
from placement.domain.language import LANGUAGES, catalogue
from placement.domain.names import name_label
from placement.domain.text import language, pt, speaks_source, t
from placement.domain.types import Stance
from placement.report.made_with import LIBRARY
from placement.tape.columns import normalise
from placement.words.names import (
    lead_names,
    move_names,
    option_names,
    sector_name,
    stance_name,
)

if TYPE_CHECKING:
    import pandas as pd


def heading_names() -> dict[str, str]:
    """Return what each column is called, by its name in the interface."""
    return {
        "file": pt("heading", "file"),
        "action": pt("heading", "action"),
        "agency": pt("heading", "agency"),
        "accounts": pt("heading", "accounts"),
        "balance": pt("heading", "balance"),
        "currency": pt("heading", "currency"),
        "expected_net": pt("heading", "expected_net"),
        "mean_balance": pt("heading", "mean_balance"),
        "mean_months_past_due": pt("heading", "mean_months_past_due"),
        "sha256": pt("heading", "sha256"),
        "account_id": pt("heading", "account_id"),
        "row": pt("heading", "row"),
        "days_past_due": pt("heading", "days_past_due"),
        "months_past_due": pt("heading", "months_past_due"),
        "stage": pt("heading", "stage"),
        "sector": pt("heading", "sector"),
        "creditor": pt("heading", "creditor"),
        "product": pt("heading", "product"),
        "region": pt("heading", "region"),
        "placements": pt("heading", "placements"),
        "begin_by": pt("heading", "begin_by"),
        "until": pt("heading", "until"),
        "then": pt("heading", "then"),
        "rule": pt("heading", "rule"),
        "creditor_type": pt("heading", "creditor_type"),
        "over_days": pt("heading", "over_days"),
        "up_to_days": pt("heading", "up_to_days"),
        "balance_from": pt("heading", "balance_from"),
        "balance_below": pt("heading", "balance_below"),
        "placements_from": pt("heading", "placements_from"),
        "placements_to": pt("heading", "placements_to"),
        "letters_from": pt("heading", "letters_from"),
        "letters_to": pt("heading", "letters_to"),
        "disputed": pt("heading", "disputed"),
        "unreachable": pt("heading", "unreachable"),
        "placed_now": pt("heading", "placed_now"),
        "past_limitation": pt("heading", "past_limitation"),
        "value": pt("heading", "value"),
        "best_value": pt("heading", "best_value"),
        "not_open": pt("heading", "not_open"),
        "reads": pt("heading", "reads"),
        "segment": pt("heading", "segment"),
        "first_move": pt("heading", "first_move"),
        "best": pt("heading", "best"),
        "best_to_begin": pt("heading", "best_to_begin"),
        "total_cash": pt("heading", "total_cash"),
        "total_fees": pt("heading", "total_fees"),
        "total_tax": pt("heading", "total_tax"),
        "net": pt("heading", "net"),
        "lead_over_second": pt("heading", "lead_over_second"),
        "plan_total_cash": pt("heading", "plan_total_cash"),
        "plan_total_fees": pt("heading", "plan_total_fees"),
        "plan_total_tax": pt("heading", "plan_total_tax"),
        "plan_net": pt("heading", "plan_net"),
        "total_cash_with_follow_up": pt("heading", "total_cash_with_follow_up"),
        "total_fees_with_follow_up": pt("heading", "total_fees_with_follow_up"),
        "total_tax_with_follow_up": pt("heading", "total_tax_with_follow_up"),
        "net_with_follow_up": pt("heading", "net_with_follow_up"),
        "share": pt("heading", "share"),
        "mean_age": pt("heading", "mean_age"),
        "severity": pt("heading", "severity"),
        "finding": pt("heading", "finding"),
        "column": pt("heading", "column"),
        "rows": pt("heading", "rows"),
        "first_rows": pt("heading", "first_rows"),
        "message": pt("heading", "message"),
        "advice": pt("heading", "advice"),
        "reasons": pt("heading", "reasons"),
        "reason": pt("heading", "reason"),
        "start_month": pt("heading", "start_month"),
        "months": pt("heading", "months"),
        "start_date": pt("heading", "start_date"),
        "behind_best": pt("heading", "behind_best"),
        "per_account": pt("heading", "per_account"),
        "plan": pt("heading", "plan"),
        "month": pt("heading", "month"),
        "option": pt("heading", "option"),
        "note": pt("heading", "note"),
        "part": pt("heading", "part"),
        "amount": pt("heading", "amount"),
        "lot": pt("heading", "lot"),
        "total_balance": pt("heading", "total_balance"),
        "recommend": pt("heading", "recommend"),
        "floor": pt("heading", "floor"),
        "bid": pt("heading", "bid"),
        "ceiling": pt("heading", "ceiling"),
        "win_probability": pt("heading", "win_probability"),
        "odds_if_won": pt("heading", "odds_if_won"),
        "profit_if_won": pt("heading", "profit_if_won"),
        "expected_profit": pt("heading", "expected_profit"),
        "sd": pt("heading", "sd"),
        "loss_probability": pt("heading", "loss_probability"),
        "seats": pt("heading", "seats"),
        "cash": pt("heading", "cash"),
        "naive_bid": pt("heading", "naive_bid"),
        "naive_expected_profit": pt("heading", "naive_expected_profit"),
        "loss_if_curse_ignored": pt("heading", "loss_if_curse_ignored"),
        "contract": pt("heading", "contract"),
        "profit": pt("heading", "profit"),
        "level": pt("heading", "level"),
        "taken": pt("heading", "taken"),
        "profit_per_seat": pt("heading", "profit_per_seat"),
        "why": pt("heading", "why"),
        "used": pt("heading", "used"),
        "full": pt("heading", "full"),
        "exceeded": pt("heading", "exceeded"),
        "contracts": pt("heading", "contracts"),
        "bound": pt("heading", "bound"),
        "profit_per_further_seat": pt("heading", "profit_per_further_seat"),
        "liquidation": pt("heading", "liquidation"),
        "payers": pt("heading", "payers"),
        "worked_months": pt("heading", "worked_months"),
        "contacts_per_month": pt("heading", "contacts_per_month"),
        "collected_per_seat_month": pt("heading", "collected_per_seat_month"),
        "commission": pt("heading", "commission"),
        "break_even_commission": pt("heading", "break_even_commission"),
        "contacts_per_success": pt("heading", "contacts_per_success"),
        "worked": pt("heading", "worked"),
        "placement": pt("heading", "placement"),
        "quantity": pt("heading", "quantity"),
        "direction": pt("heading", "direction"),
        "today": pt("heading", "today"),
        "searched_to": pt("heading", "searched_to"),
        "flips_at": pt("heading", "flips_at"),
        "from_move": pt("heading", "from_move"),
        "to_move": pt("heading", "to_move"),
        "to_option": pt("heading", "to_option"),
        "change": pt("heading", "change"),
        "p_best": pt("heading", "p_best"),
        "rival": pt("heading", "rival"),
        "p_rival": pt("heading", "p_rival"),
        "p05": pt("heading", "p05"),
        "p95": pt("heading", "p95"),
        "p_loss": pt("heading", "p_loss"),
        "regret": pt("heading", "regret"),
        "evpi": pt("heading", "evpi"),
        "net_low": pt("heading", "net_low"),
        "net_high": pt("heading", "net_high"),
        "main_effect": pt("heading", "main_effect"),
        "factor": pt("heading", "factor"),
        "stands": pt("heading", "stands"),
        "range": pt("heading", "range"),
        "group": pt("heading", "group"),
        "expected": pt("heading", "expected"),
        "low": pt("heading", "low"),
        "high": pt("heading", "high"),
        "low_90": pt("heading", "low_90"),
        "high_90": pt("heading", "high_90"),
        "came": pt("heading", "came"),
        "difference": pt("heading", "difference"),
        "expected_payers": pt("heading", "expected_payers"),
        "otherwise": pt("heading", "otherwise"),
        "gone": pt("heading", "gone"),
        "charged": pt("heading", "charged"),
        "done": pt("heading", "done"),
        "came_if_not_paid": pt("heading", "came_if_not_paid"),
        "as_of": pt("heading", "as_of"),
        "path": pt("heading", "path"),
        "library": pt("heading", "library"),
        "library_value": pt("heading", "library_value"),
        "unit": pt("heading", "unit"),
        "status": pt("heading", "status"),
        "changed": pt("heading", "changed"),
        "name": pt("heading", "name"),
        "source": pt("heading", "source"),
        "date": pt("heading", "date"),
        "scenario": pt("heading", "scenario"),
        "stance": pt("heading", "stance"),
        "model_version": pt("heading", "model_version"),
        "library_version": pt("heading", "library_version"),
        "book": pt("heading", "book"),
        "best_single": pt("heading", "best_single"),
        "best_plan": pt("heading", "best_plan"),
        "policy_plan": pt("heading", "policy_plan"),
        "policy_value": pt("heading", "policy_value"),
        "cost": pt("heading", "cost"),
        "net_alone": pt("heading", "net_alone"),
        "best_alone": pt("heading", "best_alone"),
        "gain": pt("heading", "gain"),
        "net_so_far": pt("heading", "net_so_far"),
        "switch_months": pt("heading", "switch_months"),
        "contacts": pt("heading", "contacts"),
        "contacts_per_account": pt("heading", "contacts_per_account"),
        "collected": pt("heading", "collected"),
        "creditor_net": pt("heading", "creditor_net"),
        "creditor_value": pt("heading", "creditor_value"),
        "creditor_over_best_other": pt("heading", "creditor_over_best_other"),
        "agency_profit": pt("heading", "agency_profit"),
        "quoted": pt("heading", "quoted"),
        "cumulative": pt("heading", "cumulative"),
        "lever": pt("heading", "lever"),
        "needed": pt("heading", "needed"),
        "looked_to": pt("heading", "looked_to"),
        "account": pt("heading", "account"),
        "day": pt("heading", "day"),
        "other_account": pt("heading", "other_account"),
        "other_agency": pt("heading", "other_agency"),
        "days": pt("heading", "days"),
        "since": pt("heading", "since"),
        "begins": pt("heading", "begins"),
        "ends": pt("heading", "ends"),
        "batch": pt("heading", "batch"),
        "batches": pt("heading", "batches"),
        "bias": pt("heading", "bias"),
        "holdout": pt("heading", "holdout"),
        "coverage_80": pt("heading", "coverage_80"),
        "coverage_80_of_totals": pt("heading", "coverage_80_of_totals"),
        "rank": pt("heading", "rank"),
        "chance": pt("heading", "chance"),
        "mean": pt("heading", "mean"),
        "ratio": pt("heading", "ratio"),
        "shrunk": pt("heading", "shrunk"),
        "price": pt("heading", "price"),
        "next_share": pt("heading", "next_share"),
        "people_busy": pt("heading", "people_busy"),
        "profit_per_seat_month": pt("heading", "profit_per_seat_month"),
        "against": pt("heading", "against"),
        "odds_factor": pt("heading", "odds_factor"),
        "commission_at_which": pt("heading", "commission_at_which"),
        "revision": pt("heading", "revision"),
        "saved_at": pt("heading", "saved_at"),
        "author": pt("heading", "author"),
        "n": pt("heading", "n"),
        "kept": pt("heading", "kept"),
        "lost": pt("heading", "lost"),
        "rules": pt("heading", "rules"),
        "successes": pt("heading", "successes"),
        "per_success": pt("heading", "per_success"),
        "tender": pt("heading", "tender"),
        "age": pt("heading", "age"),
        "plan_then": pt("heading", "plan_then"),
        "best_then": pt("heading", "best_then"),
        "held": pt("heading", "held"),
        "legal_hours": pt("heading", "legal_hours"),
        "mode": pt("heading", "mode"),
        "modes": pt("heading", "modes"),
        "must": pt("heading", "must"),
        "accounts_from": pt("heading", "accounts_from"),
        "after": pt("heading", "after"),
        "fewer_than": pt("heading", "fewer_than"),
        "area": pt("heading", "area"),
        "number": pt("heading", "number"),
        "principal": pt("heading", "principal"),
        "reachable": pt("heading", "reachable"),
        "last_demand_date": pt("heading", "last_demand_date"),
        "balance (file)": pt("heading", "balance (file)"),
        "profit_before_wages": pt("heading", "profit_before_wages"),
        "revenue": pt("heading", "revenue"),
        "move": pt("heading", "move"),
        "capacity_accounts": pt("heading", "capacity_accounts"),
        "capacity_balance": pt("heading", "capacity_balance"),
        "minimum_accounts": pt("heading", "minimum_accounts"),
        "sectors": pt("heading", "sectors"),
        "locked": pt("heading", "locked"),
        "fixed_cost": pt("heading", "fixed_cost"),
        "volume_share": pt("heading", "volume_share"),
        "payment_lag": pt("heading", "payment_lag"),
        "exit_cost": pt("heading", "exit_cost"),
        "must_keep": pt("heading", "must_keep"),
        "letters": pt("heading", "letters"),
        "in_house_months": pt("heading", "in_house_months"),
        "history": pt("heading", "history"),
        "skill": pt("heading", "skill"),
        "terms": pt("heading", "terms"),
        **_by_option(),
    }


def _by_option() -> dict[str, str]:
    """Return the columns that there are one of for each option."""
    said = {
        f"value_{move}": t("{name}: value of the best plan", name=name)
        for move, name in move_names().items()
    }
    for option, name in option_names().items():
        said[f"net_{option.value}"] = t("{name}: closed at its end", name=name)
        said[f"with_follow_up_{option.value}"] = t("{name}: with the best follow-up", name=name)
    return said


MOVES = (
    "action", "then", "best", "first_move", "best_to_begin", "option", "from_move", "to_move",
    "best_single", "best_alone", "best_then", "rival",
)  # fmt: skip
"""Columns whose cells name a move."""

NAMED = (*MOVES, "sector", "creditor_type", "file", "stance", "scenario")
"""Columns whose cells have a name in every language."""


def cell_names(column: str) -> Mapping[str, str]:
    """Return what the keys in a column's cells are called in the reader's language."""
    if column in MOVES:
        return {
            **lead_names(),
            PLACE: t("Place with the next agency"),
            WITH_AGENCY: t("With an agency"),
        }
    if column == "creditor_type":
        return {kind: name_label(kind) for kind in ("state_owned", "joint_stock", "other")}
    if column == "stance":
        return {stance.value: stance_name(stance.value) for stance in Stance}
    if column == "scenario":
        return {LIBRARY: t("The library's numbers")}
    return {"total": pt("heading", "total")} if column == "file" else {}


def in_readers_language(table: "pd.DataFrame", *, keep: Iterable[str] = ()) -> "pd.DataFrame":
    """Return a table with headings and keys as the reader's language names them.

    Two columns that would be called alike keep the names of the interface.

    Args:
        table: With the names of the interface; other headings stay.
        keep: Headings that somebody chose, which stay.
    """
    if speaks_source():
        return table
    chosen = set(keep)
    names = {
        name: said
        for name, said in heading_names().items()
        if name in table.columns and name not in chosen
    }
    every = [names.get(str(column), str(column)) for column in table.columns]
    names = {name: said for name, said in names.items() if every.count(said) == 1}
    said = table.copy()
    for column in NAMED:
        if column in said.columns and column not in chosen:
            said[column] = said[column].map(_teller(column))
    return said.rename(columns=names)


def _teller(column: str) -> Callable[[object], object]:
    if column == "sector":
        return lambda key: sector_name(key) if isinstance(key, str) else key
    known = cell_names(column)
    return lambda key: known.get(key, key) if isinstance(key, str) else key


@cache
def known_headings() -> Mapping[str, str]:
    """Return the interface's name of each column by what any language calls it, normalised."""
    found: dict[str, str] = {}
    for code in LANGUAGES:
        with language(catalogue(code)):
            for name, said in heading_names().items():
                found.setdefault(normalise(said), name)
    return {**found, **{normalise(name): name for name in heading_names()}}


@cache
def known_moves() -> Mapping[str, str]:
    """Return the key of each move by what any language calls it, normalised."""
    from placement.report.policy_words import rule_move_names

    found: dict[str, str] = {}
    for code in LANGUAGES:
        with language(catalogue(code)):
            for names in (cell_names("then"), rule_move_names()):
                found |= {normalise(said): key for key, said in names.items()}
            found |= {normalise(name_label(key)): key for key in RULE_MOVES}
    return found
