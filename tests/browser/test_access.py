"""A team's desk in real browsers, signed in at a real provider: who gets in, and who does not."""

import datetime as dt
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.cookiejar import CookieJar

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from playwright.sync_api import Browser, BrowserContext, Page
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.sync.client import ClientConnection, connect

from placement.domain.access import Rights, Role
from placement.scenario.codec import ScenarioFile
from placement.scenario.scenario import Scenario
from placement.scenario.store import Store, open_store
from tests import provider as providers
from tests.browser.chromium import PATIENCE, Server, free_port, served, wait_run
from tests.ui.rooms.test_rooms import in_use

ADMIN, LI, VI, GONE = (f"{name}@north.example" for name in ("admin", "li", "vi", "gone"))
BOSS, STRANGER, DOUBTFUL = "boss@south.example", "x@nowhere.example", "unconfirmed@north.example"
MEMBERS = {
    "north": {ADMIN: Role.ADMIN, LI: Role.ANALYST, VI: Role.VIEWER, GONE: Role.VIEWER,
              DOUBTFUL: Role.ADMIN},
    "south": {BOSS: Role.ADMIN},
}  # fmt: skip
COOKIE = "_streamlit_user"
CLOSED = "This desk is for the members of its workspaces."
NOW = dt.datetime.now(dt.UTC)
BOOK = b"""account_id,balance,days_past_due,sector,creditor_type
SECRET-7001,5000,400,bank_card,state_owned
SECRET-7002,900,200,bank_card,state_owned
"""


@dataclass(frozen=True)
class Team:
    """A running desk of a team with its provider."""

    url: str
    provider: providers.Provider
    address: str
    server: Server

    def store(self, workspace: str) -> Store:
        """Return the store as a command has it."""
        return open_store(self.address, Rights(workspace=workspace, actor="command", at=NOW))


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """Serve one desk with one provider for all tests here."""
    folder = tmp_path_factory.mktemp("team")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    address = f"sqlite:///{folder}/desk.sqlite"
    for workspace, members in MEMBERS.items():
        store = open_store(address, Rights(workspace=workspace, actor="command", at=NOW))
        for mail, role in members.items():
            store.members.add(mail, role, at=NOW)
    with providers.provider([ADMIN, LI, VI, GONE, BOSS, STRANGER, DOUBTFUL]) as running:
        secrets = folder / "secrets.toml"
        secrets.write_text(providers.secrets_toml(url, running.url))
        with served(
            folder,
            port=port,
            settings=[f"--secrets.files={secrets}"],
            environment={"PLACEMENT_TEAM": "1", "PLACEMENT_STORE": address},
        ) as server:
            yield Team(url, running, address, server)


@pytest.fixture
def new_browser(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """Return a function that opens a browser nobody has used."""
    opened = []

    def one() -> BrowserContext:
        context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield one
    for context in opened:
        context.close()


def sign_in(team: Team, context: BrowserContext, mail: str) -> Page:
    """Sign somebody in, as he would: the button here, his name there, and back."""
    page = context.new_page()
    page.goto(team.url)
    wait_run(page)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=f"sub-{mail}", exact=True).click()
    page.wait_for_url(re.compile(f"^{re.escape(team.url)}"))
    wait_run(page)
    return page


def is_closed(page: Page) -> bool:
    """Return whether a page shows the way in and nothing of the desk."""
    page.get_by_text(CLOSED).wait_for()
    return page.get_by_test_id("stSidebarNavLink").count() == 0


def opens(team: Team, context: BrowserContext) -> Page:
    """Open the desk in a browser as it is."""
    page = context.new_page()
    page.goto(team.url)
    wait_run(page)
    return page


def cookie_of(context: BrowserContext, name: str = COOKIE) -> str:
    """Return the value of a browser's cookie; "" where it has none."""
    return next((str(one["value"]) for one in context.cookies() if one["name"] == name), "")


def put_cookie(team: Team, context: BrowserContext, value: str, name: str = COOKIE) -> None:
    """Put a cookie into a browser, as somebody would who has it from elsewhere."""
    context.add_cookies([{"name": name, "value": value, "url": team.url}])


def test_nobody_sees_anything_before_signing_in(team: Team, new_browser) -> None:
    """Whatever address is asked for; a file is not had or brought, either."""
    page = new_browser().new_page()
    for path in ("", "options", "scenarios", "access", "nonsense"):
        page.goto(f"{team.url}/{path}")
        wait_run(page)
        assert is_closed(page)
    upload, media = "_stcore/upload_file/s/f", "media/x.csv"
    for method, path in (("GET", media), ("HEAD", media), ("PUT", upload), ("DELETE", upload)):
        assert status(f"{team.url}/{path}", method) == 401


def test_who_is_not_signed_in_gets_no_room(team: Team, new_browser) -> None:
    """Invented names, names that were given, and another's sign-in: all share one, members none."""
    before = {*in_use(team.server)}
    good = cookie_without_a_browser(team, STRANGER)
    names = [new_name(team) for _ in range(4)] + [f"placement_desk={'B' * 43}", ""]
    jars = [*names, *(f"{name}; {COOKIE}={good}" for name in names)]
    with ExitStack() as held:
        for jar in jars:
            held.enter_context(websocket(team, jar))
        strangers = {*in_use(team.server)} - before
        assert len(strangers) <= 1
        page = sign_in(team, new_browser(), VI)
        page.get_by_text("viewer in north").wait_for()
        assert len({*in_use(team.server)} - before - strangers) == 1


def test_a_cookie_of_another_app_ends_no_sign_in(team: Team, new_browser) -> None:
    """Not one that a stricter reader of cookies would stumble over."""
    context = new_browser()
    put_cookie(team, context, '{"theme":"dark"}', "prefs")
    page = sign_in(team, context, VI)
    page.get_by_text("viewer in north").wait_for()
    name = cookie_of(context, "placement_desk")
    page.goto(f"{team.url}/options")
    wait_run(page)
    page.get_by_text("viewer in north").wait_for()
    assert cookie_of(context, "placement_desk") == name


def new_name(team: Team) -> str:
    """Return the cookie with which the server names a browser."""
    with urllib.request.urlopen(f"{team.url}/_stcore/health", timeout=60) as answer:
        lines = answer.headers.get_all("Set-Cookie")
    return next(line.split(";")[0] for line in lines if line.startswith("placement_desk="))


def websocket(team: Team, jar: str) -> ClientConnection:
    """Open what a page opens, with these cookies."""
    return connect(
        f"{team.url.replace('http', 'ws', 1)}/_stcore/stream",
        subprotocols=["streamlit", "x"],
        additional_headers={"Cookie": jar} if jar else {},
    )


def test_a_book_is_not_the_next_persons(team: Team, new_browser) -> None:
    """An analyst opens a book; whoever signs in after him in the same browser finds none."""
    context = new_browser()
    page = sign_in(team, context, LI)
    page.get_by_text("analyst in north").wait_for()
    assert page.get_by_role("link", name="Access").count() == 0
    page.goto(f"{team.url}/book")
    wait_run(page)
    with page.expect_response(lambda answer: "/_stcore/upload_file/" in answer.url) as brought:
        page.get_by_test_id("stFileUploader").first.locator("input").set_input_files(
            {"name": "own_book.csv", "mimeType": "text/csv", "buffer": BOOK}
        )
    assert brought.value.status < 300
    page.locator(".st-key-book_line").get_by_text("own_book.csv").wait_for()
    page.get_by_role("button", name="Sign out").click()
    # The provider asks whether to end its own session too.
    page.get_by_role("button").first.click()
    page.wait_for_url(re.compile(f"^{re.escape(team.url)}"))
    wait_run(page)
    assert is_closed(page)
    page.close()

    page = sign_in(team, context, BOSS)
    page.get_by_text("admin in south").wait_for()
    page.get_by_text("No book is open.").wait_for()
    assert "own_book" not in page.content()
    page.close()
    said = [(entry.what, entry.detail) for entry in team.store("north").trail.every()]
    assert [what for what, _ in said][-4:] == [
        "signed in", "file brought", "book opened", "signed out",
    ]  # fmt: skip
    assert "own_book.csv" in said[-2][1]
    assert "SECRET-7001" not in str(said)


def saved(team: Team, workspace: str, name: str) -> str:
    """Save a scenario in a workspace and return its id."""
    file = ScenarioFile(scenario=Scenario(), name=name)
    return team.store(workspace).scenarios.save(file, at=NOW).id


def test_a_viewer_opens_and_changes_nothing(team: Team, new_browser) -> None:
    """No place to bring a file to, no page of the administrators, no number changed."""
    kept = saved(team, "north", "Spring")
    theirs = saved(team, "south", "Theirs")
    word = team.store("north").links.make(kept, 1, at=NOW)
    foreign = team.store("south").links.make(theirs, 1, at=NOW)
    context = new_browser()
    page = sign_in(team, context, VI)
    page.goto(f"{team.url}/scenarios?scenario={word}")
    wait_run(page)
    page.get_by_text("Opened by a link: Spring").wait_for()
    assert page.get_by_role("button", name=re.compile("^Save")).first.is_disabled()
    assert page.get_by_test_id("stFileUploader").count() == 0
    page.goto(f"{team.url}/scenarios?scenario={foreign}")
    wait_run(page)
    page.get_by_text("This link leads to nothing").wait_for()
    assert "Theirs" not in page.content()
    page.goto(f"{team.url}/access")
    wait_run(page)
    assert page.get_by_text("Members", exact=True).count() == 0
    jar = {"Cookie": "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())}
    assert status(f"{team.url}/_stcore/upload_file/s/f", "PUT", jar) == 403
    assert status(f"{team.url}/media/x.csv", "GET", jar) == 404


def test_a_share_is_seen_by_the_other_side_until_taken_back(team: Team, new_browser) -> None:
    kept = saved(team, "south", "For you")
    word = team.store("south").links.make(kept, 1, at=NOW, shared_with="north")
    page = sign_in(team, new_browser(), VI)
    page.goto(f"{team.url}/scenarios")
    wait_run(page)
    page.get_by_role("button", name="Open a copy").click()
    wait_run(page)
    page.get_by_text("For you is open.").wait_for()
    team.store("south").links.revoke(word, at=NOW)
    page.reload()
    wait_run(page)
    assert page.get_by_role("button", name="Open a copy").count() == 0


def test_who_is_no_member_stays_outside(team: Team, new_browser) -> None:
    """Known to the provider is not enough, and an address it does not confirm is none."""
    page = sign_in(team, new_browser(), DOUBTFUL)
    assert is_closed(page)
    page.get_by_text("no member of a workspace here").wait_for()
    good = cookie_without_a_browser(team, STRANGER)
    jar = {"Cookie": f"placement_desk={'B' * 43}; {COOKIE}={good}"}
    assert status(f"{team.url}/media/x.csv", "GET", jar) == 401


def test_who_is_removed_is_out_at_his_next_click(team: Team, new_browser) -> None:
    page = sign_in(team, new_browser(), GONE)
    page.get_by_text("viewer in north").wait_for()
    team.store("north").members.remove(GONE)
    page.get_by_role("link", name="Glossary").click()
    wait_run(page)
    assert is_closed(page)
    page.reload()
    wait_run(page)
    assert is_closed(page)


def test_forged_and_stolen_cookies_open_nothing(team: Team, new_browser) -> None:
    """Altered, of another secret, run out, another browser's, and one's own after signing out."""
    context = new_browser()
    page = sign_in(team, context, VI)
    page.get_by_text("viewer in north").wait_for()
    good = cookie_of(context)
    claims = plain_of(good)
    late = {**claims, "exp": claims["iat"], "iat": claims["iat"] - 3600}
    elsewhere = {**claims, "origin": "https://other.example"}
    changed = good[:-40] + ("A" if good[-40] != "A" else "B") + good[-39:]
    forged = {
        "altered": changed,
        "no signature": good.rsplit(".", 1)[0] + ".",
        "another secret": signed({**claims, "sub": f"sub-{ADMIN}"}, secret="x" * 40),
        "another cookie's": signed(claims, name="_streamlit_user_tokens"),
        "run out": signed(late),
        "another desk's": signed(elsewhere),
        "nobody": "null",
    }
    browser_of_mine = cookie_of(context, "placement_desk")
    for called, value in forged.items():
        jar = {"Cookie": f"placement_desk={browser_of_mine}; {COOKIE}={value}"}
        assert status(f"{team.url}/media/x.csv", "GET", jar) == 401, called
    # A page asks the same; of those that pass Streamlit's own check, one is enough.
    other = new_browser()
    for called in ("altered", "run out"):
        put_cookie(team, other, browser_of_mine, "placement_desk")
        put_cookie(team, other, forged[called])
        assert is_closed(opens(team, other)), called

    thief = new_browser()
    put_cookie(team, thief, good)
    page_of_thief = opens(team, thief)
    assert is_closed(page_of_thief)
    page_of_thief.get_by_text("made in another browser").wait_for()
    jar = {"Cookie": f"placement_desk={'B' * 43}; {COOKIE}={good}"}
    assert status(f"{team.url}/media/x.csv", "GET", jar) == 401
    reasons = [entry.detail for entry in team.store("north").trail.every()
               if entry.what == "not let in"]  # fmt: skip
    assert any("another browser" in reason for reason in reasons)
    # The owner is let in as before.
    page.reload()
    wait_run(page)
    page.get_by_text("viewer in north").wait_for()

    # Signed out at the address itself, and the cookie put back: it is of no use any more.
    jar = {"Cookie": f"placement_desk={browser_of_mine}; {COOKIE}={good}"}
    assert status(f"{team.url}/auth/logout", "GET", {**jar, "Sec-Fetch-Site": "cross-site"}) == 403
    assert status(f"{team.url}/media/x.csv", "GET", jar) == 404
    assert status(f"{team.url}/auth/logout", "GET", jar) == 302
    assert status(f"{team.url}/media/x.csv", "GET", jar) == 401
    assert is_closed(opens(team, context))


def test_a_provider_that_lies_or_a_callback_nobody_asked_for(team: Team, new_browser) -> None:
    """Tokens of another key, issuer, desk or time, and a state that is not this browser's."""
    page = new_browser().new_page()
    for query in ("code=x&state=forged", "state=", "error=x", "code=x"):
        page.goto(f"{team.url}/oauth2callback?{query}")
        assert cookie_of(page.context) == ""
    assert cookie_without_a_browser(team, VI)
    lies = {
        "no signature": providers.unsigned,
        "another key": providers.of_another_key,
        "the client's secret": providers.signed_with_the_secret,
        "no token at all": lambda token: "",
        **{name: team.provider.resigned(lie) for name, lie in providers.TRUE_KEY_LIES.items()},
    }
    try:
        for called, lie in lies.items():
            team.provider.lie = lie
            assert cookie_without_a_browser(team, VI) == "", called
        team.provider.lie = providers.altered
        assert is_closed(sign_in(team, new_browser(), VI))
    finally:
        team.provider.lie = None
    assert cookie_without_a_browser(team, VI)


def cookie_without_a_browser(team: Team, mail: str) -> str:
    """Return the cookie with which somebody signs in by the same requests as a browser makes."""
    token = jwt.encode(
        {"alg": "HS256"},
        {"provider": "default", "exp": int(time.time()) + 60},
        OctKey.import_key(providers.SECRET),
    )
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    with browser.open(f"{team.url}/auth/login?provider={token}", timeout=60) as asked:
        form = asked.url
    assert form.startswith(team.provider.url)
    browser.open(
        form, data=urllib.parse.urlencode({"sub": f"sub-{mail}"}).encode(), timeout=60
    ).close()
    return next((str(cookie.value) for cookie in jar if cookie.name == COOKIE), "")


def test_the_administrators_page(team: Team, new_browser) -> None:
    """Members, links and the trail; what is downloaded is recorded before it is given."""
    page = sign_in(team, new_browser(), ADMIN)
    page.get_by_role("link", name="Access").click()
    wait_run(page)
    page.get_by_role("textbox", name="E-mail address").fill("new@north.example")
    page.get_by_role("button", name="Add").click()
    wait_run(page)
    page.get_by_text("Done, and in force").wait_for()
    assert "new@north.example" in [each.mail for each in team.store("north").members.list()]
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download JSON").click()
    rows = json.loads(taken.value.path().read_text())
    assert rows[-1]["what"] == "member added"
    last = team.store("north").trail.every()[-1]
    assert (last.actor, last.what) == (ADMIN, "downloaded")
    assert json.loads(last.detail)["rows"] == len(rows)
    page.get_by_role("button", name="Check that nothing was changed").click()
    wait_run(page)
    page.get_by_text("hold on to each other").wait_for()


def status(url: str, method: str = "GET", headers: dict[str, str] | None = None) -> int:
    """Return how the server answers to somebody without a browser."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    asked = urllib.request.Request(url, method=method, headers=headers or {}, data=None)
    try:
        with urllib.request.build_opener(Stay).open(asked, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def signed(claims: dict[str, object], *, name: str = COOKIE, secret: str = providers.SECRET) -> str:
    """Return a cookie as Streamlit signs it, for who has the secret or believes to."""
    return create_signed_value(secret, name, json.dumps(claims)).decode()


def plain_of(cookie: str) -> dict[str, object]:
    """Return what a signed cookie says."""
    from itsdangerous import URLSafeTimedSerializer

    text = URLSafeTimedSerializer(providers.SECRET, salt=COOKIE).loads(cookie)
    return dict(json.loads(text))
