"""Awards, budgets, spending, redemptions, history and hours: what other systems, staff and stations ask of the ledger."""

from uuid import UUID

from central import ledger, people
from central.access.service_keys import Service
from central.access.staff_sessions import StaffCaller
from central.api.calls import AnyCall, Call, Nothing
from central.api.doors import ANYBODY, services, staff, stations
from central.money import asking, awarding, budgets, history, hours
from central.money.hours import BankMove
from central.platform import Platform
from central.stations import Station
from domain import taipei
from domain.errors import Code, Refused
from domain.wire_money import (
    AwardCancelsRequest,
    AwardsRequest,
    BudgetChange,
    BudgetQuery,
    BudgetsResponse,
    BudgetState,
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
    MoneyOutcome,
    MoneyOutcomes,
    RedemptionRequest,
    RedemptionResponse,
    SealingKeyResponse,
    SpendRequest,
    SpendResponse,
    SpendReverse,
)

_OFFICE = ("supervisor", "organiser")
_AWARDS_BYTES = 2 * 1024 * 1024


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    return [
        *_award_calls(platform),
        *_budget_calls(platform),
        *_spending_calls(platform),
        *_history_calls(platform),
        *_hours_calls(platform),
    ]


def of_their_agency(caller: StaffCaller, agency: str) -> str:
    """The agency that staff act for: their own, or, of the city's own staff, the one that they name.

    Raises `Refused` with STAFF_NOT_ALLOWED (another one than their own) or AGENCY_UNKNOWN (none).
    """
    if caller.agency and agency not in ("", caller.agency):
        raise Refused(Code.STAFF_NOT_ALLOWED)
    if not (caller.agency or agency):
        raise Refused(Code.AGENCY_UNKNOWN)
    return caller.agency or agency


def _award_calls(platform: Platform) -> list[AnyCall]:
    def key(_caller: object, _asked: Nothing) -> SealingKeyResponse:
        own = platform.authority.keys.sealing_public
        return SealingKeyResponse(server_ms=platform.now_ms(), generation=platform.generation, sealing_key=own)

    def give(service: Service, request: AwardsRequest) -> MoneyOutcomes:
        now_ms = platform.now_ms()
        return outcomes(awarding.give(platform.store, platform.authority, service.agency, request.awards, now_ms))

    def cancel(service: Service, request: AwardCancelsRequest) -> MoneyOutcomes:
        return outcomes(awarding.cancel(platform.store, request.cancels, agency=service.agency, now_ms=platform.now_ms()))

    def cancel_as_staff(caller: StaffCaller, request: AwardCancelsRequest) -> MoneyOutcomes:
        agency = caller.agency or None
        return outcomes(awarding.cancel(platform.store, request.cancels, agency=agency, now_ms=platform.now_ms()))

    def outcomes(found: list[MoneyOutcome]) -> MoneyOutcomes:
        return MoneyOutcomes(server_ms=platform.now_ms(), generation=platform.generation, outcomes=found)

    return [
        Call(
            method="GET",
            path="/v1/sealing-key",
            summary="The public key that persons are sealed to",
            door=ANYBODY,
            asks=Nothing,
            gives=SealingKeyResponse,
            run=key,
        ),
        Call(
            path="/v1/awards",
            summary="Give points of the key's own agency; one outcome each",
            door=services("awards"),
            asks=AwardsRequest,
            gives=MoneyOutcomes,
            run=give,
            most_bytes=_AWARDS_BYTES,
        ),
        Call(
            path="/v1/awards/cancel",
            summary="Take awards of the key's own agency back; one outcome each",
            door=services("awards"),
            asks=AwardCancelsRequest,
            gives=MoneyOutcomes,
            run=cancel,
        ),
        Call(
            path="/v1/staff/awards/cancel",
            summary="Take awards back; one outcome each",
            door=staff("supervisor"),
            asks=AwardCancelsRequest,
            gives=MoneyOutcomes,
            run=cancel_as_staff,
        ),
    ]


def _budget_calls(platform: Platform) -> list[AnyCall]:
    def listed(agency: str | None) -> BudgetsResponse:
        with platform.store.read() as connection:
            found = budgets.listed(connection, agency)
        states = [
            BudgetState(agency=one.agency, point_kind=one.point_kind, granted=one.granted, spent=one.spent, left=one.left)
            for one in found
        ]
        return BudgetsResponse(server_ms=platform.now_ms(), generation=platform.generation, budgets=states)

    def look(caller: StaffCaller, query: BudgetQuery) -> BudgetsResponse:
        if not (caller.agency or query.agency):
            return listed(None)
        return listed(of_their_agency(caller, query.agency))

    def change(caller: StaffCaller, request: BudgetChange) -> BudgetsResponse:
        if caller.agency:
            raise Refused(Code.STAFF_NOT_ALLOWED)
        awarding.require_op_id(request.op_id)
        with asking.requested(), platform.store.write() as connection:
            budgets.change(
                connection,
                platform.authority.programme,
                op_id=request.op_id,
                agency=request.agency,
                point_kind=request.point_kind,
                points=request.points,
                now_ms=platform.now_ms(),
            )
        return listed(request.agency)

    return [
        Call(
            method="GET",
            path="/v1/budgets",
            summary="Budgets: granted, spent and left",
            door=staff(*_OFFICE),
            asks=BudgetQuery,
            gives=BudgetsResponse,
            run=look,
        ),
        Call(
            path="/v1/budgets/change",
            summary="Raise or lower an agency's budget, by the city's own supervisors",
            door=staff("supervisor"),
            asks=BudgetChange,
            gives=BudgetsResponse,
            run=change,
        ),
        Call(
            method="GET",
            path="/v1/budgets/own",
            summary="The budgets of the key's own agency",
            door=services("awards"),
            asks=Nothing,
            gives=BudgetsResponse,
            run=lambda service, _asked: listed(service.agency),
        ),
    ]


def _spending_calls(platform: Platform) -> list[AnyCall]:
    def spend(service: Service, request: SpendRequest) -> SpendResponse:
        left = asking.spend(platform, service, request)
        return spent(request.op_id, request.points, left)

    def reverse(service: Service, request: SpendReverse) -> SpendResponse:
        points, left = asking.reverse(platform, service, request)
        return spent(request.op_id, points, left)

    def spent(op_id: UUID, points: int, left: int) -> SpendResponse:
        return SpendResponse(server_ms=platform.now_ms(), generation=platform.generation, op_id=op_id, points=points, left=left)

    def redeem(_service: Service, request: RedemptionRequest) -> RedemptionResponse:
        waiting_ntd = asking.redeem(platform, request)
        return RedemptionResponse(
            server_ms=platform.now_ms(),
            generation=platform.generation,
            op_id=request.op_id,
            points=request.points,
            amount_ntd=request.amount_ntd,
            waiting_ntd=waiting_ntd,
        )

    door = services("redemptions")
    return [
        Call(
            path="/v1/points/spend",
            summary="Points for a ride, a draw or a prize",
            door=door,
            asks=SpendRequest,
            gives=SpendResponse,
            run=spend,
        ),
        Call(
            path="/v1/points/spend/reverse",
            summary="A spending that did not come about",
            door=door,
            asks=SpendReverse,
            gives=SpendResponse,
            run=reverse,
        ),
        Call(
            path="/v1/redemptions",
            summary="Points into stored value that waits for a card",
            door=door,
            asks=RedemptionRequest,
            gives=RedemptionResponse,
            run=redeem,
        ),
    ]


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

    def move(caller: StaffCaller, request: HoursMove) -> HoursMoved:
        awarding.require_op_id(request.op_id)
        act = BankMove(
            op_id=request.op_id,
            act=request.act,
            holder=request.holder,
            minutes=request.minutes,
            agency=caller.agency or platform.authority.programme.id,
            to=request.to,
        )
        with asking.requested(), platform.store.write() as connection:
            hours.move(connection, platform.authority.programme, act, platform.now_ms())
            free = ledger.balance(connection, hours.own(request.holder))
            saved = ledger.balance(connection, hours.saved(request.holder))
        return HoursMoved(server_ms=platform.now_ms(), generation=platform.generation, free=free, saved=saved)

    def honoured(_caller: StaffCaller, query: HonourQuery) -> HonourResponse:
        programme, now_ms = platform.authority.programme, platform.now_ms()
        with platform.store.read() as connection:
            found = [
                HonourCandidate(
                    holder=one.holder,
                    masked_name=people.masked_name(connection, platform.authority, one.holder),
                    minutes=one.minutes,
                    first_day=taipei.day(one.first_ms).isoformat(),
                )
                for one in hours.candidates(connection, programme, now_ms, after=query.after, limit=query.limit)
            ]
        return HonourResponse(server_ms=platform.now_ms(), generation=platform.generation, candidates=found)

    return [
        Call(
            path="/v1/hours",
            summary="A volunteer's passbook, for the person at the station",
            door=stations("kiosk", "counter"),
            asks=HoursRequest,
            gives=HoursResponse,
            run=look,
        ),
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
