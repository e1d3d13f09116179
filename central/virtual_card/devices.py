"""Phones: a code from the counter makes one a holder's, and from then on its own key speaks for it, until it is shut out."""

import hashlib
import hmac
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from central import cards, locks
from central.authority import Authority
from central.cards import Card
from central.registry import states
from central.registry.states import Change
from central.schema import virtual_card_activations, virtual_card_devices
from domain.card_states import CardAct
from domain.cards import CardState
from domain.device_proof import is_signed, statement
from domain.errors import Code, Refused
from domain.ids import ENROLMENT_ALPHABET
from domain.media import Medium, MediumType
from domain.wire_virtual_card import DeviceEnrolRequest, DeviceProof

ACTIVATION_MS = 15 * 60_000
MOST_DEVICES = 3
"""Phones of one person at a time."""
PROOF_MS = 30_000
"""By how much the time in a phone's statement may differ from ours."""
CARRIER = "virtual"
"""Stands as the carrier of a phone's medium: nothing can be loaded onto it."""
_DEVICE = UUID("0d8b8a53-7a4c-5a30-9b1e-7f1a5f6f4c21")
"""Namespace (RFC 9562, UUIDv5) of device ids: one per enrolment, whose answer can be asked for again."""


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """One phone."""

    device: UUID
    holder: UUID
    medium: bytes
    public_key: bytes
    enrolled_ms: int
    revoked_ms: int | None


def activate(
    connection: sa.Connection, authority: Authority, *, op_id: UUID, medium: bytes, staff: str, now_ms: int
) -> tuple[str, int]:
    """The code that makes a phone this card's holder's, and until when it is good. The same op_id gives the same code.

    Raises `Refused` with CARD_UNKNOWN, CARD_BLOCKED, CARD_NO_HOLDER, ONE_PER_PERSON (`most` phones already) or
    REQUEST_CONFLICT.
    """
    code = _activation_code(authority, op_id)
    known = connection.execute(
        sa.select(virtual_card_activations).where(virtual_card_activations.c.op_id == op_id)
    ).one_or_none()
    if known is not None:
        if (bytes(known.medium), known.staff) != (medium, staff):
            raise Refused(Code.REQUEST_CONFLICT)
        return code, known.expires_ms
    card, holder = entitled(connection, medium)
    _require_room(connection, holder)
    expires_ms = now_ms + ACTIVATION_MS
    connection.execute(
        virtual_card_activations.insert().values(
            op_id=op_id,
            code_hash=_code_hash(code),
            holder=holder,
            medium=card.medium,
            staff=staff,
            expires_ms=expires_ms,
        )
    )
    return code, expires_ms


def enrol(connection: sa.Connection, authority: Authority, request: DeviceEnrolRequest, now_ms: int) -> tuple[UUID, str]:
    """A new phone's id and the kind of card that it shows. The same request gives the same answer.

    Raises `Refused` with VIRTUAL_CODE_INVALID (no such code, or used), VIRTUAL_CODE_EXPIRED, REQUEST_CONFLICT, or as
    `activate`.
    """
    here = virtual_card_activations.c.code_hash == _code_hash(request.code)
    row = connection.execute(sa.select(virtual_card_activations).where(here)).one_or_none()
    if row is None:
        raise Refused(Code.VIRTUAL_CODE_INVALID)
    locks.hold(connection, locks.holder(row.holder))
    row = connection.execute(sa.select(virtual_card_activations).where(here)).one()
    device = uuid5(_DEVICE, f"{request.op_id}/{request.public_key.hex()}")
    if row.device is not None:
        return device, _shown_again(connection, device, row.device)
    if row.expires_ms <= now_ms:
        raise Refused(Code.VIRTUAL_CODE_EXPIRED)
    if connection.scalar(sa.select(virtual_card_devices.c.device).where(virtual_card_devices.c.device == device)) is not None:
        raise Refused(Code.REQUEST_CONFLICT)
    via, holder = entitled(connection, bytes(row.medium))
    if holder != row.holder:
        raise Refused(Code.VIRTUAL_CODE_INVALID)
    _require_room(connection, holder)
    medium = Medium(MediumType.CODE, device.bytes).digest(authority.keys.digest)
    connection.execute(
        virtual_card_devices.insert().values(
            device=device, holder=holder, medium=medium, public_key=request.public_key, enrolled_ms=now_ms
        )
    )
    card = Card(
        medium=medium,
        card_kind=via.card_kind,
        state=CardState.ACTIVE,
        holder=holder,
        carrier=CARRIER,
        origin="bound",
        op_id=device,
        since_ms=now_ms,
    )
    cards.add(connection, authority, card, b"")
    connection.execute(virtual_card_activations.update().where(here).values(device=device))
    return device, via.card_kind


def proven(connection: sa.Connection, proof: DeviceProof, what: str, content: str, now_ms: int) -> tuple[Device, Card]:
    """The phone that signed this request just now, and how it stands in the registry.

    Raises `Refused` with CARD_UNKNOWN (no such phone, or not its signature), CARD_BLOCKED or VIRTUAL_CODE_EXPIRED (its clock).
    """
    device = find(connection, proof.device)
    stated = statement(what, proof.device, proof.op_id, proof.at_ms, content)
    if device is None or not is_signed(device.public_key, proof.signature, stated):
        raise Refused(Code.CARD_UNKNOWN)
    card = cards.find(connection, device.medium)
    if device.revoked_ms is not None or card is None or not card.state.usable:
        raise Refused(Code.CARD_BLOCKED)
    if abs(proof.at_ms - now_ms) > PROOF_MS:
        raise Refused(Code.VIRTUAL_CODE_EXPIRED)
    return device, card


def find(connection: sa.Connection, device: UUID) -> Device | None:
    """The phone of that id."""
    row = connection.execute(sa.select(virtual_card_devices).where(virtual_card_devices.c.device == device)).one_or_none()
    return None if row is None else _device(row)


def of_medium(connection: sa.Connection, medium: bytes) -> Device | None:
    """The phone whose medium this is."""
    row = connection.execute(sa.select(virtual_card_devices).where(virtual_card_devices.c.medium == medium)).one_or_none()
    return None if row is None else _device(row)


def of_holder(connection: sa.Connection, holder: UUID) -> list[Device]:
    """Every phone that a person has or had, oldest first."""
    rows = connection.execute(
        sa.select(virtual_card_devices)
        .where(virtual_card_devices.c.holder == holder)
        .order_by(virtual_card_devices.c.enrolled_ms, virtual_card_devices.c.device)
    )
    return [_device(row) for row in rows]


def revoke(connection: sa.Connection, authority: Authority, device: UUID, *, by: str, now_ms: int) -> Device:
    """Shut a phone out and tell every station; `by` is who did it. Safe to repeat. Raises `Refused(CARD_UNKNOWN)`."""
    found = find(connection, device)
    if found is None:
        raise Refused(Code.CARD_UNKNOWN)
    locks.hold(connection, locks.holder(found.holder))
    revoked = sa.func.coalesce(virtual_card_devices.c.revoked_ms, now_ms)
    here = virtual_card_devices.c.device == device
    connection.execute(virtual_card_devices.update().where(here).values(revoked_ms=revoked))
    card = cards.find(connection, found.medium)
    if card is not None and card.state.usable:
        change = Change(op_id=uuid5(device, "revoked"), act=CardAct.LOST, reason="device_revoked", who=by, at_ms=now_ms)
        states.change(connection, authority, states.locked(connection, found.medium), change, now_ms)
    return found


def entitled(connection: sa.Connection, medium: bytes) -> tuple[Card, UUID]:
    """A usable card that is no phone, and its holder. Raises `Refused` with CARD_UNKNOWN, CARD_BLOCKED or CARD_NO_HOLDER."""
    card = cards.find(connection, medium)
    if card is None or card.carrier == CARRIER:
        raise Refused(Code.CARD_UNKNOWN)
    if not card.state.usable:
        raise Refused(Code.CARD_BLOCKED)
    if card.holder is None:
        raise Refused(Code.CARD_NO_HOLDER)
    return card, card.holder


def _require_room(connection: sa.Connection, holder: UUID) -> None:
    if sum(device.revoked_ms is None for device in of_holder(connection, holder)) >= MOST_DEVICES:
        raise Refused(Code.ONE_PER_PERSON, most=MOST_DEVICES)


def _shown_again(connection: sa.Connection, device: UUID, enrolled: UUID) -> str:
    """The kind of the phone that a used code has made, for whoever made it."""
    found = find(connection, device) if device == enrolled else None
    card = None if found is None else cards.find(connection, found.medium)
    if card is None:
        raise Refused(Code.VIRTUAL_CODE_INVALID)
    return card.card_kind


def _activation_code(authority: Authority, op_id: UUID) -> str:
    """12 speakable characters (58 bits) that nobody can reckon without the key file."""
    drawn = hmac.digest(authority.keys.person, b"virtual card activation\0" + op_id.bytes, "sha256")
    number, letters = int.from_bytes(drawn, "big"), []
    for _ in range(12):
        number, letter = divmod(number, len(ENROLMENT_ALPHABET))
        letters.append(ENROLMENT_ALPHABET[letter])
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


def _code_hash(code: str) -> bytes:
    folded = "".join(code.upper().replace("-", "").split())
    return hashlib.sha256(b"activation\0" + folded.encode()).digest()


def _device(row: sa.Row[tuple[object, ...]]) -> Device:
    values = row._mapping
    return Device(
        device=values["device"],
        holder=values["holder"],
        medium=bytes(values["medium"]),
        public_key=bytes(values["public_key"]),
        enrolled_ms=values["enrolled_ms"],
        revoked_ms=values["revoked_ms"],
    )
