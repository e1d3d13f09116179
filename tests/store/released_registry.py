"""How `registry_000N` in `tests/data/stores/` were made: `python -m tests.store.released_registry DIRECTORY`, once per schema.

Each was made by the code of its own time (the first two by a Registry that was told neither `needs` nor `now_ms`), and is never
touched again; tests work on copies.
"""

import sys
from pathlib import Path
from uuid import UUID

from domain.ports import RegistryNeeds
from domain.wire import ActivityRow, AdmissionRow, CardRow, ChangesResponse, PatronRow, RosterRow, Row, StaffRow
from offline_store.registry import Registry

KEY = bytes(range(32))
TOLD_MS = 1_795_000_000_000
HOLDER = UUID(int=7)
STAFF = StaffRow(staff="T1", medium=b"\x02" * 8, name="示範承辦", roles=["clerk", "event"], pin_hash="h", active=True)
PATRON = PatronRow(service="typl", holder=HOLDER, number="L-1", good_standing=True)
CARD = CardRow(medium=b"\xff" * 8, card_kind="general", state="active", holder=HOLDER)
LOST = CardRow(medium=b"\x05" * 8, card_kind="senior", state="lost", holder=None)
ROWS: list[Row] = [
    CARD,
    LOST,
    STAFF,
    StaffRow(staff="T2", medium=b"\x03" * 8, name="示範離職", roles=[], pin_hash="h", active=False),
    ActivityRow(activity="A", title="健康講座", agency="衛生局", type="health_talk", starts_ms=1, ends_ms=TOLD_MS, open=True),
    RosterRow(activity="A", holder=HOLDER, active=True),
    RosterRow(activity="A", holder=UUID(int=8), active=False),
    RosterRow(activity="B", holder=HOLDER, active=True),
    PATRON,
    AdmissionRow(admission="expo", visitor=f"h:{HOLDER}", days=["2026-11-01"]),
]
"""The first schema had no admissions."""
EVERYTHING = RegistryNeeds(roles=frozenset({"counter", "event", "library"}), digest_key="k1")


def fill(directory: Path) -> None:
    """One page of every kind of row."""
    made = Registry(directory, KEY, fresh_key=lambda: KEY, needs=lambda: EVERYTHING, now_ms=lambda: TOLD_MS)
    made.apply(ChangesResponse(server_ms=TOLD_MS, generation="g1", cursor="c1", more=False, rows=ROWS))
    made.close()


if __name__ == "__main__":
    fill(Path(sys.argv[1]))
