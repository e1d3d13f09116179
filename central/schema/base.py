"""What every table is made with."""

import sqlalchemy as sa

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name: str, *parts: sa.schema.SchemaItem, autoincrement: bool = False) -> sa.Table:
    """A table, STRICT on SQLite. `autoincrement`: numbers that were given are never given again."""
    return sa.Table(name, METADATA, *parts, sqlite_strict=True, sqlite_autoincrement=autoincrement)
