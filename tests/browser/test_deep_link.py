"""A link into the middle of the app, sent to somebody whose server has just started."""

from tests.browser.chromium import served, wait_run

TITLES = [
    "Home",
    "Book",
    "Options",
    "Timing",
    "Policy",
    "Lists",
    "Deal zone",
    "Bid desk",
    "Contracts",
    "Sectors",
    "Decision map",
    "Uncertainty",
    "Odds",
    "Agencies",
    "Backtest",
    "Pilot",
    "Scenarios",
    "Assumptions",
    "Glossary",
]


def test_the_first_request_of_a_server_may_be_a_deep_link(tmp_path, open_context) -> None:
    """The page comes inside the frame, with its query string, and stays there on the next run."""
    with served(tmp_path) as fresh:
        page = open_context().new_page()
        page.goto(f"{fresh.url}/options?case=7")
        wait_run(page)
        page.get_by_role("heading", level=1, name="Options", exact=True).wait_for()
        links = page.get_by_test_id("stSidebarNavLink")
        assert [link.inner_text().splitlines()[-1] for link in links.all()] == TITLES
        assert page.url.endswith("/options?case=7")
        assert page.get_by_role("dialog").count() == 0

        page.reload()
        wait_run(page)
        assert page.get_by_test_id("stSidebarNavLink").count() == len(TITLES)
        page.context.close()
