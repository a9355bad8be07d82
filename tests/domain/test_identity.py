"""What a provider said of somebody is held against the clock, and nothing missing is made up."""

import datetime as dt

import pytest

from placement.domain.access import Refused
from placement.domain.identity import identity_of

NOW = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)
HOUR = 3600
MOST = dt.timedelta(hours=12)
CLAIMS = {
    "is_logged_in": True,
    "iss": "https://id.example",
    "sub": "42",
    "email": "Li@Firm.example",
    "email_verified": True,
    "iat": NOW.timestamp() - 600,
    "exp": NOW.timestamp() + HOUR,
}


def test_somebody_signed_in() -> None:
    who = identity_of(CLAIMS, now=NOW, most=MOST)
    assert (who.issuer, who.subject, who.mail) == ("https://id.example", "42", "li@firm.example")


def test_a_sign_in_has_a_name_of_its_own() -> None:
    """Tokens beside it are not of it; another time, nonce or person is another one."""
    first = identity_of(CLAIMS, now=NOW, most=MOST).sign_in
    assert identity_of({**CLAIMS, "tokens": {"id": "x"}}, now=NOW, most=MOST).sign_in == first
    for other in ({"nonce": "1"}, {"sub": "43"}, {"iat": NOW.timestamp() - 601}):
        assert identity_of({**CLAIMS, **other}, now=NOW, most=MOST).sign_in != first


@pytest.mark.parametrize("verified", [False, None, "true", 1, "yes"])
def test_an_address_that_is_not_confirmed_is_none(verified: object) -> None:
    assert identity_of({**CLAIMS, "email_verified": verified}, now=NOW, most=MOST).mail == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"is_logged_in": False}, "signed_out"),
        ({"is_logged_in": "true"}, "signed_out"),
        ({"is_logged_in": None}, "signed_out"),
        ({"exp": NOW.timestamp()}, "expired"),
        ({"exp": NOW.timestamp() - 1}, "expired"),
        ({"iat": NOW.timestamp() - 12 * HOUR - 1, "exp": NOW.timestamp() + HOUR}, "expired"),
        ({"iat": NOW.timestamp() + HOUR}, "early"),
        ({"iss": ""}, "incomplete"),
        ({"iss": None}, "incomplete"),
        ({"sub": " "}, "incomplete"),
        ({"sub": 7}, "incomplete"),
        ({"sub": "x" * 300}, "incomplete"),
        ({"exp": None}, "incomplete"),
        ({"exp": True}, "incomplete"),
        ({"exp": "soon"}, "incomplete"),
        ({"exp": float("nan")}, "incomplete"),
        ({"exp": float("inf")}, "incomplete"),
        ({"exp": 10**30}, "incomplete"),
        ({"iat": None}, "incomplete"),
    ],
)
def test_who_is_not_let_in(change: dict[str, object], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        identity_of({**CLAIMS, **change}, now=NOW, most=MOST)
    assert refused.value.reason == reason


def test_nothing_said_is_nobody() -> None:
    with pytest.raises(Refused):
        identity_of({}, now=NOW, most=MOST)
