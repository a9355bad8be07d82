"""The page Deal zone: one commission, both sides of the table."""

from collections.abc import Callable, Iterator
from functools import partial

import pandas as pd
import streamlit as st

from placement import api
from placement.decide.deal.agency_economics import AgencyEconomics, agency_economics
from placement.decide.deal.fee_terms import check_share
from placement.decide.deal.lot import Ladder
from placement.decide.deal.openers import Gap
from placement.decide.deal.zone import Zone
from placement.domain.errors import PlacementError
from placement.domain.text import sentences, t
from placement.domain.types import BoolArray, IntArray
from placement.report.made_with import MadeWith
from placement.risk.commissions import Commissions
from placement.ui import session
from placement.ui.book.names import creditor_type_names
from placement.ui.charts.deal import effort_chart, sides_chart
from placement.ui.deal import cached as deal_cached
from placement.ui.deal.agency import show_agency_side
from placement.ui.deal.contract import Contract, contract_of, quote_slider, terms_inputs
from placement.ui.deal.fee import show_fee
from placement.ui.deal.lot import Accounts, Choice, Scope, choose_lot, lot_words, positions_of
from placement.ui.deal.openers import show_openers
from placement.ui.deal.sight import Seat, Sight, choose_sight
from placement.ui.deal.tables import chart_rows, curve_table, ladder_table
from placement.ui.fee_terms import terms_in_use
from placement.ui.formula import how_it_comes_about
from placement.ui.inputs import export
from placement.ui.made_with import made_with
from placement.ui.options.book import amount
from placement.ui.same_command import same_as_command, same_but
from placement.ui.tiles import tiles
from placement.ui.uncertainty.draws import asked
from placement.ui.uncertainty.line import show_how_sure
from placement.ui.waiting import waited_for
from placement.words.deal import (
    agency_at_quote,
    at_quote,
    best_words,
    bounds_words,
    creditor_at_quote,
    verdict,
)
from placement.words.deal_formulas import (
    best_formula,
    ceiling_formula,
    creditor_formula,
    floor_formula,
    profit_formula,
)
from placement.words.formulas import Formula
from placement.words.glossary import meaning
from placement.words.headlines import commission_buys
from placement.words.how_sure import commission_words, in_draws
from placement.words.markdown import plain
from placement.words.names import sector_name
from placement.words.numbers import as_percent, money, points


def show_deal(ranked: api.BookRanking) -> None:
    """Draw the choice of the lot and everything about its commission; say what is wrong."""
    sight = choose_sight()
    placed = partial(deal_cached.best_begun, ranked, session.scenario())
    choice = choose_lot(ranked.ranking, placed)
    try:
        _show(ranked, choice, placed, sight)
    except PlacementError as error:
        st.error(plain(str(error)))


def _show(
    ranked: api.BookRanking, choice: Choice, placed: Callable[[], BoolArray], sight: Sight
) -> None:
    scenario, currency = session.scenario(), ranked.book.tape.currency
    contract = contract_of(choice.key)
    positions = positions_of(ranked.ranking, choice, placed)
    lot = deal_cached.lot(ranked, scenario, choice, positions, contract)
    st.caption(lot_words(ranked, positions, left_out=lot.left_out))
    quoted = lot.quoted if contract.quoted is None else contract.quoted
    check_share("quoted", quoted)
    quote_slider(choice.key, quoted=quoted)
    margin = deal_cached.margin(lot, scenario, contract)
    question = deal_cached.question(ranked, scenario, choice, contract)
    zone = waited_for(
        ("zone", question, margin),
        lambda: deal_cached.zone(question, margin, lot),
        saying=t("Working out both sides…"),
    )
    found = agency_economics(lot, deal_cached.business(lot, scenario), quoted=quoted)
    made = made_with(ranked)
    _tiles(zone, found, sight, quoted=quoted, currency=currency)
    how_it_comes_about(_formulas(zone, found, sight), key="deal_tiles")
    if sight.floor or sight.ceiling:
        _how_sure(ranked, positions, contract, question, margin, sight)
    if sight.floor and sight.ceiling:
        _verdict(
            zone,
            deal_cached.gap(question, margin, zone),
            sight,
            has_others=choice.scope is not Scope.SEGMENT and choice.accounts is Accounts.ALL,
            currency=currency,
        )
    _picture(zone, found, sight, quoted=quoted, currency=currency)
    if sight.everything:
        show_openers(zone, question, currency=currency, made=made)
    _curve(zone, sight, currency=currency, made=made)
    with st.expander(
        t("What the agency wants, and the ladder"),
        icon=":material/stairs:",
        key="deal_terms_open",
        on_change="rerun",
    ) as folded:
        if folded.open:
            if sight.seat in (Seat.DESK, Seat.AGENCY):
                terms_inputs(
                    choice.key, margin=margin, fixed_cost=lot.fixed_cost, currency=currency
                )
            _ladder(zone, quoted=quoted, currency=currency, made=made)
    if sight.profit and sight.floor:
        show_agency_side(
            found,
            break_even=lambda: deal_cached.break_even(question, lot),
            currency=currency,
            made=made,
        )
    if sight.everything:
        _same(choice, contract)
    show_fee(lot, session.assumptions(), quoted=quoted, currency=currency, made=made)


def _same(choice: Choice, contract: Contract) -> None:
    if choice.scope is Scope.SEGMENT:
        same_but("deal", [t("one segment of a book")])
        return
    same_as_command(
        "deal",
        options={
            "only": choice.sector or None,
            "best_placed": choice.accounts is Accounts.BEST_PLACED,
            "quoted": contract.quoted,
            "target_margin": contract.target_margin,
            "fixed_cost": contract.fixed_cost,
            "ladder": None if contract.ladder is Ladder.SCALED else contract.ladder,
            "court_advance": contract.court_advance_share or None,
        },
    )


def _tiles(
    zone: Zone, found: AgencyEconomics, sight: Sight, *, quoted: float, currency: str
) -> None:
    bounds, at = zone.bounds, found.curve
    with tiles():
        if sight.floor:
            st.metric(
                t("Agency's floor"),
                t("none") if bounds.floor is None else points(bounds.floor),
                help=meaning("floor"),
            )
        both = t(
            "The agency then earns {profit} {currency} and the creditor nets {net}.",
            profit=money(float(at.agency_profit[0])),
            net=money(float(at.creditor_value[0])),
            currency=currency,
        )
        st.metric(
            t("Today's quote"),
            points(quoted),
            help=both if sight.everything else None,
        )
        if not sight.everything:
            st.metric(
                t("Collected"),
                points(float(at.liquidation[0])),
                help=t("Share of the balance within the term, at today's quote."),
            )
        if sight.ceiling:
            st.metric(
                t("Creditor's ceiling"),
                t("none") if bounds.ceiling is None else points(bounds.ceiling),
                help=meaning("ceiling"),
            )
            st.metric(
                t("Creditor's best"),
                points(zone.best_to_begin) if zone.works_to_begin else t("none"),
                help=t(
                    "The commission that leaves the creditor most, follow-up included, whatever "
                    "the agency's floor. Placing alone, {alone} would.",
                    alone=points(zone.best_for_creditor),
                ),
            )


def _formulas(zone: Zone, found: AgencyEconomics, sight: Sight) -> Iterator[Formula | None]:
    """Return how the tiles come about, as far as the figures in them may be seen."""
    if sight.floor and sight.profit:
        yield floor_formula(zone)
    if sight.profit:
        yield profit_formula(found.curve, fixed_cost=zone.lot.fixed_cost)
    if sight.other:
        yield creditor_formula(zone, found.curve)
    if sight.ceiling and sight.other:
        yield ceiling_formula(zone)
        yield best_formula(zone)


def _how_sure(
    ranked: api.BookRanking,
    positions: IntArray,
    contract: Contract,
    question: str,
    margin: float,
    sight: Sight,
) -> None:
    """Draw how sure floor and ceiling are, as far as they may be seen."""
    scenario, numbers, terms = session.scenario(), session.assumptions(), terms_in_use()
    correlation, seed = asked()
    segments = ranked.ranking.valuation.segments.take(positions)
    draws = deal_cached.draws_of_lot(len(segments))

    def draw(progress: Callable[[float], None]) -> Commissions:
        return api.simulate_commission(
            segments,
            numbers,
            stance=scenario.stance,
            target_margin=contract.target_margin,
            fixed_cost=contract.fixed_cost,
            ladder=contract.ladder,
            fees=terms,
            court_advance_share=contract.court_advance_share,
            draws=draws,
            seed=seed,
            correlation=correlation,
            progress=progress,
        )

    show_how_sure(
        ("deal", question, margin, draws, correlation, seed),
        draw,
        lambda made: sentences(
            [
                in_draws(draws),
                commission_words(made, low=sight.floor, high=sight.ceiling),
            ]
        ),
    )


def _verdict(zone: Zone, gap: Gap | None, sight: Sight, *, has_others: bool, currency: str) -> None:
    if gap is None:
        st.success(
            verdict(zone, gap, currency=currency),
            icon=":material/handshake:",
        )
        return
    if not sight.everything:
        st.warning(t("No deal: the floor lies above the ceiling."), icon=":material/block:")
        return
    st.warning(verdict(zone, gap, currency=currency), icon=":material/block:")
    if has_others:
        st.caption(
            t(
                "Some of these accounts are worth more in another way, and the contract has to "
                "carry them. Best placed, above, offers only the others."
            )
        )


def _words(
    zone: Zone, found: AgencyEconomics, sight: Sight, *, quoted: float, currency: str
) -> list[str]:
    """Return what may be said of both sides, a sentence each."""
    at = found.curve
    said = []
    if sight.profit and sight.other:
        said.append(at_quote(zone, at, quoted=quoted, currency=currency))
    elif sight.profit:
        said.append(agency_at_quote(at, quoted=quoted, currency=currency).rstrip(";；"))
    elif sight.other:
        said.append(creditor_at_quote(zone, at, currency=currency))
    said += bounds_words(zone, low=sight.floor, high=sight.ceiling)
    if sight.ceiling:
        said.append(best_words(zone, at, quoted=quoted, currency=currency))
    return said


def _picture(
    zone: Zone, found: AgencyEconomics, sight: Sight, *, quoted: float, currency: str
) -> None:
    at = found.curve
    if said := _words(zone, found, sight, quoted=quoted, currency=currency):
        st.info("\n".join(f"- {line}" for line in said), icon=":material/forum:")
    # Where the axis ends tells of what is marked, so on a shared screen it is always the same.
    to = None if sight.everything else 1.0
    rows = sight.of_chart(chart_rows(zone, at, quoted=quoted, to=to))
    commission = t("Commission (%)")
    if sight.other or sight.profit:
        st.vega_lite_chart(
            rows,
            sides_chart(
                commission=commission,
                money=t("{currency}, whole lot", currency=currency),
                creditor=t("Creditor: net over its best other way"),
                agency=t("Agency: profit after fixed cost"),
            ),
            key="deal_sides",
            alt=t("Two lines over the commission: the creditor's gain and the agency's profit."),
        )
    st.subheader(commission_buys(quoted, float(at.liquidation[0])))
    st.vega_lite_chart(
        rows,
        effort_chart(
            commission=commission,
            collected=t("Collected (%)"),
            contacts=t("Contacts each"),
        ),
        key="deal_effort",
        alt=t("Two lines over the commission: share collected and contacts per account."),
    )
    accounts = float(zone.lot.accounts.sum())
    st.caption(
        t(
            "At {quote}: {collected} of the balance is collected within the term, with {contacts} "
            "contacts per account.",
            quote=points(quoted),
            collected=points(float(at.liquidation[0])),
            contacts=f"{float(at.contacts[0]) / accounts:.1f}",
        )
    )


def _curve(zone: Zone, sight: Sight, *, currency: str, made: MadeWith) -> None:
    with st.expander(
        t("Both curves as a table"),
        icon=":material/table:",
        key="deal_curve_open",
        on_change="rerun",
    ) as folded:
        if not folded.open:
            return
        hidden = [
            *(
                []
                if sight.other
                else ["creditor_net", "creditor_value", "creditor_over_best_other"]
            ),
            *([] if sight.profit else ["agency_profit"]),
        ]
        table = curve_table(zone.curve, zone).drop(columns=hidden)
        shown = table.assign(
            commission=table["commission"].map(as_percent),
            liquidation=table["liquidation"].map(as_percent),
        )
        number = st.column_config.NumberColumn
        st.dataframe(
            shown,
            hide_index=True,
            height=300,
            key="deal_curve",
            column_config={
                "commission": number(t("Commission (%)"), format="%.1f"),
                "liquidation": number(t("Collected (% of balance)"), format="%.2f"),
                "creditor_net": amount(t("Creditor's net ({currency})", currency=currency)),
                "creditor_over_best_other": amount(
                    t("Over its best other way ({currency})", currency=currency)
                ),
                "agency_profit": amount(t("Agency's profit ({currency})", currency=currency)),
                "contacts_per_account": number(t("Contacts per account"), format="%.1f"),
            },
            alt=t("Both sides at every half point of commission."),
        )
        export(lambda: table, name="deal_curve", key="deal_curve", made_with=made)


def _ladder(zone: Zone, *, quoted: float, currency: str, made: MadeWith) -> None:
    table = ladder_table(zone.lot, quoted)
    shown: pd.DataFrame = table.assign(
        sector=table["sector"].map(sector_name),
        creditor_type=table["creditor_type"].map(creditor_type_names()),
        library=table["library"].map(as_percent),
        quoted=table["quoted"].map(as_percent),
        balance=table["balance"].round(),
    )
    number = st.column_config.NumberColumn
    st.dataframe(
        shown,
        hide_index=True,
        key="deal_ladder_table",
        column_config={
            "sector": st.column_config.TextColumn(t("Sector")),
            "creditor_type": st.column_config.TextColumn(t("Creditor")),
            "youngest": number(t("Months past due, from"), format="%.1f"),
            "oldest": number(t("Months past due, to"), format="%.1f"),
            "library": number(t("Usual commission (%)"), format="%.1f"),
            "quoted": number(t("At today's quote (%)"), format="%.1f"),
            "accounts": number(t("Accounts"), format="localized"),
            "balance": amount(t("Balance ({currency})", currency=currency)),
        },
        column_order=["sector", "creditor_type", "youngest", "oldest", "library", "quoted",
                      "accounts", "balance"],
        alt=t("The rungs of the ladder with their accounts and commissions."),
    )  # fmt: skip
    export(lambda: table, name="ladder", key="deal_ladder_table", made_with=made)
