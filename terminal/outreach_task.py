"""The outreach team (機動服務): blank cards taken along and counted back, applications taken down; and the site's stock.

Object names: `terminal.outreach` (with the parts of `terminal.office_task`), `.none`, `.list`, `.unsent`, `.take`,
`.apply`, `.count_back`, `.stock`, `.step_back`, those of `terminal.stock_form` beneath `terminal.outreach.form`, of
`terminal.team_back_page`, of `terminal.stock_page` and of `terminal.apply_page`.
"""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.errors import CityCardError
from station.views import TeamStock
from terminal.apply_page import ApplyPage
from terminal.office_task import OfficeTask
from terminal.outreach_words import team_row
from terminal.row_list import RowList
from terminal.stock_form import StockForm
from terminal.stock_page import StockPage
from terminal.team_back_page import TeamBackPage
from terminal.workplace import PersonHere, Workplace
from ui.amounts import age_text
from ui.bridge import Once, run_off_thread
from ui.messages import Words
from ui.outcome import OutcomeKind
from ui.stack import Stack
from ui.widgets import Panel, PrimaryButton, QuietButton, SecondaryButton, Text

_TEAM, _TAKE, _BACK, _STOCK, _APPLY = range(5)


class OutreachTask(OfficeTask):
    """What the team has with it; everything but the stock works without a network."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place, "terminal.outreach")
        self._desk = self.station.outreach
        self._stocks: list[TeamStock] = []
        self._op_id: UUID | None = None
        self._once = Once()
        self._none, self._unsent = Text("title", "soft"), Text("body", "soft")
        self._list = RowList("terminal.outreach.list")
        self._take, self._apply, self._count_back = SecondaryButton(), SecondaryButton(), PrimaryButton()
        self._stock, self._back = QuietButton(), QuietButton()
        named = {
            "none": self._none,
            "unsent": self._unsent,
            "take": self._take,
            "apply": self._apply,
            "count_back": self._count_back,
        }
        for part, widget in (named | {"stock": self._stock, "step_back": self._back}).items():
            widget.setObjectName(f"terminal.outreach.{part}")
        self.form = StockForm(self.station, "terminal.outreach.form", least=1)
        self.back_page, self.stock_page = TeamBackPage(self.station), StockPage(self)
        self.apply_page = ApplyPage(self.station, self.banner)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        team, taking = QWidget(), QWidget()
        column = self.grid(QVBoxLayout(team), gap=1)
        for part in (self._none, self._unsent):
            column.addWidget(part)
        column.addWidget(self._list, 1)
        ways = self.grid(QHBoxLayout(), gap=2)
        ways.addWidget(self._take)
        ways.addWidget(self._apply)
        ways.addWidget(self._count_back)
        ways.addStretch(1)
        column.addLayout(ways)
        panel = Panel(gap=1)
        panel.body.addWidget(self.form)
        below = self.grid(QVBoxLayout(taking), gap=0)
        below.addWidget(panel)
        below.addStretch(1)
        self._stack = Stack()
        for page in (team, taking, self.back_page, self.stock_page, self.apply_page):
            self._stack.addWidget(page)
        self.body.addLayout(self._stack, 1)
        for button in (self._stock, self._back):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.title_row.addWidget(button)

    def _connect(self) -> None:
        self._take.clicked.connect(lambda: self._begin(_TAKE))
        self._apply.clicked.connect(lambda: self._begin(_APPLY))
        self._count_back.clicked.connect(lambda: self._begin(_BACK))
        self._stock.clicked.connect(lambda: self._begin(_STOCK))
        self._back.clicked.connect(self._step_back)
        self.form.submitted.connect(self._take_along)
        self.back_page.submitted.connect(self._bring_back)
        self.place.status_changed.connect(self._follow)
        self.apply_page.person_changed.connect(lambda: self.person_changed.emit(self.person()))
        self.add_keys({"Escape": self._step_back, "F7": lambda: self._begin(_TAKE), "F11": lambda: self._begin(_APPLY)})
        self.add_keys({"F12": self._f12, "Ctrl+F11": self._open_stock})

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        if self._at == _TEAM:
            self._look()
        self.focus_here()

    def clear(self) -> None:
        """See `Task.clear`."""
        super().clear()
        self._op_id = None
        self.form.clear()
        self.back_page.begin([])
        self.stock_page.clear()
        self.apply_page.begin()
        self._stack.setCurrentIndex(_TEAM)
        self.retranslate()

    def person(self) -> PersonHere | None:
        """See `Task.person`."""
        return self.apply_page.who.person() if self._at == _APPLY else None

    def focus_here(self) -> None:
        """See `OfficeTask.focus_here`."""
        if not self.isVisible():
            return
        first = self._count_back if self._stocks else self._take
        starts = {_TEAM: first.setFocus, _TAKE: self.form.start, _BACK: self.back_page.start, _STOCK: self.stock_page.start}
        starts.get(self._at, self.apply_page.start)()

    @property
    def _at(self) -> int:
        return self._stack.currentIndex()

    def _may_keep_stock(self) -> bool:
        session = self.station.staff.session
        return session is not None and "supervisor" in session.roles

    # --- pages ---

    def _begin(self, page: int) -> None:
        if self._at != _TEAM or self._once.running or self.asking:
            return
        self._op_id = None
        self.banner.clear()
        self.again.hide()
        if page == _TAKE:
            self.form.begin()
        elif page == _BACK:
            self.back_page.begin(self._stocks)
        elif page == _APPLY:
            self.apply_page.begin()
        else:
            self.stock_page.begin()
        self._stack.setCurrentIndex(page)
        self.retranslate()
        self.focus_here()
        if page == _STOCK:
            self.stock_page.ask_levels()

    def _look(self) -> None:
        run_off_thread(self, self._desk.stock, self._show, self.banner.show_error)

    def _show(self, stocks: list[TeamStock]) -> None:
        changed, self._stocks = stocks != self._stocks, stocks
        self.retranslate()
        if changed and self._at == _TEAM:
            self.focus_here()

    def _to_team(self) -> None:
        self._stack.setCurrentIndex(_TEAM)
        self._look()
        self.retranslate()
        self.focus_here()

    def _step_back(self) -> None:
        if self.leave_asking() or (self._at == _APPLY and self.apply_page.step_back()):
            return
        if self._at != _TEAM and not self._once.running:
            self.banner.clear()
            self._to_team()

    # --- acts ---

    def _take_along(self) -> None:
        op_id, desk, form = self._an_op_id(), self._desk, self.form
        box, kind, carrier, cards = form.box(), form.card_kind(), form.carrier(), form.cards()

        def done(_: list[TeamStock]) -> None:
            self._to_team()
            self.banner.show_words(
                OutcomeKind.GOOD,
                lambda: Words(self.tr("已帶出 {count} 張").format(count=f"{cards:,}"), self.tr("回來時在這裡清點收回。")),
            )

        take = lambda: desk.take_along(op_id, box=box, card_kind=kind, carrier=carrier, cards=cards)  # noqa: E731
        self._once.run(self, take, done, self._not_done)

    def _bring_back(self) -> None:
        op_id, desk = self._an_op_id(), self._desk
        counted, reason, differs = self.back_page.counted(), self.back_page.reason(), self.back_page.differs()

        def done(_: list[TeamStock]) -> None:
            self._to_team()
            self.banner.show_words(
                OutcomeKind.ATTENTION if differs else OutcomeKind.GOOD,
                lambda: Words(
                    self.tr("已收回，數量與紀錄不符") if differs else self.tr("已收回，數量相符"),
                    self.tr("差異與原因已記錄，主管會查看。") if differs else self.tr("還沒傳的紀錄會在連線後自動傳送。"),
                ),
            )

        self._once.run(self, lambda: desk.bring_back(op_id, counted, reason), done, self._not_done)

    def _an_op_id(self) -> UUID:
        """One for each filled form."""
        self._op_id = self._op_id or self._desk.new_op_id()
        return self._op_id

    def _not_done(self, error: CityCardError) -> None:
        self.banner.show_error(error)
        self.focus_here()

    # --- keys and words ---

    def _open_stock(self) -> None:
        if self._may_keep_stock():
            self._begin(_STOCK)

    def _f12(self) -> None:
        if self._at == _TEAM and self._stocks:
            self._begin(_BACK)
        elif not self._once.running and not self.asking and not self.gated:
            acts = {_TAKE: self.form.try_submit, _BACK: self.back_page.try_submit, _STOCK: self.stock_page.form.try_submit}
            acts.get(self._at, self.apply_page.try_submit)()

    def _follow(self) -> None:
        if self.isVisible():
            self.retranslate()

    def _unsent_words(self) -> str:
        status = self.place.status
        if not status.queue:
            return self.tr("所有紀錄都已傳到平台。")
        age = age_text(self.place.age_s(status.oldest_unsent_ms) or 0)
        return self.tr("還有 {count} 筆沒傳，最久 {age}；有網路時自動傳送。").format(count=f"{status.queue:,}", age=age)

    def retranslate(self) -> None:
        """Texts."""
        super().retranslate()
        at = self._at
        heads = {
            _TEAM: (self.tr("機動服務"), self.tr("出門前帶出空白卡，整天不用網路；回來清點收回。")),
            _TAKE: (self.tr("帶出空白卡"), self.tr("Enter 到下一格。從哪個卡盒拿、拿幾張。")),
            _BACK: (self.tr("清點收回"), self.tr("數一數剩下的空白卡，逐項填入。")),
            _APPLY: (self.tr("受理申請"), self.tr("不能當場發卡時先收件。Enter 下一步，Esc 上一步，F12 收下。")),
            _STOCK: (self.tr("空白卡庫存"), self.tr("選一列可以帶入卡別與卡盒。")),
        }
        self.set_head(*heads[at])
        self._take.setText(self.tr("帶出空白卡 (F7)"))
        self._count_back.setText(self.tr("清點收回 (F12)"))
        self._apply.setText(self.tr("受理申請 (F11)"))
        self._stock.setText(self.tr("庫存 (Ctrl+F11)"))
        self._back.setText(self.tr("上一步 (Esc)"))
        self._stock.setVisible(at == _TEAM and self._may_keep_stock())
        self._back.setVisible(at != _TEAM)
        self.form.submit.setText(self.tr("帶出 (F12)"))
        self._none.setText(self.tr("目前沒有帶出的空白卡。"))
        self._none.setVisible(not self._stocks)
        self._list.setVisible(bool(self._stocks))
        self._count_back.setVisible(bool(self._stocks))
        self._unsent.setText(self._unsent_words())
        self._list.show_rows([team_row(self.station.programme, stock) for stock in self._stocks])
