"""One running station: its desks, its cards, its status."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Literal

import structlog

from domain.errors import CityCardError, Code
from domain.media import Medium
from domain.ports import CardGone, CardPresented, CardUnreadable, DownloadProgress, ReaderEvent, ReaderLost, ReaderReady
from domain.programme import Programme
from domain.wire import StationIdentity
from domain.wire_fleet import Beat, Part
from reader_drivers.catalogue import Opened
from station.applications_desk import ApplicationsDesk
from station.attendance_list import AttendanceList
from station.backups import StoreCare
from station.batch_desk import BatchDesk
from station.bind_desk import BindDesk
from station.condition import beat
from station.context import Context
from station.corner_desk import CornerDesk
from station.counter_desk import CounterDesk
from station.draw_desk import DrawDesk
from station.event_desk import EventDesk
from station.gate_desk import GateDesk
from station.hand_out_desk import HandOutDesk
from station.library_desk import LibraryDesk
from station.load_desk import LoadDesk
from station.office import Office
from station.opinion_desk import OpinionDesk
from station.outreach_desk import OutreachDesk
from station.people_desk import PeopleDesk
from station.person_file import PersonFile
from station.print_desk import PrintDesk
from station.receipt_desk import ReceiptDesk
from station.record_desk import RecordDesk
from station.redeem_desk import RedeemDesk
from station.settings import StationSettings
from station.shift_desk import ShiftDesk
from station.staff_desk import StaffDesk
from station.stock_desk import StockDesk
from station.views import Connection, StationStatus
from station.work_list import WorkList
from sync.engine import SyncState

log = structlog.get_logger()

_LAST_WORDS_S = 3.0
_CLOCK_WRONG_MS = 5 * 60_000
_OFFLINE = (Code.PLATFORM_UNREACHABLE, Code.PLATFORM_TLS, Code.PLATFORM_BUSY)


class Station:
    """The facade that windows speak to. Made by `station.wiring.open_station`."""

    def __init__(
        self,
        context: Context,
        staff: StaffDesk,
        office: Office,
        *,
        identity: StationIdentity,
        opened: Opened,
        store_care: StoreCare,
        close: Callable[[], None],
    ) -> None:
        self.identity = identity
        self.staff = staff
        self.office = office
        self.draws = DrawDesk(office)
        self.counter = CounterDesk(context)
        self.events = EventDesk(context)
        self.attendance = AttendanceList(context)
        self.gates = GateDesk(context)
        self.library = LibraryDesk(context)
        self.loads = LoadDesk(context)
        self.redeeming = RedeemDesk(context, self.loads)
        self.records = RecordDesk(context)
        self.binding = BindDesk(context)
        self.opinions = OpinionDesk(context)
        self.work_list = WorkList(context)
        self.printing = PrintDesk(context)
        self.receipts = ReceiptDesk(context)
        self.applications = ApplicationsDesk(context, office)
        self.people = PeopleDesk(context, office)
        self.person_file = PersonFile(context, office)
        self.batches = BatchDesk(context, office)
        self.hand_out = HandOutDesk(context, office)
        self.shifts = ShiftDesk(context, self.look_around)
        self.corner = CornerDesk(context, staff, self.shifts, self.receipts, status=self.status, beat=self._beat)
        self.outreach = OutreachDesk(context)
        self.stock = StockDesk(context, office)
        self.cards = context.cards
        """Subscribe here for what readers report; handlers run on the dispatcher's thread."""
        self._context = context
        self.phone_of = context.codes.whose
        """Under which digest the phone of a code stands in the registry; None for other media. Any thread but a screen's."""
        self.main_reader = opened.readers[0].name
        """The reader that `status()` tells of; the others come and go without notice."""
        self.opened = opened
        """What the station's window has to feed: keystrokes, a camera's pictures."""
        self._store_care = store_care
        self._close = close
        self._lock = threading.Lock()
        self._telling = threading.RLock()
        self._listeners: list[Callable[[StationStatus], None]] = []
        self._last: StationStatus | None = None
        self._reader = ""
        self._reader_ready = False
        self._reader_problem: Code | None = None
        self._life: Literal["new", "running", "over"] = "new"

    @property
    def settings(self) -> StationSettings:
        """What this station was told."""
        return self._context.settings

    @property
    def programme(self) -> Programme:
        """The programme in force; another one after the platform has sent it."""
        return self._context.programme()

    @property
    def demo(self) -> bool:
        """Whether everything here is demonstration data."""
        return self.identity.demo

    def now_ms(self) -> int:
        """The platform's time as well as this station knows it."""
        return self._context.now_ms()

    def device_ms(self) -> int:
        """This machine's own clock, by which the age of unsent events is told."""
        return self._context.clock.now_ms()

    def digest(self, medium: Medium) -> bytes:
        """The digest under which a medium stands in this station's journal and at the platform."""
        return self._context.digest(medium)

    def start(self) -> None:
        """Begin to read cards and to sync; nothing when it has begun already."""
        if self._life != "new":
            return
        self._life = "running"
        self.loads.recover()
        self.cards.subscribe(self._on_reader)
        self.cards.start()
        self._context.sync.start()
        self.office.start()
        self._store_care.backups.start()

    def stop(self) -> None:
        """End the staff session, stop reading and syncing, and let go of the store; nothing when that is done already."""
        if self._life == "over":
            return
        begun, self._life = self._life == "running", "over"
        with ExitStack() as ending:
            ending.callback(self._close)
            ending.callback(self._context.sync.stop)
            ending.callback(self._store_care.backups.stop)
            ending.callback(self.cards.stop)
            ending.callback(self.office.stop)
            try:
                self.staff.sign_out("left")
            except CityCardError as problem:
                log.error("the session's end could not be written", code=problem.code.value)
            if begun and self._context.expect_online():
                self._context.sync.flush(_LAST_WORDS_S)

    # --- status ---

    def status(self) -> StationStatus:
        """How the station stands. Any thread."""
        sync = self._context.sync.state()
        queue = self._context.journal.queue()
        with self._context.journal.reading() as local:
            shift = local.counter.open_shift()
        with self._lock:
            return StationStatus(
                connection=_connection(sync),
                problem=sync.stopped or sync.download_problem or sync.upload_problem,
                queue=queue.waiting + queue.held,
                oldest_unsent_ms=queue.oldest_ms,
                parked=queue.parked,
                attention=queue.attention,
                reader=self._reader,
                reader_ready=self._reader_ready,
                reader_problem=self._reader_problem,
                reader_imitated=not self.opened.real,
                downloading=_percent(sync.download),
                disk_low=self._store_care.disk.is_low(),
                clock_wrong=abs(self._context.journal.offset_ms()) >= _CLOCK_WRONG_MS,
                backup_problem=self._store_care.backups.problem(),
                shift="" if shift is None else shift.name,
            )

    def on_status(self, listener: Callable[[StationStatus], None]) -> Callable[[], None]:
        """Be told of every change, on some thread of the station's; returns what ends it."""
        with self._lock:
            self._listeners.append(listener)

        def forget() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return forget

    def parts(self) -> list[Part]:
        """What the heartbeat tells besides the readers; any thread, waits for nothing."""
        return [*self.receipts.parts(), *self.corner.parts()]

    def _beat(self) -> Beat:
        return beat(self._context, self._store_care.disk, *self.parts())

    def look_around(self) -> None:
        """Compare the status with what listeners were last told, and tell them of a change. Any thread."""
        # One at a time: of two threads, the one that looked first must not have the last word.
        with self._telling:
            status = self.status()
            if status == self._last:
                return
            self._last = status
            with self._lock:
                listeners = list(self._listeners)
            for listener in listeners:
                listener(status)

    def _on_reader(self, event: ReaderEvent) -> None:
        if event.reader != self.main_reader:
            return
        with self._lock:
            self._reader = event.reader or self._reader
            match event:
                case ReaderLost(cause=cause):
                    self._reader_ready = False
                    service = cause == "service"
                    self._reader_problem = Code.READER_SERVICE_MISSING if service else Code.READER_LOST
                case ReaderReady() | CardPresented() | CardGone() | CardUnreadable():
                    self._reader_ready = True
                    self._reader_problem = None
        self.look_around()


def _percent(progress: DownloadProgress | None) -> int | None:
    if progress is None:
        return None
    return progress.done * 100 // progress.total if progress.total else 0


def _connection(sync: SyncState) -> Connection:
    if sync.stopped is not None:
        return Connection.REVOKED
    if not sync.tried:
        return Connection.STARTING
    problems = {sync.upload_problem, sync.download_problem} - {None}
    if not problems:
        return Connection.ONLINE
    return Connection.OFFLINE if problems & set(_OFFLINE) else Connection.DEGRADED
