"""`attendance.undone`: a sign-in was a mistake. Undo wins over whatever came of it, and over every clock (fault 21)."""

from uuid import UUID

from central import locks
from central.activities import rules, undoing
from central.activities.undoing import Correction
from central.stays import Stay, Stays
from central.verdict import Act, Verdict, flagged, held
from domain.errors import Code, Refused
from domain.events import AttendanceUndone
from domain.wire import AttendanceResult, OutcomeStatus

_NOTHING = AttendanceResult(minutes=0, points=0)


def undo(act: Act) -> Verdict:
    """Take back what the sign-in's stay counted for. The result tells what its person has more, below zero for fewer."""
    payload = act.event.payload
    assert isinstance(payload, AttendanceUndone)
    if act.objection is not None:
        return flagged(act.objection, result=_NOTHING)
    stay = _held_stay(act, payload)
    if stay is None:
        return _without_stay(act, payload)
    if act.event.medium not in (None, stay.medium):
        raise Refused(Code.CARD_SWAPPED)
    wrong = payload.sign_out
    if stay.undone_by is None and (wrong is None or _stands(act, stay, wrong)):
        to = Correction(
            connection=act.connection,
            programme=act.authority.programme,
            rules=rules.find(act.connection, act.authority.programme, stay.activity),
            cause=act.event.op_id,
            now_ms=act.now_ms,
        )
        if wrong is None:
            undoing.undo(to, stay)
        else:
            undoing.reopen(to, stay, wrong)
    minutes, given = undoing.changed_by(act.connection, act.event.op_id)
    return Verdict(result=AttendanceResult(minutes=minutes, points=given))


def _held_stay(act: Act, payload: AttendanceUndone) -> Stay | None:
    """The stay, whose person nobody else can sign in or out until we are done."""
    stay = Stays(act.connection).find(payload.sign_in)
    if stay is None:
        return None
    card = act.sitting.card(stay.medium)
    holders = {holder for holder in (stay.holder, None if card is None else card.holder) if holder is not None}
    locks.hold(act.connection, *map(locks.holder, holders), locks.medium(stay.medium))
    return Stays(act.connection).find(payload.sign_in)


def _stands(act: Act, stay: Stay, sign_out: UUID) -> bool:
    """Whether it was that sign-out that ended the stay, and still is."""
    stays = Stays(act.connection)
    stays.find(stay.stay)
    acts = stays.acts_of([stay.stay])
    ended = any(counted.act == "out" and counted.op_id == sign_out for counted in acts)
    return ended and all(counted.op_id != undoing.reopened(sign_out) for counted in acts)


def _without_stay(act: Act, payload: AttendanceUndone) -> Verdict:
    """The sign-in is not here yet, or it never counted."""
    decided = act.sitting.words.taken(payload.sign_in)
    if decided is not None and decided[1].outcome.status is not OutcomeStatus.HELD:
        return flagged(None, "sign_in_not_counted", result=_NOTHING)
    waits_for = f"op:{payload.sign_in}"
    if not act.overdue:
        return held(waits_for)
    return flagged(Code.EVENT_WAITING, "undone_without_sign_in", result=_NOTHING, waits_for=waits_for)
