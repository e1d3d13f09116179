"""`code.used`: a station took a virtual card's code. The first use counts, whichever station it came from."""

from central.verdict import Act, Verdict, flagged
from central.virtual_card import codes, devices
from domain.errors import Code
from domain.events import CodeUsed


def code_used(act: Act) -> Verdict:
    """Remember the code; the second use of one, and a code of a phone that is shut out, are for a person to look at."""
    used = act.event.payload
    assert isinstance(used, CodeUsed)
    purpose, expires_ms = used.purpose, used.expires_ms
    if not codes.first_use(
        act.connection, used.cti, act.event.op_id, purpose=purpose, expires_ms=expires_ms, now_ms=act.now_ms
    ):
        return flagged(Code.VIRTUAL_CODE_USED, Code.VIRTUAL_CODE_USED.value)
    device = devices.of_medium(act.connection, act.medium)
    if device is None:
        return flagged(Code.CARD_UNKNOWN, Code.CARD_UNKNOWN.value)
    if device.revoked_ms is not None and device.revoked_ms <= act.occurred_ms:
        return flagged(Code.CARD_BLOCKED, Code.CARD_BLOCKED.value)
    return Verdict()
