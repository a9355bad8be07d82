"""Which part of a session is a user's work, and survives the session.

The session's memory also holds what belongs to one drawing of one page: buttons, open editors,
uploads. Those are left behind; some of them may not even be set.
"""

from collections.abc import Mapping
from enum import Enum

SCENARIO, PAST, FUTURE = "scenario", "scenario_past", "scenario_future"
"""Keys of the scenario without its fee terms, and of the steps that undo and redo go to."""

LOTS, CONTRACTS, AGENCIES = "bid_lots", "contracts_sheet", "lists_agencies"
LISTS = (LOTS, CONTRACTS, AGENCIES)
"""Keys of the lists that a user makes."""

WAITING = "book_waiting"
"""Key of the file that needs choices before it can be the book."""

FEE_TERMS = "deal_fee_terms"
LANGUAGE = "language"

OBJECTS = (
    SCENARIO,
    PAST,
    FUTURE,
    LANGUAGE,
    WAITING,
    FEE_TERMS,
    *LISTS,
    "deal_contracts",
    "contracts_sent",
    "bid_lots_unread",
    "bid_past_file",
    "bid_exact",
    "timing_exact",
)
"""Keys of what pages keep, as it is."""

PAGES: tuple[str, ...] = (
    "agency_",
    "bid_",
    "contracts_",
    "deal_",
    "lists_kind",
    "map_",
    "numbers_",
    "options_",
    "scenarios_",
    "sectors_",
    "strata_",
    "timing_",
    "uncertainty_",
    "one_number",
)
"""How the keys of a page's numbers, texts and choices begin."""

NOT_KEPT: tuple[str, ...] = (
    "deal_fee_",
    "bid_lots",
    "bid_past_turn",
    "contracts_upload",
    "scenarios_upload",
    "scenarios_link_",
    "scenarios_history_",
    "contracts_paste",
    "options_waterfall_",
)
"""How those begin that follow from what is kept, or count uploads of one session."""

SWITCHES: tuple[str, ...] = (
    "numbers_mine",
    "map_disputed",
    "map_unreachable",
    "map_alike",
    "timing_policy_book",
    "bid_has_ceiling",
    "bid_has_margin",
    "bid_trimmed",
    "contracts_may_hire",
    "contracts_may_let_go",
)
"""Keys of switches; a button's value looks like theirs, and may not be set."""

SWITCHES_BEGIN, SWITCHES_END = "deal_shows_", "_limited"

LONGEST_TEXT = 60
"""Characters; longer ones are not choices but texts, which the database does not need."""


def work_in(state: Mapping[str, object]) -> dict[str, object]:
    """Return the part of a session's memory that is the user's work."""
    return {key: value for key, value in state.items() if key in OBJECTS or _is_set(key, value)}


def settings_in(values: Mapping[str, object]) -> dict[str, float | int | bool | str]:
    """Return those numbers and choices of a work that have a plain form."""
    return {
        key: value.value if isinstance(value, Enum) else value
        for key, value in values.items()
        if key not in OBJECTS
        and isinstance(value, bool | int | float | str)
        and not (isinstance(value, str) and len(value) > LONGEST_TEXT)
    }


def restored_settings(kept: Mapping[str, object]) -> dict[str, object]:
    """Return those settings of a kept work that this version would keep as well."""
    return {key: value for key, value in settings_in(kept).items() if _is_set(key, value)}


def _is_set(key: str, value: object) -> bool:
    if not key.startswith(PAGES) or key.startswith(NOT_KEPT):
        return False
    if isinstance(value, bool):
        return key in SWITCHES or key.startswith(SWITCHES_BEGIN) or key.endswith(SWITCHES_END)
    return isinstance(value, int | float | str | Enum)
