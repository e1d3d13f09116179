"""Who and what is here now: the card on the reader, the person being served, and what goes on without the platform.

Object names: `terminal.here`, `.card`, `.kind`, `.tail`, `.state`, `.note`, `.person`, `.switch`, `.station`.
"""

from typing import Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.errors import Code
from station.views import Connection
from terminal.names import kind_name
from terminal.workplace import CardHere, PersonHere, Workplace
from ui.messages import card_state_name, words_for
from ui.theme import Theme, theme_of
from ui.widgets import OutcomeIcon, OutcomeKind, Screen, SecondaryButton, Separator, Text

_WIDTH = 31
"""In steps of the grid."""


class CardFace(Screen):
    """The card in small: in the programme's colour with kind and last digits, or an empty outline."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Literal["brand", "plain", "empty"] = "empty"
        self._kind = Text("body", strong=True)
        self._tail = Text("title", strong=True)
        self._kind.setObjectName("terminal.here.kind")
        self._tail.setObjectName("terminal.here.tail")
        column = self.grid(QVBoxLayout(self), gap=0, margin=2)
        column.addWidget(self._kind)
        column.addStretch(1)
        column.addWidget(self._tail)

    def show_card(self, kind: str, tail: str, *, ours: bool) -> None:
        """Show a card: in the programme's colour when it is `ours`."""
        self._show("brand" if ours else "plain", kind, f"**** {tail}")

    def show_empty(self, words: str) -> None:
        """Show that none lies there."""
        self._show("empty", words, "")

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the proportions of ISO/IEC 7810 ID-1."""
        width = theme.sizes.unit * (_WIDTH - 6)
        self.setFixedHeight(round(width * 53.98 / 85.6))

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the face."""
        theme = theme_of(self)
        colours, sizes = theme.colours, theme.sizes
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = {"brand": Qt.PenStyle.NoPen, "plain": Qt.PenStyle.SolidLine, "empty": Qt.PenStyle.DashLine}[self._look]
        ground = {"brand": colours.brand, "plain": colours.surface, "empty": colours.sunken}[self._look]
        painter.setPen(QPen(QColor(colours.line), sizes.stroke + 0.5, style))
        painter.setBrush(QColor(ground))
        field = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(field, sizes.radius_card / 2, sizes.radius_card / 2)
        painter.end()

    def _show(self, look: Literal["brand", "plain", "empty"], kind: str, tail: str) -> None:
        self._look = look
        self._kind.setText(kind)
        self._kind.set_tone("on_brand" if look == "brand" else "ink" if look == "plain" else "soft")
        self._tail.setText(tail)
        self._tail.set_tone("on_brand" if look == "brand" else "ink")
        self.setAccessibleName(f"{kind} {tail}".strip())
        self.update()


class HerePanel(Screen):
    """The right panel. The window tells it what has changed."""

    switch_wanted = Signal()
    """The person whose staff card lies there wants to take over."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("terminal.here")
        self._place = place
        self._unreadable = False
        self._person: PersonHere | None = None
        self._person_shown = True
        self._card_title = Text("small", "soft", strong=True)
        self._face = CardFace()
        self._mark = OutcomeIcon(lines=0.9)
        self._state = Text("body", strong=True)
        self._note = Text("small", "soft")
        self._switch = SecondaryButton()
        self._switch.clicked.connect(self.switch_wanted)
        self._person_title = Text("small", "soft", strong=True)
        self._name = Text("title", strong=True)
        self._about = Text("body", "soft")
        self._station_mark = OutcomeIcon(OutcomeKind.ATTENTION, lines=0.9)
        self._station_title = Text("body", strong=True)
        self._station_note = Text("small", "soft")
        for widget, part in (
            (self._face, "card"),
            (self._note, "note"),
            (self._state, "state"),
            (self._name, "person"),
            (self._switch, "switch"),
            (self._station_title, "station"),
        ):
            widget.setObjectName(f"terminal.here.{part}")
        self._lay_out()

    def _lay_out(self) -> None:
        column = self.grid(QVBoxLayout(self), gap=1, margin=3)
        column.addWidget(self._card_title)
        column.addWidget(self._face)
        state = self.grid(QHBoxLayout(), gap=1)
        state.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        state.addWidget(self._state, 1)
        column.addLayout(state)
        column.addWidget(self._note)
        column.addWidget(self._switch)
        column.addSpacing(8)
        self._line = Separator()
        column.addWidget(self._line)
        column.addSpacing(8)
        column.addWidget(self._person_title)
        column.addWidget(self._name)
        column.addWidget(self._about)
        column.addStretch(1)
        station = self.grid(QHBoxLayout(), gap=1)
        station.addWidget(self._station_mark, 0, Qt.AlignmentFlag.AlignVCenter)
        station.addWidget(self._station_title, 1)
        column.addLayout(station)
        column.addWidget(self._station_note)

    def card_changed(self) -> None:
        """Another card lies there, or none."""
        self._unreadable = False
        self.retranslate()

    def card_unreadable(self) -> None:
        """What lies there cannot be read."""
        self._unreadable = True
        self.retranslate()

    def set_person(self, person: PersonHere | None, *, shown: bool = True) -> None:
        """Who is being served; not `shown` where nobody is named."""
        self._person, self._person_shown = person, shown
        self.retranslate()

    def retranslate(self) -> None:
        """Texts."""
        self._card_title.setText(self.tr("讀卡機上的卡片"))
        self._person_title.setText(self.tr("服務對象"))
        self._show_card(self._place.card)
        self._show_person(self._person)
        self._show_station()

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the panel's width."""
        self.setFixedWidth(theme.sizes.unit * _WIDTH)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the ground and its left edge."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours.surface))
        painter.fillRect(0, 0, theme.sizes.stroke, self.height(), QColor(theme.colours.hairline))
        painter.end()

    # --- parts ---

    def _show_card(self, card: CardHere | None) -> None:
        self._switch.hide()
        if card is None:
            self._face.show_empty(self.tr("沒有卡片"))
            reader_problem = self._place.status.reader_problem
            code = Code.CARD_UNREADABLE if self._unreadable else reader_problem
            title, note = words_for(code) if code else ("", "")
            self._tell(OutcomeKind.ATTENTION if code else None, title, note)
            return
        kind, outcome, state, note = self._words(card)
        self._face.show_card(kind, card.view.tail, ours=card.view.known or card.staff is not None)
        self._tell(outcome, state, note)
        session = self._place.station.staff.session
        if card.staff is not None and session is not None and card.staff.staff != session.staff:
            self._switch.setText(self.tr("換人登入 (F8)"))
            self._switch.show()

    def _words(self, card: CardHere) -> tuple[str, OutcomeKind | None, str, str]:
        """Kind, outcome, state and note of a card."""
        session = self._place.station.staff.session
        if card.staff is not None:
            return self.tr("工作證"), None, card.staff.name, ""
        if not card.view.fixed:
            title, note = words_for(Code.CARD_RANDOM_UID)
            return self.tr("號碼會變的卡片或手機"), OutcomeKind.STOP, title, note
        if card.is_code and not card.view.known:
            return self.tr("條碼"), None, "", ""
        if not card.view.known or card.view.state is None:
            return self.tr("沒有登記的卡片"), None, "", self.tr("可以用來發卡或綁卡。") if session else ""
        kind = kind_name(self._place.station.programme, card.view.card_kind) or self.tr("綁定的卡片")
        state = card.view.state
        outcome = OutcomeKind.GOOD if state.usable else OutcomeKind.STOP
        if state == "provisional" or card.view.pending:
            return kind, OutcomeKind.ATTENTION, card_state_name(state), self.tr("等待平台確認")
        return kind, outcome, card_state_name(state), "" if card.view.holder else self.tr("沒有登記持卡人")

    def _tell(self, outcome: OutcomeKind | None, state: str, note: str) -> None:
        if outcome is not None:
            self._mark.set_kind(outcome)
        self._mark.setVisible(outcome is not None)
        for label, words in ((self._state, state), (self._note, note)):
            label.setText(words)
            label.setVisible(bool(words))

    def _show_person(self, person: PersonHere | None) -> None:
        shown = self._person_shown and self._place.station.staff.session is not None
        for widget in (self._line, self._person_title, self._name, self._about):
            widget.setVisible(shown)
        if not shown or person is None:
            self._name.setText(self.tr("還沒有") if shown else "")
            self._name.set_tone("soft")
            self._about.setText("")
            self._about.hide()
            return
        self._name.setText(person.name or self.tr("已登記的持卡人"))
        self._name.set_tone("ink")
        age = self.tr("{age} 歲").format(age=person.age) if person.age is not None else ""
        lines = (person.national_id, "　".join(each for each in (age, person.district) if each))
        self._about.setText("\n".join(line for line in lines if line))
        self._about.setVisible(any(lines))

    def _show_station(self) -> None:
        status, session = self._place.status, self._place.station.staff.session
        away = status.connection in (Connection.OFFLINE, Connection.DEGRADED, Connection.REVOKED)
        self._station_mark.setVisible(away)
        self._station_title.setVisible(away)
        self._station_note.setVisible(away)
        if not away:
            return
        revoked = status.connection is Connection.REVOKED
        self._station_mark.set_kind(OutcomeKind.STOP if revoked else OutcomeKind.ATTENTION)
        title, note = words_for(status.problem or Code.PLATFORM_UNREACHABLE)
        self._station_title.setText(title)
        if not revoked:
            works = {
                "issue": self.tr("發卡：先給暫時卡"),
                "bind": self.tr("綁卡：先暫時綁定"),
                "loads": self.tr("儲值：不能存進卡片"),
                "people": self.tr("掛失、補發：先記錄"),
                "batch": self.tr("批次：領卡照常，收件要連線"),
                "activities": self.tr("活動管理：要連線"),
                "reviews": self.tr("申辦審查：要連線"),
                "oversight": self.tr("督導：要連線"),
            }
            lines = [works[task] for task in session.tasks if task in works] if session else []
            if session and len(lines) < len(session.tasks):
                lines.append(self.tr("其他作業：照常"))
            note = "\n".join([*lines, note])
        self._station_note.setText(note)
