"""Windows under a private X server, for `test_typing_out.py`: `python -m tests.identifiers.typing_window other|desk FOLDER`.

`other` is another program's window with a field; `desk` the library desk. Each says `ready`, then answers every line of
standard input with a line of JSON: `front` brings it to the front, `put CARD` lays a card on the desk's reader, `report` tells
how it is.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import structlog
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from tests.identifiers.wedge_window import Commands

NUMBER = "terminal.library.number"


class Other(QWidget):
    """Some other program."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.entered: list[str] = []
        self.field.returnPressed.connect(lambda: self.entered.append(self.field.text()))
        QVBoxLayout(self).addWidget(self.field)
        self.resize(300, 100)

    def report(self) -> dict[str, object]:
        return {"text": self.field.text(), "entered": self.entered, "front": self.isActiveWindow()}


def desk(folder: Path) -> tuple[QWidget, Callable[[], dict[str, object]], Callable[[str], None]]:
    """The library desk, a librarian signed in, typing switched on."""
    from terminal.app import open_window
    from tests.station_rig import City
    from ui.application import application as dressed
    from ui.text import Text

    dressed("zh_TW")
    city = City(folder)
    station = city.station("counter")
    city.sign_in()
    window = open_window(station)
    window.resize(1024, 768)
    window.show()
    window._chosen("library")
    task = window._tasks["library"]
    task._hand.switch_typing()  # type: ignore[attr-defined]

    def report() -> dict[str, object]:
        answer = task._answer  # type: ignore[attr-defined]
        number = answer.patron.number if answer.patron is not None else ""
        fields = [field.text() for field in window.findChildren(QLineEdit)]
        words = {name: window.findChild(Text, f"terminal.library.{name}").full_text() for name in ("copied", "not_typed")}
        types = task._hand.types  # type: ignore[attr-defined]
        return {"number": number, "fields": fields, "types": types, "front": window.isActiveWindow(), **words}

    return window, report, lambda card: city.put("counter", card) if card else city.take_away("counter")


def main() -> None:
    structlog.configure(logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr))
    application = QApplication([])
    put: Callable[[str], None] = lambda _: None  # noqa: E731
    if sys.argv[1] == "other":
        window: QWidget = Other()
        report = window.report  # type: ignore[attr-defined]
        window.show()
    else:
        window, report, put = desk(Path(sys.argv[2]))
    commands = Commands()

    def obey(line: str) -> None:
        word, _, rest = line.partition(" ")
        if word == "quit":
            sys.stdout.flush()
            os._exit(0)
        if word == "front":
            window.activateWindow()
        elif word == "put":
            put(rest)
        print(json.dumps(report()), flush=True)

    commands.line.connect(obey)
    QTimer.singleShot(300, lambda: print("ready", flush=True))
    application.exec()


if __name__ == "__main__":
    main()
