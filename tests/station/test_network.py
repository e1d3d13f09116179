"""What stands between a station and its platform: nobody, a proxy, a revocation, a broken programme."""

import shutil
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import pytest

from central import admin
from central.platform import Platform
from citycard_app.demo_data import NEWCOMER, TALK
from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem
from domain.media import Medium, MediumType
from station.clock import SystemClock
from station.enrolment import enrol
from station.views import Connection
from station.wiring import open_station
from tests.end2end.test_steps import form
from tests.station_rig import City


@contextmanager
def captive_portal(url: str) -> Iterator[None]:
    """Answers everything at the platform's address with a friendly page and status 200."""
    page = "<html>歡迎使用免費無線網路</html>".encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (
        len(page),
        page,
    )
    with socket.create_server(("127.0.0.1", urlsplit(url).port or 0)) as server:
        server.settimeout(0.1)
        leaving = threading.Event()

        def serve() -> None:
            while not leaving.is_set():
                try:
                    peer, _ = server.accept()
                except TimeoutError:
                    continue
                with peer:
                    peer.recv(1 << 20)
                    peer.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield
        finally:
            leaving.set()
            thread.join()


def test_a_captive_portals_page_is_no_acknowledgement(city: City) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    city.platform.stop()
    with captive_portal(city.platform.url):
        station.events.tap(TALK, city.medium("senior"))
        city.until(lambda: station.status().connection is Connection.DEGRADED)
        assert station.status().problem is Code.PLATFORM_NOT_OURS
        assert station.status().queue == 1
        wish = station.redeeming.redeem(
            station.redeeming.new_op_id(),
            city.medium("senior"),
            purse="account",
            point_kind="health",
            amount_ntd=50,
            birthday="0105",
        )
        assert wish.state == "pending"
    city.platform.start()
    city.until_online("counter")
    assert city.facts().redemptions[wish.op_id].amount_ntd == 50


def test_a_revoked_station_stops_and_keeps_what_it_has_to_tell(city: City) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    city.platform.stop()
    city.until_offline("counter")
    station.events.tap(TALK, city.medium("senior"))
    city.platform.start()
    admin.revoke_station(city.platform.platform, station.identity.station)
    city.until(lambda: station.status().connection is Connection.REVOKED)
    city.until(lambda: not station.counter.look(city.medium("senior")).known)
    assert station.status().queue == 1
    with pytest.raises(EnvironmentProblem) as caught:
        station.events.tap(TALK, city.medium("senior"))
    assert caught.value.code is Code.STATION_REVOKED
    city.close_stations()
    city.platform.stop()
    again = city.reopen("counter")
    assert again.status().connection is Connection.REVOKED
    assert not again.counter.look(city.medium("senior")).known
    assert again.status().queue == 2


def test_a_platform_restored_from_a_backup_is_offered_everything_again(city: City) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    city.platform.stop()
    backup = city.directory / "backup"
    shutil.copytree(city.directory / "platform", backup)
    city.platform.start()
    city.until_online("counter")
    station.events.tap(TALK, city.medium("senior"))
    done = station.redeeming.redeem(
        station.redeeming.new_op_id(),
        city.medium("senior"),
        purse="account",
        point_kind="health",
        amount_ntd=50,
        birthday="0105",
    )
    assert done.state == "done"
    city.platform.stop()
    shutil.rmtree(city.directory / "platform")
    shutil.copytree(backup, city.directory / "platform")
    with closing(Platform.open(city.directory / "platform")) as restored:
        restored.start_new_generation()
    city.platform.start()
    assert done.op_id not in city.facts().redemptions
    station.events.tap(TALK, city.medium("reader"))
    city.until(lambda: done.op_id in city.facts().redemptions)
    city.until_online("counter")
    agreement = city.agreement()
    assert (agreement.redeemed_ntd, agreement.disagreements) == (50, [])


def test_a_journal_whose_secrets_are_away_is_never_enrolled_over(city: City) -> None:
    city.station("counter")
    city.close_stations()
    secrets = city.directory / "counter" / "secrets.json"
    secrets.rename(secrets.with_suffix(".away"))
    for attempt in (
        lambda: open_station(city.settings("counter")),
        lambda: enrol(city.settings("counter"), city.platform.url, city.seeded.kiosk_code, SystemClock(), demo=True),
    ):
        with pytest.raises(EnvironmentProblem) as caught:
            attempt()
        assert caught.value.code is Code.STORE_WRONG_KEY
    secrets.with_suffix(".away").rename(secrets)
    assert city.reopen("counter").status().queue == 0


def test_a_station_whose_disk_is_full_still_lets_go_of_everything(city: City) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    db = station._context.journal._db
    db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")

    def tap_until_refused() -> None:
        for number in range(500):
            station.events.tap(TALK, Medium(type=MediumType.UID, value=number.to_bytes(7, "big")))

    with pytest.raises(EnvironmentProblem) as caught:
        tap_until_refused()
    assert caught.value.code is Code.DISK_FULL
    city.close_stations()
    city.reopen("counter")
    city.until_online("counter")


def test_a_broken_programme_leaves_the_present_one_in_force(city: City) -> None:
    station = city.station("counter")
    before = station.programme
    replace = station._context.sync._on_programme
    replace("v9", "schema = 1\nid = 3")
    assert station.programme is before
    replace("v10", station._context.journal.meta("programme") or "")
    assert station.programme == before
    assert station._context.journal.meta("programme_version") == "v10"


def test_a_station_is_enrolled_once(city: City) -> None:
    city.station("counter")
    city.close_stations()
    with pytest.raises(EnvironmentProblem) as caught:
        enrol(city.settings("counter"), city.platform.url, city.seeded.kiosk_code, SystemClock(), demo=True)
    assert caught.value.code is Code.ALREADY_ENROLLED


def test_a_store_that_is_open_already_is_refused(city: City) -> None:
    city.station("counter")
    with pytest.raises(EnvironmentProblem) as caught:
        open_station(city.settings("counter"))
    assert caught.value.code is Code.STORE_LOCKED


def test_a_machine_that_was_never_enrolled_says_so(city: City) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        open_station(city.settings("nowhere"))
    assert caught.value.code is Code.NOT_ENROLLED


def test_the_same_button_five_times_at_once_is_one_card(city: City) -> None:
    station = city.station("counter")
    city.sign_in()
    desk = station.counter
    op_id, medium = desk.new_op_id(), city.medium("blank1")

    def press(_turn: int) -> CardState:
        return desk.issue(op_id, medium, form(NEWCOMER), kind="senior", carrier="easycard", consents=["issue"]).state

    with ThreadPoolExecutor(5) as pool:
        states = list(pool.map(press, range(5)))
    assert states == [CardState.ACTIVE] * 5
    city.until_online("counter")
    agreement = city.agreement()
    assert (agreement.cards, agreement.disagreements) == (1, [])


def test_one_person_two_cards_of_one_kind_the_second_is_suspended_and_shown(city: City) -> None:
    station = city.station("counter")
    city.sign_in()
    desk = station.counter
    first = desk.issue(
        desk.new_op_id(), city.medium("blank1"), form(NEWCOMER), kind="senior", carrier="easycard", consents=["issue"]
    )
    second = desk.issue(
        desk.new_op_id(), city.medium("blank2"), form(NEWCOMER), kind="senior", carrier="easycard", consents=["issue"]
    )
    assert (first.state, second.state, second.code) == (CardState.ACTIVE, CardState.SUSPENDED, Code.ONE_PER_PERSON)
    assert desk.look(city.medium("blank2")).state is CardState.SUSPENDED
