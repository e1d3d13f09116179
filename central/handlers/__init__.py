"""One module per family of events: what the platform makes of each."""

from central.handlers import (
    admission,
    applications,
    attendance,
    attendance_undo,
    issuing,
    loads,
    records,
    redemption,
    registry,
    virtual_codes,
)
from central.verdict import Handler
from domain import events

HANDLERS: dict[type, Handler] = {
    events.CardIssued: applications.issue,
    events.ApplicationTaken: applications.taken,
    events.CardBound: issuing.bind,
    events.CardStateChanged: registry.state_changed,
    events.CardReplaced: registry.replaced,
    events.CardUnbound: registry.unbound,
    events.StockCounted: registry.stock_counted,
    events.StockMoved: registry.stock_moved,
    events.ShiftOpened: records.on_record,
    events.ShiftClosed: records.shift_closed,
    events.RecordOpened: records.record_opened,
    events.SignedIn: attendance.sign_in,
    events.SignedOut: attendance.sign_out,
    events.AttendanceUndone: attendance_undo.undo,
    events.AdmissionEntered: admission.enter,
    events.RedeemRequested: redemption.redeem,
    events.LoadIntended: loads.intend,
    events.LoadCommitting: loads.committing,
    events.LoadCommitted: loads.committed,
    events.LoadUnknown: loads.unknown,
    events.LoadTombstone: loads.tombstone,
    events.LoadFound: loads.found,
    events.LoadSettled: loads.settled,
    events.PatronLookedUp: records.patron_looked_up,
    events.CodeUsed: virtual_codes.code_used,
    events.SatisfactionAnswered: records.satisfaction_answered,
    events.StaffSignedIn: records.on_record,
    events.StaffSignedOut: records.on_record,
    events.StaffPinFailed: records.on_record,
    events.StaffUnlocked: records.on_record,
}
"""The handler of each payload; a test compares it with `domain.events.Payload`."""

TOGETHER = frozenset(
    {
        events.SignedIn,
        events.SignedOut,
        events.PatronLookedUp,
        events.StaffSignedIn,
        events.StaffSignedOut,
        events.StaffPinFailed,
        events.StaffUnlocked,
    }
)
"""Payloads whose handlers write by way of their sitting alone (`central.sitting`): many such events share a transaction."""

WISHES = frozenset({events.RedeemRequested, events.LoadIntended, events.LoadCommitting, events.LoadCommitted})
"""Payloads whose handlers decide by what their sitting has looked up of persons and media: such events of many stations share a
transaction."""
