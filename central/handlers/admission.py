"""`admission.entered`: somebody went in through a gate, which may have had no network to ask."""

from central import cards
from central.activities import admission
from central.activities.admission import Entry
from central.verdict import Act, Verdict, flagged, medium_key
from domain.errors import Code, Refused
from domain.events import AdmissionEntered


def enter(act: Act) -> Verdict:
    """Kept whatever there is to say against it; counted unless the place or the card has no such admission at all."""
    payload = act.event.payload
    assert isinstance(payload, AdmissionEntered)
    if act.objection is not None:
        return flagged(act.objection)
    card = cards.find(act.connection, act.medium)
    admission.hold(act.connection, act.medium, card)
    anomalies: list[str] = []
    code = None
    try:
        rule = admission.rule_of(act.authority.programme, payload.admission, payload.place)
        admission.entitled(act.connection, rule, act.medium)
    except Refused as refused:
        if refused.code not in (Code.CARD_UNKNOWN, Code.CARD_BLOCKED):
            return flagged(refused.code, refused.code.value)
        code, anomalies = refused.code, [refused.code.value]
    entry = Entry(
        op_id=act.event.op_id,
        admission=rule.id,
        visitor=admission.visitor_of(act.medium, card),
        medium=act.medium,
        place=payload.place,
        station=act.event.station,
        at_ms=act.occurred_ms,
        day=admission.day_of(act.occurred_ms),
        asked_percent=payload.percent,
    )
    due = admission.enter(act.connection, rule, entry, act.now_ms)
    if due != payload.percent:
        anomalies.append(admission.DIFFERS)
    if not anomalies:
        return Verdict()
    return flagged(code, *anomalies, waits_for=medium_key(act.medium) if card is None else None)
