"""Work lists as files: one for each action and agency, and a control sheet with sums and hashes.

A list holds rows and no total, so that machines can read it; counts, sums and the SHA-256 of each
file are in the control sheet. What a plan leaves, and what follows a placement, is the creditor's
own business: the first is in the control sheet only, the second in no agency's file.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from placement.decide.lists.actions import WITH_AGENCY
from placement.decide.lists.work import WorkList, WorkLists, next_day
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.stop import STOP
from placement.domain.days import days_of
from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.report.files import FORMATS, as_csv, as_xlsx, check_rows
from placement.tape.bands import age_band_of
from placement.tape.labels import age_band_label

if TYPE_CHECKING:
    from placement.report.made_with import MadeWith
    from placement.tape.tape import Tape

LIST_COLUMNS = (
    "account_id", "row", "balance", "currency", "days_past_due", "months_past_due", "stage",
    "sector", "creditor", "product", "region", "placements", "begin_by", "until", "then",
)  # fmt: skip
"""What a list can hold. `begin_by` is the last day of the plan's first month; `until` the day of
the next step, on which an agency gives the accounts back; `then` that step."""

USUAL_COLUMNS = tuple(
    name for name in LIST_COLUMNS if name not in ("row", "months_past_due", "creditor")
)
"""What it holds if nothing is said; columns that the book does not have are left out."""

NEEDED_COLUMNS = ("account_id", "balance")
"""Without these nobody can tell which accounts a list is of, or whether it is whole."""

CONTROL = "control"
"""Name of the control sheet."""

TOTAL = "total"
"""What stands in place of a file in the last row of the control sheet."""

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_LONGEST_NAME = 60


def list_columns(asked: str | None) -> dict[str, str] | None:
    """Return column → heading from a text such as "account_id=账号,balance,until"; None for None.

    Raises:
        InputError: A column does not exist, is named twice, or one that is needed is missing.
    """
    if asked is None:
        return None
    chosen: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in asked.split(","))):
        name, _, heading = (side.strip() for side in part.partition("="))
        if name not in LIST_COLUMNS or name in chosen:
            raise InputError(
                t(
                    "--columns takes these, each once, with =HEADING where another heading is "
                    "wanted: {columns}; got {part!r}.",
                    columns=listed(LIST_COLUMNS),
                    part=part,
                )
            )
        chosen[name] = heading or name
    missing = [name for name in NEEDED_COLUMNS if name not in chosen]
    if missing:
        raise InputError(
            t(
                "--columns lacks {missing}: without account_id nobody knows which accounts a list "
                "is of, without balance nobody can check its sum. Add it.",
                missing=listed(missing),
            )
        )
    headings = list(chosen.values())
    twice = sorted({heading for heading in headings if headings.count(heading) > 1})
    if twice:
        raise InputError(
            t(
                "--columns has one heading for two columns: {twice}. Name each differently.",
                twice=listed(twice),
            )
        )
    return chosen


def list_files(
    lists: WorkLists,
    *,
    ending: str = ".csv",
    columns: Mapping[str, str] | None = None,
    more: "pd.DataFrame | None" = None,
    made_with: "MadeWith | None" = None,
) -> dict[str, bytes]:
    """Return the content of every file by its name, the control sheet last.

    Args:
        lists: The lists.
        ending: `.csv` or `.xlsx`.
        columns: Column → heading, from `list_columns`; by default what the book has of the usual.
        more: Further columns, one row per account of the tape.
        made_with: The numbers behind the lists, which the control sheet states.

    Raises:
        InputError: The ending is unknown, a workbook cannot hold a list, or a heading stands twice.
    """
    if ending not in FORMATS:
        raise InputError(
            t("--format must be csv or xlsx; got {ending}.", ending=ending.lstrip("."))
        )
    whole = accounts_table(lists, columns=columns, more=more)
    theirs = frozenset(() if more is None else more.columns)
    chosen = theirs | set((columns or {}).values())
    names = file_names(lists.lists, ending=ending)
    files: dict[str, bytes] = {}
    for each, name in zip(lists.lists, names, strict=True):
        check_rows(len(each.accounts), name=name)
        files[name] = _written(_rows_of(whole, each, columns, theirs), ending, keep=chosen)
    control = control_table(lists, files)
    content = (
        as_csv(control, made_with=made_with)
        if ending == ".csv"
        else as_xlsx(control, sheet=CONTROL, made_with=made_with)
    )
    return {**files, f"{CONTROL}{ending}": content}


def accounts_table(
    lists: WorkLists,
    *,
    columns: Mapping[str, str] | None = None,
    more: "pd.DataFrame | None" = None,
) -> pd.DataFrame:
    """Return one row per account of the book with a list's columns; arguments as `list_files`."""
    found = _columns(lists)
    chosen = dict(columns) if columns else {name: name for name in USUAL_COLUMNS if name in found}
    if columns is None and lists.tape.ids is not None and lists.tape.ids.null_count:
        chosen = {"account_id": "account_id", "row": "row", **chosen}
    if lists.tape.ids is None:
        # Rows of the file stand in for numbers that there are not.
        chosen = {"row": chosen.get("row", "row")} | {
            name: heading for name, heading in chosen.items() if name != "account_id"
        }
    table = pd.DataFrame(
        {heading: found.get(name, [""] * len(lists.tape)) for name, heading in chosen.items()}
    )
    if more is None:
        return table
    twice = [name for name in more.columns if name in table.columns]
    if twice:
        raise InputError(
            t(
                "{heading} is a heading of the lists already. Leave it out of --with, or name "
                "the list's own otherwise with --columns.",
                heading=twice[0],
            )
        )
    return pd.concat([table, more], axis=1)


def control_table(lists: WorkLists, files: Mapping[str, bytes]) -> pd.DataFrame:
    """Return one row per list with counts, sums, means and its hash, then the total.

    Args:
        lists: The lists.
        files: The content of the lists, in their order.
    """
    tape, own = lists.tape, lists.lists
    hashes = [sha256(content).hexdigest() for content in list(files.values())[: len(own)]]
    table = pd.DataFrame(
        {
            "file": list(files)[: len(own)],
            "action": [each.action for each in own],
            "agency": [each.agency for each in own],
            "accounts": [len(each.accounts) for each in own],
            "balance": [each.balance for each in own],
            "currency": tape.currency,
            "expected_net": [each.expected_net for each in own],
            "mean_balance": [round(each.mean_balance, 2) for each in own],
            "mean_months_past_due": [round(each.mean_age, 2) for each in own],
            "sha256": hashes,
        }
    )
    balance = round(float(table["balance"].sum()), 2)
    total = {
        "file": TOTAL,
        "action": "",
        "agency": "",
        "accounts": len(tape),
        "balance": balance,
        "currency": tape.currency,
        "expected_net": lists.expected_net,
        "mean_balance": round(balance / len(tape), 2),
        "mean_months_past_due": round(float(tape.age.mean()), 2),
        "sha256": "",
    }
    return pd.concat([table, pd.DataFrame([total])], ignore_index=True)


def file_names(lists: Sequence[WorkList], *, ending: str) -> list[str]:
    """Return a name for each file: its action, its agency, and a number where two were the same.

    A name of an agency keeps its script and loses what a folder cannot hold.
    """
    taken: set[str] = {f"{CONTROL}{ending}"}
    names = []
    for each in lists:
        stem = "-".join(part for part in (each.action, _safe(each.agency)) if part)
        names.append(_free(stem, ending, taken))
        # File systems of Windows and macOS do not tell upper from lower case.
        taken.add(names[-1].casefold())
    return names


def _safe(name: str) -> str:
    plain = unicodedata.normalize("NFC", name)
    plain = "".join(" " if unicodedata.category(sign) in _UNSEEN else sign for sign in plain)
    plain = " ".join(_NOT_IN_NAMES.sub("_", plain).split())
    return plain[:_LONGEST_NAME].strip(" .")


_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _free(stem: str, ending: str, taken: Collection[str]) -> str:
    name, number = f"{stem}{ending}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem} ({number}){ending}"
    return name


def _written(table: pd.DataFrame, ending: str, *, keep: Collection[str]) -> bytes:
    return as_csv(table, keep=keep) if ending == ".csv" else as_xlsx(table, keep=keep)


def _rows_of(
    whole: pd.DataFrame,
    each: WorkList,
    columns: Mapping[str, str] | None,
    theirs: frozenset[str],
) -> pd.DataFrame:
    """Return a list's rows without what is not its reader's business, or can be no day of it.

    Args:
        whole: The rows of all accounts.
        each: The list.
        columns: As in `list_files`.
        theirs: Headings of further columns, which stay whatever they are called.
    """
    hidden = []
    if each.is_placement or each.action == STOP:
        hidden.append("then")
    if each.action in (STOP, WITH_AGENCY, WAIT):
        hidden.append("begin_by")
    if each.action == STOP:
        hidden.append("until")
    own = columns or {name: name for name in LIST_COLUMNS}
    headings = {own[name] for name in hidden if name in own} - theirs
    return whole.iloc[each.accounts].drop(columns=list(headings), errors="ignore")


def _columns(lists: WorkLists) -> dict[str, object]:
    """Return every column that the book can fill, by our names."""
    tape = lists.tape
    found: dict[str, object] = {
        "row": tape.row,
        "balance": np.round(tape.balance, 2),
        "currency": tape.currency,
        "days_past_due": np.rint(days_of(tape.age)).astype(np.int64),
        "months_past_due": np.round(tape.age, 2),
        "stage": _stages(tape, lists.cut.bands.age),
        "sector": tape.sector.texts(),
        "placements": tape.placements,
        "then": list(lists.then),
    }
    if (ids := tape.account_id) is not None:
        found["account_id"] = ["" if each is None else each for each in ids.tolist()]
    for name in ("creditor", "product", "region"):
        if (codes := getattr(tape, name)).names:
            found[name] = [text or "" for text in codes.texts().tolist()]
    if tape.as_of is not None:
        found["begin_by"] = str(next_day(tape.as_of, 1))
        found["until"] = _days(lists)
    return {name: found[name] for name in LIST_COLUMNS if name in found}


def _days(lists: WorkLists) -> list[str]:
    """Return the day of each account's next step, empty where there is none."""
    months = lists.in_months
    different, which = np.unique(np.nan_to_num(months, nan=-1.0), return_inverse=True)
    days = [
        "" if month < 0 else str(next_day(lists.tape.as_of, month)) for month in different.tolist()
    ]
    return [days[place] for place in which.reshape(-1).tolist()]


def _stages(tape: "Tape", edges: tuple[float, ...]) -> list[str]:
    names = tape.sector.names
    labels = [
        [age_band_label(edges, band, sector=name) for band in range(len(edges) + 1)]
        for name in names
    ]
    bands = age_band_of(tape.age, edges).tolist()
    return [
        labels[sector][band] for sector, band in zip(tape.sector.codes.tolist(), bands, strict=True)
    ]
