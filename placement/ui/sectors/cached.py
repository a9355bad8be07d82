"""What the page Sectors works out once for a book and its contracts' sizes."""

from collections.abc import Mapping
from dataclasses import dataclass

from placement import api
from placement.domain.types import Segments
from placement.scenario.scenario import Scenario
from placement.ui import cached
from placement.ui.fee_terms import terms_in_use
from placement.ui.gate.cache import cache_per_workspace

SAMPLE = "mixed_book.csv"
"""Stands in for sectors that the open book has no accounts of."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Mixes:
    """The accounts that a contract of each sector is a sample of."""

    segments: Mapping[str, Segments]
    from_book: frozenset[str]
    """Sectors of the open book; the others' accounts are the sample's."""
    digest: str


def mixes(book: api.Book | None, scenario: Scenario, sectors: tuple[str, ...]) -> Mixes:
    """Return the accounts of each sector, the open book's before the sample's."""
    sample = cached.sample_book(SAMPLE)
    books = ([book] if book is not None else []) + [sample]
    found: dict[str, Segments] = {}
    own = set()
    for each in books:
        segments = cached.segmentation(
            each.tape.digest, repr(scenario.bands), each, scenario
        ).segments
        for sector in sectors:
            if sector not in found and sector in set(segments.sector):
                found[sector] = api.lot_of_book(segments, only=sector)
                if each is book and each.tape.digest != sample.tape.digest:
                    own.add(sector)
    return Mixes(
        segments={sector: found[sector] for sector in sectors if sector in found},
        from_book=frozenset(own),
        digest=":".join(each.tape.digest for each in books),
    )


def entries(
    mixes: Mixes, accounts: Mapping[str, int], scenario: Scenario
) -> tuple[api.SectorEntry, ...]:
    """Return the sectors for one person, the numbers their places hang on left out."""
    return _entries(key_of(mixes, accounts, scenario), mixes, accounts, scenario)


def hanging(
    mixes: Mixes, accounts: Mapping[str, int], scenario: Scenario
) -> tuple[api.SectorEntry, ...]:
    """Return the same with the numbers their places hang on."""
    return _hanging(key_of(mixes, accounts, scenario), mixes, accounts, scenario)


def key_of(mixes: Mixes, accounts: Mapping[str, int], scenario: Scenario) -> str:
    """Return what tells this question from others."""
    return repr((mixes.digest, scenario.digest, sorted(accounts.items()), terms_in_use()))


@cache_per_workspace(max_entries=32)
def _entries(
    key: str, _mixes: Mixes, _accounts: Mapping[str, int], _scenario: Scenario
) -> tuple[api.SectorEntry, ...]:
    return api.compare_sectors(
        _mixes.segments,
        cached.assumptions(_scenario.digest, _scenario),
        people=1.0,
        accounts=_accounts,
        stance=_scenario.stance,
        fees=terms_in_use(),
    )


@cache_per_workspace(max_entries=32)
def _hanging(
    key: str, _mixes: Mixes, _accounts: Mapping[str, int], _scenario: Scenario
) -> tuple[api.SectorEntry, ...]:
    return api.with_hangs(
        _entries(key, _mixes, _accounts, _scenario),
        cached.assumptions(_scenario.digest, _scenario),
    )
