"""The questions that each side really asks, each with the page that answers it."""

from dataclasses import dataclass

from placement.domain.text import t

BOOK, LOTS, CONTRACTS, REMITTANCES, NOTHING = "book", "lots", "contracts", "remittances", "nothing"
"""What a question needs before it can be answered."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question and where its answer stands."""

    page: str
    """The page that answers it, a file name in `pages/`."""
    asks: str
    answer: str
    """What comes out."""
    needs: str
    """One of `BOOK`, `LOTS`, `CONTRACTS`, `REMITTANCES` and `NOTHING`."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side of the table and what it asks."""

    name: str
    icon: str
    key: str
    questions: tuple[Question, ...]


def sides() -> tuple[Side, ...]:
    """Return both sides and the two together, in the reader's language."""
    return (
        Side(
            name=t("I am a creditor"),
            icon=":material/account_balance:",
            key="creditor",
            questions=_creditor(),
        ),
        Side(
            name=t("I am an agency"),
            icon=":material/support_agent:",
            key="agency",
            questions=_agency(),
        ),
        Side(
            name=t("We sit together"),
            icon=":material/handshake:",
            key="together",
            questions=_together(),
        ),
    )


def needs_words() -> dict[str, str]:
    """Return what is needed for an answer, by its key."""
    return {
        BOOK: t("Needs a book."),
        LOTS: t("Needs a list of lots, or a book to cut them from."),
        CONTRACTS: t("Needs a table of contracts; an example stands there."),
        REMITTANCES: t("Needs a file of remittances."),
        NOTHING: t("Needs nothing else."),
    }


def _creditor() -> tuple[Question, ...]:
    return (
        Question(
            page="options",
            asks=t("What do I do first with each account, and what will be left?"),
            answer=t("The best first move of each segment: cash, costs, tax relief and net."),
            needs=BOOK,
        ),
        Question(
            page="timing",
            asks=t("When do I act, wait, change agency or stop?"),
            answer=t("A plan month by month, and what waiting costs."),
            needs=BOOK,
        ),
        Question(
            page="policy",
            asks=t("Which few rules can operations follow?"),
            answer=t("A table of rules, and what it keeps of the best."),
            needs=BOOK,
        ),
        Question(
            page="lists",
            asks=t("Which account goes to whom this month?"),
            answer=t("A file for each action and agency, with control sums."),
            needs=BOOK,
        ),
        Question(
            page="agencies",
            asks=t("Which of my agencies is best, and was its bill right?"),
            answer=t("A ranking on the same work, and every line of a bill checked."),
            needs=REMITTANCES,
        ),
        Question(
            page="pilot",
            asks=t("Shall I try an agency on some accounts first?"),
            answer=t("How many accounts, when to stop, and what the test is worth."),
            needs=NOTHING,
        ),
    )


def _agency() -> tuple[Question, ...]:
    return (
        Question(
            page="bid_desk",
            asks=t("What do I bid for these lots, and do I bid at all?"),
            answer=t("The best bid for each lot, the chance to win, the profit expected."),
            needs=LOTS,
        ),
        Question(
            page="deal_zone",
            asks=t("From which commission on does a lot pay me?"),
            answer=t("The floor, the people it takes and the cash by month."),
            needs=BOOK,
        ),
        Question(
            page="contracts",
            asks=t("Which contracts do I take with the people I have?"),
            answer=t("The best mix within seats and cash, and what one more seat is worth."),
            needs=CONTRACTS,
        ),
        Question(
            page="sectors",
            asks=t("Which sector do I go into?"),
            answer=t("Profit by seat, cash laid out and licences, sector by sector."),
            needs=NOTHING,
        ),
        Question(
            page="decision_map",
            asks=t("From which balance and to which age is an account worth work?"),
            answer=t("A map of what is best at each balance and age."),
            needs=BOOK,
        ),
        Question(
            page="odds",
            asks=t("What do my own results say about who pays?"),
            answer=t("Odds of your own in place of the library's, with a range."),
            needs=REMITTANCES,
        ),
    )


def _together() -> tuple[Question, ...]:
    return (
        Question(
            page="deal_zone",
            asks=t("Which commission do both sides gain from?"),
            answer=t("Floor, ceiling, and what would open a deal where there is none."),
            needs=BOOK,
        ),
        Question(
            page="uncertainty",
            asks=t("How sure is that, and which doubt matters most?"),
            answer=t("Ranges, the numbers that decide, and what knowing them is worth."),
            needs=BOOK,
        ),
        Question(
            page="assumptions",
            asks=t("What is assumed, and who says so?"),
            answer=t("Every number with range, source and date; each can be changed."),
            needs=NOTHING,
        ),
        Question(
            page="scenarios",
            asks=t("How do two proposals differ, and why?"),
            answer=t("Both side by side, and how much each change makes."),
            needs=BOOK,
        ),
        Question(
            page="backtest",
            asks=t("Did it turn out as it was said?"),
            answer=t("What was foretold beside what came in."),
            needs=REMITTANCES,
        ),
        Question(
            page="glossary",
            asks=t("What does a word mean?"),
            answer=t("The terms of the trade in both languages."),
            needs=NOTHING,
        ),
    )
