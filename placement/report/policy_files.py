"""A policy as files: a decision table (CSV, XLSX, DMN 1.3), text, and the table read back."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from placement.decide.rules.policy import RULE_MOVES, PolicyValue
from placement.decide.rules.table import CONDITIONS, ENDS, THEN, Cell, row_of
from placement.decide.rules.traits import CREDITOR_TYPE, FLAGS, SECTOR
from placement.domain.errors import InputError, TapeError, system_reason
from placement.domain.files import MOST_SETTINGS, check_size, file_bytes
from placement.domain.names import name_label
from placement.domain.text import pt, speaks_source, t
from placement.report.files import as_csv, as_xlsx, check_format, write_whole
from placement.report.headings import known_headings, known_moves
from placement.report.policy_words import policy_text, rules_words
from placement.report.tables import to_cents
from placement.tape.cells import as_text
from placement.tape.columns import normalise
from placement.tape.read import read_table

if TYPE_CHECKING:
    import pandas as pd

    from placement.decide.rules.policy import PolicyRule
    from placement.report.made_with import MadeWith

FORMATS = (".csv", ".xlsx", ".dmn", ".txt")
"""What a policy is written as, by the ending of the file."""

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
"""Namespace of DMN 1.3."""


def policy_table(found: PolicyValue) -> "pd.DataFrame":
    """Return a row a rule: conditions, move, accounts, balance, money; empty asks nothing."""
    import pandas as pd

    policy, book = found.policy, found.book
    rows = [row_of(rule, policy.scheme) for rule in policy.rules]

    def shown(cell: Cell | None) -> object:
        if isinstance(cell, tuple):
            return "; ".join(cell if speaks_source() else map(name_label, cell))
        if isinstance(cell, bool):
            return ("yes" if cell else "no") if speaks_source() else (t("yes") if cell else t("no"))
        return cell

    columns = {name: [shown(row.get(name)) for row in rows] for name in CONDITIONS}
    return pd.DataFrame(
        {
            "rule": range(1, len(rows) + 1),
            **columns,
            THEN: [rule.move for rule in policy.rules],
            "accounts": found.by_rule(book.accounts).astype(int),
            "balance": to_cents(found.by_rule(book.balance)),
            "value": to_cents(found.by_rule(found.value)),
            "best_value": to_cents(found.by_rule(book.best)),
            "not_open": found.by_rule(found.not_open).astype(int),
            "reads": rules_words(policy),
        }
    )


def policy_file(
    found: PolicyValue,
    ending: str,
    *,
    currency: str,
    is_closed: bool,
    made_with: "MadeWith | None" = None,
) -> bytes:
    """Return a policy as the content of a file.

    Args:
        found: The policy on its book.
        ending: One of `FORMATS`.
        currency: Of the book.
        is_closed: What moves count with.
        made_with: Stated in CSV and XLSX.
    """
    match ending:
        case ".csv":
            return as_csv(policy_table(found), made_with=made_with)
        case ".xlsx":
            return as_xlsx(policy_table(found), sheet="Policy", made_with=made_with)
        case ".dmn":
            return as_dmn(found)
        case _:
            return policy_text(found, currency=currency, is_closed=is_closed).encode("utf-8")


def write_policy(
    found: PolicyValue,
    file: Path,
    *,
    currency: str,
    is_closed: bool,
    made_with: "MadeWith | None" = None,
) -> None:
    """Write a policy in the format its ending names, whole or not at all.

    Raises:
        InputError: The ending is unknown or the folder cannot be written.
    """
    check_format(file, FORMATS)
    content = policy_file(
        found, file.suffix.lower(), currency=currency, is_closed=is_closed, made_with=made_with
    )
    write_whole(file, content)


def as_dmn(found: PolicyValue) -> bytes:
    """Return a policy as a DMN 1.3 decision table; exactly one rule holds for an account."""
    ElementTree.register_namespace("", DMN)
    policy = found.policy
    root = _child(
        None,
        "definitions",
        id="placement_policy",
        name="Placement policy",
        namespace="https://placement-desk.invalid/policy",
    )
    inputs = {
        **dict.fromkeys((SECTOR, CREDITOR_TYPE), "string"),
        **dict.fromkeys(("days_past_due", "balance", "placements", "letters"), "number"),
        **dict.fromkeys(FLAGS, "boolean"),
    }
    for name, kind in inputs.items():
        data = _child(root, "inputData", id=f"data_{name}", name=name)
        _child(data, "variable", id=f"variable_{name}", name=name, typeRef=kind)
    decision = _child(root, "decision", id="move", name="move")
    _text(
        decision,
        "description",
        f"Where the move is not open to an account: {policy.otherwise}.",
    )
    _child(decision, "variable", id="variable_move", name="move", typeRef="string")
    for name in inputs:
        needed = _child(decision, "informationRequirement", id=f"needs_{name}")
        _child(needed, "requiredInput", href=f"#data_{name}")
    table = _child(decision, "decisionTable", id="rules", hitPolicy="UNIQUE")
    for name, kind in inputs.items():
        asked = _child(table, "input", id=f"input_{name}", label=name)
        expression = _child(asked, "inputExpression", id=f"expression_{name}", typeRef=kind)
        _text(expression, "text", name)
    output = _child(table, "output", id="output_move", name="move", typeRef="string")
    values = _child(output, "outputValues", id="moves")
    _text(values, "text", ",".join(f'"{move}"' for move in RULE_MOVES))
    _child(table, "annotation", name="accounts")
    for number, (rule, said) in enumerate(
        zip(policy.rules, rules_words(policy), strict=True), start=1
    ):
        _dmn_rule(table, number, rule, row_of(rule, policy.scheme), list(inputs), said)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _dmn_rule(
    table: ElementTree.Element,
    number: int,
    rule: "PolicyRule",
    row: Mapping[str, Cell],
    inputs: list[str],
    said: str,
) -> None:
    written = _child(table, "rule", id=f"rule_{number}")
    for name in inputs:
        cell = _child(written, "inputEntry", id=f"rule_{number}_{name}")
        _text(cell, "text", _test(name, row))
    move = _child(written, "outputEntry", id=f"rule_{number}_move")
    _text(move, "text", f'"{rule.move}"')
    note = _child(written, "annotationEntry")
    _text(note, "text", said)


def _test(name: str, row: Mapping[str, Cell]) -> str:
    """Return what a rule asks of an input as a FEEL unary test; "-" asks nothing."""
    trait = "age" if name == "days_past_due" else name
    if trait not in ENDS:
        cell = row.get(name)
        if isinstance(cell, tuple):
            return ",".join(json.dumps(each, ensure_ascii=False) for each in cell)
        return "-" if cell is None else str(cell).lower()
    low, high = (row.get(end) for end in ENDS[trait])
    # Ages are over and up to, balances from and below, counts from and to.
    opens, closes = {"age": ("(", "]"), "balance": ("[", ")")}.get(trait, ("[", "]"))
    if low is not None and high is not None:
        return f"{opens}{_number(low)}..{_number(high)}{closes}"
    if low is not None:
        return f"{'>' if opens == '(' else '>='} {_number(low)}"
    if high is not None:
        return f"{'<' if closes == ')' else '<='} {_number(high)}"
    return "-"


def _number(number: Cell) -> str:
    return repr(number).removesuffix(".0")


def _child(parent: ElementTree.Element | None, tag: str, **given: str) -> ElementTree.Element:
    name = f"{{{DMN}}}{tag}"
    if parent is None:
        return ElementTree.Element(name, given)
    return ElementTree.SubElement(parent, name, given)


def _text(parent: ElementTree.Element, tag: str, text: str) -> None:
    _child(parent, tag).text = text


def read_policy_rows(source: Path | bytes, *, filename: str) -> list[dict[str, Any]]:
    """Return the rows of a decision table that was written before and changed by hand.

    Args:
        source: Where the file is, or its content.
        filename: Name the user knows it by; its ending tells the type: a table as CSV or XLSX, or
            the answer of the command `policy` as JSON.

    Raises:
        InputError: The file is no such answer.
        TapeError: The file cannot be read or lacks the column of moves.
    """
    if filename.lower().endswith(".json"):
        return _rows_of_json(source, filename)
    table = read_table(source, filename=filename).table
    headings = {normalise(str(name)): str(name) for name in table.column_names}
    meant = known_headings()
    columns = {
        meant[text]: own for text, own in headings.items() if meant.get(text) in (*CONDITIONS, THEN)
    }
    if THEN not in columns:
        raise TapeError(
            t(
                "{file} lacks the column {column}. Write a decision table with --out, change it, "
                "and give it back.",
                file=filename,
                column=pt("heading", THEN),
            )
        )
    cells = {name: as_text(table.column(own)).to_pylist() for name, own in columns.items()}
    moves = known_moves()
    cells[THEN] = [moves.get(normalise(text or ""), text) for text in cells[THEN]]
    return [
        {name: values[place] or "" for name, values in cells.items()}
        for place in range(table.num_rows)
    ]


def _rows_of_json(source: Path | bytes, filename: str) -> list[dict[str, Any]]:
    try:
        if isinstance(source, Path):
            source = file_bytes(source, most=MOST_SETTINGS)
        check_size(len(source), most=MOST_SETTINGS, name=filename)
        answer = json.loads(source.decode("utf-8-sig"))
        rules = answer["rules"] if isinstance(answer, dict) else answer
        return [{**rule["if"], THEN: rule[THEN]} for rule in rules]
    except OSError as error:
        raise InputError(
            t("{file} cannot be read: {why}.", file=filename, why=system_reason(error))
        ) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(
            t(
                "{file} must hold the rules as `policy --json` prints them, each with `if` and "
                "`then`.",
                file=filename,
            )
        ) from None
