"""Keys before any window gets them: what a keyboard-wedge reader sends is taken out, what a person types goes on.

One filter for the whole application, at the point where the operating system's keys enter it: so it makes no difference which
field, dialog or menu has the focus, or whether anything has. Held keys go on as they were, in their order, to whatever has the
focus then. A command (Escape, F9, Ctrl+A) that comes at a reader's pace is the reader's too. Keys that an input method composes
never were; a single letter that it commits is taken as one key.
"""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from shiboken6 import isValid

from domain.ports import NO_CHARACTER, Keystrokes, KeyVerdict

_Key = Qt.Key
_ENTER = (_Key.Key_Return, _Key.Key_Enter)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_MODIFIERS = (
    _Key.Key_Shift,
    _Key.Key_CapsLock,
    _Key.Key_NumLock,
    _Key.Key_AltGr,
    _Key.Key_Control,
    _Key.Key_Alt,
    _Key.Key_Meta,
)
_CAPS_LOCK = {"xcb": 0x02, "windows": 0x100}
"""In the native modifiers: X11's LockMask; Qt's own mask of Windows (qwindowskeymapper.cpp, CapsLock)."""
_REPEATS_AFTER_S = 0.15
"""No keyboard repeats sooner (X11: 0.66 s, Windows: 0.25 s at least)."""
_KINDS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.InputMethod)


@dataclass(frozen=True)
class _Held:
    receiver: QObject
    event: QEvent
    number: int
    """Which counted key it is or, for a release, belongs to; 0 for what is not counted."""
    counted: bool


class KeyCapture(QObject):
    """Between the application's keys and its windows until `close()`. GUI thread."""

    def __init__(self, application: QCoreApplication, keystrokes: Keystrokes) -> None:
        super().__init__(application)
        self._application = application
        self._keystrokes = keystrokes
        self._held: deque[_Held] = deque()
        self._numbers: dict[int, int] = {}
        """The counted key that is down, by its place on the keyboard."""
        self._swallowed: set[int] = set()
        self._count = 0
        self._going: deque[_Held] = deque()
        self._passing = False
        """Set while one held event goes on: a window may stay in it for as long as a dialog is open."""
        self._late = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._late.timeout.connect(self._look_once_more)
        self._last_look = QTimer(self, singleShot=True, interval=0)
        self._last_look.timeout.connect(self._waited)
        self._pressed_s = 0.0
        self._arrived_s = 0.0
        application.installEventFilter(self)

    def close(self) -> None:
        """Let every key through from now on; what is held goes first."""
        self._application.removeEventFilter(self)
        self._late.stop()
        self._last_look.stop()
        self._going += self._held
        self._held.clear()
        self._send()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own: True keeps the event from going on."""
        kind = event.type()
        if kind not in _KINDS:
            return False
        if self._passing:
            self._passing = False
            return False
        if isinstance(event, QInputMethodEvent):
            return self._composed(watched, event)
        if not isinstance(event, QKeyEvent) or not watched.isWindowType():
            return False
        if kind == QEvent.Type.ShortcutOverride:
            return self._overridden(event)
        return self._pressed(watched, event) if kind == QEvent.Type.KeyPress else self._released(watched, event)

    # --- what comes ---------------------------------------------------------------------------------------------------

    def _pressed(self, window: QObject, event: QKeyEvent) -> bool:
        if event.key() in _MODIFIERS:
            return False
        text = _character(event)
        if text is None and self._at_pace(event):
            text = NO_CHARACTER
        if text is None or self._held_down(event):
            self._obey([*self._keystrokes.waited(_moment_s(event)), *self._keystrokes.interrupted()])
            return self._keep_order(window, event)
        self._take(window, event, text, _moment_s(event), event.nativeScanCode() or event.key())
        return True

    def _overridden(self, event: QKeyEvent) -> bool:
        """Whether no shortcut may have this key: Qt asks before it looks for one, and before the key itself comes."""
        taken = event.key() not in _MODIFIERS and _character(event) is None and self._at_pace(event)
        if taken:
            event.accept()
        return taken

    def _at_pace(self, event: QKeyEvent) -> bool:
        return not self._held_down(event) and self._keystrokes.at_pace(_moment_s(event))

    def _held_down(self, event: QKeyEvent) -> bool:
        """Whether the key repeats because a finger stays on it; Qt takes two quick strokes of one key for that as well."""
        return event.isAutoRepeat() and _moment_s(event) - self._pressed_s > _REPEATS_AFTER_S

    def _released(self, window: QObject, event: QKeyEvent) -> bool:
        """A release goes the way of its press."""
        place = event.nativeScanCode() or event.key()
        if self._held_down(event):
            return self._keep_order(window, event)
        number = self._numbers.pop(place, 0)
        if number and number in self._swallowed:
            self._swallowed.discard(number)
            return True
        if not self._held:
            return False
        self._held.append(_Held(window, event.clone(), number, counted=False))
        return True

    def _composed(self, focused: QObject, event: QInputMethodEvent) -> bool:
        text = event.commitString()
        if event.preeditString() or len(text) != 1 or not _is_plain(text):
            if text or event.preeditString():
                self._obey(self._keystrokes.interrupted())
                return self._keep_order(focused, event)
            return False
        self._take(focused, event, text, time.monotonic(), 0)
        return True

    def _keep_order(self, receiver: QObject, event: QEvent) -> bool:
        """What is not counted waits when something before it does."""
        if not self._held:
            return False
        self._held.append(_Held(receiver, event.clone(), 0, counted=False))
        return True

    def _take(self, receiver: QObject, event: QEvent, text: str, pressed_s: float, place: int) -> None:
        self._count += 1
        if place:
            self._numbers[place] = self._count
        self._held.append(_Held(receiver, event.clone(), self._count, counted=True))
        self._pressed_s, self._arrived_s = pressed_s, time.monotonic()
        self._obey(self._keystrokes.pressed(text, pressed_s))
        self._wait()

    # --- what becomes of it -------------------------------------------------------------------------------------------

    def _wait(self) -> None:
        self._last_look.stop()
        patience_s = self._keystrokes.patience_s()
        if patience_s is None:
            self._late.stop()
        else:
            self._late.start(int(patience_s * 1000) + 1)

    def _look_once_more(self) -> None:
        """A window that was busy for a while has keys before it which are older than this timer."""
        self._last_look.start()

    def _waited(self) -> None:
        # By the keys' own clock: it went on as ours did.
        self._obey(self._keystrokes.waited(self._pressed_s + time.monotonic() - self._arrived_s))
        self._wait()

    def _obey(self, verdicts: Sequence[KeyVerdict]) -> None:
        for verdict in verdicts:
            self._let_go(verdict.release, swallow=False)
            self._let_go(verdict.swallow, swallow=True)
        # What is not counted waits for counted keys alone.
        while self._held and not self._held[0].counted:
            self._follow(self._held.popleft())
        self._send()

    def _let_go(self, count: int, *, swallow: bool) -> None:
        while self._held and (count or not self._held[0].counted):
            held = self._held.popleft()
            if not held.counted:
                self._follow(held)
                continue
            count -= 1
            if swallow:
                self._swallowed.add(held.number)
            else:
                self._going.append(held)

    def _follow(self, held: _Held) -> None:
        """A release whose press was swallowed goes nowhere; everything else that is not counted goes on."""
        if held.number and held.number in self._swallowed:
            self._swallowed.discard(held.number)
        else:
            self._going.append(held)

    def _send(self) -> None:
        """To whatever has the focus now; a key before may have opened a dialog, which sends the rest from within."""
        while self._going:
            held = self._going.popleft()
            composed = isinstance(held.event, QInputMethodEvent)
            focused = QGuiApplication.focusObject() if composed else QGuiApplication.focusWindow()
            receiver = focused or held.receiver
            if isValid(receiver):
                self._passing = True
                QCoreApplication.sendEvent(receiver, held.event)
                self._passing = False


def _character(event: QKeyEvent) -> str | None:
    """What a reader may have sent with this key, None for a key that no reader sends."""
    if event.modifiers() & _COMMANDS:
        return None
    if event.key() in _ENTER or event.text() == "\n":
        return "\r"
    if event.key() == _Key.Key_Tab:
        return "\t"
    text = event.text()
    if len(text) != 1 or not _is_plain(text):
        return None
    locked = event.nativeModifiers() & _CAPS_LOCK.get(QGuiApplication.platformName(), 0)
    return text.swapcase() if locked else text


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _moment_s(event: QKeyEvent) -> float:
    """When the key was pressed, by the clock of whatever reported it: a window that was busy sees keys late and together."""
    return event.timestamp() / 1000 if event.timestamp() else time.monotonic()
