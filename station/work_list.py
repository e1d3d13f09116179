"""The station's work list: its acts that the platform flagged or rejected, until somebody has resolved them there."""

from domain.errors import Code, Refused
from domain.events import (
    Event,
    LoadCommitted,
    LoadCommitting,
    LoadFound,
    LoadIntended,
    LoadSettled,
    LoadTombstone,
    LoadUnknown,
    RedeemRequested,
    SignedIn,
    SignedOut,
    StockCounted,
    StockMoved,
)
from domain.ids import recovery_code
from domain.masking import mask_name
from domain.wire import OutcomeStatus
from offline_store.outbox import Unsettled
from station.context import Context
from station.tasks import MAY_SEE_WORK
from station.views import WorkEntry, WorkPage

_CLOCKS_AGREE_MS = 60_000
_OF_LOADS = LoadCommitting | LoadCommitted | LoadUnknown | LoadTombstone | LoadFound | LoadSettled


class WorkList:
    """Read from the journal alone: there with no network, and after a restart. Any thread."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def may_look(self) -> bool:
        """Whether whoever is signed in works with it."""
        session = self._context.session()
        return session is not None and not MAY_SEE_WORK.isdisjoint(session.roles)

    def page(self, most: int) -> WorkPage:
        """The newest entries, at most so many. Raises `Refused(STAFF_NOT_ALLOWED)`."""
        if not self.may_look():
            raise Refused(Code.STAFF_NOT_ALLOWED)
        found = self._context.journal.unsettled(most + 1)
        return WorkPage(entries=[self._entry(each) for each in found[:most]], more=len(found) > most)

    def _entry(self, unsettled: Unsettled) -> WorkEntry:
        operator, registry = unsettled.event.operator, self._context.registry
        row = registry.staff(operator) if operator and not registry.stale() else None
        name = mask_name(row.name) if row is not None else ""
        return entry_of(unsettled, about=self._about(unsettled.event), operator_name=name)

    def _about(self, event: Event) -> str:
        payload = event.payload
        if isinstance(payload, SignedIn | SignedOut):
            row = self._context.registry.activity(payload.activity)
            return payload.activity if row is None else row.title
        return payload.box if isinstance(payload, StockCounted | StockMoved) else ""


def entry_of(unsettled: Unsettled, *, about: str = "", operator_name: str = "") -> WorkEntry:
    """An entry, by what the journal has of it and what `about` and `operator_name` add (see `WorkEntry`)."""
    event = unsettled.event
    apart = abs(event.corrected_ms - event.device_ms) >= _CLOCKS_AGREE_MS
    return WorkEntry(
        op_id=event.op_id,
        number=f"{event.epoch}.{event.seq}",
        kind=event.kind,
        about=about,
        at_ms=event.corrected_ms,
        device_ms=event.device_ms if apart else None,
        operator=event.operator or "",
        operator_name=operator_name,
        medium=event.medium,
        recovery_code=_code(event),
        counted=unsettled.outcome.status is not OutcomeStatus.REJECTED,
        anomalies=unsettled.anomalies,
    )


def _code(event: Event) -> str:
    payload = event.payload
    if isinstance(payload, RedeemRequested | LoadIntended):
        return recovery_code(event.op_id)
    return recovery_code(payload.load) if isinstance(payload, _OF_LOADS) else ""
