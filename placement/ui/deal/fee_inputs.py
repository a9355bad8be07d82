"""The terms of a contract beyond its headline, to type in; the session keeps them."""

from dataclasses import replace

import streamlit as st

from placement.assume.assumptions import Assumptions
from placement.decide.deal.fee_terms import MOST_TAIL_MONTHS, Band, FeeTerms, Vat
from placement.decide.deal.lot import Lot
from placement.domain.text import t
from placement.domain.types import MOST_OWED
from placement.ui import session
from placement.ui.deal.fee_ladders import edit_ladders
from placement.ui.fee_terms import inputs_turn, open_inputs_anew, terms_in_use
from placement.ui.inputs import percent


def open_terms(terms: FeeTerms) -> None:
    """Make terms the session's and open every input anew with them."""
    session.change_terms(terms)
    open_inputs_anew()


def edit_terms(*, currency: str) -> FeeTerms:
    """Draw every term and return them; the session keeps them.

    Raises:
        InputError: They break a rule; names it.
    """
    terms, turn = terms_in_use(), inputs_turn()
    terms = _payments(terms, turn)
    terms = _minimum_and_tail(terms, turn, currency)
    terms = edit_ladders(terms, turn=turn, currency=currency)
    session.change_terms(terms)
    return terms


def ladder_of_the_field(lot: Lot, assumptions: Assumptions) -> tuple[Band, ...]:
    """Return the library's ladder by age for a lot of one sector and one kind of creditor.

    Empty where there are several: a contract has one.
    """
    kinds = set(zip(lot.segments.sector, lot.segments.creditor_type, strict=True))
    if len(kinds) > 1:
        return ()
    sector, creditor = next(iter(kinds))
    starts, rates = assumptions.table(f"{sector}.agency.commission.{creditor}")
    # What holds before the first rung that is named is the first rung.
    edges: list[float | None] = [0.0, *starts[1:].tolist(), None]
    return tuple(
        Band(start=start, end=end, rate=rate)
        for start, end, rate in zip(edges, edges[1:], rates.tolist(), strict=False)
        if start is not None
    )


def _payments(terms: FeeTerms, turn: int) -> FeeTerms:
    with st.grid(columns="auto", min_column_width=190):
        direct = _share(
            t("Paid to the creditor directly"),
            terms.direct_share,
            f"deal_fee_direct_{turn}",
            help=t("Share of collections that debtors pay past the agency."),
        )
        late = _share(
            t("Late fees in collections"),
            terms.late_fee_share,
            f"deal_fee_late_{turn}",
            help=t("Share of collections that is late fees and penalties."),
        )
        late_rate = _share(
            t("Commission on late fees"),
            1.0 if terms.late_fee_rate is None else terms.late_fee_rate,
            f"deal_fee_late_rate_{turn}",
            help=t("Counts where late fees have a share above, and the switch beside is on."),
        )
        credit = _share(
            t("VAT the creditor gets back"),
            terms.vat_credit_share,
            f"deal_fee_credit_{turn}",
            help=t("Share of the agency's VAT that the creditor deducts as input tax."),
        )
    with st.container(horizontal=True):
        own = _toggle(t("Own rate on late fees"), terms.late_fee_rate is not None, "own", turn)
        earns = _toggle(t("Direct payments earn commission"), terms.direct_earns, "earns", turn)
        added = _toggle(t("VAT comes on top"), terms.vat is Vat.ADDED, "vat", turn)
        lawyers = _toggle(t("Lawyers act (cap by law)"), terms.lawyers_act, "lawyers", turn)
        marginal = _toggle(
            t("A result's points only inside its tier"), terms.result_marginal, "marginal", turn
        )
    return replace(
        terms,
        direct_share=direct,
        direct_earns=earns,
        late_fee_share=late,
        late_fee_rate=late_rate if own else None,
        vat=Vat.ADDED if added else Vat.INCLUDED,
        vat_credit_share=credit,
        lawyers_act=lawyers,
        result_marginal=marginal,
    )


def _minimum_and_tail(terms: FeeTerms, turn: int, currency: str) -> FeeTerms:
    with st.grid(columns="auto", min_column_width=190):
        each = _number(
            t("Minimum fee per account ({currency})", currency=currency),
            terms.minimum_per_account,
            f"deal_fee_each_{turn}",
            help=t("Least fee for every account placed, settled when the term ends."),
        )
        whole = _number(
            t("Minimum fee for the lot ({currency})", currency=currency),
            terms.minimum_per_lot,
            f"deal_fee_whole_{turn}",
            help=t("Least fee for all accounts together, settled when the term ends."),
        )
        months = st.number_input(
            t("Tail after recall (months)"),
            min_value=0,
            max_value=MOST_TAIL_MONTHS,
            value=terms.tail_months,
            key=f"deal_fee_tail_{turn}",
            persist_state="session",
            help=t("Months after recall in which payments still earn commission."),
        )
        tail_share = _share(
            t("Commission earned in the tail"),
            terms.tail_share,
            f"deal_fee_tail_share_{turn}",
            help=t("Share of the usual commission."),
        )
    return replace(
        terms,
        minimum_per_account=each,
        minimum_per_lot=whole,
        tail_months=int(months),
        tail_share=tail_share,
    )


def _share(label: str, share: float, key: str, *, help: str) -> float:
    return percent(label, share=share, key=key, help=help)


def _number(label: str, value: float, key: str, *, help: str) -> float:
    return float(
        st.number_input(
            label,
            min_value=0.0,
            max_value=MOST_OWED,
            value=value,
            step=1.0,
            key=key,
            persist_state="session",
            help=help,
        )
    )


def _toggle(label: str, value: bool, name: str, turn: int) -> bool:
    return st.toggle(label, value=value, key=f"deal_fee_{name}_{turn}", persist_state="session")
