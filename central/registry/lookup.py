"""Finding a person for the staff of a counter: by card, by national ID or by name, each time written down with its reason."""

from uuid import UUID

import sqlalchemy as sa

from central import cards, people
from central.access import record_reads
from central.access.staff_sessions import StaffCaller
from central.authority import Authority
from central.registry import names
from central.schema import holders
from domain import national_id, taipei
from domain.errors import Code, Refused
from domain.masking import mask_name, mask_national_id
from domain.sealing import person_digest
from domain.wire_registry import FoundHolder, HeldCard, HolderFindRequest

MOST = 20
_TAIL_BYTES = 2
_WHAT = "registry"
_WHAT_IN_CLEAR = "registry in clear"


def find(
    connection: sa.Connection, authority: Authority, caller: StaffCaller, request: HolderFindRequest, now_ms: int
) -> tuple[list[FoundHolder], bool]:
    """The people that were asked for, at most `MOST`, and whether there are more; every record that is shown is noted.

    Raises `Refused` with REQUEST_INVALID (not exactly one question, another digest key), CARD_UNKNOWN, CARD_NO_HOLDER,
    PERSON_UNKNOWN, REASON_MISSING, STAFF_NOT_ALLOWED (in clear, by others than supervisors) or a NATIONAL_ID code.
    """
    if request.in_clear and "supervisor" not in caller.roles:
        raise Refused(Code.STAFF_NOT_ALLOWED)
    found = _asked(connection, authority, request, now_ms)
    shown = found[:MOST]
    for holder in shown:
        record_reads.note(
            connection,
            holder,
            reader=caller.staff,
            agency=caller.agency,
            what=_WHAT_IN_CLEAR if request.in_clear else _WHAT,
            reason=request.reason,
            now_ms=now_ms,
        )
    return [_shown(connection, authority, holder, in_clear=request.in_clear) for holder in shown], len(found) > MOST


def _asked(connection: sa.Connection, authority: Authority, request: HolderFindRequest, now_ms: int) -> list[UUID]:
    if (request.medium is not None) + bool(request.national_id.strip()) + bool(request.name.strip()) != 1:
        raise Refused(Code.REQUEST_INVALID, part="question")
    if request.medium is not None:
        return [_by_card(connection, authority, request.medium, request.digest_key)]
    if request.name.strip():
        return names.find(connection, authority, request.name, MOST + 1) or _nobody()
    number = national_id.check(request.national_id, taipei.day(now_ms))
    digest = person_digest(authority.keys.person, number)
    holder = connection.scalar(sa.select(holders.c.holder).where(holders.c.person_digest == digest))
    return [holder] if holder is not None else _nobody()


def _by_card(connection: sa.Connection, authority: Authority, medium: bytes, digest_key: str) -> UUID:
    if digest_key != authority.keys.digest_key_id:
        raise Refused(Code.REQUEST_INVALID, part="digest_key")
    card = cards.find(connection, medium)
    if card is None:
        raise Refused(Code.CARD_UNKNOWN)
    if card.holder is None:
        raise Refused(Code.CARD_NO_HOLDER)
    return card.holder


def _nobody() -> list[UUID]:
    raise Refused(Code.PERSON_UNKNOWN)


def _shown(connection: sa.Connection, authority: Authority, holder: UUID, *, in_clear: bool) -> FoundHolder:
    person = people.particulars_of(connection, authority, holder)
    name = national = ""
    year: int | None = None
    if person is not None:
        name = person.name if in_clear else mask_name(person.name)
        national = person.national_id if in_clear else mask_national_id(person.national_id)
        year = int(person.birthday[:4]) if person.birthday[:4].isdecimal() else None
    held = [
        HeldCard(
            medium=card.medium,
            card_kind=card.card_kind,
            card_state=card.state.value,
            carrier=card.carrier,
            origin=card.origin,
            since_ms=card.since_ms,
            tail=cards.uid_of(connection, authority, card.medium)[-_TAIL_BYTES:].hex().upper(),
        )
        for card in cards.of_holder(connection, holder)
    ]
    return FoundHolder(holder=holder, name=name, national_id=national, birth_year=year, cards=held)
