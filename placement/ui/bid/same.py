"""The Bid desk's answer as a command: for the list of lots, and for one of them."""

from collections.abc import Sequence

from placement import api
from placement.api.command import Given
from placement.decide.bid.choices import AboveCeiling, PriceFormula, ResultsAre
from placement.domain.text import as_now, t
from placement.report.forms import form_csv
from placement.ui.bid.cached import Asked
from placement.ui.bid.lots import lots_table
from placement.ui.bid.past import Kept
from placement.ui.gate.files import download_button
from placement.ui.same_command import same_without_book

LIST, ONE = "lots.csv", "lot.csv"


def same_list(asked: Asked, past: Kept | None) -> None:
    """Draw the line for all lots; its file is the download above the sheet."""
    _same(LIST, asked, past)


def same_lot(row: "api.LotRow", asked: Asked, past: Kept | None) -> None:
    """Draw the line for one lot, with its file."""
    _same(ONE, asked, past)
    download_button(
        t("Download {file}", file=ONE),
        data=as_now(lambda: form_csv(lots_table([row]))),
        file_name=ONE,
        mime="text/csv",
        key="bid_same_lot",
        icon=":material/download:",
        help=t("This lot as the line of the command takes it, with its segments."),
    )


def _same(file: str, asked: Asked, past: Kept | None) -> None:
    used = past if asked.question.past else None
    same_without_book(
        "bid",
        files=[file],
        options=options_of(asked, used),
        missing=missing_in(asked, used),
        key=f"_{file}",
    )


def missing_in(asked: Asked, past: Kept | None) -> list[str]:
    """Return what the page asks and the command has no option for."""
    # The command has one number of rivals, which is also of how many bids a past one was lowest.
    if past is not None and past.how is ResultsAre.LOWEST and asked.question.number != past.rivals:
        return [t("rivals other in number than those a past winning bid was the lowest of")]
    return []


def options_of(asked: Asked, past: Kept | None) -> dict[str, Given | Sequence[Given]]:
    """Return the options of the command for what the page asks.

    Args:
        asked: What the page asks.
        past: The past results in use, None where they are not.
    """
    question = asked.question
    options: dict[str, Given | Sequence[Given]] = {
        "rivals": question.number,
        "rivals_expected": question.mean_number,
        "rival_mean": question.mean,
        "rival_shift": question.shift if question.mean is None else None,
        "rival_sd": question.sd,
        "past_results": past.name if past else None,
        "results_are": past.how if past and past.how is not ResultsAre.ALL else None,
        "winners": question.winners if question.winners > 1 else None,
        "shares": _joined(question.shares),
        "ceiling": question.ceiling,
        "above_ceiling": (
            None if question.above_ceiling is AboveCeiling.STAY_AWAY else question.above_ceiling
        ),
        "estimate_error": question.error or None,
        "rivals_know": question.knows,
        "bid_cost": question.bid_cost or None,
        "target_margin": asked.target_margin,
    }
    if question.price_weight < 1.0:
        options |= {
            "own_points": question.own_points,
            "rival_points_mean": question.rival_points_mean,
            "rival_points_sd": question.rival_points_sd,
        }
    if question.price_weight < 1.0 or question.formula is not PriceFormula.LOWEST_OVER_BID:
        options |= {"price_weight": question.price_weight, "price_formula": question.formula}
    if question.formula is PriceFormula.FROM_AVERAGE:
        options |= {
            "slope": question.slope,
            "slope_below": question.slope_below,
            "average": question.average,
            "ceiling_share": question.ceiling_share or None,
            "discounts": _joined(question.discounts),
            "ties": question.ties,
        }
    return options


def _joined(numbers: tuple[float, ...] | None) -> str | None:
    return None if numbers is None else ",".join(map(repr, numbers))
