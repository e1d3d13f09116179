"""The library desk: a tap becomes the library's patron number, or why not; nothing else about the person.

Keys: Enter or Ctrl+C copies; F11 types numbers into the library's own window, or no more; F12 a queue, or one reader at a time;
F7 web pages; Escape back.

Object names: `terminal.library`, `.typing`, `.batch`, `.web`, `.notice`, and those of `terminal.library_answer` and
`terminal.library_lists`.
"""

from collections import deque

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from domain.errors import CityCardError, Code
from station.views import PatronView
from terminal.library_answer import LibraryAnswer
from terminal.library_hand import Handed, HandOver
from terminal.library_lists import PageList, QueueList, Served
from terminal.task import Task
from terminal.workplace import CardHere, Workplace
from ui.bridge import run_off_thread
from ui.buttons import QuietButton
from ui.messages import Words, kind_of, words_for
from ui.outcome import OutcomeKind
from ui.stack import Stack
from ui.text import Text
from ui.typing_out import Typed

CLEAR_AFTER_MS = 8_000
"""How long an answer stays after the card has left."""
_ONE, _QUEUE, _PAGES = range(3)


class LibraryTask(Task):
    """One reader at a time, or a queue."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.setObjectName("terminal.library")
        self._batch = False
        self._waiting: deque[CardHere] = deque()
        self._asked: CardHere | None = None
        self._problem: CityCardError | None = None
        self._hand = HandOver(self.station, self)
        self._hand.changed.connect(self._hand_changed)
        self._buttons = {"web": QuietButton(), "typing": QuietButton(), "batch": QuietButton()}
        for part, button in self._buttons.items():
            button.setObjectName(f"terminal.library.{part}")
            # Enter copies, whatever was pressed before.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.title_row.addWidget(button)
        self._buttons["web"].clicked.connect(self._open_pages)
        self._buttons["typing"].clicked.connect(self._hand.switch_typing)
        self._buttons["batch"].clicked.connect(self._switch_batch)
        self._notice = Text("body", "attention", strong=True)
        self._notice.setObjectName("terminal.library.notice")
        self._answer, self._pages = LibraryAnswer(self.station), PageList()
        self._queue = QueueList(self.station.settings.library.batch_clear_s)
        self._answer.copy_wanted.connect(self._copy)
        self._answer.rest_wanted.connect(self.setFocus)
        self._queue.copy_wanted.connect(self._copy_one)
        self._pages.wanted.connect(self._switch_page)
        self._stack = Stack()
        for page in (self._answer, self._queue, self._pages):
            self._stack.addWidget(page)
        self.column.addWidget(self._notice)
        self.column.addLayout(self._stack, 1)
        self._clearing = QTimer(self, interval=CLEAR_AFTER_MS, singleShot=True)
        self._clearing.timeout.connect(self._answer.forget)
        copying = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copying.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copying.activated.connect(self._copy)
        keys = {"F7": self._open_pages, "F11": self._hand.switch_typing, "F12": self._switch_batch}
        self.add_keys({**keys, "Escape": self._to_work})

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        self._hand.begin()
        self._to_work()

    def card_changed(self) -> None:
        """See `Task.card_changed`."""
        card = self.place.card
        if card is None:
            self._clearing.start()
            return
        self._clearing.stop()
        if card.again and self._batch:
            return
        self._to_work()
        if card.staff is not None:
            self._waiting.clear()
            self._asked = None
            self._answer.show_code(Code.STAFF_CARD_NOT_FOR_CITIZENS)
            return
        if not self._batch:
            # Only the last one is of interest.
            self._waiting.clear()
            self._asked = None
            self._answer.forget()
        self._waiting.append(card)
        self._ask_next()

    def card_unreadable(self) -> None:
        """See `Task.card_unreadable`."""
        self._asked = None
        self._answer.show_code(Code.CARD_UNREADABLE)

    def clear(self) -> None:
        """See `Task.clear`."""
        self._clearing.stop()
        self._waiting.clear()
        self._asked, self._problem, self._batch = None, None, False
        self._hand.clipboard.take_back()
        self._queue.clear()
        self._answer.forget()
        self._stack.setCurrentIndex(_ONE)
        self.retranslate()

    # --- answers, in the order of the taps ---

    def _ask_next(self) -> None:
        if self._asked is not None or not self._waiting:
            return
        card = self._asked = self._waiting.popleft()
        patron = self.station.library.patron
        run_off_thread(
            self, lambda: patron(card.medium), lambda view: self._answered(card, view), lambda error: self._refused(card, error)
        )

    def _answered(self, card: CardHere, view: PatronView) -> None:
        if self._asked is not card:
            return
        self._asked = None
        handed = self._hand.hand(view)
        if self._batch:
            self._queue.add(Served(self.station.now_ms(), card.view.tail, view.number, lambda: self._became(handed)))
        else:
            self._answer.show_patron(view, handed)
        self._ask_next()

    def _refused(self, card: CardHere, error: CityCardError) -> None:
        if self._asked is not card:
            return
        self._asked = None
        if self._batch:
            self._queue.add(Served(self.station.now_ms(), card.view.tail, "", lambda: self._why_not(error).title))
        else:
            self._answer.show_words(OutcomeKind(kind_of(error.code)), lambda: self._why_not(error))
        self._ask_next()

    def _why_not(self, error: CityCardError) -> Words:
        code = error.code
        if code is Code.PATRON_NOT_MEMBER:
            # The code's own words, here and below, send a citizen to this desk.
            return Words(words_for(code).title, self.tr("請先替讀者開通，再請讀者感應一次。"))
        if code is Code.PATRON_SUSPENDED:
            return Words(words_for(code).title, self.tr("請在圖書館的系統查看原因。"))
        return words_for(code, error.details)

    def _became(self, handed: Handed) -> str:
        if handed.typed is None:
            return ""
        return self.tr("✓ 已輸入") if handed.typed is Typed.DONE else self.tr("! 沒有輸入")

    # --- handing over ---

    def _copy(self) -> None:
        patron, numbers = self._answer.patron, self._queue.numbers()
        if self._stack.currentIndex() == _QUEUE and numbers:
            self._hand.clipboard.lend("\n".join(numbers))
        elif self._stack.currentIndex() == _ONE and patron is not None:
            self._hand.clipboard.lend(patron.number)
            self._answer.show_copied(True)
        self.retranslate()

    def _copy_one(self, number: str) -> None:
        self._hand.clipboard.lend(number)

    def _hand_changed(self) -> None:
        if not self._hand.clipboard.holds():
            self._answer.show_copied(False)
        self._show_pages()
        self.retranslate()

    def _switch_batch(self) -> None:
        self._batch = not self._batch
        self._waiting.clear()
        self._asked = None
        self._queue.clear()
        self._answer.forget()
        self._to_work()

    def _open_pages(self) -> None:
        if self._hand.link is not None:
            self._problem = None
            self._show_pages()
            self._stack.setCurrentIndex(_PAGES)
            self.retranslate()
            self._pages.start()

    def _show_pages(self) -> None:
        link = self._hand.link
        if link is not None:
            self._pages.show_pages(link.waiting(), link.allowed(), link.connected())

    def _switch_page(self, origin: str) -> None:
        self._hand.switch_page(origin, self._page_failed)

    def _page_failed(self, error: CityCardError) -> None:
        self._problem = error
        self.retranslate()

    def _to_work(self) -> None:
        self._stack.setCurrentIndex(_QUEUE if self._batch else _ONE)
        self.retranslate()
        if self.isVisible():
            (self._queue.start if self._batch else self.setFocus)()

    # --- words ---

    def retranslate(self) -> None:
        """Texts."""
        link = self._hand.link
        hint = self.tr("排隊的讀者依序感應；Enter 複製一個，Ctrl+C 複製全部。離開排隊就清掉。")
        one = self.tr("感應市民卡，取得圖書館的讀者證號。按 Enter 或 Ctrl+C 複製。")
        self.set_head(self.tr("圖書館"), hint if self._batch else one)
        typing = self.tr("自動輸入：開 (F11)") if self._hand.types else self.tr("自動輸入：關 (F11)")
        self._buttons["typing"].setText(typing)
        self._buttons["batch"].setText(self.tr("一次一位 (F12)") if self._batch else self.tr("排隊 (F12)"))
        self._buttons["web"].setText(self.tr("網頁 (F7)"))
        self._buttons["web"].setVisible(link is not None)
        self._notice.setText(self._notices())
        self._notice.setVisible(bool(self._notices()))

    def _notices(self) -> str:
        waiting = self._hand.link.waiting() if self._hand.link is not None else []
        if self._problem is not None:
            return words_for(self._problem.code, self._problem.details).title
        if waiting and self._stack.currentIndex() != _PAGES:
            return self.tr("! 有網頁要接收讀者證號：{page}。按 F7 決定。").format(page=waiting[0])
        if self._hand.typing_problem:
            return self.tr("! 這台電腦不能自動輸入，請用複製。")
        return ""
