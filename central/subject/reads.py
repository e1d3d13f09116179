"""A holder sees who read their record and why: at a kiosk or counter with the second factor, or on their own phone."""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import cards, locks
from central.access import record_reads
from central.handlers import second_factor
from central.handlers.second_factor import Question
from central.platform import Platform
from central.virtual_card import devices
from central.virtual_card.calls import require_digest_key
from domain.errors import Code, Refused
from domain.events import SecondFactor
from domain.programme import Programme
from domain.sealing import unseal
from domain.wire_subject import (
    RecordReadLine,
    RecordReadsByAppRequest,
    RecordReadsRequest,
    RecordReadsResponse,
)

APP_PATH = "/v1/virtual-card/reads"
MOST = 100


def at_station(platform: Platform, request: RecordReadsRequest) -> RecordReadsResponse:
    """`POST /v1/holder/reads`. A wrong answer is counted in the transaction that looks at it.

    Raises `Refused` with REQUEST_INVALID, CARD_UNKNOWN, CARD_BLOCKED, CARD_NO_HOLDER, or as `second_factor.check`.
    """
    require_digest_key(platform, request.digest_key)
    answer = _answer(platform, request.sealed)
    refusal: Refused | None = None
    found, more = list[RecordReadLine](), False
    with platform.store.write() as connection:
        holder = _holder(connection, request.medium)
        # Held before the savepoint: a lock that is taken inside ends with a wrong answer, before that is counted.
        locks.hold(connection, locks.holder(holder))
        now_ms = platform.now_ms()
        question = Question(holder=holder, op_id=request.op_id, at_ms=now_ms, now_ms=now_ms)
        asked = platform.authority.programme.second_factor.history
        try:
            with connection.begin_nested():
                second_factor.check(connection, platform.authority, asked, question, lambda: answer)
            found, more = lines(connection, platform.authority.programme, holder, request.before)
        except Refused as refused:
            refusal = refused
            if refused.code is Code.SECOND_FACTOR_WRONG:
                second_factor.note_failure(connection, platform.authority, holder, now_ms)
    if refusal is not None:
        raise refusal
    return RecordReadsResponse(server_ms=platform.now_ms(), generation=platform.generation, reads=found, more=more)


def by_app(platform: Platform, request: RecordReadsByAppRequest) -> RecordReadsResponse:
    """`POST /v1/virtual-card/reads`. Raises as `devices.proven`."""
    with platform.store.read() as connection:
        device, _ = devices.proven(connection, request.proof, APP_PATH, "", platform.now_ms())
        found, more = lines(connection, platform.authority.programme, device.holder, request.before)
    return RecordReadsResponse(server_ms=platform.now_ms(), generation=platform.generation, reads=found, more=more)


def agency_in_words(programme: Programme, agency: str) -> str:
    """An agency as the programme calls it; the city for its own counters, and what is no id of the file as it stands."""
    known = programme.agency(agency)
    if known is not None:
        return known.name.zh_TW
    return agency or programme.city.zh_TW


def lines(
    connection: sa.Connection, programme: Programme, holder: UUID, before: int | None
) -> tuple[list[RecordReadLine], bool]:
    """The newest ones before that number, at most `MOST`, and whether there are earlier ones."""
    found = record_reads.of_holder(connection, holder, MOST + 1, before)
    told = [
        RecordReadLine(
            number=read.number,
            agency=agency_in_words(programme, read.agency),
            what=read.what,
            reason=read.reason,
            at_ms=read.at_ms,
        )
        for read in found[:MOST]
    ]
    return told, len(found) > MOST


def _answer(platform: Platform, sealed: bytes) -> SecondFactor:
    if not sealed:
        return SecondFactor()
    try:
        return msgspec.json.decode(unseal(platform.authority.keys.sealing_private, sealed), type=SecondFactor)
    except (Refused, msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Refused(Code.REQUEST_INVALID, part="sealed") from problem


def _holder(connection: sa.Connection, medium: bytes) -> UUID:
    card = cards.find(connection, medium)
    if card is None:
        raise Refused(Code.CARD_UNKNOWN)
    if not card.state.usable:
        raise Refused(Code.CARD_BLOCKED)
    if card.holder is None:
        raise Refused(Code.CARD_NO_HOLDER)
    return card.holder
