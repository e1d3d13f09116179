"""What is on the other end of the line: a certificate for somebody else, or the other kind of platform."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests

from central import stations
from citycard_app.demo_data import TALK
from domain.errors import Code, EnvironmentProblem
from domain.events import StaffSignedIn
from domain.wire import EnrolRequest, OutcomeStatus
from station.clock import SystemClock
from station.enrolment import enrol
from station.views import Connection
from station.wiring import open_station
from sync.http_platform import HttpPlatform
from tests.central.field import FieldStation
from tests.certificates import self_signed
from tests.faults.city import FaultCity
from tests.faults.table import fault
from tests.platform_rig import PROGRAMME, RunningPlatform
from ui import messages

CALM_S = 1.2


@contextmanager
def somebody_else(certificate: Path, key: Path) -> Iterator[tuple[str, list[float]]]:
    """A server that proves to be another than was called, and when it was called."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    called: list[float] = []
    leaving = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)

        def serve() -> None:
            while not leaving.is_set():
                try:
                    peer, _ = server.accept()
                except TimeoutError:
                    continue
                called.append(time.monotonic())
                peer.settimeout(2.0)
                try:
                    context.wrap_socket(peer, server_side=True).close()
                except OSError:
                    peer.close()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.getsockname()[1]}", called
        finally:
            leaving.set()
            thread.join()


# --- 39 ---


def tried_until_it_fits(patch: pytest.MonkeyPatch) -> None:
    send = requests.Session.send

    def stubborn(self: requests.Session, request: Any, **more: Any) -> requests.Response:
        for _ in range(40):
            try:
                return send(self, request, **more)
            except requests.exceptions.SSLError:
                continue
        return send(self, request, **more)

    patch.setattr(requests.Session, "send", stubborn)


@fault(39, broken_by=tried_until_it_fits)
def test_fault_39_a_certificate_for_another_name_is_an_error_and_no_loop(city: FaultCity) -> None:
    city.station("counter")
    city.sign_in()
    city.until_online("counter")
    city.close_stations()
    certificate, key = self_signed(city.directory, "192.0.2.7")
    with somebody_else(certificate, key) as (url, called):
        settings = city.settings("counter")
        elsewhere = msgspec.structs.replace(settings.platform, url=url, ca_file=str(certificate))
        station = open_station(msgspec.structs.replace(settings, platform=elsewhere), SystemClock())
        station.start()
        try:
            city.until(lambda: station.status().problem is Code.PLATFORM_TLS)
            assert station.status().connection is Connection.OFFLINE
            station.staff.sign_in(city.medium("clerk"), "246810")
            assert station.events.tap(TALK, city.medium("senior")).did == "in"
            since_s = time.monotonic()
            time.sleep(CALM_S)
            assert len([at_s for at_s in called if at_s > since_s]) <= 4
            assert station.status().queue == 2
        finally:
            station.stop()
    city.reopen("counter")
    city.until_online("counter")


# --- 45 ---


def everybody_is_taken(patch: pytest.MonkeyPatch) -> None:
    take = stations.enrol

    def easy(connection: Any, request: EnrolRequest, *, demo: bool, now_ms: int) -> Any:
        return take(connection, msgspec.structs.replace(request, demo=demo), demo=demo, now_ms=now_ms)

    patch.setattr(stations, "enrol", easy)


@fault(45, broken_by=everybody_is_taken)
def test_fault_45_demo_data_is_refused_by_a_real_platform(city: FaultCity, tmp_path: Path) -> None:
    with RunningPlatform(tmp_path / "real", PROGRAMME.read_text("utf-8"), demo=False) as real:
        sender = FieldStation(real.platform, ["event"], real.url)
        signed = sender.act(StaffSignedIn())
        demo = sender.act(StaffSignedIn(), demo=True)
        line = HttpPlatform(real.url, token=lambda: sender.token, clock=SystemClock(), on_offset=lambda _offset: None)
        with closing(line):
            said = line.upload([signed, demo], 5.0)
        assert [(one.status, one.code) for one in said] == [
            (OutcomeStatus.ACCEPTED, None),
            (OutcomeStatus.REJECTED, Code.MODE_MISMATCH),
        ]
        with pytest.raises(EnvironmentProblem) as refused:
            enrol(city.settings("kiosk"), real.url, "AAAA-BBBB-CCCC", SystemClock(), demo=True)
        assert refused.value.code is Code.MODE_MISMATCH
    own, other = (messages.words_for(code) for code in (Code.MODE_MISMATCH, Code.PLATFORM_NOT_OURS))
    assert own != other
    assert city.station("kiosk").demo
    wish = city.wish("kiosk")
    assert city.station("kiosk")._context.journal.event(wish.op_id).demo
