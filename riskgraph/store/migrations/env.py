"""Runs the migrations on the connection that it is given; a connection of its own is never made."""

from alembic import context

from riskgraph.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
