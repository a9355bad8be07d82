"""The trade's words for agencies: the hand an account is in, and who has it now."""

import pytest

from placement.tape.findings import Severity
from placement.tape.hands import earlier_placements, placements_counted

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


def test_a_yes_or_no_is_a_status_too(checked) -> None:
    tape = checked(f"{HEAD}是否委外\na,1,9,是\nb,2,9,否\n").tape
    assert tape.placed_now.tolist() == [True, False]


def test_a_book_without_such_columns_has_nothing_placed(checked, findings) -> None:
    result = checked("账号,欠款余额,逾期天数\na,1,9\n")
    assert not result.tape.placed_now.any()
    assert "placed_now" not in findings(result)


@pytest.mark.parametrize(
    "word",
    ["暂无", "无委外", "空", "内部催收", "自催", "内催", "自营", "行内", "本行", "否", "未委外",
     "待分配", "公司自催", "暂未委外", "无需委外", "In-house team", "Unassigned"],
)  # fmt: skip
def test_a_word_for_nobody_is_no_agency(word, checked, findings) -> None:
    result = checked(f"{HEAD}委外公司\na,1,9,{word}\nb,2,9,无锡资产管理公司\nc,4,9,未来科技\n")
    assert result.tape.placed_now.tolist() == [False, True, True]
    assert findings(result)["placed_now"].first == ((3, "无锡资产管理公司"), (4, "未来科技"))


@pytest.mark.parametrize(
    ("word", "placed"),
    [
        ("可委外", False),
        ("不可委外", False),
        ("曾委外", False),
        ("拟委外", False),
        ("委外审批中", False),
        ("委外过", False),
        ("取消委外", False),
        ("previously placed", False),
        ("Inactive", False),
        ("to be placed", False),
        ("委外中止", False),
        ("委外中", True),
        ("委外中，不配合催收", True),
        ("已委外", True),
        ("未召回", True),
        ("委外未到期", True),
        ("留案", True),
        ("Active", True),
    ],
)
def test_only_what_is_so_now_is_placed_now(word, placed, checked) -> None:
    tape = checked(f"{HEAD}委外状态,委外公司\na,1,9,{word},甲所\n").tape
    assert tape.placed_now.tolist() == [placed]


def test_each_word_that_decides_is_shown_once(checked, findings) -> None:
    words = ("已委外", "委案中", "在委", "留案", "已派单", "是", "一手")
    rows = "".join(f"{i}{word},1,9,{word},\n" for word in words for i in range(6))
    result = checked(f"{HEAD}委外状态,委外公司\n{rows}z,1,9,,乙所\n")
    shown = findings(result)["placed_now"].first
    assert [word for _, word in shown] == [*words, "乙所"]
    assert shown[1][0] == 8


@pytest.mark.parametrize("heading", ["当前手别", "目前手别", "當前手別"])
def test_the_hand_of_today(heading, checked) -> None:
    tape = checked(
        f"{HEAD}{heading}\na,1,9,M1一手\nb,2,9,二手(甲公司)\nc,3,9,三手\nd,3,9,十手\n"
    ).tape
    assert tape.placements.tolist() == [0, 1, 2, 9]


@pytest.mark.parametrize("heading", ["历史手数", "历史委外次数"])
def test_past_hands_are_placements_that_are_over(heading, checked) -> None:
    tape = checked(f"{HEAD}{heading}\na,1,9,1\nb,2,9,2\n").tape
    assert tape.placements.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("三次", 3),
        ("两次", 2),
        ("首次委外", 0),
        ("首次", 0),
        ("第二次委外", 1),
        ("二手", 1),
        ("x", None),
    ],
)
def test_counts_in_words(text, count) -> None:
    assert placements_counted(text) == count
