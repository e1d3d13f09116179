"""Correcting what is stored about a person, and their wish to be forgotten; who did it and why is written down."""

import msgspec
import sqlalchemy as sa

from central import locks, once, people
from central.access import record_reads
from central.access.staff_sessions import StaffCaller
from central.platform import Platform
from central.registry import names
from central.retention import run
from central.schema import corrections, deletion_requests
from central.virtual_card.calls import holder_of, require_digest_key
from domain import national_id, taipei
from domain.errors import Code, Refused
from domain.events import Particulars
from domain.masking import mask_name
from domain.sealing import unseal
from domain.wire_subject import CorrectionRequest, CorrectionResponse, DeletionRequest, DeletionResponse, StoredParts

PARTS = ("name", "birthday", "district", "facts")
_KIND = "correction"
_LONGEST_REASON = 200


def correct(platform: Platform, caller: StaffCaller, request: CorrectionRequest) -> CorrectionResponse:
    """`POST /v1/holder/correct`; what was wrong is not kept, only which parts were, by whom and why.

    Raises `Refused` with REQUEST_INVALID, CARD_UNKNOWN, CARD_NO_HOLDER, REASON_MISSING, PERSON_UNKNOWN (forgotten, or another
    national ID), NAME_MISSING, DATE_FORMAT, DISTRICT_UNKNOWN, REQUEST_CONFLICT or a NATIONAL_ID code.
    """
    require_digest_key(platform, request.digest_key)
    asked = _opened(platform, request.sealed)
    with platform.store.write() as connection:
        before = None if request.look_only else once.before(connection, request.op_id, _KIND, request)
        if before is not None:
            return _corrected(platform, msgspec.json.decode(before, type=list[str]))
        holder = holder_of(connection, request.medium)
        locks.hold(connection, locks.holder(holder))
        now_ms = platform.now_ms()
        reader = {"reader": caller.staff, "agency": caller.agency, "what": "correction"}
        record_reads.note(connection, holder, reason=request.reason, now_ms=now_ms, **reader)
        stored = people.particulars_of(connection, platform.authority, holder)
        number = national_id.check(asked.national_id, taipei.day(now_ms))
        if stored is None or stored.national_id != number:
            raise Refused(Code.PERSON_UNKNOWN)
        if request.look_only:
            return _corrected(platform, [], stored)
        wanted = _sound(platform, msgspec.structs.replace(asked, **{part: getattr(stored, part) for part in request.keep}))
        parts = [part for part in PARTS if getattr(stored, part) != getattr(wanted, part)]
        if parts:
            people.renew(connection, platform.authority, holder, wanted, as_of_ms=now_ms)
            names.keep(connection, platform.authority, holder, wanted.name)
            connection.execute(
                corrections.insert().values(
                    holder=holder,
                    staff=caller.staff,
                    reason=request.reason.strip()[:_LONGEST_REASON],
                    parts=",".join(parts),
                    at_ms=now_ms,
                )
            )
        once.remember(connection, request.op_id, _KIND, request, answer=msgspec.json.encode(parts), now_ms=now_ms)
    return _corrected(platform, parts)


def ask_deletion(platform: Platform, caller: StaffCaller, request: DeletionRequest) -> DeletionResponse:
    """`POST /v1/holder/forget`. Asked again it tells how it stands.

    Raises `Refused` with REQUEST_INVALID, CARD_UNKNOWN, CARD_NO_HOLDER, REASON_MISSING or REQUEST_CONFLICT.
    """
    require_digest_key(platform, request.digest_key)
    with platform.store.write() as connection:
        known = connection.execute(sa.select(deletion_requests).where(deletion_requests.c.op_id == request.op_id)).one_or_none()
        if known is None:
            holder, now_ms = holder_of(connection, request.medium), platform.now_ms()
            reader = {"reader": caller.staff, "agency": caller.agency, "what": "deletion"}
            record_reads.note(connection, holder, reason=request.reason, now_ms=now_ms, **reader)
            connection.execute(
                deletion_requests.insert().values(
                    op_id=request.op_id,
                    holder=holder,
                    staff=caller.staff,
                    reason=request.reason.strip()[:_LONGEST_REASON],
                    requested_ms=now_ms,
                )
            )
        else:
            holder = known.holder
            if known.staff != caller.staff or (known.done_ms is None and holder_of(connection, request.medium) != holder):
                raise Refused(Code.REQUEST_CONFLICT)
    prevented = [] if known is not None and known.done_ms is not None else list(run.forget_one(platform, holder))
    return DeletionResponse(
        server_ms=platform.now_ms(),
        generation=platform.generation,
        forgotten=not prevented,
        prevented_by=[str(why) for why in prevented],
    )


def _opened(platform: Platform, sealed: bytes) -> Particulars:
    try:
        return msgspec.json.decode(unseal(platform.authority.keys.sealing_private, sealed), type=Particulars)
    except (Refused, msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Refused(Code.REQUEST_INVALID, part="sealed") from problem


def _sound(platform: Platform, person: Particulars) -> Particulars:
    """Particulars as they may be stored. Raises `Refused`."""
    if not person.name.strip():
        raise Refused(Code.NAME_MISSING)
    try:
        people.birthday_of(person)
    except ValueError as problem:
        raise Refused(Code.DATE_FORMAT) from problem
    if person.district and person.district not in platform.authority.programme.districts:
        raise Refused(Code.DISTRICT_UNKNOWN)
    number = national_id.check(person.national_id, taipei.day(platform.now_ms()))
    return msgspec.structs.replace(person, national_id=number, uid=b"")


def _corrected(platform: Platform, parts: list[str], stored: Particulars | None = None) -> CorrectionResponse:
    told = None
    if stored is not None:
        year = stored.birthday[:4]
        told = StoredParts(
            masked_name=mask_name(stored.name),
            birth_year=int(year) if year.isdecimal() else None,
            district=stored.district,
            facts=stored.facts,
        )
    return CorrectionResponse(server_ms=platform.now_ms(), generation=platform.generation, parts=parts, stored=told)
