"""What only the platform knows, asked by the member of staff who is signed in here: people, applications, reports, …"""

import threading
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import msgspec
import structlog

from domain.errors import CityCardError, Code, EnvironmentProblem, Refused
from domain.events import SecondFactor
from domain.media import Medium
from domain.office_calls import CHANGE_PIN, AskedT, GivenT, OfficeCall, OfficeFile, OfficeFileCall
from domain.ports_office import OfficeLine
from domain.sealing import seal
from domain.wire_access import PinChange, StaffSessionRequest, StaffSessionResponse
from domain.wire_money import HoursRequest
from station.context import Context

ANSWER_S = 15.0
"""How long somebody waits who has asked for something large; they see that it is under way and may leave it."""
_SESSION_S = 4.0
"""For what goes on beside somebody's work, and for its end when the station stops."""
log = structlog.get_logger()


class Office:
    """The session of whoever works here at the platform, beside the one at the station. Any thread but a screen's.

    It begins by itself with the one at the station, when there is a network; a PIN is never kept. Where it could not begin, or
    has run out, the person types the PIN once more: `reopen`.
    """

    def __init__(self, context: Callable[[], Context], line: OfficeLine) -> None:
        self._context = context
        self._line = line
        self._lock = threading.Lock()
        self._running = False
        self._medium: Medium | None = None
        self._session: StaffSessionResponse | None = None
        self._opening: threading.Thread | None = None
        self._under_way: set[threading.Thread] = set()

    # --- for the station ---

    def start(self) -> None:
        """The station runs: from now on a session begins by itself."""
        self._running = True

    def begin(self, medium: Medium, pin: str) -> None:
        """Somebody has signed in with this card: do so at the platform, too, meanwhile. Returns at once."""
        with self._lock:
            self._medium, self._session = medium, None
            if self._running:
                self._opening = self._beside("office-session", lambda: self._try_open(medium, pin))

    def end(self) -> None:
        """They are signed out. Returns at once; the platform is told when it can be."""
        with self._lock:
            session, self._medium, self._session = self._session, None, None
            if session is not None:
                self._beside("office-end", lambda: self._try_end(session.token))

    def stop(self) -> None:
        """Wait until nothing of this is under way any more; after `end`, before the store is closed."""
        with self._lock:
            under_way = list(self._under_way)
        for each in under_way:
            each.join(2 * _SESSION_S)

    # --- for the screens ---

    def may_ask(self) -> bool:
        """Whether there is a session just now; without one, `reopen` comes first. Never waits."""
        with self._lock:
            return self._session is not None

    def reopen(self, pin: str) -> None:
        """Begin the session anew for whoever is signed in here.

        Raises `Refused` with STAFF_SESSION_ENDED when nobody is, PIN_WRONG, PIN_WAIT (`seconds`) or PIN_NEEDS_SUPERVISOR;
        `EnvironmentProblem` as `domain.ports.Platform`.
        """
        with self._lock:
            medium = self._medium
        if medium is None:
            raise Refused(Code.STAFF_SESSION_ENDED)
        self._open(medium, pin, ANSWER_S)

    def new_op_id(self) -> UUID:
        """One for each filled form. Never waits."""
        return self._context().new_op_id()

    def change_pin(self, op_id: UUID, old: str, new: str) -> None:
        """Whoever is signed in chooses another PIN; stations learn of it with the next download.

        Raises as `ask`, and `Refused` with PIN_WRONG, PIN_WAIT (`seconds`), PIN_NEEDS_SUPERVISOR or REQUEST_INVALID.
        """
        self.ask(CHANGE_PIN, PinChange(op_id=op_id, old_pin=old, new_pin=new))

    def proven(self, medium: Medium, birthday: str) -> HoursRequest:
        """A question of whoever's card lies here; `birthday`: month and day, empty where no second factor is asked for."""
        context = self._context()
        factor = msgspec.json.encode(SecondFactor(birthday=birthday))
        sealed = seal(context.sealing_key(), factor) if birthday else b""
        return HoursRequest(medium=context.digest(medium), digest_key=context.digest_key_id(), factor=sealed)

    def sealing_key(self) -> bytes:
        """The platform's public key, to which what only it may read is sealed."""
        return self._context().sealing_key()

    def agency(self) -> str:
        """Whose they are; empty for the city's own, and while there is no session."""
        with self._lock:
            return self._session.agency if self._session is not None else ""

    def ask(self, call: OfficeCall[AskedT, GivenT], request: AskedT, timeout_s: float = ANSWER_S) -> GivenT:
        """What the platform answers them.

        Raises `Refused` with STAFF_SESSION_ENDED when the PIN is wanted first, or with the platform's own code;
        `EnvironmentProblem` as `domain.ports.Platform`.
        """
        token = self._token()
        try:
            return self._line.ask_as_staff(call, request, token, timeout_s)
        except Refused as refused:
            self._look_at(refused, token)
            raise

    def fetch(self, call: OfficeFileCall[AskedT], request: AskedT, timeout_s: float = ANSWER_S) -> OfficeFile:
        """The file that the platform answers them with. Raises as `ask`."""
        token = self._token()
        try:
            return self._line.file_as_staff(call, request, token, timeout_s)
        except Refused as refused:
            self._look_at(refused, token)
            raise

    # --- the session ---

    def _beside(self, name: str, act: Callable[[], None]) -> threading.Thread:
        """Do this beside somebody's work; the lock is held."""

        def run() -> None:
            try:
                act()
            finally:
                with self._lock:
                    self._under_way.discard(thread)

        thread = threading.Thread(target=run, name=name, daemon=True)
        self._under_way.add(thread)
        thread.start()
        return thread

    def _token(self) -> str:
        with self._lock:
            opening = self._opening
        if opening is not None:
            opening.join(ANSWER_S)
        with self._lock:
            if self._session is not None:
                return self._session.token
            nobody = self._medium is None
        context = self._context()
        context.require_not_revoked()
        if not nobody and not context.expect_online():
            raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)
        raise Refused(Code.STAFF_SESSION_ENDED)

    def _look_at(self, refused: Refused, token: str) -> None:
        """Forget a session that is over."""
        with self._lock:
            if refused.code is Code.STAFF_SESSION_ENDED and self._session is not None and self._session.token == token:
                self._session = None

    def _open(self, medium: Medium, pin: str, timeout_s: float) -> None:
        context = self._context()
        request = StaffSessionRequest(medium=context.digest(medium), digest_key=context.digest_key_id(), pin=pin)
        session = self._line.open_staff_session(request, timeout_s)
        with self._lock:
            mine = self._medium == medium
            if mine:
                self._session = session
        if not mine:
            self._try_end(session.token)

    def _try_open(self, medium: Medium, pin: str) -> None:
        try:
            self._open(medium, pin, _SESSION_S)
        except CityCardError as problem:
            log.info("no staff session at the platform yet", code=problem.code.value)
        finally:
            with self._lock:
                if self._opening is threading.current_thread():
                    self._opening = None

    def _try_end(self, token: str) -> None:
        with suppress(CityCardError):
            self._line.end_staff_session(token, _SESSION_S)
