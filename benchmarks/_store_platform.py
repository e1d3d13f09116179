"""A platform of any number of cards on a SQLite file, with its snapshot built, in a process of its own, for `store.py`."""

import contextlib
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from central import admin
from central.platform import Platform
from central.registry import snapshots
from citycard_app.demo_programme import demo_programme
from domain.media import Medium, MediumType

KNOWN = Medium(MediumType.UID, bytes.fromhex("04A1B2C3D4E5F6"))
_READY = re.compile(r"ready on (http://[\d.]+:\d+)")
_HOLDERS = """
    WITH RECURSIVE row (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM row WHERE number < ?)
    INSERT INTO holders (holder, person_digest, created_ms) SELECT randomblob(16), randomblob(32), 1 FROM row
"""
_CARDS = """
    INSERT INTO cards (medium, card_kind, state, holder, carrier, origin, op_id, since_ms)
    SELECT randomblob(8), 'senior', 'active', holder, 'easycard', 'imported', randomblob(16), 1 FROM holders
"""


def founded(directory: Path, cards: int) -> str:
    """A demo platform with so many cards, `KNOWN` among them, and its snapshot; a code that enrols a station."""
    with contextlib.closing(Platform.open(directory, demo_programme(), True)) as platform:
        known = KNOWN.digest(platform.authority.keys.digest)
    filling = sqlite3.connect(directory / "central.sqlite")
    filling.execute("PRAGMA cache_size = -262144")
    filling.execute(_HOLDERS, (cards,))
    filling.execute(_CARDS)
    filling.execute("UPDATE cards SET medium = ? WHERE medium = (SELECT min(medium) FROM cards)", (known,))
    filling.commit()
    filling.close()
    with contextlib.closing(Platform.open(directory, demo_programme(), True)) as platform:
        admin.add_staff(
            platform, "bench", name="示範承辦", roles=["clerk"], pin="2468", medium=Medium(MediumType.UID, b"\x04bench0")
        )
        snapshots.build(platform)
        return admin.create_enrolment_code(platform, "示範站", "示範地點", ["counter", "event"])


@contextlib.contextmanager
def serving(directory: Path) -> Iterator[str]:
    """`citycard central` on that folder; its address."""
    words = [sys.executable, "-m", "citycard_app", "central", "--data", str(directory), "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            ready = _READY.search(process.stdout.readline() if process.stdout else "")
            if ready is None:
                raise SystemExit("the platform does not start")
            yield ready[1]
        finally:
            process.terminate()
