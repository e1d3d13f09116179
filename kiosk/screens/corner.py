"""The staff corner: how the kiosk is and its tests, its shift, its diagnostics, its end."""

from collections.abc import Callable
from typing import Literal, get_args

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.programme import Programme
from domain.wire_fleet import PartState
from kiosk.corner_states import Corner, CornerCode, CornerEnd, CornerShift, Pick
from kiosk.page import Page
from kiosk.pieces import EvenGrid, Fact
from kiosk.staff_words import show_problem
from kiosk.states import Go
from station.views import Connection
from ui.amounts import moment_text, money_text
from ui.widgets import OutcomeBanner, Panel, PrimaryButton, QrView, SecondaryButton, Text

_QR_PART = 0.6
"""Part of the page's shorter side that the code takes: it holds more than a receipt."""
_Choice = Literal["look", "network", "print", "shift", "code", "end", "unlock"]


class CornerPage(Page[Corner]):
    """`kiosk.corner`; buttons `look`, `network`, `print`, `shift`, `code`, `end`, `unlock`."""

    name = "corner"
    say_part = 0.6

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._title = Text("title", strong=True)
        self._problem = OutcomeBanner()
        self._facts = Panel(gap=1)
        self._lines = [Fact(long_value=True) for _ in range(8)]
        for line in self._lines:
            self._facts.body.addWidget(line)
        for widget in (self._title, self._problem, self._facts):
            self.say_box.addWidget(widget)
        self._grid = EvenGrid(2)
        self._choices: dict[_Choice, SecondaryButton] = {}
        for what in get_args(_Choice):
            self._add(what)
        self.act_box.addWidget(self._grid)

    def rearranged(self, *, lying: bool, reach: bool) -> None:
        """As many beside each other as the words allow where there is little height."""
        self._grid.set_most_columns((4 if reach else 3) if lying else 2, uneven=lying and reach)

    def clear(self) -> None:
        """Forget, the banner's words too."""
        self._problem.clear()
        super().clear()

    def fill(self, state: Corner) -> None:
        """Texts."""
        self._title.setText(self.tr("機台維護"))
        facts = [*self._counts(state), *self._parts(state)]
        for line, (name, value) in zip(self._lines, facts, strict=True):
            line.set_words(name, value)
        words = {
            "look": self.tr("更新數字"),
            "network": self.tr("測試網路"),
            "print": self.tr("列印測試"),
            "shift": self.tr("班次"),
            "code": self.tr("診斷碼"),
            "end": self.tr("重新啟動"),
            "unlock": self.tr("解除 {count} 張卡的鎖定").format(count=state.view.locked),
        }
        for what, button in self._choices.items():
            button.setText(words[what])
            button.setEnabled(not state.busy)
        self._choices["unlock"].setVisible(state.view.locked > 0)
        self._choices["print"].setVisible(state.view.printer is not None)
        if state.problem is None:
            self._problem.clear()
        else:
            show_problem(self._problem, state.problem)

    def _counts(self, state: Corner) -> list[tuple[str, str]]:
        view, status = state.view, state.view.status
        waiting = self.tr("{count} 筆，最久 {minutes} 分鐘").format(count=status.queue, minutes=view.oldest_unsent_min)
        redeemed = self.tr("{count} 筆，{amount}").format(count=view.redemptions, amount=money_text(view.redeemed_ntd))
        return [
            (self.tr("今天放卡"), self.tr("開機後 {count} 次").format(count=view.sessions)),
            (self.tr("今天兌換"), redeemed),
            (self.tr("等待上傳"), waiting if status.queue else self.tr("沒有")),
            (self.tr("平台退回"), self.tr("{count} 筆").format(count=status.parked)),
        ]

    def _parts(self, state: Corner) -> list[tuple[str, str]]:
        view, status = state.view, state.view.status
        network = self.tr("已連線") if status.connection is Connection.ONLINE else self.tr("連不上")
        if state.network_ms is not None:
            network = self.tr("測試成功，{took} 毫秒").format(took=state.network_ms)
        reader = self.tr("正常，放卡片可測試") if status.reader_ready else self.tr("沒有連線")
        if state.unreadable:
            reader = self.tr("讀不到剛放的卡片")
        elif state.cards_read:
            reader = self.tr("測試成功，讀到 {count} 張").format(count=state.cards_read)
        return [
            (self.tr("平台"), network),
            (self.tr("讀卡機"), reader),
            (self.tr("收據印表機"), self._paper(view.printer)),
            (self.tr("磁碟剩下"), f"{view.disk_free_mb:,} MB"),
        ]

    def _paper(self, state: PartState | None) -> str:
        words: dict[PartState | None, str] = {
            None: self.tr("沒有"),
            "ok": self.tr("正常"),
            "low": self.tr("紙快用完"),
            "absent": self.tr("沒有連線"),
            "failed": self.tr("沒紙或故障"),
        }
        return words[state]

    def _add(self, what: _Choice) -> None:
        button = SecondaryButton()
        self.pressing(button, what, lambda: Pick(what=what))
        self._choices[what] = button
        self._grid.add(button)


class CornerShiftPage(Page[CornerShift]):
    """`kiosk.corner_shift`; button `go`."""

    name = "corner_shift"
    say_part = 0.6

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._title = Text("title", strong=True)
        self._note = Text("body", "soft")
        self._facts = Panel(gap=1.5)
        self._today, self._shift, self._began = (Fact(long_value=True) for _ in range(3))
        for line in (self._today, self._shift, self._began):
            self._facts.body.addWidget(line)
        for widget in (self._title, self._facts, self._note):
            self.say_box.addWidget(widget)
        self._go = PrimaryButton()
        self.pressing(self._go, "go", Go)
        self.act_box.addWidget(self._go)

    def fill(self, state: CornerShift) -> None:
        """Texts."""
        view = state.corner.view
        shift = view.shift
        sums = self.tr("{count} 筆，{amount}")
        self._title.setText(self.tr("班次"))
        self._today.set_words(self.tr("今天兌換"), sums.format(count=view.redemptions, amount=money_text(view.redeemed_ntd)))
        if shift is None:
            self._shift.set_words(self.tr("這一班"), self.tr("還沒有開始"))
        else:
            found = sums.format(count=shift.sums.redemptions, amount=money_text(shift.sums.redeemed_ntd))
            self._shift.set_words(self.tr("這一班"), found)
            self._began.set_words(self.tr("開始"), moment_text(shift.opened_ms))
        self._began.setVisible(shift is not None)
        self._note.setText(
            self.tr("這台不收現金，只記下筆數和金額。") if view.may_close_shift else self.tr("結班要由主管操作。")
        )
        self._go.setText(self.tr("開始記錄") if shift is None else self.tr("結班並開始下一班"))
        self._go.setEnabled(view.may_close_shift and not state.corner.busy)


class CornerCodePage(Page[CornerCode]):
    """`kiosk.corner_code`; the code is `kiosk.corner_code.qr`."""

    name = "corner_code"
    say_part = 0.4
    act_pressed = False

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._title = Text("title", strong=True)
        self._what = Text("body", "soft")
        for widget in (self._title, self._what):
            self.say_box.addWidget(widget)
        self._qr = QrView()
        self._qr.setObjectName("kiosk.corner_code.qr")
        self.act_box.addWidget(self._qr)

    def fill(self, state: CornerCode) -> None:
        """Texts and code."""
        self._title.setText(self.tr("診斷碼"))
        self._what.setText(self.tr("用手機掃描後傳給維護人員。裡面沒有任何人的資料。"))
        self._qr.set_text(state.corner.view.diagnostics)
        self._qr.setAccessibleName(self.tr("診斷的 QR 碼"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; the code grows with the page."""
        self._qr.setFixedHeight(round(min(self.width(), self.height()) * _QR_PART))
        super().resizeEvent(event)


class CornerEndPage(Page[CornerEnd]):
    """`kiosk.corner_end`; buttons `go` (begin anew) and `quit`."""

    name = "corner_end"
    say_part = 0.5

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._question = Text("title", strong=True)
        self._what = Text("body", "soft")
        for widget in (self._question, self._what):
            self.say_box.addWidget(widget)
        self._go, self._quit = PrimaryButton(), SecondaryButton()
        self.pressing(self._go, "go", Go)
        self.pressing(self._quit, "quit", lambda: Pick(what="quit"))
        for button in (self._go, self._quit):
            self.act_box.addWidget(button)

    def fill(self, state: CornerEnd) -> None:  # noqa: ARG002 (the question is always the same)
        """Texts."""
        self._question.setText(self.tr("要重新啟動程式嗎？"))
        self._what.setText(self.tr("還沒上傳的紀錄都會留著。關閉後，這台要由維護人員再打開。"))
        self._go.setText(self.tr("重新啟動"))
        self._quit.setText(self.tr("關閉程式"))
