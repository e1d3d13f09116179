"""Shifts (班別): opened with the cash in the drawer, closed with what the journal says and what was counted. Works offline.

Object names: `terminal.shift`, `.banner`, `.fact.<n>`, `.cash`, `.difference`, `.reason`, `.close`, `.refresh`, `.save`,
`.again`, and those of `terminal.shift_form`.
"""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from domain import taipei
from domain.errors import CityCardError
from station.shift_desk import LONGEST_REASON
from station.views import ShiftReport, ShiftView
from terminal.keys import EnterAdvances
from terminal.shift_form import ShiftForm, money_field
from terminal.shift_words import report_page, shift_facts
from terminal.steps import FormScroll
from terminal.task import Complaint, Task
from terminal.workplace import Workplace
from ui.amounts import money_text
from ui.bridge import Once, run_off_thread
from ui.messages import Words
from ui.saving import documents
from ui.stack import Stack
from ui.table_pdf import table_pdf
from ui.theme import Theme
from ui.widgets import (
    FieldRow,
    OutcomeBanner,
    OutcomeKind,
    Panel,
    PrimaryButton,
    QuietButton,
    SecondaryButton,
    Text,
)

_FACTS = 14


class ShiftTask(Task):
    """No shift, the open one, or the one that was just closed."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.setObjectName("terminal.shift")
        self._view: ShiftView | None = None
        self._report: ShiftReport | None = None
        self._op_id: UUID | None = None
        self.banner = OutcomeBanner()
        self._form = ShiftForm()
        self._cash, self._reason = money_field(self), QLineEdit()
        self._reason.setMaxLength(LONGEST_REASON)
        self._cash_row, self._reason_row = FieldRow(self._cash), FieldRow(self._reason)
        self._difference = Text("title", strong=True)
        self._missing = Complaint()
        self._close, self._again = PrimaryButton(), PrimaryButton()
        self._refresh, self._save = QuietButton(), SecondaryButton()
        self._labels = [Text("body", "soft", wrap=False) for _ in range(_FACTS)]
        self._values = [Text("body", strong=True) for _ in range(_FACTS)]
        self._once = Once(self._form.open, self._close)
        named = {"banner": self.banner, "cash": self._cash, "reason": self._reason}
        named |= {"close": self._close, "again": self._again, "refresh": self._refresh, "save": self._save}
        named |= {"difference": self._difference} | {f"fact.{number}": value for number, value in enumerate(self._values)}
        for part, widget in named.items():
            widget.setObjectName(f"terminal.shift.{part}")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        standing = QWidget()
        facts = Panel(gap=1)
        grid = self._grid = self.grid(QGridLayout(), gap=0.5)
        grid.setColumnStretch(1, 1)
        for row, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            grid.addWidget(label, row, 0)
            grid.addWidget(value, row, 1)
        facts.body.addLayout(grid)
        self._counting = QWidget()
        counted = self.grid(QVBoxLayout(self._counting), gap=1)
        cash = self.grid(QHBoxLayout(), gap=2)
        cash.addWidget(self._cash_row)
        cash.addWidget(self._difference, 1)
        counted.addLayout(cash)
        counted.addWidget(self._reason_row)
        counted.addWidget(self._missing)
        facts.body.addWidget(self._counting)
        ways = self.grid(QHBoxLayout(), gap=2)
        for button in (self._close, self._save, self._again):
            ways.addWidget(button)
        ways.addStretch(1)
        facts.body.addLayout(ways)
        below = self.grid(QVBoxLayout(standing), gap=0)
        below.addWidget(facts)
        below.addStretch(1)
        self._pages = Stack()
        self._pages.addWidget(self._form)
        self._pages.addWidget(FormScroll(standing))
        self.title_row.addWidget(self._refresh)
        self.column.addWidget(self.banner)
        self.column.addLayout(self._pages, 1)

    def _connect(self) -> None:
        enter = EnterAdvances(self._advance, self)
        enter.watch(self._cash, self._reason)
        self._cash.textEdited.connect(lambda _: self._counted())
        self._reason.textEdited.connect(lambda _: self._missing.say(""))
        self._form.wanted.connect(self._do_open)
        self._close.clicked.connect(self._do_close)
        self._again.clicked.connect(self._begin)
        self._refresh.clicked.connect(self.enter)
        self._save.clicked.connect(self._do_save)
        self._refresh.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.add_keys({"F7": self.enter, "F11": self._do_save, "F12": self._f12})

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`; what the journal says by now."""
        if self._report is None:
            run_off_thread(self, self.station.shifts.current, self._show, self.banner.show_error)
        self._place_focus()

    def clear(self) -> None:
        """See `Task.clear`."""
        self._report, self._op_id = None, None
        self._form.begin()
        for field in (self._cash, self._reason):
            field.clear()
        self._missing.say("")
        self.banner.clear()
        self._show(None)

    # --- acts ---

    def _begin(self) -> None:
        """The next shift."""
        self.clear()
        self.enter()

    def _show(self, view: ShiftView | None) -> None:
        was = self._view
        self._view = view
        self.retranslate()
        if (was is None) is not (view is None):
            self._place_focus()

    def _do_open(self, name: str, float_ntd: int) -> None:
        desk = self.station.shifts
        op_id = desk.new_op_id()
        self._once.run(self, lambda: desk.open(op_id, name, float_ntd), self._show, self._failed)

    def _do_close(self) -> None:
        view, desk = self._view, self.station.shifts
        if view is None or self._report is not None or self._once.running:
            return
        if not self._cash.text():
            self._missing.say(lambda: self.tr("請點收現金後填入金額；沒有現金請填 0。"))
            self._cash.setFocus()
            return
        cash_ntd, reason = int(self._cash.text()), self._reason.text()
        if cash_ntd != view.expected_ntd and not reason.strip():
            self._missing.say(lambda: self.tr("金額不符，請寫明原因。"))
            self._reason.setFocus()
            return
        self._op_id = self._op_id or desk.new_op_id()
        op_id = self._op_id
        self._once.run(self, lambda: desk.close(op_id, cash_ntd, reason), lambda done: self._closed(op_id, done), self._failed)

    def _closed(self, op_id: UUID, report: ShiftReport) -> None:
        if op_id != self._op_id:
            return  # whoever closed it has left
        self._report, self._view = report, report.view
        good = not report.difference_ntd
        self.banner.show_words(OutcomeKind.GOOD if good else OutcomeKind.ATTENTION, self._closed_words)
        self.retranslate()
        self._place_focus()

    def _failed(self, error: CityCardError) -> None:
        self.banner.show_error(error)
        run_off_thread(self, self.station.shifts.current, self._show, self.banner.show_error)

    def _do_save(self) -> None:
        """The daily close as PDF, among the documents."""
        report = self._report
        if report is None:
            return
        page, day = report_page(self.station, report), taipei.moment(report.closed_ms)
        name = self.tr("結班_{shift}班_{when}.pdf").format(shift=report.view.name, when=f"{day:%Y%m%d_%H%M}")
        target = documents() / name
        save = self.station.shifts.save

        def done(_: None) -> None:
            self.banner.show_words(OutcomeKind.GOOD, lambda: Words(self.tr("結班表已存成 PDF，可以列印"), str(target)))

        run_off_thread(self, lambda: save(target, table_pdf(page)), done, self.banner.show_error)

    # --- moving about ---

    def _advance(self, field: QWidget) -> None:
        if field is self._cash and not self._reason_row.isHidden():
            self._reason.setFocus()
        else:
            self._do_close()

    def _f12(self) -> None:
        if self._view is None:
            self._form.submit()
        else:
            self._do_close()

    def _place_focus(self) -> None:
        if not self.isVisible():
            return
        if self._report is not None:
            self._save.setFocus()
        elif self._view is not None:
            self._cash.setFocus()
        else:
            self._form.start()

    def _counted(self) -> None:
        self._missing.say("")
        view = self._view
        known = view is not None and bool(self._cash.text())
        difference = int(self._cash.text()) - view.expected_ntd if view is not None and known else 0
        self._reason_row.setVisible(bool(difference))
        words = self.tr("金額相符")
        if difference:
            over = self.tr("多 {amount}") if difference > 0 else self.tr("少 {amount}")
            words = over.format(amount=money_text(abs(difference)))
        self._difference.setText(words if known else "")
        self._difference.set_tone("attention" if difference else "good")

    # --- words ---

    def _closed_words(self) -> Words:
        report = self._report
        if report is None or not report.difference_ntd:
            return Words(self.tr("已結班，金額相符"), self.tr("可以存成 PDF 列印，或開下一班。"))
        amount = money_text(abs(report.difference_ntd))
        words = self.tr("已結班，多 {amount}") if report.difference_ntd > 0 else self.tr("已結班，少 {amount}")
        return Words(words.format(amount=amount), self.tr("差額與原因已記錄，主管會查看。"))

    def _facts(self) -> Sequence[tuple[str, str]]:
        return shift_facts(self.station, self._view, self._report) if self._view is not None else []

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the field is as wide as what stands in it."""
        super().restyle(theme)
        self._cash_row.setFixedWidth(theme.sizes.unit * 30)
        self._grid.setHorizontalSpacing(theme.sizes.unit * 3)

    def retranslate(self) -> None:
        """Texts."""
        closed, standing = self._report is not None, self._view is not None
        self._pages.setCurrentIndex(1 if standing else 0)
        hint = self.tr("結班時數字取自本機紀錄，沒有網路也可以。")
        self.set_head(self.tr("班別"), hint)
        self._cash_row.set_label(self.tr("點收現金（元）"))
        self._reason_row.set_label(self.tr("差額原因（不要寫個人資料）"))
        self._close.setText(self.tr("結班 (F12)"))
        self._again.setText(self.tr("開下一班"))
        self._refresh.setText(self.tr("重新計算 (F7)"))
        self._save.setText(self.tr("存成 PDF (F11)"))
        self._refresh.setVisible(standing and not closed)
        self._counting.setVisible(standing and not closed)
        self._close.setVisible(standing and not closed)
        self._save.setVisible(closed)
        self._again.setVisible(closed)
        facts = self._facts()
        for place, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            name, words = facts[place] if place < len(facts) else ("", "")
            label.setText(name)
            value.setText(words)
            label.setVisible(bool(name))
            value.setVisible(bool(name))
        self._counted()
