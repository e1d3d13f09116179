"""A counter that issues a card on the spot: the application that somebody brings along, and which cards they have already."""

import sqlalchemy as sa

from central import cards
from central.access import record_reads
from central.access.staff_sessions import StaffCaller
from central.applications import book, documents, reviewing
from central.applications.book import Application, By
from central.platform import Platform
from central.registry import claims
from central.schema import holders
from domain import national_id, taipei
from domain.applications import PHOTO, State
from domain.errors import Code, Refused
from domain.sealing import person_digest
from domain.wire_applications import ApplicationOpenRequest, ApplicationOpenResponse, HeldKindsRequest, HeldKindsResponse

_APPROVED = (State.APPROVED, State.IN_PRODUCTION, State.READY)


def open_application(platform: Platform, request: ApplicationOpenRequest, by: By) -> ApplicationOpenResponse:
    """`POST /v1/applications/open`: what somebody wrote down when they applied, for the form of the counter where they stand.

    The reading is written down with it. Raises `Refused` with APPLICATION_UNKNOWN (also of a batch, which is handed out by its
    list), APPLICATION_STEP (`state`) for one that is closed, or PERSON_UNKNOWN for a person who has been forgotten.
    """
    authority = platform.authority
    with platform.store.write() as connection:
        application = book.by_receipt(connection, request.receipt)
        if application.batch is not None:
            raise Refused(Code.APPLICATION_UNKNOWN)
        at = platform.now_ms()
        reviewing.note_reading(connection, application, by=by, what="application", reason=request.reason, now_ms=at)
        if application.state.closed or application.issued_by is not None:
            raise Refused(Code.APPLICATION_STEP, state=application.state.value)
        papers = book.papers_of(connection, authority, application)
        if papers is None:
            raise Refused(Code.PERSON_UNKNOWN)
        photo = _photo(platform, connection, application)
    return ApplicationOpenResponse(
        server_ms=at,
        generation=platform.generation,
        application=application.application,
        receipt=application.receipt,
        state=application.state.value,
        approved=application.state in _APPROVED,
        card_kind=application.card_kind,
        carrier=application.carrier,
        name=papers.name,
        national_id=papers.national_id,
        birthday=papers.birthday,
        district=papers.district,
        facts=papers.facts,
        photo=photo,
    )


def _photo(platform: Platform, connection: sa.Connection, application: Application) -> bytes:
    """The newest photo that came with it; empty when there is none."""
    copies = documents.of_application(connection, application.application)
    newest = next((each for each in reversed(copies) if each.name == PHOTO and each.media_type), None)
    if newest is None:
        return b""
    return documents.opened(connection, platform.authority, application, newest.document)[1]


def held_kinds(platform: Platform, caller: StaffCaller, request: HeldKindsRequest) -> HeldKindsResponse:
    """`POST /v1/applications/held`: of which kinds somebody has a card that can be used, and of which they ever had one.

    Nothing else about them is told; the reading is written down. Raises `Refused` as `domain.national_id.check`.
    """
    at = platform.now_ms()
    digest = person_digest(platform.authority.keys.person, national_id.check(request.national_id, taipei.day(at)))
    with platform.store.write() as connection:
        holder = connection.scalar(sa.select(holders.c.holder).where(holders.c.person_digest == digest))
        issued = [] if holder is None else [card for card in cards.of_holder(connection, holder) if card.origin != "bound"]
        if holder is not None:
            record_reads.note(
                connection,
                holder,
                reader=caller.staff,
                agency=caller.agency,
                what="cards held",
                reason=request.reason,
                now_ms=at,
            )
        kinds = [kind.id for kind in platform.authority.programme.kinds]
        had = {card.card_kind for card in issued} | {kind for kind in kinds if claims.has_claimed(connection, digest, kind)}
    return HeldKindsResponse(
        server_ms=at,
        generation=platform.generation,
        held=sorted({card.card_kind for card in issued if card.state.usable}),
        had=sorted(had),
    )
