"""Which language an environment asks for, and that a compiled catalogue is only a shortcut."""

import os
from gettext import GNUTranslations
from pathlib import Path

import pytest

from placement.domain import language
from placement.domain.errors import InputError
from placement.domain.language import catalogue, language_of
from placement.domain.text import language as speaking
from placement.domain.text import sentences


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8", "PLACEMENT_LANG": "zh"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "PLACEMENT_LANG": "en"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "PLACEMENT_LANG": "en_GB"}, "en"),
        ({"LANG": "en_GB.UTF-8", "PLACEMENT_LANG": "zh-CN"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "PLACEMENT_LANG": ""}, "zh"),
    ],
)
def test_our_own_variable_then_the_first_of_the_systems(
    environment: dict[str, str], code: str
) -> None:
    """As POSIX reads them: LC_ALL hides the others, also where it is a language unknown to us."""
    assert language_of(environment) == code


def test_our_own_variable_may_not_name_a_language_that_is_not_there() -> None:
    """Somebody set it for us, so English without a word would hide the slip."""
    with pytest.raises(InputError, match="PLACEMENT_LANG must be one of en, zh; got 'fr'"):
        language_of({"LANG": "zh_CN.UTF-8", "PLACEMENT_LANG": "fr"})


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache of its own, and nothing read before."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    catalogue.cache_clear()
    yield tmp_path
    catalogue.cache_clear()


def says(texts: GNUTranslations | None) -> str:
    """What the catalogue says of one text."""
    assert texts is not None
    return texts.gettext("Lawsuit")


def test_the_second_start_reads_what_the_first_compiled(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert says(catalogue("zh")) == "诉讼"
    assert len(list(cache.rglob("zh-*.mo"))) == 1
    catalogue.cache_clear()
    monkeypatch.setattr(language, "_compiled", None)
    assert says(catalogue("zh")) == "诉讼"


@pytest.mark.parametrize("cut", [0, 3, 40, 5000])
def test_what_was_kept_and_is_cut_off_is_compiled_again(cache: Path, cut: int) -> None:
    catalogue("zh")
    (kept,) = cache.rglob("zh-*.mo")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:cut])
    catalogue.cache_clear()
    assert says(catalogue("zh")) == "诉讼"
    assert kept.read_bytes() == whole


def test_other_texts_are_another_file(
    cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A translation that is mended is seen at the next start."""
    catalogue("zh")
    folder = tmp_path / "locale" / "zh" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "placement.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Lawsuit"\nmsgstr "起诉"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(language, "CATALOGUES", tmp_path / "locale")
    catalogue.cache_clear()
    assert says(catalogue("zh")) == "起诉"


def test_only_a_few_are_kept_the_newest_among_them(cache: Path) -> None:
    folder = cache / "placement-desk"
    folder.mkdir()
    for age in range(1, 11):
        old = folder / f"zh-{age}.mo"
        old.write_bytes(b"")
        os.utime(old, (1_000_000 - age, 1_000_000 - age))
    catalogue("zh")
    kept = {file.name for file in folder.iterdir()}
    assert len(kept) == 8
    assert {f"zh-{age}.mo" for age in range(1, 8)} < kept


def test_where_nothing_can_be_kept_it_speaks_all_the_same(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cache / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache / "file"))
    assert says(catalogue("zh")) == "诉讼"


def test_sentences_are_parted_as_the_language_parts_them() -> None:
    """Empty ones leave no gap."""
    said = ["", "A.", "", "B.", ""]
    assert sentences(said) == "A. B."
    with speaking(catalogue("zh")):
        assert sentences(said) == "A.B."
