"""A browser's name: random, strict, out of reach of scripts, and not started anew by a link."""

import re

from placement.ui.work.cookie import browser_name, set_cookie

NAME = "A" * 43


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
