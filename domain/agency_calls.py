"""Calls of organisers and reviewers; see `domain.office_calls`."""

from domain.office_calls import OfficeCall, OfficeFileCall
from domain.wire_activities import (
    ActivitiesAsked,
    ActivitiesPage,
    ActivityAnswer,
    ActivityAsked,
    ActivityCancel,
    ActivitySave,
    CountsAnswer,
    ForgottenAsked,
    ForgottenSettle,
    ForgottenSettled,
    ForgottenStays,
    RosterAsked,
    RosterImport,
    RosterImported,
    RosterPage,
)
from domain.wire_applications import (
    ApplicationResponse,
    ReviewDecision,
    ReviewDocumentRequest,
    ReviewListRequest,
    ReviewListResponse,
    ReviewOpenRequest,
    ReviewOpenResponse,
)
from domain.wire_draws import DrawAsked, DrawPublic, DrawSave, DrawSeed, DrawStep, DrawWinners, DrawWinnersAsked, DrawWithdrawal
from domain.wire_reports import ReportAsked

ACTIVITIES = OfficeCall("/v1/activities", ActivitiesAsked, ActivitiesPage, "GET")
ACTIVITY = OfficeCall("/v1/activities/one", ActivityAsked, ActivityAnswer, "GET")
SAVE_ACTIVITY = OfficeCall("/v1/activities/save", ActivitySave, ActivityAnswer)
CANCEL_ACTIVITY = OfficeCall("/v1/activities/cancel", ActivityCancel, ActivityAnswer)
COUNTS = OfficeCall("/v1/activities/counts", ActivityAsked, CountsAnswer, "GET")
ROSTER = OfficeCall("/v1/activities/roster", RosterAsked, RosterPage, "GET")
IMPORT_ROSTER = OfficeCall("/v1/activities/roster/import", RosterImport, RosterImported)
FORGOTTEN = OfficeCall("/v1/activities/forgotten", ForgottenAsked, ForgottenStays, "GET")
SETTLE_FORGOTTEN = OfficeCall("/v1/activities/forgotten/settle", ForgottenSettle, ForgottenSettled)
DRAW = OfficeCall("/v1/draws", DrawAsked, DrawPublic, "GET")
DRAW_WINNERS = OfficeCall("/v1/draws/winners", DrawWinnersAsked, DrawWinners, "GET")
SAVE_DRAW = OfficeCall("/v1/draws/save", DrawSave, DrawPublic)
DRAW_ATTENDANTS = OfficeCall("/v1/draws/attendants", DrawStep, DrawPublic)
FREEZE_DRAW = OfficeCall("/v1/draws/freeze", DrawStep, DrawPublic)
SEED_DRAW = OfficeCall("/v1/draws/seed", DrawSeed, DrawPublic)
CANCEL_DRAW = OfficeCall("/v1/draws/cancel", DrawStep, DrawPublic)
WITHDRAW_WINNER = OfficeCall("/v1/draws/withdraw", DrawWithdrawal, DrawPublic)
REPORT = OfficeFileCall("/v1/reports", ReportAsked)

REVIEWS = OfficeCall("/v1/reviews/list", ReviewListRequest, ReviewListResponse)
REVIEW = OfficeCall("/v1/reviews/open", ReviewOpenRequest, ReviewOpenResponse)
REVIEW_DOCUMENT = OfficeFileCall("/v1/reviews/document", ReviewDocumentRequest)
DECIDE = OfficeCall("/v1/reviews/decide", ReviewDecision, ApplicationResponse)
