"""Numbers that networks give of a publication: every reading is kept with its time, none is written over."""

from sqlalchemy import Column, Index, Integer, String, Table

from publisher.storage.tables.base import metadata, own_id, refers
from publisher.storage.types import UtcTime

reading = Table(
    "reading",
    metadata,
    own_id(),
    refers("publication", "publication"),
    Column("at", UtcTime, nullable=False),
    Column("name", String(20), nullable=False),  # views | reactions | comments | shares
    Column("value", Integer, nullable=False),
    Index("ix_reading_publication", "publication", "name", "at", "value"),
)
