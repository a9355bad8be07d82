"""Who may do what: roles, actions, and the one table that joins them.

What the table does not allow is refused, and so is what it does not know: a role that was written
into the database by hand, a page or an action that somebody added without a line here.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from placement.domain.errors import PlacementError
from placement.domain.text import t

LOCAL = "local"
"""The workspace of one person on his own machine, and of what was kept before there were any."""

NOBODY = "-"
"""Where what cannot be laid to a workspace is recorded; no workspace can be called so."""


class Role(StrEnum):
    """What a member of a workspace is."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    ADMIN = "admin"


class Action(StrEnum):
    """What is done through the gate."""

    SEE = "see"
    OPEN = "open"
    DOWNLOAD = "download"
    UPLOAD = "upload"
    CHANGE = "change"
    SAVE = "save"
    SHARE = "share"
    FORGET = "forget"
    REVOKE_ANY = "revoke_any"
    MEMBERS = "members"
    AUDIT = "audit"


_VIEWER = frozenset({Action.SEE, Action.OPEN, Action.DOWNLOAD})
_ANALYST = _VIEWER | {Action.UPLOAD, Action.CHANGE, Action.SAVE, Action.SHARE}
_ADMIN = _ANALYST | {Action.FORGET, Action.REVOKE_ANY, Action.MEMBERS, Action.AUDIT}

MAY: Mapping[Role, frozenset[Action]] = {
    Role.VIEWER: _VIEWER,
    Role.ANALYST: _ANALYST,
    Role.ADMIN: _ADMIN,
}

PAGES: Mapping[str, Action] = {
    **dict.fromkeys(
        (
            *("home", "book", "options", "timing", "policy", "lists", "deal_zone", "bid_desk"),
            *("contracts", "sectors", "decision_map", "uncertainty", "odds", "agencies"),
            *("backtest", "pilot", "scenarios", "assumptions", "glossary"),
        ),
        Action.SEE,
    ),
    "access": Action.MEMBERS,
}
"""What a page needs, by the name of its file."""


def may(role: object, action: object) -> bool:
    """Return whether a role may do something; an unknown role or action may not.

    Args:
        role: A `Role`, or its name.
        action: An `Action`, or its name; None for a page that the table does not have.
    """
    return any(role == known and action in allowed for known, allowed in MAY.items())


class Refused(PlacementError):  # noqa: N818  It is no mistake of whoever asks.
    """Somebody may not do this; nothing was done."""

    def __init__(self, text: str, reason: str = "role") -> None:
        super().__init__(text)
        self.reason = reason
        """For the trail, in every language the same."""


@dataclass(frozen=True, kw_only=True)
class Rights:
    """In whose name something is done: without saying so, the one person of his own machine."""

    workspace: str = LOCAL
    role: Role = Role.ADMIN
    member: str = ""
    """Id of the member; "" for the one person, and for a command."""

    actor: str = ""
    """Who it is, as the trail names him."""

    at: dt.datetime | None = None
    """When the member was looked up; None where nothing is recorded, as on one's own machine."""

    def may(self, action: Action | None) -> bool:
        """Return whether the role may do something."""
        return may(self.role, action)

    def require(self, action: Action | None) -> None:
        """Go on only where the role may do something.

        Raises:
            Refused: It may not.
        """
        if not self.may(action):
            raise Refused(
                t(
                    "Your role here is {role}, which may not do this ({action}). Whoever "
                    "administers the workspace can change it.",
                    role=role_name(self.role),
                    action=action_names().get(action, "?") if action else "?",
                )
            )


def role_name(role: Role) -> str:
    """Return what a role is called in the reader's language."""
    return {
        Role.VIEWER: t("viewer"),
        Role.ANALYST: t("analyst"),
        Role.ADMIN: t("admin"),
    }[role]


def action_names() -> dict[Action, str]:
    """Return what the actions are called in the reader's language, in the order of the table."""
    return {
        Action.SEE: t("see pages and answers"),
        Action.OPEN: t("open what is saved or shared"),
        Action.DOWNLOAD: t("download"),
        Action.UPLOAD: t("bring files"),
        Action.CHANGE: t("change numbers and lists"),
        Action.SAVE: t("save"),
        Action.SHARE: t("share, and take back one's own"),
        Action.FORGET: t("delete for everybody"),
        Action.REVOKE_ANY: t("take back anybody's links"),
        Action.MEMBERS: t("change members"),
        Action.AUDIT: t("read the trail"),
    }
