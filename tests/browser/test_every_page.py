"""Every page, in both schemes: quiet, at home, and no wider than a phone."""

import pytest

from tests.browser.chromium import overflow, shoot_in_both, wait_run

PAGES = {"": "Home", "book": "Book", "options": "Options", "timing": "Timing"}
PAGES |= {"deal_zone": "Deal zone", "bid_desk": "Bid desk"}
PAGES |= {"contracts": "Contracts", "uncertainty": "Uncertainty", "scenarios": "Scenarios"}
PAGES |= {"sectors": "Sectors", "decision_map": "Decision map", "assumptions": "Assumptions"}
PAGES |= {"agencies": "Agencies", "backtest": "Backtest", "pilot": "Pilot"}
PAGES |= {"odds": "Odds", "policy": "Policy", "lists": "Lists"}
PAGES |= {"glossary": "Glossary"}
HEADINGS = {**PAGES, "": "What do you want to decide?"}
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("path", PAGES)
def test_page_shows_its_title_and_fits_a_phone(server, open_context, path) -> None:
    """Requests to other machines and errors on the console fail it when the context closes."""
    name = path or "home"
    page = open_context().new_page()
    page.goto(f"{server.url}/{path}")
    wait_run(page)
    page.get_by_role("heading", level=1, name=HEADINGS[path], exact=True).wait_for()
    assert page.title() == f"{PAGES[path]} · Placement Desk"
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.get_by_test_id("stException").count() == 0
    shoot_in_both(page, f"{name}-desktop")

    page.set_viewport_size(PHONE)
    wait_run(page)
    assert overflow(page) == 0
    shoot_in_both(page, f"{name}-phone")


def test_the_scheme_of_the_system_is_followed(server, open_context) -> None:
    """Both schemes are defined, so neither is the other with a filter over it."""
    backgrounds = []
    for scheme in ("light", "dark"):
        page = open_context(color_scheme=scheme).new_page()
        page.goto(server.url)
        wait_run(page)
        backgrounds.append(
            page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
        )
    assert backgrounds == ["rgb(255, 255, 255)", "rgb(17, 24, 34)"]
