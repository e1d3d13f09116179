"""Documents and photos of an application: checked by their content, kept encrypted under the applicant's data key."""

import io
from datetime import date
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa
from PIL import Image, UnidentifiedImageError

from central.applications import book
from central.applications.book import Application, By
from central.authority import Authority
from central.schema.applications import application_documents
from domain import taipei
from domain.applications import PHOTO
from domain.eligibility import Applicant, offer
from domain.errors import Code, Refused

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_DOCUMENTS = 40
_PAPER = "paper"
"""Stands for the media type of a document that was seen and not copied."""
_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}
_UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
)
"""What Pillow raises for a file that is not whole, or is no picture (Pillow, Image.open and Image.verify)."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One document that is there. `media_type` is empty for one that was seen on paper."""

    document: UUID
    name: str
    media_type: str
    added_ms: int


def media_type_of(content: bytes) -> str:
    """`image/jpeg` or `image/png`, by the content alone.

    Raises `Refused` with REQUEST_TOO_LARGE (`most` bytes or pixels) or FILE_INVALID for anything else.
    """
    if len(content) > MOST_BYTES:
        raise Refused(Code.REQUEST_TOO_LARGE, most=MOST_BYTES)
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_TYPES)) as image:
            width, height = image.size
            found = _TYPES[str(image.format)]
            image.verify()
    except _UNREADABLE as problem:
        raise Refused(Code.FILE_INVALID, row=0, column="content") from problem
    if width * height > MOST_PIXELS:
        raise Refused(Code.REQUEST_TOO_LARGE, most=MOST_PIXELS)
    return found


def add(
    connection: sa.Connection,
    authority: Authority,
    application: Application,
    name: str,
    content: bytes,
    *,
    op_id: UUID,
    by: By,
    now_ms: int,
) -> Application:
    """Keep a copy of a document, or the photo; the caller holds the application. The same act again changes nothing.

    Raises `Refused` as `media_type_of` does, and with REQUEST_INVALID (`document`), APPLICATION_STEP, REQUEST_CONFLICT or
    PERSON_UNKNOWN.
    """
    mark = book.content_mark(authority, application.application.bytes, name.encode(), content)
    if book.done_before(connection, op_id, mark) is not None:
        return application
    media_type = media_type_of(content)
    _require_open(authority, application, name)
    if len(of_application(connection, application.application)) >= MOST_DOCUMENTS:
        raise Refused(Code.REQUEST_TOO_LARGE, most=MOST_DOCUMENTS)
    encrypted = authority.vault.encrypt(connection, application.holder, _purpose(op_id), content)
    if encrypted is None:
        raise Refused(Code.PERSON_UNKNOWN)
    connection.execute(
        application_documents.insert().values(
            document=op_id,
            application=application.application,
            name=name,
            media_type=media_type,
            encrypted=encrypted,
            content=mark,
            added_ms=now_ms,
            added_by=by.who,
        )
    )
    why = book.Why(code=name, op_id=op_id, content=mark)
    return book.remark(connection, authority, application, "document", by=by, now_ms=now_ms, why=why)


def seen(connection: sa.Connection, authority: Authority, application: Application, name: str, *, by: By, now_ms: int) -> None:
    """Note that a document was seen on paper, and when last.

    Raises `Refused(REQUEST_INVALID)` for one that the kind does not ask for.
    """
    _require_open(authority, application, name)
    document = uuid5(application.application, f"seen {name}")
    known = sa.select(application_documents.c.document).where(application_documents.c.document == document)
    if connection.scalar(known) is not None:
        again = application_documents.update().where(application_documents.c.document == document)
        connection.execute(again.values(added_ms=now_ms, added_by=by.who))
        return
    mark = book.content_mark(authority, document.bytes)
    connection.execute(
        application_documents.insert().values(
            document=document,
            application=application.application,
            name=name,
            media_type=_PAPER,
            encrypted=None,
            content=mark,
            added_ms=now_ms,
            added_by=by.who,
        )
    )


def of_application(connection: sa.Connection, application_id: UUID) -> list[Document]:
    """What is there, the oldest first."""
    chosen = sa.select(application_documents).where(application_documents.c.application == application_id)
    rows = connection.execute(chosen.order_by(application_documents.c.added_ms, application_documents.c.document))
    return [
        Document(
            document=row.document,
            name=row.name,
            media_type="" if row.media_type == _PAPER else row.media_type,
            added_ms=row.added_ms,
        )
        for row in rows
    ]


def opened(
    connection: sa.Connection, authority: Authority, application: Application, document_id: UUID
) -> tuple[Document, bytes]:
    """A document's content. Raises `Refused(APPLICATION_UNKNOWN)` for one that is not this application's, or only paper."""
    row = connection.execute(
        sa.select(application_documents).where(
            application_documents.c.document == document_id,
            application_documents.c.application == application.application,
            application_documents.c.encrypted.is_not(None),
        )
    ).one_or_none()
    content = None
    if row is not None:
        content = authority.vault.decrypt(connection, application.holder, _purpose(document_id), row.encrypted)
    if row is None or content is None:
        raise Refused(Code.APPLICATION_UNKNOWN)
    return Document(document=row.document, name=row.name, media_type=row.media_type, added_ms=row.added_ms), content


def missing(connection: sa.Connection, authority: Authority, application: Application) -> list[str]:
    """Ids of the documents that the programme asks of this applicant and that are not there, in its order."""
    if application.batch is not None:
        return []  # whoever hands a batch in answers for its papers
    kind = authority.programme.kind(application.card_kind)
    papers = book.papers_of(connection, authority, application)
    if kind is None or papers is None:
        return []
    applicant = Applicant(birthday=date.fromisoformat(papers.birthday), district=papers.district, facts=frozenset(papers.facts))
    needed = offer(authority.programme, kind, applicant, taipei.day(application.submitted_ms)).documents
    there = {document.name for document in of_application(connection, application.application)}
    return [document.id for document in needed if document.id not in there]


def _require_open(authority: Authority, application: Application, name: str) -> None:
    if application.state.closed:
        raise Refused(Code.APPLICATION_STEP, state=application.state.value)
    kind = authority.programme.kind(application.card_kind)
    known = {PHOTO, *(document.id for document in (kind.documents if kind else []))}
    if name not in known:
        raise Refused(Code.REQUEST_INVALID, part="document")


def _purpose(document_id: UUID) -> bytes:
    return b"document" + document_id.bytes
