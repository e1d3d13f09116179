"""The event desk: choose an activity; then every tap signs in or out.

Keys: Enter chooses; F7 another activity; F11 takes a sign-in back; F12 somebody without a card; Ctrl+L forgotten sign-outs;
Ctrl+P the paper list; 1, 2, 3 what taps are for; Escape back to the board. Before an activity is chosen: F11 gates, F12 draws.

Object names: `terminal.event`, `.change`, `.gates`, `.draws`, `.back`, `.problem`, and those of `terminal.activity_picker`,
`terminal.event_board` and `terminal.event_mending`.
"""

from collections import deque
from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QTimer

from domain.errors import CityCardError, Code
from station.event_views import StayLine
from station.views import ActivityView, AttendanceCounts, TapResult
from terminal.activity_picker import ActivityPicker
from terminal.event_board import EventBoard
from terminal.event_mending import EventMending
from terminal.event_paper import EventPaper
from terminal.task import Task
from terminal.workplace import CardHere, Workplace
from ui.bridge import run_off_thread
from ui.buttons import QuietButton
from ui.messages import Words
from ui.outcome import OutcomeBanner, OutcomeKind
from ui.stack import Stack

_FOLLOW_MS = 1_000
_COURSE_MS = 300
"""The curve is drawn once for taps that come together."""
_MINUTE_MS = 60_000
_CHOOSING, _BOARD, _MENDING = range(3)
Booking = tuple[str, Callable[[], TapResult], str]
"""Activity, what books it, and the card's last digits."""


class EventTask(Task):
    """The list of activities, the board of the one that was chosen, and what can be mended there."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.setObjectName("terminal.event")
        self._activity: ActivityView | None = None
        self._waiting: deque[Booking] = deque()
        self._booking = False
        self._drawn_minute = 0
        self._picker, self._board = ActivityPicker(self.station), EventBoard(self.station)
        self._mending, self._paper = EventMending(self.station), EventPaper(self)
        self._problem = OutcomeBanner()
        self._problem.setObjectName("terminal.event.problem")
        self._head_buttons: dict[str, QuietButton] = {}
        for name, slot in (
            ("gates", self._open_gates),
            ("draws", self._open_draws),
            ("back", self._to_board),
            ("change", self._change_activity),
        ):
            button = QuietButton()
            button.setObjectName(f"terminal.event.{name}")
            button.clicked.connect(slot)
            self._head_buttons[name] = button
            self.title_row.addWidget(button)
        self._pages = Stack()
        for page in (self._picker, self._board, self._mending):
            self._pages.addWidget(page)
        self.column.addWidget(self._problem)
        self.column.addLayout(self._pages, 1)
        self._connect()
        self._following = QTimer(self, interval=_FOLLOW_MS)
        self._following.timeout.connect(self._follow)
        self._following.start()
        self._drawing = QTimer(self, interval=_COURSE_MS, singleShot=True)
        self._drawing.timeout.connect(self._draw_course)

    def _connect(self) -> None:
        self._picker.chosen.connect(self._choose)
        self._board.undo_wanted.connect(self._press_f11)
        self._board.by_name_wanted.connect(self._press_f12)
        self._board.forgotten_wanted.connect(self._open_forgotten)
        self._board.paper_wanted.connect(self._save_paper)
        self._mending.ready.connect(lambda: self._go(_MENDING))
        self._mending.undone.connect(self._undone)
        self._mending.name_wanted.connect(self._book_name)
        self._mending.failed.connect(self._problem.show_error)
        keys = {"F7": self._change_activity, "F11": self._press_f11, "F12": self._press_f12, "Escape": self._to_board}
        self.add_keys(keys | {"Ctrl+L": self._open_forgotten, "Ctrl+P": self._save_paper})

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        if self._activity is None:
            self._change_activity()
        else:
            self._to_board()

    def card_changed(self) -> None:
        """A card that is put down is a tap; what lay there when the activity was chosen, or the reader was away, is none."""
        card, activity = self.place.card, self._activity
        if card is None or activity is None or card.again:
            return
        self._to_board()
        if card.staff is not None:
            self._board.show_code(Code.STAFF_CARD_NOT_FOR_CITIZENS)
            return
        self._waiting.append(self._tap_of(activity.activity, card))
        self._book_next()

    def card_unreadable(self) -> None:
        """See `Task.card_unreadable`."""
        if self._activity is not None:
            self._board.show_code(Code.CARD_UNREADABLE)

    def clear(self) -> None:
        """See `Task.clear`."""
        self._activity = None
        self._waiting.clear()
        self._board.clear()
        self._mending.clear()
        self._problem.clear()
        self._pages.setCurrentIndex(_CHOOSING)
        self.retranslate()

    # --- choosing ---

    def _change_activity(self) -> None:
        self._activity = None
        self._mending.clear()
        self._picker.look()
        self._go(_CHOOSING)

    def _follow(self) -> None:
        """Activities that have just been downloaded show at once; the curve goes on while nobody comes."""
        if not self.isVisible():
            return
        if self._activity is None:
            self._picker.look()
        elif self.station.now_ms() // _MINUTE_MS != self._drawn_minute:
            self._drawing.start()

    def _choose(self, activity: ActivityView) -> None:
        try:
            counts = self.station.events.counts(activity.activity)
        except CityCardError as error:
            self._problem.show_error(error)
            return
        self._activity = activity
        self._board.begin(counts, in_out=activity.in_out)
        self._go(_BOARD)
        self._drawing.start()

    def _open_gates(self) -> None:
        if self.station.gates.gates():
            self.page_wanted.emit("gate")

    def _open_draws(self) -> None:
        self.page_wanted.emit("draws")

    # --- taps and names, one at a time and in their order ---

    def _tap_of(self, activity: str, card: CardHere) -> Booking:
        tap, mode = self.station.events.tap, self._board.mode()
        return activity, lambda: tap(activity, card.medium, mode), card.view.tail

    def _book_name(self, holder: UUID) -> None:
        activity = self._activity
        if activity is None:
            return
        number, mode, by_name = activity.activity, self._board.mode(), self.station.events.by_name
        self._to_board()
        self._waiting.append((number, lambda: by_name(number, holder, mode), ""))
        self._book_next()

    def _book_next(self) -> None:
        if self._booking or not self._waiting:
            return
        self._booking = True
        activity, book, tail = self._waiting.popleft()
        booked = self._booked
        run_off_thread(self, book, lambda done: booked(activity, tail, done), lambda error: booked(activity, tail, error))

    def _booked(self, activity: str, tail: str, answer: TapResult | CityCardError) -> None:
        self._booking = False
        if self._is_shown(activity):
            if isinstance(answer, CityCardError):
                self._board.show_error(answer, tail)
            else:
                self._board.show_result(answer, tail)
                self._drawing.start()
        self._book_next()

    def _is_shown(self, activity: str) -> bool:
        return self._activity is not None and self._activity.activity == activity

    def _draw_course(self) -> None:
        shown = self._activity
        if shown is None or not shown.in_out:
            return
        activity, course = shown.activity, self.station.events.course
        self._drawn_minute = self.station.now_ms() // _MINUTE_MS

        def drawn(points: list[tuple[int, int]]) -> None:
            if self._is_shown(activity):
                self._board.show_course(points)

        run_off_thread(self, lambda: course(activity), drawn, lambda _: None)

    # --- mending ---

    def _press_f11(self) -> None:
        if self._activity is None:
            self._open_gates()
        else:
            self._mending.open_undo(self._activity.activity)

    def _press_f12(self) -> None:
        if self._activity is None:
            self._open_draws()
        else:
            self._mending.open_names(self._activity.activity)

    def _open_forgotten(self) -> None:
        if self._activity is not None and self._activity.in_out:
            self._mending.open_forgotten(self._activity.activity)

    def _undone(self, stay: StayLine, counts: AttendanceCounts, sign_out_alone: bool) -> None:
        if self._activity is not None:
            self._to_board()
            self._board.show_undone(stay, counts, sign_out=sign_out_alone)
            self._drawing.start()

    def _save_paper(self) -> None:
        if self._activity is not None:
            self._problem.clear()
            self._paper.save(self._activity, self._picker.detail(self._activity), self._paper_saved, self._problem.show_error)

    def _paper_saved(self, name: str) -> None:
        self._problem.show_words(OutcomeKind.GOOD, lambda: self._saved_words(name))

    def _saved_words(self, name: str) -> Words:
        return Words(
            self.tr("紙本名單已存好"), self.tr("檔案：{name}。列印後請妥善保管，活動結束補登後銷毀。").format(name=name)
        )

    # --- pages ---

    def _to_board(self) -> None:
        if self._activity is not None:
            self._mending.leave()
            self._go(_BOARD)

    def _go(self, page: int) -> None:
        self._problem.clear()
        self._pages.setCurrentIndex(page)
        self.retranslate()
        self._place_focus()

    def _place_focus(self) -> None:
        if not self.isVisible():
            return
        page = self._pages.currentIndex()
        if page == _CHOOSING:
            self._picker.start()
        else:
            (self._board if page == _BOARD else self._mending).start()

    # --- words ---

    def retranslate(self) -> None:
        """Texts."""
        activity, page = self._activity, self._pages.currentIndex()
        words = {
            "gates": (self.tr("入場管制 (F11)"), activity is None and bool(self.station.programme.admissions)),
            "draws": (self.tr("抽獎 (F12)"), activity is None),
            "back": (self.tr("回簽到畫面 (Esc)"), page == _MENDING),
            "change": (self.tr("換活動 (F7)"), page == _BOARD),
        }
        for name, (text, shown) in words.items():
            self._head_buttons[name].setText(text)
            self._head_buttons[name].setVisible(shown)
        if activity is None:
            self.set_head(self.tr("活動簽到"), self.tr("選擇活動：方向鍵移動，Enter 選擇。"))
        else:
            self.set_head(activity.title, self._picker.session(activity) or self._picker.detail(activity))
