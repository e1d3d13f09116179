"""What a person was given, and correcting it at a counter with a second person's approval."""

from central.access.staff_sessions import StaffCaller
from central.api.calls import AnyCall, Call
from central.api.doors import staff
from central.money import correcting
from central.platform import Platform
from domain.wire_points import PersonAwardsRequest, PersonAwardsResponse, PointsCorrected, PointsCorrection


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""

    def given(caller: StaffCaller, request: PersonAwardsRequest) -> PersonAwardsResponse:
        awards, more = correcting.awards_of(platform, caller, request)
        return PersonAwardsResponse(server_ms=platform.now_ms(), generation=platform.generation, awards=awards, more=more)

    def corrected(caller: StaffCaller, request: PointsCorrection) -> PointsCorrected:
        award = correcting.correct(platform, caller, request)
        return PointsCorrected(server_ms=platform.now_ms(), generation=platform.generation, award=award)

    return [
        Call(
            path="/v1/staff/points/awards",
            summary="What a person was given; written down with its reason",
            door=staff("clerk", "supervisor"),
            asks=PersonAwardsRequest,
            gives=PersonAwardsResponse,
            run=given,
        ),
        Call(
            path="/v1/staff/points/correct",
            summary="Take an award back, put it right, or give what was missed; a supervisor approves it with card and PIN",
            door=staff("clerk", "supervisor"),
            asks=PointsCorrection,
            gives=PointsCorrected,
            run=corrected,
        ),
    ]
