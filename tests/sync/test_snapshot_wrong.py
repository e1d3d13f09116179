"""A download that goes wrong in any way leaves the present registry as it was, and says why."""

import contextlib

import msgspec
import pytest

from domain.errors import Code, EnvironmentProblem, Refused
from offline_store.encrypted import connect
from offline_store.registry import FILE, NEXT
from offline_store.snapshot_stage import FILE as PARTS
from tests.sync.snapshot_rig import SnapshotCity, files


@pytest.mark.parametrize(
    ("altered", "code"),
    [
        (lambda content: content[:-1] + bytes([content[-1] ^ 1]), Code.FILE_INVALID),
        (lambda content: content[:-1], Code.PLATFORM_NOT_OURS),
    ],
)
def test_altered_and_truncated_parts_change_nothing(city: SnapshotCity, altered: object, code: Code) -> None:
    city.round()
    city.platform.start_new_generation()
    city.build()
    city.wire.altered = altered
    with pytest.raises((EnvironmentProblem, Refused)) as caught:
        city.round()
    assert caught.value.code is code
    assert city.card(1).state == "active"
    assert NEXT not in files(city)
    city.wire.altered = lambda content: content
    city.round()
    assert city.registry.position().generation == city.platform.generation


def test_a_snapshot_that_stays_wrong_is_left_alone_and_the_feed_brings_everything(city: SnapshotCity) -> None:
    city.wire.altered = lambda content: bytes(len(content))
    for _ in range(2):
        with pytest.raises(Refused):
            city.round()
    city.round()
    assert city.card(20).state == "active"
    assert files(city) == {FILE}


def test_a_snapshot_of_another_generation_than_the_feed_is_not_used(city: SnapshotCity) -> None:
    city.round()
    city.platform.start_new_generation()
    city.build()
    answers = []

    def foreign(answer):
        answers.append(answer)
        assert len(answers) < 5, "it goes on and on"
        return msgspec.structs.replace(answer, manifest=msgspec.structs.replace(answer.manifest, generation="g9"))

    city.wire.manifest = foreign
    asked = len(city.wire.parts)
    city.round()
    assert len(city.wire.parts) == asked
    assert city.registry.position().generation == city.platform.generation
    assert city.card(20).state == "active"


def test_parts_that_cannot_be_read_any_more_are_begun_anew(city: SnapshotCity) -> None:
    city.wire.before_part = lambda _part: setattr(city, "stopping", len(city.wire.parts) == 8)
    city.round()
    city.registry.close()
    kept = city.directory / "station" / PARTS
    content = bytearray(kept.read_bytes())
    content[-2000:] = bytes(2000)
    kept.write_bytes(content)
    city.wire.before_part, city.stopping = lambda _part: None, False
    city.registry = city.opened()
    city.downloader = city.made()
    for _ in range(2):
        with contextlib.suppress(EnvironmentProblem):
            city.round()
    assert city.card(20).state == "active"
    assert files(city) == {FILE}


def test_another_digest_key_is_named_and_nothing_is_downloaded(city: SnapshotCity) -> None:
    city.digest_key_id = "another"
    with pytest.raises(EnvironmentProblem) as caught:
        city.round()
    assert caught.value.code is Code.DIGEST_KEY_OTHER
    assert city.wire.parts == []


def test_a_manifest_that_asks_for_the_moon_is_refused(city: SnapshotCity) -> None:
    def enormous(answer):
        first, *others = answer.manifest.sections
        first = msgspec.structs.replace(first, length=1 << 60, parts=(1 << 60) // 64)
        return msgspec.structs.replace(answer, manifest=msgspec.structs.replace(answer.manifest, sections=[first, *others]))

    city.wire.manifest = enormous
    with pytest.raises(Refused) as caught:
        city.round()
    assert caught.value.code is Code.FILE_INVALID
    assert city.wire.parts == []


def test_a_section_that_is_whole_and_another_one_is_refused_by_its_sum(city: SnapshotCity) -> None:
    city.round()
    city.platform.start_new_generation()
    city.build()

    def another(answer):
        *others, last = [section for section in answer.manifest.sections if section.rows]
        last = msgspec.structs.replace(last, sha256=bytes(32))
        return msgspec.structs.replace(answer, manifest=msgspec.structs.replace(answer.manifest, sections=[*others, last]))

    city.wire.manifest = another
    with pytest.raises(Refused) as caught:
        city.round()
    assert caught.value.code is Code.FILE_INVALID
    assert city.card(1).state == "active"
    assert files(city) == {FILE}


def test_too_little_room_is_said_before_anything_is_downloaded(city: SnapshotCity, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: object) -> object:
        return type("Usage", (), {"free": 1 << 20})

    monkeypatch.setattr("shutil.disk_usage", full)
    with pytest.raises(EnvironmentProblem) as caught:
        city.round()
    assert caught.value.code is Code.DISK_FULL
    assert city.wire.parts == []
    assert files(city) == {FILE}


def test_a_disk_that_fills_while_the_registry_is_made_leaves_the_present_one(
    city: SnapshotCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.round()
    city.platform.start_new_generation()
    city.people(*range(50, 180))
    city.build()

    def small(*args: object, **more: object) -> object:
        made = connect(*args, **more)
        made.execute("PRAGMA max_page_count = 13")
        return made

    with monkeypatch.context() as full:
        full.setattr("offline_store.registry_build.connect", small)
        with pytest.raises(EnvironmentProblem) as caught:
            city.round()
    assert caught.value.code is Code.DISK_FULL
    assert NEXT not in files(city)
    assert city.card(20).state == "active"
    asked = len(city.wire.parts)
    city.round()
    assert city.card(179).state == "active"
    assert len(city.wire.parts) == asked


def test_parts_that_have_lain_here_for_a_month_are_thrown_away(city: SnapshotCity) -> None:
    city.wire.before_part = lambda _part: setattr(city, "stopping", len(city.wire.parts) == 2)
    city.round()
    city.moved_ms = 29 * 86_400_000
    city.restart()
    assert PARTS in files(city)
    city.moved_ms = 31 * 86_400_000
    city.restart()
    assert PARTS not in files(city)


def test_after_a_wipe_nothing_is_kept_any_more(city: SnapshotCity) -> None:
    city.wire.before_part = lambda _part: city.registry.wipe(for_good=True) if len(city.wire.parts) == 2 else None
    with pytest.raises(EnvironmentProblem):
        city.round()
    assert files(city) == {FILE}
    assert city.registry.card_count() == 0
