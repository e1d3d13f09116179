"""What other systems and stations ask of the ledger by HTTP, each in transactions of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from central import cards, ledger, locks, points
from central.access.service_keys import Service
from central.cards import Card
from central.handlers import second_factor
from central.handlers.second_factor import Question
from central.money import awarding, persons, redeeming, spending_points
from central.money.spending_points import Spending
from central.money.till import Till
from central.platform import Platform
from domain import taipei
from domain.errors import Code, Refused
from domain.events import SecondFactor
from domain.programme import Factor
from domain.sealing import unseal
from domain.wire_money import HistoryRequest, HoursRequest, RedemptionRequest, SpendRequest, SpendReverse
from domain.wire_record import HolderRecordRequest


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is asked before an act, and what they answered."""

    holder: UUID
    factor: Factor
    op_id: UUID
    answer: SecondFactor


@contextmanager
def requested() -> Iterator[None]:
    """An op_id that is taken by something else is the request's conflict."""
    try:
        yield
    except Refused as refused:
        if refused.code is Code.EVENT_CONFLICT:
            raise Refused(Code.REQUEST_CONFLICT) from refused
        raise


def proven_holder(platform: Platform, request: HistoryRequest | HoursRequest | HolderRecordRequest) -> UUID:
    """The holder of the card that lies at a station, who has answered what the programme asks for before history is told.

    Raises `Refused` with REQUEST_INVALID and what `_entitled` and `second_factor.check` raise; a wrong answer is counted.
    """
    if request.digest_key != platform.authority.keys.digest_key_id:
        raise Refused(Code.REQUEST_INVALID, part="digest_key")
    answer = _answer(platform, request.factor)
    asked = platform.authority.programme.second_factor.history
    with platform.store.write() as connection:
        card = cards.find(connection, request.medium)
        if card is None:
            staff = cards.is_staff(connection, request.medium)
            raise Refused(Code.STAFF_CARD_NOT_FOR_CITIZENS if staff else Code.CARD_UNKNOWN)
        holder = _entitled(card)
        looking = uuid5(holder, f"history/{answer.code}")
        wrong = _proved(connection, platform, _Asked(holder=holder, factor=asked, op_id=looking, answer=answer))
    if wrong is not None:
        raise wrong
    return holder


def spend(platform: Platform, service: Service, request: SpendRequest) -> int:
    """Spend points; what the person has left of that kind.

    Raises `Refused` as `persons.holder_of` and `spending_points.spend`, and with SERVICE_NOT_ALLOWED (the key is for others),
    CARD_BLOCKED (a lost card's points are not the finder's) or REQUEST_CONFLICT.
    """
    if service.services and request.service not in service.services:
        raise Refused(Code.SERVICE_NOT_ALLOWED, service=request.service)
    named = persons.opened(platform.authority, request.person)
    awarding.require_op_id(request.op_id)
    now_ms = platform.now_ms()
    with requested(), platform.store.write() as connection:
        holder = persons.holder_of(connection, platform.authority, named, taipei.day(now_ms))
        if named.uid and not points.is_booked(connection, request.op_id):
            _entitled(persons.card_of(connection, platform.authority, named.uid))
        act = Spending(
            op_id=request.op_id,
            holder=holder,
            point_kind=request.point_kind,
            points=request.points,
            service=request.service,
            price_ntd=request.price_ntd,
            agency=service.agency,
        )
        spending_points.spend(connection, platform.authority.programme, act, now_ms)
        return spending_points.left(connection, holder, request.point_kind, now_ms)


def reverse(platform: Platform, service: Service, request: SpendReverse) -> tuple[int, int]:
    """Reverse a spending; how many points that was, and what the person has of that kind.

    Raises `Refused` as `spending_points.reverse`, and with REQUEST_CONFLICT.
    """
    awarding.require_op_id(request.op_id)
    now_ms = platform.now_ms()
    with requested(), platform.store.write() as connection:
        row = spending_points.reverse(connection, request.spending, request.op_id, agency=service.agency, now_ms=now_ms)
        return row.points, spending_points.left(connection, row.holder, row.point_kind, now_ms)


def redeem(platform: Platform, request: RedemptionRequest) -> int:
    """Redeem points into value that waits for the card; whole NT$ that wait for it then.

    Raises `Refused` as `persons.card_of`, `second_factor.check` and `redeeming.looked_at`, and with
    REQUEST_INVALID (the person is not named by a card) or REQUEST_CONFLICT.
    """
    named = persons.opened(platform.authority, request.person)
    awarding.require_op_id(request.op_id)
    if not named.uid:
        raise Refused(Code.REQUEST_INVALID, part="person")
    with requested(), platform.store.write() as connection:
        card = _held_card(connection, platform, named.uid)
        wrong = None
        if not _is_repeated(connection, card, request):
            holder = _entitled(card)
            asked = platform.authority.programme.second_factor.redeem
            answer = SecondFactor(birthday=named.birthday, code=named.code)
            wrong = _proved(connection, platform, _Asked(holder=holder, factor=asked, op_id=request.op_id, answer=answer))
            if wrong is None:
                till, now_ms = Till(connection), platform.now_ms()
                programme = platform.authority.programme
                found = redeeming.looked_at(till, programme, request.op_id, request, card=card, holder=holder, now_ms=now_ms)
                redeeming.book(till, found)
                till.write()
        waiting_ntd = points.waiting_ntd(connection, card.medium)
    if wrong is not None:
        raise wrong
    return waiting_ntd


def _held_card(connection: sa.Connection, platform: Platform, uid: bytes) -> Card:
    """The card of a UID as it is once nobody else acts on it, or on what its holder has, until the transaction ends."""
    card = persons.card_of(connection, platform.authority, uid)
    holders = [] if card.holder is None else [locks.holder(card.holder)]
    locks.hold(connection, *holders, locks.medium(card.medium))
    card = persons.card_of(connection, platform.authority, uid)
    if card.holder is not None:
        # It may have come to somebody else while we waited for it.
        locks.hold(connection, locks.holder(card.holder))
    return card


def _is_repeated(connection: sa.Connection, card: Card, request: RedemptionRequest) -> bool:
    """Whether this very redemption was booked before. Raises `Refused(EVENT_CONFLICT)` when its op_id is another one's."""
    content = redeeming.content_of(request, card.medium)
    return ledger.is_applied(connection, request.op_id, "redeem", content)


def _entitled(card: Card) -> UUID:
    """The holder of a usable card. Raises `Refused` with CARD_BLOCKED or CARD_NO_HOLDER."""
    if not card.state.usable:
        raise Refused(Code.CARD_BLOCKED, state=card.state.value)
    if card.holder is None:
        raise Refused(Code.CARD_NO_HOLDER)
    return card.holder


def _answer(platform: Platform, factor: bytes) -> SecondFactor:
    if not factor:
        return SecondFactor()
    try:
        return msgspec.json.decode(unseal(platform.authority.keys.sealing_private, factor), type=SecondFactor)
    except (Refused, msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Refused(Code.REQUEST_INVALID, part="factor") from problem


def _proved(connection: sa.Connection, platform: Platform, asked: _Asked) -> Refused | None:
    """A wrong answer is counted, and told once that is written down.

    The person is held before the savepoint: a lock that is taken inside ends with a wrong answer, before that is counted.
    """
    locks.hold(connection, locks.holder(asked.holder))
    now_ms = platform.now_ms()
    question = Question(holder=asked.holder, op_id=asked.op_id, at_ms=now_ms, now_ms=now_ms)
    try:
        with connection.begin_nested():
            second_factor.check(connection, platform.authority, asked.factor, question, lambda: asked.answer)
    except Refused as refused:
        if refused.code is Code.SECOND_FACTOR_WRONG:
            second_factor.note_failure(connection, platform.authority, asked.holder, now_ms)
        return refused
    return None
