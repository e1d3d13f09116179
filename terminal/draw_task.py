"""A draw, live on the screen: the published list's SHA-256 first, then, once the public value is known, winner by winner.

This machine computes the draw anew by the published rule and says whether the platform tells the same. Keys: Enter shows the
next one, F11 all, Ctrl+S saves what anybody needs to check it, F7 another draw, Escape back to the activities.

Object names: `terminal.draws`, `.other`, `.back`, `.change`, and those of `terminal.activity_picker`, `terminal.draw_view` and
`terminal.office_task`.
"""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from station.draw_desk import DrawShow
from station.views import ActivityView
from terminal.activity_picker import ActivityPicker
from terminal.draw_view import DrawView
from terminal.office_task import OfficeTask
from terminal.workplace import Workplace
from ui.bridge import run_off_thread
from ui.buttons import QuietButton
from ui.fields import FieldRow
from ui.messages import Words
from ui.outcome import OutcomeKind
from ui.saving import ask_where
from ui.stack import Stack

_LOOK_MS = 5_000
"""How often a draw that waits for its public value is looked at."""
_CHOOSING, _SHOW = range(2)


class DrawTask(OfficeTask):
    """Nobody is drawn here: the list was published before the value was known, and the rule is everybody's."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place, "terminal.draws")
        self._show: DrawShow | None = None
        self._looking = False
        self._picker, self._view = ActivityPicker(self.station), DrawView()
        self._picker.chosen.connect(self._choose)
        self._view.export_wanted.connect(self._save)
        self._other = QLineEdit(maxLength=64)
        self._other.setObjectName("terminal.draws.other")
        self._other.returnPressed.connect(self._choose_other)
        self._field = FieldRow(self._other)
        self._buttons = {"change": QuietButton(), "back": QuietButton()}
        self._buttons["change"].clicked.connect(self._change)
        self._buttons["back"].clicked.connect(self._leave)
        for part, button in self._buttons.items():
            button.setObjectName(f"terminal.draws.{part}")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.title_row.addWidget(button)
        choosing = QWidget()
        column = self.grid(QVBoxLayout(choosing), gap=1)
        column.addWidget(self._picker, 1)
        column.addWidget(self._field)
        self._steps = Stack()
        for page in (choosing, self._view):
            self._steps.addWidget(page)
        self.body.addLayout(self._steps, 1)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look_again)
        self.add_keys({"F7": self._change, "F11": self._view.reveal_all, "Escape": self._leave, "Ctrl+S": self._save})

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        if self._show is None:
            self._change()
        self.focus_here()

    def clear(self) -> None:
        """See `Task.clear`."""
        super().clear()
        self._forget()

    def focus_here(self) -> None:
        """See `OfficeTask.focus_here`."""
        if self._show is None:
            self._picker.start()
        else:
            self._view.start()

    # --- choosing ---

    def _forget(self) -> None:
        self._timer.stop()
        self._show = None
        self._view.show_draw(None)
        self._other.clear()
        self._steps.setCurrentIndex(_CHOOSING)
        self.retranslate()

    def _change(self) -> None:
        self.leave_asking()
        self.banner.clear()
        self._forget()
        self._picker.look()
        self._picker.start()

    def _leave(self) -> None:
        if not self.leave_asking():
            self._forget()
            self.page_wanted.emit("event")

    def _choose(self, activity: ActivityView) -> None:
        self._look(activity.activity)

    def _choose_other(self) -> None:
        if self._other.text().strip():
            self._look(self._other.text().strip())

    def _look(self, draw: str) -> None:
        look = self.station.draws.look
        self.ask(self.tr("正在取得公布的資料"), lambda: look(draw), self._found)

    def _look_again(self) -> None:
        """The public value may have been entered meanwhile; what goes wrong is no matter, the next look comes by itself."""
        show = self._show
        if show is None or show.public.state != "frozen" or self._looking or not self.isVisible():
            return
        self._looking = True
        draw, look = show.public.draw, self.station.draws.look
        run_off_thread(self, lambda: look(draw), self._looked, lambda _: self._looked(None))

    def _looked(self, found: DrawShow | None) -> None:
        self._looking = False
        if found is not None and self._show is not None and found.public.draw == self._show.public.draw:
            self._found(found)

    def _found(self, show: DrawShow) -> None:
        self._show = show
        self._view.show_draw(show)
        self._steps.setCurrentIndex(_SHOW)
        self._timer.start()
        self.retranslate()
        self.focus_here()

    def _save(self) -> None:
        show = self._show
        if show is None or not show.content:
            return
        export = self.station.draws.export

        def to(path: str) -> None:
            file = Path(path)
            run_off_thread(self, lambda: export(show, file), lambda _: self._saved(file.name), self.banner.show_error)

        ask_where(self, self.tr("存成 ZIP"), f"{show.public.draw}.zip", "ZIP (*.zip)", to)

    def _saved(self, name: str) -> None:
        self.banner.show_words(OutcomeKind.GOOD, lambda: self._saved_words(name))

    def _saved_words(self, name: str) -> Words:
        return Words(self.tr("核算包已存好"), self.tr("檔案：{name}").format(name=name))

    # --- words ---

    def retranslate(self) -> None:
        """Texts."""
        super().retranslate()
        show = self._show
        self._field.set_label(self.tr("或輸入抽獎代號，按 Enter"))
        self._buttons["back"].setText(self.tr("回活動 (Esc)"))
        self._buttons["change"].setText(self.tr("換抽獎 (F7)"))
        self._buttons["change"].setVisible(show is not None)
        if show is None:
            self.set_head(self.tr("抽獎"), self.tr("選活動；抽獎由主辦單位先公布名單，再填公開號碼。"))
        else:
            self.set_head(show.public.title, self.tr("任何人都能用公布的名單和號碼重算。"))
