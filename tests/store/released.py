"""How the stores in `tests/data/stores/` were made: `python -m tests.store.released SCHEMA DIRECTORY`, once per schema.

A store is made by the migrations of its own time alone, filled, and never touched again; tests work on copies.
"""

import sys
from pathlib import Path

import msgspec
import sqlite_utils

from domain.events import RedeemRequested, SignedIn, StaffPinFailed
from domain.wire import Outcome, OutcomeStatus, RedeemResult
from offline_store import journal, journal_schema
from tests.clocks import SetClock
from tests.store.conftest import IDENTITY, open_journal

STORES = Path(__file__).parents[1] / "data" / "stores"
MEDIUM = b"\x01" * 8


def only(last: str) -> sqlite_utils.Migrations:
    """The journal's migrations up to one."""
    chosen = sqlite_utils.Migrations("journal")
    for migration in journal_schema.JOURNAL.pending(sqlite_utils.Database(memory=True)):
        chosen()(migration.fn)
        if migration.name == last:
            return chosen
    raise ValueError(last)


def fill(directory: Path) -> None:
    """A sign-in under way, a wish that was decided, one that was not, a wrong PIN."""
    made = open_journal(directory, SetClock())
    made.put_meta(identity=msgspec.json.encode(IDENTITY).decode(), digest_key_id="k1")
    with made.act() as act:
        act.append(SignedIn(activity="A", walk_in=False), medium=MEDIUM, operator="T1")
        act.append(StaffPinFailed(failures=2), operator="T1")
        wish = RedeemRequested(purse="account", point_kind="health", points=50, amount_ntd=50)
        decided = act.append(wish, medium=MEDIUM)
        act.append(wish, medium=MEDIUM)
    signed = list(made.events())[2]
    result = RedeemResult(points=50, amount_ntd=50)
    made.record_outcomes(
        [Outcome(op_id=decided.op_id, hash=signed.hash, status=OutcomeStatus.ACCEPTED, result=result)],
    )
    made.close()


if __name__ == "__main__":
    journal.JOURNAL = only(sys.argv[1])
    fill(Path(sys.argv[2]))
