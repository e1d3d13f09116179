"""What the tour does at each step, with its own eyes on the windows and on the platform's books.

Every step drives the real windows by clicks, keys and cards, waits for what a person would wait for, takes pictures, and gives
what it then found at the platform. A picture in which a text is clipped or two things overlap fails its step.
"""

from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QWidget

from central.audit import PlatformFacts, facts
from central.platform import Platform
from citycard_app.demo_data import CARDS, DEMO_PIN, NEWCOMER, OFFLINE_NEWCOMER, TALK, DemoPerson
from citycard_app.demo_world import DemoWorld
from citycard_app.stage import Stage, StageError
from kiosk.app import open_window as open_kiosk
from station.station import Station
from station.views import AttendanceCounts, Connection
from terminal.app import open_window as open_terminal
from ui.layout_check import check_layout

_COUNTER_SIZE = (1366, 900)
_KIOSK_SIZE = (1080, 1920)
_ROC = 1911

Checked = dict[str, object]


def books(platform_directory: Path) -> PlatformFacts:
    """The platform's books, read from its data folder, whether or not it is being served."""
    with closing(Platform.open(platform_directory)) as platform:
        return facts(platform.store.engine)


class Tour:
    """The two windows on stage, and what the steps have in common. GUI thread only; `close()` at the end."""

    def __init__(self, world: DemoWorld, pictures: Path) -> None:
        self.world = world
        self._number = 0
        self._windows: list[QWidget] = [open_terminal(world.counter), open_kiosk(world.kiosk)]
        for window, size in zip(self._windows, (_COUNTER_SIZE, _KIOSK_SIZE), strict=True):
            window.resize(*size)
            window.show()
        self.counter, self.kiosk = (Stage(window, pictures) for window in self._windows)

    def close(self) -> None:
        """Close the windows."""
        for window in self._windows:
            window.close()

    def picture(self, stage: Stage, name: str) -> None:
        """Take the next picture. Raises `StageError` for a window that does not look right."""
        self._number += 1
        stage.picture(f"{self._number:02}-{name}")
        findings = check_layout(stage.window)
        if findings:
            raise StageError(f"{name}: {findings[0]}")

    def picture_of_failure(self) -> None:
        """Both windows as they stand."""
        for stage, name in ((self.counter, "counter"), (self.kiosk, "kiosk")):
            self._number += 1
            stage.picture(f"{self._number:02}-failed-{name}")

    def books(self) -> PlatformFacts:
        """What the platform has on its books now."""
        return books(self.world.platform_directory)

    def both(self) -> list[tuple[Stage, Station]]:
        """Counter and kiosk."""
        return [(self.counter, self.world.counter), (self.kiosk, self.world.kiosk)]

    def signed_in(self) -> AttendanceCounts:
        """The counts of the tour's activity."""
        return self.world.counter.events.counts(TALK)

    def settled(self, stage: Stage, station: Station) -> None:
        """Wait until the station is online and its queue is empty."""
        stage.until(
            "the queue is empty", lambda: station.status().connection is Connection.ONLINE and station.status().queue == 0
        )

    def tap(self, card: str) -> None:
        """Take away what lies on the counter's reader, and lay this card on it once the reader has noticed."""
        self.clear_reader()
        self.world.put("counter", card)

    def clear_reader(self) -> None:
        """Take away what lies on the counter's reader, until the reader has noticed."""
        cards = self.world.counter.cards
        self.world.readers.take_away("counter")
        self.counter.until("the reader is empty", lambda: not any(map(cards.card_on, cards.state())))

    def state_of(self, card: str) -> str:
        """The platform's state of a demo card, empty when it does not know it."""
        fact = self.books().cards.get(self.world.counter.digest(CARDS[card].medium))
        return fact.state if fact else ""


# --- 1 ---------------------------------------------------------------------------------------------------------------


def enrolment(tour: Tour) -> Checked:
    """Both stations are enrolled; they download programme and registry."""
    tour.world.counter.start()
    tour.world.kiosk.start()
    for stage, station in tour.both():
        tour.settled(stage, station)
        stage.until("registry and reader are ready", partial(_ready, station))
    tour.picture(tour.counter, "counter-sign-in")
    tour.picture(tour.kiosk, "kiosk-welcome")
    return {
        "cards_in_registry": len(tour.books().cards),
        "stations": [tour.world.counter.identity.name, tour.world.kiosk.identity.name],
    }


def _ready(station: Station) -> bool:
    return station.status().reader_ready and station.counter.look(CARDS["senior"].medium).known


# --- 2 ---------------------------------------------------------------------------------------------------------------


def counter(tour: Tour) -> Checked:
    """The clerk signs in, issues a card to a newcomer and binds their second one."""
    stage = tour.counter
    tour.tap("clerk")
    stage.fill("terminal.sign_in.pin", "000000")
    stage.press(Qt.Key.Key_Return)
    stage.until("the wrong PIN is refused", lambda: stage.shown("terminal.sign_in.banner"))
    tour.picture(stage, "counter-wrong-pin")
    stage.fill("terminal.sign_in.pin", DEMO_PIN)
    stage.press(Qt.Key.Key_Return)
    stage.until("the issue task is open", lambda: stage.shown("terminal.issue"))
    tour.tap("random")
    stage.until("the random UID is refused", lambda: stage.shown("terminal.issue.card.banner"))
    tour.picture(stage, "counter-random-uid")
    tour.tap("blank1")
    particulars(tour, NEWCOMER)
    tour.picture(stage, "counter-particulars")
    stage.click("terminal.issue.particulars_done")
    stage.click("terminal.issue.kind.senior")
    settle_kind(tour)
    tour.picture(stage, "counter-kinds")
    stage.click("terminal.issue.submit")
    stage.until("the card is issued", lambda: stage.shown("terminal.issue.result"))
    tour.picture(stage, "counter-issued")
    stage.click("terminal.issue.result.more")
    tour.tap("blank2")
    stage.click("terminal.bind.carrier.ipass")
    tour.picture(stage, "counter-bind")
    stage.click("terminal.bind.submit")
    stage.until("the card is bound", lambda: stage.shown("terminal.bind.result"))
    tour.picture(stage, "counter-bound")
    tour.settled(stage, tour.world.counter)
    states = {card: tour.state_of(card) for card in ("blank1", "blank2")}
    if set(states.values()) != {"active"}:
        raise StageError(f"cards at the platform: {states}")
    return {"cards": states}


def particulars(tour: Tour, person: DemoPerson) -> None:
    """Type a person into the counter's form."""
    stage = tour.counter
    stage.fill("terminal.issue.name", person.name)
    stage.fill("terminal.issue.national_id", person.national_id)
    born = person.birthday
    stage.fill("terminal.issue.birthday", f"{born.year - _ROC:03}{born.month:02}{born.day:02}")
    stage.fill("terminal.issue.district", person.district)
    stage.press(Qt.Key.Key_Return)
    for fact in person.facts:
        stage.tick(f"terminal.issue.fact.{fact}")


def settle_kind(tour: Tour) -> None:
    """Tick the documents and the signed consent, and choose the carrier."""
    stage = tour.counter
    stage.tick("terminal.issue.document.national_id")
    stage.tick("terminal.issue.carrier.easycard")
    stage.tick("terminal.issue.consent.issue")
    stage.tick("terminal.issue.signed.paper")


# --- 3 ---------------------------------------------------------------------------------------------------------------


def event_desk(tour: Tour) -> Checked:
    """A tap signs in, the next one out; an unknown card is a walk-in."""
    stage = tour.counter
    stage.press(Qt.Key.Key_F4)
    activities = stage.find(QListWidget, "terminal.event.activities")
    stage.until("the activities are listed", lambda: activities.count() == 3)
    tour.picture(stage, "event-activities")
    stage.choose("terminal.event.activities", "示範健康講座")
    stage.until("the board is open", lambda: stage.shown("terminal.event.board"))
    tour.tap("senior")
    stage.until("the senior is signed in", lambda: tour.signed_in().signed_in == 1)
    tour.picture(stage, "event-signed-in")
    tour.tap("visitor")
    stage.until("the visitor is signed in", lambda: tour.signed_in().signed_in == 2)
    tour.picture(stage, "event-walk-in")
    stage.wait(4.0)
    tour.tap("senior")
    stage.until("the senior is signed out", lambda: tour.signed_in().present == 1)
    tour.picture(stage, "event-signed-out")
    tour.settled(stage, tour.world.counter)
    attended = list(tour.books().attendance.values())
    if [fact.points for fact in attended] != [30]:
        raise StageError(f"attendance at the platform: {attended}")
    return {"sign_outs": len(attended), "minutes": attended[0].minutes, "points": attended[0].points}


# --- 4 ---------------------------------------------------------------------------------------------------------------


def kiosk(tour: Tour) -> Checked:
    """A citizen turns 50 points into stored value, takes the receipt as a QR code, and looks again by phone."""
    stage, readers = tour.kiosk, tour.world.readers
    readers.put("kiosk", CARDS["senior"].uid)
    stage.until("the balance is shown", lambda: stage.shown("kiosk.balance"))
    tour.picture(stage, "kiosk-balance")
    stage.click("kiosk.balance.begin")
    stage.until("amounts are offered", lambda: stage.shown("kiosk.amount"))
    tour.picture(stage, "kiosk-amounts")
    stage.click("kiosk.amount.50")
    stage.until("the birthday is asked for", lambda: stage.shown("kiosk.second_factor"))
    tour.picture(stage, "kiosk-birthday")
    birthday(tour, "0105")
    stage.until("it asks to confirm", lambda: stage.shown("kiosk.confirm"))
    tour.picture(stage, "kiosk-confirm")
    stage.click("kiosk.confirm.go")
    stage.until("the result is shown", lambda: stage.shown("kiosk.result"))
    tour.picture(stage, "kiosk-done")
    stage.click("kiosk.result.receipt")
    stage.until("the receipt is shown", lambda: stage.shown("kiosk.receipt"))
    tour.picture(stage, "kiosk-receipt")
    readers.take_away("kiosk")
    stage.click("kiosk.leave")
    stage.until("the kiosk is clean again", lambda: stage.shown("kiosk.attract"))
    tour.world.show_phone("kiosk")
    stage.until("the phone's points are shown", lambda: stage.shown("kiosk.balance"))
    tour.picture(stage, "kiosk-phone")
    stage.click("kiosk.leave")
    stage.until("the kiosk is clean once more", lambda: stage.shown("kiosk.attract"))
    booked = list(tour.books().redemptions.values())
    if [(fact.points, fact.amount_ntd) for fact in booked] != [(50, 50)]:
        raise StageError(f"redemptions in the ledger: {booked}")
    return {"redemptions": len(booked), "points": booked[0].points, "ntd": booked[0].amount_ntd}


def birthday(tour: Tour, digits: str) -> None:
    """Answer the second factor on the number pad."""
    for digit in digits:
        tour.kiosk.click(f"kiosk.second_factor.pad.{digit}")
    tour.kiosk.click("kiosk.second_factor.next")


# --- 5 ---------------------------------------------------------------------------------------------------------------


def library(tour: Tour) -> Checked:
    """A tap gives the patron number, or why not."""
    stage = tour.counter
    stage.press(Qt.Key.Key_F5)
    tour.tap("reader")
    stage.until("the number is shown", lambda: stage.says("L-2026-000817"))
    tour.picture(stage, "library-number")
    tour.tap("suspended")
    stage.until("the suspended patron is refused", lambda: stage.shown("terminal.library.banner"))
    tour.picture(stage, "library-suspended")
    tour.settled(stage, tour.world.counter)
    received = tour.books().events[tour.world.counter.identity.station]
    return {"last_event": str(received[-1].status)}


# --- 6 ---------------------------------------------------------------------------------------------------------------


def away_and_back(tour: Tour) -> Checked:
    """The platform is stopped in the middle: everything goes on, nothing is lost, the queue drains by itself."""
    world, stage = tour.world, tour.counter
    before = sum(len(received) for received in tour.books().events.values())
    world.process.stop()
    for one, station in tour.both():
        one.until("it is offline", partial(_offline, station))
    stage.press(Qt.Key.Key_F2)
    tour.tap("blank3")
    particulars(tour, OFFLINE_NEWCOMER)
    stage.click("terminal.issue.particulars_done")
    stage.click("terminal.issue.kind.general")
    settle_kind(tour)
    stage.click("terminal.issue.submit")
    stage.until("a provisional card is issued", lambda: stage.shown("terminal.issue.result"))
    tour.picture(stage, "offline-provisional-card")
    stage.press(Qt.Key.Key_F4)
    tour.tap("reader")
    stage.until("the reader is signed in", lambda: tour.signed_in().present == 2)
    tour.picture(stage, "offline-event")
    stage.press(Qt.Key.Key_F5)
    tour.tap("reader")
    stage.until("the number is shown", lambda: stage.says("L-2026-000817"))
    tour.picture(stage, "offline-library")
    wish(tour)
    waiting = [world.counter.status().queue, world.kiosk.status().queue]
    world.process.start()
    for one, station in tour.both():
        tour.settled(one, station)
    tour.picture(stage, "online-again")
    now = tour.books()
    after = sum(len(received) for received in now.events.values())
    if after - before != sum(waiting):
        raise StageError(f"{sum(waiting)} waited, {after - before} arrived")
    redeemed = sum(fact.amount_ntd for fact in now.redemptions.values())
    if tour.state_of("blank3") != "active" or redeemed != 150:
        raise StageError(f"card {tour.state_of('blank3')}, redeemed NT${redeemed}")
    return {"waited": waiting, "arrived": after - before, "provisional_card": "active", "redeemed_ntd": redeemed}


def _offline(station: Station) -> bool:
    return station.status().connection is Connection.OFFLINE


def wish(tour: Tour) -> None:
    """A wish to redeem with no network is pending and has its code."""
    stage, readers = tour.kiosk, tour.world.readers
    readers.put("kiosk", CARDS["senior"].uid)
    stage.until("the balance is unknown", lambda: stage.shown("kiosk.balance"))
    tour.picture(stage, "offline-kiosk")
    stage.click("kiosk.balance.begin")
    stage.click("kiosk.amount.100")
    birthday(tour, "0105")
    stage.click("kiosk.confirm.go")
    stage.until("the wish is pending", lambda: stage.shown("kiosk.result"))
    tour.picture(stage, "offline-kiosk-pending")
    readers.take_away("kiosk")
    stage.click("kiosk.leave")
    stage.until("the kiosk is clean again", lambda: stage.shown("kiosk.attract"))


def english(tour: Tour) -> Checked:
    """The same windows in English, and back."""
    tour.counter.press(Qt.Key.Key_F10)
    tour.counter.press(Qt.Key.Key_F2)
    tour.picture(tour.counter, "counter-english")
    tour.counter.press(Qt.Key.Key_F10)
    return {}


STEPS: tuple[tuple[str, Callable[[Tour], Checked]], ...] = (
    ("1 enrolment, programme and registry", enrolment),
    ("2 counter: sign in, issue, bind", counter),
    ("3 event desk: sign in, walk-in, sign out", event_desk),
    ("4 kiosk: points into stored value", kiosk),
    ("5 library desk: patron number", library),
    ("6 the platform away and back", away_and_back),
)
"""Name and step, in their order; `citycard_app.tour` adds those of other modules."""
