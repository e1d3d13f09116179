"""Batches of applications (批次): the list of them, a file that is handed in, one batch, and handing out its cards.

Object names: `terminal.batch` (with the parts of `terminal.office_task`), `.new`, `.step_back`, and those of
`terminal.batch_list_page`, `terminal.batch_file_page`, `terminal.batch_page` and `terminal.hand_out_page`.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt

from domain.errors import CityCardError, Code
from domain.wire_applications import BatchLine, BatchResponse
from station.batch_desk import BatchOrder
from station.hand_out_desk import HandOut
from terminal.batch_file_page import BatchFilePage
from terminal.batch_list_page import BatchListPage
from terminal.batch_page import BatchPage
from terminal.batch_words import fault_words, faulty_words, refused_words
from terminal.hand_out_page import HandOutPage
from terminal.office_task import OfficeTask
from terminal.workplace import PersonHere, Workplace
from ui.bridge import run_off_thread
from ui.buttons import PrimaryButton, QuietButton
from ui.messages import Words
from ui.outcome import OutcomeKind
from ui.saving import documents
from ui.stack import Stack

_LIST, _FILE, _BATCH, _HAND_OUT = range(4)
_TAKING = "taking"


class BatchTask(OfficeTask):
    """Where one is, and what is under way."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place, "terminal.batch")
        self._desk = self.station.batches
        self._order: BatchOrder | None = None
        self._batch: UUID | None = None
        self._name = ""
        self._paused = False
        self._new, self._back = PrimaryButton(), QuietButton()
        self._new.setObjectName("terminal.batch.new")
        self._back.setObjectName("terminal.batch.step_back")
        for button in (self._new, self._back):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.title_row.addWidget(button)
        self.list_page, self.file_page, self.batch_page = BatchListPage(), BatchFilePage(self._desk), BatchPage()
        self.hand_out = HandOutPage(place)
        self._stack = Stack()
        for page in (self.list_page, self.file_page, self.batch_page, self.hand_out):
            self._stack.addWidget(page)
        self.body.addLayout(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self._new.clicked.connect(self._begin_file)
        self._back.clicked.connect(self._step_back)
        self.list_page.chosen.connect(self._chosen)
        self.list_page.older_wanted.connect(self._ask_list)
        self.file_page.read_begun.connect(self._forget_order)
        self.file_page.save_wanted.connect(self._save)
        self.file_page.send_wanted.connect(self._send)
        self.batch_page.pause_wanted.connect(self._pause)
        self.batch_page.go_on_wanted.connect(self._go_on)
        self.batch_page.drop_wanted.connect(self._drop)
        self.batch_page.hand_out_wanted.connect(self._open_hand_out)
        self.batch_page.save_wanted.connect(self._save)
        self.hand_out.person_changed.connect(lambda: self.person_changed.emit(self.person()))
        pressed: dict[str, dict[int, Callable[[], object]]] = {
            "F7": {_LIST: self._begin_file, _BATCH: self.batch_page.press_drop, _HAND_OUT: self.hand_out.step_back},
            "F11": {_FILE: self._save, _BATCH: self._save, _HAND_OUT: self.hand_out.skip},
            "F12": {_FILE: self.file_page.press_send, _BATCH: self.batch_page.press_next, _HAND_OUT: self.hand_out.undo},
        }
        self.add_keys({"Escape": self._step_back, **{key: partial(self._press, acts) for key, acts in pressed.items()}})

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        if self._at == _LIST:
            self._ask_list()
        self.focus_here()

    def card_changed(self) -> None:
        """See `Task.card_changed`."""
        if self._at == _HAND_OUT and not self.asking and not self.gated:
            self.hand_out.card_changed()

    def card_unreadable(self) -> None:
        """See `Task.card_unreadable`."""
        if self._at == _HAND_OUT:
            self.hand_out.banner.show_code(Code.CARD_UNREADABLE)

    def clear(self) -> None:
        """See `Task.clear`."""
        super().clear()
        self._order, self._batch, self._paused = None, None, True
        self.list_page.clear()
        self.file_page.begin()
        self.batch_page.show_batch(None)
        self.hand_out.clear()
        self._stack.setCurrentIndex(_LIST)
        self.retranslate()

    def person(self) -> PersonHere | None:
        """See `Task.person`."""
        row = self.hand_out.list.current() if self._at == _HAND_OUT else None
        return None if row is None else PersonHere(name=row.masked_name)

    def focus_here(self) -> None:
        """See `OfficeTask.focus_here`."""
        if self.isVisible():
            (self.list_page, self.file_page, self.batch_page, self.hand_out)[self._at].start()

    @property
    def _at(self) -> int:
        return self._stack.currentIndex()

    def _go(self, page: int) -> None:
        self._stack.setCurrentIndex(page)
        self.retranslate()
        self.person_changed.emit(self.person())
        self.focus_here()

    # --- the list ---

    def _ask_list(self, before_ms: int | None = None) -> None:
        listed, older = self._desk.listed, before_ms is not None

        def found(page: object) -> None:
            self.list_page.show_page(page, older=older)  # type: ignore[arg-type]
            self.focus_here()

        self.ask(self.tr("查詢批次中…"), lambda: listed(before_ms), found)

    def _chosen(self, line: BatchLine) -> None:
        self._batch, self._name, self._paused = line.batch, line.name, True
        self._ask_batch()

    def _ask_batch(self) -> None:
        batch, report = self._batch, self._desk.report
        if batch is not None:
            self.ask(self.tr("查詢批次中…"), lambda: report(batch), self._opened)

    def _opened(self, answer: BatchResponse) -> None:
        self.batch_page.show_batch(answer, left_out=[])
        self._go(_BATCH)

    # --- the file ---

    def _begin_file(self) -> None:
        if self._at == _LIST and not self.asking:
            self._forget_order()
            self.again.hide()
            self.file_page.begin()
            self._go(_FILE)

    def _forget_order(self) -> None:
        self._order = None
        self.banner.clear()

    def _send(self) -> None:
        file, whole = self.file_page.file, self.file_page.all_or_nothing()
        if file is None or self.asking:
            return
        if whole and file.faults:
            self.banner.show_words(OutcomeKind.ATTENTION, faulty_words)
            return
        if self._order is None or self._order.all_or_nothing != whole:
            op_id, channel = self._desk.new_op_id(), self.file_page.channel()
            self._order = BatchOrder(op_id=op_id, channel=channel, name=file.name, file=file, all_or_nothing=whole)
        order, send = self._order, self._desk.send
        self.ask(self.tr("送件並檢查中，列數多時要幾分鐘…"), lambda: send(order), lambda answer: self._sent(order, answer))

    def _sent(self, order: BatchOrder, answer: BatchResponse) -> None:
        if answer.state == "refused":
            self._order = None
            self.file_page.show_file(order.file, answer.faults)
            self.banner.show_words(OutcomeKind.STOP, refused_words)
            return
        self._batch, self._name, self._paused = order.op_id, order.name, False
        self.batch_page.show_batch(answer, left_out=order.file.faults)
        self._go(_BATCH)
        self._took(answer)

    # --- taking in, portion by portion ---

    def _took(self, answer: BatchResponse) -> None:
        running = answer.state == _TAKING and not self._paused
        self.batch_page.show_batch(answer, running=running)
        if running:
            batch, go_on = answer.batch, self._desk.go_on
            self.ask("", lambda: go_on(batch), self._took)
        self.focus_here()

    def _go_on(self) -> None:
        batch, go_on = self._batch, self._desk.go_on
        if batch is not None and self._paused:
            self._paused = False
            self.ask(self.tr("繼續收件…"), lambda: go_on(batch), self._took)

    def _drop(self) -> None:
        batch, drop = self._batch, self._desk.drop
        if batch is not None and self._paused:
            self.ask(self.tr("放棄這一批…"), lambda: drop(batch), self._opened)

    def _pause(self) -> None:
        self._paused = True
        self.batch_page.show_paused()
        self.focus_here()

    def failed(self, error: CityCardError) -> None:
        """See `OfficeTask.failed`; what is taken in stays, and goes on from there."""
        if self._at == _BATCH:
            self._pause()
        super().failed(error)

    # --- handing out ---

    def _open_hand_out(self) -> None:
        batch, download = self._batch, self.station.hand_out.download
        if batch is not None and not self.asking:
            self.ask(self.tr("下載領卡名單中…"), lambda: download(batch, lambda _: None), self._hand_out_from)

    def _hand_out_from(self, found: HandOut) -> None:
        self.hand_out.begin(found)
        self._go(_HAND_OUT)

    # --- saving, keys, moving about ---

    def _save(self) -> None:
        """Beside the list itself; of a batch that was opened later, among the documents."""
        faults = self.file_page.faults() if self._at == _FILE else self.batch_page.faults()
        file = self.file_page.file
        folder = documents() if file is None else Path(self.file_page.path()).parent
        name = self._name if file is None else file.name
        target = folder / self.tr("{name}_問題清單.csv").format(name=name.replace("/", "_"))
        save = self._desk.save_faults

        def done(_: None) -> None:
            self.banner.show_words(OutcomeKind.GOOD, lambda: Words(self.tr("問題清單已存好"), str(target)))

        if faults:
            run_off_thread(self, lambda: save(target, faults, fault_words), done, self.banner.show_error)

    def _press(self, acts: dict[int, Callable[[], object]]) -> None:
        if self._at in acts and not self.asking and not self.gated:
            acts[self._at]()

    def _step_back(self) -> None:
        if self.leave_asking():
            return
        if self._at == _FILE and self.file_page.reading:
            self.file_page.stop_reading()
        elif self._at == _BATCH and not self.batch_page.pause.isHidden():
            self._pause()
        elif self._at == _HAND_OUT:
            self.hand_out.clear()
            self._go(_BATCH)
            self._ask_batch()
        elif self._at != _LIST:
            self.clear()
            self.enter()

    # --- words ---

    def retranslate(self) -> None:
        """Texts."""
        super().retranslate()
        heads = {
            _LIST: (self.tr("批次"), self.tr("里長、學校、機關的名單。選一批看辦到哪裡，或按 F7 讀入新名單。")),
            _FILE: (self.tr("讀入名單"), self.tr("先檢查每一列，再送件。檔案裡用不到的欄位不會送出。")),
            _BATCH: (self._name, self.tr("收件可以隨時暫停，關掉程式也可以再繼續。")),
            _HAND_OUT: (self._name, self.tr("感應一張空白卡就發給這一位，接著自動換下一位。")),
        }
        self.set_head(*heads[self._at])
        self._new.setText(self.tr("讀入名單 (F7)"))
        self._new.setVisible(self._at == _LIST)
        self._back.setText(self.tr("上一步 (Esc)"))
        self._back.setVisible(self._at != _LIST)
