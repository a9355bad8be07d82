"""Whether the database is a team's, and in whose name a command asks it."""

import datetime as dt
import os

from placement.domain.access import LOCAL, Rights, Role
from placement.scenario.members import checked_workspace

TEAM = "PLACEMENT_TEAM"
"""Environment variable: 1 where several people use the desk, each signed in."""

WORKSPACE = "PLACEMENT_WORKSPACE"
"""Environment variable: the workspace that commands work in."""

OFF = frozenset({"", "0", "no", "off", "false"})


def is_team() -> bool:
    """Return whether whoever comes must sign in; a word that is not known means that he must."""
    return os.environ.get(TEAM, "").strip().lower() not in OFF


def rights_of_command(*, at: dt.datetime, workspace: str = "", recorded: bool = False) -> Rights:
    """Return what a command may do: everything in a workspace, as who has the database has it.

    Args:
        at: Now.
        workspace: Where; "" for the one of the environment, else that of one's own machine.
        recorded: Record it also where the desk is not a team's, as for its members.

    Raises:
        InputError: No workspace can be called so.
    """
    name = workspace or os.environ.get(WORKSPACE, "").strip() or LOCAL
    user = os.environ.get("USER") or os.environ.get("LOGNAME") or "-"
    return Rights(
        workspace=checked_workspace(name),
        role=Role.ADMIN,
        actor=f"command of {user}",
        at=at if recorded or is_team() else None,
    )
