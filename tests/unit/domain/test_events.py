import hashlib
from typing import get_args
from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from domain import events
from domain.card_states import CardAct
from domain.errors import Code, Refused
from domain.loads import LoadProof

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OP_ID = UUID("019b8b1e-4c00-7000-8000-000000000001")
SEALED = b"sealed to the platform"
PAYLOADS: list[events.Payload] = [
    events.CardIssued(holder=OP_ID, card_kind="general", carrier="easycard", provisional=True, consents=["issue@1"]),
    events.ApplicationTaken(card_kind="general", carrier="easycard", consents=["issue@1"], documents_seen=["national_id"]),
    events.CardBound(holder=OP_ID, via_medium=b"12345678", carrier="ipass", provisional=False),
    events.CardStateChanged(act=CardAct.LOST, seen="active", reason="counter"),
    events.CardReplaced(old_medium=b"12345678", carrier="ipass", reason="broken", fee_ntd=94),
    events.CardUnbound(reason="sold"),
    events.StockCounted(box="A1", card_kind="general", carrier="ipass", cards=40),
    events.StockMoved(box="A1", card_kind="general", carrier="ipass", cards=40, to_site="外展", to_box="B1"),
    events.ShiftOpened(name="A", float_ntd=1000),
    events.ShiftClosed(
        shift=OP_ID,
        cards=[events.ShiftCards(card_kind="general", cards=2)],
        replacements=1,
        fees_ntd=94,
        receipts=1,
        redemptions=0,
        redeemed_ntd=0,
        unsent=3,
        cash_ntd=1090,
        difference_ntd=-4,
        reason="示範",
    ),
    events.RecordOpened(reason="示範查詢"),
    events.SignedIn(activity="a-1", walk_in=True),
    events.SignedOut(activity="a-1", sign_in=OP_ID, minutes=65, points=10),
    events.AttendanceUndone(sign_in=OP_ID),
    events.AdmissionEntered(admission="expo", place="gate-1", percent=50),
    events.RedeemRequested(purse="account", point_kind="health", points=50, amount_ntd=50),
    events.LoadIntended(purse="demo", point_kind="health", points=50, amount_ntd=50, grant_key=b"k" * 32),
    events.LoadCommitting(load=OP_ID),
    events.LoadCommitted(load=OP_ID, proof=LoadProof(by="commit", seq=1, value_ntd=50, at_ms=5, tmc=7, tmv=b"12345678")),
    events.LoadUnknown(load=OP_ID),
    events.LoadTombstone(load=OP_ID, reason=Code.CARD_REMOVED),
    events.LoadFound(load=OP_ID, on_card=False, proof=LoadProof(by="card", seq=1, value_ntd=50)),
    events.LoadSettled(load=OP_ID, decision="void", reason="示範"),
    events.PatronLookedUp(service="typl", found=True),
    events.CodeUsed(cti=b"12345678", purpose="present", expires_ms=5),
    events.SatisfactionAnswered(service="redeem", answer=4),
    events.StaffSignedIn(),
    events.StaffSignedOut(reason="idle"),
    events.StaffPinFailed(failures=2),
    events.StaffUnlocked(staff="demo-clerk"),
]
KINDS = {
    "card.issued",
    "application.taken",
    "card.bound",
    "card.state_changed",
    "card.replaced",
    "card.unbound",
    "stock.counted",
    "stock.moved",
    "shift.opened",
    "shift.closed",
    "record.opened",
    "attendance.in",
    "attendance.out",
    "attendance.undone",
    "admission.entered",
    "redeem.requested",
    "load.intent",
    "load.committing",
    "load.committed",
    "load.unknown",
    "load.tombstone",
    "load.found",
    "load.settled",
    "patron.looked_up",
    "code.used",
    "satisfaction.answered",
    "staff.in",
    "staff.out",
    "staff.pin_failed",
    "staff.unlocked",
}


def event(payload: events.Payload = PAYLOADS[0], sealed: bytes | None = SEALED) -> events.Event:
    return events.Event(
        op_id=OP_ID,
        station="demo-1",
        epoch=1,
        seq=7,
        prev=events.CHAIN_START,
        device_ms=1_767_571_200_123,
        offset_ms=None,
        operator="demo-clerk",
        medium=b"\x01\x02\x03\x04\x05\x06\x07\x08",
        digest_key="k1",
        demo=True,
        sealed_sha256=None if sealed is None else hashlib.sha256(sealed).digest(),
        payload=payload,
    )


def refused(signed: events.SignedEvent) -> Refused:
    with pytest.raises(Refused) as refusal:
        events.verify(signed, KEY.public_key())
    return refusal.value


def unreadable(body: bytes) -> bool:
    with pytest.raises(Refused) as refusal:
        events.decode(body)
    return refusal.value.code is Code.EVENT_UNREADABLE


def body_with(**fields: object) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(msgspec.json.encode(event())) | fields)


def test_every_kind_is_known_by_name() -> None:
    assert {type(payload) for payload in PAYLOADS} == set(get_args(events.Payload))
    assert {events.kind_of(payload) for payload in PAYLOADS} == KINDS


@pytest.mark.parametrize("payload", PAYLOADS, ids=events.kind_of)
def test_an_event_goes_through_its_body_unchanged(payload: events.Payload) -> None:
    signed = events.sign(event(payload), KEY, SEALED)
    events.verify(signed, KEY.public_key())
    assert events.decode(signed.body) == event(payload)
    assert events.decode(signed.body).kind == events.kind_of(payload)
    assert signed.hash == hashlib.sha256(signed.body).digest()


@pytest.mark.parametrize(
    ("offset_ms", "corrected_ms"), [(None, 1_767_571_200_123), (0, 1_767_571_200_123), (-23, 1_767_571_200_100)]
)
def test_the_corrected_time_leaves_the_raw_one_alone(offset_ms: int | None, corrected_ms: int) -> None:
    measured = msgspec.structs.replace(event(), offset_ms=offset_ms)
    assert measured.corrected_ms == corrected_ms
    assert measured.device_ms == 1_767_571_200_123


@given(st.sampled_from(["body", "hash", "signature", "sealed"]), st.data())
def test_any_altered_byte_is_found(part: str, data: st.DataObject) -> None:
    signed = events.sign(event(), KEY, SEALED)
    altered = bytearray(getattr(signed, part))
    altered[data.draw(st.integers(0, len(altered) - 1))] ^= data.draw(st.integers(1, 255))
    assert refused(msgspec.structs.replace(signed, **{part: bytes(altered)})).code is Code.EVENT_SIGNATURE


@given(st.data())
def test_a_body_altered_together_with_its_hash_is_found(data: st.DataObject) -> None:
    signed = events.sign(event(), KEY, SEALED)
    body = bytearray(signed.body)
    body[data.draw(st.integers(0, len(body) - 1))] ^= data.draw(st.integers(1, 255))
    forged = msgspec.structs.replace(signed, body=bytes(body), hash=hashlib.sha256(body).digest())
    assert refused(forged).details == {"part": "signature"}


@pytest.mark.parametrize("signature", [b"", bytes(63), bytes(64), bytes(65)])
def test_a_signature_of_any_other_make_is_refused(signature: bytes) -> None:
    signed = msgspec.structs.replace(events.sign(event(), KEY, SEALED), signature=signature)
    assert refused(signed).code is Code.EVENT_SIGNATURE


def test_another_stations_signature_is_refused() -> None:
    signed = events.sign(event(), Ed25519PrivateKey.from_private_bytes(bytes(32)), SEALED)
    assert refused(signed).details == {"part": "signature"}


def test_a_signature_for_something_else_is_no_event_signature() -> None:
    """The signature runs over a context of its own, so that a signed bare hash cannot be passed off as an event."""
    signed = events.sign(event(), KEY, SEALED)
    assert refused(msgspec.structs.replace(signed, signature=KEY.sign(signed.hash))).code is Code.EVENT_SIGNATURE


def test_a_forgotten_sealed_part_is_no_alteration() -> None:
    signed = events.sign(event(), KEY, SEALED)
    events.verify(msgspec.structs.replace(signed, sealed=None), KEY.public_key())


def test_a_sealed_part_that_the_body_does_not_name_is_refused() -> None:
    signed = events.sign(event(sealed=None), KEY, None)
    events.verify(signed, KEY.public_key())
    assert refused(msgspec.structs.replace(signed, sealed=SEALED)).details == {"part": "sealed"}


def test_nothing_private_is_in_an_event_but_its_hash() -> None:
    """Architecture, The journal: particulars never stand in the journal in clear."""
    particulars = events.Particulars(
        name="示範王小明",
        national_id="A123456789",
        birthday="1980-01-05",
        district="桃園區",
        facts=["disability"],
        uid=b"\x04SECRET",
    )
    sealed = msgspec.json.encode(particulars)
    body = events.sign(event(sealed=sealed), KEY, sealed).body
    for private in ("示範王小明", "A123456789", "1980-01-05", "桃園區", "disability"):
        assert private.encode() not in body


@pytest.mark.parametrize(
    "private",
    [
        events.Particulars(
            name="示範王小明", national_id="A123456789", birthday="1980-01-05", district="桃園區", facts=[], uid=b"\x04SECRET"
        ),
        events.BoundMedium(uid=b"\x04SECRET"),
        events.SecondFactor(birthday="0105"),
    ],
    ids=lambda private: type(private).__name__,
)
def test_what_is_only_ever_sealed_does_not_show_in_a_text(private: msgspec.Struct) -> None:
    text = f"{private} {private!r}"
    for value in ("王小明", "A123456789", "1980", "桃園", "SECRET", "0105"):
        assert value not in text
    assert msgspec.json.decode(msgspec.json.encode(private), type=type(private)) == private


@pytest.mark.parametrize("name", ["A\ufa19", "\uf90a", "\U0002f80f", "王小葛\U000e0100"])
def test_a_name_keeps_its_exact_characters(name: str) -> None:
    particulars = events.Particulars(
        name=name, national_id="A123456789", birthday="1980-01-05", district="桃園區", facts=[], uid=b""
    )
    assert msgspec.json.decode(msgspec.json.encode(particulars), type=events.Particulars).name == name


@pytest.mark.parametrize(
    "body",
    [
        body_with(payload={"kind": "card.eaten", "by": "dog"}),
        body_with(payload={"activity": "a-1", "walk_in": True}),
        body_with(payload={"kind": "staff.in", "more": 1}),
        body_with(payload={"kind": "staff.out", "reason": "bored"}),
        body_with(payload={"kind": "staff.pin_failed", "failures": 1.5}),
        body_with(unexpected=1),
        body_with(v=2),
        body_with(v=0),
        body_with(seq="7"),
        body_with(op_id="not-a-uuid"),
        body_with(medium="not base64!"),
        b"",
        b"null",
        b"[]",
        b"<html>502 Bad Gateway</html>",
        b"\xff\xfe\xfd",
        b'{"station":"\xff"}',
        body_with()[:-1],
        b'{"payload":{"x":' + b"[" * 200_000,
        b'{"payload":{"x":' + b"[" * 200_000 + b"]" * 200_000 + b"}}",
    ],
    ids=lambda body: repr(bytes(body[:40])),
)
def test_what_this_version_does_not_understand_is_unreadable(body: bytes) -> None:
    assert unreadable(body)


@given(st.binary(max_size=200))
def test_noise_is_unreadable(noise: bytes) -> None:
    assert unreadable(noise)


def test_a_truly_signed_body_of_a_newer_version_is_unreadable_and_not_forged() -> None:
    body = body_with(v=2)
    digest = hashlib.sha256(body).digest()
    signed = msgspec.structs.replace(
        events.sign(event(), KEY, SEALED), body=body, hash=digest, signature=KEY.sign(b"citycard event v1\0" + digest)
    )
    assert refused(signed).code is Code.EVENT_UNREADABLE
