"""Contacts a success and what a hard debtor needs come back from simulated logs."""

import numpy as np
import pytest

from placement.domain.errors import InputError
from placement.odds.contacts import Contacts, average_contacts, needed_contacts

FADE = 0.03


def simulated(
    rng: np.random.Generator,
    *,
    willing: float = 0.3,
    needs: float = 20.0,
    accounts: int = 2_000,
    contacts: int = 60,
    months: float = 6.0,
) -> Contacts:
    """Return a log contact by contact: who is willing, when each turns lost, which contact moves.

    Each account is contacted at random times of the months, one contact a row.
    """
    rows, paid = [], np.zeros(accounts, dtype=bool)
    age = rng.uniform(4.0, 12.0, accounts)
    is_willing = rng.random(accounts) < willing * np.exp(-FADE * (age - 4.0))
    lost = rng.exponential(1.0 / FADE, accounts)
    for account in range(accounts):
        times = np.sort(rng.uniform(0.0, months, contacts))
        times -= times[0]
        moved = rng.random(contacts) < -np.expm1(-1.0 / needs)
        pays = np.flatnonzero(moved & is_willing[account] & (times < lost[account]))
        if len(pays):
            paid[account], times = True, times[: pays[0] + 1]
        rows.append(np.stack([np.full(len(times), float(account)), times]))
    account, since = np.concatenate(rows, axis=1)
    return Contacts(
        account=account.astype(np.int64), contacts=np.ones(len(since)), since=since,
        factor=np.ones(len(since)), age=age, paid=paid,
    )  # fmt: skip


def test_intervals_of_what_is_needed_cover_it() -> None:
    """60 books; the willing run out at 60 contacts of 20 needed."""
    rng = np.random.default_rng(3)
    hits, books = np.zeros(2), 60
    for _ in range(books):
        found = needed_contacts(
            simulated(rng, accounts=400), fade_rate=FADE, willing_share=0.1, reference_age=4.0
        )
        assert found.tells_willing
        hits[0] += found.contacts.low <= 20.0 <= found.contacts.high
        hits[1] += found.willing_share.low <= 0.3 <= found.willing_share.high
    # Of 60 books 95 % are 57; fewer than 53 or so would be seen once in 40 times.
    assert (hits >= 52).all(), hits


def test_few_contacts_tell_only_the_two_together() -> None:
    """Two contacts of 60 needed: the willing share is given, and omega follows it as it must."""
    rng = np.random.default_rng(5)
    log = simulated(rng, needs=60.0, contacts=2, accounts=4_000)
    found = needed_contacts(log, fade_rate=FADE, willing_share=0.3, reference_age=4.0)
    assert not found.tells_willing
    assert found.contacts.low <= 60.0 <= found.contacts.high
    twice = needed_contacts(log, fade_rate=FADE, willing_share=0.15, reference_age=4.0)
    assert twice.contacts.value == pytest.approx(found.contacts.value / 2.0, rel=0.03)
    # omega = w D: d log omega / d logit w = 1 - w
    assert found.slope == pytest.approx(0.7, abs=0.02)


def test_a_closed_form() -> None:
    """One contact of each account, nobody turns lost: w (1 - exp(-1 / omega)) = share that pays."""
    paid = np.arange(1_000) < 40
    log = Contacts(
        account=np.arange(1_000), contacts=np.full(1_000, 2.0), since=np.zeros(1_000),
        factor=np.full(1_000, 1.5), age=np.full(1_000, 4.0), paid=paid,
    )  # fmt: skip
    found = needed_contacts(log, fade_rate=0.0, willing_share=0.4, reference_age=4.0)
    wanted = -(2.0 / 1.5) / np.log(1.0 - 0.04 / 0.4)
    assert found.contacts.value == pytest.approx(wanted, rel=1e-5)
    # The error of a share of 4 % of 1,000, carried over.
    slope = 0.04 / (0.4 - 0.04) / -np.log(1.0 - 0.1)
    se = np.sqrt(0.96 / (0.04 * 1_000)) * slope
    assert found.contacts.se / found.contacts.value == pytest.approx(se, rel=1e-3)


def test_the_likelihood_is_that_of_plain_loops() -> None:
    from placement.odds.contacts import _likelihood

    log = simulated(np.random.default_rng(7), accounts=30, contacts=5)
    total = 0.0
    for account in range(30):
        rows = np.flatnonzero(log.account == account)
        w, left, until = 0.25 * np.exp(-FADE * (log.age[account] - 4.0)), 1.0, 0.0
        for row in rows:
            p = left * np.exp(-FADE * log.since[row]) * (1.0 - np.exp(-1.0 / 9.0))
            left *= np.exp(-1.0 / 9.0)
            until += p
        total += np.log(w * p) if log.paid[account] else np.log(1.0 - w * until)
    assert _likelihood(log, np.log(1 / 3), np.log(9.0), FADE, 4.0) == pytest.approx(total)


def test_the_field_notes_125_calls() -> None:
    """5,000 calls, 40 successes; Poisson interval of 40 by the usual table: 28.58 to 54.47."""
    found = average_contacts(np.array([5_000.0]), np.array([40.0]))
    assert found.value == 125.0
    assert (5_000.0 / found.high, 5_000.0 / found.low) == pytest.approx((28.58, 54.47), abs=0.01)


@pytest.mark.parametrize("spread", [0.0, 0.5])
def test_intervals_of_the_average_cover_it(spread: float) -> None:
    """Twelve months, each easier or harder than the others by half."""
    rng = np.random.default_rng(11)
    hits, books = 0, 1_000
    for _ in range(books):
        contacts = rng.uniform(3_000.0, 6_000.0, 12)
        theta = rng.gamma(1.0 / spread**2, spread**2, 12) if spread else np.ones(12)
        found = average_contacts(contacts, rng.poisson(contacts / 125.0 * theta))
        hits += found.low <= 125.0 <= found.high
    assert 0.90 <= hits / books <= 0.98


def test_without_a_success_there_is_a_lower_end() -> None:
    """Three contacts in a success are the rule of thumb: 3.69 at 97.5 %."""
    found = average_contacts(np.array([300.0, 200.0]), np.zeros(2))
    assert (found.value, found.high) == (np.inf, np.inf)
    assert found.low == pytest.approx(500.0 / 3.689, rel=1e-3)


def test_what_cannot_be_fitted_is_said() -> None:
    with pytest.raises(InputError, match="no contact"):
        average_contacts(np.zeros(2), np.zeros(2))
    log = simulated(np.random.default_rng(1), willing=0.0, accounts=5)
    with pytest.raises(InputError, match="No account of the log paid"):
        needed_contacts(log, fade_rate=FADE, willing_share=0.1, reference_age=4.0)
