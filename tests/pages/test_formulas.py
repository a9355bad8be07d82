"""Behind the tiles: how a number comes about, ending in the number of the tile."""

import re

from placement.ui.deal.sight import SEAT
from placement.words.numbers import MINUS

SMALL = "property_fee.xlsx"
RESULT = re.compile(r"\| = \| \*\*(?P<name>[^*]+)\*\* \| \*\*(?P<figure>[^*]+)\*\* \|")


def results(app) -> dict[str, list[float]]:
    """Return what the formulas of the page end in, by name, in the order of the page."""
    found: dict[str, list[float]] = {}
    for part in app.markdown:
        for match in RESULT.finditer(part.value):
            figure = match["figure"].replace(",", "").replace(MINUS, "-").rstrip("%")
            found.setdefault(match["name"].replace("\\", ""), []).append(float(figure))
    return found


def tiles(app, name: str) -> list[float]:
    """Return the figures of all tiles whose heading begins so."""
    return [
        float(metric.value.replace(",", "").replace(MINUS, "-").rstrip("%"))
        for metric in app.metric
        if metric.label.startswith(name)
    ]


def test_options_of_the_book_and_of_a_segment(desk) -> None:
    app = desk("options", sample=SMALL)
    found = results(app)
    assert len(found["Net recovery"]) == 2
    assert [round(each) for each in found["Net recovery"]] == tiles(app, "Net recovery")
    # What is divided by the balance is the tile.
    cash = next(
        match[1]
        for part in app.markdown
        if (match := re.search(r"\|  \| Cash \| ([\d,.]+) \|", part.value))
    )
    assert round(float(cash.replace(",", ""))) in tiles(app, "Cash")
    assert [round(each) for each in found["Tax relief"]] == tiles(app, "Tax relief")[:1]
    app.session_state["options_view"] = "segment"
    app.run()
    assert not app.exception
    found = results(app)
    assert [round(each) for each in found["Net recovery"]] == tiles(app, "Net recovery")


def test_timing_of_the_book_and_of_a_segment(desk) -> None:
    app = desk("timing", sample=SMALL)
    app.session_state["timing_view"] = "book"
    app.run()
    found = results(app)
    assert [round(each) for each in found["Net recovery"]] == tiles(app, "Net recovery")
    assert [round(each) for each in found["Gain"]] == tiles(app, "Gain over options alone")
    app.session_state["timing_view"] = "segment"
    app.run()
    assert not app.exception
    found = results(app)
    assert found["Value per account"] == tiles(app, "Value per account")
    assert [round(each) for each in found["Gain"]] == tiles(app, "Gain over one option")
    assert [round(each) for each in found["Value of waiting"]] == tiles(app, "Waiting a month more")


def test_the_deal_zone_tells_each_seat_only_what_it_may_see(desk) -> None:
    app = desk("deal_zone", sample=SMALL)
    found = results(app)
    assert {"Agency's profit", "Creditor's gain", "Left over", "Gain"} <= found.keys()
    floor = next(metric for metric in app.metric if metric.label == "Agency's floor")
    assert any(f"At {floor.value} this is not below zero" in part.value for part in app.markdown)
    for seat, told in (
        ("agency", {"Agency's profit", "Left over"}),
        ("creditor", {"Creditor's gain", "Left over", "Gain"}),
        ("table", set()),
    ):
        app.session_state[SEAT] = seat
        app.run()
        assert not app.exception
        assert set(results(app)) == told


def test_the_bid_desk_adds_its_lots_up(desk) -> None:
    app = desk("bid_desk", sample=SMALL)
    found = results(app)
    assert round(found["Expected profit"][0]) == tiles(app, "Expected profit")[0]
    assert not app.exception
