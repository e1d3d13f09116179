"""The demo's card tray: fictional cards that are laid on the readers and taken away with a click."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from citycard_app.demo_data import CARDS, DemoCard
from citycard_app.demo_purse import PurseCard
from citycard_app.demo_readers import DemoReaders
from domain.errors import CityCardError
from domain.events import CodePurpose
from ui.bridge import Bridge, run_off_thread
from ui.i18n import current_language
from ui.messages import words_for
from ui.stylesheet import apply_theme
from ui.theme import counter_theme
from ui.widgets import CheckBox, Panel, SecondaryButton, Text

_DESKS = (("counter", "放到櫃檯", "On the counter"), ("kiosk", "放到自助機", "On the kiosk"))


class CardTray(QWidget):
    """A window of demo cards, each with a button per reader; the same button takes the card away again.

    The purse card has a box besides: ticked, it is pulled away in its next commit, as by a hand that is too quick. The tray's
    words are the demo's own and stand here in both languages, so that the product's translations stay free of them.
    """

    def __init__(
        self,
        readers: DemoReaders,
        purse: PurseCard,
        cards: Sequence[DemoCard] = tuple(CARDS.values()),
        show_phone: Callable[[str, CodePurpose], None] = lambda _desk, _purpose: None,
    ) -> None:
        """`show_phone` holds the senior's phone before a desk's scanner; on a thread of its own."""
        super().__init__()
        self._show_phone = show_phone
        self._phone_note = Text("small", "soft")
        self._confirming = CheckBox()
        self._confirming.setObjectName("tray.phone.confirm")
        self._cards = {card.key: card for card in cards}
        self.setObjectName("tray")
        self._readers = readers
        self._purse = purse
        self._bridge = Bridge(self)
        self._leave = CheckBox()
        self._leave.setObjectName("tray.purse.leave")
        self._leave.toggled.connect(lambda ticked: purse.leave_in_commit("during_new" if ticked else None))
        purse.on_torn = lambda: self._bridge.post(self._torn)
        self._lying: dict[str, str] = {}
        self._buttons: dict[tuple[str, str], SecondaryButton] = {}
        self.setWindowTitle(self._words("示範卡片匣", "Demo card tray"))
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        heading = Text("title", strong=True)
        heading.setText(self._words("示範卡片匣", "Demo card tray"))
        layout.addWidget(heading)
        if readers.imitated:
            note = Text("small", "attention")
            note.setText(
                self._words("找不到讀卡機服務，使用模擬讀卡機。", "No reader service here: imitated readers stand in.")
            )
            layout.addWidget(note)
        layout.addWidget(self._scrolling(self._list()))
        apply_theme(self, counter_theme())

    def put(self, card: str, desk: str) -> None:
        """Lay a card on a desk's reader, or take it away when it lies there."""
        if self._lying.get(desk) == card:
            self._readers.take_away(desk)
            del self._lying[desk]
        else:
            for other in [name for name, lying in self._lying.items() if lying == card]:
                self._readers.take_away(other)
                del self._lying[other]
            uid = self._cards[card].uid
            self._readers.put(desk, uid, self._purse if uid == self._purse.uid else None)
            self._lying[desk] = card
        self._refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt's own; nobody is listened to any more."""
        self._bridge.close()
        super().closeEvent(event)

    def _torn(self) -> None:
        """The purse card has been pulled away: it lies nowhere now, and the next time it stays."""
        for desk in [desk for desk, card in self._lying.items() if self._cards[card].uid == self._purse.uid]:
            self._readers.take_away(desk)
            del self._lying[desk]
        self._leave.setChecked(False)
        self._refresh()

    def _list(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._phone_row())
        for card in self._cards.values():
            column.addWidget(self._row(card))
        column.addStretch(1)
        self._refresh()
        return inner

    def _phone_row(self) -> QWidget:
        panel = Panel(gap=1)
        title, note = Text("body", strong=True), self._phone_note
        title.setText(self._words("示範長者的手機", "The senior's phone"))
        note.setText(self._words("虛擬卡：每次都是新的條碼", "Virtual card: a fresh code each time"))
        buttons = QHBoxLayout()
        for desk, zh, en in (("counter", "給櫃檯掃", "To the counter"), ("kiosk", "給自助機掃", "To the kiosk")):
            button = SecondaryButton()
            button.setObjectName(f"tray.phone.{desk}")
            button.setText(self._words(zh, en))
            button.clicked.connect(lambda _checked=False, desk=desk: self._show(desk))
            buttons.addWidget(button)
        self._confirming.setText(self._words("「確認身分」的條碼（加卡、查紀錄用）", "A code that confirms who they are"))
        for widget in (title, note):
            panel.body.addWidget(widget)
        panel.body.addLayout(buttons)
        panel.body.addWidget(self._confirming)
        return panel

    def _show(self, desk: str) -> None:
        purpose: CodePurpose = "confirm" if self._confirming.isChecked() else "present"
        run_off_thread(self, lambda: self._show_phone(desk, purpose), lambda _: None, self._no_code)

    def _no_code(self, error: CityCardError) -> None:
        self._phone_note.setText(words_for(error.code).title)

    def _row(self, card: DemoCard) -> QWidget:
        panel = Panel(gap=1)
        title, note = Text("body", strong=True), Text("small", "soft")
        title.setText(self._words(card.title, card.title_en))
        note.setText(self._words(card.note, card.note_en))
        buttons = QHBoxLayout()
        for desk, _zh, _en in _DESKS:
            button = SecondaryButton()
            button.setObjectName(f"tray.{card.key}.{desk}")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, card=card.key, desk=desk: self.put(card, desk))
            self._buttons[card.key, desk] = button
            buttons.addWidget(button)
        panel.body.addWidget(title)
        panel.body.addWidget(note)
        panel.body.addLayout(buttons)
        if card.uid == self._purse.uid:
            self._leave.setText(self._words("下次寫入時抽走卡片", "Pull it away while it is written"))
            panel.body.addWidget(self._leave)
        return panel

    def _refresh(self) -> None:
        for (card, desk), button in self._buttons.items():
            lies = self._lying.get(desk) == card
            words = next(self._words(zh, en) for name, zh, en in _DESKS if name == desk)
            button.setText(self._words("拿走卡片", "Take it away") if lies else words)
            button.setChecked(lies)

    def _scrolling(self, inner: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        return area

    @staticmethod
    def _words(zh: str, en: str) -> str:
        return en if current_language() == "en" else zh
