"""The page Contracts: the chosen contracts, their totals, and why each is in or out."""

import pandas as pd
import streamlit as st

from placement.decide.mix.choose import Mix
from placement.decide.mix.hiring import CashPlan, HiringPlan
from placement.decide.mix.prices import CASH_STEP, MOST_MORE, Gains
from placement.domain.text import t
from placement.report.made_with import MadeWith
from placement.risk.mixes import MixDraws
from placement.tape.currency import DEFAULT_CURRENCY
from placement.ui.contracts.tables import chosen_table, reasons_table
from placement.ui.inputs import export
from placement.ui.options.book import amount
from placement.ui.tiles import tiles
from placement.words.contracts import proof_words, wages_words
from placement.words.markdown import plain
from placement.words.names import sector_name
from placement.words.numbers import NONE, as_percent, money, signed


def show_conflict(mix: Mix) -> None:
    """Say which contracts that must be taken do not fit, by how much, and what to do."""
    if mix.conflict is None:
        return
    lines = mix.conflict.lines()
    st.error(
        mix.conflict.title() + "\n" + "\n".join(f"- {plain(line)}" for line in lines),
        icon=":material/block:",
    )


def show_tiles(
    best: Mix, today: Mix, gains: Gains | None, people: HiringPlan, cash: CashPlan
) -> None:
    """Draw the totals; where other seats are tried, with the change against today's."""
    moved = best.capacities.seats != today.capacities.seats and today.conflict is None
    short, sentence = proof_words(best)
    with tiles():
        st.metric(
            t("Expected profit ({currency})", currency=DEFAULT_CURRENCY),
            money(best.profit),
            delta=signed(best.profit - today.profit) if moved else None,
            help=t(
                "Over the contracts' terms, in today's money, each times its chance to win: after "
                "all wages paid, also in months without work, hiring and leaving, VAT, onboarding "
                "and fixed costs, and {exit} for contracts given up.",
                exit=money(best.exit_costs),
            ),
        )
        _people_tiles(people)
        st.metric(
            t("Lowest cash ({currency})", currency=DEFAULT_CURRENCY),
            money(cash.lowest_worst),
            help=t(
                "In month {month}, whichever bids are won; if every bid is won {full} in month "
                "{first}, on average {expected} in month {other}. From the opening cash on, or "
                "from 0 where cash is not limited.",
                month=cash.lowest_worst_month,
                full=money(cash.lowest),
                first=cash.lowest_month,
                expected=money(cash.lowest_expected),
                other=cash.lowest_expected_month,
            ),
        )
        count, before = int(best.taken.sum()), int(today.taken.sum())
        st.metric(
            t("Contracts taken"),
            t("{taken} of {all}", taken=count, all=len(best.contracts)),
            delta=f"{count - before:+d}" if moved and count != before else None,
            delta_color="off",
            help=t("To pursue or to keep."),
        )
        seats = float(best.of(best.modes.seats).sum())
        st.metric(
            t("Seats taken"),
            f"{seats:,.1f}",
            help=t("When work starts, if every bid is won; {seats} people are there today.",
                   seats=f"{best.capacities.seats:,g}"),
        )  # fmt: skip
        st.metric(
            t("One more seat ({currency})", currency=DEFAULT_CURRENCY),
            NONE if gains is None or not gains.value_of_more else money(gains.per_seat),
            help=t(
                "Added to the expected profit over the contracts' terms, after its wages: what "
                "each of 1 to {most} more people adds, on average over these numbers.",
                most=MOST_MORE,
            ),
        )
        if best.capacities.cash is not None:
            st.metric(
                t(
                    "{step} more cash ({currency})",
                    step=money(CASH_STEP),
                    currency=DEFAULT_CURRENCY,
                ),
                NONE
                if gains is None or gains.per_cash_step is None
                else money(gains.per_cash_step),
                help=t("Added to the expected profit, after the cash has come back."),
            )
        st.metric(t("Best possible?"), short, help=sentence)


def _people_tiles(people: HiringPlan) -> None:
    st.metric(
        t("Wages paid ({currency})", currency=DEFAULT_CURRENCY),
        money(people.wage_bill),
        help=wages_words(people),
    )
    st.metric(
        t("Months without work"),
        f"{people.idle_share:.1%}",
        help=t("Share of all months that people are paid for, on average over wins and losses."),
    )


def show_chosen(mix: Mix, made: MadeWith) -> None:
    """Draw the chosen contracts with their staffing."""
    st.subheader(t("Take these contracts"))
    table = chosen_table(mix)
    if not len(table):
        st.info(t("No contract is worth taking with these means."))
        return
    st.caption(
        t(
            "Seats when work starts, if won. The highest level is the staffing that would be best "
            "with seats to spare; lower levels make fewer contacts. Profit is after the wages of "
            "people at work; months without work are taken off the total above."
        )
    )
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    shown: pd.DataFrame = table.assign(
        sector=table["sector"].map(sector_name),
        level=[f"{m} / {n}" for m, n in zip(table["mode"], table["modes"], strict=True)],
        win_probability=table["win_probability"].map(as_percent),
        liquidation=table["liquidation"].map(as_percent),
    )
    whole = ["profit", "profit_if_won", "cash"]
    shown[whole] = shown[whole].round()
    st.dataframe(
        shown,
        hide_index=True,
        key="contracts_chosen",
        height="content" if len(table) <= 12 else 440,
        column_order=["contract", "seats", "level", "profit", "profit_if_won", "win_probability",
                      "cash", "legal_hours", "contacts_per_month", "worked_months", "liquidation",
                      "sector", "held"],
        column_config={
            "contract": text(t("Contract"), pinned=True, width=150),
            "sector": text(t("Sector")),
            "level": text(t("Level")),
            "seats": number(t("Seats"), format="%.1f"),
            "profit": amount(t("Expected profit ({currency})", currency=DEFAULT_CURRENCY)),
            "profit_if_won": amount(t("Profit if won ({currency})", currency=DEFAULT_CURRENCY)),
            "win_probability": number(t("Chance to win (%)"), format="%.4g"),
            "cash": amount(t("Most cash out ({currency})", currency=DEFAULT_CURRENCY)),
            "legal_hours": number(t("Legal hours a month"), format="%.1f"),
            "contacts_per_month": number(t("Contacts per account in month 1"), format="%.2f"),
            "worked_months": number(t("Months worked"), format="%.0f"),
            "liquidation": number(t("Accounts that pay (%)"), format="%.1f"),
            "held": st.column_config.CheckboxColumn(t("Held")),
        },
        alt=t("Chosen contracts with staffing level, seats and expected profit."),
    )  # fmt: skip
    export(lambda: table, name="chosen_contracts", key="contracts_chosen", made_with=made)


def show_reasons(
    mix: Mix, gains: Gains | None, made: MadeWith, *, drawn: MixDraws | None = None
) -> None:
    """Draw why every contract is in or out, and in how many draws it belongs to the best choice."""
    st.subheader(t("Why in, why out"))
    st.caption(
        t(
            "Profit before wages and seats at the chosen staffing, or at the most profitable one "
            "where a contract is left out: people are paid anyway. Reasons compare with the last "
            "seat; the choice weighs all means at once."
        )
    )
    table = reasons_table(mix, gains.per_seat + mix.wages_of_one if gains else None)
    if drawn is not None:
        chance = dict(zip(mix.contracts.contract, drawn.p_taken.tolist(), strict=True))
        table.insert(2, "p_taken", table["contract"].map(chance))
    names = {"in": t("In"), "out": t("Out")}
    shown = table.assign(taken=table["taken"].map(names)).round({"profit": 0, "profit_per_seat": 0})
    st.dataframe(
        shown,
        hide_index=True,
        key="contracts_reasons",
        height="content" if len(table) <= 10 else 380,
        column_config={
            "contract": st.column_config.TextColumn(t("Contract"), pinned=True, width=150),
            "taken": st.column_config.TextColumn(t("In or out"), width=70),
            "p_taken": st.column_config.NumberColumn(
                t("In the best choice"),
                format="percent",
                help=t("Share of draws of all numbers whose best choice takes it."),
            ),
            "reason": st.column_config.TextColumn(t("Why"), width=420),
            "profit": amount(t("Before wages ({currency})", currency=DEFAULT_CURRENCY)),
            "seats": st.column_config.NumberColumn(t("Seats"), format="%.1f"),
            "profit_per_seat": amount(
                t("Per seat, before wages ({currency})", currency=DEFAULT_CURRENCY)
            ),
        },
        alt=t("Every contract with the reason it is in or out."),
    )
    export(lambda: table, name="contract_reasons", key="contracts_reasons", made_with=made)
