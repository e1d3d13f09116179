"""What is heard when a screen of the kiosk comes up: a yes, attention or a no, as its shape and colour say."""

from kiosk.bind_states import BindCode, Bound
from kiosk.corner_states import StaffPin
from kiosk.endings import ends_of
from kiosk.record_states import NoRecord, Proof, ProofCode, Record
from kiosk.states import (
    Balance,
    BrokenOff,
    Cannot,
    FactorCode,
    OutOfService,
    Reading,
    Result,
    SecondFactor,
    Settled,
    State,
    StillThere,
    Unknown,
)
from ui.messages import kind_of
from ui.sounds import SOUND_OF, Sound

_ASKED = SecondFactor | FactorCode | Proof | ProofCode | BindCode
"""Where an answer may have been wrong."""


def sound_of(state: State, *, answers: bool) -> Sound | None:
    """What is heard when this comes up. `answers`: the desk has just been asked, so that points shown are its yes."""
    match state:
        case Reading():
            return "read"
        case Settled() | Result(end="done") | Bound(pending=False):
            return "done"
        case Balance() if answers:
            asks = not state.person.balance.online or state.person.balance.unsettled is not None
            return "attention" if asks else "yes"
        case Record() | StaffPin() if answers:
            return "yes"
        case Result(end="refused", code=code) if code is not None:
            return SOUND_OF[kind_of(code)]
        case Cannot(code=code) | OutOfService(code=code) | NoRecord(code=code):
            return SOUND_OF[kind_of(code)]
        case _ if isinstance(state, _ASKED):
            return None if state.problem is None else SOUND_OF[kind_of(state.problem)]
        case StillThere(under=under) if ends_of(under) is not None:
            # Most who took their card have gone.
            return None
        case Result() | Unknown() | Bound() | BrokenOff() | StillThere():
            return "attention"
    return None
