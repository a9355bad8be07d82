"""One function per question: the door that the screen and the commands share."""

from .accounts import (
    agency_side,
    assumptions_in_use,
    court_charges,
    default_creditor_type,
    one_account,
    option_name,
    rank_segments,
)
from .bid_lots import (
    MOST_LOTS,
    LotRow,
    LotsBy,
    lots_of_book,
    study_row,
)
from .bid_lots_file import (
    LotsFile,
    lot_row,
    lots_headings,
    questions_of,
    read_lots,
)
from .bid_past import (
    PastHistogram,
    past_histogram,
)
from .bid_rules import (
    rules_text,
)
from .bid_sheet import (
    BidQuestion,
    RivalsMoved,
    bid_exactly,
    bid_fully,
    bid_quickly,
    rivals_move,
)
from .bidding import (
    PastBids,
    bid,
    fit_past_results,
    rivals_of,
    slopes,
    usual_points_spread,
)
from .books import (
    CHECKED_BY_ACCOUNT,
    CHUNK,
    AccountCheck,
    Book,
    BookRanking,
    check_by_account,
    check_tape,
    open_tape,
    rank_tape,
    segment_tape,
)
from .contracts_of_book import (
    contracts_of_book,
)
from .contracts_of_rows import (
    contracts_of_rows,
)
from .deals import (
    best_placed,
    deal,
    fee_terms_in,
    lot_of_book,
    lot_segments,
)
from .flips import (
    option_flips,
)
from .follow_ups import (
    best_plans,
    first_move_parts,
    follow_up,
    plan_parts,
)
from .maps import (
    MAP_STEPS,
    PLAN_MAP_STEPS,
    decision_map,
    plan_map,
)
from .mix import (
    MixAnswer,
    choose_contracts,
    contract_headings,
    contract_modes,
    open_contracts,
    people_terms,
    win_correlation,
)
from .timing import (
    FLIPS,
    AccountTiming,
    PolicyComparison,
    account_timing,
    calendar_of_plans,
    first_move_flips,
    plan_account,
    plan_book_segments,
    policy_comparison,
    published_collections,
    timing_moves,
)

__all__ = [
    "CHECKED_BY_ACCOUNT",
    "CHUNK",
    "FLIPS",
    "MAP_STEPS",
    "MOST_LOTS",
    "PLAN_MAP_STEPS",
    "AccountCheck",
    "AccountTiming",
    "BidQuestion",
    "Book",
    "BookRanking",
    "LotRow",
    "LotsBy",
    "LotsFile",
    "MixAnswer",
    "PastBids",
    "PastHistogram",
    "PolicyComparison",
    "RivalsMoved",
    "account_timing",
    "agency_side",
    "assumptions_in_use",
    "best_placed",
    "best_plans",
    "bid",
    "bid_exactly",
    "bid_fully",
    "bid_quickly",
    "calendar_of_plans",
    "check_by_account",
    "check_tape",
    "choose_contracts",
    "contract_headings",
    "contract_modes",
    "contracts_of_book",
    "contracts_of_rows",
    "court_charges",
    "deal",
    "decision_map",
    "default_creditor_type",
    "fee_terms_in",
    "first_move_flips",
    "first_move_parts",
    "fit_past_results",
    "follow_up",
    "lot_of_book",
    "lot_row",
    "lot_segments",
    "lots_headings",
    "lots_of_book",
    "one_account",
    "open_contracts",
    "open_tape",
    "option_flips",
    "option_name",
    "past_histogram",
    "people_terms",
    "plan_account",
    "plan_book_segments",
    "plan_map",
    "plan_parts",
    "policy_comparison",
    "published_collections",
    "questions_of",
    "rank_segments",
    "rank_tape",
    "read_lots",
    "rivals_move",
    "rivals_of",
    "rules_text",
    "segment_tape",
    "slopes",
    "study_row",
    "timing_moves",
    "usual_points_spread",
    "win_correlation",
]
