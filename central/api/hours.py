"""What became of a person's points, their passbook of hours, and the time bank."""

from central import ledger, people
from central.access import record_reads
from central.access.record_reads import ReadBy
from central.access.staff_sessions import StaffCaller
from central.api.calls import AnyCall, Call
from central.api.doors import staff, stations
from central.money import asking, awarding, history, hours
from central.money.hours import BankMove
from central.platform import Platform
from central.stations import Station
from domain import taipei
from domain.errors import Code, Refused
from domain.wire_money import (
    HistoryLine,
    HistoryRequest,
    HistoryResponse,
    HonourCandidate,
    HonourQuery,
    HonourResponse,
    HoursLine,
    HoursMove,
    HoursMoved,
    HoursRequest,
    HoursResponse,
)

_OFFICE = ("supervisor", "organiser")


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    return [*_history_calls(platform), *_hours_calls(platform), *_bank_calls(platform)]


def _history_calls(platform: Platform) -> list[AnyCall]:
    def look(_station: Station, request: HistoryRequest) -> HistoryResponse:
        holder = asking.proven_holder(platform, request)
        with platform.store.read() as connection:
            found, cursor = history.page(
                connection, platform.authority.programme, holder, cursor=request.cursor, limit=request.limit
            )
        lines = [
            HistoryLine(
                at_ms=line.at_ms,
                what=line.what,
                point_kind=line.point_kind,
                points=line.points,
                agency=line.agency,
                activity=line.activity,
                service=line.service,
            )
            for line in found
        ]
        return HistoryResponse(server_ms=platform.now_ms(), generation=platform.generation, lines=lines, cursor=cursor)

    return [
        Call(
            path="/v1/points/history",
            summary="What became of a person's points, for the person at the station",
            door=stations("kiosk", "counter"),
            asks=HistoryRequest,
            gives=HistoryResponse,
            run=look,
        )
    ]


def _hours_calls(platform: Platform) -> list[AnyCall]:
    def look(_station: Station, request: HoursRequest) -> HoursResponse:
        holder = asking.proven_holder(platform, request)
        with platform.store.read() as connection:
            book = hours.passbook(connection, holder)
        return HoursResponse(
            server_ms=platform.now_ms(),
            generation=platform.generation,
            lines=[
                HoursLine(year=line.year, agency=line.agency, minutes=line.minutes, times=line.times) for line in book.lines
            ],
            minutes=book.minutes,
            free=book.free,
            saved=book.saved,
            first_day=book.first_day,
        )

    return [
        Call(
            path="/v1/hours",
            summary="A volunteer's passbook, for the person at the station",
            door=stations("kiosk", "counter"),
            asks=HoursRequest,
            gives=HoursResponse,
            run=look,
        ),
    ]


def _bank_calls(platform: Platform) -> list[AnyCall]:
    def move(caller: StaffCaller, request: HoursMove) -> HoursMoved:
        awarding.require_op_id(request.op_id)
        act = BankMove(
            op_id=request.op_id,
            act=request.act,
            holder=request.holder,
            minutes=request.minutes,
            agency=caller.agency or platform.authority.programme.id,
            to=request.to,
            by=caller.staff,
        )
        with asking.requested(), platform.store.write() as connection:
            # What is used goes to the caller's own agency, whoever it was served for; the rest is about hours served there.
            theirs = request.act == "use" or hours.has_served(connection, request.holder, caller.agency)
            if caller.agency and not theirs:
                raise Refused(Code.STAFF_NOT_ALLOWED)
            hours.move(connection, platform.authority.programme, act, platform.now_ms())
            free = ledger.balance(connection, hours.own(request.holder))
            saved = ledger.balance(connection, hours.saved(request.holder))
        return HoursMoved(server_ms=platform.now_ms(), generation=platform.generation, free=free, saved=saved)

    def honoured(caller: StaffCaller, query: HonourQuery) -> HonourResponse:
        programme, now_ms = platform.authority.programme, platform.now_ms()
        reading = ReadBy(reader=caller.staff, agency=caller.agency, what="volunteers", reason="candidates for the 榮譽卡")
        with platform.store.write() as connection:
            found = [
                HonourCandidate(
                    holder=one.holder,
                    masked_name=people.masked_name(connection, platform.authority, one.holder),
                    minutes=one.minutes,
                    first_day=taipei.day(one.first_ms).isoformat(),
                )
                for one in hours.candidates(
                    connection, programme, now_ms, after=query.after, limit=query.limit, agency=caller.agency
                )
            ]
            record_reads.note_listed(connection, [one.holder for one in found], reading, now_ms)
        return HonourResponse(server_ms=platform.now_ms(), generation=platform.generation, candidates=found)

    return [
        Call(
            path="/v1/hours/move",
            summary="Save hours at the time bank, take them back, hand them on or use them",
            door=staff(*_OFFICE, "clerk"),
            asks=HoursMove,
            gives=HoursMoved,
            run=move,
        ),
        Call(
            method="GET",
            path="/v1/hours/honour",
            summary="Who has served long enough for the 榮譽卡",
            door=staff(*_OFFICE),
            asks=HonourQuery,
            gives=HonourResponse,
            run=honoured,
        ),
    ]
