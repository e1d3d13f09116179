"""The snapshot: the whole registry as one compact file, which a new station starts from before it follows the change feed.

The layout is described in docs/snapshot.md. A snapshot is a manifest and sections; a section is a run of blocks, each of them
`rows` and `length` (unsigned 32 bits, big-endian) and so many bytes of zlib (RFC 1950). Nothing here reads or writes files.
"""

import hashlib
import operator
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Literal
from uuid import UUID

import msgspec

from domain.cards import CardState
from domain.errors import Code, Refused
from domain.media import DIGEST_BYTES

FORMAT: Literal["citycard-snapshot/1"] = "citycard-snapshot/1"
BLOCK_ROWS = 65_536
PART_BYTES = 1 << 20
CARDS = "cards"
"""Section: digest, kind and state of every card, and whether it has a holder."""
HOLDERS = "holders"
"""Section: the holders of those cards of `cards` that have one, block by block, in the same order."""
STATES = tuple(CardState)
MOST_KINDS = 2_047
_STATE_BITS = 0b1111
_HAS_HOLDER = 0b1_0000
_KIND_SHIFT = 5
_HEAD = struct.Struct(">II")
_DIGEST_TYPE: Literal["Q"] = "Q"
_PACKED_TYPE: Literal["H"] = "H"
_PACKED_BYTES = 2
_HOLDER_BYTES = 16
_LARGEST_BLOCK = BLOCK_ROWS * 1_024
_LARGEST_PART = 16 << 20
_LARGEST_SECTION = 4 << 30


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One section: `parts` of `part_bytes` each, the last one shorter; `sha256` of them all together."""

    name: str
    rows: int
    length: int
    """Bytes."""
    parts: int
    part_bytes: int
    sha256: bytes


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a snapshot is. `cursor` is where the change feed goes on from it."""

    format: Literal["citycard-snapshot/1"] = FORMAT
    snapshot: str
    generation: str
    cursor: str
    digest_key: str
    """Id of the fleet's key under which media are digested."""
    built_ms: int
    kinds: list[str]
    """Card kinds by their number."""
    states: list[str]
    """Card states by their number."""
    sections: list[Section]


class CardEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One card as it goes into a block."""

    medium: bytes
    kind: int
    state: CardState
    holder: bytes | None


class CardBlock(msgspec.Struct, frozen=True, kw_only=True):
    """Cards of one block, ascending by digest: three columns of one length."""

    media: list[int]
    """8-byte digests as unsigned numbers."""
    packed: Sequence[int]
    """See `kind_of`, `state_of`, `has_holder`."""

    @property
    def with_holder(self) -> int:
        """How many of them have a holder."""
        return sum(map(has_holder, self.packed))


def kind_of(packed: int) -> int:
    """The number of a card's kind in the manifest."""
    return packed >> _KIND_SHIFT


def state_of(packed: int) -> int:
    """The number of a card's state in the manifest."""
    return packed & _STATE_BITS


def has_holder(packed: int) -> bool:
    """Whether somebody holds the card."""
    return bool(packed & _HAS_HOLDER)


def pack(kind: int, state: CardState, *, holder: bool) -> int:
    """Kind number (11 bits), holder flag (1 bit), state number (4 bits). Raises `ValueError` for too many kinds."""
    if not 0 <= kind <= MOST_KINDS:
        raise ValueError("too many card kinds")
    return kind << _KIND_SHIFT | (_HAS_HOLDER if holder else 0) | STATES.index(state)


# --- writing ---------------------------------------------------------------------------------------------------------


def card_block(media: Sequence[int], packed: Sequence[int]) -> bytes:
    """A block of `cards`: digests as the differences to the one before, and both columns byte plane by byte plane.

    `media` ascend strictly and are fewer than or as many as `BLOCK_ROWS`.
    """
    differences = array(_DIGEST_TYPE, media[:1])
    differences.extend(map(operator.sub, media[1:], media[:-1]))
    planes = _planes(differences, DIGEST_BYTES) + _planes(array(_PACKED_TYPE, packed), _PACKED_BYTES)
    return _block(len(media), planes, zlib.Z_RLE)


def holder_block(holders: Sequence[bytes]) -> bytes:
    """A block of `holders`: 16 bytes each (RFC 9562, network byte order)."""
    return _block(len(holders), b"".join(holders), zlib.Z_HUFFMAN_ONLY)


def row_block(rows: Sequence[bytes]) -> bytes:
    """A block of any other section: one row of the change feed (`domain.wire.Row`, JSON) a line."""
    return _block(len(rows), b"\n".join(rows), zlib.Z_DEFAULT_STRATEGY)


def _block(rows: int, plain: bytes, strategy: int) -> bytes:
    squeezer = zlib.compressobj(level=6, strategy=strategy)
    squeezed = squeezer.compress(plain) + squeezer.flush()
    return _HEAD.pack(rows, len(squeezed)) + squeezed


def _planes(column: "array[int]", width: int) -> bytes:
    if sys.byteorder == "little":
        column.byteswap()
    plain = column.tobytes()
    return b"".join(plain[start::width] for start in range(width))


# --- reading ---------------------------------------------------------------------------------------------------------


def require_sound(manifest: Manifest) -> None:
    """Raises `Refused(FILE_INVALID)` for a manifest that contradicts itself or asks for more than any of ours."""
    names = [section.name for section in manifest.sections]
    sound = (
        names.count(CARDS) == 1
        and len(names) == len(set(names))
        and len(manifest.states) <= _STATE_BITS + 1
        and len(manifest.kinds) == len(set(manifest.kinds)) <= MOST_KINDS + 1
        and all(map(_is_sound, manifest.sections))
    )
    if not sound:
        raise Refused(Code.FILE_INVALID, part="manifest")


def _is_sound(section: Section) -> bool:
    if not (0 <= section.length <= _LARGEST_SECTION and 0 < section.part_bytes <= _LARGEST_PART and section.rows >= 0):
        return False
    return section.parts == -(-section.length // section.part_bytes)


def checked(chunks: Iterable[bytes], section: Section) -> Iterator[bytes]:
    """The same chunks; raises `Refused(FILE_INVALID)` behind the last one when they are not the section that was built."""
    found, length = hashlib.sha256(), 0
    for chunk in chunks:
        found.update(chunk)
        length += len(chunk)
        yield chunk
    if found.digest() != section.sha256 or length != section.length:
        raise Refused(Code.FILE_INVALID, part=section.name)


def cards(chunks: Iterable[bytes]) -> Iterator[CardBlock]:
    """The blocks of `cards`, of its bytes in pieces of any length. Raises `Refused(FILE_INVALID)`."""
    for rows, plain in _blocks(chunks):
        if len(plain) != rows * (DIGEST_BYTES + _PACKED_BYTES):
            raise Refused(Code.FILE_INVALID, part=CARDS)
        split = rows * DIGEST_BYTES
        differences = _column(_DIGEST_TYPE, plain[:split], rows, DIGEST_BYTES)
        packed = _column(_PACKED_TYPE, plain[split:], rows, _PACKED_BYTES)
        media = list(accumulate(differences))
        if media and media[-1] >> 8 * DIGEST_BYTES:
            raise Refused(Code.FILE_INVALID, part=CARDS)
        yield CardBlock(media=media, packed=packed)


def holders(chunks: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The blocks of `holders`, one for each of `cards`. Raises `Refused(FILE_INVALID)`."""
    for rows, plain in _blocks(chunks):
        if len(plain) != rows * _HOLDER_BYTES:
            raise Refused(Code.FILE_INVALID, part=HOLDERS)
        yield [plain[start : start + _HOLDER_BYTES] for start in range(0, len(plain), _HOLDER_BYTES)]


def rows(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The rows of any other section, as JSON. Raises `Refused(FILE_INVALID)`."""
    for count, plain in _blocks(chunks):
        lines = plain.split(b"\n") if plain else []
        if len(lines) != count:
            raise Refused(Code.FILE_INVALID, part="rows")
        yield from lines


def entries(manifest: Manifest, card_chunks: Iterable[bytes], holder_chunks: Iterable[bytes] | None) -> Iterator[CardEntry]:
    """Every card by itself; for tests and tools, since a station installs whole blocks. Raises `Refused(FILE_INVALID)`."""
    owners = holders(holder_chunks) if holder_chunks is not None else None
    for block in cards(card_chunks):
        own = iter(next(owners, []) if owners is not None else [])
        for medium, packed in zip(block.media, block.packed, strict=True):
            yield CardEntry(
                medium=medium.to_bytes(DIGEST_BYTES, "big"),
                kind=kind_of(packed),
                state=CardState(manifest.states[state_of(packed)]),
                holder=next(own, None) if has_holder(packed) else None,
            )


def as_holder(holder: bytes | None) -> UUID | None:
    """The holder's reference as the change feed has it."""
    return None if holder is None else UUID(bytes=holder)


def _blocks(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Number of rows and plain bytes of each block, of a section in pieces of any length."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= _HEAD.size:
            count, length = _HEAD.unpack_from(waiting)
            if count > BLOCK_ROWS or length > _LARGEST_BLOCK:
                raise Refused(Code.FILE_INVALID, part="block")
            end = _HEAD.size + length
            if len(waiting) < end:
                break
            yield count, _plain(bytes(waiting[_HEAD.size : end]))
            del waiting[:end]
    if waiting:
        raise Refused(Code.FILE_INVALID, part="block")


def _plain(squeezed: bytes) -> bytes:
    opener = zlib.decompressobj()
    try:
        plain = opener.decompress(squeezed, _LARGEST_BLOCK)
    except zlib.error as problem:
        raise Refused(Code.FILE_INVALID, part="block") from problem
    if not opener.eof or opener.unused_data:
        raise Refused(Code.FILE_INVALID, part="block")
    return plain


def _column(kind: Literal["Q", "H"], planes: bytes, count: int, width: int) -> "array[int]":
    plain = bytearray(len(planes))
    for place in range(width):
        plain[place::width] = planes[place * count : (place + 1) * count]
    column: array[int] = array(kind)
    column.frombytes(bytes(plain))
    if sys.byteorder == "little":
        column.byteswap()
    return column
