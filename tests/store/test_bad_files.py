"""Files that are not what they should be: found, named, left alone; only the registry is begun anew."""

import functools
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.errors import Code, EnvironmentProblem
from domain.events import SignedEvent, SignedIn
from domain.ports import FeedPosition
from domain.wire import CardRow, ChangesResponse
from offline_store.encrypted import connect
from offline_store.journal import FILE, Journal, QueueState
from offline_store.journal_file import JournalFile, require_there
from offline_store.registry import FILE as REGISTRY_FILE
from offline_store.registry import Registry
from tests.clocks import SetClock
from tests.store.conftest import IDENTITY, KEY, SEED, open_journal
from tests.store.test_registry import KEY as REGISTRY_KEY
from tests.store.test_registry import opened

PUBLIC = Ed25519PrivateKey.from_private_bytes(SEED).public_key()
PAGE = 4096
EVENTS = 40
CARDS = 500
Answer = TypeVar("Answer")
Damage = Callable[[bytearray], None]
_FOUND = (Code.STORE_DAMAGED, Code.STORE_WRONG_KEY)


class Seen(msgspec.Struct, frozen=True):
    """All that a station reads of its journal."""

    events: list[SignedEvent]
    to_send: list[SignedEvent]
    queue: QueueState
    programme: str | None


def seen(journal: Journal) -> Seen:
    return Seen(list(journal.events()), journal.to_send(1000), journal.queue(), journal.meta("programme"))


@functools.cache
def sound() -> tuple[bytes, Seen]:
    """A journal's file, and what is in it."""
    with tempfile.TemporaryDirectory() as folder:
        journal = open_journal(Path(folder), SetClock())
        journal.put_meta(
            identity=msgspec.json.encode(IDENTITY).decode(), digest_key_id="k1", programme="示範" * 4000, sealing_key="00"
        )
        for number in range(EVENTS):
            with journal.act() as act:
                sealed = bytes([number]) * (9000 if number % 8 == 0 else 700)
                act.append(SignedIn(activity="A", walk_in=False), medium=number.to_bytes(8, "big"), sealed=sealed)
        journal.close()
        content = (Path(folder) / FILE).read_bytes()
        journal = open_journal(Path(folder), SetClock())
        inside = seen(journal)
        journal.close()
        return content, inside


@functools.cache
def sound_registry() -> bytes:
    """A registry's file."""
    with tempfile.TemporaryDirectory() as folder:
        registry = opened(Path(folder))
        registry.apply(page())
        registry.close()
        return (Path(folder) / REGISTRY_FILE).read_bytes()


def card(number: int) -> CardRow:
    return CardRow(medium=(number * 7919 + 1).to_bytes(8, "big"), card_kind="general", state="active", holder=None)


def page() -> ChangesResponse:
    rows = [card(number) for number in range(CARDS)]
    return ChangesResponse(server_ms=1, generation="g1", cursor="c1", more=False, rows=rows)  # type: ignore[arg-type]


def flipped(at: int, by: int) -> Damage:
    def damage(content: bytearray) -> None:
        content[at % len(content)] ^= by

    return damage


def zeroed(number: int) -> Damage:
    """A page that a disk lost, as many do: it reads as zeros."""

    def damage(content: bytearray) -> None:
        start = number * PAGE % len(content)
        content[start : start + PAGE] = bytes(PAGE)

    return damage


def cut(at: int) -> Damage:
    def damage(content: bytearray) -> None:
        del content[at % len(content) :]

    return damage


def swapped(one: int, other: int) -> Damage:
    """Two sound pages, each in the other's place."""

    def damage(content: bytearray) -> None:
        a, b = one * PAGE % len(content), other * PAGE % len(content)
        first, second = content[a : a + PAGE], content[b : b + PAGE]
        content[a : a + PAGE], content[b : b + PAGE] = second, first

    return damage


number = st.integers(min_value=0, max_value=10**6)
damages = st.one_of(
    st.builds(flipped, number, st.integers(min_value=1, max_value=255)),
    st.builds(zeroed, number),
    st.builds(cut, number),
    st.builds(swapped, number, number),
)


def put(place: Path, name: str, content: bytes) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    (place / name).write_bytes(content)
    return place / name


def tried(act: Callable[[], Answer]) -> Answer | Code:
    """What it answers, or the code of what it raises."""
    try:
        return act()
    except EnvironmentProblem as problem:
        return problem.code


def harmless(journal: Journal, read: Seen, inside: Seen) -> bool:
    """SQLCipher takes a page of zeros for one that was never written, which may end a long value in zeros.

    In an event that is no secret: its hash and signature do not fit any more, here and at the platform. In the programme it is
    what no TOML file may hold.
    """
    events_are_told = read.events == inside.events or journal.verify() != []
    return events_are_told and read.queue == inside.queue and read.programme in (inside.programme, cut_by_zeros(read))


def cut_by_zeros(read: Seen) -> str | None:
    return read.programme if read.programme is not None and "\0" in read.programme else None


@example(damage=cut(1))
@example(damage=cut(PAGE - 1))
@example(damage=cut(PAGE + 1))
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=damages)
def test_damage_anywhere_in_a_journal_is_found_or_harms_nothing(tmp_path: Path, damage: Damage) -> None:
    whole, inside = sound()
    content = bytearray(whole)
    damage(content)
    file = put(tmp_path / "place", FILE, bytes(content))

    def verified() -> list[str]:
        with JournalFile(file, KEY, live=True) as looked:
            return looked.verify(PUBLIC)

    found = tried(verified)
    # Verifying finds every damage; whoever uses the store without it never reads anything wrong.
    assert (found != []) is (bytes(content) != whole)
    assert isinstance(found, list) or found in _FOUND

    def used() -> Journal:
        require_there(file.parent)
        return open_journal(file.parent, SetClock())

    journal = tried(used)
    if isinstance(journal, Code):
        assert journal in _FOUND
        assert file.read_bytes() == bytes(content)
        return
    read = tried(lambda: seen(journal))
    assert read in (inside, Code.STORE_DAMAGED) or harmless(journal, read, inside)  # type: ignore[arg-type]
    journal.close()


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=damages)
def test_a_damaged_registry_says_nothing_wrong_and_is_begun_anew(tmp_path: Path, damage: Damage) -> None:
    content = bytearray(sound_registry())
    damage(content)
    file = put(tmp_path / "place", REGISTRY_FILE, bytes(content))
    registry = opened(file.parent)
    said = [tried(functools.partial(registry.card, card(each).medium)) for each in range(CARDS)]
    assert all(answer in (card(each), None, Code.STORE_DAMAGED) for each, answer in enumerate(said))
    # What sync does: look, and follow the feed from where the registry says.
    registry.check()
    if registry.position() == FeedPosition():
        registry.apply(page())
    assert all(registry.card(card(each).medium) == card(each) for each in range(CARDS))
    registry.close()
    again = opened(file.parent)
    assert again.card_count() == CARDS
    again.close()


def refused(act: Callable[[], object]) -> Code:
    with pytest.raises(EnvironmentProblem) as caught:
        act()
    return caught.value.code


def test_another_stations_journal_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = put(tmp_path / "place", FILE, sound()[0])
    assert refused(lambda: open_journal(file.parent, SetClock(), key=bytes(32))) is Code.STORE_WRONG_KEY
    assert file.read_bytes() == sound()[0]


def test_a_folder_in_the_journals_place_is_named_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    assert refused(lambda: open_journal(tmp_path, SetClock())) in (Code.DISK_READONLY, Code.STORE_DAMAGED)
    assert (tmp_path / FILE).is_dir()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    file = put(tmp_path / "place", FILE, sound()[0])
    file.chmod(0o400)
    file.parent.chmod(0o500)
    assert refused(lambda: open_journal(file.parent, SetClock())) is Code.DISK_READONLY
    file.parent.chmod(0o700)


def test_a_newer_registry_is_refused_and_never_begun_anew(tmp_path: Path) -> None:
    file = put(tmp_path / "place", REGISTRY_FILE, sound_registry())
    db = connect(file, REGISTRY_KEY, alone=False)
    db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('registry', 'm9999_future', 'later')")
    db.close()
    before = file.read_bytes()
    assert refused(lambda: opened(file.parent)) is Code.STORE_NEWER
    assert file.read_bytes() == before


def test_a_registry_under_another_key_is_begun_anew(tmp_path: Path) -> None:
    put(tmp_path / "place", REGISTRY_FILE, b"\x55" * 9000)
    registry = opened(tmp_path / "place")
    assert isinstance(registry, Registry)
    assert registry.card_count() == 0
    registry.close()
