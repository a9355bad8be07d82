"""A team's desk without a browser: every page as every role, and what a role may not, said.

Who signed in stands for what Streamlit reads from its cookie, which tests/browser/test_access.py
has from a provider; all else is the desk's own, with its database.
"""

import datetime as dt
import json
import re
import time
from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from placement.domain.access import LOCAL, PAGES, Action, Refused, Rights, Role
from placement.scenario.codec import ScenarioFile
from placement.scenario.scenario import Scenario
from placement.scenario.store import ADDRESS, Store, open_store
from placement.scenario.team import TEAM
from placement.ui import cached, session
from placement.ui.gate import gate
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.gate.gate import Standing
from placement.ui.work import desk as works
from placement.ui.work import room
from tests.chinese import on_screen, screen_faults

PATIENCE = 90
PATH = "telecom.agency.contract_fixed_cost"
NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def store(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Make the desk a team's, with a member of each role in two workspaces."""
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path / 'desk.sqlite'}")
    monkeypatch.setenv(TEAM, "1")
    monkeypatch.setattr(works, "browser_in", lambda headers: "b" * 32)
    for kept in (gate._store, works.desks, works.saver, works.memory):
        kept.cache_clear()
    opened = open_store(rights=Rights(workspace="north", actor="command", at=NOW))
    for workspace in ("north", "south"):
        here = opened.under(Rights(workspace=workspace, actor="command", at=NOW))
        for role in Role:
            here.members.add(f"{role.value}@{workspace}.example", role, at=NOW)
    yield opened
    works.saver().flush(timeout=30.0)


@pytest.fixture
def come(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that has somebody come, from now on."""

    def one(role: str = "viewer", workspace: str = "north", *, browser: str = "b" * 32) -> None:
        claims = {"is_logged_in": True, "iss": "https://id.example", "email_verified": True}
        claims |= {"sub": f"{role}-{workspace}", "email": f"{role}@{workspace}.example"}
        claims |= {"iat": time.time() - 5, "exp": time.time() + 3600}
        came = Standing(claims=claims, browser=browser)
        monkeypatch.setattr(gate, "standing", lambda: came)

    return one


def run(project, page: str = "home", *, sample: bool = False, **query: str) -> AppTest:
    app = AppTest.from_file(project / "app.py", default_timeout=PATIENCE)
    app.query_params.update({"sample": "mixed_book.csv"} if sample else {}, **query)
    app.run()
    if page != "home":
        app.switch_page(f"pages/{page}.py").run()
    return app


def test_a_viewer_has_every_page_but_the_administrators(project, store, come) -> None:
    come("viewer")
    app = run(project)
    for page in PAGES:
        if page in ("home", "access"):
            continue
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception, page
        assert not app.error, page
        assert len(app.title) == 1
        assert not app.get("file_uploader"), page


def test_in_the_room_of_strangers_nobody_comes_in(project, store, come, monkeypatch) -> None:
    """Who was made a member meanwhile loads the page again, and gets a room to himself."""
    come("viewer")
    monkeypatch.setattr(room, "_told", {"browser": "", "before": ""})
    app = run(project)
    assert [warning.value.replace("\\", "") for warning in app.warning] == [
        "You may come in now. Load the page again."
    ]
    assert not app.button
    monkeypatch.setattr(room, "_told", {"browser": "b" * 32, "before": ""})
    assert "viewer in north" in run(project).sidebar.caption[0].value


@pytest.mark.parametrize("role", ["viewer", "analyst"])
def test_the_page_access_is_there_for_administrators_alone(project, store, come, role) -> None:
    come(role)
    with pytest.raises(Refused):
        store.under(Rights(workspace="north", role=Role(role), at=NOW)).members.list()
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        run(project, "access")


@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_page_access(project, store, come, code: str) -> None:
    come("admin")
    app = run(project, "access", lang=code)
    assert not app.exception
    assert not app.error
    titles = {"en": "Access", "zh": "权限"}
    assert [each.value for each in app.title] == [titles[code]]
    if code == "zh":
        # Names of people, and what was recorded, as the files have it.
        said = [text for _, text in on_screen(app) if not re.match("^{|.*example|command", text)]
        assert {text: found for text in said if (found := screen_faults(text))} == {}


def changed(app: AppTest) -> bool:
    return bool(app.session_state["scenario"].values) if "scenario" in app.session_state else False


def test_what_a_role_may_not_is_not_done_and_recorded(
    project, store, come, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A click of a viewer that changes a number, as a page that was drawn for another sends it."""
    come("viewer")
    app = run(project, "scenarios")
    button = next(each for each in app.button if each.key == "scenarios_save")
    assert button.disabled
    monkeypatch.setattr(
        "placement.ui.scenarios.forget._forget",
        lambda: session.change(Scenario().with_values({PATH: 9.0})),
    )
    app.run()
    next(each for each in app.button if each.key == "scenarios_forget_work").click().run()
    assert not changed(app)
    assert any("Your role here is viewer" in each.value for each in app.warning)
    last = store.trail.entries()[0]
    assert (last.actor, last.what) == ("viewer@north.example", "refused")

    come("analyst")
    app = run(project, "scenarios")
    next(each for each in app.button if each.key == "scenarios_forget_work").click().run()
    assert changed(app)
    last = store.trail.entries()[0]
    assert (last.actor, last.what) == ("analyst@north.example", "numbers changed")
    detail = json.loads(last.detail)
    assert (detail["count"], detail["paths"], detail["to"]) == (1, PATH, "9")


def test_the_next_person_in_a_browser_begins_anew(project, store, come) -> None:
    """In the same session even, should it ever come to that."""
    come("analyst")
    app = run(project, sample=True)
    app.session_state["scenario"] = Scenario().with_values({PATH: 9.0})
    app.run()
    works.saver().flush(timeout=30.0)
    come("analyst", "south")
    app.run()
    assert not changed(app)
    assert app.session_state["book"] is None if "book" in app.session_state else True
    again = run(project)
    assert not changed(again)
    come("analyst")
    works.desks.cache_clear()
    assert changed(run(project))


def test_who_is_removed_has_the_way_in_alone(project, store, come) -> None:
    come("analyst")
    app = run(project)
    assert [each.value for each in app.title] == ["What do you want to decide?"]
    store.members.remove("analyst@north.example")
    app.run()
    assert [each.value for each in app.title] == ["Placement Desk"]
    assert not [key for key in ("scenario", "book", "work_browser") if key in app.session_state]


def test_without_its_database_the_desk_is_closed(
    project, store, come, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so and draws nothing else."""
    come("admin")
    monkeypatch.setenv(ADDRESS, "postgresql+psycopg://desk@127.0.0.1:9/desk")
    app = run(project)
    assert not app.exception
    assert [each.value for each in app.title] == ["Placement Desk"]
    assert not app.button
    assert any("cannot be reached" in each.value for each in app.warning)


def test_an_answer_is_kept_for_each_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    @cache_per_workspace(max_entries=8)
    def answer(digest: str, _book: object, *, _more: object = None) -> object:
        made.append(digest)
        return object()

    def ask(workspace: str) -> object:
        monkeypatch.setattr(gate, "workspace", lambda: workspace)
        return answer("d", object(), _more=object())

    north, south = ask("north"), ask("south")
    assert north is not south
    assert ask("north") is north
    assert ask("south") is south
    assert made == ["d", "d"]


def test_memory_is_kept_for_each_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TEAM, "1")
    for workspace in ("north", "south", LOCAL):
        monkeypatch.setattr(gate, "workspace", lambda workspace=workspace: workspace)
        with pytest.raises(Exception, match="no longer in memory"):
            cached.held("book:d")
        cached.hold("book:d", workspace.encode())
        assert cached.held("book:d") == workspace.encode()
    cached.drop("book:d")
    monkeypatch.setattr(gate, "workspace", lambda: "north")
    assert cached.held("book:d") == b"north"
    cached.drop("book:d")


def test_beside_a_page_nobody_is_anybody(store, come) -> None:
    """What has no page has no rights, whoever came last."""
    come("admin")
    for act in (gate.rights, gate.store, gate.workspace):
        with pytest.raises(Refused):
            act()
    assert not gate.allows(Action.SEE)
    assert not gate.shows("home")


def test_a_link_of_another_workspace_leads_to_nothing(project, store, come) -> None:
    south = store.under(Rights(workspace="south", member="x", actor="x", at=NOW))
    kept = south.scenarios.save(ScenarioFile(scenario=Scenario(), name="Theirs"), at=NOW)
    word = south.links.make(kept.id, 1, at=NOW)
    come("admin")
    app = run(project, scenario=word)
    assert any("leads to nothing" in each.value for each in app.error)
    come("viewer", "south")
    app = run(project, scenario=word)
    assert any("Theirs" in each.value for each in app.success)
