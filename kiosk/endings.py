"""From the desk's answers to the states that tell them: pure values, no clock."""

from uuid import UUID

from msgspec.structs import replace

from domain.errors import Code
from domain.ids import recovery_code
from domain.media import Medium, MediumType
from kiosk.bind_states import BindDone, Binding, Bound, OfBind
from kiosk.corner_states import StaffPin
from kiosk.limits import AFTER_CARD_S, RETRY_S
from kiosk.person import Person
from kiosk.record_states import Opening, RecordFailed
from kiosk.shown import WRONG_CODE
from kiosk.states import (
    Again,
    Back,
    Balance,
    BalanceFailed,
    BalanceKnown,
    BrokenOff,
    Cannot,
    Confirm,
    FactorCode,
    Go,
    Input,
    OfResult,
    OutOfService,
    Paper,
    Printed,
    PrintFailed,
    Rating,
    Reading,
    Receipt,
    Redeem,
    Redeemed,
    RedeemFailed,
    Result,
    SecondFactor,
    Settled,
    State,
    StillThere,
    Told,
    Unknown,
    WithPerson,
    Working,
)
from station.views import RedeemView

_OFFERED: Paper = "offered"
_NO_PAPER: Paper = "none"
_NOT_TAKEN = frozenset(
    {
        Code.AMOUNT_INVALID,
        Code.AMOUNT_OVER_PURSE,
        Code.AMOUNT_OVER_BALANCE,
        Code.POINTS_NOT_REDEEMABLE,
        Code.CARD_UNKNOWN,
        Code.CARD_BLOCKED,
        Code.CARD_RANDOM_UID,
        Code.CARD_NO_HOLDER,
        Code.DISK_FULL,
        Code.DISK_READONLY,
        Code.DISK_FAILING,
        Code.QUEUE_FULL,
        Code.STATION_REVOKED,
        Code.STATION_CLONED,
        Code.PLATFORM_UNREACHABLE,
        Code.PLATFORM_NOT_OURS,
        Code.PLATFORM_TLS,
        Code.PLATFORM_BUSY,
        Code.LOAD_OPEN,
        Code.CARD_REMOVED,
        Code.CARD_SWAPPED,
        Code.PURSE_MISSING,
        Code.READER_NO_EXCHANGE,
        Code.VIRTUAL_CODE_INVALID,
        Code.VIRTUAL_CODE_EXPIRED,
        Code.VIRTUAL_DIGITS_OFFLINE,
    }
)
"""What the desk raises before anything is journaled: the wish never came into being."""


def answered(state: Reading, event: BalanceKnown | BalanceFailed, now_s: float) -> State:
    """What the desk's answer about a card leads to; trouble of the station's own is shown for `RETRY_S`."""
    if isinstance(event, BalanceKnown):
        person = Person(
            medium=event.balance.phone or state.medium,
            balance=event.balance,
            smallest_ntd=event.smallest_ntd,
            ntd_per_point=event.ntd_per_point,
            codes=event.codes,
        )
        return opened(person, state.after)
    if state.after is not None:
        return replace(state.after, here=True, problem=event.code)
    if not is_plastic(state.medium):
        # It lies nowhere; and that digits cannot be asked about is no trouble of the next person's card.
        return Cannot(code=event.code, ends_s=now_s + AFTER_CARD_S)
    if event.refused:
        return Cannot(code=event.code, medium=state.medium if event.code is Code.CARD_UNKNOWN else None)
    return OutOfService(code=event.code, ends_s=now_s + RETRY_S)


def opened(person: Person, after: Unknown | None) -> Balance | Settled | Unknown:
    """The first thing that a person is told about their card, which may be asked for `after` a cut-off load."""
    balance = person.balance
    view = balance.unsettled
    if view is not None:
        return Unknown(
            medium=person.medium,
            points=view.points,
            amount_ntd=view.amount_ntd,
            recovery_code=view.recovery_code,
            at_ms=view.at_ms,
            earlier=after is None,
            problem=None if view.code is Code.LOAD_UNKNOWN else view.code,
            here=True,
            person=person,
        )
    if balance.settled is not None:
        return Settled(person=person)
    if after is not None and not balance.online:
        return replace(after, here=True, problem=Code.PLATFORM_UNREACHABLE)
    return Balance(person=person)


def ended(state: Working, event: Redeemed | RedeemFailed, *, prints: bool) -> Result | Unknown:
    """How a wish ended, told with the card's person as long as the caller does not take them out.

    `prints`: what has a code is offered on paper.
    """
    person, paper = state.person, _OFFERED if prints else _NO_PAPER
    if isinstance(event, Redeemed):
        view = event.view
        if view.state == "unknown":
            return _unknown(state, view.recovery_code, view.at_ms)
        return Result(
            end=view.state,
            points=view.points,
            amount_ntd=view.amount_ntd,
            code=view.code,
            on_card=view.on_card,
            card_value_ntd=view.card_value_ntd,
            recovery_code=view.recovery_code,
            at_ms=view.at_ms,
            card_tail=_tail(person),
            person=person,
            points_left=_points_left(person, view),
            paper=paper,
        )
    points, on_card = person.points_for(state.amount_ntd), person.balance.on_card
    if event.code in _NOT_TAKEN:
        return Result(
            end="refused", points=points, amount_ntd=state.amount_ntd, code=event.code, on_card=on_card, person=person
        )
    if on_card:
        return _unknown(state, recovery_code(state.op_id), 0)
    return Result(
        end="unclear",
        points=points,
        amount_ntd=state.amount_ntd,
        code=event.code,
        recovery_code=recovery_code(state.op_id),
        card_tail=_tail(person),
        person=person,
        paper=paper,
    )


def proven_anew(state: Working, result: Result) -> SecondFactor | FactorCode | None:
    """The question that was answered wrong, once more; None when it was not that."""
    if result.code not in WRONG_CODE:
        return None
    if state.person.balance.second_factor == "virtual_card":
        return FactorCode(person=state.person, amount_ntd=state.amount_ntd, problem=result.code)
    return SecondFactor(person=state.person, amount_ntd=state.amount_ntd, problem=result.code)


def _unknown(state: Working, code: str, at_ms: int) -> Unknown:
    return Unknown(
        medium=state.person.medium,
        points=state.person.points_for(state.amount_ntd),
        amount_ntd=state.amount_ntd,
        recovery_code=code,
        at_ms=at_ms,
    )


def _points_left(person: Person, view: RedeemView) -> int | None:
    """Only the platform's word says how many were there; with no network nobody here knows."""
    if not person.balance.online or view.state not in ("done", "refused"):
        return None
    return person.balance.redeemable_points - (view.points if view.state == "done" else 0)


def _tail(person: Person) -> str:
    return person.medium.value[-2:].hex().upper()


def kept(state: State, ends_s: float) -> State:
    """What is told without its card, not before `ends_s`; every other state as it is."""
    if isinstance(state, OfResult):
        result = kept(state.result, ends_s)
        return replace(state, result=result) if isinstance(result, Result) else state
    if isinstance(state, Told) and state.ends_s is not None and state.ends_s < ends_s:
        return replace(state, ends_s=ends_s)
    return state


def ends_of(state: State) -> float | None:
    """Until when this is told without its card; None for everything that has no such end."""
    if isinstance(state, OfResult):
        return state.result.ends_s
    return state.ends_s if isinstance(state, Told | OutOfService) else None


def without_card(state: OfResult | Told, ends_s: float) -> OfResult | Told:
    """The state without whose card it was, ending at `ends_s` or when it would end already."""
    if isinstance(state, OfResult):
        return replace(state, result=_left(state.result, ends_s))
    if isinstance(state, Result):
        return _left(state, ends_s)
    if isinstance(state, Cannot):
        state = replace(state, medium=None)
    if isinstance(state, BrokenOff):
        state = replace(state, other=None)
    return state if state.ends_s is not None else replace(state, ends_s=ends_s)


def with_next(state: OfResult | Told, *, here: bool) -> OfResult | Told:
    """The same while another card waits for its end, or waits no longer."""
    if isinstance(state, OfResult):
        return replace(state, result=replace(state.result, next_here=here))
    return replace(state, next_here=here) if isinstance(state, Result) else state


def _left(result: Result, ends_s: float) -> Result:
    return result if result.ends_s is not None else replace(result, person=None, ends_s=ends_s)


def with_paper(state: State, event: Printed | PrintFailed) -> State:
    """The state with what became of its result's receipt; the same when it is nobody's receipt here any more."""
    if isinstance(state, StillThere):
        under = with_paper(state.under, event)
        return replace(state, under=under) if isinstance(under, Result | OfResult) else state
    result = state.result if isinstance(state, OfResult) else state
    if not isinstance(result, Result) or (result.paper, result.recovery_code) != ("printing", event.recovery_code):
        return state
    if isinstance(event, Printed):
        result = replace(result, paper="printed")
    else:
        result = replace(result, paper="failed", paper_problem=event.code)
    return replace(state, result=result) if isinstance(state, OfResult) else result


def wish_of(state: Confirm, op_id: UUID) -> Redeem:
    """What the desk is asked to do."""
    balance = state.person.balance
    return Redeem(
        op_id=op_id,
        medium=state.person.medium,
        purse=balance.purse,
        point_kind=balance.point_kind,
        amount_ntd=state.amount_ntd,
        birthday=state.birthday,
        phone_code=state.phone_code,
    )


def unanswered(state: Working | Opening | Binding) -> RedeemFailed | RecordFailed | BindDone:
    """What is taken for the answer of a desk that gives none: nobody knows what became of a wish or of a card."""
    match state:
        case Working(op_id=op_id):
            return RedeemFailed(op_id=op_id, code=Code.INTERNAL)
        case Opening(session=session):
            return RecordFailed(session=session, code=Code.PLATFORM_UNREACHABLE)
    return BindDone(op_id=state.op_id, pending=True)


def asked_again(state: State, event: Input) -> Medium | None:
    """The card that somebody wants to be asked anew, which lies there still."""
    match state, event:
        case Result(person=Person(medium=medium)), Again() | Back():
            return medium
        case Bound(medium=medium, ends_s=None), Go():
            return medium
        case BrokenOff(other=Medium() as medium), Go():
            return medium
        case Unknown(medium=medium, here=True), Again():
            return medium
    return None


def medium_of(state: State) -> Medium | None:
    """Whose session it is: the card's medium, None while nobody's."""
    match state:
        case Reading(medium=medium) | StaffPin(medium=medium):
            return medium
        case _ if isinstance(state, OfBind | Binding | Bound):
            return state.medium
        case (
            Result(person=Person(medium=medium))
            | Receipt(result=Result(person=Person(medium=medium)))
            | Rating(result=Result(person=Person(medium=medium)))
        ):
            return medium
        case _ if isinstance(state, WithPerson | Opening):
            return state.person.medium
    return None


def is_plastic(medium: Medium) -> bool:
    """Whether it lies on the reader: neither a code nor a phone does."""
    return medium.type not in (MediumType.CODE, MediumType.PHONE)


def on_phone(state: State) -> bool:
    """Whether whoever is here showed a phone instead of a card."""
    medium = medium_of(state)
    return medium is not None and not is_plastic(medium)


def same(one: Medium, other: Medium | None) -> bool:
    """Whether both are one piece of plastic, or one code."""
    return other is not None and (one.type, one.value) == (other.type, other.value)
