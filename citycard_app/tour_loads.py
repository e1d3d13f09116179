"""The tour's step about value on the card: torn at the kiosk, settled by the card that comes back, here and at the counter."""

from uuid import UUID

from PySide6.QtCore import Qt

from central.audit import LoadFact
from citycard_app.stage import StageError
from citycard_app.tour_steps import Checked, Tour, birthday
from domain.ids import recovery_code
from domain.loads import LoadState
from reader_drivers.virtual_desfire import Moment

_BIRTHDAY = "0412"


def loads(tour: Tour) -> Checked:
    """A load torn during its commit is unknown until its card comes back; then books and card agree."""
    code = torn_at_the_kiosk(tour, 100, "during_new")
    tour.kiosk.click("kiosk.leave")
    settled_at_the_counter(tour, code)
    loaded_at_the_counter(tour)
    torn_at_the_kiosk(tour, 50, "during_old", pictured=False)
    settled_at_the_kiosk(tour)
    value_ntd = tour.world.purse.value_ntd
    found = list(tour.books().loads.values())
    if [fact.state for fact in found] != [LoadState.CONFIRMED, LoadState.CONFIRMED, LoadState.VOIDED]:
        raise StageError(f"loads at the platform: {[fact.state for fact in found]}")
    confirmed_ntd = sum(fact.loaded_ntd for fact in found)
    if (value_ntd, confirmed_ntd) != (150, 150):
        raise StageError(f"on the card NT${value_ntd}, confirmed NT${confirmed_ntd}")
    return {"loads": len(found), "unknown_resolved": 2, "on_card_ntd": value_ntd, "confirmed_ntd": confirmed_ntd}


def torn_at_the_kiosk(tour: Tour, amount_ntd: int, when: Moment, *, pictured: bool = True) -> str:
    """The card is pulled away in the middle of the commit; the recovery code that the screen shows."""
    stage, world = tour.kiosk, tour.world
    world.put("kiosk", "purse")
    stage.until("the balance is shown", lambda: stage.shown("kiosk.balance"))
    if pictured:
        tour.picture(stage, "kiosk-card-balance")
    stage.click("kiosk.balance.begin")
    stage.click(f"kiosk.amount.{amount_ntd}")
    stage.until("the birthday is asked for", lambda: stage.shown("kiosk.second_factor"))
    birthday(tour, _BIRTHDAY)
    stage.until("it asks to confirm", lambda: stage.shown("kiosk.confirm"))
    if pictured:
        tour.picture(stage, "kiosk-card-confirm")
    world.purse.leave_in_commit(when)
    stage.click("kiosk.confirm.go")
    stage.until("it is unknown", lambda: stage.shown("kiosk.unknown"))
    load, fact = _open_load(tour)
    code = recovery_code(load)
    stage.until("the card is asked for", lambda: stage.says("再放回讀卡機"))
    if not stage.says(code):
        raise StageError(f"the kiosk shows {code}")
    if (fact.held, fact.loaded_ntd) != (fact.points, 0):
        raise StageError(f"points held while it is unknown: {fact}")
    if pictured:
        tour.picture(stage, "kiosk-load-unknown")
    world.readers.take_away("kiosk")
    return code


def _open_load(tour: Tour) -> tuple[UUID, LoadFact]:
    found = [(load, fact) for load, fact in tour.books().loads.items() if fact.state.open]
    if len(found) != 1:
        raise StageError(f"{len(found)} open loads")
    return found[0]


def settled_at_the_counter(tour: Tour, code: str) -> None:
    """The clerk finds the load by its code, lays the card down and asks it."""
    stage = tour.counter
    tour.clear_reader()
    stage.press(Qt.Key.Key_F6)
    stage.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    stage.until("the load is listed", lambda: stage.shown("terminal.open_loads.list"))
    tour.picture(stage, "counter-open-loads")
    stage.fill("terminal.open_loads.code", code.replace("-", " ").lower())
    stage.press(Qt.Key.Key_Return)
    stage.until("the load is open", lambda: stage.shown("terminal.load_case"))
    tour.picture(stage, "counter-open-load")
    tour.tap("purse")
    stage.click("terminal.load_case.resolve")
    stage.until("it is settled", lambda: stage.shown("terminal.load_case.done"))
    tour.picture(stage, "counter-load-settled")
    if tour.world.purse.value_ntd != 100:
        raise StageError(f"on the card NT${tour.world.purse.value_ntd}")


def loaded_at_the_counter(tour: Tour) -> None:
    """The same card is loaded once more, without anything going wrong."""
    stage = tour.counter
    stage.press(Qt.Key.Key_F6)
    stage.until("amounts are offered", lambda: stage.shown("terminal.load.amount"))
    tour.picture(stage, "counter-card-balance")
    stage.tick("terminal.load.amount.50")
    stage.click("terminal.load.submit")
    stage.fill("terminal.load.birthday", _BIRTHDAY)
    stage.click("terminal.load.submit")
    stage.until("it is on the card", lambda: stage.shown("terminal.load.result"))
    tour.picture(stage, "counter-loaded")
    tour.clear_reader()


def settled_at_the_kiosk(tour: Tour) -> None:
    """The same card again, right there: this time it has not taken the load, and the points are back."""
    stage = tour.kiosk
    tour.world.put("kiosk", "purse")
    stage.until("it is settled", lambda: stage.shown("kiosk.settled"))
    tour.picture(stage, "kiosk-load-settled")
    stage.click("kiosk.settled.go")
    stage.until("150 points are left", lambda: stage.shown("kiosk.balance") and stage.says("150 點"))
    tour.world.readers.take_away("kiosk")
    stage.until("the kiosk is clean again", lambda: stage.shown("kiosk.attract"))
