"""What a file is called from the moment it is brought."""

from types import SimpleNamespace

import pytest

from placement.ui.gate import files


def test_the_trail_gets_the_name_without_somebodys_number(monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[object] = []
    monkeypatch.setattr(files.gate, "passes", lambda *_, name, **__: not noted.append(name))
    monkeypatch.setattr(files.st, "session_state", {})
    file = SimpleNamespace(file_id="1", name="客户张三13812345678.csv", size=1)
    for _ in range(2):
        assert files._are_noted([file])
    assert [file.name, *noted] == ["客••••••••5678.csv"] * 2
