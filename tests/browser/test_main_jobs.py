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
from tests.browser.chromium import downloaded, wait_run

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


class Reader:
    """Somebody at a page who reads one language; counts what he clicks."""

    def __init__(self, page, language: str) -> None:
        self.page, self.language = page, language
        self.clicks, self._begun = 0, time.monotonic()

    def word(self, english: str) -> str:
        """Return what a text is called in his language."""
        found = catalogue(self.language)
        return english if found is None else found.gettext(english)

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
