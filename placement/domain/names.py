"""What keys of the library are called in the middle of a sentence or a segment's name."""

from placement.domain.text import speaks_source, t


def name_label(name: str) -> str:
    """Return a key such as "bank_card" as words; one that a user's file added as it is written."""
    names = {
        "bank_card": t("bank card"),
        "telecom": t("telecom"),
        "property_fee": t("property fee"),
        "logistics": t("logistics"),
        "software_retainage": t("software retainage"),
        "state_owned": t("state owned"),
        "joint_stock": t("joint stock"),
        "other": t("other"),
        "wait": t("wait"),
        "in_house": t("in house"),
        "agency_1": t("agency 1"),
        "agency_2": t("agency 2"),
        "agency_3": t("agency 3"),
        "law_letter": t("law letter"),
        "payment_order": t("payment order"),
        "lawsuit": t("lawsuit"),
        "sale": t("sale"),
        "write_off": t("write off"),
        "place": t("place with the next agency"),
    }
    return names.get(name, name.replace("_", " "))


def key_said(key: str) -> str:
    """Return a key as it is typed; in another language than its own what it is called there."""
    return key if speaks_source() else name_label(key)
