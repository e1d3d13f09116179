"""Handing out a batch's cards: the next person large on the screen; a blank card is tapped, and the next one follows.

Object names: `terminal.hand_out`, `.place`, `.label`, `.name`, `.detail`, `.fee`, `.banner`, `.find`, `.back`, `.skip`,
`.undo`, `.after.<n>` (who comes next).
"""

from contextlib import suppress
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from domain.errors import CityCardError, Code
from domain.ids import parse_receipt_number
from domain.wire_applications import HandOutRow
from station.hand_out_desk import HandOut
from station.views import HandedOut
from terminal.batch_words import application_state_name
from terminal.hand_out_list import HandOutList
from terminal.keys import EnterAdvances
from terminal.names import carrier_name, kind_name
from terminal.workplace import CardHere, Workplace
from ui.amounts import money_text
from ui.bridge import Once
from ui.messages import Words
from ui.theme import Theme
from ui.widgets import FieldRow, OutcomeBanner, OutcomeKind, Panel, QuietButton, Screen, SecondaryButton, Text

_NEXT = 3
_LONGEST_FIND = 60


class HandOutPage(Screen):
    """One person at a time, in the order of the list."""

    person_changed = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self.setObjectName("terminal.hand_out")
        self._place = place
        self._station = place.station
        self.list = HandOutList(self._station.hand_out.can_be_given)
        self._last: HandedOut | None = None
        self._op_id: UUID | None = None
        self._undo_op_id: UUID | None = None
        self._undo_asked = self._tapped_meanwhile = False
        self._once = Once()
        self._where = Text("small", "soft", wrap=False)
        self._label, self._name = Text(strong=True), Text(strong=True, wrap=False)
        self._detail, self._fee = Text("body", "soft"), Text(strong=True, wrap=False)
        self.banner = OutcomeBanner()
        self._find = QLineEdit()
        self._find.setMaxLength(_LONGEST_FIND)
        self._row = FieldRow(self._find)
        self._back, self._skip, self._undo = SecondaryButton(), SecondaryButton(), QuietButton()
        self._after = [Text("body", "soft", elide=True) for _ in range(_NEXT)]
        self._after_title = Text("small", "soft", strong=True)
        named = {"place": self._where, "label": self._label, "name": self._name, "detail": self._detail, "banner": self.banner}
        named |= {"fee": self._fee, "find": self._find, "back": self._back, "skip": self._skip, "undo": self._undo}
        named |= {f"after.{number}": line for number, line in enumerate(self._after)}
        for part, widget in named.items():
            widget.setObjectName(f"terminal.hand_out.{part}")
        for button in (self._back, self._skip, self._undo):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()
        EnterAdvances(lambda _: self._look_up(self._find.text()), self).watch(self._find)
        self._find.textEdited.connect(lambda _: self._row.set_error(None))
        self._back.clicked.connect(self.step_back)
        self._skip.clicked.connect(self.skip)
        self._undo.clicked.connect(self.undo)

    def _lay_out(self) -> None:
        panel = Panel(gap=1)
        head = self.grid(QHBoxLayout(), gap=2)
        head.addWidget(self._where, 1)
        head.addWidget(self._fee)
        panel.body.addLayout(head)
        panel.body.addWidget(self._label)
        panel.body.addWidget(self._name)
        panel.body.addWidget(self._detail)
        ways = self.grid(QHBoxLayout(), gap=2)
        ways.addWidget(self._back)
        ways.addWidget(self._skip)
        ways.addStretch(1)
        ways.addWidget(self._undo)
        panel.body.addLayout(ways)
        below = QWidget()
        texts = self.grid(QVBoxLayout(below), gap=0.5)
        texts.addWidget(self._after_title)
        for line in self._after:
            texts.addWidget(line)
        row = self.grid(QHBoxLayout(), gap=3)
        row.addWidget(below, 1)
        row.addWidget(self._row, 0, Qt.AlignmentFlag.AlignTop)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self.banner)
        column.addWidget(panel)
        column.addLayout(row)
        column.addStretch(1)

    # --- for the task ---

    def begin(self, found: HandOut) -> None:
        """This list, from the first who has no card yet."""
        self._last, self._op_id, self._undo_op_id = None, None, None
        self.banner.clear()
        self._find.clear()
        self._row.set_error(None)
        self.list.begin(found.rows, found.given)
        self._show()

    def clear(self) -> None:
        """Forget the list."""
        self.begin(HandOut(rows=[], given=set()))

    def start(self) -> None:
        """Keys go to the page; the field to find somebody takes them only when it is clicked, or by a digit or letter."""
        self.setFocus()

    def card_changed(self) -> None:
        """A card that is put down is the next person's; what lay there all the time, or while the reader was away, is none."""
        card = self._place.card
        self._tapped_meanwhile = self._once.running and card is not None and not card.again
        if card is None or card.again or self._once.running:
            return
        if card.is_code:
            self._look_up(card.medium.value.decode("utf-8", "replace"))
            return
        problem = card.blank_problem()
        if problem is not None:
            self._refuse(problem)
            return
        self._give(card)

    def skip(self) -> None:
        """Not here today: the next one; whoever was skipped comes again at the end."""
        if not self._once.running:
            self.banner.clear()
            self.list.skip()
            self._show()

    def step_back(self) -> None:
        """Whoever stands before in the list, also with a card."""
        if not self._once.running:
            self.banner.clear()
            self.list.back()
            self._show()

    def undo(self) -> None:
        """The last card was handed to the wrong person: at the second press it is given back."""
        given = self._last
        if given is None or self._once.running:
            return
        if not self._undo_asked:
            self._undo_asked = True
            self.banner.show_words(OutcomeKind.ATTENTION, self._ask_words)
            return
        desk = self._station.hand_out
        self._undo_op_id = op_id = self._undo_op_id or desk.new_op_id()

        def done(_: None) -> None:
            self._last = self._undo_op_id = None
            self.list.note_back(given.application)
            self._show()
            self.banner.show_words(OutcomeKind.ATTENTION, self._undone_words)

        self._once.run(self, lambda: desk.undo(op_id, given), done, self._failed)

    # --- the act ---

    def _give(self, card: CardHere) -> None:
        row = self.list.current()
        if row is None:
            return
        if self.list.has_card(row):
            self._refuse(Code.APPLICATION_STEP, state=application_state_name("collected"))
            return
        if self._op_id is None:
            self._op_id = self._station.hand_out.new_op_id()
        desk, op_id, medium = self._station.hand_out, self._op_id, card.medium
        self._once.run(self, lambda: desk.give(op_id, row, medium), lambda given: self._given(row, given), self._failed)

    def _given(self, row: HandOutRow, given: HandedOut) -> None:
        if given.op_id != self._op_id:
            return  # whoever handed it out has left
        self._last, self._op_id, self._undo_op_id = given, None, None
        who = "　".join(each for each in (row.label, row.masked_name) if each)
        self.list.note_given(row.application)
        self.list.next()
        self._show()
        self.banner.show_words(
            OutcomeKind.GOOD,
            lambda: Words(self.tr("已發給 {who}").format(who=who), self.tr("卡號末碼 {tail}").format(tail=given.tail)),
        )
        if self._tapped_meanwhile:
            self.card_changed()

    def _refuse(self, code: Code, **details: str | int) -> None:
        self._undo_asked = False
        self.banner.show_code(code, **details)

    def _failed(self, error: CityCardError) -> None:
        self._undo_asked = False
        self._op_id = None
        self.banner.show_error(error)

    def _look_up(self, text: str) -> None:
        """By the file's row, the label or the receipt number, typed or scanned."""
        wanted = text.strip()
        with suppress(CityCardError):
            wanted = parse_receipt_number(wanted)
        if not wanted or self._once.running:
            return
        if not self.list.find(wanted):
            self._row.set_error(Code.APPLICATION_UNKNOWN)
            return
        self._find.clear()
        self._row.set_error(None)
        self.banner.clear()
        self._show()
        self.setFocus()

    # --- words ---

    def _show(self) -> None:
        self._undo_asked = False
        self.retranslate()
        self.person_changed.emit()

    def _ask_words(self) -> Words:
        tail = self._last.tail if self._last is not None else ""
        return Words(
            self.tr("要收回剛才那張卡嗎？（末碼 {tail}）").format(tail=tail),
            self.tr("再按一次 F12 就收回：那張卡從此不能再用，請剪角作廢，再感應另一張。"),
        )

    def _undone_words(self) -> Words:
        return Words(self.tr("已收回，請感應另一張空白卡"), self.tr("收回的那張卡請剪角作廢，不能再發給別人。"))

    def restyle(self, theme: Theme) -> None:
        """Qt's own; who is next is read from two metres away."""
        large = f"font-size: {theme.sizes.display * 2}px;"
        for label in (self._label, self._name):
            label.setStyleSheet(large)
        self._row.setFixedWidth(theme.sizes.unit * 36)

    def retranslate(self) -> None:
        """Texts."""
        self._back.setText(self.tr("上一位 (F7)"))
        self._skip.setText(self.tr("跳過 (F11)"))
        self._undo.setText(self.tr("收回剛發的卡 (F12)"))
        self._undo.setVisible(self._last is not None)
        self._row.set_label(self.tr("找人"))
        self._row.set_note(self.tr("名單的列、領卡標示或收件編號，可用掃描器。"))
        self._after_title.setText(self.tr("接下來"))
        row, following = self.list.current(), self.list.following(_NEXT)
        for place, line in enumerate(self._after):
            words = "　".join((following[place].label, following[place].masked_name)) if place < len(following) else ""
            line.setText(words)
        self._after_title.setVisible(bool(following))
        done, total = self.list.given_count(), len(self.list.rows)
        self._skip.setEnabled(row is not None)
        self._fee.setVisible(row is not None and not self.list.has_card(row))
        self._where.setText(self.tr("已發 {done}，共 {total}").format(done=f"{done:,}", total=f"{total:,}"))
        if row is None:
            self._label.setText(self.tr("都發完了") if done else self.tr("沒有可發的卡"))
            self._name.setText("")
            waiting = self.list.waiting_count()
            words = self.tr("還有 {count} 件沒有核准，核准後再下載一次名單。").format(count=f"{waiting:,}") if waiting else ""
            self._detail.setText(words)
            return
        programme = self._station.programme
        self._label.setText(row.label or self.tr("第 {row} 列").format(row=f"{row.row:,}"))
        self._name.setText(row.masked_name)
        state = application_state_name("collected") if self.list.has_card(row) else application_state_name(row.state)
        kind = "　".join((kind_name(programme, row.card_kind), carrier_name(programme, row.carrier)))
        self._detail.setText(self.tr("{kind}　{state}　收件編號 {receipt}").format(kind=kind, state=state, receipt=row.receipt))
        self._fee.setText(
            self.tr("請收工本費 {fee}").format(fee=money_text(row.fee_ntd)) if row.fee_ntd else self.tr("免收工本費")
        )
