"""What the memo for a creditor's committee says: the same numbers as the screens, to the digit."""

import numpy as np

from placement.decide.explain import lead_of
from placement.decide.timing.plans import Plan, Step
from placement.decide.totals import TOTALS, totals_of
from placement.domain.text import clauses, listed, sentences, t, with_unit
from placement.domain.types import BoolArray, Component, Option
from placement.report.memo import Memo, MemoBars, MemoSection, MemoTable
from placement.report.memo_case import YEAR, CreditorCase, bar_name
from placement.report.memo_parts import (
    assumed_section,
    book_line,
    findings_section,
    foot,
    most_deciding,
    swing_name,
    swings_table,
)
from placement.risk.tornado import Swing
from placement.words.names import lead_names, option_names
from placement.words.numbers import difference, money, points, share, whole
from placement.words.ranking import what_makes_it
from placement.words.timing import stages

REASONS, MOVES = 3, 3
"""What fits two pages."""

UNTIL = (0, 1, 3, 6, YEAR)
"""Months after the cut-off date until which steps are counted together."""


def creditor_memo(case: CreditorCase) -> Memo:
    """Return the memo in the language that is spoken."""
    made = case.made_with
    return Memo(
        title=t("Decision memo: {book}", book=made.book),
        meta=(
            book_line(
                made,
                accounts=float(case.accounts.sum()),
                owed=float(case.owed.sum()),
                currency=case.currency,
            ),
            t("Question: what should be done first with each of these accounts, and what follows?"),
        ),
        answer=_answer(case),
        sections=[
            _first_moves(case),
            _cash(case),
            _range(case),
            _reasons(case),
            _changes(case),
            assumed_section(case.swings, made.assumptions),
            _steps(case),
            findings_section(case.findings, case.tape.excluded, currency=case.currency),
        ],
        foot=foot(made),
    )


def _answer(case: CreditorCase) -> list[str]:
    names, owed = lead_names(), float(case.owed.sum())
    begun = list(case.begun.items())
    parts = [
        t(
            "{move} for {accounts} accounts",
            move=names[name],
            accounts=whole(float(case.accounts[chosen].sum())),
        )
        for name, chosen in begun[:MOVES]
    ]
    if rest := begun[MOVES:]:
        left = sum(float(case.accounts[chosen].sum()) for _, chosen in rest)
        parts.append(t("something else for {accounts} accounts", accounts=whole(left)))
    cash, fees, tax = case.totals.tolist()
    words = {
        "left": money(cash + fees),
        "share": share(cash + fees, of=owed),
        "tax": money(abs(tax)),
        "currency": case.currency,
    }
    brings = t(
        "In today's money that leaves {left} {currency} in cash after fees and costs, {share} of "
        "what is owed.",
        **words,
    )
    taxed = (
        t("Tax relief of {tax} {currency} comes on top; it is no recovery.", **words)
        if tax >= 0.0
        else t("Tax of {tax} {currency} comes off it.", **words)
    )
    return [
        sentences([t("Begin with: {moves}.", moves=listed(parts)), brings]),
        sentences([taxed, *_compared(case)]),
    ]


def _compared(case: CreditorCase) -> list[str]:
    """Return what the plans are ahead of the book begun in-house, and of the best single start."""
    net, cash = float(case.net.sum()), float(case.totals[:2].sum())
    begun = {
        option: totals_of(case.begun_alike(option).sum(axis=1))
        for option, parts in zip(Option, case.options_begun.swapaxes(0, 1), strict=True)
        if not np.isnan(parts).any(axis=0).all()
    }
    best = max(begun, key=lambda each: float(begun[each].sum()))
    said = [t("With tax the plans leave {net} {currency}.", net=money(net), currency=case.currency)]
    if 0.0 < net < 2.0 * float(case.totals[2]):
        said.append(
            t(
                "Most of that, {share}, is tax relief: who has no profits to set losses against "
                "does not get it.",
                share=share(float(case.totals[2]), of=net),
            )
        )
    for option in dict.fromkeys((Option.IN_HOUSE, best)):
        if option in begun:
            words = {
                "option": option_names()[option],
                "net": money(float(begun[option].sum())),
                "more": difference(net - float(begun[option].sum())),
                "cash": difference(cash - float(begun[option][:2].sum())),
                "currency": case.currency,
            }
            said.append(
                t(
                    "All accounts begun with {option} where it is open, and the best after it, "
                    "would leave {net} {currency}: the plans are {more} {currency} ahead, {cash} "
                    "{currency} of it in cash.",
                    **words,
                )
            )
    return said


def _first_moves(case: CreditorCase) -> MemoSection:
    names, unit = lead_names(), case.currency
    rows = [[names[name], *_amounts(case, chosen)] for name, chosen in case.begun.items()]
    everything = np.ones(len(case.accounts), dtype=bool)
    rows.append([t("All"), *_amounts(case, everything)])
    return MemoSection(
        title=t("Cash first: what comes in, what it costs, what is left"),
        table=MemoTable(
            heads=[
                t("Begin with"),
                t("Accounts"),
                with_unit(t("Balance"), unit),
                with_unit(t("Cash in"), unit),
                with_unit(t("Fees and costs"), unit),
                with_unit(t("Tax relief"), unit),
                with_unit(t("Net"), unit),
                t("Net ÷ balance"),
            ],
            rows=rows,
            total=True,
        ),
        notes=[
            t(
                "In today's money, until every plan has ended. Tax relief counts only for a "
                "creditor that has profits to set losses against."
            )
        ],
    )


def _amounts(case: CreditorCase, chosen: BoolArray) -> list[str]:
    totals = case.plans.totals[:, chosen] @ case.accounts[chosen]
    owed, net = float(case.owed[chosen].sum()), float(case.net[chosen].sum())
    return [
        whole(float(case.accounts[chosen].sum())),
        whole(owed),
        *(whole(float(totals[row])) for row in range(len(TOTALS))),
        whole(net),
        share(net, of=owed),
    ]


def _cash(case: CreditorCase) -> MemoSection:
    calendar, unit = case.calendar, case.currency
    columns = [
        calendar.coming_in,
        calendar.going_out,
        calendar.of(Component.TAX),
        calendar.net,
    ]
    year = [column[:YEAR] for column in columns]
    so_far = np.cumsum(calendar.net)
    low = float(so_far.min())
    rows = [
        [
            case.day(month + 1),
            *(whole(float(column[month])) for column in year),
            whole(float(so_far[month])),
        ]
        for month in range(min(YEAR, len(so_far)))
    ]
    names = [bar_name(case.made_with.as_of, month + 1) for month in range(len(rows))]
    rows.append([t("First 12 months"), *(whole(float(column.sum())) for column in year), ""])
    within = t(
        "Within 12 months {cash} {currency} come in and {fees} {currency} go out before tax.",
        cash=money(float(year[0].sum())),
        fees=money(-float(year[1].sum())),
        currency=unit,
    )
    advanced = (
        t(
            "At its lowest the running sum is {amount} {currency}: that much has to be advanced.",
            amount=money(low),
            currency=unit,
        )
        if low < 0.0
        else t("The running sum is never below zero: nothing has to be advanced.")
    )
    return MemoSection(
        title=t("Cash by month, the first 12 months"),
        said=[sentences([within, advanced])],
        bars=MemoBars(
            names=names,
            above=year[0].tolist(),
            below=year[1].tolist(),
            label=t("Bars: the book's cash in and out by month under its plans."),
            keys=(with_unit(t("Cash in"), unit), with_unit(t("Fees and costs"), unit)),
        ),
        table=MemoTable(
            heads=[
                t("Month to"),
                *(
                    with_unit(name, unit)
                    for name in (
                        t("Cash in"), t("Fees and costs"), t("Tax"), t("Net"), t("Net so far"),
                    )
                ),
            ],
            rows=rows,
            total=True,
        ),
        notes=[t("Not discounted, so it does not add up to today's money above.")],
    )  # fmt: skip


def _range(case: CreditorCase) -> MemoSection:
    drawn = case.drawn
    owed = float((drawn.segments.balance * drawn.segments.accounts).sum())
    together = drawn.together
    first = t(
        "In {draws} draws of all numbers (seed {seed}), the {count} largest segments ({part} of "
        "the balance) leave {low} to {high} {currency} in nine draws of ten, and {value} "
        "{currency} as the numbers stand.",
        draws=whole(drawn.draws),
        seed=drawn.seed,
        count=whole(len(drawn.segments)),
        part=share(owed, of=float(case.owed.sum())),
        low=money(together.p05),
        high=money(together.p95),
        value=money(together.value),
        currency=case.currency,
    )
    second = t(
        "The first move is the best one in {sure} of the draws, weighted by balance; {loss} of "
        "them lose money.",
        sure=points(drawn.sure, decimals=0),
        loss=points(together.p_loss, decimals=0),
    )
    return MemoSection(title=t("How sure it is"), said=[sentences([first, second])])


def _reasons(case: CreditorCase) -> MemoSection:
    names, found = lead_names(), []
    for name, chosen in case.begun.items():
        if name == Option.IN_HOUSE:
            continue
        plan, kept = case.parts_ahead(chosen)
        owed = float(case.owed[chosen].sum())
        lead = lead_of(name, Option.IN_HOUSE, best_parts=plan, second_parts=kept)
        makes = what_makes_it(lead, balance=owed, currency=case.currency, most=2)
        said = t(
            "{move}, {accounts} accounts owing {owed} {currency}: {more} {currency} against "
            "beginning in-house, the best after it in both.",
            move=names[name],
            accounts=whole(float(case.accounts[chosen].sum())),
            owed=money(owed),
            more=difference(lead.amount),
            currency=case.currency,
        )
        why = t("Most of it: {parts}.", parts=clauses(makes)) if makes else ""
        found.append((lead.amount, sentences([said, why])))
    found.sort(key=lambda pair: -pair[0])
    return MemoSection(
        title=t("Why: where the money comes from"),
        said=[] if found else [t("Every account begins in-house.")],
        points=[said for _, said in found[:REASONS]],
    )


def _changes(case: CreditorCase) -> MemoSection:
    unit, owed = case.currency, float(case.owed.sum())

    def cells(swing: Swing) -> list[str]:
        return [
            *(whole(float(net)) for net in swing.net),
            *(points(float(changed) / owed) for changed in swing.changed),
        ]

    table = swings_table(
        case.swings,
        case.made_with.assumptions,
        heads=[
            with_unit(t("Low end leaves"), unit),
            with_unit(t("High end leaves"), unit),
            t("Low end changes, % of balance"),
            t("High end changes, % of balance"),
        ],
        cells=cells,
    )
    base = t(
        "One number or table at a time, at the ends of its range: what the best options alone "
        "leave, {net} {currency} as the numbers stand, and for which share of the balance another "
        "option is best.",
        net=money(case.ranking.best_mix_total),
        currency=unit,
    )
    return MemoSection(
        title=t("What would change it"),
        said=[sentences([base, _most_changed(case)])],
        table=table,
        notes=[] if table else [t("No number within its range changes what is left.")],
    )


def _most_changed(case: CreditorCase) -> str:
    """Return which number at its end changes the best option of most of the balance."""
    owed, most = float(case.owed.sum()), most_deciding(case.swings)
    if most is None:
        return t("None of them alone changes the best option of any segment.")
    end = int(np.argmax(most.changed))
    words = {"name": swing_name(most), "share": share(float(most.changed[end]), of=owed)}
    if end:
        return t(
            "Most is decided by {name}: at its high end {share} of the balance have another best "
            "option.",
            **words,
        )
    return t(
        "Most is decided by {name}: at its low end {share} of the balance have another best "
        "option.",
        **words,
    )


def _steps(case: CreditorCase) -> MemoSection:
    """Return what is begun when: accounts by step and by the day until which it begins."""
    names = lead_names()

    def due(plan: Plan) -> list[Step]:
        return [s for s in stages(plan, horizon=case.horizon) if s.start_month <= YEAR]

    counts: dict[str, list[float]] = {}
    owed: dict[str, float] = {}
    for at, plan in enumerate(case.plans.plans):
        # A plan that comes back to a move has its accounts there once.
        for action in dict.fromkeys(step.action for step in due(plan)):
            owed[action] = owed.get(action, 0.0) + float(case.owed[at])
        for step in due(plan):
            row = counts.setdefault(step.action, [0.0] * len(UNTIL))
            row[int(np.searchsorted(UNTIL, step.start_month))] += float(case.accounts[at])
    rows = [
        [names[action], *(whole(count) for count in counts[action]), whole(owed[action])]
        for action in sorted(counts, key=lambda each: -owed[each])
    ]
    return MemoSection(
        title=t("Next steps, with dates"),
        said=_limitation(case),
        table=MemoTable(
            heads=[
                t("Accounts to begin with"),
                t("On {day}", day=case.day(0)),
                *(t("Until {day}", day=case.day(month)) for month in UNTIL[1:]),
                with_unit(t("Balance, 12 months"), case.currency),
            ],
            rows=rows,
        ),
        notes=[
            *_come_back(case, sum(owed.values())),
            t(
                "Later steps are at most these, as who pays before is not among them. Which "
                "accounts these are: the page Lists, or the command lists, writes a file for each "
                "action and agency."
            ),
        ],
    )


def _come_back(case: CreditorCase, in_rows: float) -> list[str]:
    """Return that rows hold an account more than once, where they do."""
    owed = float(case.owed.sum())
    if round(in_rows) <= round(owed):
        return []
    return [
        t(
            "An account comes back in the row of every step that its plan has: the balances of "
            "the rows add up to {rows} {currency}, all accounts together owe {owed} {currency}.",
            rows=money(in_rows),
            owed=money(owed),
            currency=case.currency,
        )
    ]


def _limitation(case: CreditorCase) -> list[str]:
    found, said = case.limitation, []
    if found.soon:
        said.append(
            t(
                "Limitation runs out within 12 months for accounts: {accounts}, owing {owed} "
                "{currency}; the first on {day}. Before that, sue or make a demand that can be "
                "proved.",
                accounts=whole(found.soon),
                owed=money(found.soon_owed),
                currency=case.currency,
                day=case.day_after(found.first),
            )
        )
    if found.over:
        said.append(
            t(
                "Limitation is over already for accounts: {accounts}, owing {owed} {currency}; "
                "look for a later demand before suing.",
                accounts=whole(found.over),
                owed=money(found.over_owed),
                currency=case.currency,
            )
        )
    return [sentences(said)] if said else []
