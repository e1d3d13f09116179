"""What the doctor says of serial ports, wedges and cameras."""

import pytest

from citycard_app.doctor_readers import more_readers
from citycard_app.doctor_station import readers
from citycard_app.findings import State
from station.settings import CameraSettings, ReaderSettings, StationSettings, WedgeSettings
from tests.identifiers.test_serial_reader import SerialRig

pytestmark = pytest.mark.qt_log_ignore("^Couldn't (load|resolve) ", extend=True)


def looked(**settings):
    return more_readers(StationSettings(**{"reader": ReaderSettings(driver="virtual"), **settings}))


def test_nothing_set_is_fine(qapp):
    assert (looked().state, looked().hint) == (State.OK, "")


def test_a_port_that_is_there_absent_or_taken(qapp, tmp_path, monkeypatch):
    rig = SerialRig(tmp_path)
    entry = ReaderSettings(driver="virtual", more=[f"serial:{rig.link}?baud=19200"])
    assert looked(reader=entry).state is State.OK
    reader = rig.open()
    reader.poll(0.1)
    assert looked(reader=entry).state is State.ATTENTION
    reader.close()

    def refuse(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr("serial.Serial", refuse)
        assert "dialout" in looked(reader=entry).hint
    rig.unplug()
    gone = looked(reader=entry)
    assert (gone.state, "absent" in gone.found) == (State.MISSING, True)


def test_wedge_and_camera(qapp):
    found = looked(wedge=WedgeSettings(reads="cards", profile="8H10D"), camera=CameraSettings(device="No such camera"))
    assert found.state is State.MISSING
    assert "8H10D" in found.found
    assert "camera.device" in found.hint


def test_wrong_words_are_told(qapp):
    found = looked(reader=ReaderSettings(driver="virtual", more=["serial:COM3?baud=x"]))
    assert (found.state, found.found) == (State.MISSING, "$.reader.more[0]")
    assert looked(reader=ReaderSettings(driver="virtual", more=["abacus"])).state is State.MISSING


def test_a_station_without_a_pcsc_reader_lacks_none_when_its_reader_types(qapp):
    assert readers(StationSettings(reader=ReaderSettings(driver="none"), wedge=WedgeSettings(reads="cards"))).state is State.OK
