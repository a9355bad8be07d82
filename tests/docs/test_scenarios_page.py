"""The Python of docs/scenarios.md gives what the page says."""

import doctest
import re

import pytest

from tests.docs.examples import PAGE

TEXT = (PAGE.parent / "scenarios.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```pycon\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)


def test_the_page_runs(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    """One session after the other block, in the project's folder."""
    monkeypatch.chdir(request.config.rootpath)
    session = doctest.DocTestParser().get_doctest("".join(BLOCKS), {}, "page", None, 0)
    assert len(session.examples) > 20
    doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL).run(session)
    assert capsys.readouterr().out == ""
