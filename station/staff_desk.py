"""Staff sign in with card and PIN, also with no network; wrong PINs cost time, then a supervisor."""

import math
import threading
from collections.abc import Callable
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.errors import Code, Refused
from domain.events import StaffPinFailed, StaffSignedIn, StaffSignedOut, StaffUnlocked
from domain.masking import mask_name
from domain.media import Medium
from domain.wire import StaffRow
from offline_store.projections import PinFailures
from station.context import Context
from station.office import Office
from station.tasks import allowed
from station.views import StaffCard, StaffSession

FREE_ATTEMPTS = 1
"""Wrong PINs after which the next attempt still comes without a wait."""
SUPERVISOR_AFTER = 6
"""Wrong PINs in a row after which only a supervisor can unlock."""

_ALONE = frozenset({"kiosk", "shift"})
"""Tasks for which nothing is asked of the platform in somebody's name: with these alone no PIN leaves the machine."""


def wait_s(failures: int) -> int:
    """Seconds to wait after so many wrong PINs in a row: none, then 2, 4, 8, 16, …"""
    return 0 if failures <= FREE_ATTEMPTS else 2 ** (failures - FREE_ATTEMPTS)


class StaffDesk:
    """Who works at this station. Checking a PIN takes a tenth of a second on purpose: never on a screen's thread."""

    def __init__(self, context: Callable[[], Context], office: Office, on_change: Callable[[], None]) -> None:
        self._context = context
        self._office = office
        self._on_change = on_change
        self._hasher = PasswordHasher()
        self._checking = threading.Lock()
        self._failed_s: dict[str, float] = {}
        self._session: StaffSession | None = None

    @property
    def session(self) -> StaffSession | None:
        """Who is signed in just now."""
        return self._session

    def recognise(self, medium: Medium) -> StaffCard:
        """Whose staff card this is. Raises `Refused(STAFF_UNKNOWN)`."""
        context = self._context()
        row = self._row(context, medium)
        failures = self._failures(context, row.staff)
        return StaffCard(
            staff=row.staff,
            name=mask_name(row.name),
            wait_s=self._left_s(context, failures),
            needs_supervisor=failures.failures >= SUPERVISOR_AFTER,
        )

    def sign_in(self, medium: Medium, pin: str) -> StaffSession:
        """Open a session; one that is open ends.

        Raises `Refused` with STAFF_UNKNOWN, STAFF_NOT_ALLOWED, PIN_WAIT (`seconds`), PIN_WRONG (`seconds` until the next
        attempt) or PIN_NEEDS_SUPERVISOR.
        """
        context = self._context()
        row = self._row(context, medium)
        identity = context.journal.identity()
        tasks = allowed(identity.roles if identity else [], row.roles)
        if not tasks:
            raise Refused(Code.STAFF_NOT_ALLOWED)
        self._check_pin(context, row, pin)
        if self._session is not None:
            self.sign_out("another")
        with context.journal.act() as act:
            act.append(StaffSignedIn(), medium=row.medium, operator=row.staff)
        self._session = StaffSession(staff=row.staff, name=mask_name(row.name), roles=row.roles, tasks=tasks)
        if not _ALONE.issuperset(tasks):
            self._office.begin(medium, pin)
        self._on_change()
        return self._session

    def unlock(self, supervisor: Medium, pin: str, staff: str) -> None:
        """Lift a colleague's PIN lock with a supervisor's card and PIN.

        Raises as `sign_in` does, and `Refused(STAFF_NOT_ALLOWED)` for a card that is no supervisor's, or one's own.
        """
        context = self._context()
        row = self._row(context, supervisor)
        if "supervisor" not in row.roles or row.staff == staff:
            raise Refused(Code.STAFF_NOT_ALLOWED)
        self._check_pin(context, row, pin)
        with context.journal.act() as act:
            act.append(StaffUnlocked(staff=staff), medium=row.medium, operator=row.staff)

    def sign_out(self, reason: Literal["left", "idle", "another"]) -> None:
        """End the session, if there is one."""
        session, self._session = self._session, None
        if session is None:
            return
        self._office.end()
        with self._context().journal.act(ends=True) as act:
            act.append(StaffSignedOut(reason=reason), operator=session.staff)
        self._on_change()

    def _row(self, context: Context, medium: Medium) -> StaffRow:
        row = context.registry.staff_by_medium(context.digest(medium))
        if row is None:
            raise Refused(Code.STAFF_UNKNOWN)
        return row

    def _failures(self, context: Context, staff: str) -> PinFailures:
        with context.journal.reading() as local:
            return local.pin_failures(staff)

    def _left_s(self, context: Context, failures: PinFailures) -> int:
        """Seconds still to wait, by a clock that nobody can set; after a restart the whole delay begins anew."""
        now_s = context.clock.monotonic_s()
        since_s = self._failed_s.setdefault(failures.staff, now_s)
        return max(0, math.ceil(wait_s(failures.failures) - (now_s - since_s)))

    def _check_pin(self, context: Context, row: StaffRow, pin: str) -> None:
        """One guess at a time, so that guesses in parallel are counted, too."""
        with self._checking:
            failures = self._failures(context, row.staff)
            if failures.failures >= SUPERVISOR_AFTER:
                raise Refused(Code.PIN_NEEDS_SUPERVISOR)
            left_s = self._left_s(context, failures)
            if left_s > 0:
                raise Refused(Code.PIN_WAIT, seconds=left_s)
            try:
                self._hasher.verify(row.pin_hash, pin)
            except (VerificationError, InvalidHashError) as problem:
                count = failures.failures + 1
                with context.journal.act(ends=True) as act:
                    act.append(StaffPinFailed(failures=count), medium=row.medium, operator=row.staff)
                self._failed_s[row.staff] = context.clock.monotonic_s()
                code = Code.PIN_NEEDS_SUPERVISOR if count >= SUPERVISOR_AFTER else Code.PIN_WRONG
                raise Refused(code, seconds=wait_s(count)) from problem
            self._failed_s.pop(row.staff, None)
