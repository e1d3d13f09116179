"""What a gate with a network asks before it lets somebody in; counted in the same breath when it says so."""

from central.activities import admission
from central.activities.admission import Entry
from central.platform import Platform
from central.stations import Station
from domain import admission as rules
from domain.errors import Code, Refused
from domain.wire_activities import AdmissionAnswer, AdmissionAsk

_OP_ID_VERSION = 7


def ask(platform: Platform, station: Station, request: AdmissionAsk) -> AdmissionAnswer:
    """`POST /v1/admission`. The same question with `enter` again gets the same answer, and so does the event of its op_id.

    Raises `Refused` with REQUEST_INVALID (`part`), ADMISSION_UNKNOWN, REQUEST_CONFLICT, and as `admission.entitled`.
    """
    if request.digest_key != platform.authority.keys.digest_key_id:
        raise Refused(Code.REQUEST_INVALID, part="digest_key")
    if request.op_id.version != _OP_ID_VERSION:
        raise Refused(Code.REQUEST_INVALID, part="op_id")
    rule = admission.rule_of(platform.authority.programme, request.admission, request.place)
    with platform.store.write() if request.enter else platform.store.read() as connection:
        card = admission.entitled(connection, rule, request.medium)
        if request.enter:
            admission.hold(connection, request.medium, card)
        visitor, now_ms = admission.visitor_of(request.medium, card), platform.now_ms()
        before = admission.find(connection, request.op_id)
        day = before.day if before is not None else admission.day_of(now_ms)
        percent = rules.due_percent(rule, admission.days_of(connection, rule, visitor), day)
        if request.enter:
            entry = Entry(
                op_id=request.op_id,
                admission=rule.id,
                visitor=visitor,
                medium=request.medium,
                place=request.place,
                station=station.station,
                at_ms=now_ms,
                day=day,
                asked_percent=percent,
            )
            try:
                admission.enter(connection, rule, entry, now_ms)
            except Refused as refused:
                code = Code.REQUEST_CONFLICT if refused.code is Code.EVENT_CONFLICT else refused.code
                raise Refused(code) from refused
        days = admission.days_of(connection, rule, visitor)
    return AdmissionAnswer(
        server_ms=now_ms,
        generation=platform.generation,
        percent=percent,
        free_days=rules.free_days(rule, days),
        days_left=rules.days_left(rule, days),
        entered=request.enter,
    )
