"""The bid memo: one page to decide by, as a web page that needs nothing else and prints on A4."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from placement.decide.bid.several import Total
from placement.domain.signs import harmless
from placement.domain.text import about, clauses, day_text, listed, t
from placement.report.bid_sheet import BidLine
from placement.report.made_with import MadeWith
from placement.words.bid import creditor_warning

SHOWN = 16
"""Lots that fit the page; the others are named by their number and are in the workbook."""


LONGEST_NAME = 40

NAMED = 8
"""Lots named at the top."""

WARNED = 3
"""Lots named that a creditor may not award."""


@dataclass(frozen=True, kw_only=True, eq=False)
class BidMemo:
    """What a memo says."""

    lines: Sequence[BidLine]
    total: Total
    """Of the lots that are bid for."""
    facts: Sequence[tuple[str, str]]
    """Name and value of what the bids rest on: tender, rivals, own estimate."""
    changes: Sequence[str]
    """What would change the answer, a sentence each."""
    made_with: MadeWith
    currency: str
    date: dt.date
    """Of the memo itself."""
    language: str = "en"


def memo_html(memo: BidMemo) -> str:
    """Return the memo; every text of the user's is escaped, nothing is fetched from elsewhere."""
    title = t("Bid memo")
    parts = [
        f"<h1>{_text(title)}</h1>",
        f"<p class='meta'>{_text(lots_named(memo))}</p>",
        f"<p class='meta'>{_text(_meta(memo))}</p>",
        f"<p class='lead'>{_text(_lead(memo))}</p>",
        _table(memo),
        _section(t("Why not the others"), [about(_name(x.lot), x.reason) for x in _refused(memo)]),
        _facts(memo),
        _section(t("Risks"), risks(memo)),
        _section(t("What would change it"), list(memo.changes)[:4]),
        f"<p class='meta'>{_text(_foot(memo))}</p>",
    ]
    return (
        f"<!doctype html><html lang='{escape(memo.language, quote=True)}'><head>"
        f"<meta charset='utf-8'><title>{_text(title)}</title>"
        f"<meta name='viewport' content='width=device-width'><style>{_STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>"
    )


def lots_named(memo: BidMemo) -> str:
    """Return what lots the memo is of, by their names; the first few where there are many."""
    names = [_name(line.lot) for line in memo.lines]
    shown = listed(names[:NAMED])
    more = len(names) - NAMED
    return (
        t("Lots: {names} and {more} more", names=shown, more=more)
        if more > 0
        else (t("Lots: {names}", names=shown))
    )


def risks(memo: BidMemo) -> list[str]:
    """Return what the profit is exposed to, with its money."""
    total, bids = memo.total, [line for line in memo.lines if line.go]
    if not bids:
        return [t("None taken: no lot is bid for.")]
    curse = sum(line.value("loss_if_naive") for line in bids)
    said = [
        t(
            "The total is {mean} give or take {sd} {currency} (one standard deviation); with the "
            "same error in every lot it spreads more than the {alone} of unlinked errors.",
            mean=_money(total.expected_profit),
            sd=_money(total.sd),
            alone=_money(total.sd_if_errors_differ),
            currency=memo.currency,
        ),
        t(
            "Winning says something of a lot: one that is won is expected to hold {kappa} of the "
            "odds estimated. Bids that ignore this earn {loss} {currency} less.",
            kappa=f"{_mean_odds(bids):.2%}",
            loss=_money(curse),
            currency=memo.currency,
        ),
    ]
    few = min(bids, key=lambda line: line.value("profit_if_won") / max(line.owed, 1e-9))
    said.append(
        t(
            "The thinnest bid is {lot}: {profit} {currency} if won, {share} of its balance.",
            lot=_name(few.lot),
            profit=_money(few.value("profit_if_won")),
            share=f"{few.value('profit_if_won') / max(few.owed, 1e-9):.2%}",
            currency=memo.currency,
        )
    )
    worst = max(bids, key=lambda line: line.loss_probability)
    said.append(
        t(
            "Most likely to end in a loss is {lot}: {chance}.",
            lot=_name(worst.lot),
            chance=f"{worst.loss_probability:.1%}",
        )
    )
    seats, cash = (np.array([getattr(line, name) for line in bids]) for name in ("seats", "cash"))
    if np.isfinite(seats).all():
        said.append(
            t(
                "If every bid were won: {seats} people in the busiest months and {cash} {currency} "
                "laid out; as often as they are won, {mean} people.",
                seats=f"{seats.sum():.1f}",
                cash=_money(float(cash.sum())),
                currency=memo.currency,
                mean=f"{seats @ np.array([line.value('win_probability') for line in bids]):.1f}",
            )
        )
    return said + _creditors(bids)


def _creditors(bids: Sequence[BidLine]) -> list[str]:
    """Return a sentence for each lot that its creditor may not award, the first few."""
    warned = [(line, creditor_warning(line.desk)) for line in bids if line.desk]
    return [about(_name(line.lot), why) for line, why in warned if why][:WARNED]


def _mean_odds(bids: Sequence[BidLine]) -> float:
    weight = np.array([line.owed for line in bids])
    return float(weight @ np.array([line.value("odds_if_won") for line in bids]) / weight.sum())


def _refused(memo: BidMemo) -> list[BidLine]:
    # As many as fit the page together with the table above it.
    refused = [line for line in memo.lines if not line.go]
    return refused[: max(2, 5 - min(len(memo.lines), SHOWN) // 4)]


def _meta(memo: BidMemo) -> str:
    made = memo.made_with
    cut = day_text(made.as_of) if made.as_of else t("none needed, ages are given")
    return t(
        "{date} · book {book} · cut-off date {cut} · money in {currency}",
        date=day_text(memo.date),
        book=made.book,
        cut=cut,
        currency=memo.currency,
    )


def _lead(memo: BidMemo) -> str:
    bids = [line for line in memo.lines if line.go]
    if not bids:
        return t("Do not bid: none of the {count} lots pays.", count=len(memo.lines))
    return t(
        "Bid for {go} of {count} lots. Expected profit {profit} {currency}, from {wins} lots won.",
        go=len(bids),
        count=len(memo.lines),
        profit=_money(memo.total.expected_profit),
        currency=memo.currency,
        wins=f"{memo.total.expected_wins:.1f}",
    )


def _table(memo: BidMemo) -> str:
    heads = (
        t("Lot"), t("Accounts"), t("Balance"), t("Floor"), t("Bid"), t("Ceiling"), t("Win"),
        t("Profit if won"), t("Expected profit"), t("Give or take"), t("Chance of a loss"),
        t("People"), t("Laid out"),
    )  # fmt: skip
    lines = sorted(
        memo.lines, key=lambda line: (not line.go, -np.nan_to_num(line.value("expected_profit")))
    )
    rows = "".join(_row(line) for line in lines[:SHOWN])
    more = len(lines) - SHOWN
    note = (
        f"<p class='meta'>{_text(t('{count} more lots are in the workbook.', count=more))}</p>"
        if more > 0
        else ""
    )
    head = "".join(f"<th>{_text(name)}</th>" for name in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{note}"


def _row(line: BidLine) -> str:
    bid = _share(line.value("bid")) if line.go else t("do not bid")
    cells = [
        _name(line.lot), f"{line.accounts:,}", _money(line.owed), _share(line.value("floor")),
        bid, _share(line.value("ceiling")) if line.value("ceiling") < 1.0 else "–",
        f"{line.value('win_probability'):.2%}" if line.go else "–",
        _cents(line.value("profit_if_won")) if line.go else "–",
        _cents(line.value("expected_profit")) if line.go else "–",
        _money(line.sd), _share(line.loss_probability),
        "–" if np.isnan(line.seats) else f"{line.seats:.1f}", _money(line.cash),
    ]  # fmt: skip
    kind = "" if line.go else " class='no'"
    return f"<tr{kind}>" + "".join(f"<td>{_text(cell)}</td>" for cell in cells) + "</tr>"


def _facts(memo: BidMemo) -> str:
    made = memo.made_with
    facts = [*memo.facts, (t("Numbers"), _numbers(made))]
    cells = "".join(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in facts)
    return f"<h2>{_text(t('Made with'))}</h2><dl>{cells}</dl>"


def _numbers(made: MadeWith) -> str:
    if not made.changed:
        return t("all as in the library")
    shown = [f"{path} = {value:g}" for path, value in list(made.changed.items())[:4]]
    more = len(made.changed) - len(shown)
    return clauses(shown) + (t("; and {count} more changed", count=more) if more else "")


def _foot(memo: BidMemo) -> str:
    columns = memo.made_with.columns
    return t(
        "Estimates, not promises. Model {model}, library {library}, agencies' stance {stance}.",
        model=columns["model_version"],
        library=columns["library_version"],
        stance=columns["stance"],
    )


def _section(title: str, sentences: Sequence[str]) -> str:
    if not sentences:
        return ""
    items = "".join(f"<li>{_text(sentence)}</li>" for sentence in sentences)
    return f"<h2>{_text(title)}</h2><ul>{items}</ul>"


def _name(lot: str) -> str:
    """Return a lot's name, cut where a long one would take the page."""
    return lot if len(lot) <= LONGEST_NAME else f"{lot[: LONGEST_NAME - 1]}…"


def _text(text: str) -> str:
    return escape(harmless(text), quote=True)


def _share(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:.2%}"


def _money(value: float) -> str:
    return "–" if np.isnan(value) else f"{round(value) + 0:,}"


def _cents(value: float) -> str:
    return "–" if np.isnan(value) else f"{round(value, 2) + 0.0:,.2f}"


_STYLE = """
@page { size: A4; margin: 14mm 15mm }
* { box-sizing: border-box }
body { font: 9pt/1.3 "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", Arial, sans-serif;
  color: #1b2430; max-width: 180mm; margin: 8mm auto; padding: 0 4mm }
h1 { font-size: 16pt; margin: 0 0 1mm } h2 { font-size: 10.5pt; margin: 3mm 0 0.8mm }
p { margin: 1mm 0 } .meta { color: #5a6675; font-size: 8.5pt } .lead { font-size: 11.5pt;
  font-weight: 600; margin: 2mm 0 3mm }
table { border-collapse: collapse; width: 100%; font-size: 7pt }
th, td { text-align: right; padding: 0.8mm 0.8mm; border-bottom: 0.3pt solid #c4ccd6;
  overflow-wrap: anywhere }
th:first-child, td:first-child { text-align: left; width: 22%; max-width: 40mm; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis } th { vertical-align: bottom }
tr.no td { color: #6b7684 } tr { break-inside: avoid }
ul { margin: 0; padding-left: 5mm } li { margin: 0.4mm 0; overflow-wrap: anywhere }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.3mm 3mm; margin: 0; font-size: 8.5pt }
dt { color: #5a6675 } dd { margin: 0; overflow-wrap: anywhere }
@media print { body { margin: 0; padding: 0; max-width: none } }
"""
