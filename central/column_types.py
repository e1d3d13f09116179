"""Column types that are the same value on SQLite's STRICT tables and on PostgreSQL."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""64 bits; SQLite's INTEGER has them already and STRICT knows no BIGINT."""


class Uuid16(TypeDecorator[UUID]):
    """A UUID as its 16 bytes (RFC 9562, network byte order), native on PostgreSQL."""

    impl = sa.LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column's type on a dialect."""
        return dialect.type_descriptor(sa.Uuid() if dialect.name == "postgresql" else sa.LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        """Towards the database."""
        return value if value is None or dialect.name == "postgresql" else value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """From the database."""
        return value if value is None or isinstance(value, UUID) else UUID(bytes=bytes(value))


class Flag(TypeDecorator[bool]):
    """True or false: 1 or 0 on SQLite, whose STRICT tables know no BOOLEAN."""

    impl = sa.Boolean
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column's type on a dialect."""
        return dialect.type_descriptor(sa.Boolean() if dialect.name == "postgresql" else sa.Integer())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        """Towards the database."""
        return value if value is None or dialect.name == "postgresql" else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """From the database."""
        return None if value is None else bool(value)
