"""What stands behind a number, in the words of who reads it."""

from placement.assume.library import load_library
from placement.assume.said import said
from placement.domain.language import catalogue
from placement.domain.text import language


def test_every_source_and_note_of_the_library_is_said_in_chinese() -> None:
    entries = load_library().entries.values()
    texts = {text for entry in entries for text in (entry.source, entry.note) if text}
    assert {said(text) for text in texts} == texts
    with language(catalogue("zh")):
        assert [text for text in texts if said(text) == text] == []
        assert said("Judgement: a fee that is not there") == "Judgement: a fee that is not there"


def test_an_absent_note_stays_absent() -> None:
    """Under the empty text the catalogue has its own head."""
    with language(catalogue("zh")):
        assert said("") == ""


def test_a_copied_sector_says_what_it_was_copied_from() -> None:
    note = "as telecom. 0 switches all tax effects off."
    assert said(note) == note
    assert said("as telecom.") == "as telecom."
    with language(catalogue("zh")):
        assert said(note) == "同telecom。0关闭全部税收影响。"
        assert said("as telecom.") == "同telecom。"


def test_words_of_the_users_own_are_left_alone() -> None:
    """Also where they look like a placeholder."""
    with language(catalogue("zh")):
        assert said("our own {2025} file") == "our own {2025} file"
