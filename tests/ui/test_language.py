"""Which language is spoken, and that a catalogue says what the code says."""

import re
import string
import threading
import tomllib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from placement.assume.library import LIBRARY
from placement.assume.said import library_texts
from placement.cli.extract import code_texts, kept_texts
from placement.domain.language import CATALOGUES, LANGUAGES, SOURCE, catalogue, choose_language
from placement.domain.text import language, t
from placement.ui import language as languages

TRANSLATED = [code for code in LANGUAGES if code != SOURCE]


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        (("zh", "en", "en-GB"), "zh"),
        ((None, "zh", "en-GB"), "zh"),
        ((None, None, "zh-CN"), "zh"),
        (("ZH_hans",), "zh"),
        (("tlh", "", None, "zh-TW"), "zh"),
        (("../../etc", "fr"), "en"),
        ((), "en"),
    ],
)
def test_the_first_wish_we_can_speak(wishes: tuple[str | None, ...], code: str) -> None:
    """Link, session, browser; anything unknown is passed over."""
    assert choose_language(*wishes) == code


def test_a_language_lasts_as_long_as_its_block() -> None:
    """And what has no translation stays English."""
    with language(catalogue("zh")):
        assert t("Lawsuit") == "诉讼"
        assert t("{page} · Placement Desk", page="X") == "X · 委案台"
        assert t("never translated {n}", n=3) == "never translated 3"
    assert t("Lawsuit") == "Lawsuit"


def test_two_threads_speak_two_languages() -> None:
    """Each run of the script has a thread; a catalogue installed for the process is in both."""
    heard = {}
    together = threading.Barrier(2)

    def speak(code: str) -> None:
        with language(catalogue(code)):
            together.wait(timeout=60)
            heard[code] = t("Lawsuit")

    threads = [threading.Thread(target=speak, args=(code,)) for code in ("en", "zh")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == {"en": "Lawsuit", "zh": "诉讼"}


def test_a_callback_speaks_the_readers_language(monkeypatch) -> None:
    """Nothing of app.py runs around a callback or a fragment."""
    monkeypatch.setattr(languages, "readers_language", lambda: "zh")

    def text(option: str) -> str:
        return t(option)

    assert text("Lawsuit") == "Lawsuit"
    assert languages.in_readers_language(text)("Lawsuit") == "诉讼"


def filled_in(text: str) -> list[tuple[str, str | None, str | None]]:
    """Return what a text leaves open and how each is to be written, sorted."""
    parts = string.Formatter().parse(text)
    return sorted((name, spec, form) for _, name, spec, form in parts if name is not None)


def marks(text: str) -> list[str]:
    """Return what makes text bold, a command or an icon, sorted."""
    return sorted(re.findall(r"\*\*|`|:material/\w+:", text))


def messages(code: str) -> dict[str, str]:
    """Return the texts of a catalogue, those of a context behind it and a bar."""
    with (CATALOGUES / code / "LC_MESSAGES" / "placement.po").open("rb") as file:
        return {
            f"{message.context}|{message.id}" if message.context else message.id: message.string
            for message in read_po(file, locale=code)
            if message.id
        }


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_fills_in_the_same_values_in_the_same_way(code: str) -> None:
    """One more is an error on the screen, one fewer hides a number, another form rounds it."""
    said = messages(code)
    assert [one for one, other in said.items() if filled_in(one) != filled_in(other)] == []
    assert [one for one, other in said.items() if marks(one) != marks(other)] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_of_the_code_is_translated(code: str, project) -> None:
    said = messages(code)
    files = [project / "app.py", *(project / "pages").glob("*.py")]
    files += (project / "placement").rglob("*.py")
    texts = set()
    for file in files:
        texts |= {"|".join(said) for _, _, said in code_texts(file.read_text(encoding="utf-8"))}
    assert len(texts) > 3_000
    # What stands in tables, and is translated where it is shown.
    kept = set(kept_texts())
    assert len(kept) > 250
    library = {text for file in LIBRARY.glob("*.toml") for text in texts_in(file)}
    assert len(library) > 300
    texts |= kept | library
    assert sorted(text for text in texts if not said.get(text)) == []


def test_texts_are_found_wherever_python_finds_them() -> None:
    """Also in the middle of another text, and put together of several pieces."""
    source = (
        "f\"{t('in another'):>9} {pt('here', 'two meanings')}\"\n"
        "t('of ' 'pieces', n=t('within'))\n"
        "t(name)\npt('half', name)\nat('not ours')\n"
    )
    assert sorted(said for _, _, said in code_texts(source)) == [
        ("here", "two meanings"),
        ("in another",),
        ("of pieces",),
        ("within",),
    ]


def texts_in(file: Path) -> set[str]:
    """Return the sources and notes of a file of the library."""
    return set(library_texts(tomllib.loads(file.read_text(encoding="utf-8"))))


def figures(text: str) -> list[str]:
    """Return the numbers of a text, sorted, with their separators."""
    return sorted(re.findall(r"\d+(?:[.,]\d+)*", text))


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("file", sorted(LIBRARY.glob("*.toml")), ids=lambda file: file.stem)
def test_a_source_keeps_its_figures_in_another_language(code: str, file: Path) -> None:
    """A year, a share or an article that is lost makes another source of it."""
    said = messages(code)
    assert [text for text in texts_in(file) if figures(text) != figures(said[text])] == []


def test_chinese_texts_are_chinese() -> None:
    """But for names and signs alone, a text of English words has a Chinese one."""
    plain = {one: re.sub(r"\{[^}]*\}|`[^`]*`|:material/\w+:", "", one) for one in messages("zh")}
    english = {one for one, text in plain.items() if len(re.findall(r"[A-Za-z]{3,}", text)) > 2}
    said = messages("zh")
    assert [one for one in english if not re.search(r"[\u4e00-\u9fff]", said[one])] == []


def test_every_catalogue_has_a_language_and_the_other_way_round() -> None:
    """A folder nobody can choose, or a choice without texts, is a mistake."""
    assert sorted(folder.name for folder in CATALOGUES.iterdir()) == sorted(TRANSLATED)
