"""The main jobs from file to paper in a real browser, in both languages, clicks counted.

Buttons, links and headings are found by their role and by the name that the catalogue gives them,
as a reader finds them, so that one walk serves every language.
"""

import csv
import io
import re
import time
import zipfile

import pytest

from placement.domain.language import LANGUAGES, catalogue
from tests.browser.chromium import Server, downloaded, saved_table, wait_run

LOCALES = {"en": "en-GB", "zh": "zh-CN"}
MOST_CLICKS = 8
"""A main job that needs more has lost its way."""

OWN = "账号,行业,债权人类型,欠款余额,逾期天数,委案次数\n" + "".join(
    f"ZX{number:05d},{sector},{creditor},{balance:.2f},{days},{placements}\n"
    for number, (sector, creditor, balance, days, placements) in enumerate(
        [
            *[("信用卡", "股份制", 3000.0 + 37 * i, 40 + 11 * i, i % 2) for i in range(40)],
            *[("电信", "其他", 90.0 + 7 * i, 100 + 9 * i, 0) for i in range(40)],
        ]
    )
)
"""A creditor's book as his system exports it."""

TENDER = "标包,行业,债权人类型,户数,户均余额,逾期月数,佣金上限\n"
TENDER += "甲包,物业费,其他,1000,3000,14,0.30\n乙包,信用卡,股份制,2000,7000,9,0.35\n"


@pytest.fixture
def server(rooms: Server) -> Server:
    """Be served as the app is started: each reader's desk in a process of its own."""
    return rooms


class Reader:
    """Somebody at a page who reads one language; counts what he clicks."""

    def __init__(self, page, language: str) -> None:
        self.page, self.language = page, language
        self.clicks, self._begun = 0, time.monotonic()

    def word(self, english: str, **fields: object) -> str:
        """Return what a text is called in his language."""
        found = catalogue(self.language)
        return (english if found is None else found.gettext(english)).format(**fields)

    def go(self, name: str) -> None:
        """Follow the menu to a page and wait until it stands."""
        menu = self.page.get_by_test_id("stSidebarNav")
        self._click(menu.get_by_role("link", name=self.word(name), exact=False).first)
        self.page.get_by_role("heading", level=1, name=self.word(name), exact=True).wait_for()
        wait_run(self.page)

    def bring(self, name: str, content: bytes) -> None:
        """Put a file into the first place of the page for one; it counts as a click."""
        self.clicks += 1
        place = self.page.get_by_test_id("stMain").get_by_test_id("stFileUploader").first
        place.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "text/csv", "buffer": content}
        )
        wait_run(self.page)

    def choose(self, name: str) -> None:
        """Choose what a switch of the page calls so."""
        main = self.page.get_by_test_id("stMain")
        self._click(main.get_by_text(self.word(name), exact=True).first)
        wait_run(self.page)

    def take(self, name: str) -> bytes:
        """Download what a button gives."""
        self.clicks += 1
        return downloaded(self.page, self.page.get_by_role("button", name=self.word(name)))

    def press(self, name: str, key: str | None = None) -> None:
        """Press the button that is called so; `key` where two are."""
        place = self.page.locator(f".st-key-{key}" if key else "[data-testid=stMain]")
        self._click(place.get_by_role("button", name=self.word(name), exact=True).first)
        wait_run(self.page)

    def tick(self, name: str) -> None:
        """Tick a box."""
        self._click(self.page.get_by_text(self.word(name), exact=True).first)
        wait_run(self.page)

    def write(self, name: str, text: str) -> None:
        """Write into a field."""
        field = self.page.get_by_role("textbox", name=self.word(name), exact=True)
        field.fill(text)
        field.press("Enter")
        wait_run(self.page)

    def move(self, name: str, times: int) -> None:
        """Move a lever by so many steps."""
        lever = self.page.get_by_role("slider", name=self.word(name), exact=False)
        lever.focus()
        for _ in range(times):
            self.page.keyboard.press("ArrowRight")
        wait_run(self.page)

    def unfold(self, name: str) -> None:
        """Open a part of the page."""
        self._click(self.page.get_by_text(self.word(name), exact=True).first)
        wait_run(self.page)

    def save_as(self, name: str, *, page: str) -> str:
        """Save the scenario and return the link to it, which opens a page."""
        self.go("Scenarios")
        self.write("Name", name)
        self.press("Save", key="scenarios_save")
        return self.link(page=page)

    def link(self, *, page: str) -> str:
        """Make a link to what is saved and return it."""
        self.press("Make a link")
        code = self.page.get_by_test_id("stCode").filter(has_text="scenario=").first
        found = code.inner_text().strip()
        assert f"/{page}?" in found
        return found

    def tiles(self) -> dict[str, str]:
        """Return what stands in every tile, by its name."""
        every = self.page.get_by_test_id("stMetric")
        return {
            tile.get_by_test_id("stMetricLabel").inner_text(): tile.get_by_test_id(
                "stMetricValue"
            ).inner_text()
            for tile in every.all()
        }

    def says(self) -> str:
        """Return all that the page says."""
        return self.page.get_by_test_id("stMain").inner_text()

    def figure(self, name: str) -> str:
        """Return the figure of a tile."""
        tile = self.page.get_by_test_id("stMetric").filter(has_text=self.word(name)).first
        return tile.get_by_test_id("stMetricValue").inner_text()

    def alright(self) -> bool:
        """Say whether nothing on the page is an error."""
        return self.page.get_by_test_id("stException").count() == 0

    def told(self, job: str) -> str:
        """Return how long and how many clicks it took."""
        minutes = (time.monotonic() - self._begun) / 60.0
        return f"{job} ({self.language}): {self.clicks} clicks, {minutes:.1f} minutes"

    def _click(self, part) -> None:
        self.clicks += 1
        part.click()


@pytest.fixture(params=list(LANGUAGES))
def reader(request, server, open_context):
    """Somebody who opens the app for the first time, in a language."""
    context = open_context(sample=None, locale=LOCALES[request.param])
    return Reader(context.new_page(), request.param)


def test_a_creditor_comes_from_his_own_file_to_lists(server, reader, capsys) -> None:
    """A GB18030 export with Chinese headings; the lists hold the whole book, to the cent."""
    rows = list(csv.DictReader(io.StringIO(OWN)))
    reader.page.goto(server.url)
    wait_run(reader.page)
    reader.go("Book")
    reader.bring("欠款清单.csv", OWN.encode("gb18030"))
    assert reader.figure("Accounts") == str(len(rows))

    reader.go("Options")
    assert "欠款清单.csv" in reader.page.get_by_test_id("stMain").inner_text()
    assert reader.alright()

    reader.go("Policy")
    assert reader.figure("Kept of the best, by segment").endswith("%")
    assert reader.alright()

    reader.go("Lists")
    reader.choose("CSV")
    with zipfile.ZipFile(
        io.BytesIO(reader.take("Download all lists and the control sheet (ZIP)"))
    ) as lists:
        names = [name for name in lists.namelist() if name.endswith(".csv")]
        named = [
            account
            for name in names
            if "control" not in name
            for account in re.findall(r"ZX\d{5}", lists.read(name).decode("utf-8-sig"))
        ]
        control = lists.read(next(name for name in names if "control" in name)).decode("utf-8-sig")
    assert sorted(named) == sorted(row["账号"] for row in rows)
    owed = sum(float(row["欠款余额"]) for row in rows)
    total = list(csv.reader(io.StringIO(control)))[-1]
    assert [str(len(rows)), round(owed, 2)] == [total[3], float(total[4])]
    assert reader.clicks <= MOST_CLICKS
    with capsys.disabled():
        print(f"\n{reader.told('file to lists')}")


def test_an_agency_comes_from_a_tender_to_its_memo(server, reader, capsys) -> None:
    """A list of lots under Chinese headings; the memo names both lots in the reader's language."""
    reader.page.goto(f"{server.url}/bid_desk?sample=property_fee.xlsx")
    wait_run(reader.page)
    reader.choose("My own list")
    reader.bring("招标清单.csv", TENDER.encode("gb18030"))
    assert reader.figure("Bid for").startswith(("1", "2"))
    assert reader.alright()

    memo = reader.take("Download the bid memo (one page)").decode("utf-8")
    assert re.search(rf"<html lang=['\"]{reader.language}", memo)
    assert "甲包" in memo
    assert "乙包" in memo
    assert reader.clicks <= MOST_CLICKS
    with capsys.disabled():
        print(f"\n{reader.told('tender to memo')}")


def test_two_sides_find_a_commission_at_one_table(server, reader, open_context, capsys) -> None:
    """What neither shows is not there; by the link the other side has the same, to the cent."""
    page = reader.page
    page.goto(f"{server.url}/deal_zone?sample=property_fee.xlsx")
    wait_run(page)
    reader.choose("Both at the table")
    assert reader.word("Agency's floor") not in reader.tiles()
    assert reader.word("Creditor's ceiling") not in reader.tiles()

    reader.choose("Creditor")
    reader.tick("Show the agency our ceiling and best commission")
    reader.tick("Show the agency what we have over our best other way")
    reader.choose("Agency")
    reader.tick("Show the creditor our floor")
    reader.tick("Show the creditor what we earn")
    reader.choose("Both at the table")
    before = reader.tiles()
    reader.move("Odds of payment (× factor)", 2)
    agreed = reader.tiles()
    floor, ceiling = (reader.word(name) for name in ("Agency's floor", "Creditor's ceiling"))
    assert before.keys() == agreed.keys() >= {floor, ceiling}
    assert before != agreed
    both_gain = reader.word("Deal: from {low} to {high} both sides gain.", low="LOW", high="HIGH")
    deal = page.get_by_test_id("stAlert").filter(has_text=both_gain.split("LOW")[0]).first
    low, high = re.findall(r"[\d.]+%", deal.inner_text())
    assert high == agreed[ceiling]
    assert float(agreed[floor].rstrip("%")) <= float(low.rstrip("%"))
    reader.unfold("Both curves as a table")
    ours = saved_table(page, "deal_curve", "csv")
    assert ours.count(b"\n") > 100

    link = reader.save_as("Joint meeting", page="deal_zone")
    theirs = Reader(
        open_context(sample="property_fee.xlsx", locale=LOCALES[reader.language]).new_page(),
        reader.language,
    )
    theirs.page.goto(link)
    wait_run(theirs.page)
    assert "Joint meeting" in theirs.says()
    theirs.choose("Agency")
    theirs.tick("Show the creditor our floor")
    theirs.choose("Own desk")
    assert {name: theirs.tiles()[name] for name in (floor, ceiling)} == {
        name: agreed[name] for name in (floor, ceiling)
    }
    theirs.unfold("Both curves as a table")
    assert saved_table(theirs.page, "deal_curve", "csv") == ours
    assert theirs.alright()
    with capsys.disabled():
        print(f"\n{reader.told('one table')}; low {low}, high {high}")


def test_a_link_brings_back_page_numbers_and_language(server, reader, open_context, capsys) -> None:
    """All closed, another browser of another language; the older link, revoked, says so."""
    reader.page.goto(f"{server.url}/book")
    wait_run(reader.page)
    reader.bring("欠款清单.csv", OWN.encode("gb18030"))
    reader.go("Options")
    reader.move("Agency commission, points added", 3)
    older = reader.save_as("Autumn", page="options")
    reader.go("Options")
    reader.move("Discount rate per year", 2)
    seen, table = reader.tiles(), saved_table(reader.page, "options_segments", "csv")
    reader.go("Scenarios")
    reader.press(reader.word("Save as revision {n}", n=2))
    link = reader.link(page="options")
    assert link != older
    reader.unfold(reader.word("Links ({count})", count=2))
    # The last made stands first.
    reader.page.get_by_role("button", name=reader.word("Revoke"), exact=True).last.click()
    reader.page.get_by_text(reader.word("The link leads to nothing from now on.")).wait_for()
    reader.page.context.close()

    other = {"en": "zh-CN", "zh": "en-GB"}[reader.language]
    again = Reader(open_context(sample=None, locale=other).new_page(), reader.language)
    again.page.goto(older)
    said = again.page.get_by_test_id("stAlert").first
    said.wait_for()
    gone = "This link leads to nothing: it was revoked, or is not whole."
    gone += " Ask whoever sent it for a new one."
    assert again.word(gone) in said.inner_text()

    again.page.goto(link)
    again.page.get_by_role("heading", level=1, name=again.word("Options"), exact=True).wait_for()
    wait_run(again.page)
    assert "Autumn" in again.says()
    assert "欠款清单.csv" in again.says()
    again.go("Book")
    again.bring("欠款清单.csv", OWN.encode("gb18030"))
    again.go("Options")
    assert again.tiles() == seen
    assert saved_table(again.page, "options_segments", "csv") == table
    assert again.alright()
    with capsys.disabled():
        print(f"\n{reader.told('reopened')}")
