"""The whole flow as a picture and a table, found by trying all that can happen in every state: `python -m kiosk.flow_chart`.

What it writes is `docs/kiosk-flow.md`; a test compares the two. No Qt.
"""

import copy
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from uuid import UUID

from msgspec.structs import replace

from domain.errors import Code
from domain.media import Medium, MediumType
from domain.wire import PointBalance
from domain.wire_money import HoursResponse
from domain.wire_record import HolderRecordResponse
from kiosk.bind_states import BindDone, Binding, BindRefused, ChooseCarrier, WantBind
from kiosk.corner_states import (
    CornerFailed,
    CornerSeen,
    InCorner,
    NetworkTested,
    Pick,
    StaffCardHere,
    StaffPin,
    StaffRefused,
)
from kiosk.endings import is_plastic, on_phone
from kiosk.flow import Flow
from kiosk.limits import AFTER_CARD_S, LEAST_WARNING_S, OPENING_S, RETRY_S, WORKING_S
from kiosk.record_states import Newer, Older, Opening, RecordFailed, RecordKnown, WantPart, WantRecord
from kiosk.reports import CardOff, CardOn, CardUnclear, CodeShown, LoadCame, ReaderProblem, StationProblem
from kiosk.states import (
    Again,
    Attract,
    Back,
    Balance,
    BalanceFailed,
    BalanceKnown,
    Begin,
    Choose,
    ChooseOwn,
    Digit,
    EraseAll,
    EraseDigit,
    Go,
    Input,
    Leave,
    Rate,
    Reading,
    Redeemed,
    RedeemFailed,
    State,
    StillThere,
    Tick,
    Touch,
    WantPaper,
    WantRating,
    WantReceipt,
    Working,
)
from station.corner_views import CornerView
from station.views import CardBalance, Connection, RedeemView, StaffCard, StationStatus

FILE = Path(__file__).resolve().parent.parent / "docs" / "kiosk-flow.md"
IDLE_S = 60.0
"""As the settings have it where nobody says otherwise."""

_CARDS = [Medium(MediumType.UID, bytes.fromhex(uid)) for uid in ("04A1B2C3D4E580", "04A1B2C3D4E581")]
_CODES = [Medium(MediumType.CODE, code) for code in (b"citycard", b"citycard 2")]
_PHONE = Medium(MediumType.PHONE, b"citycard")
_PLAIN = CardBalance(
    online=True,
    masked_name="",
    card_kind="senior",
    balances=[PointBalance(point_kind="health", points=200)],
    waiting_ntd=0,
    notices=[],
    redeemable_points=200,
    offered_ntd=[50],
    most_ntd=200,
    purse="account",
    point_kind="health",
    second_factor="birthday",
    history_factor="birthday",
    pending_ntd=0,
)
_VIEW = RedeemView(op_id=UUID(int=0), state="done", points=50, amount_ntd=50, recovery_code="0000-0000", at_ms=1, on_card=True)
_ON_CARD = replace(_PLAIN, on_card=True, card_value_ntd=0)
_BALANCES = (
    _PLAIN,
    _ON_CARD,
    replace(_PLAIN, second_factor="none"),
    replace(_ON_CARD, settled=_VIEW),
    replace(_ON_CARD, unsettled=replace(_VIEW, state="unknown", code=Code.LOAD_UNKNOWN)),
    replace(_ON_CARD, online=False),
    *(replace(_PLAIN, history_factor=factor) for factor in ("none", "virtual_card")),
    replace(_PLAIN, second_factor="virtual_card"),
)
_OF_PHONE = tuple(
    replace(_PLAIN, phone=_PHONE, purse="", most_ntd=0, history_factor=factor, online=online)
    for factor in ("birthday", "virtual_card")
    for online in (True, False)
)
_RECORD = HolderRecordResponse(
    server_ms=0,
    generation="",
    history=[],
    more_history=False,
    lapsing=[],
    hours=HoursResponse(server_ms=0, generation="", lines=[], minutes=0, free=0, saved=0, first_day=""),
    cards=[],
    reads=[],
    more_reads=False,
    notices=[],
    messages=[],
)
_PRESSES: tuple[Input, ...] = (
    *(Begin(), Choose(amount_ntd=50), ChooseOwn(), Go(), WantReceipt(), WantPaper(), WantRating(), Rate(answer=3), Again()),
    *(WantBind(), ChooseCarrier(carrier="easycard")),
    *(WantRecord(), WantPart(part="points"), Newer(), Older()),
    *(Back(), Leave(), Touch()),
    *(Digit(value=digit) for digit in "015"),
    *(EraseDigit(), EraseAll()),
    *(Pick(what=what) for what in ("look", "network", "print", "shift", "code", "end", "unlock", "quit")),
)
_OUTSIDE: tuple[Input, ...] = (
    *(CardOn(medium=card, again=again) for card in _CARDS for again in (False, True)),
    *(CodeShown(code=code) for code in _CODES),
    *(CardOff(), CardOff(assumed=True), CardUnclear()),
    *(ReaderProblem(code=Code.READER_LOST), ReaderProblem(code=None)),
    *(StationProblem(code=Code.STATION_REVOKED), StationProblem(code=None)),
)
_WORDS = {
    "Tick": "time",
    "CardOn": "card laid down",
    "CodeShown": "code shown",
    "CardOff": "card taken away",
    "CardUnclear": "card unreadable",
    "ReaderProblem": "reader away or back",
    "StationProblem": "station shut out or back",
    "BalanceKnown": "desk answers",
    "BalanceFailed": "desk refuses",
    "LoadCame": "a step of a load",
    "Redeemed": "desk answers",
    "RedeemFailed": "desk refuses",
    "StaffCardHere": "a staff card",
    "StaffRefused": "desk refuses",
    "CornerSeen": "desk answers",
    "NetworkTested": "desk answers",
    "CornerFailed": "desk refuses",
    "Pick": "a choice",
    "RecordKnown": "desk answers",
    "RecordFailed": "desk refuses",
    "Touch": "any touch",
    "Digit": "digit",
    "EraseDigit": "erase",
    "EraseAll": "erase",
    "Begin": "begin",
    "Choose": "an amount",
    "ChooseOwn": "another amount",
    "Go": "go on",
    "WantReceipt": "receipt",
    "WantPaper": "on paper",
    "WantRating": "wants to rate",
    "Rate": "one of the faces",
    "WantBind": "add this card",
    "ChooseCarrier": "which card",
    "BindDone": "desk answers",
    "BindRefused": "desk refuses",
    "WantRecord": "my record",
    "WantPart": "a part",
    "Newer": "newer",
    "Older": "older",
    "Again": "again",
    "Back": "back",
    "Leave": "leave",
}
_EVERYWHERE = frozenset(
    _WORDS[name]
    for name in ("Leave", "Tick", "CardOn", "CodeShown", "CardOff", "CardUnclear", "ReaderProblem", "StationProblem")
)
_BY_CODE = frozenset({"Opening", "Binding", "Confirm"})
"""Where a code leads that was asked for."""
_TIMES = {
    "Attract": f"{IDLE_S:.0f} s after a touch: language and sizes as they were",
    "Reading": "those of the desk",
    "Binding": f"{OPENING_S:.0f} s, then it is said that nobody knows yet",
    "Bound": f"idle; {AFTER_CARD_S:.0f} s after its card has gone",
    "Opening": f"{OPENING_S:.0f} s, then what can be seen without the platform",
    "Working": f"{WORKING_S:.0f} s, which is more than all limits of the desk",
    "Result": f"idle; {AFTER_CARD_S:.0f} s after its card has gone",
    "Receipt": f"idle; {AFTER_CARD_S:.0f} s after its card has gone",
    "Rating": f"idle; {AFTER_CARD_S:.0f} s after its card has gone",
    "BrokenOff": f"idle; {AFTER_CARD_S:.0f} s after its card has gone",
    "Cannot": f"idle; {AFTER_CARD_S:.0f} s after its card has gone",
    "OutOfService": f"{RETRY_S:.0f} s for trouble of the station's own",
    "StillThere": f"{LEAST_WARNING_S:.0f} s or more (`kiosk.warning_s`)",
}
_TYPED = ("0105", "50", "01010101")
"""A birthday and an amount: what is typed is told apart only by whether it still becomes one of them."""
CORNER = CornerView(
    status=StationStatus(
        connection=Connection.ONLINE,
        problem=None,
        queue=0,
        oldest_unsent_ms=None,
        parked=0,
        attention=0,
        reader="",
        reader_ready=True,
        reader_problem=None,
        reader_imitated=False,
    ),
    sessions=0,
    redemptions=0,
    redeemed_ntd=0,
    oldest_unsent_min=0,
    disk_free_mb=0,
    printer="ok",
    may_close_shift=True,
    shift=None,
    locked=1,
    diagnostics="",
)
STAFF = StaffCard(staff="D", name="", wait_s=0, needs_supervisor=False)
_IN_CORNER = (
    CornerSeen(view=CORNER),
    StaffRefused(code=Code.PIN_WRONG),
    NetworkTested(took_ms=1),
    CornerFailed(code=Code.PLATFORM_UNREACHABLE),
)
_IDLE = f"idle: the warning after {IDLE_S:.0f} s (`kiosk.idle_s`) without a touch"

Edges = dict[tuple[str, str], set[str]]


@cache
def explored() -> Edges:
    """What leads from each state to which, by the names of the states' classes; what changes nothing is left out."""
    edges: Edges = {}
    first = Flow(lambda: UUID(int=9), idle_s=IDLE_S, warning_s=LEAST_WARNING_S, prints=True)
    seen, open_ = {_key(first)}, [(first, 0.0)]
    while open_:
        flow, now_s = open_.pop()
        for event, later_s in _events(flow.state):
            after = copy.copy(flow)
            after.handle(event, now_s + later_s)
            here, there = type(flow.state).__name__, type(after.state).__name__
            if here != there:
                edges.setdefault((here, there), set()).add(_word(flow.state, event))
            key = _key(after)
            if key not in seen:
                seen.add(key)
                open_.append((after, now_s + later_s))
    return edges


def _word(state: State, event: Input) -> str:
    wakes = isinstance(state, StillThere) and event in _PRESSES and not isinstance(event, Leave)
    return _WORDS["Touch" if wakes else type(event).__name__]


def _events(state: State) -> Iterator[tuple[Input, float]]:
    for event in (*_PRESSES, *_OUTSIDE):
        yield event, 0.0
    for later_s in (AFTER_CARD_S, LEAST_WARNING_S, RETRY_S, OPENING_S, IDLE_S, WORKING_S):
        yield Tick(), later_s
    yield from ((event, 0.0) for event in _answers(state))


def _answers(state: State) -> Iterator[Input]:
    """What the desk may say to whoever waits for it."""
    if isinstance(state, Reading):
        for balance in _BALANCES if is_plastic(state.medium) else _OF_PHONE:
            yield BalanceKnown(session=state.session, balance=balance, smallest_ntd=10, ntd_per_point=1)
        for refused in (True, False):
            yield BalanceFailed(session=state.session, code=Code.CARD_UNKNOWN, refused=refused)
        if is_plastic(state.medium):
            yield StaffCardHere(session=state.session, medium=state.medium, card=STAFF)
    elif isinstance(state, StaffPin | InCorner):
        yield from _IN_CORNER
    else:
        yield from _later_answers(state)


def _later_answers(state: State) -> Iterator[Input]:
    """The same of those who wait for something else than their card's points."""
    if isinstance(state, Binding):
        for pending in (True, False):
            yield BindDone(op_id=state.op_id, pending=pending)
        for code in (Code.VIRTUAL_CODE_INVALID, Code.CARD_ALREADY_BOUND):
            yield BindRefused(op_id=state.op_id, code=code)
    elif isinstance(state, Opening):
        yield RecordKnown(session=state.session, record=_RECORD)
        for code in (Code.SECOND_FACTOR_WRONG, Code.PLATFORM_UNREACHABLE):
            yield RecordFailed(session=state.session, code=code)
    elif isinstance(state, Working):
        yield LoadCame(op_id=state.op_id, step="writing")
        for end in ("done", "pending", "refused", "unknown"):
            yield Redeemed(view=replace(_VIEW, op_id=state.op_id, state=end, code=Code.SECOND_FACTOR_WRONG))
        for code in (Code.DISK_FULL, Code.INTERNAL):
            yield RedeemFailed(op_id=state.op_id, code=code)


def _key(flow: Flow) -> tuple[object, ...]:
    """Flows of one key go on alike, as far as kinds of states are concerned."""
    state = flow.state
    under = state.under if isinstance(state, StillThere) else state
    result = getattr(under, "result", under)
    person = getattr(result, "person", None)
    return (
        *(type(state), type(under), person is None, getattr(result, "ends_s", None) is None),
        *(len(getattr(under, "digits", "")), any(typed.startswith(getattr(under, "digits", "")) for typed in _TYPED)),
        *(getattr(under, "here", None), getattr(under, "after", None) is None, getattr(under, "take_card", None)),
        *(getattr(under, "other", None) is None, getattr(result, "next_here", False)),
        *(getattr(result, "recovery_code", "") == "", getattr(under, "problem", None)),
        *(getattr(under, "medium", None) is None, getattr(under, "pending", None)),
        *(_asked_of(person.balance, under) if person is not None else ()),
        *(on_phone(under), getattr(under, "phone_code", "") == ""),
        *(len(getattr(getattr(under, "answer", None), "code", "")), getattr(under, "record", None) is None),
        *(getattr(under, "checking", None), getattr(getattr(under, "corner", under), "busy", None)),
        *flow.outside(),
    )


def _asked_of(balance: CardBalance, state: State) -> tuple[object, ...]:
    """What is asked for before a record opens matters where it can be asked for."""
    asked = balance.history_factor if isinstance(state, Balance) else ""
    return (balance.on_card, balance.online, balance.second_factor, asked)


def document() -> str:
    """The document's text."""
    edges = explored()
    names = list(dict.fromkeys([Attract.__name__, *(name for pair in edges for name in pair)]))
    order = {name: place for place, name in enumerate(names)}
    pressed = [
        f"    {here} --> {there}: {', '.join(sorted(by))}"
        for (here, there), words in sorted(edges.items(), key=lambda edge: (order[edge[0][0]], order[edge[0][1]]))
        if (by := words if here == "Attract" else words - _EVERYWHERE | _asked_for(there, words))
    ]
    rows = [
        f"| `{name}` | {_TIMES.get(name, _IDLE)} | "
        + "; ".join(f"`{there}`: {', '.join(sorted(edges[name, there]))}" for there in names if (name, there) in edges)
        + " |"
        for name in names
    ]
    return "\n".join([_HEAD, "```mermaid", "stateDiagram-v2", "    [*] --> Attract", *pressed, "```", _MIDDLE, *rows, ""])


def _asked_for(there: str, words: set[str]) -> set[str]:
    return words & {_WORDS["CodeShown"]} if there in _BY_CODE else set()


_HEAD = """# The kiosk's flow

Made by `python -m kiosk.flow_chart` from `kiosk/flow.py`, by trying everything that can happen in every state; a test compares
the two. The states and what happens to them are described in `kiosk/states.py`; the screen of `OwnAmount` is
`kiosk.own_amount`, and so on (`kiosk/window.py` names what can be pressed on each).

How a session goes: a card that is laid down, what the person presses and what the desk answers. What can happen nearly
everywhere (leaving, time, cards, the reader, the station) stands in the table below.
"""
_MIDDLE = """
Idleness is warned of at least 20 seconds before it ends a session, and any touch goes on, as often as the person likes.

| state | how long | leads to |
|---|---|---|"""


if __name__ == "__main__":
    FILE.write_text(document(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{FILE}\n")
