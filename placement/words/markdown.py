"""Texts of data where Markdown is read."""

import re

from placement.domain.signs import harmless

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~:$&@.])")
_ADDRESS = re.compile(r":(?=\S)|www(?=\.)|\S(?=@)", re.IGNORECASE)


def plain(text: str) -> str:
    """Return a text so that Markdown shows it as it is: no links, pictures or colours in data."""
    own = harmless(" ".join(text.replace("\u200b", "").split()))
    # Addresses and :names: are found after the escapes are gone; a space of no width parts them.
    parted = _ADDRESS.sub(lambda found: f"{found[0]}\u200b", own)
    return _MARKUP.sub(r"\\\1", parted)
