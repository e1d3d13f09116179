"""Loads that nobody has decided yet: found by code, by card or in the list; settled by the card itself or by a supervisor.

Object names: `terminal.open_loads`, `.back`, `.code` (the field), `.search`, `.banner`, `.none`, `.list`, and those of
`terminal.load_case` and `terminal.settle_page`.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from domain.errors import CityCardError, Code
from domain.ids import is_recovery_code, parse_recovery_code
from domain.media import Medium
from domain.wire import OpenLoad
from station.views import RedeemView
from terminal.keys import EnterAdvances
from terminal.load_case import LoadCase
from terminal.load_words import load_rows
from terminal.row_list import RowList
from terminal.settle_page import SettlePage
from terminal.task import Task
from terminal.workplace import CardHere, PersonHere, Workplace
from ui.bridge import Once
from ui.buttons import QuietButton, SecondaryButton
from ui.outcome import OutcomeBanner
from ui.stack import Stack
from ui.surfaces import BusyOverlay
from ui.text import Text
from ui.widgets import FieldRow

_LIST, _CASE, _SETTLE = range(3)


class OpenLoadsTask(Task):
    """The list, one load with what can be done about it, and a supervisor's decision."""

    back_wanted = Signal()
    """Back to loading."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.setObjectName("terminal.open_loads")
        self._loads: list[OpenLoad] = []
        self._listed = False
        self._code = QLineEdit()
        self._code.setObjectName("terminal.open_loads.code")
        self._field = FieldRow(self._code)
        self._code.textEdited.connect(lambda _: self._field.set_error(None))
        self._enter = EnterAdvances(lambda _: self._search(), self)
        self._enter.watch(self._code)
        self._find = SecondaryButton()
        self._find.setObjectName("terminal.open_loads.search")
        self._find.clicked.connect(self._search)
        self._back = QuietButton()
        self._back.setObjectName("terminal.open_loads.back")
        self._back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._back.clicked.connect(self._step_back)
        self.title_row.addWidget(self._back)
        self.banner = OutcomeBanner()
        self.banner.setObjectName("terminal.open_loads.banner")
        self._none = Text("title", "soft")
        self._none.setObjectName("terminal.open_loads.none")
        self._list = RowList("terminal.open_loads.list")
        self._list.wanted.connect(self._chosen)
        self.case = LoadCase(place)
        self.settle_page = SettlePage()
        self._overlay = BusyOverlay(self)
        self._once = Once()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        found = QWidget()
        column = self.grid(QVBoxLayout(found), gap=1)
        row = self.grid(QHBoxLayout(), gap=2)
        row.addWidget(self._field, 1)
        row.addWidget(self._find, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
        column.addWidget(self._none)
        column.addWidget(self._list, 1)
        self._pages = Stack()
        for page in (found, self.case, self.settle_page):
            self._pages.addWidget(page)
        self.column.addWidget(self.banner)
        self.column.addLayout(self._pages, 1)

    def _connect(self) -> None:
        self.case.resolve_wanted.connect(self._resolve)
        self.case.settle_wanted.connect(self._open_settle)
        self.case.finished.connect(self._to_list)
        self.settle_page.decided.connect(self._settle)
        self.settle_page.cancelled.connect(self._step_back)
        self.add_keys({"Escape": self._step_back, "Shift+F6": self._to_loading})
        self.add_keys({"F11": lambda: self._press(self.case.settle), "F12": lambda: self._press(self.case.resolve)})

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        self._to_list()

    def card_changed(self) -> None:
        """See `Task.card_changed`; a card laid down at the list asks for its own loads, a code that is shown for its load."""
        card = self.place.card
        if card is not None and card.is_code:
            self._scanned(card.medium)
        elif self._pages.currentIndex() == _LIST and card is not None and card.staff is None:
            self._ask(medium=card.medium)
        self.case.card_changed()

    def card_unreadable(self) -> None:
        """See `Task.card_unreadable`."""
        self.banner.show_code(Code.CARD_UNREADABLE)

    def clear(self) -> None:
        """See `Task.clear`."""
        self._loads, self._listed = [], False
        self.banner.clear()
        self._code.clear()
        self._field.set_error(None)
        self.case.clear()
        self.settle_page.clear()
        self._pages.setCurrentIndex(_LIST)
        self.retranslate()

    def person(self) -> PersonHere | None:
        """See `Task.person`."""
        load = self.case.load
        return PersonHere(name=load.masked_name) if load is not None and self._pages.currentIndex() != _LIST else None

    # --- finding ---

    def _search(self) -> None:
        text = self._code.text().strip()
        if text and not is_recovery_code(text):
            self._field.set_error(Code.RECOVERY_CODE_INVALID)
            self._code.setFocus()
            return
        self._field.set_error(None)
        code = parse_recovery_code(text) if text else ""
        self._code.setText(code)
        self._ask(code=code)

    def _scanned(self, medium: Medium) -> None:
        """A code before the scanner, which can only be a load's."""
        if self._pages.currentIndex() == _SETTLE or self._once.running:
            return
        text = medium.value.decode("utf-8", "replace")
        if is_recovery_code(text):
            self._code.setText(text)
            self._search()
        else:
            self.banner.show_code(Code.RECOVERY_CODE_INVALID)

    def _ask(self, code: str = "", medium: Medium | None = None) -> None:
        """Ask the platform for open loads; one that was asked for by its code or card opens at once."""
        open_loads, wanted = self.station.loads.open_loads, bool(code) or medium is not None
        self._work(self.tr("查詢中…"), lambda: open_loads(code, medium), lambda loads: self._found(loads, wanted=wanted))

    def _found(self, loads: list[OpenLoad], *, wanted: bool) -> None:
        self._loads, self._listed = loads, True
        self.retranslate()
        if wanted and len(loads) == 1:
            self._open(loads[0])
        else:
            self._place_focus()

    def _chosen(self, load_id: str) -> None:
        found = next((load for load in self._loads if str(load.load) == load_id), None)
        if found is not None and not self._once.running:
            self._open(found)

    # --- one load ---

    def _open(self, load: OpenLoad) -> None:
        self.banner.clear()
        session = self.station.staff.session
        self.case.show_load(load, may_settle=session is not None and "supervisor" in session.roles)
        self._go(_CASE)

    def _resolve(self, card: CardHere) -> None:
        load, resolve = self.case.load, self.station.loads.resolve
        if load is not None:
            words = self.tr("請勿移開卡片，正在查這筆儲值的結果…")
            self._work(words, lambda: resolve(card.medium, load), self.case.show_end)

    def _open_settle(self) -> None:
        if self.case.load is not None:
            self.settle_page.begin(self.case.load)
            self._go(_SETTLE)

    def _settle(self) -> None:
        load, decision, reason = self.case.load, self.settle_page.decision(), self.settle_page.reason()
        settle = self.station.loads.settle
        if load is None or decision is None:
            return

        def done(view: RedeemView) -> None:
            self.settle_page.clear()
            self._go(_CASE)
            self.case.show_end(view, decided=True)

        self._work(self.tr("記錄裁定中…"), lambda: settle(load.load, decision, reason), done)

    # --- moving about ---

    def _go(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        self.person_changed.emit(self.person())
        self.retranslate()
        self._place_focus()

    def _to_list(self) -> None:
        """Everything that is open now."""
        self.clear()
        self._go(_LIST)
        self._ask()

    def _step_back(self) -> None:
        if self._once.running:
            return
        page = self._pages.currentIndex()
        if page == _LIST:
            self.back_wanted.emit()
        elif page == _CASE:
            self._to_list()
        elif not self.settle_page.step_back():
            self._go(_CASE)

    def _to_loading(self) -> None:
        if not self._once.running:
            self.back_wanted.emit()

    def _press(self, button: QPushButton) -> None:
        if self._pages.currentIndex() == _CASE:
            button.click()

    def _place_focus(self) -> None:
        if not self.isVisible() or self._once.running:
            return
        page = self._pages.currentIndex()
        if page == _CASE:
            self.case.start()
        elif page == _SETTLE:
            self.settle_page.start()
        else:
            (self._list if self._loads else self._code).setFocus()

    # --- work and words ---

    def _work(self, words: str, work: Callable[[], object], done: Callable[..., None]) -> None:
        """Off this thread, one thing at a time."""
        if self._once.running:
            return
        self.banner.clear()
        self._overlay.start(words)

        def finish(answer: object) -> None:
            self._overlay.stop()
            done(answer)

        self._once.run(self, work, finish, self._failed)

    def _failed(self, error: CityCardError) -> None:
        self._overlay.stop()
        self.banner.show_error(error)
        self._place_focus()

    def retranslate(self) -> None:
        """Texts."""
        at_list = self._pages.currentIndex() == _LIST
        hint = self.tr("輸入查詢代碼，或把民眾的卡片放到讀卡機上，也可以在清單裡選。")
        self.set_head(self.tr("未完成儲值"), hint if at_list else "")
        self._field.set_label(self.tr("查詢代碼"))
        self._field.set_note(self.tr("大小寫和短線都可以；沒有 I、L、O、U 這四個字母。空白時列出全部。"))
        self._find.setText(self.tr("查詢 (Enter)"))
        self._back.setText(self.tr("回儲值 (Esc)") if at_list else self.tr("上一步 (Esc)"))
        self._none.setText(self.tr("沒有未完成的儲值。"))
        self._none.setVisible(self._listed and not self._loads)
        self._list.setVisible(bool(self._loads))
        self._list.show_rows(load_rows(self.station, self._loads))
