"""How many there are of a thing, in words: 1 account, 2 accounts."""

from placement.domain.text import t


def accounts_text(count: int) -> str:
    """Return so many accounts in words."""
    return t("1 account") if count == 1 else t("{count} accounts", count=f"{count:,}")


def successes_text(count: int) -> str:
    """Return so many successes in words."""
    return t("1 success") if count == 1 else t("{count} successes", count=f"{count:,}")


def batches_text(count: int) -> str:
    """Return so many batches in words."""
    return t("1 batch") if count == 1 else t("{count} batches", count=f"{count:,}")


def rows_text(count: int) -> str:
    """Return so many rows of a file in words."""
    return t("1 row") if count == 1 else t("{count} rows", count=f"{count:,}")


def kinds_text(count: int) -> str:
    """Return so many kinds of batches in words."""
    return (
        t("1 kind of batches") if count == 1 else t("{count} kinds of batches", count=f"{count:,}")
    )


def agencies_text(count: int) -> str:
    """Return so many agencies in words."""
    return t("1 agency") if count == 1 else t("{count} agencies", count=f"{count:,}")
