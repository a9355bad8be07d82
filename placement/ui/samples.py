"""The shipped samples: invented books, opened only by choice."""

from collections.abc import Callable

import streamlit as st

from placement.domain.text import t
from placement.ui.language import in_readers_language

FIRST = "mixed_book.csv"
"""The sample that is opened by one click."""


def sample_names() -> dict[str, str]:
    """Return the shipped samples by file and what each of them is."""
    return {
        "mixed_book.csv": t("Mixed book: all five sectors, 5,000 accounts"),
        "bank_card.csv": t("Bank cards: Chinese headings in GB18030, 3,000 accounts"),
        "telecom.csv": t("Telecom: 20,000 small bills"),
        "property_fee.xlsx": t("Property fees: a workbook with a title and a totals row"),
        "logistics.parquet": t("Logistics: Parquet with due dates"),
        "software_retainage.csv": t("Software retainage: few large claims, EBA headings"),
    }


def first_sample(*, key: str, open_sample: Callable[[str], None]) -> None:
    """Draw the button that opens the sample with something of every sector.

    Args:
        key: Key of the button.
        open_sample: Opens it.
    """
    st.button(
        t("Open the mixed sample"),
        key=key,
        icon=":material/science:",
        type="primary",
        on_click=in_readers_language(open_sample),
        args=(FIRST,),
        help=sample_names()[FIRST],
    )


def choose_sample(
    label: str, *, key: str, opened: str | None, open_sample: Callable[[str], None]
) -> None:
    """Draw the list of samples.

    Args:
        label: What is asked.
        key: Key of the list.
        opened: The sample that is the book; None where none is.
        open_sample: Opens the one that is chosen.
    """
    samples = sample_names()
    # The list follows the book: an upload leaves it empty.
    st.session_state[key] = opened if opened in samples else None

    def chosen() -> None:
        if name := st.session_state[key]:
            open_sample(name)

    st.selectbox(
        label,
        list(samples),
        format_func=samples.__getitem__,
        key=key,
        index=None,
        placeholder=t("Choose a sample"),
        on_change=in_readers_language(chosen),
        help=t("Invented accounts in the shapes of five sectors. Nobody's data is in them."),
    )
