"""The empty template and its table of fields agree with the fields the reader knows."""

from pathlib import Path

from placement.tape.columns import match_columns
from placement.tape.fields import FIELDS

TEMPLATES = Path(__file__).parents[2] / "data" / "templates"


def test_every_heading_of_the_template_is_its_own_field() -> None:
    headings = (TEMPLATES / "tape.csv").read_text(encoding="utf-8-sig").strip().split(",")
    assert dict(match_columns(headings).matched) == {heading: heading for heading in headings}
    # Said another way by reachable, placements, placed_with, amounts in single units and what is
    # still owed.
    others = {"unreachable", "hand", "placement_status", "unit", "paid", "account_status"}
    assert set(FIELDS) - set(headings) == others


def test_the_table_of_fields_names_them_all_as_they_are() -> None:
    text = (TEMPLATES / "README.md").read_text(encoding="utf-8")
    for name, field in FIELDS.items():
        assert f"| `{name}` | " in text
        assert f" | {field.meaning} |" in text


def test_a_filled_template_is_a_tape(checked) -> None:
    text = (TEMPLATES / "tape.csv").read_text(encoding="utf-8-sig")
    headings = text.strip().split(",")
    cells = {"account_id": "a", "sector": "telecom", "balance": "5", "days_past_due": "30"}
    row = ",".join(cells.get(heading, "") for heading in headings)
    assert len(checked(f"{text}{row}\n", sector=None).tape) == 1
