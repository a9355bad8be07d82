"""Keys of the server: with one it signs the names that it gives to browsers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table; who first needs a key makes it."""
    op.create_table(
        "keys",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("made_on", sa.Date, nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
    )
