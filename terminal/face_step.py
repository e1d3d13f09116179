"""The step in which the card's face is seen before it is printed, printed, or a pre-printed card taken instead.

Object names: `terminal.issue.face` (the preview), `.face.way.<print|preprinted>`, `.face.banner`, `.face.cancel`,
`.face.submit`.
"""

from threading import Event

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from domain.errors import CityCardError
from domain.media import Medium
from domain.programme import CardKind
from station.faces.face import HEIGHT, WIDTH, FaceContent
from station.printing.jobs import Page
from station.station import Station
from terminal.choice_group import ChoiceGroup
from ui.bridge import Once, run_off_thread
from ui.messages import Words
from ui.outcome import OutcomeBanner, OutcomeKind
from ui.theme import theme_of
from ui.widgets import PrimaryButton, QuietButton, Screen

_PREVIEW = 36
"""Width in steps of the grid."""


class FaceStep(Screen):
    """Preview and print. The form finds room for `submit`."""

    submitted = Signal()
    """The card is printed, or a pre-printed one lies there: the act is wanted."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._printing = station.printing
        self._kind: CardKind | None = None
        self._content = FaceContent()
        self._card: Medium | None = None
        self._page: Page | None = None
        self._printed = False
        self._cancelled = Event()
        self._number = 0
        self.preview = _Preview()
        self.way = ChoiceGroup("terminal.issue.face.way", lambda _: self.try_submit(), exclusive=True)
        self.way.changed.connect(self._chosen)
        self._banner = OutcomeBanner()
        self._banner.setObjectName("terminal.issue.face.banner")
        self.cancel = QuietButton()
        self.cancel.setObjectName("terminal.issue.face.cancel")
        self.cancel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cancel.clicked.connect(self.cancel_printing)
        self.cancel.hide()
        self.submit = PrimaryButton()
        self.submit.setObjectName("terminal.issue.face.submit")
        self.submit.clicked.connect(self.try_submit)
        self._once = Once(self.submit)
        side = self.grid(QVBoxLayout(), gap=1)
        for part in (self.way, self.cancel):
            side.addWidget(part)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(side)
        column.addWidget(self._banner)

    # --- for the task ---

    def show_face(self, kind: CardKind, name: str, photo: bytes, card: Medium) -> None:
        """Show the face of this card. Another one than before has not been printed yet."""
        content = self._printing.content(kind, name, photo)
        if (kind, content, card) == (self._kind, self._content, self._card):
            return
        self.clear()
        self._kind, self._content, self._card = kind, content, card
        self.way.set_choices([("print", self._printing.has_card_printer), ("preprinted", True)])
        self.way.choose("print" if self._printing.has_card_printer else "preprinted")
        self.retranslate()
        number, printing = self._number, self._printing
        run_off_thread(
            self, lambda: printing.preview(kind, content), lambda png: self._drawn(number, png), self._banner.show_error
        )

    def start(self) -> None:
        """Put the focus where choosing begins."""
        self.way.start()

    def clear(self) -> None:
        """Forget the face, and take what has not come out back from the printer."""
        self._cancelled.set()
        page, self._page = self._page, None
        if page is not None and not self._once.running:
            run_off_thread(self, page.give_up, lambda _: None, lambda _: None)
        self._number += 1
        self._kind, self._content, self._card, self._printed = None, FaceContent(), None, False
        self.preview.set_png(b"")
        self.way.set_choices([])
        self._banner.clear()

    @property
    def printing(self) -> bool:
        """Whether the printer is at work."""
        return self._once.running

    def try_submit(self) -> None:
        """Print first, where that is wanted; the act follows with the next Enter, once the card lies on the reader again."""
        if self.printing or self._kind is None:
            return
        if self.way.chosen() == "print" and not self._printed:
            self._print()
        else:
            self.submitted.emit()

    def cancel_printing(self) -> None:
        """Wait no longer for the printer."""
        self._cancelled.set()

    # --- printing ---

    def _print(self) -> None:
        kind, content, number = self._kind, self._content, self._number
        if kind is None:
            return
        self._cancelled = cancelled = Event()
        self._banner.clear()
        page, printing = self._page, self._printing

        def work() -> tuple[Page, bool]:
            used = page or printing.card(kind, content)
            self._page = used
            return used, used.come_out(cancelled)

        self._once.run(self, work, lambda answer: self._came_out(number, answer[1]), lambda error: self._failed(number, error))
        self.retranslate()

    def _came_out(self, number: int, came_out: bool) -> None:
        if number == self._number:
            self._page = None
            self._printed = came_out
            if came_out:
                self._banner.show_words(OutcomeKind.GOOD, self._printed_words)
        self.retranslate()
        self.start()

    def _failed(self, number: int, error: CityCardError) -> None:
        if number == self._number:
            self._banner.show_error(error)
        self.retranslate()
        self.start()

    def _chosen(self) -> None:
        self._banner.clear()
        self.retranslate()

    def _drawn(self, number: int, png: bytes) -> None:
        if number == self._number:
            self.preview.set_png(png)

    # --- words ---

    def _printed_words(self) -> Words:
        return Words(self.tr("卡片已印好"), self.tr("請核對卡面，把卡放回讀卡機，再按 Enter 發卡。"))

    def retranslate(self) -> None:
        """Texts."""
        self.way.set_title(self.tr("卡面"))
        none = [] if self._printing.has_card_printer else [self.tr("這裡沒有設定卡片印表機")]
        self.way.set_words("print", self.tr("印在這張卡上"), none)
        self.way.set_words("preprinted", self.tr("交付已印好的卡"))
        self.cancel.setText(self.tr("取消列印 (Esc)"))
        self.cancel.setVisible(self.printing)
        prints = self.way.chosen() == "print" and not self._printed
        waiting = self.tr("列印中，請稍候")
        self.submit.setText(waiting if self.printing else self.tr("列印 (Enter)") if prints else self.tr("發卡 (F12)"))
        self.preview.setAccessibleName(self.tr("卡面預覽"))


class _Preview(QWidget):
    """The face as it will be printed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("terminal.issue.face")
        self._picture = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_png(self, png: bytes) -> None:
        picture = QPixmap()
        if png:
            picture.loadFromData(png)
        self._picture = picture
        self.update()

    def picture(self) -> QPixmap:
        return self._picture

    def sizeHint(self) -> QSize:
        width = theme_of(self).sizes.unit * _PREVIEW
        return QSize(width, width * HEIGHT // WIDTH)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        field = QRectF(self.rect())
        painter.fillRect(field, QColor(theme.colours.sunken))
        if not self._picture.isNull():
            painter.drawPixmap(field, self._picture, QRectF(self._picture.rect()))
        painter.setPen(QPen(QColor(theme.colours.line), theme.sizes.stroke))
        painter.drawRect(field.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
