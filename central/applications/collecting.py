"""The card in the hand (交付): an issue at a station that names its application."""

import sqlalchemy as sa

from central import cards
from central.applications import book, flow
from central.applications.book import By
from central.applications.notices import SUPERSEDED
from central.verdict import Act, Verdict, marked
from domain.applications import TRANSITIONS, State, Step
from domain.cards import CardState
from domain.errors import Code
from domain.events import CardIssued
from domain.wire import CardResult, OutcomeStatus

UNKNOWN = "application_unknown"
DIFFERS = "application_differs"
"""The card is another person's, or of another kind, than the application."""
NOT_APPROVED = "application_not_approved"
"""Handed over as a settled card although the application was still under way."""
CLOSED = "application_closed"
"""Of an application that was refused, withdrawn or served by another card."""


def hand_over(act: Act, verdict: Verdict) -> Verdict:
    """What an issue, whose verdict this is, means for the application that it names; the card stays as the verdict has it.

    A draft was to be handed in with it, and could not be: the person has the card, so nobody waits for the draft any more.
    """
    issued = act.event.payload
    assert isinstance(issued, CardIssued)
    if issued.application is None or not isinstance(verdict.result, CardResult):
        return verdict
    application = book.find(act.connection, issued.application)
    if application is None or (application.state is State.DRAFT and application.batch is not None):
        return marked(verdict, Code.APPLICATION_UNKNOWN, [UNKNOWN])
    if (application.holder, application.card_kind) != (verdict.result.holder, issued.card_kind):
        return marked(verdict, Code.APPLICATION_STEP, [DIFFERS])
    if verdict.status is OutcomeStatus.REJECTED or verdict.code is Code.CARD_ALREADY_BOUND:
        return verdict
    application = book.held(act.connection, application.application)
    if application.issued_by == act.event.op_id:
        return verdict
    if application.state is State.COLLECTED and given_back(act.connection, application):
        by = By(who=f"staff:{act.event.operator or ''}")
        again, medium, op_id = "handed_over_again", act.event.medium, act.event.op_id
        book.remark(act.connection, act.authority, application, again, by=by, now_ms=act.now_ms, medium=medium, issued_by=op_id)
        return verdict
    if application.state is State.DRAFT:
        by, why = By(who=f"staff:{act.event.operator or ''}"), book.Why(code=SUPERSEDED)
        book.move(act.connection, act.authority, application, Step.WITHDRAW, by=by, now_ms=act.now_ms, why=why)
        return verdict
    if application.issued_by is not None or application.state.closed:
        return marked(verdict, Code.APPLICATION_STEP, [CLOSED])
    return _noted(act, verdict, issued, application)


def given_back(connection: sa.Connection, application: book.Application) -> bool:
    """Whether the card that was handed over first came back: it was the wrong one, or did not work."""
    card = None if application.medium is None else cards.find(connection, application.medium)
    return card is not None and card.state is CardState.RETURNED


def _noted(act: Act, verdict: Verdict, issued: CardIssued, application: book.Application) -> Verdict:
    by = By(who=f"staff:{act.event.operator or ''}")
    medium, op_id = act.event.medium, act.event.op_id
    connection, authority, at = act.connection, act.authority, act.now_ms
    if (application.state, Step.COLLECT) in TRANSITIONS:
        book.move(connection, authority, application, Step.COLLECT, by=by, now_ms=at, medium=medium, issued_by=op_id)
        return verdict
    application = book.remark(
        connection, authority, application, "handed_over", by=by, now_ms=at, provisional=True, medium=medium, issued_by=op_id
    )
    flow.go_on(connection, authority, application, now_ms=at)
    anomalies = [] if issued.provisional else [NOT_APPROVED]
    return marked(verdict, Code.APPLICATION_STEP if anomalies else None, anomalies)
