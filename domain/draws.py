"""Draws whose result anyone can re-compute: `docs/draws.md` says how, with a test vector and a verifier of its own.

The list of entries is published first, with its SHA-256, the prizes and the public value that will seed the draw; that value
is fixed only afterwards. Who wins then follows from list and value alone: tickets are drawn without replacement by random
numbers of HMAC-SHA256 in counter mode, each below the number of tickets that are left, without bias (rejection).
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence

import msgspec

from domain.errors import Code, Refused

FIRST_LINE = "citycard-draw/1"
MOST_ENTRIES = 1_000_000
MOST_TICKETS = 1 << 40
_NUMBER_BYTES = 8
_RANGE = 1 << (8 * _NUMBER_BYTES)


class Prize(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A prize, and to how many it is given."""

    name: str
    count: int


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One who takes part, under a name that says nothing, and how many tickets they have."""

    entry: str
    tickets: int


class EntryList(msgspec.Struct, frozen=True, kw_only=True):
    """All that is fixed before the public value is."""

    draw: str
    prizes: list[Prize]
    """In the order in which they are drawn."""
    substitutes: int
    seed_source: str
    """Which public value will seed the draw, in words."""
    seed_day: str
    """The day on which that value will be fixed, ISO 8601."""
    entries: list[Entry]

    @property
    def winners(self) -> int:
        """How many prizes there are."""
        return sum(prize.count for prize in self.prizes)


def canonical(entries: EntryList) -> bytes:
    """The published file, byte by byte: UTF-8 lines that end in LF, entries in the order of their names.

    Raises `Refused(REQUEST_INVALID)` for what has no such form: texts with line ends or control characters, names of entries
    that are not of `0-9 a-z`, doubled ones, counts below one.
    """
    for text in (entries.draw, entries.seed_source, entries.seed_day, *(prize.name for prize in entries.prizes)):
        if not text or text != text.strip() or not text.isprintable():
            raise Refused(Code.REQUEST_INVALID, part="text")
    names = [entry.entry for entry in entries.entries]
    if len(set(names)) != len(names) or not all(_is_name(name) for name in names) or len(names) > MOST_ENTRIES:
        raise Refused(Code.REQUEST_INVALID, part="entries")
    counts = [*(prize.count for prize in entries.prizes), *(entry.tickets for entry in entries.entries)]
    if not entries.prizes or min(counts) < 1 or entries.substitutes < 0 or sum(counts) > MOST_TICKETS:
        raise Refused(Code.REQUEST_INVALID, part="counts")
    lines = [FIRST_LINE, f"draw {entries.draw}"]
    lines += [f"prize {prize.count} {prize.name}" for prize in entries.prizes]
    lines += [f"substitutes {entries.substitutes}", f"seed {entries.seed_day} {entries.seed_source}"]
    lines += [f"entry {entry.entry} {entry.tickets}" for entry in sorted(entries.entries, key=lambda entry: entry.entry)]
    return "".join(f"{line}\n" for line in lines).encode()


def read_list(content: bytes) -> EntryList:
    """The entries of a published file.

    Raises `Refused(FILE_INVALID)` for anything that `canonical` would not have written just so, byte by byte.
    """
    values: dict[str, str] = {}
    prizes: list[Prize] = []
    entries: list[Entry] = []
    try:
        first, *lines = content.decode("utf-8").split("\n")
        for line in lines[:-1]:
            word, _, rest = line.partition(" ")
            if word == "prize":
                count, _, name = rest.partition(" ")
                prizes.append(Prize(name=name, count=int(count)))
            elif word == "entry":
                entry, _, tickets = rest.partition(" ")
                entries.append(Entry(entry=entry, tickets=int(tickets)))
            else:
                values[word] = rest
        day, _, source = values["seed"].partition(" ")
        found = EntryList(
            draw=values["draw"],
            prizes=prizes,
            substitutes=int(values["substitutes"]),
            seed_source=source,
            seed_day=day,
            entries=entries,
        )
        same = first == FIRST_LINE and canonical(found) == content
    except (ValueError, KeyError, Refused) as problem:
        raise Refused(Code.FILE_INVALID) from problem
    if not same:
        raise Refused(Code.FILE_INVALID)
    return found


def list_hash(content: bytes) -> str:
    """The SHA-256 of a published list, in lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def seed_text(value: str) -> str:
    """The public value as it is hashed: runs of white space become one space, none around it.

    Raises `Refused(REQUEST_INVALID)` when nothing is left, or something that cannot be seen.
    """
    text = " ".join(value.split())
    if not text or not text.isprintable():
        raise Refused(Code.REQUEST_INVALID, part="seed")
    return text


def drawn(entries: EntryList, value: str) -> list[str]:
    """The names of entries in the order in which they are drawn: the winners, then the substitutes (備取).

    Fewer when there are not so many entries. Raises as `canonical` and `seed_text` do.
    """
    key = hashlib.sha256(f"{list_hash(canonical(entries))}\n{seed_text(value)}\n".encode()).digest()
    numbers = stream(key)
    ordered = sorted(entries.entries, key=lambda entry: entry.entry)
    tickets = _Tickets([entry.tickets for entry in ordered])
    found: list[str] = []
    while len(found) < entries.winners + entries.substitutes and tickets.left:
        place = tickets.take(below(numbers, tickets.left))
        found.append(ordered[place].entry)
    return found


def stream(key: bytes) -> Iterator[int]:
    """Numbers below 2^64: HMAC-SHA256(key, counter as 8 bytes, big-endian, from 0), four of 8 bytes big-endian from each."""
    counter = 0
    while True:
        block = hmac.digest(key, counter.to_bytes(8, "big"), "sha256")
        for start in range(0, len(block), _NUMBER_BYTES):
            yield int.from_bytes(block[start : start + _NUMBER_BYTES], "big")
        counter += 1


def below(numbers: Iterator[int], bound: int) -> int:
    """A number below `bound` (1 to 2^64), each equally likely: from its largest multiple on, numbers are passed over."""
    limit = _RANGE - _RANGE % bound
    return next(number for number in numbers if number < limit) % bound


def _is_name(name: str) -> bool:
    return 0 < len(name) <= 64 and name.isascii() and name.isalnum() and name == name.lower()


class _Tickets:
    """How many tickets each entry still has, with sums in between (a Fenwick tree), so that long lists are drawn fast."""

    def __init__(self, tickets: Sequence[int]) -> None:
        self._tickets = list(tickets)
        self._tree = [0, *tickets]
        for node in range(1, len(self._tree)):
            parent = node + (node & -node)
            if parent < len(self._tree):
                self._tree[parent] += self._tree[node]
        self.left = sum(tickets)

    def take(self, ticket: int) -> int:
        """Whose ticket number `ticket` is, counted from 0 in the order of entries; all of theirs are gone then."""
        place, rest = 0, ticket
        for step in (1 << bit for bit in reversed(range(len(self._tree).bit_length()))):
            if place + step < len(self._tree) and self._tree[place + step] <= rest:
                place += step
                rest -= self._tree[place]
        gone = self._tickets[place]
        self._tickets[place] = 0
        self.left -= gone
        node = place + 1
        while node < len(self._tree):
            self._tree[node] -= gone
            node += node & -node
        return place


def prizes_of(prizes: Sequence[Prize], drawn_in_order: Sequence[str], withdrawn_in_order: Sequence[str]) -> dict[str, str]:
    """Which prize each entry takes: the winners in order, and for each who withdraws, then and there, the first substitute that
    has none yet and has not withdrawn.
    """
    slots = [prize.name for prize in prizes for _ in range(prize.count)]
    taken = dict(zip(drawn_in_order, slots, strict=False))
    substitutes = list(drawn_in_order[len(slots) :])
    for entry in withdrawn_in_order:
        prize = taken.pop(entry, None)
        if entry in substitutes:
            substitutes.remove(entry)
        if prize is not None and substitutes:
            taken[substitutes.pop(0)] = prize
    return taken
