"""Alembic's entry: migrates the connection that `central.store` hands over, inside that connection's transaction."""

from alembic import context

from central.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
