"""A window under a private X server, for `test_wedge_keys.py`: `python -m tests.identifiers.wedge_window SCENE FOLDER GAP_MS`.

Says `ready` when it has the keyboard; for each line on standard input it answers with what its fields hold and which media
the wedge reader has reported, as JSON.
"""

import faulthandler
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import structlog
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from citycard_app.station_window import feed
from domain.ports import CardPresented
from reader_drivers.catalogue import Wanted, open_all
from reader_drivers.wedge import WedgeReader
from station.clock import SystemClock


class Commands(QObject):
    """Lines of standard input, in the GUI thread."""

    line = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self.line.emit(line.strip())
        self.line.emit("quit")


class Form(QWidget):
    """Every sort of field, and a log of the keys that reached anything."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.keys: list[str] = []
        self.clicks = 0
        self.line, self.spin, self.combo, self.area = QLineEdit(), QSpinBox(), QComboBox(), QPlainTextEdit()
        self.spin.setMaximum(999_999_999)
        self.combo.addItems(["0 zero", "2 two", "6 six", "D", "E"])
        self.button = QPushButton("OK")
        self.button.clicked.connect(self._clicked)
        self.dialog = QDialog(self)
        QVBoxLayout(self.dialog).addWidget(QLabel("dialog"))
        self.inside = QLineEdit()
        self.dialog.layout().addWidget(self.inside)
        self.menu = QMenu(self)
        for name in ("&0 zero", "&2 two", "&6 six"):
            self.menu.addAction(name, self._clicked)
        column = QFormLayout(self)
        for each in (self.line, self.spin, self.combo, self.area, self.button):
            column.addRow(each)

    def keyPressEvent(self, event) -> None:
        self.keys.append(event.text())

    def _clicked(self) -> None:
        self.clicks += 1

    def report(self) -> dict:
        return {
            "line": self.line.text(),
            "spin": self.spin.value(),
            "combo": self.combo.currentIndex(),
            "area": self.area.toPlainText(),
            "inside": self.inside.text(),
            "keys": "".join(self.keys),
            "clicks": self.clicks,
            "dialog": self.dialog.isVisible(),
        }


def open_form(scene: str) -> tuple[Form, Callable[[], dict]]:
    """The form, with the focus where the scene says."""
    form = Form()
    form.resize(500, 400)
    form.show()
    if scene == "dialog":
        form.line.returnPressed.connect(form.dialog.exec)
        form.line.setFocus()
    elif scene == "open dialog":
        QTimer.singleShot(0, form.dialog.exec)
        form.inside.setFocus()
    elif scene == "popup":
        form.combo.setFocus()
        QTimer.singleShot(100, form.combo.showPopup)
    elif scene == "menu":
        QTimer.singleShot(100, lambda: form.menu.popup(form.mapToGlobal(form.rect().center())))
    elif scene == "none":
        form.setFocus()
    else:
        getattr(form, scene).setFocus()
    return form, form.report


def open_terminal(folder: Path, gap_ms: int):
    """The staff application at a counter whose only reader types."""
    from station.settings import ReaderSettings, WedgeSettings
    from station.wiring import open_station
    from terminal.app import open_window
    from tests.station_rig import City

    city = City(folder)
    wedge = WedgeSettings(reads="cards", profile="HEX", stays_s=60, gap_ms=gap_ms)
    city._settings["counter"] = msgspec.structs.replace(
        city.settings("counter"), wedge=wedge, reader=ReaderSettings(driver="none")
    )
    from station.enrolment import enrol

    enrol(city.settings("counter"), city.platform.url, city.seeded.counter_code, SystemClock(), demo=True)
    station = open_station(city.settings("counter"))
    window = open_window(station)
    window.resize(1024, 768)
    window.show()
    station.start()
    station.cards.subscribe(lambda event: media.append(shown(event)) if isinstance(event, CardPresented) else None)
    media: list = []

    def report() -> dict:
        fields = [field.text() for field in window.findChildren(QLineEdit) if field.isVisible()]
        signed_in = station.staff.session is not None
        known = station.counter.look(city.medium("senior")).known
        return {"fields": fields, "media": list(media), "signed_in": signed_in, "known": known, "screen": visible(window)}

    def close() -> None:
        window.close()
        station.stop()
        city.close()

    return window, station.opened, report, close


def visible(window: QWidget) -> list[str]:
    return sorted({each.objectName() for each in window.findChildren(QWidget) if each.isVisible() and each.objectName()})


def shown(event: CardPresented) -> str:
    value = event.medium.value
    return f"{event.medium.type.value} {value.decode() if event.medium.type == 'code' else value.hex().upper()}"


def leave(application: QApplication) -> None:
    """End it; should it not end, where it hangs stands in what the test shows of standard error."""
    faulthandler.dump_traceback_later(12)
    for above in (application.activePopupWidget(), application.activeModalWidget()):
        if above is not None:
            above.close()
    application.exit()


def main() -> None:
    scene, folder, gap_ms = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    structlog.configure(logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr))
    application = QApplication([])
    ending: list[Callable[[], None]] = []
    if scene == "terminal":
        from ui.application import application as dressed

        dressed("zh_TW")
        window, opened, report, close = open_terminal(folder, gap_ms)
        ending.append(close)
    else:
        window, fields = open_form(scene)
        opened = open_all(
            [Wanted(driver="wedge", name=f"?reads=both&profile=HEX&prefix=%3B&stays_s=0&gap_ms={gap_ms}", where="")],
            SystemClock(),
        )
        reader = opened.readers[0]
        assert isinstance(reader, WedgeReader)

        def report() -> dict:
            return {**fields(), "media": [shown(event) for event in reader.poll(0) if isinstance(event, CardPresented)]}

    ending.insert(0, feed(application, opened))
    commands = Commands()

    def obey(line: str) -> None:
        if line == "quit":
            leave(application)
        elif line == "busy":
            # The window is busy for a while, as with a large table: keys pile up before it.
            threading.Event().wait(0.4)
        else:
            print(json.dumps(report()), flush=True)

    commands.line.connect(obey)
    window.activateWindow()

    def look() -> None:
        if QApplication.focusWindow() is not None:
            waiting.stop()
            print("ready", flush=True)

    waiting = QTimer(interval=150)
    waiting.timeout.connect(look)
    waiting.start()
    application.exec()
    for end in ending:
        end()
    # Everything of ours has ended. How Qt and Python go on to take each other down, with a thread that still reads standard
    # input, is not what is tested, and in one run of some hundreds they never came to an end.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
