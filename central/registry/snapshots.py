"""Building and keeping snapshots of the registry (`domain.snapshot`).

One is built from one consistent view, while writers go on, and put into the database part by part, each in a transaction of its
own: so any process behind a load balancer can hand it out, and it is there for all at the moment it is published. The one
before stays until the next, for stations that are in the middle of it.
"""

import hashlib
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import msgspec
import sqlalchemy as sa

from central import feed
from central.platform import Platform
from central.schema import cards as card_rows
from central.schema import changes, meta, snapshot_parts, snapshots
from central.store import Store
from domain import snapshot
from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem, Refused
from domain.feed_kinds import OF_GATES, links, visible_kinds
from domain.media import DIGEST_BYTES
from domain.snapshot import BLOCK_ROWS, CARDS, HOLDERS, PART_BYTES, Manifest, Section
from domain.wire import StaffRow

_KEPT = 2
_ABANDONED_MS = 24 * 3_600_000
_STAFF = "staff"
_FEED_KINDS = (_STAFF, "activity", "roster", "patron", *sorted(OF_GATES))
_ROWS_AT_ONCE = 5_000


class _Writer:
    """Cuts one section into parts as it grows."""

    def __init__(self, store: Store, snapshot_id: str, section: str) -> None:
        self._store = store
        self._snapshot = snapshot_id
        self._section = section
        self._waiting = bytearray()
        self._hash = hashlib.sha256()
        self._length = 0
        self._parts = 0
        self.rows = 0

    def add(self, rows: int, block: bytes) -> None:
        """One more block."""
        self.rows += rows
        self._length += len(block)
        self._hash.update(block)
        self._waiting += block
        while len(self._waiting) >= PART_BYTES:
            self._write(bytes(self._waiting[:PART_BYTES]))
            del self._waiting[:PART_BYTES]

    def close(self) -> Section:
        """The section's entry in the manifest."""
        if self._waiting:
            self._write(bytes(self._waiting))
        return Section(
            name=self._section,
            rows=self.rows,
            length=self._length,
            parts=self._parts,
            part_bytes=PART_BYTES,
            sha256=self._hash.digest(),
        )

    def _write(self, content: bytes) -> None:
        with self._store.write() as connection:
            connection.execute(
                snapshot_parts.insert().values(
                    snapshot=self._snapshot, section=self._section, part=self._parts, content=content
                )
            )
        self._parts += 1


def build(platform: Platform, progress: Callable[[int], None] = lambda _rows: None) -> Manifest:
    """Build and publish a snapshot of the registry as it is now; `progress` hears how many cards are in it so far.

    Takes about ten seconds a million cards; may be called while stations write. Raises `EnvironmentProblem`: PLATFORM_BUSY when
    the database began another life meanwhile, DISK_FULL.
    """
    store, snapshot_id = platform.store, uuid4().hex
    _clear_abandoned(store, platform.now_ms())
    with store.write() as connection:
        connection.execute(
            snapshots.insert().values(snapshot=snapshot_id, manifest=b"", started_ms=platform.now_ms(), published_ms=None)
        )
    try:
        manifest = _written(platform, snapshot_id, progress)
        with store.write() as connection:
            if _generation(connection) != manifest.generation:
                raise EnvironmentProblem(Code.PLATFORM_BUSY)
            mine = snapshots.update().where(snapshots.c.snapshot == snapshot_id)
            connection.execute(mine.values(manifest=msgspec.json.encode(manifest), published_ms=platform.now_ms()))
    except BaseException:
        _remove(store, snapshot_id)
        raise
    for old in _published(store)[_KEPT:]:
        _remove(store, old)
    return manifest


def _written(platform: Platform, snapshot_id: str, progress: Callable[[int], None]) -> Manifest:
    with platform.store.read() as connection:
        generation = _generation(connection)
        cursor = feed.end(connection, generation)
        kinds, sections = _write_cards(connection, platform.store, snapshot_id, progress)
        sections += [_write_rows(connection, platform.store, snapshot_id, kind) for kind in _FEED_KINDS]
    return Manifest(
        snapshot=snapshot_id,
        generation=generation,
        cursor=cursor,
        digest_key=platform.authority.keys.digest_key_id,
        built_ms=platform.now_ms(),
        kinds=kinds,
        states=[state.value for state in snapshot.STATES],
        sections=sections,
    )


def _write_cards(
    connection: sa.Connection, store: Store, snapshot_id: str, progress: Callable[[int], None]
) -> tuple[list[str], list[Section]]:
    own, owners = _Writer(store, snapshot_id, CARDS), _Writer(store, snapshot_id, HOLDERS)
    numbers: dict[str, int] = {}
    packs: dict[tuple[str, str, bool], int] = {}
    for rows in _card_rows(connection):
        media, packed, holders = [], [], []
        for medium, kind, state, holder in rows:
            key = (kind, state, holder is not None)
            if key not in packs:
                number = numbers.setdefault(kind, len(numbers))
                packs[key] = snapshot.pack(number, CardState(state), holder=holder is not None)
            media.append(int.from_bytes(medium, "big"))
            packed.append(packs[key])
            if holder is not None:
                holders.append(holder.bytes if isinstance(holder, UUID) else holder)
        own.add(len(media), snapshot.card_block(media, packed))
        owners.add(len(holders), snapshot.holder_block(holders))
        progress(own.rows)
    return list(numbers), [own.close(), owners.close()]


def _card_rows(connection: sa.Connection) -> Iterator[list[tuple[bytes, str, str, bytes | UUID | None]]]:
    """Every card, by its digest, a block at a time. Holders come as the driver has them: 16 bytes, or a UUID."""
    wanted = (
        sa.select(
            card_rows.c.medium,
            card_rows.c.card_kind,
            card_rows.c.state,
            sa.type_coerce(card_rows.c.holder, sa.types.NullType()),
        )
        .where(sa.func.length(card_rows.c.medium) == DIGEST_BYTES)
        .order_by(card_rows.c.medium)
    )
    result = connection.execution_options(stream_results=True, yield_per=BLOCK_ROWS).execute(wanted)
    for some in result.partitions(BLOCK_ROWS):
        yield [tuple(row) for row in some]


def _write_rows(connection: sa.Connection, store: Store, snapshot_id: str, kind: str) -> Section:
    writer = _Writer(store, snapshot_id, kind)
    wanted = sa.select(changes.c.row).where(changes.c.kind == kind).order_by(changes.c.key)
    result = connection.execution_options(stream_results=True, yield_per=_ROWS_AT_ONCE).execute(wanted)
    for some in result.partitions(_ROWS_AT_ONCE):
        writer.add(len(some), snapshot.row_block([bytes(row.row) for row in some]))
    return writer.close()


# --- handing out -----------------------------------------------------------------------------------------------------


def newest(connection: sa.Connection, platform: Platform, roles: frozenset[str]) -> Manifest:
    """The newest snapshot, with the sections that a station of these roles may have.

    Raises `Refused(SNAPSHOT_MISSING)` when there is none of this life of the database and this digest key.
    """
    found = connection.scalar(
        sa.select(snapshots.c.manifest)
        .where(snapshots.c.published_ms.is_not(None))
        .order_by(snapshots.c.published_ms.desc(), snapshots.c.started_ms.desc())
        .limit(1)
    )
    manifest = None if found is None else msgspec.json.decode(found, type=Manifest)
    if manifest is None or not _fits(manifest, platform):
        raise Refused(Code.SNAPSHOT_MISSING)
    visible = _visible(roles)
    sections = [each for each in manifest.sections if each.name in visible]
    for place, section in enumerate(sections):
        if section.name == _STAFF:
            sections[place] = _of_staff(_staff_content(connection, manifest.snapshot, roles))
    return msgspec.structs.replace(manifest, sections=sections)


def part(connection: sa.Connection, roles: frozenset[str], snapshot_id: str, section: str, number: int) -> bytes:
    """One part of a section. Raises `Refused(SNAPSHOT_MISSING)`, also for a section that such stations may not have."""
    wanted = sa.select(snapshot_parts.c.content).where(
        snapshot_parts.c.snapshot == snapshot_id, snapshot_parts.c.section == section, snapshot_parts.c.part == number
    )
    published = sa.select(snapshots.c.snapshot).where(
        snapshots.c.snapshot == snapshot_id, snapshots.c.published_ms.is_not(None)
    )
    if section not in _visible(roles) or connection.execute(published).first() is None:
        raise Refused(Code.SNAPSHOT_MISSING)
    if section == _STAFF:
        content = _staff_content(connection, snapshot_id, roles)[1][number * PART_BYTES : (number + 1) * PART_BYTES] or None
    else:
        content = connection.scalar(wanted)
    if content is None:
        raise Refused(Code.SNAPSHOT_MISSING)
    return bytes(content)


def _staff_content(connection: sa.Connection, snapshot_id: str, roles: frozenset[str]) -> tuple[int, bytes]:
    """The members of staff that a station of these roles is told of, and the section's bytes: a few hundred rows, made anew."""
    own = (snapshot_parts.c.snapshot == snapshot_id, snapshot_parts.c.section == _STAFF)
    parts = connection.scalars(sa.select(snapshot_parts.c.content).where(*own).order_by(snapshot_parts.c.part)).all()
    everybody = (msgspec.json.decode(line, type=StaffRow) for line in snapshot.rows(bytes(part) for part in parts))
    told = [row for each in everybody if isinstance(row := feed.least(each, roles), StaffRow) and row.active]
    return len(told), snapshot.row_block([msgspec.json.encode(row) for row in told]) if told else b""


def _of_staff(told: tuple[int, bytes]) -> Section:
    rows, content = told
    return Section(
        name=_STAFF,
        rows=rows,
        length=len(content),
        parts=-(-len(content) // PART_BYTES),
        part_bytes=PART_BYTES,
        sha256=hashlib.sha256(content).digest(),
    )


def _fits(manifest: Manifest, platform: Platform) -> bool:
    same_key = manifest.digest_key == platform.authority.keys.digest_key_id
    return same_key and manifest.generation == platform.generation


def _generation(connection: sa.Connection) -> str:
    return str(connection.execute(sa.select(meta.c.value).where(meta.c.key == "generation")).scalar_one())


def _visible(roles: frozenset[str]) -> set[str]:
    kinds = set(visible_kinds(roles, OF_GATES)) - {"card"}
    return {CARDS, *kinds, *([HOLDERS] if links(roles) else [])}


# --- keeping ---------------------------------------------------------------------------------------------------------


def _published(store: Store) -> list[str]:
    with store.read() as connection:
        return list(
            connection.scalars(
                sa.select(snapshots.c.snapshot)
                .where(snapshots.c.published_ms.is_not(None))
                .order_by(snapshots.c.published_ms.desc(), snapshots.c.started_ms.desc())
            )
        )


def _clear_abandoned(store: Store, now_ms: int) -> None:
    """What a process left behind that died over it."""
    with store.read() as connection:
        left = connection.scalars(
            sa.select(snapshots.c.snapshot).where(
                snapshots.c.published_ms.is_(None), snapshots.c.started_ms < now_ms - _ABANDONED_MS
            )
        ).all()
    for snapshot_id in left:
        _remove(store, snapshot_id)


def _remove(store: Store, snapshot_id: str) -> None:
    """Part by part, so that no writer waits for long."""
    own = snapshot_parts.c.snapshot == snapshot_id
    with store.write() as connection:
        withdrawn = snapshots.update().where(snapshots.c.snapshot == snapshot_id).values(published_ms=None)
        connection.execute(withdrawn)
    while True:
        with store.write() as connection:
            some = connection.execute(sa.select(snapshot_parts.c.section, snapshot_parts.c.part).where(own).limit(4)).all()
            for row in some:
                here = (own, snapshot_parts.c.section == row.section, snapshot_parts.c.part == row.part)
                connection.execute(snapshot_parts.delete().where(*here))
            if not some:
                connection.execute(snapshots.delete().where(snapshots.c.snapshot == snapshot_id))
                return
