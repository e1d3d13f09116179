"""APDUs to a card through nfcpy, each within a deadline.

nfcpy's `Type4Tag` does the block protocol: chaining, waiting time extensions, and retransmission by R-blocks, which the card
answers from memory and never by carrying a command out twice. What it lacks is an end: a card may ask for more time for ever.
"""

import time
from typing import Any

from domain.errors import Code, EnvironmentProblem
from domain.media import Medium
from reader_drivers.nfc_device import DeviceGone, NfcDevice, Sighting
from reader_drivers.storage_card import StorageCard

_APDU_S = 5.0
"""The longest frame waiting time that a card may ask for is 4.95 s (ISO/IEC 14443-4, 7.2: FWI 14)."""
_PSEUDO_CLASS = b"\xff"
"""PC/SC part 3, 3.2.2.1: commands for the reader itself, which is this driver here."""
_TRIES = 3
"""Of selecting: nfcpy gives a card 30 ms for its answer to select."""


class _Expired(Exception):
    """The APDU's time is up."""


class _BoundedFrontend:
    """Of nfcpy's frontend what its tags use, with a deadline for everything that belongs to one APDU."""

    def __init__(self, frontend: Any) -> None:
        self._frontend = frontend
        self.max_send_data_size: int = frontend.max_send_data_size
        self.max_recv_data_size: int = frontend.max_recv_data_size
        self._deadline_s = 0.0

    def begin(self) -> None:
        """A new APDU, a new deadline."""
        self._deadline_s = time.monotonic() + _APDU_S

    def exchange(self, data: bytes, timeout: float) -> Any:
        """See `nfc.ContactlessFrontend.exchange`. Raises `_Expired` too."""
        left_s = self._deadline_s - time.monotonic()
        if left_s <= 0:
            raise _Expired
        return self._frontend.exchange(data, min(timeout, left_s))


class StorageChannel:
    """A `domain.ports.CardChannel` to a card that speaks no ISO/IEC 14443-4: it gives its identifier, as behind PC/SC."""

    def __init__(self, device: NfcDevice, lying: Sighting, medium: Medium) -> None:
        self._device = device
        self._lying = lying
        self._card = StorageCard(medium.value)
        self._there = True

    def transmit(self, command: bytes) -> bytes:
        """See `domain.ports.CardChannel.transmit`."""
        try:
            seen = self._device.look() if self._there else None
        except DeviceGone as error:
            raise EnvironmentProblem(Code.READER_LOST) from error
        self._there = seen is not None and seen.same_card(self._lying)
        if not self._there:
            raise EnvironmentProblem(Code.CARD_REMOVED)
        return self._card.apdu(command)

    def end(self) -> None:
        """Nothing is answered from now on."""
        self._there = False


class IsoDepChannel:
    """A `domain.ports.CardChannel` to a type A card with ISO/IEC 14443-4. Good for nothing after the first failure."""

    def __init__(self, device: NfcDevice, medium: Medium) -> None:
        """Select that card, of which only a fixed UID is one. Raises `EnvironmentProblem(CARD_REMOVED, READER_LOST)`."""
        uid = medium.value if medium.is_fixed else b""
        self._reader = StorageCard(medium.value)
        self._failures: tuple[type[Exception], ...] = (_Expired, *device.errors)
        self._tag: Any = None
        for _ in range(_TRIES):
            try:
                target = device.activate(uid)
                if target is not None:
                    self._frontend = _BoundedFrontend(device.frontend)
                    self._frontend.begin()
                    self._tag = device.nfc.tag.tt4.Type4ATag(self._frontend, target)
                    return
            except (DeviceGone, OSError) as error:
                raise EnvironmentProblem(Code.READER_LOST) from error
            except self._failures:
                continue
        raise EnvironmentProblem(Code.CARD_REMOVED)

    def transmit(self, command: bytes) -> bytes:
        """See `domain.ports.CardChannel.transmit`."""
        tag, self._tag = self._tag, None
        if tag is None:
            raise EnvironmentProblem(Code.CARD_REMOVED)
        if command[:1] == _PSEUDO_CLASS:
            self._tag = tag
            return self._reader.apdu(command)
        self._frontend.begin()
        try:
            response = bytes(tag.transceive(command))
        except OSError as error:
            raise EnvironmentProblem(Code.READER_LOST) from error
        except self._failures as error:
            raise EnvironmentProblem(Code.CARD_REMOVED) from error
        if len(response) < 2:
            raise EnvironmentProblem(Code.CARD_REMOVED)
        self._tag = tag
        return response

    def end(self) -> None:
        """Nothing is sent from now on."""
        self._tag = None
