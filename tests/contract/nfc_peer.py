"""The other end of nfcpy's UDP device, as a program of its own: a reader's field with one card in it at most.

It speaks the datagrams of nfcpy's `clf/udp.py` (`106A 26`: a bit rate with its technology, and a frame without checksum) and
answers an absent technology at once with the bare name. Its frames are those of ISO/IEC 14443-3 and -4 and of JIS X 6319-4.
nfcpy's own listener cannot do this job: it fails with 10-byte UIDs, and is deaf between two cards.

Orders come as JSON lines on standard input, each answered by `{"done": true}`; a card's APDUs go out as `{"apdu": HEX}`
and wait for `{"response": HEX}` or `{"torn": true}`; `{"reset": true}` when it has no power any more.
"""

import json
import queue
import socket
import sys
import threading
from functools import reduce
from operator import xor
from typing import Any

CASCADE = 0x88
ATS = bytes.fromhex("067577810280")
"""FSC 64 bytes, frame waiting time 77 ms."""
FRAME = 61
"""What fits beside PCB and checksum."""


def levels(uid: bytes) -> list[bytes]:
    """UID CLn with BCC for each cascade level (ISO/IEC 14443-3, 6.5.4)."""
    parts = []
    while len(uid) > 4:
        parts.append(bytes([CASCADE]) + uid[:3])
        uid = uid[3:]
    return [part + bytes([reduce(xor, part)]) for part in [*parts, uid]]


class Card:
    """One card as it was ordered: `technology` A, B, F or 1 (NFC Forum Type 1)."""

    def __init__(self, order: dict[str, Any], ask) -> None:
        self.technology = order["technology"]
        self.value = bytes.fromhex(order.get("value", ""))
        self.sak = order.get("sak", 0x08)
        self.atqa = bytes.fromhex(order.get("atqa", "0400"))
        self.random = order.get("random", False)
        self.missed_looks = order.get("missed_looks", 0)
        self.lost_answers = order.get("lost_answers", 0)
        self.wants_time = order.get("wants_time", False)
        self.application = order.get("application", False)
        self.ask = ask
        self.power_off()

    def power_off(self) -> None:
        if self.random:
            self.value = self.value[:1] + bytes((byte + 1) % 256 for byte in self.value[1:])
        if self.application:
            say({"reset": True})
        self.block = 1
        self.command = b""
        self.rest = b""
        self.last = b""

    def answer(self, technology: str, frame: bytes) -> bytes | None:
        """Its answer; None for silence."""
        if technology[-1] != {"1": "A"}.get(self.technology, self.technology):
            return None
        return {"A": self.type_a, "1": self.type_1, "B": self.type_b, "F": self.type_f}[self.technology](frame)

    def type_1(self, frame: bytes) -> bytes | None:
        return (
            bytes.fromhex("000C")
            if frame in (b"\x26", b"\x52")
            else bytes.fromhex("110026DEFAE7")
            if frame[:1] == b"\x78"
            else None
        )

    def type_b(self, frame: bytes) -> bytes | None:
        return bytes.fromhex("50E5DD3DC900000011008185") if frame[:1] == b"\x05" else None

    def type_f(self, frame: bytes) -> bytes | None:
        return bytes.fromhex("1401") + self.value + bytes.fromhex("0F0D23042F7783FF12FC") if frame[1:2] == b"\x00" else None

    def type_a(self, frame: bytes) -> bytes | None:
        if frame in (b"\x26", b"\x52"):
            return self.atqa
        cascade = levels(self.value)
        for level, part in zip(b"\x93\x95\x97", cascade, strict=False):
            if frame == bytes([level, 0x20]):
                return part
            if frame == bytes([level, 0x70]) + part:
                return bytes([self.sak | 0x04 if part is not cascade[-1] else self.sak])
        if frame[:1] in (b"\x93", b"\x95", b"\x97") or not self.sak & 0x20:
            return None
        return ATS if frame[:1] == b"\xe0" else self.block_of(frame)

    def block_of(self, frame: bytes) -> bytes | None:
        """ISO/IEC 14443-4, 7.5: the card's side of the block protocol."""
        pcb, number = frame[0], frame[0] & 1
        if pcb & 0xFE == 0xF2:
            self.last = self.i_block()
        elif pcb & 0xE2 == 0x02:
            self.block = number
            self.command += frame[1:]
            if pcb & 0x10:
                self.last = bytes([0xA2 | number])
            else:
                command, self.command = self.command, b""
                if self.wants_time:
                    return b"\xf2\x01"
                response = self.ask(command)
                if response is None:
                    return None
                self.rest = response
                self.last = self.i_block()
        elif pcb & 0xF6 == 0xA2:
            self.block = number
            self.last = self.i_block()
        elif number != self.block:
            self.last = bytes([0xA2 | self.block])
        if self.wants_time:
            return b"\xf2\x01"
        if self.lost_answers:
            self.lost_answers -= 1
            return None
        return self.last

    def i_block(self) -> bytes:
        part, self.rest = self.rest[:FRAME], self.rest[FRAME:]
        return bytes([0x02 | self.block | (0x10 if self.rest else 0)]) + part


class Field:
    """The socket, and what lies in front of it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.card: Card | None = None
        self.garbage = b""
        self.line: socket.socket | None = None
        self.answers: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self.lock = threading.Lock()

    def ask(self, command: bytes) -> bytes | None:
        say({"apdu": command.hex()})
        answer = self.answers.get(timeout=10)
        if "torn" in answer:
            self.lift()
            return None
        return bytes.fromhex(answer["response"])

    def obey(self, order: dict[str, Any]) -> None:
        if order["do"] == "plug":
            self.plug()
        elif order["do"] == "unplug":
            with self.lock:
                line, self.line = self.line, None
            if line is not None:
                line.close()
        elif order["do"] == "garbage":
            self.garbage = bytes.fromhex(order["datagram"])
        else:
            self.lift()
            if order["do"] == "lay":
                self.card = Card(order, self.ask)

    def lift(self) -> None:
        card, self.card = self.card, None
        if card is not None:
            card.power_off()

    def plug(self) -> None:
        line = _bound(self.port)
        line.settimeout(0.02)
        self.port = line.getsockname()[1]
        self.line = line
        threading.Thread(target=self.serve, args=(line,), daemon=True).start()

    def serve(self, line: socket.socket) -> None:
        while self.line is line:
            try:
                datagram, sender = line.recvfrom(1024)
            except TimeoutError:
                continue
            except OSError:
                return
            answer = self.answer(datagram)
            with self.lock:
                if answer and self.line is line:
                    line.sendto(answer, sender)

    def answer(self, datagram: bytes) -> bytes | None:
        card = self.card
        if datagram.startswith(b"RFOFF"):
            if card is not None:
                card.power_off()
            return None
        if self.garbage:
            return self.garbage
        technology, _, frame = datagram.decode().partition(" ")
        answer = None
        if card is not None and card.missed_looks and frame == "26":
            card.missed_looks -= 1
        elif card is not None:
            answer = card.answer(technology, bytes.fromhex(frame))
            if answer is None and self.card is card and frame[:1] in "0abef" and technology == "106A" and card.sak & 0x20:
                return None
        return technology.encode() + (b" " + answer.hex().encode() if answer else b"")


def _bound(port: int) -> socket.socket:
    """A socket on this port; for 0 on any that has no name in the system's list of services, whose number nfcpy cannot find."""
    while True:
        line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        line.bind(("127.0.0.1", port))
        if socket.getnameinfo(line.getsockname(), socket.NI_NUMERICHOST)[1].isdecimal():
            return line
        line.close()


def say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    field = Field(0)
    field.plug()
    say({"port": field.port})
    for line in sys.stdin:
        order = json.loads(line)
        if "do" in order:
            field.obey(order)
            say({"done": True})
        else:
            field.answers.put(order)


if __name__ == "__main__":
    main()
