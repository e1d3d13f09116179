"""How commands reach the card: frames, chaining, and secure messaging around each command.

Frames as in AN12196 and libfreefare: native commands wrapped into APDUs of class 90, at most 55 bytes of data one way and 59
the other, `AF` for more. The codes AD, 8D, AB and 8B travel in one short APDU, which ISO/IEC 14443-4 chains.
"""

from collections.abc import Mapping
from typing import NamedTuple

from reader_drivers.virtual_desfire import authentication, card_commands, crypto, data_commands, file_commands
from reader_drivers.virtual_desfire.authentication import Challenge
from reader_drivers.virtual_desfire.session import Mode
from reader_drivers.virtual_desfire.state import Command, Reply, State
from reader_drivers.virtual_desfire.status import NotDone, Status, require

COMMANDS: Mapping[int, Command] = {**card_commands.COMMANDS, **file_commands.COMMANDS, **data_commands.COMMANDS}

_ADDITIONAL_FRAME = 0xAF
_FRAME_IN = 55
_FRAME_OUT = 59
_SHORT_APDU_OUT = 256


class _Incoming(NamedTuple):
    """A written command of which more frames come."""

    ins: int
    command: Command
    mode: Mode
    payload: bytes
    expected: int


class Exchange:
    """Answers native commands one by one."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._waiting: _Incoming | Challenge | None = None
        self._outgoing: list[bytes] = []

    def forget(self) -> None:
        """Drop what is under way: the card lost power."""
        self._waiting = None
        self._outgoing = []

    def answer(self, ins: int, payload: bytes) -> tuple[Status, bytes]:
        """Carry a native command or frame out. Every refusal ends session and transaction."""
        try:
            return self._answer(ins, payload)
        except NotDone as refusal:
            self.forget()
            self._state.fail()
            return refusal.status, b""

    def _answer(self, ins: int, payload: bytes) -> tuple[Status, bytes]:
        if ins == _ADDITIONAL_FRAME:
            return self._go_on(payload)
        require(self._waiting is None and not self._outgoing, Status.COMMAND_ABORTED)
        if ins in {authentication.FIRST, authentication.NON_FIRST}:
            self._waiting = authentication.challenge(self._state, ins, payload)
            return Status.ADDITIONAL_FRAME, self._waiting.data
        command = COMMANDS.get(ins)
        if command is None:
            raise NotDone(Status.ILLEGAL_COMMAND)
        require(command.long_frames or len(payload) <= _FRAME_IN, Status.LENGTH_ERROR)
        mode = command.admit(self._state, payload)
        expected = _whole_length(command, mode, payload) if command.written else len(payload)
        return self._receive(_Incoming(ins, command, mode, payload, expected))

    def _go_on(self, payload: bytes) -> tuple[Status, bytes]:
        waiting, self._waiting = self._waiting, None
        if self._outgoing:
            require(not payload, Status.LENGTH_ERROR)
            return self._send_next()
        if isinstance(waiting, Challenge):
            return Status.OK, waiting.answered(self._state, payload)
        if waiting is None:
            raise NotDone(Status.ILLEGAL_COMMAND)
        require(0 < len(payload) <= _FRAME_IN, Status.LENGTH_ERROR)
        return self._receive(waiting._replace(payload=waiting.payload + payload))

    def _receive(self, incoming: _Incoming) -> tuple[Status, bytes]:
        require(len(incoming.payload) <= incoming.expected, Status.LENGTH_ERROR)
        if len(incoming.payload) < incoming.expected:
            self._waiting = incoming
            return Status.ADDITIONAL_FRAME, b""
        return self._carry_out(incoming)

    def _carry_out(self, incoming: _Incoming) -> tuple[Status, bytes]:
        command, mode = incoming.command, incoming.mode
        session = self._state.session
        data = incoming.payload
        if session is not None:
            data = session.opened(mode, incoming.ins, data, command.header)
        reply = command.run(self._state, data)
        body = reply.data
        if session is not None and session is self._state.session and not reply.session_over:
            body = session.sealed(mode, body)
        self._outgoing = _frames(reply, body, _SHORT_APDU_OUT if command.long_frames else _FRAME_OUT)
        return self._send_next()

    def _send_next(self) -> tuple[Status, bytes]:
        frame = self._outgoing.pop(0)
        return (Status.ADDITIONAL_FRAME if self._outgoing else Status.OK), frame


def _whole_length(command: Command, mode: Mode, payload: bytes) -> int:
    """How long a written command is with all its frames, by its header."""
    header = command.header or 0
    length = int.from_bytes(payload[4:7], "little")
    if mode is Mode.MAC:
        length += crypto.MAC_LENGTH
    elif mode is Mode.FULL:
        length += crypto.BLOCK - length % crypto.BLOCK + crypto.MAC_LENGTH
    return header + length


def _frames(reply: Reply, body: bytes, longest: int) -> list[bytes]:
    """The answer in frames: cut where the reply says so, then wherever a frame is full."""
    edges = [0, *reply.cuts, len(body)]
    frames: list[bytes] = []
    for start, end in zip(edges, edges[1:], strict=False):
        part = body[start:end]
        frames += [part[at : at + longest] for at in range(0, len(part), longest)] or [b""]
    return frames
