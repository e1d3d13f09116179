"""Activities, their lists and counts for organisers, and admission for gates."""

from central.access.staff_sessions import StaffCaller
from central.activities import book, counts, forgotten, gates, lists
from central.api.calls import LARGE_BODY_BYTES, AnyCall, Call
from central.api.doors import staff, stations
from central.once import once
from central.platform import Platform
from domain.wire_activities import (
    ActivitiesAsked,
    ActivitiesPage,
    ActivityAnswer,
    ActivityAsked,
    ActivityCancel,
    ActivitySave,
    ActivityView,
    AdmissionAnswer,
    AdmissionAsk,
    CountsAnswer,
    ForgottenAsked,
    ForgottenSettle,
    ForgottenSettled,
    ForgottenStays,
    Register,
    Registered,
    RosterAsked,
    RosterImport,
    RosterImported,
    RosterPage,
)

_ORGANISERS = ("organiser", "supervisor")


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    return [
        *_changes(platform),
        *_looks(platform),
        *_lists(platform),
        *_forgotten(platform),
        _counts(platform),
        _admission(platform),
    ]


def _changes(platform: Platform) -> list[AnyCall]:
    def save(caller: StaffCaller, request: ActivitySave) -> ActivityAnswer:
        return once(
            platform,
            caller.staff,
            request,
            ActivityAnswer,
            lambda c: _answered(platform, book.save(c, platform.authority, caller, request, platform.now_ms())),
        )

    def cancel(caller: StaffCaller, request: ActivityCancel) -> ActivityAnswer:
        return once(
            platform,
            caller.staff,
            request,
            ActivityAnswer,
            lambda c: _answered(platform, book.cancel(c, caller, request.activity, platform.now_ms())),
        )

    return [
        Call(
            path="/v1/activities/save",
            summary="Create or change an activity",
            door=staff(*_ORGANISERS),
            asks=ActivitySave,
            gives=ActivityAnswer,
            run=save,
        ),
        Call(
            path="/v1/activities/cancel",
            summary="Cancel an activity",
            door=staff(*_ORGANISERS),
            asks=ActivityCancel,
            gives=ActivityAnswer,
            run=cancel,
        ),
    ]


def _looks(platform: Platform) -> list[AnyCall]:
    def one(caller: StaffCaller, request: ActivityAsked) -> ActivityAnswer:
        with platform.store.read() as connection:
            book.own(connection, caller, request.activity)
            return _answered(platform, book.view(connection, request.activity))

    def listed(caller: StaffCaller, request: ActivitiesAsked) -> ActivitiesPage:
        agency = request.agency if book.sees_all(caller) else caller.agency
        with platform.store.read() as connection:
            found, more = book.page(connection, agency=agency, after=request.after, limit=request.limit)
        return ActivitiesPage(server_ms=platform.now_ms(), generation=platform.generation, activities=found, more=more)

    return [
        Call(
            method="GET",
            path="/v1/activities/one",
            summary="One activity",
            door=staff(*_ORGANISERS, "auditor"),
            asks=ActivityAsked,
            gives=ActivityAnswer,
            run=one,
        ),
        Call(
            method="GET",
            path="/v1/activities",
            summary="Activities, page by page",
            door=staff(*_ORGANISERS, "auditor"),
            asks=ActivitiesAsked,
            gives=ActivitiesPage,
            run=listed,
        ),
    ]


def _answered(platform: Platform, view: ActivityView) -> ActivityAnswer:
    return ActivityAnswer(server_ms=platform.now_ms(), generation=platform.generation, activity=view)


def _lists(platform: Platform) -> list[AnyCall]:
    def register(caller: StaffCaller, request: Register) -> Registered:
        return once(platform, caller.staff, request, Registered, lambda c: lists.one(platform, c, caller, request))

    def take_in(caller: StaffCaller, request: RosterImport) -> RosterImported:
        return once(platform, caller.staff, request, RosterImported, lambda c: lists.take_in(platform, c, caller, request))

    def page(caller: StaffCaller, request: RosterAsked) -> RosterPage:
        with platform.store.write() as connection:
            return lists.page(platform, connection, caller, request)

    return [
        Call(
            path="/v1/activities/register",
            summary="Put somebody on an activity's list, or take them off",
            door=staff(*_ORGANISERS),
            asks=Register,
            gives=Registered,
            run=register,
        ),
        Call(
            path="/v1/activities/roster/import",
            summary="Register everybody of a CSV file",
            door=staff(*_ORGANISERS),
            asks=RosterImport,
            gives=RosterImported,
            run=take_in,
            most_bytes=LARGE_BODY_BYTES,
        ),
        Call(
            method="GET",
            path="/v1/activities/roster",
            summary="The registration list, then the waiting list",
            door=staff(*_ORGANISERS),
            asks=RosterAsked,
            gives=RosterPage,
            run=page,
        ),
    ]


def _counts(platform: Platform) -> AnyCall:
    def run(caller: StaffCaller, request: ActivityAsked) -> CountsAnswer:
        with platform.store.read() as connection:
            if "event" not in caller.roles:
                book.own(connection, caller, request.activity)
            return counts.counts(platform, connection, request.activity)

    return Call(
        method="GET",
        path="/v1/activities/counts",
        summary="Who is registered and there, as it is going on",
        door=staff("organiser", "event", "supervisor", "auditor"),
        asks=ActivityAsked,
        gives=CountsAnswer,
        run=run,
    )


def _forgotten(platform: Platform) -> list[AnyCall]:
    def listed(caller: StaffCaller, request: ForgottenAsked) -> ForgottenStays:
        with platform.store.write() as connection:
            return forgotten.listed(platform, connection, caller, request)

    def settle(caller: StaffCaller, request: ForgottenSettle) -> ForgottenSettled:
        return once(platform, caller.staff, request, ForgottenSettled, lambda c: forgotten.settle(platform, c, caller, request))

    return [
        Call(
            method="GET",
            path="/v1/activities/forgotten",
            summary="Sign-ins that nobody signed out",
            door=staff(*_ORGANISERS),
            asks=ForgottenAsked,
            gives=ForgottenStays,
            run=listed,
        ),
        Call(
            path="/v1/activities/forgotten/settle",
            summary="Say how long somebody was there who was not signed out",
            door=staff(*_ORGANISERS),
            asks=ForgottenSettle,
            gives=ForgottenSettled,
            run=settle,
        ),
    ]


def _admission(platform: Platform) -> AnyCall:
    return Call(
        path="/v1/admission",
        summary="What a card gets at this gate now, and its entry",
        door=stations("event"),
        asks=AdmissionAsk,
        gives=AdmissionAnswer,
        run=lambda station, request: gates.ask(platform, station, request),
    )
