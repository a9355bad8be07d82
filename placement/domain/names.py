"""What keys of the library are called in the middle of a sentence or a segment's name."""

from placement.domain.text import t


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
    }
    return names.get(name, name.replace("_", " "))
