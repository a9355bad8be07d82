"""The tables of the database as this program uses them; `migrations` makes them."""

from sqlalchemy import (
    Boolean,
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
    UniqueConstraint,
)

METADATA = MetaData()

MAPPINGS = Table(
    "mappings",
    METADATA,
    Column("workspace", String(40), primary_key=True),
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
    Column("workspace", String(40), nullable=False, server_default="local"),
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
    # Member; "" for a command, or on one's own machine.
    Column("made_by", String(32), nullable=False, server_default=""),
    # The other workspace that may open it too.
    Column("shared_with", String(40)),
    ForeignKeyConstraint(
        ["scenario", "revision"],
        ["scenario_revisions.scenario", "scenario_revisions.revision"],
    ),
)

BOOKS = Table(
    "books",
    METADATA,
    Column("workspace", String(40), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("kept_at", DateTime, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

WORKSPACES = Table(
    "workspaces",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("made_at", DateTime, nullable=False),
)

MEMBERS = Table(
    "members",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(40), ForeignKey("workspaces.name"), nullable=False),
    Column("mail", String(255), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("active", Boolean, nullable=False),
    # Who signed in first with that address; from then on he is known by these alone.
    Column("issuer", String(255)),
    Column("subject", String(255)),
    Column("added_at", DateTime, nullable=False),
    UniqueConstraint("issuer", "subject"),
)

SIGN_INS = Table(
    "sign_ins",
    METADATA,
    Column("sign_in", String(64), primary_key=True),
    Column("member", String(32), ForeignKey("members.id"), nullable=False),
    # The fingerprint of the browser that came with it first; no other may come with it.
    Column("browser", String(32), nullable=False),
    Column("began_at", DateTime, nullable=False),
    Column("ended_at", DateTime),
)

TRAIL = Table(
    "trail",
    METADATA,
    Column("workspace", String(40), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    # As text: what was hashed must come back to the letter from every database.
    Column("at", String(32), nullable=False),
    Column("actor", String(255), nullable=False),
    Column("what", String(40), nullable=False),
    Column("detail", Text, nullable=False),
    Column("before", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("mac", String(64)),
)

TRAIL_HEADS = Table(
    "trail_heads",
    METADATA,
    Column("workspace", String(40), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

KEYS = Table(
    "keys",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("made_on", Date, nullable=False),
    Column("secret", String(64), nullable=False),
)
