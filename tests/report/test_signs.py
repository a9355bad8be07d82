"""What is shown to people has the signs written out that would turn their reading around."""

from io import BytesIO

from docx import Document

from placement.domain.signs import harmless, seen
from placement.domain.text import t
from placement.report.memo import Memo
from placement.report.memo_docx import memo_docx
from placement.report.memo_html import memo_page
from placement.words.markdown import plain

TURNED = "ok\u202eabc 999,99.csv"
SHOWN = "ok\\u202eabc 999,99.csv"


def test_a_message_and_markdown_write_it_out() -> None:
    assert t("{name} is open.", name=TURNED) == f"{SHOWN} is open."
    assert plain(TURNED).replace("\\", "") == SHOWN.replace("\\", "")
    # What parts an address there stays what it is.
    assert t("{name}", name=plain("a@b")) == plain("a@b")


def test_a_memo_writes_it_out() -> None:
    memo = Memo(title=TURNED, meta=[TURNED], answer=[TURNED], sections=[], foot=TURNED)
    page, document = memo_page(memo), Document(BytesIO(memo_docx(memo)))
    texts = [part.text for part in document.paragraphs]
    assert page.count(SHOWN) == 5
    assert texts == [SHOWN] * 4
    assert "\u202e" not in "".join([page, *texts, document.core_properties.title])


def test_words_of_every_script_stay() -> None:
    for text in ("é 万元\t1\n", "\u200bמספר", "👨\u200d👩", "全角　空格", "a\u00a0b"):
        assert harmless(text) == text
    assert seen("138\u200b1234\ufeff5678") == "13812345678"
