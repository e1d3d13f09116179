"""What a handler is given, and what it says."""

from typing import Protocol
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central.authority import Authority
from central.sitting import Sitting
from domain.errors import Code, Refused
from domain.events import Event, SignedEvent
from domain.wire import AttendanceResult, CardResult, LoadResult, OutcomeStatus, RedeemResult

Result = CardResult | AttendanceResult | RedeemResult | LoadResult
TAKEN_OFFLINE_MS = 2_000
"""A wish that is so much older when it is judged may have left its screen without our answer."""
LOAD_GIVEN_UP_MS = 60_000
"""A load that is so much older when it is judged has been given up at its station: nobody stands there with the card."""
CLOCK_AHEAD_MS = 5 * 60_000
CLOCK_BEHIND_MS = 400 * 24 * 3_600_000
"""A corrected time that is so much later, or earlier, than its receipt is a clock's fault."""
HOLD_MS = 7 * 24 * 3_600_000
"""What has waited so long since its receipt is decided by force."""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One event that came in properly, and all that its handler may use. `received_ms` is its first receipt."""

    connection: sa.Connection
    sitting: Sitting
    authority: Authority
    event: Event
    signed: SignedEvent
    received_ms: int
    now_ms: int
    objection: Code | None = None
    """Why the operator may not have done this (`central.duties`): the act is kept, and earns and activates nothing."""
    unpaid: Code | None = None
    """Why nobody pays for the points that it would earn; it is then judged again, without them."""

    @property
    def occurred_ms(self) -> int:
        """When it happened: device time corrected by the measured offset, never later than its receipt."""
        return min(self.event.corrected_ms, self.received_ms)

    @property
    def order_ms(self) -> int:
        """By what acts of different stations are ordered: a clock that was never compared with ours does not count."""
        return self.received_ms if self.event.offset_ms is None else self.occurred_ms

    @property
    def taken_offline(self) -> bool:
        """Whether it is decided later than anyone waits for it."""
        return max(self.received_ms, self.now_ms) - self.event.corrected_ms > TAKEN_OFFLINE_MS

    @property
    def clock_implausible(self) -> bool:
        """Whether its time cannot be right, whatever it was counted for."""
        age_ms = self.received_ms - self.event.corrected_ms
        return age_ms < -CLOCK_AHEAD_MS or age_ms > CLOCK_BEHIND_MS

    @property
    def overdue(self) -> bool:
        """Whether it must not wait any longer."""
        return self.now_ms - self.received_ms >= HOLD_MS

    @property
    def medium(self) -> bytes:
        """The medium's digest. Raises `Refused(EVENT_UNREADABLE)` for an event that needs one and has none."""
        if self.event.medium is None:
            raise Refused(Code.EVENT_UNREADABLE, part="medium")
        return self.event.medium


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A decision. `waits_for` keeps the event in mind until somebody `releases` that key; it is then judged again."""

    status: OutcomeStatus = OutcomeStatus.ACCEPTED
    code: Code | None = None
    anomalies: list[str] = []
    result: Result | None = None
    waits_for: str | None = None
    releases: list[str] = []


class Handler(Protocol):
    """Judges events of one kind. May be called again for an event that waited, and then takes its first effect into account.

    A `Refused` that it raises becomes REJECTED with that code, and nothing that it wrote stays.
    """

    def __call__(self, act: Act) -> Verdict: ...


def flagged(
    code: Code | None,
    *anomalies: str,
    result: Result | None = None,
    waits_for: str | None = None,
    releases: list[str] | None = None,
) -> Verdict:
    """Kept and counted, with something for a person to look at."""
    return Verdict(
        status=OutcomeStatus.FLAGGED,
        code=code,
        anomalies=list(anomalies),
        result=result,
        waits_for=waits_for,
        releases=releases or [],
    )


def held(waits_for: str, result: AttendanceResult | None = None) -> Verdict:
    """Waits for something that is not here yet."""
    return Verdict(status=OutcomeStatus.HELD, code=Code.EVENT_WAITING, waits_for=waits_for, result=result)


def marked(verdict: Verdict, code: Code | None, anomalies: list[str]) -> Verdict:
    """The verdict with more for a person to look at; what is rejected or waits stays so."""
    if not anomalies or verdict.status is OutcomeStatus.HELD:
        return verdict
    accepted = verdict.status is OutcomeStatus.ACCEPTED
    return msgspec.structs.replace(
        verdict,
        status=OutcomeStatus.FLAGGED if accepted else verdict.status,
        code=verdict.code or code,
        anomalies=list(dict.fromkeys([*verdict.anomalies, *anomalies])),
    )


def rejected(code: Code, *anomalies: str) -> Verdict:
    """Kept verbatim and not counted."""
    return Verdict(status=OutcomeStatus.REJECTED, code=code, anomalies=list(anomalies))


def medium_key(medium: bytes) -> str:
    """What an event waits for when it waits for a card."""
    return f"medium:{medium.hex()}"


def load_key(load: UUID) -> str:
    """What an event waits for when it waits for a load's intent."""
    return f"load:{load}"


def decision_key(load: UUID) -> str:
    """What an event waits for when it waits for a load to be decided."""
    return f"decision:{load}"
