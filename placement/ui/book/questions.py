"""What a file leaves in doubt: its readings side by side, what hangs on them, and the answers."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import sentences, t
from placement.tape.findings import Choice, Finding, Severity
from placement.tape.meaning import AS_IT_STANDS, CHOICES, Meaning, meaning_of
from placement.ui import session
from placement.ui.book import intake as intakes
from placement.ui.book.intake import Intake
from placement.ui.language import in_readers_language
from placement.ui.waiting import waited_for
from placement.words.markdown import plain
from placement.words.numbers import money, signed

_STAKES = "book_stakes"


def questions(book: api.Book, intake: Intake) -> None:
    """Draw every doubt that is still open, then what was answered."""
    open_doubts = doubts_of(book, intake.meaning)
    if open_doubts:
        st.subheader(t("How is this meant?"))
        st.caption(
            t("The file can be read in more than one way. Choose, or say that it is right as read.")
        )
    for finding in open_doubts:
        _question(finding, book, intake)
    _answered(intake)


def doubts_of(book: api.Book, meaning: Meaning) -> tuple[Finding, ...]:
    """Return the doubts that nobody has confirmed yet."""
    return tuple(
        finding
        for finding in book.findings
        if finding.severity is Severity.DOUBT and finding.code not in meaning.confirmed
    )


def question_names() -> dict[str, str]:
    """Return what each question about a file is called."""
    return {
        "sheets": t("Sheets"),
        "header_row": t("Row of the headings"),
        "encoding": t("Encoding"),
        "decimal": t("Decimal sign"),
        "unit": t("Unit of the amounts"),
        "dates": t("Order in dates"),
        "age_unit": t("Unit of the ages"),
        "rate": t("Rate to the library's currency"),
        "bills": t("Several bills of one account"),
        "paid": t("What was paid so far"),
        "debtors": t("Several accounts of one debtor"),
        "totals": t("Rows called totals"),
        "closed": t("Accounts that are over"),
        "current": t("Accounts that are not overdue"),
        "snapshots": t("Several cut-off dates"),
    }


def answer_name(answer: object) -> str:
    """Return what an answer is called in front of a reader."""
    names = {
        "point": t("point, 1,234.50"),
        "comma": t("comma, 1.234,50"),
        "day-first": t("day first"),
        "month-first": t("month first"),
        "year-first": t("year first"),
        "days": t("days"),
        "months": t("months"),
        "years": t("years"),
        "keep": t("keep"),
        "add": t("add up"),
        "to-deduct": t("still to be taken off"),
        "deducted": t("off already"),
        "apart": t("each on its own"),
        "together": t("one claim, one suit"),
        "leave-out": t("leave out"),
        "latest": t("the latest"),
        "all": t("all"),
        "one": t("single units"),
        "thousand": t("thousands"),
        "million": t("millions"),
        "cents": t("cents"),
    }
    return names.get(str(answer), str(answer))


def meaning_boxes(intake: Intake, form: str) -> Callable[[], Meaning]:
    """Draw a box for every question, and return what reads them when the form is sent."""
    names, said = question_names(), intake.meaning
    with st.grid(min_column_width=210):
        for name, answers in CHOICES.items():
            current = getattr(said, name)
            st.selectbox(
                names[name],
                list(answers),
                index=answers.index(current) if current else None,
                format_func=answer_name,
                placeholder=t("As the file shows"),
                key=f"{form}_meaning_{name}",
            )
        st.number_input(
            names["rate"],
            min_value=0.0,
            value=said.rate,
            placeholder=t("Same currency"),
            format="%.6g",
            key=f"{form}_meaning_rate",
            help=t("Price of one unit of the file's currency, as in 7.1 for dollars."),
        )
        st.number_input(
            names["header_row"],
            min_value=1,
            value=said.header_row,
            step=1,
            placeholder=t("Found by itself"),
            key=f"{form}_meaning_header_row",
        )
        st.text_input(
            names["sheets"],
            value="; ".join(said.sheets),
            key=f"{form}_meaning_sheets",
            placeholder=t("Found by itself"),
            help=t("Names of sheets with ; between them."),
        )
        st.text_input(
            names["encoding"],
            value=said.encoding or "",
            key=f"{form}_meaning_encoding",
            placeholder=t("Found by itself"),
            help=t("Of a text file, such as cp1252 or big5."),
        )

    def read() -> Meaning:
        def held(name: str) -> object:
            return st.session_state[f"{form}_meaning_{name}"]

        sheets = [part.strip() for part in str(held("sheets")).split(";") if part.strip()]
        plain_answers = {name: held(name) for name in (*CHOICES, "header_row")}
        plain_answers |= {"rate": held("rate") or None, "sheets": sheets}
        plain_answers |= {"encoding": str(held("encoding")).strip()}
        given = {name: answer for name, answer in plain_answers.items() if answer not in (None, "")}
        return meaning_of({**given, "confirmed": sorted(said.confirmed)})

    return read


def _question(finding: Finding, book: api.Book, intake: Intake) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(finding.message)}**")
        if finding.money:
            st.caption(
                plain(
                    t(
                        "rows: {rows} · {money} {currency}",
                        rows=f"{finding.rows:,}",
                        money=f"{finding.money:,.2f}",
                        currency=book.tape.currency,
                    )
                )
            )
        if finding.choices:
            st.radio(
                t("Readings"),
                list(range(len(finding.choices))),
                format_func=lambda place: _reading(finding.choices[place], book),
                index=next((i for i, c in enumerate(finding.choices) if c.taken), 0),
                key=f"book_doubt_{finding.code}",
                label_visibility="collapsed",
                on_change=in_readers_language(_choose),
                args=(finding, intake),
            )
        if finding.advice:
            st.caption(plain(finding.advice))
        _at_stake(finding, book, intake)
        st.button(
            t("It is right as read"),
            icon=":material/check:",
            key=f"book_confirm_{finding.code}",
            on_click=in_readers_language(_confirm),
            args=(finding, intake),
            help=t("The doubt is settled, and stays so in the saved mapping."),
        )


def _reading(choice: Choice, book: api.Book) -> str:
    parts = [choice.label]
    if choice.accounts is not None:
        parts.append(t("{accounts} accounts", accounts=f"{choice.accounts:,}"))
    if choice.balance is not None:
        parts.append(
            t("{money} {currency}", money=f"{choice.balance:,.2f}", currency=book.tape.currency)
        )
    return plain(" · ".join(parts))


def _choose(finding: Finding, intake: Intake) -> None:
    choice = finding.choices[int(st.session_state[f"book_doubt_{finding.code}"])]
    try:
        meaning = intake.meaning.answered(choice.question, choice.answer)
    except PlacementError as error:
        intakes.report(error)
        return
    intakes.ask(replace(intake, meaning=meaning))


def _confirm(finding: Finding, intake: Intake) -> None:
    """Keep that the file is right as read: with the reading taken, where there are several."""
    meaning = replace(intake.meaning, confirmed=intake.meaning.confirmed | {finding.code})
    for choice in finding.choices:
        if choice.taken:
            meaning = meaning.answered(choice.question, choice.answer)
    intakes.ask(replace(intake, meaning=meaning))


def _take_back(intake: Intake) -> None:
    intakes.ask(replace(intake, meaning=AS_IT_STANDS))


def _at_stake(finding: Finding, book: api.Book, intake: Intake) -> None:
    """Say what hangs on a doubt: at once of small books, on request of others."""
    if all(choice.taken for choice in finding.choices):
        return
    known: dict[str, tuple[api.Stake, ...]] = st.session_state.setdefault(_STAKES, {})
    key = f"{book.tape.digest}:{session.scenario().digest}:{finding.code}"
    if key not in known:
        small = len(book.tape) <= api.WITHOUT_ASKING
        asked = small or st.button(
            t("What hangs on it?"), key=f"book_stake_{finding.code}", icon=":material/balance:"
        )
        if not asked:
            return
        scenario, ranked = session.scenario(), session.ranking(book)
        numbers = session.assumptions()
        with st.container():
            known[key] = waited_for(
                ("stakes", key),
                lambda: api.stakes_of(
                    finding,
                    ranked,
                    lambda choice: intakes.book_under(intake, choice),
                    numbers,
                    stance=scenario.stance,
                    bands=scenario.bands,
                ),
                saying=t("Valuing the book under the other reading…"),
            )
    for stake in known[key]:
        st.markdown(plain(stake_words(stake, book.tape.currency)))


def stake_words(stake: api.Stake, currency: str) -> str:
    """Return what hangs on another reading, as a sentence."""
    if stake.net is None or stake.change is None:
        return t(
            "Read as {reading}, no account would be left: {why}",
            reading=stake.choice.label,
            why=stake.why,
        )
    words = t(
        "Read as {reading}, the book would leave {net} instead ({change} {currency}, each "
        "segment's best option closed at its end), and the best option would change for {moves} "
        "accounts.",
        reading=stake.choice.label,
        net=money(stake.net),
        change=signed(stake.change),
        currency=currency,
        moves=f"{stake.moves:,}",
    )
    if stake.came or stake.went:
        words = sentences(
            [
                words,
                t(
                    "{came} accounts would come, {went} would go.",
                    came=f"{stake.came:,}",
                    went=f"{stake.went:,}",
                ),
            ]
        )
    return words


def _answered(intake: Intake) -> None:
    """Say what the user answered, with the way back."""
    said = intake.meaning.plain()
    said.pop("confirmed", None)
    if not said and not intake.meaning.confirmed:
        return
    names = question_names()
    parts = [
        f"{names[name]}: "
        + (", ".join(map(str, value)) if isinstance(value, list) else answer_name(value))
        for name, value in said.items()
    ]
    if intake.meaning.confirmed:
        parts.append(t("confirmed as read: {count}", count=f"{len(intake.meaning.confirmed):,}"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(plain(t("You said of this file: {answers}.", answers=" · ".join(parts))))
        st.button(
            t("Take it back"),
            icon=":material/undo:",
            key="book_unsay",
            on_click=in_readers_language(_take_back),
            args=(intake,),
        )
