"""Tables, migrations and queries; SQLite and PostgreSQL alike. The only part that imports SQLAlchemy."""

from publisher.storage.database import Database, Transaction, open_database

__all__ = ["Database", "Transaction", "open_database"]
