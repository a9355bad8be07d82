"""The page Glossary, and the tooltips that take their words from it."""

from placement.words.glossary import glossary, meaning


def said(app) -> str:
    """Return what the page says."""
    return "\n".join(part.value for part in (*app.markdown, *app.caption, *app.info))


def test_terms_stand_with_their_name_in_the_other_language(desk) -> None:
    app = desk("glossary", sample=None)
    assert "**Agency's floor** · " in said(app)
    assert said(app).count("\u00b7") >= len(glossary())
    links = {link.proto.page for link in app.main if link.type == "page_link"}
    assert {page for term in glossary() for page in term.pages} <= links


def test_a_search_narrows_it_and_finding_nothing_says_what_to_do(desk) -> None:
    app = desk("glossary", sample=None)
    app.text_input(key="glossary_wanted").input("curse").run()
    assert "Winner's curse" in said(app)
    assert "Payment order" not in said(app)
    app.text_input(key="glossary_wanted").input("[x](http://example.org)").run()
    assert "No term holds" in app.info[0].value
    assert "](http" not in app.info[0].value
    app.button(key="glossary_all").click().run()
    assert "Payment order" in said(app)


def test_tiles_explain_themselves_in_its_words(desk) -> None:
    app = desk("deal_zone", sample="property_fee.xlsx")
    helped = {metric.label: metric.help for metric in app.metric}
    assert helped["Agency's floor"] == meaning("floor")
    assert helped["Creditor's ceiling"] == meaning("ceiling")
    app.switch_page("pages/options.py").run()
    cash = next(metric.help for metric in app.metric if metric.label.startswith("Cash"))
    assert cash.endswith(meaning("cash"))
