"""Workspaces, members, sign-ins and trails; what was kept before is in the workspace local."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

LOCAL = "local"


def upgrade() -> None:
    """Make the tables, and say of all that is there in which workspace it is."""
    op.create_table(
        "workspaces",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("made_at", sa.DateTime, nullable=False),
    )
    op.execute(f"INSERT INTO workspaces VALUES ('{LOCAL}', '2026-01-01 00:00:00')")
    op.create_table(
        "members",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("workspace", sa.String(40), sa.ForeignKey("workspaces.name"), nullable=False),
        sa.Column("mail", sa.String(255), nullable=False, unique=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("issuer", sa.String(255)),
        sa.Column("subject", sa.String(255)),
        sa.Column("added_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("issuer", "subject"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("sign_in", sa.String(64), primary_key=True),
        sa.Column("member", sa.String(32), sa.ForeignKey("members.id"), nullable=False),
        sa.Column("browser", sa.String(32), nullable=False),
        sa.Column("began_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
    )
    op.create_table(
        "trail",
        sa.Column("workspace", sa.String(40), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(255), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("before", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("mac", sa.String(64)),
    )
    op.create_table(
        "trail_heads",
        sa.Column("workspace", sa.String(40), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.add_column("scenarios", _workspace())
    op.add_column("links", sa.Column("made_by", sa.String(32), nullable=False, server_default=""))
    op.add_column("links", sa.Column("shared_with", sa.String(40)))
    _in_a_workspace(
        "mappings",
        sa.Column("headings", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kept_on", sa.Date, nullable=False),
        sa.Column("mapping", sa.Text, nullable=False),
    )
    _in_a_workspace(
        "books",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kept_at", sa.DateTime, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )


def _workspace() -> "sa.Column[str]":
    return sa.Column("workspace", sa.String(40), nullable=False, server_default=LOCAL)


def _in_a_workspace(table: str, *columns: "sa.Column[object]") -> None:
    """Make the workspace a part of a table's key, which SQLite can only do with a new table."""
    names = ", ".join(column.name for column in columns)
    op.create_table(
        f"{table}_of_all",
        sa.Column("workspace", sa.String(40), primary_key=True),
        *columns,
    )
    op.execute(f"INSERT INTO {table}_of_all SELECT '{LOCAL}', {names} FROM {table}")
    op.drop_table(table)
    op.rename_table(f"{table}_of_all", table)
