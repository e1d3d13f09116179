"""Finding people by their name: a keyed digest of the name, spaces and letter case aside. No name can be read from it.

Whoever has the database alone sees which people bear the same name, and not which; whoever has the platform's key file as well
can try names. 異體字 are folded by looking for each spelling (`domain.name_variants`). The row goes with a person's
particulars.
"""

import hashlib
from uuid import UUID

import sqlalchemy as sa

from central.authority import Authority
from central.schema import holder_names
from domain import name_variants

_BYTES = 16
_PERSON = b"citycard-name"


def keep(connection: sa.Connection, authority: Authority, holder: UUID, name: str) -> None:
    """A person has this name now."""
    connection.execute(holder_names.delete().where(holder_names.c.holder == holder))
    if name.strip():
        connection.execute(holder_names.insert().values(holder=holder, name_digest=digest_of(authority, name)))


def forget(connection: sa.Connection, holder: UUID) -> None:
    """The person cannot be found by name any more."""
    connection.execute(holder_names.delete().where(holder_names.c.holder == holder))


def find(connection: sa.Connection, authority: Authority, name: str, limit: int) -> list[UUID]:
    """Who bears this name, or one of its 異體字 spellings, in no telling order."""
    digests = {digest_of(authority, spelling) for spelling in name_variants.spellings("".join(name.split()))}
    wanted = sa.select(holder_names.c.holder).where(holder_names.c.name_digest.in_(digests))
    return list(connection.scalars(wanted.order_by(holder_names.c.holder).limit(limit)))


def digest_of(authority: Authority, name: str) -> bytes:
    """The keyed digest of a name. Characters count as they are; Unicode is not normalised."""
    folded = "".join(name.split()).casefold()
    return hashlib.blake2b(folded.encode(), key=authority.keys.person, digest_size=_BYTES, person=_PERSON).digest()
