"""One process, one window: opens what it is told to, waits for the first painted frame, says when that was, and ends.

Called by `startup.py` as `python -m benchmarks._window WHAT STATE SIZE`; prints one JSON object.
"""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    # Imported late, so that the import is measured.
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

    from station.station import Station


def main(what: str, state: str, size: str) -> None:
    """Open `bare`, `terminal` or `kiosk`; `state` is a practice station's folder, `size` is `WIDTHxHEIGHT`."""
    from PySide6.QtWidgets import QApplication, QWidget

    from citycard_app.first_paint import FirstPaint

    app = QApplication(sys.argv[:1])
    seen: dict[str, float | int | str] = {}

    def painted(window: QWidget) -> None:
        seen["at_s"] = time.monotonic()
        seen["rss_mb"] = psutil.Process().memory_info().rss // 1_000_000
        seen["size"] = f"{window.width()}x{window.height()}"
        app.exit()

    _watching = FirstPaint(app, painted)
    if what == "bare":
        _bare(app, size)
    else:
        _ours(what, Path(state))
    print(json.dumps(seen))


def _bare(app: "QApplication", size: str) -> None:
    """The least that Qt can do: one window of the same size with one text in the same font."""
    from PySide6.QtWidgets import QLabel

    from ui.fonts import FAMILIES

    width, height = (int(part) for part in size.split("x"))
    font = app.font()
    font.setFamilies(list(FAMILIES))
    app.setFont(font)
    label = QLabel("市民卡")
    label.resize(width, height)
    label.show()
    app.exec()


def _ours(what: str, state: Path) -> None:
    from PySide6.QtWidgets import QWidget

    from citycard_app.practice import practice_settings
    from citycard_app.station_window import show

    open_window: Callable[[Station], QWidget]
    if what == "terminal":
        from terminal.app import open_window
    else:
        from kiosk.app import open_window
    show(practice_settings(state), open_window, QWidget.show)


if __name__ == "__main__":
    main(*sys.argv[1:])
