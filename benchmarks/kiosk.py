"""A kiosk's cold start, and its memory over a long life.

`first_frame_s`, `first_frame_ratio`: median seconds from starting the process to the first painted frame, and beside a bare
PySide6 window of the same size, as in `startup.py`.
`rss_mb`: resident memory of the kiosk's process after `sessions` sessions, each a whole redemption through the real window,
on a real station with an in-process reader and the platform in a process of its own; every fifth person looks at the receipt,
every tenth changes the language, every 25th the size of the letters.
`rss_growth_mb`: that less the memory after the first tenth of them. `ends`: how the wishes ended.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks._kiosk_sessions import card_of
from benchmarks._machine import machine
from benchmarks.startup import measured
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

SIZES = {"quick": {"sessions": 60, "runs": 3}, "full": {"sessions": 10_000, "runs": 9}}
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


def lived(folder: Path, sessions: int) -> dict[str, object]:
    """What a kiosk in a process of its own says of so many sessions."""
    people = -(-sessions // _OF_ONE)
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
        words = [sys.executable, "-m", "benchmarks._kiosk_sessions", str(folder / "kiosk"), _READER]
        words += [str(people), str(sessions)]
        answer = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=False)
        if answer.returncode != 0:
            raise SystemExit(answer.returncode)
        told: dict[str, object] = json.loads(answer.stdout.splitlines()[-1])
        return told
    finally:
        process.stop()


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
        life = lived(Path(folder), sessions)
    marks = life["marks"]
    assert isinstance(marks, dict)
    first, last = (float(mark) for mark in (list(marks.values())[0], list(marks.values())[-1]))
    print(f"first frame {start['first_frame_s']} s, {start['first_frame_ratio']} × bare")
    print(f"{sessions} sessions: {last} MB, {last - first:+.1f} MB since the first tenth")
    figures = {
        "bench": "kiosk",
        "first_frame_s": start["first_frame_s"],
        "first_frame_ratio": start["first_frame_ratio"],
        "bare_first_frame_s": start["bare_first_frame_s"],
        "rss_mb": last,
        "rss_growth_mb": round(last - first, 1),
        "sessions": sessions,
        **life,
        "machine": machine(),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
