"""Whether the desk is a team's, and whether it is fit to be one; else it does not start."""

import datetime as dt
import os
from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st
from streamlit.auth_util import (
    get_redirect_uri,
    get_secrets_auth_section,
    is_authlib_installed,
    validate_auth_credentials,
)
from streamlit.errors import StreamlitAuthError

from placement.domain.access import NOBODY, Rights, Role
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.scenario.members import has_admin
from placement.scenario.store import open_store
from placement.scenario.team import TEAM, is_team
from placement.ui.guard import answers_to, origins_or_end

HOURS = "PLACEMENT_SIGN_IN_HOURS"
"""Environment variable: the most hours that a sign-in holds, whatever the provider allows."""

USUAL_HOURS = 12.0
LEAST_SECRET = 32
"""Characters of the secret that signs cookies."""


def most_age() -> dt.timedelta:
    """Return how long a sign-in holds.

    Raises:
        ValueError: The environment says something else than hours.
    """
    hours = float(os.environ.get(HOURS) or USUAL_HOURS)
    if not 0.0 < hours <= 24.0 * 30.0:
        raise ValueError(hours)
    return dt.timedelta(hours=hours)


def providers() -> list[str]:
    """Return the names of the providers that Streamlit's secrets have."""
    section = get_secrets_auth_section()
    named = [name for name, part in section.items() if isinstance(part, Mapping)]
    named = [name for name in named if name != "client_kwargs"]
    return [*(["default"] if section.get("client_id") else []), *named]


def team_or_end() -> None:
    """End the server with the reason where a team's desk could not let anybody in.

    Called when the server starts. That nobody gets in without having signed in does not rest on it:
    without a provider nobody can, and without a database nobody is a member.
    """
    if not is_team():
        return
    fault = _fault()
    if fault:
        raise SystemExit(f"error: {fault}")


def _fault() -> str:
    try:
        most_age()
    except ValueError:
        return t("{variable} must be a number of hours, more than 0 and at most 720.",
                 variable=HOURS)  # fmt: skip
    if not is_authlib_installed():
        return t("Signing in needs the package Authlib, which is not installed.")
    if st.get_option("server.trustedUserHeaders"):
        return t("server.trustedUserHeaders must not be set: what a header says of a reader would "
                 "take the place of what the provider said.")  # fmt: skip
    section = get_secrets_auth_section()
    named = providers()
    if not named:
        return t(
            "{variable} is set, and Streamlit's secrets have no provider in [auth] to sign in at. "
            "docs/deployment.md says what to write there.",
            variable=TEAM,
        )
    try:
        for name in named:
            validate_auth_credentials(name)
    except StreamlitAuthError as error:
        return t("Streamlit's secrets are not whole: {why}", why=" ".join(str(error).split()))
    if len(str(section.get("cookie_secret", ""))) < LEAST_SECRET:
        return t("cookie_secret in [auth] must be random and have {least} characters or more: who "
                 "guesses it signs in as anybody.", least=LEAST_SECRET)  # fmt: skip
    address = str(get_redirect_uri(section) or "")
    if not address.endswith("/oauth2callback") or not answers_to(
        urlsplit(address).netloc, origins_or_end()
    ):
        return t("redirect_uri in [auth] must be the address that readers type with "
                 "/oauth2callback behind it; got {address}.", address=address[:100])  # fmt: skip
    try:
        if not has_admin(open_store(rights=NO_RIGHTS).engine):
            return t("Nobody could let anybody in. Name the first administrator: python -m "
                     "placement access add MAIL --workspace NAME --role admin")  # fmt: skip
    except PlacementError as error:
        return str(error)
    return ""


NO_RIGHTS = Rights(workspace=NOBODY, role=Role.VIEWER)
"""Those of the server itself: in no workspace, so that it sees and changes nothing of any."""
