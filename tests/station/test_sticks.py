"""A station's journal by USB stick, from the command line, to a real platform and back."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest

from central import admin
from central.access.staff_sessions import StaffCaller
from central.fleet import sticks
from central.operations import work_list
from central.platform import Platform
from citycard_app.cli import EXIT_ENVIRONMENT, EXIT_FAILED, main
from citycard_app.demo_data import CARDS
from domain.cards import CardState
from domain.events import SignedIn
from domain.stick import JOURNAL_FORMAT
from domain.wire_operations import AnomalyListRequest, AnomalyResolve
from station.wiring import open_station
from tests.station_rig import City


class Carrier:
    """Who walks between a station without a network and its platform."""

    def __init__(self, city: City, monkeypatch: pytest.MonkeyPatch, stick: Path) -> None:
        self.city, self.stick = city, stick
        city.station("counter")
        city.close_stations()
        city.platform.stop()
        settings = city.settings("counter")
        monkeypatch.setenv("CITYCARD_STATE", settings.state)
        monkeypatch.setenv("CITYCARD_STORE_SECRETS", "file")

    def act(self, count: int) -> None:
        """The station works without a network."""
        journal = self.city.journal("counter")
        for number in range(count):
            with journal.act() as act:
                act.append(SignedIn(activity="示範活動", walk_in=True), medium=number.to_bytes(8, "big"), operator="示範")
        journal.close()

    def queue(self) -> tuple[int, int, int]:
        """Waiting, held, parked."""
        journal = self.city.journal("counter")
        queue = journal.queue()
        journal.close()
        return queue.waiting, queue.held, queue.parked

    def export(self) -> int:
        return main(["journal", "export", str(self.stick)])

    def at_platform(self, file: Path | None = None) -> int:
        return main(["admin", "--data", str(self.city.directory / "platform"), "journal-import", str(file or self.journal)])

    def back(self, file: Path | None = None) -> int:
        return main(["journal", "import", str(file or self.answer)])

    @property
    def journal(self) -> Path:
        (found,) = self.stick.glob("citycard-*.journal")
        return found

    @property
    def answer(self) -> Path:
        return self.journal.with_suffix(".answer")

    def at_the_platform(self, act: Callable[[Platform], None]) -> None:
        platform = Platform.open(self.city.directory / "platform")
        act(platform)
        platform.close()

    def events_at_platform(self) -> int:
        counts: list[int] = []
        count = "SELECT count(*) FROM journal"

        def look(platform: Platform) -> None:
            with platform.store.read() as connection:
                counts.append(connection.exec_driver_sql(count).scalar_one())

        self.at_the_platform(look)
        return counts[0]


@pytest.fixture
def carrier(city: City, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: object) -> Carrier:
    stick = tmp_path / "stick"
    stick.mkdir()
    return Carrier(city, monkeypatch, stick)


def test_a_journal_goes_there_and_its_words_and_news_come_back(carrier: Carrier, capsys: pytest.CaptureFixture[str]) -> None:
    carrier.act(450)
    before = carrier.events_at_platform()
    assert carrier.export() == 0
    assert "450 筆 events" in capsys.readouterr().out
    medium = CARDS["senior"].medium
    carrier.at_the_platform(lambda platform: admin.block_card(platform, medium, CardState.LOST))
    assert carrier.at_platform() == 0
    assert carrier.events_at_platform() == before + 450
    assert carrier.queue() == (450, 0, 0)
    assert carrier.back() == 0
    waiting, held, parked = carrier.queue()
    assert waiting == 0
    assert held + parked == 0
    station = open_station(carrier.city.settings("counter"))
    look = station.counter.look(medium)
    station.stop()
    assert look.state is CardState.LOST
    # Everything once more, in any order: nothing is there twice, and nothing changes.
    assert carrier.at_platform() == carrier.back() == carrier.back() == 0
    assert carrier.events_at_platform() == before + 450
    assert carrier.export() == 0
    assert "0 筆 events" in capsys.readouterr().out


def test_what_people_decided_comes_back_by_stick_too(carrier: Carrier) -> None:
    carrier.act(3)
    for _ in range(2):
        assert carrier.export() == carrier.at_platform() == carrier.back() == 0
    journal = carrier.city.journal("counter")
    listed = journal.unsettled(9)
    journal.close()
    assert len(listed) == 3
    carrier.at_the_platform(
        lambda platform: decide(platform, listed[0].event.station, [each.event.op_id for each in listed[:2]])
    )
    assert carrier.export() == carrier.at_platform() == 0
    for _ in range(2):
        assert carrier.back() == 0
        journal = carrier.city.journal("counter")
        assert [each.event.op_id for each in journal.unsettled(9)] == [listed[2].event.op_id]
        assert int(journal.meta("told_after") or 0) > 0
        journal.close()


def decide(platform: Platform, name: str, op_ids: list[UUID]) -> None:
    """A supervisor has looked at everything that is said against these events."""
    station = sticks._station(platform, name)
    boss = StaffCaller(staff="示範", name="示範主管", roles=frozenset({"supervisor"}), agency="", station=station)
    with platform.store.write() as connection:
        listed, _ = work_list.listed(connection, AnomalyListRequest(), boss, platform.now_ms())
        for one in listed:
            if one.op_id in op_ids:
                decided = AnomalyResolve(
                    op_id=uuid4(), event=one.event, anomaly=one.anomaly, resolution="accepted", note="示範說明"
                )
                work_list.resolve(connection, platform.authority, decided, boss, platform.now_ms())


def test_what_went_by_stick_and_then_by_network_is_there_once(carrier: Carrier) -> None:
    carrier.act(5)
    assert carrier.export() == 0
    assert carrier.at_platform() == 0
    before = carrier.events_at_platform()
    carrier.city.platform.start()
    carrier.city.reopen("counter")
    carrier.city.until_online("counter")
    carrier.city.close_stations()
    carrier.city.platform.stop()
    assert carrier.events_at_platform() == before
    # The answer comes when the station has long heard all of it by itself.
    assert carrier.back() == 0
    assert carrier.queue() == (0, 0, 0)


def test_a_stick_that_is_not_there_is_named(carrier: Carrier, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "export", str(carrier.stick / "away" / "file")]) == EXIT_ENVIRONMENT
    assert "[backup_away]" in capsys.readouterr().err
    assert carrier.back(carrier.stick / "none.answer") == EXIT_ENVIRONMENT
    assert "[backup_away]" in capsys.readouterr().err
    assert carrier.at_platform(carrier.stick / "none.journal") == EXIT_ENVIRONMENT


def test_a_journal_file_that_is_not_right_is_named_and_nothing_of_it_taken_in(
    carrier: Carrier, capsys: pytest.CaptureFixture[str]
) -> None:
    carrier.act(20)
    assert carrier.export() == 0
    good, before = carrier.journal.read_bytes(), carrier.events_at_platform()
    lines = good.splitlines(keepends=True)
    foreign = lines[0].replace(b'"station":"', b'"station":"x')
    for content, words in (
        (good[: len(good) // 2], "cut short"),
        (b"".join(lines[:-1]), "cut short"),
        (b"".join([*lines[:5], *lines[6:]]), "altered"),
        (foreign + b"".join(lines[1:]), "another station's"),
        (b"holiday", "no such file"),
        (b"", "no such file"),
    ):
        carrier.journal.write_bytes(content)
        assert carrier.at_platform() == EXIT_FAILED
        told = capsys.readouterr().err
        assert words in told
        assert "沒有任何變更" in told
    assert not carrier.answer.exists()
    assert carrier.events_at_platform() == before
    real = lines[0].replace(b'"demo":true', b'"demo":false')
    carrier.journal.write_bytes(real + b"".join(lines[1:]))
    assert carrier.at_platform() == EXIT_ENVIRONMENT
    assert "[mode_mismatch]" in capsys.readouterr().err


def test_an_answer_that_is_not_right_is_named_and_changes_nothing(carrier: Carrier, capsys: pytest.CaptureFixture[str]) -> None:
    carrier.act(3)
    assert carrier.export() == 0
    assert carrier.at_platform() == 0
    first = carrier.answer.read_bytes()
    foreign = first.replace(b'"station":"', b'"station":"x', 1)
    for content, words in (
        (first[:-1], "altered"),
        (foreign, "another station's"),
        (carrier.journal.read_bytes(), "no such file"),
    ):
        carrier.answer.write_bytes(content)
        assert carrier.back() == EXIT_FAILED
        assert words in capsys.readouterr().err
        assert carrier.queue() == (3, 0, 0)
    carrier.act(1)
    assert carrier.export() == 0
    assert carrier.at_platform() == 0
    assert carrier.back() == 0
    carrier.answer.write_bytes(first)
    assert carrier.back() == EXIT_FAILED
    assert "older answer" in capsys.readouterr().err


def test_a_running_station_keeps_its_store_to_itself(carrier: Carrier, capsys: pytest.CaptureFixture[str]) -> None:
    journal = carrier.city.journal("counter")
    assert carrier.export() == EXIT_ENVIRONMENT
    assert "[store_locked]" in capsys.readouterr().err
    journal.close()
    assert list(carrier.stick.iterdir()) == []


def test_a_revoked_station_may_bring_what_it_has(carrier: Carrier) -> None:
    carrier.act(2)
    assert carrier.export() == 0
    assert f'"format":"{JOURNAL_FORMAT}"'.encode() in carrier.journal.read_bytes()
    station = msgspec.json.decode(carrier.journal.read_bytes().splitlines()[0])["station"]
    carrier.at_the_platform(lambda platform: admin.revoke_station(platform, station))
    before = carrier.events_at_platform()
    assert carrier.at_platform() == 0
    assert carrier.events_at_platform() == before + 2
    assert carrier.back() == 0
    assert carrier.queue() == (0, 0, 0)


def test_a_station_that_was_never_enrolled_has_nothing_to_carry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qapp: object
) -> None:
    monkeypatch.setenv("CITYCARD_STATE", str(tmp_path / "new"))
    monkeypatch.setenv("CITYCARD_STORE_SECRETS", "file")
    assert main(["journal", "export", str(tmp_path)]) == EXIT_ENVIRONMENT
    assert "[not_enrolled]" in capsys.readouterr().err
