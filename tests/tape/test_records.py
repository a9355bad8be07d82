"""No record of a text file is lost: those read and those left out are all that a count finds."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.domain.errors import TapeError
from placement.tape import lines, parser
from placement.tape.lines import count_lines, find_lines
from placement.tape.read import read_table

HEADINGS = "account_id,sector,product,balance,days_past_due\n"
MANY = 300_000


def rows(count: int) -> list[str]:
    """Write that many plain rows."""
    return [f"A{i:06d},telecom,card,200,365\n" for i in range(count)]


def walk(text: bytes) -> tuple[list[bool], bool]:
    """Return for each line whether it begins inside a quoted cell, byte after byte."""
    inside, begins, state, place = [False], True, False, 0
    while place < len(text):
        sign, following = text[place], text[place + 1 : place + 2]
        if sign in b"\r\n":
            place += sign == 13 and following == b"\n"
            inside.append(state)
            begins = True
        elif sign == 34 and state and following == b'"':
            place += 1
        elif sign == 34 and (state or begins):
            state, begins = not state, False
        elif not state:
            begins = sign == 44
        place += 1
    return inside[: -1 if text[-1] in b"\r\n" else None], state


@given(st.text(alphabet='",\n\ra ', min_size=1, max_size=30), st.sampled_from([1, 3, 8, 100]))
def test_lines_inside_quotes_are_those_a_walk_finds(text, block) -> None:
    before, lines._BLOCK = lines._BLOCK, block
    try:
        found = find_lines(text.encode(), separator=",")
    finally:
        lines._BLOCK = before
    assert (found.inside.tolist(), found.never_closed) == walk(text.encode())


@given(st.text(alphabet='"\n\ra', max_size=30), st.sampled_from([1, 2, 5, 100]))
def test_lines_are_counted_as_they_are_split(text, piece) -> None:
    before, lines._PIECE = lines._PIECE, piece
    try:
        count = count_lines(text.encode())
    finally:
        lines._PIECE = before
    alone = "\r" in text.replace("\r\n", "")
    assert count == (None if alone else len(text.replace("\r\n", "\n").splitlines()))


def test_a_quote_never_closed_loses_no_row_and_is_named() -> None:
    """It used to swallow all rows up to the end of a block of 4 MB."""
    book = rows(MANY)
    book[998] = 'A000998,telecom,"19 inch,200,365\n'
    raw = read_table((HEADINGS + "".join(book)).encode(), filename="a.csv")
    assert (raw.table.num_rows, len(raw.ragged)) == (MANY, 0)
    assert raw.rows[[0, -1]].tolist() == [2, MANY + 1]
    note = next(note for note in raw.notes if note.code == "quote_unclosed")
    assert (note.rows, note.first) == (1, ((1000, '"19 inch'),))
    assert raw.table["product"][998].as_py() == "19 inch"


@pytest.mark.parametrize("count", [2, 3, 500])
def test_several_stray_quotes_are_all_named(count) -> None:
    """Two of them make a cell that is closed, with all rows between inside."""
    book = rows(2_000)
    for place in range(0, count * 4, 4):
        book[place] = f'A{place:06d},telecom,"19 inch,200,365\n'
    raw = read_table((HEADINGS + "".join(book)).encode(), filename="a.csv")
    assert raw.table.num_rows == len(book)
    assert raw.table["account_id"].to_pylist() == [f"A{i:06d}" for i in range(len(book))]
    note = next(note for note in raw.notes if note.code == "quote_unclosed")
    assert note.rows == count
    assert note.first[:2] == ((2, '"19 inch'), (6, '"19 inch'))


@pytest.mark.parametrize(
    "pair",
    [
        ('A1,telecom,"19 inch,200,365\n', 'A2,telecom,21",200,365\n'),
        ('A1,telecom,"19 inch,200,365\n', 'A2,telecom,21" wide,200,365\n'),
        ('A1,telecom,"19 inch,200,365\n', 'A2,telecom,"21 inch,200,365\n'),
    ],
)
@pytest.mark.parametrize("between", [0, 1, 5])
def test_two_marks_do_not_hide_the_rows_between(pair, between) -> None:
    text = HEADINGS + pair[0] + "".join(rows(between)) + pair[1] + "".join(rows(3))
    raw = read_table(text.encode(), filename="a.csv")
    assert raw.table.num_rows == between + 5
    assert {note.code for note in raw.notes} == {"dialect", "quote_unclosed"}


def test_a_stray_quote_beside_cells_with_line_breaks() -> None:
    text = (
        HEADINGS
        + 'A1,telecom,"two\nlines",200,365\nA2,telecom,"19 inch,200,365\n'
        + "".join(rows(5))
        + 'A3,telecom,"two\nlines, and ""more""\n",200,365\n'
    )
    raw = read_table(text.encode(), filename="a.csv")
    assert raw.table.num_rows == 8
    assert raw.rows.tolist() == [2, 4, 5, 6, 7, 8, 9, 10]
    assert raw.table["product"].to_pylist()[-1] == 'two\nlines, and "more"\n'


def test_what_is_never_closed_and_holds_no_rows_is_refused_by_row() -> None:
    text = HEADINGS + "".join(rows(3)) + 'A9,"a letter\nof many lines\nand no end\nat all\n'
    with pytest.raises(TapeError, match="row 5 is never closed"):
        read_table(text.encode(), filename="a.csv")


def test_many_rows_with_line_breaks_in_quotes_are_read_whole() -> None:
    """They used to be refused."""
    text = HEADINGS + "".join(f'A{i:06d},telecom,"ca\nrd",200,365\n' for i in range(MANY))
    raw = read_table(text.encode(), filename="a.csv")
    assert raw.table.num_rows == MANY
    assert raw.rows[[0, -1]].tolist() == [2, 2 * MANY]
    assert [note.code for note in raw.notes] == ["dialect"]


def test_one_record_longer_than_a_block_is_read(monkeypatch) -> None:
    monkeypatch.setattr(parser, "_BLOCK", 64)
    cell = "many\nlines\n" * 50
    text = f'{HEADINGS}A1,telecom,"{cell}",200,365\nA2,telecom,card,200,365\n'
    raw = read_table(text.encode(), filename="a.csv")
    assert raw.table["product"].to_pylist() == [cell, "card"]


CELLS = st.text(alphabet='ab",\n 1"', max_size=6)


@given(
    table=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12),
    quote_all=st.booleans(),
    ends=st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_the_cells_hold_every_record_is_read(table, quote_all, ends) -> None:
    """Python's own writer and reader are the independent answer."""
    target = io.StringIO()
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(target, quoting=quoting, lineterminator=ends)
    writer.writerow(["account_id", "product", "note"])
    writer.writerows([f"A{i}{a}", f"p{b}", f"n{c}"] for i, (a, b, c) in enumerate(table))
    raw = read_table(target.getvalue().encode(), filename="a.csv")
    assert raw.table.num_rows + len(raw.ragged) == len(table)
    assert raw.table["account_id"].to_pylist() == [f"A{i}{row[0]}" for i, row in enumerate(table)]


@given(st.lists(st.text(alphabet='",\na1;', max_size=9), min_size=1, max_size=12))
def test_broken_text_is_read_to_the_last_record_or_refused(texts) -> None:
    """The count in the product raises where a record is lost; here any text must come through."""
    text = "account_id,balance,dpd\n" + "\n".join(texts) + "\n"
    said = ""
    try:
        raw = read_table(text.encode(), filename="a.csv")
    except TapeError as error:
        said = str(error)
    assert "None may be lost" not in said
    assert said or raw.table.num_rows + len(raw.ragged) >= 1


def test_a_record_lost_by_the_parser_is_an_error(monkeypatch) -> None:
    read_csv = parser.pc_csv.read_csv
    monkeypatch.setattr(parser.pc_csv, "read_csv", lambda *a, **k: read_csv(*a, **k).slice(1))
    with pytest.raises(TapeError, match="has 3 rows by a count of its lines, but 2 were read"):
        read_table((HEADINGS + "".join(rows(3))).encode(), filename="a.csv")


def test_rows_in_messages_are_lines_of_the_file(checked, findings) -> None:
    text = 'book\n\naccount_id,balance,dpd\nA1,100,30\n\n"A\n2",200,60\n \nA3,5,6,7\n\nA4,x,6\n,,\n'
    result = checked(text)
    assert result.tape.row.tolist() == [4, 6]
    assert findings(result)["ragged"].first == ((9, "A3,5,6,7"),)
    assert findings(result)["balance_unreadable"].first == ((11, "x"),)
    assert result.tape.excluded.row.tolist() == [11, 12, 9]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_blank_lines_count_whatever_ends_a_line(checked, ends) -> None:
    text = "account_id,balance,dpd\n\nA1,1,2\nA2,3\n\nA3,4,5\n".replace("\n", ends)
    assert checked(text).tape.row.tolist() == [3, 6]


def test_all_rows_ragged_is_said_once_and_as_that() -> None:
    text = "account_id,balance,dpd\n" + "".join(f"A{i},1,200.50,30\n" for i in range(50))
    with pytest.raises(TapeError, match="every one of its 50 rows has 4 cells, where there are 3"):
        read_table(text.encode(), filename="a.csv")


def test_rows_of_several_lengths_that_all_do_not_fit() -> None:
    with pytest.raises(TapeError, match=r"none of its 2 rows .* headings, 3; they have 2 to 4"):
        read_table(b"account_id,balance,dpd\n1,2\n1,2,3,4\n", filename="a.csv")


@pytest.mark.parametrize(
    "text",
    [
        "account_id,balance,dpd,\nA1,100,30,\nA2,200,60,\n",
        "account_id,balance,dpd\nA1,100,30,\nA2,200,60,\n",
        "account_id,balance,dpd,,\nA1,100,30\nA2,200,60\n",
        "account_id,balance,dpd\nA1,100,30,,\nA2,200,60\n",
        "account_id,balance,dpd\r\nA1,100,30\r\nA2,200,60,\r\n",
        'account_id,balance,dpd\n"A1",100,30\n\n"A2",200,60,,\n\n',
    ],
)
def test_separators_at_the_end_of_rows_are_no_column(text) -> None:
    raw = read_table(text.encode(), filename="a.csv")
    assert raw.table.column_names == ["account_id", "balance", "dpd"]
    assert raw.table["balance"].to_pylist() == [100, 200]
    assert raw.ragged == ()


def test_a_cell_beyond_the_headings_is_no_trailing_separator() -> None:
    text = "account_id,balance,dpd\n" + "A1,100,30,\n" * 120 + "A2,1,200.50,30\n"
    raw = read_table(text.encode(), filename="a.csv")
    assert raw.table.num_rows == 120
    assert raw.ragged == ((122, "A2,1,200.50,30"),)


def test_phones_and_card_numbers_are_never_whole_in_a_message(checked) -> None:
    text = "account_id,balance,dpd\n1,2,3\n4,13812345678,5,6\n6222021234567890,7\n"
    shown = " ".join(f"{finding.line()} {finding.first}" for finding in checked(text).findings)
    assert "row 3: 4,•••••••5678,5,6" in shown
    assert "13812345678" not in shown
    assert "6222021234567890" not in shown


def test_a_row_of_separators_beside_one_that_does_not_fit() -> None:
    raw = read_table(b"account_id\tbalance\tdpd\n\t\t \na\n", filename="a.csv")
    assert (raw.rows.tolist(), raw.ragged) == ([2], ((3, "a"),))


def test_a_row_longer_than_a_block_is_read(monkeypatch) -> None:
    monkeypatch.setattr(parser, "_BLOCK", 64)
    text = HEADINGS + "A1,telecom," + "x" * 500 + ",200,365\n" + "".join(rows(20))
    assert read_table(text.encode(), filename="a.csv").table.num_rows == 21


def test_headings_longer_than_the_first_look_are_whole() -> None:
    names = [f"column_{i}" for i in range(8_000)]
    text = ",".join(names) + "\n" + ",".join("1" for _ in names) + "\n"
    assert read_table(text.encode(), filename="a.csv").table.column_names == names


@pytest.mark.parametrize("first", ["a," * 30_000, "a," * 2_000_000])
def test_more_columns_than_a_table_has(first) -> None:
    with pytest.raises(TapeError, match="more than 20,000 columns"):
        read_table(f"{first}\n1,2\n".encode(), filename="a.csv")


@given(
    st.lists(st.sampled_from(["1,2,3", "1,2", "1,2,3,4", "1,2,3,,", "", " ", ",,"]), min_size=1),
    st.booleans(),
)
def test_rows_that_do_not_fit_are_found_at_once_as_one_by_one(lines, quoted) -> None:
    """By the separators of each line where no quote is, else told by the parser."""
    text = "account_id,balance,dpd\n" + "\n".join([*lines, '"9",9,9' if quoted else "9,9,9"]) + "\n"
    raw = read_table(text.encode(), filename="a.csv")
    numbered = list(enumerate(lines, start=2))
    fits = [row for row, line in numbered if line in ("1,2,3", "1,2,3,,", ",,")]
    wrong = [(row, line) for row, line in numbered if line in ("1,2", "1,2,3,4")]
    assert raw.rows.tolist() == [*fits, len(lines) + 2]
    assert list(raw.ragged) == wrong
