"""How payers are taken to pay, as plain data."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from placement.api import Paying


def paying_answer(paying: "Paying") -> dict[str, Any]:
    """Return how payers are taken to pay by the names of the public interface."""
    told, better = paying.told, paying.better
    return {
        "source": paying.source,
        "instalments": paying.instalments,
        "settlement_share": paying.settlement_share,
        "breakage": paying.breakage,
        "accounts": None if told is None else told.payers,
        "settlement_share_se": None if told is None else told.settlement_share.se,
        "breakage_se": None if told is None else told.breakage.se,
        "fits_better": None
        if better is None
        else {"instalments": better.instalments, "chi_square": better.chi_square},
        "says": paying.line(),
    }
