"""A restored station that has no network: another epoch by stick, and for nobody who needs none."""

import shutil

import pytest

from central.platform import Platform
from citycard_app.cli import EXIT_ENVIRONMENT, main
from offline_store.journal import FILE
from tests.station.test_recovery import accepted, copy_of, is_not_cloned, online, ops
from tests.station.test_sticks import Carrier
from tests.station.test_sticks import carrier as carrier  # noqa: PLC0414 (a fixture)


def restored(carrier: Carrier) -> None:
    """The journal is damaged beyond reading, and its backup put back; the platform has heard more than that knows."""
    carrier.act(3)
    copy = copy_of(carrier)
    carrier.act(3)
    around(carrier)
    assert carrier.queue() == (0, 0, 0)
    (carrier.city.settings("counter").directory / FILE).write_bytes(b"a fallen disk")
    assert main(["journal", "restore", str(copy), "--aside"]) == 0


def around(carrier: Carrier) -> None:
    """By stick to the platform and back."""
    assert carrier.export() == carrier.at_platform() == carrier.back() == 0


def epoch(carrier: Carrier) -> int:
    journal = carrier.city.journal("counter")
    identity = journal.identity()
    journal.close()
    assert identity is not None
    return identity.epoch


def test_a_restored_station_without_a_network_begins_another_epoch_by_stick(
    carrier: Carrier, capsys: pytest.CaptureFixture[str]
) -> None:
    restored(carrier)
    before = ops(carrier)
    carrier.act(4)
    assert carrier.export() == carrier.at_platform() == 0
    # What is done while the stick is away stands in the new epoch, too; and everything may be done twice.
    carrier.act(2)
    new = ops(carrier) - before
    assert carrier.at_platform() == carrier.back() == carrier.back() == 0
    assert "export once more" in capsys.readouterr().out
    assert epoch(carrier) == 2
    around(carrier)
    assert carrier.queue() == (0, 0, 0)
    assert len(new) == 6
    assert new <= accepted(carrier)
    carrier.act(1)
    around(carrier)
    assert (carrier.queue(), epoch(carrier)) == ((0, 0, 0), 2)
    assert main(["journal", "verify"]) == 0
    online(carrier)
    carrier.at_the_platform(is_not_cloned)
    assert (carrier.queue(), epoch(carrier)) == ((0, 0, 0), 2)


def test_a_second_stick_before_the_first_ones_answer_begins_no_further_epoch(carrier: Carrier) -> None:
    restored(carrier)
    carrier.act(1)
    assert carrier.export() == carrier.at_platform() == 0
    carrier.act(1)
    assert carrier.export() == carrier.at_platform() == carrier.back() == 0
    assert epoch(carrier) == 2
    around(carrier)
    assert carrier.queue() == (0, 0, 0)
    online(carrier)
    carrier.at_the_platform(is_not_cloned)
    assert (carrier.queue(), epoch(carrier)) == ((0, 0, 0), 2)


def test_an_old_stick_shuts_nobody_out_that_has_been_online_since(carrier: Carrier) -> None:
    carrier.act(2)
    assert carrier.export() == 0
    carrier.act(2)
    online(carrier)
    assert carrier.at_platform() == carrier.back() == 0
    assert epoch(carrier) == 1
    restored(carrier)
    carrier.act(2)
    assert carrier.export() == 0
    online(carrier)
    assert carrier.at_platform() == carrier.back() == 0
    assert epoch(carrier) == 2
    online(carrier)
    carrier.at_the_platform(is_not_cloned)
    assert (carrier.queue(), epoch(carrier)) == ((0, 0, 0), 2)


def test_another_machine_gets_no_epoch_by_stick(carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    def know(platform: Platform) -> None:
        with platform.store.write() as connection:
            connection.exec_driver_sql("UPDATE stations SET instance = 'the machine' WHERE replaced_by IS NULL")

    restored(carrier)
    carrier.at_the_platform(know)
    carrier.act(1)
    for machine, code in (("another one", EXIT_ENVIRONMENT), ("the machine", 0)):
        monkeypatch.setattr("station.machine.instance", lambda name=machine: name)
        assert carrier.export() == 0
        assert carrier.at_platform() == code
    assert carrier.back() == 0
    assert epoch(carrier) == 2


@pytest.mark.parametrize(("most", "sticks"), [(50_000, 2), (2, 4)])
def test_everything_is_brought_again_to_a_platform_that_was_itself_restored(
    carrier: Carrier, monkeypatch: pytest.MonkeyPatch, most: int, sticks: int
) -> None:
    monkeypatch.setattr("station.sticks.MOST_AGAIN", most)
    monkeypatch.setattr("offline_store.offering._PORTION", most)
    carrier.act(1)
    around(carrier)
    platform = carrier.city.directory / "platform"
    shutil.copytree(platform, carrier.city.directory / "backup")
    carrier.act(3)
    around(carrier)
    shutil.rmtree(platform)
    shutil.copytree(carrier.city.directory / "backup", platform)
    carrier.at_the_platform(Platform.start_new_generation)
    carrier.act(2)
    done = ops(carrier)
    # The first stick tells the station, the next ones bring everything.
    for _ in range(sticks):
        around(carrier)
    assert (carrier.queue(), epoch(carrier)) == ((0, 0, 0), 1)
    assert len(done) == 6
    assert done <= accepted(carrier)
