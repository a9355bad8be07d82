"""Who signed in, by what the provider said of him: held against the clock at every run.

Signature, issuer and audience of the provider's token are checked when it arrives, by Authlib; the
cookie that carries it afterwards is signed by the server. What neither checks again is time.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from placement.domain.access import Refused
from placement.domain.text import t

AHEAD = dt.timedelta(minutes=2)
"""How far the provider's clock may be ahead of ours."""

LONGEST = 255
"""Characters of an issuer, a subject or an address."""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Somebody who signed in."""

    issuer: str
    subject: str
    """The provider's own name for him, which stays when his address changes."""

    mail: str
    """In small letters; "" where the provider does not say that it is his."""

    sign_in: str
    """Names this one sign-in: another one, also of the same person, has another name."""


def identity_of(claims: Mapping[str, object], *, now: dt.datetime, most: dt.timedelta) -> Identity:
    """Return who signed in.

    Args:
        claims: What the provider said, as the signed cookie has it.
        now: The moment, with its zone.
        most: How long ago somebody may have signed in.

    Raises:
        Refused: Nobody did, it was too long ago, or something of it is missing.
    """
    if claims.get("is_logged_in") is not True:
        raise Refused(t("Nobody is signed in."), "signed_out")
    issuer, subject = claims.get("iss"), claims.get("sub")
    issued, expires = _moment(claims.get("iat")), _moment(claims.get("exp"))
    whole = _is_name(issuer) and _is_name(subject) and issued is not None and expires is not None
    if not whole or issued is None or expires is None:
        raise Refused(
            t("The provider's answer does not say who signed in, when, and until when."),
            "incomplete",
        )
    if issued > now + AHEAD:
        raise Refused(t("The sign-in is dated in the future: a clock is wrong."), "early")
    if now >= expires or now - issued > most:
        raise Refused(t("The sign-in has run out. Sign in again."), "expired")
    mail = claims.get("email")
    is_his = claims.get("email_verified") is True and _is_name(mail)
    return Identity(
        issuer=str(issuer),
        subject=str(subject),
        mail=str(mail).strip().lower() if is_his else "",
        sign_in=_digest({key: value for key, value in claims.items() if key != "tokens"}),
    )


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST


def _moment(value: object) -> dt.datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return dt.datetime.fromtimestamp(value, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _digest(claims: Mapping[str, object]) -> str:
    text = json.dumps(claims, sort_keys=True, separators=(",", ":"), default=str)
    return sha256(text.encode()).hexdigest()
