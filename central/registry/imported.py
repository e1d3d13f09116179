"""Rows of cards that are imported: what a row says, and writing some hundred of them at once."""

from collections.abc import Collection
from datetime import date
from typing import cast
from uuid import UUID, uuid4, uuid5

import msgspec
import sqlalchemy as sa

from central import bulk, feed, people
from central.cards import UID_PURPOSE, Card, Origin
from central.files.csv_in import Row
from central.platform import Platform
from central.registry import names
from central.schema import cards as card_rows
from central.schema import data_keys, holder_names, holders, particulars, staff
from central.vault import FreshKey
from domain import national_id, roc_date, taipei
from domain.cards import CardState
from domain.eligibility import excludes
from domain.errors import Code, Refused
from domain.events import Particulars
from domain.media import Medium, MediumType
from domain.programme import CardKind
from domain.programme_parts import FACTS
from domain.wire import CardRow
from domain.wire_files import RowFault

COLUMNS = ("uid", "card_kind", "carrier")
OPTIONAL = ("origin", "state", "since", "national_id", "name", "birthday", "district", "facts")
_STATES = frozenset(CardState) - {CardState.STOCK, CardState.PROVISIONAL}
_ORIGINS = {"": "imported", "issued": "imported", "bound": "bound"}
_IMPORTED = UUID("7e2c6a0e-6d6f-5b0a-9a43-0e6c0a6d4f11")
"""Namespace (RFC 9562, UUIDv5) of the op_ids of imported cards: one per medium. The same as a single import's."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """One sound row. `person` is None for a bearer card."""

    number: int
    kind: CardKind
    carrier: str
    origin: Origin
    state: CardState
    since_ms: int
    uid: bytes
    medium: bytes
    person: Particulars | None
    person_digest: bytes

    def __repr__(self) -> str:
        return f"Wanted({self.number})"


def parse(platform: Platform, row: Row) -> Wanted:
    """What a row says. Raises `Refused` with a code and the detail `column`."""
    kind = platform.authority.programme.kind(row["card_kind"])
    if kind is None:
        raise Refused(Code.NOT_ELIGIBLE, column="card_kind")
    if row["carrier"] not in kind.carriers and row["origin"] != "bound":
        raise Refused(Code.REQUEST_INVALID, column="carrier")
    if row["origin"] not in _ORIGINS:
        raise Refused(Code.REQUEST_INVALID, column="origin")
    medium = _medium(row["uid"])
    person = None if kind.bearer else _person(platform, row)
    return Wanted(
        number=row.number,
        kind=kind,
        carrier=row["carrier"],
        origin=cast(Origin, _ORIGINS[row["origin"]]),
        state=_state(row["state"]),
        since_ms=_since_ms(platform, row["since"]),
        uid=medium.value,
        medium=medium.digest(platform.authority.keys.digest),
        person=person,
        person_digest=b"" if person is None else people.digest_of(platform.authority, person),
    )


class Importer:
    """Writes rows into the registry, some hundred by one transaction's few statements."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._programme = platform.authority.programme

    def write(self, connection: sa.Connection, wanted: list[Wanted]) -> tuple[int, list[RowFault]]:
        """How many cards are new, and what is wrong with the others that are not here already.

        Keeps everybody else from writing cards until the transaction's end.
        """
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("LOCK TABLE holders, cards IN SHARE ROW EXCLUSIVE MODE"))
        known = _known_cards(connection, [each.medium for each in wanted])
        people_here = _holders(connection, {each.person_digest for each in wanted})
        held = self._held(connection, people_here.values())
        fresh: dict[UUID, FreshKey] = {}
        rows = _Rows()
        faults = []
        for each in wanted:
            holder = people_here.get(each.person_digest) if each.person is not None else None
            code = self._objection(each, holder, known, held)
            if code is not None:
                faults.append(RowFault(row=each.number, column=code[0], code=code[1]))
            elif each.medium not in known:
                if each.person is not None and holder is None:
                    holder = people_here[each.person_digest] = uuid4()
                    fresh[holder] = self._admit(rows, each, each.person, holder)
                known[each.medium] = (holder, each.kind.id)
                if holder is not None and each.origin != "bound" and each.state.usable:
                    held.setdefault(holder, []).append(each.kind.id)
                self._add(connection, rows, each, holder, fresh)
        rows.write(connection)
        return len(rows.cards), faults

    def _objection(
        self, each: Wanted, holder: UUID | None, known: "dict[bytes, _Known]", held: dict[UUID, list[str]]
    ) -> tuple[str, Code] | None:
        """The column and what is wrong with it; None also for a card that is here already."""
        if each.medium in known:
            same = known[each.medium] == (holder, each.kind.id) and (holder is not None or each.person is None)
            return None if same else ("uid", Code.CARD_ALREADY_BOUND)
        if holder is None or each.origin == "bound" or not each.state.usable:
            return None
        kinds = [kind for kind in map(self._programme.kind, held.get(holder, [])) if kind is not None]
        rival = any(excludes(each.kind, kind) for kind in kinds)
        return ("card_kind", Code.ONE_PER_PERSON) if rival else None

    def _held(self, connection: sa.Connection, some: Collection[UUID]) -> dict[UUID, list[str]]:
        found: dict[UUID, list[str]] = {}
        usable = [state.value for state in CardState if state.usable]
        wanted = sa.select(card_rows.c.holder, card_rows.c.card_kind).where(
            bulk.among(connection, card_rows.c.holder, list(some)),
            card_rows.c.state.in_(usable),
            card_rows.c.origin != "bound",
        )
        for holder, kind in connection.execute(wanted) if some else []:
            found.setdefault(holder, []).append(kind)
        return found

    def _admit(self, rows: "_Rows", each: Wanted, person: Particulars, holder: UUID) -> FreshKey:
        now_ms, authority = self._platform.now_ms(), self._platform.authority
        key = authority.vault.fresh(holder)
        encrypted = key.encrypt(people.PURPOSE, msgspec.json.encode(person))
        rows.holders.append({"holder": holder, "person_digest": each.person_digest, "created_ms": now_ms})
        rows.keys.append({"holder": holder, "wrapped": key.wrapped})
        rows.particulars.append({"holder": holder, "encrypted": encrypted, "as_of_ms": now_ms})
        rows.names.append({"holder": holder, "name_digest": names.digest_of(authority, person.name)})
        return key

    def _add(
        self, connection: sa.Connection, rows: "_Rows", each: Wanted, holder: UUID | None, fresh: dict[UUID, FreshKey]
    ) -> None:
        encrypted: bytes | None = None
        if holder in fresh:
            encrypted = fresh[holder].encrypt(UID_PURPOSE, each.uid)
        elif holder is not None:
            encrypted = self._platform.authority.vault.encrypt(connection, holder, UID_PURPOSE, each.uid)
        card = Card(
            medium=each.medium,
            card_kind=each.kind.id,
            state=each.state,
            holder=holder,
            carrier=each.carrier,
            origin=each.origin,
            op_id=uuid5(_IMPORTED, each.medium.hex()),
            since_ms=each.since_ms,
        )
        rows.cards.append({**msgspec.structs.asdict(card), "state": card.state.value, "uid_encrypted": encrypted})
        rows.told.append(CardRow(medium=card.medium, card_kind=card.card_kind, state=card.state.value, holder=holder))


_Known = tuple[UUID | None, str]
"""Whose a medium is, and of which kind."""


class _Rows:
    """What one batch inserts."""

    def __init__(self) -> None:
        self.holders: list[dict[str, object]] = []
        self.keys: list[dict[str, object]] = []
        self.particulars: list[dict[str, object]] = []
        self.names: list[dict[str, object]] = []
        self.cards: list[dict[str, object]] = []
        self.told: list[CardRow] = []

    def write(self, connection: sa.Connection) -> None:
        bulk.insert(connection, holders, self.holders)
        bulk.insert(connection, data_keys, self.keys)
        bulk.insert(connection, particulars, self.particulars)
        bulk.insert(connection, holder_names, self.names)
        bulk.insert(connection, card_rows, self.cards)
        feed.publish_new(connection, self.told)


def _known_cards(connection: sa.Connection, media: list[bytes]) -> dict[bytes, _Known]:
    """The media that are somebody's, or a kind's, already; a staff card is nobody's kind."""
    if not media:
        return {}
    own = sa.select(card_rows.c.medium, card_rows.c.holder, card_rows.c.card_kind)
    found: dict[bytes, _Known] = {
        bytes(row.medium): (row.holder, row.card_kind)
        for row in connection.execute(own.where(bulk.among(connection, card_rows.c.medium, media)))
    }
    theirs = sa.select(staff.c.medium).where(bulk.among(connection, staff.c.medium, media))
    return found | {bytes(medium): (None, "") for medium in connection.scalars(theirs)}


def _holders(connection: sa.Connection, digests: set[bytes]) -> dict[bytes, UUID]:
    wanted = sa.select(holders.c.person_digest, holders.c.holder).where(
        bulk.among(connection, holders.c.person_digest, list(digests))
    )
    return {bytes(row.person_digest): row.holder for row in connection.execute(wanted)} if digests else {}


def _medium(text: str) -> Medium:
    try:
        value = bytes.fromhex(text.replace(":", "").replace("-", ""))
    except ValueError:
        value = b""
    if len(value) not in {4, 7, 8, 10}:
        raise Refused(Code.REQUEST_INVALID, column="uid")
    medium = Medium(MediumType.IDM if len(value) == 8 else MediumType.UID, value)
    if not medium.is_fixed:
        raise Refused(Code.CARD_RANDOM_UID, column="uid")
    return medium


def _state(text: str) -> CardState:
    if not text:
        return CardState.ACTIVE
    if text not in {state.value for state in _STATES}:
        raise Refused(Code.CARD_STATE, column="state")
    return CardState(text)


def _since_ms(platform: Platform, text: str) -> int:
    now_ms = platform.now_ms()
    if not text:
        return now_ms
    since_ms = taipei.midnight_ms(_day(text, "since"))
    if since_ms > now_ms:
        raise Refused(Code.DATE_FORMAT, column="since")
    return since_ms


def _day(text: str, column: str) -> date:
    try:
        return roc_date.parse(text)
    except Refused as refused:
        raise Refused(refused.code, column=column) from refused


def _person(platform: Platform, row: Row) -> Particulars:
    if not row["name"]:
        raise Refused(Code.NAME_MISSING, column="name")
    facts = row["facts"].split()
    if not FACTS.issuperset(facts):
        raise Refused(Code.REQUEST_INVALID, column="facts")
    if row["district"] and row["district"] not in platform.authority.programme.districts:
        raise Refused(Code.DISTRICT_UNKNOWN, column="district")
    try:
        number = national_id.check(row["national_id"], taipei.day(platform.now_ms()))
    except Refused as refused:
        raise Refused(refused.code, column="national_id") from refused
    return Particulars(
        name=row["name"],
        national_id=number,
        birthday=_day(row["birthday"], "birthday").isoformat(),
        district=row["district"],
        facts=facts,
        uid=b"",
    )
