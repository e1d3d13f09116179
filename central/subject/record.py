"""What a person sees of themselves at a kiosk, after the second factor: one question, so that a wrong answer counts once."""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import cards, points
from central.handlers.spending import notices_for
from central.messages import kept_messages
from central.money import asking, history, hours
from central.platform import Platform
from central.subject import reads
from domain.wire_money import HistoryLine, HoursLine, HoursResponse
from domain.wire_record import CardHeld, HolderRecordRequest, HolderRecordResponse, MessageLine, PointsLapsing

MOST_LINES = 200
MOST_MESSAGES = 20


def at_kiosk(platform: Platform, request: HolderRecordRequest) -> HolderRecordResponse:
    """`POST /v1/holder/record`. Raises as `asking.proven_holder`."""
    holder = asking.proven_holder(platform, request)
    with platform.store.read() as connection:
        return _record(connection, platform, holder, request.medium)


def _record(connection: sa.Connection, platform: Platform, holder: UUID, medium: bytes) -> HolderRecordResponse:
    programme, now_ms = platform.authority.programme, platform.now_ms()
    lines, older = history.page(connection, programme, holder, limit=MOST_LINES)
    found, more_reads = reads.lines(connection, programme, holder, None)
    return HolderRecordResponse(
        server_ms=now_ms,
        generation=platform.generation,
        history=msgspec.convert(lines, list[HistoryLine], from_attributes=True),
        more_history=bool(older),
        lapsing=[
            PointsLapsing(point_kind=kind, points=amount, at_ms=at_ms)
            for kind, amount, at_ms in points.lapsing(connection, holder, now_ms)
        ],
        hours=_hours(connection, platform, holder),
        cards=[
            CardHeld(
                card_kind=card.card_kind,
                carrier=card.carrier,
                state=card.state.value,
                since_ms=card.since_ms,
                here=card.medium == medium,
            )
            for card in cards.of_holder(connection, holder)
        ],
        reads=found,
        more_reads=more_reads,
        notices=notices_for(connection, holder, now_ms),
        messages=[
            MessageLine(subject=letter.subject, text=letter.text, at_ms=at_ms)
            for letter, at_ms in kept_messages(connection, platform.authority, holder, MOST_MESSAGES)
        ],
    )


def _hours(connection: sa.Connection, platform: Platform, holder: UUID) -> HoursResponse:
    book = hours.passbook(connection, holder)
    return HoursResponse(
        server_ms=platform.now_ms(),
        generation=platform.generation,
        lines=msgspec.convert(book.lines, list[HoursLine], from_attributes=True),
        minutes=book.minutes,
        free=book.free,
        saved=book.saved,
        first_day=book.first_day,
    )
