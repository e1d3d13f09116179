"""Who was forgotten, so that a backup put back later forgets them again: keyed digests of holders' ids, which lead to nobody.

They stand in the database, in the transaction that forgets, and in `central-forgotten` beside the key file, for a database that
is put back to before the forgetting has not got them. Back that file up with the key file, not with the database.
"""

import hashlib
import os
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from central.authority import Authority
from central.inserting import insert_new
from central.schema import forgotten
from domain.errors import Code, EnvironmentProblem

FILE = "central-forgotten"
_BYTES = 16


def digest(authority: Authority, holder: UUID) -> bytes:
    """What stands for a person who was forgotten."""
    key = authority.keys.person
    return hashlib.blake2b(holder.bytes, key=key, digest_size=_BYTES, person=b"citycard-gone").digest()


def bring_up_to_date(connection: sa.Connection, directory: Path) -> None:
    """Add to the file, durably, whoever stands in the database alone.

    Raises `EnvironmentProblem(DISK_FULL)` when it cannot be written.
    """
    file = directory / FILE
    digests = sorted(read(connection) - _in_file(file))
    if not digests:
        return
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "ab") as opened:
            opened.write(b"\n" + b"".join(one.hex().encode() + b"\n" for one in digests))
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as problem:
        raise EnvironmentProblem(Code.DISK_FULL, file=FILE) from problem


def note(connection: sa.Connection, digests: list[bytes], now_ms: int) -> None:
    """The same in the database. Safe to repeat."""
    for one in digests:
        insert_new(connection, forgotten, digest=one, at_ms=now_ms)


def read(connection: sa.Connection, *files: Path) -> set[bytes]:
    """All that are known, of the database and of these files as far as they are there; a line cut off is left out."""
    known = {bytes(one) for one in connection.scalars(sa.select(forgotten.c.digest))}
    return known.union(*map(_in_file, files))


def _in_file(file: Path) -> set[bytes]:
    try:
        lines = file.read_bytes().split()
    except FileNotFoundError:
        return set()
    return {bytes.fromhex(line.decode("ascii")) for line in lines if _is_whole(line)}


def _is_whole(line: bytes) -> bool:
    return len(line) == 2 * _BYTES and all(symbol in b"0123456789abcdef" for symbol in line)
