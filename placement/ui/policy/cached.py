"""What the page Policy works out once, keyed by digests: values of moves, and the best rules."""

import hashlib

from placement import api
from placement.decide.rank import Ranking
from placement.decide.rules.best import BestPolicies
from placement.decide.rules.policy import PolicyValue
from placement.decide.timing.follow_up import Begun
from placement.scenario.scenario import Scenario
from placement.ui import cached
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.policy.inputs import MOST


def policy_book(ranked: api.BookRanking, scenario: Scenario, *, is_alone: bool) -> api.PolicyBook:
    """Return what each move is worth to a book."""
    values = None if is_alone else _begun(ranked.key, scenario.digest, ranked.ranking, scenario)
    return api.policy_book(ranked, values)


def valued_and_best(
    ranked: api.BookRanking, scenario: Scenario, *, is_alone: bool
) -> tuple[api.PolicyBook, BestPolicies]:
    """Return what each move is worth to a book, and the best rules for it."""
    valued = policy_book(ranked, scenario, is_alone=is_alone)
    return valued, policies(valued, scenario)


def policies(book: api.PolicyBook, scenario: Scenario) -> BestPolicies:
    """Return the best policies of a book with up to the slider's number of rules."""
    return _policies(book.ranked.key, scenario.digest, book.is_closed, book)


def measured(found: PolicyValue, book: api.PolicyBook, scenario: Scenario) -> api.ByAccount:
    """Return a policy measured on accounts valued on their own."""
    which = policy_digest(found)
    key = book.ranked.key
    return _measured(key, scenario.digest, which, book.is_closed, found, book, scenario)


def policy_digest(found: PolicyValue) -> str:
    """Return what tells one policy on one book from another."""
    rules = [(rule.move, [sorted(codes) for codes in rule.box]) for rule in found.policy.rules]
    return hashlib.sha256(repr((rules, found.total)).encode()).hexdigest()[:12]


# What is cached holds no book, or a book could not be given back.
@cache_per_workspace(max_entries=16)
def _begun(book_key: str, scenario_digest: str, _ranking: Ranking, _scenario: Scenario) -> Begun:
    numbers = cached.assumptions(scenario_digest, _scenario)
    return api.begun(_ranking, numbers, stance=_scenario.stance)


@cache_per_workspace(max_entries=32)
def _policies(
    book_key: str, scenario_digest: str, is_alone: bool, _book: api.PolicyBook
) -> BestPolicies:
    return api.find_policies(_book, MOST)


@cache_per_workspace(max_entries=64)
def _measured(
    book_key: str,
    scenario_digest: str,
    which: str,
    is_alone: bool,
    _found: PolicyValue,
    _book: api.PolicyBook,
    _scenario: Scenario,
) -> api.ByAccount:
    numbers = cached.assumptions(scenario_digest, _scenario)
    return api.check_policy_by_account(_found, _book, numbers, stance=_scenario.stance)
