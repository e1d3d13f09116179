"""Which screen shows which state."""

from collections.abc import Callable
from typing import Any

from kiosk.page import Page
from kiosk.screens.amount import AmountPage
from kiosk.screens.attract import AttractPage
from kiosk.screens.balance import BalancePage
from kiosk.screens.bind import BindCarrierPage, BindCodePage, BindConsentPage, BoundPage
from kiosk.screens.broken_off import BrokenOffPage
from kiosk.screens.cannot import CannotPage
from kiosk.screens.confirm import ConfirmPage
from kiosk.screens.corner import CornerCodePage, CornerEndPage, CornerPage, CornerShiftPage
from kiosk.screens.no_record import NoRecordPage
from kiosk.screens.out_of_service import OutOfServicePage
from kiosk.screens.own_amount import OwnAmountPage
from kiosk.screens.proof import FactorCodePage, ProofCodePage, ProofPage
from kiosk.screens.rating import RatingPage
from kiosk.screens.reading import BindingPage, OpeningPage, ReadingPage, WorkingPage
from kiosk.screens.receipt import ReceiptPage
from kiosk.screens.record import RecordPage
from kiosk.screens.record_part import RecordPartPage
from kiosk.screens.result import ResultPage
from kiosk.screens.second_factor import SecondFactorPage
from kiosk.screens.settled import SettledPage
from kiosk.screens.staff_pin import StaffPinPage
from kiosk.screens.still_there import StillTherePage
from kiosk.screens.unknown import UnknownPage
from station.station import Station
from ui.widgets import Towards


def make_page(state_name: str, station: Station) -> Page[Any]:
    """The screen of a state, by the name of the state's class in `kiosk.states`."""
    return _MAKERS[state_name](station)


def _towards(station: Station) -> Towards:
    return Towards(station.settings.screen.reader_at)


_MAKERS: dict[str, Callable[[Station], Page[Any]]] = {
    "Attract": lambda station: AttractPage(lambda: station.programme, _towards(station), codes=station.opened.codes),
    "Reading": lambda station: ReadingPage(lambda: station.programme, _towards(station)),
    "Settled": lambda station: SettledPage(lambda: station.programme),
    "Balance": lambda station: BalancePage(lambda: station.programme),
    "Proof": lambda station: ProofPage(lambda: station.programme),
    "ProofCode": lambda station: ProofCodePage(lambda: station.programme, _towards(station)),
    "FactorCode": lambda station: FactorCodePage(lambda: station.programme, _towards(station)),
    "Opening": lambda station: OpeningPage(lambda: station.programme, _towards(station)),
    "NoRecord": lambda station: NoRecordPage(lambda: station.programme),
    "Record": lambda station: RecordPage(lambda: station.programme),
    "RecordPart": lambda station: RecordPartPage(lambda: station.programme),
    "BindCarrier": lambda station: BindCarrierPage(lambda: station.programme),
    "BindConsent": lambda station: BindConsentPage(lambda: station.programme),
    "BindCode": lambda station: BindCodePage(lambda: station.programme),
    "Binding": lambda station: BindingPage(lambda: station.programme, _towards(station)),
    "Bound": lambda station: BoundPage(lambda: station.programme),
    "Amount": lambda station: AmountPage(lambda: station.programme),
    "OwnAmount": lambda station: OwnAmountPage(lambda: station.programme),
    "SecondFactor": lambda station: SecondFactorPage(lambda: station.programme),
    "Confirm": lambda station: ConfirmPage(lambda: station.programme),
    "Working": lambda station: WorkingPage(lambda: station.programme, _towards(station)),
    "Result": lambda station: ResultPage(lambda: station.programme),
    "Receipt": lambda station: ReceiptPage(lambda: station.programme, station.identity.name),
    "Rating": lambda station: RatingPage(lambda: station.programme),
    "Unknown": lambda station: UnknownPage(lambda: station.programme, station.settings.kiosk),
    "BrokenOff": lambda station: BrokenOffPage(lambda: station.programme),
    "Cannot": lambda station: CannotPage(lambda: station.programme),
    "OutOfService": lambda station: OutOfServicePage(
        lambda: station.programme, station.settings.kiosk, station.identity.name, codes=station.opened.codes
    ),
    "StaffPin": lambda station: StaffPinPage(lambda: station.programme),
    "Corner": lambda station: CornerPage(lambda: station.programme),
    "CornerShift": lambda station: CornerShiftPage(lambda: station.programme),
    "CornerCode": lambda station: CornerCodePage(lambda: station.programme),
    "CornerEnd": lambda station: CornerEndPage(lambda: station.programme),
    "StillThere": lambda station: StillTherePage(lambda: station.programme),
}
