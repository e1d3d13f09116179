"""The download's answers as they come over HTTP: what is read, what is passed over, what is not an answer."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from central import admin
from domain.cards import CardState
from domain.errors import CityCardError, Code, EnvironmentProblem
from domain.ports import FeedPosition, SnapshotPart
from domain.snapshot import Manifest
from domain.wire import CardRow
from domain.wire_registry import SnapshotResponse
from tests.central.field import a_medium, add_activity
from tests.sync.snapshot_rig import SnapshotCity, snapshot_city
from tests.sync.test_http_platform import Answer, answering, overheard, platform, problem

PART = SnapshotPart(snapshot="s", section="cards", part=2, length=3)
FILE = "application/octet-stream"
CARD = CardRow(medium=b"\x07" * 8, card_kind="general", state="active", holder=None)


def page(*rows: bytes, **more: object) -> bytes:
    head = {"format": "citycard/1", "server_ms": 1, "generation": "g1", "cursor": "c1", "more": False, **more}
    return msgspec.json.encode({**head, "rows": [msgspec.Raw(row) for row in rows]})


def test_a_page_with_rows_of_a_newer_platform_is_read_without_them() -> None:
    odd = b'{"row":"parking","place":"P1"}'
    with answering((200, "application/json", page(odd, msgspec.json.encode(CARD)))) as url, platform(url) as made:
        read = made.changes(FeedPosition(), 10)
    assert (read.rows, read.unknown, read.cursor) == ([CARD], frozenset({"parking"}), "c1")


@pytest.mark.parametrize(
    "body",
    [
        page(b'{"row":"card","medium":7}'),
        page(b'{"place":"P1"}'),
        page(b"[]"),
        page(b'{"row":"card","medium":"BwcHBwcHBwc=","card_kind":"k","state":"active","holder":"nobody"}'),
    ],
)
def test_a_page_with_rows_that_make_no_sense_is_not_an_answer(body: bytes) -> None:
    with answering((200, "application/json", body)) as url, platform(url) as made, pytest.raises(EnvironmentProblem) as caught:
        made.changes(FeedPosition(), 10)
    assert caught.value.code is Code.PLATFORM_NOT_OURS


def test_a_part_is_asked_for_by_its_place_and_given_as_it_is() -> None:
    with (
        overheard(b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 3\r\n\r\n\x00\xff\n") as (
            url,
            heard,
        ),
        platform(url) as made,
    ):
        assert made.snapshot_part(PART) == b"\x00\xff\n"
    assert heard[0].startswith(b"GET /v1/snapshot/part?snapshot=s&section=cards&part=2 HTTP/1.1\r\n")
    assert b"\r\nAuthorization: Bearer secret\r\n" in heard[0]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((200, "text/html", b"<html>please accept the terms of this hotspot</html>"), Code.PLATFORM_NOT_OURS),
        ((206, FILE, b"abc"), Code.PLATFORM_NOT_OURS),
        ((302, FILE, b"abc"), Code.PLATFORM_NOT_OURS),
        ((404, "text/html", b"proxy"), Code.PLATFORM_NOT_OURS),
        ((404, "application/json", problem(Code.SNAPSHOT_MISSING)), Code.SNAPSHOT_MISSING),
        ((401, "application/json", problem(Code.STATION_REVOKED)), Code.STATION_REVOKED),
    ],
)
def test_anything_but_a_part_keeps_its_name(answer: Answer, code: Code) -> None:
    with answering(answer) as url, platform(url) as made, pytest.raises(CityCardError) as caught:
        made.snapshot_part(PART)
    assert caught.value.code is code


def test_a_manifest_is_read() -> None:
    manifest = Manifest(
        snapshot="s", generation="g1", cursor="c", digest_key="k", built_ms=1, kinds=["a"], states=["active"], sections=[]
    )
    answer = SnapshotResponse(server_ms=1, generation="g1", manifest=manifest)
    with answering((200, "application/json", msgspec.json.encode(answer))) as url, platform(url) as made:
        assert made.snapshot() == answer


class TestFollowing:
    """Against the real platform, behind what it might say."""

    @pytest.fixture
    def city(self, tmp_path: Path) -> Iterator[SnapshotCity]:
        with snapshot_city(tmp_path, "counter", "event") as made:
            made.people(1, 2, 3)
            add_activity(made.platform)
            made.round()
            yield made

    def test_a_role_that_the_platform_took_away_deletes_nothing_until_the_station_knows(self, city: SnapshotCity) -> None:
        station = city.field.enrolled.identity.station
        admin.change_station(city.platform, station, roles=["kiosk"])
        city.round()
        assert city.card(1).holder is not None
        assert [row.activity for row in city.registry.activities()] == ["a1"]
        city.roles[:] = ["kiosk"]
        city.round()
        assert city.card(1).holder is None
        assert city.registry.activities() == []

    def test_a_revoked_station_deletes_nothing_by_reading_the_refusal(self, city: SnapshotCity) -> None:
        admin.revoke_station(city.platform, city.field.enrolled.identity.station)
        with pytest.raises(EnvironmentProblem) as caught:
            city.round()
        assert caught.value.code is Code.STATION_REVOKED
        assert city.card(1).state == "active"

    def test_a_platform_that_has_lost_everything_does_not_empty_a_station(self, city: SnapshotCity) -> None:
        class Emptied:
            """The same platform, whose feed shows nobody anything."""

            def __getattr__(self, name: str) -> object:
                return getattr(city.http, name)

            def changes(self, position: FeedPosition, limit: int) -> object:
                page = city.http.changes(position, limit)
                return msgspec.structs.replace(page, generation="another", rows=[], more=False)

        city.downloader._platform = Emptied()
        for _ in range(2):
            with pytest.raises(EnvironmentProblem) as caught:
                city.round()
            assert caught.value.code is Code.REGISTRY_EMPTY
        assert city.card(1).state == "active"
        city.downloader = city.made()
        admin.block_card(city.platform, a_medium(1), CardState.LOST)
        city.round()
        assert city.card(1).state == "lost"

    def test_a_page_that_leads_nowhere_ends_the_round(self, city: SnapshotCity) -> None:
        changes = city.wire.changes

        def endless(position: FeedPosition, limit: int) -> object:
            assert len(city.wire.pages) < 10, "it goes on and on"
            return msgspec.structs.replace(changes(position, limit), more=True)

        city.wire.changes = endless
        with pytest.raises(EnvironmentProblem) as caught:
            city.round()
        assert caught.value.code is Code.PLATFORM_NOT_OURS

    def test_a_cursor_that_is_none_of_the_platforms_is_said_and_keeps_the_registry(self, city: SnapshotCity) -> None:
        changes = city.wire.changes
        city.wire.changes = lambda position, limit: changes(msgspec.structs.replace(position, cursor="nonsense"), limit)
        with pytest.raises(CityCardError) as caught:
            city.round()
        assert caught.value.code is Code.REQUEST_INVALID
        assert city.card(1).state == "active"
