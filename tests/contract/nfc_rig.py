"""The NFC reader's rig: `nfc_peer` as a process of its own, and the hand that moves cards in its field."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from domain.media import Medium, MediumType
from domain.ports import CardChannel, CardGone, Reader, ReaderEvent
from reader_drivers import nfc_reader
from reader_drivers.card_application import CardApplication, CardTorn
from station.clock import SystemClock

WAIT_S = 10.0
SAK_ISO_DEP = 0x20


class WatchedReader:
    """The reader as its worker sees it: polled all the time, so that no hand is quicker than two looks.

    What comes while the hand waits is handed out by the next poll.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.name = reader.name
        self._kept: list[ReaderEvent] = []
        self._there = False
        self._held = False

    def poll(self, timeout_s: float) -> Sequence[ReaderEvent]:
        if self._kept:
            kept, self._kept = self._kept, []
            return kept
        return self._noted(self.reader.poll(timeout_s))

    @contextmanager
    def connect(self) -> Iterator[CardChannel]:
        with self.reader.connect() as channel:
            self._held = True
            try:
                yield channel
            finally:
                self._held = False

    def await_gone(self) -> None:
        while self._there and not self._held:
            self._kept += self._noted(self.reader.poll(0.5))

    def _noted(self, events: Sequence[ReaderEvent]) -> Sequence[ReaderEvent]:
        for event in events:
            self._there = type(event).__name__ in {"CardPresented", "CardUnreadable"} or (
                self._there and not isinstance(event, CardGone)
            )
        return events

    def __getattr__(self, name: str) -> Any:
        return getattr(self.reader, name)


class NfcRig:
    def __init__(self) -> None:
        self._peer = subprocess.Popen(
            [sys.executable, "-m", "tests.contract.nfc_peer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._said: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._application: CardApplication | None = None
        self._ears = threading.Thread(target=self._listen, daemon=True)
        self._ears.start()
        self.path = f"udp:localhost:{self._said.get(timeout=WAIT_S)['port']}"
        self._reader: WatchedReader | None = None

    def open(self) -> Any:
        self._reader = WatchedReader(nfc_reader.DRIVER.open(self.path, SystemClock()))
        return self._reader

    def lay(self, medium: Medium) -> None:
        self.order(do="lay", technology="F" if medium.type is MediumType.IDM else "A", value=medium.value.hex())

    def lay_application(self, medium: Medium, application: CardApplication, **more: object) -> None:
        """`more`: see `nfc_peer.Card`."""
        self._application = application
        order = {"technology": "A", "value": medium.value.hex(), "sak": SAK_ISO_DEP, "atqa": "4403", "application": True}
        self.order(do="lay", **order, **more)

    def lay_unreadable(self) -> None:
        self.order(do="lay", technology="B")

    def lift(self) -> None:
        self.order(do="lift")
        if self._reader is not None:
            self._reader.await_gone()

    def unplug(self) -> None:
        self.order(do="unplug")

    def await_unplugged(self) -> None:
        """Noticed at once: its socket is closed."""

    def plug(self) -> None:
        self.order(do="plug")

    def order(self, **order: object) -> None:
        self._write(order)
        assert self._said.get(timeout=WAIT_S) == {"done": True}

    def close(self) -> None:
        self._peer.kill()
        self._peer.wait(WAIT_S)
        self._ears.join(WAIT_S)
        for pipe in (self._peer.stdin, self._peer.stdout):
            if pipe is not None:
                pipe.close()

    def _write(self, line: dict[str, object]) -> None:
        assert self._peer.stdin is not None
        self._peer.stdin.write(json.dumps(line) + "\n")
        self._peer.stdin.flush()

    def _listen(self) -> None:
        assert self._peer.stdout is not None
        for line in self._peer.stdout:
            said = json.loads(line)
            if "apdu" in said:
                self._write(self._answer(bytes.fromhex(said["apdu"])))
            elif "reset" in said:
                if self._application is not None:
                    self._application.reset()
            else:
                self._said.put(said)

    def _answer(self, command: bytes) -> dict[str, object]:
        if self._application is None:
            return {"response": "6d00"}
        try:
            return {"response": self._application.apdu(command).hex()}
        except CardTorn:
            return {"torn": True}
