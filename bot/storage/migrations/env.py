"""Alembic's way in: runs the migrations on the connection that `storage/database.py` hands over."""

from alembic import context

from bot.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
