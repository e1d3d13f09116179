"""From any thread to the window, and from the window to a thread and back."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import structlog
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from domain.errors import Bug, CityCardError

_log = structlog.get_logger()
_WORKERS = 4

Result = TypeVar("Result")


class Bridge(QObject):
    """Carries events and calls into the GUI thread. Make it in the GUI thread; `close()` it there before it goes."""

    arrived = Signal(object)
    """Everything posted that is not callable, in order, in the GUI thread."""
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._open = True
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def post(self, item: object) -> None:
        """Emit `arrived` with `item`, or call it when it is callable, in the GUI thread. Any thread; nothing once closed."""
        with self._lock:
            if self._open:
                self._posted.emit(item)

    def close(self) -> None:
        """Take nothing more; what is on its way is dropped."""
        with self._lock:
            self._open = False

    def _deliver(self, item: object) -> None:
        if not self._open:
            return
        if callable(item):
            item()
        else:
            self.arrived.emit(item)


class Background:
    """The one pool of worker threads for everything that a window must not wait for."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="ui-work")
        self._bridge = Bridge()

    def run(
        self,
        receiver: QObject,
        fn: Callable[[], Result],
        on_done: Callable[[Result], None],
        on_error: Callable[[CityCardError], None],
    ) -> None:
        """See `run_off_thread`."""
        self._pool.submit(self._work, receiver, fn, on_done, on_error)

    def close(self) -> None:
        """Deliver nothing more and start nothing more; does not wait for what is under way."""
        self._bridge.close()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _work(
        self,
        receiver: QObject,
        fn: Callable[[], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[CityCardError], None],
    ) -> None:
        try:
            result = fn()
        except CityCardError as error:
            self._answer(receiver, on_error, error)
        except Exception:  # noqa: BLE001 (the top of a worker thread: our fault, told as such)
            _log.exception("background_work_failed")
            self._answer(receiver, on_error, Bug())
        else:
            self._answer(receiver, on_done, result)

    def _answer(self, receiver: QObject, deliver: Callable[[Any], None], answer: object) -> None:
        # Qt objects die in the GUI thread alone, so the look there cannot be overtaken.
        self._bridge.post(lambda: deliver(answer) if isValid(receiver) else None)


_background: list[Background] = []


def run_off_thread(
    receiver: QObject,
    fn: Callable[[], Result],
    on_done: Callable[[Result], None],
    on_error: Callable[[CityCardError], None],
) -> None:
    """Run `fn` in a worker thread and deliver its result, or its error, in the GUI thread. Call it from the GUI thread.

    An exception that is not a `CityCardError` is logged and delivered as `Bug`. When `receiver`, usually the screen that
    asks, has been destroyed meanwhile, nothing is delivered.
    """
    if not _background:
        _background.append(Background())
        application = QApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(close_background)
    _background[0].run(receiver, fn, on_done, on_error)


def close_background() -> None:
    """End the pool; runs by itself when the application quits. The next `run_off_thread` starts another."""
    while _background:
        _background.pop().close()


class Once:
    """Pressing twice does nothing twice: the buttons are off until the work is done. GUI thread only."""

    def __init__(self, *buttons: QWidget) -> None:
        self._buttons = buttons
        self._running = False

    @property
    def running(self) -> bool:
        """Whether work is under way."""
        return self._running

    def run(
        self,
        receiver: QObject,
        fn: Callable[[], Result],
        on_done: Callable[[Result], None],
        on_error: Callable[[CityCardError], None],
    ) -> bool:
        """As `run_off_thread`; False, and nothing started, while the work before is still under way."""
        if self._running:
            return False
        self._running = True
        focused = next((button for button in self._buttons if button.hasFocus()), None)
        for button in self._buttons:
            button.setEnabled(False)

        def finish(deliver: Callable[[Any], None], answer: object) -> None:
            self._running = False
            for button in self._buttons:
                if isValid(button):
                    button.setEnabled(True)
            if focused is not None and isValid(focused):
                focused.setFocus()
            deliver(answer)

        run_off_thread(receiver, fn, lambda result: finish(on_done, result), lambda error: finish(on_error, error))
        return True
