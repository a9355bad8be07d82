"""What is wrong with a value is said in our words, in both languages."""

import re

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from placement.decide.deal.fee_terms import Vat
from placement.domain.language import catalogue
from placement.domain.text import language
from placement.domain.wrong_kind import rule_words


class _All(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    number: float = 0.0
    whole: int = 0
    text: str = ""
    flag: bool = False
    rows: list[int] = []
    vat: Vat = next(iter(Vat))
    small: float = Field(default=0.0, le=1.0)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"number": "x"}, "must be a number"),
        ({"number": float("nan")}, "must be a finite number"),
        ({"whole": 1.5}, "must be a whole number"),
        ({"text": 1}, "must be a text"),
        ({"flag": "maybe"}, "must be true or false"),
        ({"rows": 3}, "must be a list"),
        ({"vat": "added"}, "must be one of in, out"),
        ({"small": 2.0}, "must be ≤ 1.0"),
        ({"other": 2.0}, "is not known"),
    ],
)
def test_a_fault_is_told_in_both_languages(given: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError) as raised:
        _All.model_validate(given)
    fault = raised.value.errors()[0]
    assert rule_words(fault).startswith(said)
    with language(catalogue("zh")):
        chinese = rule_words(fault)
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert not re.search(r"[a-z]{4,}", chinese.replace("true", "").replace("false", ""))
