"""The city that the benchmark plays: stations that sign events, people with points and cards, three million cards more."""

import hashlib
import random
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import msgspec
import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from central import admin
from central.platform import Platform
from central.points import Award, award_all
from domain import purse_layout
from domain.events import (
    CHAIN_START,
    Event,
    LoadCommitted,
    LoadCommitting,
    LoadIntended,
    LoadSecrets,
    Particulars,
    PatronLookedUp,
    Payload,
    RedeemRequested,
    SecondFactor,
    SignedEvent,
    SignedIn,
    SignedOut,
    StaffSignedIn,
    sign,
)
from domain.ids import new_op_id
from domain.key_diversification import diversify
from domain.loads import LoadOrder, LoadProof
from domain.media import Medium, MediumType
from domain.national_id import check_digit
from domain.sealing import seal
from domain.transaction_mac import transaction_mac
from domain.wire import ActivityRow, EnrolRequest, UploadRequest

CLERK = "bench-clerk"
ACTIVITIES, AGENCY = 48, "衛生局"
"""Activities and who holds them: nobody comes to one twice."""
POINTS, AMOUNT = 10, 10
_PURSE = "demo_desfire"
_BIRTHDAY = "1950-01-05"
_AHEAD_MS = 120_000
"""Events are signed before they are played; the platform takes none to be later than its receipt."""


class Person(msgspec.Struct, frozen=True):
    """Somebody with points, and the UID of their card."""

    holder: UUID
    uid: bytes

    def digest(self, key: bytes) -> bytes:
        """The card's digest."""
        return Medium(MediumType.UID, self.uid).digest(key)


def people(platform: Platform, count: int, points: int, *, purse: bool, first: int) -> list[Person]:
    """So many people with an active card and points of two awards."""
    made = []
    kind, carrier = ("demo_purse", "demo_desfire") if purse else ("senior", "easycard")
    for number in range(first, first + count):
        nine = f"A1{number:07d}"
        uid = b"\x04" + number.to_bytes(6, "big")
        particulars = Particulars(
            name=f"示範{number}號",
            national_id=nine + check_digit(nine),
            birthday=_BIRTHDAY,
            district="桃園區",
            facts=["resident", "lives_here"],
            uid=uid,
        )
        holder = admin.import_holder(platform, particulars, Medium(MediumType.UID, uid), kind, carrier)
        made.append(Person(holder, uid))
    with platform.store.write() as connection:
        awards = [_award(platform, person, agency, points // 2) for person in made for agency in (AGENCY, "社會局")]
        award_all(connection, platform.authority.programme, awards)
    return made


def _award(platform: Platform, person: Person, agency: str, points: int) -> Award:
    now_ms = platform.now_ms()
    return Award(
        op_id=uuid4(),
        holder=person.holder,
        point_kind="health",
        points=points,
        agency=agency,
        activity="bench",
        at_ms=now_ms,
        booked_ms=now_ms,
    )


def prepare(platform: Platform) -> None:
    """Activities, and somebody who serves."""
    admin.add_staff(
        platform, CLERK, name="示範承辦", roles=["clerk", "event", "librarian"], pin="2468", medium=_medium(9_999_999)
    )
    now_ms = platform.now_ms()
    for number in range(ACTIVITIES):
        row = ActivityRow(
            activity=_activity(number),
            title="示範講座",
            agency=AGENCY,
            type="health_talk",
            starts_ms=now_ms - 86_400_000,
            ends_ms=now_ms + 86_400_000,
            open=True,
        )
        admin.add_activity(platform, row)


def fill(url: str, count: int) -> None:
    """So many holders with an active card each, by COPY, as the feed tells stations of them; tidied up."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for table, columns in (
            ("holders", "holder, person_digest, created_ms"),
            ("cards", "medium, card_kind, state, holder, carrier, origin, op_id, since_ms"),
            ("changes", "kind, key, row"),
        ):
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN".encode()) as copy:
                for chunk in _rows(table, count):
                    copy.write(chunk)
    with psycopg.connect(url, autocommit=True) as connection:
        # A city's database has long been vacuumed; else that would begin in the midst of what is measured.
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


def _rows(table: str, count: int) -> Iterator[str]:
    for start in range(0, count, 10_000):
        yield "".join(_row(table, number) for number in range(start, min(count, start + 10_000)))


def _row(table: str, number: int) -> str:
    medium, holder = hashlib.blake2b(number.to_bytes(8, "big"), digest_size=8).hexdigest(), UUID(int=number << 64 | 7 << 60)
    match table:
        case "holders":
            return f"{holder}\t\\\\x{number:064x}\t1\n"
        case "cards":
            return f"\\\\x{medium}\tsenior\tactive\t{holder}\teasycard\timported\t{holder}\t1\n"
    row = f'{{"kind":"card","medium":"{medium}","card_kind":"senior","state":"active","holder":"{holder}"}}'
    return f"card\t{medium}\t\\\\x{row.encode().hex()}\n"


def _activity(number: int) -> str:
    return f"bench-{number}"


def _medium(number: int) -> Medium:
    return Medium(MediumType.UID, b"\x04" + number.to_bytes(6, "big"))


class Station:
    """An enrolled station that signs its own chain."""

    def __init__(self, platform: Platform, roles: list[str]) -> None:
        self._key = Ed25519PrivateKey.generate()
        code = admin.create_enrolment_code(platform, "示範站", "示範地點", roles)
        request = EnrolRequest(
            code=code,
            signing_key=self._key.public_key().public_bytes_raw(),
            machine="bench",
            version="0",
            demo=True,
        )
        self._enrolled = platform.enrol(request, "bench")
        self._platform = platform
        self._seq, self._tail = 0, CHAIN_START
        self.token = self._enrolled.token
        self.id = self._enrolled.identity.station

    def act(
        self, payload: Payload, person: Person | None = None, secret: msgspec.Struct | None = None, **named: Any
    ) -> SignedEvent:
        """The next event of the chain."""
        at_ms = self._platform.now_ms() + _AHEAD_MS
        sealed = None if secret is None else seal(self._enrolled.sealing_key, msgspec.json.encode(secret))
        event = Event(
            op_id=new_op_id(at_ms),
            station=self.id,
            epoch=self._enrolled.identity.epoch,
            seq=self._seq + 1,
            prev=self._tail,
            device_ms=at_ms,
            offset_ms=0,
            operator=CLERK,
            medium=None if person is None else person.digest(self._enrolled.digest_key),
            digest_key=self._enrolled.digest_key_id,
            demo=True,
            sealed_sha256=None if sealed is None else hashlib.sha256(sealed).digest(),
            payload=payload,
        )
        signed = sign(msgspec.structs.replace(event, **named), self._key, sealed)
        self._seq, self._tail = self._seq + 1, signed.hash
        return signed

    def wish(self, person: Person) -> SignedEvent:
        """Points into value that waits."""
        payload = RedeemRequested(purse="account", point_kind="health", points=POINTS, amount_ntd=AMOUNT)
        return self.act(payload, person, SecondFactor(birthday="0105"))

    def record(self, draw: random.Random, somebody: list[Person]) -> SignedEvent:
        """What is only kept or counted: a look-up of somebody, now and then a staff session."""
        if draw.random() < 0.8:
            return self.act(PatronLookedUp(service="typl", found=True), draw.choice(somebody))
        return self.act(StaffSignedIn())

    def visit(self, person: Person, number: int) -> list[SignedEvent]:
        """A sign-in to one of the activities, and an hour later its sign-out, which earns points."""
        now_ms, activity = self._platform.now_ms(), _activity(number)
        came = self.act(SignedIn(activity=activity, walk_in=False), person, device_ms=now_ms - 3_600_000)
        left = SignedOut(activity=activity, sign_in=op_id_of(came), minutes=60, points=30)
        return [came, self.act(left, person, device_ms=now_ms)]

    def load(self, person: Person, seq: int) -> list[list[SignedEvent]]:
        """A load onto a card: the intent, then what the station says once the card has the value."""
        own = X25519PrivateKey.generate().public_key().public_bytes_raw()
        wish = LoadIntended(purse=_PURSE, point_kind="health", points=POINTS, amount_ntd=AMOUNT, grant_key=own)
        intent = self.act(wish, person, LoadSecrets(uid=person.uid, birthday="0105"))
        load = op_id_of(intent)
        begun = self.act(LoadCommitting(load=load), person)
        done = self.act(LoadCommitted(load=load, proof=self._proof(person, load, seq)), person)
        return [[intent], [begun, done]]

    def _proof(self, person: Person, load: UUID, seq: int) -> LoadProof:
        authority = self._platform.authority
        key = diversify(
            authority.keys.transaction_mac_master, purse_layout.transaction_mac_input(person.uid, authority.programme.id)
        )
        order = LoadOrder(load=load, amount_ntd=AMOUNT, seq=seq, station=self.id, at_ms=5)
        tmv = transaction_mac(key, person.uid, seq + 6, purse_layout.expected_tmi(order))
        return LoadProof(by="commit", seq=seq, value_ntd=AMOUNT * seq, at_ms=5, tmc=seq + 6, tmv=tmv)


def op_id_of(signed: SignedEvent) -> UUID:
    """An event's op_id."""
    return UUID(msgspec.json.decode(signed.body)["op_id"])


def upload(events: list[SignedEvent]) -> bytes:
    """The body of an upload."""
    return msgspec.json.encode(UploadRequest(events=events))
