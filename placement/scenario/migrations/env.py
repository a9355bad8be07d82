"""Alembic's entry: runs the migrations on the connection, and in the transaction, it is given."""

from alembic import context

from placement.scenario.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite can undo changes of tables as well, once the driver leaves transactions to us.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
