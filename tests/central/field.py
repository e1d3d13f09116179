"""What tests of the platform need of the field: stations that sign events, people, cards."""

import hashlib
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec
import requests
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central import admin
from central.platform import Platform
from central.schema import staff
from domain import taipei
from domain.events import (
    CHAIN_START,
    CardIssued,
    Event,
    Particulars,
    Payload,
    RedeemRequested,
    SecondFactor,
    SignedEvent,
    SignedIn,
    SignedOut,
    sign,
)
from domain.ids import new_op_id
from domain.media import Medium, MediumType
from domain.national_id import check_digit
from domain.sealing import seal
from domain.wire import (
    MEDIA_TYPE,
    ActivityRow,
    EnrolRequest,
    EnrolResponse,
    Outcome,
    Problem,
    UploadRequest,
    UploadResponse,
)
from domain.wire_fleet import INSTANCE_HEADER

CLERK = "clerk-1"
"""A member of staff with every role, who did whatever an event says unless it names another operator."""
HOUR = 3_600_000
MINUTE = 60_000


def a_medium(number: int) -> Medium:
    return Medium(MediumType.UID, b"\x04" + number.to_bytes(6, "big"))


def a_person(number: int, *, birthday: str = "1950-01-05", facts: tuple[str, ...] = ("resident", "lives_here")) -> Particulars:
    first_nine = f"A1{number:07d}"
    return Particulars(
        name=f"示範{number}號",
        national_id=first_nine + check_digit(first_nine),
        birthday=birthday,
        district="桃園區",
        facts=list(facts),
        uid=a_medium(number).value,
    )


class FieldStation:
    """A station: keeps its own chain and speaks either to the platform object or, with a URL, over HTTP."""

    def __init__(self, platform: Platform, roles: list[str], url: str | None = None, **introduction: Any) -> None:
        """`introduction`: what its request to be enrolled says besides."""
        self.platform = platform
        self.url = url
        self.instance = introduction.get("instance", "")
        self.key = Ed25519PrivateKey.generate()
        code = admin.create_enrolment_code(platform, "示範站", "示範地點", roles)
        request = EnrolRequest(
            code=code,
            signing_key=self.key.public_key().public_bytes_raw(),
            machine="test",
            version="0",
            demo=platform.authority.demo,
            **introduction,
        )
        if url is None:
            self.enrolled = platform.enrol(request, "test")
        else:
            self.enrolled = msgspec.json.decode(self.post("/v1/enrol", request).content, type=EnrolResponse)
        self.token = self.enrolled.token
        self.seq, self.tail = 0, CHAIN_START
        _employ_clerk(platform)

    # --- making events ---

    def digest(self, medium: Medium) -> bytes:
        return medium.digest(self.enrolled.digest_key)

    def sealed(self, struct: msgspec.Struct) -> bytes:
        return seal(self.enrolled.sealing_key, msgspec.json.encode(struct))

    def event(
        self,
        payload: Payload,
        *,
        at_ms: int | None = None,
        medium: Medium | None = None,
        sealed: bytes | None = None,
        op_id: UUID | None = None,
        medium_digest: bytes | None = None,
        **changed: Any,
    ) -> Event:
        """The next event of the chain, which does not move."""
        at_ms = self.platform.now_ms() if at_ms is None else at_ms
        event = Event(
            op_id=op_id or new_op_id(at_ms),
            station=self.enrolled.identity.station,
            epoch=self.enrolled.identity.epoch,
            seq=self.seq + 1,
            prev=self.tail,
            device_ms=at_ms,
            offset_ms=0,
            operator=CLERK,
            medium=medium_digest if medium is None else self.digest(medium),
            digest_key=self.enrolled.digest_key_id,
            demo=self.platform.authority.demo,
            sealed_sha256=None if sealed is None else hashlib.sha256(sealed).digest(),
            payload=payload,
        )
        return msgspec.structs.replace(event, **changed)

    def act(self, payload: Payload, *, sealed: bytes | None = None, **kwargs: Any) -> SignedEvent:
        """Journal the next event."""
        return self.journal(sign(self.event(payload, sealed=sealed, **kwargs), self.key, sealed))

    def journal_medium(self, payload: Payload, digest: bytes, op_id: UUID | None = None) -> SignedEvent:
        """Journal an event about a medium that no card was read for."""
        return self.journal(sign(self.event(payload, op_id=op_id, medium_digest=digest), self.key, None))

    def journal(self, signed: SignedEvent) -> SignedEvent:
        self.seq, self.tail = self.seq + 1, signed.hash
        return signed

    def issue(self, person: Particulars, medium: Medium, kind: str = "senior", **kwargs: Any) -> SignedEvent:
        payload = CardIssued(holder=uuid4(), card_kind=kind, carrier="easycard", provisional=False, consents=["issue@1"])
        return self.act(payload, medium=medium, sealed=self.sealed(person), **kwargs)

    def wish(self, medium: Medium, points: int, birthday: str = "0105", kind: str = "health", **kwargs: Any) -> SignedEvent:
        payload = RedeemRequested(purse="account", point_kind=kind, points=points, amount_ntd=points)
        return self.act(payload, medium=medium, sealed=self.sealed(SecondFactor(birthday=birthday)), **kwargs)

    def sign_in(self, medium: Medium, activity: str = "a1", **kwargs: Any) -> SignedEvent:
        return self.act(SignedIn(activity=activity, walk_in=False), medium=medium, **kwargs)

    def sign_out(
        self, medium: Medium, sign_in: SignedEvent, activity: str = "a1", *, screen: tuple[int, int] = (0, 0), **kwargs: Any
    ) -> SignedEvent:
        """`screen`: the minutes and points that the station showed."""
        payload = SignedOut(activity=activity, sign_in=op_id_of(sign_in), minutes=screen[0], points=screen[1])
        return self.act(payload, medium=medium, **kwargs)

    # --- speaking ---

    def upload(self, *events: SignedEvent) -> list[Outcome]:
        request = UploadRequest(events=list(events))
        if self.url is None:
            return self.platform.upload(self.platform.authenticate(self.token, self.instance), request).outcomes
        return msgspec.json.decode(self.post("/v1/events", request).content, type=UploadResponse).outcomes

    def say(self, *events: SignedEvent) -> Outcome:
        """The word on the last of them."""
        return self.upload(*events)[-1]

    def post(self, path: str, message: msgspec.Struct) -> requests.Response:
        return self.call("POST", path, data=msgspec.json.encode(message))

    def call(self, method: str, path: str, **kwargs: Any) -> requests.Response:
        headers = {
            "Content-Type": MEDIA_TYPE,
            "Authorization": f"Bearer {getattr(self, 'token', '')}",
            **({INSTANCE_HEADER: self.instance} if self.instance else {}),
            **kwargs.pop("headers", {}),
        }
        return requests.request(method, f"{self.url}{path}", headers=headers, timeout=10, **kwargs)


def _employ_clerk(platform: Platform) -> None:
    """Unlike `admin.add_staff` without a PIN's slow hash, and without a row in the feed, whose tests count rows."""
    with platform.store.write() as connection:
        if connection.scalar(sa.select(staff.c.staff).where(staff.c.staff == CLERK)) is None:
            roles = msgspec.json.encode(sorted(admin.STAFF_ROLES)).decode()
            medium = a_medium(999_999).digest(platform.authority.keys.digest)
            connection.execute(
                staff.insert().values(staff=CLERK, name="示範承辦", roles=roles, medium=medium, pin_hash="", active=True)
            )


def op_id_of(signed: SignedEvent) -> UUID:
    return UUID(msgspec.json.decode(signed.body)["op_id"])


def problem_of(answer: requests.Response) -> Problem:
    assert answer.headers["Content-Type"].startswith(MEDIA_TYPE)
    return msgspec.json.decode(answer.content, type=Problem)


def add_activity(platform: Platform, activity: str = "a1", of_type: str = "volunteer") -> None:
    day_ms = taipei.midnight_ms(date(2026, 11, 1))
    row = ActivityRow(
        activity=activity,
        title="示範活動",
        agency="衛生局",
        type=of_type,
        starts_ms=day_ms,
        ends_ms=day_ms + 60 * 24 * HOUR,
        open=True,
    )
    admin.add_activity(platform, row)


def import_person(platform: Platform, number: int, kind: str = "senior", **kwargs: Any) -> UUID:
    return admin.import_holder(platform, a_person(number, **kwargs), a_medium(number), kind, "easycard")


def give(platform: Platform, holder: UUID, points: int, kind: str = "health", agency: str = "衛生局") -> UUID:
    op_id = uuid4()
    assert admin.award(platform, holder, point_kind=kind, points=points, agency=agency, activity="示範講座", op_id=op_id)
    return op_id
