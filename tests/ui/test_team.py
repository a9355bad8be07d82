"""A team's desk that could let nobody in, or anybody, does not start; it ends with the reason."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from placement.domain.access import Rights, Role
from placement.scenario.store import open_store
from placement.scenario.team import is_team, rights_of_command

ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)
WHOLE = {
    "redirect_uri": "http://127.0.0.1:8501/oauth2callback",
    "cookie_secret": "x" * 40,
    "client_id": "desk",
    "client_secret": "secret",
    "server_metadata_url": "http://localhost:1/.well-known/openid-configuration",
}
ASK = "from placement.ui.gate.team import team_or_end; team_or_end(); print('starts')"


def start(tmp_path: Path, secrets: dict[str, str] | None, **environment: str) -> tuple[int, str]:
    """Return how the check at the start ends in a folder with these secrets."""
    folder = tmp_path / ".streamlit"
    folder.mkdir(exist_ok=True)
    if secrets is not None:
        lines = [f'{name} = "{value}"' for name, value in secrets.items()]
        (folder / "secrets.toml").write_text("\n".join(["[auth]", *lines]))
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PLACEMENT_TEAM": "1",
            "PLACEMENT_STORE": f"sqlite:///{tmp_path}/desk.sqlite",
            "HOME": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    return ran.returncode, (ran.stdout + ran.stderr).strip()


def without(name: str) -> dict[str, str]:
    return {each: value for each, value in WHOLE.items() if each != name}


@pytest.fixture
def admin(tmp_path: Path) -> None:
    """Let one administrator in."""
    store = open_store(f"sqlite:///{tmp_path}/desk.sqlite", Rights(workspace="firm"))
    store.members.add("boss@firm.example", Role.ADMIN, at=NOW)
    store.engine.dispose()


@pytest.mark.parametrize(
    ("secrets", "environment", "reason"),
    [
        (None, {}, "no provider in [auth]"),
        (without("client_id"), {}, "no provider in [auth]"),
        (without("server_metadata_url"), {}, "server_metadata_url"),
        (without("cookie_secret"), {}, "cookie_secret"),
        ({**WHOLE, "cookie_secret": "short"}, {}, "guesses it signs in as anybody"),
        ({**WHOLE, "redirect_uri": "https://other.example/oauth2callback"}, {}, "redirect_uri"),
        ({**WHOLE, "redirect_uri": "http://127.0.0.1:8501/"}, {}, "redirect_uri"),
        (WHOLE, {"PLACEMENT_SIGN_IN_HOURS": "-1"}, "number of hours"),
        (WHOLE, {"PLACEMENT_STORE": "postgresql+psycopg://x@127.0.0.1:9/x"}, "cannot be reached"),
    ],
)
def test_what_is_not_whole_does_not_start(
    tmp_path: Path, admin: None, secrets: dict[str, str] | None, environment: dict[str, str],
    reason: str,
) -> None:  # fmt: skip
    code, said = start(tmp_path, secrets, **environment)
    assert code == 1
    assert "starts" not in said
    assert reason in said
    assert said.startswith("error: ")


def test_a_desk_nobody_could_let_anybody_into_does_not_start(tmp_path: Path) -> None:
    code, said = start(tmp_path, WHOLE)
    assert code == 1
    assert "access add MAIL" in said


def test_a_header_may_not_say_who_somebody_is(tmp_path: Path, admin: None) -> None:
    """Streamlit would take it for what the provider said."""
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text(
        '[server.trustedUserHeaders]\nX-Sub = "sub"\n'
    )
    code, said = start(tmp_path, WHOLE)
    assert code == 1
    assert "trustedUserHeaders" in said


def test_what_is_whole_starts(tmp_path: Path, admin: None) -> None:
    assert start(tmp_path, WHOLE) == (0, "starts")
    assert start(tmp_path, None, PLACEMENT_TEAM="") == (0, "starts")


@pytest.mark.parametrize("word", ["1", "yes", "on", "ture", "2", "-"])
def test_any_word_but_no_means_that_who_comes_must_sign_in(
    monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.setenv("PLACEMENT_TEAM", word)
    assert is_team()
    assert rights_of_command(at=NOW).at == NOW


@pytest.mark.parametrize("word", ["", "0", "no", "off", " False "])
def test_ones_own_desk(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("PLACEMENT_TEAM", word)
    assert not is_team()
    assert rights_of_command(at=NOW) == Rights(actor=rights_of_command(at=NOW).actor)
