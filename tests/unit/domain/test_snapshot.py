"""The snapshot's blocks: what goes in comes out, and nothing broken passes."""

import hashlib
import struct
import zlib
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import snapshot
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.snapshot import BLOCK_ROWS, Manifest, Section

MANIFEST = Manifest(
    snapshot="s",
    generation="g",
    cursor="c",
    digest_key="k",
    built_ms=1,
    kinds=["a", "b"],
    states=[state.value for state in snapshot.STATES],
    sections=[],
)
CARD = st.tuples(
    st.integers(0, snapshot.MOST_KINDS), st.sampled_from(CardState), st.none() | st.binary(min_size=16, max_size=16)
)


def in_pieces(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.dictionaries(st.binary(min_size=8, max_size=8), CARD, max_size=40), st.integers(1, 50), st.integers(1, 20))
def test_what_goes_in_comes_out(cards, piece, rows):
    ordered = sorted(cards.items())
    card_bytes, holder_bytes = b"", b""
    for start in range(0, len(ordered), rows):
        block = ordered[start : start + rows]
        packed = [snapshot.pack(kind, state, holder=holder is not None) for _, (kind, state, holder) in block]
        card_bytes += snapshot.card_block([int.from_bytes(medium, "big") for medium, _ in block], packed)
        holder_bytes += snapshot.holder_block([holder for _, (_, _, holder) in block if holder is not None])
    read = snapshot.entries(MANIFEST, in_pieces(card_bytes, piece), in_pieces(holder_bytes, piece))
    assert [(entry.medium, (entry.kind, entry.state, entry.holder)) for entry in read] == ordered


def test_rows_come_out_as_they_went_in():
    blocks = snapshot.row_block([b'{"a":1}', '{"b":"示範"}'.encode()]) + snapshot.row_block([])
    assert list(snapshot.rows(in_pieces(blocks, 3))) == [b'{"a":1}', '{"b":"示範"}'.encode()]


def test_without_holders_there_is_only_the_flag():
    packed = snapshot.pack(1, CardState.LOST, holder=True)
    (block,) = snapshot.cards([snapshot.card_block([7], [packed])])
    assert (block.media, block.with_holder) == ([7], 1)
    assert (snapshot.kind_of(packed), snapshot.state_of(packed)) == (1, list(CardState).index(CardState.LOST))
    (entry,) = snapshot.entries(MANIFEST, [snapshot.card_block([7], [packed])], None)
    assert (entry.medium, entry.state, entry.holder) == (bytes(7) + b"\x07", CardState.LOST, None)


def test_a_reference_is_the_feeds():
    holder = UUID("019b8b1e-4c00-7000-8000-000000000001")
    assert snapshot.as_holder(holder.bytes) == holder
    assert snapshot.as_holder(None) is None


def test_too_many_kinds_are_refused():
    with pytest.raises(ValueError, match="kinds"):
        snapshot.pack(snapshot.MOST_KINDS + 1, CardState.ACTIVE, holder=False)


GOOD = snapshot.card_block([1, 2, 3], [0, 0, 0])
BOMB = zlib.compress(bytes(BLOCK_ROWS * 1_025))


@pytest.mark.parametrize(
    "broken",
    [
        GOOD[:-1],
        GOOD[:6],
        GOOD + b"x",
        struct.pack(">II", 3, 4) + b"none",
        struct.pack(">II", BLOCK_ROWS + 1, 4) + b"none",
        struct.pack(">II", 1, 0xFFFF_FFFF),
        struct.pack(">II", 4, len(GOOD) - 8) + GOOD[8:],
        struct.pack(">II", 1, len(BOMB)) + BOMB,
        struct.pack(">II", 2, len(zlib.compress(b"\xff" * 20))) + zlib.compress(b"\xff" * 20),
    ],
)
def test_nothing_broken_passes(broken):
    with pytest.raises(Refused) as refusal:
        list(snapshot.cards([broken]))
    assert refusal.value.code is Code.FILE_INVALID


def test_a_section_is_checked_as_a_whole():
    section = Section(name="cards", rows=3, length=len(GOOD), parts=1, part_bytes=1 << 20, sha256=hashlib.sha256(GOOD).digest())
    assert b"".join(snapshot.checked(in_pieces(GOOD, 5), section)) == GOOD
    for other in (GOOD[:-1] + b"x", GOOD + GOOD, b""):
        with pytest.raises(Refused) as refusal:
            list(snapshot.checked([other], section))
        assert refusal.value.code is Code.FILE_INVALID
