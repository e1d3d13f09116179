"""Is this medium or code a member in good standing? A yes or no, that service's own number, and nothing else of the person.

A key asks for the services that it was given, so often a minute. What is unknown, blocked, suspended, a bearer's, forgotten, or
no member's is one and the same no.
"""

import secrets
from uuid import UUID

import sqlalchemy as sa

from central import cards
from central.access.service_keys import Service
from central.cards import Card
from central.inserting import insert_new
from central.kpi import uses
from central.kpi.uses import Use
from central.platform import Platform
from central.schema import patrons, verification_use
from central.verification import last_uses, limits
from central.virtual_card import calls as virtual_cards
from domain import taipei
from domain.errors import Code, Refused
from domain.media import Medium, MediumType
from domain.wire_services import (
    GivenMedium,
    Verified,
    VerifyManyRequest,
    VerifyManyResponse,
    VerifyRequest,
    VerifyResponse,
)

CARD_SERVICE = "card"
"""Stands for the city card itself: good standing is that the card may be used."""
MOST_PER_MINUTE = 1_200
_MINUTE_MS = 60_000
_BYTES = {"uid": (4, 7, 10), "idm": (8,)}
_STRIPES = 16
"""Of counts that many answers raise at once."""
_NO = Verified(valid=False)
_REFUSALS = frozenset({Code.VIRTUAL_CODE_INVALID, Code.VIRTUAL_CODE_EXPIRED, Code.VIRTUAL_CODE_USED, Code.CARD_BLOCKED})


def verify(platform: Platform, service: Service, request: VerifyRequest) -> VerifyResponse:
    """`POST /v1/verify`.

    Raises `Refused` with SERVICE_NOT_ALLOWED or REQUEST_INVALID, `EnvironmentProblem(PLATFORM_BUSY)` with `wait_s`.
    """
    require_service(platform, service, request.service)
    if request.type == "code":
        medium = _of_code(platform, service, request)
    else:
        medium = _digest(platform, GivenMedium(type=request.type, value=request.value))
    with platform.store.write() as connection:
        answer = _answers(connection, platform, service, request.service, [medium])[0]
    return VerifyResponse(server_ms=platform.now_ms(), generation=platform.generation, answer=answer)


def verify_many(platform: Platform, service: Service, request: VerifyManyRequest) -> VerifyManyResponse:
    """`POST /v1/verify/many`. Raises as `verify`."""
    require_service(platform, service, request.service)
    media = [_digest(platform, given) for given in request.media]
    with platform.store.write() as connection:
        answers = _answers(connection, platform, service, request.service, media)
    return VerifyManyResponse(server_ms=platform.now_ms(), generation=platform.generation, answers=answers)


def require_service(platform: Platform, service: Service, name: str) -> None:
    """Raises `Refused(SERVICE_NOT_ALLOWED)` for a service that this key was not given, or that there is none of."""
    if name not in service.services or name not in known_services(platform):
        raise Refused(Code.SERVICE_NOT_ALLOWED, scope="verify")


def known_services(platform: Platform) -> frozenset[str]:
    """What may be asked about at all: the card itself, and the programme's libraries."""
    return frozenset({CARD_SERVICE, *(library.id for library in platform.authority.programme.libraries)})


# --- media -----------------------------------------------------------------------------------------------------------


def _digest(platform: Platform, given: GivenMedium) -> bytes | None:
    """The digest of what a reader read; None for one that changes from tap to tap."""
    try:
        value = bytes.fromhex(given.value)
    except ValueError as problem:
        raise Refused(Code.REQUEST_INVALID, part="value") from problem
    if len(value) not in _BYTES[given.type] or len(given.value) != 2 * len(value):
        raise Refused(Code.REQUEST_INVALID, part="value")
    medium = Medium(MediumType(given.type), value)
    return medium.digest(platform.authority.keys.digest) if medium.is_fixed else None


def _of_code(platform: Platform, service: Service, request: VerifyRequest) -> bytes | None:
    """The medium of a virtual card's code, which is used up by this question; None for a code that is no good."""
    try:
        shown = virtual_cards.take(platform, request.value, "present", request.op_id, guesser=f"service/{service.service_key}")
    except Refused as refused:
        if refused.code not in _REFUSALS:
            raise
        return None
    return shown.card.medium


# --- answers ---------------------------------------------------------------------------------------------------------


def _answers(
    connection: sa.Connection, platform: Platform, service: Service, name: str, media: list[bytes | None]
) -> list[Verified]:
    now_ms = platform.now_ms()
    limits.take(
        connection,
        f"verify/{service.service_key}",
        times=len(media),
        most=MOST_PER_MINUTE,
        per_ms=_MINUTE_MS,
        now_ms=now_ms,
    )
    found = {card.medium: card for card in cards.find_all(connection, {medium for medium in media if medium is not None})}
    known = [None if medium is None else found.get(medium) for medium in media]
    numbers = _numbers(connection, name, [card.holder for card in known if card is not None and card.holder is not None])
    answers = [_answer(service, name, card, numbers) for card in known]
    seen = {card.holder for card, answer in zip(known, answers, strict=True) if answer.valid and card is not None}
    for holder in sorted(holder for holder in seen if holder is not None):
        use = Use(holder=holder, service=name, agency=service.agency, at_ms=now_ms)
        uses.note_use(connection, platform.authority, use)
        last_uses.note(connection, holder, now_ms)
    for valid in (True, False):
        count = sum(answer.valid is valid for answer in answers)
        if count:
            _count(connection, service, name, valid=valid, count=count, now_ms=now_ms)
    return answers


def _numbers(connection: sa.Connection, name: str, holders: list[UUID]) -> dict[UUID, str]:
    """The numbers of those among these people who are in good standing with a service."""
    if name == CARD_SERVICE or not holders:
        return {}
    wanted = sa.select(patrons).where(
        patrons.c.service == name, patrons.c.holder.in_(sorted(set(holders))), patrons.c.good_standing
    )
    return {row.holder: row.number for row in connection.execute(wanted)}


def _answer(service: Service, name: str, card: Card | None, numbers: dict[UUID, str]) -> Verified:
    if card is None or not card.state.usable:
        return _NO
    kind = card.card_kind if "card_kind" in service.scopes else None
    if name == CARD_SERVICE:
        return Verified(valid=True, card_kind=kind)
    number = None if card.holder is None else numbers.get(card.holder)
    return _NO if number is None else Verified(valid=True, number=number, card_kind=kind)


def _count(connection: sa.Connection, service: Service, name: str, *, valid: bool, count: int, now_ms: int) -> None:
    row = {
        "day": taipei.day(now_ms).isoformat(),
        "service_key": service.service_key,
        "service": name,
        "valid": valid,
        "stripe": secrets.randbelow(_STRIPES),
    }
    same = sa.and_(*(verification_use.c[part] == value for part, value in row.items()))
    more = verification_use.update().where(same).values(answers=verification_use.c.answers + count)
    if connection.execute(more).rowcount == 0 and not insert_new(connection, verification_use, **row, answers=count):
        connection.execute(more)
