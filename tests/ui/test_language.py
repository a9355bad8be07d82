"""Which language is spoken, and that a catalogue says what the code says."""

import string
import threading

import pytest
from babel.messages.pofile import read_po

from placement.domain.text import language, t
from placement.ui import language as languages
from placement.ui.language import CATALOGUES, LANGUAGES, SOURCE, catalogue, choose_language

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
            together.wait(timeout=10)
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


def values(text: str) -> list[str]:
    """Return the names a text leaves open, sorted."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_fills_in_the_same_values(code: str) -> None:
    """One more is an error on the screen, one fewer hides a number."""
    with (CATALOGUES / code / "LC_MESSAGES" / "placement.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=code) if message.string]
    wrong = [m.id for m in messages if m.id and values(m.id) != values(m.string)]
    assert wrong == []
    assert len(messages) > 30


def test_every_catalogue_has_a_language_and_the_other_way_round() -> None:
    """A folder nobody can choose, or a choice without texts, is a mistake."""
    assert sorted(folder.name for folder in CATALOGUES.iterdir()) == sorted(TRANSLATED)
