"""Alembic's scripts; run through `publisher.storage.schema`."""
