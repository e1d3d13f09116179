"""A station with several readers, and what desks make of codes."""

import os
import subprocess
import sys
import time
from contextlib import suppress

import msgspec
import pytest

from domain.errors import Code, EnvironmentProblem, Refused
from domain.media import Medium, MediumType
from domain.ports import CardGone, CardPresented, CardUnreadable, ReaderLost, ReaderReady
from reader_drivers import catalogue
from reader_drivers.catalogue import Wanted, open_all
from reader_drivers.virtual import field
from reader_drivers.wedge import NAME, WedgeReader
from station.card_worker import CardWorkers, ReaderCondition, ReaderState
from station.clock import SystemClock
from station.front import Front
from station.reader_choice import wanted_readers
from station.settings import CameraSettings, ReaderSettings, StationSettings, WedgeSettings, load
from station.wiring import open_station
from tests.readers_rig import LayCard
from tests.unit.product_sources import ROOT

CODE = Medium(MediumType.CODE, b"LIB-0042")


def opened(**settings):
    return open_all(wanted_readers(StationSettings(**settings)), SystemClock())


def test_the_main_reader_comes_first_and_each_has_its_name(tmp_path):
    for name in ("Main one", "Other one"):
        field(name)
    found = opened(
        reader=ReaderSettings(driver="virtual", name="Main", more=["virtual:Other", f"serial:{tmp_path}/tty?reads=codes"]),
        wedge=WedgeSettings(reads="codes"),
        camera=CameraSettings(device="first"),
    )
    assert [reader.name for reader in found.readers] == ["Main one", "Other one", f"{tmp_path}/tty", NAME, "first"]
    assert not found.real
    assert found.keystrokes is found.readers[3]
    assert found.frames is found.readers[4]
    assert found.camera == "first"
    CardWorkers(found.readers, SystemClock()).stop()


def test_a_station_whose_only_reader_types():
    found = opened(reader=ReaderSettings(driver="none"), wedge=WedgeSettings(reads="cards"))
    assert isinstance(found.readers[0], WedgeReader)
    assert found.real


@pytest.mark.parametrize(
    ("settings", "where", "expected"),
    [
        ({"reader": ReaderSettings(driver="virtual", name="A", more=["abacus"])}, "$.reader.more[0]", "DRIVER:NAME"),
        ({"reader": ReaderSettings(driver="virtual", name="A", more=["virtual:B", "usb:C"])}, "$.reader.more[1]", "serial"),
        ({"reader": ReaderSettings(driver="virtual", name="A", more=["serial:"])}, "$.reader.more[0]", "COM3"),
        ({"reader": ReaderSettings(driver="virtual", name="A", more=["serial:COM3?baud=x"])}, "$.reader.more[0]", "baud"),
        ({"reader": ReaderSettings(driver="virtual", more=["virtual:B"])}, "$.reader.name", "B"),
        ({"reader": ReaderSettings(driver="virtual", name="A", more=["virtual:A b"])}, "$.reader.name", "A b"),
        (
            {"reader": ReaderSettings(driver="virtual", name="A", more=["serial:COM3", "serial:COM3"])},
            "$.reader.more[0]",
            "COM3",
        ),
        ({"reader": ReaderSettings(driver="none")}, "$.reader.driver", "reader.more"),
        ({"wedge": WedgeSettings(reads="cards", profile="9D"), "reader": ReaderSettings(driver="virtual")}, "$.wedge", "8H10D"),
        ({"wedge": WedgeSettings(reads="both"), "reader": ReaderSettings(driver="virtual")}, "$.wedge", "prefix"),
        ({"wedge": WedgeSettings(reads="cards", gap_ms=1), "reader": ReaderSettings(driver="virtual")}, "$.wedge", "gap_ms"),
        (
            {"wedge": WedgeSettings(reads="cards"), "reader": ReaderSettings(driver="virtual", more=["wedge:two"])},
            "$.wedge",
            "wedge: 1",
        ),
    ],
)
def test_a_wrong_entry_is_named(settings, where, expected):
    with pytest.raises(EnvironmentProblem) as caught:
        opened(**settings)
    assert caught.value.code is Code.SETTINGS_INVALID
    assert caught.value.details["where"] == where
    assert expected in str(caught.value.details["expected"])


def test_what_was_opened_before_a_wrong_entry_is_closed_again(monkeypatch):
    closed = []
    monkeypatch.setattr("reader_drivers.virtual.VirtualReader.close", lambda reader: closed.append(reader.name))
    with suppress(EnvironmentProblem):
        opened(reader=ReaderSettings(driver="virtual", name="Virtual", more=["serial:COM3?baud=x"]))
    assert closed == ["Virtual reader"]


def test_settings_from_file_and_environment(tmp_path):
    (tmp_path / "station.toml").write_text('[reader]\nmore = ["pcsc:ACS", "serial:COM3"]\n[wedge]\nreads = "cards"\n', "utf-8")
    base = {"CITYCARD_STATE": str(tmp_path)}
    assert load(None, base).reader.more == ["pcsc:ACS", "serial:COM3"]
    settings = load(
        None, {**base, "CITYCARD_READER_MORE": "serial:/dev/ttyS0?reads=codes,nfc:usb", "CITYCARD_WEDGE_GAP_MS": "50"}
    )
    assert settings.reader.more == ["serial:/dev/ttyS0?reads=codes", "nfc:usb"]
    assert (settings.wedge.reads, settings.wedge.gap_ms) == ("cards", 50)
    assert load(None, {**base, "CITYCARD_READER_MORE": ""}).reader.more == []


def test_every_driver_is_in_the_catalogue_once():
    names = [driver.name for driver in catalogue.drivers()]
    assert len(set(names)) == len(names)
    assert {"pcsc", "serial", "wedge", "camera", "virtual"} <= set(names)
    for name in names:
        assert catalogue.choose(name).name == name


def test_two_pcsc_readers_at_once(slots, lay_card: LayCard):
    first, second = slots[0].reader, slots[1].reader
    found = opened(reader=ReaderSettings(driver="pcsc", name=first, more=[f"pcsc:{second}"]))
    workers = CardWorkers(found.readers, SystemClock())
    taps = []
    workers.subscribe(
        lambda event: taps.append((event.reader, event.medium.value)) if isinstance(event, CardPresented) else None
    )
    workers.start()
    lay_card(bytes.fromhex("26DEFAE7"), slot=0)
    lay_card(bytes.fromhex("04A1B2C3D4E5F6"), slot=1)
    end_s = time.monotonic() + 5
    while len(taps) < 2 and time.monotonic() < end_s:
        time.sleep(0.02)
    workers.stop()
    assert sorted(taps) == sorted([(first, bytes.fromhex("26DEFAE7")), (second, bytes.fromhex("04A1B2C3D4E5F6"))])


def test_windows_hear_of_one_place():
    heard = []
    front = Front("main", heard.append)
    card = CardPresented(reader="main", medium=CODE, at_s=0.0)
    code = CardPresented(reader="side", medium=CODE, at_s=0.0)
    lost = ReaderLost(reader="main", cause="service")
    steps = [
        (ReaderReady(reader="main"), True),
        (ReaderReady(reader="side"), False),
        (card, True),
        (ReaderLost(reader="side", cause="unplugged"), False),
        (code, True),
        (CardGone(reader="main"), False),
        (CardGone(reader="side"), True),
        (CardUnreadable(reader="main"), True),
        (CardGone(reader="main"), True),
        (lost, True),
    ]
    for event, passes in steps:
        heard.clear()
        front(event)
        assert heard == ([event] if passes else []), event


def heard_by_front(*events, states=()):
    """What reaches the window of these, after it has begun with those states."""
    heard = []
    front = Front("main", heard.append)
    front.begin(states)
    for event in events:
        front(event)
    return heard


ON_MAIN = CardPresented(reader="main", medium=Medium(MediumType.UID, b"1234"), at_s=0.0)
ON_SIDE = CardPresented(reader="side", medium=CODE, at_s=0.0)
SIDE_GONE, MAIN_LOST = CardGone(reader="side"), ReaderLost(reader="main", cause="unplugged")


def test_a_card_that_still_lies_on_another_reader_is_there_again():
    again = msgspec.structs.replace(ON_MAIN, again=True)
    assert heard_by_front(ON_MAIN, ON_SIDE, SIDE_GONE)[2:] == [SIDE_GONE, again]
    gone = CardGone(reader="main")
    assert heard_by_front(ON_MAIN, ON_SIDE, SIDE_GONE, gone)[2:] == [SIDE_GONE, again, gone]
    assert heard_by_front(ON_SIDE, ON_MAIN, gone)[2:] == [gone, msgspec.structs.replace(ON_SIDE, again=True)]


def test_where_codes_do_not_stay_one_is_told_once_and_moves_no_card():
    heard = []
    front = Front("main", heard.append, codes_stay=False)
    front.begin([ReaderState(reader="main", since_s=0.0), ReaderState(reader="side", since_s=0.0, card=CODE)])
    for event in (ON_MAIN, ON_SIDE, SIDE_GONE, ON_SIDE, CardGone(reader="main"), SIDE_GONE):
        front(event)
    assert heard == [ON_MAIN, ON_SIDE, ON_SIDE, CardGone(reader="main")]
    heard.clear()
    both = CardPresented(reader="side", medium=Medium(MediumType.UID, b"1234"), at_s=0.0)
    for event in (ON_SIDE, SIDE_GONE, both, SIDE_GONE):
        front(event)
    assert heard == [ON_SIDE, both, SIDE_GONE], "a reader of both still tells of its cards"
    heard.clear()
    unreadable = CardUnreadable(reader="side")
    for event in (ON_MAIN, unreadable, SIDE_GONE, CardGone(reader="main"), unreadable, SIDE_GONE):
        front(event)
    assert heard == [ON_MAIN, CardGone(reader="main"), unreadable, SIDE_GONE], (
        "whose card lies there is not sent away by a scanner"
    )


def test_a_card_that_lay_there_at_the_start_leaves():
    states = [ReaderState(reader="main", since_s=0.0), ReaderState(reader="side", since_s=0.0, card=CODE)]
    assert Front("main", print).begin(states) == CODE
    assert heard_by_front(SIDE_GONE, states=states) == [SIDE_GONE]
    front = Front("main", print)
    front(SIDE_GONE)
    assert front.begin(states) is None


def test_the_main_reader_away_takes_no_card_from_another():
    assert heard_by_front(ON_SIDE, MAIN_LOST) == [ON_SIDE]
    assert heard_by_front(ON_SIDE, MAIN_LOST, SIDE_GONE) == [ON_SIDE, SIDE_GONE, MAIN_LOST]
    assert heard_by_front(ON_SIDE, MAIN_LOST, ReaderReady(reader="main"), SIDE_GONE)[-1] == SIDE_GONE
    assumed = CardGone(reader="side", assumed=True)
    assert heard_by_front(ON_SIDE, MAIN_LOST, assumed) == [ON_SIDE, assumed]
    lost = ReaderState(reader="main", since_s=0.0, condition=ReaderCondition.UNPLUGGED)
    states = [lost, ReaderState(reader="side", since_s=0.0, card=CODE)]
    assert heard_by_front(SIDE_GONE, states=states) == [SIDE_GONE, MAIN_LOST]


@pytest.fixture
def side_city(city):
    """The counter has a second reader and a keyboard wedge for codes."""
    side = field(f"side {city.directory.name}")
    settings = city.settings("counter")
    reader = msgspec.structs.replace(settings.reader, more=[f"virtual:{side.name}"])
    city._settings["counter"] = msgspec.structs.replace(settings, reader=reader, wedge=WedgeSettings(reads="codes"))
    return city, side


def test_the_stations_status_is_its_main_readers(side_city):
    city, side = side_city
    station = city.station("counter")
    assert station.status().reader == station.main_reader
    side.unplug()
    city.until(lambda: station.cards.state()[side.name].condition.value == "unplugged")
    assert station.status().reader_ready
    city._field("counter").unplug()
    city.until(lambda: not station.status().reader_ready)
    side.plug()
    city._field("counter").plug()
    city.until(lambda: station.status().reader_ready)


def test_codes_at_every_desk_are_unknown_cards_and_no_trouble(side_city):
    city, _ = side_city
    station = city.station("counter")
    city.sign_in()
    keys = station.opened.keystrokes
    seen = []
    station.cards.subscribe(lambda event: seen.append(event.medium) if isinstance(event, CardPresented) else None)
    for number, key in enumerate("LIB-0042\r"):
        keys.pressed(key, number / 100)
    city.until(lambda: seen == [CODE])
    for value in (b"", b"x", bytes(255), bytes(range(256)), b"7" * 4000):
        code = Medium(MediumType.CODE, value)
        assert not station.counter.look(code).known
        with pytest.raises(Refused) as caught:
            station.library.patron(code)
        assert caught.value.code is Code.CARD_UNKNOWN
        with pytest.raises(Refused) as caught:
            station.staff.recognise(code)
        assert caught.value.code is Code.STAFF_UNKNOWN
    activity = station.events.activities()[0].activity
    tap = station.events.tap(activity, CODE)
    assert (tap.walk_in, tap.known_card) == (True, False)
    # A code's bytes are not a card's: the same bytes as a UID are another medium.
    uid = city.medium("senior").value
    assert not station.counter.look(Medium(MediumType.CODE, uid)).known
    kiosk = city.station("kiosk")
    with pytest.raises(Refused) as caught:
        kiosk.redeeming.balance(CODE)
    assert caught.value.code is Code.CARD_UNKNOWN


def test_a_station_without_a_camera_loads_no_qt_multimedia():
    words = (
        "import sys, citycard_app.commands_station, citycard_app.station_window, station.wiring, terminal.app, kiosk.app;"
        "print([name for name in sys.modules if 'Multimedia' in name or name in ('zxingcpp', 'serial')])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", words], cwd=ROOT, env={**os.environ}, capture_output=True, text=True, check=False, timeout=60
    )
    assert answer.stdout == "[]\n", answer.stderr


def test_an_open_station_that_fails_names_the_entry(city):
    settings = city.settings("counter")
    city.station("counter")
    city.close_stations()
    broken = msgspec.structs.replace(settings, reader=msgspec.structs.replace(settings.reader, more=["serial:COM3?x=1"]))
    with pytest.raises(EnvironmentProblem) as caught:
        open_station(broken)
    assert caught.value.details["where"] == "$.reader.more[0]"
    open_station(settings).stop()


def test_one_entry_as_words():
    assert catalogue.listed("nfc:usb:054c:06c3", "$") == Wanted(driver="nfc", name="usb:054c:06c3", where="$")
