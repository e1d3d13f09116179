"""One card of a person: how it stands, what can be done with it, and what was done.

Object names: `terminal.card`, `.about`, `.value`, `.way.<act>`, `.reason`, `.do_it`, `.warning`, `.give_code`, `.history`.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from domain.card_states import CardAct
from domain.wire_registry import CardStoryResponse
from station.people_views import CardWay, Person, PersonCard
from station.station import Station
from terminal.choice_group import ChoiceGroup
from terminal.keys import EnterAdvances
from terminal.names import carrier_name
from terminal.people_words import Way, act_name, card_name, state_words, story_rows, way_words
from terminal.row_list import RowList
from terminal.steps import FormScroll
from ui.amounts import money_text
from ui.messages import Words
from ui.widgets import FieldRow, OutcomeBanner, OutcomeKind, Panel, PrimaryButton, Screen, SecondaryButton, Text

_MOST_LETTERS = 100
RELEASE = "release"
_FOR_GOOD = frozenset({CardAct.RETURN, CardAct.UNBIND})
"""Acts that nothing leads back from."""


class CardPage(Screen):
    """Chooses an act and its reason; `act_wanted` when both are there."""

    act_wanted = Signal()
    replace_wanted = Signal()
    history_wanted = Signal()
    release_wanted = Signal()
    code_wanted = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__()
        self.setObjectName("terminal.card")
        self._station = station
        self.card: PersonCard | None = None
        self._ways: list[CardWay] = []
        self._story: CardStoryResponse | None = None
        self._about, self._value = Text("body", "soft"), Text("body")
        self._title = Text("title", strong=True)
        self._choices = ChoiceGroup("terminal.card.way", lambda _: self._way_done(), exclusive=True)
        self._choices.changed.connect(self._chosen)
        self._reason = QLineEdit()
        self._reason.setObjectName("terminal.card.reason")
        self._reason.setMaxLength(_MOST_LETTERS)
        self._row = FieldRow(self._reason)
        self._enter = EnterAdvances(lambda _: self.do_it.setFocus(), self)
        self._enter.watch(self._reason)
        self._warning = OutcomeBanner()
        self.do_it, self.release = PrimaryButton(), SecondaryButton()
        self.do_it.clicked.connect(self._go)
        self.release.clicked.connect(self.release_wanted)
        self._history = RowList("terminal.card.history")
        self._history_title = Text("small", "soft", strong=True)
        self.show_history = SecondaryButton()
        self.show_history.clicked.connect(self.history_wanted)
        self.give_code = SecondaryButton()
        self.give_code.clicked.connect(self.code_wanted)
        named = {"about": self._about, "value": self._value, "warning": self._warning, "do_it": self.do_it}
        for part, widget in (
            named | {"release": self.release, "show_history": self.show_history, "give_code": self.give_code}
        ).items():
            widget.setObjectName(f"terminal.card.{part}")
        self._lay_out()

    def _lay_out(self) -> None:
        form = QWidget()
        panel = Panel(gap=1)
        for part in (self._title, self._about, self._value, self.release, self._choices, self._row, self._warning, self.do_it):
            panel.body.addWidget(part)
        inner = self.grid(QVBoxLayout(form), gap=1)
        inner.addWidget(panel)
        inner.addWidget(self.give_code)
        inner.addWidget(self.show_history)
        inner.addWidget(self._history_title)
        inner.addWidget(self._history, 1)
        inner.addStretch(1)
        self.grid(QVBoxLayout(self), gap=0).addWidget(FormScroll(form))

    # --- for the task ---

    def show_card(self, person: Person, card: PersonCard) -> None:
        """Show a card of this person."""
        self.clear()
        self.card, self._ways = card, self._station.people.ways(person, card)
        self._choices.set_choices([(way.act, not way.why_not) for way in self._ways])
        self.show_history.setVisible(person.online)
        self.give_code.setVisible(person.online and card.state.usable and not card.pending)
        self.retranslate()

    def show_story(self, story: CardStoryResponse) -> None:
        """What was done to it, and where its value is."""
        self._story = story
        self.show_history.hide()
        self.retranslate()

    def way(self) -> Way | None:
        """What was chosen."""
        chosen = self._choices.chosen()
        return next((way.act for way in self._ways if way.act == chosen), None)

    def reason(self) -> str:
        """Why, in a few words."""
        return self._reason.text().strip()

    def start(self) -> None:
        """Put the focus on what can be done."""
        if any(not way.why_not for way in self._ways):
            self._choices.start()
        else:
            self.show_history.setFocus()

    def clear(self) -> None:
        """Forget the card."""
        self.card = self._story = None
        self._ways = []
        self._choices.set_choices([])
        self._reason.clear()
        self._warning.clear()
        self._history.show_rows([])
        self._show()
        if self._ready:
            self.retranslate()

    # --- within ---

    def _chosen(self) -> None:
        self._show()
        self.retranslate()

    def _way_done(self) -> None:
        if self.way() is None:
            self._choices.complain(lambda: self.tr("請選擇要做什麼。"))
        elif self.way() == "replace":
            self.replace_wanted.emit()
        else:
            self._reason.setFocus()

    def _go(self) -> None:
        if self.way() == "replace":
            self.replace_wanted.emit()
        elif self.way() is not None:
            self.act_wanted.emit()

    def _show(self) -> None:
        way = self.way()
        self._row.setVisible(way is not None and way != "replace")
        self.do_it.setVisible(way is not None)
        if way in _FOR_GOOD:
            self._warning.show_words(OutcomeKind.ATTENTION, self._no_way_back)
        else:
            self._warning.clear()

    def _no_way_back(self) -> Words:
        return Words(self.tr("做了就不能還原"), self.tr("請先核對卡片和本人。"))

    def _why_not(self, way: CardWay) -> list[str]:
        if way.why_not == "supervisor":
            return [self.tr("由主管辦理")]
        return [self.tr("補發的費用沒有公告，不能收費補發")] if way.why_not == "fee_unknown" else []

    def retranslate(self) -> None:
        """Texts."""
        card, programme = self.card, self._station.programme
        self._title.setText(card_name(self._station, card) if card is not None else "")
        carrier = carrier_name(programme, card.carrier) if card is not None and card.carrier else ""
        self._about.setText("　".join(each for each in (state_words(card), carrier) if each) if card is not None else "")
        self._show_value()
        self._choices.set_title(self.tr("要做什麼（按數字選擇，Enter 繼續）"))
        for way in self._ways:
            self._choices.set_words(way.act, way_words(way.act), self._why_not(way))
        self._row.set_label(self.tr("事由（可以不寫）"))
        self._row.set_note(self.tr("例如「本人申報」。會留在卡片的歷程裡，請不要寫個人資料。"))
        way_ = self.way()
        next_words = self.tr("下一步：放新卡 (F12)")
        self.do_it.setText(
            next_words if way_ == "replace" else self.tr("{act}這張卡 (F12)").format(act=act_name(way_)) if way_ else ""
        )
        self.give_code.setText(self.tr("給代碼，在自助機加卡 (Shift+F7)"))
        self.show_history.setText(self.tr("看這張卡的歷程 (F7)"))
        rows = story_rows(self._story) if self._story is not None else []
        self._history.show_rows(rows)
        self._history.setVisible(bool(rows))
        self._history_title.setText(self.tr("歷程，最新的在前面") if rows else self.tr("還沒有歷程"))
        self._history_title.setVisible(self._story is not None)
        if self._warning.kind() is not None:
            self._warning.retranslate()

    def _show_value(self) -> None:
        value = self._story.value if self._story is not None else None
        parts = []
        if value is not None:
            parts = [self.tr("待入卡 {amount}").format(amount=money_text(value.waiting_ntd))]
            if value.on_card_ntd:
                parts.append(self.tr("卡片裡 {amount}").format(amount=money_text(value.on_card_ntd)))
            if value.open_loads:
                parts.append(self.tr("未完成儲值 {count} 筆").format(count=value.open_loads))
        self._value.setText("　".join(parts))
        self._value.setVisible(bool(parts))
        replaced = self._story is not None and self.card is not None and self._story.chain[-1] != self.card.medium
        session = self._station.staff.session
        supervisor = session is not None and "supervisor" in session.roles
        self.release.setText(self.tr("把舊卡裡的錢移到新卡"))
        self.release.setVisible(
            replaced and supervisor and value is not None and bool(value.on_card_ntd) and not value.released
        )
