"""The tables of the database as this program uses them; `migrations` makes them."""

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

METADATA = MetaData()

MAPPINGS = Table(
    "mappings",
    METADATA,
    Column("headings", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("kept_on", Date, nullable=False),
    Column("mapping", Text, nullable=False),
)

SCENARIOS = Table(
    "scenarios",
    METADATA,
    Column("id", String(32), primary_key=True),
    # The newest; a save states the one it was made from, and fails if it is not this one.
    Column("revision", Integer, nullable=False),
    Column("branched_from", String(32)),
    Column("branched_at", Integer),
)

REVISIONS = Table(
    "scenario_revisions",
    METADATA,
    Column("scenario", String(32), ForeignKey("scenarios.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("author", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("saved_at", DateTime, nullable=False),
    # The whole as JSON, as it is exported; name, author and note stand beside it for lists.
    Column("content", Text, nullable=False),
)

WORKS = Table(
    "works",
    METADATA,
    # A fingerprint: who reads the database cannot pass for the browser.
    Column("browser", String(32), primary_key=True),
    Column("used_on", Date, nullable=False),
    Column("work", Text, nullable=False),
)

LINKS = Table(
    "links",
    METADATA,
    # Who reads the database cannot open a link from it.
    Column("token_hash", String(64), primary_key=True),
    Column("scenario", String(32), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("revoked_at", DateTime),
    ForeignKeyConstraint(
        ["scenario", "revision"],
        ["scenario_revisions.scenario", "scenario_revisions.revision"],
    ),
)

BOOKS = Table(
    "books",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("kept_at", DateTime, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
