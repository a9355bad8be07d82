"""What `bid` says of a list of lots: a line each, and all together."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.cli.progress import DrawsProgress
from placement.cli.show import left, print_how_sure, right, tell
from placement.domain.errors import PlacementError, TapeError
from placement.domain.text import about, sentences, t
from placement.domain.types import Stance
from placement.tape.quoting import heading

if TYPE_CHECKING:
    from placement.api import BidQuestion, LotRow, PastBids
    from placement.assume.assumptions import Assumptions
    from placement.decide.bid.desk import BidDesk
    from placement.decide.deal.fee_terms import FeeTerms
    from placement.risk.bids import Offer


def bids_for_lots(
    file: Path,
    question: "BidQuestion",
    assumptions: "Assumptions",
    *,
    past: "PastBids | None",
    target_margin: float | None,
    fees: "FeeTerms | None",
    stance: Stance,
    how_sure: int | None = None,
) -> dict[str, Any]:
    """Return the answer for every lot of a list and for those bid for together.

    Rows that are wrong are named on standard error and in the answer; the other lots are answered.

    Raises:
        TapeError: The file cannot be read, lacks a column or has no usable row.
        InputError: A rule of the tender is wrong.
    """
    from placement import api
    from placement.decide.bid.desk import Reason
    from placement.decide.bid.several import add_up
    from placement.report.bid_answer import bid_answer
    from placement.tape.findings import name_some

    question.tender()
    read = api.read_lots(
        file, filename=file.name, sectors={sector: sector for sector in assumptions.sectors}
    )
    problems = [*read.problems, *api.questions_of(read.rows)]
    answers: list[dict[str, Any]] = []
    made: list[BidDesk] = []
    offers: list[Offer] = []
    for row in read.rows:
        try:
            own = _own(row, question, assumptions)
            desk = _desk(row, own, assumptions, past, target_margin, fees, stance)
        except PlacementError as error:
            problems += [t("Lot {name}: {why}", name=row.lot, why=why) for why in error.messages]
            continue
        answers.append(
            {
                "lot": row.lot,
                "sector": row.sector,
                "accounts": row.accounts,
                "total_balance": row.owed,
                "age": row.age,
                **bid_answer(desk),
            }
        )
        offers.append(
            api.offer_of_row(
                row, own, desk, stance=stance, target_margin=target_margin, fees=fees, past=past
            )
        )
        if desk.reasons[0] is Reason.PAYS:
            made.append(desk)
    if not answers:
        raise TapeError(t("{file} has no lot that can be bid for.", file=file.name), *problems)
    for line in problems:
        tell("warning", line)
    if read.unused:
        note = t("Columns that a bid does not use: {names}.", names=name_some(read.unused))
        tell("note", note)
    total = add_up([desk.outcome for desk in made]) if made else None
    drawn = None
    if how_sure is not None:
        names, sectors = [each["lot"] for each in answers], [each["sector"] for each in answers]
        drawn = how_sure_of(offers, names, sectors, assumptions, how_sure)
    return {
        "lots": answers,
        "total": {
            "expected_profit": total.expected_profit if total else 0.0,
            "sd": total.sd if total else 0.0,
            "sd_if_errors_differ": total.sd_if_errors_differ if total else 0.0,
            "expected_wins": total.expected_wins if total else 0.0,
        },
        "how_sure": drawn,
        "problems": problems,
        "columns_not_used": [heading(name) for name in read.unused],
    }


def print_bids(answer: dict[str, Any]) -> None:
    """Print a line for each lot, then all together."""
    names = t("floor"), t("bid"), t("win"), t("expected"), t("people"), t("cash")
    print(f"{left(t('lot'), 32)}" + "".join(f" {right(name, 14)}" for name in names))
    for row in answer["lots"]:
        bid = f"{row['bid']:.2%}" if row["recommend"] else t("no bid")
        floor = "-" if row["floor"] is None else f"{row['floor']:.2%}"
        seats = "-" if row["seats"] is None or not row["recommend"] else f"{row['seats']:,.1f}"
        cash = "-" if row["cash"] is None or not row["recommend"] else f"{row['cash']:,.0f}"
        cells = floor, bid, f"{row['win_probability']:.2%}", f"{row['expected_profit']:,.0f}"
        print(
            f"{left(row['lot'][:32], 32)}"
            + "".join(f" {right(x, 14)}" for x in (*cells, seats, cash))
        )
    for row in answer["lots"]:
        if not row["recommend"]:
            print(about(row["lot"], row["message"]))
    from placement.words.numbers import in_one_form

    total = answer["total"]
    profit, sd = in_one_form(total["expected_profit"], total["sd"])
    print(
        t(
            "Together {profit} expected, give or take {sd} where the lots share one error; "
            "{wins:.1f} wins expected. Money is in today's money.",
            profit=profit,
            sd=sd,
            wins=total["expected_wins"],
        )
    )
    print_how_sure(answer)


def how_sure_of(
    offers: "Sequence[Offer]",
    names: Sequence[str],
    sectors: Sequence[str],
    assumptions: "Assumptions",
    draws: int,
) -> dict[str, Any]:
    """Return how sure bids are, as data with the sentences that say it."""
    from placement import api
    from placement.report.uncertainty_answer import bids_answer
    from placement.tape.currency import DEFAULT_CURRENCY
    from placement.words.how_sure import bids_words, in_draws, one_bid_words

    found = api.simulate_bids(offers, sectors, assumptions, draws=draws, progress=DrawsProgress())
    said = [sentences([in_draws(draws), bids_words(found, DEFAULT_CURRENCY)])]
    for row, name in enumerate(names):
        words = one_bid_words(found, row, DEFAULT_CURRENCY)
        said.append(about(name, words) if name else words)
    return bids_answer(found, names, seed=api.USUAL_SEED) | {"said": said}


def _own(row: "LotRow", question: "BidQuestion", assumptions: "Assumptions") -> "BidQuestion":
    from placement import api

    return question.under(
        row.rules, points_spread=lambda weight: api.usual_points_spread(weight, assumptions)
    )


def _desk(
    row: "LotRow",
    own: "BidQuestion",
    assumptions: "Assumptions",
    past: "PastBids | None",
    target_margin: float | None,
    fees: "FeeTerms | None",
    stance: Stance,
) -> "BidDesk":
    from placement import api

    studied = api.study_row(row, assumptions, stance=stance, target_margin=target_margin, fees=fees)
    return api.bid_fully(studied, own, ceiling=row.ceiling, past=past, assumptions=assumptions)
