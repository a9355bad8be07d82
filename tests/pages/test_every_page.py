"""Every page opens in every language, as a reader who has done nothing yet finds it."""

import pytest

TITLES = {
    "book": {"en": "Book", "zh": "账册"},
    "options": {"en": "Options", "zh": "处置方案"},
    "timing": {"en": "Timing", "zh": "时机"},
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


def test_every_page_is_named(project) -> None:
    """A file in pages/ that is missing here is missing from the tests above."""
    assert {path.stem for path in (project / "pages").glob("*.py")} == set(TITLES)
