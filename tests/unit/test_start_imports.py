"""What a kiosk takes in before its first frame: memory and seconds of every start."""

import subprocess
import sys

HEAVY = {
    "numpy",
    "pandas",
    "openpyxl",
    "escpos",
    "central",
    "sqlalchemy",
    "litestar",
    "pyqtgraph",
    "terminal",
    "nfc",
    "smartcard",
}


def test_a_kiosk_takes_in_nothing_that_only_others_need() -> None:
    asked = "import sys, kiosk.app, station.wiring; print(*{name.partition('.')[0] for name in sys.modules})"
    taken_in = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert set(taken_in) & HEAVY == set()
    assert "sqlite_utils" in taken_in
