"""What is left when a machine is no more, or its journal had to be replaced: nothing that it did is lost."""

import shutil
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from central import admin
from central.platform import Platform
from citycard_app.cli import EXIT_ENVIRONMENT, EXIT_FAILED, main
from domain.events import decode
from offline_store.journal import FILE
from station.clock import SystemClock
from station.settings import BackupSettings
from station.succession import enrol_again
from tests.station.test_sticks import Carrier
from tests.station.test_sticks import carrier as carrier  # noqa: PLC0414 (a fixture)
from tests.station_rig import City

_REFERENCES = (
    'SELECT tables.name, keys."from" FROM sqlite_master AS tables, pragma_foreign_key_list(tables.name) AS keys'
    " WHERE tables.type = 'table' AND keys.\"table\" = 'stations'"
)


class Killed(BaseException):
    """The power is gone."""


def recover(carrier: Carrier, file: Path, *words: str) -> int:
    return main(["admin", "--data", str(carrier.city.directory / "platform"), "journal-recover", str(file), *words])


def copy_of(carrier: Carrier) -> Path:
    assert main(["journal", "backup", "--to", str(carrier.stick)]) == 0
    return max(carrier.stick.glob("journal-*.sqlite"))


def test_a_dead_machines_acts_come_back_from_its_stick_by_the_platform_alone(
    carrier: Carrier, capsys: pytest.CaptureFixture[str]
) -> None:
    carrier.act(30)
    before = carrier.events_at_platform()
    copy = copy_of(carrier)
    (sealed,) = carrier.stick.glob("*.sealed")
    # Disk and keyring are gone.
    shutil.rmtree(carrier.city.settings("counter").directory)
    assert recover(carrier, copy) == 0
    assert "30" in capsys.readouterr().out
    assert carrier.events_at_platform() == before + 30
    assert recover(carrier, copy, "--key", str(sealed)) == 0
    assert carrier.events_at_platform() == before + 30


def test_a_backup_without_its_key_or_that_is_not_whole_is_named(carrier: Carrier, capsys: pytest.CaptureFixture[str]) -> None:
    carrier.act(3)
    copy = copy_of(carrier)
    (sealed,) = carrier.stick.glob("*.sealed")
    good, key = copy.read_bytes(), sealed.read_bytes()
    before = carrier.events_at_platform()
    for content, key_content, code in (
        (good[:-4096], key, "store_damaged"),
        (good, key[:-1], "store_wrong_key"),
        (good, b"", "store_wrong_key"),
        (b"", key, "store_damaged"),
    ):
        copy.write_bytes(content)
        sealed.write_bytes(key_content)
        assert recover(carrier, copy) == EXIT_ENVIRONMENT
        assert f"[{code}]" in capsys.readouterr().err
    sealed.unlink()
    copy.write_bytes(good)
    assert recover(carrier, copy) == EXIT_ENVIRONMENT
    assert "[backup_away]" in capsys.readouterr().err
    assert carrier.events_at_platform() == before


def test_a_station_of_another_platform_is_named(carrier: Carrier, capsys: pytest.CaptureFixture[str]) -> None:
    copy = copy_of(carrier)

    def forget(platform: Platform) -> None:
        with platform.store.write() as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for table, column in connection.exec_driver_sql(_REFERENCES).all():
                connection.exec_driver_sql(f'UPDATE "{table}" SET "{column}" = \'x\' || "{column}"')
            connection.exec_driver_sql("UPDATE stations SET station = 'x' || station")

    carrier.at_the_platform(forget)
    assert recover(carrier, copy) == EXIT_FAILED
    assert "another station's" in capsys.readouterr().err


@pytest.mark.parametrize("sent", [0, 7])
def test_what_a_restored_backup_had_lost_comes_over_from_the_journal_that_was_set_aside(
    carrier: Carrier, capsys: pytest.CaptureFixture[str], sent: int
) -> None:
    before = carrier.events_at_platform()
    carrier.act(4)
    copy = copy_of(carrier)
    carrier.act(sent)
    if sent:
        online(carrier)
    carrier.act(6)
    lost = ops(carrier)
    assert main(["journal", "restore", str(copy), "--aside"]) == 0
    assert "brought over from it：6" in capsys.readouterr().out
    assert main(["journal", "verify"]) == 0
    # The restored station goes on by itself, before it has heard from the platform.
    carrier.act(2)
    online(carrier)
    assert carrier.queue() == (0, 0, 0)
    carrier.at_the_platform(is_not_cloned)
    assert lost <= accepted(carrier)
    assert carrier.events_at_platform() >= before + 4 + sent + 6 + 2


def enrolled_again(carrier: Carrier) -> None:
    carrier.city.platform.start()
    platform = carrier.city.platform
    code = admin.create_enrolment_code(platform.platform, "示範新站", "示範地點", ["counter", "event"])
    enrol_again(carrier.city.settings("counter"), platform.url, code, SystemClock(), demo=True)
    platform.stop()


@pytest.mark.parametrize("sent", [0, 2])
def test_both_files_acts_are_there_once_also_when_the_machine_was_enrolled_again_since_the_backup(
    carrier: Carrier, sent: int, capsys: pytest.CaptureFixture[str]
) -> None:
    carrier.act(3)
    copy = copy_of(carrier)
    carrier.act(2)
    enrolled_again(carrier)
    carrier.act(sent)
    if sent:
        online(carrier)
    carrier.act(3)
    done = ops(carrier)
    assert main(["journal", "restore", str(copy), "--aside"]) == 0
    assert f"brought over from it：{3 if sent else 5}" in capsys.readouterr().out
    carrier.act(2)
    done |= ops(carrier)
    assert len(done) == 3 + 2 + sent + 3 + 2
    online(carrier)
    assert carrier.queue() == (0, 0, 0)
    carrier.at_the_platform(is_not_cloned)
    assert [times for op_id, times in counted(carrier).items() if op_id in done] == [1] * len(done)
    assert main(["journal", "verify"]) == 0


def test_what_had_been_sent_when_its_answer_was_lost_is_there_once_and_nobody_is_troubled(carrier: Carrier) -> None:
    carrier.act(3)
    copy = copy_of(carrier)
    carrier.act(2)
    online(carrier)
    carrier.act(3)
    done = ops(carrier)
    assert carrier.export() == carrier.at_platform() == 0
    assert main(["journal", "restore", str(copy), "--aside"]) == 0
    online(carrier)
    assert carrier.queue() == (0, 0, 0)
    carrier.at_the_platform(is_not_cloned)
    assert [times for op_id, times in counted(carrier).items() if op_id in done] == [1] * 8


def test_a_restore_that_was_cut_short_is_carried_on_by_the_next_start(
    carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier.act(2)
    copy = copy_of(carrier)
    carrier.act(4)
    done = ops(carrier)

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("station.wiring.adopt_all", killed)
        with pytest.raises(Killed):
            main(["journal", "restore", str(copy), "--aside"])
    assert carrier.queue() == (2, 0, 0)
    online(carrier)
    assert carrier.queue() == (0, 0, 0)
    assert [times for op_id, times in counted(carrier).items() if op_id in done] == [1] * 6


def test_what_cannot_be_read_of_it_is_told_and_kept(carrier: Carrier, capsys: pytest.CaptureFixture[str]) -> None:
    carrier.act(3)
    copy = copy_of(carrier)
    file = carrier.city.settings("counter").directory / FILE
    file.write_bytes(file.read_bytes()[:-9000])
    assert main(["journal", "restore", str(copy), "--aside"]) == 0
    assert "keep it for the administrator" in capsys.readouterr().out
    assert main(["journal", "verify"]) == 0


def test_a_copy_that_knows_more_than_what_was_restored_proves_no_second_machine(carrier: Carrier) -> None:
    carrier.act(4)
    older = copy_of(carrier)
    carrier.act(6)
    newer = copy_of(carrier)
    assert newer != older
    online(carrier)
    (carrier.city.settings("counter").directory / FILE).write_bytes(b"a fallen disk")
    assert main(["journal", "restore", str(older), "--aside"]) == 0
    online(carrier)
    before = carrier.events_at_platform()
    assert recover(carrier, newer) == 0
    carrier.at_the_platform(is_not_cloned)
    assert carrier.events_at_platform() == before
    carrier.act(1)
    online(carrier)
    assert carrier.queue() == (0, 0, 0)


def online(carrier: Carrier) -> None:
    """The network is there for a while."""
    carrier.city.platform.start()
    carrier.city.reopen("counter")
    carrier.city.until_online("counter")
    carrier.city.close_stations()
    carrier.city.platform.stop()


def ops(carrier: Carrier) -> set[bytes]:
    """What this station has done."""
    journal = carrier.city.journal("counter")
    done = {decode(signed.body).op_id.bytes for signed in journal.events()}
    journal.close()
    return done


def accepted(carrier: Carrier) -> set[bytes]:
    """What counts at the platform, or is looked at by somebody."""
    return set(counted(carrier))


def counted(carrier: Carrier) -> Counter[bytes]:
    """The same, and how often."""
    found: Counter[bytes] = Counter()

    def look(platform: Platform) -> None:
        sql = "SELECT journal.op_id FROM journal JOIN outcomes ON outcomes.journal = journal.id WHERE status <> 'rejected'"
        with platform.store.read() as connection:
            found.update(bytes(row[0]) for row in connection.exec_driver_sql(sql))

    carrier.at_the_platform(look)
    return found


def is_not_cloned(platform: Platform) -> None:
    """No station is refused for being two machines."""
    with platform.store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM stations WHERE cloned_ms IS NOT NULL").scalar_one() == 0


def test_a_running_station_leaves_its_sealed_key_beside_its_copies(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.backups._FIRST_AFTER_S", 0.0)
    stick = tmp_path / "stick"
    stick.mkdir()
    settings = msgspec.structs.replace(city.settings("counter"), backup=BackupSettings(folder=str(stick)))
    city._settings["counter"] = settings
    city.station("counter")
    city.until(lambda: list(stick.glob("*.sealed")))
