"""The command `access`: members and the trail, as whoever has the database has them."""

import csv
import io
import json
from pathlib import Path

import pytest
from sqlalchemy import text

from placement.scenario.store import ADDRESS, open_store
from tests.cli.conftest import Desk

ONE = "li@firm.example"


@pytest.fixture(autouse=True)
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the commands a database of their own."""
    named = f"sqlite:///{tmp_path}/desk.sqlite"
    monkeypatch.setenv(ADDRESS, named)
    monkeypatch.setenv("PLACEMENT_WORKSPACE", "firm")
    monkeypatch.setenv("USER", "root")
    return named


def test_members_come_change_and_go(desk: Desk) -> None:
    assert "may sign in to firm as admin" in desk("access", "add", ONE, "--role", "admin").out
    desk("access", "add", "second@firm.example", "--role", "viewer")
    desk("access", "change", "second@firm.example", "--role", "admin")
    desk("access", "remove", ONE)
    said = json.loads(desk("access", "list", "--json").out)["members"]
    assert [(each["mail"], each["role"], each["active"]) for each in said] == [
        (ONE, "admin", False), ("second@firm.example", "admin", True),
    ]  # fmt: skip
    assert "removed" in desk("access", "list").out
    assert desk("access", "list", "--workspace", "other").out == ""


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("add", "nobody", "--role", "admin"), "e-mail address"),
        (("add", ONE, "--role", "owner"), "owner"),
        (("add", ONE, "--role", "admin", "--workspace", "North Bank"), "small letters"),
        (("remove", ONE), "no member"),
        (("change", ONE, "--role", "viewer"), "no member"),
        (("audit", "--head", "1:x"), "--verify"),
        (("audit", "--out", "trail.txt"), ".csv or .json"),
    ],
)
def test_wrong_input(desk: Desk, words: tuple[str, ...], reason: str) -> None:
    ran = desk("access", *words)
    assert ran.code == 2
    assert reason in ran.err


def test_the_trail_is_written_down_and_checked(desk: Desk, tmp_path: Path, address: str) -> None:
    desk("access", "add", ONE, "--role", "admin")
    desk("access", "add", "x@firm.example", "--role", "viewer")
    assert "member added" in desk("access", "audit").out
    out = tmp_path / "trail.csv"
    assert desk("access", "audit", "--out", str(out)).code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert [row["what"] for row in rows] == ["member added"] * 2
    assert rows[0]["actor"] == "command of root"
    assert rows[1]["before"] == rows[0]["hash"]
    desk("access", "audit", "--out", str(tmp_path / "trail.json"))
    whole = json.loads((tmp_path / "trail.json").read_text())
    assert [str(row["hash"]) for row in whole] == [row["hash"] for row in rows]

    ran = desk("access", "audit", "--verify", "--json")
    found = json.loads(ran.out)
    assert (ran.code, found["entries"], found["faults"]) == (0, 2, [])
    assert desk("access", "audit", "--verify", "--head", found["head"]).code == 0
    store = open_store(address)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE trail SET detail = '{}' WHERE number = 1"))
    store.engine.dispose()
    ran = desk("access", "audit", "--verify")
    assert ran.code == 2
    assert "Entry 1 was changed." in ran.err
    assert desk("access", "audit", "--workspace", "-", "--json").out.strip() != ""


def test_a_command_works_in_its_workspace_and_is_recorded_on_a_teams_desk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "s.json"
    desk("scenario", "new", "Plain", "--out", str(file))
    monkeypatch.setenv("PLACEMENT_TEAM", "1")
    assert desk("scenario", "import", str(file)).code == 0
    assert "Plain" in desk("scenario", "list").out
    said = json.loads(desk("access", "audit", "--json").out)["trail"]
    assert [(row["actor"], row["what"]) for row in said] == [("command of root", "saved")]
    monkeypatch.setenv("PLACEMENT_WORKSPACE", "other")
    assert desk("scenario", "list").out == ""
