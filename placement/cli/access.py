"""Commands: who may sign in to a team's desk, and what was done there."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from placement.cli.app import app
from placement.cli.options import Json
from placement.cli.show import print_json
from placement.domain.access import Role
from placement.domain.errors import InputError, PlacementError
from placement.domain.text import t

if TYPE_CHECKING:
    from placement.api import Store

access = typer.Typer(
    help="A team's desk: members and the trail of what was done.", no_args_is_help=True
)
app.add_typer(access, name="access")


class TrailError(PlacementError):
    """A trail is not as it was written."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self._faults = faults

    @property
    def messages(self) -> tuple[str, ...]:
        """One line per fault."""
        return self._faults


Mail = Annotated[str, typer.Argument(metavar="MAIL", help="E-mail address of the member.")]
Workspace = Annotated[
    str,
    typer.Option(help="Default: PLACEMENT_WORKSPACE, else local, which has what was kept before."),
]
InRole = Annotated[Role, typer.Option(help="viewer, analyst or admin.")]


@access.command("list")
def list_command(workspace: Workspace = "", as_json: Json = False) -> None:
    """The members of a workspace, also those who were removed."""
    members = _store(workspace).members.list()
    if as_json:
        print_json({"members": [vars(member) for member in members]})
        return
    for each in members:
        state = t("active") if each.active else t("removed")
        came = t("has signed in") if each.has_come else t("has not signed in yet")
        print(f"{each.mail}  {each.role}  {state}  {came}")


@access.command("add")
def add_command(mail: Mail, role: InRole, workspace: Workspace = "") -> None:
    """Let somebody sign in; the workspace is made where there is none of its name."""
    member = _store(workspace).members.add(mail, role, at=_now())
    print(t("{mail} may sign in to {workspace} as {role}.", mail=member.mail,
            workspace=member.workspace, role=member.role))  # fmt: skip


@access.command("change")
def change_command(mail: Mail, role: InRole, workspace: Workspace = "") -> None:
    """Give a member another role, from his next click on."""
    _store(workspace).members.change(mail, role)
    print(t("Changed."))


@access.command("remove")
def remove_command(mail: Mail, workspace: Workspace = "") -> None:
    """Let a member in no more, from his next click on."""
    _store(workspace).members.remove(mail)
    print(t("Removed."))


@access.command("audit")
def audit_command(
    workspace: Annotated[
        str, typer.Option(help="As elsewhere; - for those who were let in nowhere.")
    ] = "",
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Check that nothing was changed; ends with 2 if it was."),
    ] = False,
    head: Annotated[
        str, typer.Option(help="With --verify: a head that was written down earlier.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option(help="CSV or JSON file to write; default: the screen.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What was done in a workspace, each entry holding on to the one before."""
    from placement.api import trail_rows

    trail = _store(workspace).trail
    if head and not verify:
        raise InputError(t("--head is for --verify; give it, or leave it out."))
    rows = trail_rows(trail.every()) if out is not None or not verify else []
    if out is not None:
        _write(rows, out)
    if verify:
        found = trail.check(head=head)
        if as_json:
            print_json({"entries": found.count, "head": found.head, "faults": list(found.faults)})
        else:
            print(t("Entries: {count}. Head: {head}", count=found.count, head=found.head or "-"))
        if found.faults:
            raise TrailError(*found.faults)
    elif out is None and as_json:
        print_json({"trail": rows})
    elif out is None:
        for row in rows:
            print(
                f"{row['number']:>6}  {row['at']}  {row['actor']}  {row['what']}  {row['detail']}"
            )


def _write(rows: list[dict[str, object]], out: Path) -> None:
    import json

    import pandas as pd

    from placement.report.files import as_csv, write_whole

    if out.suffix.lower() == ".json":
        write_whole(out, json.dumps(rows, ensure_ascii=False, indent=1).encode())
    elif out.suffix.lower() == ".csv":
        write_whole(out, as_csv(pd.DataFrame(rows), keep=None))
    else:
        raise InputError(t("--out must end in .csv or .json; got {file}.", file=out.name[:80]))


def _store(workspace: str) -> "Store":
    from placement.api import open_store, rights_of_command
    from placement.domain.access import NOBODY, Rights

    rights = (
        Rights(workspace=NOBODY)
        if workspace == NOBODY
        else rights_of_command(at=_now(), workspace=workspace, recorded=True)
    )
    return open_store(rights=rights)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
