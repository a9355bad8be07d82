"""Mappings, which earlier programs kept without a version of the database."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table where it is not there; rows that are there stay."""
    if sa.inspect(op.get_bind()).has_table("mappings"):
        return
    op.create_table(
        "mappings",
        sa.Column("headings", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kept_on", sa.Date, nullable=False),
        sa.Column("mapping", sa.Text, nullable=False),
    )
