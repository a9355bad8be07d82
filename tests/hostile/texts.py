"""Texts that would be drawn as something else, in every field of every file that a page takes."""

import json
import re
from collections.abc import Iterator
from typing import Any

from google.protobuf.message import Message

MARK = "zqx"
"""In every one of them, and in nothing of ours."""

TURNED = "\u202e"
"""Turns the direction of all that follows on its line."""

TEXT = (
    f"{TURNED}![zqx](http://zqx.invalid/p.png) [zqx](http://zqx.invalid) $zqx^2$ :material/zqx: "
    ":red[zqx] <b>zqx</b> **zqx** `zqx` www.zqx.invalid http://zqx.invalid zqx@zqx.invalid"
)
NAME = f"{TURNED}![zqx](zqx.png) [zqx](zqx) $zqx$ :red[zqx] www.zqx.invalid zqx"
"""The same without what no name of a file can hold."""

_QUOTED = TEXT.replace('"', "'")


def _table(*rows: tuple[str, ...]) -> bytes:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()


BOOK = _table(
    ("account_id", "balance", "days past due", "sector", TEXT, f"{TEXT} 2", "status", "creditor"),
    *((f"{TEXT}{n}", f"{200 + n}", f"{60 * n}", "telecom", TEXT, "1", TEXT, TEXT)
      for n in range(1, 7)),
    (f"{TEXT}7", TEXT, "60", "telecom", TEXT, "1", TEXT, TEXT),
    (f"{TEXT}8", "100", TEXT, "telecom", TEXT, "1", TEXT, TEXT),
    (f"{TEXT}9", "100", "60", TEXT, TEXT, "1", TEXT, TEXT),
)  # fmt: skip

WRONG = _table((TEXT, f"{TEXT} 2"), (TEXT, TEXT))
"""No table of anything."""

REMITTANCES = _table(
    ("batch", "agency", "sector", "age", "placed", "accounts", "month", "collected"),
    *(
        (f"{TEXT}{batch}", f"{TEXT}{batch % 2}", "telecom", "6", "100000", "500", str(month),
         str(3000 - 200 * month))
        for batch in range(8)
        for month in range(1, 9)
    ),
)  # fmt: skip

CONTRACTS = _table(
    ("contract", "sector", "creditor", "accounts", "balance", "age", "commission", "held"),
    (f"{TEXT}1", "telecom", TEXT, "900", "200", "6", "0.3", "no"),
    (f"{TEXT}2", "bank_card", TEXT, "900", "9000", "6", "0.3", "no"),
    (f"{TEXT}3", TEXT, TEXT, "900", "9000", "6", "0.3", "no"),
)
LOTS = _table(
    ("lot", "sector", "accounts", "balance", "age"),
    (TEXT, "telecom", "500", "300", "6"),
    (f"{TEXT}2", TEXT, "500", "300", "6"),
)
AGENCIES = _table(
    ("agency", "move", "capacity_accounts", "share"), (TEXT, "any", "100", "50"), (f"{TEXT}2",) * 4
)
CONTACTS = _table(
    ("account", "months past due", "date", "contacts", "reached", "result"),
    *((f"{TEXT}{n}", "6", "2025-01-08", "4", "1", TEXT) for n in range(30)),
)
PLACED = _table(
    ("agency", "account_id", "customer_id", "placed_on", "recalled_on", "balance"),
    (TEXT, f"{TEXT}1", TEXT, "2025-07-19", "2025-11-16", "1615.55"),
    (f"{TEXT}2", f"{TEXT}1", TEXT, "2025-07-29", "2025-11-16", "1615.55"),
)
BILL = _table(
    ("account_id", "paid_on", "collected", "rate", "commission"),
    (TEXT, "2025-11-01", "835.81", "24.0%", "200.59"),
    (f"{TEXT}2", TEXT, "835.81", "24.0%", "200.59"),
)
TOML = f"""
["{_QUOTED}"]
based_on = "telecom"

[telecom.debtor.reachable]
value = 0.5
low = 0.4
high = 0.6
source = "{_QUOTED}"
note = "{_QUOTED}"
""".encode()
NUMBERS = f"""
[tax.income_tax_rate]
value = 0.2
low = 0.1
high = 0.3
source = "{_QUOTED}"
note = "{_QUOTED}"
""".encode()
SCENARIO = json.dumps(
    {"version": 1, "name": TEXT[:70], "author": TEXT[:60], "note": TEXT, "values": {}}
).encode()
MAPPING = json.dumps({"version": 2, "columns": {"balance": TEXT}}).encode()

_LIVE = re.compile(
    r"(?<!\\)!\[zqx|(?<!\\)\[zqx|(?<!\\)\$zqx|(?<!\\):material/zqx|(?<!\\):red\[zqx|(?<!\\)<b>zqx|"
    r"(?<!\\)\*\*zqx|(?<!\\)`zqx|www\.zqx|http://zqx"
)
"""Markup that Markdown would follow."""

_AS_IT_IS = {
    # Inputs, choices and code show their text as it is; the rest is not shown at all.
    ("Selectbox", "options"), ("Selectbox", "raw_value"), ("MultiSelect", "options"),
    ("TextInput", "default"), ("TextInput", "value"), ("TextArea", "default"),
    ("TextArea", "value"), ("Text", "body"), ("CodeBlock", "code_text"), ("Code", "code_text"),
    ("Json", "body"), ("DownloadButton", "url"), ("DownloadButton", "id"),
    ("Arrow", "columns"), ("Selectbox", "id"), ("Arrow", "id"),
}  # fmt: skip


_TYPED = {("TextInput", "default"), ("TextInput", "value"), ("TextArea", "default"),
          ("TextArea", "value")}  # fmt: skip
"""What stands in a box of its own, to be typed over."""


def live(message: Message) -> Iterator[str]:
    """Yield every text of what is sent to the browser that Markdown would take for more."""
    for field, value in message.ListFields():
        kind = message.DESCRIPTOR.name
        if (kind, field.name) in _AS_IT_IS or field.name == "id":
            continue
        for item in _items(value):
            if isinstance(item, Message):
                yield from live(item)
            elif isinstance(item, str) and _LIVE.search(item):
                yield f"{kind}.{field.name}: {item[:300]}"


def turned(message: Message) -> Iterator[str]:
    """Yield every text and table sent to the browser that would turn what stands beside it."""
    for field, value in message.ListFields():
        kind = message.DESCRIPTOR.name
        if (kind, field.name) in _TYPED:
            continue
        for item in _items(value):
            if isinstance(item, Message):
                yield from turned(item)
            elif (item if isinstance(item, bytes) else str(item).encode()).count(TURNED.encode()):
                yield f"{kind}.{field.name}: {item[:300]!a}"


def _items(value: Any) -> list[Any]:
    if isinstance(value, Message | str | bytes | int | float):
        return [value]
    if hasattr(value, "values"):
        return list(value.values())
    return list(value)
