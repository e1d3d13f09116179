"""Connections to cards over PC/SC: alone where possible, beside another program where not, and never without a deadline.

To work on a card, exclusive access is asked for first (`SCARD_SHARE_EXCLUSIVE`): nobody else can then speak to the card or
reset it. Where another program is connected to it, the card is taken shared, inside a transaction (PC/SC part 5, 3.2.4): the
other keeps its connection and has to wait. A program that holds the card exclusively, or in a transaction of its own, is
waited for. A card held exclusively is in no transaction: Windows resets a card whose transaction idles for five seconds.

The card is let go with `SCARD_LEAVE_CARD`: after a tear, unpowering or resetting would leave a card that is laid down again
before the service's next look unseen until it is lifted once more. So a session that was open on the card may still be: who
needs the card to have forgotten must begin anew, as every DESFire authentication does.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from types import ModuleType

from domain.errors import Code, EnvironmentProblem
from domain.ports import CardChannel

BUSY_S = 2.0
"""How long another program may hold the card before a person is told."""
_TRY_AGAIN_S = 0.05


class PcscChannel:
    """A `domain.ports.CardChannel` on one PC/SC connection; `close` lets the card go."""

    def __init__(self, scard: ModuleType, card: int, protocol: int) -> None:
        self._scard = scard
        self.card = card
        self._pci = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1

    def transmit(self, command: bytes) -> bytes:
        """See `domain.ports.CardChannel.transmit`; how much fits into one exchange is up to the reader."""
        result, response = self._scard.SCardTransmit(self.card, self._pci, list(command))
        if result != self._scard.SCARD_S_SUCCESS:
            raise problem(self._scard, result)
        # A card that is torn away during the exchange shows as success with an empty response.
        if len(response) < 2:
            raise EnvironmentProblem(Code.CARD_REMOVED)
        return bytes(response)

    def close(self) -> None:
        """Let go; ends a transaction too. Card or service may be gone by now, which the next poll reports."""
        self._scard.SCardDisconnect(self.card, self._scard.SCARD_LEAVE_CARD)


class Connector:
    """Makes the connections of one reader's thread, on a thread and a context of its own, so that there can be a deadline.

    `SCardConnect` and `SCardBeginTransaction` have none: they wait for the end of another program's transaction.
    """

    def __init__(self, scard: ModuleType) -> None:
        self._scard = scard
        self._helper: _Helper | None = None

    def open(self, reader: str, *, alone: bool, timeout_s: float = BUSY_S) -> PcscChannel:
        """Connect to the card on `reader`. Raises `EnvironmentProblem` with CARD_REMOVED or READER_LOST."""
        if self._helper is None:
            self._helper = _Helper(self._scard)
        wish = _Wish(reader, alone=alone, deadline_s=time.monotonic() + timeout_s)
        self._helper.wishes.put(wish)
        if not wish.done.wait(timeout_s) and wish.withdraw():
            # It waits inside the service; it ends by itself as soon as that answers.
            self.close()
            raise problem(self._scard, self._scard.SCARD_E_SHARING_VIOLATION)
        if wish.channel is None:
            raise problem(self._scard, wish.result)
        return wish.channel

    def close(self) -> None:
        """End the thread, as soon as it has nothing to wait for."""
        helper, self._helper = self._helper, None
        if helper is not None:
            helper.wishes.put(None)


class _Wish:
    """One connection that is wanted, until it is there or withdrawn."""

    def __init__(self, reader: str, *, alone: bool, deadline_s: float) -> None:
        self.reader = reader
        self.alone = alone
        self.deadline_s = deadline_s
        self.result = 0
        self.channel: PcscChannel | None = None
        self.done = threading.Event()
        self._lock = threading.Lock()
        self._withdrawn = False

    def withdraw(self) -> bool:
        """Whether it came in time to be given up."""
        with self._lock:
            self._withdrawn = not self.done.is_set()
            return self._withdrawn

    def fulfil(self, result: int, channel: PcscChannel | None) -> None:
        """Hand it over, or let it go again when nobody waits any more."""
        with self._lock:
            self.result, self.channel = result, channel
            self.done.set()
            if not self._withdrawn:
                return
        if channel is not None:
            channel.close()


class _Helper:
    """The thread that may hang."""

    def __init__(self, scard: ModuleType) -> None:
        self._scard = scard
        self._context: int | None = None
        self.wishes: SimpleQueue[_Wish | None] = SimpleQueue()
        threading.Thread(target=self._run, name="pcsc-connector", daemon=True).start()

    def _run(self) -> None:
        while (wish := self.wishes.get()) is not None:
            wish.fulfil(*self._connect(wish))
        self._let_go()

    def _let_go(self) -> None:
        context, self._context = self._context, None
        if context is not None:
            self._scard.SCardReleaseContext(context)

    def _connect(self, wish: _Wish) -> tuple[int, PcscChannel | None]:
        s = self._scard
        known = self._context is not None
        while True:
            result, channel = self._try(wish)
            if channel is not None:
                return result, channel
            if result in (s.SCARD_E_INVALID_HANDLE, s.SCARD_E_NO_SERVICE, s.SCARD_E_SERVICE_STOPPED) and known:
                # The service was restarted since this context was made.
                known = False
                self._let_go()
            elif result == s.SCARD_E_SHARING_VIOLATION and wish.alone and time.monotonic() < wish.deadline_s:
                time.sleep(_TRY_AGAIN_S)
            else:
                return result, None

    def _try(self, wish: _Wish) -> tuple[int, PcscChannel | None]:
        s = self._scard
        if self._context is None:
            result, context = s.SCardEstablishContext(s.SCARD_SCOPE_SYSTEM)
            if result != s.SCARD_S_SUCCESS:
                return int(result), None
            self._context = int(context)
        if wish.alone:
            result, channel = self._share(wish.reader, s.SCARD_SHARE_EXCLUSIVE)
            if result != s.SCARD_E_SHARING_VIOLATION:
                return result, channel
        result, channel = self._share(wish.reader, s.SCARD_SHARE_SHARED)
        if channel is None or not wish.alone:
            return result, channel
        return self._begin(channel)

    def _share(self, reader: str, share: int) -> tuple[int, PcscChannel | None]:
        s = self._scard
        result, card, protocol = s.SCardConnect(self._context, reader, share, s.SCARD_PROTOCOL_T0 | s.SCARD_PROTOCOL_T1)
        return int(result), PcscChannel(s, card, protocol) if result == s.SCARD_S_SUCCESS else None

    def _begin(self, channel: PcscChannel) -> tuple[int, PcscChannel | None]:
        result = int(self._scard.SCardBeginTransaction(channel.card))
        if result == self._scard.SCARD_S_SUCCESS:
            return result, channel
        channel.close()
        return result, None


def problem(scard: ModuleType, result: int) -> EnvironmentProblem:
    """What a failed call says: READER_LOST when reader or service are away, CARD_REMOVED for everything about the card."""
    away = {
        scard.SCARD_E_NO_SERVICE,
        scard.SCARD_E_SERVICE_STOPPED,
        scard.SCARD_E_READER_UNAVAILABLE,
        scard.SCARD_E_UNKNOWN_READER,
        scard.SCARD_E_NO_READERS_AVAILABLE,
        scard.SCARD_E_INVALID_HANDLE,
        scard.SCARD_E_SHARING_VIOLATION,
        scard.SCARD_F_COMM_ERROR,
        scard.SCARD_F_INTERNAL_ERROR,
    }
    return EnvironmentProblem(Code.READER_LOST if result in away else Code.CARD_REMOVED, result=f"{result & 0xFFFFFFFF:08X}")


@contextmanager
def held_card(connector: Connector, reader: str) -> Iterator[CardChannel]:
    """The card on `reader`, until the block ends. Raises `EnvironmentProblem` as `domain.ports.Reader.connect`."""
    channel = connector.open(reader, alone=True)
    try:
        yield channel
    finally:
        channel.close()
