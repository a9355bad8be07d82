"""How texts are compared that people write in different ways."""

import unicodedata


def narrow(text: str) -> str:
    """Return a text in one width and case: Ａ1 and a1 are the same."""
    return unicodedata.normalize("NFKC", text).casefold()
