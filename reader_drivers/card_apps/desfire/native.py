"""A DESFire's native commands in ISO/IEC 7816-4 wrapping, chained by AF, under the session's secure messaging.

MF2DL(H)x0 data sheet, section 11.1 (CLA 90, INS the native command, status word 91 XX). After any answer but success, and after
any answer that did not come, a session is over: nothing more is sent in it, and what ended it is raised again. So it is
after an authentication that failed or broke off.
"""

from typing import Protocol

from domain.errors import Bug, CityCardError, Code, Refused
from reader_drivers.card_apps.desfire.secure_messaging import CommMode, SecureMessaging
from reader_drivers.card_apps.desfire.status import CardRefused, NotDesfire, Status

_CLA = 0x90
_STATUS = 0x91
_CONTINUE = 0xAF
_FRAME_BYTES = 55
"""Of a command; a card takes 60 with the wrapping in its smallest frame (ISO/IEC 14443-4, FSC 64)."""
_MOST_FRAMES = 64
"""Of an answer: more than any file of ours, and an end to a card that goes on for ever."""


class Exchange(Protocol):
    """One command APDU and its response: `reader_drivers.card_apps.iso7816.SmartCard`."""

    def once(self, cla: int, ins: int, p1: int = 0, p2: int = 0, data: bytes = b"") -> tuple[bytes, int]:
        """The response's data and status word, from exactly one exchange. Raises `EnvironmentProblem` when no answer came."""
        ...


class NativeCard:
    """Sends native commands to one card. Used from the reader's own thread only."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._session: SecureMessaging | None = None
        self._ended: CityCardError | None = None

    @property
    def session(self) -> SecureMessaging | None:
        """The authenticated session, if there is one."""
        return self._session

    def running(self) -> SecureMessaging:
        """The authenticated session. Raises what ended it, or `Bug` when there was none."""
        if self._ended is not None:
            raise self._ended
        if self._session is None:
            raise Bug(part="no_session")
        return self._session

    def begin(self, session: SecureMessaging) -> None:
        """Everything from now on goes under `session`."""
        self._session, self._ended = session, None

    def end(self, problem: CityCardError) -> None:
        """The card has no session any more, or nobody knows which: `problem` is raised again until it is selected anew."""
        self._session, self._ended = None, problem

    def forget(self) -> None:
        """The card has been told to forget its session, or never had one."""
        self._session, self._ended = None, None

    def frame(self, command: int, data: bytes = b"") -> tuple[int, bytes]:
        """One frame: status byte and data. Raises `EnvironmentProblem`, `NotDesfire`."""
        answer, status_word = self._exchange.once(_CLA, command, 0, 0, data)
        if status_word >> 8 != _STATUS:
            raise NotDesfire(status_word)
        return status_word & 0xFF, answer

    def command(
        self, command: int, header: bytes = b"", data: bytes = b"", *, mode: CommMode | None = None, last: bool = False
    ) -> bytes:
        """Carry out one command and give its plain response data.

        `mode` None is what administration uses: MAC within a session, plain without. `last`: the session ends with this
        command, whose response carries no MAC. Raises `CardRefused`, `NotDesfire`, `Refused(PURSE_ALTERED)` for a wrong MAC,
        `EnvironmentProblem` when no answer came.
        """
        if self._ended is not None:
            raise self._ended
        session = self._session
        if mode is None:
            mode = CommMode.PLAIN if session is None else CommMode.MAC
        if session is None and mode is not CommMode.PLAIN:
            raise Bug(part="no_session")
        try:
            payload = header + data if session is None else session.wrap(command, header, data, mode)
            answer = self._chained(command, payload)
            if last:
                self._session = None
                return answer
            return answer if session is None else session.unwrap(Status.OK, answer, mode)
        except CityCardError as problem:
            if session is not None:
                self.end(problem)
            raise

    def _chained(self, command: int, payload: bytes) -> bytes:
        frames = [payload[start : start + _FRAME_BYTES] for start in range(0, len(payload), _FRAME_BYTES)] or [b""]
        status, answer = self.frame(command, frames[0])
        for more in frames[1:]:
            if status != Status.MORE:
                break
            status, answer = self.frame(_CONTINUE, more)
        taken = 1
        while status == Status.MORE:
            taken += 1
            if taken > _MOST_FRAMES:
                raise Refused(Code.PURSE_ALTERED)
            status, more = self.frame(_CONTINUE)
            answer += more
        if status != Status.OK:
            raise CardRefused(status)
        return answer
