"""What the API's calls about virtual cards do. Each raises `Refused` as the functions that it calls do."""

from uuid import UUID

import sqlalchemy as sa

from central import cards
from central.access import record_reads
from central.access.service_keys import Service
from central.access.staff_sessions import StaffCaller
from central.platform import Platform
from central.registry import states
from central.stations import Station
from central.verification import limits
from central.virtual_card import codes, devices, keys
from central.virtual_card.codes import Shown
from domain.errors import Code, Refused
from domain.events import CodePurpose
from domain.virtual_card import SKEW_MS, are_digits
from domain.wire_virtual_card import (
    ActivationRequest,
    ActivationResponse,
    CodeRequest,
    CodeResponse,
    CodeUseRequest,
    CodeUseResponse,
    DeviceEnrolRequest,
    DeviceEnrolResponse,
    DeviceLeaveRequest,
    DeviceLine,
    DeviceRevoked,
    DeviceRevokeRequest,
    DevicesRequest,
    DevicesResponse,
    DigitsRequest,
    DigitsResponse,
    UsedCodesQuery,
    UsedCodesResponse,
    VerificationKeysResponse,
)

MOST_GUESSES = 20
"""Wrong digits of one station, or wrong activation codes of one app, in `GUESSES_MS`."""
GUESSES_MS = 10 * 60_000

# --- staff -----------------------------------------------------------------------------------------------------------


def activate(platform: Platform, caller: StaffCaller, request: ActivationRequest) -> ActivationResponse:
    """`POST /v1/virtual-card/activation`."""
    require_digest_key(platform, request.digest_key)
    with platform.store.write() as connection:
        code, expires_ms = devices.activate(
            connection,
            platform.authority,
            op_id=request.op_id,
            medium=request.medium,
            staff=caller.staff,
            now_ms=platform.now_ms(),
        )
    return ActivationResponse(server_ms=platform.now_ms(), generation=platform.generation, code=code, expires_ms=expires_ms)


def list_devices(platform: Platform, caller: StaffCaller, request: DevicesRequest) -> DevicesResponse:
    """`POST /v1/virtual-card/devices`: written down before it is answered."""
    require_digest_key(platform, request.digest_key)
    with platform.store.write() as connection:
        holder = holder_of(connection, request.medium)
        record_reads.note(
            connection,
            holder,
            reader=caller.staff,
            agency=caller.agency,
            what="devices",
            reason=request.reason,
            now_ms=platform.now_ms(),
        )
        found = devices.of_holder(connection, holder)
    lines = [DeviceLine(device=one.device, enrolled_ms=one.enrolled_ms, revoked=one.revoked_ms is not None) for one in found]
    return DevicesResponse(server_ms=platform.now_ms(), generation=platform.generation, devices=lines)


def revoke(platform: Platform, caller: StaffCaller, request: DeviceRevokeRequest) -> DeviceRevoked:
    """`POST /v1/virtual-card/revoke`."""
    return _revoked(platform, request.device, caller.staff)


# --- the app ---------------------------------------------------------------------------------------------------------


def enrol(platform: Platform, service: Service, request: DeviceEnrolRequest) -> DeviceEnrolResponse:
    """`POST /v1/virtual-card/enrol`. A code is counted as a guess before it is looked at."""
    name = f"activation/{service.service_key}"
    with platform.store.write() as connection:
        limits.take(connection, name, times=1, most=MOST_GUESSES, per_ms=GUESSES_MS, now_ms=platform.now_ms())
    with platform.store.write() as connection:
        limits.give_back(connection, name, times=1)
        device, card_kind = devices.enrol(connection, platform.authority, request, platform.now_ms())
    return DeviceEnrolResponse(server_ms=platform.now_ms(), generation=platform.generation, device=device, card_kind=card_kind)


def code(platform: Platform, request: CodeRequest) -> CodeResponse:
    """`POST /v1/virtual-card/code`. Reads only, but for the first code that there ever was."""
    with platform.store.read() as connection:
        made = codes.made(connection, platform.authority, request, platform.now_ms())
    while made is None:
        with platform.store.write() as connection:
            keys.ensure(connection, platform.authority.vault, platform.now_ms())
            made = codes.made(connection, platform.authority, request, platform.now_ms())
    return CodeResponse(server_ms=platform.now_ms(), generation=platform.generation, code=made[0], expires_ms=made[1])


def digits(platform: Platform, request: DigitsRequest) -> DigitsResponse:
    """`POST /v1/virtual-card/digits`."""
    with platform.store.write() as connection:
        text, expires_ms = codes.digits(connection, platform.authority, request, platform.now_ms())
    return DigitsResponse(server_ms=platform.now_ms(), generation=platform.generation, digits=text, expires_ms=expires_ms)


def leave(platform: Platform, request: DeviceLeaveRequest) -> DeviceRevoked:
    """`POST /v1/virtual-card/leave`."""
    with platform.store.read() as connection:
        devices.proven(connection, request.proof, "/v1/virtual-card/leave", "", platform.now_ms())
    return _revoked(platform, request.proof.device, states.SYSTEM)


# --- stations --------------------------------------------------------------------------------------------------------


def verification_keys(platform: Platform) -> VerificationKeysResponse:
    """`GET /v1/virtual-card/keys`."""
    with platform.store.write() as connection:
        keys.ensure(connection, platform.authority.vault, platform.now_ms())
        told = keys.told(connection, platform.now_ms())
    return VerificationKeysResponse(
        server_ms=platform.now_ms(),
        generation=platform.generation,
        issuer=platform.authority.programme.id,
        keys=told,
        skew_ms=SKEW_MS,
    )


def use(platform: Platform, station: Station, request: CodeUseRequest) -> CodeUseResponse:
    """`POST /v1/virtual-card/use`."""
    shown = take(platform, request.code, request.purpose, request.op_id, guesser=f"station/{station.station}")
    return CodeUseResponse(
        server_ms=platform.now_ms(),
        generation=platform.generation,
        medium=shown.card.medium,
        card_kind=shown.card.card_kind,
        card_state=shown.card.state.value,
        holder=shown.holder,
        cti=shown.cti,
        expires_ms=shown.expires_ms,
    )


def used(platform: Platform, query: UsedCodesQuery) -> UsedCodesResponse:
    """`GET /v1/virtual-card/used`."""
    with platform.store.read() as connection:
        ctis, cursor, more = codes.used_since(connection, query.cursor, platform.now_ms())
    return UsedCodesResponse(server_ms=platform.now_ms(), generation=platform.generation, cursor=cursor, more=more, ctis=ctis)


def take(platform: Platform, text: str, purpose: CodePurpose, op_id: UUID, *, guesser: str) -> Shown:
    """Use a code up. Digits are counted against `guesser` before they are looked at, and given back when they were right.

    Raises `Refused` as `codes.read` and `codes.use`, `EnvironmentProblem(PLATFORM_BUSY)` after too many wrong digits.
    """
    authority, now_ms = platform.authority, platform.now_ms()
    name, guess = f"digits/{guesser}", are_digits(text.strip("\r\n"))
    if guess:
        with platform.store.write() as connection:
            limits.take(connection, name, times=1, most=MOST_GUESSES, per_ms=GUESSES_MS, now_ms=now_ms)
    with platform.store.write() as connection:
        shown = codes.read_again(connection, authority, text, op_id)
        if shown is None or shown.purpose != purpose:
            shown = codes.read(connection, authority, text, purpose=purpose, at_ms=now_ms, now_ms=now_ms)
        codes.use(connection, shown, op_id, now_ms)
        if guess:
            limits.give_back(connection, name, times=1)
    return shown


# --- shared ----------------------------------------------------------------------------------------------------------


def require_digest_key(platform: Platform, digest_key: str) -> None:
    """Raises `Refused(REQUEST_INVALID)` for media that were digested under another key."""
    if digest_key != platform.authority.keys.digest_key_id:
        raise Refused(Code.REQUEST_INVALID, part="digest_key")


def holder_of(connection: sa.Connection, medium: bytes) -> UUID:
    """Whose card a medium is, whatever its state. Raises `Refused` with CARD_UNKNOWN or CARD_NO_HOLDER."""
    card = cards.find(connection, medium)
    if card is None:
        raise Refused(Code.CARD_UNKNOWN)
    if card.holder is None:
        raise Refused(Code.CARD_NO_HOLDER)
    return card.holder


def _revoked(platform: Platform, device: UUID, by: str) -> DeviceRevoked:
    with platform.store.write() as connection:
        devices.revoke(connection, platform.authority, device, by=by, now_ms=platform.now_ms())
    return DeviceRevoked(server_ms=platform.now_ms(), generation=platform.generation)
