"""`application.taken`, and what `card.issued` means for the application that it names."""

import sqlalchemy as sa

from central.applications import collecting, submitting
from central.applications.book import By
from central.applications.submitting import Submission
from central.handlers import issuing
from central.handlers.sealed import opened
from central.verdict import Act, Verdict, flagged
from domain.applications import ApplicantPapers
from domain.applying import Asked
from domain.errors import Refused
from domain.events import ApplicationTaken


def issue(act: Act) -> Verdict:
    """A card was handed over, perhaps for an application."""
    return collecting.hand_over(act, issuing.issue(act))


def taken(act: Act) -> Verdict:
    """An outreach team took an application down. What the rules object to is flagged, and no application is made of it."""
    payload = act.event.payload
    assert isinstance(payload, ApplicationTaken)
    papers = opened(act, ApplicantPapers)
    if act.objection is not None:
        return flagged(act.objection, "application_not_taken")
    asked = Asked(card_kind=payload.card_kind, carrier=payload.carrier, papers=papers, consents=payload.consents)
    submission = Submission(
        op_id=act.event.op_id,
        asked=asked,
        channel="outreach",
        by=By(who=f"staff:{act.event.operator or ''}"),
        documents_seen=payload.documents_seen,
    )
    savepoint: sa.NestedTransaction = act.connection.begin_nested()
    try:
        submitting.submit(act.connection, act.authority, submission, act.now_ms)
    except Refused as refused:
        savepoint.rollback()
        return flagged(refused.code, "application_not_taken")
    savepoint.commit()
    return Verdict()
