"""What the pages are called, by the name of their file."""

from placement.domain.text import t


def page_names() -> dict[str, str]:
    """Return what each page is called in the reader's language, in the order of the menu."""
    return {
        "home": t("Home"),
        "book": t("Book"),
        "options": t("Options"),
        "timing": t("Timing"),
        "policy": t("Policy"),
        "lists": t("Lists"),
        "deal_zone": t("Deal zone"),
        "bid_desk": t("Bid desk"),
        "contracts": t("Contracts"),
        "sectors": t("Sectors"),
        "decision_map": t("Decision map"),
        "uncertainty": t("Uncertainty"),
        "odds": t("Odds"),
        "agencies": t("Agencies"),
        "backtest": t("Backtest"),
        "pilot": t("Pilot"),
        "scenarios": t("Scenarios"),
        "access": t("Access"),
        "assumptions": t("Assumptions"),
        "glossary": t("Glossary"),
    }
