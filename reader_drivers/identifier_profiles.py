"""How a card's number looks when a keyboard-wedge or serial reader sends it as text, and back to the UID's bytes.

| name | 26 DE FA E7 gives | source |
|---|---|---|
| `HEX` | 26DEFAE7; 14 digits for a 7-byte UID, 16 for an IDm, 20 for a 10-byte UID | any reader that sends the UID in full |
| `8H`, `14H` | as `HEX`, that length alone | |
| `10H` | 0026DEFAE7 | "format 0" of the EM readers' list: five bytes, of which a 4-byte UID leaves the first empty |
| `8H10D` | 0652147431 | "format 1", also ABA and Wiegand 34: the 32-bit number in ten digits |
| `4H4H10D` | 0995064231 | "format 4" without its comma, also 5D5D: two 16-bit numbers of five digits each |
| `4H4H10D-comma` | 09950,64231 | "format 4" |
| `14H17D` | (7 bytes) 17 digits | 56-bit decimal |

The list of formats 0 to 4 with its worked example 01026F6C3A is reprinted by most makers of such readers (EM4100 readers,
"ID卡格式输出"); MIFARE readers keep its names. `-reversed` turns the bytes round first, `-unpadded` leaves leading zeros away.
Formats 2 and 3 (`6H8D`, `2H4H` or 3D5D) drop bytes, so that two cards can have one number: they are recognised and refused.
"""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum

import msgspec

from domain.errors import Code, EnvironmentProblem, Refused
from domain.media import Medium, MediumType

_LONGEST_MARK = 8
_IDM_BYTES = 8


class Layout(StrEnum):
    """How bytes become characters."""

    HEX = "hex"
    DECIMAL = "decimal"
    HALVES = "halves"
    """Two 16-bit numbers."""


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """One way of sending a UID as text."""

    name: str
    layout: Layout
    uid_bytes: frozenset[int]
    digits: int = 0
    """Of the whole text without separator; 0: two a byte."""
    separator: str = ""
    reversed: bool = False
    padded: bool = True
    prefix: str = ""
    suffix: str = ""

    def read(self, text: str) -> bytes:
        """The UID's bytes, UID0 first. Raises `Refused(CARD_UNREADABLE)` with `profile` and `wanted`."""
        body = self._body(text)
        match self.layout:
            case Layout.HEX:
                uid = self._read_hex(body)
            case Layout.DECIMAL:
                uid = self._read_decimal(body)
            case Layout.HALVES:
                uid = self._read_halves(body)
        return uid[::-1] if self.reversed else uid

    def write(self, uid: bytes) -> str:
        """What a reader with this profile sends for that UID, letters in capitals.

        Raises `Refused(CARD_UNREADABLE)` when the profile has no room for so many bytes.
        """
        if len(uid) not in self.uid_bytes:
            raise self._refused(f"UID: {'/'.join(map(str, sorted(self.uid_bytes)))} bytes")
        value = uid[::-1] if self.reversed else uid
        number = int.from_bytes(value)
        match self.layout:
            case Layout.HEX:
                body = value.hex().upper().rjust(self.digits, "0")
            case Layout.DECIMAL:
                body = f"{number:0{self.digits}}" if self.padded else str(number)
            case Layout.HALVES:
                body = f"{number >> 16:05}{self.separator}{number & 0xFFFF:05}"
        return self.prefix + body + self.suffix

    def medium(self, text: str) -> Medium:
        """What was presented: 8 bytes are a FeliCa IDm, any other length a UID. Raises as `read`."""
        value = self.read(text)
        return Medium(MediumType.IDM if len(value) == _IDM_BYTES else MediumType.UID, value)

    def lengths(self) -> list[int]:
        """How many characters a text has, longest first; every length that can be for an unpadded one."""
        marks = len(self.prefix) + len(self.suffix) + len(self.separator)
        if not self.padded:
            return [marks + digits for digits in range(self.digits, 0, -1)]
        bodies = {self.digits or 2 * count for count in self.uid_bytes}
        return [marks + body for body in sorted(bodies, reverse=True)]

    def _body(self, text: str) -> str:
        if not (text.startswith(self.prefix) and text.endswith(self.suffix)):
            raise self._refused("prefix, suffix")
        return text[len(self.prefix) : len(text) - len(self.suffix)]

    def _read_hex(self, body: str) -> bytes:
        if not re.fullmatch("(?:[0-9A-Fa-f]{2})+", body):
            raise self._refused("0-9 A-F")
        uid = bytes.fromhex(body)
        if self.digits:
            spare = self.digits // 2 - max(self.uid_bytes)
            if len(body) != self.digits or any(uid[:spare]):
                raise self._refused(f"{self.digits} hex digits")
            uid = uid[spare:]
        if len(uid) not in self.uid_bytes:
            raise self._refused(f"{'/'.join(str(2 * count) for count in sorted(self.uid_bytes))} hex digits")
        return uid

    def _read_decimal(self, body: str) -> bytes:
        size = max(self.uid_bytes)
        fits = re.fullmatch("[0-9]+", body) and len(body) == (self.digits if self.padded else len(str(int(body))))
        if not fits or int(body) >= 1 << (8 * size):
            raise self._refused(f"{self.digits} digits")
        return int(body).to_bytes(size)

    def _read_halves(self, body: str) -> bytes:
        found = re.fullmatch(f"([0-9]{{5}}){re.escape(self.separator)}([0-9]{{5}})", body)
        halves = [int(half) for half in found.groups()] if found else []
        if not found or max(halves) > 0xFFFF:
            raise self._refused("2 x 5 digits up to 65535")
        return b"".join(half.to_bytes(2) for half in halves)

    def _refused(self, expected: str) -> Refused:
        return Refused(Code.CARD_UNREADABLE, profile=self.name, wanted=expected)


def profiles() -> list[Profile]:
    """Every profile, the usual ones first."""
    return [
        turned
        for base in _BASES
        for padded in _unpadded(base)
        for turned in (padded, msgspec.structs.replace(padded, name=f"{padded.name}-reversed", reversed=True))
    ]


def _unpadded(base: Profile) -> Iterator[Profile]:
    yield base
    if base.layout is Layout.DECIMAL:
        yield msgspec.structs.replace(base, name=f"{base.name}-unpadded", padded=False)


def profile(name: str, *, prefix: str = "", suffix: str = "") -> Profile:
    """The profile of that name. Raises `EnvironmentProblem(SETTINGS_INVALID)` with `expected` when there is none."""
    wanted = _ALIASES.get(name, name)
    for known in profiles():
        if known.name == wanted:
            return msgspec.structs.replace(known, prefix=prefix, suffix=suffix)
    names = ", ".join(known.name for known in profiles())
    raise EnvironmentProblem(Code.SETTINGS_INVALID, file="station.toml", where="profile", expected=names)


_FOUR, _SEVEN = frozenset({4}), frozenset({7})
_BASES = (
    Profile(name="HEX", layout=Layout.HEX, uid_bytes=frozenset({4, 7, _IDM_BYTES, 10})),
    Profile(name="8H10D", layout=Layout.DECIMAL, uid_bytes=_FOUR, digits=10),
    Profile(name="4H4H10D", layout=Layout.HALVES, uid_bytes=_FOUR, digits=10),
    Profile(name="4H4H10D-comma", layout=Layout.HALVES, uid_bytes=_FOUR, digits=10, separator=","),
    Profile(name="10H", layout=Layout.HEX, uid_bytes=_FOUR, digits=10),
    Profile(name="14H17D", layout=Layout.DECIMAL, uid_bytes=_SEVEN, digits=17),
    Profile(name="8H", layout=Layout.HEX, uid_bytes=_FOUR, digits=8),
    Profile(name="14H", layout=Layout.HEX, uid_bytes=_SEVEN, digits=14),
)
_ALIASES = {"10D": "8H10D", "5D5D": "4H4H10D"}
_NARROWER = ("8H", "8H-reversed", "14H", "14H-reversed")
"""They read nothing that `HEX` does not read as well, so nobody learns them."""


# --- finding out ------------------------------------------------------------------------------------------------------


def candidates(uid: bytes, text: str) -> list[Profile]:
    """Every profile by which a reader sends `text` for the card `uid`; several when this card cannot tell them apart.

    Another card decides then: keep the profiles that are in the answers for both. A prefix and a suffix are found when nothing
    fits without.
    """
    known = [each for each in profiles() if each.name not in _NARROWER and len(uid) in each.uid_bytes]
    return [each for each in known if _reads(each, text, uid)] or [
        marked for each in known for marked in _marked(each, uid, text)
    ]


def _reads(known: Profile, text: str, uid: bytes) -> bool:
    try:
        return known.read(text) == uid
    except Refused:
        return False


def _marked(known: Profile, uid: bytes, text: str) -> Iterator[Profile]:
    """The profile with the prefix and suffix that stand around the number; a digit beside it would be part of it."""
    body = known.write(uid)
    found = re.search(re.escape(body), text, re.IGNORECASE)
    if found is None:
        return
    prefix, suffix = text[: found.start()], text[found.end() :]
    digit = "[0-9A-Fa-f]" if known.layout is Layout.HEX else "[0-9]"
    touches = re.search(f"{digit}$", prefix) or re.match(digit, suffix)
    if not touches and max(len(prefix), len(suffix)) <= _LONGEST_MARK:
        yield msgspec.structs.replace(known, prefix=prefix, suffix=suffix)


def loss(uid: bytes, text: str) -> str | None:
    """The name of the format that gives only part of this UID as `text` (`6H8D`, `2H4H`, `8H10D of 7 bytes`), None otherwise.

    Cards that differ share a number with such a reader; it has to be set to a format that sends the whole UID.
    """
    digits = re.sub("[^0-9A-Fa-f]", "", text).upper()
    for value in (uid, uid[::-1]):
        for name, short in _SHORT.items():
            if digits == short(value):
                return name
    parts = [part for part in (uid[:4], uid[-4:]) if len(uid) > len(part)]
    return next((f"{each.name} of {len(uid)} bytes" for part in parts for each in candidates(part, text)), None)


_SHORT: dict[str, Callable[[bytes], str]] = {
    "6H8D": lambda value: f"{int.from_bytes(value[-3:]):08}",
    "2H4H": lambda value: f"{value[-3]:03}{int.from_bytes(value[-2:]):05}",
    "4H5D": lambda value: f"{int.from_bytes(value[-2:]):05}",
    "6H10D": lambda value: f"{int.from_bytes(value[-3:]):010}",
}
