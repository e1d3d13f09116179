"""Which machine this is, made of what a copy of its disk does not have."""

import hashlib
from pathlib import Path

_CONTEXT = b"citycard machine v1\0"
_NETWORK = Path("/sys/class/net")
_PERMANENT = "0"
"""`addr_assign_type`: the address is the hardware's own (Linux, Documentation/ABI/testing/sysfs-class-net)."""
_LENGTH = 32


def instance(network: Path = _NETWORK) -> str:
    """32 hexadecimal digits of the built-in network card's address; empty when none is known (copies are told by their chains).

    The address is of the first card that is not plugged in by USB; only a hash of it leaves the machine. The board's UUID would
    do as well, but it is for root alone to read, and a station is not to be another machine for another user.
    """
    known = _built_in_address(network)
    return hashlib.sha256(_CONTEXT + known.encode()).hexdigest()[:_LENGTH] if known else ""


def _built_in_address(network: Path) -> str:
    cards = sorted(network.iterdir()) if network.is_dir() else []
    for card in cards:
        device = card / "device"
        if device.exists() and "usb" not in str(device.resolve()) and _read(card / "addr_assign_type") == _PERMANENT:
            return _read(card / "address")
    return ""


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii").strip().lower()
    except (OSError, UnicodeDecodeError):
        return ""
