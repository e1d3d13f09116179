"""Every programme file that was ever in force, and which one is."""

import msgspec
import sqlalchemy as sa

from central.schema import meta, programmes
from domain.errors import Code, Refused

_IN_FORCE = "programme"


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One of them. `version` is made of its text."""

    version: str
    text: str
    in_force: bool


def listed(connection: sa.Connection) -> list[Version]:
    """All of them, the one in force first."""
    current = connection.scalar(sa.select(meta.c.value).where(meta.c.key == _IN_FORCE))
    rows = connection.execute(sa.select(programmes).order_by(programmes.c.version)).all()
    found = [Version(version=row.version, text=row.text, in_force=row.version == current) for row in rows]
    return sorted(found, key=lambda each: not each.in_force)


def use(connection: sa.Connection, version: str) -> None:
    """Put one that was in force before in force again. Raises `Refused(REQUEST_INVALID)` when there is none of that version."""
    if connection.scalar(sa.select(programmes.c.version).where(programmes.c.version == version)) is None:
        raise Refused(Code.REQUEST_INVALID, part="version")
    connection.execute(meta.update().where(meta.c.key == _IN_FORCE).values(value=version))
