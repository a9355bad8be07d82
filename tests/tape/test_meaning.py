"""What a user says of a file, and how it is kept for the next one."""

import json

import pytest

from placement.domain.errors import InputError
from placement.tape.findings import Choice, Finding, Severity
from placement.tape.meaning import AS_IT_STANDS, Meaning, meaning_of
from placement.tape.saved import SavedMapping, load_mapping, save_mapping

SAID = Meaning(
    sheets=("二月", "一月"),
    header_row=3,
    decimal="comma",
    unit="万元",
    rate=7.1,
    confirmed=frozenset({"unit_doubt"}),
)


def test_what_was_said_comes_back_from_plain_data() -> None:
    assert meaning_of(json.loads(json.dumps(SAID.plain()))) == SAID
    assert meaning_of({}) == AS_IT_STANDS
    assert AS_IT_STANDS.plain() == {}


def test_a_saved_mapping_comes_back_with_all_that_was_said() -> None:
    saved = SavedMapping(
        columns={"balance": "欠款", "sector": ""},
        meaning=SAID,
        sector="telecom",
        creditor_type="other",
    )
    assert load_mapping(save_mapping(saved)) == saved


def test_a_mapping_of_the_version_before_is_still_read() -> None:
    old = '{"version": 1, "columns": {"balance": "Amount"}}'
    assert load_mapping(old) == SavedMapping(columns={"balance": "Amount"})


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"columns": {}, "meaning": []}',
        '{"columns": {}, "sector": 5}',
        "",
        "[]",
        "{}",
        '{"columns": 3}',
        '{"columns": {"balance": 3}}',
        '{"columns": {"balance": ["a"]}}',
        '{"columns": {}, "x": "' + "a" * (1 << 21) + '"}',
    ],
)
def test_what_is_no_mapping_is_said_to_be_none(text: str) -> None:
    with pytest.raises(InputError, match="A saved mapping is JSON like"):
        load_mapping(text)


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        ({"decimal": "dot"}, "--decimal must be one of point, comma; got dot"),
        ({"header_row": 0}, "--header-row must be a row of the file, 1 or more; got 0"),
        ({"rate": -1.0}, "--rate must be a number above zero"),
        ({"rate": 10**400}, "at most 1,000,000"),
        ({"rate": "7"}, "answer to rate is of the wrong kind"),
        ({"sheets": "a"}, "answer to sheets is of the wrong kind"),
        ({"colour": "red"}, "questions that do not exist: colour"),
    ],
)
def test_an_answer_that_is_none_is_refused(plain: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        meaning_of(plain)


def test_a_doubt_is_one_line_with_its_readings_and_how_to_ask_for_them() -> None:
    doubt = Finding(
        code="decimal_doubt",
        severity=Severity.DOUBT,
        message="1.250 can be read in two ways.",
        choices=(
            Choice(question="decimal", answer="comma", label="1,250", balance=1250.0, taken=True),
            Choice(question="decimal", answer="point", label="1.25", balance=1.25),
        ),
    )
    assert doubt.line() == (
        "1.250 can be read in two ways. Readings: 1,250 (1,250.00 in all) (as it was read); "
        "1.25 (1.25 in all) (--decimal point)."
    )


def test_a_mapping_of_a_later_version_is_refused() -> None:
    with pytest.raises(InputError, match="version 99"):
        load_mapping('{"version": 99, "columns": {}}')


def test_an_answer_that_a_file_cannot_use_is_said(checked, findings) -> None:
    result = checked("balance,dpd\n5,300\n", meaning=Meaning(sheets=("X",)))
    assert "--sheet" in findings(result)["option_without_effect"].message
    assert "option_without_effect" not in findings(checked("balance,dpd\n5,300\n"))
