"""nfcpy behind a wall: finding a device, opening it, looking at its field. What it raises, logs and warns of stays in here.

A device is named by nfcpy's own path: `usb`, `usb:054c:06c3`, `tty:USB0:pn532`, `com:COM3:pn532`, `udp:localhost:54321`.
"""

import errno
import logging
import re
import socket
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Literal

import msgspec

from domain.errors import Code, EnvironmentProblem
from domain.media import Medium, MediumType

Cause = Literal["unplugged", "service"]

_PATH = re.compile(r"usb(:[0-9a-fA-F]{1,4}){0,2}|(tty|com)(:[\w-]+){1,2}|udp(:[\w.-]*){0,2}")
_HELD = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY})
"""There, but not for us: no right to it, or the kernel's pn533_usb or the PC/SC service has it."""
_UID_LENGTHS = frozenset({4, 7, 10})
"""ISO/IEC 14443-3, 6.5.4: single, double and triple size."""
_SAK_ISO_DEP = 0x20
"""ISO/IEC 14443-3, 6.5.3: the card speaks ISO/IEC 14443-4."""
_ATQA_DESFIRE = bytes.fromhex("4403")
_SAK_HINTS = {
    0x00: "MIFARE Ultralight",
    0x08: "MIFARE Classic 1K",
    0x09: "MIFARE Mini",
    0x10: "MIFARE Plus 2K SL2",
    0x11: "MIFARE Plus 4K SL2",
    0x18: "MIFARE Classic 4K",
}
"""NXP AN10833, table of SAK values; a hint and no more."""
_IDM = slice(1, 9)
"""Of a polling response (JIS X 6319-4): response code, IDm, PMm."""
_MOST_FAULTS = 5
"""Looks in a row that gave nothing but nonsense, until the device counts as lost."""
_PING_S = 0.25
_PINGS = (b"106A 26", b"212F 0600ffff0100")
"""What nfcpy's UDP device sends first for each technology, so that every peer has an answer to one of them."""
_MOST_UNANSWERED = 2


class DeviceGone(Exception):
    """The device is away or not ours to use; never leaves the driver. `why` is for the log."""

    def __init__(self, cause: Cause, why: str) -> None:
        super().__init__(cause, why)
        self.cause: Cause = cause
        self.why = why


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """A card in the field. `medium` is None when it has no identifier that could be used."""

    medium: Medium | None
    iso_dep: bool = False

    def same_card(self, other: "Sighting") -> bool:
        """Whether this may be the card seen before. A random identifier is drawn anew whenever the field was off."""
        mine, theirs = self.medium, other.medium
        if mine is None or theirs is None:
            return mine is theirs
        if not mine.is_fixed and not theirs.is_fixed:
            return mine.type is theirs.type
        return mine == theirs


def load() -> ModuleType:
    """nfcpy, silenced. Raises `EnvironmentProblem(PACKAGE_MISSING)`, also when libusb itself is absent."""
    with _quiet():
        try:
            import nfc  # type: ignore[import-untyped]

            # nfcpy imports a chip's driver by its name when it meets the chip, which a bundle's maker cannot see.
            from nfc.clf import (  # type: ignore[import-untyped]  # noqa: F401
                acr122,
                arygon,
                pn53x,
                pn531,
                pn532,
                pn533,
                rcs380,
                rcs956,
                transport,
                udp,
            )
            from nfc.tag import tt4  # type: ignore[import-untyped]  # noqa: F401
        except ImportError as error:
            raise EnvironmentProblem(Code.PACKAGE_MISSING, package="nfcpy") from error
        except OSError as error:
            raise EnvironmentProblem(Code.PACKAGE_MISSING, package="libusb-1.0") from error
    # Its messages carry identifiers and APDUs, its warnings would be printed by logging's handler of last resort.
    logging.getLogger("nfc").setLevel(logging.CRITICAL + 1)
    module: ModuleType = nfc
    return module


def require_path(path: str) -> str:
    """The path, `usb` for none. Raises `EnvironmentProblem(SETTINGS_INVALID)` for what nfcpy could never find."""
    if path and not _PATH.fullmatch(path):
        expected = "usb, usb:VENDOR:PRODUCT, tty:PORT:DRIVER, com:PORT:DRIVER, udp:HOST:PORT"
        raise EnvironmentProblem(Code.SETTINGS_INVALID, file="settings", where="reader.name", expected=expected)
    return path or "usb"


def usb_paths(nfc: ModuleType, path: str = "usb") -> list[tuple[str, str]]:
    """Every USB device under `path` that nfcpy has a driver for: by vendor and product, and by bus and address."""
    try:
        with _quiet():
            found = nfc.clf.transport.USB.find(path) or []
    except errors_of(nfc):
        return []
    known = nfc.clf.device.usb_device_map
    return [
        (f"usb:{vendor:04x}:{product:04x}", f"usb:{bus:03d}:{address:03d}")
        for vendor, product, bus, address in found
        if (vendor, product) in known
    ]


def errors_of(nfc: ModuleType) -> tuple[type[Exception], ...]:
    """Everything that nfcpy raises for a device or card at fault: three roots of its own, libusb's, and those of parsing."""
    return (
        OSError,
        nfc.clf.Error,
        nfc.tag.TagCommandError,
        nfc.clf.pn53x.Chipset.Error,
        nfc.clf.rcs380.CommunicationError,
        nfc.clf.rcs380.StatusError,
        nfc.clf.transport.libusb.USBError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        AssertionError,
        NotImplementedError,
        struct.error,
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """nfcpy leaves files open while it looks for a port, and its source is older than some of Python's warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


class NfcDevice:
    """One opened device. On the reader's thread only; every method but `close` raises `DeviceGone`."""

    def __init__(self, nfc: ModuleType, path: str) -> None:
        self.nfc = nfc
        self.errors = errors_of(nfc)
        self._faults = 0
        self._unanswered = 0
        self._peer = _Peer(path) if path.startswith("udp") else None
        self.frontend: Any = None
        if self._peer is not None and not any(self._peer.answers() for _ in range(_MOST_UNANSWERED)):
            raise DeviceGone("unplugged", "the peer does not answer")
        self.frontend = self._open(path)
        try:
            self.look()
            if self._faults:
                raise DeviceGone("service", "the device answers nonsense")
        except DeviceGone:
            self.close()
            raise

    def look(self) -> Sighting | None:
        """What lies in the field just now. One to two tenths of a second at most on hardware."""
        if self._peer is not None and not self._peer_there(self._peer):
            return None
        senses = (self._type_a, self._type_f, self._type_b)
        faults = 0
        for sense in senses:
            try:
                if (sighting := sense()) is not None:
                    self._faults = 0
                    return sighting
            except OSError as error:
                raise _gone(error) from error
            except self.nfc.clf.Error:
                continue
            except self.errors:
                faults += 1
        # One alone may mean a technology that this device does not have, for which some raise a ValueError.
        self._faults = self._faults + 1 if faults == len(senses) else 0
        if self._faults >= _MOST_FAULTS:
            raise DeviceGone("service", "the device answers nonsense")
        return None

    def activate(self, uid: bytes) -> Any:
        """nfcpy's target of the Type A card of that UID (empty: of any), selected; None when it is not there."""
        target = self.nfc.clf.RemoteTarget("106A")
        if uid:
            target.sel_req = bytearray(uid)
        try:
            found = self.frontend.sense(target)
        except OSError as error:
            raise _gone(error) from error
        except self.errors:
            return None
        return found if found is not None and found.sdd_res and (not uid or bytes(found.sdd_res) == uid) else None

    def close(self) -> None:
        """Let go of the device."""
        frontend, self.frontend = self.frontend, None
        if frontend is not None:
            try:
                frontend.close()
            except self.errors:
                return

    # --- inside -------------------------------------------------------------------------------------------------------

    def _open(self, path: str) -> Any:
        paths = [path]
        if path.startswith("usb"):
            # By bus and address nfcpy says why a device cannot be had; by less it says that there is none.
            paths = [exact for _, exact in usb_paths(self.nfc, path)]
        problem = DeviceGone("unplugged", "no such device")
        for exact in paths:
            try:
                with _quiet():
                    return self.nfc.ContactlessFrontend(exact)
            except OSError as error:
                problem = _gone(error)
            except ImportError as error:
                raise EnvironmentProblem(
                    Code.SETTINGS_INVALID, file="settings", where="reader.name", expected="tty:PORT:pn532"
                ) from error
            except self.errors as error:
                problem = DeviceGone("service", type(error).__name__)
        raise problem

    def _peer_there(self, peer: "_Peer") -> bool:
        self._unanswered = 0 if peer.answers() else self._unanswered + 1
        if self._unanswered >= _MOST_UNANSWERED:
            raise DeviceGone("unplugged", "the peer does not answer")
        return self._unanswered == 0

    def _sense(self, technology: str) -> Any:
        return self.frontend.sense(self.nfc.clf.RemoteTarget(technology))

    def _type_a(self) -> Sighting | None:
        target = self._sense("106A")
        if target is None:
            return None
        uid, sak = bytes(target.sdd_res or b""), (target.sel_res or b"\0")[0]
        if len(uid) not in _UID_LENGTHS:
            return Sighting(medium=None)
        desfire = bool(sak & _SAK_ISO_DEP) and bytes(target.sens_res) == _ATQA_DESFIRE
        hint = "MIFARE DESFire" if desfire else _SAK_HINTS.get(sak, "")
        return Sighting(medium=Medium(MediumType.UID, uid, hint), iso_dep=bool(sak & _SAK_ISO_DEP))

    def _type_f(self) -> Sighting | None:
        target = self._sense("212F")
        if target is None:
            return None
        idm = bytes(target.sensf_res[_IDM])
        return Sighting(medium=Medium(MediumType.IDM, idm, "FeliCa") if len(idm) == 8 else None)

    def _type_b(self) -> Sighting | None:
        """A type B card's PUPI is drawn anew at every tap, so nothing can be bound to it."""
        return None if self._sense("106B") is None else Sighting(medium=None)


class _Peer:
    """The other end of nfcpy's UDP device, asked whether it is there at all: a sense would wait a full second for it."""

    def __init__(self, path: str) -> None:
        _, host, port = (path + "::").split(":")[:3]
        self._address = (host or "localhost", int(port or 54321))

    def answers(self) -> bool:
        """Whether it says anything within `_PING_S`."""
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
                line.settimeout(_PING_S)
                for ping in _PINGS:
                    line.sendto(ping, self._address)
                line.recvfrom(1024)
        except OSError:
            return False
        return True


def _gone(error: OSError) -> DeviceGone:
    # pyserial on Windows tells a port in use by nothing but its text.
    held = error.errno in _HELD or "PermissionError" in str(error)
    why = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return DeviceGone("service" if held else "unplugged", why)
