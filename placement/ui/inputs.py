"""Where what people type becomes numbers: percent turns into decimal here and nowhere else."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING

import streamlit as st

from placement.domain.access import Action
from placement.domain.errors import InputError
from placement.domain.text import as_now, t
from placement.tape.numbers import parse_number
from placement.tape.pasted import as_table
from placement.ui import restored
from placement.ui.gate import gate
from placement.ui.gate.files import Counted, download_button
from placement.ui.messages import LONGEST_PASTE
from placement.words.numbers import DIGITS, as_percent

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.elements.lib.mutable_popover_container import PopoverContainer

    from placement.report.made_with import MadeWith

_BETWEEN = re.compile(r"[,，;；、\s]+")


def as_share(percentage: float) -> float:
    """Return percent such as 22 as a share, 0.22."""
    return round(percentage / 100.0, DIGITS + 2)


def percent(
    label: str,
    *,
    share: float,
    key: str,
    low: float = 0.0,
    high: float = 1.0,
    step: float = 0.01,
    help: str | None = None,
    on_change: Callable[[], None] | None = None,
    slider: bool = False,
) -> float:
    """Draw an input in percent and return the decimal share it holds.

    Args:
        label: What is asked; the sign % is added.
        share: The value to show, a decimal.
        key: The widget's key; a callback reads it with `percent_in(key)`.
        low: Smallest share allowed.
        high: Largest share allowed.
        step: Share by which a click moves the value.
        help: Tooltip.
        on_change: Called after a change. With it the shown value follows `share` on every run,
            so the callback has to carry the change to where `share` comes from.
        slider: Draw a slider instead of a box.
    """
    restored.number(key, low=as_percent(low), high=as_percent(high))
    if on_change is not None or key not in st.session_state:
        st.session_state[key] = as_percent(min(max(share, low), high))
    draw = st.slider if slider else st.number_input
    value = draw(
        f"{label} (%)",
        min_value=as_percent(low),
        max_value=as_percent(high),
        step=as_percent(step),
        format="%.4g" if slider else None,
        key=key,
        help=help,
        on_change=on_change or "rerun",
        persist_state="session",
    )
    return as_share(float(value))


def percent_in(key: str) -> float:
    """Return the share that a percent input holds, for its callback."""
    return as_share(float(st.session_state[key]))


def typed_number(text: str) -> float | None:
    """Return a number as a person types it, such as 12 000, １２ or 5 %; None if it is none.

    A percent sign is passed over: the box says that it holds percent.
    """
    bare = unicodedata.normalize("NFKC", text).strip().lstrip("×x* ").rstrip("% ")
    number = parse_number(bare, units=())
    return None if number is None or not isfinite(number) else number


def switch(label: str, names: Mapping[str, str], *, key: str, default: str, help: str) -> str:
    """Draw a switch between views and return the chosen one, which the session remembers.

    Args:
        label: What is switched.
        names: What each view is called, in the order shown.
        key: The widget's key.
        default: The view shown at first.
        help: Tooltip.
    """
    restored.choice(key, names)
    st.session_state.setdefault(key, default)
    return str(
        st.segmented_control(
            label,
            options=list(names),
            format_func=names.__getitem__,
            key=key,
            required=True,
            persist_state="session",
            help=help,
        )
    )


def pasted(key: str, *, known: Collection[str], usual: Sequence[str], help: str) -> bytes | None:
    """Draw a box to paste rows of a spreadsheet into; return them as a file when they are taken.

    What was pasted stays until `clear_pasted`, so that what is wrong can be put right in it.

    Args:
        key: Key of the box.
        known: Headings that the rows may have.
        usual: Those to take where they have none, in the order of the columns.
        help: What the columns are.
    """
    if not gate.allows(Action.UPLOAD):
        return None
    turn = st.session_state.setdefault(f"{key}_turn", 0)
    with st.popover(t("Paste"), icon=":material/content_paste:"):
        text = st.text_area(
            t("Rows copied from a spreadsheet"),
            key=f"{key}_{turn}",
            height=160,
            help=help,
            max_chars=LONGEST_PASTE,
            placeholder=t(
                "Copy the cells with their headings and paste them here: up to {most:,} "
                "characters. More can be uploaded as a file.",
                most=LONGEST_PASTE,
            ),
        )
        st.button(
            t("Take these rows"),
            key=f"{key}_take",
            disabled=not text.strip(),
            on_click=_take,
            args=(key,),
        )
    if not st.session_state.pop(f"{key}_taken", False):
        return None
    if not gate.passes("rows pasted", Action.UPLOAD, into=key, characters=len(text)):
        return None
    return as_table(text, known=known, usual=usual)


def _take(key: str) -> None:
    st.session_state[f"{key}_taken"] = True


def clear_pasted(key: str) -> None:
    """Empty the box of `pasted` on the next run."""
    st.session_state[f"{key}_turn"] = st.session_state.get(f"{key}_turn", 0) + 1


def edges(text: str) -> tuple[float, ...]:
    """Return the numbers in a text such as "3, 6, 12".

    Raises:
        InputError: A part is no number; names it.
    """
    parts = [part for part in _BETWEEN.split(text) if part]
    try:
        return tuple(float(part) for part in parts)
    except ValueError:
        raise InputError(
            t(
                "Edges must be plain numbers with commas between them; got {text!r}. "
                "Write them like 200, 1000, 5000.",
                text=text,
            )
        ) from None


def edges_text(numbers: tuple[float, ...]) -> str:
    """Return edges as people type them; the reverse of `edges`."""
    return ", ".join(str(int(x)) if x == int(x) else repr(x) for x in numbers)


def one_download(key: str) -> "PopoverContainer":
    """Return what holds the kinds of file of one table, behind one button.

    Args:
        key: Tells this button from others on the page.
    """
    return st.popover(t("Download"), icon=":material/download:", key=f"{key}_export")


def export(
    table: "Callable[[], pd.DataFrame]",
    *,
    name: str,
    key: str,
    made_with: "MadeWith | None" = None,
    keep: Iterable[str] | None = (),
) -> None:
    """Draw the button that saves a table; a file is made only when its kind is chosen.

    It is the table's only one: that of Streamlit's own toolbar is hidden (placement/ui/style.py),
    because its file would hold formulas as they came and say nothing of the numbers behind it.

    Args:
        table: Makes the table, with the names of the interface as headings.
        name: File name without its ending.
        key: Tells this button from others on the page.
        made_with: The numbers behind the table, which the files state.
        keep: Headings that stay in every language; None for a table that a command reads back.
    """
    from placement.report.files import as_csv, as_xlsx

    def counted(write: "Callable[[pd.DataFrame], str | bytes]") -> Callable[[], Counted]:
        def make() -> Counted:
            made = table()
            return Counted(write(made), rows=len(made))

        return make

    with one_download(key):
        download_button(
            t("Download CSV"),
            data=as_now(counted(partial(as_csv, made_with=made_with, keep=keep))),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"{key}_csv",
            icon=":material/download:",
        )
        download_button(
            t("Download XLSX"),
            data=as_now(counted(partial(as_xlsx, made_with=made_with, keep=keep))),
            file_name=f"{name}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"{key}_xlsx",
            icon=":material/download:",
        )
