"""docs/deployment.md names what the code reads, sends and refuses."""

import re
import tomllib
from pathlib import Path

import yaml

from placement.ui.guard import security_headers

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
CODE = [ROOT / "app.py", *ROOT.glob("placement/**/*.py"), *ROOT.glob("pages/*.py")]
OF_OTHERS = {"PGPASSWORD", "XDG_CACHE_HOME", "XDG_DATA_HOME", "STREAMLIT_SERVER_MAX_UPLOAD_SIZE"}


def variables() -> dict[str, str]:
    """Return the variables of the table and what each is by default."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| .+ \|$", PAGE, re.MULTILINE)
    assert len(rows) == len(dict(rows))
    return dict(rows)


def test_every_variable_of_the_program_is_in_the_table_and_none_besides() -> None:
    """As quoted in the code, which names each once."""
    texts = [path.read_text(encoding="utf-8") for path in CODE]
    ours = {name for text in texts for name in re.findall(r'"(PLACEMENT_[A-Z_]+)"', text)}
    assert len(ours) >= 5
    assert set(variables()) == ours | OF_OTHERS


def test_what_the_composition_sets_is_explained() -> None:
    services = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"]
    assert set(services["app"]["environment"]) <= set(variables())


def test_a_teams_composition_adds_to_the_other_and_no_more() -> None:
    """A way out for the app alone, the secrets from outside of the image, and its variables."""
    whole = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"]["app"]
    services = yaml.safe_load((ROOT / "deploy" / "team.yaml").read_text())["services"]
    assert list(services) == ["app"]
    assert set(services["app"]["environment"]) <= set(variables())
    assert set(services["app"]["networks"]) == {*whole["networks"], "out"}
    assert services["app"]["volumes"] == ["./secrets.toml:/srv/desk/.streamlit/secrets.toml:ro"]
    assert ".streamlit/secrets.toml" in (ROOT / "deploy" / "Dockerfile.dockerignore").read_text()


def test_the_measures_agree_from_the_screen_to_the_proxy() -> None:
    """The proxy takes what the app takes with what an upload carries around it."""
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    megabytes = settings["server"]["maxUploadSize"]
    assert variables()["STREAMLIT_SERVER_MAX_UPLOAD_SIZE"] == str(megabytes)
    proxy = (ROOT / "deploy" / "nginx.conf").read_text()
    found = re.search(r"client_max_body_size (\d+)m;", proxy)
    assert found
    assert int(found[1]) > megabytes + 1
    assert f"bodies of {megabytes + 1} MB" in PAGE


def test_every_header_is_explained() -> None:
    table = PAGE.split("| Header |")[1]
    assert [name for name in security_headers() if f"`{name}`" not in table] == []
