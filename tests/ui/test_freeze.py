"""The imports leave the collector's rounds once, and completely."""

import gc
import subprocess
import sys

from placement.ui import freeze


def test_it_happens_once(monkeypatch) -> None:
    """Every run of the script asks for it; a later one would freeze a reader's data too."""
    frozen = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(True))
    freeze._freeze.cache_clear()
    freeze.freeze_imports()
    freeze.freeze_imports()
    assert frozen == [True]


def test_after_it_the_collector_has_little_left(project) -> None:
    """In a fresh process, because this one holds the tests' own objects."""
    script = (
        "import gc; from placement.ui.freeze import freeze_imports; freeze_imports();"
        "import sys; assert 'placement.ui.theme' in sys.modules;"
        "print(gc.get_freeze_count(), len(gc.get_objects()))"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=project)
    frozen, left = map(int, done.stdout.split())
    assert frozen > 20 * left
