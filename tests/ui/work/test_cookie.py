"""A browser's name: random, signed, strict, out of reach of scripts, not started anew by a link."""

import datetime as dt
import re

import pytest
from sqlalchemy import update
from starlette.requests import HTTPConnection

from placement.scenario import browser_key
from placement.scenario.browsers import fingerprint
from placement.scenario.store import ADDRESS, Store, open_store
from placement.scenario.tables import KEYS
from placement.scenario.works import keep_work
from placement.ui.work import cookie
from placement.ui.work.cookie import browser_in, browser_of, set_cookie

NAME = "A" * 43
TODAY = dt.date.today()
TLS = {"x-forwarded-proto": "https"}

FOREIGN = (
    *("a=1", 'prefs={"theme":"dark"}', 'x="a b', "名=1", "a=b c", "a,b=1", "(x)=1", "foo=bar;baz"),
    *("[x]=1", "a=%7B", "consent=a/b=c", 'a="x;y"', "é=1", "ok=é", "@x=1", "a=1;;", "$Version=1"),
    *("path=/", "Secure", "expires=1", "version=1", "a:b=1", "<x>=1", "_ga=GA1.1,2"),
    *("AMCV_123%40AdobeOrg=1|2", 'JSESSIONID="0000:abc"', "x={a:1}", "u=a@b.c", 'x=\\"'),
)
"""Cookies that other apps on a host set; cookies know no ports."""


@pytest.fixture
def store(tmp_path, monkeypatch) -> Store:
    """Give the server a database of its own."""
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path}/desk.sqlite")
    return open_store()


def given(headers: dict[str, str] | None = None) -> str:
    """Return the cookie that a server gives to a browser, as the browser sends it back."""
    return str(set_cookie(headers or {})).split(";")[0]


def restart() -> None:
    """Leave a server with nothing but its database."""
    cookie._key_of.cache_clear()
    browser_key._engine.cache_clear()
    cookie._failed.clear()


def test_a_new_browser_gets_a_name_that_nobody_guesses(store) -> None:
    """256 bits, HttpOnly, strict, for thirty days."""
    lines = {set_cookie({}) for _ in range(50)}
    assert len(lines) == 50
    pattern = (
        r"placement_desk=[\w-]{43}\.[\w-]{43}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict"
    )
    assert all(re.fullmatch(pattern, str(line)) for line in lines)


def test_a_known_browser_keeps_its_name(store) -> None:
    """The days begin anew; also after the server did, and at another one over the database."""
    sent = given()
    who = browser_in({"cookie": sent})
    assert who
    restart()
    assert given({"cookie": f"x=1; {sent}"}) == sent
    assert browser_in({"cookie": sent}) == who


def test_behind_tls_the_name_never_goes_without_and_is_this_hosts_alone(store, monkeypatch) -> None:
    """Whether the server or a proxy speaks it. A sibling host can set no cookie called __Host-."""
    line = str(set_cookie(TLS))
    assert re.match(r"__Host-placement_desk=[\w.-]{87}; Path=/; ", line)
    assert "; Secure" in line
    assert "Domain" not in line
    plain = given()
    assert browser_in({"cookie": plain}) is not None
    assert browser_in({**TLS, "cookie": plain}) is None
    monkeypatch.setattr(cookie.st, "get_option", lambda name: "desk.crt")
    assert str(set_cookie({})).startswith("__Host-")


def test_another_site_cannot_start_a_name() -> None:
    """Its request carries no strict cookie, so it would replace the reader's."""
    assert set_cookie({"sec-fetch-site": "cross-site"}) is None


def test_what_we_did_not_give_is_no_name(store) -> None:
    """Short, long, odd, made up, with another's signature, of another server."""
    name, signature = given().split("=")[1].split(".")
    other = given().split("=")[1].split(".")[1]
    made_up = (f"{name}.{other}", f"{NAME}.{signature}", f"{name}.{signature[:-1]}", f"{name}.")
    for text in ("", "A" * 42, NAME, "A" * 42 + "/", f"{NAME}.{NAME}", name, *made_up):
        sent = {"cookie": f"placement_desk={text}"}
        assert browser_in(sent) is None, text
        assert text not in given(sent) or text == "", text
    with store.engine.begin() as connection:
        connection.execute(update(KEYS).values(secret="0" * 64))
    restart()
    assert browser_in({"cookie": f"placement_desk={name}.{signature}"}) is None


@pytest.mark.parametrize("put", ["placement_desk=planted", f"placement_desk={NAME}.{NAME}"])
def test_what_is_put_beside_a_name_takes_nothing_away(store, put) -> None:
    """A sibling host can set one of the same name for all hosts of a domain."""
    sent = given()
    for line in (f"{put}; {sent}", f"{sent}; {put}"):
        assert given({"cookie": line}) == sent


@pytest.mark.parametrize("other", FOREIGN)
def test_a_cookie_of_another_app_takes_nobodys_name(store, other) -> None:
    """Before ours or behind it; and the front reads what the session reads."""
    sent = given()
    for line in (f"{other}; {sent}", f"{sent}; {other}"):
        scope = {"type": "http", "headers": [(b"cookie", line.encode())]}
        assert browser_of(scope) == browser_in({"cookie": sent})
        assert f"placement_desk={HTTPConnection(scope).cookies['placement_desk']}" == sent
        assert given({"cookie": line.encode().decode("latin-1")}) == sent


def test_a_name_from_before_names_were_signed_is_kept(store) -> None:
    """Its reader finds his work; by TLS too. Names nobody worked under, or later ones, are none."""
    older, later = ({"cookie": f"placement_desk={letter * 43}"} for letter in "BC")
    keep_work(store, fingerprint("B" * 43), "{}", on=TODAY - dt.timedelta(days=3))
    keep_work(store, fingerprint("C" * 43), "{}", on=TODAY + dt.timedelta(days=1))
    assert browser_in(older) is None
    sent = given(older)
    assert sent.startswith(f"placement_desk={'B' * 43}.")
    assert browser_in({"cookie": sent}) == fingerprint("B" * 43)
    assert given({**TLS, **older}).startswith(f"__Host-placement_desk={'B' * 43}.")
    assert "C" * 43 not in given(later)
    with store.engine.begin() as connection:
        connection.execute(update(KEYS).values(made_on=TODAY - dt.timedelta(days=31)))
    restart()
    assert "B" * 43 not in given(older)


def test_without_a_database_names_are_taken_as_they_are(tmp_path, monkeypatch) -> None:
    """Nobody loses his desk for it, and the cookie of a name that was signed stays as it is."""
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path}/none/such/desk.sqlite")
    restart()
    sent = given()
    assert re.fullmatch(r"placement_desk=[\w-]{43}", sent)
    assert browser_in({"cookie": sent}) == fingerprint(sent.split("=")[1])
    signed = {"cookie": f"{sent}.{NAME}"}
    assert browser_in(signed) == browser_in({"cookie": sent})
    assert set_cookie(signed) is None
