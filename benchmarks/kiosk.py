"""A kiosk's cold start, and its memory over a long life.

`first_frame_s`, `first_frame_ratio`: median seconds from starting the process to the first painted frame, and beside a bare
PySide6 window of the same size, as in `startup.py`.
`rss_mb`: resident memory of the kiosk's process after `sessions` sessions, each a whole redemption through the real window,
on a real station with an in-process reader and the platform in a process of its own; every fifth person looks at the receipt,
every tenth changes the language, every 25th the size of the letters.
`tap_*_ms`: from the reader's report of a card to the sound that is asked for, to the first frame that tells of it, and to the
frame with the points (at most 100, 100 and 500 ms are wanted), at the window on the in-process reader with that platform;
`bare_tap_painted_ms`: a thread tells a bare window of the same size, which paints one label.
`rss_growth_mb`: that less the memory after the first tenth of them. `ends`: how the wishes ended.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks._kiosk_sessions import card_of
from benchmarks._machine import machine
from benchmarks.startup import measured
from benchmarks.tap import p50_ms, p99_ms
from central import admin
from central.platform import Platform
from citycard_app import demo_city
from citycard_app.demo_data import seed
from citycard_app.demo_programme import demo_programme
from citycard_app.demo_world import PlatformProcess
from citycard_app.practice import practice_settings
from domain.events import Particulars
from domain.ids import new_op_id
from domain.national_id import check_digit
from station.clock import SystemClock
from station.enrolment import enrol
from station.settings import ReaderSettings, StationSettings, StoreSettings

SIZES = {"quick": {"sessions": 60, "runs": 3, "taps": 12}, "full": {"sessions": 10_000, "runs": 9, "taps": 120}}
_READER = "kiosk bench"
_NTD_EACH = 50
_OF_ONE = 150
"""Exchanges of one person: more than NT$10,000 never wait for one card."""


def founded(folder: Path, people: int) -> str:
    """A demo platform with so many people who have a card and points; the code that enrols the kiosk."""
    platform = Platform.open(folder, demo_programme(), demo=True)
    try:
        code = seed(platform, platform.now_ms()).kiosk_code
        programme = platform.authority.programme
        kind, earned = programme.kind("senior"), demo_city.points(programme).earned
        if kind is None or earned is None:
            raise SystemExit("the demo city has no senior card or no points")
        for person in range(people):
            nine = f"H2{1_000_000 + person}"
            medium = card_of(person)
            particulars = Particulars(
                name="示範長者",
                national_id=nine + check_digit(nine),
                birthday="1948-01-05",
                district=demo_city.district(programme, "復興區"),
                facts=["resident", "lives_here"],
                uid=medium.value,
            )
            holder = admin.import_holder(platform, particulars, medium, kind.id, kind.carriers[0])
            points, op_id = _OF_ONE * _NTD_EACH // earned.ntd_per_point, new_op_id(platform.now_ms())
            admin.award(platform, holder, point_kind=earned.id, points=points, agency="衛生局", activity="示範", op_id=op_id)
        return code
    finally:
        platform.close()


def lived(folder: Path, sessions: int, taps: int) -> tuple[dict[str, object], dict[str, object]]:
    """What a kiosk in a process of its own says of so many sessions, and another of so many taps before them."""
    people = -(-max(sessions, 1) // _OF_ONE)
    code = founded(folder / "platform", people)
    process = PlatformProcess(folder / "platform")
    process.start()
    try:
        settings = StationSettings(
            state=str(folder / "kiosk"),
            reader=ReaderSettings(driver="virtual", name=_READER),
            store=StoreSettings(secrets="file"),
        )
        enrol(settings, process.url, code, SystemClock(), demo=True)
        return _told("_kiosk_sessions", folder, people, sessions), _tap_figures(_told("_kiosk_taps", folder, people, taps))
    finally:
        process.stop()


def _told(module: str, folder: Path, people: int, count: int) -> dict[str, Any]:
    words = [sys.executable, "-m", f"benchmarks.{module}", str(folder / "kiosk"), _READER, str(people), str(count)]
    answer = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=False)
    if answer.returncode != 0:
        raise SystemExit(answer.returncode)
    told: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return told


def _tap_figures(told: dict[str, Any]) -> dict[str, object]:
    figures: dict[str, object] = {"taps": len(told["taps"])}
    for step in ("sound", "painted", "answer"):
        took_s = [each[step] for each in told["taps"]]
        figures |= {f"tap_{step}_ms_p50": p50_ms(took_s), f"tap_{step}_ms_p99": p99_ms(took_s)}
    return figures | {"bare_tap_painted_ms_p50": p50_ms(told["bare"]), "bare_tap_painted_ms_p99": p99_ms(told["bare"])}


def main() -> None:
    """Measure both and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--sessions", type=int, help="instead of 10,000")
    chosen = parser.parse_args()
    size = SIZES["quick" if chosen.quick else "full"]
    sessions = chosen.sessions or size["sessions"]
    with tempfile.TemporaryDirectory(prefix="citycard-bench-") as folder:
        state = Path(folder) / "practice"
        practice_settings(state)
        start = measured("kiosk", state, size["runs"])
        life, taps = lived(Path(folder), sessions, size["taps"])
    marks = life["marks"]
    assert isinstance(marks, dict)
    first, last = (float(mark) for mark in (list(marks.values())[0], list(marks.values())[-1]))
    print(f"first frame {start['first_frame_s']} s, {start['first_frame_ratio']} × bare")
    print(f"{sessions} sessions: {last} MB, {last - first:+.1f} MB since the first tenth")
    print(f"a tap: painted {taps['tap_painted_ms_p99']} ms, answered {taps['tap_answer_ms_p99']} ms p99")
    figures = {
        "bench": "kiosk",
        "first_frame_s": start["first_frame_s"],
        "first_frame_ratio": start["first_frame_ratio"],
        "bare_first_frame_s": start["bare_first_frame_s"],
        "rss_mb": last,
        "rss_growth_mb": round(last - first, 1),
        "sessions": sessions,
        **life,
        **taps,
        "machine": machine(),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
