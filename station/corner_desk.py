"""The staff corner of a kiosk: how the machine is, its tests, its shift. Technicians and supervisors sign in with card and PIN.

A kiosk has no drawer: its shift is closed as a counter's is with 0 in cash, by its sums alone, and the next one begins at once.
Nobody's work at the platform begins here: no PIN leaves the machine.
"""

import threading
from collections.abc import Callable
from typing import Literal
from uuid import UUID

import msgspec

from domain import taipei
from domain.errors import Code, Refused
from domain.events import StaffUnlocked
from domain.media import Medium, MediumType
from domain.wire_fleet import Beat, Part
from station.context import Context
from station.corner_views import CornerView
from station.faces.receipt import Receipt
from station.receipt_desk import ReceiptDesk
from station.shift_desk import ShiftDesk
from station.staff_desk import SUPERVISOR_AFTER, StaffDesk
from station.tasks import allowed
from station.views import StaffCard, StationStatus

_MINUTE_MS = 60_000


class CornerDesk:
    """Any thread but a screen's: a PIN takes a tenth of a second, the network longer."""

    def __init__(
        self,
        context: Context,
        staff: StaffDesk,
        shifts: ShiftDesk,
        receipts: ReceiptDesk,
        *,
        status: Callable[[], StationStatus],
        beat: Callable[[], Beat],
    ) -> None:
        self._context = context
        self._staff = staff
        self._shifts = shifts
        self._receipts = receipts
        self._status = status
        self._beat = beat
        self._lock = threading.Lock()
        self._day, self._sessions = context.today(), 0
        self._trouble: Code | None = None

    def session_begun(self) -> None:
        """Somebody has laid a card on the reader."""
        with self._lock:
            self._turn_day()
            self._sessions += 1

    def note_trouble(self, code: Code | None) -> None:
        """The kiosk was out of service for somebody just now, and why; None: it has served somebody since."""
        with self._lock:
            self._trouble = code

    def parts(self) -> list[Part]:
        """The same for the heartbeat; any thread, waits for nothing."""
        with self._lock:
            return [] if self._trouble is None else [Part(name=f"kiosk-{self._trouble.value}", state="failed")]

    def staff_card(self, medium: Medium) -> StaffCard | None:
        """Whose staff card this is, of those who may come in here; None for every other card."""
        context = self._context
        if medium.type is MediumType.CODE:
            return None
        row = context.registry.staff_by_medium(context.digest(medium))
        identity = context.journal.identity()
        if row is None or identity is None or "kiosk" not in allowed(identity.roles, row.roles):
            return None
        return self._staff.recognise(medium)

    def enter(self, medium: Medium, pin: str) -> CornerView:
        """Open a session. Raises as `StaffDesk.sign_in`."""
        if self.staff_card(medium) is None:
            raise Refused(Code.STAFF_NOT_ALLOWED)
        self._staff.sign_in(medium, pin)
        return self.look()

    def leave(self, reason: Literal["left", "idle"]) -> None:
        """End the session, if there is one."""
        self._staff.sign_out(reason)

    def look(self) -> CornerView:
        """How the kiosk is now. Raises `Refused(STAFF_NOT_ALLOWED)`, `EnvironmentProblem` for a station that is shut out."""
        context = self._context
        context.operator("kiosk")
        beat, status = self._beat(), self._status()
        today = taipei.midnight_ms(context.today()) - context.journal.offset_ms()
        sums = self._shifts.since(today)
        with self._lock:
            self._turn_day()
            sessions = self._sessions
        return CornerView(
            status=status,
            sessions=sessions,
            redemptions=sums.redemptions,
            redeemed_ntd=sums.redeemed_ntd,
            oldest_unsent_min=(beat.oldest_unsent_ms or 0) // _MINUTE_MS,
            disk_free_mb=beat.disk_free_mb or 0,
            printer=next((part.state for part in self._receipts.parts()), None),
            may_close_shift=self._may("shift"),
            shift=self._shifts.current(),
            locked=len(self._locked()) if self._may("shift") else 0,
            diagnostics=self._diagnostics(beat, status),
        )

    def test_network(self) -> int:
        """Ask the platform something; how long that took, in milliseconds. Raises as `domain.ports.Platform`."""
        clock = self._context.clock
        self._context.operator("kiosk")
        began_s = clock.monotonic_s()
        self._context.platform.programme(self._context.journal.meta("programme_version") or "")
        return round((clock.monotonic_s() - began_s) * 1000)

    def test_print(self, receipt: Receipt) -> CornerView:
        """Print something, and see whether it comes out. Raises as `ReceiptDesk.print`."""
        self._context.operator("kiosk")
        self._receipts.condition()
        self._receipts.print(receipt)
        return self.look()

    def turn_shift(self, op_id: UUID) -> CornerView:
        """Close the open shift, if there is one, and begin the next. Raises as `ShiftDesk`."""
        if self._shifts.current() is not None:
            self._shifts.close(op_id, 0, "")
        self._shifts.open(self._shifts.new_op_id(), "", 0)
        return self.look()

    def unlock(self) -> CornerView:
        """Lift the PIN locks of colleagues at this kiosk. Raises `Refused(STAFF_NOT_ALLOWED)` but for a supervisor."""
        context = self._context
        operator = context.operator("shift")
        with context.journal.act() as act:
            for staff in self._locked():
                act.append(StaffUnlocked(staff=staff), operator=operator)
        return self.look()

    def _may(self, task: Literal["shift"]) -> bool:
        session = self._staff.session
        return session is not None and task in session.tasks

    def _locked(self) -> list[str]:
        with self._context.journal.reading() as local:
            return local.locked_staff(SUPERVISOR_AFTER)

    def _turn_day(self) -> None:
        today = self._context.today()
        if today != self._day:
            self._day, self._sessions = today, 0

    def _diagnostics(self, beat: Beat, status: StationStatus) -> str:
        identity = self._context.journal.identity()
        problem = status.reader_problem or status.problem
        told = {
            "station": identity.station if identity else "",
            "at_ms": self._context.now_ms(),
            "connection": status.connection.value,
            "problem": problem.value if problem else "",
            "reader": "ready" if status.reader_ready else "away",
            "backup": status.backup_problem.value if status.backup_problem else "",
            "beat": beat,
        }
        return msgspec.json.encode(told).decode()
