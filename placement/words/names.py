"""What options, moves, parts of an amount and sectors are called in the reader's language."""

from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.stop import STOP
from placement.domain.text import pt, t
from placement.domain.types import Component, Option, Stance


def option_names() -> dict[Option, str]:
    """Return what each option is called in the reader's language, in the usual order."""
    return {
        Option.IN_HOUSE: t("Keep in-house"),
        Option.AGENCY_1: t("First agency"),
        Option.AGENCY_2: t("Second agency"),
        Option.AGENCY_3: t("Third agency"),
        Option.LAW_LETTER: t("Law-firm letter"),
        Option.PAYMENT_ORDER: t("Payment order"),
        Option.LAWSUIT: t("Lawsuit"),
        Option.SALE: t("Sell"),
        Option.WRITE_OFF: t("Write off"),
    }


def component_names() -> dict[Component, str]:
    """Return what each part of a net recovery is called in the reader's language."""
    return {
        Component.COLLECTED: t("Collected"),
        Component.COMMISSION: t("Commission"),
        Component.OPERATING_COST: t("Operating cost"),
        Component.LEGAL_COST: t("Legal cost"),
        Component.FEES_REFUNDED: t("Fees refunded"),
        Component.SALE_PROCEEDS: t("Sale proceeds"),
        Component.HOLDING_COST: t("Holding cost"),
        Component.RELATIONSHIP_COST: t("Relationship cost"),
        Component.TAX: t("Tax"),
    }


def sector_name(sector: str) -> str:
    """Return what a sector is called in the reader's language.

    Args:
        sector: Key of the library. One that a user's own file added has no translation and is
            shown as it was written, with spaces for underscores.
    """
    names = {
        "bank_card": t("Bank cards"),
        "telecom": t("Telecom"),
        "property_fee": t("Property fees"),
        "logistics": t("Logistics"),
        "software_retainage": t("Software retainage"),
    }
    return names.get(sector, sector.replace("_", " "))


def stance_name(stance: str) -> str:
    """Return what drives an agency, in the reader's language.

    Args:
        stance: Value of a `Stance`.
    """
    names = {
        Stance.PROFIT_SEEKING.value: t("Own profit"),
        Stance.CONTRACTUAL.value: pt("stance", "By contract"),
    }
    return names.get(stance, stance)


def move_names() -> dict[str, str]:
    """Return what each move of a plan is called in the reader's language."""
    return {WAIT: t("Wait"), **{option.value: name for option, name in option_names().items()}}


def lead_names() -> dict[str, str]:
    """Return what everything is called that a plan can begin with, the end of all work included."""
    return {**move_names(), STOP: t("Stop working it, keep the claim")}


def short_names() -> dict[str, str]:
    """Return the same for the axis of a chart, which has little room."""
    return {**move_names(), STOP: t("Stop, keep the claim")}
