"""The database that other tests are lent is the one they asked for, and empty."""

from publisher.storage import open_database


def test_a_lent_database_can_be_written_and_begins_empty(database_url: str) -> None:
    database = open_database(database_url)
    try:
        with database.write() as transaction:
            transaction.exec_driver_sql("CREATE TABLE word (text VARCHAR(20))")
            transaction.exec_driver_sql("INSERT INTO word VALUES ('签发')")
        with database.read() as transaction:
            assert transaction.exec_driver_sql("SELECT text FROM word").scalars().all() == ["签发"]
    finally:
        database.close()


def test_two_lent_databases_do_not_share_anything(postgres) -> None:
    with postgres.database() as first, postgres.database() as second:
        assert first != second
