"""A kiosk's flow in a test's hands: what its desk would answer, and the way into every state."""

from collections.abc import Callable
from typing import Literal
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.errors import Code
from kiosk.bind_states import (
    Bind,
    BindCarrier,
    BindCode,
    BindConsent,
    BindDone,
    Binding,
    BindRefused,
    Bound,
    ChooseCarrier,
    WantBind,
)
from kiosk.corner_states import (
    Corner,
    CornerCode,
    CornerEnd,
    CornerSeen,
    CornerShift,
    Pick,
    StaffCardHere,
    StaffPin,
)
from kiosk.flow import Flow
from kiosk.flow_chart import CORNER, STAFF
from kiosk.limits import AFTER_CARD_S, LEAST_WARNING_S
from kiosk.record_states import (
    AskRecord,
    NoRecord,
    Opening,
    Proof,
    ProofCode,
    Record,
    RecordFailed,
    RecordKnown,
    RecordPart,
    WantPart,
    WantRecord,
)
from kiosk.reports import CardOff, CardOn, ReaderProblem
from kiosk.states import (
    Amount,
    AskBalance,
    Attract,
    Balance,
    BalanceFailed,
    BalanceKnown,
    Begin,
    BrokenOff,
    Cannot,
    Choose,
    ChooseOwn,
    Command,
    Confirm,
    Digit,
    FactorCode,
    Go,
    Input,
    OutOfService,
    OwnAmount,
    Rating,
    Reading,
    Receipt,
    Redeem,
    Redeemed,
    Result,
    SecondFactor,
    Settled,
    State,
    StillThere,
    Tick,
    Unknown,
    WantRating,
    WantReceipt,
    Working,
)
from station.views import CardBalance, RedeemView
from tests.unit.kiosk_flow_cards import (
    BALANCE,
    BIND_CODE,
    BIRTHDAY,
    CODE,
    IDLE_S,
    MINE,
    NAME,
    ON_CARD,
    ON_THE_CARD,
    OTHER,
    PIN,
)
from tests.unit.kiosk_records import RECORD


class Kiosk:
    """A flow with its own clock, op_ids that count up, and everything that it wanted."""

    def __init__(self, balance: CardBalance = BALANCE, warning_s: float = 20.0, *, prints: bool = False) -> None:
        self.now_s = 1_000.0
        self.made = 0
        self.wanted: list[Command] = []
        self.balance = balance
        self.flow = Flow(self._new_op_id, idle_s=IDLE_S, warning_s=warning_s, prints=prints)

    def _new_op_id(self) -> UUID:
        self.made += 1
        return UUID(int=self.made)

    @property
    def state(self) -> State:
        return self.flow.state

    def do(self, *events: Input) -> list[Command]:
        """Let things happen; what was wanted because of them."""
        wanted = [command for event in events for command in self.flow.handle(event, self.now_s)]
        self.wanted += wanted
        return wanted

    def wait(self, seconds: float) -> list[Command]:
        self.now_s += seconds
        return self.do(Tick())

    def over(self) -> list[Command]:
        """Time goes by after a card has gone: what is told, the warning, the end."""
        self.wait(AFTER_CARD_S)
        assert isinstance(self.state, StillThere), "whoever is still reading is asked first"
        return self.wait(LEAST_WARNING_S)

    def answer_balance(self) -> None:
        asked = [command for command in self.wanted if isinstance(command, AskBalance)][-1]
        self.do(BalanceKnown(session=asked.session, balance=self.balance, smallest_ntd=10, ntd_per_point=1))

    def answer_redeem(self, state: str = "done", code: Code | None = None) -> None:
        wish, on_card = self.wishes()[-1], self.balance.on_card
        view = RedeemView(
            op_id=wish.op_id,
            state=state,
            points=50,
            amount_ntd=50,
            recovery_code=CODE,
            at_ms=1,
            code=code,
            on_card=on_card,
            card_value_ntd=170 if on_card and state == "done" else None,
        )
        self.do(Redeemed(view=view))

    def answer_record(self, code: Code | None = None) -> None:
        asked = [command for command in self.wanted if isinstance(command, AskRecord)][-1]
        known = RecordKnown(session=asked.session, record=RECORD)
        self.do(known if code is None else RecordFailed(session=asked.session, code=code))

    def answer_bind(self, code: Code | None = None, *, pending: bool = False) -> None:
        asked = [command for command in self.wanted if isinstance(command, Bind)][-1]
        done = BindDone(op_id=asked.op_id, pending=pending)
        self.do(done if code is None else BindRefused(op_id=asked.op_id, code=code))

    def wishes(self) -> list[Redeem]:
        return [command for command in self.wanted if isinstance(command, Redeem)]

    def kept(self) -> str:
        """Everything that the flow holds, as text."""
        held = {name: value for name, value in vars(self.flow).items() if not callable(value)}
        return msgspec.json.encode(held, enc_hook=repr).decode()

    def knows_somebody(self) -> bool:
        own = msgspec.json.encode(MINE.value).decode().strip('"')
        return any(each in self.kept() for each in (NAME, CODE, BIRTHDAY, own, BIND_CODE, "WHY-1", "TEXT-1"))


def type_birthday(kiosk: Kiosk, digits: str = BIRTHDAY) -> None:
    kiosk.do(*(Digit(value=digit) for digit in digits), Go())


def attract(kiosk: Kiosk) -> None:
    pass


def reading(kiosk: Kiosk) -> None:
    kiosk.do(CardOn(medium=MINE))


def balance(kiosk: Kiosk) -> None:
    reading(kiosk)
    kiosk.answer_balance()


def amount(kiosk: Kiosk) -> None:
    balance(kiosk)
    kiosk.do(Begin())


def own_amount(kiosk: Kiosk) -> None:
    amount(kiosk)
    kiosk.do(ChooseOwn(), Digit(value="7"), Digit(value="0"))


def second_factor(kiosk: Kiosk) -> None:
    amount(kiosk)
    kiosk.do(Choose(amount_ntd=50))


def factor_code(kiosk: Kiosk) -> None:
    kiosk.balance = replace(BALANCE, second_factor="virtual_card")
    second_factor(kiosk)


def proof(kiosk: Kiosk) -> None:
    balance(kiosk)
    kiosk.do(WantRecord())


def proof_code(kiosk: Kiosk) -> None:
    kiosk.balance = replace(BALANCE, history_factor="virtual_card")
    proof(kiosk)


def opening(kiosk: Kiosk) -> None:
    proof(kiosk)
    type_birthday(kiosk)


def no_record(kiosk: Kiosk) -> None:
    opening(kiosk)
    kiosk.answer_record(Code.PLATFORM_UNREACHABLE)


def record(kiosk: Kiosk) -> None:
    opening(kiosk)
    kiosk.answer_record()


def record_part(kiosk: Kiosk) -> None:
    record(kiosk)
    kiosk.do(WantPart(part="points"))


def bind_carrier(kiosk: Kiosk) -> None:
    reading(kiosk)
    kiosk.do(BalanceFailed(session=1, code=Code.CARD_UNKNOWN, refused=True), WantBind())


def bind_consent(kiosk: Kiosk) -> None:
    bind_carrier(kiosk)
    kiosk.do(ChooseCarrier(carrier="ipass"))


def bind_code(kiosk: Kiosk) -> None:
    bind_consent(kiosk)
    kiosk.do(Go())


def binding(kiosk: Kiosk) -> None:
    bind_code(kiosk)
    type_birthday(kiosk, BIND_CODE)


def bound(kiosk: Kiosk) -> None:
    binding(kiosk)
    kiosk.answer_bind()


def confirm(kiosk: Kiosk) -> None:
    second_factor(kiosk)
    type_birthday(kiosk)


def working(kiosk: Kiosk) -> None:
    confirm(kiosk)
    kiosk.do(Go())


def result(kiosk: Kiosk) -> None:
    working(kiosk)
    kiosk.answer_redeem()


def receipt(kiosk: Kiosk) -> None:
    result(kiosk)
    kiosk.do(WantReceipt())


def rating(kiosk: Kiosk) -> None:
    result(kiosk)
    kiosk.do(WantRating())


def unknown(kiosk: Kiosk) -> None:
    """The card was torn away during the commit, and has not come back."""
    kiosk.balance = ON_CARD
    working(kiosk)
    kiosk.do(CardOff())
    kiosk.answer_redeem("unknown", Code.LOAD_UNKNOWN)


def settled(kiosk: Kiosk) -> None:
    kiosk.balance = replace(ON_CARD, settled=ON_THE_CARD)
    balance(kiosk)


def broken_off(kiosk: Kiosk) -> None:
    """Another card lies there before the last question was answered."""
    confirm(kiosk)
    kiosk.do(CardOn(medium=OTHER))


def cannot(kiosk: Kiosk) -> None:
    reading(kiosk)
    kiosk.do(BalanceFailed(session=1, code=Code.CARD_BLOCKED, refused=True))


def out_of_service(kiosk: Kiosk) -> None:
    kiosk.do(ReaderProblem(code=Code.READER_LOST))


def staff_pin(kiosk: Kiosk) -> None:
    reading(kiosk)
    kiosk.do(StaffCardHere(session=1, medium=MINE, card=STAFF))


def corner(kiosk: Kiosk) -> None:
    staff_pin(kiosk)
    kiosk.do(*(Digit(value=digit) for digit in PIN), Go(), CornerSeen(view=CORNER))


def in_corner(what: Literal["shift", "code", "end"]) -> Callable[[Kiosk], None]:
    def way(kiosk: Kiosk) -> None:
        corner(kiosk)
        kiosk.do(Pick(what=what))

    return way


def still_there(kiosk: Kiosk) -> None:
    balance(kiosk)
    kiosk.wait(IDLE_S)


WAYS: dict[type[State], Callable[[Kiosk], None]] = {
    Attract: attract,
    Reading: reading,
    Settled: settled,
    Balance: balance,
    Amount: amount,
    OwnAmount: own_amount,
    SecondFactor: second_factor,
    FactorCode: factor_code,
    Proof: proof,
    ProofCode: proof_code,
    Opening: opening,
    NoRecord: no_record,
    Record: record,
    RecordPart: record_part,
    BindCarrier: bind_carrier,
    BindConsent: bind_consent,
    BindCode: bind_code,
    Binding: binding,
    Bound: bound,
    Confirm: confirm,
    Working: working,
    Result: result,
    Receipt: receipt,
    Rating: rating,
    Unknown: unknown,
    BrokenOff: broken_off,
    Cannot: cannot,
    OutOfService: out_of_service,
    StaffPin: staff_pin,
    Corner: corner,
    CornerShift: in_corner("shift"),
    CornerCode: in_corner("code"),
    CornerEnd: in_corner("end"),
    StillThere: still_there,
}


def brought_to(state: type[State]) -> Kiosk:
    kiosk = Kiosk()
    WAYS[state](kiosk)
    assert type(kiosk.state) is state
    return kiosk
