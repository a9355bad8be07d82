"""What the database knows a browser by; apart, because it is asked for before all else."""

from hashlib import blake2b


def fingerprint(browser: str) -> str:
    """Return what the database knows a browser by."""
    return blake2b(browser.encode(), digest_size=16).hexdigest()
