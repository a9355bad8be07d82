"""The trade's words for agencies: the hand an account is in, and who has it now."""

import pytest

from placement.tape.findings import Severity
from placement.tape.hands import earlier_placements

HEAD = "账号,欠款余额,逾期天数,"


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("一手", 0),
        ("二手", 1),
        ("三手", 2),
        ("首手", 0),
        ("第四手", 3),
        ("2手", 1),
        ("５手", 4),
        ("三手及以上", 2),
        ("Primary", 0),
        ("second placement", 1),
        ("tertiary", 2),
        ("自催", 0),
        ("未委外", 0),
        ("手", None),
        ("2", None),
    ],
)
def test_the_first_hand_is_no_earlier_placement(text, earlier) -> None:
    assert earlier_placements(text, bare=False) == earlier


def test_a_column_of_hands_counts_from_one(checked, findings) -> None:
    result = checked(f"{HEAD}手别\na,1,9,1\nb,2,9,2\nc,3,9,3手\nd,4,9,\ne,5,9,x\n")
    assert result.tape.placements.tolist() == [0, 1, 2, 0, 0]
    assert (findings(result)["hand_read"].rows, findings(result)["hand_read"].money) == (3, 6.0)
    assert findings(result)["hand_unreadable"].first == ((6, "x"),)


def test_a_column_of_counts_counts_what_is_over(checked) -> None:
    """Only a cell that says hand is one."""
    tape = checked(f"{HEAD}委外次数\na,1,9,1\nb,2,9,2次\nc,3,9,二手\nd,4,9,2手\n").tape
    assert tape.placements.tolist() == [1, 2, 1, 1]


def test_a_count_goes_before_a_hand_and_a_contradiction_is_told(checked, findings) -> None:
    result = checked(f"{HEAD}委外次数,手别\na,1,9,1,二手\nb,2,9,3,一手\nc,3,9,,三手\n")
    assert result.tape.placements.tolist() == [1, 3, 2]
    assert findings(result)["hand_contradiction"].first == ((3, "一手"),)


def test_an_account_with_an_agency_now_is_said_with_its_money(checked, findings) -> None:
    result = checked(
        f"{HEAD}委外公司,委外状态\na,1,9,甲所,委外中\nb,2,9,甲所,已退案\nc,4,9,乙所,\n"
        "d,8,9,,未委外\ne,16,9,自催,\nf,32,9,,已委外\ng,64,9,丙所,?\n"
    )
    assert result.tape.placed_now.tolist() == [True, False, True, False, False, True, True]
    assert result.tape.placed_with.texts().tolist()[:2] == ["甲所", "甲所"]
    assert result.tape.placed_with.texts()[4] is None
    found = findings(result)["placed_now"]
    assert (found.severity, found.rows, found.money) == (Severity.WARNING, 4, 101.0)
    assert findings(result)["placement_status_unreadable"].first == ((8, "?"),)


@pytest.mark.parametrize(
    "word", ["暂无", "无委外", "空", "内部催收", "自催团队", "未分配", "待委外", "无", "行内催收"]
)
def test_a_word_for_nobody_is_no_agency(word, checked) -> None:
    assert not checked(f"{HEAD}委外公司\na,1,9,{word}\nb,2,9,\n").tape.placed_now.any()


@pytest.mark.parametrize("name", ["无锡诚信", "未来信用", "空港资产"])
def test_an_agency_may_begin_like_one(name, checked) -> None:
    assert checked(f"{HEAD}委外公司\na,1,9,{name}\n").tape.placed_now.all()


@pytest.mark.parametrize("heading", ["当前手别", "手别", "委外手数"])
def test_a_hand_is_known_by_its_headings(heading, checked) -> None:
    assert checked(f"{HEAD}{heading}\na,1,9,三手\n").tape.placements.tolist() == [2]


@pytest.mark.parametrize("word", ["可委外", "不可委外", "曾委外", "拟委外", "委外结束"])
def test_what_may_be_or_was_placed_is_not_placed_now(word, checked) -> None:
    assert not checked(f"{HEAD}委外状态\na,1,9,{word}\n").tape.placed_now.any()


def test_every_word_for_placed_is_named(checked, findings) -> None:
    rows = "".join(f"a{i},1,9,{w}\n" for i, w in enumerate(["委外中"] * 9 + ["是", "二手"]))
    found = findings(checked(f"{HEAD}委外状态\n{rows}"))["placed_now"]
    assert set(found.message.split("(")[1].split(")")[0].split(", ")) == {"委外中", "是", "二手"}


def test_a_yes_or_no_is_a_status_too(checked) -> None:
    tape = checked(f"{HEAD}是否委外\na,1,9,是\nb,2,9,否\n").tape
    assert tape.placed_now.tolist() == [True, False]


def test_a_book_without_such_columns_has_nothing_placed(checked, findings) -> None:
    result = checked("账号,欠款余额,逾期天数\na,1,9\n")
    assert not result.tape.placed_now.any()
    assert "placed_now" not in findings(result)
