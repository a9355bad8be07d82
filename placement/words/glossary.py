"""The terms of the trade as this desk means them: one place, for the page Glossary and tooltips."""

from dataclasses import dataclass
from functools import partial

from placement.domain.language import LANGUAGES, catalogue
from placement.domain.text import language, t


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term, what it means, and where it matters."""

    key: str
    group: str
    """Key of the group that it stands in."""
    name: str
    meaning: str
    """A sentence or two."""
    pages: tuple[str, ...]
    """Files in `pages/` on which it is met, the most telling first."""


WORK, MONEY, FEES, BIDS, LAW, BOOK, DOUBT = (
    "work",
    "money",
    "fees",
    "bids",
    "law",
    "book",
    "doubt",
)
"""Keys of the groups, in the order they are shown."""


def group_names() -> dict[str, str]:
    """Return what the groups are called, in the order they are shown."""
    return {
        WORK: t("Working accounts"),
        MONEY: t("Money and value"),
        FEES: t("Commission and contracts"),
        BIDS: t("Tenders"),
        LAW: t("Law and court"),
        BOOK: t("The book and its numbers"),
        DOUBT: t("Doubt and proof"),
    }


def glossary() -> tuple[Term, ...]:
    """Return all terms in the reader's language, group by group."""
    return (*_work(), *_money(), *_fees(), *_bids(), *_law(), *_book(), *_doubt())


def meaning(key: str) -> str:
    """Return what a term means, for a tooltip.

    Raises:
        KeyError: There is no such term.
    """
    return meanings()[key]


def meanings() -> dict[str, str]:
    """Return what every term means, by its key; for whoever needs several."""
    return {term.key: term.meaning for term in glossary()}


def names_by_language() -> dict[str, dict[str, str]]:
    """Return the name of every term by its key, for each language by its code."""
    found = {}
    for code in LANGUAGES:
        with language(catalogue(code)):
            found[code] = {term.key: term.name for term in glossary()}
    return found


def found_by(
    terms: tuple[Term, ...], wanted: str, names: dict[str, dict[str, str]]
) -> tuple[Term, ...]:
    """Return the terms whose name, in any language, or whose meaning holds every word wanted.

    Args:
        terms: The terms in the reader's language.
        wanted: What was typed; nothing finds them all.
        names: As `names_by_language` gives them.
    """
    words = wanted.casefold().split()

    def text(term: Term) -> str:
        called = (each[term.key] for each in names.values())
        return " ".join([*called, term.name, term.meaning]).casefold()

    return tuple(term for term in terms if all(word in text(term) for word in words))


def _term(group: str, key: str, name: str, said: str, *pages: str) -> Term:
    return Term(key=key, group=group, name=name, meaning=said, pages=pages)


def _work() -> tuple[Term, ...]:
    term = partial(_term, WORK)
    return (
        term(
            "placement",
            t("Placement"),
            t("Handing accounts to a collection agency for a term, for a commission on what comes "
              "in. A second and third placement follow with other agencies."),
            "timing", "lists",
        ),
        term(
            "recall",
            t("Recall"),
            t("Taking placed accounts back from an agency, at the end of the term or before it."),
            "timing", "deal_zone",
        ),
        term(
            "effort",
            t("Effort"),
            t("Contacts per account and month, and for how many months. An agency that seeks its "
              "own profit works an account only while its commission covers the contacts."),
            "deal_zone",
        ),
        term(
            "contact_rate",
            t("Contact odds"),
            t("Chance that an attempt reaches the debtor himself; in the trade also right-party "
              "contact, RPC. Attempts that reach nobody are paid for all the same."),
            "odds",
        ),
        term(
            "contacts_per_success",
            t("Contacts per success"),
            t("Contacts made for each account that pays. It grows as the easy debtors have paid."),
            "odds", "deal_zone",
        ),
        term(
            "ptp",
            t("Promise to pay (PTP)"),
            t("A debtor's word to pay an amount by a day. It counts as money only when it is kept; "
              "the share that is kept is the PTP-kept rate."),
            "odds",
        ),
        term(
            "self_cure",
            t("Self-cure"),
            t("An account that pays without having been contacted. It would have paid anyway, so "
              "no work earned it; commission is due on it all the same while it is placed."),
            "odds",
        ),
        term(
            "cure",
            t("Cure"),
            t("An account that is no longer past due because all that was due is paid."),
            "odds",
        ),
        term(
            "willing_share",
            t("Willing share"),
            t("Share of open accounts whose debtor pays once he is reached often enough. It falls "
              "with age and with every stage that was worked."),
            "odds", "assumptions",
        ),
        term(
            "caseload",
            t("Caseload"),
            t("Accounts that one seat carries. It caps how often each of them can be contacted."),
            "contracts", "sectors",
        ),
        term(
            "seat_month",
            t("Seat-month"),
            t("One person at work for a month."),
            "contracts", "deal_zone",
        ),
        term(
            "first_move",
            t("First move"),
            t("What a plan begins with today: an option, or waiting a month."),
            "options", "timing",
        ),
        term(
            "followed_up",
            t("Followed up"),
            t("Valued with the best that can come after it, such as a second agency or a lawsuit."),
            "options", "timing",
        ),
        term(
            "alone",
            t("Closed when it ends"),
            t("Valued alone: when the option is over, nothing follows and the account is closed."),
            "options",
        ),
        term(
            "champion",
            t("Champion and challenger"),
            t("The agency that gets most of a lot, and one that gets a part to be measured on the "
              "same accounts. Shares move as results come in."),
            "pilot", "lists", "agencies",
        ),
    )  # fmt: skip


def _money() -> tuple[Term, ...]:
    term = partial(_term, MONEY)
    return (
        term(
            "cash",
            t("Cash"),
            t("What debtors pay, and the price of what is sold, in today's money."),
            "options",
        ),
        term(
            "fees_and_costs",
            t("Fees and costs"),
            t("Commission, own work, law and court less the fees that come back, holding cost and "
              "goodwill, in today's money."),
            "options",
        ),
        term(
            "tax_relief",
            t("Tax relief"),
            t("Tax saved on costs and on the loss, less tax on what is collected. Below zero it is "
              "tax to pay. No cash recovery."),
            "options", "assumptions",
        ),
        term(
            "net",
            t("Net recovery"),
            t("Cash, fees and costs, and tax relief together, in today's money."),
            "options",
        ),
        term(
            "liquidation",
            t("Liquidation rate"),
            t("Cash collected within the term as a share of the balance placed."),
            "agencies", "deal_zone",
        ),
        term(
            "net_back",
            t("Net-back"),
            t("What is left of collections after the agency's fee, as a share of the balance "
              "placed. It tells more of an agency than its liquidation or its commission alone."),
            "agencies",
        ),
        term(
            "discount",
            t("Discount rate"),
            t("What a year's wait costs: later money is worth less by this rate."),
            "assumptions",
        ),
        term(
            "holding_cost",
            t("Holding cost"),
            t("What it costs each month to keep an open account on the books."),
            "assumptions",
        ),
        term(
            "waiting",
            t("Value of waiting"),
            t("Value of doing nothing for a month, and the best plan after it, less the best other "
              "first move made today. Above zero: waiting pays."),
            "timing",
        ),
        term(
            "horizon",
            t("Horizon"),
            t("Months that a plan looks ahead. What would come later is not counted."),
            "timing",
        ),
        term(
            "sale",
            t("Sale of claims"),
            t("Giving accounts to a buyer for a price at once; what comes later is the buyer's."),
            "options",
        ),
        term(
            "write_off",
            t("Write-off"),
            t("Closing an account as a loss. What is left of it is the tax saved, where the law "
              "lets the loss be deducted."),
            "options",
        ),
        term(
            "give_or_take",
            t("Give or take"),
            t("One standard deviation: in about two of three cases the outcome lies within it on "
              "either side."),
            "bid_desk", "uncertainty",
        ),
    )  # fmt: skip


def _fees() -> tuple[Term, ...]:
    term = partial(_term, FEES)
    return (
        term(
            "commission",
            t("Contingency commission"),
            t("What an agency is paid: a share of what is collected, and nothing without success."),
            "deal_zone", "assumptions",
        ),
        term(
            "floor",
            t("Agency's floor"),
            t("The lowest commission at which the lot pays the agency, fixed cost included."),
            "deal_zone", "bid_desk",
        ),
        term(
            "ceiling",
            t("Creditor's ceiling"),
            t("The highest at which placing is worth no less than its best other ways."),
            "deal_zone",
        ),
        term(
            "deal_zone",
            t("Deal zone"),
            t("Commissions between floor and ceiling, at which both sides gain. Where the floor "
              "lies above the ceiling there is none."),
            "deal_zone",
        ),
        term(
            "best_other",
            t("Best other way"),
            t("What the creditor would do with the accounts if he did not place them now, segment "
              "by segment; the yardstick of his ceiling."),
            "deal_zone",
        ),
        term(
            "target_margin",
            t("Target margin"),
            t("Profit that the agency wants as a share of its revenue after VAT."),
            "deal_zone", "bid_desk",
        ),
        term(
            "fixed_cost",
            t("Fixed cost of a contract"),
            t("What winning and running a contract costs whatever its size: tender, setting up "
              "data and systems, reporting."),
            "deal_zone", "contracts",
        ),
        term(
            "break_even_commission",
            t("Break-even commission"),
            t("The lowest without a loss, with as much work as then pays."),
            "deal_zone",
        ),
        term(
            "break_even_liquidation",
            t("Break-even liquidation"),
            t("What must be collected, as a share of the balance, to pay for today's work."),
            "deal_zone",
        ),
        term(
            "effective_fee",
            t("Effective fee"),
            t("Expected fee over expected collections once every term of the contract counts: "
              "tiers, minimum, tail, VAT. The rate in the offer is only its headline."),
            "deal_zone",
        ),
        term(
            "ladder",
            t("Commission ladder"),
            t("Commissions by age of the account: older accounts are harder and pay more."),
            "deal_zone",
        ),
        term(
            "tail",
            t("Tail"),
            t("Time after recall in which money that comes in still earns commission."),
            "deal_zone", "agencies",
        ),
        term(
            "clawback",
            t("Clawback"),
            t("Commission that goes back to the creditor when a payment is reversed."),
            "agencies", "deal_zone",
        ),
    )  # fmt: skip


def _bids() -> tuple[Term, ...]:
    term = partial(_term, BIDS)
    return (
        term(
            "lot",
            t("Lot"),
            t("Accounts that one contract covers and that are tendered together."),
            "bid_desk",
        ),
        term(
            "curse",
            t("Winner's curse"),
            t("Who wins has read the lot more kindly than the others, so a lot that is won is on "
              "average worse than it was estimated."),
            "bid_desk",
        ),
        term(
            "shading",
            t("Bid shading"),
            t("Bidding above the floor, as a low bid wins more often and earns less: the best bid "
              "weighs the two, in the light of what winning says of the lot."),
            "bid_desk",
        ),
        term(
            "naive_bid",
            t("Naive bid"),
            t("The bid that would be best if the lot were as estimated, whoever wins it."),
            "bid_desk",
        ),
        term(
            "odds_if_won",
            t("Odds if won"),
            t("True over estimated odds that are expected of the lot if this bid wins it."),
            "bid_desk",
        ),
        term(
            "expected_profit",
            t("Expected profit"),
            t("Chance to win times profit if won, over all bids, in today's money."),
            "bid_desk",
        ),
    )  # fmt: skip


def _law() -> tuple[Term, ...]:
    term = partial(_term, LAW)
    return (
        term(
            "law_letter",
            t("Law-firm letter"),
            t("A demand on a law firm's paper. It breaks limitation and makes some debtors pay who "
              "answer to nothing else."),
            "options",
        ),
        term(
            "payment_order",
            t("Payment order"),
            t("A court's order to pay without a hearing, for a third of the fee. An objection of "
              "the debtor ends it."),
            "options",
        ),
        term(
            "lawsuit",
            t("Lawsuit"),
            t("Suing for the debt, with enforcement behind it. Many settle once it is filed."),
            "options",
        ),
        term(
            "limitation",
            t("Limitation"),
            t("Time after which a debtor may refuse to pay in court, counted from the last demand "
              "that can be proved."),
            "timing", "assumptions",
        ),
        term(
            "judgement_number",
            t("Judgement"),
            t("Of an assumption: a number that nobody publishes and that was chosen with reasons. "
              "It has a range, and is worth replacing by your own."),
            "assumptions",
        ),
    )  # fmt: skip


def _book() -> tuple[Term, ...]:
    term = partial(_term, BOOK)
    return (
        term(
            "book",
            t("Book"),
            t("The overdue accounts that are looked at together: a file with one row an account."),
            "book",
        ),
        term(
            "segment",
            t("Segment"),
            t("Accounts alike in sector, age, balance and past, which are valued together at their "
              "mean."),
            "book", "options",
        ),
        term(
            "dpd",
            t("Days past due (DPD)"),
            t("Days since the oldest amount that is not paid fell due, up to the cut-off date."),
            "book",
        ),
        term(
            "stage",
            t("Stage"),
            t("A span of days past due in which accounts are treated alike, such as 91 to 180 "
              "days; in banks M4 to M6."),
            "book", "scenarios",
        ),
        term(
            "roll_rate",
            t("Roll rate"),
            t("Share of a stage's balance that is a stage older a month later instead of paid."),
            "scenarios",
        ),
        term(
            "vintage",
            t("Vintage"),
            t("Accounts that were opened, or fell due, in the same month and are followed "
              "together."),
            "backtest",
        ),
        term(
            "batch",
            t("Batch"),
            t("Accounts that were placed with an agency at one time and whose results are counted "
              "together."),
            "agencies", "backtest",
        ),
        term(
            "cut_off",
            t("Cut-off date"),
            t("The day of which the book tells; ages are counted up to it, and money is valued at "
              "it."),
            "book",
        ),
        term(
            "remittance",
            t("Remittance file"),
            t("A table of what batches brought in, month by month, as agencies send it."),
            "odds", "agencies", "backtest",
        ),
        term(
            "assumption",
            t("Assumption"),
            t("A number that the answer rests on, with low, high, source and date. Your own takes "
              "the place of the library's."),
            "assumptions",
        ),
        term(
            "scenario",
            t("Scenario"),
            t("All that you set beside the library: numbers, bands, how agencies work, fee terms. "
              "It is saved in revisions, without the book."),
            "scenarios",
        ),
        term(
            "stance",
            t("Agencies' stance"),
            t("Own profit: an agency works an account only while its commission covers its "
              "contacts. By contract: it makes the agreed contacts for the whole term."),
            "options",
        ),
    )  # fmt: skip


def _doubt() -> tuple[Term, ...]:
    term = partial(_term, DOUBT)
    return (
        term(
            "draw",
            t("Draw"),
            t("One way the assumptions could be at the same time, taken from their ranges by "
              "chance. Many draws show how sure an answer is."),
            "uncertainty",
        ),
        term(
            "tornado",
            t("Tornado"),
            t("Each assumption moved alone from its low to its high end, the one that moves the "
              "answer most on top."),
            "uncertainty",
        ),
        term(
            "information",
            t("Value of information"),
            t("What knowing a number for certain before the decision would add on average; a test "
              "may cost no more."),
            "uncertainty", "pilot",
        ),
        term(
            "pilot",
            t("Pilot"),
            t("Some accounts placed as a test before the rest is decided; it spends them, and is "
              "worth it where it may change the decision."),
            "pilot",
        ),
        term(
            "backtest",
            t("Backtest"),
            t("What would have been foretold from older batches, held against what then came in."),
            "backtest",
        ),
        term(
            "credibility",
            t("Credibility"),
            t("How far an own result counts against the usual one: few accounts count little, many "
              "count nearly fully."),
            "odds", "agencies",
        ),
        term(
            "kept_share",
            t("Share of the best value kept"),
            t("What a table of few rules leaves as a share of deciding account by account."),
            "policy",
        ),
    )  # fmt: skip
