"""Runs migrations on the connection that `publisher.storage.schema` hands over."""

from alembic import context

from publisher.storage import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
