"""What an operator may change while processes run: the programme in force and the generation."""

import hashlib

import msgspec
import sqlalchemy as sa

from central.schema import meta, programmes

LOOKED_AT_EVERY_S = 1.0


class Life(msgspec.Struct, frozen=True, kw_only=True):
    """What a process goes by. `programme` is the version in force."""

    generation: str
    programme: str


def of_now(connection: sa.Connection) -> Life:
    """As the database has it."""
    rows = connection.execute(sa.select(meta.c.key, meta.c.value).where(meta.c.key.in_(("generation", "programme"))))
    found: dict[str, str] = {row.key: row.value for row in rows}
    return Life(generation=found["generation"], programme=found.get("programme", ""))


def text_of(connection: sa.Connection, version: str) -> str:
    """A programme's file."""
    return str(connection.scalar(sa.select(programmes.c.text).where(programmes.c.version == version)))


def version_of(text: str) -> str:
    """By what a programme's file is known."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
