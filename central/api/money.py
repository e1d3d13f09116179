"""Awards, budgets, spending, redemptions, history and hours: what other systems, staff and stations ask of the ledger."""

from uuid import UUID

from central.access.service_keys import Service
from central.access.staff_sessions import StaffCaller
from central.api.calls import AnyCall, Call, Nothing
from central.api.doors import ANYBODY, services, staff
from central.money import asking, awarding, budgets
from central.platform import Platform
from domain.errors import Code, Refused
from domain.wire_money import (
    AwardCancelsRequest,
    AwardsRequest,
    BudgetChange,
    BudgetQuery,
    BudgetsResponse,
    BudgetState,
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
        key = service.service_key
        return outcomes(
            awarding.give(platform.store, platform.authority, service.agency, request.awards, now_ms, service_key=key)
        )

    def cancel(service: Service, request: AwardCancelsRequest) -> MoneyOutcomes:
        return outcomes(awarding.cancel(platform.store, request.cancels, agency=service.agency, now_ms=platform.now_ms()))

    def cancel_as_staff(caller: StaffCaller, request: AwardCancelsRequest) -> MoneyOutcomes:
        now_ms = platform.now_ms()
        return outcomes(
            awarding.cancel(platform.store, request.cancels, agency=caller.agency or None, by=caller.staff, now_ms=now_ms)
        )

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
                by=caller.staff,
                now_ms=platform.now_ms(),
            )
        return listed(request.agency)

    return [
        Call(
            method="GET",
            path="/v1/budgets",
            summary="Budgets: granted, spent and left",
            door=staff(*_OFFICE, "auditor"),
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
