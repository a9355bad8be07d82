"""A browser's name: random, strict, out of reach of scripts, and not started anew by a link."""

import re

import pytest
from starlette.requests import HTTPConnection

from placement.ui.work.cookie import browser_name, name_in, set_cookie

NAME = "A" * 43

FOREIGN = (
    *("a=1", 'prefs={"theme":"dark"}', 'x="a b', "名=1", "a=b c", "a,b=1", "(x)=1", "foo=bar;baz"),
    *("[x]=1", "a=%7B", "consent=a/b=c", 'a="x;y"', "é=1", "ok=é", "@x=1", "a=1;;", "$Version=1"),
    *("path=/", "Secure", "expires=1", "version=1", "a:b=1", "<x>=1", "_ga=GA1.1,2"),
    *("AMCV_123%40AdobeOrg=1|2", 'JSESSIONID="0000:abc"', "x={a:1}", "u=a@b.c", 'x=\\"'),
)
"""Cookies that other apps on a host set; cookies know no ports."""


def test_a_new_browser_gets_a_name_that_nobody_guesses() -> None:
    """256 bits, HttpOnly, strict, for thirty days."""
    lines = {set_cookie({}, scheme="http") for _ in range(50)}
    assert len(lines) == 50
    assert all(
        re.fullmatch(
            r"placement_desk=[\w-]{43}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict", line
        )
        for line in lines
    )


def test_a_known_browser_keeps_its_name() -> None:
    """The days begin anew."""
    line = set_cookie({"cookie": f"x=1; placement_desk={NAME}"}, scheme="http")
    assert line is not None
    assert line.startswith(f"placement_desk={NAME}; ")


def test_behind_tls_the_name_never_goes_without() -> None:
    """Whether the server or a proxy speaks it."""
    for headers, scheme in (({}, "https"), ({"x-forwarded-proto": "https"}, "http")):
        assert "; Secure" in str(set_cookie(headers, scheme=scheme))


def test_another_site_cannot_start_a_name() -> None:
    """Its request carries no strict cookie, so it would replace the reader's."""
    assert set_cookie({"sec-fetch-site": "cross-site"}, scheme="http") is None


def test_what_we_did_not_give_is_no_name() -> None:
    """Short, long or odd."""
    for text in ("", "A" * 42, "A" * 44, "A" * 42 + "/"):
        assert browser_name({"placement_desk": text}) is None


@pytest.mark.parametrize("other", FOREIGN)
def test_a_cookie_of_another_app_takes_nobodys_name(other) -> None:
    """Before ours or behind it; and the front reads what the session reads."""
    for line in (f"{other}; placement_desk={NAME}", f"placement_desk={NAME}; {other}"):
        header = line.encode("utf-8").decode("latin-1")
        scope = {"type": "http", "headers": [(b"cookie", line.encode("utf-8"))]}
        assert name_in(header) == NAME
        assert browser_name(HTTPConnection(scope).cookies) == NAME
        assert f"={NAME}; " in str(set_cookie({"cookie": header}, scheme="http"))
