"""The terms of the trade: one definition, both languages, and tooltips that say the same."""

import re

import pytest

from placement.cli.extract import code_texts
from placement.domain.language import LANGUAGES, catalogue
from placement.domain.text import language
from placement.words.glossary import (
    found_by,
    glossary,
    group_names,
    meaning,
    names_by_language,
)
from placement.words.pages import page_names

ASKED = [
    "placement", "recall", "liquidation", "commission", "net_back", "dpd", "vintage", "batch",
    "stage", "contact_rate", "self_cure", "floor", "ceiling", "deal_zone", "curse", "shading",
    "limitation", "payment_order", "tax_relief", "cure", "ptp", "roll_rate", "champion",
]  # fmt: skip
"""Terms that a reader of the trade looks up first."""

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_terms_are_told_apart_and_stand_in_their_group() -> None:
    terms = glossary()
    keys = [term.key for term in terms]
    assert len(set(keys)) == len(keys) >= 60
    assert set(ASKED) <= set(keys)
    assert len({term.name for term in terms}) == len(terms)
    assert {term.group for term in terms} == set(group_names())
    for term in terms:
        assert term.meaning.endswith("."), term.key
        assert term.pages, term.key
        assert set(term.pages) <= set(page_names()), term.key


def test_each_has_a_name_and_a_meaning_in_every_language() -> None:
    names = names_by_language()
    assert names.keys() == LANGUAGES.keys()
    with language(catalogue("zh")):
        said = {term.key: term.meaning for term in glossary()}
    for key, name in names["zh"].items():
        assert CHINESE.search(name), name
        assert CHINESE.search(said[key]), key
        assert said[key].endswith("。"), key
        assert not CHINESE.search(names["en"][key])


@pytest.mark.parametrize(
    ("wanted", "key"),
    [("佣金", "commission"), ("COMMISSION", "commission"), ("vintage", "vintage"),
     ("dpd", "dpd"), ("winner", "curse"), ("支付令", "payment_order"), ("rival", "")],
)  # fmt: skip
def test_a_word_of_either_language_finds_its_term(wanted: str, key: str) -> None:
    found = [term.key for term in found_by(glossary(), wanted, names_by_language())]
    assert (key in found) if key else found == []
    assert len(found) < len(glossary())


def test_nothing_typed_finds_them_all() -> None:
    assert found_by(glossary(), "  ", names_by_language()) == glossary()


def test_a_term_is_defined_in_one_place(project) -> None:
    """No page has a sentence of its own for what a tooltip takes from here."""
    meanings = {term.meaning for term in glossary()}
    for file in (project / "placement").rglob("*.py"):
        if file.name == "glossary.py":
            continue
        texts = {said[-1] for _, _, said in code_texts(file.read_text(encoding="utf-8"))}
        assert texts & meanings == set(), file


def test_a_term_that_is_not_there_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        meaning("no such term")
