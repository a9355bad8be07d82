"""What each browser works on, so that a reload or a restart of the server finds it again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "works",
        sa.Column("browser", sa.String(32), primary_key=True),
        sa.Column("used_on", sa.Date, nullable=False),
        sa.Column("work", sa.Text, nullable=False),
    )
