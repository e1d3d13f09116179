"""Between the flow and the station: what readers and station report becomes the flow's inputs, its commands become calls."""

from PySide6.QtCore import QObject, Signal

from domain.cards import CardState
from domain.errors import CityCardError, Code, Refused
from domain.media import MediumType
from domain.ports import CardGone, CardPresented, CardUnreadable, ReaderEvent, ReaderLost, ReaderReady
from kiosk.bind_states import Bind, BindDone, BindRefused
from kiosk.corner_states import (
    AskCorner,
    CornerFailed,
    CornerSeen,
    EnterCorner,
    LeaveCorner,
    NetworkTested,
    StaffCardHere,
    StaffRefused,
)
from kiosk.receipt_words import test_receipt
from kiosk.record_states import AskRecord, RecordFailed, RecordKnown
from kiosk.reports import CardOff, CardOn, CardUnclear, CodeShown, LoadCame, ReaderProblem, StationProblem
from kiosk.states import (
    Answer,
    AskBalance,
    BalanceFailed,
    BalanceKnown,
    Input,
    Print,
    Printed,
    PrintFailed,
    Redeem,
    Redeemed,
    RedeemFailed,
)
from station.card_worker import ReaderCondition
from station.corner_views import CornerView
from station.faces.receipt import Receipt
from station.front import Front
from station.station import Station
from station.views import CardBalance, Connection, IssueResult, RedeemView, StaffCard, StationStatus
from ui.bridge import Bridge, run_off_thread

_AWAY = {
    ReaderCondition.UNPLUGGED: Code.READER_LOST,
    ReaderCondition.NO_SERVICE: Code.READER_SERVICE_MISSING,
}


class Link(QObject):
    """Make it, connect its signals, then `open` it. GUI thread; signals come on the GUI thread too."""

    happened = Signal(object)
    """A `kiosk.states.Input`."""
    status_changed = Signal(object)
    """A `station.views.StationStatus`."""

    def __init__(self, station: Station, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._shut_out: Code | None = None
        self._bridge = Bridge(self)
        self._bridge.arrived.connect(self._heard)
        self._front = Front(station.main_reader, self._reported, codes_stay=False)
        self._ends = [station.cards.subscribe(self._front), station.on_status(self._bridge.post)]
        self._ends.append(station.loads.steps.follow(lambda op_id, step: self._bridge.post(LoadCame(op_id=op_id, step=step))))

    def open(self) -> None:
        """Tell how the station stands now; from here on every change is told."""
        self._heard(self._station.status())
        states = self._station.cards.state()
        main = states.get(self._station.main_reader)
        card = self._front.begin(states.values())
        if card is not None:
            self.happened.emit(CardOn(medium=card))
        elif main is not None and main.condition in _AWAY:
            self.happened.emit(ReaderProblem(code=_AWAY[main.condition]))

    def close(self) -> None:
        """Tell nothing more."""
        while self._ends:
            self._ends.pop()()
        self._bridge.close()

    def carry_out(
        self, command: AskBalance | AskRecord | Bind | Redeem | Answer | EnterCorner | AskCorner | LeaveCorner
    ) -> None:
        """Ask the desk that a command is for."""
        if isinstance(command, AskBalance):
            self.ask_balance(command)
        elif isinstance(command, AskRecord):
            self.ask_record(command)
        elif isinstance(command, Bind):
            self.bind(command)
        elif isinstance(command, Redeem):
            self.redeem(command)
        elif isinstance(command, Answer):
            self.answer(command)
        else:
            self.corner(command)

    def ask_balance(self, command: AskBalance) -> None:
        """Ask the desk; its answer comes as an input."""
        station, session = self._station, command.session
        station.corner.session_begun()

        def failed(error: CityCardError) -> None:
            refused = isinstance(error, Refused)
            station.corner.note_trouble(None if refused else error.code)
            self.happened.emit(BalanceFailed(session=session, code=error.code, refused=refused))

        def ask() -> CardBalance | StaffCard:
            return station.corner.staff_card(command.medium) or station.redeeming.tapped(command.medium)

        def found(answer: CardBalance | StaffCard) -> None:
            station.corner.note_trouble(None)
            if isinstance(answer, StaffCard):
                self.happened.emit(StaffCardHere(session=session, medium=command.medium, card=answer))
            else:
                self._found(session, answer)

        run_off_thread(self, ask, found, failed)

    def ask_record(self, command: AskRecord) -> None:
        """Ask the desk what somebody may see of themselves; its answer comes as an input."""
        station, session = self._station, command.session

        def failed(error: CityCardError) -> None:
            self.happened.emit(RecordFailed(session=session, code=error.code))

        run_off_thread(
            self,
            lambda: station.records.open(command.medium, command.answer),
            lambda found: self.happened.emit(RecordKnown(session=session, record=found)),
            failed,
        )

    def bind(self, command: Bind) -> None:
        """Tie a card to whose code it is; how that went comes as an input."""
        station, op_id = self._station, command.op_id

        def failed(error: CityCardError) -> None:
            self.happened.emit(BindRefused(op_id=op_id, code=error.code))

        def bound(result: IssueResult) -> None:
            pending = result.state is CardState.PROVISIONAL
            self.happened.emit(BindDone(op_id=op_id, pending=pending, code=result.code))

        binding = station.binding
        run_off_thread(
            self, lambda: binding.bind(op_id, command.medium, carrier=command.carrier, code=command.code), bound, failed
        )

    def redeem(self, command: Redeem) -> None:
        """Give the wish to the desk; its answer comes as an input."""
        station = self._station

        def ask() -> RedeemView:
            return station.redeeming.redeem(
                command.op_id,
                command.medium,
                purse=command.purse,
                point_kind=command.point_kind,
                amount_ntd=command.amount_ntd,
                birthday=command.birthday,
                code=command.phone_code,
            )

        def failed(error: CityCardError) -> None:
            self.happened.emit(RedeemFailed(op_id=command.op_id, code=error.code))

        run_off_thread(self, ask, lambda view: self.happened.emit(Redeemed(view=view)), failed)

    def answer(self, command: Answer) -> None:
        """Note how content somebody was. Nobody waits for it, and it may be lost on a disk that is full."""
        station = self._station
        run_off_thread(
            self, lambda: station.opinions.answer(command.op_id, command.answer), lambda _: None, lambda _error: None
        )

    def print(self, command: Print, receipt: Receipt) -> None:
        """Print a receipt; how that went comes as an input."""
        station, code = self._station, command.result.recovery_code

        def failed(error: CityCardError) -> None:
            self.happened.emit(PrintFailed(recovery_code=code, code=error.code))

        run_off_thread(
            self, lambda: station.receipts.print(receipt), lambda _: self.happened.emit(Printed(recovery_code=code)), failed
        )

    def corner(self, command: EnterCorner | AskCorner | LeaveCorner) -> None:
        """Do what the staff corner wants; its answer comes as an input."""
        desk = self._station.corner
        if isinstance(command, LeaveCorner):
            run_off_thread(self, lambda: desk.leave(command.reason), lambda _: None, lambda _error: None)
        elif isinstance(command, EnterCorner):
            run_off_thread(self, lambda: desk.enter(command.medium, command.pin), self._corner_seen, self._not_entered)
        elif command.what == "network":
            run_off_thread(
                self, desk.test_network, lambda took: self.happened.emit(NetworkTested(took_ms=took)), self._corner_failed
            )
        else:
            receipt = test_receipt(self._station)
            acts = {
                "look": desk.look,
                "unlock": desk.unlock,
                "shift": lambda: desk.turn_shift(command.op_id),
                "print": lambda: desk.test_print(receipt),
            }
            run_off_thread(self, acts[command.what], self._corner_seen, self._corner_failed)

    def _corner_seen(self, view: CornerView) -> None:
        self.happened.emit(CornerSeen(view=view))

    def _not_entered(self, error: CityCardError) -> None:
        seconds = error.details.get("seconds", 0)
        self.happened.emit(StaffRefused(code=error.code, wait_s=seconds if isinstance(seconds, int) else 0))

    def _corner_failed(self, error: CityCardError) -> None:
        self.happened.emit(CornerFailed(code=error.code))

    def _found(self, session: int, balance: CardBalance) -> None:
        programme = self._station.programme
        purse, kind = programme.purse(balance.purse), programme.point_kind(balance.point_kind)
        self.happened.emit(
            BalanceKnown(
                session=session,
                balance=balance,
                smallest_ntd=purse.smallest_ntd if purse else 0,
                ntd_per_point=kind.ntd_per_point if kind else 1,
                codes=self._station.opened.codes,
            )
        )

    def _reported(self, event: ReaderEvent) -> None:
        """Whose a code is takes a moment, on the thread of whoever reports."""
        if isinstance(event, CardPresented) and event.medium.type is MediumType.CODE:
            self._bridge.post(CodeShown(code=event.medium, phone=self._station.phone_of(event.medium)))
        else:
            self._bridge.post(event)

    def _heard(self, item: object) -> None:
        if isinstance(item, StationStatus):
            self._standing(item)
        elif isinstance(item, LoadCame | CodeShown):
            self.happened.emit(item)
        elif isinstance(item, ReaderEvent):
            for event in _inputs(item):
                self.happened.emit(event)

    def _standing(self, status: StationStatus) -> None:
        self.status_changed.emit(status)
        shut_out = (status.problem or Code.STATION_REVOKED) if status.connection is Connection.REVOKED else None
        if shut_out is not self._shut_out:
            self._shut_out = shut_out
            self.happened.emit(StationProblem(code=shut_out))


def _inputs(event: ReaderEvent) -> list[Input]:
    """What a reader's report means to the flow."""
    match event:
        case CardPresented(medium=medium, again=again):
            return [ReaderProblem(code=None), CardOn(medium=medium, again=again)]
        case CardGone(assumed=assumed):
            return [CardOff(assumed=assumed)]
        case CardUnreadable():
            return [ReaderProblem(code=None), CardUnclear()]
        case ReaderReady():
            return [ReaderProblem(code=None)]
        case ReaderLost(cause=cause):
            return [ReaderProblem(code=Code.READER_SERVICE_MISSING if cause == "service" else Code.READER_LOST)]
