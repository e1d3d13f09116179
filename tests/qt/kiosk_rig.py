"""A kiosk's window in a test's hands, on a real station of a real city: cards, presses, and everything that can be read."""

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from domain.ids import recovery_code
from domain.media import Medium, MediumType
from kiosk.app import open_window
from kiosk.limits import AFTER_CARD_S, LEAST_WARNING_S
from kiosk.states import Tick
from kiosk.window import KioskWindow
from tests.clocks import SetClock
from tests.station_rig import City
from ui.qr import QrView
from ui.text import Text

PATIENCE_MS = 15_000
SIZE = (1080, 1920)


class Kiosk:
    """The window, shown, with a clock for idleness that the test moves."""

    def __init__(self, city: City, qtbot: QtBot, shows: str = "attract") -> None:
        self.city = city
        self.station = city.station("kiosk")
        self.clock = SetClock()
        self._qtbot = qtbot
        self.window: KioskWindow = open_window(self.station, self.clock)
        qtbot.addWidget(self.window)
        self.window.resize(*SIZE)
        self.window.show()
        self.until_shown(shows)

    # --- what the person does ---

    def put(self, card: str, shows: str = "balance") -> None:
        """Lay a card on the reader and wait for a screen."""
        self.city.put("kiosk", card)
        self.until_shown(shows)

    def show(self, text: str) -> None:
        """Hold a phone before a scanner of its own for a moment."""
        scanner = self.city.scanner("kiosk")
        scanner.place(Medium(MediumType.CODE, text.encode()))
        scanner.take_away()

    def take_away(self) -> None:
        """Take the card away."""
        self.city.take_away("kiosk")

    def press(self, *names: str) -> None:
        """Press buttons that can be seen and pressed."""
        for name in names:
            button = self.button(name)
            assert button.isVisible(), f"{name} is not there"
            assert button.isEnabled(), f"{name} cannot be pressed"
            self._qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def type(self, page: str, digits: str) -> None:
        """Type by the pad."""
        self.press(*(f"kiosk.{page}.pad.{digit}" for digit in digits))

    def to_confirm(self, amount: int = 50, birthday: str = "0105") -> None:
        """From the balance to the last question."""
        self.press("kiosk.balance.begin", f"kiosk.amount.{amount}")
        self.answer_birthday(birthday)
        assert self.page() == "confirm"

    def answer_birthday(self, birthday: str) -> None:
        """Type the birthday and go on."""
        self.type("second_factor", birthday)
        self.press("kiosk.second_factor.next")

    def redeem(self, amount: int = 50, birthday: str = "0105", shows: str = "result") -> None:
        """From the balance to a screen."""
        self.to_confirm(amount, birthday)
        self.press("kiosk.confirm.go")
        self.until_shown(shows)

    def wait(self, seconds: float) -> None:
        """Nobody touches anything for so long."""
        self.clock.advance(seconds)
        self.window.feed(Tick())

    def over(self) -> None:
        """Nobody touches anything after the card has gone: what is told, the warning, the end."""
        self.wait(AFTER_CARD_S)
        self.wait(LEAST_WARNING_S)

    # --- what the person sees ---

    def page(self) -> str:
        """The name of the screen."""
        return self.window.page().name

    def until_shown(self, name: str) -> None:
        """Wait for a screen."""
        self._qtbot.waitUntil(lambda: self.page() == name, timeout=PATIENCE_MS)

    def until_gone(self) -> None:
        """Wait until the window has heard that no card lies there."""
        self._qtbot.waitUntil(lambda: not self.window.flow._card_here, timeout=PATIENCE_MS)

    def button(self, name: str) -> QAbstractButton:
        """A button by its object name."""
        found = self.window.findChild(QAbstractButton, name)
        assert isinstance(found, QAbstractButton), f"there is no {name}"
        return found

    def offers(self, name: str) -> bool:
        """Whether a button is there to be pressed."""
        found = self.window.findChild(QAbstractButton, name)
        return isinstance(found, QAbstractButton) and found.isVisible() and found.isEnabled()

    def seen(self) -> str:
        """Every word on the screen."""
        labels = [label for label in self.window.findChildren(QLabel) if label.isVisible()]
        buttons = [button for button in self.window.findChildren(QAbstractButton) if button.isVisible()]
        return "\n".join([label.text() for label in labels] + [button.text() for button in buttons])

    # --- what the platform knows ---

    def wishes(self) -> dict[str, tuple[int, str]]:
        """What the platform made of every wish, by recovery code: points and why not."""
        redemptions = self.city.facts().redemptions
        return {recovery_code(op_id): (fact.points, fact.refusal or "") for op_id, fact in redemptions.items()}


def everything_written() -> str:
    """Every text in every widget of this process, shown or hidden, and whatever a QR view still holds."""
    texts: list[str] = []
    for widget in QApplication.allWidgets():
        texts += [widget.objectName(), widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        texts += [widget.windowTitle(), widget.whatsThis(), widget.statusTip()]
        texts += _own_text(widget)
    return "\n".join(texts)


def _own_text(widget: QWidget) -> list[str]:
    if isinstance(widget, Text):
        return [widget.text(), widget.full_text()]
    if isinstance(widget, QLabel | QAbstractButton):
        return [widget.text()]
    if isinstance(widget, QLineEdit):
        return [widget.text(), widget.placeholderText()]
    if isinstance(widget, QrView) and not widget._image.isNull():
        return ["a QR code"]
    return []


def pillow(image: QImage) -> Image.Image:
    """A picture of the screen for the barcode reader."""
    made = image.convertToFormat(QImage.Format.Format_RGB888)
    return Image.frombytes("RGB", (made.width(), made.height()), bytes(made.constBits()), "raw", "RGB", made.bytesPerLine())
