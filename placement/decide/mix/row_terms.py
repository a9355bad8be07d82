"""The terms that rows of a table state for their contracts."""

from collections.abc import Mapping

from placement.decide.deal.terms_text import LotTerms, parse_terms
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.tape.ledger import Ledger
from placement.tape.source import Source


def read_terms(source: Source, ledger: Ledger) -> Mapping[str, LotTerms | None]:
    """Return the terms of every text that stands in the column; None for an empty cell.

    Rows whose terms cannot be read are left out, with the reason of the first.
    """
    terms: dict[str, LotTerms | None] = {"": None}
    if not source.has("terms"):
        return terms
    found, why = source.codes("terms"), ""
    for text in found.names:
        try:
            terms[text] = parse_terms(text)
        except InputError as error:
            why = why or str(error)
    ledger.leave_out(
        found.where_any([text not in terms for text in found.names]),
        "terms_wrong",
        lambda rows, of: t(
            "{rows} of {of} rows have {column} that cannot be read. {why}",
            rows=rows,
            of=of,
            column=source.called("terms"),
            why=why,
        ),
        t("Correct these cells, or leave them empty."),
        source.place("terms"),
    )
    return terms
