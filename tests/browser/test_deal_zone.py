"""Page Deal zone in a real browser: the slider by keyboard, fee terms as a file, a phone."""

import io

import pandas as pd

from tests.browser.chromium import downloaded, overflow, saved_table, shoot_in_both, wait_run
from tests.browser.test_timing import PHONE, tile

PARTS = ("What the agency wants", "The lot from the agency's desk", "Effective fee")


def opened(open_context, server, **wishes):
    """Return the page at rest."""
    page = open_context(**wishes).new_page()
    page.goto(f"{server.url}/deal_zone")
    wait_run(page)
    return page


def unfold(page) -> None:
    """Open every part of the page."""
    for name in PARTS:
        page.get_by_text(name).first.click()
        wait_run(page)


def test_the_slider_moves_the_rule_in_place(server, open_context) -> None:
    """By keyboard; the chart is the same one, and words and tile follow."""
    page = opened(open_context, server)
    chart = page.get_by_test_id("stVegaLiteChart").first
    before = tile(page, "Today's quote").inner_text()
    chart.get_by_text(f"Today {before}", exact=True).wait_for()
    chart.evaluate("element => { element.querySelector('svg, canvas').dataset.mine = 'yes'; }")
    page.get_by_role("slider", name="Today's quote").focus()
    page.keyboard.press("ArrowRight")
    wait_run(page)
    after = tile(page, "Today's quote").inner_text()
    assert after != before
    chart.get_by_text(f"Today {after}", exact=True).wait_for()
    assert chart.locator("[data-mine=yes]").count() == 1
    page.get_by_text(f"At {after} the agency loses").wait_for()


def test_terms_leave_as_a_file_and_come_back(server, open_context, tmp_path) -> None:
    """VAT on top, downloaded, reset, uploaded again; the curve's file opens too."""
    page = opened(open_context, server)
    unfold(page)
    usual = tile(page, "Effective").inner_text()
    page.get_by_text("VAT comes on top").click()
    wait_run(page)
    with_vat = tile(page, "Effective").inner_text()
    assert with_vat != usual
    download = downloaded(page, page.get_by_role("button", name="Download terms"))
    file = tmp_path / "fee_terms.toml"
    file.write_bytes(download)
    page.get_by_role("button", name="Reset terms").click()
    wait_run(page)
    assert tile(page, "Effective").inner_text() == usual
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').last.set_input_files(file)
    page.get_by_test_id("stMetric").filter(has_text=with_vat).first.wait_for()

    page.get_by_text("Both curves as a table").click()
    wait_run(page)
    download = saved_table(page, "deal_curve", "csv")
    table = pd.read_csv(io.BytesIO(download))
    assert len(table) == 201
    assert {"commission", "creditor_net", "agency_profit", "liquidation"} <= set(table.columns)


def test_it_fits_a_phone(server, open_context) -> None:
    """Every lot, every part unfolded."""
    page = opened(open_context, server, **PHONE)
    unfold(page)
    for scope in ("One sector", "One segment"):
        page.get_by_text(scope, exact=True).click()
        wait_run(page)
        assert overflow(page) == 0
        assert page.get_by_test_id("stException").count() == 0
        shoot_in_both(page, f"deal-{scope.split()[-1]}-phone")


def test_no_title_of_a_tile_is_cut_off(server, open_context) -> None:
    """On a desk's screen, everything unfolded."""
    page = opened(open_context, server, viewport={"width": 1440, "height": 1000})
    unfold(page)
    titles = page.get_by_test_id("stMetricLabel").locator("p, div")
    assert titles.count() >= 12
    cut = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"
    assert titles.evaluate_all(cut) == []
