"""A lot split among agencies: laws that hold for every lot, and small ones by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.decide.lists.agencies import Taker
from placement.decide.lists.split import NOBODY, Lot, Split, split_lot
from placement.domain.errors import InputError
from placement.domain.types import AGENCY_OPTIONS, Option

FIRST, SECOND, THIRD = AGENCY_OPTIONS


def lot(
    size: int,
    *,
    move: int | list[int] = 0,
    sector: str | list[str] = "telecom",
    stratum: int | list[int] = 0,
    balance: float | list[float] = 100.0,
    debtor: int | list[int] = NOBODY,
    holder: tuple[str, ...] = (),
) -> Lot:
    """Return a lot; one value holds for all its accounts."""

    def each(value: object, kind: type) -> np.ndarray:
        return np.broadcast_to(np.asarray(value, dtype=kind), (size,)).copy()

    return Lot(
        move=each(move, int),
        sector=tuple([sector] * size if isinstance(sector, str) else sector),
        stratum=each(stratum, int),
        balance=each(balance, float),
        debtor=each(debtor, int),
        holder=holder,
    )


def counts(found: Split) -> list[int]:
    """Return how many accounts each agency gets."""
    return np.bincount(found.agency, minlength=len(found.takers)).tolist()


def test_champion_and_challenger_by_hand() -> None:
    """101 at 70 to 30: 70.7 and 30.3, so 71 and 30."""
    takers = [Taker(name="Champion", share=70), Taker(name="Challenger", share=30)]
    assert counts(split_lot(lot(101), takers, rng=np.random.default_rng(1))) == [71, 30]


def test_below_its_minimum_an_agency_gets_none() -> None:
    """10 of 100 is below 20: its part goes to the others as 6 to 3, and that is said."""
    takers = [
        Taker(name="A", share=60),
        Taker(name="B", share=30),
        Taker(name="C", share=10, minimum_accounts=20),
    ]
    found = split_lot(lot(100), takers, rng=np.random.default_rng(1))
    assert counts(found) == [67, 33, 0]
    assert [(each.name, each.accounts, each.minimum) for each in found.dropped] == [("C", 10, 20)]


def test_the_worst_minimum_goes_first_and_may_save_the_next() -> None:
    """A gets 33 of 40, B 33 of 90: without B there are 50 for A."""
    takers = [
        Taker(name="A", minimum_accounts=40),
        Taker(name="B", minimum_accounts=90),
        Taker(name="C"),
    ]
    found = split_lot(lot(100), takers, rng=np.random.default_rng(1))
    assert counts(found) == [50, 0, 50]
    assert [each.name for each in found.dropped] == ["B"]


def test_a_full_agency_leaves_the_rest_to_the_others() -> None:
    """Nobody over a capacity in accounts or in money."""
    takers = [
        Taker(name="A", capacity_accounts=10),
        Taker(name="B", capacity_balance=2_550.0),
        Taker(name="C"),
    ]
    assert counts(split_lot(lot(100), takers, rng=np.random.default_rng(1))) == [10, 25, 65]


def test_money_is_held_where_balances_differ() -> None:
    """The mean fits but a draw may not: the room is counted smaller until one does."""
    rng = np.random.default_rng(5)
    balance = np.round(np.exp(rng.normal(8, 1.2, 400)), 2)
    most = float(balance.sum()) * 0.31
    takers = [Taker(name="A", capacity_balance=most), Taker(name="B"), Taker(name="C")]
    for seed in range(8):
        given_lot = lot(
            400, balance=balance.tolist(), stratum=(balance > 3_000).astype(int).tolist()
        )
        found = split_lot(given_lot, takers, rng=np.random.default_rng(seed))
        owed = np.bincount(found.agency, balance)
        assert owed[0] <= most
        assert owed[0] > 0.8 * most


def test_every_stratum_is_shared_alike() -> None:
    """30 young and 60 old at 2 to 1: 20 and 40 to the first, to the last account."""
    young = [0] * 30 + [1] * 60
    found = split_lot(
        lot(90, stratum=young),
        [Taker(name="A", share=2), Taker(name="B", share=1)],
        rng=np.random.default_rng(3),
    )
    table = np.zeros((2, 2), dtype=int)
    np.add.at(table, (np.array(young), found.agency), 1)
    assert table.tolist() == [[20, 10], [40, 20]]


def test_a_draw_is_chance_and_the_same_again() -> None:
    """The same seed the same split, another seed another one; no order of the file shows."""
    takers = [Taker(name="A"), Taker(name="B")]
    one, same, other = (
        split_lot(lot(200), takers, rng=np.random.default_rng(seed)).agency for seed in (7, 7, 8)
    )
    assert one.tolist() == same.tolist()
    assert one.tolist() != other.tolist()
    assert 20 < int((one[:100] == 0).sum()) < 80


def test_a_debtor_of_two_placements_stays_with_an_agency_that_takes_both() -> None:
    """Only B takes first and second placements."""
    takers = [Taker(name="A", moves=(FIRST,)), Taker(name="B", moves=(FIRST, SECOND))]
    move = [0] * 20 + [1, 0]
    found = split_lot(
        lot(22, move=move, debtor=[NOBODY] * 20 + [4, 4]), takers, rng=np.random.default_rng(1)
    )
    assert found.agency[20:].tolist() == [1, 1]
    assert found.parted_debtors == 0


def test_a_debtor_whom_no_agency_takes_whole_is_parted_by_placement_and_counted() -> None:
    """One list for each placement is the usual table."""
    takers = [Taker(name="A", moves=(FIRST,)), Taker(name="B", moves=(SECOND,))]
    found = split_lot(
        lot(4, move=[0, 0, 1, 1], debtor=[3, 3, 3, 3]), takers, rng=np.random.default_rng(1)
    )
    assert found.agency.tolist() == [0, 0, 1, 1]
    assert found.parted_debtors == 1


@pytest.mark.parametrize(
    ("takers", "said"),
    [
        ([Taker(name="A", capacity_accounts=40)], "hold 40 of the 100 accounts"),
        ([Taker(name="A", capacity_balance=5_000)], "hold 50 of the 100 accounts"),
        ([Taker(name="A", capacity_accounts=0)], "No agency takes agency 1 · telecom (100"),
        ([Taker(name="A", moves=(SECOND,))], "No agency takes agency 1 · telecom (100"),
        ([Taker(name="A", sectors=("logistics",))], "No agency takes agency 1 · telecom (100"),
        ([], "No agency takes agency 1 · telecom (100"),
        (
            [Taker(name="A", minimum_accounts=80), Taker(name="B", capacity_accounts=60)],
            "A gets none, since its share of 50 accounts is below its minimum of 80.",
        ),
        ([Taker(name="Ä"), Taker(name=" ä ")], "stands on two rows"),
        ([Taker(name="A", share=1), Taker(name="B")], "share is empty for B"),
    ],
)
def test_what_cannot_be_is_said(takers: list[Taker], said: str) -> None:
    """What, and what to do about it."""
    with pytest.raises(InputError, match="(?s)" + _plain(said)):
        split_lot(lot(100), takers, rng=np.random.default_rng(1))


def _plain(text: str) -> str:
    return text.replace("(", r"\(").replace(".", r"\.")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"capacity_accounts": -1},
        {"capacity_balance": float("nan")},
        {"minimum_accounts": -3},
        {"share": float("inf")},
        {"share": -1.0},
    ],
)
def test_a_wrong_cell_is_named(wrong: dict[str, object]) -> None:
    """Before anything is split."""
    with pytest.raises(InputError, match=next(iter(wrong)) if "name" not in wrong else "agency"):
        Taker(**{"name": "A", **wrong})  # type: ignore[arg-type]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Lot, list[Taker]]:
    """Lots of a few accounts, and agencies that may be too small for them."""
    size = draw(st.integers(0, 40))

    def each(values: st.SearchStrategy) -> list:
        return draw(st.lists(values, min_size=size, max_size=size))

    # A debtor's accounts are of one sector, as on a tape.
    debtor = each(st.sampled_from([NOBODY, NOBODY, 0, 1, 2]))
    sector = [
        "telecom" if who == 0 else "logistics" if who > 0 else one
        for who, one in zip(debtor, each(st.sampled_from(["telecom", "logistics"])), strict=True)
    ]
    made = lot(
        size,
        move=each(st.integers(0, 2)) or 0,
        sector=sector,
        stratum=each(st.integers(0, 3)) or 0,
        balance=each(st.integers(1, 90_000).map(lambda cents: cents / 100)) or 0.0,
        debtor=debtor or NOBODY,
    )
    moves = st.sampled_from([AGENCY_OPTIONS, (FIRST,), (SECOND, THIRD), (FIRST, SECOND)])
    takers = [
        Taker(
            name=f"agency {place}",
            moves=AGENCY_OPTIONS if place == 0 else draw(moves),
            sectors=() if place == 0 else draw(st.sampled_from([(), ("telecom",)])),
            capacity_accounts=draw(st.none() | st.integers(0, 30)),
            capacity_balance=draw(st.none() | st.integers(0, 20_000).map(float)),
            minimum_accounts=draw(st.sampled_from([0, 0, 3, 8])),
            share=draw(st.integers(1, 9)),
        )
        for place in range(draw(st.integers(1, 4)))
    ]
    return made, takers


@given(case=cases(), seed=st.integers(0, 5))
def test_the_laws(case: tuple[Lot, list[Taker]], seed: int) -> None:
    """Everybody once, to one who takes him, debtors together, nobody over or below a limit."""
    made, takers = case
    try:
        found = split_lot(made, takers, rng=np.random.default_rng(seed))
    except InputError:
        return
    assert len(found.agency) == len(made)
    assert (
        found.agency.tolist()
        == split_lot(made, takers, rng=np.random.default_rng(seed)).agency.tolist()
    )
    for place, agency in enumerate(found.agency.tolist()):
        assert AGENCY_OPTIONS[made.move[place]] in takers[agency].moves
        assert not takers[agency].sectors or made.sector[place] in takers[agency].sectors
    for place, taker in enumerate(takers):
        own = found.agency == place
        assert own.sum() <= (np.inf if taker.capacity_accounts is None else taker.capacity_accounts)
        if taker.capacity_balance is not None:
            assert round(made.balance[own].sum(), 2) <= taker.capacity_balance
        assert not own.any() or own.sum() >= taker.minimum_accounts
    shut = {each.name for each in found.dropped} | set(found.shut)
    parted = 0
    for debtor in set(made.debtor.tolist()) - {NOBODY}:
        own = np.flatnonzero(made.debtor == debtor)
        given_to = set(found.agency[own].tolist())
        if len(given_to) > 1:
            parted += 1
            needed = {AGENCY_OPTIONS[move] for move in made.move[own]}
            # Nobody takes all of them, and those of one placement are together.
            assert not any(
                needed <= set(taker.moves)
                and (not taker.sectors or made.sector[own[0]] in taker.sectors)
                for taker in takers
                if taker.name not in shut
            )
            for move in set(made.move[own].tolist()):
                assert len(set(found.agency[own[made.move[own] == move]].tolist())) == 1
    assert found.parted_debtors >= parted


@given(
    size=st.integers(0, 300),
    share=st.lists(st.integers(1, 99), min_size=1, max_size=5),
    strata=st.integers(1, 9),
)
def test_shares_hold_to_the_account_and_strata_too(
    size: int, share: list[int], strata: int
) -> None:
    """Without limits everybody is within one account of the share, in all and in each stratum."""
    takers = [Taker(name=str(place), share=s) for place, s in enumerate(share)]
    stratum = [place * 7 % strata for place in range(size)]
    found = split_lot(lot(size, stratum=stratum or 0), takers, rng=np.random.default_rng(2))
    part = np.array(share) / sum(share)
    assert (np.abs(counts(found) - size * part) < 1 + 1e-6).all()
    for number in range(strata):
        own = np.array(stratum) == number
        got = np.bincount(found.agency[own] if size else [], minlength=len(share))
        whole = np.bincount(found.agency, minlength=len(share))
        assert (np.abs(got - own.sum() * whole / max(size, 1)) < 1 + 1e-6).all()


def test_a_shut_agency_is_said() -> None:
    """No capacity: it gets none, and others get its share."""
    found = split_lot(
        lot(10),
        [Taker(name="A", capacity_accounts=0), Taker(name="B")],
        rng=np.random.default_rng(1),
    )
    assert (counts(found), found.shut) == ([0, 10], ("A",))
    assert Option.AGENCY_1 in found.takers[0].moves


def test_whom_an_agency_has_already_goes_to_it() -> None:
    """And counts towards its share: 20 of 100 held by A, who gets its 30 all the same."""
    takers = [Taker(name="A", share=30), Taker(name="B", share=70)]
    debtors = [*range(20), *([NOBODY] * 80)]
    held = ("A",) * 20 + ("",) * 80
    found = split_lot(lot(100, debtor=debtors, holder=held), takers, rng=np.random.default_rng(1))
    assert counts(found) == [30, 70]
    assert (found.agency[:20] == 0).all()
    assert found.with_holder == 20


def test_whom_it_has_goes_to_it_beyond_its_share_but_not_beyond_its_capacity() -> None:
    held = ("A",) * 20
    one = lot(20, debtor=list(range(20)), holder=held)
    takers = [Taker(name="A", share=10), Taker(name="B", share=90)]
    assert counts(split_lot(one, takers, rng=np.random.default_rng(1))) == [20, 0]
    takers = [Taker(name="A", share=10, capacity_accounts=7), Taker(name="B", share=90)]
    found = split_lot(one, takers, rng=np.random.default_rng(1))
    assert counts(found) == [7, 13]
    assert found.with_holder == 7


def test_a_debtor_of_several_accounts_goes_whole_to_who_has_him() -> None:
    """B, though A lacks more; not where B does not take one of his accounts."""
    takers = [Taker(name="A", share=90), Taker(name="B", share=10, moves=(FIRST,))]
    one = lot(3, debtor=[5, 5, 5], holder=("B",) * 3)
    assert split_lot(one, takers, rng=np.random.default_rng(1)).agency.tolist() == [1, 1, 1]
    other = lot(3, move=[0, 0, 1], debtor=[5, 5, 5], holder=("B",) * 3)
    found = split_lot(other, takers, rng=np.random.default_rng(1))
    assert found.agency.tolist() == [0, 0, 0]
    assert found.with_holder == 0


def test_who_holds_a_debtor_never_leaves_another_without_a_place() -> None:
    """A alone takes the logistics and has one place: the debtor whom it has goes to B."""
    takers = [
        Taker(name="A", capacity_accounts=1),
        Taker(name="B", sectors=("telecom",)),
    ]
    one = lot(2, sector=["telecom", "logistics"], debtor=[1, NOBODY], holder=("A", ""))
    found = split_lot(one, takers, rng=np.random.default_rng(1))
    assert found.agency.tolist() == [1, 0]
    assert found.with_holder == 0
