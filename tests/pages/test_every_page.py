"""Every page opens in every language, as a reader who has done nothing yet finds it."""

import pytest

from tests.chinese import on_screen, screen_faults

TITLES = {
    "home": {"en": "What do you want to decide?", "zh": "您要决定什么？"},
    "book": {"en": "Book", "zh": "账册"},
    "options": {"en": "Options", "zh": "处置方案"},
    "timing": {"en": "Timing", "zh": "时机"},
    "policy": {"en": "Policy", "zh": "处置规则"},
    "lists": {"en": "Lists", "zh": "处置清单"},
    "deal_zone": {"en": "Deal zone", "zh": "成交区间"},
    "bid_desk": {"en": "Bid desk", "zh": "投标台"},
    "contracts": {"en": "Contracts", "zh": "合同"},
    "sectors": {"en": "Sectors", "zh": "行业选择"},
    "decision_map": {"en": "Decision map", "zh": "决策地图"},
    "uncertainty": {"en": "Uncertainty", "zh": "不确定性"},
    "agencies": {"en": "Agencies", "zh": "机构"},
    "backtest": {"en": "Backtest", "zh": "回测"},
    "pilot": {"en": "Pilot", "zh": "试点"},
    "odds": {"en": "Odds", "zh": "回收概率"},
    "scenarios": {"en": "Scenarios", "zh": "情景"},
    "assumptions": {"en": "Assumptions", "zh": "假设"},
    "glossary": {"en": "Glossary", "zh": "术语"},
}


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("page", TITLES)
def test_the_page_has_its_title_and_no_error(desk, page: str, code: str) -> None:
    """The link's language counts from the first run on, and on the next run too."""
    app = desk(page, lang=code)
    for _ in range(2):
        assert [title.value for title in app.title] == [TITLES[page][code]]
        assert not app.exception
        assert not app.error
        app.run()
    if code == "zh":
        said = list(on_screen(app))
        assert len(said) > 12
        if page == "glossary":
            # Each term has its English name beside it, in the line above what it means.
            said = [(where, text.split("  \n")[-1]) for where, text in said]
        assert {text: found for _, text in said if (found := screen_faults(text))} == {}


def test_a_link_in_a_language_that_is_not_there_is_told(desk) -> None:
    """The page comes in the browser's language or English, with a word why."""
    app = desk("home", sample=None, lang="fr")
    assert [title.value for title in app.title] == [TITLES["home"]["en"]]
    (said,) = [each.value for each in app.info if "fr" in each.value]
    assert "English" in said
    assert "中文" in said
    assert not [each for each in desk("home", sample=None, lang="zh").info if "zh" in each.value]


def test_every_page_is_named(project) -> None:
    """A file in pages/ that is missing here is missing from the tests above."""
    files = {path.stem for path in (project / "pages").glob("*.py")}
    # A team's own, which tests/pages/test_team.py opens.
    assert files == {*TITLES, "access"}


def test_the_check_of_a_screen_finds_what_it_looks_for() -> None:
    assert screen_faults(":orange-badge[样例] 共 5,000 户 of the book") == ["book"]
    assert screen_faults("欠款余额。 其中") == ["欠款余额。 其中"]
    assert screen_faults("**法规**: 见于法律") == ["法规: 见于法律"]
    assert screen_faults("下载XLSX，见“情景”") == []
