"""Members of workspaces: whom a provider's word is taken for, and what he may do."""

import datetime as dt
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, select, update

from placement.domain.access import NOBODY, Action, Refused, Rights, Role
from placement.domain.errors import InputError
from placement.domain.identity import Identity
from placement.domain.text import t
from placement.scenario.database import put, put_new, reading, writing
from placement.scenario.kept import utc
from placement.scenario.tables import MEMBERS, SIGN_INS, WORKSPACES
from placement.scenario.trail import append, record

_WORKSPACE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_MAIL = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]{1,190}")

KEPT = dt.timedelta(days=60)
"""For how long an old sign-in is remembered: longer than any cookie of one is taken."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody who may sign in to a workspace."""

    id: str
    workspace: str
    mail: str
    role: str
    active: bool
    has_come: bool
    """Whether he has signed in; from then on the provider's own name for him counts."""


@dataclass(frozen=True)
class Members:
    """The members of the workspace of whoever asks; raises `StoreError` as the store."""

    engine: Engine
    rights: Rights

    def list(self) -> Sequence[Member]:
        """Return the members, also those who were removed."""
        self.rights.require(Action.MEMBERS)
        wanted = select(MEMBERS).where(self._here()).order_by(MEMBERS.c.mail)
        with reading(self.engine) as connection:
            return [_member(row) for row in connection.execute(wanted)]

    def add(self, mail: str, role: Role, *, at: dt.datetime) -> Member:
        """Let somebody in; one who was removed must be known anew by his address.

        Raises:
            InputError: It is no address, or a member of this or another workspace has it.
        """
        self.rights.require(Action.MEMBERS)
        mail, name = checked_mail(mail), checked_workspace(self.rights.workspace)
        with writing(self.engine) as connection:
            put_new(connection, WORKSPACES, {"name": name, "made_at": utc(at)})
            row = connection.execute(select(MEMBERS).where(MEMBERS.c.mail == mail)).one_or_none()
            if row is not None and (row.active or row.workspace != name):
                raise InputError(
                    t("{mail} is a member already, here or elsewhere. An address is in one "
                      "workspace.", mail=mail)
                )  # fmt: skip
            values: dict[str, object] = {
                "workspace": name,
                "mail": mail,
                "role": role.value,
                "active": True,
            }
            values |= {"issuer": None, "subject": None, "added_at": utc(at)}
            id = secrets.token_hex(12) if row is None else row.id
            put(connection, MEMBERS, {"id": id, **values})
            record(connection, self.rights, "member added", mail=mail, role=role.value)
        return Member(id=id, workspace=name, mail=mail, role=role, active=True, has_come=False)

    def change(self, mail: str, role: Role) -> None:
        """Give a member another role, from his next click on.

        Raises:
            InputError: There is no such member, or no administrator would be left.
        """
        self.rights.require(Action.MEMBERS)
        with writing(self.engine) as connection:
            row = self._one(connection, mail)
            if role is not Role.ADMIN:
                self._leave_an_admin(connection, row)
            connection.execute(
                update(MEMBERS).where(MEMBERS.c.id == row.id).values(role=role.value)
            )
            record(connection, self.rights, "member changed", mail=row.mail, role=role.value)

    def remove(self, mail: str) -> None:
        """Let somebody in no more, from his next click on; errors as `change`."""
        self.rights.require(Action.MEMBERS)
        with writing(self.engine) as connection:
            row = self._one(connection, mail)
            self._leave_an_admin(connection, row)
            connection.execute(update(MEMBERS).where(MEMBERS.c.id == row.id).values(active=False))
            record(connection, self.rights, "member removed", mail=row.mail)

    def _here(self) -> Any:
        return MEMBERS.c.workspace == self.rights.workspace

    def _one(self, connection: Connection, mail: str) -> Any:
        wanted = select(MEMBERS).where(
            self._here(), MEMBERS.c.mail == mail.strip().lower(), MEMBERS.c.active
        )
        row = connection.execute(wanted.with_for_update()).one_or_none()
        if row is None:
            raise InputError(t("{mail} is no member here.", mail=f"{mail!a}"[:80]))
        return row

    def _leave_an_admin(self, connection: Connection, row: Any) -> None:
        # All of them, so that two who remove each other at once do it one after the other.
        admins = connection.execute(
            select(MEMBERS.c.id)
            .where(self._here(), MEMBERS.c.role == Role.ADMIN.value, MEMBERS.c.active)
            .order_by(MEMBERS.c.id)
            .with_for_update()
        ).scalars()
        if row.role == Role.ADMIN.value and set(admins) == {row.id}:
            raise InputError(
                t("{mail} is the last administrator here. Make somebody else one first.",
                  mail=row.mail)
            )  # fmt: skip


def checked_workspace(name: str) -> str:
    """Return the name of a workspace.

    Raises:
        InputError: It cannot be one.
    """
    if not _WORKSPACE.fullmatch(name):
        raise InputError(
            t("The name of a workspace has small letters, digits and dashes, at most 40, such as "
              "north-bank; got {name}.", name=f"{name!a}"[:60])
        )  # fmt: skip
    return name


def checked_mail(mail: str) -> str:
    """Return an address in small letters.

    Raises:
        InputError: It cannot be one.
    """
    plain = mail.strip().lower()
    # A sign that nobody sees would make another address look like a member's.
    if not (_MAIL.fullmatch(plain) and plain.isprintable()):
        raise InputError(
            t("A member is known by an e-mail address, such as li@example.com; got {mail}.",
              mail=f"{mail!a}"[:80])
        )  # fmt: skip
    return plain


def has_admin(engine: Engine) -> bool:
    """Return whether anybody can sign in who can let others in."""
    wanted = select(func.count()).where(MEMBERS.c.role == Role.ADMIN.value, MEMBERS.c.active)
    with reading(engine) as connection:
        return bool(connection.execute(wanted).scalar_one())


def workspaces(engine: Engine) -> Sequence[str]:
    """Return the names of all workspaces; for a command, since members see their own alone."""
    with reading(engine) as connection:
        return list(
            connection.execute(select(WORKSPACES.c.name).order_by(WORKSPACES.c.name)).scalars()
        )


def admit(engine: Engine, who: Identity, browser: str, *, at: dt.datetime) -> Rights:
    """Return what somebody may do who signed in; asked at every run, so that it is never old.

    Args:
        engine: The database.
        who: Who signed in.
        browser: Fingerprint of the browser that he comes with now.
        at: Now.

    Raises:
        Refused: He is no member, signed out, or comes with another browser than he signed in with.
        StoreError: The database failed: then nobody is let in.
    """
    with reading(engine) as connection:
        known = connection.execute(
            select(SIGN_INS.c.browser, SIGN_INS.c.ended_at, MEMBERS)
            .join(MEMBERS, MEMBERS.c.id == SIGN_INS.c.member)
            .where(SIGN_INS.c.sign_in == who.sign_in)
        ).one_or_none()
    if known is None:
        known = _begin(engine, who, browser, at)
    rights = _rights(known, at)
    if (known.issuer, known.subject) != (who.issuer, who.subject) or not known.active:
        raise _no_member()
    if known.ended_at is not None:
        raise Refused(t("You have signed out. Sign in again."), "signed out")
    if known.browser != browser:
        raise Refused(
            t("This sign-in was made in another browser. Sign in here."), "another browser"
        )
    return rights


def end_sign_in(engine: Engine, who: Identity, *, at: dt.datetime) -> None:
    """End a sign-in, for whoever has its cookie."""
    with writing(engine) as connection:
        row = connection.execute(
            select(MEMBERS, SIGN_INS.c.ended_at)
            .join(SIGN_INS, MEMBERS.c.id == SIGN_INS.c.member)
            .where(SIGN_INS.c.sign_in == who.sign_in)
        ).one_or_none()
        if row is None or row.ended_at is not None:
            return
        connection.execute(
            update(SIGN_INS).where(SIGN_INS.c.sign_in == who.sign_in).values(ended_at=utc(at))
        )
        record(connection, _rights(row, at), "signed out")


def note_refused(engine: Engine, who: Identity, reason: str, *, at: dt.datetime) -> None:
    """Record that somebody was not let in, with his workspace if he was ever known in one."""
    with writing(engine) as connection:
        row = connection.execute(select(MEMBERS).where(_is_bound_to(who))).one_or_none()
        append(
            connection,
            NOBODY if row is None else row.workspace,
            at=at,
            actor=row.mail if row else who.mail or f"{who.issuer} {who.subject}",
            what="not let in",
            detail={"reason": reason, "sign_in": who.sign_in[:16]},
        )


def _begin(engine: Engine, who: Identity, browser: str, at: dt.datetime) -> Any:
    with writing(engine) as connection:
        row = connection.execute(select(MEMBERS).where(_is_bound_to(who))).one_or_none()
        if row is None and who.mail:
            bound = connection.execute(
                update(MEMBERS)
                .where(MEMBERS.c.mail == who.mail, MEMBERS.c.active, MEMBERS.c.subject.is_(None))
                .values(issuer=who.issuer, subject=who.subject)
            )
            if bound.rowcount == 1:
                row = connection.execute(select(MEMBERS).where(_is_bound_to(who))).one()
        if row is None or not row.active:
            raise _no_member()
        connection.execute(delete(SIGN_INS).where(SIGN_INS.c.began_at < utc(at - KEPT)))
        # A second tab may be doing the same: the first of the two counts.
        here = {"sign_in": who.sign_in, "member": row.id, "browser": browser, "began_at": utc(at)}
        if put_new(connection, SIGN_INS, here):
            record(connection, _rights(row, at), "signed in", sign_in=who.sign_in[:16])
        return connection.execute(
            select(SIGN_INS.c.browser, SIGN_INS.c.ended_at, MEMBERS)
            .join(MEMBERS, MEMBERS.c.id == SIGN_INS.c.member)
            .where(SIGN_INS.c.sign_in == who.sign_in)
        ).one()


def _is_bound_to(who: Identity) -> Any:
    return (MEMBERS.c.issuer == who.issuer) & (MEMBERS.c.subject == who.subject)


def _rights(row: Any, at: dt.datetime) -> Rights:
    if row.role not in [role.value for role in Role]:
        raise _no_member()
    return Rights(
        workspace=row.workspace, role=Role(row.role), member=row.id, actor=row.mail, at=at
    )


def _member(row: Any) -> Member:
    return Member(
        id=row.id,
        workspace=row.workspace,
        mail=row.mail,
        role=row.role,
        active=row.active,
        has_come=row.subject is not None,
    )


def _no_member() -> Refused:
    return Refused(
        t(
            "You are signed in, and no member of a workspace here. Whoever administers yours can "
            "add you by the e-mail address that your provider confirms."
        ),
        "no member",
    )
