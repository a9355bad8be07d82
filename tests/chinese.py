"""What of a text, or of a whole screen, is not as Chinese is written."""

import json
import re
from collections.abc import Iterator

import pandas as pd
from google.protobuf.json_format import MessageToDict
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

NAMES = re.compile(
    r"""
    --[a-z-]+(?:\ [a-z]+)? | `[^`]*` | [\w./-]+\.(?:csv|xlsx|toml|json|py)\b
    | \b[a-z]\w*\.\w[\w.]*\b           # paths of assumptions
    | \b[a-z]+_[a-z_]+\b(?:\ \d\d)?  # keys, and contracts called by one
    | \b(?:telecom|logistics|stance)\b(?:\ \d\d)?
    | Northgate | Harbour | HARBOUR | Summit\ Recoveries | Benjamini–Hochberg
    | ：placed\b                      # what stands in a file
    | (?<=取自)[a-z_]+              # its headings
    """,
    flags=re.VERBOSE | re.MULTILINE,
)
"""Names that are the same in every language: of options, files, keys, agencies."""


def faults(text: str) -> list[str]:
    """Return English words, and stops of half a width or with a blank beside them."""
    plain = NAMES.sub("X", text)
    english = re.findall(r"[A-Za-z]{4,}", plain)
    half_width = re.findall(
        r".{,12}(?:[\u4e00-\u9fff）][,:;]|[,:;] [\u4e00-\u9fff]|[。；，：] ).{,12}", plain
    )
    return english + half_width


_BY_MYRIADS = re.compile(r"\d[\d,.]*[万亿]")
_DIGITS = re.compile(r"(?<![\d,.])\d{2,3}(?:,\d{3})+(?:\.\d+)?(?![\d,.]*\s?[万亿户次行个])")


def mixed_sums(text: str) -> list[str]:
    """Return sentences in which one sum is counted by ten thousand and another one is in digits."""
    return [
        sentence
        for sentence in re.split(r"[。；\n]", text)
        if _BY_MYRIADS.search(sentence) and _DIGITS.search(sentence)
    ]


MARKS = re.compile(r"  \n|:material/\w+:|:[a-z]+(?:-badge)?(?=\[)|<[^>]+>|\\(?=[^\w\s]|_)|\u200b")
"""What Markdown makes of a text's looks."""

ON_SCREEN = re.compile(
    r"""
    (?<![A-Za-z_])(?:
      XLSX | JSON | ODS | Parquet | TOML | DMN | HTML | Cookie | Enter
    | [a-z_]+=\S+ | age, | [a-z]+(?:、[a-z_]+)+      # what is typed into a cell, and headings
    | state_owned | joint_stock | other | placed | recalled
    | in_house\ \d | agency(?:\ \d)? | letter | wait\ \d
    | Friedman | Gates | Qifu | OneConnect | Chunghwa | Fineland | Chirico | CFPB | Atlanta
    | Commercial\ Collection\ Agencies\ of\ America
    )(?![A-Za-z_])
    | ^English$ | ^Language\ ·\ 语言$
    | ^(?:Bank|Carrier|Estates|Freight|Software)\ [A-C]$      # creditors of the sample
    | ^(?:sector|balance|principal|region|disputed|reachable|placements)$   # its headings
    | “[a-z_]+”
    """,
    flags=re.VERBOSE | re.MULTILINE,
)
"""Marks, formats, headings of the sample, and names of those who published a number."""


def screen_faults(text: str) -> list[str]:
    """Return the same of a text on the screen, where Markdown and names of more things are."""
    # Bold that ends with a stop needs the blank behind it.
    plain = re.sub(r"([。；，：])\*\* ", r"\1", MARKS.sub("", text)).replace("**", "")
    return faults(ON_SCREEN.sub("X", plain))


SAID = ("label", "body", "help", "placeholder", "delta", "deltaDescription", "alt", "footer")
"""Where an element of the screen keeps what a reader reads."""

TITLES = ("title", "text")
"""Where a chart does."""


def on_screen(app: AppTest) -> Iterator[tuple[str, str]]:
    """Yield each text of a page with where it stands: elements, choices, tables, charts."""
    for block in (app.main, app.sidebar):
        yield from _of_block(block)


def _of_block(block: object) -> Iterator[tuple[str, str]]:
    for child in block.children.values():
        if hasattr(child, "children"):
            if (proto := getattr(child, "proto", None)) is not None:
                yield from _of_message(child.type, MessageToDict(proto))
            yield from _of_block(child)
        elif child.type != "code":
            yield from _of_element(child.type, child.proto)


def _of_element(kind: str, proto: object) -> Iterator[tuple[str, str]]:
    message = MessageToDict(proto)
    yield from _of_message(kind, message)
    if hasattr(proto, "arrow_data"):
        headings = json.loads(proto.columns) if proto.columns else {}
        shown = list(proto.column_order) or None
        yield from _of_table(kind, proto.arrow_data.data, headings, shown)
    if kind == "vega_lite_chart":
        spec = json.loads(proto.spec)
        yield from _of_chart(spec)
        written = set(_fields(spec))
        for data in (proto.data, *(each.data for each in proto.datasets)):
            if data.data:
                table = convert_arrow_bytes_to_pandas_df(data.data)
                yield from _of_cells(f"{kind} data", table, written)
    if kind == "plotly_chart":
        yield from _of_chart(json.loads(proto.spec))


def _of_message(kind: str, node: object) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for each in node:
            yield from _of_message(kind, each)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key in SAID and isinstance(value, str):
            yield f"{kind} {key}", value
        elif key == "options" and isinstance(value, list):
            for each in value:
                said = each if isinstance(each, str) else each.get("content", "")
                yield f"{kind} option", said
        elif key not in ("arrowData", "columns", "spec", "data", "datasets"):
            yield from _of_message(kind, value)


def _of_table(
    kind: str, content: bytes, headings: dict[str, object], shown: list[str] | None
) -> Iterator[tuple[str, str]]:
    table = convert_arrow_bytes_to_pandas_df(content)
    columns = shown if shown else list(table.columns)
    for name in columns:
        config = headings.get(str(name)) or {}
        if config.get("hidden"):
            continue
        yield f"{kind} heading", str(config.get("label") or name)
        yield f"{kind} help", str(config.get("help") or "")
        kinds = config.get("type_config") or {}
        choices = kinds.get("options") or []
        for each in choices:
            said = each.get("label", each.get("value", "")) if isinstance(each, dict) else each
            yield f"{kind} choice", str(said)
        if not choices and name in table.columns:
            yield from _of_cells(f"{kind} {name}", table[[name]], {name})


def _of_cells(where: str, table: pd.DataFrame, fields: set[str]) -> Iterator[tuple[str, str]]:
    for name in fields & set(table.columns):
        if table[name].dtype.kind not in "biufM":
            for text in sorted({str(each) for each in table[name].dropna()}):
                yield where, text


def _fields(node: object) -> Iterator[str]:
    """Yield the fields of a chart whose texts are written: names, labels, tooltips."""
    if isinstance(node, list):
        for each in node:
            yield from _fields(each)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "field" and node.get("scale", 0) is not None:
                yield value
            yield from _fields(value)


def _of_chart(node: object) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for each in node:
            yield from _of_chart(each)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in TITLES and isinstance(value, str):
                yield f"chart {key}", value
            elif key in TITLES and isinstance(value, list):
                yield from ((f"chart {key}", each) for each in _strings(value))
            else:
                yield from _of_chart(value)


def _strings(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for each in node:
            yield from _strings(each)
    elif isinstance(node, dict):
        for each in node.values():
            yield from _strings(each)
